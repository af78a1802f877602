"""A country too large to be held in memory is computed some organisations at a time, to the same rows."""

from datetime import date

import pytest

from dondoc.forecast import actions as forecast
from dondoc.measures import actions
from dondoc.measures.actions import Changes, rebuild, refresh
from dondoc.measures.models import Answer, MeasureValue
from dondoc.orgs.actions import merge_orgs
from tests.measures.test_refresh import rows
from tests.measures.world import TODAY, at, make_world

pytestmark = pytest.mark.django_db


def test_some_organisations_at_a_time_come_to_the_same(monkeypatch):
    world = make_world()
    for org in world.orgs:
        world.done(org, "dang-ky", "2026", {"all": "10", "some": "4", "held_on": "2/3/2026"}, on=TODAY)
    merge_orgs(world.orgs[:2], into=world.orgs[0], on=date(2026, 3, 1), decision="12-QĐ", by=None, at=at(TODAY))
    refresh(today=TODAY)
    expected = rows()
    monkeypatch.setattr(actions, "_BLOCK", 1)
    foreseen = forecast.rebuild()
    monkeypatch.setattr(forecast, "_BLOCK", 1)
    assert foreseen > 0
    assert forecast.rebuild() == 0
    assert rebuild(today=TODAY) == Changes()
    Answer.objects.all().delete()
    MeasureValue.objects.all().delete()
    assert rebuild(today=TODAY) == Changes(Answer.objects.count(), MeasureValue.objects.count())
    assert rows() == expected
    assert len(expected[0]) > 10
