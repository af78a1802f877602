"""Reads a filled-in entry workbook: cells by their keys, answers as a web form would post them, problems by cell."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO

from python_calamine import CalamineError, CalamineWorkbook
from xlsxwriter.utility import xl_rowcol_to_cell

from dondoc.lib.dates import DateError, format_date, parse_date
from dondoc.lib.numbers import NumberError, format_number, parse_number
from dondoc.lib.text import fold, nfc
from dondoc.writers.form_sheet.guard import MAX_ROWS, WorkbookRefused, check_workbook, faulty_cells
from dondoc.writers.form_sheet.spec import (
    CONTROL_SHEET,
    FIELD_TOKEN,
    ITEM_TOKEN,
    MARK,
    UPRIGHT,
    EntryField,
    EntryKind,
    EntrySpec,
)

_EXCEL_EPOCH = date(1899, 12, 30)  # Excel takes 1900 for a leap year; right from March 1900 on
_YES = ("yes", "true", "x", "1", "dung")
_NO = ("no", "false", "0", "sai")
DOWNLOAD_AGAIN = "Hãy tải lại tệp mẫu và điền vào đó."

Raw = object  # what the Excel reader gives for one cell: text, number, date, time, duration or truth value
Grid = list[list[Raw]]
Places = Mapping[str, list[tuple[str, int, int]]]  # key → (sheet, row, column), counted from 0


@dataclass(frozen=True)
class EntryCell:
    """One answer. `text` is what a web form would post: "05/03/2026", "1.234,5", a choice's code, "" when blank."""

    item: str
    field: str
    text: str
    sheet: str
    cell: str  # "C7"


@dataclass(frozen=True)
class EntryProblem:
    """What is wrong, as a whole Vietnamese sentence naming sheet and cell; both "" when it is about the file."""

    message: str
    sheet: str = ""
    cell: str = ""
    item: str = ""
    field: str = ""


@dataclass(frozen=True)
class EntryReading:
    """All answers understood, all problems, and the needed answers left blank in items that were begun.

    An item whose row was deleted has no cells. With problems nothing should be saved; blanks are for the caller to
    judge, since a draft may have them.
    """

    cells: tuple[EntryCell, ...] = ()
    problems: tuple[EntryProblem, ...] = ()
    blanks: tuple[EntryProblem, ...] = ()


class FileFault(ValueError):
    """The whole file cannot be read as this template; `str(fault)` is for the person."""


class CellFault(ValueError):
    """One answer cannot be understood; `str(fault)` is for the person."""


def read_entry_sheet(data: bytes, spec: EntrySpec) -> EntryReading:
    """The answers in a workbook written for `spec`. Never raises for what people may upload; see `problems`."""
    try:
        check_workbook(data)
        grids = open_grids(data)
        upright = _check_control(grids.pop(CONTROL_SHEET, None), spec)
        items, fields = _find(grids, ITEM_TOKEN), _find(grids, FIELD_TOKEN)
        _check_presence(items, fields, spec)
    except (WorkbookRefused, FileFault) as fault:
        return EntryReading(problems=(EntryProblem(str(fault)),))
    problems = [*_key_problems(items, spec, is_item=True), *_key_problems(fields, spec, is_item=False)]
    if problems:
        return EntryReading(problems=tuple(problems))
    return _read_cells(grids, spec, items, fields, upright=upright, faults=faulty_cells(data))


# ── the file ─────────────────────────────────────────────────────────────────────────────────────────────────────
def open_grids(data: bytes) -> dict[str, Grid]:
    """Sheet name → rows from A1 on. Errors: FileFault."""
    try:
        with CalamineWorkbook.from_filelike(BytesIO(data)) as book:
            return {
                name: [
                    list(row) for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False, nrows=MAX_ROWS)
                ]
                for name in book.sheet_names
            }
    except (CalamineError, ValueError, OSError):
        raise FileFault(
            "Tệp Excel bị hỏng, không đọc được. Hãy mở bằng Excel, lưu lại thành tệp .xlsx rồi gửi lại."
        ) from None


def _check_control(control: Grid | None, spec: EntrySpec) -> bool:
    """Whether the fields stand below each other. Errors: FileFault for another template or version."""
    lines = [str(row[0]) if row else "" for row in control or []]
    if len(lines) < 4 or lines[0] != MARK:
        raise FileFault(f"Tệp không phải là mẫu nhập liệu của hệ thống. {DOWNLOAD_AGAIN}")
    if lines[1] != spec.template_code:
        raise FileFault(f"Tệp là mẫu “{lines[1]}”, ở đây cần mẫu “{spec.template_code}”. {DOWNLOAD_AGAIN}")
    if lines[2] != str(spec.version):
        raise FileFault(f"Tệp là mẫu phiên bản {lines[2]}, hiện dùng phiên bản {spec.version}. {DOWNLOAD_AGAIN}")
    return lines[3] == UPRIGHT


def _find(grids: Mapping[str, Grid], token: str) -> Places:
    """Where each key stands. The hidden keys are found wherever rows and columns were moved to."""
    found: dict[str, list[tuple[str, int, int]]] = defaultdict(list)
    for sheet, grid in grids.items():
        for row_at, row in enumerate(grid):
            for column_at, raw in enumerate(row):
                if isinstance(raw, str) and raw.startswith(token):
                    found[raw.removeprefix(token)].append((sheet, row_at, column_at))
    return found


def _check_presence(items: Places, fields: Places, spec: EntrySpec) -> None:
    """Without keys nobody can tell whose answer a cell is. Errors: FileFault."""
    if not items:
        raise FileFault(
            "Dòng hoặc cột mã ẩn của các việc đã bị xóa, không biết ô nào là của việc nào. " + DOWNLOAD_AGAIN
        )
    lost = [question.label for question in spec.fields if question.key not in fields]
    if lost:
        names = ", ".join(f"“{label}”" for label in lost)
        raise FileFault(f"Không còn mã ẩn của mục {names} (dòng hoặc cột đã bị xóa). {DOWNLOAD_AGAIN}")


def _key_problems(places: Places, spec: EntrySpec, *, is_item: bool) -> list[EntryProblem]:
    """Keys that stand twice (a copied row or sheet), and keys that this workbook should not have."""
    known = {item.key: item.title for item in spec.items} if is_item else {f.key: f.label for f in spec.fields}
    noun = "Việc" if is_item else "Mục"
    problems = []
    for key, found in places.items():
        sheet, row, column = found[-1]
        cell = xl_rowcol_to_cell(row, column)
        if key not in known:
            message = f"{noun} ghi ở trang “{sheet}”, ô ẩn {cell}, không có trong danh sách cần trả lời hiện nay."
            problems.append(EntryProblem(f"{message} {DOWNLOAD_AGAIN}", sheet, cell))
        elif len(found) > 1:
            where = " và ".join(f"trang “{name}”, {_line(r, c, spec, is_item)}" for name, r, c in found)
            message = f"{noun} “{known[key]}” có hai lần: {where}. Hãy xóa phần thừa rồi gửi lại."
            problems.append(EntryProblem(message, sheet, cell))
    return problems


def _line(row: int, column: int, spec: EntrySpec, is_item: bool) -> str:
    """ "dòng 7" or "cột C", whichever the key names."""
    upright = len(spec.items) == 1
    return f"dòng {row + 1}" if is_item != upright else f"cột {xl_rowcol_to_cell(0, column).rstrip('1')}"


# ── the answers ──────────────────────────────────────────────────────────────────────────────────────────────────
def _read_cells(
    grids: Mapping[str, Grid],
    spec: EntrySpec,
    items: Places,
    fields: Places,
    *,
    upright: bool,
    faults: Mapping[str, str],
) -> EntryReading:
    cells: list[EntryCell] = []
    problems: list[EntryProblem] = []
    blanks: list[EntryProblem] = []
    for item in (item for item in spec.items if item.key in items):
        sheet, item_row, item_column = items[item.key][0]
        missing: list[EntryProblem] = []
        begun = False
        for question in spec.fields:
            _, field_row, field_column = fields[question.key][0]
            row, column = (field_row, item_column) if upright else (item_row, field_column)
            cell, raw = xl_rowcol_to_cell(row, column), cell_at(grids[sheet], row, column)
            place = f"Trang “{sheet}”, ô {cell}"
            try:
                text = understand(raw, question, fault=faults.get(cell, ""))
            except CellFault as fault:
                problems.append(EntryProblem(f"{place}: {fault}", sheet, cell, item.key, question.key))
                begun = True
                continue
            cells.append(EntryCell(item.key, question.key, text, sheet, cell))
            begun = begun or bool(text)
            if question.required and not text:
                words = f"{place}: chưa ghi “{question.label}” của “{item.title}”."
                missing.append(EntryProblem(words, sheet, cell, item.key, question.key))
        blanks += missing if begun else []
    return EntryReading(tuple(cells), tuple(problems), tuple(blanks))


def cell_at(grid: Grid, row: int, column: int) -> Raw:
    """The cell's content; cells beyond the last used one are blank."""
    return grid[row][column] if row < len(grid) and column < len(grid[row]) else ""


def understand(raw: Raw, question: EntryField, *, fault: str) -> str:
    """The answer as a web form would post it; `fault`: what is wrong with the cell's formula. Errors: CellFault."""
    typed = nfc(raw).strip() if isinstance(raw, str) else raw
    if fault:
        raise CellFault(fault)
    if typed == "":
        return ""
    match question.kind:
        case EntryKind.INTEGER:
            return _number(typed, whole=True)
        case EntryKind.DECIMAL:
            return _number(typed, whole=False)
        case EntryKind.DATE:
            return _date(typed)
        case EntryKind.CHOICE | EntryKind.YES_NO:
            return _choice(typed, question)
        case _:
            return _words(typed)


def _words(raw: Raw) -> str:
    match raw:
        case bool():
            return "Có" if raw else "Không"
        case int() | float():
            return f"{_decimal(raw):f}".replace(".", ",")
        case date():  # a datetime is a date as well
            return format_date(raw)
        case time():
            return f"{raw:%H:%M}"
        case _:
            return str(raw)


def _decimal(raw: int | float) -> Decimal:
    """A cell's number without the noise of binary fractions: Excel itself keeps 15 digits."""
    return Decimal(f"{raw:.15g}") if isinstance(raw, float) else Decimal(raw)


def _number(raw: Raw, *, whole: bool) -> str:
    if isinstance(raw, bool) or not isinstance(raw, str | int | float):
        raise CellFault(f"“{_words(raw)}” không phải là số. Hãy ghi như 1.234,5 hoặc 12.")
    try:
        amount = parse_number(raw) if isinstance(raw, str) else _decimal(raw)
    except NumberError as fault:
        raise CellFault(str(fault)) from None
    if not amount.is_finite():
        raise CellFault("số quá lớn, không đọc được. Hãy kiểm tra lại.")
    if whole and amount != amount.to_integral_value():
        raise CellFault(f"“{format_number(amount)}” không phải là số nguyên. Hãy ghi số không có phần lẻ, như 1.234.")
    return format_number(amount)


def _date(raw: Raw) -> str:
    if isinstance(raw, datetime | date):
        return format_date(raw)
    if isinstance(raw, int | float) and not isinstance(raw, bool) and (day := _day_of_serial(raw)):
        raise CellFault(
            f"ngày được lưu thành số {_words(raw)} (ô không có định dạng ngày). Hãy định dạng ô là ngày hoặc ghi "
            f"bằng chữ, ví dụ {format_date(day)}."
        )
    if not isinstance(raw, str):
        raise CellFault(f"“{_words(raw)}” không phải là ngày. Hãy ghi ngày/tháng/năm, ví dụ 05/3/2026.")
    try:
        return format_date(parse_date(raw))
    except DateError as fault:
        raise CellFault(str(fault)) from None


def _day_of_serial(raw: int | float) -> date | None:
    """The day that Excel shows for the number of a day (1 = 01/01/1900); None for one that no paper bears."""
    day = _EXCEL_EPOCH + timedelta(days=int(raw)) if 0 < raw < 100_000 else None
    return day if day and 1930 <= day.year <= 2100 else None


def _choice(raw: Raw, question: EntryField) -> str:
    """The code of what was chosen, by its label or its code; case and marks do not matter unless they must."""
    for code, label in question.options:
        if raw in (label, code):
            return code
    wanted = fold(_words(raw))
    for code, label in question.options:
        if wanted in (fold(label), fold(code)):
            return code
    if question.kind is EntryKind.YES_NO and wanted in (*_YES, *_NO):
        return "yes" if wanted in _YES else "no"
    labels = ", ".join(f"“{label}”" for _, label in question.options)
    raise CellFault(f"“{_words(raw)}” không có trong danh sách. Hãy chọn một trong: {labels}.")
