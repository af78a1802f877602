"""Duties as a calendar that a phone or a mail program subscribes to (iCalendar, RFC 5545).

Each duty is a whole day: its last day allowed, in Vietnam, whatever zone the reader is in. A change gets the next
SEQUENCE; what is exempt, closed or without a day any more is cancelled where it was shown before.
"""

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event

from dondoc.accounts.models import User
from dondoc.accounts.rules import Permission
from dondoc.obligations.models import Obligation, last_day_of
from dondoc.obligations.status import DONE, ObligationStatus
from dondoc.reminders.models import CalendarAddress, CalendarEntry
from dondoc.reminders.saying import what

PAST_DAYS, COMING_DAYS = 60, 400
_ALARM = timedelta(hours=-16)  # 08:00 on the day before
_GONE = frozenset({ObligationStatus.EXEMPT, ObligationStatus.CLOSED})
_SENT = DONE | {ObligationStatus.IN_REVIEW}


@dataclass(frozen=True)
class Entry:
    """What a calendar says of a duty. `day` None: it has none now, so it is cancelled if it was ever shown."""

    duty: Obligation
    summary: str
    day: date | None
    is_cancelled: bool

    @property
    def said(self) -> str:
        words = f"{self.summary}|{self.day}|{self.is_cancelled}"
        return hashlib.sha256(words.encode()).hexdigest()


def person_of(address: CalendarAddress) -> User | None:
    """Its person with today's roles; None when the account is switched off."""
    user = User.objects.with_roles(address.user_id)
    return user if user and user.is_active else None


def duties_of(address: CalendarAddress, user: User, today: date) -> list[Obligation]:
    """The duties that the calendar shows: those that the person may see now, with a day between two months ago and a
    year ahead, and those that were shown once and have none any more."""
    rows = Obligation.objects.visible_to(user)
    mine = [address.org_id] if address.org_id else user.root_org_ids(Permission.ANSWER)
    rows = rows.filter(org_id__in=mine).annotate(last=last_day_of())
    first, last = today - timedelta(days=PAST_DAYS), today + timedelta(days=COMING_DAYS)
    shown = rows.filter(last__gte=first, last__lte=last) | rows.filter(
        last=None, calendar_entry__day__gte=first
    )  # fmt: skip
    related = ("org", "round", "task__plan", "calendar_entry")
    return list(shown.select_related(*related).order_by("last", "pk"))


def entries(duties: Iterable[Obligation], today: date) -> list[Entry]:
    """What is to be said of each; a duty that is gone and was never shown is left out."""
    found = []
    for duty in duties:
        status = duty.status_on(today)
        gone = status in _GONE or duty.last_day_allowed is None
        if gone and not hasattr(duty, "calendar_entry"):
            continue
        words = what(duty)
        summary = _("Đã nộp: %(what)s") % {"what": words} if status in _SENT else _("Hạn: %(what)s") % {"what": words}
        found.append(Entry(duty, summary, duty.last_day_allowed, gone))
    return found


def keep(said: Collection[Entry], at: datetime) -> dict[int, CalendarEntry]:
    """Number what changed since it was last said; duty id → what holds. Reads nothing, writes only changes."""
    kept: dict[int, CalendarEntry] = {}
    new, changed = [], []
    for one in said:
        entry = getattr(one.duty, "calendar_entry", None)
        if entry is None:
            entry = CalendarEntry(obligation=one.duty, day=one.day, said=one.said, changed_at=at)
            new.append(entry)
        elif entry.said != one.said:
            changed.append((entry, entry.said))
            entry.sequence, entry.said, entry.changed_at = entry.sequence + 1, one.said, at
            entry.day = one.day or entry.day
        kept[one.duty.pk] = entry
    if new or changed:
        with transaction.atomic():
            CalendarEntry.objects.bulk_create(new, ignore_conflicts=True, batch_size=500)
            for entry, before in changed:  # two readers at once count a change once
                held = CalendarEntry.objects.filter(pk=entry.pk, said=before)
                held.update(sequence=F("sequence") + 1, day=entry.day, said=entry.said, changed_at=at)
    return kept


def calendar(address: CalendarAddress, user: User, *, today: date, at: datetime, base: str) -> bytes:
    """The calendar as a file. `base`: how the program is reached, for the links."""
    said = entries(duties_of(address, user, today), today)
    kept = keep(said, at)
    made = Calendar()
    name = _("Đôn Đốc: %(whom)s") % {"whom": address.org.short_name if address.org else user}
    for key, value in (
        ("prodid", "-//Don Doc//Lich han//VI"), ("version", "2.0"), ("method", "PUBLISH"), ("calscale", "GREGORIAN"),
        ("x-wr-calname", name), ("x-wr-timezone", settings.TIME_ZONE), ("x-published-ttl", "PT6H"),
    ):  # fmt: skip
        made.add(key, value)
    host = urlsplit(base).hostname or "don-doc"
    for one in said:
        made.add_component(_event(one, kept[one.duty.pk], host, base))
    return made.to_ical()


def _event(one: Entry, entry: CalendarEntry, host: str, base: str) -> Event:
    day = one.day or entry.day
    url = f"{base}{reverse('obligations:detail', args=[one.duty.pk])}"
    event = Event()
    event.add("uid", f"nghia-vu-{one.duty.pk}@{host}")
    event.add("summary", one.summary)
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("dtstamp", entry.changed_at)
    event.add("last-modified", entry.changed_at)
    event.add("sequence", entry.sequence)
    event.add("status", "CANCELLED" if one.is_cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    event.add("description", f"{one.duty.org}\n{one.duty.task.plan}\n{url}")
    event.add("url", url)
    if not one.is_cancelled and not one.duty.submitted_on and not one.duty.approved_on:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", one.summary)
        alarm.add("trigger", _ALARM)
        event.add_component(alarm)
    return event
