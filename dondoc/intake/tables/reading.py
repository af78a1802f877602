"""A file exported from another system → its table: which page, which row names the columns, which rows follow.

A .csv comes in any of the encodings and delimiters that Vietnamese offices meet; what was recognised is said.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

from xlsxwriter.utility import xl_col_to_name

from dondoc.lib.numbers import format_number
from dondoc.lib.text import fold, nfc, seen, squash
from dondoc.writers.form_sheet.guard import MAX_COLUMNS, WorkbookRefused, check_workbook, faulty_cells
from dondoc.writers.form_sheet.read import FileFault, Grid, Raw, open_grids

MAX_ROWS = 20_000
MAX_BYTES = 10 * 1024 * 1024
_LOOKED_AT = 30  # rows at the top among which the names of the columns are looked for
_DELIMITERS = {";": "dấu chấm phẩy", ",": "dấu phẩy", "\t": "dấu tab", "|": "dấu gạch đứng"}
_SEP_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig", "UTF-8"), (b"\xff\xfe", "utf-16", "UTF-16"), (b"\xfe\xff", "utf-16", "UTF-16"))
_ADVICE = "Hãy xuất ít dòng, ít cột hơn."
_NOT_A_TABLE = "Không thấy bảng nào trong tệp. Bảng cần một dòng tên cột, bên dưới là các dòng số liệu."


class TableRefused(ValueError):
    """The file gives no table; `str(refusal)` is a Vietnamese sentence saying why and what to do."""


@dataclass(frozen=True)
class Row:
    """One row below the names of the columns. `number`: its own in the file, from 1."""

    number: int
    cells: Sequence[Raw]

    def at(self, column: int) -> Raw:
        """The cell's content; cells beyond the last used one are blank. Text in NFC, without characters that show
        nothing."""
        raw = self.cells[column] if column < len(self.cells) else ""
        return squash(seen(raw)) if isinstance(raw, str) else raw


@dataclass(frozen=True)
class Table:
    """`headers`: the name of each column, no two alike, by its place; a column without a name is called by its letter.
    `said`: what was recognised of the file, whole sentences. `faults`: what is wrong with cells, by cell name."""

    page: str
    pages: tuple[str, ...]
    header_row: int  # from 1
    headers: tuple[str, ...]
    rows: tuple[Row, ...]
    said: tuple[str, ...] = ()
    faults: Mapping[str, str] = field(default_factory=dict)

    def cell(self, row: Row, column: int) -> str:
        """The cell's name: "C7"."""
        return f"{column_letters(column)}{row.number}"

    def samples(self, column: int, most: int = 3) -> list[Raw]:
        """The first contents of a column that differ."""
        found: dict[str, Raw] = {}
        for row in self.rows:
            raw = row.at(column)
            if raw != "":
                found.setdefault(str(raw), raw)
            if len(found) == most:
                break
        return list(found.values())


@cache
def column_letters(column: int) -> str:
    """0 → "A"."""
    return str(xl_col_to_name(column))


def read_table(data: bytes, *, page: str = "", header_row: int = 0, words: tuple[str, ...] = ()) -> Table:
    """The table in `data` (.xlsx or .csv, told by its content). `page` and `header_row` (from 1) "" and 0: those that
    look most like one; `words`: names of columns that are looked for. Errors: TableRefused."""
    grids, said, wrong = _opened(data)
    found = {name: grid for name, grid in grids.items() if any(_filled(row) >= 2 for row in grid)}
    if not found:
        raise TableRefused(_NOT_A_TABLE)
    if page not in found:
        page = max(found, key=lambda name: sum(1 for row in found[name] if _filled(row) >= 2))
    grid = found[page]
    at = header_row - 1 if 0 < header_row < len(grid) else _header_of(grid, {fold(word) for word in words})
    rows = tuple(Row(number, row) for number, row in enumerate(grid[at + 1 :], at + 2) if _filled(row))
    headers = _headers(grid, at)
    if not rows or not any(headers):
        raise TableRefused(_NOT_A_TABLE)
    faults = {cell: fault for (name, cell), fault in wrong.items() if name == page}
    return Table(page, tuple(found), at + 1, headers, rows, tuple(said), faults)


@lru_cache(maxsize=2)  # the same file is read again on the next page
def _opened(data: bytes) -> tuple[dict[str, Grid], list[str], dict[tuple[str, str], str]]:
    """The pages of a file, what was recognised of it, what is wrong with cells. Errors: TableRefused."""
    if not data:
        raise TableRefused("Tệp rỗng. Hãy xuất lại rồi chọn tệp đó.")
    if len(data) > MAX_BYTES:
        raise TableRefused(f"Tệp lớn hơn {MAX_BYTES // 1024**2} MB. {_ADVICE}")
    if data.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        return _workbook(data)
    return *_text(data), {}


def _workbook(data: bytes) -> tuple[dict[str, Grid], list[str], dict[tuple[str, str], str]]:
    try:
        parts = check_workbook(data, rows=MAX_ROWS, advice=_ADVICE)
        return open_grids(data, rows=MAX_ROWS), [], faulty_cells(parts)
    except (WorkbookRefused, FileFault) as fault:
        raise TableRefused(str(fault)) from None


def _text(data: bytes) -> tuple[dict[str, Grid], list[str]]:
    text, encoding = _decoded(data)
    start = text.lstrip()[:200].lower()
    if start.startswith(("<html", "<!doctype", "<?xml", "<table", "{\\rtf")):
        raise TableRefused("Tệp là trang web hoặc văn bản lưu dưới tên bảng tính. Hãy mở bằng Excel, lưu thành .xlsx.")
    named = _SEP_LINE.match(text)
    delimiter = named[1] if named else _delimiter(text)
    if named:
        text = text[named.end() :]
    try:
        grid: Grid = [list(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)]
    except csv.Error:
        raise TableRefused("Tệp không phải là .csv hay .xlsx đọc được. Hãy xuất lại rồi chọn tệp đó.") from None
    if len(grid) > MAX_ROWS or max(map(len, grid), default=0) > MAX_COLUMNS:
        raise TableRefused(f"Tệp có quá {format_number(MAX_ROWS)} dòng hoặc {MAX_COLUMNS} cột. {_ADVICE}")
    name = _DELIMITERS.get(delimiter, f"“{delimiter}”")
    return {"": grid}, [f"Tệp .csv, mã chữ {encoding}, cột cách nhau bằng {name}."]


def _decoded(data: bytes) -> tuple[str, str]:
    """The text and the name of its encoding. Windows-1258 is what old Vietnamese Windows writes."""
    for mark, codec, name in _MARKS:
        if data.startswith(mark):
            return _decode(data, codec), name
    if b"\0" in data[:4000]:
        if data[1:200:2].count(0) < data[0:200:2].count(0):
            return _decode(data, "utf-16-be"), "UTF-16"
        return _decode(data, "utf-16-le"), "UTF-16"
    try:
        return data.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError:
        return nfc(_decode(data, "cp1258")), "Windows-1258"


def _decode(data: bytes, codec: str) -> str:
    try:
        text = data.decode(codec)
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise TableRefused("Tệp không phải là .csv hay .xlsx đọc được. Hãy xuất lại thành .xlsx.") from None
    return text


def _delimiter(text: str) -> str:
    """The one that parts most rows alike, at least in two."""
    lines = text.splitlines()[:_LOOKED_AT]

    def weight(delimiter: str) -> tuple[int, int]:
        try:
            widths = Counter(len(row) for row in csv.reader(lines, delimiter=delimiter) if len(row) > 1)
        except csv.Error:
            return 0, 0
        width, rows = max(widths.items(), key=lambda pair: (pair[1], pair[0]), default=(0, 0))
        return rows, width

    return max(_DELIMITERS, key=weight)


def _filled(row: Sequence[Raw]) -> int:
    return sum(1 for raw in row if not (isinstance(raw, str) and not raw.strip()))


def _header_of(grid: Grid, words: set[str]) -> int:
    """The row, from 0, that names the columns: known names weigh most, then how many different texts stand in it."""

    def weight(at: int) -> tuple[int, int]:
        texts = {fold(raw) for raw in grid[at] if isinstance(raw, str) and raw.strip()}
        known = sum(1 for text in texts if text in words)
        return known * 3 + len({text for text in texts if not text.replace(".", "").replace(",", "").isdigit()}), -at

    return max(range(min(len(grid) - 1, _LOOKED_AT) or 1), key=weight)


def _headers(grid: Grid, at: int) -> tuple[str, ...]:
    width = max((len(row) for row in grid[at:]), default=0)
    names: list[str] = []
    seen_before: Counter[str] = Counter()
    for column in range(width):
        raw = grid[at][column] if column < len(grid[at]) else ""
        name = squash(seen(raw)) if isinstance(raw, str) else str(raw)
        if not name:
            is_used = any(column < len(row) and row[column] != "" for row in grid[at + 1 :])
            name = f"Cột {column_letters(column)}" if is_used else ""
        if name:
            seen_before[fold(name)] += 1
            if seen_before[fold(name)] > 1:
                name = f"{name} ({seen_before[fold(name)]})"
        names.append(name)
    return tuple(names)
