"""Tables as lines of text: "| cell | cell |", every row with all its columns, so that cells keep their column.

A cell that spans columns is written once, empty cells follow; one that spans rows is written in each of them, because
what it says (who leads, by when) holds for each. A table that only lays out a page (letterhead, recipients beside the
signature, a frame) is no table: its columns are read one after the other.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dondoc.documents.parsing.glue import is_syllable
from dondoc.documents.parsing.patterns import lowered, vn

MAX_COLUMNS = 60
_BROKEN_NUMBER = re.compile(r"(?:^|\s)(?:\d+[-/]|\d\S*/\S*[-/])$")
_WHOLE_FIGURE = re.compile(r"(?:\d{1,2}/){1,2}(?:19|20)\d{2}(?!\d)|\d{1,3}(?:\.\d{3})+(?!\d)")
_LETTERS_LAST, _LETTERS_FIRST = re.compile(r"[^\W\d_]+$"), re.compile(r"[^\W\d_]+")
_HEAD = vn(r"(?:^|\n)\s*(?:số\s?:?\s?\d*\s?[-–/]|cộng hòa xã hội|đảng cộng sản việt nam|độc lập\s?[-–])")
_CLOSING = vn(r"(?:^|\n)\s*(?:nơi nhận|(?:t/?m|kt|tl|tuq)[./ ])")


@dataclass
class TableCell:
    """A cell: its paragraphs, over how many columns and rows it reaches, the page on which it begins."""

    lines: list[str]
    columns: int = 1
    rows: int = 1
    page: int | None = None

    @property
    def text(self) -> str:
        text = ""
        for line in self.lines:
            text += line if not text or is_broken_number(text, line) else f" {line}"
        return " ".join(text.split()).replace("|", "¦")


def is_broken_number(text: str, rest: str) -> bool:
    """True when the number of a document was cut at the end of a line: "68-" and "NQ/TW", "80/2021/NĐ-" and "CP"."""
    cut = _BROKEN_NUMBER.search(text)
    return cut is not None and rest[:1].isupper() and ("/" in rest.split()[0] or "/" in cut[0])


def whole_words(lines: Sequence[str]) -> list[str]:
    """The printed lines of a cell, words whole again that were cut because the cell is too narrow for them."""
    whole: list[str] = []
    for line in lines:
        if whole and _is_cut_word(whole[-1], line):
            whole[-1] += line
        else:
            whole.append(line)
    return whole


def _is_cut_word(above: str, line: str) -> bool:
    """True for "10/12/202" and "6", "đồng/n" and "gười"."""
    if " " in above or len(above) < 3 or not above[-1].isalnum() or not line[0].isalnum():
        return False
    first = line.split()[0]
    if line[0].isdigit():
        return bool(_WHOLE_FIGURE.match(above + first)) and not _WHOLE_FIGURE.match(above)
    before, after = _LETTERS_LAST.search(above.lower()), _LETTERS_FIRST.match(first)
    if not before or not after:
        return False
    is_cut = "/" in above or not (is_syllable(before[0]) and is_syllable(after[0]))
    return is_cut and is_syllable(before[0] + after[0])


def grid_of(rows: Sequence[Sequence[TableCell]]) -> list[list[TableCell | None]]:
    """Every row with all its columns; None where a cell from the left goes on. Cells from above are held again."""
    grid: list[list[TableCell | None]] = []
    open_cells: dict[int, tuple[TableCell, int, bool]] = {}  # column → (cell, rows left, is its first column)
    for row in rows:
        line: list[TableCell | None] = []
        waiting = list(row)
        while len(line) < MAX_COLUMNS:
            column = len(line)
            if column in open_cells:
                cell, left, first = open_cells.pop(column)
                line.append(cell if first else None)
                if left > 1:
                    open_cells[column] = (cell, left - 1, first)
                continue
            if not waiting:
                if any(c > column for c in open_cells):
                    line.append(TableCell([]))
                    continue
                break
            cell = waiting.pop(0)
            for offset in range(min(max(cell.columns, 1), MAX_COLUMNS - column)):
                line.append(None if offset else cell)
                if cell.rows > 1:
                    open_cells[column + offset] = (cell, min(cell.rows, 500) - 1, not offset)
        grid.append(line)
    return grid


def is_layout(rows: Sequence[Sequence[TableCell]]) -> bool:
    """True for a table that places text on the page and tabulates nothing."""
    widest = max((sum(max(c.columns, 1) for c in row) for row in rows), default=0)
    if widest <= 1:
        return True
    if len(rows) > 4 or widest > 6 or max(len(row) for row in rows) > 3:
        return False
    text = "\n".join(line for row in rows for cell in row for line in cell.lines)
    return is_layout_text(text) or (len(rows) == 1 and text.isupper())


def is_layout_text(text: str) -> bool:
    """True when lines are those of a letterhead (number, motto) or of a closing (recipients, signature)."""
    low = lowered(text)
    return bool(_HEAD.search(low) or _CLOSING.search(low))


def columns_of(rows: Sequence[Sequence[TableCell]]) -> list[TableCell]:
    """The cells of a layout table column by column."""
    grid = grid_of(rows)
    seen: dict[int, TableCell] = {}
    for column in range(max((len(line) for line in grid), default=0)):
        for line in grid:
            cell = line[column] if column < len(line) else None
            if cell is not None:
                seen.setdefault(id(cell), cell)
    return list(seen.values())


def row_lines(rows: Sequence[Sequence[TableCell]]) -> list[str]:
    """One "| … |" per row, all with as many cells as the widest; rows without a word are left out (given as "")."""
    grid = grid_of(rows)
    width = max((len(line) for line in grid), default=0)
    lines = []
    for line in grid:
        cells = [cell.text if cell else "" for cell in line]
        cells += [""] * (width - len(cells))
        lines.append("| " + " | ".join(cells) + " |" if any(cells) else "")
    return lines
