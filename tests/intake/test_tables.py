"""Tables of other systems, read: where the table lies, which column is what, and the traps of exports."""

from datetime import date, datetime
from io import BytesIO

import pytest
from openpyxl import Workbook

from dondoc.intake.tables.guessing import guess
from dondoc.intake.tables.reading import TableRefused, read_table
from dondoc.intake.tables.values import (
    Column,
    DateOrder,
    NumberStyle,
    Said,
    cut_length,
    date_order,
    number_style,
)
from dondoc.writers.form_sheet import EntryField, EntryKind
from dondoc.writers.form_sheet.read import CellFault

EPOCH = datetime(1970, 1, 1, 7)  # noqa: DTZ001 -- Excel knows no zones
VI, EN = NumberStyle.VIETNAMESE, NumberStyle.ENGLISH


def workbook(*rows, name="Dữ liệu") -> bytes:
    book, out = Workbook(), BytesIO()
    sheet = book.active
    sheet.title = name
    for row in rows:
        sheet.append(row)
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("Mã;Tên;Số\n1;Chi bộ;2\n".encode(), "mã chữ UTF-8, cột cách nhau bằng dấu chấm phẩy"),
        ("Mã,Tên,Số\n1,Chi bộ,2\n".encode("utf-8-sig"), "mã chữ UTF-8, cột cách nhau bằng dấu phẩy"),
        ("Mã\tTên\tSố\n1\tChi bộ\t2\n".encode("utf-16"), "mã chữ UTF-16, cột cách nhau bằng dấu tab"),
        ("Mã\tTên\tSố\n1\tChi bộ\t2\n".encode("utf-16-le"), "mã chữ UTF-16, cột cách nhau bằng dấu tab"),
        ("sep=|\r\nMã|Tên|Số\r\n1|Chi bộ|2\r\n".encode(), "mã chữ UTF-8, cột cách nhau bằng dấu gạch đứng"),
        ('"Mã","Tên","Số"\n1,"Chi bộ",2\n'.encode(), "mã chữ UTF-8, cột cách nhau bằng dấu phẩy"),
    ],
)
def test_csv_in_any_dress_is_recognised_and_said(data, said):
    table = read_table(data)
    assert (table.headers, [list(row.cells) for row in table.rows]) == (("Mã", "Tên", "Số"), [["1", "Chi bộ", "2"]])
    assert [said in sentence for sentence in table.said] == [True]


def test_old_vietnamese_windows_is_read_in_one_form_of_letters():
    """Windows-1258 writes ệ as ê with a mark of its own."""
    text = "Tên,Số\nĐảng bộ Điện,2\n"
    data = text.replace("ả", "a\u0309").replace("ộ", "ô\u0323").replace("ệ", "ê\u0323").replace("ố", "ô\u0301")
    assert read_table(data.encode("cp1258")).rows[0].at(0) == "Đảng bộ Điện"


def test_the_names_of_columns_are_found_below_titles_and_blank_rows():
    data = workbook(
        ["DANH SÁCH ĐẢNG BỘ NĂM 2026"], [], ["Đơn vị:", "Thành ủy"],
        ["STT", "Tên đơn vị", "Số đảng viên", "", "Số đảng viên"],
        [1, "Chi bộ A", 12, "x", 3], [], [2, "Chi bộ B", 7],
    )  # fmt: skip
    table = read_table(data)
    assert (table.page, table.header_row) == ("Dữ liệu", 4)
    assert table.headers == ("STT", "Tên đơn vị", "Số đảng viên", "Cột D", "Số đảng viên (2)")
    assert [(row.number, row.at(1), row.at(4)) for row in table.rows] == [(5, "Chi bộ A", 3), (7, "Chi bộ B", "")]
    assert table.cell(table.rows[1], 2) == "C7"
    assert read_table(data, header_row=5).headers[1] == "Chi bộ A"


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "Tệp rỗng"),
        (b"\xff\xfe\0\xd8x", "không phải là .csv hay .xlsx"),
        (b"<html><table><tr><td>1</td><td>2</td></tr></table>", "trang web"),
        (b"mot dong\nhai dong\n", "Không thấy bảng nào"),
        (b"PK\3\4" + b"x" * 40, "hỏng"),
        (workbook(["Mã", "Tên"]), "Không thấy bảng nào"),
    ],
)
def test_what_is_no_table_is_refused_in_words(data, why):
    with pytest.raises(TableRefused, match=why):
        read_table(data)


@pytest.mark.parametrize(
    ("texts", "style"),
    [
        (["1.234,5", "12"], VI), (["1,234.5"], EN), (["12,5"], VI), (["12.5"], EN), (["1.234.567"], VI),
        (["1,234,567"], EN), (["1234.567"], EN), (["0.125"], EN), (["1.234"], None), (["1,234"], None), (["12"], None),
        (["1.234,5", "1,234.5"], None), ([], None),
    ],
)  # fmt: skip
def test_a_column_shows_how_numbers_are_written(texts, style):
    assert number_style(texts)[0] is style


def column(kind, *, unit="", numbers=VI, dates=DateOrder.DAY_FIRST):
    return Column("Cột", EntryField("x", "Mục", kind, unit=unit), numbers, dates)


@pytest.mark.parametrize(
    ("raw", "style", "kind", "text"),
    [
        ("1.234,5", VI, EntryKind.DECIMAL, "1.234,5"),
        ("1,234.5", EN, EntryKind.DECIMAL, "1.234,5"),
        ("1.234", EN, EntryKind.DECIMAL, "1,234"),
        ("1.234", VI, EntryKind.DECIMAL, "1.234"),
        ("1,234", VI, EntryKind.INTEGER, "1.234"),
        ("1,234", EN, EntryKind.INTEGER, "1.234"),
        ("12.0", EN, EntryKind.INTEGER, "12"),
        ("'12 ", VI, EntryKind.INTEGER, "12"),
        ("12 đảng viên", VI, EntryKind.INTEGER, "12"),
        (1234.0, VI, EntryKind.INTEGER, "1.234"),
        ("-", VI, EntryKind.INTEGER, ""),
        ("N/A", VI, EntryKind.INTEGER, ""),
        ("NULL", VI, EntryKind.TEXT, ""),
        ("0", VI, EntryKind.INTEGER, "0"),
    ],
)
def test_numbers_come_as_they_are_meant(raw, style, kind, text):
    assert column(kind, unit="đảng viên", numbers=style).text(raw, "A1", Said()) == text


@pytest.mark.parametrize(
    ("raw", "style"), [("1,234.5", VI), ("1.234,5", EN), ("mười", VI), ("12 chi bộ", VI), (True, VI)]
)
def test_a_number_against_the_way_of_the_table_is_told(raw, style):
    with pytest.raises(CellFault):
        column(EntryKind.DECIMAL, numbers=style).text(raw, "A1", Said())


@pytest.mark.parametrize(
    ("raw", "text", "said"),
    [
        ("01/01/1970", "", "không có ngày"), (EPOCH, "", "không có ngày"),
        ("1970-01-01T00:00:00Z", "", "không có ngày"), ("0000-00-00", "", "không có ngày"),
        ("00/00/0000", "", "không có ngày"), (date(1899, 12, 30), "", "không có ngày"), (0, "", "không có ngày"),
        ("9999-12-31", "", "không có ngày"),
        ("5/3/2026", "05/03/2026", ""), ("2026-03-05 00:00:00.000", "05/03/2026", ""),
        ("05/03/2026 07:30", "05/03/2026", ""), (EPOCH.replace(year=2026, month=3, day=5), "05/03/2026", ""),
        ("2026-03-04T17:00:00Z", "05/03/2026", "giờ quốc tế"), (46086, "05/03/2026", "số của Excel"),
    ],
)  # fmt: skip
def test_dates_come_as_they_are_meant_and_no_date_is_no_date(raw, text, said):
    heard = Said()
    assert column(EntryKind.DATE).text(raw, "B2", heard) == text
    assert [said in line for line in heard.lines()] == ([True] if said else [])


def test_months_first_is_seen_from_the_neighbours():
    assert date_order(["3/5/2026", "3/25/2026"]) is DateOrder.MONTH_FIRST
    assert date_order(["25/3/2026"]) is DateOrder.DAY_FIRST
    assert date_order(["3/25/2026", "25/3/2026"]) is date_order(["3/5/2026"]) is None
    assert column(EntryKind.DATE, dates=DateOrder.MONTH_FIRST).text("3/5/2026", "A1", Said()) == "05/03/2026"


def test_what_was_taken_otherwise_is_said_once_with_how_often():
    heard = Said()
    for n in range(5):
        column(EntryKind.DATE).text("01/01/1970", f"B{n}", heard)
    assert heard.lines() == ["Cột “Cột”: “01/01/1970” được hiểu là không có ngày (5 ô: B0, B1, B2…)"]


def test_texts_cut_off_at_one_length_are_suspected():
    assert cut_length(["a" * 50, "b" * 50, "ngắn"]) == 50
    assert cut_length(["a" * 50, "a" * 50]) == cut_length(["a" * 51, "b" * 51]) == cut_length(["a" * 50]) == 0
    assert cut_length([]) == 0


def test_columns_are_guessed_by_names_without_marks_and_doubts_are_left_open():
    labels = {
        "members": ["Số đảng viên", "Số đảng viên đảng viên"], "cells": ["Số chi bộ"], "day": ["Ngày ban hành"],
        "words": ["Kết quả nổi bật"],
    }  # fmt: skip
    headers = ["STT", "SO DANG VIEN", "Số chi bộ trực thuộc", "ngày ban hành VB", "Số đảng viên dự bị"]
    assert guess(headers, labels) == {"members": "SO DANG VIEN", "day": "ngày ban hành VB"}
    short = guess(
        ["Nhiệm vụ được giao", "Hoàn thành"], {"a": ["Số nhiệm vụ được giao trong tháng"], "b": ["Số việc hoàn thành"]}
    )
    assert short == {"a": "Nhiệm vụ được giao", "b": "Hoàn thành"}
    assert guess(["Ngày ban hành VB", "Ngày ban hành QĐ"], {"day": ["Ngày ban hành"]}) == {}
