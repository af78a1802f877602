"""Small parts of the reading of tasks: times, labels, slips of scans, lists of bodies, letters in numbers."""

import pytest

from dondoc.documents.parsing import dues, read
from dondoc.documents.parsing.bodies import name_end, split_names
from dondoc.documents.parsing.patterns import lowered
from dondoc.documents.parsing.slips import mended


@pytest.mark.parametrize(
    ("words", "code", "cadence"),
    [
        ("hoàn thành trong vòng 10 ngày làm việc kể từ ngày nhận văn bản", None, "once"),
        ("báo cáo trong vòng 24 giờ", None, "once"),
        ("báo cáo 6 tháng trước ngày 15/6, báo cáo năm trước ngày 10/12", None, "semiannual"),
        ("gửi trước ngày 15/6 đối với báo cáo 6 tháng và trước ngày 15/12 đối với báo cáo năm", None, "semiannual"),
        ("rà soát; thời gian hoàn thành: 30/5/2026", "2026-05-30", "once"),
        ("tổ chức trong quý II, III năm 2026", "2026-09", "once"),
        ("báo cáo trước ngày 15/12 hằng năm", None, "annual"),
        ("tuyên truyền trên loa truyền thanh; thường xuyên.", None, "continuous"),
        ("thường xuyên kiểm tra hồ sơ", None, None),
        ("tổ chức 6 tháng đầu năm 2026", "2026-06-30", "once"),
    ],
)
def test_times_inside_a_directive(words: str, code: str | None, cadence: str | None) -> None:
    found = dues.own_due(lowered(words))
    told = (found.due.code, found.due.cadence.value if found.due.cadence else None) if found else (None, None)
    assert told == (code, cadence)


def test_slips_of_scans_are_mended_for_matching_only() -> None:
    low = "ngảy 02 thảng 3 nãm 2026; sổ 45/kh; phổi hợp; chù trì; tỏ chức; quỷ ii; sổ sách; ngày"
    assert mended(low) == "ngày 02 tháng 3 năm 2026; số 45/kh; phối hợp; chủ trì; tổ chức; quý ii; sổ sách; ngày"
    draft = read("KẾ HOẠCH\nLàm việc\n\nI. NHIỆM VỤ\n1. Giao Công an xã rà soát, xong trước ngảy 31/3/2026.")
    assert [(t.due.code, t.deadline) for t in draft.tasks] == [("2026-03-31", "xong trước ngảy 31/3/2026")]


@pytest.mark.parametrize(
    ("listing", "names"),
    [
        ("Sở Tài chính, Kho bạc Nhà nước khu vực", ("Sở Tài chính", "Kho bạc Nhà nước khu vực")),
        ("Văn phòng HĐND và UBND xã, Công an xã", ("Văn phòng HĐND và UBND xã", "Công an xã")),
        ("Công an xã và các thôn", ("Công an xã", "các thôn")),
        ("Sở Văn hóa, Thể thao và Du lịch; Sở Y tế", ("Sở Văn hóa, Thể thao và Du lịch", "Sở Y tế")),
        ("các cơ quan tham mưu, giúp việc của Đảng ủy", ("các cơ quan tham mưu, giúp việc của Đảng ủy",)),
    ],
)
def test_lists_of_bodies(listing: str, names: tuple[str, ...]) -> None:
    assert split_names(listing) == names


def test_a_list_of_office_holders_goes_on_behind_a_semicolon_and_a_label_ends_it() -> None:
    text = "Thủ trưởng các sở, ban, ngành; Chủ tịch UBND các xã nghiêm túc thực hiện"
    assert text[: name_end(text, text.lower(), 0)] == "Thủ trưởng các sở, ban, ngành; Chủ tịch UBND các xã"
    text = "Ban Xây dựng Đảng; cơ quan phối hợp: các chi bộ"
    assert text[: name_end(text, text.lower(), 0)] == "Ban Xây dựng Đảng"


def test_numbers_of_documents_may_bear_a_letter() -> None:
    draft = read("I. NHIỆM VỤ\n1. Giao Công an xã thực hiện Kế hoạch số 12a/KH-UBND ngày 05/01/2026 của UBND tỉnh.")
    assert [(c.symbol, str(c.date), c.issuer) for c in draft.citations] == [("12a/KH-UBND", "2026-01-05", "UBND tỉnh")]


def test_enforcement_and_closing_clauses_are_no_tasks() -> None:
    text = """QUYẾT ĐỊNH
Ban hành Quy chế

Điều 2. Quyết định này có hiệu lực từ ngày 01/7/2026.
Điều 3. Chánh Văn phòng; Giám đốc các sở; Chủ tịch UBND các xã chịu trách nhiệm thi hành Quyết định này.
Nghị quyết này được phổ biến đến chi bộ.
Trong quá trình thực hiện, nếu có khó khăn, vướng mắc, các đơn vị báo cáo về Sở Nội vụ trước ngày 30/6/2026.
"""
    assert read(text).tasks == ()


def test_who_takes_the_work_on_may_be_said_behind_it() -> None:
    text = """KẾ HOẠCH
Làm việc

I. NHIỆM VỤ
1. Họp giao ban hằng quý. Văn phòng Đảng ủy chuẩn bị nội dung.
2. Mở lớp bồi dưỡng; Ban Xây dựng Đảng chủ trì, phối hợp với Trung tâm Chính trị thực hiện trong quý II/2026.
3. Tăng cường đoàn kết. Các cấp ủy cần nêu gương.
"""
    told = [(t.part, t.lead, t.support, t.due.code, t.rule) for t in read(text).tasks]
    assert told == [
        ("I.1", ("Văn phòng Đảng ủy",), (), None, "task.given_amid"),
        ("I.2", ("Ban Xây dựng Đảng",), ("Trung tâm Chính trị",), "2026-06", "task.given_amid"),
    ]
