"""When figures cannot be brought up to date: what failed is kept, told and tried again. See docs/decisions/0002.

The cursor stays where it was, so nothing is lost; until a computation goes through, pages say that their figures are
old.
"""

import traceback
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, QuerySet

from dondoc.audit.actions import record
from dondoc.audit.models import AuditEvent
from dondoc.indicators.models import Indicator
from dondoc.lib.periods import Period
from dondoc.measures import rules
from dondoc.measures.actions import TOUCHING, TURNING, refresh
from dondoc.measures.facts import UncomputableError
from dondoc.measures.models import Cursor, Failure
from dondoc.orgs.models import Org
from dondoc.web.refusals import require

_LONGEST = 600


def note_failure(error: BaseException, *, at: datetime) -> Failure:
    """Keep that figures could not be computed, once for each place and cause, and since when they are old."""
    place = _place(error)
    told = traceback.TracebackException.from_exception(error.__cause__ or error, limit=-8)
    cause = error.__cause__ or error
    said = str(cause) if isinstance(cause, ValueError) else "".join(told.format_exception_only()).strip()
    why = said[:_LONGEST]
    trace = "".join(told.format())
    with transaction.atomic():
        Cursor.objects.filter(failed_at=None).update(failed_at=at)
        found = Failure.objects.filter(**place, why=why, solved_at=None)
        if not found.update(times=F("times") + 1, last_at=at, trace=trace):
            return Failure.objects.create(**place, why=why, trace=trace, first_at=at, last_at=at)
    return found.get()


def _place(error: BaseException) -> dict:
    if isinstance(error, UncomputableError):
        return {"measure": error.measure, "org_id": error.org_id, "month": error.month}
    return {"measure": "", "org_id": None, "month": ""}


def retry(*, by, today: date, at: datetime) -> Failure | None:
    """Compute what is not computed yet; None when it went through, else what failed. Errors: Refused."""
    require(rules.may_update(by))
    with transaction.atomic():
        cursor, _made = Cursor.objects.get_or_create(pk=1)
        record("figures.retry", by=by, target=cursor, at=at)
    try:
        refresh(today=today, at=at)
    except Exception as fault:  # told to the person who asked, and kept
        return note_failure(fault, at=at)
    return None


@dataclass(frozen=True)
class Stand:
    """How far figures are computed. `computed_on`: None before the first time. `waiting`: changes that count and are
    not computed yet."""

    computed_on: date | None
    failed_at: datetime | None
    waiting: int


def stand() -> Stand:
    """One query, with the number of what waits a second."""
    cursor = Cursor.objects.first() or Cursor()
    waiting = AuditEvent.objects.filter(id__gt=cursor.event_id, action__in=TOUCHING | TURNING).count()
    return Stand(cursor.day, cursor.failed_at, waiting)


def is_stale() -> bool:
    """Whether the figures that are stored are older than the records because a computation failed. One query."""
    return Cursor.objects.exclude(failed_at=None).exists()


def open_failures() -> int:
    """How many things hold up the figures. One query."""
    return Failure.objects.filter(solved_at=None).count()


def failures() -> QuerySet[Failure]:
    """What failed, open ones first, then the newest."""
    return Failure.objects.order_by(F("solved_at").desc(nulls_first=True), "-last_at", "-pk")


@dataclass(frozen=True)
class Place:
    """A failure with where it stopped; `org` None: not known, or not for the reader."""

    failure: Failure
    indicator: Indicator | None
    org: Org | None
    month: Period | None


def places(found: Collection[Failure], user) -> list[Place]:
    """Where each stopped, for `user`. Two queries."""
    orgs = Org.objects.visible_to(user).in_bulk({one.org_id for one in found if one.org_id})
    codes = {one.measure.rpartition(".")[0] or one.measure for one in found}
    known = {one.code: one for one in Indicator.objects.filter(code__in=codes)}
    return [
        Place(
            failure=one,
            indicator=known.get(one.measure.rpartition(".")[0] or one.measure),
            org=orgs.get(one.org_id) if one.org_id else None,
            month=Period.parse(one.month) if one.month else None,
        )
        for one in found
    ]
