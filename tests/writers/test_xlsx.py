"""The workbook: real numbers, formulas that a reader can follow, nothing that runs."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest

from dondoc.lib.numbers import Missing
from dondoc.writers.tree import Column, ColumnKind, Quotient, Row, RowKind, Sum, Table, absent, number, share
from dondoc.writers.xlsx import SheetTable, number_format, sheet_names, write_xlsx
from tests.writers.sample import annex_table, indicator_table

TITLES = ("TÌNH HÌNH NỘP BÁO CÁO", "Tháng 02/2026")


def opened(*sheets: SheetTable, values: bool = False):
    return openpyxl.load_workbook(BytesIO(write_xlsx(sheets, title="Tên", author="Đảng ủy")), data_only=values)


def plain(table: Table, **values: bool):
    return opened(SheetTable("A", (), table), **values).active


def dump(book) -> str:
    """Every filled cell with its value, format, alignment, weight and note."""
    lines = []
    for sheet in book:
        lines.append(f"SHEET {sheet.title} frozen={sheet.freeze_panes} repeat={sheet.print_title_rows}")
        page = sheet.page_setup
        lines.append(f"  paper={page.paperSize} {page.orientation} fit={page.fitToWidth}x{page.fitToHeight}")
        lines.append(f"  merged={sorted(str(area) for area in sheet.merged_cells.ranges)}")
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.value is not None):
            bold = " bold" if cell.font.bold else ""
            note = f" note={cell.comment.text!r}" if cell.comment else ""
            look = f"{cell.number_format} {cell.alignment.horizontal}{bold}{note}"
            lines.append(f"  {cell.coordinate} {cell.data_type} {cell.value!r} | {look}")
    return "\n".join([*lines, ""])


def test_the_annex(golden):
    book = opened(
        SheetTable("Nộp báo cáo", TITLES, annex_table(4)), SheetTable("Chỉ tiêu", (), indicator_table(), False)
    )
    golden("writers/annex.txt", dump(book))


def test_formulas_carry_their_values_and_equal_what_paper_shows():
    sheet = opened(SheetTable("A", TITLES, annex_table(4)), values=True).active
    total = [cell.value for cell in sheet[sheet.max_row - 2]]
    assert total == [None, "Cộng", 16, 12, 0.75, None, None]


def test_a_sum_of_nothing_is_a_dash():
    columns = (Column("A", 20, ColumnKind.NUMBER), Column("B", 20, ColumnKind.NUMBER), Column("C", 20))
    rows = (
        Row((absent(Missing.NOT_DUE), number(0), Quotient(0, 1))),
        Row((Sum(), Sum(), Quotient(0, 1)), RowKind.TOTAL),
    )
    sheet, values = plain(Table(columns, rows)), plain(Table(columns, rows), values=True)
    assert [cell.value for cell in sheet[3]] == [
        '=IF(COUNT(A2)=0,"—",SUM(A2))',
        '=IF(COUNT(B2)=0,"—",SUM(B2))',
        '=IF(AND(ISNUMBER(A3),N(B3)<>0),A3/B3,"—")',
    ]
    assert [[cell.value for cell in values[at]] for at in (2, 3)] == [["—", 0, "—"], ["—", 0, "—"]]
    assert sheet["A2"].comment.text == "Chưa đến hạn."


@pytest.mark.parametrize("text", ["=1+1", "+84", "-5", "@SUM(A1)", "\t=1", '=HYPERLINK("http://a.vn")', "http://a.vn"])
def test_text_is_never_a_formula_or_a_link(text):
    cell = plain(Table((Column("=A", 20),), (Row((text,)),)))["A2"]
    assert (cell.data_type, cell.value, cell.hyperlink) == ("s", text, None)
    assert cell.quotePrefix is (text[0] in "=+-@\t")


@pytest.mark.parametrize(
    ("figure", "format_code"),
    [
        (number(1234), "#,##0"),
        (number(Decimal("1234.5")), "#,##0.0"),
        (number(Decimal("0.255"), places=2), "#,##0.00"),
        (number(5, 'tỷ "đồng"', with_unit=True), '#,##0 "tỷ đồng"'),
        (share(Decimal("0.9")), "0\\ %"),
        (share(Decimal("0.717")), "0.0\\ %"),
        (share(Decimal("0.9999")), "0.00\\ %"),
        (share(Decimal("0.0001")), "0.00\\ %"),
        (share(Decimal(1)), "0\\ %"),
        (absent(Missing.NOT_DUE), "General"),
    ],
)
def test_a_figure_keeps_its_number_and_shows_as_on_paper(figure, format_code):
    assert number_format(figure) == format_code


def test_dates_are_dates():
    cell = plain(Table((Column("A", 20, ColumnKind.DATE),), (Row((date(2026, 3, 5),)),)))["A2"]
    assert (cell.value.isoformat(), cell.number_format) == ("2026-03-05T00:00:00", "dd/mm/yyyy")


def test_sheet_names_are_what_excel_accepts():
    assert sheet_names(["Kỳ 02/2026", "kỳ 02 2026", "", "[x]" * 20, "x" * 40, "X" * 40]) == [
        "Kỳ 02 2026",
        "kỳ 02 2026 2",
        "Trang",
        "x  x  x  x  x  x  x  x  x  x  x",
        "x" * 31,
        "X" * 29 + " 2",
    ]


def test_the_same_sheets_are_the_same_bytes_with_properties():
    sheets = [SheetTable("A", TITLES, annex_table(6)), SheetTable("B", (), indicator_table())]
    assert write_xlsx(sheets, day=date(2026, 3, 9)) == write_xlsx(sheets, day=date(2026, 3, 9))
    about = opened(*sheets).properties
    assert (about.title, about.creator) == ("Tên", "Đảng ủy")


def test_a_workbook_needs_a_sheet():
    with pytest.raises(ValueError, match="at least one sheet"):
        write_xlsx([])


def test_one_column_needs_no_merging_and_too_long_text_says_that_it_was_cut():
    table = Table((Column("A", 20, group="G"),), (Row(("Nhóm",), RowKind.GROUP), Row(("x" * 40_000,)), Row(("",))))
    sheet = opened(SheetTable("A", ("Tên",), table)).active
    assert (sheet["A1"].value, sheet["A3"].value, sheet["A4"].value, sheet["A5"].value) == ("Tên", "G", "A", "Nhóm")
    assert (len(sheet["A6"].value), sheet["A6"].value[-2:], sheet["A7"].value) == (32_767, "x…", None)
    assert list(sheet.merged_cells.ranges) == []


def test_empty_cells_are_framed_by_one_rule_for_all():
    columns = (Column("A", 20), Column("B", 20))
    sheet = plain(Table(columns, (Row(("x", "")), Row(("", "y")))))
    [(area, rules)] = [(str(found.sqref), found.rules) for found in sheet.conditional_formatting]
    assert (area, [rule.type for rule in rules]) == ("A2:B3", ["containsBlanks"])
    assert rules[0].dxf.border.left.style == "thin" == sheet["A2"].border.left.style
    assert not plain(Table(columns, (Row(("x", "y")),))).conditional_formatting
