"""A workbook to fill in: one row per item and one column per field, or, for a single item, one row per field.

Every item and field carries its key in a hidden row or column; the reader (`read.py`) finds the cells by these
keys, never by their place. Answers are kept as text cells wherever Excel's own locale could read them wrongly: with
an English Excel "5/3/2026" would become 3 May and "1.234" a bit more than one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from typing import Any

from xlsxwriter.utility import xl_col_to_name

from dondoc.lib.numbers import NumberError, parse_number
from dondoc.writers.form_sheet.spec import (
    ACROSS,
    CONTROL_SHEET,
    FIELD_TOKEN,
    ITEM_TOKEN,
    MARK,
    UPRIGHT,
    EntryField,
    EntryKind,
    EntrySpec,
)
from dondoc.writers.package import printable, without_clock
from dondoc.writers.xlsx import Formats, lines_needed, open_book, write_text

ENTRY_COLOUR, HEAD_COLOUR = "#FFFBE6", "#EDEDED"
_SIDE_WIDTH, _ANSWER_WIDTH, _WHY_WIDTH, _COLUMN_WIDTH = 40, 36, 40, 20  # characters
_ENTRY_SHEET = "Nhập liệu"
_MAX_PROMPT = 255  # Excel's limit for the message beside a cell
_A4 = 9
_MAX_TAB = 31  # Excel's limit for the name of a tab
_NOT_IN_TABS = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


@dataclass(frozen=True)
class _Place:
    """Where an answer goes; the head lines take the first rows and the keys the first row and column after them."""

    spec: EntrySpec
    upright: bool  # True: one item, fields below each other

    def cell(self, item: int, question: int) -> tuple[int, int]:
        return (_FIRST + question, 2) if self.upright else (_FIRST + item, 2 + question)


_KEY_ROW, _LABEL_ROW, _FIRST = 3, 4, 5  # 0 title, 1 instruction, 2 blank


def write_entry_sheet(spec: EntrySpec) -> bytes:
    """The workbook to fill in, with known values, drop-down lists, notes, and only the answers unlocked."""
    return write_entry_book([(_ENTRY_SHEET, spec)], title=spec.title)


def write_entry_book(tabs: Sequence[tuple[str, EntrySpec]], *, title: str) -> bytes:
    """As `write_entry_sheet`, one tab for each (name, what it asks). Names are cut and made to differ where needed.

    Errors: ValueError without tabs.
    """
    if not tabs:
        raise ValueError("an entry workbook needs a tab")
    out = BytesIO()
    book = open_book(out, title=title, author="Đôn Đốc", day=None)
    formats = Formats(book)
    sheets = [book.add_worksheet(name) for name in tab_names([name for name, _ in tabs])]
    control = book.add_worksheet(CONTROL_SHEET)
    write_text(control, 0, 0, MARK, formats)
    column = 1  # of the next drop-down list on the hidden sheet
    for at, (sheet, (_, spec)) in enumerate(zip(sheets, tabs, strict=True)):
        place = _Place(spec, upright=len(spec.items) == 1)
        _write_about(control, at, place, formats)
        lists = _write_lists(control, spec, column, formats)
        column += len(lists)
        _write_tab(sheet, place, lists, formats)
    control.very_hidden()
    book.close()
    return without_clock(out.getvalue())


def tab_names(wanted: Sequence[str]) -> list[str]:
    """Names that Excel takes: without the signs that it refuses, at most 31 long, no two alike."""
    names: list[str] = []
    for name in wanted:
        plain = " ".join(printable(name).translate(_NOT_IN_TABS).split()).strip("'") or _ENTRY_SHEET
        short, number = plain[:_MAX_TAB].strip(), 1
        while short.lower() in {other.lower() for other in [*names, CONTROL_SHEET]}:
            number += 1
            tail = f" ({number})"
            short = plain[: _MAX_TAB - len(tail)].strip() + tail
        names.append(short)
    return names


def _write_about(control: Any, at: int, place: _Place, formats: Formats) -> None:
    """Which template the tab is of, in which version, and how it lies: three lines for each tab, below the mark."""
    spec = place.spec
    about = (spec.template_code, str(spec.version), UPRIGHT if place.upright else ACROSS)
    for row, text in enumerate(about, 1 + len(about) * at):
        write_text(control, row, 0, text, formats)


def _write_lists(control: Any, spec: EntrySpec, first: int, formats: Formats) -> dict[str, str]:
    """The drop-down lists of a tab from column `first` of the hidden sheet on. Gives each list's range."""
    lists: dict[str, str] = {}
    for column, question in enumerate((f for f in spec.fields if f.options), first):
        for at, (_, label) in enumerate(question.options):
            write_text(control, at, column, label, formats)
        name = xl_col_to_name(column, col_abs=True)
        lists[question.key] = f"={CONTROL_SHEET}!{name}$1:{name}${len(question.options)}"
    return lists


def _write_tab(sheet: Any, place: _Place, lists: Mapping[str, str], formats: Formats) -> None:
    spec = place.spec
    _write_head(sheet, place, formats)
    for item_at, item in enumerate(spec.items):
        for question_at, question in enumerate(spec.fields):
            row, column = place.cell(item_at, question_at)
            known = spec.values.get((item.key, question.key), "")
            write_answer(sheet, row, column, question, known, formats)
            attach(sheet, row, column, question, lists.get(question.key, ""))
    _set_up(sheet, place)


def _write_head(sheet: Any, place: _Place, formats: Formats) -> None:
    """Title, instruction, hidden keys, and the labels of both sides."""
    spec = place.spec
    write_text(sheet, 0, 1, spec.title or _ENTRY_SHEET, formats, bold=True, font_size=14)
    write_text(sheet, 1, 1, spec.instruction, formats, italic=True)
    items = [(ITEM_TOKEN + item.key, item.title, item.hint) for item in spec.items]
    fields = [(FIELD_TOKEN + question.key, field_label(question), question.why) for question in spec.fields]
    across, down = (items, fields) if place.upright else (fields, items)
    head = {"bold": True, "align": "center", "text_wrap": True, "border": 1, "bg_color": HEAD_COLOUR}
    write_text(sheet, _LABEL_ROW, 1, "Nội dung" if place.upright else "Việc cần trả lời", formats, **head)
    for at, (token, label, note) in enumerate(across, 2):
        write_text(sheet, _KEY_ROW, at, token, formats)
        write_text(sheet, _LABEL_ROW, at, label, formats, **head)
        write_note(sheet, _LABEL_ROW, at, note)
    side = {"text_wrap": True, "border": 1, "bg_color": HEAD_COLOUR}
    for at, (token, label, note) in enumerate(down, _FIRST):
        write_text(sheet, at, 0, token, formats)
        write_text(sheet, at, 1, label, formats, **side)
        write_note(sheet, at, 1, note)
        lines = max(lines_needed(label, _SIDE_WIDTH), lines_needed(note, _WHY_WIDTH) if place.upright else 1)
        sheet.set_row(at, min(409, 17 * lines + 3))
    if place.upright:  # why each thing is asked stands open beside the answer where there is room for it
        write_text(sheet, _LABEL_ROW, 3, "Vì sao cần", formats, **head)
        for at, question in enumerate(spec.fields, _FIRST):
            write_text(sheet, at, 3, question.why, formats, **side, italic=True)


def field_label(question: EntryField) -> str:
    """ "Số đảng viên (người) *": the label with its unit, a star when an answer is needed."""
    unit = f" ({question.unit})" if question.unit else ""
    return f"{question.label}{unit}{' *' if question.required else ''}"


def write_note(sheet: Any, row: int, column: int, text: str) -> None:
    if text:
        sheet.write_comment(row, column, printable(text), {"author": "Đôn Đốc", "x_scale": 2})


def write_answer(sheet: Any, row: int, column: int, question: EntryField, known: str, formats: Formats) -> None:
    """One unlocked cell holding what is known."""
    dress: dict[str, object] = {"border": 1, "bg_color": ENTRY_COLOUR, "locked": False, "text_wrap": True}
    if question.kind in {EntryKind.INTEGER, EntryKind.DECIMAL}:
        dress["align"] = "right"
    if question.kind is not EntryKind.INTEGER:
        shown = dict(question.options).get(known, known)
        write_text(sheet, row, column, shown, formats, **dress, num_format="@")
        return
    try:
        amount: Decimal | None = parse_number(known) if known else None
    except NumberError:
        write_text(sheet, row, column, known, formats, **dress)
        return
    form = formats.get(**dress, num_format="#,##0")
    if amount is None:
        sheet.write_blank(row, column, None, form)
    else:
        sheet.write_number(row, column, float(amount), form)


_PROMPTS = {
    EntryKind.INTEGER: "Ghi số nguyên, ví dụ 1.234.",
    EntryKind.DECIMAL: "Ghi số như 1.234,5.",
    EntryKind.DATE: "Ghi ngày/tháng/năm, ví dụ 05/3/2026.",
    EntryKind.CHOICE: "Chọn trong danh sách.",
    EntryKind.YES_NO: "Chọn Có hoặc Không.",
}


def attach(sheet: Any, row: int, column: int, question: EntryField, choices: str) -> None:
    """The drop-down list, or the message that appears when the cell is entered. Typed values are judged on reading."""
    message = " ".join(part for part in (_PROMPTS.get(question.kind, ""), question.why) if part)
    rule: dict[str, object] = {"validate": "list", "source": choices} if choices else {"validate": "any"}
    if choices:
        rule["error_title"] = "Không có trong danh sách"
        rule["error_message"] = "Hãy chọn một dòng trong danh sách, hoặc để trống."
    if message:
        rule["input_title"] = printable(question.label)[:32]
        rule["input_message"] = printable(message)[:_MAX_PROMPT]
    if choices or message:
        sheet.data_validation(row, column, row, column, rule)


def _set_up(sheet: Any, place: _Place) -> None:
    spec = place.spec
    sheet.set_column(0, 0, None, None, {"hidden": True})
    sheet.set_row(_KEY_ROW, None, None, {"hidden": True})
    sheet.set_column(1, 1, _SIDE_WIDTH)
    if place.upright:
        sheet.set_column(2, 2, _ANSWER_WIDTH)
        sheet.set_column(3, 3, _WHY_WIDTH)
        lines = lines_needed(spec.items[0].title, _ANSWER_WIDTH)
    else:
        for at, question in enumerate(spec.fields, 2):
            sheet.set_column(at, at, _ANSWER_WIDTH if question.kind is EntryKind.LONG_TEXT else _COLUMN_WIDTH)
        lines = max(lines_needed(field_label(question), _COLUMN_WIDTH) for question in spec.fields)
        sheet.set_landscape()
    sheet.set_row(_LABEL_ROW, 17 * lines + 3)
    last = place.cell(len(spec.items) - 1, len(spec.fields) - 1)
    sheet.ignore_errors({"number_stored_as_text": f"A1:{xl_col_to_name(last[1])}{last[0] + 1}"})
    sheet.freeze_panes(_FIRST, 2)
    sheet.protect("", {"format_cells": True, "format_columns": True, "format_rows": True})
    sheet.set_paper(_A4)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_LABEL_ROW)
    sheet.set_selection(_FIRST, 2, _FIRST, 2)
