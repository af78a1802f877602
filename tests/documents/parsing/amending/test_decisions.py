"""Amending decisions of different shapes, made up for these tests, each with its careful reading beside it."""

import unicodedata
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from dondoc.documents.parsing.amending import Act, Edit, read_amending, resolve
from tests.documents.parsing.amending.old import items_of, plan_text, said

ROOM = Path(__file__).parent / "decisions"
NAMES = sorted(path.stem for path in ROOM.glob("*.txt"))
PIECES = [
    "Điều 1.", "1. ", "a) ", "- ", "Sửa đổi ", "Bãi bỏ ", "Bổ sung ", "Thay cụm từ ", "“", "”", '"', "khoản 2 mục II",
    " như sau:", "Chỉ tiêu thứ Hai", "\n\n", "\n", " từ 70% lên 80%", " sang tháng 12/2026", "| a | b |", "Gia hạn ",
    "gạch đầu dòng thứ hai", "; ", ". ", "Văn phòng Đảng ủy", "KẾ HOẠCH\n", " bằng ", "đồng ý ",
]  # fmt: skip


def text_of(name: str) -> str:
    return (ROOM / f"{name}.txt").read_text(encoding="utf-8")


def truth_of(name: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((ROOM / f"{name}.yaml").read_text(encoding="utf-8"))
    return found


def edits_of(text: str, plan: str) -> tuple[Edit, ...]:
    return resolve(read_amending(text), items_of(plan), plan_text(plan))


def reading(text: str) -> dict[str, Any]:
    found = read_amending(text)
    plan = found.amends or ""
    day = found.in_force_from
    edits = [said(one, items_of(plan)) for one in edits_of(text, plan)]
    return {"number": found.head.number, "amends": plan, "in_force_from": day and day.isoformat(), "edits": edits}


@pytest.mark.parametrize("name", NAMES)
def test_a_decision_is_read_as_a_person_reads_it(name: str) -> None:
    assert reading(text_of(name)) == truth_of(name)


@pytest.mark.parametrize("name", NAMES)
def test_other_encodings_of_the_same_words_are_read_alike(name: str) -> None:
    assert reading(unicodedata.normalize("NFD", text_of(name))) == truth_of(name)
    assert reading(text_of(name).replace("\n\n", "\n\n\n \n")) == truth_of(name)
    assert reading(text_of(name).replace("\n", "\r\n")) == truth_of(name)


@pytest.mark.parametrize("name", NAMES)
def test_every_point_is_an_edit_and_says_how_sure_it_is(name: str) -> None:
    found = read_amending(text_of(name))
    edits = resolve(found, items_of(found.amends or ""), plan_text(found.amends or ""))
    assert {id(one.point) for one in edits} == {id(point) for point in found.points}
    assert all(0 <= one.confidence <= 1 for one in edits)
    assert all(found.source[point.span.start : point.span.end].strip() for point in found.points)


def test_what_is_not_understood_is_kept() -> None:
    strange = "2. Rà soát để cân đối lại phương pháp chấm điểm cho phù hợp với từng loại hình."
    text = text_of("qd-15-diem-khoan").replace("3. Bãi bỏ nội dung giao", f"{strange}\n\n3. Bãi bỏ nội dung giao")
    unclear = [one.point.words for one in edits_of(text, "08-KH/ĐU") if one.act is Act.UNCLEAR]
    assert unclear == [
        strange.removeprefix("2. "),
        "Các đồng chí Ủy viên Ban Thường vụ phụ trách từng cụm nghiên cứu, cho ý kiến về phương pháp đánh giá.",
    ]


def test_a_place_that_is_not_there_is_kept_with_what_comes_near() -> None:
    text = (
        "QUYẾT ĐỊNH\nsửa đổi Kế hoạch số 08-KH/ĐU\n\n"
        "Điều 1. Bãi bỏ nhiệm vụ "
        "“Hướng dẫn quy trình sinh hoạt chi bộ cho ba hình thức sinh hoạt khác” tại khoản 44 mục V."
    )
    [edit] = edits_of(text, "08-KH/ĐU")
    items = items_of("08-KH/ĐU")
    assert (edit.act, edit.key, edit.signs, edit.confidence < 0.5) == (Act.REPEAL, None, ("place.none",), True)
    assert items[edit.likely[0][1]].text.startswith("Hướng dẫn quy trình sinh hoạt chi bộ")


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join) | st.text(max_size=200))
def test_no_text_stops_the_reader(text: str) -> None:
    found = read_amending(text)
    edits = resolve(found, items_of("08-KH/ĐU"))
    assert len({id(one.point) for one in edits}) == len(found.points)
    assert all(0 <= point.span.start <= point.span.end <= len(found.source) for point in found.points)
