"""What a day's building makes: whom it tells of what, once; what it leaves alone."""

from datetime import date, timedelta

import pytest

from dondoc.accounts.models import User
from dondoc.audit.models import AuditEvent
from dondoc.lib.due import Due, DueKind
from dondoc.lib.periods import Period
from dondoc.lib.workdays import add_working_days, is_working_day
from dondoc.obligations import ruling
from dondoc.obligations.models import Obligation, Purpose
from dondoc.orgs.models import OrgKind
from dondoc.outbox.models import Delivery, Message
from dondoc.reminders import actions
from dondoc.reminders.building import build, unreached
from dondoc.reminders.ladder import as_data, parse
from dondoc.reminders.models import Build, LadderVersion, Reminder, Told
from dondoc.reminders.queries import ladder_of, unread_for
from dondoc.web.refusals import Conflict, Refused
from tests.factories import AT, make_obligation, make_org, make_plan, make_task, make_user
from tests.reminders.ladders import DATA, morning, run_ladder
from tests.submissions.rows import COUNTED, make_deliverable

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 16)  # a Monday
SOON, TODAYS, LATE = date(2026, 3, 23), TODAY, date(2026, 3, 11)  # reach “truoc-han”, “dung-ngay”, “qua-han” today


@pytest.fixture
def plan(cast):
    return make_plan(cast.committee)


@pytest.fixture
def body(cast):
    return make_org("Ban Tổ chức", parent=cast.committee, kind=OrgKind.ADVISORY_BODY)


@pytest.fixture
def task(plan, body):
    return make_task(plan, due=Due(DueKind.UNDATED), reviewer=body)


def reached() -> dict[tuple[int, str], set[str]]:
    """(duty, rung) → usernames told."""
    found = {(one.obligation_id, one.rung): set() for one in Reminder.objects.exclude(rung="")}
    for told in Told.objects.select_related("reminder", "user", "message"):
        assert told.message.user_id == told.user_id
        found[told.reminder.obligation_id, told.reminder.rung].add(told.user.username)
    return found


def test_a_day(cast, plan, task):
    run_ladder(plan)
    secretary = make_user("bt", role="internal_approver", org=cast.cell_a)
    soon, today, late = (make_obligation(task, cast.cell_a, due_on=day, period=p)
                         for day, p in ((SOON, "2026-03"), (TODAYS, "2026-02"), (LATE, "2026-01")))  # fmt: skip
    other = make_obligation(task, cast.cell_b, due_on=LATE)
    make_obligation(task, cast.cell_b, due_on=SOON + timedelta(days=1), period="2027")
    made = build(at=morning(TODAY))
    org = {"an", "bt"}
    assert reached() == {
        (soon.pk, "truoc-han"): org, (today.pk, "dung-ngay"): org, (late.pk, "qua-han"): org,
        (other.pk, "qua-han"): {"chi"},
    }  # fmt: skip
    assert (made.reminders, made.messages, made.unreached) == (4, 3, 0)  # one message a person, not one for each duty
    assert {one.obligation_id: one.text for one in unread_for(cast.an)}[late.pk] == (
        "Đã quá hạn 3 ngày làm việc. Đề nghị đơn vị nộp ngay, hoặc báo lý do và ngày nộp."
    )
    event = AuditEvent.objects.get(action="reminder.build")
    assert event.after == {"reminders": 4, "messages": 3, "unreached": 0}
    assert build(at=morning(TODAY)) is None
    assert build(at=morning(TODAY + timedelta(days=1))).reminders == 0 + 1  # the one of 24/03 comes a day later
    assert Message.objects.filter(user=secretary).count() == 1


def test_who_is_told_on_the_way_up(cast, plan, task, body):
    run_ladder(plan)
    make_user("bt", role="internal_approver", org=cast.cell_a)
    make_user("truongban", role="internal_approver", org=body)
    make_user("chuyenvien", role="enterer", org=body)
    make_user("thuongtruc", role="leader", org=cast.committee)
    gone = make_user("nghi", role="leader", org=cast.committee)
    User.objects.filter(pk=gone.pk).update(is_active=False)
    make_user("cu", role="leader", org=cast.committee, valid_to=TODAY)
    duty = make_obligation(task, cast.cell_a, due_on=LATE)
    told = []
    for n in (1, 2, 3, 6, 7, 11, 12, 19, 20, 24, 25):
        day = add_working_days(LATE, n)
        build(at=morning(day))
        told += [(f"{day:%d/%m}", rung, who) for (_pk, rung), who in reached().items() if rung not in dict_of(told)]
    assert told == [
        ("12/03", "dung-ngay", {"an", "bt"}),  # the ladder was first run a day late
        ("16/03", "qua-han", {"an", "bt"}),
        ("20/03", "bi-thu", {"bt"}),
        ("27/03", "co-quan-theo-doi", {"truongban"}),
        ("08/04", "thuong-truc", {"thuongtruc"}),
        ("15/04", "neu-trong-bao-cao", set()),
    ]
    assert not unreached(date(2026, 4, 15)).exists()  # nobody was to be told
    assert {one.rung for one in Reminder.objects.filter(is_for_org=True)} == {"dung-ngay", "qua-han", "bi-thu"}
    assert [one.rung for one in unread_for(cast.an) if one.obligation == duty] == ["bi-thu", "qua-han", "dung-ngay"]


def dict_of(told) -> set[str]:
    return {rung for _day, rung, _who in told}


def test_where_nobody_holds_the_first_choice(cast, plan, task, body):
    run_ladder(plan)
    make_user("chuyenvien", role="enterer", org=body)
    late = make_obligation(task, cast.cell_a, due_on=add_working_days(TODAY, -7))  # the secretary's rung
    later = make_obligation(task, cast.cell_b, due_on=add_working_days(TODAY, -12))  # the body's
    own = make_obligation(task, cast.committee, due_on=LATE)  # the committee stands on its own ladder
    opening = make_obligation(task, body, due_on=LATE, purpose=Purpose.OPEN_ROUND)  # so does the advisory body
    nobody = make_obligation(task, make_org("Không người", parent=cast.committee), due_on=LATE)
    assert build(at=morning(TODAY)).unreached == 1
    assert reached() == {
        (late.pk, "bi-thu"): {"an"}, (later.pk, "co-quan-theo-doi"): {"chuyenvien"}, (own.pk, "qua-han"): {"binh"},
        (opening.pk, "qua-han"): {"chuyenvien"}, (nobody.pk, "qua-han"): set(),
    }  # fmt: skip
    assert [one.obligation for one in unreached(TODAY)] == [nobody]


def test_it_stops_the_moment_that_there_is_nothing_to_chase(cast, plan, task):
    run_ladder(plan)
    duties = {name: make_obligation(task, cast.cell_a, due_on=LATE, period=f"2026-{n:02d}", **facts)
              for n, (name, facts) in enumerate({
                  "sent": {"submitted_on": TODAY}, "done": {"approved_on": TODAY, "done_on": TODAY},
                  "exempt": {"exempted_on": TODAY}, "closed": {"closed_on": TODAY}, "history": {"is_history": True},
                  "returned history": {"is_history": True, "sent_back_on": TODAY}, "stopped": {"stopped_on": TODAY},
                  "extended": {"extended_to": SOON}, "late": {},
              }.items(), 1)}  # fmt: skip
    boss = make_obligation(task, cast.cell_b, due_on=LATE, purpose=Purpose.OPEN_ROUND)
    waits = make_obligation(task, cast.cell_b, waiting_for=boss, period="2027")
    gone = make_org("Đã giải thể", parent=cast.committee)
    ended = make_obligation(task, gone, due_on=LATE)
    type(gone).objects.filter(pk=gone.pk).update(valid_to=TODAY)
    build(at=morning(TODAY))
    assert set(reached()) == {
        (duties["late"].pk, "qua-han"), (duties["extended"].pk, "truoc-han"), (boss.pk, "qua-han")
    }  # fmt: skip
    assert not Reminder.objects.filter(obligation__in=[waits, ended]).exists()


def test_an_extension_begins_again(cast, plan, task):
    run_ladder(plan)
    late = make_obligation(task, cast.cell_a, due_on=LATE)
    build(at=morning(TODAY))
    ruling.extend(late, to=SOON, reason="Kiện toàn cấp ủy.", by=cast.binh, at=AT)
    build(at=morning(TODAY + timedelta(days=1)))
    build(at=morning(date(2026, 3, 26)))  # 3 working days after the new day
    assert [(one.rung, one.last_day) for one in late.reminders.order_by("pk")] == [
        ("qua-han", LATE), ("truoc-han", SOON), ("qua-han", SOON)
    ]  # fmt: skip


def test_an_old_plan_and_one_that_does_not_run_raise_nothing(cast, task, plan):
    make_obligation(task, cast.cell_a, due_on=date(2025, 9, 30))
    silent = make_task(make_plan(cast.committee, number="09-KH/ĐU"), due=Due(DueKind.UNDATED))
    make_obligation(silent, cast.cell_a, due_on=LATE)
    assert build(at=morning(TODAY)) is None
    assert not Build.objects.exists()
    run_ladder(plan, since=TODAY)
    assert build(at=morning(TODAY)).reminders == 0
    assert build(at=morning(date(2026, 3, 21))) is None  # a Saturday


def test_what_would_be_refused_is_not_asked_for(cast, plan):
    make_deliverable("bao-cao", sheet=COUNTED, period="month")
    tasks = [make_task(plan, due=Due(DueKind.UNDATED), deliverables=codes) for codes in (["bao-cao"], [])]
    _shut, open_one = (make_obligation(one, cast.cell_a, period="2026-02", due_on=LATE) for one in tasks)
    february = Period.parse("2026-02")
    ruling.lock_period(cast.committee, february, sheet=None, reason="Đã chốt", by=cast.binh, at=AT)
    run_ladder(plan)
    build(at=morning(TODAY))
    assert set(reached()) == {(open_one.pk, "qua-han")}


class TestHolding:
    def test_it_is_held_back_and_let_go(self, cast, plan, task):
        version = run_ladder(plan)
        late, other = (make_obligation(task, org, due_on=LATE) for org in (cast.cell_a, cast.cell_b))
        rung = version.parsed.rung("bi-thu")
        hold = actions.hold_back(late, rung, reason="Bí thư đang đi học.", until=None, by=cast.binh, at=AT)
        with pytest.raises(Conflict, match="đang được giữ"):
            actions.hold_back(late, rung, reason="Nữa.", until=None, by=cast.binh, at=AT)
        build(at=morning(TODAY))  # “qua-han” lies below
        build(at=morning(date(2026, 3, 20)))
        assert set(reached()) == {(late.pk, "qua-han"), (other.pk, "qua-han"), (other.pk, "bi-thu")}
        actions.let_go(hold, by=cast.binh, at=AT)
        build(at=morning(date(2026, 3, 23)))
        assert (late.pk, "bi-thu") in reached()
        assert [e.action for e in AuditEvent.objects.filter(action__startswith="ladder.").order_by("pk")][-2:] == [
            "ladder.hold", "ladder.let_go"
        ]  # fmt: skip

    def test_until_a_day(self, cast, plan, task):
        version = run_ladder(plan)
        late = make_obligation(task, cast.cell_a, due_on=LATE)
        rung = version.parsed.rung("qua-han")
        actions.hold_back(late, rung, reason="Chờ.", until=TODAY, by=cast.binh, at=AT)
        build(at=morning(TODAY))
        assert not reached()
        build(at=morning(TODAY + timedelta(days=1)))
        assert set(reached()) == {(late.pk, "qua-han")}

    def test_by_whom(self, cast, plan, task):
        version = run_ladder(plan)
        late = make_obligation(task, cast.cell_a, due_on=LATE)
        leader = make_user(role="leader", org=cast.committee)
        for who, code in ((cast.an, "bi-thu"), (leader, "bi-thu"), (cast.binh, "thuong-truc")):
            with pytest.raises(Refused):
                actions.hold_back(late, version.parsed.rung(code), reason="x", until=None, by=who, at=AT)
        actions.hold_back(late, version.parsed.rung("thuong-truc"), reason="x", until=None, by=leader, at=AT)


class TestLadders:
    def test_on_changed_off(self, cast, plan, task):
        run_ladder(make_plan(cast.committee, number="09-KH/ĐU"))  # brings the default
        make_obligation(task, cast.cell_a, due_on=LATE)
        with pytest.raises(Refused):
            actions.switch_on(plan, number=0, by=cast.an, at=AT)
        on = actions.switch_on(plan, number=0, by=cast.binh, at=AT)
        assert (on.number, on.runs_from, ladder_of(plan)) == (1, TODAY, on)
        with pytest.raises(Conflict):
            actions.switch_off(plan, number=0, by=cast.binh, at=AT)
        lower = type(on.parsed)(on.parsed.rungs[:2])
        changed = actions.change_ladder(plan, lower, number=1, reason="Gọn hơn.", by=cast.binh, at=AT)
        assert (changed.number, changed.runs_from, len(changed.parsed.rungs)) == (2, TODAY, 2)
        off = actions.switch_off(plan, number=2, by=cast.binh, at=AT)
        assert off.runs_from is None
        assert build(at=morning(TODAY)).reminders == 0

    def test_after_todays_messages_it_begins_tomorrow(self, cast, plan):
        run_ladder(make_plan(cast.committee, number="09-KH/ĐU"))
        build(at=morning(TODAY))
        assert actions.switch_on(plan, number=0, by=cast.binh, at=AT).runs_from == TODAY + timedelta(days=1)

    def test_one_that_begins_tomorrow_and_one_that_writes_nothing_out_do_not_hold_up_the_others(
        self, cast, plan, task, settings
    ):
        settings.MAIL_IS_ON = True
        run_ladder(make_plan(cast.committee, number="09-KH/ĐU"), since=TODAY + timedelta(days=1))
        silent = DATA | {"rungs": [rung | {"ways": []} for rung in DATA["rungs"]]}
        default = LadderVersion.objects.create(number=2, data=as_data(parse(silent)), made_at=AT)
        LadderVersion.objects.create(plan=plan, number=1, data=default.data, runs_from=TODAY, made_at=AT)
        make_obligation(task, cast.cell_a, due_on=LATE)
        assert build(at=morning(TODAY)).reminders == 1
        assert not Delivery.objects.exists()


def test_over_a_month_every_rung_is_reached_once(cast, plan, task):
    run_ladder(plan, data=DATA | {"rungs": DATA["rungs"][:4]})
    for n in range(1, 6):
        make_obligation(task, cast.cell_a, due_on=date(2026, 2, 9) + timedelta(days=3 * n), period=f"2026-{n:02d}")
    day = date(2026, 2, 3)
    while day < date(2026, 3, 14):  # over Tết and the end of a month
        build(at=morning(day))
        day += timedelta(days=1)
    assert all(is_working_day(one) for one in Reminder.objects.values_list("sent_on", flat=True).distinct())
    expected = Obligation.objects.count() * len(LadderVersion.objects.get(plan=plan).parsed.rungs)
    assert Reminder.objects.count() == expected
    assert Told.objects.count() == Told.objects.values("reminder", "user").distinct().count()
