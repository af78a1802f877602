"""Reports on an amended plan: each month under the version that holds at its end, what is counted from all versions."""

from datetime import date

import pytest

from dondoc.lib.periods import Period
from dondoc.obligations.models import Obligation
from dondoc.reports.actions import compile_report
from dondoc.reports.models import Report
from tests.measures.test_versions import EFFECTIVE, amend, later_day
from tests.measures.world import TODAY, at, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_world()


def report(world, plan, month: str) -> Report:
    return compile_report(plan=plan, org=world.committee, period=Period.parse(month), by=world.reviewer, at=at(TODAY))


def test_a_month_is_reported_once_under_the_version_of_its_end(world):
    before = report(world, world.plan, "2025-11")
    copy = amend(world, later_day)
    assert report(world, copy, "2025-11") == before  # asked for again from the newest version
    assert [report(world, copy, month).plan for month in ("2025-10", "2025-12", "2026-02")] == [
        world.plan, copy, copy,
    ]  # fmt: skip
    assert date(2025, 12, 15) == EFFECTIVE


def test_what_fell_due_is_counted_from_every_version(world):
    copy = amend(world, later_day)
    fell_due = Obligation.objects.filter(due_on__gte=date(2025, 12, 1), due_on__lte=date(2025, 12, 31))
    assert set(fell_due.values_list("task__plan__version", flat=True)) == {2}
    assert report(world, copy, "2025-12").snapshot["timeliness"]["due"] == fell_due.count()
    earlier = Obligation.objects.filter(due_on__gte=date(2025, 11, 1), due_on__lte=date(2025, 11, 30))
    assert set(earlier.values_list("task__plan__version", flat=True)) == {1}
    assert report(world, copy, "2025-11").snapshot["timeliness"]["due"] == earlier.count()
