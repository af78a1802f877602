"""Ruling lines and words → tables: which lines belong together, the grid that they draw, the words in each cell."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from dondoc.documents.parsing.files.geometry import Line, Rule, Sheet, Word, lines_of
from dondoc.documents.parsing.files.rows import MAX_COLUMNS, TableCell, whole_words

_NEAR = 3.0  # points: lines that are drawn apart by less are meant to touch
_MAX_RULES = 3000
_HEAD_ROWS = 2  # a head of at most so many rows comes again on each page


@dataclass
class RuledTable:
    """A table on one page: the places of its column and row lines, and its rows.

    is_rest: its first row below the head is known to go on from the page before.
    """

    xs: list[float]
    ys: list[float]
    rows: list[list[TableCell]]
    page: int
    is_rest: bool = False

    @property
    def y(self) -> float:
        return self.ys[0]

    def holds(self, word: Word) -> bool:
        middle = (word.x0 + word.x1) / 2
        return (
            self.xs[0] - _NEAR <= middle <= self.xs[-1] + _NEAR
            and self.ys[0] <= word.y - 0.3 * word.size <= self.ys[-1]
        )


def tables_of(sheet: Sheet) -> list[RuledTable]:
    """The tables that the ruling lines of a page draw, their words taken in."""
    level = _merged([r for r in sheet.rules if r.is_level])
    upright = _merged([r for r in sheet.rules if not r.is_level])
    if len(level) * len(upright) > _MAX_RULES * 300 or len(level) < 2 or len(upright) < 2:
        return []
    found = []
    for levels, uprights in _groups(level, upright):
        xs, ys = _steps([r.x0 for r in uprights]), _steps([r.y0 for r in levels])
        if 2 <= len(xs) <= MAX_COLUMNS and len(ys) >= 2:
            table = RuledTable(xs, ys, [], sheet.number)
            table.rows = _rows(table, levels, uprights, [w for w in sheet.words if table.holds(w)])
            found.append(table)
    return sorted(found, key=lambda t: t.y)


def _merged(rules: Sequence[Rule]) -> list[Rule]:
    """Lines of one direction that are drawn in pieces made whole."""
    pieces = sorted((_across(r), *_along(r)) for r in rules[: _MAX_RULES * 4])
    merged: list[tuple[float, float, float]] = []  # place, start, end
    for _, same in groupby(pieces, key=_Nearness()):
        for place, start, end in sorted(same, key=lambda piece: piece[1]):
            last = merged[-1] if merged else None
            if last and abs(last[0] - place) <= _NEAR and last[1] <= start <= last[2] + _NEAR:
                merged[-1] = (last[0], last[1], max(last[2], end))
            else:
                merged.append((place, start, end))
    long = [(p, a, b) for p, a, b in merged if b - a > 4]
    if rules and rules[0].is_level:
        return [Rule(a, p, b, p) for p, a, b in long]
    return [Rule(p, a, p, b) for p, a, b in long]


class _Nearness:
    """A key for groupby: changes where the places of sorted pieces leave a gap."""

    def __init__(self) -> None:
        self._group, self._first = 0, float("-inf")

    def __call__(self, piece: tuple[float, float, float]) -> int:
        if piece[0] - self._first > _NEAR:
            self._group, self._first = self._group + 1, piece[0]
        return self._group


def _across(rule: Rule) -> float:
    """Where a line stands across its direction."""
    return (rule.y0 + rule.y1) / 2 if rule.is_level else (rule.x0 + rule.x1) / 2


def _along(rule: Rule) -> tuple[float, float]:
    """From where to where it runs."""
    return (rule.x0, rule.x1) if rule.is_level else (rule.y0, rule.y1)


def _groups(level: list[Rule], upright: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """The lines that touch one another, directly or through others."""
    owner = list(range(len(level) + len(upright)))

    def root(at: int) -> int:
        while owner[at] != at:
            owner[at] = owner[owner[at]]
            at = owner[at]
        return at

    for i, h in enumerate(level):
        for j, v in enumerate(upright, len(level)):
            if h.x0 - _NEAR <= v.x0 <= h.x1 + _NEAR and v.y0 - _NEAR <= h.y0 <= v.y1 + _NEAR:
                owner[root(j)] = root(i)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for i, rule in enumerate([*level, *upright]):
        groups.setdefault(root(i), ([], []))[i >= len(level)].append(rule)
    return [g for g in groups.values() if len(g[0]) >= 2 and len(g[1]) >= 2]


def _steps(places: Sequence[float]) -> list[float]:
    """Distinct places, those nearer than a few points taken as one."""
    steps: list[float] = []
    for place in sorted(places):
        if not steps or place - steps[-1] > _NEAR:
            steps.append(place)
    return steps


def _rows(table: RuledTable, level: list[Rule], upright: list[Rule], words: list[Word]) -> list[list[TableCell]]:
    """The cells row by row: a missing line between two squares of the grid makes them one cell."""
    xs, ys = table.xs, table.ys
    height, width = len(ys) - 1, len(xs) - 1

    def parted_right(row: int, column: int) -> bool:
        middle, place = (ys[row] + ys[row + 1]) / 2, xs[column + 1]
        return any(abs(v.x0 - place) <= _NEAR and v.y0 <= middle <= v.y1 for v in upright)

    def parted_below(row: int, column: int) -> bool:
        middle, place = (xs[column] + xs[column + 1]) / 2, ys[row + 1]
        return any(abs(h.y0 - place) <= _NEAR and h.x0 <= middle <= h.x1 for h in level)

    owner: dict[tuple[int, int], TableCell] = {}
    rows: list[list[TableCell]] = []
    for row in range(height):
        cells: list[TableCell] = []
        for column in range(width):
            if (row, column) in owner:
                continue
            wide = 1
            while (
                column + wide < width and not parted_right(row, column + wide - 1) and (row, column + wide) not in owner
            ):
                wide += 1
            deep = 1
            while row + deep < height and not any(
                parted_below(row + deep - 1, c) for c in range(column, column + wide)
            ):
                deep += 1
            cell = TableCell([], wide, deep, table.page)
            cells.append(cell)
            owner |= {(r, c): cell for r in range(row, row + deep) for c in range(column, column + wide)}
        rows.append(cells)
    _fill(table, owner, words)
    return rows


def _fill(table: RuledTable, owner: dict[tuple[int, int], TableCell], words: Sequence[Word]) -> None:
    inside: dict[int, tuple[TableCell, list[Word]]] = {}
    for word in words:
        row = min(max(bisect_right(table.ys, word.y - 0.3 * word.size) - 1, 0), len(table.ys) - 2)
        column = min(max(bisect_right(table.xs, (word.x0 + word.x1) / 2) - 1, 0), len(table.xs) - 2)
        cell = owner[row, column]
        inside.setdefault(id(cell), (cell, []))[1].append(word)
    for cell, held in inside.values():
        cell.lines = whole_words([line.text for line in lines_of(held, table.page)])


def joined(tables: Sequence[RuledTable]) -> list[list[TableCell]]:
    """The rows of a table that goes on over pages: its head once, a row cut by a page's end made whole."""
    rows = list(tables[0].rows)
    heads = [[cell.text for cell in row] for row in rows[:_HEAD_ROWS]]
    for table in tables[1:]:
        fresh = list(table.rows)
        for head in heads:
            if not fresh or [cell.text for cell in fresh[0]] != head:
                break
            fresh.pop(0)
        if fresh and rows and len(rows[-1]) == len(fresh[0]) and (table.is_rest or _is_rest(rows[-1], fresh[0])):
            for cell, more in zip(rows[-1], fresh.pop(0), strict=True):
                cell.lines = [*cell.lines, *more.lines]
        rows += fresh
    return rows


def _is_rest(above: Sequence[TableCell], row: Sequence[TableCell]) -> bool:
    """True when a row at the top of a page is what was left of the row above it."""
    if row[0].text or not any(cell.text for cell in row):
        return False
    texts = [cell.text for cell in row if cell.text]
    return bool(above[0].text) and (len(texts) == 1 or any(t[0].islower() for t in texts))


def goes_on(table: RuledTable, below: RuledTable) -> bool:
    """True when `below`, on the next page, has the columns of `table`."""
    return (
        below.page == table.page + 1
        and len(below.xs) == len(table.xs)
        and all(abs(a - b) <= 2 * _NEAR for a, b in zip(table.xs, below.xs, strict=True))
    )


def outside(tables: Sequence[RuledTable], sheet: Sheet) -> list[Line]:
    """The lines of a page that stand in none of its tables."""
    return lines_of([w for w in sheet.words if not any(t.holds(w) for t in tables)], sheet.number)
