"""What a target says, measured: comparator, number, unit, over whom, what they do, in which period.

A sentence is cut into clauses, one per number; what no number states is read apart.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from dondoc.documents.parsing.blocks import Words
from dondoc.documents.parsing.citations import shorten
from dondoc.documents.parsing.draft import CitationDraft, MeasureDraft
from dondoc.documents.parsing.measures.clauses import (
    BASELINE,
    Clause,
    boundary_before,
    counts,
    cut_clauses,
    is_baseline,
)
from dondoc.documents.parsing.measures.comparators import comparator_of, direction_of, read_behind
from dondoc.documents.parsing.measures.figures import FIGURE, bounded, value_of
from dondoc.documents.parsing.measures.masks import mask
from dondoc.documents.parsing.measures.periods import period_of
from dondoc.documents.parsing.measures.shapes import Piece, after_label, after_lead_in, who_and_what
from dondoc.documents.parsing.measures.units import unit_of
from dondoc.documents.parsing.measures.worded import nothing_of, without_number
from dondoc.documents.parsing.patterns import vn


def read_measures(
    words: Words, start: int, end: int, *, period: str | None, citations: Sequence[CitationDraft]
) -> tuple[MeasureDraft, ...]:
    """The measures stated in `words[start:end]`, in order. period: inherited from a heading, None if none."""
    low = mask(words, start)
    nothing = nothing_of(low, start, end)
    numbers = [m for m in FIGURE.finditer(low, start, end) if counts(m, low, start)]
    numbers = [m for i, m in enumerate(numbers) if not is_baseline(low, numbers, i)]
    found: list[MeasureDraft] = []
    previous: MeasureDraft | None = None
    for clause in cut_clauses(
        low, numbers, start, end, [(boundary_before(low, m.start(), start), m.end()) for m in nothing]
    ):
        measure = _read_clause(words, low, clause, period, citations, previous)
        if measure is None:
            continue
        found.append(measure)
        if not measure.part_of:
            previous = measure
    found += without_number(words, low, start, end, period)
    found.sort(key=lambda m: m.span)
    found = _with_shared_predicates(found)
    return tuple(_with_alternatives(found, low[start:end]))


def _read_clause(
    words: Words,
    low: str,
    clause: Clause,
    period: str | None,
    citations: Sequence[CitationDraft],
    previous: MeasureDraft | None,
) -> MeasureDraft | None:
    """One clause as a measure; None when its number turns out to be part of something else."""
    m = clause.number
    head = low[clause.start : m.start()]
    comparator, approx, cut = comparator_of(head)
    behind = read_behind(low, m.end(), clause.end)
    value, comparator, alt = bounded(m, behind.comparator or comparator)
    baseline = None
    if base := BASELINE.search(head):
        baseline = value_of(base["from"])
        cut = min(cut, base.start())
    said = who_and_what(_piece(words, low, clause, clause.start + cut, behind.end, previous))
    population, predicate, rule = said
    part_of = owner = None
    if clause.nested and previous is not None:
        population, predicate, rule = previous.population, previous.predicate, "measure.nested"
    elif previous is not None and not _is_share(m) and (owner := _owner(words, low, m.start(), previous)):
        population, predicate, rule = previous.population, previous.predicate, "measure.part"
        part_of = previous.value if isinstance(previous.value, Decimal) else None
    unit = unit_of(m, words)
    own = period_of(words.low[clause.start : clause.end], words.text[clause.start : clause.end])
    if behind.per_year:
        own = "năm"
    return MeasureDraft(
        comparator=comparator,
        value=value,
        unit=unit,
        population=population,
        predicate=shorten(predicate, citations),
        period=own or period,
        span=words.span(clause.start, clause.end),
        rule=rule,
        confidence=0.9 if population and predicate else 0.6,
        alt_comparator=alt[0],
        alt_value=alt[1],
        baseline=baseline,
        part_of=part_of,
        owner=owner,
        direction=direction_of(head),
        approx=approx,
        compound=";" in predicate,
        nested=clause.nested,
    )


def _piece(words: Words, low: str, clause: Clause, cut: int, tail_at: int, previous: MeasureDraft | None) -> Piece:
    """The clause laid out for its shape; a label that only names a field is left out."""
    m = clause.number
    begin = after_lead_in(words, clause.start, cut)
    start = after_label(words, low, begin, cut)
    label = words.text[begin:start].split(":")[0].strip(" ,-") if start > begin else ""
    closed = bool(_CLOSED.match(low, tail_at, clause.end))
    return Piece(
        words, low, start, cut, tail_at, clause.end, unit_of(m, words) or "", m.start(), closed, previous, label
    )


_CLOSED = re.compile(r"\s?[,;:.)]")
_BREAKDOWN = vn(r"\((?:trong đó|gồm|bao gồm)\s?:?[^)]*$")
_OF_WHOM = re.compile(r"(?:^|[,;:(])\s*([^,;:()]{2,60}?)\s?:?\s?$")


def _is_share(m: re.Match[str]) -> bool:
    return "%" in (m["unit"] or "")


def _owner(words: Words, low: str, at: int, previous: MeasureDraft) -> str | None:
    """Whose part a number is in a bracket that breaks the measure before it down ("(Trong đó: VNPT: 25 trạm")."""
    if not _BREAKDOWN.search(low, max(0, at - 300), at):
        return None
    whose = _OF_WHOM.search(words.text[max(0, at - 80) : at])
    return whose[1].strip() if whose else None


def _with_shared_predicates(found: list[MeasureDraft]) -> list[MeasureDraft]:
    """ "85% chi bộ và 90% đảng viên được đánh giá …": what the second do, the first do too."""
    for i in range(len(found) - 2, -1, -1):
        this, following = found[i], found[i + 1]
        joined = this.rule == following.rule == "measure.percent_of" and following.span.start <= this.span.end + 1
        if joined and not this.predicate and following.predicate:
            found[i] = replace(this, predicate=following.predicate, confidence=0.8)
    return found


def _with_alternatives(found: list[MeasureDraft], low: str) -> list[MeasureDraft]:
    """A bare number after a sentence that opened with a bound ("Phấn đấu ít nhất …; 90% …") may be bounded too."""
    opened = bool(_OPENS_BOUND.match(low))
    return [
        replace(m, alt_comparator=">=")
        if opened and i > 0 and m.comparator == "=" and m.rule == "measure.percent_of" and found[0].comparator == ">="
        else m
        for i, m in enumerate(found)
    ]


_OPENS_BOUND = vn(r"\W*(?:phấn đấu|phần đấu|phấn đầu|phần đầu)?\s?(?:ít nhất|tối thiểu)\s")
