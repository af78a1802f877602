"""Tying derived measures to those whose numbers they take, and saying what is wrong with a tie."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from dondoc.indicators.formula.tree import (
    COMBINED,
    IndicatorDefinition,
    MeasureDefinition,
    MeasureKind,
    Op,
    Part,
    Term,
)
from dondoc.lib.periods import PeriodKind

Find = Callable[[str], MeasureDefinition | None]  # key → the measure; None: there is none
_DIVIDED = frozenset({MeasureKind.SHARE_OF_ORGS, MeasureKind.ASSESSED, MeasureKind.RATIO})  # a denominator that adds up
_COUNTS_ORGS = frozenset({MeasureKind.SHARE_OF_ORGS, MeasureKind.ASSESSED})


def link(measure: MeasureDefinition, find: Find) -> MeasureDefinition:
    """`measure` with the parts that `find` knows; one that is derived itself is taken apart into what it is made of.

    What cannot be found, or would lead back to itself, stays a term without a part: its number is not known.
    """
    if measure.formula is None:
        return measure
    seen = frozenset({measure.key})
    of, to = (
        tuple(inner for term in side for inner in _apart(term, find, seen))
        for side in (measure.formula.of, measure.formula.to)
    )
    flat = replace(measure.formula, of=of, to=to)
    found = {term.measure: find(term.measure) or measure.parts.get(term.measure) for term in flat.terms}
    parts = {key: part for key, part in found.items() if part is not None and part.formula is None}
    return replace(measure, flat=flat, parts=parts)


def _apart(term: Term, find: Find, seen: frozenset[str]) -> Iterator[Term]:
    found = find(term.measure)
    if found is None or found.formula is None or term.measure in seen or found.formula.op is Op.CHANGE:
        yield term
        return
    side = found.formula.of if term.part is Part.NUMERATOR else found.formula.to
    for inner in side:
        yield from _apart(replace(inner, minus=inner.minus != term.minus), find, seen | {term.measure})


def others_of(definition: IndicatorDefinition) -> frozenset[str]:
    """The codes of the other chỉ tiêu whose measures `definition` takes numbers of."""
    keys = {term.measure for m in definition.measures if m.formula for term in m.formula.terms}
    return frozenset(key.rpartition(".")[0] for key in keys) - {definition.code}


def link_faults(definition: IndicatorDefinition, find: Find) -> list[str]:
    """What is wrong with the ties of `definition`, each with the measure it is in; [] when nothing is. `find` knows the
    measures of all others; its own stand before them."""
    own = {m.key: m for m in definition.measures}

    def known(key: str) -> MeasureDefinition | None:
        return own.get(key) if key.rpartition(".")[0] == definition.code else find(key)

    return [
        f"{measure.key}: {fault}"
        for measure in definition.measures
        if measure.formula
        for fault in dict.fromkeys(_faults(measure, known))
    ]


def takes_from(measure: MeasureDefinition, find: Find) -> frozenset[str]:
    """Its own key and those of all measures whose numbers it takes, by any way."""
    found, ahead = {measure.key}, [measure]
    while ahead:
        one = ahead.pop()
        for term in one.formula.terms if one.formula else ():
            if term.measure not in found:
                found.add(term.measure)
                inner = find(term.measure)
                ahead += [inner] if inner else []
    return frozenset(found)


def _faults(measure: MeasureDefinition, find: Find) -> Iterator[str]:
    formula = measure.formula
    if formula is None:
        return
    if circle := _circle(measure, find):
        yield f"tính vòng tròn ({' → '.join(circle)}): một thước đo không thể được tính từ chính nó"
        return
    if formula.op is Op.CHANGE and measure.period is PeriodKind.TERM:
        yield "cả nhiệm kỳ chỉ có một kỳ, không so được với kỳ trước"
    for side in (formula.of, formula.to):
        keys = [(term.measure, term.part) for term in side]
        yield from (f"“{key}” được lấy hai lần" for key, part in dict.fromkeys(keys) if keys.count((key, part)) > 1)
        yield from _units(side, find)
    for term in formula.terms:
        yield from _term_faults(measure, term, find(term.measure))


def _term_faults(measure: MeasureDefinition, term: Term, part: MeasureDefinition | None) -> Iterator[str]:
    if part is None:
        yield f"không có thước đo “{term.measure}”"
        return
    if part.period is not measure.period:
        theirs, ours = _PERIODS[part.period], _PERIODS[measure.period]
        yield f"“{part.key}” tính {theirs}, không ghép được với số {ours}"
    if part.formula and part.formula.op is Op.CHANGE:
        yield f"“{part.key}” là mức tăng, giảm, không cộng hay chia tiếp được"
    divides = part.kind in _DIVIDED or (part.formula is not None and part.formula.op is Op.RATIO)
    if term.part is Part.DENOMINATOR and not divides:
        yield f"“{part.key}” không có mẫu số để lấy"


_PERIODS = {
    PeriodKind.MONTH: "từng tháng", PeriodKind.QUARTER: "từng quý", PeriodKind.HALF_YEAR: "từng 6 tháng",
    PeriodKind.YEAR: "từng năm", PeriodKind.TERM: "cả nhiệm kỳ",
}  # fmt: skip


def unit_of(part: MeasureDefinition) -> str:
    """In what its numbers are counted; "" where the definition does not say."""
    if part.kind in _COUNTS_ORGS:
        return "tổ chức"
    return part.unit if part.whole is not None else ""


def _units(side: tuple[Term, ...], find: Find) -> Iterator[str]:
    parts = [part for term in side if (part := find(term.measure))]
    units = dict.fromkeys(unit for part in parts if (unit := unit_of(part)))
    if len(units) > 1:
        yield f"không cộng được số có đơn vị tính khác nhau: {', '.join(units)}"


def _circle(measure: MeasureDefinition, find: Find, way: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The keys from a measure back to itself; () where no way leads back."""
    if measure.key in way:
        return (*way[way.index(measure.key) :], measure.key)
    for term in measure.formula.terms if measure.formula else ():
        inner = measure if term.measure == measure.key else find(term.measure)
        if inner is not None and inner.kind in COMBINED and (found := _circle(inner, find, (*way, measure.key))):
            return found
    return ()
