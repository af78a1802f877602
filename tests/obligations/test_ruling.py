"""Extensions, exemptions, stops of the clock, unlocking: given, taken back, and what they come to."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from dondoc.audit.models import AuditEvent
from dondoc.lib.due import Due, DueKind
from dondoc.lib.workdays import is_working_day, working_days_between
from dondoc.obligations import ruling
from dondoc.obligations.clock import Facts, facts_of
from dondoc.obligations.models import Obligation, Purpose, Ruling, RulingKind, RulingState
from dondoc.obligations.ruling import Terms
from dondoc.obligations.status import ObligationStatus
from dondoc.web.refusals import Conflict, Invalid, Refused
from tests.factories import AT, make_obligation, make_org, make_plan, make_task

pytestmark = pytest.mark.django_db

S = ObligationStatus
TODAY = date(2026, 3, 16)


def broken(*args, **kwargs):
    raise RuntimeError("no trail")


def state(row: Obligation) -> dict:
    return Obligation.objects.values().get(pk=row.pk)


def test_extending_moves_the_last_day_and_is_on_record(dated, opener):
    row = ruling.extend(dated, to=date(2026, 4, 15), reason=" Chờ hướng dẫn ", by=opener, at=AT)
    assert (row.last_day_allowed, row.due_on) == (date(2026, 4, 15), date(2026, 3, 31))
    event = AuditEvent.objects.get(action="obligation.extend")
    assert (event.before, event.after, event.note) == (
        {"extended_to": None},
        {"extended_to": "2026-04-15"},
        "Chờ hướng dẫn",
    )


def test_an_extension_is_over_with_its_day_and_still_counts(dated, opener):
    row = ruling.extend(dated, to=date(2026, 4, 15), reason="x", by=opener, at=AT)
    [given] = Ruling.objects.all()
    ends = (datetime(2026, 4, 15, 16, 59, tzinfo=UTC), datetime(2026, 4, 15, 17, 0, tzinfo=UTC))  # midnight in Hanoi
    assert [given.state_at(at) for at in ends] == [RulingState.IN_FORCE, RulingState.OVER]
    assert [Ruling.objects.with_state(RulingState.OVER, at).count() for at in ends] == [0, 1]
    assert row.status_on(date(2026, 4, 16)) == S.OVERDUE
    later = ruling.extend(row, to=date(2026, 4, 20), reason="y", by=opener, at=ends[1])
    ruling.end(Ruling.objects.order_by("pk").last(), reason="Nhầm", by=opener, at=ends[1])
    assert (later.extended_to, state(row)["extended_to"]) == (date(2026, 4, 20), date(2026, 4, 15))


def test_extending_ends_with_the_plan(dated, opener):
    end = dated.task.plan.ends_on
    with pytest.raises(Refused, match="Chỉ gia hạn được đến hết kế hoạch, ngày 31/12/2030"):
        ruling.extend(dated, to=end + timedelta(days=1), reason="x", by=opener, at=AT)
    assert ruling.extend(dated, to=end, reason="x", by=opener, at=AT).last_day_allowed == end


def test_exempting_and_taking_it_back(dated, opener):
    row = ruling.exempt(dated, reason="Không có đảng viên trong diện", by=opener, at=AT)
    assert (row.status_on(TODAY), row.exception_reason) == (S.EXEMPT, "Không có đảng viên trong diện")
    ruling.end(Ruling.objects.get(), reason="Nhầm đơn vị", by=opener, at=AT)
    row.refresh_from_db()
    assert (row.status_on(TODAY), row.exception_reason, state(row)["exempted_on"]) == (S.NOT_DUE, "", None)


def test_taking_an_extension_back(dated, opener):
    row = ruling.extend(dated, to=date(2026, 4, 15), reason="x", by=opener, at=AT)
    ruling.extend(row, to=date(2026, 4, 30), reason="y", by=opener, at=AT)
    first, second = Ruling.objects.order_by("pk")
    ruling.end(second, reason="Không cần nữa", by=opener, at=AT)
    assert (state(row)["extended_to"], state(row)["exception_reason"]) == (date(2026, 4, 15), "x")
    ruling.end(first, reason="Không cần nữa", by=opener, at=AT)
    assert (state(row)["extended_to"], state(row)["exception_reason"]) == (None, "")
    with pytest.raises(Conflict, match="vừa được người khác cập nhật"):
        ruling.end(first, reason="Hai thẻ", by=opener, at=AT)


@pytest.mark.parametrize("to", [date(2026, 3, 31), date(2026, 3, 15)])
def test_the_new_day_is_later_and_not_past(dated, opener, to):
    with pytest.raises(Refused, match="Ngày"):
        ruling.extend(dated, to=to, reason="x", by=opener, at=AT)


def test_a_reason_is_needed(dated, opener):
    before = state(dated)
    with pytest.raises(Invalid, match="lý do"):
        ruling.exempt(dated, reason=" ", by=opener, at=AT)
    assert state(dated) == before
    row = ruling.exempt(dated, reason="x", by=opener, at=AT)
    with pytest.raises(Invalid, match="lý do"):
        ruling.end(Ruling.objects.get(), reason=" ", by=opener, at=AT)
    assert state(row)["exempted_on"] == TODAY


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"exempted_on": TODAY}, "được miễn"),
        ({"done_on": TODAY, "approved_on": TODAY}, "hoàn thành"),
        ({"closed_on": TODAY}, "đã đóng"),
        ({"submitted_on": TODAY}, "chờ duyệt"),
    ],
)
def test_only_what_is_still_to_be_done_is_moved(dated, opener, facts, words):
    Obligation.objects.filter(pk=dated.pk).update(**facts)
    dated.refresh_from_db()
    with pytest.raises(Refused, match=words):
        ruling.extend(dated, to=date(2026, 4, 15), reason="x", by=opener, at=AT)


def test_what_has_no_day_needs_no_extension(directed, cast):
    row = Obligation.objects.filter(purpose=Purpose.ANSWER).first()
    with pytest.raises(Refused, match="chưa có hạn"):
        ruling.extend(row, to=date(2026, 4, 15), reason="x", by=cast.binh, at=AT)


def test_what_is_done_keeps_its_rulings(dated, opener):
    ruling.extend(dated, to=date(2026, 4, 15), reason="x", by=opener, at=AT)
    Obligation.objects.filter(pk=dated.pk).update(done_on=TODAY, approved_on=TODAY)
    with pytest.raises(Refused, match="không thay đổi được nữa"):
        ruling.end(Ruling.objects.get(), reason="x", by=opener, at=AT)


def test_out_of_date_is_a_conflict(dated, opener):
    stale = Obligation.objects.get(pk=dated.pk)
    ruling.extend(dated, to=date(2026, 4, 15), reason="x", by=opener, at=AT)
    with pytest.raises(Conflict, match="vừa được người khác cập nhật"):
        ruling.extend(stale, to=date(2026, 4, 20), reason="y", by=opener, at=AT)


@pytest.mark.parametrize("who", ["an", "chi", "dung", "stranger"])
def test_those_without_the_right_are_refused(cast, dated, who):
    with pytest.raises(Refused, match="Chỉ cơ quan cấp trên"):
        ruling.exempt(dated, reason="x", by=getattr(cast, who), at=AT)


def test_nobody_lets_the_own_organisation_off(cast, body, opener):
    task = make_task(make_plan(cast.committee), due=Due(DueKind.DATE, on=date(2026, 3, 31)), orgs=[body])
    row = make_obligation(task, body, due_on=date(2026, 3, 31))
    with pytest.raises(Refused, match="Chỉ cơ quan cấp trên"):
        ruling.exempt(row, reason="x", by=opener, at=AT)
    assert ruling.exempt(row, reason="x", by=cast.binh, at=AT).exempted_on == TODAY


def test_the_owner_of_the_plan_has_nobody_above(cast):
    task = make_task(make_plan(cast.committee), due=Due(DueKind.UNDATED), orgs=[cast.committee])
    row = make_obligation(task, cast.committee)
    assert ruling.exempt(row, reason="x", by=cast.binh, at=AT).exempted_on == TODAY


@pytest.mark.parametrize("act", ["extend", "exempt"])
def test_without_its_event_nothing_is_saved(dated, opener, monkeypatch, act):
    before = state(dated)
    monkeypatch.setattr(ruling, "record_all", broken)
    more = {"to": date(2026, 4, 15)} if act == "extend" else {}
    with pytest.raises(RuntimeError, match="no trail"):
        getattr(ruling, act)(dated, reason="x", by=opener, at=AT, **more)
    assert state(dated) == before


def test_a_stopped_clock_is_never_late_and_moves_the_last_day_by_the_working_days_stopped(dated, opener):
    first, later = date(2026, 3, 12), datetime(2026, 4, 20, 3, tzinfo=UTC)  # Thursday; Monday after the day due
    row = ruling.stop(dated, first=first, last=None, reason="Chờ hướng dẫn của cấp trên", by=opener, at=AT)
    assert (row.last_day_allowed, row.status_on(TODAY), row.status_on(later.date())) == (None, S.STOPPED, S.STOPPED)
    assert Obligation.objects.count_by_status(later.date())[S.STOPPED] == 1
    with pytest.raises(Refused, match="đang tạm dừng"):
        ruling.extend(row, to=date(2026, 5, 5), reason="x", by=opener, at=later)
    [stop] = Ruling.objects.all()
    with pytest.raises(Invalid, match="sau ngày bắt đầu"):
        ruling.resume(stop, on=first, reason="x", by=opener, at=later)
    ruling.resume(stop, on=later.date(), reason="Đã có hướng dẫn", by=opener, at=later)
    row.refresh_from_db()
    # 12/3 … 19/4 without weekends: 27 working days, none of them a holiday; 31/3 + 27 passes 30/4 and 1/5
    assert (row.stopped_until, row.extended_to) == (date(2026, 4, 19), date(2026, 5, 11))
    assert row.status_on(later.date()) == S.NOT_DUE
    assert list(AuditEvent.objects.order_by("pk").values_list("action", flat=True))[-2:] == [
        "obligation.stop", "obligation.resume",
    ]  # fmt: skip
    with pytest.raises(Conflict):  # the second tab
        ruling.resume(stop, on=later.date(), reason="x", by=opener, at=later)


def test_a_stop_with_an_end_runs_out_by_itself(dated, opener):
    row = ruling.stop(dated, first=TODAY, last=date(2026, 3, 20), reason="Bão lũ", by=opener, at=AT)
    days = (date(2026, 3, 20), date(2026, 3, 21), date(2026, 4, 7), date(2026, 4, 8))
    assert [row.status_on(day) for day in days] == [S.STOPPED, S.NOT_DUE, S.DUE_SOON, S.OVERDUE]
    [stop] = Ruling.objects.all()
    ends = (datetime(2026, 3, 20, 16, 59, tzinfo=UTC), datetime(2026, 3, 20, 17, 0, tzinfo=UTC))  # midnight in Hanoi
    assert [stop.state_at(at) for at in ends] == [RulingState.IN_FORCE, RulingState.OVER]
    for at, wanted in zip(ends, ("in_force", "over"), strict=True):
        assert [s for s in RulingState if Ruling.objects.with_state(s, at).exists()] == [wanted]


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2026, 4, 1), date(2026, 4, 5), "sau hạn 31/03/2026"),
        (date(2026, 3, 17), None, "từ hôm nay trở về trước"),
        (TODAY, date(2026, 3, 15), "từ ngày bắt đầu trở đi"),
        (date(2026, 3, 4), date(2026, 3, 9), "đến hết ngày 06/03/2026"),
    ],
)
def test_a_stop_begins_while_the_clock_runs(dated, opener, first, last, words):
    row = ruling.stop(dated, first=date(2026, 3, 2), last=date(2026, 3, 6), reason="x", by=opener, at=AT)
    if "sau hạn" in words:
        ruling.end(Ruling.objects.get(), reason="x", by=opener, at=AT)
        row.refresh_from_db()
    with pytest.raises(Refused, match=words):
        ruling.stop(row, first=first, last=last, reason="y", by=opener, at=AT)


def test_what_was_due_before_the_plan_came_in_needs_no_stop(dated, opener):
    Obligation.objects.update(is_history=True)
    with pytest.raises(Refused, match="không bị tính trễ"):
        ruling.stop(Obligation.objects.get(), first=TODAY, last=None, reason="x", by=opener, at=AT)


days = st.integers(0, 60).map(lambda n: date(2026, 3, 1) + timedelta(n))


@given(due=days, stops=st.lists(st.tuples(days, st.integers(0, 20)), max_size=4))
def test_every_working_day_stopped_is_given_back(due, stops):
    """By another calculation: the working days left after all stops are those that were left plus those stopped."""
    rulings = [
        Ruling(pk=n, kind="stop", from_on=first, to_on=first + timedelta(more), reason=f"{n}", given_at=AT)
        for n, (first, more) in enumerate(stops, 1)
    ]
    facts = facts_of(due, rulings)
    stopped = sum(
        is_working_day(one.from_on + timedelta(n)) for one in rulings for n in range((one.to_on - one.from_on).days + 1)
    )
    assert working_days_between(due, facts.extended_to or due) == stopped
    assert facts_of(due, []) == Facts()


def test_one_ruling_on_many_is_all_or_nothing_with_one_event_each(cast, dated, opener):
    rows = [dated]
    for n in range(3):
        org = make_org(f"Chi bộ Số {n}", parent=cast.committee)
        rows.append(make_obligation(dated.task, org, due_on=date(2026, 3, 31)))
    terms = Terms(kind=RulingKind.EXTEND, reason="Bão lũ", to_on=date(2026, 4, 15))
    ruling.outcomes(terms, rows[:1], by=opener, at=AT)  # reads the roles
    with CaptureQueriesContext(connection) as many:
        looked = ruling.outcomes(terms, rows, by=opener, at=AT)
    assert len(many) == 1  # the opener reviews them all
    assert [outcome.last_day for outcome in looked] == [date(2026, 4, 15)] * 4
    Obligation.objects.filter(pk=rows[2].pk).update(submitted_on=TODAY)
    fresh = list(Obligation.objects.order_by("pk"))
    with pytest.raises(Refused, match="chờ duyệt"):
        ruling.rule(terms, fresh, by=opener, at=AT)
    assert (Ruling.objects.count(), Obligation.objects.exclude(extended_to=None).count()) == (0, 0)
    ruling.rule(terms, [row for row in fresh if not row.submitted_on], by=opener, at=AT)
    assert AuditEvent.objects.filter(action="obligation.extend").count() == 3
    assert set(Obligation.objects.values_list("extended_to", flat=True)) == {date(2026, 4, 15), None}


def test_asking_twice_is_asking_once_and_unlocking_answers(cast, dated, opener):
    asked = [ruling.ask_unlock(dated, reason="Mất mạng ba ngày", by=cast.an, at=AT) for _tab in range(2)]
    assert asked[0] == asked[1]
    assert asked[0].state_at(AT) is RulingState.ASKED
    with pytest.raises(Refused, match="Chỉ người nhập"):
        ruling.ask_unlock(dated, reason="x", by=cast.chi, at=AT)
    until = AT + timedelta(days=2)
    row = ruling.unlock(dated, until=until, reason="Đồng ý", by=opener, at=AT)
    [given] = Ruling.objects.all()
    assert (given.pk, given.asked_for, given.reason, row.unlocked_until) == (
        asked[0].pk, "Mất mạng ba ngày", "Đồng ý", until,
    )  # fmt: skip
    assert [given.state_at(at) for at in (until - timedelta(seconds=1), until)] == [
        RulingState.IN_FORCE, RulingState.OVER,
    ]  # fmt: skip
    with pytest.raises(Refused, match="sau bây giờ"):
        ruling.unlock(row, until=AT, reason="x", by=opener, at=AT)


def test_a_question_is_refused_with_a_reason_or_taken_back(cast, dated, opener):
    asked = ruling.ask_unlock(dated, reason="x", by=cast.an, at=AT)
    with pytest.raises(Refused, match="Chỉ cơ quan cấp trên"):
        ruling.end(asked, reason="x", by=cast.chi, at=AT)
    refused = ruling.end(asked, reason="Kỳ đã báo cáo", by=opener, at=AT)
    assert (refused.state_at(AT), refused.ended_for) == (RulingState.REFUSED, "Kỳ đã báo cáo")
    again = ruling.ask_unlock(dated, reason="y", by=cast.an, at=AT)
    assert ruling.end(again, reason="Không cần nữa", by=cast.an, at=AT).ended_by == cast.an
    assert state(dated)["unlocked_until"] is None
