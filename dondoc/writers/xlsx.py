"""Report tables as an Excel workbook: real numbers, dates and formulas that a reader can follow, ready to print.

The cells are those of `dondoc.writers.tree`, so a figure is the same as on paper. Text never becomes a formula. The
same sheets always give the same bytes.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from math import ceil
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_range, xl_rowcol_to_cell

from dondoc.lib.numbers import MISSING_WORDS, Missing, format_number, format_percent
from dondoc.lib.text import fold
from dondoc.writers.package import printable, property_time
from dondoc.writers.tree import (
    NO_FIGURE,
    Cell,
    Column,
    Figure,
    Quotient,
    Row,
    RowKind,
    Sum,
    Table,
    Words,
    cell_text,
    group_spans,
    missing_marks,
    resolve,
    table_notes,
)

_MM_PER_CHARACTER = 1.85  # one column unit of Times New Roman 12
_POINTS_PER_LINE = 16
_A4 = 9
_FORBIDDEN_IN_NAME = re.compile(r"[\[\]:*?/\\]")
_STARTS_A_FORMULA = ("=", "+", "-", "@")
_MAX_TEXT = 32767  # Excel's own limit for one cell


@dataclass(frozen=True)
class SheetTable:
    """One worksheet: its name on the tab, title lines above, the table, landscape or not."""

    name: str
    titles: tuple[str, ...]
    table: Table
    landscape: bool = True


def write_xlsx(sheets: Sequence[SheetTable], *, title: str = "", author: str = "", day: date | None = None) -> bytes:
    """The workbook's bytes, one worksheet per table. `day` dates the file's properties; the clock is never read.

    Errors: ValueError without any sheet (Excel cannot open an empty workbook).
    """
    if not sheets:
        raise ValueError("a workbook needs at least one sheet")
    out = BytesIO()
    book = open_book(out, title=title, author=author, day=day)
    names = sheet_names([sheet.name for sheet in sheets])
    for name, sheet in zip(names, sheets, strict=True):
        _SheetWriter(book, name, sheet).write()
    book.close()
    return out.getvalue()  # in memory xlsxwriter itself dates every part alike


def open_book(out: BytesIO, *, title: str, author: str, day: date | None) -> Any:
    """A new xlsxwriter workbook in Times New Roman 12 with its properties set; text is never turned into links."""
    font = {"font_name": "Times New Roman", "font_size": 12}
    book = xlsxwriter.Workbook(out, {"in_memory": True, "default_format_properties": font, "strings_to_urls": False})
    about = {"title": printable(title)[:255], "author": printable(author)[:255], "created": property_time(day)}
    book.set_properties(about)
    book.set_calc_mode("auto")
    return book


def sheet_names(wanted: Sequence[str]) -> list[str]:
    """Names that Excel accepts: at most 31 characters, none of []:*?/\\, no two alike."""
    names: list[str] = []
    for name in wanted:
        clean = _FORBIDDEN_IN_NAME.sub(" ", printable(name)).strip(" '")[:31].strip(" '") or "Trang"
        taken, place = {fold(other) for other in names}, 2
        unique = clean
        while fold(unique) in taken:
            unique = f"{clean[: 30 - len(str(place))]} {place}"
            place += 1
        names.append(unique)
    return names


def is_risky(text: str) -> bool:
    """Whether a spreadsheet could take `text` for a formula once somebody edits the cell or saves it as CSV."""
    return text.startswith((*_STARTS_A_FORMULA, "\t", "\r"))


class Formats:
    """xlsxwriter formats by their properties, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, object], ...], Any] = {}

    def get(self, **properties: object) -> Any:
        key = tuple(properties.items())
        if key not in self._made:
            base = {"font_name": "Times New Roman", "font_size": 12, "valign": "vcenter"}
            self._made[key] = self._book.add_format({**base, **properties})
        return self._made[key]


def clean_text(text: str) -> str:
    """`text` as a cell can hold it."""
    clean = printable(text)
    return clean if len(clean) <= _MAX_TEXT else clean[: _MAX_TEXT - 1] + "…"


def write_text(sheet: Any, row: int, column: int, text: str, formats: Formats, **dress: object) -> None:
    """Write `text` as a string whatever it looks like; what looks like a formula also gets Excel's quote mark."""
    clean = clean_text(text)
    extra = {"quote_prefix": True} if is_risky(clean) else {}
    if clean:
        sheet.write_string(row, column, clean, formats.get(**dress, **extra))
    else:
        sheet.write_blank(row, column, None, formats.get(**dress))


class _SheetWriter:
    """Writes one table; keeps the place of each row so that formulas can point at cells."""

    def __init__(self, book: Any, name: str, source: SheetTable) -> None:
        self.book, self.sheet = book, book.add_worksheet(name)
        self.formats = Formats(book)
        self.source, self.table = source, source.table
        self.columns = source.table.columns
        self.last_column = len(self.columns) - 1
        self.marks = missing_marks(source.table)
        self.dress: list[dict[str, object]] = [
            {"border": 1, "align": column.alignment.value, "text_wrap": True} for column in self.columns
        ]
        self.widths = [_characters(column) for column in self.columns]
        self.texts: dict[str, tuple[str, bool]] = {}  # as given → as written, and whether it is risky
        self.forms: dict[tuple[int, bool], Any] = {}
        self.has_empty = False
        self.head_row = len(source.titles) + (1 if source.titles else 0)
        self.body_row = self.head_row + (2 if self.table.has_groups else 1)

    def write(self) -> None:
        self._titles()
        self._heads()
        for offset, row in enumerate(self.table.rows):
            self._row(self.body_row + offset, row)
        self._frame_empty()
        self._notes(self.body_row + len(self.table.rows))
        self._set_up()

    def _titles(self) -> None:
        for place, line in enumerate(self.source.titles):
            dress = {"bold": place == 0, "italic": place > 0, "align": "center", "text_wrap": True}
            self._across(place, line, font_size=14 if place == 0 else 12, **dress)

    def _across(self, row: int, text: str, **dress: object) -> None:
        """One text over the whole width, the row high enough for it: Excel does not grow rows for merged cells."""
        if self.last_column:
            self.sheet.merge_range(row, 0, row, self.last_column, "", self.formats.get(**dress))
        write_text(self.sheet, row, 0, text, self.formats, **dress)
        lines = lines_needed(text, sum(_characters(column) for column in self.columns))
        self.sheet.set_row(row, _POINTS_PER_LINE * lines + (4 if dress.get("font_size") == 14 else 0))

    def _heads(self) -> None:
        dress = {"bold": True, "align": "center", "text_wrap": True, "border": 1, "bg_color": "#EDEDED"}
        last = self.body_row - 1
        for place, column in enumerate(self.columns):
            write_text(self.sheet, last, place, column.title, self.formats, **dress)
        self._grow(last, [column.title for column in self.columns])
        if not self.table.has_groups:
            return
        for first, end, group in group_spans(self.columns):
            form = self.formats.get(**dress)
            if not group:
                self.sheet.merge_range(self.head_row, first, last, first, "", form)
                write_text(self.sheet, self.head_row, first, self.columns[first].title, self.formats, **dress)
                continue
            if end > first:
                self.sheet.merge_range(self.head_row, first, self.head_row, end, "", form)
            write_text(self.sheet, self.head_row, first, group, self.formats, **dress)

    def _row(self, at: int, row: Row) -> None:
        if row.kind is RowKind.GROUP:
            text = cell_text(resolve(self.table, row, 0), self.marks)
            if self.last_column:
                self.sheet.merge_range(at, 0, at, self.last_column, "", self.formats.get(bold=True, border=1))
            write_text(self.sheet, at, 0, text, self.formats, bold=True, border=1)
            return
        is_total = row.kind is RowKind.TOTAL
        texts = []
        for place, cell in enumerate(row.cells):
            if isinstance(cell, str) and not is_total:
                self._plain(at, place, cell)
                texts.append(cell)
                continue
            shown = resolve(self.table, row, place)
            self._cell(at, place, cell, shown, self.dress[place] | ({"bold": True} if is_total else {}))
            texts.append(cell_text(shown, self.marks))
        self._grow(at, texts)

    def _plain(self, at: int, place: int, text: str) -> None:
        """Words in a row of the body, as `write_text`: what nearly every cell of a long list is, the same again and
        again."""
        known = self.texts.get(text)
        if known is None:
            clean = clean_text(text)
            known = self.texts[text] = clean, is_risky(clean)
        clean, risky = known
        if not clean:
            self.has_empty = True
            return
        form = self.forms.get((place, risky))
        if form is None:
            extra = {"quote_prefix": True} if risky else {}
            form = self.forms[place, risky] = self.formats.get(**self.dress[place], **extra)
        self.sheet.write_string(at, place, clean, form)

    def _frame_empty(self) -> None:
        """The lines around empty cells: one rule for all, which are half of a long list, and not a cell each."""
        last = self.body_row + len(self.table.rows) - 1
        if self.has_empty:
            rule = {"type": "blanks", "format": self.book.add_format({"border": 1})}
            self.sheet.conditional_format(self.body_row, 0, last, self.last_column, rule)

    def _grow(self, at: int, texts: Sequence[str]) -> None:
        """Make a row high enough for its longest cell: not every program does so by itself on opening."""
        lines = max(
            1 if len(text) <= width and "\n" not in text else lines_needed(text, width)
            for text, width in zip(texts, self.widths, strict=True)
        )
        self.sheet.set_row(at, min(409, _POINTS_PER_LINE * lines + 2))

    def _cell(
        self, at: int, place: int, cell: Cell, shown: str | date | Figure | Words, dress: dict[str, object]
    ) -> None:
        match shown:
            case str() | Words():
                text = shown if isinstance(shown, str) else shown.text
                write_text(self.sheet, at, place, text, self.formats, **dress)
            case Figure():
                self._figure(at, place, cell, shown, dress)
            case _:
                form = self.formats.get(**dress, num_format="dd/mm/yyyy")
                self.sheet.write_datetime(at, place, datetime.combine(shown, time()), form)

    def _figure(self, at: int, place: int, cell: Cell, shown: Figure, dress: dict[str, object]) -> None:
        amount, missing = shown.value.number, shown.value.missing
        formula = self._formula(cell, at, place, self.marks[missing] if missing else NO_FIGURE)
        if missing is not None:
            mark = self.marks[missing]
            if formula:
                self.sheet.write_formula(at, place, formula, self.formats.get(**dress), mark)
            else:
                write_text(self.sheet, at, place, mark, self.formats, **dress)
            self.sheet.write_comment(at, place, _reason(missing), {"author": "Đôn Đốc", "visible": False})
        elif amount is not None:
            form = self.formats.get(**dress, num_format=number_format(shown))
            if formula:
                self.sheet.write_formula(at, place, formula, form, float(amount))
            else:
                self.sheet.write_number(at, place, float(amount), form)

    def _formula(self, cell: Cell, at: int, place: int, dash: str) -> str:
        """The formula behind a sum or a share, "" for a plain figure; a dash, not 0, when there is nothing to add."""
        match cell:
            case Sum():
                areas = ",".join(self._body_areas(place))
                return f'=IF(COUNT({areas})=0,"{dash}",SUM({areas}))'
            case Quotient(top, bottom):
                above, below = xl_rowcol_to_cell(at, top), xl_rowcol_to_cell(at, bottom)
                return f'=IF(AND(ISNUMBER({above}),N({below})<>0),{above}/{below},"{dash}")'
            case _:
                return ""

    def _body_areas(self, place: int) -> list[str]:
        """The runs of body rows as ranges, so that a sum leaves out totals and headings."""
        areas: list[list[int]] = []
        for offset, row in enumerate(self.table.rows):
            at = self.body_row + offset
            if row.kind is RowKind.TOTAL:
                continue
            if areas and areas[-1][1] == at - 1:
                areas[-1][1] = at  # headings hold text in their first cell only, which no sum counts
            else:
                areas.append([at, at])
        return [xl_range(first, place, last, place) for first, last in areas]

    def _notes(self, at: int) -> None:
        for offset, note in enumerate(table_notes(self.table)):
            self._across(at + 1 + offset, note, italic=True, text_wrap=True)

    def _set_up(self) -> None:
        sheet = self.sheet
        for place, column in enumerate(self.columns):
            sheet.set_column(place, place, _characters(column))
        if self.source.landscape:
            sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.set_margins(left=0.6, right=0.6, top=0.8, bottom=0.8)
        sheet.center_horizontally()
        sheet.fit_to_pages(1, 0)
        sheet.freeze_panes(self.body_row, 0)
        sheet.repeat_rows(self.head_row, self.body_row - 1)
        sheet.set_footer('&C&"Times New Roman,Regular"&10Trang &P/&N')
        sheet.hide_gridlines(2)


def _characters(column: Column) -> float:
    return max(4.0, round(column.width_mm / _MM_PER_CHARACTER, 1))


def lines_needed(text: str, characters: float) -> int:
    """How many lines `text` takes in a column of that width, a little generously."""
    return sum(max(1, ceil(len(line) / (characters * 1.12))) for line in text.split("\n"))


def _reason(missing: Missing) -> str:
    words = MISSING_WORDS[missing]
    return f"{words[0].upper()}{words[1:]}."


def number_format(figure: Figure) -> str:
    """The Excel format that shows the figure as paper does; Excel itself puts in the reader's separators.

    A share just below 100 % or just above 0 gets one more decimal instead of being rounded to what it is not.
    """
    amount = figure.value.number
    if amount is None:
        return "General"
    if figure.is_share:
        return f"0{_decimals(_share_places(amount, 1 if figure.places is None else figure.places))}\\ %"
    shown = format_number(amount, figure.places)
    places = len(shown.partition(",")[2])
    unit = ' "' + printable(figure.value.unit).replace('"', "") + '"' if figure.with_unit and figure.value.unit else ""
    return f"#,##0{_decimals(places)}{unit}"


def _share_places(fraction: Decimal, places: int) -> int:
    shown = format_percent(fraction, places).removesuffix(" %")
    kept = len(shown.partition(",")[2])
    while fraction not in (0, 1) and round(fraction * 100, kept) in (0, 100) and kept < 10:
        kept += 1
    return kept


def _decimals(places: int) -> str:
    return "." + "0" * places if places else ""
