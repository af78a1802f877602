"""Only what an event can touch is computed anew: the same as from nothing, whatever happens in whatever order."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from dondoc.audit.models import AuditEvent
from dondoc.config.middleware import credit_new_obligations
from dondoc.indicators.actions import add_version
from dondoc.lib.periods import Period
from dondoc.measures.actions import Changes, rebuild, refresh
from dondoc.measures.facts import load_programme, months_until
from dondoc.measures.models import Cursor
from dondoc.measures.touched import touched_by
from dondoc.obligations import ruling
from dondoc.obligations.models import Obligation, Round, Ruling
from dondoc.obligations.rounds import withdraw_round
from dondoc.sheets.models import Deliverable
from dondoc.submissions import actions as submissions
from dondoc.submissions.models import SubmissionState
from dondoc.submissions.opening import open_submission
from dondoc.web.refusals import Refused
from tests.measures.test_second_opinion import Play
from tests.measures.world import DEFINITIONS, TODAY, at, make_world_with_rounds

MOVES = ("submit", "approve", "approve", "send_back", "withdraw", "open_round", "open_round", "answer_round",
         "answer_round", "withdraw_round", "extend", "exempt", "stop", "end_ruling", "merge", "split", "move",
         "rename", "publish", "later", "look", "look")  # fmt: skip
moves = st.lists(st.tuples(st.sampled_from(MOVES), st.integers(0, 200)), min_size=6, max_size=30)


class PlayWithRounds(Play):
    """As `Play`, with rounds and rulings. What is refused is not done."""

    def do(self, move: str, number: int) -> None:
        try:
            with transaction.atomic():
                super().do(move, number)
        except Refused:
            return

    def open_round(self, number: int) -> None:
        year = 2025 + number % 3
        self.world.open_round(
            on=self.day, due_on=self.day + timedelta(days=number % 60), year=year, name=f"Đợt {number}"
        )

    def withdraw_round(self, number: int) -> None:
        if opened := list(Round.objects.order_by("pk")):
            withdraw_round(opened[number % len(opened)], reason="Nhầm", by=self.world.reviewer, at=at(self.day))

    def answer_round(self, number: int) -> None:
        if opened := list(Round.objects.order_by("pk")):
            one = opened[number % len(opened)]
            made = open_submission(
                org=self._org(number // 3), deliverable=Deliverable.objects.get(code="theo-dot"), round=one,
                period=Period.parse(one.period), by=self.world.clerk, at=at(self.day),
            )  # fmt: skip
            said = f"{self.day.day}/{self.day.month}/{self.day.year}"
            submissions.save_and_submit(
                made, answers={"all": "1", "some": "1", "held_on": said}, explanation="Đã xem lại.",
                revision=made.revision, by=self.world.clerk, at=at(self.day),
            )  # fmt: skip

    def withdraw(self, number: int) -> None:
        if waiting := self.world.submissions(SubmissionState.SUBMITTED):
            one = waiting[number % len(waiting)]
            submissions.withdraw(one, revision=one.revision, by=self.world.clerk, at=at(self.day))

    def _duty(self, number: int) -> Obligation:
        rows = Obligation.objects.filter(org=self._org(number), is_history=False).order_by("pk")
        if not rows:
            raise Refused("chưa có việc nào")  # a new one that nothing was asked of yet
        return rows[number % len(rows)]

    def extend(self, number: int) -> None:
        duty = self._duty(number)
        to = (duty.due_on or self.day) + timedelta(days=30)
        ruling.extend(duty, to=to, reason="Chờ", by=self.world.reviewer, at=at(self.day))

    def stop(self, number: int) -> None:
        ruling.stop(
            self._duty(number), first=self.day, last=None, reason="Chờ", by=self.world.reviewer, at=at(self.day)
        )

    def end_ruling(self, number: int) -> None:
        if given := list(Ruling.objects.filter(ended_at=None).select_related("obligation").order_by("pk")):
            one = given[number % len(given)]
            ruling.end(one, reason="Hết lý do", by=self.world.reviewer, at=at(self.day))

    def look(self, number: int) -> None:
        # as the outermost layer does after each change
        credit_new_obligations(Cursor.objects.values_list("event_id", flat=True).first() or 0)
        super().look(number)

    def publish(self, number: int) -> None:
        """A definition that carries over otherwise, or asks for something else, from today on."""
        one = DEFINITIONS[number % 4]
        measure = {**one["measures"][0], "carry": "none" if number % 3 else "", "note": f"Bản của ngày {self.day}"}
        add_version({**one, "valid_from": self.day.isoformat(), "measures": [measure]}, by=None, at=at(self.day))


@pytest.mark.django_db
@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(2, 4), st.lists(st.integers(0, 5), max_size=4), moves)
@example(3, [], [("look", 0), ("open_round", 1), ("look", 0), ("answer_round", 3), ("approve", 1), ("look", 0)])
@example(  # a sheet of one that is merged is approved afterwards: it counts for the successor
    3, [], [("submit", 2), ("look", 0), ("merge", 2), ("look", 0), ("approve", 1)]
)
@example(  # let off when it was sent in, asked again later, credited when a round of another task opens
    2, [], [("look", 0), ("exempt", 0), ("submit", 0), ("look", 0), ("end_ruling", 0), ("look", 0), ("open_round", 1)]
)
def test_what_is_touched_is_all_that_changes(orgs, parents, history):
    with transaction.atomic():
        play = PlayWithRounds(make_world_with_rounds(orgs, parents))
        for move, number in history:
            play.do(move, number)
        play.look(0)
        assert rebuild(today=play.day) == Changes()
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_a_month_concerns_its_own_month_and_a_round_its_own_measure():
    world = make_world_with_rounds()
    refresh(today=TODAY)
    seen = AuditEvent.objects.order_by("pk").last().pk
    world.done(world.orgs[0], "bao-cao", "2026-02", {"words": "x"}, on=date(2026, 2, 18))
    world.open_round(on=TODAY, due_on=date(2026, 4, 30), year=2026, name="Đợt 1")
    programme = load_programme()
    months = months_until(programme, TODAY)

    def concerned(*actions: str) -> dict[str, dict[str, int]]:
        events = AuditEvent.objects.filter(pk__gt=seen, action__in=actions).values_list("action", "object_id")
        found: dict[str, dict[str, int]] = {}
        for (measure, month), orgs in sorted(touched_by(events, programme).concerned(programme, months).items()):
            found.setdefault(measure, {})[month] = len(orgs)
        return found

    assert concerned("submission.approve") == {"thang.a": {"2026-02": 1}}
    year = {"2026-01": 3, "2026-02": 3, "2026-03": 3}
    assert concerned("round.open") == {"thang.a": year, "theo-dot.a": year}


@pytest.mark.django_db
def test_what_is_gone_cannot_be_told():
    programme = load_programme()
    assert touched_by([("submission.approve", "987654")], programme) is None
    assert touched_by([("obligation.exempt", "987654")], programme) is None
    assert touched_by([("round.open", "987654")], programme) is None
