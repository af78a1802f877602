"""Tables as grids of cells, from the forms in which they come: bars, wide blanks, a cell per line, a row per line.

A cell knows its place in the source. What a grid means is read elsewhere (`target_tables`).
"""

# ruff: noqa: E501 -- a table of patterns is read row by row; broken rows hide what differs

import itertools
import re
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field

from dondoc.documents.parsing.blocks import Line, Words, clean
from dondoc.documents.parsing.measures.units import SCALE, UNIT_WORDS
from dondoc.documents.parsing.outline import Node
from dondoc.documents.parsing.patterns import lowered, vn

NUMBER_HEAD = vn(r"\W*(?:stt|tt|số tt|số thứ tự|số)\W*")
_NAME_HEAD = vn(r"chỉ tiêu|mục tiêu|nội dung|tiêu chí|chỉ số|đơn vị|tên|nhiệm vụ|địa phương|danh mục|lĩnh vực")
_LONGEST_HEAD = 120  # letters in the head of a column


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


def grids(nodes: Sequence[Node], source: str) -> list[Grid]:
    """The tables of the document, in order of their form and place."""
    return [*_barred(nodes), *_spaced(nodes, source), *_flat(nodes, source), *_lined(nodes)]


# ── bars ────────────────────────────────────────────────────────────────────────────────────────────────────────────
_FEWEST_BARS = 2


def _barred(nodes: Sequence[Node]) -> list[Grid]:
    """ "| cell | cell |" or "cell | cell | cell", one row a paragraph."""
    found: list[Grid] = []
    caption = ""
    for node in nodes:
        text = node.paragraph.text
        if text.count("|") < _FEWEST_BARS:
            caption = text if len(text) <= _LONGEST_HEAD * 2 else ""
            continue
        cells = _cells_between_bars(node.paragraph.words)
        if all(not re.search(r"\w", c.text) for c in cells):
            if found:
                found[-1].taken.add(id(node))
            continue
        heads = [c.text for c in cells]
        if _is_head(heads) and not (found and not found[-1].rows and _is_second_head(found[-1], cells)):
            found.append(Grid(heads, caption=caption, taken={id(node)}))
        elif found and not found[-1].rows and _is_second_head(found[-1], cells):
            found[-1].heads = _merged(found[-1].heads, heads)
            found[-1].taken.add(id(node))
        elif found and len(cells) >= len(found[-1].heads) - 1:
            found[-1].rows.append(GridRow(node, cells))
            found[-1].taken.add(id(node))
        elif found:
            found[-1].taken.add(id(node))
    return found


def _cells_between_bars(words: Words) -> tuple[Cell, ...]:
    text = words.text
    bars = [m.start() for m in re.finditer(r"\|", text)]
    edges = [-1, *bars, len(text)]
    pieces = [(a + 1, b) for a, b in itertools.pairwise(edges)]
    if not text[: bars[0]].strip():
        pieces = pieces[1:]
    if pieces and not text[bars[-1] + 1 :].strip():
        pieces = pieces[:-1]
    return tuple(_slice(words, a, b) for a, b in pieces)


def _slice(words: Words, start: int, end: int) -> Cell:
    while start < end and words.text[start] == " ":
        start += 1
    while end > start and words.text[end - 1] == " ":
        end -= 1
    return Cell(Words(words.text[start:end], words.places[start:end])) if end > start else EMPTY


def _is_head(heads: Sequence[str]) -> bool:
    """True for a row that names columns: short cells without figures but years, one of them a name of things."""
    filled = [h for h in heads if h]
    low = [h.lower() for h in filled]
    if len(filled) < 2 or any(len(h) > _LONGEST_HEAD for h in filled):
        return False
    if not any(_NAME_HEAD.search(h) for h in low):
        return False
    first = NUMBER_HEAD.fullmatch(low[0]) or _NAME_HEAD.match(low[0])
    return bool(first) and not any(re.fullmatch(r"[\d.,]+%?", h) and not _YEAR.fullmatch(h) for h in low)


_YEAR = re.compile(r"(?:19|20)\d{2}")


def _is_second_head(grid: Grid, cells: Sequence[Cell]) -> bool:
    """True for a row under the head that parts a column ("Mục tiêu": "2026", "2030"): nothing in the first columns."""
    filled = [c for c in cells if c.text]
    return (
        len(cells) >= len(grid.heads)
        and bool(filled)
        and not cells[0].text
        and len(cells) > 1
        and not cells[1].text
        and all(len(c.text) <= _LONGEST_HEAD for c in filled)
    )


def _merged(heads: Sequence[str], below: Sequence[str]) -> list[str]:
    """The heads of two rows as one; a head that spans several columns is carried to the right."""
    merged: list[str] = []
    span = ""
    for i, sub in enumerate(below):
        own = heads[i] if i < len(heads) else ""
        span = own or (span if sub else "")
        merged.append(f"{span} {sub}".strip() if sub else own)
    return merged


# ── wide blanks ─────────────────────────────────────────────────────────────────────────────────────────────────────
_PIECE = re.compile(r"\S+(?:[ \u00a0]\S+)*")
_FEWEST_COLUMNS = 3


@dataclass(frozen=True)
class _Piece:
    """What stands between two wide blanks of a line: its place in the line and in the source."""

    left: int
    right: int
    cell: Cell


def _spaced(nodes: Sequence[Node], source: str) -> list[Grid]:
    """Columns held apart by wide blanks or tabs, as a PDF's layout gives them."""
    found: list[Grid] = []
    grid: Grid | None = None
    columns: list[tuple[int, int]] = []
    caption = ""
    for node in nodes:
        if "|" in node.paragraph.text:
            continue
        for line in node.paragraph.lines:
            pieces = _pieces(line, source)
            heads = [p.cell.text for p in pieces]
            if len(pieces) >= _FEWEST_COLUMNS and NUMBER_HEAD.fullmatch(heads[0].lower()) and _is_head(heads):
                grid = Grid(heads, caption=caption, taken={id(node)})
                columns = [(p.left, p.right) for p in pieces]
                found.append(grid)
            elif grid is not None and not grid.rows and pieces and not line.after_blank and not _numbered(pieces[0]):
                below = _aligned(pieces, columns)
                grid.heads = [f"{h} {c.text}".strip() for h, c in zip(grid.heads, below, strict=True)]
                grid.taken.add(id(node))
            elif grid is not None and len(pieces) >= 2:
                grid.rows.append(GridRow(node, _aligned(pieces, columns)))
                grid.taken.add(id(node))
            elif grid is not None and grid.rows and pieces and (column := _goes_on(pieces[0], columns, line)):
                _extend(grid, pieces[0], column)
                grid.taken.add(id(node))
            else:
                grid, caption = None, line.text
    return [g for g in found if g.rows]


def _pieces(line: Line, source: str) -> list[_Piece]:
    raw = source[line.span.start : line.span.end].rstrip().expandtabs(1)
    if "\t" in source[line.span.start : line.span.end]:
        raw = source[line.span.start : line.span.end].rstrip().replace("\t", "  ")
        return _tabbed(line, source)
    return [
        _Piece(m.start(), m.end(), Cell(line.words.between(line.span.start + m.start(), line.span.start + m.end())))
        for m in _PIECE.finditer(raw)
    ]


def _tabbed(line: Line, source: str) -> list[_Piece]:
    """Cells parted by tabs; an empty one keeps its column."""
    pieces: list[_Piece] = []
    at = line.span.start
    for i, part in enumerate(source[line.span.start : line.span.end].rstrip("\r\n").split("\t")):
        if part.strip():
            pieces.append(_Piece(i, i + 1, Cell(line.words.between(at, at + len(part)))))
        at += len(part) + 1
    return pieces


def _aligned(pieces: Sequence[_Piece], columns: Sequence[tuple[int, int]]) -> tuple[Cell, ...]:
    """The pieces of a row put under the heads that they stand nearest to, in order."""
    cells = [EMPTY] * len(columns)
    free = 0
    for i, piece in enumerate(pieces):
        last = len(columns) - (len(pieces) - i - 1)
        choices = range(free, max(free + 1, last))
        best = min(choices, key=lambda c: _distance(piece, columns[c]) if c < len(columns) else 10**6)
        if best < len(columns):
            cells[best] = piece.cell
            free = best + 1
    return tuple(cells)


def _distance(piece: _Piece, column: tuple[int, int]) -> int:
    """How far apart a piece and a head stand; 0 and below when they overlap."""
    return max(piece.left, column[0]) - min(piece.right, column[1])


def _numbered(piece: _Piece) -> bool:
    return bool(_LONE_NUMBER.fullmatch(piece.cell.text) or _LONE_GROUP.fullmatch(piece.cell.text))


def _goes_on(piece: _Piece, columns: Sequence[tuple[int, int]], line: Line) -> int:
    """The column of which a lone piece is the rest of a broken cell, 0 for none.

    Under the names it must begin in lower case; under a later column it must stand right below, over its head.
    """
    if len(columns) < 2:
        return 0
    if columns[1][0] - 2 <= piece.left < columns[1][1] + 30 and piece.cell.text[:1].islower():
        return 1
    later = [c for c in range(2, len(columns)) if _distance(piece, columns[c]) < 0]
    return later[0] if later and not line.after_blank else 0


def _extend(grid: Grid, piece: _Piece, column: int) -> None:
    last = grid.rows[-1]
    cell = last.cell(column)
    if cell is EMPTY:
        return
    joined = Words(
        f"{cell.text} {piece.cell.text}",
        cell.words.places + array("l", [cell.words.places[-1]]) + piece.cell.words.places,
    )
    cells = tuple(Cell(joined) if i == column else c for i, c in enumerate(last.cells))
    grid.rows[-1] = GridRow(last.node, cells)


# ── one cell per line ───────────────────────────────────────────────────────────────────────────────────────────────
_LONE_NUMBER = re.compile(r"\(?(\d{1,3})[.)]?")
_LONE_GROUP = re.compile(r"(?:[IVX]{1,5}|[A-H])[.)]?")
FIGURE_CELL = vn(
    r"(?:(?:≥|≤|>=|<=|>|<|=|~|±|\+|-|trên|dưới|khoảng|ít nhất|tối thiểu|tối đa|không quá|từ|đạt|giảm|tăng|còn)\s?)*\d[\d.,]*\s?%?(?:\s?(?:[-–÷]|đến)\s?\d[\d.,]*\s?%?)?(?:\s?(?:trở lên|trở xuống|/năm|%/năm))*"
)
_NO_FIGURE = re.compile(r"[-–—x…./\\]{1,3}")
_VALUE_HEAD = vn(
    r".*(?:19|20)\d{2}.*|mức.*|.*phấn đấu.*|kế hoạch.*|mục tiêu (?:đến|năm).*|chỉ tiêu (?:giao|năm|đến).*|số lượng.*"
)
_UNIT_HEAD = vn(r"đơn vị tính|đvt|đơn vị|đv tính")
_LONGEST_TABLE_HEAD = 40


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


def _flat(nodes: Sequence[Node], source: str) -> list[Grid]:
    """Tables that lost their lines, so that every cell stands on a line of its own."""
    tokens = [_Token(n, line) for n in nodes if "|" not in n.paragraph.text for line in n.paragraph.lines]
    found: list[Grid] = []
    at = 0
    while at < len(tokens):
        if NUMBER_HEAD.fullmatch(tokens[at].low):
            grid, at = _flat_grid(tokens, at, source)
            if grid is not None:
                found.append(grid)
        else:
            at += 1
    return found


def _flat_grid(tokens: Sequence[_Token], at: int, source: str) -> tuple[Grid | None, int]:
    """The table whose head begins at `at`, and where reading goes on."""
    caption = tokens[at - 1].text if at else ""
    first = at + 1
    while first < len(tokens) and first - at <= _LONGEST_TABLE_HEAD and not _begins_rows(tokens[first].text):
        if len(tokens[first].text) > _LONGEST_HEAD:
            return None, at + 1
        first += 1
    heads = _heads_of_lines([t.text for t in tokens[at + 1 : first]])
    names = [lowered(h) for h in heads]
    unit = next((i for i, h in enumerate(names) if _UNIT_HEAD.fullmatch(h)), None)
    places = [i for i, h in enumerate(names) if _VALUE_HEAD.fullmatch(h) and i]
    if first >= len(tokens) or not names or not _NAME_HEAD.search(names[0]) or not places:
        return None, at + 1
    values = [heads[i] for i in places]
    after = len(names) - 1 - places[-1]
    columns = ["TT", heads[0], *(["Đơn vị tính"] if unit is not None else []), *values]
    grid = Grid(columns, caption=caption, taken={id(t.node) for t in tokens[at:first]})
    end = _flat_rows(
        grid, tokens, _after_column_numbers(tokens, first, len(names) + 1), source, unit is not None, len(values), after
    )
    return (grid, end) if grid.rows else (None, at + 1)


_SPLIT_HEAD = vn(r"(?:đơn vị|năm|đến năm|thực hiện|kế hoạch|mục tiêu|ước|kh|th|chỉ tiêu|mức|giai đoạn|đến)")


def _heads_of_lines(lines: Sequence[str]) -> list[str]:
    """The heads of columns whose words were broken over lines ("Đơn vị" / "tính", "Kế hoạch" / "năm 2026")."""
    heads: list[str] = []
    for line in lines:
        year_of = bool(heads) and bool(_YEAR.fullmatch(line)) and bool(_SPLIT_HEAD.fullmatch(lowered(heads[-1])))
        if heads and (line[:1].islower() or line[:1] in "(%" or year_of):
            heads[-1] = f"{heads[-1]} {line}"
        else:
            heads.append(line)
    return heads


def _begins_rows(text: str) -> bool:
    m = _LONE_NUMBER.fullmatch(text)
    return bool(m and int(m[1]) == 1) or bool(_LONE_GROUP.fullmatch(text))


def _after_column_numbers(tokens: Sequence[_Token], at: int, columns: int) -> int:
    """Behind a row that only numbers the columns ("1", "2", "3" …)."""
    size = 0
    while at + size < len(tokens) and (m := _LONE_NUMBER.fullmatch(tokens[at + size].text)) and int(m[1]) == size + 1:
        size += 1
    return at + size if size >= min(3, columns) else at


def _flat_rows(
    grid: Grid, tokens: Sequence[_Token], at: int, source: str, has_unit: bool, values: int, after: int
) -> int:
    """Read the rows from `at` on; returns where the table ends."""
    expected = 1
    while at < len(tokens):
        token = tokens[at]
        number = _LONE_NUMBER.fullmatch(token.text)
        if _LONE_GROUP.fullmatch(token.text):
            at = _past_group(grid, tokens, at)
            continue
        if grid.rows and _WITHIN.fullmatch(token.low):
            grid.taken.add(id(token.node))
            at += 1
            continue
        counted = number and int(number[1]) in (expected, 1)
        if not counted and not (grid.rows and _is_row_without_number(tokens, at, values)):
            break
        row, end = _flat_row(tokens, at, source, has_unit, values)
        if row is None:
            break
        if number:
            expected = int(number[1]) + 1
        grid.rows.append(row)
        left = after * 4
        while end < len(tokens) and left and not _starts_flat_row(tokens, end, expected, values):
            end, left = end + 1, left - 1
        grid.taken |= {id(t.node) for t in tokens[at:end]}
        at = end
    return at


_WITHIN = vn(r"\W*trong đó\W*")


def _is_row_without_number(tokens: Sequence[_Token], at: int, values: int) -> bool:
    """True when a name of a line or two, perhaps a unit, and all figures of a row follow."""
    end = at
    while end < len(tokens) and end - at <= 4 and not _is_figure(tokens[end].text):
        end += 1
    figures = tokens[end : end + values]
    return end > at and len(figures) == values and all(_is_figure(t.text) for t in figures)


def _past_group(grid: Grid, tokens: Sequence[_Token], at: int) -> int:
    end = at + 1
    while end < len(tokens) and end - at <= 4 and not _LONE_NUMBER.fullmatch(tokens[end].text):
        end += 1
    grid.taken |= {id(t.node) for t in tokens[at:end]}
    return end


def _starts_flat_row(tokens: Sequence[_Token], at: int, expected: int, values: int) -> bool:
    m = _LONE_NUMBER.fullmatch(tokens[at].text)
    marked = bool(m and int(m[1]) == expected) or bool(_LONE_GROUP.fullmatch(tokens[at].text))
    return marked or bool(_WITHIN.fullmatch(tokens[at].low)) or _is_row_without_number(tokens, at, values)


_LONGEST_NAME = 8  # lines of one cell


def _flat_row(
    tokens: Sequence[_Token], at: int, source: str, has_unit: bool, values: int
) -> tuple[GridRow | None, int]:
    """One row: number, lines of its name, its unit, its figures."""
    numbered = _LONE_NUMBER.fullmatch(tokens[at].text)
    begin = at + 1 if numbered else at
    end = begin
    while end < len(tokens) and end - begin <= _LONGEST_NAME and not _is_figure(tokens[end].text):
        end += 1
    lines = list(tokens[begin:end])
    if not lines or end >= len(tokens) or end - begin > _LONGEST_NAME:
        return None, at
    unit = EMPTY
    if has_unit and len(lines) > 1 and len(lines[-1].text.split()) <= 4:
        unit = Cell(lines.pop().line.words)
    name = Cell(clean(source, lines[0].line.span.start, lines[-1].line.span.end))
    figures: list[Cell] = []
    while end < len(tokens) and len(figures) < values and _is_figure(tokens[end].text):
        figures.append(EMPTY if _NO_FIGURE.fullmatch(tokens[end].text) else Cell(tokens[end].line.words))
        end += 1
    # A lone dash for an empty cell is a rule to the paragraphs and gone: the first years are those left empty.
    figures = [EMPTY] * (values - len(figures)) + figures
    number = Cell(tokens[at].line.words) if numbered else EMPTY
    cells = (number, name, *((unit,) if has_unit else ()), *figures)
    return GridRow(tokens[at].node, cells), end


def _is_figure(text: str) -> bool:
    return bool(FIGURE_CELL.fullmatch(text.lower())) or bool(_NO_FIGURE.fullmatch(text))


# ── one row per line, single blanks ─────────────────────────────────────────────────────────────────────────────────
_ROW_HEAD = vn(
    r"(?:stt|tt|số tt)\s(?P<name>(?:tên )?(?:các )?(?:chỉ tiêu|mục tiêu|tiêu chí|chỉ số|nội dung)[^\d]*?)(?P<unit>\s(?:đơn vị tính|đvt|đv tính))?(?P<rest>\s.*)"
)
_YEAR_HEAD = vn(
    r"(?:(?:thực hiện|ước(?: thực hiện)?|kế hoạch|mục tiêu|chỉ tiêu|đến|giai đoạn)\s)?(?:(?:đến )?năm\s)?(?:19|20)\d{2}(?:\s?[-–]\s?(?:19|20)\d{2})?"
)
_UNIT_AT_END = vn(rf"\s(?P<unit>%(?:/năm)?|(?:{SCALE} )?(?:{UNIT_WORDS})(?:/[^\W\d]+)?)$")
_FIGURE_AT_END = re.compile(r"\s(?P<figure>(?:[≥≤<>]\s?)?\d[\d.,]*%?(?:\s?[-–]\s?\d[\d.,]*%?)?|[-–x])$")
_NUMBER_FIRST = re.compile(r"(?P<number>\d{1,2}(?:\.\d{1,2})*|[-–+])[.)]?\s(?=\S)")


def _lined(nodes: Sequence[Node]) -> list[Grid]:
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
        figures.insert(0, EMPTY if _NO_FIGURE.fullmatch(m["figure"]) else _slice(words, m.start("figure"), end))
        end = m.start()
    begin = first.end() if first else 0
    if not any(c.text for c in figures) or begin >= end:
        return None
    unit = _UNIT_AT_END.search(words.low, begin, end)
    name = _slice(words, begin, unit.start() if unit else end)
    number = _slice(words, first.start("number"), first.end("number")) if first else EMPTY
    told = _slice(words, unit.start("unit"), end) if unit else EMPTY
    return GridRow(node, (number, name, told, *[EMPTY] * (values - len(figures)), *figures))
