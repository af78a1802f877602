"""Calendars, read back by a real parser: days, updates, cancellations, whose they are, and that they can be ended."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from dondoc.accounts.models import User
from dondoc.lib.due import Due, DueKind
from dondoc.obligations import ruling
from dondoc.obligations.models import Obligation
from dondoc.reminders import actions
from dondoc.reminders.models import CalendarEntry
from dondoc.web.refusals import Conflict, Refused
from tests.factories import AT, make_obligation, make_plan, make_task

pytestmark = pytest.mark.django_db


@pytest.fixture
def task(cast):
    return make_task(make_plan(cast.committee), due=Due(DueKind.UNDATED), text="Nộp chương trình hành động")


def fetch(client, url: str) -> dict[str, tuple]:
    """UID's number → (day, summary's first word, status, sequence)."""
    answer = client.get(url)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    found = {}
    for event in Calendar.from_ical(answer.content).walk("VEVENT"):
        assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(days=1)
        start = event.decoded("dtstart")
        assert type(start) is date  # a whole day, the same in every time zone
        words = str(event["summary"]).partition(":")[0]
        found[str(event["uid"]).partition("@")[0]] = (start, words, str(event["status"]), event["sequence"])
    return found


def test_days_updates_and_cancellations(client, cast, task):
    today = timezone.localdate()
    soon, later, done, far, other = (
        make_obligation(task, org, due_on=today + timedelta(days=days), period=period)
        for org, days, period in (
            (cast.cell_a, 9, "2026"), (cast.cell_a, 40, "2027"), (cast.cell_a, -5, "2028"), (cast.cell_a, 900, "2029"),
            (cast.cell_b, 9, "2026"),
        )
    )  # fmt: skip
    make_obligation(task, cast.cell_a, due_on=today, period="2025", exempted_on=today)  # never shown, so not cancelled
    Obligation.objects.filter(pk=done.pk).update(submitted_on=today)
    _made, token = actions.open_calendar(cast.an, None, at=AT)
    url = reverse("reminders:feed", args=[token])
    names = {one.pk: f"nghia-vu-{one.pk}" for one in (soon, later, done)}
    first = {
        names[soon.pk]: (soon.due_on, "Hạn", "CONFIRMED", 0), names[later.pk]: (later.due_on, "Hạn", "CONFIRMED", 0),
        names[done.pk]: (done.due_on, "Đã nộp", "CONFIRMED", 0),
    }  # fmt: skip
    assert fetch(client, url) == first
    assert fetch(client, url) == first  # nothing changed, nothing is counted
    moved = soon.due_on + timedelta(days=6)
    ruling.extend(soon, to=moved, reason="Kiện toàn cấp ủy.", by=cast.binh, at=timezone.now())
    ruling.exempt(later, reason="Cấp trên làm chung.", by=cast.binh, at=timezone.now())
    Obligation.objects.filter(pk=done.pk).update(submitted_on=None)
    second = {
        names[soon.pk]: (moved, "Hạn", "CONFIRMED", 1), names[later.pk]: (later.due_on, "Hạn", "CANCELLED", 1),
        names[done.pk]: (done.due_on, "Hạn", "CONFIRMED", 1),
    }  # fmt: skip
    assert fetch(client, url) == second
    Obligation.objects.filter(pk=soon.pk).update(stopped_on=today)  # its clock stands still: no day any more
    assert fetch(client, url)[names[soon.pk]] == (moved, "Hạn", "CANCELLED", 2)
    Obligation.objects.filter(pk=soon.pk).update(stopped_on=None)
    with CaptureQueriesContext(connection) as asked:
        assert fetch(client, url)[names[soon.pk]] == (moved, "Hạn", "CONFIRMED", 3)
    assert len(asked) <= 15
    assert not CalendarEntry.objects.filter(obligation__in=[far, other]).exists()


def test_alarm_on_the_day_before_and_the_link(client, cast, task, settings):
    settings.PUBLIC_URL = "https://don-doc.mau.vn"
    duty = make_obligation(task, cast.cell_a, due_on=timezone.localdate() + timedelta(days=9))
    _made, token = actions.open_calendar(cast.an, cast.cell_a, at=AT)
    [event] = Calendar.from_ical(client.get(reverse("reminders:feed", args=[token])).content).walk("VEVENT")
    assert str(event["uid"]) == f"nghia-vu-{duty.pk}@don-doc.mau.vn"
    assert str(event["url"]) == f"https://don-doc.mau.vn{reverse('obligations:detail', args=[duty.pk])}"
    [alarm] = event.walk("VALARM")
    assert alarm.decoded("trigger") == timedelta(hours=-16)  # 08:00 on the day before


def test_whose_it_is_and_that_it_can_be_ended(client, cast, task):
    make_obligation(task, cast.cell_a, due_on=timezone.localdate() + timedelta(days=9))
    with pytest.raises(Refused):
        actions.open_calendar(cast.chi, cast.cell_a, at=AT)
    made, token = actions.open_calendar(cast.an, cast.cell_a, at=AT)
    assert token not in made.token_hash
    url = reverse("reminders:feed", args=[token])
    assert len(fetch(client, url)) == 1
    cast.an.memberships.update(valid_to=timezone.localdate())  # another work now
    assert fetch(client, url) == {}
    User.objects.filter(pk=cast.an.pk).update(is_active=False)
    assert client.get(url).status_code == 404
    User.objects.filter(pk=cast.an.pk).update(is_active=True)
    actions.end_calendar(made, by=cast.an, at=AT)
    assert client.get(url).status_code == 404
    with pytest.raises(Conflict):
        actions.end_calendar(made, by=cast.an, at=AT)


def test_the_page_shows_a_new_address_once(client, cast):
    client.force_login(cast.an)
    page = reverse("reminders:preferences")
    assert client.post(reverse("reminders:open_calendar")).status_code == 302
    first, second = (client.get(page).content.decode() for _n in range(2))
    assert ".ics" in first
    assert ".ics" not in second
    assert client.post(reverse("reminders:open_calendar"), {"don_vi": cast.cell_b.pk}).status_code == 404
