"""A sheet filled in on a bad line: what is typed is there after a reload, and is saved when the line is back."""

import pytest
from playwright.sync_api import Error, Page, expect

from tests.browser.steps import faults_of, sign_in
from tests.browser.test_answer_journey import owed_admissions

NUMBER = "[name=a_admitted]"


def opened(page: Page, owed) -> Page:
    sign_in(page, owed.username)
    page.goto(owed.url)
    return page


def test_nothing_is_lost_when_the_line_breaks_while_typing(open_page, own_site, own_data, watch):
    watch.allow("ERR_INTERNET_DISCONNECTED")
    owed = owed_admissions(own_data)[0]
    page = opened(open_page(own_site, viewport={"width": 360, "height": 740}), owed)
    saved = page.locator("[data-saved]")

    page.locator(NUMBER).fill("4")
    expect(saved).to_contain_text("Đã lưu lúc", timeout=10_000)
    page.context.set_offline(True)
    page.locator(NUMBER).fill("57")
    expect(saved).to_contain_text("Chưa lưu: mất kết nối, nội dung vẫn giữ trên máy này", timeout=10_000)
    with pytest.raises(Error, match="crash"):  # the browser dies, and with it all that the page remembered
        page.goto("chrome://crash")
    context = page.context
    page.close()
    context.set_offline(False)
    page = context.new_page()
    saved = page.locator("[data-saved]")
    page.goto(owed.url)
    expect(page.locator(NUMBER)).to_have_value("57")
    expect(page.get_by_text("Đã đưa lại nội dung chưa kịp lưu")).to_be_visible()
    assert faults_of(page) == []
    expect(saved).to_contain_text("Đã lưu lúc", timeout=10_000)
    page.reload()
    expect(page.locator(NUMBER)).to_have_value("57")
    expect(page.locator("[data-restored]")).to_be_hidden()
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('dondoc.')).length") == 0


def test_the_second_of_two_pages_is_told_and_keeps_its_words(open_page, own_site, own_data, watch):
    watch.allow("409 POST")
    owed = owed_admissions(own_data)[1]
    first = opened(open_page(own_site), owed)
    second = opened(open_page(own_site), owed)
    first.locator(NUMBER).fill("1")
    expect(first.locator("[data-saved]")).to_contain_text("Đã lưu lúc", timeout=10_000)
    second.locator(NUMBER).fill("2")
    expect(second.locator("[data-saved]")).to_contain_text("đã thay đổi phiếu này", timeout=10_000)
    second.get_by_role("button", name="Lưu nháp").last.click()
    expect(second.locator(NUMBER)).to_have_value("2")
    expect(second.locator("main")).to_contain_text("Hiện đang lưu: 1")


def test_sending_in_at_once_is_not_refused_by_a_save_on_its_way(open_page, own_site, own_data):
    owed = owed_admissions(own_data)[2]
    page = opened(open_page(own_site), owed)
    page.route("**/*", lambda route: (page.wait_for_timeout(700), route.continue_())
               if "auto" in (route.request.post_data or "") else route.continue_())  # fmt: skip
    page.locator(NUMBER).fill("3")
    page.wait_for_timeout(3_200)  # the save has left
    page.get_by_role("button", name="Lưu nháp").last.click()
    expect(page.locator("#messages")).to_contain_text("Đã lưu nháp")
    expect(page.locator(NUMBER)).to_have_value("3")
