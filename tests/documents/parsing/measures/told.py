"""Read a line and tell its measures shortly."""

from dondoc.documents.parsing.blocks import clean
from dondoc.documents.parsing.draft import MeasureDraft
from dondoc.documents.parsing.measures import read_measures
from dondoc.lib.text import nfc


def measures_of(text: str) -> tuple[MeasureDraft, ...]:
    text = nfc(text)
    words = clean(text, 0, len(text))
    return read_measures(words, 0, len(words.text), period=None, citations=())


def told(text: str) -> list[tuple[object, ...]]:
    """(comparator, value, unit, population, predicate) of every measure of `text`."""
    return [(m.comparator, m.value, m.unit, m.population, m.predicate) for m in measures_of(text)]
