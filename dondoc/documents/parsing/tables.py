"""Tables: rows "| cell | cell |", and tables that lost their lines so that every cell line stands alone.

The head row tells what each column holds; without one, what the cells look like does. Rows become tasks (an
assignment annex) or targets (a target annex).
"""

# ruff: noqa: E501 -- a table of patterns is read row by row; broken rows hide what differs

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from dondoc.documents.parsing import dues
from dondoc.documents.parsing.bodies import VERBS, begins_with_body
from dondoc.documents.parsing.outline import Node
from dondoc.documents.parsing.patterns import vn

# What a column holds, told by its head; first match wins.
COLUMNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("value", vn(r"(?:năm|đến|giai đoạn|chỉ tiêu|mục tiêu|kế hoạch|cuối|hết).*\d{4}|^\d{4}$|^(?:kế hoạch|mức|chỉ tiêu) (?:giao|đề ra|phấn đấu)|^mục tiêu (?:đến|phấn đấu)")),
    ("support", vn(r"phối hợp")),
    ("lead", vn(r"chủ trì|thực hiện$|cơ quan|đơn vị (?:thực hiện|chịu)|trách nhiệm|phân công|đầu mối|người thực hiện")),
    ("due", vn(r"thời gian|thời hạn|tiến độ|hoàn thành|kỳ hạn|thời điểm|lộ trình")),
    ("product", vn(r"sản phẩm|kết quả|hình thức văn bản|đầu ra")),
    ("unit", vn(r"đơn vị tính|đvt|^đơn vị$")),
    ("number", vn(r"^(?:stt|tt|số tt|số thứ tự|số|no\.?)$")),
    ("task", vn(r"nhiệm vụ|nội dung|công việc|tên văn bản|hoạt động|giải pháp|tên|việc")),
    ("target", vn(r"chỉ tiêu|mục tiêu")),
)  # fmt: skip
_GROUP_ROW = vn(r"(?:[ivx]{1,5}|[a-h])\s?(?:[.)]|$)")


@dataclass(frozen=True)
class Cell:
    """A cell: [start, end) of its node's text."""

    start: int
    end: int


@dataclass(frozen=True)
class Row:
    """A row of a table with its cells by what they hold."""

    node: Node
    cells: dict[str, Cell]
    values: tuple[tuple[str, Cell], ...] = ()  # columns of figures with their heads

    def text(self, name: str) -> str:
        cell = self.cells.get(name)
        return self.node.text[cell.start : cell.end] if cell else ""


def is_row(node: Node) -> bool:
    """True for a line "| cell | cell |"."""
    return node.text.startswith("|") and node.text.count("|") >= 3


def is_head_row(node: Node) -> bool:
    """True for the row of a table that names its columns, or one of several such."""
    return bool(_heads(node, _cells(node.text)))


def piped_rows(nodes: Sequence[Node]) -> list[Row]:
    """The rows of consecutive "| … |" lines that belong to a table of tasks or targets; head and group rows left out."""
    rows: list[Row] = []
    columns: list[str] = []
    titles: list[str] = []
    for node in nodes:
        if not is_row(node):
            continue
        cells = _cells(node.text)
        heads = _heads(node, cells)
        if heads:
            columns, titles = heads, [node.text[c.start : c.end] for c in cells]
            continue
        filled = [c for c in cells if c.end > c.start]
        if len(filled) < 2 or not columns or len(cells) < len(columns) - 1:
            continue
        figures = [(t, c) for t, n, c in zip(titles, columns, cells, strict=False) if n == "value" and c.end > c.start]
        rows.append(Row(node, _named(columns, cells), tuple(figures)))
    return rows


def _cells(text: str) -> list[Cell]:
    """The cells between the bars."""
    bars = [m.start() for m in re.finditer(r"\|", text)]
    cells = []
    for a, b in itertools.pairwise(bars):
        start, end = a + 1, b
        while start < end and text[start] == " ":
            start += 1
        while end > start and text[end - 1] == " ":
            end -= 1
        cells.append(Cell(start, end))
    return cells


def _heads(node: Node, cells: Sequence[Cell]) -> list[str]:
    """What the columns hold when this is a head row, [] when it is none."""
    names = [_column(node.low[c.start : c.end].strip()) for c in cells]
    known = [n for n in names if n]
    short = all(c.end - c.start <= 60 for c in cells)
    if not short or len(known) < 2 or not {"task", "target"} & set(known):
        return []
    if names[0] not in ("number", "task", "target") and names[0]:
        return []
    return names


def _column(head: str) -> str:
    return next((name for name, pattern in COLUMNS if head and pattern.search(head)), "")


def _named(columns: Sequence[str], cells: Sequence[Cell]) -> dict[str, Cell]:
    """Cells by column; the first of two columns of a kind counts."""
    named: dict[str, Cell] = {}
    for name, cell in zip(columns, cells, strict=False):
        if name and cell.end > cell.start:
            named.setdefault(name, cell)
    return named


_LOOSE_HEAD = vn(r"(?:stt|tt|số tt)$")
_LOOSE_WORDS = vn(
    r"nội dung|nhiệm vụ|tên|thời gian.*|thời hạn.*|tiến độ.*|cơ quan.*|đơn vị.*|chủ trì.*|phối hợp.*|thực hiện|nguồn lực.*|btv|bch|ghi chú|sản phẩm.*|kết quả.*|hoàn thành.*"
)
_LOOSE_DUE = vn(
    r"(?:(?:hàng|hằng) (?:quý|năm|tháng|tuần)|qu[ýí] (?:i{1,3}|iv|[1-4])\b|tháng \d{1,2}|\d{4}\s?[-–]\s?\d{4}$|(?:thực hiện )?theo (?:sự )?chỉ đạo|thực hiện theo$|thường xuyên|(?:trong |trước |hết )?năm \d{4}$|(?:trước )?ngày \d|trước \d|(?:6|9) tháng|giai đoạn \d{4})"
)
_LOOSE_GROUP = re.compile(r"(?:[IVX]{1,5})$")
_LOOSE_START = vn(
    r"(?:nghị quyết|kế hoạch|chương trình|đề án|chỉ thị|hướng dẫn|báo cáo|quy chế|quy định|kết luận|văn bản|tổ chức|rà soát|xây dựng|ban hành|lãnh đạo|tham mưu|triển khai|"
    + "|".join(sorted(VERBS, key=len, reverse=True))
    + r")(?![^\W_])"
)


@dataclass(frozen=True)
class LooseRow:
    """A row of a table whose lines are gone: the nodes of its text, of its times and of its bodies."""

    text: tuple[Node, ...]
    due: tuple[Node, ...]
    bodies: tuple[Node, ...]


def loose_rows(nodes: Sequence[Node]) -> tuple[list[LooseRow], set[int]]:
    """The rows of a table that was flattened to one cell line per text line, and the nodes that it takes up.

    Such a table begins with a lone "Stt" and its column heads; in each row times follow the text and bodies the times.
    """
    start = next((i for i, n in enumerate(nodes) if _LOOSE_HEAD.match(n.low.strip())), None)
    if start is None:
        return [], set()
    at = start + 1
    while (
        at < len(nodes)
        and len(nodes[at].text) < 40
        and _LOOSE_WORDS.match(nodes[at].low)
        and not _LOOSE_GROUP.match(nodes[at].text)
    ):
        at += 1
    rows: list[LooseRow] = []
    text: list[Node] = []
    due: list[Node] = []
    bodies: list[Node] = []
    group = False
    for node in nodes[at:]:
        line = node.paragraph
        if _LOOSE_GROUP.match(line.text.strip()):
            _flush(rows, text, due, bodies)
            group = True
            continue
        if group and not _LOOSE_DUE.match(line.low) and not (text and _LOOSE_START.match(line.low)):
            if _LOOSE_START.match(line.low) and not _names_field(line.low):
                group = False
            else:
                continue
        if (due and (not bodies or not _starts_row(line.text, line.low)) and _goes_on_due(due[-1], line.low)) or (
            text and _LOOSE_DUE.match(line.low) and not bodies
        ):
            due.append(node)
        elif due and _starts_row(line.text, line.low) and (bodies or not begins_with_body(line.low)):
            _flush(rows, text, due, bodies)
            text.append(node)
        elif due:
            bodies.append(node)
        else:
            text.append(node)
        group = False
    _flush(rows, text, due, bodies)
    return rows, {id(n) for n in nodes[start:]}


def _names_field(low: str) -> bool:
    return bool(vn(r"(?:lĩnh vực|công tác|quốc phòng|kinh tế|văn hóa|xây dựng đảng)").match(low))


def _starts_row(text: str, low: str) -> bool:
    return text[:1].isupper() and bool(_LOOSE_START.match(low))


def _goes_on_due(last: Node, low: str) -> bool:
    """True when a line is the rest of a time that was broken ("Quý IV hàng" / "năm")."""
    whole = f"{last.paragraph.low.strip()} {low.strip()}"
    if vn(r"(?:hàng|hằng|theo|chỉ đạo|của)$").search(last.paragraph.low.strip()):
        return len(low) < 30
    return bool(_LOOSE_DUE.match(low)) and dues.schedule(whole, whole) is not None


def _flush(rows: list[LooseRow], text: list[Node], due: list[Node], bodies: list[Node]) -> None:
    if text and due:
        rows.append(LooseRow(tuple(text), tuple(due), tuple(bodies)))
    text.clear()
    due.clear()
    bodies.clear()
