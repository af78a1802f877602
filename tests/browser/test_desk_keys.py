"""The desk's other keys: what passages are, merging, not a task, undoing; two people who touch the same item."""

import re
from datetime import date

from playwright.sync_api import Page, expect

from tests.browser.plan_text import plan_text
from tests.browser.steps import axe, sign_in

TODAY = date.today()  # noqa: DTZ011 -- the server of the demo lives by the same calendar
UNREAD = (
    "Tăng cường tuyên truyền về chuyển đổi số.", "Đẩy mạnh bồi dưỡng kỹ năng số cho đảng viên.",
    "Đẩy mạnh học tập các mô hình hay.",
)  # fmt: skip
PART = "III. GIẢI PHÁP\n\n" + "\n\n".join(f"{n}. {words}" for n, words in enumerate(UNREAD, 1))
TEXT = plan_text(TODAY).decode().replace("27-KH", "28-KH").replace("Nơi nhận:", f"{PART}\n\nNơi nhận:")
MADE = ("^1 nhiệm vụ chưa rõ ai làm: ", "^1 nhiệm vụ chưa rõ sản phẩm: ")  # what a task made of a passage lacks
FILE = {"name": "28-KH-DU.txt", "mimeType": "text/plain", "buffer": TEXT.encode()}


def chosen(page: Page):
    return page.locator(".plan-item.is-current")


def item(page: Page, code: str):
    return page.locator(f"[id='muc-{code}']")


def choose(page: Page, code: str) -> None:
    """The item, by a click on a place of it without a link."""
    item(page, code).click(position={"x": 5, "y": 5})
    expect(chosen(page)).to_have_id(f"muc-{code}")


def expect_open(page: Page, *things: str) -> None:
    """What still stands in the way of issuing, in its order."""
    expect(page.locator("#con-viec li")).to_have_text([re.compile(one) for one in things])


def test_every_key_and_two_people(open_page, own_site, watch):
    desk = open_page(own_site)
    sign_in(desk, "vanphong")
    desk.goto("/ke-hoach/nhap/")
    desk.get_by_label("Tệp kế hoạch").set_input_files(FILE)
    desk.get_by_role("button", name="Đọc văn bản").click()
    expect(desk.locator(".plan-item--passage")).to_have_count(len(UNREAD))
    address = desk.url
    expect_open(desk, "^6 mục chưa xác nhận")

    # A passage first: not a task; the next one becomes a task, the last one a chỉ tiêu.
    desk.keyboard.press("n")
    expect(chosen(desk)).to_contain_text(UNREAD[0])
    expect(desk.locator("mark.is-current")).to_contain_text(UNREAD[0])
    desk.keyboard.press("d")  # nothing to accept in a passage: it says so, and changes nothing
    expect(desk.locator("#messages")).to_contain_text("Phím này không dùng được cho mục đang chọn")
    desk.keyboard.press("b")
    expect(desk.locator("#messages")).to_contain_text("Đã ghi: đoạn này không phải việc.")
    expect(chosen(desk)).to_contain_text(UNREAD[1])
    desk.keyboard.press("v")
    expect(desk.locator("#messages")).to_contain_text("Đã lập nhiệm vụ")
    expect(chosen(desk)).to_contain_text(UNREAD[1])
    expect_open(desk, "^7 mục chưa xác nhận", *MADE)
    desk.keyboard.press("p")
    expect(desk.locator(".plan-item--passage")).to_have_count(1)
    desk.locator(".plan-item--passage").click(position={"x": 5, "y": 5})
    desk.keyboard.press("c")
    expect(desk.locator("#messages")).to_contain_text("Đã lập chỉ tiêu")
    expect(desk.locator(".plan-item--passage")).to_have_count(0)
    desk.keyboard.press("u")
    expect(desk.locator("#messages")).to_contain_text("Đã hoàn tác: xử lý đoạn chưa hiểu")
    expect(desk.locator(".plan-item--passage")).to_have_count(1)

    # Two items into one, and back.
    choose(desk, "II.1-1")
    desk.keyboard.press("g")
    expect(desk.locator(".plan-in-place")).to_contain_text("Gộp hai mục làm một")
    assert axe(desk) == []
    desk.locator(".plan-in-place").get_by_role("button", name="Gộp").click()
    expect(item(desk, "II.1-2")).to_have_count(0)
    desk.keyboard.press("u")
    expect(item(desk, "II.1-2")).to_have_count(1)

    # Not a task, with its reason; a form is left by Esc.
    choose(desk, "II.2-2")
    desk.keyboard.press("s")
    expect(desk.locator(".plan-in-place :focus")).to_have_count(1)
    desk.keyboard.press("Escape")
    expect(desk.locator(".plan-in-place")).to_have_count(0)
    desk.keyboard.press("b")
    desk.get_by_label("Lý do").fill("Đã có ở kế hoạch khác")
    desk.locator(".plan-in-place").get_by_role("button", name="Bỏ mục này").click()
    expect(item(desk, "II.2-2")).to_have_count(0)

    # A colleague brings it back, and confirms what this desk has open: saving over it is told, nothing is lost.
    other = open_page(own_site)
    sign_in(other, "tochuc")
    other.goto(address)
    other.locator("#da-bo summary").click()
    other.get_by_role("button", name="Khôi phục").click()
    expect(other.locator("#messages")).to_contain_text("Đã hoàn tác: bỏ")
    expect(item(other, "II.2-2")).to_have_count(1)
    choose(desk, "II.2-1")
    desk.keyboard.press("s")
    desk.get_by_label("Báo cáo về").fill("Văn phòng")
    choose(other, "II.2-1")
    other.keyboard.press("d")
    expect(item(other, "II.2-1")).to_have_class(re.compile("is-confirmed"))
    watch.allow("409")
    desk.get_by_role("button", name="Lưu và xác nhận").click()
    expect(desk.locator(".plan-in-place")).to_contain_text("Mục II.2-1 vừa được")
    expect(desk.get_by_label("Báo cáo về")).to_have_value("Văn phòng")
    desk.get_by_role("button", name="Lưu và xác nhận").click()
    expect(item(desk, "II.2-1")).to_have_class(re.compile("is-confirmed"))
    expect(desk.locator(".plan-news")).to_be_visible()  # the item that came back is not on this page yet

    # What stands in the way follows without reloading.
    expect_open(desk, "^6 mục chưa xác nhận", *MADE)
