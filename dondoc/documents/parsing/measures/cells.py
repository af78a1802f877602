"""What a cell of a target table says: a figure with its bound, or words."""

import re

from dondoc.documents.parsing.blocks import Words
from dondoc.documents.parsing.draft import MeasureDraft
from dondoc.documents.parsing.measures.comparators import comparator_of, direction_of, read_behind
from dondoc.documents.parsing.measures.figures import FIGURE, bounded
from dondoc.documents.parsing.measures.masks import mask
from dondoc.documents.parsing.measures.periods import period_of
from dondoc.documents.parsing.measures.subjects import subject_of
from dondoc.documents.parsing.measures.units import unit_of
from dondoc.documents.parsing.patterns import lowered

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_FEWEST_LETTERS = 3  # "x" marks a cell, "Đạt" says something


def cell_measure(name: Words, cell: Words, unit: str, title: str) -> MeasureDraft | None:
    """What `cell` asks of the target that `name` names; None when it holds neither a figure nor words.

    unit: what the column of units says; title: the head of the cell's column, which names the period.
    """
    low = mask(cell)
    figure = FIGURE.search(low)
    if figure is None and (re.search(r"\d", cell.text) or len(re.findall(r"[^\W\d_]", cell.text)) < _FEWEST_LETTERS):
        return None
    population, predicate = subject_of(name, 0, len(name.text))
    made = MeasureDraft(
        comparator="qualitative",
        value=cell.text,
        unit=None,
        population=population,
        predicate=predicate,
        period=_period(title),
        span=cell.span(),
        rule="measure.cell",
        confidence=0.6,
    )
    return _with_figure(made, cell, low, figure, unit) if figure else made


def _with_figure(made: MeasureDraft, cell: Words, low: str, figure: re.Match[str], unit: str) -> MeasureDraft:
    head = low[: figure.start()]
    comparator, approx, _ = comparator_of(head)
    behind = read_behind(low, figure.end(), len(low))
    value, comparator, alternative = bounded(figure, behind.comparator or comparator)
    return MeasureDraft(
        comparator=comparator,
        value=value,
        unit=unit_of(figure, cell) or unit or None,
        population=made.population,
        predicate=made.predicate,
        period="năm" if behind.per_year else made.period,
        span=made.span,
        rule=made.rule,
        confidence=0.9,
        alt_comparator=alternative[0],
        alt_value=alternative[1],
        direction=direction_of(head),
        approx=approx,
    )


def _period(title: str) -> str | None:
    """The period that the head of a column names: "2026", "Kế hoạch 2026", "Đến năm 2030", "Giai đoạn 2026-2030"."""
    years = _YEAR.findall(title)
    return period_of(lowered(title), title) or (f"năm {years[0]}" if len(years) == 1 else None)
