"""What issuing an amendment will make of obligations, for a person to read before it is done. Nothing is written."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils.translation import gettext as _

from dondoc.lib.dates import format_date
from dondoc.lib.periods import Period, PeriodKind, month_end
from dondoc.obligations.following import OrgCounts, Outcome, counts_by_org, outcome
from dondoc.obligations.models import Followed, Obligation
from dondoc.orgs.models import Org
from dondoc.plans.models import Plan, Task
from dondoc.plans.queries import LevelChange, level_changes

_ORDER: list[Followed | None] = [Followed.ENDED, Followed.MOVED, Followed.TAKEN_UP, None]


@dataclass(frozen=True)
class AmendmentPreview:
    """What issuing an amendment will make of obligations. `is_past`: the effective day lies before today."""

    effective_on: date
    is_past: bool
    found: Outcome
    counts: list[tuple[Followed | None, int]]  # None: new
    tasks: list["FollowedTask"]
    orgs: list[OrgCounts]
    levels: list[LevelChange]


@dataclass(frozen=True)
class DayChange:
    """Obligations of one task in one period with the same days. `after`: None when they end, or have no day."""

    period: str
    before: date | None
    after: date | None
    rows: int


@dataclass(frozen=True)
class Share:
    """How many obligations each of these organisations has, and their names."""

    each: int
    names: list[str]


@dataclass(frozen=True)
class FollowedTask:
    """What becomes of the obligations of one task: how many, of how many organisations, and in detail."""

    task: Task
    kind: Followed | None  # None: new
    rows: int
    periods: str  # "12 tháng, từ 7/2026 đến 6/2027"
    days: str  # "ngày 20 → ngày 25"; "" when no day changes
    details: list[DayChange]
    shares: list[Share]

    @property
    def orgs(self) -> int:
        return sum(len(share.names) for share in self.shares)


def amendment_preview(plan: Plan, today: date) -> AmendmentPreview:
    """What issuing the amended version `plan` on `today` would do."""
    effective_on = plan.in_force_from
    found = outcome(plan, effective_on=effective_on, today=today)
    kinds: list[Followed | None] = [*Followed, None]
    numbers = {kind: len(found.of_kind(kind)) for kind in Followed} | {None: len(found.new)}
    concerned = {change.row.org_id for change in found.changes} | {row.org_id for row in found.new}
    names = dict(Org.objects.filter(pk__in=concerned).order_by("sort_key").values_list("pk", "name"))
    return AmendmentPreview(
        effective_on=effective_on,
        is_past=effective_on < today,
        found=found,
        counts=[(kind, numbers[kind]) for kind in kinds],
        tasks=_followed_tasks(found, names),
        orgs=counts_by_org(found, names),
        levels=level_changes(plan),
    )


@dataclass(frozen=True)
class _Move:
    """One obligation with its day before and after; both None where no day changes."""

    row: Obligation
    before: date | None = None
    after: date | None = None


def _followed_tasks(found: Outcome, names: Mapping[int, str]) -> list[FollowedTask]:
    """All but what is kept, one entry a task and kind: what ends, what moves, what is asked again, what is new."""
    moves: dict[tuple[Followed | None, int], list[_Move]] = defaultdict(list)
    tasks: dict[int, Task] = {}
    for change in found.changes:
        if change.kind is not Followed.KEPT:
            task = change.wanted.task if change.wanted else change.row.task
            tasks[task.pk] = task
            is_moved = change.kind is Followed.MOVED
            moves[(change.kind, task.pk)].append(
                _Move(change.row, change.row.due_on, change.due_on) if is_moved else _Move(change.row)
            )
    for row in found.new:
        tasks[row.task_id] = row.task
        moves[(None, row.task_id)].append(_Move(row))
    made = [_followed(tasks[pk], kind, own, names) for (kind, pk), own in moves.items()]
    return sorted(made, key=lambda one: (_ORDER.index(one.kind), one.task.position))


def _followed(task: Task, kind: Followed | None, moves: list[_Move], names: Mapping[int, str]) -> FollowedTask:
    moves = sorted(moves, key=lambda one: (one.row.period_start, one.row.period_end, one.before or date.min))
    details = [
        DayChange(Period.parse(period).label, before, after, len(list(rows)))
        for (period, before, after), rows in groupby(moves, key=lambda m: (m.row.period, m.before, m.after))
    ]
    return FollowedTask(
        task=task,
        kind=kind,
        rows=len(moves),
        periods=periods_in_words([Period.parse(one.row.period) for one in moves]),
        days=days_in_words([(one.before, one.after) for one in moves]) if kind is Followed.MOVED else "",
        details=details,
        shares=_shares(moves, names),
    )


def _shares(moves: Iterable[_Move], names: Mapping[int, str]) -> list[Share]:
    """Those with most first; within one share in the order of `names`."""
    counts: dict[int, int] = defaultdict(int)
    for one in moves:
        counts[one.row.org_id] += 1
    alike: dict[int, list[str]] = defaultdict(list)
    for org_id, name in names.items():
        if org_id in counts:
            alike[counts[org_id]].append(name)
    return [Share(each, alike[each]) for each in sorted(alike, reverse=True)]


_COUNTED = {PeriodKind.MONTH: "tháng", PeriodKind.QUARTER: "quý", PeriodKind.HALF_YEAR: "", PeriodKind.YEAR: "năm"}


def periods_in_words(periods: Iterable[Period]) -> str:
    """ "12 tháng, từ 7/2026 đến 6/2027"; of one period its name; of kinds mixed, their number."""
    found = sorted(set(periods))
    if len(found) == 1:
        return found[0].label
    if len({one.kind for one in found}) > 1 or found[0].kind not in _COUNTED:
        return _("%(n)d kỳ") % {"n": len(found)}
    word = _COUNTED[found[0].kind]
    first, last = (one.label.removeprefix(f"{word} ") for one in (found[0], found[-1]))
    said = {"n": len(found), "what": word or _("kỳ"), "first": first, "last": last}
    return _("%(n)d %(what)s, từ %(first)s đến %(last)s") % said


def days_in_words(pairs: Iterable[tuple[date | None, date | None]]) -> str:
    """ "ngày 20 → ngày 25" where the day of the month moves everywhere alike, else the days themselves."""
    found = sorted(set(pairs), key=lambda pair: (pair[0] or date.min, pair[1] or date.min))
    if len(found) > 1 and (days := _same_days(found)):
        return _("ngày %(before)d → ngày %(after)d") % {"before": days[0], "after": days[1]}
    first = " → ".join(format_date(day) if day else _("chưa có hạn") for day in found[0])
    if len(found) == 1:
        return first
    return _("%(first)s và %(n)d hạn khác") % {"first": first, "n": len(found) - 1}


def _same_days(pairs: list[tuple[date | None, date | None]]) -> tuple[int, int] | None:
    """The day of the month before and after, when it is the same in all and each stays in its month."""
    whole = [(before, after) for before, after in pairs if before and after]
    if len(whole) < len(pairs) or any((a.year, a.month) != (b.year, b.month) for a, b in whole):
        return None
    days = max(before.day for before, _after in whole), max(after.day for _before, after in whole)
    alike = all(one.day == min(day, month_end(one.year, one.month).day) for pair in whole
                for one, day in zip(pair, days, strict=True))  # fmt: skip
    return days if alike else None
