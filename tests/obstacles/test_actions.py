"""Obstacles: raised once, answered with its owner and day, handed on, taken back; the clock stops with the answer."""

from datetime import date, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from dondoc.audit.models import AuditEvent
from dondoc.lib.due import Due, DueKind
from dondoc.obligations.models import Obligation, RulingKind
from dondoc.obligations.status import ObligationStatus
from dondoc.obstacles import queries, rules
from dondoc.obstacles.actions import Stop, answer, hand_over, note_seen, raise_obstacle, withdraw
from dondoc.obstacles.models import Obstacle, ObstacleKind, Outcome, Standing
from dondoc.orgs.models import OrgKind
from dondoc.web.refusals import Invalid, Refused
from tests.factories import make_obligation, make_org, make_plan, make_task, make_user

pytestmark = pytest.mark.django_db
K = ObstacleKind.OBSTACLE
AT = datetime(2026, 4, 28, 9, tzinfo=timezone.get_default_timezone())  # the holidays of 30/4 and 1/5 lie ahead


@pytest.fixture
def stage(cast):
    """A duty of cell A that a body of the committee follows; An enters, Bình chases, the body's own person too."""
    body = make_org("Ban Tổ chức", kind=OrgKind.ADVISORY_BODY, parent=cast.committee)
    other = make_org("Văn phòng", kind=OrgKind.ADVISORY_BODY, parent=cast.committee)
    task = make_task(make_plan(cast.committee), due=Due(DueKind.UNDATED), text="Ban hành chương trình", reviewer=body)
    duty = make_obligation(task, cast.cell_a, due_on=date(2026, 5, 20))
    return SimpleNamespace(
        cast=cast, body=body, other=other, task=task, duty=fresh(duty), owner=make_user(role="specialist", org=body)
    )


def fresh(duty: Obligation) -> Obligation:
    return Obligation.objects.select_related("org", "task__reviewer", "task__plan__org").get(pk=duty.pk)


def raised(stage, text: str = "Chưa có hướng dẫn", **more) -> Obstacle:
    return raise_obstacle(stage.duty, K, text, **({"by": stage.cast.an, "at": AT} | more))


def test_it_gets_an_owner_and_a_day_in_working_days(stage):
    one = raised(stage)
    # 29/4 is the first of five working days; 30/4, 1/5 and the week-end do not count
    assert (one.owner, one.answer_by, one.org) == (stage.body, date(2026, 5, 7), stage.cast.cell_a)
    assert [e.action for e in AuditEvent.objects.filter(action__startswith="obstacle.")] == ["obstacle.raise"]


def test_nobody_answers_himself(stage):
    task = make_task(stage.task.plan, due=Due(DueKind.UNDATED), text="Mở lớp", reviewer=stage.body)
    duty = fresh(make_obligation(task, stage.body))
    enterer = make_user(role="enterer", org=stage.body)
    one = raise_obstacle(duty, K, "Thiếu kinh phí", by=enterer, at=AT)
    assert one.owner == stage.cast.committee
    with pytest.raises(Refused):
        answer(one, Outcome.SOLVED, "Xong", by=stage.owner, at=AT)


def test_the_same_words_twice_are_one_question_while_it_waits(stage):
    first, again = raised(stage), raised(stage)
    assert (first.pk, Obstacle.objects.count()) == (again.pk, 1)
    withdraw(first, by=stage.cast.an, at=AT)
    assert raised(stage).pk != first.pk


@pytest.mark.parametrize("who", ["chi", "binh", "dung", "stranger"])
def test_only_who_enters_for_the_organisation_raises(stage, who):
    if who == "binh":  # enters on behalf of organisations under the committee
        assert raised(stage, by=stage.cast.binh).raised_by == stage.cast.binh
    else:
        with pytest.raises(Refused):
            raised(stage, by=getattr(stage.cast, who))


def test_nothing_is_raised_about_what_is_over_and_not_without_words(stage):
    with pytest.raises(Invalid):
        raised(stage, text="  ")
    Obligation.objects.filter(pk=stage.duty.pk).update(closed_on=date(2026, 4, 1))
    stage.duty = fresh(stage.duty)
    with pytest.raises(Refused):
        raised(stage)


def test_an_answer_stands_once_and_tells_whether_it_was_in_time(stage):
    one = raised(stage)
    for who in (stage.cast.an, stage.cast.chi, stage.cast.dung, stage.cast.stranger):
        with pytest.raises(Refused):
            answer(one, Outcome.SOLVED, "Đã có hướng dẫn 05", by=who, at=AT)
    late = AT + timedelta(days=10)
    kept = answer(one, Outcome.SOLVED, "Đã có hướng dẫn 05", by=stage.owner, at=late)
    assert (kept.standing_on(late.date()), kept.is_late_answer) == (Standing.ANSWERED, True)
    with pytest.raises(Refused):
        answer(one, Outcome.DECLINED, "Không", by=stage.owner, at=late)
    with pytest.raises(Refused):
        withdraw(one, by=stage.cast.an, at=late)
    note_seen(kept, by=stage.cast.an, at=late)
    note_seen(kept, by=stage.cast.an, at=late + timedelta(days=1))
    assert Obstacle.objects.get(pk=one.pk).seen_at == late


def test_the_clock_stops_with_the_answer_or_nothing_is_done(stage):
    one = raised(stage)
    with pytest.raises(Refused):
        answer(one, Outcome.EXPLAINED, "Chờ", stop=Stop(first=date(2026, 6, 1)), by=stage.owner, at=AT)
    assert Obstacle.objects.get(pk=one.pk).is_waiting
    kept = answer(one, Outcome.EXPLAINED, "Chờ", stop=Stop(first=AT.date()), by=stage.owner, at=AT)
    duty = fresh(stage.duty)
    assert (kept.stop.kind, kept.stop.obligation) == (RulingKind.STOP, duty)
    assert duty.status_on(AT.date()) == ObligationStatus.STOPPED
    assert "Chưa có hướng dẫn" in kept.stop.reason


def test_it_is_handed_on_with_a_reason(stage):
    one = raised(stage)
    with pytest.raises(Invalid):
        hand_over(one, stage.other, answer_by=one.answer_by, why=" ", by=stage.owner, at=AT)
    with pytest.raises(Invalid):
        hand_over(one, stage.body, answer_by=one.answer_by, why="x", by=stage.owner, at=AT)
    with pytest.raises(Invalid):
        hand_over(one, stage.other, answer_by=date(2026, 4, 27), why="x", by=stage.owner, at=AT)
    with pytest.raises(Refused):
        hand_over(one, stage.cast.cell_a, answer_by=one.answer_by, why="x", by=stage.owner, at=AT)
    kept = hand_over(one, stage.other, answer_by=date(2026, 5, 12), why="Đúng việc", by=stage.owner, at=AT)
    assert (kept.owner, kept.answer_by, kept.handings.get().why) == (stage.other, date(2026, 5, 12), "Đúng việc")
    with pytest.raises(Refused):  # it is no longer theirs
        answer(one, Outcome.SOLVED, "Xong", by=stage.owner, at=AT)
    assert answer(one, Outcome.SOLVED, "Xong", by=stage.cast.binh, at=AT).answered_by == stage.cast.binh


def test_the_rate_counts_what_is_known_and_the_day_itself_is_in_time(stage):
    made = [raised(stage, text=f"Vướng {n}") for n in range(5)]
    day = made[0].answer_by
    on = [datetime(day.year, day.month, day.day, 23, tzinfo=AT.tzinfo) + timedelta(days=n) for n in (0, 1)]
    answer(made[0], Outcome.SOLVED, "Xong", by=stage.owner, at=on[0])
    answer(made[1], Outcome.SOLVED, "Xong", by=stage.owner, at=on[1])
    withdraw(made[2], by=stage.cast.an, at=AT)
    rows = Obstacle.objects.all()
    for today, known in ((day, (4, 2, 1, 0, 2, 2)), (day + timedelta(days=1), (4, 2, 1, 2, 2, 4))):
        found = queries.answering(rows, today)
        assert (found.asked, found.answered, found.in_time, found.overdue, found.waiting, found.judged) == known
        assert queries.answering_by_owner(rows, today)[0].owner == stage.body
        counts = queries.count_by_standing(rows, today)
        assert counts == {s: rows.standing(s, today).count() for s in Standing}
        assert all(one.standing_on(today) == s for s in Standing for one in rows.standing(s, today))


def test_each_sees_what_is_theirs(stage):
    one = raised(stage)
    seen = {who: one in Obstacle.objects.visible_to(getattr(stage.cast, who)) for who in ("an", "chi", "binh", "dung",
            "stranger")}  # fmt: skip
    assert seen == {"an": True, "chi": False, "binh": True, "dung": True, "stranger": False}
    assert one in Obstacle.objects.visible_to(stage.owner)
    assert rules.may_answer(stage.owner, one) is None
