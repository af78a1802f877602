"""What one organisation owes, has sent in and was reminded of, as its page shows it to somebody."""

from datetime import date
from typing import Any

from django.db.models import BigIntegerField, DateField, QuerySet

from dondoc.accounts.seeing import Seer, places, sight_of
from dondoc.obligations.models import Obligation, by_status, soon_after
from dondoc.obligations.status import ObligationStatus
from dondoc.orgs.models import Org
from dondoc.reminders.models import Reminder
from dondoc.submissions.models import UNSENT, Submission
from dondoc.web.prepared import Given, Prepared

SHEETS, REMINDERS = 8, 5  # shown of each


def duty_counts(user, org: Org, today: date) -> list[tuple[ObligationStatus, int]]:
    """How many duties of `org` have which status; those that none has are left out. One query."""
    rows = _COUNTS.ask(org=org.pk, today=today, soon=soon_after(today), **sight_of(user))
    return [(status, number) for status, number in by_status(rows).items() if number]


def newest_sheets(user, org: Org) -> list[Submission]:
    """What it last sent in. One query."""
    return _SHEETS.ask(org=org.pk, **sight_of(user))


def newest_reminders(user, org: Org) -> list[Reminder]:
    """What it was last reminded of. One query."""
    return _REMINDERS.ask(org=org.pk, **sight_of(user))


def _counts(org: Given, today: Given, soon: Given, **_sight: Given) -> "QuerySet[Obligation, Any]":
    return Obligation.objects.visible_to(Seer()).filter(org=org).status_counts(today, soon)


def _sheets(org: Given, **_sight: Given) -> "QuerySet[Submission]":
    sent = Submission.objects.visible_to(Seer()).filter(org=org).exclude(state__in=UNSENT)
    return sent.select_related("deliverable", "round")[:SHEETS]


def _reminders(org: Given, **_sight: Given) -> "QuerySet[Reminder]":
    found = Reminder.objects.visible_to(Seer()).filter(obligation__org=org)
    return found.select_related("obligation__task", "sent_by", "ladder")[:REMINDERS]


_COUNTS = Prepared(_counts, org=BigIntegerField(), today=DateField(), soon=DateField(), **places())
_SHEETS = Prepared(_sheets, org=BigIntegerField(), **places())
_REMINDERS = Prepared(_reminders, org=BigIntegerField(), **places())
