"""A plan is confirmed without a mouse, and on a phone; nothing typed is lost; each sees what the other does."""

import re
from datetime import date

from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE
from tests.browser.plan_text import plan_text
from tests.browser.steps import axe, sign_in, too_wide

TODAY = date.today()  # noqa: DTZ011 -- the server of the demo lives by the same calendar
FILE = {"name": "27-KH-DU.txt", "mimeType": "text/plain", "buffer": plan_text(TODAY)}

EDGE = {"x": 5, "y": 5}  # of an item: a place without a link


def chosen(page: Page):
    return page.locator(".plan-item.is-current")


def box_of(page: Page):
    return page.get_by_label("Báo cáo về")


def item(page: Page, words: str):
    """The task with these words."""
    return page.locator(".plan-item", has_text=words).last


def expect_count(page: Page, confirmed: int, items: int = 6) -> None:
    expect(page.locator(".plan-count")).to_have_text(f"Đã xác nhận {confirmed}/{items} mục.")


def test_the_desk_by_keys_and_on_a_phone(open_page, own_site, watch):
    desk = open_page(own_site)
    sign_in(desk, "vanphong")
    desk.goto("/ke-hoach/nhap/")
    desk.get_by_label("Tệp kế hoạch").set_input_files(FILE)
    desk.get_by_role("button", name="Đọc văn bản").click()
    expect_count(desk, 0)
    address = desk.url
    assert (axe(desk), too_wide(desk)) == ([], 0)

    # The next doubt is chosen, its words are marked and in sight; it is accepted, the one after it follows; undone.
    desk.keyboard.press("n")
    expect(chosen(desk)).to_have_count(1)
    expect(desk.locator("mark.is-current")).to_be_in_viewport()
    first = chosen(desk).get_attribute("id")
    desk.keyboard.press("d")
    expect_count(desk, 1)
    expect(desk.locator(f"[id='{first}']")).to_have_class(re.compile("is-confirmed"))
    expect(chosen(desk)).not_to_have_id(first or "")
    desk.keyboard.press("u")
    expect(desk.locator("#messages")).to_contain_text("Đã hoàn tác: xác nhận")
    expect_count(desk, 0)

    # Marked words choose their item.
    desk.locator("mark", has_text="gửi báo cáo về Đảng ủy").last.click()
    expect(chosen(desk)).to_have_id("muc-II.2-1")

    # A correction in its place; the tab is closed in the middle of it and nothing is lost.
    desk.keyboard.press("s")
    box_of(desk).fill("Đảng ủy (qua Văn phòng)")
    expect(desk.locator(".plan-kept-said")).to_contain_text("Đã lưu bản đang gõ lúc")
    assert axe(desk) == []
    desk.close()
    desk = desk.context.new_page()
    desk.goto(address)
    item(desk, "gửi báo cáo về Đảng ủy").click(position=EDGE)
    desk.keyboard.press("s")
    expect(box_of(desk)).to_have_value("Đảng ủy (qua Văn phòng)")
    # With the connection gone it waits on the machine, and goes out when it is back.
    watch.allow("ERR_INTERNET_DISCONNECTED")
    desk.context.set_offline(True)
    box_of(desk).fill("Đảng ủy (qua Văn phòng Đảng ủy)")
    expect(desk.locator(".plan-kept-said")).to_contain_text("Mất kết nối")
    desk.context.set_offline(False)
    expect(desk.locator(".plan-kept-said")).to_contain_text("Đã lưu bản đang gõ lúc", timeout=15000)
    desk.get_by_role("button", name="Lưu và xác nhận").click()
    expect_count(desk, 1)
    expect(desk.locator(".plan-in-place")).to_have_count(0)

    # Split at a word, and back.
    item(desk, "hướng dẫn, tổng hợp báo cáo").click(position=EDGE)
    desk.keyboard.press("t")
    desk.locator(".plan-cuts label", has_text="tổng").click()
    desk.locator(".plan-in-place").get_by_role("button", name="Tách").click()
    expect_count(desk, 1, 7)
    expect(desk.locator(".plan-in-place")).to_have_count(0)
    desk.keyboard.press("u")
    expect_count(desk, 1)

    # A colleague on a phone sees who confirmed, and confirms; the desk sees it without being asked.
    phone = open_page(own_site, viewport=PHONE, has_touch=True, is_mobile=True, device_scale_factor=2)
    sign_in(phone, "tochuc")
    phone.goto(address)
    expect(phone.locator(".plan-confirmed")).to_contain_text("Chuyên viên Văn phòng Mẫu")
    assert (too_wide(phone), axe(phone)) == (0, [])
    phone.get_by_role("button", name="Kế tiếp").tap()
    expect(chosen(phone)).to_be_in_viewport()
    chosen(phone).get_by_role("button", name="Đúng").tap()
    expect_count(phone, 2)
    desk.evaluate("htmx.trigger('#tinh-hinh', 'plan-refresh')")  # what happens every 20 seconds
    expect_count(desk, 2)
    expect(desk.locator(".plan-confirmed", has_text="Chuyên viên Tổ chức Mẫu")).to_have_count(1)
