"""Tables whose columns are held apart by wide blanks or tabs."""

import re
from array import array
from collections.abc import Sequence
from dataclasses import dataclass

from dondoc.documents.parsing.blocks import Line, Words
from dondoc.documents.parsing.grids.model import (
    EMPTY,
    LONE_GROUP,
    LONE_NUMBER,
    NUMBER_HEAD,
    Cell,
    Grid,
    GridRow,
    is_head,
)
from dondoc.documents.parsing.outline import Node

_PIECE = re.compile(r"\S+(?:[ \u00a0]\S+)*")
_FEWEST_COLUMNS = 3


@dataclass(frozen=True)
class _Piece:
    """What stands between two wide blanks of a line: its place in the line and in the source."""

    left: int
    right: int
    cell: Cell


def spaced(nodes: Sequence[Node], source: str) -> list[Grid]:
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
            if len(pieces) >= _FEWEST_COLUMNS and NUMBER_HEAD.fullmatch(heads[0].lower()) and is_head(heads):
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
    raw = source[line.span.start : line.span.end]
    if "\t" in raw:
        return _tabbed(line, source)
    return [
        _Piece(m.start(), m.end(), Cell(line.words.between(line.span.start + m.start(), line.span.start + m.end())))
        for m in _PIECE.finditer(raw.rstrip())
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
    return bool(LONE_NUMBER.fullmatch(piece.cell.text) or LONE_GROUP.fullmatch(piece.cell.text))


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
