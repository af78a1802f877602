"""The follow-up board: who owes what, how late, chased how often; one click reminds."""

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

from dondoc.accounts.rules import Permission, holds_anywhere
from dondoc.audit.memory import kept_awhile, pass_by
from dondoc.obligations import queries as obligations
from dondoc.obligations.memory import remembered
from dondoc.obligations.models import Assignment, Obligation, ObligationQuerySet
from dondoc.obligations.ruling_queries import asked_of
from dondoc.obligations.status import CHASED, ObligationStatus
from dondoc.orgs.models import Org
from dondoc.reminders import actions, queries
from dondoc.reminders.forms import BoardFilterForm, ReminderForm
from dondoc.reminders.rules import may_remind
from dondoc.reviewing.queries import Backlog, backlogs
from dondoc.web.addresses import came_from
from dondoc.web.refusals import Denial, require
from dondoc.web.shortcuts import render

PAGE_ORGS = 15


def require_board(request: HttpRequest) -> None:
    """Errors: Refused for who chases nobody."""
    if not holds_anywhere(request.user, Permission.FOLLOW_UP):
        require(Denial(_("Chỉ chuyên viên tham mưu được mở bảng đôn đốc.")))


def _filters(request: HttpRequest) -> BoardFilterForm:
    user = request.user
    return BoardFilterForm(request.GET, reviewers=obligations.reviewers(user), targets=obligations.targets(user))


@require_safe
@remembered
def board(request: HttpRequest) -> HttpResponse:
    """Who owes what, grouped by organisation: the committee's own side first, then the worst."""
    require_board(request)
    today, form = timezone.localdate(), _filters(request)
    rows = queries.owed_obligations(request.user, form.chosen, today)
    chosen = (sorted(form.chosen.items()), form.statuses, request.GET.get("trang"))
    counted = kept_awhile("owed", request.user.pk, *chosen, make=lambda: _standing(request, form, rows, today))
    found = counted.made
    if counted.is_old:
        pass_by(request)
    page = Paginator(range(found.orgs), PAGE_ORGS).page(found.page)
    context = {
        "form": form,
        "tabs": _tabs(request, form, found.counts),
        "page": page,
        "debtors": queries.debtors(rows.with_status_in(form.statuses, today), found.org_ids, request.user, today),
        "count": sum(found.counts[status] for status in form.statuses),
        "today": today,
        "backlogs": found.backlogs,
        "asked": found.asked,
        "counted_at": counted.at if counted.is_old else None,
    }
    return render(request, "reminders/board.html", context, part="ket-qua")


@dataclass(frozen=True)
class Standing:
    """What is counted of all that the filters leave, and who stands on the page asked for."""

    counts: dict[ObligationStatus, int]
    orgs: int
    page: int
    org_ids: list[int]
    backlogs: list[Backlog]
    asked: int  # questions that wait for a decision of this person


def _standing(request: HttpRequest, form: BoardFilterForm, every: ObligationQuerySet, today: date) -> Standing:
    rows = every.with_status_in(form.statuses, today)
    paginator = Paginator(queries.ranking(rows), PAGE_ORGS)
    paginator.count = queries.count_orgs(rows)
    page = paginator.get_page(request.GET.get("trang"))
    late = backlogs(request.user.org_ids_with(Permission.FOLLOW_UP), today)
    asked = asked_of(request.user).count()
    return Standing(every.count_by_status(today), paginator.count, page.number, list(page.object_list), late, asked)


def _tabs(request: HttpRequest, form: BoardFilterForm, counts) -> list[dict[str, Any]]:
    def tab(label, status: str, count: int, is_current: bool) -> dict[str, Any]:
        query = request.GET.copy()
        query.pop("trang", None)
        query["trang_thai"] = status
        return {"label": label, "url": f"?{query.urlencode()}", "count": count, "is_current": is_current}

    chosen = form.status if form.status in CHASED else None
    default = sum(counts[s] for s in CHASED if s != "history")
    tabs = [tab(_("Cần đôn đốc"), "", default, chosen is None)]
    return tabs + [tab(s.label, s.value, counts[s], s == chosen) for s in CHASED]


@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest) -> HttpResponse:
    """Remind of all that the filters of the board leave: first who gets what words, then it is sent."""
    require_board(request)
    now = timezone.now()
    today, filters = timezone.localdate(now), _filters(request)
    rows = queries.owed_obligations(request.user, filters.chosen, today).with_status_in(filters.statuses, today)
    rows = [
        row
        for row in obligations.by_urgency(rows).select_related("org", "round", "task__plan")
        if _is_followed(row, request)
    ]
    chosen, skipped = actions.sift(rows, by=request.user, at=now)
    initial = {"expected": len(chosen), "text": queries.suggested_text()}
    form = ReminderForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["expected"] == len(chosen):
            actions.remind(chosen, text=form.cleaned_data["text"], by=request.user, at=now)
            messages.success(request, _sent(len(chosen), len({row.org_id for row in chosen})))
            return redirect(f"{reverse('reminders:board')}?{request.GET.urlencode()}")
        form = ReminderForm(initial={**initial, "text": form.cleaned_data["text"]})
        messages.warning(request, _("Danh sách vừa thay đổi. Hãy xem lại rồi gửi."))
    by_org: dict[Org, list[Obligation]] = {}
    for row in chosen:
        by_org.setdefault(row.org, []).append(row)
    context = {"form": form, "by_org": by_org, "count": len(chosen), "skipped": skipped, "today": today}
    return render(request, "reminders/preview.html", context, status=422 if form.errors else 200)


def _is_followed(row: Obligation, request: HttpRequest) -> bool:
    """Whether the right reaches this row; one's own organisation is on the board, but not chased by itself."""
    if row.org_id not in request.user.root_org_ids(Permission.FOLLOW_UP):
        return True
    return may_remind(request.user, row) is None


@require_POST
def remind_one(request: HttpRequest, pk: int) -> HttpResponse:
    """One click: remind of one obligation in the usual words."""
    row = get_object_or_404(Obligation.objects.visible_to(request.user), pk=pk)
    return _remind(request, [row])


@require_POST
def remind_org(request: HttpRequest, org_id: int) -> HttpResponse:
    """One click: remind one organisation of what it owes by the board's filters, of one task if it is named."""
    require_board(request)
    today, filters = timezone.localdate(), _filters(request)
    rows = queries.owed_obligations(request.user, filters.chosen, today).with_status_in(filters.statuses, today)
    org = get_object_or_404(Org.objects.filter(pk__in=rows.order_by().values("org_id")), pk=org_id)
    rows = rows.filter(org=org)
    task = request.GET.get("nhiem_vu", "")
    return _remind(request, list(rows.filter(task=task) if task.isdecimal() else rows))


@require_POST
def remind_assignment(request: HttpRequest, assignment_id: int) -> HttpResponse:
    """One click: a committee reminds those of its chi bộ that owe what it gave down."""
    given = get_object_or_404(Assignment.objects.visible_to(request.user), pk=assignment_id)
    rows = given.obligations.with_status_in(CHASED, timezone.localdate())
    back = reverse("cells:assignment", args=[given.pk])
    return _remind(request, list(rows.select_related("org", "round", "task__plan")), back)


def _remind(request: HttpRequest, rows: list[Obligation], back: str = "") -> HttpResponse:
    made = actions.remind(rows, text=queries.suggested_text(), by=request.user, at=timezone.now())
    messages.success(request, _sent(len(made), len({reminder.obligation.org_id for reminder in made})))
    return redirect(came_from(request, back or reverse("reminders:board")))


def _sent(count: int, orgs: int) -> str:
    words = ngettext("Đã đôn đốc %(n)d việc, %(orgs)d đơn vị.", "Đã đôn đốc %(n)d việc, %(orgs)d đơn vị.", count)
    return words % {"n": count, "orgs": orgs}


@require_POST
def mark_read(request: HttpRequest) -> HttpResponse:
    """ "Đã xem" for the reminders named and those before them about the same obligations; without any, for all unread
    ones of the person's organisations."""
    unread = queries.unread_for(request.user)
    wanted = {pk for pk in request.POST.getlist("reminder") if pk.isdecimal()}
    last = {one.obligation_id: one.pk for one in reversed(unread) if not wanted or str(one.pk) in wanted}
    chosen = [reminder for reminder in unread if reminder.pk <= last.get(reminder.obligation_id, 0)]
    count = actions.mark_read(chosen, by=request.user, at=timezone.now())
    if count:
        messages.success(request, _("Đã ghi nhận: đơn vị đã xem nội dung đôn đốc."))
    return redirect(came_from(request, reverse("home")))
