"""Reads for the page of the audit trail."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import NoReverseMatch, reverse

from dondoc.accounts.models import User
from dondoc.audit.models import AuditEvent
from dondoc.audit.queries import events
from dondoc.audit.wording import action_label
from dondoc.dashboards.wording import Change, changes
from dondoc.lib.text import fold
from dondoc.orgs.models import Org

# Where the thing that an event is about can be looked at, by its type.
_PAGES = {
    "submissions.submission": "submissions:detail",
    "obligations.obligation": "obligations:detail",
    "orgs.org": "dashboards:org",
    "plans.plan": "plans:detail",
    "reports.report": "reports:detail",
    "accounts.user": "accounts:person",
}


@dataclass(frozen=True)
class EventRow:
    """One event in words. `url`: the page of the thing, "" when it has none."""

    event: AuditEvent
    what: str
    changes: list[Change]
    url: str


def chosen_events(user, chosen: Mapping[str, Any]) -> QuerySet[AuditEvent]:
    """The events that `user` may read, newest first, by the filters of the page (names: AuditFilters.picked)."""
    found = events(
        user,
        words=chosen["words"],
        action=chosen["action"],
        object_type=chosen["object_type"],
        object_id=chosen["object_id"],
        org_ids=Org.objects.search(chosen["org"]).values("pk") if chosen["org"] else None,
        first_day=chosen["first_day"],
        last_day=chosen["last_day"],
    )
    if chosen["actor"]:
        people = User.objects.all()
        for word in fold(chosen["actor"]).split():
            people = people.filter(search_text__contains=word)
        found = found.filter(actor_id__in=people.values("pk"))
    return found


def rows_of(found: Iterable[AuditEvent]) -> list[EventRow]:
    """Events as the page shows them."""
    return [EventRow(e, action_label(e.action), changes(e.before, e.after), _url(e)) for e in found]


def _url(event: AuditEvent) -> str:
    try:
        return reverse(_PAGES[event.object_type], args=[event.object_id])
    except (KeyError, NoReverseMatch):
        return ""
