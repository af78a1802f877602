"""What hands do: press twice, work in two tabs, leave for lunch, go back, use a phone, have no JavaScript."""

import re
import sqlite3
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from dondoc.starter.demo.paper import paper
from tests.browser.steps import sign_in, too_wide

TODAY = date.today()  # noqa: DTZ011 -- the server of the demo lives by the same calendar
PDF = {"name": "bao-cao.pdf", "mimeType": "application/pdf", "buffer": paper("Bao cao thang")}
# A month that is still ahead: nobody has reported for it, so everybody can.
MONTH_AHEAD = """
SELECT org.code, owed.id FROM obligations_obligation owed
JOIN orgs_org org ON org.id = owed.org_id
JOIN plans_task task ON task.id = owed.task_id
WHERE task.deliverables LIKE '%"bao-cao-thang"%' AND owed.period > :month AND owed.closed_on IS NULL
  AND org.code LIKE 'TCCS-%' AND length(org.code) = 7
GROUP BY org.code HAVING owed.period = min(owed.period) ORDER BY org.code DESC
"""


@pytest.fixture(scope="module")
def reports_ahead(own_site, own_data):
    """(sign-in, address of an unanswered monthly report) for one organisation after another; each is used once."""
    with sqlite3.connect(f"file:{own_data / 'dondoc.sqlite3'}?mode=ro", uri=True) as connection:
        rows = connection.execute(MONTH_AHEAD, {"month": f"{TODAY:%Y-%m}"}).fetchall()
    return iter([(f"dv{code.rpartition('-')[2]}", f"/viec/{pk}/bao-cao-thang/") for code, pk in rows])


@pytest.fixture
def report(reports_ahead):
    return next(reports_ahead)


def fill(page: Page, *, done: str = "10", results: str = "Hoàn thành 10 nhiệm vụ.") -> None:
    page.locator("[name=a_tasks_assigned]").fill("12")
    page.locator("[name=a_tasks_done]").fill(done)
    if int(done) < 12:
        page.locator("[name=a_unfinished_reason]").fill("Chờ ý kiến cấp trên.")
    page.locator("[name=a_results]").fill(results)


def acts(page: Page) -> list[str]:
    """The history of the sheet, newest first, without who and when."""
    return page.locator(".ui-history li strong").all_inner_texts()


def send(page: Page, url: str) -> None:
    """The way of a grassroots user from the empty sheet to one that waits for review."""
    page.goto(url)
    fill(page)
    page.locator("[name=evidence]").set_input_files(PDF)
    page.get_by_role("button", name="Nộp", exact=True).click()
    expect(page.locator("main")).to_contain_text("Đã nộp")
    page.goto(url)
    expect(page.locator("main")).to_contain_text("Chờ duyệt")
    expect(page.locator("main")).to_contain_text("bao-cao.pdf")


def test_on_a_phone(report, own_site, open_page):
    phone = open_page(
        own_site, viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True, device_scale_factor=2
    )
    username, url = report
    sign_in(phone, username)
    assert too_wide(phone) == 0
    phone.goto(url)
    # What is filled in can be seen and reached with a finger: no box under the bar at the bottom.
    for name in ("a_tasks_assigned", "a_tasks_done", "a_results"):
        box = phone.locator(f"[name={name}]")
        box.tap()
        expect(box).to_be_focused()
    small = phone.locator("main a.ui-button, main button:not(.visually-hidden), nav a").evaluate_all(
        "all => all.filter(one => one.getBoundingClientRect().height && one.getBoundingClientRect().height < 24)"
        ".map(one => one.innerText)"
    )
    assert small == []
    send(phone, url)
    assert too_wide(phone) == 0


def test_without_javascript(report, own_site, open_page, watch):
    plain = open_page(own_site, java_script_enabled=False)
    username, url = report
    sign_in(plain, username)
    plain.goto(url)
    watch.allow("422 POST")
    fill(plain, done="13")
    plain.get_by_role("button", name="Nộp", exact=True).click()
    expect(plain.locator(".ui-field--wrong [name=a_tasks_done]")).to_have_value("13")
    expect(plain.locator("[name=a_results]")).to_have_value("Hoàn thành 10 nhiệm vụ.")
    send(plain, url)
    # The desk, too, works by plain forms.
    desk = open_page(own_site, java_script_enabled=False)
    sign_in(desk, "vanphong")
    sheet = re.search(r"/phieu/(\d+)/", plain.url).group(1)
    desk.goto(f"/duyet/{sheet}/")
    desk.locator("#id_reason").locator("xpath=ancestor::details").locator("summary").first.click()
    desk.locator("#id_reason").fill("Ghi rõ kết quả từng việc.")
    desk.get_by_role("button", name="Trả lại đơn vị").click()
    expect(desk.locator("#messages")).to_contain_text("Đã trả lại")
    plain.reload()
    expect(plain.locator("main")).to_contain_text("Ghi rõ kết quả từng việc.")


def test_a_double_click_sends_once(report, own_site, open_page):
    page = open_page(own_site)
    username, url = report
    sign_in(page, username)
    page.goto(url)
    fill(page)
    page.get_by_role("button", name="Nộp", exact=True).dblclick()
    expect(page.locator("#messages")).to_contain_text("Đã nộp")
    page.goto(url)
    assert acts(page).count("Nộp phiếu") == 1
    # Nor can the browser be made to send it again.
    page.go_back()
    page.go_back()
    expect(page.locator("main")).to_be_visible()
    page.goto(url)
    assert acts(page).count("Nộp phiếu") == 1


def test_two_tabs_nothing_typed_is_lost(report, own_site, open_page, watch):
    username, url = report
    first = open_page(own_site)
    sign_in(first, username)
    second = first.context.new_page()
    for tab in (first, second):
        tab.goto(url)
    fill(first, results="Lời của tab thứ nhất.")
    first.get_by_role("button", name="Lưu nháp").last.click()
    expect(first.locator("#messages")).to_contain_text("Đã lưu nháp")
    watch.allow("409 POST")
    fill(second, results="Lời của tab thứ hai.")
    second.get_by_role("button", name="Nộp", exact=True).click()
    expect(second.locator("[name=a_results]")).to_have_value("Lời của tab thứ hai.")
    expect(second.locator("main")).to_contain_text("Lời của tab thứ nhất.")
    number = re.search(r"dv(\d+)", username).group(1)
    expect(second.locator(".ui-alert--bad, .ui-error").first).to_contain_text(f"Người nhập {number}")
    # Seen side by side, the second one is now sent knowingly.
    second.get_by_role("button", name="Nộp", exact=True).click()
    expect(second.locator("#messages")).to_contain_text("Đã nộp")
    first.goto(url)
    expect(first.locator("main")).to_contain_text("Lời của tab thứ hai.")


def test_a_stale_desk_says_who_decided(report, own_site, open_page, watch):
    username, url = report
    enterer = open_page(own_site)
    sign_in(enterer, username)
    send(enterer, url)
    sheet = re.search(r"/phieu/(\d+)/", enterer.url).group(1)
    early, late = open_page(own_site), open_page(own_site)
    sign_in(early, "vanphong")
    sign_in(late, "chanhvp")
    for desk in (early, late):
        desk.goto(f"/duyet/{sheet}/")
    early.get_by_role("button", name="Duyệt, đánh giá: Có").click()
    expect(early.locator("#messages")).to_contain_text("Đã duyệt")
    watch.allow("409 POST")
    late.locator("summary", has_text="Trả lại").click()
    late.locator("#id_reason").fill("Thiếu số liệu tuần cuối tháng.")
    late.get_by_role("button", name="Trả lại đơn vị").click()
    expect(late.locator("main")).to_contain_text("Chuyên viên Văn phòng Mẫu")
    expect(late.locator("main")).to_contain_text("Thiếu số liệu tuần cuối tháng.")


def test_a_session_that_ended_keeps_what_was_typed(report, own_site, open_page, watch):
    page = open_page(own_site)
    username, url = report
    sign_in(page, username)
    page.goto(url)
    fill(page, results="Gõ mất cả buổi sáng.")
    page.context.clear_cookies(name="sessionid")
    watch.allow("403 POST")
    page.get_by_role("button", name="Nộp", exact=True).click()
    expect(page.locator("main")).to_contain_text("Gõ mất cả buổi sáng.")


def test_the_back_button_leaves_the_form_usable(report, own_site, open_page):
    page = open_page(own_site)
    username, url = report
    sign_in(page, username)
    page.goto(url)
    fill(page)
    page.get_by_role("button", name="Lưu nháp").last.click()
    expect(page.locator("#messages")).to_contain_text("Đã lưu nháp")
    page.get_by_role("link", name="Việc của đơn vị").first.click()
    page.go_back()
    expect(page.locator("[name=a_tasks_done]")).to_have_value("10")
    page.get_by_role("button", name="Nộp", exact=True).click()
    expect(page.locator("#messages")).to_contain_text("Đã nộp")
