"""What stands on a page: words with their places and ruling lines. Points, y counted from the top downwards."""

from collections import Counter
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

    @property
    def is_scan(self) -> bool:
        """True for a picture of a page, without a layer of text."""
        return self.pictured and sum(len(w.text) for w in self.words) <= 30


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
    """The lines that words make, from top to bottom.

    Letters printed twice (shadow, false bold) come once; raised numbers that point to footnotes are left out.
    """
    usual = sorted(w.size for w in words)[len(words) // 2] if words else 0.0
    small = [w for w in words if w.text.isdigit() and len(w.text) < 4 and w.size < 0.8 * usual]
    marks = set(map(id, small))
    rows = _rows([w for w in words if id(w) not in marks])
    loose = [w for w in small if not _is_mark(w, rows)]
    if loose:
        rows = _rows([*(w for row in rows for w in row), *loose])
    return [Line(_tidy(row), page) for row in rows]


def _rows(words: Sequence[Word]) -> list[list[Word]]:
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda w: (w.y, w.x0)):
        row = next((r for r in rows[-3:] if abs(r[0].y - word.y) <= 0.35 * max(min(r[0].size, word.size), 4)), None)
        if row is None:
            rows.append([word])
        else:
            row.append(word)
    return rows


def _is_mark(word: Word, rows: Sequence[Sequence[Word]]) -> bool:
    """True for a small number raised above a line. At the head of one it is the note's own number: set on the line."""
    for row in rows:
        tall = row[0].size
        if 0.1 * tall < row[0].y - word.y < 0.6 * tall:
            start, end = min(w.x0 for w in row), max(w.x1 for w in row)
            if start < word.x0 <= end + 0.5 * tall:
                return True
            if 0 <= start - word.x0 < 2 * tall:
                word.y = row[0].y
    return False


def _tidy(row: list[Word]) -> list[Word]:
    """In order of place, without doubles."""
    kept: list[Word] = []
    for word in sorted(row, key=lambda w: w.x0):
        if not (kept and kept[-1].text == word.text and abs(kept[-1].x0 - word.x0) < 0.25 * word.size):
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


def usual_step(steps: Sequence[float]) -> float:
    """The smallest distance that is usual from one line to the next; 0 when there is none."""
    counts = Counter(round(step * 2) / 2 for step in steps)
    return min((step for step, count in counts.items() if count >= max(counts.values()) * 0.5), default=0.0)
