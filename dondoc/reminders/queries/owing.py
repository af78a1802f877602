"""What organisations owe, plainly: for letters and lists that are not the board."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Max, Q

from dondoc.obligations.models import Obligation, ObligationQuerySet, last_day_of
from dondoc.obligations.status import ObligationStatus
from dondoc.orgs.models import Org


@dataclass(frozen=True)
class Due:
    """One duty that is owed. `days_late`: calendar days past its last day; `times`: how often the organisation was
    chased about it, `last_on` the last time (None: never)."""

    obligation: Obligation
    last_day: date | None
    days_late: int
    times: int
    last_on: date | None


@dataclass(frozen=True)
class Owing:
    """An organisation and what it owes, the longest late first."""

    org: Org
    dues: list[Due] = field(default_factory=list)


def owing(
    rows: ObligationQuerySet, today: date, statuses: Iterable[ObligationStatus] = (ObligationStatus.OVERDUE,)
) -> list[Owing]:  # fmt: skip
    """Who owes what of `rows` (those that the reader may chase: `followed_by`) with one of `statuses` on `today`; by
    name. One query; each duty comes with `org`, `round`, `task` with its plan, chỉ tiêu and reviewer."""
    to_org = Q(reminders__is_for_org=True)
    found = rows.with_status_in(statuses, today).annotate(
        times=Count("reminders", filter=to_org), chased_on=Max("reminders__sent_on", filter=to_org), last=last_day_of()
    )
    found = found.select_related("org", "round", "task__plan", "task__target", "task__reviewer")
    by_org: dict[int, Owing] = {}
    for one in found.order_by("org__sort_key", "org_id", "last", "task__position", "pk"):
        last = one.last
        due = Due(one, last, (today - last).days if last else 0, one.times, one.chased_on)
        by_org.setdefault(one.org_id, Owing(one.org)).dues.append(due)
    return list(by_org.values())
