"""A committee gives its report down, a chi bộ answers, the committee reviews, compiles and sends it up."""

import re

from playwright.sync_api import expect

from tests.browser.steps import PHONE_WIDTH, faults_of, sign_in


def test_given_down_answered_reviewed_compiled_and_sent_up(own_site, open_page, watch):
    watch.allow("422")  # sent up without the reason that is asked for
    office = open_page(own_site)
    sign_in(office, "dv09")
    office.goto("/chi-bo/")
    assert faults_of(office) == []
    office.locator(".work-line", has_text="Báo cáo tháng").get_by_role("link", name="Giao chi bộ").first.click()
    assert faults_of(office) == []
    for box in office.locator("[name=cho]").all():
        box.uncheck()
    for name in ("Chi bộ Văn phòng", "Chi bộ Tổng hợp"):
        office.get_by_label(name).check()
    office.get_by_role("button", name="Giao việc").click()
    expect(office.locator("main")).to_contain_text("0/2 đã duyệt")
    given = office.url

    cell = open_page(own_site, viewport={"width": PHONE_WIDTH, "height": 740})
    sign_in(cell, "dv09.cb1")
    cell.goto("/viec/?mo=later")  # whatever the day is
    line = cell.locator(".work-line", has_text="Báo cáo tháng")
    expect(line).to_contain_text("Tòa án nhân dân thành phố giao")
    line.get_by_role("link", name=re.compile("Điền phiếu")).click()
    cell.locator("[name=a_tasks_assigned]").fill("12")
    cell.locator("[name=a_tasks_done]").fill("12")
    cell.locator("[name=a_results]").fill("Xong 12 việc.")
    cell.get_by_role("button", name="Nộp", exact=True).click()
    expect(cell.locator("main")).to_contain_text("Đã nộp")

    secretary = open_page(own_site)
    sign_in(secretary, "dv09.bt")
    secretary.goto(given)
    assert faults_of(secretary) == []
    secretary.locator("table").get_by_role("link", name="Duyệt").click()
    secretary.get_by_role("button", name="Duyệt, đánh giá: Có").click()
    expect(secretary.locator("main")).to_contain_text("Đã duyệt")

    office.goto(given)
    office.get_by_role("link", name="Tổng hợp", exact=True).click()
    assert faults_of(office) == []
    office.get_by_role("button", name="Đưa vào phiếu của cấp ủy").click()
    expect(office.locator("[name=a_tasks_assigned]")).to_have_value("12")
    expect(office.locator("main")).to_contain_text("Cộng từ 1/2 chi bộ; còn thiếu")
    assert faults_of(office) == []
    office.get_by_role("button", name="Nộp", exact=True).click()
    expect(office.locator("main")).to_contain_text("Nếu đúng, hãy ghi lý do")
    office.locator("[name=why_compiled]").fill("Chi bộ còn lại mới thành lập.")
    office.get_by_role("button", name="Nộp", exact=True).click()
    expect(office.locator("main")).to_contain_text("Đã nộp")
