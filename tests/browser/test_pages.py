"""Every page as each kind of person, on both screens: reachable by links, accessible, no wider than its window."""

import re
from datetime import date

import pytest
from playwright.sync_api import Page

from tests.browser.plan_text import plan_text
from tests.browser.steps import axe, sign_in, too_wide
from tests.browser.walk import Walk, walk
from tests.test_sweep import ROWS

WHO = ("dv09", "vanphong", "lanhdao", "quantri")  # the inspector sees what the leader sees, less
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 740}
# Pages that stand behind a form, before the sign-in, behind a link that appears once everything is confirmed, or for
# those who build the pages.
NO_LINK = {
    "dashboards:search", "accounts:sign_in", "obligations:issue", "gallery", "plans:item", "plans:changes",
}  # fmt: skip
ENGLISH = re.compile(
    r"\b(the|this|is required|enter a|select|submit|search|cancel|delete|save|none|null|undefined|true|false|error)\b",
    re.IGNORECASE,
)
# On a phone a row of a table is a card: labels in the first column, everything else in the second.
STACKED = ".ui-table--stack td[data-label] > *"
UNDER_LABEL = """all => all.filter(one => one.getBoundingClientRect().width > 0
    && one.getBoundingClientRect().left < one.parentElement.getBoundingClientRect().left + 100)
    .map(one => one.innerText).slice(0, 3)"""
LEFTOVER = re.compile(r"\{\{|\}\}|\{%|%\(|None\b|\bNaN\b")


@pytest.fixture(scope="module")
def draft(own_site, browser):
    """Number of a plan that waits to be confirmed, so that every page of drafts has something to show."""
    context = browser.new_context(base_url=own_site, locale="vi-VN")
    page = context.new_page()
    sign_in(page, "vanphong")
    page.goto("/ke-hoach/nhap/")
    data = plan_text(date.today())  # noqa: DTZ011 -- the server of the demo lives by the same calendar
    page.get_by_label("Tệp kế hoạch").set_input_files({"name": "27.txt", "mimeType": "text/plain", "buffer": data})
    page.get_by_role("button", name="Đọc văn bản").click()
    page.locator("h1", has_text="Soát kế hoạch").wait_for()
    number = page.url.split("/")[-3]
    context.close()
    return number


@pytest.fixture(scope="module")
def walks(own_site, draft, browser) -> dict[str, Walk]:
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
    assert sorted(pages - reached - NO_LINK) == []


def faults_of(page: Page, *, with_axe: bool = True) -> list[str]:
    """What is wrong with the page that is open, at the width that it has."""
    width = page.viewport_size["width"]
    text = page.locator("body").inner_text()
    faults = [f"{width} px: {fault}" for fault in (axe(page) if with_axe else [])]
    if wide := too_wide(page):
        faults.append(f"{width} px: {wide} px wider than the window")
    if width == PHONE["width"] and (under := page.locator(STACKED).evaluate_all(UNDER_LABEL)):
        faults.append(f"{width} px: under its label instead of beside it: {under}")
    if (heads := page.locator("h1").count()) != 1:
        faults.append(f"{heads} first headings")
    if found := LEFTOVER.search(text) or ENGLISH.search(text):
        faults.append(f"not Vietnamese: …{text[max(0, found.start() - 30) : found.end() + 30]}…")
    return faults


@pytest.mark.parametrize("username", WHO)
def test_every_page_is_accessible_and_fits_both_screens(username, walks, draft, own_site, open_page):
    page = open_page(own_site)
    sign_in(page, username)
    pages = walks[username].pages | {"dashboards:search": "/tim/?q=nghi+quyet"}
    if username == "lanhdao":
        pages["obligations:issue"] = f"/nghia-vu/ban-hanh/{draft}/"
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
