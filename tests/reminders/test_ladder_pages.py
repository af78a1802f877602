"""The ladder's pages: setting it, one duty on it, one's own messages, what goes out; how many statements each asks."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from dondoc.lib.due import Due, DueKind
from dondoc.lib.workdays import add_working_days, next_working_day
from dondoc.obligations.models import Obligation
from dondoc.outbox.models import Contact, Delivery, Endpoint, HookKind, Message, Preference
from dondoc.reminders import actions
from dondoc.reminders.building import build
from dondoc.reminders.models import Hold, LadderVersion
from dondoc.reminders.queries import ladder_of
from dondoc.reminders.queries.owing import owing
from tests.factories import AT, make_obligation, make_org, make_plan, make_task, make_user
from tests.reminders.ladders import run_ladder

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(cast):
    return make_plan(cast.committee)


@pytest.fixture
def task(plan):
    return make_task(plan, due=Due(DueKind.UNDATED), text="Nộp chương trình hành động")


@pytest.fixture
def workday():
    """The first working day from today on: the machine may stand on a Sunday."""
    return next_working_day(timezone.localdate())


def moment(day):
    return timezone.make_aware(timezone.datetime.combine(day, timezone.datetime.min.time())) + timedelta(hours=8)


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def edited(page, **changes) -> dict[str, str]:
    """The form of the page as a browser sends it, with `changes`."""
    data = {}
    for form in (page.context["form"], page.context["rungs"].management_form, *page.context["rungs"]):
        for bound in form:
            value = bound.value()
            if value not in (None, "") and value is not False:
                data[bound.html_name] = value
    return data | changes


class TestLadder:
    def test_switched_on_changed_off(self, client, cast, plan, task):
        run_ladder(make_plan(cast.committee, number="09-KH/ĐU"))  # brings the default
        client.force_login(cast.binh)
        url = reverse("reminders:ladder", args=[plan.pk])
        assert "Chưa bật" in text_of(client.get(url))
        switch = reverse("reminders:switch", args=[plan.pk])
        assert client.post(switch, {"number": 0, "do": "bat"}).status_code == 302
        assert "Đang chạy từ" in text_of(client.get(url))
        assert client.post(switch, {"number": 0, "do": "bat"}).status_code == 409  # a double click
        edit = reverse("reminders:edit_ladder", args=[plan.pk])
        page = client.get(edit)
        data = edited(page, **{"bac-2-name": "Nhắc gắt", "bac-6-DELETE": "on", "bac-7-name": ""})
        assert client.post(edit, data).status_code == 302
        rungs = ladder_of(plan).parsed.rungs
        assert ([one.name for one in rungs][2], len(rungs), rungs[2].code) == ("Nhắc gắt", 6, "qua-han")
        assert client.post(edit, data).status_code == 422  # from a version that is not the newest any more
        wrong = edited(client.get(edit), **{"bac-1-text": "Gửi {ai}"})
        said = text_of(client.post(edit, {n: v for n, v in wrong.items() if not n.startswith("bac-7-")}))
        assert "trường lạ {ai}" in said
        assert client.post(switch, {"number": 2, "do": "tat"}).status_code == 302
        assert LadderVersion.objects.get(plan=plan, number=3).runs_from is None

    def test_it_says_what_it_would_do_today(self, client, cast, plan, task, workday, monkeypatch):
        monkeypatch.setattr(timezone, "localdate", lambda *_args: workday)
        run_ladder(plan, since=workday)
        for org in (cast.cell_a, cast.cell_b):
            make_obligation(task, org, due_on=add_working_days(workday, -3))
        client.force_login(cast.binh)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            page = client.get(reverse("reminders:ladder", args=[plan.pk]))
        assert "Đôn đốc quá hạn: 2 việc" in text_of(page)
        assert len(asked) <= 15

    def test_on_a_day_off(self, client, cast, plan, task, monkeypatch):
        monkeypatch.setattr(timezone, "localdate", lambda *_args: date(2026, 3, 21))
        run_ladder(plan)
        make_obligation(task, cast.cell_a, due_on=date(2026, 3, 11))
        client.force_login(cast.binh)
        said = text_of(client.get(reverse("reminders:ladder", args=[plan.pk])))
        assert "Hôm nay không việc nào đến một bậc của thang." in said


class TestClimb:
    def test_what_was_done_about_a_duty_and_holding_it(self, client, cast, plan, task, workday):
        run_ladder(plan)
        late = make_obligation(task, cast.cell_a, due_on=add_working_days(workday, -3))
        build(at=moment(workday))
        actions.remind([late], text="Nộp ngay.", by=cast.binh, at=timezone.now() - timedelta(days=9))
        client.force_login(cast.binh)
        url = reverse("reminders:climb", args=[late.pk])
        with CaptureQueriesContext(connection) as asked:
            said = text_of(client.get(url))
        assert "Đã đôn đốc 2 lần" in said
        assert "Thang đôn đốc: Đôn đốc quá hạn" in said
        assert "Báo bí thư" in said
        assert len(asked) <= 15
        hold = reverse("reminders:hold", args=[late.pk])
        assert client.post(hold, {"reason": ""}).status_code == 422
        assert client.post(hold, {"reason": "Bí thư đang đi học."}).status_code == 302
        assert "Bí thư đang đi học." in text_of(client.get(url))
        assert client.post(hold, {"reason": "Nữa."}).status_code == 409
        let_go = reverse("reminders:let_go", args=[Hold.objects.get().pk])
        client.force_login(cast.an)
        assert client.post(let_go).status_code == 403
        client.force_login(cast.stranger)
        assert client.post(let_go).status_code == 404
        client.force_login(cast.binh)
        assert client.post(let_go).status_code == 302
        assert client.post(let_go).status_code == 409


class TestMessages:
    def test_ones_own_and_nobody_elses(self, client, cast, plan, task, workday):
        run_ladder(plan)
        make_obligation(task, cast.cell_a, due_on=add_working_days(workday, -3))
        build(at=moment(workday))
        one = Message.objects.get(user=cast.an)
        client.force_login(cast.an)
        with CaptureQueriesContext(connection) as asked:
            assert "1 việc" in text_of(client.get(reverse("reminders:inbox")))
        assert len(asked) <= 15
        url = reverse("reminders:message", args=[one.pk])
        with CaptureQueriesContext(connection) as asked:
            assert "Đã quá hạn 3 ngày làm việc." in text_of(client.get(url))
        assert len(asked) <= 15
        client.post(url)
        assert "đã xem" in text_of(client.get(reverse("reminders:inbox")))
        client.force_login(cast.chi)
        assert client.get(url).status_code == 404

    def test_what_one_takes(self, client, cast, plan, task, workday, settings):
        settings.MAIL_IS_ON = True
        settings.HOOK_HOSTS = ["api.telegram.org"]
        admin = make_user(role="administrator", org=cast.committee)
        client.force_login(admin)
        data = {"name": "Bot của Đảng ủy", "kind": HookKind.TELEGRAM, "url": "", "secret": "123:abc", "is_on": "on"}
        assert client.post(reverse("reminders:new_endpoint"), data | {"url": "https://khac.vn"}).status_code == 422
        assert client.post(reverse("reminders:new_endpoint"), data).status_code == 302
        bot = Endpoint.objects.get()
        edit = reverse("reminders:endpoint", args=[bot.pk])
        assert "123:abc" not in client.get(edit).content.decode()
        assert client.post(edit, data | {"secret": "", "name": "Bot"}).status_code == 302
        bot.refresh_from_db()
        assert (bot.name, bot.secret, bot.url) == ("Bot", "123:abc", "https://api.telegram.org")
        for user in (cast.an, cast.chi):
            user.email = f"{user.username}@mau.vn"
            user.save()
        client.force_login(cast.an)
        page = client.get(reverse("reminders:preferences"))
        assert "Mã của đồng chí ở kênh “Bot”" in text_of(page)
        form = {"hooks": "on", f"address_{bot.pk}": "778899"}  # no e-mail for An
        assert client.post(reverse("reminders:preferences"), form).status_code == 302
        assert (Preference.objects.get().email, Contact.objects.get().address) == (False, "778899")
        run_ladder(plan)
        for org in (cast.cell_a, cast.cell_b):
            make_obligation(task, org, due_on=add_working_days(workday, -3))
        build(at=moment(workday))
        ways = set(Delivery.objects.values_list("message__user__username", "channel"))
        assert ways == {("an", f"hook-{bot.pk}"), ("chi", "email")}

    def test_what_the_committee_fixes_is_sent_all_the_same(self, cast, plan, task, workday, settings):
        settings.MAIL_IS_ON = True
        cast.an.email = "an@mau.vn"
        cast.an.save()
        Preference.objects.create(user=cast.an, email=False)
        version = run_ladder(plan)
        version.data["fixed"] = ["email"]
        version.save()
        make_obligation(task, cast.cell_a, due_on=add_working_days(workday, -3))
        build(at=moment(workday))
        assert Delivery.objects.get().channel == "email"


class TestOutgoing:
    def test_what_failed_is_seen_and_tried_again(self, client, cast):
        admin = make_user(role="administrator", org=cast.committee)
        message = Message.objects.create(user=cast.an, key="2026-03-16", made_at=AT)
        one = Delivery.objects.create(message=message, channel="email", state="failed", error="550 hỏng", next_at=AT)
        client.force_login(admin)
        with CaptureQueriesContext(connection) as asked:
            said = text_of(client.get(reverse("reminders:outgoing")))
        assert "550 hỏng" in said
        assert "Tin không gửi được: 1" in said
        assert len(asked) <= 15
        retry = reverse("reminders:retry")
        assert client.post(retry, {"tin": one.pk}).status_code == 302
        one.refresh_from_db()
        assert (one.state, one.attempts) == ("waiting", 0)
        assert client.post(retry, {"tin": one.pk}).status_code == 409


class TestEffect:
    def test_shares_are_counted_and_small_ones_marked(self, client, cast, plan, task):
        run_ladder(plan)
        today = timezone.localdate()
        sent_on = today - timedelta(days=30)
        while next_working_day(sent_on) != sent_on:
            sent_on -= timedelta(days=1)
        for n in range(1, 25):
            org = make_org(f"Đơn vị {n}", parent=cast.committee)
            answered = {"submitted_on": sent_on + timedelta(days=2)} if n <= 6 else {}
            duty = make_obligation(task, org, due_on=add_working_days(sent_on, -3), period="2026", **answered)
            Obligation.objects.filter(pk=duty.pk).update(submitted_on=None)
        build(at=moment(sent_on))
        Obligation.objects.filter(org__name__in=[f"Đơn vị {n}" for n in range(1, 7)]).update(
            submitted_on=sent_on + timedelta(days=2)
        )
        client.force_login(cast.binh)
        with CaptureQueriesContext(connection) as asked:
            page = client.get(reverse("reminders:effects"))
        [row] = page.context["rows"]
        assert (row.code, row.all.answered, row.all.judged, row.all.is_small) == ("qua-han", 6, 24, False)
        assert "không phải nguyên nhân" in text_of(page)
        assert len(asked) <= 15
        chosen = {"trong": 10, "don_vi": org.code}  # the last of them
        [row] = client.get(reverse("reminders:effects"), chosen).context["rows"]
        assert (row.all.answered, row.all.judged) == (0, 1)
        assert row.all.is_small

    def test_whom_to_call(self, client, cast, plan, task):
        late = timezone.localdate() - timedelta(days=9)
        for org in (cast.cell_a, cast.cell_b):
            make_obligation(task, org, due_on=late)
        message = Message.objects.create(user=cast.an, key="x", made_at=AT)
        [made] = actions.remind([cast.cell_a.obligations.get()], text="Nộp.", by=cast.binh, at=timezone.now())
        made.told.all().delete()
        made.told.create(user=cast.an, message=message)
        Delivery.objects.create(message=message, channel="email", state="sent", sent_at=AT, next_at=AT)
        client.force_login(cast.binh)
        with CaptureQueriesContext(connection) as asked:
            page = client.get(reverse("reminders:calling"))
        assert [(one.org, one.late, one.times) for one in page.context["rows"]] == [(cast.cell_b, 1, 0)]
        assert len(asked) <= 15


def test_who_owes_what_for_letters(cast, task, django_assert_num_queries):
    today = timezone.localdate()
    worse, late = (
        make_obligation(task, cast.cell_a, due_on=today - timedelta(days=days), period=period)
        for days, period in ((40, "2026"), (4, "2027"))
    )
    other = make_obligation(task, cast.cell_b, due_on=today - timedelta(days=1))
    make_obligation(task, cast.cell_b, due_on=today, period="2027")
    actions.remind([worse], text="Nộp.", by=cast.binh, at=timezone.now())
    with django_assert_num_queries(1):
        found = owing(Obligation.objects.followed_by(cast.binh), today)
    told = [(one.org, [(due.obligation, due.days_late, due.times) for due in one.dues]) for one in found]
    assert told == [(cast.cell_a, [(worse, 40, 1), (late, 4, 0)]), (cast.cell_b, [(other, 1, 0)])]
