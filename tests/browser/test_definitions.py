"""How a chỉ tiêu is computed is changed by an administrator, tried on the real records, published, and read by all."""

from playwright.sync_api import expect

from tests.browser.steps import axe, faults_of, sign_in, too_wide


def test_from_the_editor_to_the_published_version(own_site, open_page, watch):
    admin = open_page(own_site)
    sign_in(admin, "quantri")
    admin.goto("/cach-tinh/02-1-nq66/")
    admin.get_by_role("button", name="Sửa cách tính").click()
    admin.locator("#thuoc-do-a").get_by_role("link", name="Mở").click()
    assert (axe(admin), too_wide(admin)) == ([], 0)

    # The condition: whoever issued it counts, in time or not. An example that said otherwise is wrong now.
    admin.locator("#dieu-kien").get_by_role("link", name="Sửa").click()
    expect(admin.locator("[name=on_time]")).to_be_checked()
    admin.locator("[name=on_time]").uncheck()
    admin.get_by_role("button", name="Lưu").click()
    row = admin.locator("#vi-du tr", has_text="05/10/2025")
    expect(row.locator(".ui-badge--bad")).to_have_text("đạt")
    row.get_by_role("link", name="Sửa").click()
    admin.locator("[name=answer]").select_option("yes")
    admin.get_by_role("button", name="Xem ra gì").click()
    expect(admin.locator("main")).to_contain_text("Với dữ kiện này, cách tính ra: đạt.")
    assert (axe(admin), too_wide(admin)) == ([], 0)
    admin.get_by_role("button", name="Lưu").click()
    expect(admin.locator("#vi-du .ui-badge--bad")).to_have_count(0)

    # Of whom, with a count that follows the choice; the choice is left as it was.
    admin.get_by_role("link", name="Sửa", exact=True).first.click()
    count = admin.locator(".indicator-count")
    expect(count).to_contain_text("Hôm nay gồm")
    before = count.inner_text()
    admin.get_by_label("Chi bộ cơ sở").uncheck()
    expect(count).not_to_have_text(before)
    admin.get_by_label("Chi bộ cơ sở").check()
    expect(count).to_have_text(before)
    admin.get_by_role("link", name="Bỏ qua").click()

    # What it would change, organisation by organisation.
    admin.get_by_role("link", name="Tính thử").click()
    expect(admin.locator("main")).to_contain_text("2 tổ chức đổi kết quả")
    expect(admin.locator("main")).to_contain_text("trễ hạn")
    assert (axe(admin), too_wide(admin)) == ([], 0)
    admin.set_viewport_size({"width": 360, "height": 740})
    assert faults_of(admin) == []
    admin.set_viewport_size({"width": 1280, "height": 900})
    admin.get_by_role("link", name="Công bố").click()
    admin.get_by_role("button", name="Công bố").dblclick()
    expect(admin.locator("main")).to_contain_text("Bản 2, có hiệu lực từ")

    reader = open_page(own_site)
    sign_in(reader, "dv09")
    reader.goto("/cach-tinh/02-1-nq66/")
    expect(reader.locator("main")).to_contain_text("được duyệt, đúng hạn → có")
    expect(reader.get_by_role("button", name="Sửa cách tính")).to_have_count(0)
    assert faults_of(reader) == []


def test_without_javascript_a_condition_is_built_and_taken_back(own_site, open_page):
    plain = open_page(own_site, java_script_enabled=False)
    sign_in(plain, "quantri")
    plain.goto("/cach-tinh/12-nq57/")
    plain.get_by_role("button", name="Sửa cách tính").click()
    plain.get_by_role("link", name="Thêm thước đo").click()
    plain.locator("[name=name]").fill("Tỷ lệ báo cáo có hiệu quả")
    plain.locator("[name=period]").select_option("month")
    plain.locator("[name=value]").fill("90")
    plain.get_by_label("Đảng bộ cơ sở").check()  # stands there already, as in the measure before
    plain.get_by_role("button", name="Lưu").click()
    plain.get_by_role("link", name="Thêm điều kiện").click()
    plain.locator("[name=san_pham]").select_option("bao-cao-thang")
    plain.get_by_role("button", name="Chọn").click()
    plain.locator("[name=what_0]").select_option("effective=yes")
    plain.locator("[name=what_1]").select_option("tasks_done#")
    plain.locator("[name=number_1]").fill("1")
    plain.get_by_role("button", name="Lưu").click()
    expect(plain.locator("#dieu-kien")).to_contain_text("là “Có” và “Số nhiệm vụ đã hoàn thành” từ 1 trở lên")
    plain.locator("#dieu-kien").get_by_role("link", name="hoặc").click()
    plain.locator("[name=loai]").select_option("answered")
    plain.locator("[name=san_pham]").select_option("bao-cao-thang")
    plain.get_by_role("button", name="Chọn").click()
    plain.get_by_role("button", name="Lưu").click()
    expect(plain.locator("#dieu-kien")).to_contain_text("Ít nhất một trong các điều sau")
    plain.get_by_role("button", name="Hoàn tác").click()
    expect(plain.locator("main")).to_contain_text("Đã hoàn tác: Thêm điều kiện.")
    expect(plain.locator("main")).to_contain_text("Thước đo b: cần ít nhất một ví dụ.")
