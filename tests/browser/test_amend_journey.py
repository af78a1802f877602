"""A plan in force is amended by its new text: paired, compared, previewed, issued; what was done stays."""

from datetime import date

import pytest
from playwright.sync_api import expect

from tests.browser.steps import axe, sign_in, too_wide
from tests.plans.world import FOUNDING

TODAY = date.today()  # noqa: DTZ011 -- the server of the demo lives by the same calendar
NEXT = TODAY.year + 1
OLD, NEW = "Giao Văn phòng Đảng ủy theo dõi đôn đốc", "Giao Văn phòng Đảng ủy theo dõi, kiểm tra, đôn đốc"
TEXT = (
    FOUNDING.decode()
    .replace("Số 08-KH/ĐU", "Số 31-KH/ĐU", 1)
    .replace(OLD, NEW)
    .replace("tháng 9/2025", f"tháng 12/{NEXT}")
)
FILE = {"name": "31-KH-DU.txt", "mimeType": "text/plain", "buffer": TEXT.encode()}


@pytest.fixture
def office(open_page, own_site):
    page = open_page(own_site)
    sign_in(page, "vanphong")
    return page


def test_a_plan_is_amended_by_its_new_text_then_by_hand_and_organisations_follow(office, open_page, own_site):
    office.goto("/ke-hoach/")
    office.get_by_role("link", name="08-KH/ĐU").click()
    office.get_by_role("link", name="Sửa đổi, bổ sung").click()
    office.get_by_label("Nhập toàn văn mới", exact=False).check()
    office.locator("input[type=file]").set_input_files(FILE)
    office.get_by_role("button", name="Bắt đầu").click()
    expect(office.get_by_role("heading", level=1)).to_have_text("Bảng so sánh bản 1 và bản 2")
    compare_url = office.url
    expect(office.locator("ins", has_text="kiểm tra").first).to_be_visible()
    assert (axe(office), too_wide(office)) == ([], 0)

    office.get_by_role("link", name="Văn bản và ngày hiệu lực").click()
    office.locator("[name=signed_on]").fill(f"{TODAY:%d/%m/%Y}")
    office.locator("[name=in_force_from]").fill(f"31/1/{NEXT}")
    office.get_by_role("button", name="Lưu").click()
    expect(office).to_have_url(compare_url)

    with office.expect_download() as download:
        office.get_by_role("link", name="Tải bảng so sánh (Word)").click()
    assert download.value.suggested_filename == "bang-so-sanh-31-kh-du.docx"

    leader = open_page(own_site)
    sign_in(leader, "lanhdao")
    leader.goto(compare_url)
    leader.get_by_role("link", name="Xem trước và ban hành").click()
    expect(leader.locator("main")).to_contain_text("trước khi ban hành")
    expect(leader.locator("main")).to_contain_text("Đổi hạn")
    assert (axe(leader), too_wide(leader)) == ([], 0)

    # Given up, the plan in force is as it was; then only a few points are amended by hand.
    office.get_by_role("link", name="Văn bản và ngày hiệu lực").click()
    office.locator("[name=reason]").fill("Văn bản chưa được ký")
    office.get_by_role("button", name="Hủy bản sửa đổi").click()
    expect(office.locator("main")).to_contain_text("Đã hủy bản sửa đổi")
    office.get_by_role("link", name="Sửa đổi, bổ sung").click()
    office.get_by_role("button", name="Bắt đầu").click()
    compare_url = office.url
    office.get_by_role("link", name="Hiện cả mục giữ nguyên").click()
    item = office.locator(".diff-item", has_text=OLD)
    item.get_by_role("link", name="Sửa lời").click()
    words = office.locator("[name=text]")
    words.fill(words.input_value().replace(OLD, NEW))
    office.get_by_role("button", name="Lưu").click()
    expect(office.locator("ins", has_text="kiểm tra")).to_be_visible()
    office.get_by_role("link", name="Văn bản và ngày hiệu lực").click()
    for name, value in {
        "kind": "Quyết định", "number": "32-QĐ/ĐU", "signed_on": f"{TODAY:%d/%m/%Y}", "in_force_from": f"31/1/{NEXT}",
    }.items():  # fmt: skip
        office.locator(f"[name={name}]").fill(value)
    office.get_by_role("button", name="Lưu").click()
    expect(office.locator("main")).to_contain_text("Đã soát xong.")

    leader.goto(compare_url)
    leader.get_by_role("link", name="Xem trước và ban hành").click()
    leader.get_by_role("button", name="Ban hành bản sửa đổi").dblclick()
    expect(leader.locator("main")).to_contain_text("Bản này có hiệu lực từ ngày", timeout=60_000)
    leader.get_by_role("link", name="Bản 1", exact=True).first.click()
    expect(leader.locator("main")).to_contain_text("từ ngày đó theo bản mới hơn")

    # What an organisation has done and has still to do is there as before, under the version that holds on its day.
    enterer = open_page(own_site)
    sign_in(enterer, "dv09")
    enterer.goto("/nghia-vu/?trang_thai=on_time")
    assert enterer.locator("main tbody tr").count() > 0
    assert (axe(enterer), too_wide(enterer)) == ([], 0)
