"""Reads for the page of the audit trail."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import NoReverseMatch, reverse

from dondoc.accounts.models import User
from dondoc.audit.models import AuditEvent
from dondoc.audit.queries import events
from dondoc.audit.wording import action_label
from dondoc.dashboards.forms import AuditFilters
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


def chosen_events(user, form: AuditFilters) -> QuerySet[AuditEvent]:
    """The events that `user` may read, by the filters of the page, newest first."""
    object_type, object_id = form.target
    found = events(
        user,
        words=form.chosen("q") or "",
        action=form.chosen("viec") or "",
        object_type=object_type,
        object_id=object_id,
        org_ids=Org.objects.search(form.chosen("don_vi")).values("pk") if form.chosen("don_vi") else None,
        first_day=form.chosen("tu_ngay"),
        last_day=form.chosen("den_ngay"),
    )
    if wanted := form.chosen("nguoi"):
        people = User.objects.all()
        for word in fold(wanted).split():
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
