"""Every page as each kind of person, on both screens: reachable by links, accessible, no wider than its window."""

from datetime import date

import pytest

from tests.browser.conftest import PHONE, WIDE
from tests.browser.plan_text import plan_text
from tests.browser.steps import faults_of, sign_in
from tests.browser.test_amendment_pages import UNDER_WAY
from tests.browser.test_intake import BROUGHT
from tests.browser.test_points import POINTS
from tests.browser.walk import Walk, walk
from tests.test_sweep import ROWS

WHO = ("dv09", "vanphong", "lanhdao", "quantri")  # the inspector sees what the leader sees, less
# Pages that stand behind a form, before the sign-in, are parts that the desk asks for, or are for those who build the
# pages; or have a link only now and then: while more than one easy sheet waits, in the letter that a person without
# an account was given, for a secretary, who is not among WHO, while a clock is stopped, or with a file of a recount;
# of the parts of a definition those that its first measure has not. The page of a piece of evidence is a picture in
# another page. A calendar is fetched at an address that is shown once; a channel has a page when one is connected.
NO_LINK = {
    "dashboards:search", "accounts:sign_in", "gallery", "plans:item", "plans:changes", "reviewing:approve_low",
    "submissions:link", "submissions:steps", "obligations:resume", "sampling:file",
    "submissions:evidence_page", "indicators:count", "indicators:edit_figure",
    "indicators:edit_formula", "quotas:answer", "reminders:feed", "reminders:endpoint",
}  # fmt: skip
# What a page shows is named after its "?", which the sweep has not; still it must be reached.
BY_QUERY = {"plans:body"}


@pytest.fixture(scope="module")
def draft(own_site, browser):
    """Number of a plan that waits to be confirmed and has proposals, so that every page of drafts has its content."""
    context = browser.new_context(base_url=own_site, locale="vi-VN")
    page = context.new_page()
    sign_in(page, "vanphong")
    page.goto("/ke-hoach/nhap/")
    data = plan_text(date.today())  # noqa: DTZ011 -- the server of the demo lives by the same calendar
    page.get_by_label("Tệp kế hoạch").set_input_files({"name": "27.txt", "mimeType": "text/plain", "buffer": data})
    page.get_by_role("button", name="Đọc văn bản").click()
    page.locator("h1", has_text="Soát kế hoạch").wait_for()
    number = page.url.split("/")[-3]
    page.goto(f"/ke-hoach/{number}/de-xuat/")
    page.get_by_role("button", name="Lập đề xuất từ bản đã soát").click()
    page.locator("[id^='dx-ct-']").first.wait_for()
    context.close()
    return number


@pytest.fixture(scope="module")
def own_drafts(own_site, browser):
    """A sheet with checks and a chỉ tiêu are being edited, and a letter is being written, so that every page of the
    editors has its content."""
    context = browser.new_context(base_url=own_site, locale="vi-VN")
    page = context.new_page()
    sign_in(page, "quantri")
    page.goto("/mau-phieu/sinh-hoat-chi-bo/")
    page.get_by_role("button", name="Sửa phiếu").click()
    page.locator("h2", has_text="Thay đổi so với bản đang dùng").wait_for()
    page.goto("/cach-tinh/07-dieu-le-4-tot/")
    page.get_by_role("button", name="Sửa cách tính").click()
    page.locator("#thuoc-do-a").wait_for()
    context.close()
    context = browser.new_context(base_url=own_site, locale="vi-VN")
    page = context.new_page()
    sign_in(page, "vanphong")
    page.goto("/cong-van/soan/")
    page.get_by_label("Đề nghị hoàn thành trước ngày").fill("31/12/2099")
    page.get_by_role("button", name="Soạn").click()
    page.locator("#danh-sach").wait_for()
    context.close()


@pytest.fixture(scope="module")
def walks(own_site, draft, own_drafts, browser) -> dict[str, Walk]:
    """What each of WHO reaches."""
    found = {}
    for username in WHO:
        context = browser.new_context(base_url=own_site, locale="vi-VN")
        page = context.new_page()
        sign_in(page, username)
        found[username] = walk(page)
        context.close()
    return found


def test_no_link_leads_nowhere(walks):
    assert {who: one.dead for who, one in walks.items() if one.dead} == {}


def test_every_page_can_be_reached_by_links(walks):
    reached = {name for one in walks.values() for name in one.pages | one.downloads}
    pages = {row.name for row in ROWS if row.method == "GET" and 200 in row.expected}
    assert sorted((pages | BY_QUERY) - reached - NO_LINK - UNDER_WAY - POINTS - BROUGHT) == []


@pytest.mark.parametrize("username", WHO)
def test_every_page_is_accessible_and_fits_both_screens(username, walks, draft, own_site, open_page):
    page = open_page(own_site)
    sign_in(page, username)
    pages = walks[username].pages | {"dashboards:search": "/tim/?q=nghi+quyet"}
    if username == "vanphong":  # a year that is divided, and what an organisation asks of it
        pages |= {"quotas:divide": "/phan-bo/1/10-ket-nap/2026/", "quotas:answer": "/phan-bo/de-nghi/2/"}
    if username == "lanhdao":
        pages["the preview"] = f"/nghia-vu/ban-hanh/{draft}/"
        pages["gallery"] = "/thanh-phan/"
    faults = {}
    for name, address in pages.items():
        page.set_viewport_size(WIDE)
        page.goto(address)
        found = faults_of(page)
        page.set_viewport_size(PHONE)
        # What the phone adds to a page is the same for leaders and administrators as for the specialist.
        is_first = username in WHO[:2] or name not in walks[WHO[1]].pages
        found += [fault for fault in faults_of(page, with_axe=is_first) if fault not in found]
        if found:
            faults[f"{name} {address}"] = found
    assert faults == {}
    assert len(pages) > 15


def test_refusals_are_pages_too(own_site, open_page, watch):
    page = open_page(own_site)
    sign_in(page, "dv09")
    for status, address in ((404, "/don-vi/999999/"), (404, "/khong-co/"), (403, "/bang/")):
        watch.allow(f"{status} GET")
        for size in (WIDE, PHONE):
            page.set_viewport_size(size)
            assert page.goto(address).status == status
            assert faults_of(page) == [], address
        page.get_by_role("link", name="Về trang chủ").click()
        assert page.locator("h1").inner_text() == "Đảng bộ Tòa án nhân dân thành phố"
