"""The monthly report: drafted, worded, frozen by a second person, downloaded; page, paper and workbook say the same."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO

from docx import Document
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from tests.browser.steps import sign_in

TODAY = date.today()  # noqa: DTZ011 -- the server of the demo lives by the same calendar
LAST_MONTH = TODAY.replace(day=1) - timedelta(days=1)
WORDS = "Văn phòng đã làm việc trực tiếp với ba đơn vị chậm nhất; kết quả chuyển biến rõ."


def downloaded(page: Page, name: str) -> bytes:
    """What the link `name` downloads."""
    with page.expect_download() as download:
        page.get_by_role("link", name=name).click()
    return download.value.path().read_bytes()


def rows_of_docx(data: bytes) -> Iterator[list[str]]:
    """Rows of every table of a Word file."""
    for table in Document(BytesIO(data)).tables:
        for row in table.rows:
            yield [plain(cell.text) for cell in row.cells]


def in_words(column: int, cell: object) -> str:
    """What a cell of the workbook shows: shares (from "Tháng trước" to "Có thể cao nhất") as "83,1 %"."""
    if isinstance(cell, float | int) and 3 <= column <= 5:
        return f"{round(cell * 100 + 1e-9, 1):g}".replace(".", ",") + " %"
    return "" if cell is None else plain(str(cell))


def plain(text: str) -> str:
    """Spaces of all kinds as one, without the marks of notes below a table."""
    return re.sub(r"[¹²³⁴⁵]", "", re.sub(r"\s+", " ", text)).strip()


def test_a_report_is_drafted_worded_frozen_and_all_its_papers_say_the_same(open_page, own_site, watch):
    office, leader = open_page(own_site), open_page(own_site)
    sign_in(office, "vanphong")
    sign_in(leader, "lanhdao")

    # The demo left a draft of last month, or a new one is drawn up.
    office.goto("/bao-cao/")
    draft = office.locator("tr", has_text=f"tháng {LAST_MONTH:%-m/%Y}").or_(
        office.locator("tr", has_text=f"tháng {LAST_MONTH:%m/%Y}")
    )
    if draft.count():
        draft.get_by_role("link").first.click()
    else:
        office.goto("/bao-cao/soan/")
        office.get_by_role("button").last.click()
    office.get_by_role("button", name="Lấy lại số liệu lúc này").click()
    office.locator("[name=s_assessment]").fill(WORDS)
    watch.allow("422 POST")
    office.locator("[name=dated_on]").fill("31/02/2026")
    office.get_by_role("button", name="Lưu lời văn").click()
    expect(office.locator(".ui-field--wrong [name=dated_on]")).to_have_value("31/02/2026")
    expect(office.locator("[name=s_assessment]")).to_have_value(WORDS)
    office.locator("[name=dated_on]").fill(f"{TODAY.day}/{TODAY.month}/{TODAY.year}")
    office.get_by_role("button", name="Lưu lời văn").click()
    expect(office.locator("#messages")).to_contain_text("Đã lưu lời văn")
    expect(office.get_by_role("button", name="Chốt báo cáo")).to_have_count(0)

    leader.goto(office.url)
    expect(leader.locator("main")).to_contain_text(WORDS)
    leader.locator("summary", has_text="Chốt báo cáo").click()
    leader.locator("dialog").get_by_role("button", name="Chốt báo cáo").click()
    expect(leader.locator("#messages")).to_contain_text("Đã chốt báo cáo số")
    number = re.search(r"\d\d-BC/ĐU", leader.locator("h1").inner_text()).group()

    office.reload()
    expect(office.locator("textarea")).to_have_count(0)  # frozen for everybody
    table = office.locator("table", has_text="Đạt / tổng")
    shown = [
        [plain(cell) for cell in row.locator("th, td").all_inner_texts()]
        for row in table.locator("tbody tr:has(td)").all()
    ]
    assert len(shown) > 20
    assert sum("%" in row[4] for row in shown) > 8

    paper = downloaded(office, "Tải Word")
    rows = list(rows_of_docx(paper))
    text = "\n".join([one.text for one in Document(BytesIO(paper)).paragraphs] + [cell for row in rows for cell in row])
    assert WORDS in text
    assert f"Số {number}" in text
    assert f"ngày {TODAY:%d} tháng {TODAY:%m} năm {TODAY:%Y}".replace("tháng 0", "tháng ") in text.replace(
        "tháng 0", "tháng "
    )
    assert [row for row in rows if row[0] in {line[0] for line in shown}] == shown

    sheet = load_workbook(BytesIO(downloaded(office, "Tải phụ lục Excel")), data_only=True).worksheets[0]
    lines = [[in_words(column, cell) for column, cell in enumerate(row)] for row in sheet.iter_rows(values_only=True)]
    assert [line[:8] for line in lines if line[0] in {row[0] for row in shown}] == shown  # its parts stand behind
