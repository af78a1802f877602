"""What seldom comes: odd dates, empty and huge files, damaged registers, two dates for one document."""

import runpy
import sys
from datetime import date
from pathlib import Path

import pytest

from dondoc.documents.parsing import RegisterError, load_register, read
from dondoc.documents.parsing.dues import days_without_year
from dondoc.documents.parsing.files import MAX_CHARACTERS, UnreadableFile, extract_text
from dondoc.documents.parsing.glue import cuts
from dondoc.documents.parsing.patterns import lowered


def told(text: str, code: str) -> list[str]:
    return [f.message for f in read(text).findings if f.code == code]


def test_days_of_the_plans_own_year() -> None:
    match = days_without_year("từ ngày 15/11 đến hết ngày 15/12", 2025)
    assert match is not None
    assert (match.due.start, match.due.on) == (date(2025, 11, 15), date(2025, 12, 15))


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("từ ngày 15/11 đến ngày 15/12", None), ("trước ngày 15/12", 2025), ("từ ngày 31/11 đến ngày 15/12", 2025),
        ("từ ngày 15/11 đến ngày 32/12", 2025), ("từ ngày 15/12 đến ngày 15/11", 2025),
    ],
)  # fmt: skip
def test_no_span_of_days_is_invented(text: str, year: int | None) -> None:
    assert days_without_year(text, year) is None


def test_half_years_end_with_june_and_december() -> None:
    plan = "KẾ HOẠCH\n\nI. Nhiệm vụ\n1. Giao Ban Tổ chức rà soát quy chế trong 6 tháng {} năm 2026.\n"
    dues = [read(plan.format(half)).tasks[0].due for half in ("đầu", "cuối")]
    assert [due.on for due in dues] == [date(2026, 6, 30), date(2026, 12, 31)]


@pytest.mark.parametrize(
    ("data", "name", "message"),
    [
        (
            b"\xef\xbb\xbf \n",
            "trang.txt",
            "Tệp “trang.txt” không có chữ nào. Nếu là bản chụp, hãy dùng bản văn bản gốc.",
        ),
        (b"a" * (MAX_CHARACTERS + 1), "dai.txt", "Văn bản trong tệp “dai.txt” quá dài. Hãy tách ra từng văn bản."),
    ],
)
def test_a_file_with_no_words_or_too_many_is_refused(data: bytes, name: str, message: str) -> None:
    with pytest.raises(UnreadableFile) as error:
        extract_text(data, name)
    assert str(error.value) == message


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("{number: 1-NQ, kind: NQ, date: 2025-01-01, colour: red}", "r.yaml, mục 1: không hiểu trường colour."),
        ("{number: 1-NQ}", "r.yaml, mục 1: thiếu số, loại hoặc ngày."),
        ("7", "r.yaml, mục 1: thiếu số, loại hoặc ngày."),
        ("{number: 1-NQ, kind: NQ, date: 24/01/2025}", "r.yaml, mục 1: ngày phải ghi dạng 2025-01-24."),
    ],
)
def test_a_damaged_register_says_which_entry(tmp_path: Path, entry: str, message: str) -> None:
    path = tmp_path / "r.yaml"
    path.write_text(f"references:\n  - {entry}\n", encoding="utf-8")
    with pytest.raises(RegisterError) as error:
        load_register(path)
    assert str(error.value) == message


@pytest.mark.parametrize("register", [b"\xff\xfe\x00 no text", b"references: [", None])
def test_the_command_line_refuses_a_register_that_is_none(
    tmp_path: Path, register: bytes | None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    plan, path = tmp_path / "plan.txt", tmp_path / "r.yaml"
    plan.write_text("KẾ HOẠCH\n", encoding="utf-8")
    if register is not None:
        path.write_bytes(register)
    monkeypatch.setattr(sys, "argv", ["read", str(plan), "--register", str(path)])
    with pytest.raises(SystemExit) as stopped:
        runpy.run_module("dondoc.documents.parsing", run_name="__main__")
    assert (stopped.value.code, capsys.readouterr().err) == (2, f"Không đọc được danh mục văn bản “{path}”.\n")


def test_one_document_with_two_dates_is_told_once() -> None:
    task = "{}. Giao Ban Tổ chức thực hiện Nghị quyết số 57-NQ/TW ngày {}/12/2024 của Bộ Chính trị.\n"
    text = "KẾ HOẠCH\n\nI. Nhiệm vụ\n" + task.format(1, 22) + task.format(2, 23) + task.format(3, 24)
    assert told(text, "citation_inconsistent") == ["57-NQ/TW được ghi hai ngày khác nhau: 22/12/2024 và 23/12/2024."]


def test_more_than_all_is_told() -> None:
    text = "KẾ HOẠCH\n\nI. Chỉ tiêu\n1. Phấn đấu trên 110% đảng viên đăng ký.\n2. Thu ngân sách đạt 110% dự toán.\n"
    assert told(text, "over_hundred") == ["Chỉ tiêu ở mục 1: tỷ lệ 110% lớn hơn 100%."]


def test_an_endless_word_is_left_as_it_is() -> None:
    assert cuts("đ" * 500) == ()


def test_lower_case_keeps_every_place() -> None:
    text = "İSTANBUL VÀ ĐẢNG ỦY"  # the first letter has two characters in lower case
    assert (lowered(text), len(lowered(text))) == ("İstanbul và đảng ủy", len(text))


@pytest.mark.parametrize("day", ["31 tháng 02 năm 2026", "45 tháng 01 năm 2026"])
def test_a_head_with_a_day_that_no_calendar_has_gives_no_date(day: str) -> None:
    head = read(
        f"ĐẢNG BỘ THÀNH PHỐ MẪU\nSố 12-KH/ĐU\nThành phố Mẫu, ngày {day}\n\nKẾ HOẠCH\nvề chuyển đổi số\n\nI. Nhiệm vụ\n"
    ).head
    closing = read(
        f"KẾ HOẠCH\nvề chuyển đổi số\n\nI. Nhiệm vụ\n1. Giao Ban Tổ chức báo cáo.\n\nĐược thông qua ngày {day}.\n"
    ).head
    assert (head.date, closing.date) == (None, None)
