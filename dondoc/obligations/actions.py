"""Giving, moving, letting off and closing what organisations must do."""

from collections.abc import Collection, Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dondoc.audit.actions import record
from dondoc.lib.periods import Period
from dondoc.obligations import rules
from dondoc.obligations.amending import catch_up, issue_amendment
from dondoc.obligations.models import Obligation, Purpose, Round, Ruling
from dondoc.obligations.planning import Planner, key_of, keys_of, planner, tied_to_openings
from dondoc.obligations.ruling import inherited
from dondoc.orgs.models import Org
from dondoc.plans import actions as plans
from dondoc.plans.models import Plan, PlanStatus, Task
from dondoc.web.bulk import insert_many
from dondoc.web.refusals import Conflict, Invalid, require

_BATCH = 1000  # rows an INSERT; SQLite takes at most 32 766 parameters


def issue_plan(plan: Plan, *, revision: int, by, at: datetime) -> int:
    """Freeze `plan` and bind its organisations, both or neither. Returns how many obligations were made.

    Errors: those of plans.actions.issue.
    """
    if plan.is_amendment:
        return len(issue_amendment(plan, revision=revision, by=by, at=at).new)
    with transaction.atomic():
        plans.issue(plan, revision=revision, by=by, at=at)
        return _generate(plan, by=by, at=at)


def generate(plan: Plan, *, by, at: datetime) -> int:
    """Make the rows that `plan` asks for and that are not there yet, for the whole term; returns how many.

    Rows that exist are left as they are, so it may be repeated when organisations come or change groups.
    Errors: Refused while the plan is a draft.
    """
    require(rules.may_generate(by, plan))
    return _generate(plan, by=by, at=at)


def bind_new_org(org: Org, *, by, at: datetime) -> int:
    """Give an organisation founded in mid-term what the issued plans above it ask; returns how many rows."""
    above = org.paths_up.values("ancestor_id")
    plans_above = Plan.objects.newest().filter(org__in=above)
    with transaction.atomic():
        return sum(_generate(plan, by=by, at=at) for plan in plans_above)


def open_round(task: Task, *, period: str, name: str, due_on: date, guidance: str, by, at: datetime) -> Round:
    """Open a round of an "as directed" task: the rows that waited for it get its day, the opener's duty is answered.

    A further round of the same period binds anew. Errors: Refused without the right, Invalid for a day that is past or
    of another version of the plan, a period that the task does not have or a name left empty, Conflict when the round
    is open already.
    """
    today = timezone.localdate(at)
    require(rules.may_open_round(by, task))
    if denial := rules.round_day(task, due_on, today):
        raise Invalid(denial.reason)
    with transaction.atomic():
        Task.objects.select_for_update(of=("self",)).get(pk=task.pk)  # two people opening at once: one after the other
        span = _period_of(task, period)
        is_first = not task.rounds.filter(period=period).exists()
        opened = _new_round(task, period, name, due_on, guidance, by, today)
        planned = planner(task.plan, today=today)
        if is_first:
            _waiting_rows(task, period).update(round=opened, due_on=due_on, waiting_for=None)
        _create_missing(planned.of_round(task, span, opened), Obligation.objects.filter(round=opened))
        _answer_opening(task, period, today)
        after = {"period": period, "name": opened.name, "due_on": due_on.isoformat(), "guidance": guidance}
        record("round.open", by=by, target=opened, org=task.opener or task.plan.org, after=after, at=at)
    return opened


def close_for_org(org: Org, *, on: date, successor: Org | None, by, at: datetime) -> int:
    """Close what `org`, which ended on `on`, had not sent in; returns how many rows were closed.

    `successor` takes over all that was due by then, and of the rest what its kind and groups ask of it as well; a row
    that it already has is not doubled. What waits for review stays and is reviewed.
    """
    with transaction.atomic():
        rows = list(
            Obligation.objects.untouched()
            .filter(org=org)
            .select_related("task__plan__org")
            .select_for_update(of=("self",))
        )
        Obligation.objects.filter(pk__in=[row.pk for row in rows]).update(closed_on=on)
        taken = _hand_over(rows, successor, on) if successor else 0
        after = {"closed": len(rows), "taken_over": taken, "successor": str(successor) if successor else None}
        if rows:
            record("obligation.close", by=by, target=org, org=org, after=after, at=at)
    return len(rows)


def set_facts(
    obligation_ids: Collection[int],
    *,
    submitted_on: date | None,
    sent_back_on: date | None,
    done_on: date | None,
    approved_on: date | None,
) -> None:
    """Store what the submissions of these rows say. Called by submissions.held only, whose own events record the
    change."""
    facts = {
        "submitted_on": submitted_on,
        "sent_back_on": sent_back_on,
        "done_on": done_on,
        "approved_on": approved_on,
    }
    rows = Obligation.objects.filter(pk__in=obligation_ids)
    coming_back = [] if submitted_on else list(rows.exclude(submitted_on=None).values_list("pk", flat=True))
    rows.update(**facts)
    for row in Obligation.objects.filter(pk__in=coming_back).select_related("task__plan", "org") if coming_back else ():
        catch_up(row)


def _generate(plan: Plan, *, by, at: datetime) -> int:
    """Every issued version makes the rows of its own days; a row that any version made is not made again."""
    with transaction.atomic():
        Plan.objects.select_for_update(of=("self",)).get(pk=plan.series_id)  # made once, however many ask
        versions = list(
            Plan.objects.of_series(plan).filter(status=PlanStatus.ISSUED).select_related("org").order_by("version")
        )
        there = Obligation.objects.filter(task__plan__in=versions)
        made = sum(_make_rows(version, there, today=timezone.localdate(at)) for version in versions)
        if made:
            record("obligation.generate", by=by, target=plan, org=plan.org, after={"made": made}, at=at)
    return made


def _make_rows(version: Plan, there, *, today: date) -> int:
    planned = planner(version, today=today)
    tasks = list(version.tasks.all())
    made = _create_missing(planned.in_force(planned.openings(tasks)), there)
    rows = tied_to_openings(planned.in_force(planned.answers(tasks)), there)
    return made + _create_missing(rows, there)


def _create_missing(rows: Iterable[Obligation], there) -> int:
    known = keys_of(there)
    new = [row for row in rows if key_of(row) not in known]
    insert_many(new)
    return len(new)


def _period_of(task: Task, code: str) -> Period:
    """The period of `task` with this code. Errors: Invalid."""
    row = task.obligations.filter(period=code).first()
    if row is None:
        raise Invalid(_("Nhiệm vụ này không có kỳ “%(period)s”. Hãy chọn kỳ trong danh sách.") % {"period": code})
    return Period.parse(row.period)


def _new_round(task: Task, period: str, name: str, due_on: date, guidance: str, by, today: date) -> Round:
    name = " ".join(name.split())
    if not name:
        raise Invalid(_("Hãy đặt tên cho đợt, ví dụ “Đợt 1 năm 2026”."))
    if task.rounds.filter(period=period, name=name).exists():
        raise Conflict(_("Đợt “%(name)s” đã được mở. Hãy xem lại danh sách các đợt.") % {"name": name})
    return Round.objects.create(
        task=task, period=period, name=name, due_on=due_on, guidance=guidance.strip(), opened_on=today, opened_by=by
    )


def _waiting_rows(task: Task, period: str):
    return task.obligations.filter(period=period, purpose=Purpose.ANSWER, round=None, closed_on=None)


def _answer_opening(task: Task, period: str, today: date) -> None:
    opening = task.obligations.untouched().filter(period=period, purpose=Purpose.OPEN_ROUND)
    opening.update(submitted_on=today, done_on=today, approved_on=today, sent_back_on=None)


def _hand_over(rows: list[Obligation], successor: Org, on: date) -> int:
    """Rows of `successor` in place of `rows`; returns how many were made."""
    known = keys_of(successor.obligations)
    planners: dict[int, Planner] = {}
    taken = []
    for row in rows:
        plan = row.task.plan
        if plan.pk not in planners:
            planners[plan.pk] = planner(plan, today=on)
        heir = _heir(row, successor)
        if key_of(heir) not in known and _passes_on(row, successor, on, planners[plan.pk]):
            taken.append(heir)
    insert_many(taken)
    Ruling.objects.bulk_create(inherited([heir.taken_over_from for heir in taken], taken), batch_size=_BATCH)
    for heir in taken:
        if heir.purpose == Purpose.OPEN_ROUND:
            Obligation.objects.filter(waiting_for=heir.taken_over_from).update(waiting_for=heir)
    return len(taken)


def _heir(row: Obligation, successor: Org) -> Obligation:
    kept = ("task", "purpose", "period", "period_start", "period_end", "round", "assignment_id", "due_on", "is_history",
            "is_ongoing", "waiting_for_id", "extended_to", "stopped_on", "stopped_until",
            "exception_reason")  # fmt: skip
    return Obligation(org=successor, taken_over_from=row, **{name: getattr(row, name) for name in kept})


def _passes_on(row: Obligation, successor: Org, on: date, planned: Planner) -> bool:
    last = row.last_day_allowed
    if row.purpose == Purpose.OPEN_ROUND or (last and last <= on):
        return True
    return planned.is_bound(row, successor.pk, on)
