"""Who must do what by when: the list, one obligation and the acts on it, rounds, issuing a plan."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dondoc.accounts.models import User
from dondoc.accounts.rules import Permission, can, holds_anywhere
from dondoc.audit.memory import kept, mark
from dondoc.obligations import actions, amending, export, queries, rules
from dondoc.obligations.forms import (
    EVERY_STATUS,
    PRESSING_WORDS,
    FilterForm,
    IssueForm,
    RoundForm,
    YearForm,
)
from dondoc.obligations.memory import remembered
from dondoc.obligations.models import Followed, Obligation, ObligationQuerySet
from dondoc.obligations.preview import amendment_preview
from dondoc.obligations.ruling_forms import SLUGS
from dondoc.obligations.ruling_queries import history_of, rows_of, rulings_of
from dondoc.obligations.status import CHASED, PRESSING, ObligationStatus
from dondoc.obligations.summary import MONTHS, issue_summary
from dondoc.plans.models import Plan, Task
from dondoc.plans.queries import anchor
from dondoc.plans.rules import ReadTasks, blockers, may_edit, may_issue
from dondoc.web.refusals import Conflict, require
from dondoc.web.shortcuts import render

PAGE_ROWS, MORE_ROWS = 30, 100  # on a page; as the reader chooses
PAGES_KEPT = 10
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def filters_of(request: HttpRequest) -> FilterForm:
    """The filters of the list, as the address has them."""
    who = request.user
    form = FilterForm(request.GET, **kept("filters of duties", who.pk, make=partial(_offered, who)))
    form.kept_under = mark(who.pk)
    return form


def _offered(user: User) -> dict[str, Any]:
    return {
        "reviewers": queries.reviewers(user),
        "targets": queries.targets(user),
        "plans": queries.plans(user),
        "periods": queries.periods(user),
        "is_single": queries.sees_one_org(user),
    }


@require_safe
@remembered
def obligation_list(request: HttpRequest) -> HttpResponse:
    """Obligations by filter: what is due or late first, the number of each status as tabs."""
    today, form = timezone.localdate(), filters_of(request)
    more = MORE_ROWS if request.GET.get("moi_trang") == str(MORE_ROWS) else None
    duties = partial(_duties, request, form)
    # the same for every page of the list
    counts = kept("counts of duties", request.user.pk, form.chosen, make=lambda: duties().count_by_status(today))
    page = Paginator(range(sum(counts[status] for status in form.statuses)), more or PAGE_ROWS).get_page(
        request.GET.get("trang")
    )
    others = sum(counts.values()) - page.paginator.count
    context = {
        "form": form,
        "tabs": _tabs(request, form, counts),
        "page": page,
        "rows": queries.rows_of(_ids(request, form, page, today), today),
        "others": others,
        "more": None if more else MORE_ROWS,
        "next": queries.next_due(duties(), today) if others and not page.paginator.count else None,
        "today": today,
        "may_rule": holds_anywhere(request.user, Permission.FOLLOW_UP) or bool(request.user.leading_orgs()),
    }
    return render(request, "obligations/list.html", context, part="ket-qua")


def _duties(request: HttpRequest, form: FilterForm) -> ObligationQuerySet:
    return queries.narrowed(Obligation.objects.visible_to(request.user), form.chosen, request.user)


def _ids(request: HttpRequest, form: FilterForm, page: Page, today: date) -> list[int]:
    """Whose rows `page` shows. Putting the list in order costs more than what it shows, so it is done for PAGES_KEPT
    pages at once, which are kept until anything changes."""
    size = page.paginator.per_page * PAGES_KEPT
    first = (page.number - 1) // PAGES_KEPT * size

    def ordered() -> list[int]:
        rows = queries.by_urgency(_duties(request, form).with_status_in(form.statuses, today))
        return list(rows.values_list("pk", flat=True)[first : first + size])

    found = kept("ids of duties", request.user.pk, form.chosen, form.statuses, first, size, make=ordered)
    start = page.start_index() - 1 - first
    return found[max(start, 0) : page.end_index() - first]


def _tabs(request: HttpRequest, form: FilterForm, counts: dict[ObligationStatus, int]) -> list[dict[str, Any]]:
    def tab(label, status: str, statuses: Iterable[ObligationStatus]) -> dict[str, Any]:
        query = request.GET.copy()
        query.pop("trang", None)
        query["trang_thai"] = status
        number = sum(counts[one] for one in statuses)
        is_current = tuple(statuses) == form.statuses
        return {"label": label, "url": f"?{query.urlencode()}", "count": number, "is_current": is_current}

    shown = [status for status in ObligationStatus if counts[status] or status == form.status]
    return [
        tab(PRESSING_WORDS, "", PRESSING),
        tab(_("Tất cả"), EVERY_STATUS, tuple(ObligationStatus)),
        *(tab(status.label, status.value, (status,)) for status in shown),
    ]


@require_safe
def export_list(request: HttpRequest) -> HttpResponse:
    """The list as filtered, whole, as a file."""
    today, form = timezone.localdate(), filters_of(request)
    rows = _duties(request, form).with_status_in(form.statuses, today)
    response = HttpResponse(export.as_xlsx(queries.by_urgency(rows), form.words, today), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{export.file_name(form.words, today)}"'
    return response


def _obligation(request: HttpRequest, pk: int) -> Obligation:
    rows = queries.with_what_rows_show(Obligation.objects.visible_to(request.user))
    rows = rows.select_related(
        "task__plan__org", "task__plan__amendment", "taken_over_from__org", "ended_by__amendment"
    )
    return get_object_or_404(rows, pk=pk)


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One obligation: what, why, by when, who; its products, and all that was done about it."""
    now, obligation = timezone.now(), _obligation(request, pk)
    today = timezone.localdate(now)
    [row] = queries.as_rows([obligation], today)
    context = {
        "row": row,
        "today": today,
        "anchor": anchor(obligation.task),
        "history": _history(obligation),
        "rulings": [one for one in rows_of(rulings_of(obligation), request.user, now) if one.is_open],
        "chasable": rules.may_follow_up(request.user, obligation) is None and row.status in CHASED,
        "follow_denial": rules.may_follow_up(request.user, obligation),
        "kinds": [
            (slug, kind) for slug, kind in SLUGS.items() if rules.may_rule(request.user, obligation, kind) is None
        ],
        "obstacles": list(obligation.obstacles.select_related("owner")),  # of a later room, known by their relation
        "may_answer": can(request.user, Permission.ANSWER, org=obligation.org),
        "may_answer_for": can(request.user, Permission.ANSWER_FOR, org=obligation.org),
        "open_denial": rules.may_open_round(request.user, obligation.task),
    }
    return render(request, "obligations/detail.html", context)


def _history(obligation: Obligation) -> list[dict[str, Any]]:
    """What was ruled, reminders and amendments, the newest first."""
    entries = [*history_of(obligation), *(_followed(one) for one in queries.followings(obligation))]
    return sorted(entries, key=lambda entry: entry["at"], reverse=True)


def _followed(one: queries.FollowedEntry) -> dict[str, Any]:
    """An amendment that the obligation followed, as the history component takes it."""
    return {"at": one.at, "who": "", "what": one.what, "note": one.note, "icon": one.kind.icon, "tone": one.kind.tone}


@require_safe
def rounds(request: HttpRequest) -> HttpResponse:
    """Which "as directed" tasks wait for their round, who must open it, and how far the opened ones are."""
    today = timezone.localdate()
    openings = queries.openings(request.user, today)
    rounds = queries.rounds(request.user, today)
    mine = queries.openable(request.user, [*(one.task for one in openings), *(one.round.task for one in rounds)])
    context = {
        "openings": [(one, one.task.pk in mine) for one in openings],
        "rounds": [(one, one.is_unanswered and one.round.task_id in mine) for one in rounds],
        "today": today,
    }
    return render(request, "obligations/rounds.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def open_round(request: HttpRequest, task_id: int) -> HttpResponse:
    """Open a round: first the form, then how many organisations it will bind, then it is done."""
    now = timezone.now()
    today = timezone.localdate(now)
    tasks = Task.objects.visible_to(request.user).select_related("plan__org", "opener", "target")
    task = get_object_or_404(tasks, pk=task_id)
    require(rules.may_open_round(request.user, task))
    periods = queries.open_periods(task)
    initial = {"period": request.GET.get("ky", "")}
    form = RoundForm(request.POST or None, task=task, periods=periods, today=today, initial=initial)
    context: dict[str, Any] = {"task": task, "form": form}
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        if "confirmed" in request.POST:
            opened = actions.open_round(task, **values, by=request.user, at=now)
            messages.success(request, _("Đã mở đợt “%(name)s”.") % {"name": opened.name})
            return redirect("obligations:rounds")
        context["binds"] = queries.bound_by_round(task, values["period"], values["due_on"], today)
        context["period"] = next(p for p in periods if p.code == values["period"])
        if task.rounds.filter(period=values["period"], name=values["name"]).exists():
            form.add_error("name", _("Kỳ này đã có đợt mang tên này."))
    return render(request, "obligations/open_round.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def issue(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Issue a confirmed plan: first what it will bind, then it is done."""
    now = timezone.now()
    plan = get_object_or_404(Plan.objects.visible_to(request.user).select_related("org", "amendment__of"), pk=plan_id)
    if plan.is_amendment:
        return _issue_amendment(request, plan, now)
    found = issue_summary(plan, timezone.localdate(now), YearForm(request.GET).year)
    sent = request.POST if request.method == "POST" else None
    form = IssueForm(sent, initial={"revision": plan.revision}, unread=found.unread)
    ways = _ways(request, plan, ReadTasks.of(found.tasks))
    if request.method == "POST":
        require(ways["denial"])
        if form.is_valid():
            made = actions.issue_plan(plan, revision=form.cleaned_data["revision"], by=request.user, at=now)
            messages.success(request, _("Đã ban hành. Có %(n)d việc được giao cho các đơn vị.") % {"n": made})
            return redirect("plans:detail", plan.pk)
        if "revision" in form.errors:
            raise Conflict(_("Trang này đã cũ. Hãy tải lại rồi ban hành."))
    context = {"plan": plan, "form": form, "found": found, "months": MONTHS}
    return render(request, "obligations/issue.html", context | ways, status=422 if form.errors else 200)


def _issue_amendment(request: HttpRequest, plan: Plan, now: datetime) -> HttpResponse:
    """Issue an amended version: first what becomes of every obligation, then it is done."""
    form = IssueForm(request.POST or None, initial={"revision": plan.revision})
    if request.method == "POST":
        require(may_issue(request.user, plan))
        if not form.is_valid():
            raise Conflict(_("Trang này đã cũ. Hãy tải lại rồi ban hành."))
        found = amending.issue_amendment(plan, revision=form.cleaned_data["revision"], by=request.user, at=now)
        kinds = {"moved": Followed.MOVED, "ended": Followed.ENDED}
        counts = {"new": len(found.new)} | {name: len(found.of_kind(kind)) for name, kind in kinds.items()}
        done = _("Đã ban hành bản sửa đổi: %(new)d việc mới, %(moved)d việc đổi hạn, %(ended)d việc chấm dứt.")
        messages.success(request, done % counts)
        return redirect("plans:detail", plan.pk)
    preview = amendment_preview(plan, timezone.localdate(now)) if plan.in_force_from else None
    read = ReadTasks.of(preview.found.tasks) if preview else None
    context = {"plan": plan, "form": form, "preview": preview, "today": timezone.localdate(now)}
    return render(request, "obligations/issue_amendment.html", context | _ways(request, plan, read))


def _ways(request: HttpRequest, plan: Plan, read: ReadTasks | None) -> dict[str, Any]:
    """Whether `plan` may be issued, what stands in the way, and whether this person may settle it."""
    found = [] if plan.is_issued else blockers(plan, read)
    denial = may_issue(request.user, plan, found)
    return {"denial": denial, "blockers": found, "may_settle": may_edit(request.user, plan) is None}
