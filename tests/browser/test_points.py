"""An amending decision of a few points: read, looked at beside the old items, applied, set aside, undone."""

import re
from pathlib import Path

import pytest

from tests.browser.conftest import PHONE, WIDE
from tests.browser.steps import faults_of, sign_in

POINTS = {"plans:edits", "plans:edit"}  # these have a link only while such a decision is being worked on
DECISION = Path(__file__).parents[1] / "documents" / "parsing" / "amending" / "decisions" / "qd-15-diem-khoan.txt"


@pytest.fixture(scope="module")
def points(own_site, browser) -> tuple[str, ...]:
    """Addresses: the points of a decision that amends plan 1, a point that was understood, one that was not."""
    context = browser.new_context(base_url=own_site, locale="vi-VN")
    page = context.new_page()
    sign_in(page, "vanphong")
    page.goto("/ke-hoach/1/")
    page.get_by_role("link", name="Sửa đổi, bổ sung").click()
    page.locator("input[type=file]").set_input_files(DECISION)
    page.get_by_role("button", name="Bắt đầu").click()
    page.locator("h1", has_text="Các điểm của văn bản sửa đổi").wait_for()
    sure = page.get_by_role("link", name="Sửa rồi áp dụng, không áp dụng").first.get_attribute("href")
    unclear = page.get_by_role("link", name="Quyết định", exact=True).get_attribute("href")
    address = page.url
    context.close()
    return address, sure, unclear


def test_its_pages_are_accessible_and_fit_both_screens(points, own_site, open_page):
    page = open_page(own_site)
    sign_in(page, "vanphong")
    faults = {}
    for address in points:
        page.set_viewport_size(WIDE)
        page.goto(address)
        found = faults_of(page)
        page.set_viewport_size(PHONE)
        if found := [*found, *(fault for fault in faults_of(page) if fault not in found)]:
            faults[address] = found
    assert faults == {}


def test_a_person_decides_on_every_point(points, own_site, open_page):
    page = open_page(own_site)
    sign_in(page, "vanphong")
    page.goto(points[0])
    page.get_by_role("button", name=re.compile(r"^Áp dụng cả điểm này")).click()
    page.get_by_text("Đã áp dụng 7 thay đổi.").wait_for()
    page.get_by_role("button", name="Hoàn tác").click()
    page.get_by_text("Đã hoàn tác.").wait_for()
    page.get_by_role("link", name="Quyết định", exact=True).click()
    page.get_by_label("Lý do không áp dụng").fill("Không phải việc của kế hoạch")
    page.get_by_role("button", name="Không áp dụng").click()
    page.get_by_text("Đã ghi là không áp dụng.").wait_for()
    page.get_by_role("link", name="Bảng so sánh").click()
    page.get_by_text("11 điểm của văn bản sửa đổi chưa quyết định").wait_for()
