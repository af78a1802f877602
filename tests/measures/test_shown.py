"""What boards showed on earlier days stays known, to the day."""

from datetime import date, timedelta

import pytest

from dondoc.measures.actions import rebuild, refresh
from dondoc.measures.models import MeasureValue, Shown
from dondoc.measures.shown import KEPT_DAYS, keep, shown_on, thin_out
from tests.measures.world import TODAY, make_world

pytestmark = pytest.mark.django_db
KEY = "ke-hoach.a"


def test_each_day_keeps_what_it_showed_last():
    world = make_world()
    first, second, third = world.orgs
    day = TODAY
    refresh(today=day)
    for n, org in enumerate((first, second)):
        world.done(org, "ke-hoach", "2025-2030", {"issued_on": "12/9/2025"}, on=date(2026, 3, 2 + n))
        refresh(today=day + timedelta(days=1))
    refresh(today=day + timedelta(days=3))  # a day on which nothing changes
    world.done(third, "ke-hoach", "2025-2030", {"issued_on": "12/9/2025"}, on=date(2026, 3, 4))
    rebuild(today=day + timedelta(days=4))
    told = {n: shown_on(world.committee, day + timedelta(days=n)).get(KEY) for n in range(-1, 6)}
    assert {n: one and (one[1].known, one[2].value) for n, one in told.items()} == {
        -1: None, 0: (0, "no_data"), 1: (2, "at_risk"), 2: (2, "at_risk"), 3: (2, "at_risk"), 4: (3, "met"),
        5: (3, "met"),
    }  # fmt: skip
    newest = MeasureValue.objects.get(measure=KEY, org=world.committee, month=f"{day:%Y-%m}")
    assert told[5][1].numerator == newest.numerator
    assert not Shown.objects.filter(org__in=world.orgs).exists()


def test_what_still_holds_is_kept_however_old(db):
    org = make_world().committee
    day = date(2026, 9, 1)
    for n, known in ((0, 1), (3, 2), (40, 3)):
        keep({(KEY, org.pk): ("2026", 1, 4, 4, known, 4, known, "at_risk")}, day=day + timedelta(days=n))
    thin_out(day + timedelta(days=KEPT_DAYS + 5))
    assert sorted(Shown.objects.values_list("day", "known")) == [
        (day + timedelta(days=3), 2), (day + timedelta(days=40), 3),
    ]  # fmt: skip
