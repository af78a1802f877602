"""Wrong dates, numbers, files: a plain sentence in its place, nothing half-saved, nothing typed lost."""

import sqlite3
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet
from playwright.sync_api import Page, expect

from dondoc.starter.demo.paper import paper
from dondoc.submissions.evidence import KINDS
from dondoc.writers.form_sheet.spec import FIELD_TOKEN, ITEM_TOKEN
from tests.browser.steps import sign_in

TODAY = date.today()  # noqa: DTZ011 -- the server of the demo lives by the same calendar
ANYTHING = "application/octet-stream"
# Next year's resolution: nobody has issued it yet, so its sheet is open for everybody.
NEXT_RESOLUTION = """
SELECT owed.id, org.id FROM obligations_obligation owed
JOIN orgs_org org ON org.id = owed.org_id
JOIN plans_task task ON task.id = owed.task_id
WHERE task.deliverables LIKE '%"nq-toan-dien"%' AND owed.period > :year AND org.code = 'TCCS-09'
ORDER BY owed.period
"""


def zipped(name: str, data: bytes) -> bytes:
    """A zip file with one part."""
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr(name, data)
    return out.getvalue()


@pytest.fixture(scope="module")
def resolution(own_site, own_data) -> tuple[str, int]:
    """(address of the open sheet, id of the organisation of dv09)."""
    with sqlite3.connect(f"file:{own_data / 'dondoc.sqlite3'}?mode=ro", uri=True) as connection:
        pk, org_id = connection.execute(NEXT_RESOLUTION, {"year": str(TODAY.year)}).fetchone()
    return f"/viec/{pk}/nq-toan-dien/", org_id


@pytest.fixture
def enterer(open_page, own_site) -> Page:
    page = open_page(own_site)
    sign_in(page, "dv09")
    return page


def save(page: Page) -> None:
    page.get_by_role("button", name="Lưu nháp").last.click()


def test_dates_as_people_type_them(enterer, resolution, watch):
    enterer.goto(resolution[0])
    watch.allow("422 POST")
    enterer.locator("[name=a_number]").fill("01-NQ/ĐU")
    for wrong in ("31/02/2026", "2026", "hôm qua", f"1/1/{TODAY.year + 2}"):
        enterer.locator("[name=a_issued_on]").fill(wrong)
        save(enterer)
        place = enterer.locator(".ui-field--wrong")
        expect(place).to_have_count(1)
        expect(place.locator("[name=a_issued_on]")).to_have_value(wrong)
        expect(place.locator(".ui-error")).not_to_be_empty()
        expect(enterer.locator("[name=a_number]")).to_have_value("01-NQ/ĐU")
    enterer.locator("[name=a_issued_on]").fill("5/3/2026")
    save(enterer)
    expect(enterer.locator("#messages")).to_contain_text("Đã lưu nháp")
    expect(enterer.locator("[name=a_issued_on]")).to_have_value("05/03/2026")


WRONG_FILES = {
    "an old kind": ("bao-cao.doc", b"\xd0\xcf\x11\xe0", f"không thuộc loại được nhận. Hãy dùng {KINDS}."),
    "another thing under a false name": ("anh.pdf", b"MZ\x90\x00" * 50, "không phải là pdf"),
    "broken": ("cat-dut.docx", zipped("word/document.xml", b"<w/>")[:60], "bị hỏng"),
    "empty": ("trong.pdf", b"", "trống"),
    "marked secret": ("Bao cao TUYET MAT.pdf", paper("Bao cao"), "không được giữ lại"),
}


def test_wrong_kinds_of_evidence(enterer, resolution, watch):
    watch.allow("422 POST")
    watch.allow("415 POST")
    for name, data, sentence in WRONG_FILES.values():
        enterer.goto(resolution[0])
        enterer.locator("[name=a_subject]").fill(f"Thử tệp {name}")
        enterer.locator("[name=evidence]").set_input_files({"name": name, "mimeType": ANYTHING, "buffer": data})
        save(enterer)
        expect(enterer.locator(".ui-field--wrong")).to_contain_text(sentence)
        expect(enterer.locator("[name=a_subject]")).to_have_value(f"Thử tệp {name}")
        expect(enterer.locator(".ui-files li")).to_have_count(0)


def test_a_file_that_is_too_large(enterer, resolution, watch):
    watch.allow("413 POST")
    watch.allow("422 POST")
    enterer.goto(resolution[0])
    enterer.locator("[name=a_subject]").fill("Thử tệp nặng")
    large = {"name": "nang.pdf", "mimeType": ANYTHING, "buffer": b"%PDF-1.4\n" + b"0" * 11 * 1024 * 1024 + b"%%EOF"}
    enterer.locator("[name=evidence]").set_input_files(large)
    save(enterer)
    expect(enterer.locator(".ui-field--wrong")).to_contain_text("tối đa 10 MB")
    expect(enterer.locator("[name=a_subject]")).to_have_value("Thử tệp nặng")


def keys(sheet: Worksheet, token: str) -> list[Cell]:
    """The cells with a hidden key that begins with `token`."""
    return [cell for row in sheet.iter_rows() for cell in row if str(cell.value).startswith(token)]


def filled(original: bytes, answers: dict[str, str]) -> bytes:
    """The workbook with its first item answered, after somebody has put the questions in the opposite order.

    One item stands upright, with its questions below each other; several have a column for each question.
    """
    book = load_workbook(BytesIO(original))
    sheet = book.worksheets[0]
    questions, item = keys(sheet, FIELD_TOKEN), keys(sheet, ITEM_TOKEN)[0]
    across = questions[0].row == questions[1].row
    lines = [
        next(sheet.iter_cols(min_col=key.column, max_col=key.column, min_row=key.row)) if across else sheet[key.row]
        for key in questions
    ]
    turned = [[cell.value for cell in line] for line in reversed(lines)]
    for line, values in zip(lines, turned, strict=True):
        for cell, value in zip(line, values, strict=True):
            cell.value = value
    for key in keys(sheet, FIELD_TOKEN):
        code = str(key.value).removeprefix(FIELD_TOKEN)
        if code in answers:
            row, column = (item.row, key.column) if across else (key.row, item.column)
            sheet.cell(row, column).value = answers[code]
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_workbook_with_moved_questions(enterer, resolution, watch):
    enterer.goto(f"/viec/excel/{resolution[1]}/xep-loai-nam/")
    with enterer.expect_download() as download:
        enterer.get_by_role("link", name="Tải phiếu Excel").click()
    original = download.value.path().read_bytes()

    def upload(data: bytes, name: str = "phieu.xlsx") -> None:
        enterer.locator("input[type=file]").set_input_files({"name": name, "mimeType": ANYTHING, "buffer": data})
        enterer.get_by_role("button", name="Xem trước").click()

    watch.allow("422 POST")
    for name, data in (("anh.xlsx", b"khong phai excel"), ("bao-cao.xlsx", zipped("a.txt", b"a"))):
        upload(data, name)
        expect(enterer.get_by_role("alert")).to_contain_text("Chưa lưu gì cả")
    right = {"level": "Hoàn thành tốt nhiệm vụ", "members_rated": "1.234", "members_failed": "0"}
    upload(filled(original, right | {"members_rated": "1.234,5", "decided_on": "31/02/2026"}))
    problems = enterer.get_by_role("alert").locator("li")
    expect(problems).to_have_count(2)
    expect(enterer.get_by_role("alert")).to_contain_text("31/02/2026")
    expect(enterer.get_by_role("alert")).to_contain_text("1.234,5")
    expect(enterer.get_by_role("button", name="Lưu tất cả")).to_have_count(0)
    upload(filled(original, right | {"decided_on": "5/3/2026"}))
    changes = enterer.locator("table tbody tr")
    expect(changes).to_have_count(4)
    for words in ("Hoàn thành tốt nhiệm vụ", "1.234", "05/03/2026"):
        expect(changes.filter(has_text=words)).to_have_count(1)
    enterer.get_by_role("button", name="Lưu tất cả thành bản nháp").click()
    expect(enterer.locator("#messages")).to_contain_text("nháp")


NO_PLANS = {
    "empty": ("trong.txt", b""),
    "a letter": ("thu.txt", "Kính gửi đồng chí, mời đồng chí dự họp lúc 8 giờ sáng thứ Hai.".encode()),
    "a picture": ("anh.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 400),
    "a broken Word file": ("ke-hoach.docx", zipped("word/document.xml", b"<w")[:80]),
    "another kind": ("ke-hoach.exe", b"MZ" * 100),
}


def test_documents_that_are_no_plan(open_page, own_site, watch):
    office = open_page(own_site)
    sign_in(office, "vanphong")
    watch.allow("422 POST")
    watch.allow("415 POST")
    for what, (name, data) in NO_PLANS.items():
        office.goto("/ke-hoach/nhap/")
        office.get_by_label("Tệp kế hoạch").set_input_files({"name": name, "mimeType": ANYTHING, "buffer": data})
        office.get_by_role("button", name="Đọc văn bản").click()
        expect(office.locator(".ui-field--wrong .ui-error"), what).not_to_be_empty()
    office.goto("/ke-hoach/")
    expect(office.locator("main")).not_to_contain_text("thu.txt")
