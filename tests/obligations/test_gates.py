"""When a sheet is taken: one rule from windows, locks, unlockings and a moment."""

from datetime import UTC, date, datetime, timedelta

import pytest

from dondoc.obligations.gates import Gate, Gates, Sought, standing
from dondoc.obligations.models import EntryWindow, Obligation, Ruling
from dondoc.orgs.models import Org, OrgKind

DUE = date(2026, 3, 20)  # a Friday
CELL = Org(pk=1, kind=OrgKind.CELL)
LOCKED_AT = datetime(2026, 4, 6, 3, tzinfo=UTC)


def at(day: date, hour: int = 10, minute: int = 0) -> datetime:
    """That time in Việt Nam."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC) - timedelta(hours=7)


def window(opens=None, closes=None, **more) -> EntryWindow:
    return EntryWindow(opens_before=opens, closes_after=closes, valid_from=date(2026, 1, 1), reason="x", **more)


def sought(*duties: Obligation, **more) -> Sought:
    given = {"org": CELL, "sheet_id": 7, "start": date(2026, 3, 1), "end": date(2026, 3, 31)}
    return Sought(**{**given, **more}, duties=duties or (Obligation(due_on=DUE),))


LOCK = Ruling(
    pk=9, kind="lock", org_id=5, period="2026-Q1", period_start=date(2026, 1, 1), period_end=date(2026, 3, 31),
    reason="Đã chốt báo cáo quý I", given_at=LOCKED_AT,
)  # fmt: skip


@pytest.mark.parametrize(
    ("day", "gate"),
    [
        (date(2026, 3, 12), Gate.NOT_YET),
        (date(2026, 3, 13), Gate.OPEN),
        (DUE, Gate.OPEN),
        (date(2026, 3, 21), Gate.LATE),  # Saturday
        (date(2026, 3, 24), Gate.LATE),
        (date(2026, 3, 25), Gate.CLOSED),
    ],
)
def test_a_window_counts_working_days_and_ends_at_midnight(day, gate):
    found = standing(sought(), [window(5, 2)], None, at(day, 23, 59) if gate is Gate.LATE else at(day, 0, 1))
    assert (found.gate, found.opens_on, found.closes_on) == (gate, date(2026, 3, 13), date(2026, 3, 24))
    said = {
        Gate.CLOSED: "Đã khóa ngày 25/03/2026: hết thời gian nhập.",
        Gate.NOT_YET: "Mở nhập từ 13/03/2026 đến hết 24/03/2026.",
    }
    assert found.sentence == said.get(gate, said[Gate.NOT_YET])


@pytest.mark.parametrize(
    ("windows", "closes_on"),
    [
        ([], None),
        ([window(5)], None),
        ([window(None, 0)], DUE),
        ([window(None, 0), window(None, -3, level=OrgKind.CELL)], date(2026, 3, 17)),  # the lower level earlier
        ([window(None, -3, level=OrgKind.GRASSROOTS_CELL)], None),
        ([window(None, 9, sheet_id=7), window(None, -3, level=OrgKind.CELL)], date(2026, 4, 2)),
        ([window(None, 9, sheet_id=8)], None),
        ([window(None, 0, valid_to=DUE)], None),  # held until before the day due
    ],
)
def test_the_most_special_window_of_the_day_due_counts(windows, closes_on):
    assert standing(sought(), windows, None, at(DUE)).closes_on == closes_on


@pytest.mark.parametrize(
    "duty",
    [
        Obligation(due_on=DUE, extended_to=date(2026, 5, 29)),
        Obligation(due_on=DUE, stopped_on=DUE),
        Obligation(due_on=None, is_ongoing=True),
        Obligation(due_on=DUE, is_history=True),
    ],
)
def test_what_has_more_time_is_not_shut_by_its_window(duty):
    windows, day = [window(None, 0)], at(date(2026, 5, 28))
    assert standing(sought(duty), windows, None, day).is_open
    assert standing(sought(Obligation(due_on=DUE), duty), windows, None, day).is_open  # of two the more generous
    assert not standing(sought(), windows, None, day).is_open


def test_what_was_sent_back_may_be_corrected():
    windows, returned = [window(None, 0)], at(date(2026, 4, 1))
    assert standing(sought(returned_at=returned), windows, None, at(date(2026, 4, 3))).is_open
    after = LOCKED_AT + timedelta(hours=1)
    assert not standing(sought(returned_at=returned), [], LOCK, after).is_open  # locked since
    assert standing(sought(returned_at=after), [], LOCK, after).is_open  # the reviewer asked for it all the same


def test_an_unlocking_opens_whatever_is_shut_until_its_minute():
    until = at(date(2026, 4, 8), 17)
    duty = Obligation(due_on=DUE, unlocked_until=until)
    for lock, windows in ((LOCK, []), (None, [window(None, 0)]), (LOCK, [window(1, 0)])):
        found = standing(sought(duty), windows, lock, until - timedelta(seconds=1))
        assert (found.gate, found.sentence) == (Gate.UNLOCKED, "Được mở khóa đến 17:00 ngày 08/04/2026.")
        assert standing(sought(duty), windows, lock, until).is_shut


def test_a_lock_reaches_what_lies_within_its_period_under_its_committee():
    locked = standing(sought(), [], LOCK, LOCKED_AT)
    assert (locked.gate, locked.sentence) == (
        Gate.LOCKED, "Kỳ này đã khóa ngày 06/04/2026 (Đã chốt báo cáo quý I).",
    )  # fmt: skip
    gates = Gates([], [LOCK], {CELL.pk: {5}, 2: {6}})
    assert gates.lock_of(sought()) is LOCK
    assert gates.lock_of(sought(org=Org(pk=2))) is None
    assert gates.lock_of(sought(end=date(2026, 12, 31))) is None  # the year's sheet is not the quarter's
    assert Gates([], [Ruling(**{**vars_of(LOCK), "sheet_id": 8})], {CELL.pk: {5}}).lock_of(sought()) is None


def vars_of(ruling: Ruling) -> dict:
    return {name: value for name, value in vars(ruling).items() if not name.startswith("_")}
