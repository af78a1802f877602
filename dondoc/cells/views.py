"""The committee's pages about its chi bộ."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dondoc.cells import actions, queries, rules
from dondoc.cells.forms import CompileForm, GiveForm, LetOffForm, WhichForm, periods_around
from dondoc.cells.tables import compiled_table
from dondoc.lib.periods import Period
from dondoc.obligations.models import Assignment, Obligation, Round
from dondoc.obligations.queries import Row
from dondoc.obligations.status import CHASED, ObligationStatus
from dondoc.orgs.models import Org
from dondoc.sheets.models import Deliverable, DeliverablePeriod
from dondoc.sheets.queries import version_for
from dondoc.submissions import queries as submissions
from dondoc.submissions.actions import Incomplete
from dondoc.submissions.compiling import compiled_of
from dondoc.submissions.models import State
from dondoc.submissions.queries import Asked, entered_for
from dondoc.web.addresses import number_in
from dondoc.web.refusals import Denial, Invalid, require
from dondoc.web.shortcuts import render

PAGE_ROWS, PAGE_CELLS = 20, 100


def _org(request: HttpRequest) -> Org:
    """The committee of the address, else the first that this person leads. Errors: Refused; Http404 for others'."""
    led, wanted = request.user.leading_orgs(), request.GET.get("don-vi", "")
    if mine := next((one for one in led if str(one.pk) == wanted), None):
        return mine
    if wanted:
        org = get_object_or_404(Org.objects.visible_to(request.user), pk=number_in(wanted))
        require(rules.may_lead(request.user, org))
        return org
    if not led:
        require(Denial(_("Trang này dành cho người của cấp ủy có chi bộ trực thuộc.")))
    return led[0]


def _assignment(request: HttpRequest, pk: int) -> Assignment:
    rows = Assignment.objects.visible_to(request.user).select_related("org", "deliverable__sheet", "round", "task")
    found = get_object_or_404(rows, pk=pk)
    require(rules.may_lead(request.user, found.org))
    return found


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """What was given down and how far it is, what may be given down, and the chi bộ."""
    org, now = _org(request), timezone.now()
    today = timezone.localdate(now)
    given = list(Assignment.objects.filter(org=org).select_related("deliverable", "round"))
    page = Paginator(given, PAGE_ROWS).get_page(request.GET.get("trang"))
    cells = queries.led_by(org, today)
    context = {
        "org": org,
        "orgs": request.user.leading_orgs(),
        "page": page,
        "rows": queries.counted(page.object_list, today),
        "cells": cells[:PAGE_CELLS],
        "cells_count": len(cells),
        "lines": queries.passable(org, given, now) if cells else [],
        "today": today,
    }
    return render(request, "cells/board.html", context)


@dataclass(frozen=True)
class Asking:
    """What is to be given down: settled when the committee passes on what it is asked itself."""

    org: Org
    product: Deliverable | None = None
    period: Period | None = None
    round: Round | None = None
    note: str = ""  # said with it before

    @property
    def is_settled(self) -> bool:
        return self.product is not None


def _asking(request: HttpRequest) -> Asking:
    """From the address: an obligation and a product of it, or nothing yet. Errors: Http404, Refused."""
    if "them" in request.GET:
        given = _assignment(request, number_in(request.GET["them"]) or 0)
        return Asking(given.org, given.deliverable, given.span, given.round, given.note)
    if "viec" not in request.GET:
        return Asking(_org(request))
    which = number_in(request.GET["viec"])
    own = Obligation.objects.visible_to(request.user).select_related("org", "task", "round")
    duty = get_object_or_404(own, pk=which)
    require(rules.may_lead(request.user, duty.org))
    codes = [code for code in duty.task.deliverables if code == request.GET.get("san-pham")]
    product = get_object_or_404(Deliverable.objects.select_related("sheet"), code__in=codes)
    asked = submissions.asked_for(duty, product, timezone.localdate())
    if asked is None:
        require(Denial(_("Việc này đang chờ cấp trên mở đợt nên chưa giao xuống được.")))
    return Asking(duty.org, product, asked.period, asked.round)


@require_http_methods(["GET", "HEAD", "POST"])
def give(request: HttpRequest) -> HttpResponse:
    """Give down what the committee is asked itself, or a sheet of its own choosing."""
    asking, now = _asking(request), timezone.now()
    today = timezone.localdate(now)
    form = _give_form(request, asking, today)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        product = asking.product or form.products[values["san_pham"]]
        period = asking.period or Period.parse(values["ky"])
        try:
            done = actions.give_down(
                org=asking.org, deliverable=product, period=period, round=asking.round, to=form.chosen,
                due_on=values["han"], note=values["ghi_chu"], by=request.user, at=now,
            )  # fmt: skip
        except Invalid as fault:
            form.add_error(None, fault.reason)
        else:
            messages.success(request, _said_given(done))
            return redirect("cells:assignment", done.assignment.pk)
    context = {"asking": asking, "form": form, "org": asking.org}
    return render(request, "cells/give.html", context, status=422 if form.errors else 200)


def _give_form(request: HttpRequest, asking: Asking, today: date) -> GiveForm:
    orgs = list(queries.led_orgs(asking.org, today))
    common: dict[str, Any] = {"orgs": orgs, "today": today}
    if not asking.is_settled:
        products = Deliverable.objects.filter(is_per_task=False).exclude(period_kind=DeliverablePeriod.ROUND)
        return GiveForm(
            request.POST or None, there=(), own_day=None, products=products, periods=periods_around(today), **common
        )
    duties = queries.own_duties(asking.org, asking.product, asking.period, asking.round)
    own_day = min((duty.last_day_allowed for duty in duties if duty.last_day_allowed), default=None)
    there = queries.asked_already(orgs, asking.product, asking.period, asking.round)
    return GiveForm(request.POST or None, there=there, own_day=own_day, note=asking.note, **common)


def _said_given(done: actions.GivenDown) -> str:
    count = len(done.made)
    words = ngettext("Đã giao cho %(n)d chi bộ.", "Đã giao cho %(n)d chi bộ.", count) % {"n": count}
    if done.there:
        words += " " + _("%(n)d chi bộ đã được giao từ trước, không giao lại.") % {"n": len(done.there)}
    return words


@require_safe
def assignment(request: HttpRequest, pk: int) -> HttpResponse:
    """Who has answered, who has not; what to do about it."""
    found, today = _assignment(request, pk), timezone.localdate()
    every = queries.rows_of(found)
    rows = [(Row(one.obligation, one.obligation.status_on(today), []), one.submission) for one in every]
    tabs, chosen = _tabs(request, rows)
    page = Paginator(chosen, PAGE_CELLS).get_page(request.GET.get("trang"))
    begun = sum(one is not None and one.revision > 0 for _row, one in rows)
    [progress] = queries.counted([found], today)
    sent = [one for _row, one in rows if one is not None and one.state == State.SUBMITTED]
    context = {
        "one": found,
        "progress": progress,
        "tabs": tabs,
        "page": page,
        "undo_denial": rules.may_undo(begun=begun, reminded=queries.reminded_in(found.obligations.all())),
        "to_review": sum(one.submitted_by_id != request.user.pk for one in sent),
        "chased": sum(row.status in CHASED for row, _submission in rows),
        "unsent": progress.unsent,
        "has_duty": bool(queries.own_duties(found.org, found.deliverable, found.span, found.round)),
        "today": today,
    }
    return render(request, "cells/assignment.html", context)


_WAITING, _MISSING = "cho-duyet", "chua-nop"


def _tabs(request: HttpRequest, rows: list[Any]) -> tuple[list[dict[str, Any]], list[Any]]:
    """All, those that wait for review, those that have not sent anything in; and the rows of the chosen one."""
    open_ = {ObligationStatus.OVERDUE, ObligationStatus.DUE_SOON, ObligationStatus.NOT_DUE, ObligationStatus.SENT_BACK}
    kinds = {
        "": (_("Tất cả"), rows),
        _WAITING: (_("Chờ duyệt"), [one for one in rows if one[0].status == ObligationStatus.IN_REVIEW]),
        _MISSING: (_("Chưa nộp"), [one for one in rows if one[0].status in open_]),
    }
    wanted = request.GET.get("nhom", "")
    wanted = wanted if wanted in kinds else ""
    tabs = [
        {"label": label, "url": f"?nhom={key}", "count": len(some), "is_current": key == wanted}
        for key, (label, some) in kinds.items()
    ]
    return tabs, kinds[wanted][1]


@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo giving it, to all or to one."""
    found, form = _assignment(request, pk), WhichForm(request.POST)
    which = form.cleaned_data["viec"] if form.is_valid() else None
    only = get_object_or_404(found.obligations.select_related("org"), pk=which) if which else None
    actions.take_back(found, only=only, by=request.user, at=timezone.now())
    if only and Assignment.objects.filter(pk=found.pk).exists():
        messages.success(request, _("Đã thu lại việc giao cho %(org)s.") % {"org": only.org.short_name})
        return redirect("cells:assignment", found.pk)
    messages.success(request, _("Đã thu lại “%(what)s”. Chi bộ không còn thấy việc này.") % {"what": found})
    return redirect(f"{reverse('cells:board')}?don-vi={found.org_id}")


@require_http_methods(["GET", "HEAD", "POST"])
def let_off(request: HttpRequest, pk: int) -> HttpResponse:
    """Let off, with a reason, those that have not sent it in."""
    found = _assignment(request, pk)
    form = LetOffForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        count = actions.let_off(found, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
        said = ngettext("Đã miễn cho %(n)d chi bộ.", "Đã miễn cho %(n)d chi bộ.", count) % {"n": count}
        messages.success(request, said)
        return redirect("cells:assignment", found.pk)
    context = {"one": found, "form": form, "count": found.obligations.untouched().count()}
    return render(request, "cells/let_off.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def compiled(request: HttpRequest, pk: int) -> HttpResponse:
    """What the chi bộ answered, one beside the other, and what it comes to; a button takes it over."""
    found, now = _assignment(request, pk), timezone.now()
    if request.method == "POST":
        form = CompileForm(request.POST)
        overwrite = form.is_valid() and form.cleaned_data["thay_ca"]
        try:
            done = actions.compile_into(found, overwrite=overwrite, by=request.user, at=now)
        except Incomplete as fault:
            messages.error(request, _("Chưa tổng hợp được: %(why)s") % {"why": fault.reason})
            return redirect("cells:compiled", found.pk)
        messages.success(request, actions.said_of(done))
        for label, why in done.left_out.items():
            messages.warning(request, _("Chưa đưa được mục “%(label)s”: %(why)s") % {"label": label, "why": why})
        return redirect("submissions:edit", done.submission.pk)
    version = version_for(found.deliverable.sheet, found.span, today=timezone.localdate(now))
    own = entered_for(found.org, found.deliverable, Asked(found.span, found.round))
    have = compiled_of(found, own.sheet_version.parsed if own else version.parsed)
    context = {
        "one": found,
        "have": have,
        "table": compiled_table(have),
        "own": own,
        "has_duty": bool(queries.own_duties(found.org, found.deliverable, found.span, found.round)),
        "changed": have.changed_since(own.compiled) if own and own.compiled else None,
    }
    return render(request, "cells/compiled.html", context)
