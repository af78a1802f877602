"""Target tables: which grids give targets, and what their rows say.

A target table names what is measured in one column and its figures in others: by year, by period, or for each
organisation. Columns that tell the present state are baselines, never targets; money that a task costs is none either.
"""

# ruff: noqa: E501 -- a table of patterns is read row by row; broken rows hide what differs

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dondoc.documents.parsing.draft import CitationDraft, MeasureDraft, TargetDraft
from dondoc.documents.parsing.grids import FIGURE_CELL, NUMBER_HEAD, Cell, Grid, GridRow, grids
from dondoc.documents.parsing.measures import cell_measure, read_measures
from dondoc.documents.parsing.outline import Node
from dondoc.documents.parsing.patterns import lowered, vn
from dondoc.lib.text import squash

# What a column holds, told by its head; first match wins. What its cells look like decides between name and value.
_ROLES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("number", NUMBER_HEAD),
    ("unit", vn(r"\W*(?:đơn vị tính|đvt|đv tính|đơn vị đo)\W*")),
    ("money", vn(r".*(?:kinh phí|nguồn vốn|tổng vốn|dự toán|thành tiền|đơn giá|ngân sách cấp).*")),
    ("note", vn(r".*(?:ghi chú|căn cứ|cách tính|minh chứng|giải pháp|nguồn số liệu|tần suất).*")),
    ("support", vn(r".*phối hợp.*")),
    ("lead", vn(r".*(?:chủ trì|cơ quan|đơn vị (?:thực hiện|chịu|theo dõi|phụ trách|chủ trì|báo cáo)|trách nhiệm|phân công|đầu mối|người (?:thực hiện|phụ trách)).*")),
    ("due", vn(r".*(?:thời gian|thời hạn|tiến độ|kỳ hạn|thời điểm|hoàn thành (?:trước|trong)).*")),
    ("base", vn(r".*(?:thực hiện|ước|hiện trạng|kết quả|đã đạt|năm gốc|cơ sở|cùng kỳ|hiện có|hiện nay|thực trạng|so sánh).*")),
    ("task", vn(r".*(?:nhiệm vụ|công việc|hoạt động|tên văn bản|đề án).*")),
    ("value", vn(r".*(?:19|20)\d{2}.*|\W*mức(?! độ).*|.*phấn đấu.*|.*kế hoạch.*|.*(?:chỉ tiêu|số|mức) (?:được )?giao.*|mục tiêu (?:đến|năm|cần).*|số lượng.*|giai đoạn.*|toàn (?:khóa|nhiệm kỳ).*|qu[ýí] .*")),
    ("name", vn(r".*(?:chỉ tiêu|mục tiêu|nội dung|tiêu chí|chỉ số|tên|danh mục|lĩnh vực|sản phẩm).*")),
    ("org", vn(r".*(?:đơn vị|địa phương|tổ chức|xã|phường|chi bộ|đảng bộ|thôn|khu phố).*")),
)  # fmt: skip
_SPEAKS_OF_TARGETS = vn(r"phấn đấu|mức (?:đạt|cần)|chỉ tiêu|mục tiêu|tiêu chí|chỉ số|phân bổ|giao")
_MONEY_TABLE = vn(r"kinh phí|dự toán|nguồn vốn|danh mục (?:dự án|công trình)")
_PLANNED = vn(r"kế hoạch|mục tiêu|chỉ tiêu|phấn đấu|(?<![^\W_])kh(?![^\W_])|giao")
_YEAR = re.compile(r"(?:19|20)\d{2}")
_TOTAL = vn(r"\W*(?:tổng(?: số| cộng)?|cộng|toàn (?:xã|phường|tỉnh|đảng bộ|thành phố))\W*")
_ARABIC = re.compile(r"\W*\d{1,3}\W*")
_UNIT_IN_BRACKETS = re.compile(r"\s?\(([^()\d]{1,25}|%)\)\s*$")
_MOSTLY = 0.6
_SELDOM = 0.34


@dataclass(frozen=True)
class TableTarget:
    """A row as a target, with the paragraph in which it stands."""

    target: TargetDraft
    node: Node


@dataclass(frozen=True)
class TargetTables:
    """The targets of all tables, and the paragraphs that these tables take up."""

    targets: tuple[TableTarget, ...]
    taken: frozenset[int]


@dataclass(frozen=True)
class _Columns:
    """Columns by role: of names, of units (None: there is none), of figures with their heads."""

    number: int | None
    name: int
    unit: int | None
    values: tuple[tuple[int, str], ...]
    by_org: bool


def target_tables(nodes: Sequence[Node], source: str, citations: Sequence[CitationDraft] = ()) -> TargetTables:
    """Read every target table of the document."""
    found: list[TableTarget] = []
    taken: set[int] = set()
    for grid in grids(nodes, source):
        columns = _columns(grid)
        rows = _rows(grid, columns, source) if columns else _stated_rows(grid, source, citations)
        if rows:
            found += rows
            taken |= grid.taken
    return TargetTables(tuple(found), frozenset(taken))


_STATES = vn(r"\W*(?:tên |nội dung |các )?(?:chỉ tiêu|mục tiêu)(?! (?:giao|phấn đấu))[^\d]*")


def _stated_rows(grid: Grid, source: str, citations: Sequence[CitationDraft]) -> list[TableTarget]:
    """Rows that state their target in words and figures in one cell ("Tỷ lệ … đạt 80%"), as in tables of who leads it."""
    heads = [lowered(h) for h in grid.heads]
    name = next((i for i, h in enumerate(heads) if _STATES.fullmatch(h)), None)
    if name is None or _MONEY_TABLE.search(lowered(grid.caption)):
        return []
    number = next((i for i, h in enumerate(heads) if NUMBER_HEAD.fullmatch(h)), None)
    rows = [(row, row.cell(name).words) for row in grid.rows if row.cell(name).text]
    read = [(row, read_measures(w, 0, len(w.text), period=None, citations=citations)) for row, w in rows]
    stated = [(row, measures) for row, measures in read if measures]
    if len(stated) * 2 < len(rows):
        return []
    columns = _Columns(number, name, None, (), by_org=False)
    numbers = [row.cell(number).text if number is not None else "" for row, _ in stated]
    return [
        _target(row, columns, own, own.strip(" .)("), measures, source)
        for own, (row, measures) in zip(numbers, stated, strict=True)
    ]


def _columns(grid: Grid) -> _Columns | None:
    """What the columns hold; None when the grid is no target table."""
    if _MONEY_TABLE.search(lowered(grid.caption)):
        return None
    roles = [_role(lowered(h)) for h in grid.heads]
    shares = [_figure_share(grid, i) for i in range(len(roles))]
    if (
        "unit" not in roles
        and roles.count("org") > 0
        and shares[roles.index("org")] < _SELDOM
        and "name" in roles[: roles.index("org")]
    ):
        roles = [
            "unit" if r == "org" and lowered(grid.heads[i]).strip() == "đơn vị" else r for i, r in enumerate(roles)
        ]
    name = next((i for i, r in enumerate(roles) if r in ("name", "org", "task", "value") and shares[i] < _SELDOM), None)
    if name is None:
        return None
    values = [
        i
        for i, r in enumerate(roles)
        if i != name
        and (r == "value" or (r in ("name", "org", "") and grid.heads[i]))
        and shares[i] >= (_SELDOM if r == "value" else _MOSTLY)
    ]
    values = _without_baselines(grid.heads, values)
    unit = roles.index("unit") if "unit" in roles else None
    by_org = roles[name] == "org"
    spoken = [grid.heads[name], grid.caption, *(grid.heads[i] for i in values)]
    if not values or (unit is None and not any(_SPEAKS_OF_TARGETS.search(lowered(s)) for s in spoken)):
        return None
    if roles[name] == "task" and unit is None:
        return None
    number = roles.index("number") if "number" in roles else None
    return _Columns(number, name, unit, tuple((i, grid.heads[i]) for i in values), by_org)


def _role(head: str) -> str:
    return next((role for role, pattern in _ROLES if head.strip() and pattern.fullmatch(head.strip())), "")


def _figure_share(grid: Grid, column: int) -> float:
    """How many of the column's filled cells hold a figure."""
    filled = [c.low for row in grid.rows if (c := row.cell(column)).text]
    return sum(bool(_holds_figure(low)) for low in filled) / len(filled) if filled else 0.0


_WORDS_AROUND = 5


def _holds_figure(low: str) -> bool:
    return bool(FIGURE_CELL.fullmatch(low)) or (bool(re.search(r"\d", low)) and len(low.split()) <= _WORDS_AROUND)


def _without_baselines(heads: Sequence[str], values: Sequence[int]) -> list[int]:
    """The columns of figures that are planned; a bare year before the years that are planned tells the state."""
    planned = [i for i in values if _PLANNED.search(lowered(heads[i]))]
    years = [int(y) for i in planned for y in _YEAR.findall(heads[i])]
    if not planned or not years:
        return list(values)
    return [i for i in values if i in planned or not (y := _YEAR.findall(heads[i])) or int(y[0]) > min(years)]


def _rows(grid: Grid, columns: _Columns, source: str) -> list[TableTarget]:
    found: list[TableTarget] = []
    group: GridRow | None = None
    under = ""
    for i, row in enumerate(grid.rows):
        name = row.cell(columns.name)
        number = row.cell(columns.number).text if columns.number is not None else ""
        if not re.search(r"[^\W\d_]", name.text) or _TOTAL.fullmatch(name.low):
            continue
        is_own = bool(_ARABIC.fullmatch(number)) or (columns.number is None)
        measures = _measures(row, columns)
        if is_own:
            group, under = None, number.strip(" .)(")
        if measures:
            above = group if not is_own else None
            found.append(_target(row, columns, number, under, _under(measures, above, columns), source))
        elif is_own and _heads_rows(grid, columns, i):
            group = row
            found.append(_target(row, columns, number, under, (), source))
    return found


def _heads_rows(grid: Grid, columns: _Columns, at: int) -> bool:
    """True for a numbered row without figures that the next row, unnumbered or numbered below it, belongs to."""
    if at + 1 >= len(grid.rows) or columns.number is None:
        return False
    below = grid.rows[at + 1]
    return not _ARABIC.fullmatch(below.cell(columns.number).text) and bool(_measures(below, columns))


def _measures(row: GridRow, columns: _Columns) -> tuple[MeasureDraft, ...]:
    """What the row's figures ask. In a table of organisations each row is over whom, the head of a figure says what."""
    name = row.cell(columns.name)
    unit = row.cell(columns.unit).text if columns.unit is not None else ""
    found: list[MeasureDraft] = []
    for column, title in columns.values:
        cell = row.cell(column)
        made = cell_measure(name.words, cell.words, unit or _unit_told(title, name), title) if cell.text else None
        if made and columns.by_org:
            made = replace(made, population=name.text, predicate=_UNIT_IN_BRACKETS.sub("", title))
        found += [made] if made else []
    return tuple(found)


def _unit_told(title: str, name: Cell) -> str:
    """The unit that the column's head or the name gives in brackets ("Tỷ lệ nữ (%)")."""
    told = _UNIT_IN_BRACKETS.search(title) or _UNIT_IN_BRACKETS.search(name.text)
    return told[1].strip() if told else ""


def _under(measures: tuple[MeasureDraft, ...], group: GridRow | None, columns: _Columns) -> tuple[MeasureDraft, ...]:
    """Measures of a row below a numbered one: the row is over whom, the numbered one says what."""
    if group is None:
        return measures
    what = group.cell(columns.name).text
    return tuple(replace(m, population=m.population.lstrip("-–+ "), predicate=what) for m in measures)


def _target(
    row: GridRow, columns: _Columns, number: str, under: str, measures: tuple[MeasureDraft, ...], source: str
) -> TableTarget:
    """A row as a target. `under`: its number, or that of the row to which it belongs."""
    span = row.cell(columns.name).words.span()
    target = TargetDraft(
        ordinal=number.strip(" .)(") or row.node.part,
        text=squash(source[span.start : span.end].replace("*", "")),
        section=".".join(piece for piece in (row.node.part, under) if piece),
        part=row.node.part,
        label=number.strip(" .)("),
        measures=measures,
        span=span,
        rule="target.table_row",
        confidence=0.9 if measures else 0.6,
    )
    return TableTarget(target, row.node)
