"""Pictures for the documentation. Only with DONDOC_TEST_PICTURES=1: a picture changes whenever a page does."""

import os
from datetime import date
from pathlib import Path

import pytest

from tests.browser.plan_text import plan_text
from tests.browser.steps import sign_in

PICTURES = Path(__file__).resolve().parents[2] / "docs" / "pictures"
LARGEST = 400_000  # bytes
pytestmark = pytest.mark.skipif(
    "DONDOC_TEST_PICTURES" not in os.environ, reason="pictures are made anew only when asked for"
)

# name of the picture → (who sees it, address)
PAGES = {
    "board": ("lanhdao", "/bang/"),
    "matrix": ("lanhdao", "/ma-tran/"),
    "indicator": ("lanhdao", "/chi-tieu/04-nq-toan-dien-so-ket/"),
    "work": ("dv09", "/viec/"),
    "desk": ("vanphong", "/duyet/"),
    "follow-up": ("vanphong", "/don-doc/"),
}


@pytest.mark.parametrize("name", PAGES)
def test_picture_of_a_page(name, own_site, open_page):
    username, address = PAGES[name]
    page = open_page(own_site)
    sign_in(page, username)
    page.goto(address)
    take(page, name)


def test_picture_of_the_report(own_site, open_page):
    page = open_page(own_site)
    sign_in(page, "vanphong")
    page.goto("/bao-cao/")
    page.locator("main table tbody a").first.click()
    take(page, "report")


def test_picture_of_confirming_a_plan(own_site, open_page):
    page = open_page(own_site)
    sign_in(page, "vanphong")
    page.goto("/ke-hoach/nhap/")
    data = plan_text(date.today())  # noqa: DTZ011 -- the server of the demo lives by the same calendar
    page.get_by_label("Tệp kế hoạch").set_input_files({"name": "27.txt", "mimeType": "text/plain", "buffer": data})
    page.get_by_role("button", name="Đọc văn bản").click()
    page.goto(page.url)  # without the message that it was read
    page.locator("[id='muc-II.1-1'] a[href^='#src-']").first.click()
    take(page, "confirm")


def take(page, name: str) -> None:
    """The first screen, 1280 px wide, as docs/pictures/<name>.png."""
    page.evaluate("() => document.fonts.ready.then(() => window.scrollTo(0, 0))")
    path = PICTURES / f"{name}.png"
    page.screenshot(path=path)
    assert path.stat().st_size < LARGEST
