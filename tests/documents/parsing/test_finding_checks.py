"""Each check on a made-up plan: told once where it should be, silent where it should not."""

# ruff: noqa: E501 -- office texts and messages stand here as they are written

import datetime as dt

import pytest

from dondoc.documents.parsing import Reference, read
from dondoc.documents.parsing.findings.six import Clear, six_score

HEAD = """ĐẢNG BỘ THÀNH PHỐ MẪU
ĐẢNG ỦY KHỐI MẪU
*
{number}
Mẫu, ngày {day}

{kind}
kiểm tra năm 2026

"""
BODY = """I. CHỈ TIÊU
1. 100% chi bộ xây dựng kế hoạch kiểm tra.

II. TỔ CHỨC THỰC HIỆN
1. Giao Ủy ban Kiểm tra Đảng ủy xây dựng kế hoạch kiểm tra, hoàn thành trước ngày 30/9/2026{end}

Nơi nhận:
- Ban Thường vụ Thành ủy;
- Lưu Văn phòng.

{sign}
BÍ THƯ

Nguyễn Văn Mẫu
"""


def plan(
    number: str = "Số 01-KH/ĐU", day: str = "03 tháng 6 năm 2026", kind: str = "KẾ HOẠCH", end: str = ".",
    sign: str = "T/M BAN THƯỜNG VỤ",
) -> str:  # fmt: skip
    return HEAD.format(number=number, day=day, kind=kind) + BODY.format(end=end, sign=sign)


def told(text: str, **also: object) -> list[tuple[str, str, str]]:
    """(code, quoted words, problem and suggestion) of every finding but the "6 rõ"."""
    draft = read(text, **also)  # type: ignore[arg-type]
    return [(f.code, draft.words(f.span), f.sentence) for f in draft.findings if f.code != "six_clear"]


def of(code: str, text: str, **also: object) -> list[tuple[str, str]]:
    return [(words, said) for found, words, said in told(text, **also) if found == code]


def test_a_plan_in_good_form_is_left_alone() -> None:
    assert told(plan()) == []


@pytest.mark.parametrize(
    ("change", "code", "words", "said"),
    [
        ({"number": "Số: 8-KH/ĐU"}, "number_form", "Số: 8-KH/ĐU", "“Số: 8-KH/ĐU”: có dấu hai chấm sau “Số”, số dưới 10 thiếu số 0 ở trước. Đề nghị ghi “Số 08-KH/ĐU”."),
        ({"number": "Số 01-CTr/ĐU"}, "code_unfit", "Số 01-CTr/ĐU", "Ký hiệu “CTr” là của chương trình, văn bản này là kế hoạch. Đề nghị ghi “KH” trong ký hiệu."),
        ({"day": "3 tháng 06 năm 2026"}, "date_form", "Mẫu, ngày 3 tháng 06 năm 2026", "“ngày 3 tháng 06” chưa đúng cách ghi. Đề nghị ghi “ngày 03 tháng 6 năm …”."),
        ({"sign": "TM. BAN THƯỜNG VỤ"}, "sign_form", "TM. BAN THƯỜNG VỤ\nBÍ THƯ\n\nNguyễn Văn Mẫu", "“TM. BAN THƯỜNG VỤ” là cách ghi của văn bản hành chính. Đề nghị ghi “T/M BAN THƯỜNG VỤ”."),
        ({"end": "./."}, "ending_form", "./.", "Văn bản kết thúc bằng “./.”. Đề nghị bỏ “/.”, chỉ để dấu chấm."),
    ],
)  # fmt: skip
def test_the_form_of_party_documents(change: dict[str, str], code: str, words: str, said: str) -> None:
    assert told(plan(**change)) == [(code, words, said)]


def test_the_form_is_that_of_the_documents_day() -> None:
    assert told(plan(day="3 tháng 06 năm 2025", end="./.")) == []


def test_a_document_of_the_state_has_its_own_form() -> None:
    text = plan(number="Số: 12/KH-UBND", end="./.", sign="TM. ỦY BAN NHÂN DÂN")
    text = text.replace("ĐẢNG BỘ THÀNH PHỐ MẪU", "ỦY BAN NHÂN DÂN").replace("ĐẢNG ỦY KHỐI MẪU", "THÀNH PHỐ MẪU")
    assert told(text.replace("BÍ THƯ", "CHỦ TỊCH")) == []


@pytest.mark.parametrize(
    ("kind", "letterhead", "issuer", "is_told"),
    [
        ("QUY CHẾ", "ĐẢNG ỦY MẪU", "CỦA BAN THƯỜNG VỤ ĐẢNG ỦY", True),
        ("QUY CHẾ", "ĐẢNG ỦY MẪU", "CỦA BAN CHẤP HÀNH ĐẢNG BỘ", False),
        ("HƯỚNG DẪN", "CHI BỘ VĂN PHÒNG MẪU", "về việc", True),
        ("KẾ HOẠCH", "ĐẢNG ỦY MẪU", "CỦA BAN THƯỜNG VỤ ĐẢNG ỦY", False),
    ],
)
def test_who_may_issue_what_is_only_a_warning(kind: str, letterhead: str, issuer: str, is_told: bool) -> None:
    text = plan(number="Số 01-XX/ĐU", kind=f"{kind}\n{issuer}").replace("ĐẢNG ỦY KHỐI MẪU", letterhead)
    assert bool(of("issuer_competence", text)) is is_told


def test_a_signed_plan_without_recipients_is_told() -> None:
    text = plan()
    cut = text[: text.index("Nơi nhận")] + text[text.index("T/M") :]
    assert [words for words, _ in of("recipients_missing", cut)] == ["T/M BAN THƯỜNG VỤ\nBÍ THƯ\n\nNguyễn Văn Mẫu"]


REGISTER = (
    Reference("66-QĐ/TW", "quy định", dt.date(2017, 2, 6), replaced_by="399-QĐ/TW", replaced_on=dt.date(2026, 1, 9)),
)


def citing(words: str, day: str = "03 tháng 6 năm 2026") -> str:
    return plan(day=day).replace("II. TỔ CHỨC", f"1.1. Thực hiện {words}.\n\nII. TỔ CHỨC")


def test_a_rule_replaced_before_the_plans_day_is_a_warning_later_a_note() -> None:
    cited = "Quy định số 66-QĐ/TW, ngày 06/02/2017"
    assert of("citation_outdated", citing(cited), register=REGISTER) == [
        ("Quy định số 66-QĐ/TW", "66-QĐ/TW đã được thay bằng 399-QĐ/TW từ 09/01/2026, trước ngày văn bản này. Đề nghị kiểm tra, viện dẫn văn bản đang có hiệu lực."),
    ]  # fmt: skip
    assert of("citation_replaced", citing(cited, "03 tháng 6 năm 2025"), register=REGISTER) == [
        ("Quy định số 66-QĐ/TW", "66-QĐ/TW nay được thay bằng 399-QĐ/TW từ 09/01/2026. Khi thực hiện, đề nghị theo văn bản mới."),
    ]  # fmt: skip


def test_a_document_of_tomorrow_cannot_be_cited() -> None:
    assert of("citation_later", citing("Quy định số 99-QĐ/TW, ngày 06/7/2026")) == [
        ("Quy định số 99-QĐ/TW", "99-QĐ/TW được ghi ngày 06/07/2026, sau ngày của văn bản này (03/06/2026). Đề nghị kiểm tra lại ngày."),
    ]  # fmt: skip


def test_the_place_that_carries_a_resolution_out_is_no_part_of_its_title() -> None:
    title = "đổi mới công tác kiểm tra trong tình hình mới"
    register = [Reference("57-NQ/TW", "nghị quyết", dt.date(2024, 12, 22), title=title)]
    cited = "Nghị quyết số 57-NQ/TW, ngày 22/12/2024 về đổi mới công tác kiểm tra {} trên địa bàn xã"
    assert of("citation_title", citing(cited.format("")), register=register) == []
    assert len(of("citation_title", citing(cited.format("lại")), register=register)) == 1


def targets(*lines: str, title: str = "KẾ HOẠCH\ncông tác\n\n") -> str:
    return title + "I. CHỈ TIÊU\n" + "".join(f"{n}. {line}\n" for n, line in enumerate(lines, 1))


def test_parts_by_owner_add_up_to_their_number() -> None:
    line = "Lắp đặt mới trạm 5G: 58 trạm (Trong đó: VNPT: 25 trạm, Viettel: {} trạm)."
    assert of("parts_off", targets(line.format(33))) == []
    assert [said for _, said in of("parts_off", targets(line.format(30)))] == [
        "Chỉ tiêu ở mục I.1: VNPT 25 + Viettel 30 = 55, khác số chung 58. Đề nghị kiểm tra lại số chung hoặc số của từng đơn vị."
    ]


def test_two_shares_of_one_thing() -> None:
    line = "{} đảng viên học tập nghị quyết trong năm 2026."
    assert [code for code, _, _ in told(targets(line.format("Đạt 90%"), line.format("Đạt 95%")))] == ["head_incomplete", "targets_contradict"]  # fmt: skip
    assert [said for _, said in of("two_thresholds", targets(line.format("Ít nhất 90%"), line.format("Ít nhất 95%")))] == [
        "Chỉ tiêu ở mục I.1 và Chỉ tiêu ở mục I.2: một nội dung có hai mức, “từ 90%” và “từ 95%”. Đề nghị chỉ giữ một mức."
    ]  # fmt: skip
    other_year = line.replace("2026", "2030")
    assert [code for code, _, _ in told(targets(line.format("Đạt 90%"), other_year.format("Đạt 95%")))] == ["head_incomplete"]  # fmt: skip


def test_a_target_without_a_period() -> None:
    assert [words for words, _ in of("no_period", targets("Trên 90% đảng viên được giám sát."))] == ["Trên 90% đảng viên được giám sát."]  # fmt: skip
    assert of("no_period", targets("Hằng năm, trên 90% đảng viên được giám sát.")) == []
    assert of("no_period", targets("Trên 90% đảng viên được giám sát.", title="KẾ HOẠCH\ncông tác năm 2026\n\n")) == []


def tasks(*lines: str, title: str = "KẾ HOẠCH\n\n") -> str:
    return title + "I. NHIỆM VỤ\n" + "".join(f"{line}\n" for line in lines)


def test_items_said_twice_in_one_list_and_counts_announced() -> None:
    one = "Giao Văn phòng Đảng ủy lập danh mục hồ sơ lưu trữ của cơ quan trước ngày 01/3/2026."
    assert [said for _, said in of("item_duplicated", tasks(f"1. {one}", f"2. {one}"))] == [
        "“Giao Văn phòng Đảng ủy lập danh mục hồ sơ lưu trữ của cơ …” đã ghi ở trên, trong cùng mục. Đề nghị bỏ một mục hoặc ghi rõ chỗ khác nhau."
    ]
    listed = tasks(
        "1. Kế hoạch có 03 nhiệm vụ sau:", f"a) {one}", "b) Giao Văn phòng Đảng ủy báo cáo trong quý I/2026."
    )
    assert [said for _, said in of("count_differs", listed)] == ["Ghi “có 03 nhiệm vụ” nhưng bên dưới có 2 mục. Đề nghị ghi rõ tổng số."]  # fmt: skip


def test_articles_follow_one_another_by_their_own_numbers() -> None:
    text = "QUYẾT ĐỊNH\nvề việc mẫu\n\nCăn cứ Điều lệ Đảng;\n\nĐiều 1. Chỉ tiêu\n100% chi bộ họp trong năm 2026.\nĐiều {}. Nhiệm vụ\nGiao Văn phòng lập danh mục.\n"
    assert of("numbering_broken", text.format(2)) == []
    assert len(of("numbering_broken", text.format(3))) == 1


def test_a_part_without_anything_under_it() -> None:
    text = tasks("1. Giao Văn phòng Đảng ủy lập danh mục trước ngày 01/3/2026.", "II. KINH PHÍ", "III. THỰC HIỆN", "1. Giao Ban Tổ chức theo dõi trong năm 2026.")  # fmt: skip
    assert [words for words, _ in of("heading_empty", text)] == ["KINH PHÍ"]


@pytest.mark.parametrize(
    ("day", "words", "is_told"),
    [
        ("03 tháng 6 năm 2026", "Sở Thông tin và Truyền thông lập danh mục", True),
        ("03 tháng 02 năm 2025", "Sở Thông tin và Truyền thông lập danh mục", False),
        ("03 tháng 6 năm 2026", "Sở Khoa học và Công nghệ lập danh mục", False),
        ("03 tháng 6 năm 2026", "Thực hiện Thông tư số 12/2022/TT-BTTTT của Bộ Thông tin và Truyền thông", False),
    ],
)
def test_bodies_that_are_no_more_on_the_plans_day(day: str, words: str, is_told: bool) -> None:
    text = plan(day=day).replace("1. Giao Ủy ban", f"2. Giao {words} trước ngày 01/9/2026.\n1. Giao Ủy ban")
    assert [said for _, said in of("body_ended", text)] == (
        ["“Sở Thông tin và Truyền thông” không còn từ 01/03/2025. Đề nghị ghi cơ quan hiện nay: Sở Khoa học và Công nghệ."]
        if is_told
        else []
    )  # fmt: skip


@pytest.mark.parametrize(
    ("words", "doubled"),
    [
        ("thực hiện thực hiện kế hoạch", ["thực hiện thực hiện"]),
        ("gắn với với thi đua", ["với với"]),
        ("truyền thông thông qua mạng", []),
        ("doanh nghiệp công nghiệp công nghệ số của ngành công nghiệp, doanh nghiệp, công nghệ", []),
        ("luôn luôn đổi mới, từng bước từng bước", ["từng bước từng bước"]),
    ],
)
def test_words_written_twice(words: str, doubled: list[str]) -> None:
    text = tasks(f"1. Giao Văn phòng Đảng ủy {words} trước ngày 01/3/2026.")
    assert [found for found, _ in of("words_doubled", text)] == doubled


def test_neighbouring_cells_are_not_a_doubling() -> None:
    assert of("words_doubled", tasks("1. Giao Văn phòng Đảng ủy lập danh mục.", "Hằng quý", "Hằng quý")) == []


def test_a_word_pair_with_other_marks_than_everywhere_else() -> None:
    lines = [
        f"{n}. Giao Văn phòng Đảng ủy {verb} chuyên đề số {n} trước ngày 0{n}/3/2026."
        for n, verb in enumerate(["mở", "lập", "họp", "ghi", "tổng", "kết", "soạn", "in", "gửi", "nộp"], 1)
    ]
    text = tasks(*lines, "11. Giao Ban Tổ chức mở chuyện đề trước ngày 10/3/2026.")
    assert of("spelling_twin", text) == [
        ("chuyện đề", "“chuyện đề” chỉ viết một lần; chỗ khác viết “chuyên đề” (10 lần). Đề nghị kiểm tra có phải “chuyên đề” không.")
    ]  # fmt: skip


def test_words_run_together_are_told_once() -> None:
    text = tasks("1. Giao Văn phòng Đảng ủy theo dõi chỉtiêu, nhiệmvụ trước ngày 01/3/2026.")
    assert of("words_glued", text) == [
        ("chỉtiêu", "2 chỗ chữ dính liền: “chỉtiêu”, “nhiệmvụ”. Đề nghị thêm dấu cách, như “chỉ tiêu”.")
    ]


def test_the_score_keeps_both_parts() -> None:
    text = tasks(
        "1. Giao Văn phòng Đảng ủy xây dựng kế hoạch trình Ban Thường vụ trước ngày 01/3/2026.",
        "2. Giao Văn phòng Đảng ủy tăng cường đoàn kết.",
    )
    score = six_score(read(text))
    assert (score.tasks, score.clear, score.words) == (
        2,
        {Clear.WHO: 2, Clear.WHAT: 1, Clear.WHEN: 1, Clear.CHARGE: 2, Clear.PRODUCT: 1, Clear.POWER: 1},
        "67 %",
    )
    assert six_score(read("")).words == "—"


@pytest.mark.parametrize(
    ("words", "slips"),
    [
        ("Phần đầu 95% chi bộ hoàn thành", ["Phần đầu"]),
        ("phần đầu tư từ ngân sách và phần đầu của báo cáo", []),
        ("giảm thiếu rủi ro", ["giảm thiếu"]),
        ("giảm thiếu hụt lao động, rơ moóc", []),
    ],
)
def test_slips_are_told_where_nothing_else_can_be_meant(words: str, slips: list[str]) -> None:
    text = tasks(f"1. Giao Văn phòng Đảng ủy theo dõi {words} trước ngày 01/3/2026.")
    assert [found for code, found, _ in told(text) if code in ("spelling", "word_shape")] == slips


def test_cells_of_one_row_are_not_a_doubling() -> None:
    text = tasks("1. Giao Văn phòng Đảng ủy lập danh mục trước ngày 01/3/2026.", "Ban Tổ chức\tBan Tổ chức\tQuý I")
    assert of("words_doubled", text) == []


def test_the_number_of_the_decision_that_brings_a_plan_is_not_the_plans_own() -> None:
    text = (
        plan()
        .replace("Số 01-KH/ĐU\n", "")
        .replace("năm 2026\n\nI.", "năm 2026\n(Kèm theo Quyết định số 9-QĐ/ĐU, ngày 03/6/2026)\n\nI.")
    )
    assert [code for code, _, _ in told(text) if code in ("number_form", "code_unfit")] == []


def test_a_standing_committee_of_the_state_is_no_party_body() -> None:
    text = plan(number="Số: 9/KH-UBTVQH15", end="./.", sign="TM. ỦY BAN THƯỜNG VỤ QUỐC HỘI")
    text = text.replace("ĐẢNG BỘ THÀNH PHỐ MẪU\n", "").replace("ĐẢNG ỦY KHỐI MẪU", "ỦY BAN THƯỜNG VỤ QUỐC HỘI")
    assert [code for code, _, _ in told(text) if code in ("number_form", "sign_form", "ending_form")] == []
