"""Targets and due times after the time that the document itself names; no such finding where none is meant."""

# ruff: noqa: E501 -- office texts stand here as they are written

import pytest

from dondoc.documents.parsing import read
from dondoc.documents.parsing.findings.after import end_of
from tests.documents.parsing.shared import founding_text, shared

PLAN = (
    "KẾ HOẠCH\n{title}\n\nI. MỤC TIÊU\nCác chỉ tiêu chủ yếu:\n1. {target}\n\nII. TỔ CHỨC THỰC HIỆN\n"
    "1. Giao Văn phòng Đảng ủy {task}.\n2. Các chi bộ trực thuộc báo cáo kết quả trước ngày 25/6/2026.\n"
)
FINE = {
    "title": "phát triển tổ chức đảng năm 2026",
    "target": "Phấn đấu đến hết năm 2026, 80% chi bộ đạt “4 tốt”.",
    "task": "xây dựng quy chế phối hợp, hoàn thành trước ngày 30/9/2026",
}


def told(**changes: str) -> list[tuple[str, str]]:
    draft = read(PLAN.format(**(FINE | changes)))
    return [(f.part, f.message) for f in draft.findings if f.code == "after_plan_end"]


def test_what_lies_within_the_plan_is_not_told() -> None:
    assert told() == []
    assert told(task="tổng kết Kế hoạch, báo cáo Ban Thường vụ trước ngày 15/01/2027") == []


def test_a_target_and_a_task_after_the_end_are_told_with_both_years() -> None:
    assert told(target="Phấn đấu đến năm 2030, 80% chi bộ đạt “4 tốt”.") == [
        ("I.1", "Chỉ tiêu ở mục I.1: mốc năm 2030 nằm sau năm 2026, năm cuối mà tên văn bản ghi.")
    ]
    assert told(task="xây dựng quy chế phối hợp, hoàn thành trước ngày 30/9/2028") == [
        ("II.1", "Nhiệm vụ “Giao Văn phòng Đảng ủy xây dựng quy chế phối hợp, hoàn …” có hạn ngày 30/09/2028, sau năm 2026, năm cuối mà tên văn bản ghi.")
    ]  # fmt: skip


def test_a_plan_that_looks_further_or_names_no_end_is_left_alone() -> None:
    late = "Phấn đấu đến năm 2045, 80% chi bộ đạt “4 tốt”."
    assert told(title="phát triển tổ chức đảng giai đoạn 2026 - 2030, tầm nhìn đến năm 2045", target=late) == []
    assert told(title="phát triển tổ chức đảng năm 2026 và các năm tiếp theo", target=late) == []
    assert told(title="phát triển tổ chức đảng trong tình hình mới", target=late) == []
    assert told(title="thực hiện Nghị quyết số 12-NQ/TU năm 2025 của Thành ủy về tổ chức đảng", target=late) == []


@pytest.mark.parametrize(
    ("title", "end"),
    [
        ("về công tác dân vận năm 2026", 2026),
        ("phát triển hạ tầng giai đoạn 2026-2030", 2030),
        ("phát triển du lịch đến năm 2035", 2035),
        ("phát triển du lịch giai đoạn 2026 - 2030, tầm nhìn đến năm 2045", 2045),
        ("phát triển du lịch giai đoạn 2026 - 2030 và định hướng đến năm 2045", None),
        ("về tăng cường kỷ luật, kỷ cương", None),
        ("thực hiện Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị", None),
    ],
)
def test_the_last_year_of_a_plan(title: str, end: int | None) -> None:
    assert end_of(title, None) == end


def test_nothing_is_told_of_the_documents_at_hand() -> None:
    texts = [founding_text(), *(p.read_text(encoding="utf-8") for p in sorted(shared("corpus").glob("*.txt")))]
    assert [f.message for text in texts for f in read(text).findings if f.code == "after_plan_end"] == []
