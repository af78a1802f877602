"""A table as a grid of cells, and the signs by which every form of table is known: heads, numbers, figures."""

# ruff: noqa: E501 -- a table of patterns is read row by row; broken rows hide what differs

import re
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field

from dondoc.documents.parsing.blocks import Words
from dondoc.documents.parsing.outline import Node
from dondoc.documents.parsing.patterns import vn

NUMBER_HEAD = vn(r"\W*(?:stt|tt|số tt|số thứ tự|số)\W*")
NAME_HEAD = vn(
    r"chỉ tiêu|mục tiêu|nội dung|tiêu chí|chỉ số|đơn vị|tên|nhiệm vụ|địa phương|danh mục|lĩnh vực|^(?:xã|phường|thôn|khu phố|chi bộ|đảng bộ|công việc|các )"
)
LONGEST_HEAD = 120  # letters in the head of a column
YEAR = re.compile(r"(?:19|20)\d{2}")
LONE_NUMBER = re.compile(r"\(?(\d{1,3})[.)]?")
LONE_GROUP = re.compile(r"(?:[IVX]{1,5}|[A-H])[.)]?")
FIGURE_CELL = vn(
    r"(?:(?:≥|≤|>=|<=|>|<|=|~|±|\+|-|trên|dưới|khoảng|ít nhất|tối thiểu|tối đa|không quá|từ|đạt|giảm|tăng|còn)\s?)*\d[\d.,]*\s?%?(?:\s?(?:[-–÷]|đến)\s?\d[\d.,]*\s?%?)?(?:\s?(?:trở lên|trở xuống|/năm|%/năm))*"
)
NO_FIGURE = re.compile(r"[-–—x…./\\]{1,3}")


@dataclass(frozen=True)
class Cell:
    """A cell with the words that it holds, none for an empty one."""

    words: Words

    @property
    def text(self) -> str:
        return self.words.text

    @property
    def low(self) -> str:
        return self.words.low


EMPTY = Cell(Words("", array("l")))


@dataclass(frozen=True)
class GridRow:
    """A row: its cells, and the paragraph in which it begins."""

    node: Node
    cells: tuple[Cell, ...]

    def cell(self, column: int) -> Cell:
        return self.cells[column] if column < len(self.cells) else EMPTY


@dataclass
class Grid:
    """A table: the heads of its columns, its rows, the line above it, and the paragraphs that it takes up."""

    heads: list[str]
    rows: list[GridRow] = field(default_factory=list)
    caption: str = ""
    taken: set[int] = field(default_factory=set)


def part_of(words: Words, start: int, end: int) -> Cell:
    """The words from `start` to before `end` as a cell, without the blanks around them."""
    while start < end and words.text[start] == " ":
        start += 1
    while end > start and words.text[end - 1] == " ":
        end -= 1
    return Cell(Words(words.text[start:end], words.places[start:end])) if end > start else EMPTY


def is_head(heads: Sequence[str]) -> bool:
    """True for a row that names columns: short cells without figures but years, one of them a name of things."""
    filled = [h for h in heads if h]
    low = [h.lower() for h in filled]
    if len(filled) < 2 or any(len(h) > LONGEST_HEAD for h in filled):
        return False
    if not any(NAME_HEAD.search(h) for h in low):
        return False
    first = NUMBER_HEAD.fullmatch(low[0]) or NAME_HEAD.match(low[0])
    return bool(first) and not any(re.fullmatch(r"[\d.,]+%?", h) and not YEAR.fullmatch(h) for h in low)
