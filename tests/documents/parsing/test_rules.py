"""Why an item was drafted and how sure it is: every code has its sentence, sureness follows from what was seen."""

import re
from pathlib import Path

import pytest

from dondoc.documents import parsing
from dondoc.documents.parsing import KnownBody, read
from dondoc.documents.parsing.bodies import Names
from dondoc.documents.parsing.rules import RULES, SIGNS, because, confidence, explain

ROOM = Path(parsing.__file__).parent
KNOWN = [
    KnownBody("Văn phòng Đảng ủy", aliases=("Cơ quan Văn phòng",), old_names=("Văn phòng Huyện ủy",)),
    KnownBody("Ủy ban Kiểm tra Đảng ủy"),
    KnownBody("Phòng Kinh tế"),
]


def test_every_rule_that_the_reader_names_has_its_sentence() -> None:
    named = {
        code
        for path in ROOM.rglob("*.py")
        if path.name != "rules.py"
        for code in re.findall(r'"((?:task|target|measure)\.[a-z_]+)"', path.read_text(encoding="utf-8"))
    }
    assert named - set(RULES) - set(SIGNS) == set()


def test_codes_are_explained() -> None:
    assert explain("task.bracket") == "Cơ quan chủ trì ghi trong ngoặc ở sau việc."
    assert explain("body.old_name") == "Tên cơ quan là tên cũ; lấy tên hiện nay."
    assert explain("unread.row") == "Dòng của bảng không hiểu được các cột."
    with pytest.raises(KeyError):
        explain("task.unheard_of")


def test_a_sign_takes_its_share_and_is_told_only_when_it_is_a_doubt() -> None:
    assert confidence("task.assigned", ["body.exact"]) == 0.97
    assert confidence("task.assigned", ["body.fuzzy", "due.after_event"]) == 0.75
    assert because("task.assigned", ["body.exact", "body.old_name"]) == [
        "Câu bắt đầu bằng “Giao …”, “Phân công …” hoặc “Đề nghị …” kèm tên cơ quan.",
        "Tên cơ quan là tên cũ; lấy tên hiện nay.",
    ]


@pytest.mark.parametrize(
    ("written", "name", "how"),
    [
        ("Văn phòng Đảng ủy", "Văn phòng Đảng ủy", "exact"),
        ("VĂN PHÒNG ĐẢNG UỶ", "Văn phòng Đảng ủy", "exact"),
        ("Cơ quan Văn phòng", "Văn phòng Đảng ủy", "alias"),
        ("Văn phòng Huyện ủy", "Văn phòng Đảng ủy", "old_name"),
        ("UBKT Đảng ủy", "Ủy ban Kiểm tra Đảng ủy", "abbreviation"),
        ("VP Đảng ủy", "Văn phòng Đảng ủy", "abbreviation"),
        ("Phòng Kinh tê", "Phòng Kinh tế", "exact"),
        ("Phòng Kinh tée", "Phòng Kinh tế", "fuzzy"),
        ("Công an xã", "Công an xã", "unlisted"),
        ("các chi bộ trực thuộc", "các chi bộ trực thuộc", "as_written"),
    ],
)
def test_a_body_says_how_it_was_understood(written: str, name: str, how: str) -> None:
    match = Names("", KNOWN).resolve(written)
    assert (match.name, match.how) == (name, how)


def test_a_name_that_is_only_near_keeps_its_wording_and_lowers_the_sureness() -> None:
    text = "I. NHIỆM VỤ\n1. Giao Văn phòngg Đảng ủy lập danh mục trước ngày 01/3/2026.\n"
    text += "2. Giao UBKT Đảng ủy rà soát trong quý I/2026."
    near, short = read(text, bodies=KNOWN).as_dict()["tasks"]
    assert (near["lead"], near["confidence"], near["matches"]) == (
        ["Văn phòngg Đảng ủy"],
        0.78,
        [{"written": "Văn phòngg Đảng ủy", "name": "Văn phòng Đảng ủy", "how": "fuzzy", "score": 97}],
    )
    assert near["because"][1] == "Tên cơ quan gần giống một tổ chức trong danh sách; cần chọn lại."
    assert (short["lead"], short["confidence"], short["signs"]) == (
        ["Ủy ban Kiểm tra Đảng ủy"],
        0.96,
        ["body.abbreviation"],
    )


UNREAD = """KẾ HOẠCH
Thực hiện công tác lưu trữ

I. CHỈ TIÊU
1. Mức thu hồi tài liệu thì cố gắng cao hơn con số 40 hồ sơ cũ của kho.
II. NHIỆM VỤ
1. Tăng cường tuyên truyền sâu rộng.
2. Danh mục hồ sơ cũ xong trước ngày 15/3/2026.
III. TỔ CHỨC THỰC HIỆN
1. Giao Văn phòng Đảng ủy lập danh mục trước ngày 01/3/2026.
2. Phòng Kinh tế về phần mình là nơi giữ sổ gốc.
"""


def test_what_was_not_understood_is_listed_with_its_reason() -> None:
    draft = read(UNREAD)
    told = [(u.reason, draft.words(u)[:22]) for u in draft.unread]
    assert told == [
        ("unread.figure", "Mức thu hồi tài liệu t"),
        ("unread.no_body", "Tăng cường tuyên truyề"),
        ("unread.dated", "Danh mục hồ sơ cũ xong"),
        ("unread.body", "Phòng Kinh tế về phần "),
    ]
    assert draft.as_dict()["unread"][1]["because"] == "Đoạn giống một nhiệm vụ nhưng không thấy ghi ai làm."
