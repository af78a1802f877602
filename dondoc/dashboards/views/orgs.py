"""Organisations: the tree as of a day, and the page of one."""

from datetime import date

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dondoc.accounts.rules import Permission, can
from dondoc.dashboards.forms import OrgFilters
from dondoc.dashboards.memory import remembered
from dondoc.dashboards.queries import orgs as queries
from dondoc.dashboards.queries.heat import Reach
from dondoc.dashboards.queries.own_work import duty_counts, newest_reminders, newest_sheets
from dondoc.dashboards.queries.scope import plans_about, scope
from dondoc.dashboards.queries.term import terms
from dondoc.dashboards.queries.turns import kept_days, turns, waiting_for
from dondoc.forecast.queries import risky_duties
from dondoc.measures.queries import board
from dondoc.obligations.models import Obligation
from dondoc.orgs.models import Org
from dondoc.reminders.queries import OWN_SIDE
from dondoc.sampling.queries import counted_of
from dondoc.sheets.effort import rule_lines, rule_words
from dondoc.submissions.burden import label_of, times_asked, yearly_burden
from dondoc.web.addresses import number_in
from dondoc.web.shortcuts import render

_A_PAGE = 50


@require_safe
def org_list(request: HttpRequest) -> HttpResponse:
    """The tree, one level at a time, or all that fit the filters, as of a day."""
    today, form = timezone.localdate(), OrgFilters(request.GET)
    day = form.chosen("ngay") or today
    parent = _parent(request)
    found = queries.listed(
        request.user, words=form.chosen("q") or "", kind=form.chosen("loai") or "", parent=parent, day=day
    )
    page = Paginator(found, _A_PAGE).get_page(request.GET.get("trang"))
    context = {
        "form": form,
        "page": page,
        "rows": queries.rows_of(page.object_list, request.user, day=day, today=today),
        "day": day,
        "today": today,
        "parent": parent,
        "trail": queries.above(request.user, parent, day) if parent else [],
    }
    return render(request, "dashboards/orgs.html", context, part="danh-sach")


def _parent(request: HttpRequest) -> Org | None:
    wanted = request.GET.get("cap_tren", "")
    if not wanted:
        return None
    return get_object_or_404(Org.objects.visible_to(request.user), pk=number_in(wanted))


@require_safe
@remembered
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One organisation: `?phan=` chooses what it owes and has reached, its own record, or what it must fill in."""
    org = queries.one_of(request.user, pk)
    if org is None:
        raise Http404
    today = timezone.localdate()
    day = max(min(today, org.last_day or today), org.valid_from)
    part = request.GET.get("phan", "")
    template, read = _PARTS.get(part, _PARTS[""])
    context = {"org": org, "day": day, "today": today, "trail": queries.above(request.user, org, day)}
    context["tabs"] = _tabs(org, part if part in _PARTS else "")
    return render(request, template, context | read(request.user, org, day, today))


def _tabs(org: Org, chosen: str) -> list[dict]:
    url = reverse("dashboards:org", args=[org.pk])
    words = {
        "": _("Việc và kết quả"), "dien-bien": _("Diễn biến"),
        "to-chuc": _("Tên gọi, trực thuộc, con người"), "nhap-lieu": _("Công sức nhập"),
        "kiem-tra-mau": _("Kiểm tra mẫu"),
    }  # fmt: skip
    return [
        {"label": label, "url": f"{url}?phan={part}" if part else url, "is_current": part == chosen}
        for part, label in words.items()
    ]


def _record(user, org: Org, day: date, today: date) -> dict:
    record = queries.record_of(org, day=day, today=today)
    return {"record": record, "names_people": bool(record.team.counts) and _may_know_people(user, org)}


def _burden(user, org: Org, day: date, today: date) -> dict:
    year = today.year
    found = yearly_burden(org, year)
    months = [(label_of(n, year), load) for n, load in enumerate(found.months, 1)]
    return {"burden": found, "months": months, "rule": rule_words(), "rule_lines": rule_lines()}


def _may_know_people(user, org: Org) -> bool:
    """Names are for those who must call or administer these people, and for their own organisation."""
    if org.pk in user.root_org_ids():
        return True
    return can(user, Permission.FOLLOW_UP, org=org) or can(user, Permission.ADMINISTER, org=org)


def _work(user, org: Org, day: date, today: date) -> dict:
    shown = scope(org, [], "")
    return {
        "counts": duty_counts(user, org, today),
        "scope": shown,
        "asked": times_asked(org, today.year),  # what it costs stands on its own part: a page has so many statements
        "entries": board(org, shown.month, day=shown.as_of) if shown.month else [],
        "submissions": newest_sheets(user, org),
        "risks": risky_duties(org, user, today),
        "turns": turns(user, org, today),
        "waiting_for": waiting_for(user, org, today) if org.kind in OWN_SIDE else [],
        "reminders": newest_reminders(user, org),
    }


def _checks(user, org: Org, day: date, today: date) -> dict:
    return {"counted": counted_of(org)}


def _history(user, org: Org, day: date, today: date) -> dict:
    shown = scope(org, [], "", has_boards=False, plans=plans_about(org))
    context: dict = {"kept": kept_days(Obligation.objects.visible_to(user).filter(org=org), today), "scope": shown}
    if shown.month:
        years, months = terms(shown, "", shown.last[:4])
        context |= {"years": years, "months": months, "reaches": list(Reach)}
    return context


_PARTS = {
    "": ("dashboards/org.html", _work),
    "dien-bien": ("dashboards/org_history.html", _history),
    "to-chuc": ("dashboards/org_record.html", _record),
    "kiem-tra-mau": ("dashboards/org_checks.html", _checks),
    "nhap-lieu": ("dashboards/org_burden.html", _burden),
}
