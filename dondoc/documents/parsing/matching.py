"""Which item of a new text continues which item of the old one. No query; the same lists give the same pairs.

By wording first, then by number and by who must act. What is not clear is marked, for a person to decide.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel

# How like two wordings are: the share of words that both have in the same order, 0–1. Letters would not tell: any two
# Vietnamese sentences without marks share half of theirs.
_LIKELY = 0.5  # below this two wordings are two items
_SAME_PLACE = 0.3  # … unless the number is the same
_SURE = 0.75  # from here on a wording is taken as a later form of the other without asking
_CLOSE = 0.06  # a second candidate this near makes the best one doubtful
_NUMBER, _BODIES = 0.08, 0.05  # what the same number, the same bodies add


@dataclass(frozen=True)
class Piece:
    """What is compared of an item. `words`, `bodies` folded; `number`: as the office numbers it, "" for none."""

    key: int
    words: str
    number: str = ""
    bodies: str = ""


@dataclass(frozen=True)
class Pair:
    old: int
    new: int
    is_doubtful: bool


@dataclass(frozen=True)
class _Candidate:
    score: float
    likeness: float  # of the wording alone
    old: int  # places in the lists
    new: int


def pair(old: Sequence[Piece], new: Sequence[Piece]) -> list[Pair]:
    """The pairs, each item in one at most, in the order of `new`; the rest of `old` ended, the rest of `new` is new."""
    candidates = sorted(_candidates(old, new), key=lambda c: (-c.score, c.new, c.old))
    taken_old: set[int] = set()
    taken_new: set[int] = set()
    chosen = []
    for candidate in candidates:
        if candidate.old not in taken_old and candidate.new not in taken_new:
            taken_old.add(candidate.old)
            taken_new.add(candidate.new)
            chosen.append(candidate)
    chosen.sort(key=lambda c: c.new)
    return [Pair(old[c.old].key, new[c.new].key, _is_doubtful(c, candidates)) for c in chosen]


def _candidates(old: Sequence[Piece], new: Sequence[Piece]) -> list[_Candidate]:
    found = []
    old_words, new_words = [one.words.split() for one in old], [one.words.split() for one in new]
    for m, later in enumerate(new):
        for n, earlier in enumerate(old):
            is_same_number = bool(later.number) and later.number == earlier.number
            cutoff = _SAME_PLACE if is_same_number else _LIKELY
            likeness = Indel.normalized_similarity(old_words[n], new_words[m], score_cutoff=cutoff)
            if likeness:
                is_same_body = bool(later.bodies) and later.bodies == earlier.bodies
                score = likeness + _NUMBER * is_same_number + _BODIES * is_same_body
                found.append(_Candidate(score, likeness, n, m))
    return found


def _is_doubtful(chosen: _Candidate, candidates: Sequence[_Candidate]) -> bool:
    if chosen.likeness == 1:
        return False
    if chosen.likeness < _SURE:
        return True
    others = (c for c in candidates if (c.old == chosen.old) != (c.new == chosen.new))
    return any(chosen.score - other.score < _CLOSE for other in others)
