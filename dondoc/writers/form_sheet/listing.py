"""A register as a workbook: a row per entry, any number of rows; written with what is known, read by column keys.

Rows may be sorted, filled in below or left out; columns may be moved. What a cell may hold is that of entry sheets.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from dondoc.writers.form_sheet.guard import WorkbookRefused, check_workbook, faulty_cells
from dondoc.writers.form_sheet.read import DOWNLOAD_AGAIN, CellFault, FileFault, cell_at, open_grids, understand
from dondoc.writers.form_sheet.spec import CONTROL_SHEET, FIELD_TOKEN, EntryField, EntryKind
from dondoc.writers.form_sheet.write import HEAD_COLOUR, attach, field_label, write_answer, write_note
from dondoc.writers.package import without_clock
from dondoc.writers.xlsx import Formats, open_book, write_text

_MARK = "dondoc-list"
_KEY_ROW, _LABEL_ROW, _FIRST = 3, 4, 5  # 0 title, 1 instruction, 2 blank
_WIDE, _NARROW = 48, 20  # characters
_A4 = 9


@dataclass(frozen=True)
class ListSpec:
    """What the workbook of a register holds: its columns, and the rows known (by field key, as the reader gives them).

    `blank_rows`: how many empty rows wait below for new entries. Errors: ValueError when two columns share a key.
    """

    code: str
    version: int
    title: str
    fields: tuple[EntryField, ...]
    rows: tuple[Mapping[str, str], ...] = ()
    blank_rows: int = 100
    sheet: str = "Danh mục"
    instruction: str = "Mỗi dòng một mục. Ngày ghi như 05/3/2026. Ghi mục mới vào các dòng trống; không xóa dòng ẩn."

    def __post_init__(self) -> None:
        keys = [one.key for one in self.fields]
        if not keys or len(set(keys)) != len(keys):
            raise ValueError("a list sheet needs columns, each with a key of its own")


@dataclass(frozen=True)
class ListRow:
    """One row that holds something: field key → text as a web form would post it, and → cell name ("C7")."""

    values: Mapping[str, str]
    cells: Mapping[str, str]
    sheet: str
    number: int  # the row's own number in Excel

    def place(self, key: str) -> str:
        """ "Trang “Danh mục”, ô C7"."""
        return f"Trang “{self.sheet}”, ô {self.cells[key]}"


@dataclass(frozen=True)
class ListReading:
    """All rows understood, or problems as whole sentences naming sheet and cell; with problems there are no rows."""

    rows: tuple[ListRow, ...] = ()
    problems: tuple[str, ...] = ()


def write_list_sheet(spec: ListSpec) -> bytes:
    """The workbook: known rows, then blank ones."""
    out = BytesIO()
    book = open_book(out, title=spec.title, author="Đôn Đốc", day=None)
    formats = Formats(book)
    sheet = book.add_worksheet(spec.sheet)
    control = book.add_worksheet(CONTROL_SHEET)
    lists = _write_control(control, spec, formats)
    _write_head(sheet, spec, formats)
    for at in range(len(spec.rows) + spec.blank_rows):
        known = spec.rows[at] if at < len(spec.rows) else {}
        for column, one in enumerate(spec.fields):
            write_answer(sheet, _FIRST + at, column, one, known.get(one.key, ""), formats)
            attach(sheet, _FIRST + at, column, one, lists.get(one.key, ""))
    _set_up(sheet, spec)
    control.very_hidden()
    book.close()
    return without_clock(out.getvalue())


def _write_control(control: Any, spec: ListSpec, formats: Formats) -> dict[str, str]:
    for at, text in enumerate((_MARK, spec.code, str(spec.version))):
        write_text(control, at, 0, text, formats)
    lists: dict[str, str] = {}
    for column, one in enumerate((f for f in spec.fields if f.options), 1):
        for at, (_, label) in enumerate(one.options):
            write_text(control, at, column, label, formats)
        name = xl_col_to_name(column, col_abs=True)
        lists[one.key] = f"={CONTROL_SHEET}!{name}$1:{name}${len(one.options)}"
    return lists


def _write_head(sheet: Any, spec: ListSpec, formats: Formats) -> None:
    write_text(sheet, 0, 0, spec.title, formats, bold=True, font_size=14)
    write_text(sheet, 1, 0, spec.instruction, formats, italic=True)
    head = {"bold": True, "align": "center", "text_wrap": True, "border": 1, "bg_color": HEAD_COLOUR}
    for column, one in enumerate(spec.fields):
        write_text(sheet, _KEY_ROW, column, FIELD_TOKEN + one.key, formats)
        write_text(sheet, _LABEL_ROW, column, field_label(one), formats, **head)
        write_note(sheet, _LABEL_ROW, column, one.why)


def _set_up(sheet: Any, spec: ListSpec) -> None:
    sheet.set_row(_KEY_ROW, None, None, {"hidden": True})
    sheet.set_row(_LABEL_ROW, 37)
    for column, one in enumerate(spec.fields):
        sheet.set_column(column, column, _WIDE if one.kind is EntryKind.LONG_TEXT else _NARROW)
    last = _FIRST + len(spec.rows) + spec.blank_rows
    sheet.ignore_errors({"number_stored_as_text": f"A1:{xl_col_to_name(len(spec.fields))}{last}"})
    sheet.freeze_panes(_FIRST, 1)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_LABEL_ROW)
    sheet.set_selection(_FIRST, 0, _FIRST, 0)


def read_list_sheet(data: bytes, spec: ListSpec) -> ListReading:
    """The rows of a workbook written for `spec`. Never raises for what people may upload; see `problems`."""
    try:
        parts = check_workbook(data)
        grids = open_grids(data)
        _check_control([str(row[0]) if row else "" for row in grids.pop(CONTROL_SHEET, [])], spec)
        sheet, at, columns = _columns(grids, spec)
    except (WorkbookRefused, FileFault) as fault:
        return ListReading(problems=(str(fault),))
    faults, rows, problems = (
        {cell: fault for (name, cell), fault in faulty_cells(parts).items() if name == sheet},
        [],
        [],
    )
    for number in range(at + 2, len(grids[sheet])):  # below the labels
        raw = {one.key: cell_at(grids[sheet], number, columns[one.key]) for one in spec.fields}
        cells = {key: xl_rowcol_to_cell(number, column) for key, column in columns.items()}
        if all(_is_blank(value) for value in raw.values()) and not faults.keys() & set(cells.values()):
            continue
        values: dict[str, str] = {}
        for one in spec.fields:
            place = f"Trang “{sheet}”, ô {cells[one.key]}"
            try:
                values[one.key] = understand(raw[one.key], one, fault=faults.get(cells[one.key], ""))
            except CellFault as fault:
                problems.append(f"{place}: {fault}")
                continue
            if one.required and not values[one.key]:
                problems.append(f"{place}: chưa ghi “{one.label}”.")
        rows.append(ListRow(values, cells, sheet, number + 1))
    return ListReading(problems=tuple(problems)) if problems else ListReading(tuple(rows))


def _is_blank(value: object) -> bool:
    return isinstance(value, str) and not value.strip()


def _check_control(lines: list[str], spec: ListSpec) -> None:
    """Errors: FileFault for what is another workbook."""
    if len(lines) < 3 or lines[0] != _MARK:
        raise FileFault(f"Tệp không phải là mẫu danh mục của hệ thống. {DOWNLOAD_AGAIN}")
    if (lines[1], lines[2]) != (spec.code, str(spec.version)):
        raise FileFault(f"Tệp là mẫu “{lines[1]}” phiên bản {lines[2]}, không dùng được ở đây. {DOWNLOAD_AGAIN}")


def _columns(grids: Mapping[str, list[list[object]]], spec: ListSpec) -> tuple[str, int, dict[str, int]]:
    """Sheet, row of the keys, and the column of each key. Errors: FileFault when one is gone or there twice."""
    wanted = {FIELD_TOKEN + one.key: one for one in spec.fields}
    for sheet, grid in grids.items():
        for at, row in enumerate(grid):
            found = [raw for raw in row if isinstance(raw, str) and raw in wanted]
            if not found:
                continue
            lost = [one.label for token, one in wanted.items() if token not in found]
            twice = [wanted[token].label for token in set(found) if found.count(token) > 1]
            if lost or twice:
                words = f"thiếu cột “{lost[0]}”" if lost else f"có hai cột “{twice[0]}”"
                raise FileFault(f"Trang “{sheet}” {words} (theo dòng mã ẩn). {DOWNLOAD_AGAIN}")
            return sheet, at, {one.key: row.index(token) for token, one in wanted.items()}
    raise FileFault(f"Không còn dòng mã ẩn của các cột. {DOWNLOAD_AGAIN}")
