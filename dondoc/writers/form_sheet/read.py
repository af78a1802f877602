"""Reads a filled-in entry workbook: cells by their keys, answers as a web form would post them, problems by cell."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
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
    return read_entry_book(data, [spec])[0]


def read_entry_book(data: bytes, specs: Sequence[EntrySpec]) -> list[EntryReading]:
    """The answers to each of `specs`, in their order; items of different specs must have different keys.

    What is wrong with the file as a whole is told in the first. A spec that the workbook was not made for (its tab was
    taken out, or it came to be asked later) has nothing answered. Never raises for what people may upload.
    """
    try:
        return read_opened(open_entry_book(data), specs)
    except FileFault as fault:
        return _refused(str(fault), specs)


@dataclass(frozen=True)
class EntryBook:
    """A workbook laid open. `made_for`: template code → (version, whether its fields stand below each other)."""

    grids: Mapping[str, Grid]
    made_for: Mapping[str, tuple[str, bool]]
    items: Places
    faults: Mapping[tuple[str, str], str]


def open_entry_book(data: bytes) -> EntryBook:
    """Lay a workbook open that was made to be filled in. Errors: FileFault."""
    try:
        parts = check_workbook(data)
    except WorkbookRefused as fault:
        raise FileFault(str(fault)) from None
    grids = open_grids(data)
    lines = [str(row[0]) if row else "" for row in grids.pop(CONTROL_SHEET, [])]
    if len(lines) < 4 or lines[0] != MARK:
        raise FileFault(f"Tệp không phải là mẫu nhập liệu của hệ thống. {DOWNLOAD_AGAIN}")
    about = [lines[at : at + 3] for at in range(1, len(lines) - 2, 3) if lines[at]]
    made_for = {code: (version, layout == UPRIGHT) for code, version, layout in about}
    return EntryBook(grids, made_for, dict(_find(grids, ITEM_TOKEN)), faulty_cells(parts))


def read_opened(book: EntryBook, specs: Sequence[EntrySpec]) -> list[EntryReading]:
    """As `read_entry_book`, of one laid open."""
    try:
        layouts = _check_versions(book, specs)
    except FileFault as fault:
        return _refused(str(fault), specs)
    readings = [
        _read_tab(
            book.grids, spec, book.items, layouts.get(spec.template_code), faults=book.faults, is_alone=len(specs) == 1
        )
        for spec in specs
    ]
    asked = {item.key for spec in specs for item in spec.items}
    strange = _strange(book.items, asked, noun="Việc")
    if strange:
        readings[0] = replace(readings[0], cells=(), blanks=(), problems=(*strange, *readings[0].problems))
    return readings


def _refused(why: str, specs: Sequence[EntrySpec]) -> list[EntryReading]:
    return [EntryReading(problems=(EntryProblem(why),)), *(EntryReading() for _ in specs[1:])]


def _read_tab(
    grids: Mapping[str, Grid],
    spec: EntrySpec,
    places: Places,
    is_upright: bool | None,  # None: the workbook was not made for this spec
    *,
    faults: Mapping[tuple[str, str], str],
    is_alone: bool,
) -> EntryReading:
    titles = {item.key: item.title for item in spec.items}
    items = {key: found for key, found in places.items() if key in titles}
    if not is_alone and (is_upright is None or not items):
        return EntryReading()
    try:
        # beside other tabs only those on which an item of this one stands are looked at; alone, all of them
        on = {sheet for found in items.values() for sheet, _, _ in found}
        fields = _find(grids if is_alone else {name: grid for name, grid in grids.items() if name in on}, FIELD_TOKEN)
        _check_presence(places if is_alone else items, fields, spec)
    except FileFault as fault:
        return EntryReading(problems=(EntryProblem(str(fault)),))
    labels = {one.key: one.label for one in spec.fields}
    problems = [
        *_twice(items, titles, spec, is_item=True),
        *_strange(fields, labels.keys(), noun="Mục"),
        *_twice(fields, labels, spec, is_item=False),
    ]
    if problems:
        return EntryReading(problems=tuple(problems))
    return _read_cells(grids, spec, items, fields, upright=bool(is_upright), faults=faults)


# ── the file ─────────────────────────────────────────────────────────────────────────────────────────────────────
def open_grids(data: bytes, *, rows: int = MAX_ROWS) -> dict[str, Grid]:
    """Sheet name → the first `rows` rows from A1 on. Errors: FileFault."""
    try:
        with CalamineWorkbook.from_filelike(BytesIO(data)) as book:
            return {
                name: [list(row) for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False, nrows=rows)]
                for name in book.sheet_names
            }
    except (CalamineError, ValueError, OSError):
        raise FileFault(
            "Tệp Excel bị hỏng, không đọc được. Hãy mở bằng Excel, lưu lại thành tệp .xlsx rồi gửi lại."
        ) from None


def _check_versions(book: EntryBook, specs: Sequence[EntrySpec]) -> dict[str, bool]:
    """Template code → whether its fields stand below each other, of each that the workbook was made for.

    Errors: FileFault for another template or version.
    """
    known = [spec for spec in specs if spec.template_code in book.made_for]
    if not known:
        wanted = "”, “".join(spec.template_code for spec in specs)
        made_for = next(iter(book.made_for), "")
        raise FileFault(f"Tệp là mẫu “{made_for}”, ở đây cần mẫu “{wanted}”. {DOWNLOAD_AGAIN}")
    for spec in known:
        version, _ = book.made_for[spec.template_code]
        if version != str(spec.version):
            of = f" của “{spec.title}”" if len(specs) > 1 else ""
            raise FileFault(f"Tệp là mẫu phiên bản {version}{of}, hiện dùng phiên bản {spec.version}. {DOWNLOAD_AGAIN}")
    return {spec.template_code: book.made_for[spec.template_code][1] for spec in known}


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


def _strange(places: Places, known: Collection[str], *, noun: str) -> list[EntryProblem]:
    """Keys that this workbook should not have."""
    problems = []
    for key, found in places.items():
        if key not in known:
            sheet, row, column = found[-1]
            cell = xl_rowcol_to_cell(row, column)
            message = f"{noun} ghi ở trang “{sheet}”, ô ẩn {cell}, không có trong danh sách cần trả lời hiện nay."
            problems.append(EntryProblem(f"{message} {DOWNLOAD_AGAIN}", sheet, cell))
    return problems


def _twice(places: Places, known: Mapping[str, str], spec: EntrySpec, *, is_item: bool) -> list[EntryProblem]:
    """Keys that stand twice: a copied row or sheet."""
    noun = "Việc" if is_item else "Mục"
    problems = []
    for key, found in places.items():
        if key in known and len(found) > 1:
            sheet, row, column = found[-1]
            where = " và ".join(f"trang “{name}”, {_line(r, c, spec, is_item)}" for name, r, c in found)
            message = f"{noun} “{known[key]}” có hai lần: {where}. Hãy xóa phần thừa rồi gửi lại."
            problems.append(EntryProblem(message, sheet, xl_rowcol_to_cell(row, column)))
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
    faults: Mapping[tuple[str, str], str],
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
                text = understand(raw, question, fault=faults.get((sheet, cell), ""))
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
    if isinstance(raw, int | float) and not isinstance(raw, bool) and (day := day_of_serial(raw)):
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


def day_of_serial(raw: int | float) -> date | None:
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
