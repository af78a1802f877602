"""How a measure stands against its target, honestly while some organisations are not known."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from dondoc.indicators.formula.tree import (
    AGAINST_A_NUMBER,
    COMBINED,
    Comparator,
    Goal,
    MeasureDefinition,
    MeasureKind,
)
from dondoc.lib.numbers import Missing, Value
from dondoc.lib.periods import Period, PeriodKind, periods_between
from dondoc.measures.engine.rollup import Totals


class Standing(StrEnum):
    MET = "met"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    NOT_MET = "not_met"
    NOT_DUE = "not_due"
    NO_DATA = "no_data"


_WORST_FIRST = (
    Standing.NOT_MET,
    Standing.AT_RISK,
    Standing.NO_DATA,
    Standing.ON_TRACK,
    Standing.NOT_DUE,
    Standing.MET,
)
_ONE = Decimal(1)
_TOWARDS_A_NUMBER = AGAINST_A_NUMBER | {MeasureKind.QUOTA}  # that is given from elsewhere
_UPWARD = frozenset({Comparator.AT_LEAST, Comparator.MORE, Comparator.EQUAL})


@dataclass(frozen=True)
class Bounds:
    """Between which fractions the value lies, whatever the unknown organisations will answer.

    `ceiling` None: no bound above. `is_floor_reached`, `is_ceiling_reached`: False for a bound that the value comes
    near to without ever having it (a ratio to which any number of members may still be added).
    """

    floor: Decimal
    ceiling: Decimal | None
    is_floor_reached: bool = True
    is_ceiling_reached: bool = True


def worst(standings: Iterable[Standing]) -> Standing:
    """The standing of an indicator: the worst of its measures', and met only when all are."""
    found = set(standings)
    return next((s for s in _WORST_FIRST if s in found), Standing.NOT_DUE)


def value(kind: MeasureKind, totals: Totals) -> Value:
    """Numerator over denominator as a fraction, or why there is none: with nobody known, there is no 0 %."""
    if kind is MeasureKind.QUOTA and not (totals.population and totals.denominator):
        return Value(None, Missing.NOT_ALLOCATED)
    if not totals.population:
        return Value(None, Missing.NOT_APPLICABLE)
    if not totals.known:
        return Value(None, Missing.NOT_REPORTED if totals.expected else Missing.NOT_DUE)
    if not totals.denominator:
        return Value(None, Missing.PART_OF_TOTAL if kind in AGAINST_A_NUMBER else Missing.ZERO_DENOMINATOR)
    return Value(totals.numerator / totals.denominator)


def bounds(kind: MeasureKind, totals: Totals, *, is_over: bool) -> Bounds | None:
    """The bounds of the value; None when there is nothing to divide by. `is_over`: the period has ended.

    Share: the unknown all say no, or all say yes. Ratio: nobody knows how large the unknown are, so 0 to 1 is all
    that can be said while any is. Quota, count: what was reached stays; more may come until it is over. Derived: as its
    parts told when it was computed; None also where they told no floor.
    """
    if not totals.denominator:
        return None
    if kind in COMBINED:
        return None if totals.floor is None else Bounds(totals.floor, totals.ceiling)
    now = totals.numerator / totals.denominator
    if kind in _TOWARDS_A_NUMBER:
        return Bounds(now, now if is_over and not totals.unknown else None)
    if not totals.unknown:
        return Bounds(now, now)
    if kind is MeasureKind.RATIO:
        return Bounds(
            Decimal(0),
            max(_ONE, now),
            is_floor_reached=totals.numerator == 0,
            is_ceiling_reached=totals.numerator >= totals.denominator,
        )
    return Bounds(now, (totals.numerator + totals.unknown) / totals.denominator)


def standing(measure: MeasureDefinition, totals: Totals, *, period: Period, as_of: date) -> Standing:
    """How `measure` stands as of the day `as_of` in `period`.

    Met: whatever comes, the target holds. Not met: whatever comes, it does not, and nothing is left to come due.
    At risk: out of reach though some are not due yet, or behind what is expected by now. Before the day by which the
    target is to be reached nothing is judged but whether those who report have reported.
    """
    if not totals.population:
        return Standing.NOT_DUE
    if not totals.known:
        return Standing.NO_DATA if totals.expected else Standing.NOT_DUE
    is_over = as_of >= period.end
    found = bounds(measure.kind, totals, is_over=is_over)
    if found is None and (measure.kind in AGAINST_A_NUMBER or (measure.kind in COMBINED and totals.denominator)):
        return Standing.AT_RISK if totals.expected_known < totals.expected else Standing.ON_TRACK
    if found is None:
        return Standing.NO_DATA
    last_day = period.end if measure.is_due_at_end else measure.due_on
    if last_day and as_of < last_day:
        return _before_its_day(measure, totals, found)
    if _surely(measure.goal, found):
        return Standing.MET
    if not _possibly(measure.goal, found):
        is_final = is_over if measure.kind in _TOWARDS_A_NUMBER or measure.grows else totals.is_all_due
        return Standing.NOT_MET if is_final else Standing.AT_RISK
    return Standing.AT_RISK if _is_behind(measure, totals, period, as_of) else Standing.ON_TRACK


def _before_its_day(measure: MeasureDefinition, totals: Totals, found: Bounds) -> Standing:
    if totals.expected_known < totals.expected:
        return Standing.AT_RISK
    is_there = measure.goal.comparator in _UPWARD and _surely(measure.goal, found)
    return Standing.MET if is_there else Standing.NOT_DUE


def _surely(goal: Goal, found: Bounds) -> bool:
    if goal.upper is not None:
        return found.ceiling is not None and goal.value <= found.floor and found.ceiling <= goal.upper
    if goal.comparator is Comparator.EQUAL:
        return found.floor == found.ceiling == goal.value
    if goal.comparator in _UPWARD:
        return goal.is_met_by(found.floor)
    return found.ceiling is not None and goal.is_met_by(found.ceiling)


def _possibly(goal: Goal, found: Bounds) -> bool:
    """Whether some value within the bounds meets the goal."""
    top, bottom = found.ceiling, found.floor
    if goal.upper is not None and (bottom > goal.upper or (bottom == goal.upper and not found.is_floor_reached)):
        return False
    reaches_up = top is None or top > goal.value or (top == goal.value and found.is_ceiling_reached)
    reaches_down = bottom < goal.value or (bottom == goal.value and found.is_floor_reached)
    match goal.comparator:
        case Comparator.AT_LEAST:
            return reaches_up
        case Comparator.MORE:
            return top is None or top > goal.value
        case Comparator.AT_MOST:
            return reaches_down
        case Comparator.LESS:
            return bottom < goal.value
        case Comparator.EQUAL:
            return reaches_up and reaches_down


def _is_behind(measure: MeasureDefinition, totals: Totals, period: Period, as_of: date) -> bool:
    """Whether less is there than should be by now: somebody due is missing, or what is known falls short."""
    if totals.expected_known < totals.expected:
        return True
    upward = measure.goal.comparator in _UPWARD
    match measure.kind:
        case MeasureKind.QUOTA:
            return totals.numerator < measure.goal.value * totals.denominator * quarters_passed(period, as_of)
        case MeasureKind.COUNT | MeasureKind.DERIVED_NUMBER:
            return False  # no pace is declared for it
        case MeasureKind.DERIVED if measure.grows:
            return False
        case MeasureKind.CUMULATIVE:
            step = measure.step_by(as_of)
            return upward and step is not None and totals.numerator < step
        case MeasureKind.RATIO | MeasureKind.DERIVED:
            return not measure.goal.is_met_by(totals.numerator / totals.denominator)
        case _:
            return upward and totals.numerator < measure.goal.value * totals.expected


def quarters_passed(period: Period, as_of: date) -> Decimal:
    """The share of the period's quarters that have ended by `as_of`: steps, not a straight line."""
    ends = [quarter.end for quarter in periods_between(period.start, period.end, PeriodKind.QUARTER)]
    return Decimal(sum(end <= as_of for end in ends)) / len(ends)
