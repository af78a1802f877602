"""From a confirmed plan without a package to sheets and measures, with and without JavaScript, on both screens."""

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from tests.browser.plan_text import plan_text
from tests.browser.steps import axe, sign_in, too_wide

TODAY = date.today()  # noqa: DTZ011 -- the server of the demo lives by the same calendar
PHONE = {"width": 360, "height": 740}


@pytest.fixture(params=[True, False], ids=["javascript", "plain"])
def office(request, open_page, own_site) -> Page:
    page = open_page(own_site, java_script_enabled=request.param)
    sign_in(page, "vanphong")
    return page


def test_what_is_proposed_is_seen_adjusted_taken_and_undone(office, request, open_page, own_site):
    # a plan of its own for each way of walking, so that neither finds the other's
    plain = "plain" in request.node.name
    text = plan_text(TODAY).decode().replace("27-KH", "28-KH" if plain else "27-KH").encode()
    office.goto("/ke-hoach/nhap/")
    file = {"name": f"{'b' if plain else 'a'}.txt", "mimeType": "text/plain", "buffer": text}
    office.get_by_label("Tệp kế hoạch").set_input_files(file)
    office.get_by_role("button", name="Đọc văn bản").click()
    office.get_by_role("link", name="Ghép tên đơn vị").click()
    expect(office.get_by_role("heading", level=1)).to_have_text("Ghép tên đơn vị")
    expect(office.locator("main")).to_contain_text("Đúng tên")
    wordings = office.url

    office.get_by_role("link", name="Tiếp: đề xuất phiếu và chỉ tiêu").click()
    office.get_by_role("button", name="Lập đề xuất từ bản đã soát").click()
    expect(office.locator("main")).to_contain_text("Tính theo sản phẩm của các nhiệm vụ thuộc chỉ tiêu này")
    desk = office.url

    row = office.locator("[id^='dx-ct-']").first
    row.get_by_role("link", name="Điều chỉnh, xem trước").click()
    expect(office.locator("main")).to_contain_text("chia cho tổng số")
    office.get_by_label("Mức", exact=True).fill("95")
    office.get_by_role("button", name="Lưu điều chỉnh").click()
    expect(office.get_by_label("Mức", exact=True)).to_have_value("95")
    one = office.url
    office.get_by_role("button", name="Nhận đề xuất này").click()
    expect(row).to_contain_text("Đã nhận")
    office.get_by_role("button", name="Hoàn tác").click()
    expect(row).to_contain_text("Chờ quyết")
    office.get_by_role("button", name="Nhận cả").click()
    expect(office.locator("main").get_by_text("Chờ quyết")).to_have_count(0)

    if not plain:
        assert [fault for page in (wordings, desk, one) for fault in _faults(office, page)] == []
        phone = open_page(own_site, viewport=PHONE, has_touch=True, is_mobile=True)
        sign_in(phone, "vanphong")
        assert [fault for page in (wordings, desk, one) for fault in _faults(phone, page)] == []


def _faults(page: Page, url: str) -> list[str]:
    page.goto(url)
    wide = too_wide(page)
    return [f"{url}: {fault}" for fault in [*axe(page), *([f"{wide} px too wide"] if wide else [])]]
