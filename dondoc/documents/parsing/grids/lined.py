"""Tables that kept their rows but lost their columns: single blanks part the cells of a line."""

# ruff: noqa: E501 -- a table of patterns is read row by row; broken rows hide what differs

import re
from collections.abc import Sequence

from dondoc.documents.parsing.blocks import Line
from dondoc.documents.parsing.grids.model import EMPTY, NO_FIGURE, Cell, Grid, GridRow, part_of
from dondoc.documents.parsing.measures.units import SCALE, UNIT_WORDS
from dondoc.documents.parsing.outline import Node
from dondoc.documents.parsing.patterns import vn

_ROW_HEAD = vn(
    r"(?:stt|tt|số tt)\s(?P<name>(?:tên )?(?:các )?(?:chỉ tiêu|mục tiêu|tiêu chí|chỉ số|nội dung)[^\d]*?)(?P<unit>\s(?:đơn vị tính|đvt|đv tính))?(?P<rest>\s.*)"
)
_YEAR_HEAD = vn(
    r"(?:(?:thực hiện|ước(?: thực hiện)?|kế hoạch|mục tiêu|chỉ tiêu|đến|giai đoạn)\s)?(?:(?:đến )?năm\s)?(?:19|20)\d{2}(?:\s?[-–]\s?(?:19|20)\d{2})?"
)
_UNIT_AT_END = vn(rf"\s(?P<unit>%(?:/năm)?|(?:{SCALE} )?(?:{UNIT_WORDS})(?:/[^\W\d]+)?)$")
_FIGURE_AT_END = re.compile(r"\s(?P<figure>(?:[≥≤<>]\s?)?\d[\d.,]*%?(?:\s?[-–]\s?\d[\d.,]*%?)?|[-–x])$")
_NUMBER_FIRST = re.compile(r"(?P<number>\d{1,2}(?:\.\d{1,2})*|[-–+])[.)]?\s(?=\S)")


def lined(nodes: Sequence[Node]) -> list[Grid]:
    """Rows that kept their lines but lost their columns: "1 Tỷ lệ hộ nghèo % 3,5 2,5" under "TT Chỉ tiêu ĐVT 2026 2027"."""
    found: list[Grid] = []
    grid: Grid | None = None
    caption = ""
    for node in nodes:
        for line in node.paragraph.lines:
            low = line.words.low
            head = _ROW_HEAD.fullmatch(low) if line.gaps < 2 and "|" not in low else None
            years = [m[0] for m in _YEAR_HEAD.finditer(head["rest"])] if head else []
            if head and years:
                grid = Grid(["TT", head["name"], "Đơn vị tính", *years], caption=caption, taken={id(node)})
                found.append(grid)
            elif grid is not None and (row := _lined_row(node, line, len(grid.heads) - 3)) is not None:
                grid.rows.append(row)
                grid.taken.add(id(node))
            elif grid is not None and grid.rows:
                grid = None
            caption = line.text
    return [g for g in found if g.rows]


def _lined_row(node: Node, line: Line, values: int) -> GridRow | None:
    """The row that a line holds: its number, its name, its unit, its last figures; None when it holds none."""
    words = line.words
    first = _NUMBER_FIRST.match(words.low)
    end = len(words.text)
    figures: list[Cell] = []
    while len(figures) < values and (m := _FIGURE_AT_END.search(words.low, 0, end)):
        figures.insert(0, EMPTY if NO_FIGURE.fullmatch(m["figure"]) else part_of(words, m.start("figure"), end))
        end = m.start()
    begin = first.end() if first else 0
    if not any(c.text for c in figures) or begin >= end:
        return None
    unit = _UNIT_AT_END.search(words.low, begin, end)
    name = part_of(words, begin, unit.start() if unit else end)
    number = part_of(words, first.start("number"), first.end("number")) if first else EMPTY
    told = part_of(words, unit.start("unit"), end) if unit else EMPTY
    return GridRow(node, (number, name, told, *[EMPTY] * (values - len(figures)), *figures))
