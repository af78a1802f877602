"""The Word file: read back, it has the Party's form; written twice, it is the same."""

import zipfile
from datetime import date
from io import BytesIO

import docx
import pytest
from docx.oxml.ns import qn

from dondoc.writers.docx import ended, write_docx
from dondoc.writers.form import FormError, House, form_on
from dondoc.writers.tree import Annex, Bullets, Heading, PageBreak, Paragraph, ParagraphStyle, Run, Signature
from tests.writers.dump import dump
from tests.writers.sample import annex_table, sample_report


def opened(data: bytes):
    return docx.Document(BytesIO(data))


def texts(word) -> list[str]:
    """Every paragraph of the body in order, tables included."""
    return ["".join(node.text or "" for node in para.iter(qn("w:t"))) for para in word.element.body.iter(qn("w:p"))]


def test_the_whole_report(golden):
    annexes = (Annex("TÌNH HÌNH NỘP BÁO CÁO", (annex_table(3),), landscape=True),)
    golden("writers/report.txt", dump(write_docx(sample_report(annexes=annexes))))


def test_a_letter_not_yet_numbered(golden):
    letter = sample_report(
        kind="",
        kind_code="CV",
        number=None,
        day=None,
        draft=True,
        subject="V/v đôn đốc báo cáo tháng 02/2026",
        addressed_to=("Đảng ủy Tòa án Mẫu", "Chi ủy Chi bộ Hội Mẫu"),
        body=(
            Paragraph("Một dòng\nhai dòng", ParagraphStyle.CENTERED),
            Bullets(("một;", "hai.")),
            PageBreak(),
            Paragraph("Chữ nhỏ.", ParagraphStyle.NOTE),
        ),
        signature=Signature("Chánh Văn phòng"),
        recipients=(),
        superior="",
        annexes=(Annex("PHỤ LỤC A", ()), Annex("PHỤ LỤC B", (Paragraph("Nội dung."),))),
    )
    golden("writers/letter.txt", dump(write_docx(letter)))


def test_a_report_of_a_body_of_the_state(golden):
    """Quốc hiệu and tiêu ngữ instead of the Party's line, no star, "Số: 12/BC-UBND", "./." at the end."""
    report = sample_report(
        house=House.STATE, superior="", issuer="Ủy ban nhân dân xã Mẫu", number=12, organ_code="UBND",
        signature=Signature(authority="TM. ỦY BAN NHÂN DÂN", position="Chủ tịch", name="Người Ký"),
        recipients=("Ủy ban nhân dân tỉnh (để báo cáo)", "Lưu: VT"), issued_by="Ủy ban nhân dân xã Mẫu",
        body=(Heading(1, "I. KẾT QUẢ"), Paragraph("Đã thực hiện."), Bullets(("một;", "hai."))),
        annexes=(Annex("Danh sách", (annex_table(1),)),),
    )  # fmt: skip
    data = write_docx(report)
    golden("writers/state_report.txt", dump(data))
    said = texts(opened(data))
    assert said[:7] == [
        "ỦY BAN NHÂN DÂN XÃ MẪU", "", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "",
        "Số: 12/BC-UBND", f"{report.place}, ngày 09 tháng 3 năm 2026",
    ]  # fmt: skip
    assert "- hai./." in said
    assert "(Kèm theo Báo cáo số 12/BC-UBND ngày 09 tháng 3 năm 2026 của Ủy ban nhân dân xã Mẫu)" in said
    assert not [line for line in said if "ĐẢNG" in line]


@pytest.mark.parametrize(
    ("body", "end"),
    [
        ((), ()),
        ((Paragraph("Xong."),), (Paragraph((Run("Xong./."),)),)),
        ((Paragraph((Run("Đã", bold=True), Run(" xong. "))),), (Paragraph((Run("Đã", bold=True), Run(" xong./."))),)),
        ((Heading(1, "A"),), (Heading(1, "A"),)),
    ],
)
def test_the_mark_that_ends_a_state_paper(body, end):
    assert ended(body, "./.") == end


def test_the_same_document_is_the_same_bytes():
    data = write_docx(sample_report())
    assert data == write_docx(sample_report())
    with zipfile.ZipFile(BytesIO(data)) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_page_number_is_a_field_from_the_second_page_on():
    word = opened(write_docx(sample_report()))
    first, annex = word.sections
    code = [node.text for node in first.header._element.iter(qn("w:instrText"))]
    inside_first = list(first.first_page_header._element.iter(qn("w:instrText")))
    assert (code, inside_first, first.different_first_page_header_footer) == ([" PAGE "], [], True)
    assert (annex.different_first_page_header_footer, annex.header.is_linked_to_previous) == (False, True)


def test_heading_rows_repeat_and_no_row_splits():
    table = opened(write_docx(sample_report())).tables[1]
    rows = table._tbl.tr_lst
    headers = [row.trPr.find(qn("w:tblHeader")) is not None for row in rows]
    assert (headers[:3], sum(headers), len(rows)) == ([True, True, False], 2, 15)
    assert [row for row in rows if row.trPr.find(qn("w:cantSplit")) is None] == []


def test_the_rule_is_as_long_as_the_line_above_it():
    form = form_on(date(2026, 3, 9))
    styles = {style.style_id: style for style in opened(write_docx(sample_report())).styles}
    rule = styles["PaperRule"]
    cell_mm = 170 * 92.5 / 170
    length = cell_mm - rule.paragraph_format.left_indent.mm - rule.paragraph_format.right_indent.mm
    assert length == pytest.approx(13.778 * form.nation_pt * 25.4 / 72, abs=0.1)
    assert rule.element.pPr.find(qn("w:pBdr")).find(qn("w:top")).get(qn("w:val")) == "single"


def test_all_text_is_vietnamese_times_new_roman():
    styles = opened(write_docx(sample_report())).styles.element
    defaults = styles.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    fonts, language = defaults.find(qn("w:rFonts")), defaults.find(qn("w:lang"))
    assert {fonts.get(qn(f"w:{part}")) for part in ("ascii", "hAnsi", "eastAsia", "cs")} == {"Times New Roman"}
    assert (language.get(qn("w:val")), language.get(qn("w:eastAsia"))) == ("vi-VN", "vi-VN")


def test_the_day_decides_whether_the_position_is_bold():
    def position(day):
        styles = {style.style_id: style for style in opened(write_docx(sample_report(day=day))).styles}
        return styles["PaperPosition"].font.bold

    assert (position(date(2025, 12, 31)), position(date(2026, 1, 9))) == (True, False)


def test_a_to_trinh_is_kinh_trinh_and_pasted_control_characters_go():
    word = opened(write_docx(sample_report(kind="Tờ trình", kind_code="TTr", subject="về\x0b việc\x00 mẫu")))
    assert [text for text in texts(word) if "trình:" in text or "việc" in text][:2] == [
        "về việc mẫu",
        "Kính trình: Ban Thường vụ Thành ủy Mẫu",
    ]


def test_a_document_may_be_nearly_empty_but_not_older_than_the_rules():
    bare = sample_report(body=(), annexes=(), addressed_to=(), recipients=(), signature=Signature("Bí thư"))
    assert texts(opened(write_docx(bare)))[:8] == [
        "ĐẢNG BỘ THÀNH PHỐ MẪU",
        "ĐẢNG ỦY CÁC CƠ QUAN ĐẢNG",
        "ĐẢNG CỘNG SẢN VIỆT NAM",
        "",
        "*",
        "Số 08-BC/ĐU",
        "Thành phố Mẫu, ngày 09 tháng 3 năm 2026",
        "BÁO CÁO",
    ]
    with pytest.raises(FormError):
        write_docx(sample_report(day=date(2010, 1, 1)))
