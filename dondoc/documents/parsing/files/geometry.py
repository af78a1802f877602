"""What stands on a page: words with their places and ruling lines. Points, y counted from the top downwards."""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(slots=True)
class Word:
    """Letters between blanks. y: the line on which they stand (baseline); size: height of the font."""

    text: str
    x0: float
    x1: float
    y: float
    size: float


@dataclass(slots=True)
class Rule:
    """A straight line, upright or level; x0 ≤ x1, y0 ≤ y1."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def is_level(self) -> bool:
        return self.x1 - self.x0 >= self.y1 - self.y0


@dataclass
class Sheet:
    """One page. pictured: an image covers most of it."""

    number: int
    width: float
    height: float
    words: list[Word] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    pictured: bool = False


@dataclass
class Line:
    """Words on one baseline, from left to right."""

    words: list[Word]
    page: int

    @property
    def x0(self) -> float:
        return self.words[0].x0

    @property
    def x1(self) -> float:
        return self.words[-1].x1

    @property
    def y(self) -> float:
        return self.words[0].y

    @property
    def size(self) -> float:
        """The size of most of its letters."""
        return max(self.words, key=lambda w: len(w.text)).size

    @property
    def text(self) -> str:
        return " ".join(w.text for w in self.words)


def lines_of(words: Sequence[Word], page: int) -> list[Line]:
    """The lines that words make, from top to bottom. Letters printed twice (shadow, false bold) come once."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda w: (w.y, w.x0)):
        row = next((r for r in lines[-3:] if abs(r[0].y - word.y) <= 0.35 * max(min(r[0].size, word.size), 4)), None)
        if row is None:
            lines.append([word])
        else:
            row.append(word)
    return [Line(_tidy(row), page) for row in lines]


def _tidy(row: list[Word]) -> list[Word]:
    """In order of place, without doubles and without the raised numbers that point to footnotes."""
    row.sort(key=lambda w: w.x0)
    widest = max(row, key=lambda w: len(w.text))
    kept: list[Word] = []
    for word in row:
        double = kept and kept[-1].text == word.text and abs(kept[-1].x0 - word.x0) < 0.25 * word.size
        raised = (
            word.text.isdigit()
            and len(word.text) < 4
            and word.size < 0.8 * widest.size
            and widest.y - word.y > 0.12 * widest.size
            and bool(kept)
        )
        if not double and not raised:
            kept.append(word)
    return kept


def chunks_of(line: Line, gap: float = 1.6) -> list[Line]:
    """The pieces of a line between gaps wider than `gap` letters; a number at its head stays with its text."""
    pieces: list[list[Word]] = [[line.words[0]]]
    for word in line.words[1:]:
        before = pieces[-1][-1]
        marker = len(pieces[-1]) == 1 and len(before.text) <= 6 and before.text[-1] in ".)/-–+•▪●"
        if word.x0 - before.x1 > gap * max(word.size, before.size) and not marker:
            pieces.append([word])
        else:
            pieces[-1].append(word)
    return [Line(piece, line.page) for piece in pieces]
