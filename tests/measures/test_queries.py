"""What pages read: whole rows, and the same number of queries however many organisations there are."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dondoc.dashboards.queries.scope import scope
from dondoc.indicators.formula import MeasureKind
from dondoc.lib.numbers import Missing, Value
from dondoc.measures.actions import refresh
from dondoc.measures.queries import board, explain, indicator_row, matrix, measure_answers, org_rows, trend
from dondoc.orgs.actions import rename_org
from dondoc.orgs.models import Org
from tests.measures.world import TODAY, at, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    made = make_world()
    first, second, _silent = made.orgs
    made.done(first, "ke-hoach", "2025-2030", {"issued_on": "12/9/2025"}, on=date(2026, 3, 2))
    made.done(second, "ke-hoach", "2025-2030", {"issued_on": "5/10/2025"}, on=date(2026, 3, 3))
    refresh(today=TODAY)
    return made


def test_the_board_shows_each_indicator_in_the_plans_order(world):
    rows = board(world.committee, "2026-03")
    assert [(row.indicator.code, row.status) for row in rows] == [
        ("ke-hoach", "not_met"), ("thang", "not_due"), ("dang-ky", "not_due"), ("ket-nap", "not_due"),
    ]  # fmt: skip
    shown = rows[0].measures[0]
    assert shown.value == Value(Decimal(1) / 3)
    assert (shown.floor, shown.ceiling) == (Decimal(1) / 3, Decimal(2) / 3)
    assert (shown.target, shown.step, shown.period.code) == ("= 100 %", 1, "2025-2030")
    assert shown.filled_in == "1 / 3 = 33,3 %; còn 1 tổ chức chưa có số liệu (thấp nhất 33,3 %, cao nhất 66,7 %)"
    assert shown.previous == shown.value
    assert rows[1].measures[0].filled_in == "chưa đến hạn"


def test_an_organisation_outside_the_plan_has_an_empty_board(world):
    stranger = Org.objects.create(code="x", kind="committee", name="X", short_name="X", valid_from=date(2020, 1, 1))
    assert board(stranger, "2026-03") == []
    assert indicator_row(world.indicators["ke-hoach"], stranger, "2026-03").measures[0].value.missing is (
        Missing.NOT_APPLICABLE
    )


def test_the_list_behind_a_number_gives_each_reason(world):
    found = [(a.org, a.verdict, a.reason) for a in measure_answers("ke-hoach.a", world.committee, "2026-03")]
    assert found == [
        (world.orgs[0], "yes", "“ke-hoach” đã được duyệt, ngày 12/09/2025"),
        (world.orgs[1], "no", "“ke-hoach”: trễ hạn (làm ngày 05/10/2025, hạn 30/09/2025)"),
        (world.orgs[2], "unknown", "“ke-hoach”: chưa có kết quả được duyệt, hạn 30/09/2025"),
    ]


def test_the_trend_goes_beside_the_steps(world):
    points = [(p.month, p.value.number, p.step) for p in trend("ke-hoach.a", world.committee, "2025-11")]
    third = Decimal(1) / 3
    assert points == [("2025-08", None, 0), ("2025-09", third, 1), ("2025-10", third, 1), ("2025-11", third, 1)]


def test_the_matrix_holds_each_organisation_beside_each_indicator(world):
    found = matrix(world.committee, "2026-03", world.orgs[:2])
    assert [i.code for i in found.indicators] == ["ke-hoach", "thang", "dang-ky", "ket-nap"]
    assert [(row.org, [c.status for c in row.cells]) for row in found.rows] == [
        (world.orgs[0], ["met", "not_due", "not_due", "not_due"]),
        (world.orgs[1], ["not_met", "not_due", "not_due", "not_due"]),
    ]


def test_each_organisation_below_has_its_counts(world):
    found = [(row.org, row.worst, row.counts) for row in org_rows(world.committee, "2026-03")]
    assert found == [
        (world.orgs[0], "not_due", {"met": 1, "not_due": 2}),
        (world.orgs[1], "not_met", {"not_met": 1, "not_due": 2}),
        (world.orgs[2], "no_data", {"no_data": 1, "not_due": 2}),
    ]


def test_a_number_explains_itself(world):
    found = explain("ke-hoach.a", world.committee, "2026-03")
    assert found.formula == (
        "Số đảng bộ cơ sở, chi bộ cơ sở có “ke-hoach” được duyệt, đúng hạn trong nhiệm kỳ, "
        "chia cho tổng số đảng bộ cơ sở, chi bộ cơ sở."
    )
    assert (found.as_of, found.version.number, found.version.parsed.part) == (TODAY, 1, "1")
    assert {verdict.value: [a.org for a in rows] for verdict, rows in found.parts.items()} == {
        "yes": [world.orgs[0]],
        "no": [world.orgs[1]],
        "unknown": [world.orgs[2]],
    }
    assert [t.plan for t in found.targets] == [world.plan]
    assert found.row.computed_at is not None


def test_a_quota_says_what_it_was_divided_by(world):
    assert explain("ket-nap.a", world.committee, "2026-03").denominator_note == ""
    world.give_quota({world.orgs[0]: 3}, total=5)
    refresh(today=TODAY)
    assert explain("ket-nap.a", world.committee, "2026-03").denominator_note == (
        "Mẫu số là tổng chỉ tiêu cấp trên giao của năm."
    )
    assert explain("ket-nap.a", world.orgs[0], "2026-03").denominator_note == (
        "Mẫu số là chỉ tiêu đã giao cho các tổ chức ở đây."
    )


@pytest.mark.parametrize("key", ["khong-co.a", "ke-hoach.z", "khong"])
def test_there_is_nothing_to_explain_without_such_a_measure(world, key):
    assert explain(key, world.committee, "2026-03") is None


def test_a_month_keeps_the_names_that_it_had():
    world = make_world(1)
    org, committee = world.orgs[0], world.committee
    for one, name in ((org, "Chi bộ Mới"), (committee, "Đảng ủy Mới")):
        rename_org(one, name=name, short_name=name, on=date(2026, 3, 1), by=None, at=at(TODAY))
    refresh(today=TODAY)

    def said(month: str) -> list[str]:
        shown = matrix(committee, month, [org]).rows[0].org
        behind = measure_answers("ke-hoach.a", committee, month)[0].org
        return [str(shown), str(behind), str(scope(committee, [], month).org)]

    assert said("2026-02") == ["Đơn vị 0", "Đơn vị 0", "Đảng ủy các cơ quan Đảng Thành phố Mẫu"]
    assert said("2026-03") == ["Chi bộ Mới", "Chi bộ Mới", "Đảng ủy Mới"]


READS = {
    "board": (2, lambda w: board(w.committee, "2026-03")),
    "measure_answers": (2, lambda w: measure_answers("ke-hoach.a", w.committee, "2026-03")),
    "trend": (1, lambda w: trend("ke-hoach.a", w.committee, "2026-03")),
    "matrix": (4, lambda w: matrix(w.committee, "2026-03", w.orgs)),
    "org_rows": (5, lambda w: org_rows(w.committee, "2026-03")),
    "explain": (9, lambda w: explain("ke-hoach.a", w.committee, "2026-03")),
}


@pytest.mark.parametrize("orgs", [1, 3])
def test_reads_cost_the_same_for_one_organisation_and_for_three(orgs):
    world = make_world(orgs)
    refresh(today=TODAY)
    found = {}
    for name, (_wanted, read) in READS.items():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            read(world)
        found[name] = len(queries)
    assert found == {name: wanted for name, (wanted, _read) in READS.items()}


def test_what_is_needed_by_now_counts_to_the_day_and_not_to_the_end_of_the_month(world):
    """The first quarter ends with March; on 16/03 no quarter of the quota has passed."""
    world.give_quota(dict.fromkeys(world.orgs, 4), total=12)
    refresh(today=TODAY)

    def quota(**day):
        rows = board(world.committee, "2026-03", **day)
        return next(m for row in rows for m in row.measures if m.definition.kind is MeasureKind.QUOTA)

    assert (quota().step, quota(day=TODAY).step) == (quota().definition.goal.value / 4, 0)
