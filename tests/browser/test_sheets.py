"""A sheet is changed by an administrator, looked at as the organisation will see it, published, and filled in."""

import sqlite3
from datetime import date

import pytest
from playwright.sync_api import expect

from tests.browser.steps import axe, sign_in, too_wide

TODAY = date.today()  # noqa: DTZ011 -- the server of the demo lives by the same calendar
MONTH_AHEAD = """
    SELECT org.code, o.id FROM obligations_obligation o
    JOIN plans_task task ON task.id = o.task_id JOIN orgs_org org ON org.id = o.org_id
    WHERE task.deliverables LIKE '%"bao-cao-thang"%' AND o.period > :month AND org.code LIKE 'TCCS-%'
      AND o.closed_on IS NULL AND o.exempted_on IS NULL
    ORDER BY o.period DESC, org.code LIMIT 1
"""


@pytest.fixture
def report(own_site, own_data):
    """(sign-in, address of an unanswered monthly report of a month that is far off)."""
    with sqlite3.connect(f"file:{own_data / 'dondoc.sqlite3'}?mode=ro", uri=True) as connection:
        code, pk = connection.execute(MONTH_AHEAD, {"month": f"{TODAY:%Y-%m}"}).fetchone()
    return f"dv{code.rpartition('-')[2]}", f"/viec/{pk}/bao-cao-thang/"


def test_from_the_editor_to_the_sheet(report, own_site, open_page, watch):
    admin = open_page(own_site)
    sign_in(admin, "quantri")
    admin.goto("/mau-phieu/")
    admin.get_by_role("link", name="Báo cáo tháng", exact=True).click()
    admin.get_by_role("button", name="Sửa phiếu").click()

    # A question that is known already is refused with a pointer; boxes that do not fit the kind are not shown.
    admin.get_by_role("link", name="Thêm câu hỏi").click()
    admin.locator("[name=label]").fill("Tổng số chi bộ")
    admin.locator("[name=unit]").fill("chi bộ")
    admin.locator("[name=why]").fill("Để biết quy mô.")
    expect(admin.locator("[name=choices]")).to_be_hidden()
    assert (axe(admin), too_wide(admin)) == ([], 0)
    watch.allow("422 POST")
    admin.get_by_role("button", name="Lưu").click()
    expect(admin.get_by_role("alert")).to_contain_text("số chi bộ đã có ở cây tổ chức")
    admin.locator("[name=label]").fill("Số việc làm thay đơn vị khác")
    admin.locator("[name=unit]").fill("việc")
    admin.locator("[name=required]").check()
    admin.locator("summary", has_text="Khi nào hỏi").click()
    admin.locator("[name=when_field]").select_option(label="Số nhiệm vụ đã hoàn thành")
    admin.locator("[name=when_sign]").select_option(">")
    admin.locator("[name=when_value]").fill("20")
    admin.get_by_role("button", name="Lưu").click()
    expect(admin.locator("main")).to_contain_text("Thêm “Số việc làm thay đơn vị khác” (số nguyên, bắt buộc).")

    # What the organisation will see, at the width of a phone; the question comes with its condition.
    admin.get_by_role("link", name="Xem thử").click()
    phone = admin.frame_locator("iframe.sheet-frame--phone")
    asked = phone.get_by_label("Số việc làm thay đơn vị khác")
    expect(asked).to_be_hidden()
    phone.get_by_label("Số nhiệm vụ đã hoàn thành").fill("21")
    expect(asked).to_be_visible()
    admin.get_by_role("link", name="Công bố").click()
    admin.get_by_role("button", name="Công bố").click()
    expect(admin.locator("#messages")).to_contain_text("Đã công bố bản 2.")

    username, url = report
    enterer = open_page(own_site)
    sign_in(enterer, username)
    enterer.goto(url)
    expect(enterer.locator("[name=a_so_viec_lam_thay_don_vi]")).to_be_hidden()
    enterer.locator("[name=a_tasks_done]").fill("21")
    expect(enterer.locator("[name=a_so_viec_lam_thay_don_vi]")).to_be_visible()
    assert (axe(enterer), too_wide(enterer)) == ([], 0)


def test_without_javascript_the_condition_is_said_and_kept(report, own_site, open_page, watch):
    plain = open_page(own_site, java_script_enabled=False)
    username, url = report
    sign_in(plain, username)
    plain.goto(url)
    reason = plain.locator("[name=a_unfinished_reason]")
    expect(reason).to_be_visible()
    said = "Chỉ điền khi “Số nhiệm vụ đã hoàn thành” nhỏ hơn “Số nhiệm vụ được giao trong tháng”."
    expect(plain.locator("main")).to_contain_text(said)
    for name, value in (("tasks_assigned", "5"), ("tasks_done", "3"), ("results", "Xong 3 việc.")):
        plain.locator(f"[name=a_{name}]").fill(value)
    watch.allow("422 POST")
    plain.get_by_role("button", name="Nộp", exact=True).click()
    expect(plain.locator(".ui-field--wrong [name=a_unfinished_reason]")).to_be_visible()
