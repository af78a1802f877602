"""Tables that lost their lines: every cell stands on a line of its own."""

from collections.abc import Sequence
from dataclasses import dataclass

from dondoc.documents.parsing.blocks import Line, clean
from dondoc.documents.parsing.grids.model import (
    EMPTY,
    FIGURE_CELL,
    LONE_GROUP,
    LONE_NUMBER,
    LONGEST_HEAD,
    NAME_HEAD,
    NO_FIGURE,
    NUMBER_HEAD,
    YEAR,
    Cell,
    Grid,
    GridRow,
)
from dondoc.documents.parsing.outline import Node
from dondoc.documents.parsing.patterns import lowered, vn

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


def flat(nodes: Sequence[Node], source: str) -> list[Grid]:
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
        if len(tokens[first].text) > LONGEST_HEAD:
            return None, at + 1
        first += 1
    heads = _heads_of_lines([t.text for t in tokens[at + 1 : first]])
    names = [lowered(h) for h in heads]
    unit = next((i for i, h in enumerate(names) if _UNIT_HEAD.fullmatch(h)), None)
    places = [i for i, h in enumerate(names) if _VALUE_HEAD.fullmatch(h) and i]
    if first >= len(tokens) or not names or not NAME_HEAD.search(names[0]) or not places:
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
        year_of = bool(heads) and bool(YEAR.fullmatch(line)) and bool(_SPLIT_HEAD.fullmatch(lowered(heads[-1])))
        if heads and (line[:1].islower() or line[:1] in "(%" or year_of):
            heads[-1] = f"{heads[-1]} {line}"
        else:
            heads.append(line)
    return heads


def _begins_rows(text: str) -> bool:
    m = LONE_NUMBER.fullmatch(text)
    return bool(m and int(m[1]) == 1) or bool(LONE_GROUP.fullmatch(text))


def _after_column_numbers(tokens: Sequence[_Token], at: int, columns: int) -> int:
    """Behind a row that only numbers the columns ("1", "2", "3" …)."""
    size = 0
    while at + size < len(tokens) and (m := LONE_NUMBER.fullmatch(tokens[at + size].text)) and int(m[1]) == size + 1:
        size += 1
    return at + size if size >= min(3, columns) else at


def _flat_rows(
    grid: Grid, tokens: Sequence[_Token], at: int, source: str, has_unit: bool, values: int, after: int
) -> int:
    """Read the rows from `at` on; returns where the table ends."""
    expected = 1
    while at < len(tokens):
        token = tokens[at]
        number = LONE_NUMBER.fullmatch(token.text)
        if LONE_GROUP.fullmatch(token.text):
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
    while end < len(tokens) and end - at <= 4 and not LONE_NUMBER.fullmatch(tokens[end].text):
        end += 1
    grid.taken |= {id(t.node) for t in tokens[at:end]}
    return end


def _starts_flat_row(tokens: Sequence[_Token], at: int, expected: int, values: int) -> bool:
    m = LONE_NUMBER.fullmatch(tokens[at].text)
    marked = bool(m and int(m[1]) == expected) or bool(LONE_GROUP.fullmatch(tokens[at].text))
    return marked or bool(_WITHIN.fullmatch(tokens[at].low)) or _is_row_without_number(tokens, at, values)


_LONGEST_NAME = 8  # lines of one cell


def _flat_row(
    tokens: Sequence[_Token], at: int, source: str, has_unit: bool, values: int
) -> tuple[GridRow | None, int]:
    """One row: number, lines of its name, its unit, its figures."""
    numbered = LONE_NUMBER.fullmatch(tokens[at].text)
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
        figures.append(EMPTY if NO_FIGURE.fullmatch(tokens[end].text) else Cell(tokens[end].line.words))
        end += 1
    # A lone dash for an empty cell is a rule to the paragraphs and gone: the first years are those left empty.
    figures = [EMPTY] * (values - len(figures)) + figures
    number = Cell(tokens[at].line.words) if numbered else EMPTY
    cells = (number, name, *((unit,) if has_unit else ()), *figures)
    return GridRow(tokens[at].node, cells), end


def _is_figure(text: str) -> bool:
    return bool(FIGURE_CELL.fullmatch(text.lower())) or bool(NO_FIGURE.fullmatch(text))
