"""A report that was signed, read back by the product's own reader as if another office had sent it."""

from datetime import date
from decimal import Decimal

import pypdfium2
import pytest

from dondoc.documents.parsing import read
from dondoc.documents.parsing.files.word import read_word
from dondoc.reports.actions import edit_words, freeze
from dondoc.reports.composing import official_document
from dondoc.reports.models import Report
from dondoc.writers import office as program
from dondoc.writers.docx import write_docx
from tests.reports.world import DAY, NOW

pytestmark = pytest.mark.django_db
RECIPIENTS = ["Ban Thường vụ Thành ủy (để báo cáo)", "Các cấp ủy cơ sở", "Lưu Văn phòng Đảng ủy"]


@pytest.fixture
def report(office) -> Report:
    a, b, _c = office.world.orgs
    office.report_of(a, obstacles="Thiếu người.")
    office.report_of(b, results="Đã làm.")
    office.world.done(a, "ke-hoach", "2025-2030", {"issued_on": "01/09/2025"}, on=date(2025, 9, 2))
    registered = {"all": "3000", "some": "2500", "held_on": "01/02/2026"}
    office.world.done(a, "dang-ky", "2026", registered, on=date(2026, 3, 2))
    draft = edit_words(
        office.compile(), words={"recipients": "\n".join(RECIPIENTS)}, revision=0, by=office.writer, at=NOW,
        place="Thành phố Mẫu", signer_name="Nguyễn Văn Mẫu",
    )  # fmt: skip
    return freeze(draft, revision=1, by=office.leader, at=NOW)


def figures_in(text: str) -> list[tuple[str, str, Decimal | None, int | None]]:
    """Each row of the table of chỉ tiêu as read: name, parts, share, how many are not known."""
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("|")]
    at = next(place for place, row in enumerate(rows) if row[0] == "Nội dung" and len(row) == 8)
    found = []
    for row in rows[at + 1 :]:
        if len(row) == 8 and row[3]:
            name, parts, value, lacking = row[0], row[2], row[3], row[6]
            known = None if value.startswith("—") else Decimal(value.removesuffix(" %").replace(",", ".")) / 100
            found.append((name, parts.replace(".", ""), known, None if lacking.startswith("—") else int(lacking)))
    return found


def test_the_same_figures_recipients_and_signature_come_back(report):
    text = read_word(write_docx(official_document(report)), "bao-cao.docx").text
    draft = read(text)
    head, signed = draft.head, draft.signature
    assert (head.number, head.type, head.place, head.date) == ("01-BC/ĐU", "BÁO CÁO", "Thành phố Mẫu", DAY)
    assert head.title == "kết quả thực hiện Kế hoạch số 08-KH/ĐU, tháng 3/2026"
    assert list(draft.recipients) == RECIPIENTS
    assert (signed.authority, signed.position, signed.name) == ("T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ", "Nguyễn Văn Mẫu")
    there = figures_in(text)
    kept = [measure for one in report.snapshot["indicators"] for measure in one["measures"]]
    assert [row[0] for row in there] == [measure["name"] for measure in kept]
    for (_name, parts, value, lacking), measure in zip(there, kept, strict=True):
        counted = measure["numerator"] is not None and measure["denominator"] not in (None, "0")
        assert parts == (f"{measure['numerator']}/{measure['denominator']}" if counted else "—")
        assert (value is None) == (measure["value"] is None)
        assert value is None or abs(value - Decimal(measure["value"])) <= Decimal("0.0005")
        assert lacking is None or lacking == measure["not_known"]
    assert len([value for _name, _parts, value, _lacking in there if value is not None]) >= 2


def test_the_pdf_says_what_the_word_file_says_and_keeps_its_letters(report):
    if program.office_program() is None:
        pytest.skip("LibreOffice is not installed here: no PDF is made")
    made = program.archived(write_docx(official_document(report)))
    pages = pypdfium2.PdfDocument(made)
    text = " ".join(page.get_textpage().get_text_range() for page in pages)
    wanted = ("ĐẢNG CỘNG SẢN VIỆT NAM", "Số 01-BC/ĐU", "Nguyễn Văn Mẫu", "33,3 %", "2.500/3.000")
    assert [words for words in wanted if words not in text] == []
    assert (b"pdfaid" in made, b"Tinos" in made) == (True, True)  # PDF/A, its typeface inside
    pages.close()
