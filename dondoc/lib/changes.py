"""Which words of a sentence changed, for people to read."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_TOKEN = re.compile(r"\s+|[\w%]+(?:[./-]\w+)*|[^\w\s]")
_JOINED = 3  # so short a piece between two changes reads as part of them


class Op(StrEnum):
    SAME = "same"
    GONE = "gone"
    ADDED = "added"


@dataclass(frozen=True)
class Piece:
    op: Op
    text: str


def word_changes(before: str, after: str) -> list[Piece]:
    """`before` and `after` as one run of pieces: without the ADDED ones it reads `before`, without the GONE `after`.

    Words stay whole ("30/9/2025", "80%"), and a lone space or comma between two changes goes with them.
    """
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    pieces: list[Piece] = []
    gone = added = ""
    codes = matcher.get_opcodes()
    for place, (tag, a, b, c, d) in enumerate(codes):
        words = "".join(old[a:b])
        is_lone = tag == "equal" and len(words) < _JOINED and not words.strip(" ,;") and 0 < place < len(codes) - 1
        if tag == "equal" and not is_lone:
            pieces += _changed(gone, added)
            pieces.append(Piece(Op.SAME, words))
            gone = added = ""
        else:
            gone, added = gone + words, added + "".join(new[c:d])
    return pieces + _changed(gone, added)


def _changed(gone: str, added: str) -> list[Piece]:
    return [piece for piece in (Piece(Op.GONE, gone), Piece(Op.ADDED, added)) if piece.text]
