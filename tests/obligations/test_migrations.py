"""What the migrations do with what is there, by their own steps, on the tables as they are now."""

from datetime import date, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from dondoc.audit.actions import record
from dondoc.lib.due import Due, DueKind
from dondoc.obligations.models import EntryWindow, Obligation, Ruling
from tests.factories import AT, make_obligation, make_org, make_plan, make_task

pytestmark = pytest.mark.django_db


def step(migration: str, name: str) -> None:
    getattr(import_module(f"dondoc.obligations.migrations.{migration}"), name)(apps, None)


def test_exceptions_from_before_there_were_rulings_become_one_each(cast, opener):
    task = make_task(make_plan(cast.committee), due=Due(DueKind.DATE, on=date(2026, 3, 31)))
    rows = [make_obligation(task, org) for org in (cast.cell_a, cast.cell_b, make_org(parent=cast.committee))]
    later = AT + timedelta(days=3)
    told = [
        ("obligation.extend", rows[0], {"extended_to": "2026-04-01"}, AT),
        ("obligation.extend", rows[0], {"extended_to": "2026-04-15"}, later),
        ("obligation.exempt", rows[1], {"exempted_on": "2026-03-20"}, AT),
        ("obligation.exempt", rows[1], {"exempted_on": None}, later),  # taken back, and given again by nobody known
    ]
    with transaction.atomic():
        for action, row, after, at in told:
            record(action, by=opener, target=row, org=row.org, after=after, at=at)
    Obligation.objects.filter(pk=rows[0].pk).update(extended_to=date(2026, 4, 15), exception_reason="Mưa lũ")
    Obligation.objects.filter(pk=rows[1].pk).update(exempted_on=date(2026, 3, 20), exception_reason="Mới lập")
    step("0004_rulings", "keep_old_exceptions")
    kept = Ruling.objects.order_by("obligation_id")
    assert [(one.kind, one.obligation_id, one.org_id, one.reason, one.to_on) for one in kept] == [
        ("extend", rows[0].pk, cast.cell_a.pk, "Mưa lũ", date(2026, 4, 15)),
        ("exempt", rows[1].pk, cast.cell_b.pk, "Mới lập", None),
    ]
    assert [(one.given_at, one.given_by) for one in kept] == [(later, opener), (AT, opener)]


def test_of_windows_that_went_on_beside_each_other_the_last_goes_on():
    with pytest.raises(IntegrityError), transaction.atomic():
        [EntryWindow.objects.create(valid_from=date(2026, 1, 1), reason="x") for _n in range(2)]
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX entrywindow_one_of_all_goes_on")
    for day, reason in ((1, "a"), (1, "b"), (5, "c")):
        EntryWindow.objects.create(valid_from=date(2026, 1, day), reason=reason)
    EntryWindow.objects.create(valid_from=date(2026, 1, 2), level="cell", reason="d")
    step("0006_one_window_goes_on", "end_the_earlier")
    windows = EntryWindow.objects.order_by("valid_from", "pk").values_list("reason", "valid_to")
    assert list(windows) == [("b", date(2026, 1, 5)), ("d", None), ("c", None)]
