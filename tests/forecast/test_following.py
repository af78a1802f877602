"""Prospects and steps follow what people do: bit by bit as from nothing, and as a plain count over the duties finds."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from dondoc.forecast.actions import rebuild, refresh
from dondoc.forecast.models import NO_DAY, Prospect, Step
from dondoc.forecast.queries import forecasts
from dondoc.lib.periods import Period
from dondoc.measures import actions as measures
from dondoc.measures.models import Answer, MeasureValue
from dondoc.measures.queries import board
from dondoc.obligations.models import Obligation, Purpose
from dondoc.orgs.models import Org, OrgPath, valid_on
from dondoc.sheets.models import Deliverable
from dondoc.submissions.actions import save_and_submit
from dondoc.submissions.opening import open_submission
from tests.measures.reference import came_before, last_heir
from tests.measures.test_touched import MOVES, PlayWithRounds
from tests.measures.world import GRASSROOTS, TODAY, at, make_world_with_rounds

PRODUCTS = {
    "ke-hoach.a": ["ke-hoach"], "thang.a": ["bao-cao"], "dang-ky.a": ["dang-ky"], "ket-nap.a": ["ket-nap"],
    "theo-dot.a": ["theo-dot", "ke-hoach"],
}  # fmt: skip
ADDED = {"dang-ky.a", "ket-nap.a"}  # of which figures are added after a merger
moves = st.lists(st.tuples(st.sampled_from((*MOVES, "quota")), st.integers(0, 200)), min_size=6, max_size=30)


class Forecast(PlayWithRounds):
    """As `PlayWithRounds`; who looks sees forecasts too."""

    def look(self, number: int) -> None:
        super().look(number)
        refresh()


def _rows() -> tuple[list, list]:
    prospects = Prospect.objects.values_list(
        "measure", "org", "period", "due_on", "state", "last_day", "chance", "at_risk"
    )
    sums = Step.objects.values_list(
        "measure", "org", "period", "due_on", "population", "late", "sent", "open", "at_risk", "hoped"
    )
    return sorted(prospects, key=str), sorted(sums, key=str)


Span = tuple[date, date, date]


def _due(org_id: int, measure: str, period: Period, day: date) -> date | None:
    """From which day on `org_id` owes its answer, by looking at its duties one by one, what it took over among them."""
    span = (period.start, period.end, day)
    if measure in ADDED:
        mine = [one.pk for one in Org.objects.filter(kind__in=GRASSROOTS) if last_heir(one, day) == org_id]
        duties = [one for org in mine for one in _own(org, measure, span)]
    else:
        duties = [*_own(org_id, measure, span), *_taken_over(org_id, measure, span)]
    firsts = []
    for product in PRODUCTS[measure]:
        asked = [one for one in duties if product in one.task.deliverables and not one.exempted_on]
        if asked:
            firsts.append(min((one.last_day_allowed or NO_DAY for one in asked), default=NO_DAY))
    return max(firsts, default=NO_DAY)


def _own(org_id: int, measure: str, span: Span) -> list[Obligation]:
    first, last, day = span
    return [
        one
        for one in Obligation.objects.filter(org=org_id, purpose=Purpose.ANSWER).select_related("task")
        if {*one.task.deliverables} & {*PRODUCTS[measure]} and not (one.closed_on and one.closed_on <= day)
        and one.period_start <= last and one.period_end >= first
    ]  # fmt: skip


def _taken_over(org_id: int, measure: str, span: Span) -> list[Obligation]:
    """Where it owes none of the products for a period itself, what whoever before it had done last."""
    asked = {(code, one.period) for one in _own(org_id, measure, span) for code in one.task.deliverables}
    theirs: dict[tuple, list] = {}
    for before, until in came_before(org_id, span[2], date.max):
        for one in _own(before, measure, span):
            done = one.done_on if one.done_on and one.done_on <= span[2] else date.min
            if until == date.max or (one.done_on and one.done_on < until):
                theirs.setdefault((frozenset(one.task.deliverables), one.period), []).append((done, before, one))
    free = {key: found for key, found in theirs.items() if not {(code, key[1]) for code in key[0]} & asked}
    last = {key: max(found, key=lambda age: age[:2])[1] for key, found in free.items()}
    return [one for key, found in free.items() for _done, before, one in found if before == last[key]]


def _count_plainly(day: date) -> None:
    """On every day of its period each measure demands of each organisation what a plain count says, and the board of
    this day what the curve does."""
    dues: dict[tuple[str, int], date] = {}
    for one in Answer.objects.filter(month=f"{day:%Y-%m}").exclude(missing__in=("not_applicable", "not_allocated")):
        dues[(one.measure, one.org_id)] = _due(one.org_id, one.measure, Period.parse(one.period), day)
    under: dict[int, set[int]] = {}
    for path in OrgPath.objects.filter(valid_on(day)):
        under.setdefault(path.ancestor_id, set()).add(path.descendant_id)
    turns = {due for due in dues.values() if due != NO_DAY}
    days = sorted({day, *turns, *(turn - timedelta(days=1) for turn in turns)})
    for measure in PRODUCTS:
        for ancestor, members in under.items():
            sums = list(Step.objects.filter(measure=measure, org=ancestor))
            mine = [due for (key, org_id), due in dues.items() if key == measure and org_id in members]
            assert sum(one.population for one in sums) == len(mine)
            for one_day in days:
                found = sum(one.population for one in sums if one.due_on <= one_day)
                assert found == sum(due <= one_day for due in mine)
            stored = MeasureValue.objects.filter(measure=measure, org=ancestor, month=f"{day:%Y-%m}").first()
            if stored and measure != "ket-nap.a":  # a quota's steps are quarters
                assert stored.demanded == sum(due <= day for due in mine)


@pytest.mark.django_db
@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(2, 4), st.lists(st.integers(0, 5), max_size=4), moves)
@example(
    3, [0, 0],
    [("look", 0), ("submit", 4), ("later", 30), ("look", 0), ("approve", 1), ("look", 0), ("exempt", 1), ("look", 0),
     ("merge", 0), ("look", 0), ("later", 40), ("quota", 3), ("look", 0), ("send_back", 0), ("open_round", 2)],
)  # fmt: skip
def test_bit_by_bit_gives_what_comes_from_nothing_and_a_plain_count(orgs, parents, history):
    with transaction.atomic():
        play = Forecast(make_world_with_rounds(orgs, parents))
        for move, number in history:
            play.do(move, number)
        play.look(0)
        kept = _rows()
        assert rebuild() == 0
        assert _rows() == kept
        _count_plainly(play.day)
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_who_owes_the_first_of_two_parts_owes_no_whole_answer_on_the_board_either():
    world = make_world_with_rounds(2, [0])
    measures.refresh(today=TODAY)
    refresh()
    rows = [row for one in board(world.committee, f"{TODAY:%Y-%m}", day=TODAY) for row in one.measures]
    found = forecasts(rows, world.committee, f"{TODAY:%Y-%m}", TODAY)
    steps = {row.key: row.step for row in rows if row.key in found}
    assert steps == {key: one.demanded for key, one in found.items()}
    row = next(row for row in rows if row.key == "theo-dot.a")
    assert (row.totals.expected, row.totals.demanded, row.step) == (2, 0, 0)  # the plan is due, no round is open
    assert steps["ke-hoach.a"] == 1


@pytest.mark.django_db
def test_what_was_sent_in_of_a_duty_of_several_products_waits_for_review_and_is_not_open():
    world = make_world_with_rounds(2, [])
    sent, silent = world.orgs
    for org in world.orgs:
        world.done(org, "ke-hoach", "2025-2030", {"issued_on": "20/9/2025"}, on=date(2025, 9, 20))
    opened = world.open_round(on=TODAY, due_on=TODAY + timedelta(days=7), year=2026, name="Đợt một")  # and the report
    made = open_submission(
        org=sent, deliverable=Deliverable.objects.get(code="theo-dot"), round=opened, period=Period.parse("2026"),
        by=world.clerk, at=at(TODAY),
    )  # fmt: skip
    answers = {"all": "1", "some": "1", "held_on": "16/3/2026"}
    made = save_and_submit(made, answers=answers, explanation="", revision=made.revision, by=world.clerk, at=at(TODAY))
    measures.refresh(today=TODAY)
    refresh()
    assert _states("theo-dot.a") == {sent.pk: "sent", silent.pk: "open"}
    world.send_back(made, on=TODAY)
    measures.refresh(today=TODAY)
    refresh()
    assert _states("theo-dot.a") == {sent.pk: "open", silent.pk: "open"}


def _states(measure: str) -> dict[int, str]:
    return dict(Prospect.objects.filter(measure=measure).values_list("org_id", "state"))
