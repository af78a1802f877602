"""What a line without a figure says is measured: the name of a row of a target table, a line above its years."""

from dondoc.documents.parsing.blocks import Words
from dondoc.documents.parsing.measures.population import SHARE, of_share, split
from dondoc.documents.parsing.measures.shapes import after_lead_in
from dondoc.documents.parsing.patterns import lowered


def subject_of(words: Words, start: int, end: int) -> tuple[str, str]:
    """(population, predicate) of what is named in `words[start:end]` ("Tỷ lệ chi bộ đạt 4 tốt")."""
    start = after_lead_in(words, start, end)
    share = SHARE.match(words.low, start, end)
    if share:
        return of_share(words, words.low, share.end(), end, None)
    return split(words, words.low, start, end)


def is_measured(text: str) -> bool:
    """True for words that name a measure themselves ("Tỷ lệ hộ nghèo ở nông thôn"), not somebody who is measured."""
    return bool(SHARE.match(lowered(text)))
