"""What the rulings about one obligation come to. No database, no clock of its own."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from dondoc.lib.workdays import add_working_days, is_working_day, working_days_between
from dondoc.obligations.models import Ruling, RulingKind


@dataclass(frozen=True)
class Facts:
    """The columns of an obligation that follow from its rulings; `reason` is that of the newest of those."""

    extended_to: date | None = None
    exempted_on: date | None = None
    stopped_on: date | None = None
    stopped_until: date | None = None
    unlocked_until: datetime | None = None
    exception_reason: str = ""


FIELDS = tuple(Facts.__dataclass_fields__)


def facts_of(due_on: date | None, rulings: Iterable[Ruling]) -> Facts:
    """What `rulings` in force, in the order in which they were given, make of an obligation due on `due_on`.

    An extension names the last day; a stop moves the last day on by the working days that stood still. Of several
    stops the newest is shown; what the earlier ones gave stays in the last day. Without `due_on` there is nothing to
    move.
    """
    last, exempted_on, stop, unlocked, reason = due_on, None, None, None, ""
    for ruling in sorted(rulings, key=lambda one: (one.given_at, one.pk or 0)):
        match ruling.kind:
            case RulingKind.EXTEND if last is not None:
                last = max(last, ruling.to_on)
            case RulingKind.STOP if last is not None:
                stop = ruling
                last = add_working_days(last, days_stopped(ruling))
            case RulingKind.EXEMPT:
                exempted_on = timezone.localdate(ruling.given_at)
            case RulingKind.UNLOCK:
                unlocked = max(filter(None, (unlocked, ruling.until_at)))
        if ruling.kind != RulingKind.UNLOCK:
            reason = ruling.reason
    return Facts(
        extended_to=last if last != due_on else None,
        exempted_on=exempted_on,
        stopped_on=stop.from_on if stop else None,
        stopped_until=stop.to_on if stop else None,
        unlocked_until=unlocked,
        exception_reason=reason,
    )


def days_stopped(stop: Ruling) -> int:
    """The working days on which its clock stood still; 0 while it has no end."""
    if stop.to_on is None:
        return 0
    return is_working_day(stop.from_on) + working_days_between(stop.from_on, stop.to_on)
