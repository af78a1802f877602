"""Random trees, random histories: values kept step by step, values made from nothing and a plain count all agree."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from dondoc.measures.actions import Changes, rebuild, refresh
from dondoc.measures.models import MeasureValue
from dondoc.obligations.actions import bind_new_org, close_for_org
from dondoc.obligations.models import Obligation
from dondoc.obligations.ruling import exempt
from dondoc.orgs.actions import merge_orgs, move_org, rename_org, split_org
from dondoc.orgs.models import Org
from dondoc.plans.models import WHOLE_TERM
from dondoc.quotas.actions import Wish, set_goals
from dondoc.submissions.models import Submission, SubmissionState
from dondoc.web.refusals import Refused
from tests.factories import make_org
from tests.measures import reference
from tests.measures.test_refresh import rows
from tests.measures.world import World, at, make_world

PERIODS = {
    "ke-hoach": ["2025-2030"],
    "bao-cao": ["2025-09", "2025-11", "2026-01"],
    "dang-ky": ["2025", "2026"],
    "ket-nap": ["2025-Q4", "2026-Q1"],
}
FIRST_DAY = date(2025, 10, 5)
MOVES = (
    "submit",
    "approve",
    "approve",
    "send_back",
    "exempt",
    "merge",
    "split",
    "move",
    "rename",
    "quota",
    "goal",
    "later",
    "look",
)
moves = st.lists(st.tuples(st.sampled_from(MOVES), st.integers(0, 200)), min_size=4, max_size=25)


class Play:
    """One history: each move is done on the day at which the play stands."""

    def __init__(self, world: World) -> None:
        self.world, self.day = world, FIRST_DAY

    def do(self, move: str, number: int) -> None:
        getattr(self, move)(number)

    def _org(self, number: int):
        alive = [o for o in self.world.orgs if (o.refresh_from_db() or o.valid_to) is None]
        return alive[number % len(alive)]

    def submit(self, number: int) -> None:
        deliverable = sorted(PERIODS)[number % 4]
        period = PERIODS[deliverable][number // 4 % len(PERIODS[deliverable])]
        org, done = self._org(number // 3), self.day - timedelta(days=number % 40)
        said = f"{done.day}/{done.month}/{done.year}"
        answers = {
            "ke-hoach": {"issued_on": said},
            "bao-cao": {"words": "x"},
            "dang-ky": {"all": str(number % 7), "some": str(number % 5), "held_on": said},
            "ket-nap": {"admitted": str(number % 4), "held_on": said},
        }[deliverable]
        there = Submission.objects.filter(org=org, deliverable__code=deliverable, period=period).first()
        if there is None or there.is_editable:
            self.world.submit(org, deliverable, period, answers, on=self.day)

    def approve(self, number: int) -> None:
        if waiting := self.world.submissions(SubmissionState.SUBMITTED):
            chosen = waiting[number % len(waiting)]
            self.world.approve(chosen, on=self.day, effective="no" if number % 3 == 0 else "yes")

    def send_back(self, number: int) -> None:
        kept = self.world.submissions(SubmissionState.SUBMITTED) + self.world.submissions(SubmissionState.APPROVED)
        if kept:
            self.world.send_back(kept[number % len(kept)], on=self.day)

    def exempt(self, number: int) -> None:
        rows = list(Obligation.objects.untouched().filter(org=self._org(number)).order_by("pk")[:12])
        if rows:
            exempt(rows[number % len(rows)], reason="Được miễn", by=None, at=at(self.day))

    def merge(self, number: int) -> None:
        """Into one of them, or into a new one; sometimes told some days late."""
        gone, on = self._org(number + 1), self.day - timedelta(days=number % 3 * 8)
        try:
            with transaction.atomic():
                into = self._new(gone, on) if number % 5 == 0 else self._org(number)
                if into == gone:
                    return
                merge_orgs([gone], into=into, on=on, decision="12-QĐ", by=None, at=at(self.day))
                close_for_org(gone, on=on, successor=into, by=None, at=at(self.day))
        except Refused:  # one stands under the other, or was not there yet
            self.world.orgs = [org for org in self.world.orgs if Org.objects.filter(pk=org.pk).exists()]

    def split(self, number: int) -> None:
        """Into a new one beside it, or into two new ones."""
        org, on = self._org(number), self.day
        parts = [self._new(org, on) for _ in range(2 - number % 2)]
        under = dict.fromkeys(org.links_down.filter(valid_to=None).values_list("org_id", flat=True), parts[0])
        try:
            with transaction.atomic():
                split_org(
                    org, into=[*parts, *[org] * (number % 2)], on=on, decision="12-QĐ", children=under, by=None,
                    at=at(self.day),
                )  # fmt: skip
                if number % 2 == 0:
                    close_for_org(org, on=on, successor=parts[0], by=None, at=at(self.day))
        except Refused:
            return
        if number % 3:
            for part in parts:
                bind_new_org(part, by=None, at=at(self.day))

    def _new(self, like, on):
        parent = like.links_up.filter(valid_to=None).first().parent
        made = make_org(f"Đơn vị mới {len(self.world.orgs)}", parent=parent, kind=like.kind, valid_from=on)
        self.world.orgs.append(made)
        return made

    def move(self, number: int) -> None:
        try:
            with transaction.atomic():
                move_org(self._org(number), to=self._org(number // 2), on=self.day, by=None, at=at(self.day))
        except Refused:
            return

    def rename(self, number: int) -> None:
        org = self._org(number)
        rename_org(org, name=f"Tên {number}", short_name=f"T{number}", on=self.day, by=None, at=at(self.day))

    def quota(self, number: int) -> None:
        parts = {self._org(number): number % 9, self._org(0): 2}
        self.world.give_quota(parts, total=20, year=2025 + number % 2, since=self.day)

    def goal(self, number: int) -> None:
        org = (self.world.committee, self._org(number))[number % 2]
        key = ("thang.a", "dang-ky.a", "ket-nap.a", "ke-hoach.a")[number % 4]
        value = None if number % 5 == 0 else Decimal(number % 11) / 10
        year = (WHOLE_TERM, 2026)[number % 3 % 2]
        wish = Wish(key, org, year, value)
        set_goals(
            self.world.plan, [wish], valid_from=max(self.day, date(max(year, 2025), 1, 1)), reason="Nghị quyết năm",
            by=self.world.reviewer, at=at(self.day),
        )  # fmt: skip

    def later(self, number: int) -> None:
        self.day += timedelta(days=1 + number % 45)

    def look(self, number: int) -> None:
        refresh(today=self.day)


@pytest.mark.django_db
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(2, 5), st.lists(st.integers(0, 5), max_size=5), moves)
@example(  # the only one with a part of the quota ends: what was given from above is told all the same
    5,
    [],
    [("quota", 0), ("merge", 0), ("merge", 0), ("merge", 14)],
)
def test_step_by_step_from_nothing_and_a_plain_count_agree(orgs, parents, history):
    with transaction.atomic():
        play = Play(make_world(orgs, parents))
        for move, number in history:
            play.do(move, number)
        refresh(today=play.day)
        kept = rows()
        assert rebuild(today=play.day) == Changes()
        assert rows() == kept
        columns = ("numerator", "denominator", "population", "known", "expected", "expected_known")
        stored = {
            (m, o, month): tuple(v)
            for m, o, month, *v in MeasureValue.objects.values_list("measure", "org", "month", *columns)
        }
        assert stored == reference.totals(play.world, play.day)
        transaction.set_rollback(True)
