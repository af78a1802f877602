"""What rarely changes is kept in memory, and never an older state of it than the stamp says."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import pytest
from django.db import connection, connections, transaction

from dondoc.audit.settled import Stamp, made_under, stamp, watched
from dondoc.audit.settled_triggers import install
from dondoc.obligations.models import EntryWindow, Ruling, RulingKind
from dondoc.sheets.models import NormTable
from tests.factories import make_committee

pytestmark = pytest.mark.django_db
Made = TypeVar("Made")


def names() -> list[str]:
    """As a reader would keep them."""
    return made_under(stamp(), "names of the test", lambda: sorted(NormTable.objects.values_list("code", flat=True)))


def test_every_way_of_changing_a_table_changes_the_stamp():
    """A row added, changed, changed without its model, taken away: each leaves another stamp than all before."""
    seen = [stamp()]
    one = NormTable.objects.create(code="a", name="A")
    seen.append(stamp())
    one.name = "B"
    one.save()
    seen.append(stamp())
    NormTable.objects.filter(pk=one.pk).update(unit="phút")
    seen.append(stamp())
    with connection.cursor() as cursor:
        cursor.execute("UPDATE sheets_normtable SET unit = 'giờ'")
    seen.append(stamp())
    one.delete()
    seen.append(stamp())
    assert len(set(seen)) == len(seen)


def test_what_is_kept_follows_every_change():
    """Nobody reads an older state, also after a change that was taken back."""
    assert names() == []
    NormTable.objects.create(code="a", name="A")
    assert names() == ["a"]
    with transaction.atomic():
        NormTable.objects.create(code="b", name="B")
        assert names() == ["a", "b"]
        transaction.set_rollback(True)
    assert names() == ["a"]
    with transaction.atomic():
        NormTable.objects.create(code="c", name="C")
    assert names() == ["a", "c"]


def test_it_is_made_once_under_one_stamp():
    """Asked for again, the very same object comes; without a stamp nothing is kept."""
    NormTable.objects.create(code="a", name="A")
    under = stamp()
    assert made_under(under, "x", object) is made_under(under, "x", object)
    assert made_under(under, "x", object) is not made_under(under, "y", object)
    assert made_under(None, "x", object) is not made_under(None, "x", object)


def test_the_stamp_comes_beside_something_else():
    """One statement for both."""
    NormTable.objects.create(code="a", name="A")
    assert NormTable.objects.annotate(stamp=Stamp()).values_list("code", "stamp").get() == ("a", stamp())


def test_only_locks_of_rulings_change_it():
    """Extensions come by the hundred; they are not kept."""
    org = make_committee()
    before = stamp()
    lock = Ruling.objects.create(
        kind=RulingKind.LOCK, org=org, period="2026-01", period_start="2026-01-01", period_end="2026-01-31",
        reason="Đã báo cáo.", given_at="2026-02-10T00:00Z",
    )  # fmt: skip
    locked = stamp()
    Ruling.objects.filter(pk=lock.pk).update(ended_at="2026-02-11T00:00Z")
    assert len({before, locked, stamp()}) == 3
    assert watched()[Ruling] == ("kind", "lock")


def test_triggers_taken_away_are_put_in_again():
    """SQLite makes a table anew when it is altered, and its triggers go with the old one."""
    name = "settled_obligations_entrywindow"
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for verb in ("insert", "update", "delete"):
                cursor.execute(f"DROP TRIGGER {name}_{verb}")
        else:
            cursor.execute(f"DROP TRIGGER {name} ON obligations_entrywindow")
    EntryWindow.objects.create(closes_after=5, reason="Chung.", valid_from="2026-01-01")
    unseen = stamp()
    install()
    again = stamp()
    EntryWindow.objects.update(closes_after=6)
    assert len({unseen, again, stamp()}) == 3


def elsewhere(act: Callable[[], Made]) -> Made:
    """What it gives on a connection of its own."""

    def run() -> Made:
        try:
            return act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(run).result(20)


@pytest.mark.django_db(transaction=True)
def test_another_connection_sees_a_change_when_it_holds_and_not_before():
    """Two changes at once wait for nobody, and each leaves a stamp that was never there."""
    NormTable.objects.create(code="a", name="A")
    before = stamp()
    assert elsewhere(names) == names() == ["a"]
    with transaction.atomic():
        NormTable.objects.create(code="b", name="B")
        mine = stamp()
        assert names() == ["a", "b"]
        assert (elsewhere(stamp), elsewhere(names)) == (before, ["a"])
        if connection.vendor == "postgresql":  # SQLite lets one write at a time
            elsewhere(lambda: NormTable.objects.create(code="c", name="C"))
        between = elsewhere(stamp)
        assert elsewhere(names) == (["a"] if between == before else ["a", "c"])
    after = stamp()
    assert after == elsewhere(stamp)
    assert names() == elsewhere(names) == sorted(NormTable.objects.values_list("code", flat=True))
    assert mine != before
    assert after not in {before, between}
