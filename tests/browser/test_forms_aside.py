"""Forms that no walk reaches: a personal link, two steps inside an organisation, many sheets approved at once. Each is
accessible and no wider than both screens, and works without JavaScript."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, WIDE
from tests.browser.steps import faults_of, sign_in


def faults_on_both_screens(page: Page, address: str) -> list[str]:
    """What is wrong with the page at `address`, wide and on a phone."""
    found = []
    for size in (WIDE, PHONE):
        page.set_viewport_size(size)
        page.goto(address)
        found += faults_of(page)
    return found


def test_a_personal_link(open_page, own_site, watch):
    plain = open_page(own_site, java_script_enabled=False)
    sign_in(plain, "dv09")
    plain.goto("/viec/")
    plain.goto(plain.locator("a[href*='/viec/lien-ket/']").first.get_attribute("href"))
    plain.locator("[name=person]").fill("Nguyễn Văn Tư")
    plain.get_by_role("button", name="Tạo liên kết").click()
    address = re.sub(r"^https?://[^/]+", "", plain.locator("#link-address").input_value())

    assert faults_on_both_screens(open_page(own_site), address) == []
    guest = open_page(own_site, java_script_enabled=False)  # a phone without an account and without scripts
    guest.goto(address)
    guest.get_by_role("button", name="Lưu nháp").last.click()
    expect(guest.locator("main")).to_contain_text("nháp")
    plain.get_by_role("button", name=re.compile("Thu hồi liên kết của Nguyễn Văn Tư")).click()
    expect(plain.locator("main")).to_contain_text("Đã thu hồi")
    watch.allow("404 GET")
    watch.allow("410 GET")
    watch.allow("403 GET")
    assert faults_on_both_screens(open_page(own_site), address) == []  # the page that says that it is closed


def test_two_steps_inside_an_organisation(open_page, own_site):
    plain = open_page(own_site, java_script_enabled=False)
    sign_in(plain, "dv09.bt")
    plain.goto("/viec/")
    address = plain.locator("a[href*='/viec/hai-buoc/']").first.get_attribute("href")
    plain.goto(address)
    plain.locator("[name=which]").nth(1).check()
    plain.get_by_role("button", name="Lưu").last.click()
    expect(plain.locator("#messages")).to_be_visible()
    watched = open_page(own_site)
    sign_in(watched, "dv09.bt")
    assert faults_on_both_screens(watched, address) == []


def test_many_sheets_at_a_glance(open_page, own_site):
    page = open_page(own_site)
    sign_in(page, "vanphong")
    assert faults_on_both_screens(page, "/duyet/nhieu-phieu/?pham_vi=tat-ca") == []
