"""Chasing: whom, about what, once a day; and having seen it."""

from datetime import date, timedelta

import pytest

from dondoc.audit.models import AuditEvent
from dondoc.lib.due import Due, DueKind
from dondoc.lib.periods import Period
from dondoc.obligations import ruling
from dondoc.obligations.models import Obligation
from dondoc.orgs.models import OrgKind
from dondoc.reminders import actions
from dondoc.reminders.actions import chasing
from dondoc.reminders.models import Reminder
from dondoc.reminders.queries import unread_for
from dondoc.web.refusals import Invalid, Refused
from tests.factories import AT, make_obligation, make_org, make_plan, make_task, make_user
from tests.submissions.rows import COUNTED, make_deliverable

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 16)
TOMORROW = AT + timedelta(days=1)
LATE = {"due_on": date(2026, 3, 2)}


@pytest.fixture
def task(cast):
    return make_task(make_plan(cast.committee), due=Due(DueKind.UNDATED))


@pytest.fixture
def late(cast, task):
    return make_obligation(task, cast.cell_a, **LATE)


def remind(*rows, by, at=AT, text="Đề nghị nộp ngay."):
    return actions.remind(rows, text=text, by=by, at=at)


def broken(*args, **kwargs):
    raise RuntimeError("no trail")


def test_a_reminder_is_recorded_and_shown_to_the_organisation(cast, late):
    [made] = remind(late, by=cast.binh, text=" Đề nghị nộp ngay. ")
    assert (made.text, made.sent_by, made.sent_on, made.read_at) == ("Đề nghị nộp ngay.", cast.binh, TODAY, None)
    assert {who: unread_for(getattr(cast, who)) for who in ("an", "chi", "binh", "dung")} == {
        "an": [made],
        "chi": [],
        "binh": [],
        "dung": [],
    }
    event = AuditEvent.objects.get(action="reminder.send")
    assert (event.actor_label, event.org_label, event.after) == ("Bình", "Chi bộ A", {"obligations": 1})


def test_once_a_day_whoever_clicks(cast, late):
    remind(late, by=cast.binh)
    with pytest.raises(Refused, match="Hôm nay đã đôn đốc"):
        remind(late, by=make_user(role="specialist", org=cast.committee))
    remind(late, by=cast.binh, at=TOMORROW)
    assert [r.sent_on for r in late.reminders.order_by("pk")] == [TODAY, date(2026, 3, 17)]


def test_what_needs_none_is_left_out_with_its_reason(cast, task, late):
    other = make_obligation(task, cast.cell_b, due_on=date(2026, 12, 31))
    chosen, skipped = actions.sift([late, other], by=cast.binh, at=AT)
    assert (chosen, [one.obligation for one in skipped]) == ([late], [other])
    assert [r.obligation for r in remind(late, other, by=cast.binh)] == [late]


def test_what_is_shut_is_not_asked_for_until_it_is_unlocked(cast):
    make_deliverable("bao-cao", sheet=COUNTED, period="month")
    plan = make_plan(cast.committee)
    tasks = [make_task(plan, due=Due(DueKind.UNDATED), deliverables=codes) for codes in (["bao-cao"], [])]
    late, other = (make_obligation(one, cast.cell_a, period="2026-02", **LATE) for one in tasks)
    february = Period.parse("2026-02")
    ruling.lock_period(cast.committee, february, sheet=None, reason="Đã chốt", by=cast.binh, at=AT)
    chosen, [skipped] = actions.sift([late, other], by=cast.binh, at=AT)
    assert (chosen, skipped.obligation) == ([other], late)  # what has no sheet is done without one
    assert skipped.reason == "Kỳ này đã khóa ngày 16/03/2026 (Đã chốt). Muốn đơn vị nộp, hãy mở khóa trước."
    until = AT + timedelta(hours=1)
    ruling.unlock(late, until=until, reason="x", by=cast.binh, at=AT)
    late.refresh_from_db()
    assert [actions.sift([late], by=cast.binh, at=at)[0] for at in (AT, until)] == [[late], []]


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"exempted_on": TODAY, **LATE}, "được miễn"),
        ({"done_on": TODAY, "approved_on": TODAY, **LATE}, "đã xong"),
        ({"closed_on": TODAY, **LATE}, "kết thúc hoạt động"),
        ({"submitted_on": TODAY, **LATE}, "chờ duyệt"),
        ({}, "chờ cấp trên"),
        ({"is_ongoing": True}, "thường xuyên"),
        ({"due_on": date(2026, 12, 31)}, "chưa sắp đến hạn"),
    ],
)
def test_why_there_is_nothing_to_remind_of(cast, task, facts, words):
    with pytest.raises(Refused, match=words):
        remind(make_obligation(task, cast.cell_a, **facts), by=cast.binh)
    assert Reminder.objects.count() == 0


@pytest.mark.parametrize(
    "facts", [{"due_on": date(2026, 3, 20)}, {"sent_back_on": TODAY}, {"is_history": True, **LATE}]
)
def test_what_is_near_sent_back_or_without_evidence_is_chased_too(cast, task, facts):
    assert len(remind(make_obligation(task, cast.cell_a, **facts), by=cast.binh)) == 1


def test_the_body_that_reviews_may_chase(cast):
    body = make_org("Ban Tổ chức", parent=cast.committee, kind=OrgKind.ADVISORY_BODY)
    task = make_task(make_plan(cast.committee), due=Due(DueKind.UNDATED), reviewer=body)
    row = make_obligation(task, cast.cell_a, **LATE)
    assert len(remind(row, by=make_user(role="specialist", org=body))) == 1


@pytest.mark.parametrize("who", ["an", "chi", "dung", "stranger"])
def test_without_the_right_nobody_is_chased(cast, late, who):
    with pytest.raises(Refused, match="Chỉ cơ quan cấp trên"):
        remind(late, by=getattr(cast, who))
    assert Reminder.objects.count() == 0


def test_one_without_the_right_stops_all(cast, task, late):
    """A list with one row of another committee sends nothing, not even what would be allowed."""
    foreign = make_obligation(task, cast.other_committee, **LATE)
    with pytest.raises(Refused, match="Chỉ cơ quan cấp trên"):
        remind(late, foreign, by=cast.binh)
    assert Reminder.objects.count() == 0


def test_nobody_chases_the_own_organisation(cast):
    body = make_org("Ban Tổ chức", parent=cast.committee, kind=OrgKind.ADVISORY_BODY)
    row = make_obligation(make_task(make_plan(cast.committee), due=Due(DueKind.UNDATED)), body, **LATE)
    with pytest.raises(Refused, match="Chỉ cơ quan cấp trên"):
        remind(row, by=make_user(role="specialist", org=body))


@pytest.mark.parametrize(("text", "words"), [("  ", "ghi nội dung"), ("x" * 2001, "dài quá")])
def test_the_words_must_be_there_and_short(cast, late, text, words):
    with pytest.raises(Invalid, match=words):
        remind(late, by=cast.binh, text=text)


def test_none_chosen(cast):
    with pytest.raises(Refused, match="Chưa chọn việc nào"):
        remind(by=cast.binh)


def test_without_its_event_nothing_is_sent(cast, late, monkeypatch):
    monkeypatch.setattr(chasing, "record_all", broken)
    with pytest.raises(RuntimeError, match="no trail"):
        remind(late, by=cast.binh)
    assert Reminder.objects.count() == 0


class TestSeen:
    def test_it_is_noted_who_saw_it_and_when(self, cast, late):
        [made] = remind(late, by=cast.binh)
        assert actions.mark_read([made], by=cast.an, at=TOMORROW) == 1
        made.refresh_from_db()
        assert (made.read_by, made.read_at, unread_for(cast.an)) == (cast.an, TOMORROW, [])
        assert actions.mark_read([made], by=cast.an, at=TOMORROW) == 0
        assert [e.after for e in AuditEvent.objects.filter(action="reminder.read")] == [{"reminders": 1}]

    @pytest.mark.parametrize("who", ["chi", "binh", "dung"])
    def test_only_the_organisation_itself_says_seen(self, cast, late, who):
        [made] = remind(late, by=cast.binh)
        with pytest.raises(Refused, match="Chỉ người của đơn vị"):
            actions.mark_read([made], by=getattr(cast, who), at=AT)
        assert Reminder.objects.unread().count() == 1

    def test_without_its_event_it_is_not_seen(self, cast, late, monkeypatch):
        [made] = remind(late, by=cast.binh)
        monkeypatch.setattr(chasing, "record", broken)
        with pytest.raises(RuntimeError, match="no trail"):
            actions.mark_read([made], by=cast.an, at=AT)
        assert Reminder.objects.unread().count() == 1

    def test_what_was_answered_meanwhile_needs_no_notice(self, cast, late):
        remind(late, by=cast.binh)
        Obligation.objects.filter(pk=late.pk).update(submitted_on=TODAY)
        assert unread_for(cast.an) == []
