"""The status that the facts give, and the same rule said to the database, agree on every row and day."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dondoc.lib.due import Due, DueKind
from dondoc.obligations.models import DUE_SOON_DAYS, Obligation
from dondoc.obligations.status import DONE, ICONS, OPEN, TONES, ObligationStatus
from tests.factories import make_committee, make_obligation, make_org, make_plan, make_task

FIRST = date(2026, 3, 1)
S = ObligationStatus
days = st.integers(0, 40).map(lambda n: FIRST + timedelta(days=n))
perhaps = st.none() | days


@st.composite
def facts(draw) -> dict:
    """Facts that the constraints allow, in any mixture."""
    due_on = draw(perhaps)
    extended_to = draw(perhaps)
    approved_on = draw(perhaps)
    stopped_on = draw(perhaps)
    stopped_until = draw(perhaps) if stopped_on else None
    return {
        "stopped_on": stopped_on,
        "stopped_until": max(stopped_until, stopped_on) if stopped_until else None,
        "due_on": due_on,
        "extended_to": extended_to if due_on is None or (extended_to and extended_to > due_on) else None,
        "is_history": draw(st.booleans()),
        "is_ongoing": draw(st.booleans()),
        "exempted_on": draw(perhaps),
        "submitted_on": draw(perhaps),
        "sent_back_on": draw(perhaps),
        "approved_on": approved_on,
        "done_on": draw(days) if approved_on else None,
        "closed_on": draw(perhaps),
    }


@pytest.fixture
def task(db):
    return make_task(make_plan(make_committee()), due=Due(DueKind.UNDATED))


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(facts(), min_size=12, max_size=40), today=days)
def test_the_database_gives_each_row_the_status_that_its_facts_give(task, rows, today):
    """Many rows an example: asking the database once for each status is what costs."""
    Obligation.objects.all().delete()
    org = make_org() if task.plan.org.paths_down.count() == 1 else task.plan.org
    made = [make_obligation(task, org, period=str(2026 + n), **row) for n, row in enumerate(rows)]
    expected = {status: set() for status in S}
    for row in made:
        expected[row.status_on(today)].add(row.pk)
    found = {s: set(Obligation.objects.with_status(s, today).values_list("pk", flat=True)) for s in S}
    assert found == expected
    assert Obligation.objects.count_by_status(today) == {s: len(pks) for s, pks in expected.items()}
    late = {S.OVERDUE, S.LATE, S.HISTORY}
    in_any = set(Obligation.objects.with_status_in(late, today).values_list("pk", flat=True))
    assert in_any == set().union(*(expected[s] for s in late))


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        ({"due_on": FIRST}, S.DUE_SOON),  # a day ends at 24:00
        ({"due_on": FIRST - timedelta(days=1)}, S.OVERDUE),
        ({"due_on": FIRST + timedelta(days=DUE_SOON_DAYS)}, S.DUE_SOON),
        ({"due_on": FIRST + timedelta(days=DUE_SOON_DAYS + 1)}, S.NOT_DUE),
        ({"due_on": date(2025, 9, 30), "is_history": True}, S.HISTORY),
        ({"due_on": date(2025, 9, 30), "is_history": True, "extended_to": date(2026, 1, 1)}, S.OVERDUE),
        ({}, S.WAITING),
        ({"is_ongoing": True}, S.ONGOING),
        ({"due_on": FIRST, "submitted_on": FIRST}, S.IN_REVIEW),
        ({"due_on": FIRST, "sent_back_on": FIRST}, S.SENT_BACK),
        ({"due_on": date(2026, 1, 1), "sent_back_on": FIRST}, S.OVERDUE),
        ({"due_on": FIRST, "done_on": FIRST, "approved_on": FIRST + timedelta(days=9)}, S.ON_TIME),
        ({"due_on": date(2026, 1, 1), "done_on": FIRST, "approved_on": FIRST}, S.LATE),
        ({"due_on": date(2026, 1, 1), "stopped_on": date(2025, 12, 30)}, S.STOPPED),
        ({"due_on": date(2026, 1, 1), "stopped_on": date(2025, 12, 30), "stopped_until": FIRST}, S.STOPPED),
        ({"due_on": date(2026, 1, 1), "stopped_on": date(2025, 12, 1), "stopped_until": date(2025, 12, 2)}, S.OVERDUE),
        ({"due_on": FIRST, "stopped_on": FIRST + timedelta(days=1), "stopped_until": date(2026, 3, 9)}, S.DUE_SOON),
        ({"due_on": date(2026, 1, 1), "stopped_on": FIRST, "sent_back_on": FIRST}, S.STOPPED),
        (
            {"due_on": date(2026, 1, 1), "stopped_on": date(2025, 12, 30), "done_on": FIRST, "approved_on": FIRST},
            S.ON_TIME,
        ),
        ({"exempted_on": FIRST, "due_on": date(2026, 1, 1)}, S.EXEMPT),
        ({"closed_on": FIRST, "due_on": date(2026, 1, 1)}, S.CLOSED),
    ],
)
def test_what_the_facts_say_on_the_first_of_march(facts, status):
    row = Obligation(**facts)
    assert row.status_on(FIRST) == status


def test_every_status_has_a_word_a_tone_and_a_drawing():
    assert set(TONES) == set(ICONS) == set(S)
    assert all(status.label and status.tone and status.icon for status in S)
    assert [s for s in S if s.is_open and s in DONE] == []
    assert {s for s in S if s.is_open} == OPEN
