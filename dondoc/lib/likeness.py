"""How alike two texts are: which runs of words they share.

A text is read as its shingles, every run of SHINGLE syllables one after the other, folded (no marks, no case) and with
each number taken as any number: a report that was copied and given new figures is still a copy. What was given to
everybody (the question, its hint, the plan's own words) is taken out first. Two texts are compared through these sets;
to find likely ones among many, only the smallest few hashes (the sketch) have to be looked up: texts that share most
of their shingles share most of their sketches.
Source: A. Broder, "On the resemblance and containment of documents" (1997): bottom-k sketches of w-shingles.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from itertools import groupby

from dondoc.lib.text import fold

SHINGLE = 5  # syllables: shorter runs are shared by any two reports, longer ones break at every changed word
SKETCH = 8  # hashes kept: of two texts that share 60 % of their shingles, fewer than two in common once in a hundred
_WORD = re.compile(r"\w+")
_NUMBER = "#"


@dataclass(frozen=True)
class Piece:
    """Part of a text; `is_shared`: it stands in the other text as well."""

    text: str
    is_shared: bool


@dataclass(frozen=True)
class Shingled:
    """A text with its words' places in it and the hash of the run that begins at each word."""

    text: str
    places: tuple[tuple[int, int], ...]
    hashes: tuple[int, ...]

    def own(self, given: Collection[int]) -> frozenset[int]:
        """The runs that are not among `given`, those that everybody was given."""
        return frozenset(self.hashes).difference(given)


@lru_cache(maxsize=1024)  # what everybody was given comes again with every sheet
def shingled(text: str) -> Shingled:
    """`text` as its runs of words; a text shorter than a run has none."""
    found = [(m.start(), m.end()) for m in _WORD.finditer(text)]
    words = [_plain(text[a:b]) for a, b in found]
    hashes = tuple(_hash(" ".join(words[n : n + SHINGLE])) for n in range(len(words) - SHINGLE + 1))
    return Shingled(text, tuple(found), hashes)


def given_by(texts: Iterable[str]) -> frozenset[int]:
    """The runs of words in what everybody was given."""
    return frozenset(one for text in texts for one in shingled(text).hashes)


def share(own: Collection[int], other: Collection[int]) -> float:
    """How much of `own` stands in `other` too: 0 to 1; 0 when there is nothing of one's own."""
    return len(set(own).intersection(other)) / len(own) if own else 0.0


def sketch(own: Collection[int]) -> list[int]:
    """The few runs by which alike texts are found: the smallest hashes."""
    return sorted(own)[:SKETCH]


def marked(text: str, shared: Collection[int]) -> list[Piece]:
    """`text` in pieces, whole words, that are part of the runs `shared` or are not. Joined they read `text`."""
    read = shingled(text)
    is_shared = [False] * len(read.places)
    for place, one in enumerate(read.hashes):
        if one in shared:
            is_shared[place : place + SHINGLE] = [True] * SHINGLE
    pieces, end = [], 0
    for flag, run in groupby(range(len(read.places)), key=is_shared.__getitem__):
        words = list(run)
        start, stop = read.places[words[0]][0], read.places[words[-1]][1]
        if start > end:
            pieces.append(Piece(text[end:start], False))
        pieces.append(Piece(text[start:stop], flag))
        end = stop
    return [*pieces, *([Piece(text[end:], False)] if end < len(text) else [])]


def _plain(word: str) -> str:
    return _NUMBER if word[0].isdigit() else fold(word)


def _hash(run: str) -> int:
    """63 bits, so that a database keeps it as a whole number."""
    return int.from_bytes(blake2b(run.encode(), digest_size=8).digest(), "big") >> 1
