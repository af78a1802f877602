"""The figure in a cell of a target table as a measure."""

# ruff: noqa: E501 -- a table of patterns is read row by row; broken rows hide what differs

from decimal import Decimal

from dondoc.documents.parsing.blocks import Words
from dondoc.documents.parsing.draft import MeasureDraft
from dondoc.documents.parsing.measures.comparators import COMPARATORS
from dondoc.documents.parsing.measures.figures import N, value_of
from dondoc.documents.parsing.measures.periods import period_of
from dondoc.documents.parsing.measures.subjects import subject_of
from dondoc.documents.parsing.patterns import vn

_CELL = vn(
    rf"(?P<sign>≥|>=|≤|<=|>|<|=|trên|dưới|ít nhất|tối thiểu|tối đa|không quá|từ|đạt)?\s?(?P<n>{N})(?:\s?[-–]\s?(?P<n2>{N}))?\s?(?P<unit>%)?\s?(?P<more>trở lên)?"
)


def cell_measure(
    words: Words, name: tuple[int, int], cell: tuple[int, int], unit: str, title: str
) -> MeasureDraft | None:
    """The figure in a cell of a target table as a measure of the target named at `name`; None if it holds no figure.

    unit: what the column of units says; title: the head of the figure's column, which names the period.
    """
    m = _CELL.match(words.low, *cell)
    if not m or m.end() < cell[1] - 2:
        return None
    sign = next((s for s, p in COMPARATORS if m["sign"] and p.search(m["sign"])), "=")
    value: Decimal | tuple[Decimal, Decimal] = value_of(m["n"])
    if m["n2"] and isinstance(value, Decimal):
        value, sign = (value, value_of(m["n2"])), "range"
    population, predicate = subject_of(words, *name)
    return MeasureDraft(
        comparator=">=" if m["more"] else sign,
        value=value,
        unit=m["unit"] or unit or None,
        population=population,
        predicate=predicate,
        period=period_of(title.lower(), title),
        span=words.span(*cell),
        rule="measure.cell",
        confidence=0.9,
    )
