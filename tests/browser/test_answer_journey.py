"""An answer on its way: entered with evidence, sent back, entered again, approved; the figures follow."""

import re
import sqlite3
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from dondoc.starter.demo.paper import paper
from tests.browser.steps import PHONE_WIDTH, sign_in, unfold

TODAY = date.today()  # noqa: DTZ011 -- the server of the demo lives by the same calendar
PDF = {"name": "Quyết định kết nạp.pdf", "mimeType": "application/pdf", "buffer": paper("Quyet dinh ket nap")}
# Who has a quota this year and has not yet told a quarter of it; the one that presses most comes first.
OWES_ADMISSIONS = """
SELECT org.code, org.name, owed.id, owed.due_on FROM obligations_obligation owed
JOIN orgs_org org ON org.id = owed.org_id
JOIN plans_task task ON task.id = owed.task_id
WHERE task.deliverables LIKE '%"ket-nap"%' AND owed.period LIKE :year || '-Q%'
  AND owed.submitted_on IS NULL AND owed.closed_on IS NULL AND owed.exempted_on IS NULL AND owed.purpose = 'answer'
  AND NOT EXISTS (SELECT 1 FROM submissions_submission sent JOIN sheets_deliverable asked
                  ON asked.id = sent.deliverable_id WHERE sent.org_id = org.id AND asked.code = 'ket-nap'
                  AND sent.period = owed.period)
  AND EXISTS (SELECT 1 FROM plans_allocation part JOIN plans_division given ON given.id = part.division_id
              WHERE part.org_id = org.id AND given.year = :year AND NOT EXISTS (SELECT 1 FROM plans_division later
              WHERE later.year = given.year AND later.number > given.number))
ORDER BY owed.due_on, owed.id
"""


@dataclass
class Owed:
    """One quarter of one organisation."""

    username: str
    org: str
    url: str


def owed_admissions(data_dir: Path) -> list[Owed]:
    """Quarters of this year that are still open, in the demo's own data."""
    with sqlite3.connect(f"file:{data_dir / 'dondoc.sqlite3'}?mode=ro", uri=True) as connection:
        rows = connection.execute(OWES_ADMISSIONS, {"year": str(TODAY.year)}).fetchall()
    return [Owed(f"dv{code.rpartition('-')[2]}", name, f"/viec/{pk}/ket-nap/") for code, name, pk, _due_on in rows]


def admitted(page: Page) -> tuple[int, int]:
    """Numerator and denominator of chỉ tiêu 10, as the board shows them."""
    page.goto("/bang/")
    words = page.locator("[id='ct-10-ket-nap'] a", has_text="/").inner_text()
    numerator, denominator = re.fullmatch(r"([\d.]+) / ([\d.]+)", words).groups()
    return int(numerator.replace(".", "")), int(denominator.replace(".", ""))


def shows_the_paper(desk: Page) -> None:
    """The first file is unfolded and its page a picture; a key leads to it; on a phone it precedes the decision."""
    shown = desk.locator("details[data-evidence][open] img").first
    shown.scroll_into_view_if_needed()
    expect(shown).to_have_js_property("naturalWidth", 1000, timeout=15_000)
    desk.keyboard.press("m")
    expect(desk.locator("details[data-evidence][open] summary").first).to_be_focused()
    wide = desk.viewport_size
    desk.set_viewport_size({"width": PHONE_WIDTH, "height": 740})
    assert shown.bounding_box()["y"] < desk.locator("#duyet").bounding_box()["y"]
    assert desk.evaluate("document.documentElement.scrollWidth") <= PHONE_WIDTH
    desk.set_viewport_size(wide)


@pytest.fixture
def owed(own_site, own_data):
    return owed_admissions(own_data)[0]


def test_an_answer_goes_back_and_forth_and_then_counts(owed, open_page, own_site, watch):
    board, desk, enterer = open_page(own_site), open_page(own_site), open_page(own_site)
    sign_in(board, "lanhdao")
    sign_in(desk, "tochuc")
    sign_in(enterer, owed.username)
    before = admitted(board)

    # The list of duties leads to the sheet; a wrong number is refused in its place, the file is kept all the same.
    enterer.goto("/viec/")
    unfold(enterer)
    enterer.locator(f"a[href='{owed.url}']").first.click()
    watch.allow("422 POST")
    enterer.locator("[name=a_admitted]").fill("1.234,5")
    enterer.locator("[name=evidence]").set_input_files(PDF)
    enterer.get_by_role("button", name="Nộp", exact=True).click()
    expect(enterer.locator(".ui-field--wrong [name=a_admitted]")).to_have_value("1.234,5")
    expect(enterer.locator(".ui-files")).to_contain_text("Quyết định kết nạp.pdf")
    enterer.locator("[name=a_admitted]").fill("3")
    enterer.get_by_role("button", name="Nộp", exact=True).click()
    expect(enterer.locator("#messages")).to_contain_text("Đã nộp")
    assert admitted(board) == before

    # Sent back with a reason; the organisation reads it first thing.
    desk.goto("/duyet/")
    desk.locator("main [name=q]").fill(owed.org)
    desk.get_by_role("button", name="Lọc").click()
    desk.get_by_role("link", name="Kết nạp đảng viên").first.click()
    expect(desk.locator("main")).to_contain_text("Quyết định kết nạp.pdf")
    with desk.expect_download() as evidence:
        desk.get_by_role("link", name="Quyết định kết nạp.pdf").click()
    assert evidence.value.path().read_bytes() == PDF["buffer"]
    shows_the_paper(desk)
    review_url = desk.url
    desk.locator("summary", has_text="Trả lại").click()
    desk.locator("#id_reason").fill("Quyết định chỉ có 2 đồng chí, đề nghị kiểm tra lại.")
    desk.get_by_role("button", name="Trả lại đơn vị").click()
    expect(desk.locator("#messages")).to_contain_text("Đã trả lại")

    enterer.goto("/viec/")
    returned = enterer.locator("article", has_text="Quyết định chỉ có 2 đồng chí")
    returned.get_by_role("link", name="Sửa và nộp lại").click()
    expect(enterer.locator("main")).to_contain_text("Quyết định chỉ có 2 đồng chí, đề nghị kiểm tra lại.")
    expect(enterer.locator("[name=a_admitted]")).to_have_value("3")
    enterer.locator("[name=a_admitted]").fill("2")
    enterer.get_by_role("button", name="Nộp", exact=True).click()
    expect(enterer.locator("#messages")).to_contain_text("Đã nộp")

    desk.goto(review_url)
    desk.get_by_role("button", name="Duyệt và sang phiếu tiếp theo").click()
    expect(desk.locator("#messages")).to_contain_text("Đã duyệt")

    # The board, the reason behind the number, and the trail say the same.
    assert admitted(board) == (before[0] + 2, before[1])
    board.locator("[id='ct-10-ket-nap'] a", has_text="/").click()
    expect(board.locator(".explain-number")).to_contain_text(f"{before[0] + 2} / {before[1]}")
    unfold(board)
    behind = board.locator("tr", has=board.get_by_role("link", name=owed.org, exact=True)).first
    expect(behind).to_be_visible()
    sheet = review_url.split("/")[-2]
    expect(behind.locator(f"a[href='/phieu/{sheet}/']")).to_have_count(1)
    board.goto(f"/phieu/{sheet}/")
    history = board.locator(".ui-history")
    for words in ("Duyệt", "Nộp phiếu", "Trả lại"):
        expect(history).to_contain_text(words)
