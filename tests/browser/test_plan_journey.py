"""A plan comes in as a file and binds organisations: read, corrected beside its own words, confirmed, issued."""

from datetime import date

import pytest
from playwright.sync_api import expect

from tests.browser.plan_text import NUMBER, plan_text
from tests.browser.steps import sign_in

TODAY = date.today()  # noqa: DTZ011 -- the server of the demo lives by the same calendar
NEXT = TODAY.year + 1
FILE = {"name": "27-KH-DU.txt", "mimeType": "text/plain", "buffer": plan_text(TODAY)}


@pytest.fixture
def office(open_page, own_site):
    """The specialist of the office at a desk."""
    page = open_page(own_site)
    sign_in(page, "vanphong")
    return page


def test_a_plan_is_read_corrected_confirmed_issued_and_binds_organisations(office, open_page, own_site, watch):
    office.goto("/ke-hoach/nhap/")
    office.get_by_label("Tệp kế hoạch").set_input_files(FILE)
    office.get_by_role("button", name="Đọc văn bản").click()
    expect(office.get_by_role("heading", level=1)).to_contain_text(f"Soát kế hoạch {NUMBER}")
    confirm_url = office.url

    # Each item shows its own words in the text.
    for item, words in (
        ("II.1", "100% tổ chức cơ sở đảng xây dựng kế hoạch chuyển đổi số."),
        ("II.2-2", "Giao Ban Tổ chức Đảng ủy hướng dẫn, tổng hợp báo cáo."),
    ):
        office.locator(f"[id='muc-{item}'] a[href^='#src-']").first.click()
        marked = office.locator("mark:target")
        expect(marked).to_contain_text(words)
        expect(marked).to_be_in_viewport()

    # A task is corrected; what is typed wrong is refused in its place and nothing is lost.
    office.locator("[id='muc-II.1-1']").get_by_role("link", name="Sửa").click()
    day = office.get_by_label("Ngày", exact=False).and_(office.locator("[name=due_on]"))
    watch.allow("422 POST")
    day.fill(f"31/02/{NEXT}")
    office.get_by_label("Báo cáo về").fill("Đảng ủy (qua Văn phòng)")
    office.get_by_role("button", name="Lưu và xác nhận").click()
    expect(office.locator(".ui-field--wrong")).to_have_count(1)
    expect(office.locator(".ui-field--wrong [name=due_on]")).to_have_value(f"31/02/{NEXT}")
    expect(office.get_by_label("Báo cáo về")).to_have_value("Đảng ủy (qua Văn phòng)")
    day.fill(f"5/7/{NEXT}")
    office.get_by_role("button", name="Lưu và xác nhận").click()
    expect(office.locator("[id='muc-II.1-1']")).to_contain_text(f"05/07/{NEXT}")

    office.get_by_role("button", name="Xác nhận mọi mục").click()
    expect(office.locator("main")).to_contain_text("6/6")

    # The same file is not taken twice.
    office.goto("/ke-hoach/nhap/")
    office.get_by_label("Tệp kế hoạch").set_input_files(FILE)
    watch.allow("409 POST")
    office.get_by_role("button", name="Đọc văn bản").click()
    expect(office.locator(".ui-field--wrong")).to_contain_text("đã được nhập")

    # Another person issues it.
    leader = open_page(own_site)
    sign_in(leader, "lanhdao")
    leader.get_by_role("link", name="Kế hoạch", exact=True).click()
    leader.get_by_role("link", name=NUMBER).click()
    leader.get_by_role("link", name="Ban hành").click()
    leader.get_by_role("button", name="Ban hành và giao việc").click()
    expect(leader.locator("main")).to_contain_text("Đã ban hành")

    # Frozen: the same page no longer corrects.
    watch.allow("403 GET")
    office.goto(confirm_url)
    expect(office.locator("main")).to_contain_text("đã ban hành")

    # And an organisation finds its task, marks left out, with the corrected day.
    enterer = open_page(own_site)
    sign_in(enterer, "dv09")
    enterer.locator("header input[name=q]").fill("ke hoach chuyen doi so")
    enterer.locator("header input[name=q]").press("Enter")
    enterer.get_by_role("link", name="Xây dựng kế hoạch chuyển đổi số của đảng bộ, chi bộ").click()
    expect(enterer.locator("main")).to_contain_text(f"05/07/{NEXT}")
    expect(enterer.locator("main")).to_contain_text(NUMBER)
