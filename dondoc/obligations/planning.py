"""From the tasks of a plan to the rows that it asks for. Nothing is written here.

The population is that of the due day, kept within the plan's days; without a due day, that of the beginning of the
period (or of the plan) and, while the period runs, of today, so that an organisation founded meanwhile is bound too.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from django.db.models.functions import Coalesce
from django.utils import timezone

from dondoc.lib.due import DueKind, DueSettings
from dondoc.lib.periods import Period, PeriodKind
from dondoc.obligations.audiences import Audiences
from dondoc.obligations.models import Obligation, Purpose, Round
from dondoc.plans.models import Plan, Task

# What a plan leaves open (DESIGN.md §6): the same for every plan so far.
SETTINGS = DueSettings()
LINE = Coalesce("task__line_id", "task_id")  # Task.line_key, said to the database
NEVER_LATE = frozenset({DueKind.ONGOING, DueKind.AFTER_EVENT, DueKind.UNDATED})

_TERM = "term"  # every term is the same period to a key, though an amendment may end the plan later

Key = tuple[int, int, str, str, int | None]


@dataclass
class Planner:
    """The rows of one version of a plan. `issued_on`: what was due before it is history; `today`: the day of asking.

    `rounds` are found by the task's line and the period, so that every version knows those of the others.
    """

    plan: Plan
    issued_on: date
    today: date
    audiences: Audiences
    rounds: dict[tuple[int, str], list[Round]] = field(default_factory=dict)

    def in_force(self, rows: Iterable[Obligation]) -> Iterator[Obligation]:
        """Those of `rows` whose day lies in the days in which this version is in force."""
        return (row for row in rows if self.plan.is_in_force_on(day_of(row)))

    def openings(self, tasks: Iterable[Task]) -> Iterator[Obligation]:
        """The duty of each opener to open a round in each period of its "as directed" tasks that has none yet."""
        for task in tasks:
            if task.opener_id and task.due.kind is DueKind.AS_DIRECTED:
                for period, _due_on in self._occurrences(task):
                    if (task.line_key, period_key(period.code)) in self.rounds:
                        continue
                    yield self._row(task, task.opener_id, period, self._open_by(period), purpose=Purpose.OPEN_ROUND)

    def answers(self, tasks: Iterable[Task]) -> Iterator[Obligation]:
        """What each organisation must do; "as directed" ones are bound to the rounds opened so far, else wait."""
        for task in tasks:
            for period, due_on in self._occurrences(task):
                if rounds := self.rounds.get((task.line_key, period_key(period.code))):
                    yield from (row for opened in rounds for row in self.of_round(task, period, opened))
                else:
                    orgs = self._bound(task, period, due_on)
                    yield from (self._row(task, org, period, due_on) for org in orgs)

    def of_round(self, task: Task, period: Period, opened: Round) -> Iterator[Obligation]:
        """The rows of one opened round: never history, for its day was named on opening."""
        for org in self.audiences.on(task, self._within(opened.due_on)):
            row = self._row(task, org, period, opened.due_on)
            row.round, row.is_history = opened, False
            yield row

    def is_bound(self, row: Obligation, org_id: int, on: date) -> bool:
        """Whether the task of `row` binds `org_id` on the day that `row` is due, or on `on` if that is later."""
        return org_id in self.audiences.on(row.task, self._within(max(row.last_day_allowed or on, on)))

    def _occurrences(self, task: Task) -> Iterator[tuple[Period, date | None]]:
        return task.due.occurrences(self.plan.starts_on, self.plan.ends_on, SETTINGS)

    def _bound(self, task: Task, period: Period, due_on: date | None) -> list[int]:
        if due_on:
            return self.audiences.on(task, self._within(due_on))
        first = self._within(period.start)
        now = min(max(self.today, first), self._within(period.end))
        at_first = self.audiences.on(task, first)
        known = set(at_first)
        return at_first + [org for org in self.audiences.on(task, now) if org not in known]

    def _within(self, day: date) -> date:
        return min(max(day, self.plan.starts_on), self.plan.ends_on)

    def _open_by(self, period: Period) -> date:
        """The first 31 March in the period that lies in the plan's days; none: the period's last day."""
        years = range(period.start.year, period.end.year + 1)
        days = (date(year, SETTINGS.opening_month, SETTINGS.opening_day) for year in years)
        return next((day for day in days if day >= self.plan.starts_on), self._within(period.end))

    def _row(
        self, task: Task, org_id: int, period: Period, due_on: date | None, purpose: Purpose = Purpose.ANSWER
    ) -> Obligation:
        is_past = due_on is not None and due_on < self.issued_on
        return Obligation(
            task=task,
            org_id=org_id,
            purpose=purpose,
            period=period.code,
            period_start=period.start,
            period_end=period.end,
            due_on=due_on,
            is_history=is_past and not self.plan.alarms_for_past,
            is_ongoing=task.due.kind in NEVER_LATE,
        )


def planner(plan: Plan, *, today: date) -> Planner:
    """The planner of `plan` as it stands: its day of issue (today while it is a draft) and its opened rounds."""
    issued = plan.versions.order_by("number").values_list("issued_at", flat=True)
    first = issued.first() if plan.is_issued else None
    rounds: dict[tuple[int, str], list[Round]] = {}
    versions = Plan.objects.of_series(plan)
    lines = Round.objects.annotate(line_key=LINE).filter(task__plan__in=versions)
    for opened in lines.order_by("pk"):
        rounds.setdefault((opened.line_key, period_key(opened.period)), []).append(opened)
    issued_on = timezone.localdate(first) if first else today
    return Planner(plan, issued_on, today, Audiences(plan.org), rounds)


def day_of(row: Obligation) -> date:
    """The day that decides which version a row belongs to: its due day (without extension), else its period's end."""
    return row.due_on or row.period_end


@cache
def period_key(code: str) -> str:
    """A period as keys know it: "2026-03", "2026", "term"."""
    return _TERM if Period.parse(code).kind is PeriodKind.TERM else code


def key_of(row: Obligation, org_id: int | None = None) -> Key:
    """What makes a row itself: no two rows of all versions of a plan share it. `org_id`: as if it were that one's."""
    return (row.task.line_key, org_id or row.org_id, period_key(row.period), str(row.purpose), row.round_id)


def keys_of(rows) -> set[Key]:
    """The keys of a queryset of obligations. One query."""
    found = rows.order_by().values_list(LINE, "org_id", "period", "purpose", "round_id")
    return {(line, org_id, period_key(period), purpose, opened) for line, org_id, period, purpose, opened in found}


def tied_to_openings(rows: Iterable[Obligation], there) -> Iterator[Obligation]:
    """`rows` (answers), those without a round tied to the opener's duty for which they wait, among `there`."""
    openings = {
        (line, period_key(period)): pk
        for pk, line, period in there.filter(purpose=Purpose.OPEN_ROUND, closed_on=None)
        .order_by("pk")
        .values_list("pk", LINE, "period")
    }
    for row in rows:
        if row.round_id is None and row.purpose == Purpose.ANSWER:
            row.waiting_for_id = openings.get((row.task.line_key, period_key(row.period)))
        yield row
