"""Entry workbooks: what is written is read back; moved cells are found; whatever people upload gets a sentence."""

import random
import re
import zipfile
from datetime import date, time
from io import BytesIO

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from dondoc.writers.form_sheet import (
    EntryField,
    EntryItem,
    EntryKind,
    EntryReading,
    read_entry_sheet,
    write_entry_sheet,
)
from dondoc.writers.form_sheet.guard import MAX_COLUMNS, MAX_FILE_BYTES, MAX_ROWS
from tests.writers.sample import sample_entry

SPEC = sample_entry()
SHEET = "Nhập liệu"
AGAIN = "Hãy tải lại tệp mẫu và điền vào đó."


def filled(change, spec=SPEC) -> bytes:
    """The workbook after `change(sheet)`, saved as a spreadsheet program would."""
    book = openpyxl.load_workbook(BytesIO(write_entry_sheet(spec)))
    change(book[SHEET])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def put(**cells: object):
    """A change that writes C7="…" and the like."""

    def change(sheet) -> None:
        for name, value in cells.items():
            sheet[name] = value

    return change


def answers(reading: EntryReading) -> dict[tuple[str, str], str]:
    return {(cell.item, cell.field): cell.text for cell in reading.cells if cell.text}


def messages(data: bytes, spec=SPEC) -> list[str]:
    reading = read_entry_sheet(data, spec)
    return [problem.message for problem in reading.problems]


def rezipped(data: bytes, **changes: bytes | None) -> bytes:
    """The package with parts added or replaced; `__` in a name stands for "/", `_dot_` for "."."""
    parts = {name.replace("__", "/").replace("_dot_", "."): raw for name, raw in changes.items()}
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, raw in parts.items():
            if raw is not None:
                new.writestr(name, raw)
    return out.getvalue()


# ── round trip ───────────────────────────────────────────────────────────────────────────────────────────────────
def test_what_is_known_comes_back_the_same():
    reading = read_entry_sheet(write_entry_sheet(SPEC), SPEC)
    assert (answers(reading), reading.problems, reading.blanks) == (dict(SPEC.values), (), ())
    assert [cell.cell for cell in reading.cells] == [f"{column}{row}" for row in (6, 7) for column in "CDEFGHI"]


def test_a_single_item_stands_upright_with_the_reasons_beside_it():
    spec = sample_entry(items=SPEC.items[:1])
    sheet = openpyxl.load_workbook(BytesIO(write_entry_sheet(spec)))[SHEET]
    reading = read_entry_sheet(write_entry_sheet(spec), spec)
    assert ([c.cell for c in reading.cells], answers(reading)) == (
        [f"C{row}" for row in range(6, 13)],
        dict(SPEC.values),
    )
    assert [sheet.cell(row, 4).value for row in (5, 6, 7)] == [
        "Vì sao cần",
        "Để tra cứu đúng văn bản.",
        "Để biết đúng hạn hay không.",
    ]


def test_the_same_spec_is_the_same_bytes():
    assert write_entry_sheet(SPEC) == write_entry_sheet(SPEC)


def test_only_answers_are_unlocked_and_keys_are_hidden():
    book = openpyxl.load_workbook(BytesIO(write_entry_sheet(SPEC)))
    sheet = book[SHEET]
    unlocked = [cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked]
    assert unlocked == [f"{column}{row}" for row in (6, 7) for column in "CDEFGHI"]
    assert (sheet.protection.sheet, sheet.column_dimensions["A"].hidden, sheet.row_dimensions[4].hidden) == (True,) * 3
    assert book["_dondoc"].sheet_state == "veryHidden"
    assert sheet["C5"].value == "Số, ký hiệu *"
    assert sheet["E5"].value == "Số đảng viên (người)"
    assert (sheet["E5"].comment.text, sheet["B6"].comment.text) == ("Mẫu số của chỉ tiêu 6.", "Hạn: 31/12/2025")


def test_choices_are_drop_down_lists_and_the_rest_says_how_to_type():
    sheet = openpyxl.load_workbook(BytesIO(write_entry_sheet(SPEC)))[SHEET]
    rules = {str(rule.sqref): (rule.type, rule.formula1, rule.prompt) for rule in sheet.data_validations.dataValidation}
    assert rules["G6"] == ("list", "_dondoc!$B$1:$B$2", "Chọn trong danh sách.")
    assert rules["H7"][:2] == ("list", "_dondoc!$C$1:$C$2")
    assert rules["F6"] == (None, None, "Ghi số như 1.234,5.")
    assert rules["D6"][2] == "Ghi ngày/tháng/năm, ví dụ 05/3/2026. Để biết đúng hạn hay không."


def test_known_answers_that_look_like_formulas_or_are_no_numbers_stay_text():
    spec = sample_entry(values={("ob-1", "number"): "=1+1", ("ob-1", "members"): "khoảng 30"})
    sheet = openpyxl.load_workbook(BytesIO(write_entry_sheet(spec)))[SHEET]
    assert [(sheet[name].data_type, sheet[name].value) for name in ("C6", "E6")] == [("s", "=1+1"), ("s", "khoảng 30")]


def test_a_spec_needs_items_and_fields_with_keys_of_their_own():
    for changed in ({"items": ()}, {"fields": ()}, {"items": (EntryItem("a", "A"), EntryItem("a", "B"))}):
        with pytest.raises(ValueError, match="key of its own"):
            sample_entry(**changed)


# ── what people type ─────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("cell", "typed", "text"),
    [
        ("C7", "  12-CTr/CB ", "12-CTr/CB"),
        ("C7", 12, "12"),
        ("C7", 12.5, "12,5"),
        ("C7", True, "Có"),
        ("C7", time(8, 30), "08:30"),
        ("C7", date(2026, 3, 5), "05/03/2026"),
        ("D7", "5/3/2026", "05/03/2026"),
        ("D7", date(2026, 3, 5), "05/03/2026"),
        ("E7", 1234, "1.234"),
        ("E7", "1.234", "1.234"),
        ("E7", 12.0, "12"),
        ("F7", "1.234,5", "1.234,5"),
        ("F7", 1234.5, "1.234,5"),
        ("F7", 0.1 + 0.2, "0,3"),
        ("G7", "Kế hoạch", "kh"),
        ("G7", "KE HOACH", "kh"),
        ("G7", "kh", "kh"),
        ("H7", "Không", "no"),
        ("H7", True, "yes"),
        ("H7", "x", "yes"),
        ("H7", 0, "no"),
        ("I7", "Dòng một\nDòng hai", "Dòng một\nDòng hai"),
    ],
)
def test_answers_are_understood_as_typed(cell, typed, text):
    reading = read_entry_sheet(filled(put(**{cell: typed})), SPEC)
    assert ([c.text for c in reading.cells if c.cell == cell], reading.problems) == ([text], ())


@pytest.mark.parametrize(
    ("cell", "typed", "message"),
    [
        ("D7", "31/02/2026", "Không có ngày 31/02/2026 trong lịch. Hãy kiểm tra lại."),
        ("D7", "hôm qua", "“hôm qua” không phải là ngày. Hãy ghi ngày/tháng/năm, ví dụ 05/3/2026."),
        (
            "D7",
            46000,
            "ngày được lưu thành số 46000 (ô không có định dạng ngày). Hãy định dạng ô là ngày hoặc ghi bằng chữ, ví "
            "dụ 09/12/2025.",
        ),
        ("E7", 1.234, "“1,234” không phải là số nguyên. Hãy ghi số không có phần lẻ, như 1.234."),
        ("E7", "ba mươi", "“ba mươi” không phải là số. Hãy ghi như 1.234,5 hoặc 12."),
        ("E7", date(2026, 5, 3), "“03/05/2026” không phải là số. Hãy ghi như 1.234,5 hoặc 12."),
        ("F7", True, "“Có” không phải là số. Hãy ghi như 1.234,5 hoặc 12."),
        ("G7", "Nghị quyết", "“Nghị quyết” không có trong danh sách. Hãy chọn một trong: “Chương trình”, “Kế hoạch”."),
        ("H7", "có lẽ", "“có lẽ” không có trong danh sách. Hãy chọn một trong: “Có”, “Không”."),
        ("C7", "#REF!", "công thức bị lỗi, không có giá trị. Hãy ghi thẳng giá trị."),
    ],
)
def test_problems_name_sheet_and_cell(cell, typed, message):
    reading = read_entry_sheet(filled(put(**{cell: typed})), SPEC)
    assert [p.message for p in reading.problems] == [f"Trang “{SHEET}”, ô {cell}: {message}"]
    assert [(p.sheet, p.cell, p.item) for p in reading.problems] == [(SHEET, cell, "ob-2")]


def test_a_begun_item_tells_what_it_still_needs():
    reading = read_entry_sheet(filled(put(E7=30)), SPEC)
    assert [(blank.cell, blank.message) for blank in reading.blanks] == [
        ("C7", f"Trang “{SHEET}”, ô C7: chưa ghi “Số, ký hiệu” của “12. Chương trình thực hiện Nghị quyết 57”."),
        ("D7", f"Trang “{SHEET}”, ô D7: chưa ghi “Ngày ban hành” của “12. Chương trình thực hiện Nghị quyết 57”."),
    ]


# ── moved, copied, deleted ───────────────────────────────────────────────────────────────────────────────────────
def swap_columns(sheet) -> None:
    """Number and budget change places, and two rows are put in above."""
    for row in range(4, 8):
        left, right = sheet[f"C{row}"].value, sheet[f"F{row}"].value
        sheet[f"C{row}"], sheet[f"F{row}"] = right, left
    sheet.insert_rows(1, 2)


def test_moved_columns_and_rows_are_still_found():
    plain = sample_entry(values={key: text for key, text in SPEC.values.items() if key[1] != "note"})
    reading = read_entry_sheet(filled(swap_columns, plain), SPEC)
    assert (answers(reading), reading.problems) == (dict(plain.values), ())
    assert {c.field: c.cell for c in reading.cells if c.item == "ob-1"}["number"] == "F8"


def test_a_deleted_row_is_an_item_not_answered():
    reading = read_entry_sheet(filled(lambda sheet: sheet.delete_rows(6)), SPEC)
    assert ({cell.item for cell in reading.cells}, reading.problems) == ({"ob-2"}, ())


def test_a_deleted_key_column_or_field_is_a_clear_error():
    assert messages(filled(lambda sheet: sheet.delete_cols(1))) == [
        f"Dòng hoặc cột mã ẩn của các việc đã bị xóa, không biết ô nào là của việc nào. {AGAIN}"
    ]
    assert messages(filled(lambda sheet: sheet.delete_cols(3))) == [
        f"Không còn mã ẩn của mục “Số, ký hiệu” (dòng hoặc cột đã bị xóa). {AGAIN}"
    ]


def test_copied_rows_and_columns_are_named():
    def copy_row(sheet) -> None:
        for column in range(1, 10):
            sheet.cell(9, column).value = sheet.cell(6, column).value

    title = "2.3. Chương trình hành động thực hiện Nghị quyết Đại hội"
    assert messages(filled(copy_row)) == [
        f"Việc “{title}” có hai lần: trang “{SHEET}”, dòng 6 và trang “{SHEET}”, dòng 9. Hãy xóa phần thừa rồi gửi lại."
    ]
    assert messages(filled(put(K4="dd.field:number"))) == [
        f"Mục “Số, ký hiệu” có hai lần: trang “{SHEET}”, cột C và trang “{SHEET}”, cột K. "
        "Hãy xóa phần thừa rồi gửi lại."
    ]


def test_another_organisations_workbook_is_refused():
    other = sample_entry(items=(*SPEC.items, EntryItem("ob-9", "Việc của đơn vị khác")))
    assert messages(write_entry_sheet(other)) == [
        f"Việc ghi ở trang “{SHEET}”, ô ẩn A8, không có trong danh sách cần trả lời hiện nay. {AGAIN}"
    ]


def test_another_template_or_version_is_refused():
    data = write_entry_sheet(SPEC)
    assert messages(data, sample_entry(template_code="bao-cao-thang")) == [
        f"Tệp là mẫu “van-ban-da-ban-hanh”, ở đây cần mẫu “bao-cao-thang”. {AGAIN}"
    ]
    assert messages(data, sample_entry(version=2)) == [f"Tệp là mẫu phiên bản 1, hiện dùng phiên bản 2. {AGAIN}"]


def test_any_other_workbook_is_refused():
    out = BytesIO()
    openpyxl.Workbook().save(out)
    assert messages(out.getvalue()) == [f"Tệp không phải là mẫu nhập liệu của hệ thống. {AGAIN}"]


# ── bad files ────────────────────────────────────────────────────────────────────────────────────────────────────
GOOD = write_entry_sheet(SPEC)
SHEET_PART = "xl__worksheets__sheet1_dot_xml"


def sheet_xml(data: bytes = GOOD) -> bytes:
    with zipfile.ZipFile(BytesIO(data)) as package:
        return package.read("xl/worksheets/sheet1.xml")


def far_cell(place: str) -> bytes:
    """The workbook with one more filled cell at `place`."""
    row = re.search(r"\d+$", place)[0]
    extra = f'<row r="{row}"><c r="{place}" t="str"><v>x</v></c></row></sheetData>'.encode()
    return rezipped(GOOD, **{SHEET_PART: sheet_xml().replace(b"</sheetData>", extra)})


NOT_EXCEL = "Tệp không phải là Excel (.xlsx). Hãy dùng đúng tệp mẫu đã tải về."
BROKEN = "Tệp Excel bị hỏng, không mở được. Hãy lưu lại hoặc tải lại rồi gửi lại."
MACRO = "Tệp có chứa macro nên không được nhận. Hãy lưu lại thành tệp .xlsx không có macro."


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "Tệp rỗng. Hãy chọn lại tệp Excel đã điền."),
        (b"so;ngay\n1;2", NOT_EXCEL),
        (rezipped(GOOD, xl__workbook_dot_xml=None, word__document_dot_xml=b"<x/>"), NOT_EXCEL),
        (GOOD[:-200], BROKEN),
        (b"PK\x03\x04 rubbish", BROKEN),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1",
            "Tệp là Excel kiểu cũ (.xls) hoặc có đặt mật khẩu. Hãy bỏ mật khẩu, lưu lại thành tệp .xlsx rồi gửi lại.",
        ),
        (b"PK" + bytes(MAX_FILE_BYTES), "Tệp lớn hơn 10 MB. Hãy dùng đúng tệp mẫu đã tải về."),
        (rezipped(GOOD, xl__vbaProject_dot_bin=b"x"), MACRO),
        (rezipped(GOOD, **{"[Content_Types]_dot_xml": b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"}), MACRO),
        (rezipped(GOOD, **{SHEET_PART: b"<worksheet><sheetData><row"}),
         "Tệp Excel bị hỏng, không đọc được. Hãy mở bằng Excel, lưu lại thành tệp .xlsx rồi gửi lại."),
        (rezipped(GOOD, big=bytes(61 * 1024**2)), "Tệp quá lớn khi mở ra. Hãy dùng đúng tệp mẫu đã tải về."),
    ],
    ids=["empty", "csv", "docx", "cut", "rubbish", "xls", "large", "vba", "xlsm", "bad xml", "bomb"],
)  # fmt: skip
def test_bad_files_get_a_sentence(data, message):
    assert messages(data) == [message]


@pytest.mark.parametrize(
    ("place", "where"),
    [
        (f"A{MAX_ROWS + 1}", f"dòng {MAX_ROWS + 1}"),
        (f"{get_column_letter(MAX_COLUMNS + 1)}8", f"ô {get_column_letter(MAX_COLUMNS + 1)}8"),
        ("XFD1048576", "dòng 1048576"),
    ],
)
def test_a_cell_far_away_is_refused_before_it_takes_the_memory(place, where):
    assert messages(far_cell(place)) == [
        f"Tệp có quá nhiều dòng hoặc cột ({where}); tối đa 5.000 dòng, 300 cột. Hãy dùng đúng tệp mẫu đã tải về."
    ]


@pytest.mark.parametrize("trick", ["&#88;FD1048576", "xfd1048576"])
def test_a_far_cell_cannot_hide_behind_spelling(trick):
    extra = f"<row x='/>'><c x=\"/>\" r = '{trick}' t=\"str\"><v>x</v></c></row></sheetData>".encode()
    data = rezipped(GOOD, **{SHEET_PART: sheet_xml().replace(b"</sheetData>", extra)})
    assert messages(data) == [
        "Tệp có quá nhiều dòng hoặc cột (ô XFD1048576); tối đa 5.000 dòng, 300 cột. Hãy dùng đúng tệp mẫu đã tải về."
    ]


def test_styled_but_empty_rows_far_away_do_no_harm():
    extra = b'<row r="1048576" ht="15"><c r="A1048576" s="1"/></row><row r="1048577"/></sheetData>'
    data = rezipped(GOOD, **{SHEET_PART: sheet_xml().replace(b"</sheetData>", extra)})
    assert answers(read_entry_sheet(data, SPEC)) == dict(SPEC.values)


def test_one_long_text_repeated_in_many_cells_is_refused():
    long = b"<sst><si><t>" + b"x" * 2_000_000 + b"</t></si></sst>"
    assert messages(rezipped(GOOD, xl__sharedStrings_dot_xml=long)) == [
        "Tệp quá lớn khi mở ra. Hãy dùng đúng tệp mẫu đã tải về."
    ]


def test_damaged_files_never_raise():
    chance = random.Random(2)  # noqa: S311 -- damage, not secrets
    seen = set()
    for _ in range(150):
        raw, part = bytearray(GOOD), bytearray(sheet_xml())
        for _ in range(3):
            raw[chance.randrange(len(raw))] = chance.randrange(256)
            part[chance.randrange(len(part))] = chance.randrange(256)
        for data in (bytes(raw), rezipped(GOOD, **{SHEET_PART: bytes(part)})):
            reading = read_entry_sheet(data, SPEC)
            seen.update(problem.message for problem in reading.problems)
    assert BROKEN in seen
    assert [message for message in seen if not message.endswith(".")] == []


@pytest.mark.parametrize("raw", [b"1e999", b"nan"])
def test_a_number_beyond_numbers_is_refused(raw):
    broken = sheet_xml().replace(b"<v>1234</v>", b"<v>" + raw + b"</v>")
    assert messages(rezipped(GOOD, **{SHEET_PART: broken})) == [
        f"Trang “{SHEET}”, ô E6: số quá lớn, không đọc được. Hãy kiểm tra lại."
    ]


def test_a_field_that_is_not_a_choice_offers_nothing():
    assert (EntryField("a", "A").options, EntryField("a", "A", EntryKind.YES_NO).options) == (
        (),
        (("yes", "Có"), ("no", "Không")),
    )
