"""Assignment tables (task, lead, support, time, product) as rows, from bars, wide blanks and one cell per line.

The head tells what a column holds. A cell that is empty because it was merged with the one above, or that says "nt"
("như trên"), takes what stands above and says so.
"""

# ruff: noqa: E501 -- a table of patterns is read row by row; broken rows hide what differs

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from dondoc.documents.parsing import dues
from dondoc.documents.parsing.blocks import Line, Words, clean
from dondoc.documents.parsing.bodies import begins_with_body
from dondoc.documents.parsing.grids import EMPTY, NUMBER_HEAD, Cell, Grid, GridRow, grids
from dondoc.documents.parsing.outline import Node
from dondoc.documents.parsing.patterns import lowered, vn
from dondoc.documents.parsing.products import NOUNS

# What a column holds, told by its head; first match wins.
ROLES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("number", NUMBER_HEAD),
    ("unit", vn(r"đơn vị tính|đvt|ghi chú|kinh phí|nguồn lực|căn cứ|cơ sở pháp lý|địa điểm|mã số")),
    ("task", vn(r"(?:các |tên |danh mục )?(?:nội dung|nhiệm vụ|công việc|tên|hoạt động|đầu việc|danh mục|văn bản)")),
    ("due", vn(r".*(?:thời gian|thời hạn|tiến độ|hoàn thành|kỳ hạn|thời điểm|lộ trình|^hạn)")),
    ("product", vn(r".*(?:sản phẩm|kết quả|hình thức|đầu ra)")),
    ("both", vn(r".*chủ trì.*phối hợp")),
    ("support", vn(r".*phối hợp")),
    ("lead", vn(r".*(?:chủ trì|thực hiện$|cơ quan|đơn vị|bộ phận|trách nhiệm|phân công|đầu mối|người|lãnh đạo|phụ trách|tham mưu)")),
    ("task", vn(r".*(?:nhiệm vụ|nội dung|công việc|giải pháp|việc)")),
)  # fmt: skip
_GIVES_AWAY = frozenset({"lead", "both", "support", "due", "product"})
_DITTO = vn(r"(?:-?\s?n\s?/?\s?t\s?-?|như trên|[\"”“]|//|-\"-)\.?")


@dataclass(frozen=True)
class AssignmentRow:
    """A row with its cells by what they hold; `taken_over`: the columns whose cell is that of the row above."""

    node: Node
    cells: dict[str, Cell]
    form: str
    taken_over: frozenset[str] = frozenset()

    def text(self, name: str) -> str:
        return self.cells.get(name, EMPTY).text


@dataclass
class AssignmentTables:
    """The rows of all assignment tables, and the paragraphs that these take up."""

    rows: list[AssignmentRow] = field(default_factory=list)
    taken: set[int] = field(default_factory=set)


def assignment_tables(nodes: Sequence[Node], source: str) -> AssignmentTables:
    """Read every assignment table of the document."""
    read = AssignmentTables()
    for grid in grids(nodes, source):
        roles = [role_of(head) for head in grid.heads]
        if gives_work(roles):
            barred = any("|" in row.node.paragraph.text for row in grid.rows)
            read.rows += _filled(_rows(grid, roles, barred), "task.table_row")
            read.taken |= grid.taken
    free = [n for n in nodes if id(n) not in read.taken and "|" not in n.paragraph.text]
    for rows, taken in _flat_tables(free, source):
        read.rows += _filled(rows, "task.loose_row")
        read.taken |= taken
    return read


def role_of(head: str) -> str:
    """What a column with this head holds, "" when its head does not tell."""
    low = lowered(head).strip(" *")
    return next((role for role, pattern in ROLES if low and pattern.match(low)), "")


def gives_work(roles: Sequence[str]) -> bool:
    """True when columns with these roles assign work: a task and who, when or what comes out."""
    return "task" in roles and bool(_GIVES_AWAY & set(roles)) and ("lead" in roles or "both" in roles or "due" in roles)


def _rows(grid: Grid, roles: Sequence[str], barred: bool) -> list[tuple[Node, dict[str, Cell]]]:
    """The rows by role; rows of a spaced table without a number go on with the one above."""
    found: list[tuple[Node, dict[str, Cell]]] = []
    for row in grid.rows:
        cells = _by_role(row, roles)
        if not barred and "number" in roles and not cells.get("number") and found:
            for name, cell in cells.items():
                found[-1][1][name] = _joined(found[-1][1].get(name, EMPTY), cell)
        elif len([c for c in row.cells if c.text]) >= 2 and cells.get("task") and not _is_head(row, roles):
            found.append((row.node, cells))
    return found


def _by_role(row: GridRow, roles: Sequence[str]) -> dict[str, Cell]:
    """The filled cells by role; the first of two columns of a kind counts."""
    cells: dict[str, Cell] = {}
    for role, cell in zip(roles, row.cells, strict=False):
        if role and cell.text:
            cells.setdefault(role, cell)
    return cells


def _is_head(row: GridRow, roles: Sequence[str]) -> bool:
    """True when the head stands again (a new page), or a row that numbers the columns."""
    again = [role_of(cell.text) == role for role, cell in zip(roles, row.cells, strict=False) if role and cell.text]
    numbers = [cell.text.strip("()") for cell in row.cells if cell.text]
    return (len(again) >= 2 and all(again) and all(len(c.text) < 60 for c in row.cells)) or all(
        n.isdigit() for n in numbers
    )


def _joined(one: Cell, other: Cell) -> Cell:
    if not one.text:
        return other
    places = one.words.places + one.words.places[-1:] + other.words.places
    return Cell(Words(f"{one.text} {other.text}", places))


def _filled(rows: Sequence[tuple[Node, dict[str, Cell]]], form: str) -> Iterator[AssignmentRow]:
    """The rows with what merged and "nt" cells stand for. A time is taken over only together with the body."""
    above: dict[str, Cell] = {}
    for (node, cells), below in zip(rows, [*(c for _, c in rows[1:]), {}], strict=True):
        number, next_number = (c.get("number", EMPTY).text.strip(" .)") for c in (cells, below))
        heads_group = not number.isdigit() or next_number.startswith(f"{number}.")
        if not (_GIVES_AWAY & set(cells)) and heads_group:
            above = {}  # the row only names a group
            continue
        whole = dict(cells)
        over = {name for name, cell in cells.items() if name in _GIVES_AWAY and _DITTO.fullmatch(cell.low)}
        if not ({"lead", "both"} & set(cells)) and ({"lead", "both"} & set(above)):
            over |= {name for name in ("lead", "both", "support", "due") if name not in cells and name in above}
        for name in over:
            whole.pop(name, None)
            if name in above:
                whole[name] = above[name]
        if len(set(whole) & _GIVES_AWAY):
            yield AssignmentRow(node, whole, form, frozenset(over & set(whole)))
            above = whole


# ── one cell per line ───────────────────────────────────────────────────────────────────────────────────────────────
_NUMBER = re.compile(r"(\d{1,3})[.)]?")
_GROUP = re.compile(r"(?:[IVX]{1,5}|[A-H])[.)]?")
_LONGEST_HEAD, _MOST_HEADS, _LONGEST_ROW = 80, 16, 40
_PRODUCT_NOUN = vn(
    r"(?:các |dự thảo |văn bản |tờ trình|"
    + "|".join(NOUNS)
    + r"|biên bản|lớp|hội nghị|danh sách|cuộc|phần mềm|hệ thống)"
)
_ENDS_OPEN = re.compile(r"[,;]$|(?:\s(?:và|với|của|các|cấp|hằng|hàng))$")


@dataclass(frozen=True)
class _Token:
    node: Node
    line: Line

    @property
    def text(self) -> str:
        return self.line.text.strip()

    @property
    def low(self) -> str:
        return self.line.words.low.strip()


Rows = list[tuple[Node, dict[str, Cell]]]
Found = tuple[Rows, set[int]]


def _flat_tables(nodes: Sequence[Node], source: str) -> Iterator[Found]:
    """Tables that lost their lines: a head beginning with "TT", then numbered rows, every cell on its own lines."""
    tokens = [_Token(n, line) for n in nodes for line in n.paragraph.lines]
    at = 0
    while at < len(tokens):
        if not NUMBER_HEAD.fullmatch(tokens[at].low):
            at += 1
            continue
        first, roles = _flat_head(tokens, at + 1)
        if not gives_work(roles):
            at += 1
            continue
        rows, end = _flat_rows(tokens, first, roles, source)
        if rows:
            yield rows, {id(t.node) for t in tokens[at:end]}
        at = max(end, at + 1)


def _flat_head(tokens: Sequence[_Token], at: int) -> tuple[int, list[str]]:
    """Where the rows begin, and the roles of the columns; a head broken over lines is one."""
    heads: list[str] = []
    while (
        at < len(tokens)
        and len(heads) <= _MOST_HEADS
        and not _starts(tokens[at], 1)
        and not _GROUP.fullmatch(tokens[at].text)
    ):
        text = tokens[at].text
        if len(text) > _LONGEST_HEAD:
            return at, []
        if heads and (text[:1].islower() or text[:1] == "("):
            heads[-1] += " " + text
        else:
            heads.append(text)
        at += 1
    return at, [role_of(h) for h in heads]


def _starts(token: _Token, number: int) -> bool:
    m = _NUMBER.fullmatch(token.text)
    return bool(m and int(m[1]) == number)


def _flat_rows(tokens: Sequence[_Token], at: int, roles: Sequence[str], source: str) -> tuple[Rows, int]:
    """The numbered rows from `at` on, and where the table ends."""
    rows: list[tuple[Node, dict[str, Cell]]] = []
    number = 1
    while at < len(tokens):
        if _GROUP.fullmatch(tokens[at].text):
            while at < len(tokens) and not (_starts(tokens[at], number) or _starts(tokens[at], 1)):
                at += 1
            continue
        if not (_starts(tokens[at], number) or _starts(tokens[at], 1)):
            break
        number = int(tokens[at].text.strip(".)")) + 1
        end = at + 1
        while (
            end < len(tokens)
            and end - at < _LONGEST_ROW
            and not _starts(tokens[end], number)
            and not _GROUP.fullmatch(tokens[end].text)
        ):
            end += 1
        lines = list(tokens[at + 1 : end])
        if lines:
            rows.append((tokens[at].node, _placed(lines, roles, source)))
        at = end
    return rows, at


def _placed(lines: Sequence[_Token], roles: Sequence[str], source: str) -> dict[str, Cell]:
    """The lines of a row put into its columns, in order, where their words fit best."""
    count = len(lines)
    kinds = [_Kind.of(line) for line in lines]
    best: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, ())}
    for role in roles:
        best = _with_column(best, kinds, role)
    cuts = best[count][1]
    cells: dict[str, Cell] = {}
    for role, start, end in zip(roles, (0, *cuts), cuts, strict=False):
        if role and end > start:
            cells.setdefault(role, Cell(clean(source, lines[start].line.span.start, lines[end - 1].line.span.end)))
    return cells


def _with_column(
    best: dict[int, tuple[float, tuple[int, ...]]], kinds: Sequence["_Kind"], role: str
) -> dict[int, tuple[float, tuple[int, ...]]]:
    """Where the lines may be cut behind one more column: line → (how well so far, the cuts)."""
    count = len(kinds)
    first = [_line_fit(kind, role, True) - (_TORN if kind.is_low else 0.0) for kind in kinds]
    later = [0.0, *itertools.accumulate(_line_fit(kind, role, False) for kind in kinds)]
    reached: dict[int, tuple[float, tuple[int, ...]]] = {}
    for start, (score, cuts) in best.items():
        for end in range(start, count + 1):
            made = score + _EMPTY_COST.get(role, 0.0)
            if end > start:
                torn = _TORN if kinds[end - 1].is_open else 0.0
                made = score + first[start] + later[end] - later[start + 1] - torn
            if end not in reached or made > reached[end][0]:
                reached[end] = (made, (*cuts, end))
    return reached


_EMPTY_COST = {"task": -6.0, "lead": -1.4, "both": -1.4, "due": -1.2, "support": -0.6, "product": -0.6}
_TORN = 1.5  # no cell begins or ends in mid-sentence


@dataclass(frozen=True)
class _Kind:
    """What a line looks like: a time, a body, a product; in lower case, left open at its end, short."""

    is_time: bool
    is_body: bool
    is_product: bool
    is_low: bool
    is_open: bool
    is_short: bool

    @classmethod
    def of(cls, token: _Token) -> "_Kind":
        text, low = token.text, token.low
        return cls(
            is_time=len(text) < _LONGEST_TIME and bool(dues.schedule(text, low)),
            is_body=begins_with_body(low) and text[:1].isupper(),
            is_product=bool(_PRODUCT_NOUN.match(low)),
            is_low=text[:1].islower(),
            is_open=bool(_ENDS_OPEN.search(text)),
            is_short=len(text) < _LONGEST_TIME // 2,
        )


_LONGEST_TIME = 60


def _line_fit(kind: _Kind, role: str, is_first: bool) -> float:
    """How well one line fits a column: bodies among bodies, times among times."""
    goes_on = not is_first and kind.is_low
    if role == "task":
        return -2.0 if kind.is_time and kind.is_short else (0.3 if not kind.is_body else -0.5)
    if role in ("lead", "support", "both"):
        return -2.0 if kind.is_time else 2.0 if kind.is_body else 0.5 if goes_on else -1.0
    if role == "due":
        return 2.5 if kind.is_time else 0.2 if goes_on else -2.0
    if role == "product":
        return -2.0 if kind.is_time else -0.8 if kind.is_body else 1.5 if is_first and kind.is_product else 0.2
    return -0.2
