"""What should be there by a day, in steps at the days due; how a value stands against it; where the period will end.

Steps, never a straight line: an organisation owes its answer from its own last day on, and nothing before.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from dondoc.indicators.formula import Duty, MeasureDefinition, MeasureKind, OrgFacts
from dondoc.indicators.formula.carrying import heirs, with_latest
from dondoc.indicators.formula.tree import AGAINST_A_NUMBER, AllOf, AnyOf, Better, Carry, Comparator, Condition, Not
from dondoc.lib.periods import Period, PeriodKind, periods_between
from dondoc.measures.engine.rollup import Totals
from dondoc.measures.engine.standing import bounds

_SHARES = frozenset({MeasureKind.SHARE_OF_ORGS, MeasureKind.ASSESSED})
_DOWNWARD = frozenset({Comparator.AT_MOST, Comparator.LESS})


# ── when one organisation owes its answer ────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class Demand:
    """What a measure waits for from one organisation.

    `due_on`: from which day on its answer should be there; None while something of it has no day. `open`: the
    last days of what is still to come in time; `is_late`: something has passed its day without an answer; `is_sent`:
    all that is missing waits for review.
    """

    due_on: date | None
    open: tuple[date, ...] = ()
    is_late: bool = False
    is_sent: bool = False


def demand_of(measure: MeasureDefinition, facts: OrgFacts, period: Period, day: date) -> Demand:
    """What `measure` waits for from the organisation of `facts` in `period`, on `day`.

    A condition is demanded from the day on which its last part is, a product from its first duty in the period; figures
    from the first of their products. From what it is exempt is not demanded. What it took over is demanded of it as it
    was before, where the measure counts it.
    """
    facts = _with_taken_over(measure, facts, day)
    seen = {code: _duties(facts, code, period, day) for code in sorted(measure.deliverables)}
    due_on = _demanded_from(measure, seen)
    missing = [(one, code) for code, duties in seen.items() for one in duties if not _is_there(facts, code, one, day)]
    to_come = [one for one, code in missing if not (one.is_in_review or code in one.sent)]
    return Demand(
        due_on=due_on,
        open=tuple(one.due_on for one in to_come if one.due_on and one.due_on >= day),
        is_late=any(one.due_on is not None and one.due_on < day for one in to_come),
        is_sent=bool(missing) and not to_come,
    )


def is_step_by_orgs(measure: MeasureDefinition) -> bool:
    """Whether the step is the target for those whose day has come, and nothing for the others."""
    return measure.kind in _SHARES and not (measure.is_due_at_end or measure.due_on)


def is_demanded(measure: MeasureDefinition, facts: OrgFacts, period: Period, day: date) -> bool:
    """Whether by the end of `day` the whole answer should be there, as `demand_of`; False where the step of `measure`
    does not hang on the days of organisations."""
    if not (is_step_by_orgs(measure) or measure.kind in {MeasureKind.RATIO, MeasureKind.DERIVED}):
        return False
    facts = _with_taken_over(measure, facts, day)
    due_on = _demanded_from(measure, {code: _duties(facts, code, period, day) for code in measure.deliverables})
    return due_on is not None and due_on <= day


def _with_taken_over(measure: MeasureDefinition, facts: OrgFacts, day: date) -> OrgFacts:
    if not facts.carried or measure.carry is Carry.NONE:
        return facts
    if measure.carry is Carry.LATEST:
        return with_latest(facts, day)
    duties = (duty for one in heirs(facts) for duty in _with_taken_over(measure, one, day).duties)
    return replace(facts, duties=(*facts.duties, *duties))


def _demanded_from(measure: MeasureDefinition, seen: dict[str, list[Duty]]) -> date | None:
    if measure.condition is not None:
        return _demanded(measure.condition, seen)
    return min((first for duties in seen.values() if (first := _first(duties))), default=None)


def _duties(facts: OrgFacts, code: str, period: Period, day: date) -> list[Duty]:
    """The duties for a product that belong to `period`, as `formula` sees them, without those let off."""
    return [
        one
        for one in facts.duties
        if code in one.deliverables and one.period_start <= period.end and one.period_end >= period.start
        and not one.is_exempt and (one.closed_on is None or day < one.closed_on)
    ]  # fmt: skip


def _is_there(facts: OrgFacts, code: str, duty: Duty, day: date) -> bool:
    """Whether the product was accepted by `day` for the period of `duty`, which may wait for other products still."""
    return duty.is_done_by(day) or any(
        one.deliverable == code and one.done_on <= day
        and one.period_start <= duty.period_end and one.period_end >= duty.period_start
        for one in facts.records
    )  # fmt: skip


def _first(duties: Iterable[Duty]) -> date | None:
    return min((one.due_on for one in duties if one.due_on), default=None)


def _demanded(condition: Condition, seen: dict[str, list[Duty]]) -> date | None:
    match condition:
        case AllOf(parts) | AnyOf(parts):
            asked = [part for part in parts if _is_asked(part, seen)]
            days = [_demanded(part, seen) for part in asked]
            return max((one for one in days if one), default=None) if None not in days else None
        case Not(part):
            return _demanded(part, seen)
        case _:
            return _first(seen[condition.deliverable])


def _is_asked(condition: Condition, seen: dict[str, list[Duty]]) -> bool:
    match condition:
        case AllOf(parts) | AnyOf(parts):
            return any(_is_asked(part, seen) for part in parts)
        case Not(part):
            return _is_asked(part, seen)
        case _:
            return bool(seen[condition.deliverable])


# ── the steps of many ────────────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class Course:
    """From which days on how many of `population` owe their answer in `period`; the rest has no day yet."""

    period: Period
    population: int
    days: tuple[tuple[date, int], ...]

    def due_by(self, day: date) -> int:
        """Whose day has come: a day counts from its end, as a duty due today may still come today."""
        return sum(count for due_on, count in self.days if due_on <= day)


def level(measure: MeasureDefinition, course: Course, day: date) -> Decimal | None:
    """`step_on` of what is known day by day."""
    return step_on(measure, course.period, day, demanded=course.due_by(day), population=course.population)


def step_on(measure: MeasureDefinition, period: Period, day: date, *, demanded: int, population: int) -> Decimal | None:
    """The value that should have been reached by the end of `day`, a fraction; None where none is demanded: less is
    better, or no pace is declared. Before the day named by the definition nothing is demanded. `demanded`: of how many
    of `population` the whole answer should be there."""
    goal = measure.goal
    if measure.better is Better.LOWER or goal.comparator in _DOWNWARD:
        return None
    named = period.end if measure.is_due_at_end else measure.due_on
    if named:
        return goal.value if day >= named else Decimal(0)
    match measure.kind:
        case MeasureKind.CUMULATIVE if measure.whole:
            step = measure.step_by(day)
            return None if step is None else step / measure.whole
        case MeasureKind.QUOTA:
            ends = _quarter_ends(period)
            return goal.value * sum(end <= day for end in ends) / len(ends)
        case MeasureKind.RATIO:
            return goal.value if demanded else Decimal(0)
        case MeasureKind.DERIVED if not measure.grows:
            return goal.value if demanded else Decimal(0)
        case kind if kind in _SHARES and population:
            return goal.value * demanded / population
    return None


def steps(measure: MeasureDefinition, course: Course) -> list[tuple[date, Decimal]]:
    """The whole curve over the period: each day on which the level changes, with what it then is; the first day of the
    period comes first. Empty where none is demanded."""
    period = course.period
    named = [measure.due_on] if measure.due_on else [period.end] if measure.is_due_at_end else []
    turns = {period.start, period.end, *named, *(due_on for due_on, _count in course.days), *_quarter_ends(period)}
    found: list[tuple[date, Decimal]] = []
    for day in sorted(one for one in turns if one and period.start <= one <= period.end):
        now = level(measure, course, day)
        if now is not None and (not found or found[-1][1] != now):
            found.append((day, now))
    return found


def _quarter_ends(period: Period) -> list[date]:
    return [one.end for one in periods_between(period.start, period.end, PeriodKind.QUARTER)]


# ── how it stands, and where it will end ─────────────────────────────────────────────────────────────────────────
class Pace(StrEnum):
    """A value against what should be there by now."""

    REACHED = "reached"  # what is to be reached by the end is there already
    ON_PACE = "on_pace"
    BEHIND = "behind"
    NOTHING_DUE = "nothing_due"
    NO_DATA = "no_data"


def pace(measure: MeasureDefinition, totals: Totals, demanded: Decimal | None) -> Pace | None:
    """None: no pace is declared, or nobody is counted."""
    if demanded is None or not totals.population or not totals.denominator:
        return None
    now = totals.numerator / totals.denominator
    if totals.known and now >= measure.goal.value:
        return Pace.REACHED
    if not demanded:
        return Pace.NOTHING_DUE
    if not totals.known:
        return Pace.NO_DATA
    return Pace.ON_PACE if now >= demanded else Pace.BEHIND


@dataclass(frozen=True)
class Ahead:
    """Of those without an answer: `late` past their day, `sent` waiting for review, `open` with their day to come, of
    these `at_risk` more likely late than not; `hoped`: the sum of the chances of the open ones."""

    late: int = 0
    sent: int = 0
    open: int = 0
    at_risk: int = 0
    hoped: Decimal = Decimal(0)

    def __add__(self, other: "Ahead") -> "Ahead":
        return Ahead(
            self.late + other.late, self.sent + other.sent, self.open + other.open, self.at_risk + other.at_risk,
            self.hoped + other.hoped,
        )  # fmt: skip

    def __neg__(self) -> "Ahead":
        return Ahead(-self.late, -self.sent, -self.open, -self.at_risk, -self.hoped)


@dataclass(frozen=True)
class Projection:
    """Where the value ends, as fractions. `floor`, `ceiling`: whatever comes (None: no bound). `likely`: if what was
    sent in is accepted and the open ones keep their habit; `without_risky`: if none of those at risk comes in time. The
    last two of shares of organisations only."""

    floor: Decimal | None
    ceiling: Decimal | None
    likely: Decimal | None = None
    without_risky: Decimal | None = None


class Outlook(StrEnum):
    """What the end of the period will bring, as far as can be said."""

    SURE = "sure"
    LIKELY = "likely"
    AT_RISK = "at_risk"
    OUT_OF_REACH = "out_of_reach"


def project(measure: MeasureDefinition, totals: Totals, ahead: Ahead, *, is_over: bool) -> Projection | None:
    """The range in which the period's value will lie; None when there is nothing to divide by."""
    found = bounds(measure.kind, totals, is_over=is_over)
    if found is None:
        return None
    if measure.kind not in _SHARES:
        says = not (measure.kind is MeasureKind.RATIO and totals.unknown)
        return Projection(found.floor if says else None, found.ceiling if says else None)
    whole, unknown = totals.denominator, totals.unknown
    return Projection(
        found.floor,
        found.ceiling,
        likely=(totals.numerator + ahead.sent + ahead.hoped) / whole,
        without_risky=(totals.numerator + unknown - ahead.at_risk) / whole,
    )


def outlook(measure: MeasureDefinition, found: Projection) -> Outlook | None:
    """None: nothing can be said, or less is better and nobody knows what comes."""
    if measure.goal.comparator in _DOWNWARD or measure.goal.upper is not None or measure.kind in AGAINST_A_NUMBER:
        return None
    if found.floor is not None and measure.goal.is_met_by(found.floor):
        return Outlook.SURE
    if found.ceiling is not None and found.ceiling < measure.goal.value:
        return Outlook.OUT_OF_REACH
    if found.without_risky is None:
        return None
    return Outlook.AT_RISK if found.without_risky < measure.goal.value else Outlook.LIKELY
