"""A plan whose ladder runs, for the tests of what it builds and sends."""

from datetime import date, datetime

import yaml

from dondoc.plans.models import Plan
from dondoc.reminders.actions import publish_default
from dondoc.reminders.models import LadderVersion
from dondoc.starter.definitions import HERE
from tests.factories import AT

DATA = yaml.safe_load((HERE / "chasing.yaml").read_text(encoding="utf-8"))


def run_ladder(plan: Plan, *, since: date = date(2026, 1, 1), data: dict | None = None) -> LadderVersion:
    """The default ladder of the package (or `data`), acted on for `plan` from `since`."""
    publish_default(data or DATA, by=None, at=AT)
    default = LadderVersion.objects.newest().get(plan=None)
    return LadderVersion.objects.create(plan=plan, number=1, data=default.data, runs_from=since, made_at=AT)


def morning(day: date) -> datetime:
    """08:00 in Vietnam."""
    return datetime.combine(day, datetime.min.time(), tzinfo=AT.tzinfo).replace(hour=1)
