"""What an amendment makes of the obligations that its plan asked for before. Nothing is written here.

What was sent in or approved stays as it is, under the version that it was made under. Of the rest, what the new
version still asks for follows it, with its new day; what it no longer asks for, and is due on or after the effective
day, ends; what was due before that day stays with the version that was in force then.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from dondoc.obligations.models import Followed, Obligation
from dondoc.obligations.planning import Key, day_of, key_of, planner
from dondoc.plans.models import Plan, PlanStatus, Task


@dataclass(frozen=True)
class Change:
    """What becomes of one row. `wanted`: the row as the new version asks for it; None: it ends."""

    row: Obligation
    kind: Followed
    wanted: Obligation | None
    due_on: date | None


@dataclass
class Outcome:
    """What issuing would do. `answered`: rows sent in or approved; `past`: unanswered rows due before, which stay.

    `raised`: rows whose new day lies before the effective day, and which are given that day instead.
    """

    changes: list[Change] = field(default_factory=list)
    new: list[Obligation] = field(default_factory=list)
    answered: int = 0
    past: int = 0
    raised: list[Change] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)  # of the new version
    unbound: list[Task] = field(default_factory=list)  # tasks of the new version from which nobody gets anything

    def of_kind(self, kind: Followed) -> list[Change]:
        return [change for change in self.changes if change.kind is kind]


def issued_rows(plan: Plan):
    """The obligations of all issued versions of the plan of which `plan` is one."""
    versions = Plan.objects.of_series(plan).filter(status=PlanStatus.ISSUED)
    return Obligation.objects.filter(task__plan__in=versions)


def outcome(plan: Plan, *, effective_on: date, today: date) -> Outcome:
    """What issuing the amended version `plan` with `effective_on` would make of every obligation."""
    every = {task.pk: task for task in Task.objects.filter(plan__in=Plan.objects.of_series(plan))}
    tasks = [task for task in every.values() if task.plan_id == plan.pk]
    rows = list(issued_rows(plan).exclude(task__plan=plan).select_related("taken_over_from"))
    for row in rows:
        row.task = every[row.task_id]  # each task is read once however many rows it has
    wanted = _wanted(plan, tasks, today)
    found = _followed(rows, wanted, effective_on)
    found.tasks = tasks
    known = {key_of(row) for row in rows}
    found.new = [row for key, row in wanted.items() if key not in known and day_of(row) >= effective_on]
    binding = {row.task_id for row in wanted.values()}
    found.unbound = [task for task in tasks if task.pk not in binding]
    return found


def outcome_of(row: Obligation, plan: Plan, *, today: date) -> Change | None:
    """What the issued version `plan` makes of a row that has come back after it was issued; None: nothing."""
    tasks = list(plan.tasks.filter(line=row.task.line_key))
    changes = _followed([row], _wanted(plan, tasks, today), plan.in_force_from).changes
    return changes[0] if changes else None


def _wanted(plan: Plan, tasks: list[Task], today: date) -> dict[Key, Obligation]:
    planned = planner(plan, today=today)
    return {key_of(row): row for rows in (planned.openings(tasks), planned.answers(tasks)) for row in rows}


def _followed(rows: Iterable[Obligation], wanted: dict[Key, Obligation], effective_on: date) -> Outcome:
    found = Outcome()
    for row in rows:
        if row.approved_on or row.submitted_on:
            found.answered += 1
        elif row.closed_on is None or row.ended_by_id:
            _follow(row, _asked_again(row, wanted), effective_on, found)
    return found


def _asked_again(row: Obligation, wanted: dict[Key, Obligation]) -> Obligation | None:
    """`row` as the new version asks for it. Who took it over from another does what is asked of that one."""
    again = wanted.get(key_of(row))
    if again is None and row.taken_over_from_id:
        again = wanted.get(key_of(row, row.taken_over_from.org_id))
    return again


def _follow(row: Obligation, again: Obligation | None, effective_on: date, found: Outcome) -> None:
    is_over = row.ended_by_id is not None
    lies_after = day_of(row) >= effective_on and not is_over
    if again is None:
        if lies_after:
            found.changes.append(Change(row, Followed.ENDED, None, row.due_on))
        elif not is_over:
            found.past += 1
        return
    if day_of(again) < effective_on and not lies_after:
        found.past += not is_over
        return
    is_raised = again.due_on is not None and again.due_on < effective_on
    due_on = effective_on if is_raised else again.due_on
    kind = Followed.TAKEN_UP if is_over else Followed.KEPT if due_on == row.due_on else Followed.MOVED
    change = Change(row, kind, again, due_on)
    found.changes.append(change)
    if is_raised:
        found.raised.append(change)


@dataclass
class OrgCounts:
    """How many rows of one organisation are kept, moved, ended, new."""

    name: str
    kept: int = 0
    moved: int = 0
    ended: int = 0
    new: int = 0


def counts_by_org(found: Outcome, names: dict[int, str]) -> list[OrgCounts]:
    """Per organisation, in the order of `names`; those for whom nothing changes are left out."""
    fields = {Followed.KEPT: "kept", Followed.MOVED: "moved", Followed.ENDED: "ended", Followed.TAKEN_UP: "new"}
    counts: dict[int, OrgCounts] = defaultdict(lambda: OrgCounts(""))
    for change in found.changes:
        one = counts[change.row.org_id]
        setattr(one, fields[change.kind], getattr(one, fields[change.kind]) + 1)
    for row in found.new:
        counts[row.org_id].new += 1
    made = []
    for org_id, name in names.items():
        one = counts.get(org_id)
        if one and (one.moved or one.ended or one.new):
            one.name = name
            made.append(one)
    return made
