"""The follow-up board, sending, and "Đã xem"."""

from datetime import timedelta

import pytest
from django.db import connection
from django.template import Context, Template
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from dondoc.lib.dates import format_date
from dondoc.lib.due import Due, DueKind
from dondoc.obligations.models import Purpose
from dondoc.orgs.models import OrgKind
from dondoc.reminders import actions
from dondoc.reminders.models import Reminder
from dondoc.reminders.queries import unread_for
from tests.factories import make_obligation, make_org, make_plan, make_target, make_task, make_user

pytestmark = pytest.mark.django_db

BOARD, PREVIEW = reverse("reminders:board"), reverse("reminders:preview")
QUERIES_OF_BOARD = 12


@pytest.fixture
def day():
    """`day(-3)`: three days ago."""
    today = timezone.localdate()
    return lambda away: today + timedelta(days=away)


@pytest.fixture
def task(cast):
    return make_task(make_plan(cast.committee), due=Due(DueKind.UNDATED), text="Nộp chương trình hành động")


@pytest.fixture
def late(cast, task, day):
    return make_obligation(task, cast.cell_a, due_on=day(-10))


def as_(client, user):
    client.force_login(user)
    return client


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def debts(response) -> dict:
    return {d.org.name: [one.obligation for one in d.owed] for d in response.context["debtors"]}


class TestBoard:
    def test_own_side_first_then_the_worst(self, client, cast, task, late, day):
        body = make_org("Ban Tổ chức", parent=cast.committee, kind=OrgKind.ADVISORY_BODY)
        duty = make_obligation(task, body, due_on=day(-1), purpose=Purpose.OPEN_ROUND)
        worse = make_obligation(task, cast.cell_b, due_on=day(-60))
        make_obligation(task, cast.cell_b, due_on=day(90), period="2027")  # nothing to chase yet
        page = as_(client, cast.binh).get(BOARD)
        assert list(debts(page).items()) == [("Ban Tổ chức", [duty]), ("Chi bộ B", [worse]), ("Chi bộ A", [late])]
        assert "việc của cấp trên, đơn vị cơ sở có thể đang chờ" in text_of(page)

    def test_how_often_and_whether_seen(self, client, cast, late):
        [made] = actions.remind([late], text="Nộp ngay", by=cast.binh, at=timezone.now() - timedelta(days=2))
        page = as_(client, cast.binh).get(BOARD)
        on = format_date(made.sent_on)
        assert f'1 lần<span class="ui-sub">gần nhất {on}, đơn vị chưa xem</span>' in text_of(page)
        actions.mark_read([made], by=cast.an, at=timezone.now())
        assert "đơn vị đã xem" in text_of(client.get(BOARD))

    def test_after_enough_reminders_something_else_is_called_for(self, client, cast, late):
        client = as_(client, cast.binh)
        for days in (9, 8, 7):
            assert "Gọi cho đơn vị" not in text_of(client.get(BOARD))
            [made] = actions.remind([late], text="Nộp ngay", by=cast.binh, at=timezone.now() - timedelta(days=days))
        people = f"{reverse('dashboards:org', args=[cast.cell_a.pk])}?phan=to-chuc#con-nguoi"
        assert f'href="{people}"' in text_of(client.get(BOARD))
        actions.mark_read([made], by=cast.an, at=timezone.now())
        page = text_of(client.get(BOARD))
        assert ("Báo cáo lãnh đạo, gia hạn hoặc miễn" in page, people in page) == (True, False)

    def test_late_is_said_once_and_in_calendar_days(self, client, cast, task, late, day):
        make_obligation(task, cast.cell_b, due_on=day(-239))
        page = text_of(as_(client, cast.binh).get(BOARD))
        assert ("quá hạn 239 ngày" in page, "lâu nhất 239 ngày" in page, "ngày làm việc" in page) == (True, True, False)

    def test_filters(self, client, cast, task, late, day):
        soon = make_obligation(task, cast.cell_b, due_on=day(2))
        past = make_obligation(task, cast.cell_b, due_on=day(-99), is_history=True, period="2025")
        client = as_(client, cast.binh)
        assert debts(client.get(BOARD)) == {"Chi bộ A": [late], "Chi bộ B": [soon]}
        assert debts(client.get(BOARD, {"trang_thai": "due_soon"})) == {"Chi bộ B": [soon]}
        assert debts(client.get(BOARD, {"trang_thai": "history"})) == {"Chi bộ B": [past]}
        assert debts(client.get(BOARD, {"don_vi": cast.cell_b.code.upper()})) == {"Chi bộ B": [soon]}
        assert debts(client.get(BOARD, {"tre": "7"})) == {"Chi bộ A": [late]}
        assert debts(client.get(BOARD, {"tre": "30"})) == {}
        assert debts(client.get(BOARD, {"loai": "cell"})) == {}
        assert debts(client.get(BOARD, {"trang_thai": "on_time", "tre": "x"})) == debts(client.get(BOARD))

    def test_nothing_to_chase_says_so(self, client, cast):
        assert "Không có việc nào cần đôn đốc" in text_of(as_(client, cast.binh).get(BOARD))

    @pytest.mark.parametrize("who", ["an", "dung"])
    def test_it_is_for_those_who_chase(self, client, cast, late, who):
        client = as_(client, getattr(cast, who))
        assert [client.get(url).status_code for url in (BOARD, PREVIEW)] == [403, 403]

    def test_a_stranger_s_board_holds_nothing_of_ours(self, client, cast, late):
        page = as_(client, cast.stranger).get(BOARD)
        assert (page.status_code, debts(page)) == (200, {})

    @pytest.mark.parametrize("count", [1, 3])
    def test_the_number_of_queries_is_constant(self, client, cast, task, day, count):
        for n in range(count):
            org = make_org(parent=cast.committee, kind=OrgKind.GRASSROOTS_CELL)
            target = make_target(task.plan)
            one = make_task(task.plan, due=Due(DueKind.UNDATED), target=target, reviewer=cast.committee)
            for owed in (task, one):
                make_obligation(owed, org, due_on=day(-1 - n))
        client = as_(client, cast.binh)
        with CaptureQueriesContext(connection) as queries:
            assert len(client.get(BOARD).context["debtors"]) == count
        assert len(queries) == QUERIES_OF_BOARD


class TestOneClick:
    def test_one_obligation(self, client, cast, late):
        response = as_(client, cast.binh).post(reverse("reminders:remind_one", args=[late.pk]))
        assert (response.url, [r.obligation for r in Reminder.objects.all()]) == (BOARD, [late])

    def test_back_to_the_page_one_came_from_if_it_is_ours(self, client, cast, task, late, day):
        client = as_(client, cast.binh)
        for n, (came_from, back) in enumerate(
            [("http://testserver/don-doc/?tre=5", "http://testserver/don-doc/?tre=5"), ("https://la.vn/", BOARD)]
        ):
            row = make_obligation(task, cast.cell_b, due_on=day(-1), period=str(2027 + n))
            url = reverse("reminders:remind_one", args=[row.pk])
            assert client.post(url, headers={"referer": came_from}).url == back

    def test_a_second_click_sends_nothing_more_and_says_why(self, client, cast, late):
        client = as_(client, cast.binh)
        url = reverse("reminders:remind_one", args=[late.pk])
        client.post(url)
        response = client.post(url)
        assert (response.status_code, Reminder.objects.count()) == (403, 1)
        assert "Hôm nay đã đôn đốc việc này rồi" in text_of(response)

    def test_one_organisation_gets_what_the_filters_leave(self, client, cast, task, late, day):
        soon = make_obligation(task, cast.cell_a, due_on=day(2), period="2027")
        other = make_obligation(task, cast.cell_b, due_on=day(-3))
        client = as_(client, cast.binh)
        url = reverse("reminders:remind_org", args=[cast.cell_a.pk])
        client.post(f"{url}?trang_thai=overdue")
        assert [r.obligation for r in Reminder.objects.all()] == [late]
        client.post(url)
        assert {r.obligation for r in Reminder.objects.all()} == {late, soon}
        assert other.reminders.count() == 0

    @pytest.mark.parametrize(("who", "status"), [("an", 403), ("dung", 403), ("chi", 404), ("stranger", 404)])
    def test_others_do_not(self, client, cast, late, who, status):
        url = reverse("reminders:remind_one", args=[late.pk])
        assert as_(client, getattr(cast, who)).post(url).status_code == status
        assert Reminder.objects.count() == 0

    def test_looking_sends_nothing(self, client, cast, late):
        client = as_(client, cast.binh)
        urls = [reverse("reminders:remind_one", args=[late.pk]), reverse("reminders:remind_org", args=[cast.cell_a.pk])]
        assert [client.get(url).status_code for url in urls] == [405, 405]


class TestPreview:
    def test_it_shows_who_gets_what_then_sends_the_edited_words(self, client, cast, task, late, day):
        other = make_obligation(task, cast.cell_b, due_on=day(-3))
        actions.remind([other], text="Đã nhắc", by=cast.binh, at=timezone.now())
        client = as_(client, cast.binh)
        page = client.get(PREVIEW, {"trang_thai": "overdue"})
        assert (page.context["by_org"], [s.obligation for s in page.context["skipped"]]) == (
            {cast.cell_a: [late]},
            [other],
        )
        response = client.post(f"{PREVIEW}?trang_thai=overdue", {"expected": "1", "text": "Lời của tôi"})
        assert response.url == f"{BOARD}?trang_thai=overdue"
        assert [(r.obligation, r.text) for r in late.reminders.all()] == [(late, "Lời của tôi")]

    def test_a_list_that_changed_is_shown_again_with_the_words_kept(self, client, cast, task, late, day):
        make_obligation(task, cast.cell_b, due_on=day(-3))
        response = as_(client, cast.binh).post(PREVIEW, {"expected": "1", "text": "Lời của tôi"})
        assert (response.status_code, Reminder.objects.count()) == (200, 0)
        assert "Lời của tôi" in text_of(response)
        assert "Danh sách vừa thay đổi" in text_of(response)

    def test_no_words_no_reminder(self, client, cast, late):
        response = as_(client, cast.binh).post(PREVIEW, {"expected": "1", "text": " "})
        assert (response.status_code, Reminder.objects.count()) == (422, 0)

    def test_when_all_were_reminded_it_says_so(self, client, cast, late):
        actions.remind([late], text="Đã nhắc", by=cast.binh, at=timezone.now())
        assert "Không còn việc nào để đôn đốc" in text_of(as_(client, cast.binh).get(PREVIEW))

    def test_the_own_organisation_is_left_out(self, client, cast, task, day):
        body = make_org("Ban Tổ chức", parent=cast.committee, kind=OrgKind.ADVISORY_BODY)
        make_obligation(task, body, due_on=day(-3))
        client = as_(client, make_user(role="specialist", org=body))
        assert "Việc của cơ quan đồng chí" in text_of(client.get(BOARD))
        assert client.get(PREVIEW).context["by_org"] == {}


class TestSeen:
    PART = Template('{% include "reminders/unread.html" with reminders=reminders csrf_token=csrf_token only %}')

    def part(self, user) -> str:
        return self.PART.render(Context({"reminders": unread_for(user), "csrf_token": "t0ken"}))

    def test_the_organisation_sees_words_work_and_button(self, client, cast, late):
        actions.remind([late], text="Nộp <ngay>", by=cast.binh, at=timezone.now())
        part = self.part(cast.an)
        assert "Nộp &lt;ngay&gt;" in part
        assert "Nộp chương trình hành động" in part
        assert 'value="t0ken"' in part
        assert self.part(cast.chi).strip() == ""

    def test_one_click_says_seen(self, client, cast, task, late, day):
        other = make_obligation(task, cast.cell_a, due_on=day(-1), period="2027")
        first, _second = actions.remind([late, other], text="Nộp", by=cast.binh, at=timezone.now())
        client = as_(client, cast.an)
        client.post(reverse("reminders:mark_read"), {"reminder": [str(first.pk), "x"]}, headers={"referer": ""})
        assert len(unread_for(cast.an)) == 1
        client.post(reverse("reminders:mark_read"))
        assert unread_for(cast.an) == []

    def test_a_duty_chased_again_and_again_stands_there_once(self, client, cast, late):
        now = timezone.now()
        for weeks in (2, 1, 0):
            [made] = actions.remind([late], text="Nộp", by=cast.binh, at=now - timedelta(weeks=weeks))
        client = as_(client, cast.an)
        shown = text_of(client.get(reverse("dashboards:work")))
        assert ("Cấp trên đôn đốc 1 việc" in shown, shown.count('name="reminder"')) == (True, 1)
        client.post(reverse("reminders:mark_read"), {"reminder": str(made.pk)})
        assert unread_for(cast.an) == []

    def test_another_s_reminders_are_left_alone(self, client, cast, late):
        [made] = actions.remind([late], text="Nộp", by=cast.binh, at=timezone.now())
        as_(client, cast.chi).post(reverse("reminders:mark_read"), {"reminder": str(made.pk)})
        assert Reminder.objects.unread().count() == 1
