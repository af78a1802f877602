"""What stands in quotation marks: the new words of a plan are read apart from the words of the decision."""

from collections.abc import Iterator
from dataclasses import dataclass

HIDDEN = "_"  # stands for every character inside quotation marks
_CLOSING = {"“": "”", "«": "»"}


@dataclass(frozen=True)
class Masked:
    """`low` with everything inside quotation marks hidden (the marks stay), same length, and where the quotes stand.

    quotes: (start, end) of the words inside each outer pair; is_open: the last has no closing mark.
    """

    low: str
    quotes: tuple[tuple[int, int], ...]
    is_open: bool


def masked(low: str, *, is_open: bool = False) -> Masked:
    """`low` read from left to right; `is_open`: a quotation that began in an earlier paragraph goes on.

    Marks inside a quotation belong to it: “… xây dựng “chi bộ bốn tốt” …” is one, as long as each has its closing mark.
    """
    out = list(low)
    quotes: list[tuple[int, int]] = []
    at = 0
    begun = 0 if is_open else None
    while begun is not None or at < len(low):
        if begun is None:
            start = next((i for i in range(at, len(low)) if low[i] in _CLOSING or low[i] == '"'), None)
            if start is None:
                break
            begun, closing = start + 1, _CLOSING.get(low[start], '"')
        else:
            closing = "”"
        end = _end(low, begun, closing)
        stop = len(low) if end is None else end
        out[begun:stop] = HIDDEN * (stop - begun)
        quotes.append((begun, stop))
        if end is None:
            return Masked("".join(out), tuple(quotes), True)
        begun, at = None, end + 1
    return Masked("".join(out), tuple(quotes), False)


def _end(low: str, start: int, closing: str) -> int | None:
    """The place of the mark that closes what begins at `start`; None: it is not closed here."""
    opening = next((one for one, other in _CLOSING.items() if other == closing), None)
    depth = 1
    for at, char in _marks(low, start):
        if char == closing:
            depth -= 1
        elif char == opening:
            depth += 1
        if depth == 0:
            return at
    return None


def _marks(low: str, start: int) -> Iterator[tuple[int, str]]:
    return ((at, low[at]) for at in range(start, len(low)) if low[at] in '“”«»"')
