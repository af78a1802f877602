"""Boards as their readers use them: filter and drill, charts that are drawn and saved, paper across."""

from io import BytesIO

import pypdfium2
from PIL import Image
from playwright.sync_api import expect

from tests.browser.steps import faults_of, sign_in

CHART = "/chi-tieu/06-dang-ky-cam-ket/"


def test_a_chart_is_drawn_says_the_same_as_its_table_and_is_saved_as_a_picture(page):
    sign_in(page, "lanhdao")
    page.goto(CHART)
    figure = page.locator("[data-chart]")
    expect(figure.locator(".ui-chart-canvas svg text", has_text="Mức giao 100 %")).to_be_visible()
    figure.get_by_text("Xem số liệu dạng bảng").click()
    value = figure.locator("tbody tr").last.locator("td").first.inner_text()
    assert value in page.locator(".ui-stat-value").first.inner_text()
    with page.expect_download() as saved:
        figure.get_by_role("button", name="Lưu ảnh (PNG)").click()
    picture = Image.open(saved.value.path())
    assert (picture.format, picture.width, saved.value.suggested_filename[:22]) == (
        "PNG", 1920, "ty-le-can-bo-dang-vien",
    )  # fmt: skip
    corners = {picture.convert("RGB").getpixel(at) for at in ((0, 0), (1919, picture.height - 1))}
    assert corners == {(255, 255, 255)}


def test_without_javascript_the_table_stands_in_place_of_the_drawing(plain_page):
    sign_in(plain_page, "lanhdao")
    plain_page.goto(CHART)
    expect(plain_page.locator(".ui-chart-canvas")).to_be_hidden()
    expect(plain_page.locator("[data-chart] tbody tr").first).to_be_visible()


def test_the_matrix_narrows_and_leads_on_at_the_width_of_a_phone(phone_page):
    page = phone_page
    sign_in(page, "lanhdao")
    page.goto("/ma-tran/")
    page.locator("select[name=chi_tieu]").select_option(label="Chỉ tiêu có nguy cơ, không đạt")
    page.wait_for_url("**chi_tieu=cham**")
    columns = page.locator(".ui-heat thead th").count()
    assert 1 < columns < 14
    assert faults_of(page) == []
    page.locator(".ui-heat-cell > a").first.click()
    expect(page.locator("h1")).to_contain_text(".")
    assert "don-vi=" in page.url


def test_boards_are_printed_across_without_menus(page):
    sign_in(page, "lanhdao")
    for address in ("/bang/", "/nhiem-ky/?nam=2026", "/ma-tran/"):
        page.goto(address)
        expect(page.locator("[data-print]")).not_to_have_attribute("hidden", "")
        paper = pypdfium2.PdfDocument(BytesIO(page.pdf(prefer_css_page_size=True)))
        width, height = paper[0].get_size()
        assert (round(width), round(height)) == (842, 595), address
        said = paper[0].get_textpage().get_text_range()
        assert ("Gánh nặng báo cáo" in said, "Tải Excel" in said) == (False, False), address
