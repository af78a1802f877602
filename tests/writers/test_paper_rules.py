"""Every kind of paper in both sets of rules, read back by a checker of its own, which must be able to find fault."""

import zipfile
from datetime import date
from io import BytesIO

import pytest

from dondoc.writers.docx import write_docx
from dondoc.writers.form import PARTY_KINDS, House, NumberedBy, form_on
from dondoc.writers.tree import Paragraph, Signature
from tests.writers.paper_checker import faults
from tests.writers.paper_rules import CODES
from tests.writers.sample import sample_report

OLD, NEW = date(2025, 12, 3), date(2026, 2, 9)


def paper(kind: str, day: date | None, **changed: object) -> bytes:
    letter = {"kind": "" if kind == "Công văn" else kind, "kind_code": CODES[kind], "day": day}
    return write_docx(sample_report(**(letter | changed)))


def test_the_writers_and_the_checker_know_the_same_types():
    assert {name: code for code, name in PARTY_KINDS.items()} == CODES


@pytest.mark.parametrize("day", [OLD, NEW])
@pytest.mark.parametrize("kind", CODES)
def test_every_kind_of_paper_keeps_to_the_rules_of_its_day(kind, day):
    assert faults(paper(kind, day), kind=kind, day=day) == []


@pytest.mark.parametrize("kind", ["Báo cáo", "Công văn"])
def test_a_draft_of_several_addressees_and_a_head_who_signs_alone(kind):
    data = paper(
        kind, None, number=None, draft=True, addressed_to=("Chi bộ A", "Chi bộ B"),
        signature=Signature("Chánh Văn phòng"), body=(Paragraph("Đề nghị các đơn vị gửi báo cáo."),), annexes=(),
    )  # fmt: skip
    assert faults(data, kind=kind, day=None, collective=False) == []


def changed(data: bytes, part: str, old: str, new: str) -> bytes:
    """The file with `old` replaced in one of its parts, everywhere."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as package, zipfile.ZipFile(out, "w") as made:
        for name in package.namelist():
            text = package.read(name)
            if name == part:
                assert old.encode() in text, f"{old} is not in {part}"
                text = text.replace(old.encode(), new.encode())
            made.writestr(name, text)
    return out.getvalue()


DOCUMENT, STYLES = "word/document.xml", "word/styles.xml"


@pytest.mark.parametrize(
    ("part", "old", "new", "fault"),
    [
        (DOCUMENT, 'w:left="1701"', 'w:left="1418"', "lề left: phần 1"),
        (DOCUMENT, 'w:header="567"', 'w:header="283"', "vị trí số trang"),
        (DOCUMENT, "<w:titlePg/>", "", "trang đầu mang số trang"),
        (DOCUMENT, "ĐẢNG CỘNG SẢN VIỆT NAM", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "tiêu đề: sai chữ"),
        (DOCUMENT, "Số 08-BC/ĐU", "Số: 08-BC/ĐU", "số, ký hiệu: sai cách ghi"),
        (DOCUMENT, "Số 08-BC/ĐU", "Số 8-BC/ĐU", "số, ký hiệu: sai cách ghi"),
        (DOCUMENT, "Số 08-BC/ĐU", "Số 08-KH/ĐU", "số, ký hiệu: sai cách ghi"),
        (DOCUMENT, "ngày 09 tháng 02 năm", "ngày 9 tháng 2 năm", "địa danh, ngày: sai cách ghi"),
        (DOCUMENT, ">*<", "> <", "dưới tên cơ quan: thiếu dấu *"),
        (DOCUMENT, ">BÁO CÁO<", ">Báo cáo<", "tên loại: sai hoặc không viết hoa"),
        (DOCUMENT, ">-----<", ">.<", "dưới trích yếu: thiếu vạch"),
        (DOCUMENT, "T/M BAN", "TM. BAN", "quyền hạn ký: không bắt đầu bằng T/M"),
        (DOCUMENT, "- Lưu Văn phòng Đảng ủy.", "- Lưu Văn phòng Đảng ủy;", "nơi nhận: dòng 5"),
        (DOCUMENT, "thống nhất.<", "thống nhất./.<", "kết thúc bằng ./."),
        (DOCUMENT, "<w:tblHeader/>", "", "bảng: dòng đầu không lặp lại"),
        ("word/header2.xml", " PAGE ", " NUMPAGES ", "số trang: không có trường PAGE"),
        (STYLES, 'w:line="400"', 'w:line="480"', "giãn dòng: "),
        (STYLES, 'w:firstLine="567"', 'w:firstLine="0"', "lùi đầu dòng: "),
        (STYLES, 'w:after="120"', 'w:after="0"', "cách đoạn: "),
        (STYLES, "Times New Roman", "Arial", "phông chữ: "),
        (STYLES, '<w:u w:val="single"/>', "", "nhãn nơi nhận: không gạch chân"),
        (STYLES, '<w:sz w:val="32"/>', '<w:sz w:val="26"/>', "cỡ chữ: tên loại"),
        (STYLES, '<w:sz w:val="30"/>', '<w:sz w:val="24"/>', "cỡ chữ: tiêu đề"),
        (STYLES, '<w:b w:val="1"/>', '<w:b w:val="0"/>', "cơ quan ban hành: chữ hoa, đậm"),
        (STYLES, '<w:i w:val="1"/>', '<w:i w:val="0"/>', "địa danh, ngày: không nghiêng"),
    ],
)  # fmt: skip
def test_the_checker_finds_what_is_wrong(part, old, new, fault):
    broken = changed(paper("Báo cáo", NEW), part, old, new)
    assert [one for one in faults(broken, kind="Báo cáo", day=NEW) if one.startswith(fault)] != []


def test_a_paper_in_the_form_of_other_days_is_told_from_one_of_its_own():
    old_form = write_docx(sample_report(day=NEW), form_on(OLD))
    assert faults(old_form, kind="Báo cáo", day=NEW) == ["chức vụ: đậm hay không"]


def test_numbers_run_over_a_term_in_the_party_and_over_a_year_in_the_state():
    assert [form_on(NEW, house).numbered_by for house in House] == [NumberedBy.TERM, NumberedBy.YEAR]


@pytest.mark.parametrize(
    ("house", "authority", "fault"),
    [
        (House.PARTY, "T/M BAN THƯỜNG VỤ", None),
        (House.PARTY, "", None),
        (House.PARTY, "T/L BAN THƯỜNG VỤ", None),
        (House.PARTY, "TM. BAN THƯỜNG VỤ", "ghi “T/M”, không ghi “TM.”"),
        (House.PARTY, "K/T BÍ THƯ", "không ký “K/T”"),
        (House.PARTY, "BAN THƯỜNG VỤ", "phải bắt đầu bằng “T/M”"),
        (House.STATE, "TM. ỦY BAN NHÂN DÂN", None),
        (House.STATE, "T/M ỦY BAN NHÂN DÂN", "ghi “TM.”, không ghi “T/M”"),
    ],
)
def test_who_signs_for_a_body_that_decides_together(house, authority, fault):
    found = form_on(NEW, house).signing_faults(authority)
    assert (len(found), fault in found[0] if found else fault) == ((1, True) if fault else (0, None))
