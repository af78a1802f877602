"""An amended plan: figures of earlier months keep what held then, and starting from nothing gives the same."""

from datetime import date, timedelta

import pytest

from dondoc.config.middleware import credit_new_obligations
from dondoc.lib.due import Due, DueKind
from dondoc.measures.actions import Changes, rebuild, refresh
from dondoc.measures.models import MeasureValue
from dondoc.measures.queries import board
from dondoc.obligations.actions import generate
from dondoc.obligations.amending import issue_amendment
from dondoc.obligations.models import Obligation
from dondoc.plans.actions import set_amendment, start_amendment
from dondoc.plans.models import Plan
from tests.factories import make_task, make_user
from tests.measures.test_refresh import rows
from tests.measures.world import GRASSROOTS, TODAY, at, make_world

pytestmark = pytest.mark.django_db

EFFECTIVE = date(2025, 12, 15)
DOCUMENT = {"kind": "Quyết định", "number": "15-QĐ/ĐU", "signed_on": date(2025, 12, 1), "subject": ""}


@pytest.fixture
def world():
    return make_world()


def amend(world, change, *, effective_on: date = EFFECTIVE, on: date = TODAY) -> Plan:
    """The next version with `change` done to its working copy, issued on a day."""
    copy = start_amendment(world.plan, by=world.reviewer, at=at(on))
    values = DOCUMENT | {"in_force_from": effective_on}
    set_amendment(copy, values=values, revision=copy.head_revision, by=world.reviewer, at=at(on))
    change(copy)
    leader = make_user(role="leader", org=world.committee)
    issue_amendment(copy, revision=copy.revision, by=leader, at=at(on))
    return copy


def task_of(plan: Plan, product: str):
    return next(task for task in plan.tasks.all() if product in task.deliverables)


def later_day(copy: Plan) -> None:
    task = task_of(copy, "ke-hoach")
    task.due_data = Due(DueKind.DATE, on=date(2026, 2, 28)).as_dict()
    task.save()


def stored(measure: str, org, *, until: str = "9") -> dict[str, tuple]:
    """month → what is stored, for months before `until`."""
    columns = ("numerator", "denominator", "population", "known", "expected", "expected_known", "status")
    found = MeasureValue.objects.filter(measure=measure, org=org, month__lt=until).order_by("month")
    return {month: tuple(values) for month, *values in found.values_list("month", *columns)}


def agree() -> None:
    kept = rows()
    assert rebuild(today=TODAY) == Changes()
    assert rows() == kept


def test_a_day_that_moved_counts_from_the_effective_day_on(world):
    refresh(today=TODAY)
    before = stored("ke-hoach.a", world.committee)
    assert before["2025-10"][4] == before["2026-01"][4] == 3  # expected of all three
    amend(world, later_day)
    refresh(today=TODAY)
    after = stored("ke-hoach.a", world.committee)
    assert {m: v for m, v in after.items() if m < "2025-12"} == {m: v for m, v in before.items() if m < "2025-12"}
    assert [after[month][4] for month in ("2025-12", "2026-01", "2026-02")] == [0, 0, 3]
    agree()


def test_what_was_approved_before_counts_on(world):
    world.done(world.orgs[0], "ke-hoach", "2025-2030", {"issued_on": "12/9/2025"}, on=date(2025, 9, 20))
    amend(world, later_day)
    refresh(today=TODAY)
    assert [stored("ke-hoach.a", world.committee)[m][:2] for m in ("2025-10", "2026-03")] == [(1, 3), (1, 3)]
    agree()


def test_a_chỉ_tiêu_that_ended_is_not_computed_any_more_and_its_past_stays(world):
    refresh(today=TODAY)
    before = stored("thang.a", world.committee, until="2025-12")

    def drop(copy):
        target = copy.targets.get(code="thang")
        target.tasks.all().delete()
        target.delete()

    amend(world, drop)
    refresh(today=TODAY)
    assert stored("thang.a", world.committee) == before
    shown = {month: [row.indicator.code for row in board(world.committee, month)] for month in ("2025-11", "2026-01")}
    assert shown == {
        "2025-11": ["ke-hoach", "thang", "dang-ky", "ket-nap"], "2026-01": ["ke-hoach", "dang-ky", "ket-nap"],
    }  # fmt: skip
    agree()


def test_quotas_stay_with_the_plan(world):
    world.give_quota({world.orgs[0]: 4, world.orgs[1]: 2}, total=8)
    refresh(today=TODAY)
    before = stored("ket-nap.a", world.committee)
    amend(world, later_day)
    refresh(today=TODAY)
    assert stored("ket-nap.a", world.committee) == before
    agree()


def test_days_pass_into_the_new_version_without_any_event(world):
    day = EFFECTIVE - timedelta(1)
    amend(world, later_day, on=day)
    refresh(today=day)
    assert stored("ke-hoach.a", world.committee)["2025-12"][4] == 3
    refresh(today=EFFECTIVE)
    assert stored("ke-hoach.a", world.committee)["2025-12"][4] == 0
    kept = rows()
    assert rebuild(today=EFFECTIVE) == Changes()
    assert rows() == kept


def test_what_was_sent_in_before_answers_a_new_task_that_asks_for_it(world):
    first = world.orgs[0]
    world.done(first, "ke-hoach", "2025-2030", {"issued_on": "12/9/2025"}, on=date(2025, 9, 20))

    def another(copy):
        due = Due(DueKind.DATE, on=date(2026, 5, 30))
        make_task(copy, due=due, kinds=GRASSROOTS, deliverables=["ke-hoach"], text="Báo cáo chương trình")

    copy = amend(world, another)
    credit_new_obligations(0)
    new = Obligation.objects.filter(task__plan=copy, task__text="Báo cáo chương trình").order_by("org__sort_key")
    assert [row.approved_on for row in new] == [date(2025, 9, 20), None, None]
    assert generate(copy, by=None, at=at(TODAY)) == 0


def test_products_that_changed_are_credited_again(world):
    """A task that asks for one product less is done where that one was all that was missing."""
    first, task = world.orgs[0], task_of(world.plan, "ke-hoach")
    task.deliverables = ["ke-hoach", "chuong-trinh"]
    task.save()
    world.done(first, "ke-hoach", "2025-2030", {"issued_on": "12/9/2025"}, on=date(2025, 9, 20))

    def one_less(copy):
        task = task_of(copy, "ke-hoach")
        task.due_data, task.deliverables = Due(DueKind.DATE, on=date(2026, 5, 30)).as_dict(), ["ke-hoach"]
        task.save()

    row = Obligation.objects.get(task=task, org=first)
    assert row.approved_on is None
    amend(world, one_less)
    credit_new_obligations(0)
    row.refresh_from_db()
    assert (row.due_on, row.approved_on) == (date(2026, 5, 30), date(2025, 9, 20))


def restate(copy, code: str, *, before: dict, after: dict) -> None:
    """Let the text of both versions state a level; the older one is put in as if it had been read so."""
    new = copy.targets.get(code=code)
    old = copy.amendment.of.targets.get(code=code)
    for target, level in ((old, before), (new, after)):
        target.measures = [{"unit": "%", "population": "", "predicate": "", "period": None} | level]
        target.save()


@pytest.mark.parametrize(
    ("before", "levels"),
    [
        ({"comparator": ">=", "value": 90}, {"2025-11": "≥ 90 %", "2025-12": "≥ 95 %", "2026-03": "≥ 95 %"}),
        ({"comparator": "=", "value": 80}, {"2025-11": "≥ 90 %", "2025-12": "≥ 90 %", "2026-03": "≥ 90 %"}),
    ],
    ids=["as the text said", "measured otherwise, so left to a person"],
)
def test_another_level_counts_from_the_effective_day_on(world, before, levels):
    amend(world, lambda copy: restate(copy, "dang-ky", before=before, after={"comparator": ">=", "value": 95}))
    refresh(today=TODAY)
    shown = {}
    for month in levels:
        [row] = [row for row in board(world.committee, month) if row.indicator.code == "dang-ky"]
        shown[month] = row.measures[0].target
    assert shown == levels
    agree()
