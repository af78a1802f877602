"""Issuing an amended version: the plan is frozen, and what organisations must do follows it."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from dondoc.audit.actions import record
from dondoc.obligations.clock import FIELDS
from dondoc.obligations.following import Change, Outcome, issued_rows, outcome, outcome_of
from dondoc.obligations.models import Followed, Following, Obligation, Purpose, Round
from dondoc.obligations.planning import LINE, tied_to_openings
from dondoc.obligations.ruling import restate
from dondoc.plans import actions as plans
from dondoc.plans.models import Plan, PlanStatus, Task
from dondoc.plans.rules import may_issue
from dondoc.web.refusals import require

_BATCH = 500  # rows a statement


def issue_amendment(plan: Plan, *, revision: int, by, at: datetime) -> Outcome:
    """Freeze the amended version `plan`, in force from its day, and let obligations follow it: all or nothing.

    What was sent in or approved is left untouched. Errors: those of plans.actions.issue.
    """
    today = timezone.localdate(at)
    with transaction.atomic():
        Plan.objects.select_for_update(of=("self",)).get(pk=plan.series_id)  # one after the other, as for generating
        plan.refresh_from_db()
        require(may_issue(by, plan))
        effective_on = plan.in_force_from
        found = outcome(plan, effective_on=effective_on, today=today)
        plans.issue(plan, revision=revision, by=by, at=at)
        plans.supersede(plan.amendment.of, on=effective_on)
        _move_rounds(plan)
        _carry_out(found.changes, plan, effective_on)
        _make_new(found, plan)
        _tie_waiting(plan)
        after = {"version": plan.version, "effective_on": effective_on.isoformat(), "answered": found.answered}
        after |= {kind.value: len(found.of_kind(kind)) for kind in Followed} | {"new": len(found.new)}
        record("plan.amend", by=by, target=plan, org=plan.org, after=after, note=str(plan.amendment), at=at)
    return found


def catch_up(obligation: Obligation) -> None:
    """Let a row that has come back (sent back, withdrawn) follow the versions that were issued while it was answered.

    Called inside the transaction that brings it back. Nothing for rows of the version in force on their day.
    """
    later = Plan.objects.of_series(obligation.task.plan).filter(
        status=PlanStatus.ISSUED, version__gt=obligation.task.plan.version, in_force_from__isnull=False
    )
    for plan in later.order_by("version"):
        change = outcome_of(obligation, plan, today=timezone.localdate())
        if change:
            _carry_out([change], plan, plan.in_force_from)
            obligation.refresh_from_db()
            if change.kind is Followed.ENDED:
                return


def _carry_out(changes: Iterable[Change], plan: Plan, effective_on: date) -> None:
    changes = list(changes)
    Following.objects.bulk_create(
        [
            Following(
                obligation=change.row, plan=plan, kind=change.kind, task_before=change.row.task,
                due_before=change.row.due_on, extended_before=change.row.extended_to,
            )
            for change in changes
        ],
        batch_size=_BATCH,
    )  # fmt: skip
    kept: dict[int, list[int]] = defaultdict(list)
    ended, moved = [], []
    for change in changes:
        if change.wanted is None:
            ended.append(change.row.pk)
        elif change.kind is Followed.KEPT and change.row.is_ongoing == change.wanted.is_ongoing:
            kept[change.wanted.task_id].append(change.row.pk)
        else:
            moved.append(_moved(change))
    for task_id, pks in kept.items():
        _update(pks, task_id=task_id)
    _update(ended, closed_on=effective_on, ended_by=plan)
    restate(moved)
    Obligation.objects.bulk_update(moved, _MOVED_FIELDS, batch_size=100)


_MOVED_FIELDS = (
    "task", "due_on", "is_history", "is_ongoing", "waiting_for", "closed_on", "ended_by", *FIELDS
)  # fmt: skip


def _moved(change: Change) -> Obligation:
    row, wanted = change.row, change.wanted
    row.task, row.due_on = wanted.task, change.due_on
    row.is_ongoing, row.closed_on, row.ended_by = wanted.is_ongoing, None, None
    if change.kind is not Followed.KEPT:
        row.is_history = wanted.is_history
    if row.due_on:
        row.waiting_for = None
    return row


def _update(pks: list[int], **values) -> None:
    for start in range(0, len(pks), _BATCH):
        Obligation.objects.filter(pk__in=pks[start : start + _BATCH]).update(**values)


def _make_new(found: Outcome, plan: Plan) -> None:
    openings = [row for row in found.new if row.purpose == Purpose.OPEN_ROUND]
    answers = [row for row in found.new if row.purpose == Purpose.ANSWER]
    Obligation.objects.bulk_create(openings, batch_size=_BATCH)
    Obligation.objects.bulk_create(tied_to_openings(answers, issued_rows(plan)), batch_size=_BATCH)


def _tie_waiting(plan: Plan) -> None:
    """Rows that wait for a round wait for the opener whom the new version names."""
    rows = issued_rows(plan).untouched().filter(
        purpose=Purpose.ANSWER, round=None, due_on=None, task__plan=plan, task__due_data__kind="as_directed"
    )  # fmt: skip
    before = {row.pk: row.waiting_for_id for row in rows}
    tied = tied_to_openings(rows.select_related("task"), issued_rows(plan))
    changed = [row for row in tied if row.waiting_for_id != before[row.pk]]
    Obligation.objects.bulk_update(changed, ["waiting_for"], batch_size=100)


def _move_rounds(plan: Plan) -> None:
    """Rounds go on under the newest form of their task."""
    forms = {task.line_id: task for task in Task.objects.filter(plan=plan, line__isnull=False)}
    opened = list(Round.objects.annotate(line_key=LINE).filter(task__plan__in=Plan.objects.of_series(plan)))
    followed = [one for one in opened if one.line_key in forms]
    for one in followed:
        one.task = forms[one.line_key]
    Round.objects.bulk_update(followed, ["task"], batch_size=100)
