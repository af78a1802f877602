"""Findings: the founding plan's irregularities are all told, and each check is silent where there is nothing to tell."""

# ruff: noqa: E501 -- office texts and messages stand here as they are written

from collections import Counter
from pathlib import Path

import pytest

from dondoc.documents.parsing import Draft, Finding, KnownBody, RegisterError, load_register, read
from dondoc.documents.parsing.draft import Unread
from dondoc.documents.parsing.findings.codes import RULES
from dondoc.documents.parsing.findings.form import told_of
from dondoc.documents.parsing.rules import DOUBTS
from tests.documents.parsing.shared import REPOSITORY, founding_text, founding_truth

REGISTER = load_register(REPOSITORY / "dondoc" / "starter" / "references.yaml")

# Each irregularity that the careful reader noted, by its opening words → what tells it, or why nothing does.
COVERED: dict[str, set[str]] = {
    "Head: first line is a lone": {"head_incomplete"},
    "Title says CỦA BAN CHẤP HÀNH": {"issuer_differs"},
    "13 indicators": {"count_differs"},
    "Numbering runs 2.1": {"numbering_broken"},
    'OCR "Phần đầu"': {"spelling"},
    'Item 12: "thực hiện thực hiện"': {"words_doubled", "kind_word_lost"},
    "Page breaks inside sentences": {"layout_repaired"},
    "Stray * italic marks": {"layout_repaired"},
    "Item 10 lacks the heading": {"block_heading_missing", "block_heading_form"},
    "Item 1 schedule": {"schedule_unlabelled"},
    '"ít nhất 100%"': {"bound_vacuous"},
    "Nghị quyết 66-NQ/TW is attributed": {"citation_issuer", "citation_date", "citation_title"},
    "Unit names vary": {"body_name_varies", "body_old_name"},
    "Assignment verbs vary": {"audience_varies"},
    "“chi bộ 4 tốt”": {"wording_varies"},
    "The Văn phòng is given": {"product_twice"},
    "Chỉ tiêu Mười: quota": {"quota_giver"},
    "Chỉ tiêu Chín task paragraph": {"target_repeated"},
    "hàng năm / hằng năm mixed": {"spelling_mixed", "recipients_form"},
}


@pytest.fixture(scope="module")
def draft() -> Draft:
    return read(founding_text(), register=REGISTER)


def of(draft: Draft, code: str) -> list[Finding]:
    return [f for f in draft.findings if f.code == code]


def test_every_irregularity_of_the_founding_plan_is_told(draft: Draft) -> None:
    codes = {f.code for f in draft.findings}
    untold = []
    for irregularity in founding_truth()["irregularities"]:
        causes = [c for opening, c in COVERED.items() if irregularity.startswith(opening)]
        if not causes or not causes[0] <= codes:
            untold.append(irregularity)
    assert untold == []


def test_findings_point_at_words_and_speak_plainly(draft: Draft) -> None:
    for finding in draft.findings:
        assert finding.span.start < finding.span.end <= len(draft.source)
        assert 20 < len(finding.message) < 420
        assert finding.message.endswith(".")
        assert finding.suggestion.endswith(".")
        assert finding.severity is RULES[finding.code].severity
    assert {f.severity.value for f in draft.findings} == {"warning", "note"}


def test_the_citations_that_differ_from_the_register(draft: Draft) -> None:
    told = {
        code: [f.message for f in of(draft, code)] for code in ("citation_date", "citation_issuer", "citation_title")
    }
    assert told == {
        "citation_date": ["59-NQ/TW: văn bản ghi ngày “15/08/2025”; danh mục ghi “24/01/2025”."],
        "citation_issuer": [
            "66-NQ/TW: văn bản ghi cơ quan ban hành “Ban Chấp hành Trung ương Đảng” (5 chỗ); danh mục ghi “Bộ Chính trị”."
        ],
        "citation_title": [
            "57-NQ/TW: văn bản ghi trích yếu “về thúc đẩy Phát triển khoa học, công nghệ, đổi mới sáng tạo và chuyển đổi "
            "số quốc gia” (3 chỗ); danh mục ghi “về đột phá phát triển khoa học, công nghệ, đổi mới sáng tạo và chuyển đổi "
            "số quốc gia”."
        ],
    }
    assert draft.source[of(draft, "citation_date")[0].span.start :].startswith("Nghị quyết số 59-NQ/TW, ngày 15/8/2025")


def test_without_a_register_nothing_is_compared() -> None:
    codes = {f.code for f in read(founding_text()).findings}
    assert not codes & {"citation_date", "citation_issuer", "citation_title", "citation_replaced"}


def test_the_count_says_both_numbers(draft: Draft) -> None:
    (finding,) = of(draft, "count_differs")
    assert draft.words(finding.span) == "gồm 12 chỉ tiêu"
    assert "12 chỉ tiêu" in finding.message
    assert "13 chỉ tiêu" in finding.message
    assert "II.1" in finding.message


def test_overlaps_are_the_three_pairs(draft: Draft) -> None:
    pairs = [f.message.split(" cùng ")[0] for f in of(draft, "targets_overlap")]
    assert sorted(pairs) == [
        "Chỉ tiêu thứ Ba và Chỉ tiêu thứ Mười Một",
        "Chỉ tiêu thứ Hai và Chỉ tiêu thứ Mười Hai",
        "Chỉ tiêu thứ Tư và Chỉ tiêu thứ Chín",
    ]


def test_slips_are_told_where_they_stand(draft: Draft) -> None:
    assert Counter(draft.words(f.span) for f in of(draft, "spelling")) == {"Phần đầu": 2, "Tiên hành": 1}
    assert [draft.words(f.span) for f in of(draft, "words_doubled")] == ["thực hiện thực hiện"]
    assert [draft.words(f.span) for f in of(draft, "kind_word_lost")] == ["số 57-NQ/TW"] * 2


def test_six_clear_names_what_is_missing(draft: Draft) -> None:
    told = {f.span: f.message for f in of(draft, "six_clear")}
    for task in draft.tasks:
        message = told.get(task.span, "")
        assert ("sản phẩm" in message.split("chưa rõ")[-1]) == (not task.products)


def test_a_clean_plan_has_few_findings() -> None:
    text = """ĐẢNG BỘ THÀNH PHỐ MẪU
ĐẢNG ỦY KHỐI MẪU
*
Số 01-KH/ĐU
Mẫu, ngày 03 tháng 02 năm 2026

KẾ HOẠCH
kiểm tra năm 2026

I. CHỈ TIÊU
1. 100% chi bộ xây dựng kế hoạch kiểm tra.
2. Trên 90% đảng viên được giám sát.

II. TỔ CHỨC THỰC HIỆN
1. Giao Ủy ban Kiểm tra Đảng ủy xây dựng kế hoạch kiểm tra, hoàn thành trước ngày 31/3/2026.

Nơi nhận:
- Ban Thường vụ Thành ủy;
- Lưu Văn phòng.

T/M BAN THƯỜNG VỤ
BÍ THƯ

Nguyễn Văn Mẫu
"""
    assert read(text, register=REGISTER).findings == ()


def test_what_was_not_understood_is_listed() -> None:
    text = "I. NHIỆM VỤ\n1. Tăng cường tuyên truyền sâu rộng.\n2. Giao Văn phòng Đảng ủy lập danh mục trước ngày 01/3/2026."
    draft = read(text)
    assert [draft.words(s) for s in draft.unread] == ["Tăng cường tuyên truyền sâu rộng."]
    assert [(f.message, f.part, draft.words(f.span)) for f in of(draft, "not_understood")] == [
        (
            "Câu giống giao việc nhưng không ghi cơ quan nào thực hiện.",
            "1",
            "Tăng cường tuyên truyền sâu rộng.",
        )
    ]


def test_each_reason_not_to_understand_is_told_to_the_drafter_in_its_own_words() -> None:
    told = [told_of(Unread(0, 5, reason)) for reason in DOUBTS]
    assert len({one.message for one in told}) == len({one.suggestion for one in told}) == len(DOUBTS)
    assert all(one.suggestion.startswith("Đề nghị ") for one in told)


def test_a_replaced_document_is_only_noted() -> None:
    text = "I. NHIỆM VỤ\n1. Giao Văn phòng Đảng ủy phổ biến Quy định số 294-QĐ/TW, ngày 26/5/2025 trước ngày 01/3/2026."
    (finding,) = of(read(text, register=REGISTER), "citation_replaced")
    assert (finding.severity.value, finding.message) == (
        "note",
        "294-QĐ/TW nay được thay bằng 20-QĐ/TW từ 08/04/2026 (hiện hành: 208-QĐ/TW).",
    )


def test_a_damaged_register_says_where(tmp_path: Path) -> None:
    path = tmp_path / "register.yaml"
    path.write_text("references:\n- {number: 1-NQ/TW, kind: nghị quyết, date: hôm qua}\n", encoding="utf-8")
    with pytest.raises(RegisterError, match="mục 1: ngày phải ghi"):
        load_register(path)
    path.write_text("references:\n- {number: 1-NQ/TW, colour: đỏ}\n", encoding="utf-8")
    with pytest.raises(RegisterError, match="không hiểu trường colour"):
        load_register(path)
    path.write_text("[]", encoding="utf-8")
    with pytest.raises(RegisterError, match="không có danh sách"):
        load_register(path)


def test_bodies_outside_the_list_of_organisations_are_told() -> None:
    text = (
        "I. NHIỆM VỤ\n1. Giao VPĐU lập danh mục trước ngày 01/3/2026.\n2. Giao Ban Chỉ đạo 35 rà soát trong quý I/2026."
    )
    known = [KnownBody("Văn phòng Đảng ủy", ("VPĐU",))]
    draft = read(text, bodies=known)
    assert [t.lead for t in draft.tasks] == [("Văn phòng Đảng ủy",), ("Ban Chỉ đạo 35",)]
    assert [f.message.split("”")[0] for f in of(draft, "body_unknown")] == ["Chưa có cơ quan “Ban Chỉ đạo 35"]
    assert of(read(text), "body_unknown") == []
