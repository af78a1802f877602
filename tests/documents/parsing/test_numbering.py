"""Numbering schemes: each is built into the same outline, and opens its part of targets."""

import pytest

from dondoc.documents.parsing import read
from dondoc.documents.parsing.blocks import clean, paragraphs, split_lines
from dondoc.documents.parsing.outline import build


def parts(text: str) -> list[tuple[str, str]]:
    whole = clean(text, 0, len(text))
    return [(n.kind, n.part) for n in build(paragraphs(text, split_lines(text, whole), whole))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("II.1. Chung\n\nII.2. Riêng\n\nII.2.1. Đến năm 2030\n\n- Gạch.", ["II.1", "II.2", "II.2.1", "II.2.1"]),
        ("I/ Một\n\n1/ Hai\n\na/ Ba\n\nb/ Bốn\n\n2/ Năm", ["I", "I.1", "I.1.a", "I.1.b", "I.2"]),
        ("I- Một\n\n1- Hai\n\n1.1- Ba\n\n1.2- Bốn", ["I", "I.1", "I.1.1", "I.1.2"]),
        ("A. Một\n\nA.1. Hai\n\nA.2. Ba\n\nB. Bốn", ["A", "A.1", "A.2", "B"]),
        ("1. Một\n\n1.a) Hai\n\n1.b) Ba\n\n2. Bốn", ["1", "1.a", "1.b", "2"]),
        ("Chương I\n\nĐiều 1. Một\n\nChương II\n\nĐiều 2. Hai", ["Chương I", "Điều 1", "Chương II", "Điều 2"]),
        (
            "Phần thứ nhất\n\nI. Một\n\nPhần thứ hai\n\nI. Hai",
            ["Phần thứ nhất", "Phần thứ nhất.I", "Phần thứ hai", "Phần thứ hai.I"],
        ),
        ("1. Một\n\n• Hai\n\n➢ Ba\n\no Bốn\n\n− Năm\n\n2. Sáu", ["1", "1", "1", "1", "1", "2"]),
        ("1. Một\n\nThứ nhất, hai.\n\nThứ hai, ba.\n\n2. Bốn", ["1", "1", "1", "2"]),
    ],
)
def test_schemes(text: str, expected: list[str]) -> None:
    assert [part for _, part in parts(text)] == expected


@pytest.mark.parametrize(
    "bullet", ["- ", "– ", "• ", "+ ", "➢ ", "o ", "* ", "1. ", "a) ", "1.1. ", "(1) ", "Một là, ", ""]
)
def test_every_mark_opens_a_target(bullet: str) -> None:
    text = f"KẾ HOẠCH\nnăm 2026\n\nI. CHỈ TIÊU\n\n{bullet}Tỷ lệ hộ có nước sạch đạt 90%.\n\nII. NHIỆM VỤ\n"
    assert [t.text for t in read(text).indicators] == ["Tỷ lệ hộ có nước sạch đạt 90%."]


def test_a_line_without_a_number_opens_a_part_of_targets() -> None:
    text = (
        "KẾ HOẠCH\nnăm 2026\n\nI. NỘI DUNG\n\nPhấn đấu đến năm 2030:\n\n- Tỷ lệ hộ có nước sạch đạt 90%.\n\n"
        "- Không còn nhà tạm.\n\nCác nhiệm vụ:\n\n- Rà soát 100% hồ sơ.\n"
    )
    assert [t.text for t in read(text).indicators] == ["Tỷ lệ hộ có nước sạch đạt 90%.", "Không còn nhà tạm."]


def test_a_heading_of_a_field_stays_among_the_targets() -> None:
    text = (
        "QUYẾT ĐỊNH\nPhê duyệt Chương trình\n\nĐiều 1. Phê duyệt Chương trình với nội dung sau:\n\nI. MỤC TIÊU\n\n"
        "1. Nâng cao hiệu quả hoạt động của bộ máy\n\na) Đến năm 2027\n\n- 80% hồ sơ được xử lý trên mạng.\n\n"
        "II. NHIỆM VỤ\n\n1. Hoàn thiện thể chế, 100% văn bản được rà soát.\n\n"
        "Điều 2. Quyết định có hiệu lực từ ngày 01/7/2026.\n"
    )
    assert [(t.part, t.text) for t in read(text).indicators] == [("Điều 1.I.1.a", "80% hồ sơ được xử lý trên mạng.")]


def test_a_list_in_one_paragraph_gives_a_target_each() -> None:
    text = (
        "NGHỊ QUYẾT\nvề nhiệm vụ năm 2026\n\nHội nghị thống nhất các chỉ tiêu sau: (1) Thu ngân sách đạt 350 tỷ đồng; "
        "(2) Tỷ lệ hộ nghèo còn dưới 0,5%; (3) Kết nạp 45 đảng viên mới.\n"
    )
    told = [(t.ordinal, t.text, t.rule) for t in read(text).indicators]
    assert told == [
        ("1", "Thu ngân sách đạt 350 tỷ đồng", "target.inline"),
        ("2", "Tỷ lệ hộ nghèo còn dưới 0,5%", "target.inline"),
        ("3", "Kết nạp 45 đảng viên mới.", "target.inline"),
    ]


def test_labels_numbered_below_a_goal() -> None:
    text = "KẾ HOẠCH\nnăm 2026\n\nII. MỤC TIÊU\n\nMục tiêu 1: Trẻ\n\nChỉ tiêu 1.1 (y tế): 99% trẻ em được tiêm chủng.\n"
    (target,) = read(text).indicators
    assert (target.label, target.ordinal, target.text) == ("Chỉ tiêu 1.1", "1.1", "99% trẻ em được tiêm chủng.")


def test_lines_under_a_line_take_what_it_measures() -> None:
    text = "KẾ HOẠCH\nnăm 2026\n\nI. CHỈ TIÊU\n\n1. Tỷ lệ hộ nghèo:\n\n+ Vùng thấp: dưới 1%;\n\n+ Vùng cao: dưới 4%.\n"
    told = [(m.population, m.predicate, m.value) for t in read(text).indicators for m in t.measures]
    assert told == [("Vùng thấp", "Tỷ lệ hộ nghèo", 1), ("Vùng cao", "Tỷ lệ hộ nghèo", 4)]
