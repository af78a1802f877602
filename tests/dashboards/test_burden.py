"""What is asked of whom: counted once, by month and year; ordered, filtered and exported; what leaving out saves."""

import csv
import io
from datetime import date
from io import BytesIO
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from dondoc.orgs.models import OrgKind
from dondoc.sheets.definition import parse_definition
from dondoc.sheets.effort import rule_lines, sheet_seconds
from tests.factories import make_org, make_user
from tests.submissions.rows import AT, COUNTED, DOCUMENT, make_deliverable, make_obligation, make_plan, make_task
from tests.submissions.test_pages import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage(cast, client, monkeypatch):
    """Cell A owes a report in January and February and a plan asked by two tasks, cell B one report; the year before
    cell A owed one report. Bình sees all of them."""
    monkeypatch.setattr(timezone, "now", lambda: AT)
    plan = make_plan(cast.committee, cast.binh)
    make_deliverable("bao-cao", sheet=COUNTED, period="month", name="Báo cáo tháng")
    make_deliverable("ke-hoach", sheet=DOCUMENT)
    monthly = make_task(plan, ["bao-cao"])
    for year, month, org in (
        (2026, 1, cast.cell_a),
        (2026, 2, cast.cell_a),
        (2026, 1, cast.cell_b),
        (2025, 9, cast.cell_a),
    ):
        make_obligation(monthly, org, period=f"{year}-{month:02d}", due_on=date(year, month, 25))
    for _twice in range(2):
        make_obligation(make_task(plan, ["ke-hoach"]), cast.cell_a, due_on=date(2026, 2, 1))
    make_obligation(monthly, cast.cell_b, period="2026-05", due_on=date(2026, 5, 25), exempted_on=date(2026, 1, 1))
    make_obligation(monthly, cast.cell_b, period="2026-06", due_on=None)
    client.force_login(make_user("cv", role="specialist", org=cast.committee))
    return SimpleNamespace(client=client, plan=plan, monthly=monthly, **vars(cast))


def page_of(stage, **filters):
    return stage.client.get(reverse("dashboards:burden"), filters)


REPORT = 6 + 2 * 6.8 + 59  # to open and send, two whole numbers, a paragraph
PLAN = 6 + 17 + 11  # to open and send, a short text, a day


def test_the_rule_is_one_and_says_what_each_kind_costs():
    assert sheet_seconds(parse_definition(COUNTED)) == pytest.approx(REPORT)
    assert sheet_seconds(parse_definition(DOCUMENT)) == pytest.approx(PLAN)
    carried = COUNTED | {"evidence": "required", "fields": [{**COUNTED["fields"][0], "carry": True}]}
    assert sheet_seconds(parse_definition(carried)) == 6 + 11 + 3  # a file, and a figure that stands there already
    assert [seconds for _kind, seconds in rule_lines()] == ["5", "5", "6,8", "8", "11", "17", "59"]


def test_each_product_counts_once_in_its_month_and_the_year_before_beside_it(stage):
    found = page_of(stage).context["found"]
    assert [
        (row.org, row.load.times, row.load.cost.fields, round(row.load.cost.seconds, 1), row.before.times)
        for row in found.rows
    ] == [
        (stage.cell_a, 3, 8, round(2 * REPORT + PLAN, 1), 1),
        (stage.cell_b, 1, 3, round(REPORT, 1), 0),
    ]
    assert [load.times for load in found.months] == [2, 2, *[0] * 10]
    assert [(row.sheet.code, row.load.times, row.orgs) for row in found.sheets] == [
        ("bao-cao", 3, 2),
        ("van-ban", 1, 1),
    ]
    assert (found.rows[0].change, found.rows[1].change) == (143, None)


def test_it_is_ordered_filtered_and_of_another_year_by_its_address(stage):
    assert [row.org for row in page_of(stage, sap_xep="phut").context["found"].rows] == [stage.cell_b, stage.cell_a]
    assert [row.org for row in page_of(stage, sap_xep="la").context["found"].rows] == [stage.cell_a, stage.cell_b]
    assert [row.org for row in page_of(stage, q=stage.cell_b.code).context["found"].rows] == [stage.cell_b]
    assert page_of(stage, loai=OrgKind.MASS_ORGANISATION).context["found"].rows == []
    assert [row.load.times for row in page_of(stage, nam="2025").context["found"].rows] == [1]
    assert page_of(stage, nam="1999").context["year"] == 2026


def test_the_files_hold_the_same_rows(stage):
    url = reverse("dashboards:burden_export")
    lines = list(csv.reader(io.StringIO(stage.client.get(f"{url}?dinh-dang=csv").content.decode("utf-8-sig"))))
    assert [(line[0], line[2], line[3], line[4]) for line in lines[1:]] == [
        (stage.cell_a.name, "3", "8", "4"), (stage.cell_b.name, "1", "3", "2"),
    ]  # fmt: skip
    answer = stage.client.get(url)
    book = load_workbook(BytesIO(answer.content))
    assert "ganh-nang-bao-cao_2026.xlsx" in answer["Content-Disposition"]
    values = [[cell for cell in row if cell is not None] for row in book.active.iter_rows(values_only=True)]
    assert [row[2:5] for row in values if row and row[0] in (stage.cell_a.name, stage.cell_b.name)] == [
        [3, 8, 4], [1, 3, 2],
    ]  # fmt: skip


def test_leaving_a_question_out_saves_answers_and_minutes_of_so_many(stage):
    page = stage.client.get(reverse("dashboards:sheet_burden", args=["bao-cao"]))
    found = page.context["found"]
    assert [(one.field.code, one.answers, round(one.seconds, 1), one.orgs) for one in found.fields] == [
        ("given", 3, 20.4, 2), ("done", 3, 20.4, 2), ("words", 3, 177.0, 2),
    ]  # fmt: skip
    assert (found.whole.answers, round(found.whole.seconds, 1)) == (9, round(3 * REPORT, 1))
    assert "Năm 2026: 3 lượt nộp của 2 đơn vị." in words(page)
    stage.client.force_login(stage.chi)  # sees only her own
    assert stage.client.get(reverse("dashboards:sheet_burden", args=["bao-cao"])).context["found"].whole.answers == 3


def test_the_organisation_sees_its_own_line_and_months(stage):
    stage.client.force_login(stage.an)
    url = reverse("dashboards:org", args=[stage.cell_a.pk])
    assert "Năm 2026 đơn vị phải nộp 3 phiếu (năm trước 1)." in words(stage.client.get(url))
    page = stage.client.get(f"{url}?phan=nhap-lieu")
    assert [(label, load.times) for label, load in page.context["months"][:2]] == [
        ("tháng 1/2026", 1),
        ("tháng 2/2026", 2),
    ]
    assert "Cả năm 8 ô, khoảng 4 phút." in words(page)
    assert "tăng 143 % so với năm trước" in words(page)
    assert stage.client.get(reverse("dashboards:burden")).status_code == 403


def test_more_organisations_cost_no_statement_more(stage):
    def cost(count: int) -> int:
        for n in range(count):
            org = make_org(parent=stage.committee)
            make_obligation(stage.monthly, org, period="2026-03", due_on=date(2026, 3, 25 - n % 20))
        with CaptureQueriesContext(connection) as seen:
            page_of(stage)
        return len(seen)

    cost(1)
    assert cost(2) == cost(9) <= 15
