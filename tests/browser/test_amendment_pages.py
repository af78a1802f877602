"""The pages of an amendment under way: reachable by links, accessible, no wider than their window."""

from datetime import date

import pytest

from tests.browser.conftest import PHONE, WIDE
from tests.browser.steps import faults_of, sign_in
from tests.browser.walk import Walk, walk
from tests.plans.world import FOUNDING

# These exist, or have a link, only while an amendment is under way; test_pages.py walks without one.
UNDER_WAY = {
    "plans:compare", "plans:compare_docx", "plans:amendment", "plans:add_target", "plans:reword", "obligations:issue",
}  # fmt: skip
TODAY = date.today()  # noqa: DTZ011 -- the server of the demo lives by the same calendar
CHANGES = {
    "Số 08-KH/ĐU": "Số 31-KH/ĐU",
    # surely the same task, in other words
    "Giao Văn phòng Đảng ủy theo dõi đôn đốc": "Giao Văn phòng Đảng ủy theo dõi, kiểm tra, đôn đốc",
    # perhaps the same
    "đôn đốc rà soát chương trình hành động thực hiện Nghị quyết đại hội của": "thẩm định, tổng hợp chương trình của",
    # one ends, another is new
    "- Giao Cơ quan Ủy ban Kiểm tra Đảng ủy đôn đốc rà soát việc xây dựng và ban hành quy chế làm việc, chương trình"
    " công tác, chương trình kiểm tra, giám sát nhiệm kỳ 2025 - 2030.": "- Giao Ban Tổ chức Đảng ủy lập sổ theo dõi.",
    "tháng 9/2025": f"tháng 12/{TODAY.year + 1}",
}


def amended() -> bytes:
    """The plan in force in its new words."""
    text = FOUNDING.decode()
    for old, new in CHANGES.items():
        assert old in text
        text = text.replace(old, new, 1)
    return text.encode()


@pytest.fixture(scope="module")
def amendment(own_site, browser) -> str:
    """Number of an amendment of plan 1 by its whole new text, with a pairing that waits for a person."""
    context = browser.new_context(base_url=own_site, locale="vi-VN")
    page = context.new_page()
    sign_in(page, "vanphong")
    page.goto("/ke-hoach/1/")
    page.get_by_role("link", name="Sửa đổi, bổ sung").click()
    page.get_by_label("Nhập toàn văn mới", exact=False).check()
    file = {"name": "31-KH-DU.txt", "mimeType": "text/plain", "buffer": amended()}
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Bắt đầu").click()
    page.locator("h1", has_text="Bảng so sánh").wait_for()
    page.get_by_text("chưa chắc nối tiếp mục này").first.wait_for()
    number = page.url.split("/")[-3]
    # With its day in force the preview tells what becomes of every obligation.
    page.get_by_role("link", name="Văn bản và ngày hiệu lực").click()
    page.locator("[name=signed_on]").fill(f"{TODAY:%d/%m/%Y}")
    page.locator("[name=in_force_from]").fill(f"31/1/{TODAY.year + 1}")
    page.get_by_role("button", name="Lưu").click()
    page.locator("h1", has_text="Bảng so sánh").wait_for()
    context.close()
    return number


@pytest.fixture(scope="module")
def walks(own_site, amendment, browser) -> dict[str, Walk]:
    """What the office and the leader reach."""
    found = {}
    for username in ("vanphong", "lanhdao"):
        context = browser.new_context(base_url=own_site, locale="vi-VN")
        page = context.new_page()
        sign_in(page, username)
        found[username] = walk(page)
        context.close()
    return found


def test_its_pages_can_be_reached_by_links_and_none_leads_nowhere(walks):
    reached = {name for one in walks.values() for name in one.pages | one.downloads}
    assert (sorted(UNDER_WAY - reached), [one.dead for one in walks.values()]) == ([], [[], []])


@pytest.mark.parametrize("username", ["vanphong", "lanhdao"])
def test_its_pages_are_accessible_and_fit_both_screens(username, walks, amendment, own_site, open_page):
    page = open_page(own_site)
    sign_in(page, username)
    pages = {name: at for name, at in walks[username].pages.items() if name in UNDER_WAY}
    pages["everything compared"] = f"/ke-hoach/{amendment}/so-sanh/?hien=tat-ca"
    pages["the preview"] = f"/nghia-vu/ban-hanh/{amendment}/"
    if username == "vanphong":
        pages["the desk"] = f"/ke-hoach/{amendment}/soat/"
        pages["the proposals"] = f"/ke-hoach/{amendment}/de-xuat/"
    faults = {}
    for name, address in pages.items():
        page.set_viewport_size(WIDE)
        page.goto(address)
        found = faults_of(page)
        page.set_viewport_size(PHONE)
        if found := [*found, *(fault for fault in faults_of(page) if fault not in found)]:
            faults[f"{name} {address}"] = found
    assert faults == {}
