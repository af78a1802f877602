"""Where pace, forecasts and risks are shown: the words, to whom, and at what cost."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from dondoc.forecast.actions import refresh
from dondoc.forecast.models import Confidence
from dondoc.lib.due import Due, DueKind
from dondoc.measures.actions import rebuild
from dondoc.obligations import pace
from dondoc.obligations.models import Obligation
from tests.dashboards.conftest import CODE, City, city, said, sign_in  # noqa: F401 -- fixtures
from tests.factories import make_obligation, make_org, make_task

AHEAD = f"/chi-tieu/{CODE}/?phan=du-bao"


@pytest.fixture
def late_cell(city):  # noqa: F811
    """Cell B has missed its last eight days and owes one more in a week; cell A owes the same and was never late."""
    today = timezone.localdate()
    for n in range(1, 9):
        due = today - timedelta(days=20 * n)
        task = make_task(city.plan, due=Due(DueKind.DATE, on=due), reviewer=city.office)
        make_obligation(task, city.people.cell_b, due_on=due, period="2025-2030")
        make_obligation(
            task, city.people.cell_a, due_on=due, period="2025-2030", submitted_on=due, done_on=due, approved_on=due
        )
    Obligation.objects.filter(pk=city.owed.pk).update(due_on=today + timedelta(days=7))
    open_too = make_task(city.plan, due=Due(DueKind.DATE, on=today), reviewer=city.office, text="Việc của chi bộ A")
    make_obligation(open_too, city.people.cell_a, due_on=today + timedelta(days=7), period="2026")
    rebuild(today=today)
    refresh()
    return city


def test_who_is_often_late_is_marked_with_the_reason_and_nobody_else(late_cell, sign_in):  # noqa: F811
    why = "Còn 7 ngày mà chưa nộp: đơn vị kịp hạn 0 trong 8 lần gần đây; các đơn vị cùng loại kịp 8 trong 16 lần."
    listed = said(sign_in(late_cell.people.binh).get("/nghia-vu/?trang_thai=due_soon"))
    assert (listed.count("Có nguy cơ trễ"), listed.count(why)) == (1, 1)
    assert f"Dễ trễ hạn {why}" in said(sign_in(late_cell.people.chi).get(reverse("dashboards:work")))
    assert "Dễ trễ hạn" not in said(sign_in(late_cell.people.an).get(reverse("dashboards:work")))
    assert why in said(sign_in(late_cell.people.binh).get(reverse("obligations:detail", args=[late_cell.owed.pk])))

    own_page = said(sign_in(late_cell.lead).get(f"/don-vi/{late_cell.people.cell_b.pk}/"))
    assert "1 việc có nguy cơ trễ" in own_page
    exported = sign_in(late_cell.people.binh).get("/nghia-vu/xuat/?trang_thai=due_soon")
    rows = list(load_workbook(BytesIO(exported.content)).active.iter_rows(values_only=True))
    assert sorted(row[-1] for row in rows if row[-1]) == sorted(["Có nguy cơ trễ", why])


def test_the_page_says_what_should_be_there_what_comes_and_who_is_at_risk(late_cell, sign_in):  # noqa: F811
    page = said(sign_in(late_cell.lead).get(AHEAD))
    assert "Đúng tiến độ" in page  # cell A's day has come and it has answered; cell B's has not
    assert "nằm trong khoảng 50 % – 100 %" in page
    assert "Có 1 đơn vị dễ trễ hạn; nếu các đơn vị này không làm xong, cao nhất chỉ được 50 %." in page
    assert "Có nguy cơ không đạt" in page
    assert "Đơn vị có nguy cơ trễ: 1 " in page
    own = said(sign_in(late_cell.people.an).get(f"{AHEAD}&don-vi={late_cell.people.cell_a.pk}"))
    assert "Chi bộ B" not in own


def test_the_board_says_where_the_period_will_end_and_how_many_are_at_risk(late_cell, sign_in):  # noqa: F811
    client = sign_in(late_cell.lead)
    page = client.get("/bang/")
    likely = said(page).split("Dự báo cuối kỳ")[1]
    assert "50 % – 100 % 1 dễ trễ" in likely
    assert "khoảng " in likely
    assert "&amp;do=a&amp;phan=du-bao" in page.content.decode()
    assert "Dự báo cuối kỳ" not in said(client.get("/bang/?thang=2026-01"))  # months that are over have ended

    Confidence.objects.create(
        indicator=late_cell.indicator, org=late_cell.people.committee, month="2026-01", side="owner", level="sure",
        given_by=late_cell.lead, given_at=timezone.now(),
    )  # fmt: skip
    Confidence.objects.create(
        indicator=late_cell.indicator, org=late_cell.people.committee, month="2026-01", side="reviewer", level="hard",
        given_by=late_cell.lead, given_at=timezone.now(),
    )  # fmt: skip
    book = load_workbook(BytesIO(client.get("/bang/xuat/").content))
    rows = list(book.active.iter_rows(values_only=True))
    head = next(row for row in rows if "Dự báo cuối kỳ" in row)
    first = dict(zip(head, rows[rows.index(head) + 1], strict=True))
    said_by = ("Chắc chắn đạt", "Khó đạt", "khác nhau")
    assert (first["Đơn vị dễ trễ"], first["Triển vọng"]) == (1, "Có nguy cơ không đạt")
    assert 0.5 < first["Dự báo cuối kỳ"] < 1
    assert (first["Chủ trì nhận định"], first["Thẩm định nhận định"], first["Hai bên"]) == said_by
    lines = client.get("/bang/xuat/?dinh-dang=csv").content.decode("utf-8-sig").splitlines()
    assert lines[1].endswith("1,Có nguy cơ không đạt,Chắc chắn đạt,Khó đạt,khác nhau")


@pytest.mark.parametrize("count", [0, 3])
def test_the_cost_of_the_page_does_not_grow(late_cell, sign_in, count):  # noqa: F811
    for _n in range(count):
        cell = make_org(parent=late_cell.people.committee, kind="grassroots_cell")
        due = timezone.localdate() + timedelta(days=7)
        make_obligation(late_cell.task, cell, due_on=due, period="2025-2030")
    rebuild(today=timezone.localdate())
    pace.refresh(today=timezone.localdate(), everything=True)
    client = sign_in(late_cell.lead)
    client.get(AHEAD)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(AHEAD).status_code == 200
    assert len(queries) == 12
