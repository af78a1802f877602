"""Numbers, percentages, days and texts as pages show them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from dondoc.lib.numbers import Missing, Value
from dondoc.web import wording
from dondoc.web.templatetags import ui


@pytest.mark.parametrize(
    ("value", "places", "shown"),
    [
        (Decimal("1234.5"), None, "1.234,5"),
        (Decimal("1234.5"), 2, "1.234,50"),
        (1204, None, "1.204"),
        (0, None, "0"),
        (None, None, "—"),
        (Value(Decimal("1234.5"), unit="triệu đồng"), None, "1.234,5 triệu đồng"),
        (Value(Decimal(0), unit="phiếu"), None, "0 phiếu"),
        (Value(Decimal("0.717"), unit="%"), None, "71,7 %"),
        (Value(Decimal("0.717"), unit="%"), 0, "72 %"),
        (Value(None, Missing.NOT_REPORTED), None, "—"),
    ],
)
def test_number(value, places, shown):
    assert ui.number(value, places) == shown


@pytest.mark.parametrize(
    ("fraction", "shown"),
    [
        (Decimal("0.9"), "90 %"),
        (Decimal("0.717"), "71,7 %"),
        (Decimal("0.9999"), "99,9 %"),
        (Decimal(1), "100 %"),
        (Decimal(0), "0 %"),
        (1, "100 %"),
        (None, "—"),
    ],
)
def test_percent(fraction, shown):
    assert ui.percent(fraction) == shown


def test_a_value_as_percent_keeps_its_reason_out():
    assert [ui.as_percent(Value(Decimal("0.5"), unit="%")), ui.as_percent(Value(None, Missing.NOT_DUE))] == [
        "50 %",
        "—",
    ]


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (Value(None, Missing.NOT_REPORTED), "chưa có số liệu"),
        (Value(None, Missing.NOT_DUE), "chưa đến hạn"),
        (Value(None, Missing.NOT_APPLICABLE), "không thuộc diện"),
        (Value(None, Missing.ZERO_DENOMINATOR), "mẫu số bằng 0"),
        (Value(None, Missing.NOT_ALLOCATED), "chưa được giao chỉ tiêu"),
        (Value(None, Missing.WAITING), "chờ cấp trên"),
        (None, "chưa có số liệu"),
        (Value(Decimal(0)), ""),
        (0, ""),
    ],
)
def test_missing_reason(value, reason):
    assert ui.missing_reason(value) == reason


def test_days_are_written_day_first_and_instants_in_vietnam():
    late_in_utc = datetime(2026, 3, 5, 18, 30, tzinfo=UTC)  # already 6 March in Việt Nam
    assert [ui.vndate(date(2026, 3, 5)), ui.vndate(late_in_utc), ui.vndate(None)] == ["05/03/2026", "06/03/2026", ""]
    assert [ui.vndatetime(late_in_utc), ui.vndatetime(None)] == ["01:30, 06/03/2026", ""]
    assert [ui.when(late_in_utc), ui.when(date(2026, 3, 5))] == ["01:30, 06/03/2026", "05/03/2026"]


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 3, 9), "quá hạn 3 ngày"),
        (date(2026, 3, 12), "hạn hôm nay"),
        (date(2026, 3, 13), "còn 1 ngày"),
        (date(2026, 3, 19), "còn 7 ngày"),
        (date(2026, 6, 30), "còn 110 ngày"),
    ],
)
def test_how_far_away_a_day_is(day, words):
    assert wording.days_away(day, date(2026, 3, 12)) == words  # a Thursday


@pytest.mark.parametrize(("size", "words"), [(812, "812 B"), (34_816, "34 KB"), (1_258_291, "1,2 MB")])
def test_file_size(size, words):
    assert wording.file_size(size) == words


def test_fold():
    assert ui.fold("Đảng ủy Thành phố") == "dang uy thanh pho"


@pytest.mark.parametrize(
    ("text", "rows"), [("", 1), ("một dòng", 1), ("a\nb\nc", 3), ("x" * 200, 3), ("\n".join("a" * 30), 12)]
)
def test_rows_for_a_text(text, rows):
    assert ui.rows_for(text) == rows


def render(template: str, query: str = "", **values: object) -> str:
    request = RequestFactory().get(f"/{query}")
    return Template(template).render(Context({"request": request, **values}))


def test_query_replace_keeps_the_other_parameters():
    query = "?don_vi=7&trang=3&q=%C4%91%E1%BA%A3ng"
    assert render("{% query_replace trang=4 %}", query) == "?don_vi=7&amp;trang=4&amp;q=%C4%91%E1%BA%A3ng"
    assert render("{% query_replace trang=None don_vi='' %}", "?trang=3&q=a") == "?q=a"
    assert render("{% query_replace status='late' %}") == "?status=late"


def test_icon_is_decoration_unless_it_has_a_label():
    assert render('{% icon "bell" %}') == (
        '<svg class="ui-icon" aria-hidden="true" focusable="false">'
        '<use href="/static/vendor/icons.svg#icon-bell"/></svg>'
    )
    assert render('{% icon "bell" "Nhắc" %}') == (
        '<svg class="ui-icon" role="img" aria-label="Nhắc" focusable="false">'
        '<use href="/static/vendor/icons.svg#icon-bell"/></svg>'
    )
