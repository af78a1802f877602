"""What one organisation answers to a derived measure, from what it answers to the parts.

Numbers are added first and divided last. Where a part is not known, neither is the whole; a sum still tells what is
there. From what it is exempt, or what does not concern it, an organisation adds nothing.
"""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from dondoc.indicators.formula.facts import OrgAnswer
from dondoc.indicators.formula.tree import MeasureDefinition, Op, Part, Term
from dondoc.lib.numbers import Missing
from dondoc.lib.periods import Period, PeriodKind

Answers = Mapping[str, Sequence[OrgAnswer]]  # key of a part → its answers: one, or also those of predecessors
_GRAVEST_FIRST = (Missing.NOT_REPORTED, Missing.WAITING, Missing.NOT_DUE)
_BACK = {PeriodKind.MONTH: 1, PeriodKind.QUARTER: 3, PeriodKind.HALF_YEAR: 6, PeriodKind.YEAR: 12}
_LONGEST_REASON = 300


def day_before(measure: MeasureDefinition, day: date) -> date | None:
    """The same point of the period before: of a yearly one the same day of last year; a last day of a month stays one.
    None: the measure is not held against it, or its period has none before it."""
    if measure.formula is None or measure.formula.op is not Op.CHANGE or measure.period not in _BACK:
        return None
    months = day.year * 12 + day.month - 1 - _BACK[measure.period]
    year, month = divmod(months, 12)
    last = monthrange(year, month + 1)[1]
    is_last = day.day == monthrange(day.year, day.month)[1]
    return date(year, month + 1, last if is_last else min(day.day, last))


@dataclass(frozen=True)
class _Sum:
    """`number` of what is known; `open`: the answers that are not; `is_about_it`: whether any part concerns it."""

    number: Decimal
    open: tuple[tuple[str, OrgAnswer | None], ...]
    seen: tuple[OrgAnswer, ...]


def combine(
    measure: MeasureDefinition, now: Answers, before: Answers | None = None, *, period: Period
) -> OrgAnswer | None:
    """The answer of an organisation that answered `now`, and at the same point of the period before `before`.

    None: no part is about it. Errors: ValueError for a measure that is not derived.
    """
    formula = measure.flat
    if formula is None:
        raise ValueError(f"{measure.key} is not derived")
    top, bottom = _sum(measure, formula.of, now), _sum(measure, formula.to, now)
    seen = behind = (*top.seen, *bottom.seen)
    if not seen:
        return None
    if all(one.missing is Missing.NOT_APPLICABLE for one in seen):
        return _answer(period, None, None, Missing.NOT_APPLICABLE, seen, seen[0].reason)
    if formula.op is Op.CHANGE:
        bottom = _sum(measure, formula.of, before or {})
        behind = (*seen, *bottom.seen)
        if not any(one.missing is not Missing.NOT_APPLICABLE for one in bottom.seen):
            return _answer(period, None, None, Missing.NOT_APPLICABLE, seen, "không có kỳ trước để so")
    unknown = (*top.open, *bottom.open)
    if unknown:
        so_far = top.number if formula.op is Op.NUMBER and not formula.takes_away else None
        why = min((_why(one) for _key, one in unknown), key=_GRAVEST_FIRST.index)
        return _answer(period, so_far, None, why, seen, _reasons(measure, top, bottom, formula.op), behind)
    if formula.op is Op.NUMBER:
        return _answer(period, top.number, None, None, seen, "")
    number = top.number - bottom.number if formula.op is Op.CHANGE else top.number
    reason = "" if bottom.number else "mẫu số bằng 0"
    return _answer(period, number, bottom.number, None, seen, reason, behind)


def _sum(measure: MeasureDefinition, terms: Sequence[Term], answers: Answers) -> _Sum:
    number = Decimal(0)
    unknown: list[tuple[str, OrgAnswer | None]] = []
    seen: list[OrgAnswer] = []
    for term in terms:
        if term.measure not in measure.parts:
            unknown.append((term.measure, None))
            continue
        for one in answers.get(term.measure, ()):
            seen.append(one)
            if one.missing is Missing.NOT_APPLICABLE:
                continue
            if one.missing and one.missing is not Missing.NOT_ALLOCATED:
                unknown.append((term.measure, one))
                continue
            added = (one.numerator if term.part is Part.NUMERATOR else one.denominator) or Decimal(0)
            number += -added if term.minus else added
    return _Sum(number, tuple(unknown), tuple(seen))


def _why(one: OrgAnswer | None) -> Missing:
    return one.missing if one and one.missing in _GRAVEST_FIRST else Missing.NOT_REPORTED


def _reasons(measure: MeasureDefinition, top: _Sum, bottom: _Sum, op: Op) -> str:
    """Which parts are missing, and why; those with one reason together."""
    earlier = "kỳ trước, " if op is Op.CHANGE else ""
    gone = [f"không còn thước đo “{key}”" for key, one in (*top.open, *bottom.open) if one is None]
    codes: dict[tuple[str, str], dict[str, None]] = {}
    for when, unknown in (("", top.open), (earlier, bottom.open)):
        for key, one in unknown:
            if one is not None:
                why = f"{one.reason[:1].lower()}{one.reason[1:]}"
                codes.setdefault((when, why), {})[measure.parts[key].code] = None
    said = [f"{when}thước đo {', '.join(some)}: {why}" for (when, why), some in codes.items()]
    return "; ".join(dict.fromkeys((*gone, *said)))


def _answer(
    period: Period, top: Decimal | None, bottom: Decimal | None, missing: Missing | None, seen: Sequence[OrgAnswer],
    reason: str, behind: Sequence[OrgAnswer] = (),
) -> OrgAnswer:  # fmt: skip
    """`seen`: the answers of now; `behind`: all that it comes from, where these are more."""
    is_out = missing is Missing.NOT_APPLICABLE
    text = reason[:1].upper() + reason[1:]
    return OrgAnswer(
        period=period,
        numerator=top,
        denominator=bottom,
        missing=missing,
        is_expected=not is_out and any(one.is_expected for one in seen if one.missing is not Missing.NOT_APPLICABLE),
        reason=text if len(text) <= _LONGEST_REASON else f"{text[: _LONGEST_REASON - 1]}…",
        submission_ids=tuple(dict.fromkeys(pk for one in behind or seen for pk in one.submission_ids)),
        is_share=False,
    )
