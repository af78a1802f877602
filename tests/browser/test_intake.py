"""A table of another system: brought in, its columns and names tied, looked at, taken, its source remembered."""

from tests.browser.conftest import PHONE, WIDE
from tests.browser.steps import faults_of, sign_in

# These have a link only while a file is being brought in, or once its source is remembered.
BROUGHT = {"intake:mapping", "intake:names", "intake:preview", "intake:source"}
TABLE = (
    "Tên đơn vị;Nhiệm vụ được giao trong tháng;Nhiệm vụ đã hoàn thành\n"
    "Đảng bộ Tòa án nhân dân thành phố;12;9\nĐơn vị không ai biết;7;7\n"
)


def faults_at_both_widths(page) -> list[str]:
    page.set_viewport_size(PHONE)
    faults = faults_of(page)
    page.set_viewport_size(WIDE)
    return faults + faults_of(page)


def test_from_the_file_to_the_sheets(own_site, open_page):
    page = open_page(own_site)
    sign_in(page, "vanphong")
    page.goto("/nhap-tep/")
    month = page.get_by_label("Việc cần nhập").locator("option", has_text="Báo cáo tháng").first
    page.get_by_label("Việc cần nhập").select_option(value=month.get_attribute("value"))
    file = {"name": "xuat.csv", "mimeType": "text/csv", "buffer": TABLE.encode()}
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Tải lên và ghép cột").click()

    page.locator("h1", has_text="Ghép cột của tệp").wait_for()
    assert page.get_by_label("Số nhiệm vụ đã hoàn thành").input_value() == "Nhiệm vụ đã hoàn thành"
    assert faults_at_both_widths(page) == []
    page.get_by_label("Nhớ cách ghép này dưới tên nguồn").fill("Phần mềm mẫu")
    page.get_by_role("button", name="Xem trước").click()

    page.get_by_text("1 tên trong tệp chưa biết là đơn vị nào.").wait_for()
    page.get_by_role("link", name="Chọn đơn vị").click()
    page.locator("h1", has_text="Các tên này là đơn vị nào?").wait_for()
    assert faults_at_both_widths(page) == []
    page.get_by_label("Đơn vị không ai biết", exact=True).select_option(index=1)
    page.get_by_role("button", name="Nhớ và xem trước").click()

    page.locator("h1", has_text="Tệp sẽ thay đổi gì").wait_for()
    assert faults_at_both_widths(page) == []
    page.get_by_role("button", name="Lưu tất cả thành bản nháp").click()

    page.goto("/nhap-tep/")
    page.get_by_role("link", name="Phần mềm mẫu").click()
    assert faults_at_both_widths(page) == []
