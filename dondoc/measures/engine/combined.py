"""Between which fractions a derived measure lies while some of its parts are not known: interval arithmetic.

An interval is (lowest, highest); None: no bound on that side. What is counted is never below zero.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from dondoc.indicators.formula.tree import MeasureDefinition, MeasureKind, Op, Part, Term
from dondoc.measures.engine.rollup import NOTHING, Totals

Interval = tuple[Decimal | None, Decimal | None]
_COUNTS_ORGS = frozenset({MeasureKind.SHARE_OF_ORGS, MeasureKind.ASSESSED})
_PLACES = Decimal("0.000001")  # as the table keeps them, rounded outwards
_TOO_LARGE = Decimal(10) ** 9
_NOBODY: Interval = (None, None)


def with_bounds(measure: MeasureDefinition, totals: Totals, parts: Mapping[str, Totals], *, is_over: bool) -> Totals:
    """`totals` of the derived `measure` over some organisations, with the bounds that the totals of its `parts` over
    them give. `is_over`: the period has ended.

    Held against the period before, nothing is sure before the end but that less than nothing cannot be.
    """
    formula = measure.flat
    if formula is None or not totals.denominator:
        return totals
    number = totals.numerator / totals.denominator
    if formula.op is Op.CHANGE:
        lowest = None if formula.takes_away else Decimal(-1)
        found: Interval = (number, number) if is_over and not totals.unknown else (lowest, None)
    elif formula.op is Op.RATIO:
        if not totals.unknown and (is_over or not measure.grows):
            found = (number, number)
        else:
            found = _quotient(_sum(measure, formula.of, parts, is_over), _sum(measure, formula.to, parts, is_over))
    else:
        whole = totals.denominator
        found = _quotient(_sum(measure, formula.of, parts, is_over), (whole, whole))
    return replace(totals, floor=_kept(found[0], ROUND_FLOOR), ceiling=_kept(found[1], ROUND_CEILING))


def _sum(measure: MeasureDefinition, terms: Sequence[Term], parts: Mapping[str, Totals], is_over: bool) -> Interval:
    low: Decimal | None = Decimal(0)
    high: Decimal | None = Decimal(0)
    for term in terms:
        part = measure.parts.get(term.measure)
        lowest, highest = _number(part, term, parts.get(term.measure, NOTHING), is_over) if part else _NOBODY
        if term.minus:
            lowest, highest = _negative(highest), _negative(lowest)
        low = None if low is None or lowest is None else low + lowest
        high = None if high is None or highest is None else high + highest
    return low, high


def _number(part: MeasureDefinition, term: Term, totals: Totals, is_over: bool) -> Interval:
    """What one number of a part comes to. Nobody knows how much those add that are missing, but for shares."""
    if part.kind in _COUNTS_ORGS:
        if term.part is Part.DENOMINATOR:
            return totals.denominator, totals.denominator
        return totals.numerator, totals.numerator + totals.unknown
    number = totals.numerator if term.part is Part.NUMERATOR else totals.denominator
    return number, None if totals.unknown or (part.grows and not is_over) else number


def _negative(number: Decimal | None) -> Decimal | None:
    return None if number is None else -number


def _quotient(top: Interval, bottom: Interval) -> Interval:
    """`bottom` is taken to be above zero; where it may come near to it, there is no bound on that side."""
    least, most = bottom
    least = max(least or Decimal(0), Decimal(0))
    low, high = top
    if low is not None:
        low = _over(low, most) if low >= 0 else _over_least(low, least)
    if high is not None:
        high = _over_least(high, least) if high >= 0 else _over(high, most)
    return low, high


def _over(number: Decimal, most: Decimal | None) -> Decimal:
    """By the largest that may come; without a largest, as near to nothing as one likes."""
    return number / most if most else Decimal(0)


def _over_least(number: Decimal, least: Decimal) -> Decimal | None:
    if not number:
        return Decimal(0)
    return number / least if least else None


def _kept(number: Decimal | None, rounding: str) -> Decimal | None:
    if number is None or abs(number) >= _TOO_LARGE:
        return None
    return number.quantize(_PLACES, rounding=rounding)
