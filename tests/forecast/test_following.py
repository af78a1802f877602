"""Prospects and steps follow what people do: bit by bit as from nothing, and as a plain count over the duties finds."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from dondoc.forecast.actions import rebuild, refresh
from dondoc.forecast.models import NO_DAY, Prospect, Step
from dondoc.lib.periods import Period
from dondoc.measures.models import Answer
from dondoc.obligations.models import Obligation, Purpose
from dondoc.orgs.models import OrgPath, valid_on
from tests.measures.test_touched import MOVES, PlayWithRounds
from tests.measures.world import make_world_with_rounds

PRODUCTS = {
    "ke-hoach.a": ["ke-hoach"], "thang.a": ["bao-cao"], "dang-ky.a": ["dang-ky"], "ket-nap.a": ["ket-nap"],
    "theo-dot.a": ["theo-dot", "ke-hoach"],
}  # fmt: skip
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


def _due(org_id: int, measure: str, period: Period, day: date) -> date | None:
    """From which day on `org_id` owes its answer, by looking at its duties one by one."""
    firsts = []
    for product in PRODUCTS[measure]:
        duties = [
            one
            for one in Obligation.objects.filter(org=org_id, purpose=Purpose.ANSWER).select_related("task")
            if product in one.task.deliverables and not one.exempted_on and (not one.closed_on or one.closed_on > day)
            and one.period_start <= period.end and one.period_end >= period.start
        ]  # fmt: skip
        if duties:
            firsts.append(min((one.last_day_allowed or NO_DAY for one in duties), default=NO_DAY))
    return max(firsts, default=NO_DAY)


def _count_plainly(day: date) -> None:
    """On every day of its period each measure demands of each organisation what a plain count says."""
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
