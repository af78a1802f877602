"""The back-test knows on each day what was known that morning, and nothing else."""

from datetime import date, timedelta
from fractions import Fraction
from random import Random

import pytest

from dondoc.forecast.backtest.recalling import lives
from dondoc.forecast.backtest.simulated import END, Habit, simulated
from dondoc.forecast.backtest.walking import Life, morning_of, walk
from dondoc.lib.calibration import Guess, reliability, skill, warnings
from dondoc.lib.punctuality import MODEL, RISKY_BELOW, Known
from dondoc.obligations import pace
from dondoc.obligations.models import Obligation, PeerRecord, TrackRecord
from dondoc.obligations.pace import PACED, known_of
from dondoc.obligations.ruling import exempt, extend
from dondoc.submissions import actions as submissions
from dondoc.submissions.models import SubmissionState
from dondoc.web.refusals import Refused
from tests.factories import make_user
from tests.measures.world import at, make_world

FIRST, DAYS = date(2025, 9, 10), 45


def _live_one_day(world, secretary, day: date, rng: Random) -> None:
    """A few acts of all kinds, by the product's own actions."""
    for org in world.orgs:
        chance = rng.random()
        month = f"{day:%Y-%m}"
        if chance < 0.08:
            _try(world.submit, org, "bao-cao", month, {"words": "x"}, on=day)
        elif chance < 0.12:
            said = day - timedelta(days=rng.randint(0, 5))
            _try(world.submit, org, "ke-hoach", "2025-2030", {"issued_on": said.isoformat()}, on=day)
    for one in world.submissions(SubmissionState.SUBMITTED):
        chance = rng.random()
        if chance < 0.15:
            world.approve(one, on=day)
        elif chance < 0.25:
            world.send_back(one, on=day)
        elif chance < 0.3:
            submissions.withdraw(one, revision=one.revision, by=secretary, at=at(day))
    open_ones = list(Obligation.objects.filter(PACED).untouched().filter(due_on__lte=day + timedelta(days=30)))
    if open_ones and rng.random() < 0.2:
        one = rng.choice(open_ones)
        if rng.random() < 0.5:
            exempt(one, reason="Thử", by=world.reviewer, at=at(day))
        else:
            to = max(day, one.last_day_allowed) + timedelta(days=9)
            extend(one, to=to, reason="Thử", by=world.reviewer, at=at(day))


def _try(act, *args, on: date, **kwargs) -> None:
    try:
        act(*args, on=on, **kwargs)
    except Refused:
        return  # it waits, or is approved already


def _kept() -> tuple:
    """What is kept of the past, whole."""
    records = {
        org_id: [tuple(one) for one in pasts] for org_id, pasts in TrackRecord.objects.values_list("org_id", "pasts")
    }
    peers = {one.kind: one.places for one in PeerRecord.objects.all()}
    return records, peers


def _from_lives(found: list[Life], day: date) -> tuple:
    """The same by the back-test, from what was known in the morning of `day`."""
    morning = morning_of(found, day)
    own = {
        org: [(p.last_day.toordinal(), p.early, int(p.on_time)) for p in pasts] for org, pasts in morning.own.items()
    }
    tallies = morning.by_kind.items()
    return own, {kind: [[share.on_time, share.all] for share in tally.places] for kind, tally in tallies}


@pytest.mark.django_db
def test_each_morning_is_remembered_as_it_was_whatever_came_after():
    """Random acts day by day; each morning's facts, records of organisations and peers are noted, and afterwards the
    trail gives back every one of them: nothing of the days after reaches into a day."""
    world, rng = make_world(4), Random(5)  # noqa: S311 -- a test that repeats itself
    secretary, noted = make_user(role="internal_approver", org=world.committee), {}
    for n in range(DAYS):
        day = FIRST + timedelta(days=n)
        pace.refresh(today=day)
        facts = {one.pk: known_of(one) for one in Obligation.objects.filter(PACED)}
        noted[day] = (facts, _kept())
        _live_one_day(world, secretary, day, rng)
    pace.refresh(today=day)
    kept = _kept()[0]
    assert (
        pace.refresh(today=day, everything=True) == set()
    )  # what was brought up bit by bit is what comes from nothing
    assert _kept()[0] == kept

    found = lives()
    pks = list(Obligation.objects.filter(PACED).order_by("pk").values_list("pk", flat=True))
    for day, (facts, stored) in noted.items():
        assert {pk: life.known_on(day) for pk, life in zip(pks, found, strict=True)} == facts
        assert _from_lives(found, day) == stored
    ends = [known for known in facts.values() if known.done_on or not known.is_counted]
    assert len(ends) > 5  # something happened


def test_what_comes_after_changes_no_guess():
    """The same past with another future: what was said up to then is the same."""
    past = simulated(Habit.CHAOTIC)[:400]
    until = date(2026, 6, 1)
    other = [
        Life(one.org, one.kind, one.sheet, tuple((day, k) for day, k in one.versions if day < until))
        for one in past
    ]  # fmt: skip
    assert any(one != two for one, two in zip(past, other, strict=True))
    for one, two in zip(walk(past, [MODEL], until)[0], walk(other, [MODEL], until)[0], strict=True):
        assert one == two


def test_habits_are_seen_and_chance_is_not_taken_for_one():
    """Where organisations have a habit the guesses beat the common rate; where they have none they do no harm."""
    some = ([life for life in simulated(habit) if life.org < 15] for habit in (Habit.STEADY, Habit.CHAOTIC))
    steady, chaotic = (walk(lives, [MODEL], END)[0] for lives in some)
    assert skill(steady) > 0.1
    assert skill(chaotic) > -0.05
    found = warnings(steady, RISKY_BELOW)
    assert found.warned_late > found.false_alarms
    for one in reliability(steady):
        assert abs(one.said - one.came) < 0.15


def test_bins_and_warnings_count_each_duty_once():
    """Two duties, one late: warned of at 14 and at 7 days; the other falsely at 7."""
    said = [(0, 14, "0.4", False), (0, 7, "0.3", False), (1, 14, "0.6", True), (1, 7, "0.4", True)]
    guesses = [Guess(duty, days, *(2 * [Fraction(chance)]), came) for duty, days, chance, came in said]
    found = warnings(guesses, RISKY_BELOW)
    assert (found.duties, found.late, found.warned_late, found.false_alarms, found.lead_days) == (2, 1, 1, 1, 14)
    assert [(one.count, one.came) for one in reliability(guesses)] == [(3, Fraction("1/3")), (1, 1)]


def test_on_time_follows_the_day_that_counts():
    """Approved: the day of the work; waiting: the day of sending in; nothing: late once its day has passed."""
    last = date(2026, 3, 20)
    cases = {
        Known(last, date(2026, 3, 25), date(2026, 3, 18)): (-5, True),  # issued in time, sent in late
        Known(last, date(2026, 3, 20)): (0, True),
        Known(last, date(2026, 3, 21)): (-1, False),
        Known(last): (None, False),
    }
    found = {known: known.past_on(date(2026, 4, 1)) for known in cases}
    assert {known: (past.early, past.on_time) for known, past in found.items()} == cases
    assert [known.past_on(last) for known in cases] == [None] * 4  # a day ends at its end
    assert Known(last, is_counted=False).past_on(date(2026, 4, 1)) is None
