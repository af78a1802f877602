"""A sheet printed by the browser: A4, everything on it, the code readable in size."""

import pypdfium2
from playwright.sync_api import expect

from tests.browser.steps import faults_of, sign_in
from tests.browser.test_answer_journey import owed_admissions


def test_a_sheet_fits_on_a_page_of_paper(open_page, own_site, own_data):
    owed = owed_admissions(own_data)[3]
    page = open_page(own_site)
    sign_in(page, owed.username)
    page.goto(owed.url)
    page.get_by_role("link", name="Bản in để điền tay").click()
    expect(page.get_by_text("Người lập phiếu")).to_be_visible()
    assert faults_of(page) == []
    paper = pypdfium2.PdfDocument(page.pdf(format="A4", prefer_css_page_size=True))
    assert len(paper) <= 2
    text = " ".join(sheet.get_textpage().get_text_bounded() for sheet in paper)
    for words in ("Kết nạp đảng viên trong quý", "Người lập phiếu", "bắt buộc", owed.url):
        assert words in text.replace("\r\n", " ").replace("\ufffe", "-")
    assert "Trở về phiếu" not in text
