"""Whether a sheet is taken now: the ordinary window, a locked period, and who was let in all the same.

One rule from facts and a moment (`standing`), asked by every way in and shown by every page. An unlocking opens
whatever is shut. A locked period is shut, but for what a reviewer sent back after it was locked. Else the window
counts, in working days from the day due; what was sent back, and what was due before the plan came in, has none.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from dondoc.audit.settled import made_under, stamp
from dondoc.lib.dates import format_date
from dondoc.lib.workdays import add_working_days
from dondoc.obligations.models import EntryWindow, Obligation, Ruling, RulingKind
from dondoc.obligations.ruling_queries import moment_words
from dondoc.orgs.models import Org, valid_on


class Gate(StrEnum):
    OPEN = "open"
    LATE = "late"  # past the day due, still taken
    UNLOCKED = "unlocked"
    NOT_YET = "not_yet"
    CLOSED = "closed"  # its window is over
    LOCKED = "locked"  # its period is locked


_IN = frozenset({Gate.OPEN, Gate.LATE, Gate.UNLOCKED})


@dataclass(frozen=True)
class Standing:
    """Whether a sheet is taken, and why. `opens_on`, `closes_on`: the first and the last day of its window, None where
    it has no such end. `locked_on`: the first day on which it is shut; `until`: for how long it was unlocked."""

    gate: Gate = Gate.OPEN
    opens_on: date | None = None
    closes_on: date | None = None
    locked_on: date | None = None
    until: datetime | None = None
    reason: str = ""

    @property
    def is_open(self) -> bool:
        return self.gate in _IN

    @property
    def is_shut(self) -> bool:
        """Whether it was taken once and is no more: something to ask for."""
        return self.gate in {Gate.CLOSED, Gate.LOCKED}

    @property
    def sentence(self) -> str:
        """What a person reads; "" where nothing is out of the ordinary."""
        match self.gate:
            case Gate.UNLOCKED:
                return _("Được mở khóa đến %(when)s.") % {"when": moment_words(self.until)}
            case Gate.LOCKED:
                said = _("Kỳ này đã khóa ngày %(day)s (%(reason)s).")
                return said % {"day": format_date(self.locked_on), "reason": self.reason.rstrip(".")}
            case Gate.CLOSED:
                said = _("Đã khóa ngày %(day)s: hết thời gian nhập.")
                return said % {"day": format_date(self.locked_on)}
            case Gate.NOT_YET if self.closes_on:
                days = {"first": format_date(self.opens_on), "last": format_date(self.closes_on)}
                return _("Mở nhập từ %(first)s đến hết %(last)s.") % days
            case Gate.NOT_YET:
                return _("Mở nhập từ %(first)s.") % {"first": format_date(self.opens_on)}
        if self.opens_on and self.closes_on:
            days = {"first": format_date(self.opens_on), "last": format_date(self.closes_on)}
            return _("Mở nhập từ %(first)s đến hết %(last)s.") % days
        return _("Mở nhập đến hết %(last)s.") % {"last": format_date(self.closes_on)} if self.closes_on else ""


OPEN = Standing()


@dataclass(frozen=True, kw_only=True)
class Sought:
    """The sheet of `org` for the days of a period, and the obligations that ask for it. `returned_at`: when a reviewer
    sent it back, while that stands."""

    org: Org
    sheet_id: int
    start: date
    end: date
    duties: Sequence[Obligation] = ()
    returned_at: datetime | None = None


def standing(sought: Sought, windows: Iterable[EntryWindow], lock: Ruling | None, at: datetime) -> Standing:
    """How the sheet stands at `at` under these windows (all there are) and the lock that reaches it, if one does."""
    until = max((one.unlocked_until for one in sought.duties if one.unlocked_until), default=None)
    opens_on, closes_on = _window_of(sought, windows)
    today = timezone.localdate(at)
    if until and until > at:
        return Standing(Gate.UNLOCKED, opens_on, closes_on, until=until)
    if lock and not (sought.returned_at and sought.returned_at > lock.given_at):
        day = timezone.localdate(lock.given_at)
        return Standing(Gate.LOCKED, opens_on, closes_on, locked_on=day, reason=lock.reason)
    if opens_on and today < opens_on:
        return Standing(Gate.NOT_YET, opens_on, closes_on)
    if closes_on and today > closes_on and sought.returned_at is None:
        return Standing(Gate.CLOSED, opens_on, closes_on, locked_on=closes_on + timedelta(days=1))
    days = [one.last_day_allowed for one in sought.duties if not one.is_history or one.extended_to]
    is_late = bool(days) and all(day is not None and day < today for day in days)
    return Standing(Gate.LATE if is_late else Gate.OPEN, opens_on, closes_on)


def _window_of(sought: Sought, windows: Iterable[EntryWindow]) -> tuple[date | None, date | None]:
    """The first and the last day; of several obligations the most generous. None: no such end."""
    spans = [_span(duty, sought, windows) for duty in sought.duties]
    opens, closes = [first for first, _last in spans], [last for _first, last in spans]
    return (
        min(opens) if opens and None not in opens else None,
        max(closes) if closes and None not in closes else None,
    )


def _span(duty: Obligation, sought: Sought, windows: Iterable[EntryWindow]) -> tuple[date | None, date | None]:
    if duty.due_on is None or (duty.is_history and not duty.extended_to):
        return None, None
    fits = [
        one
        for one in windows
        if one.sheet_id in {None, sought.sheet_id} and one.level in {"", sought.org.kind} and one.holds_on(duty.due_on)
    ]
    if not fits:
        return None, None
    window = min(fits, key=lambda one: 2 * (one.sheet_id is None) + (one.level == ""))
    opens = None if window.opens_before is None else add_working_days(duty.due_on, -window.opens_before)
    last = duty.last_day_allowed
    closes = None if window.closes_after is None or last is None else add_working_days(last, window.closes_after)
    return opens, closes


@dataclass
class Gates:
    """What shuts sheets, read once. `locks`: those of periods; `reach`: organisation id → ids of committees with a lock
    at or above it."""

    windows: list[EntryWindow]
    locks: list[Ruling]
    reach: Mapping[int, Collection[int]] = field(default_factory=dict)

    @classmethod
    def over(cls, org_ids: Collection[int], at: datetime, under: str | None = None) -> "Gates":
        """What may shut sheets of these organisations. `under`: the stamp (audit.settled) where it was just read. One
        query for the stamp; one more where any period is locked, one the first time under a stamp."""
        under = under or stamp()
        windows = made_under(under, "obligations.windows", lambda: list(EntryWindow.objects.all()))
        if not made_under(under, "obligations.are_locks", lambda: _locks().exists()):
            return cls(windows, [])
        reached = _locks().filter(
            valid_on(timezone.localdate(at), "org__paths_down__"), org__paths_down__descendant_id__in=org_ids
        )
        found: dict[int, Ruling] = {}
        reach: dict[int, set[int]] = defaultdict(set)
        for lock in reached.annotate(reached=F("org__paths_down__descendant_id")).order_by("pk"):
            reach[lock.reached].add(lock.org_id)
            found[lock.pk] = lock
        return cls(windows, list(found.values()), reach)

    @property
    def are_any(self) -> bool:
        """Whether anything can be shut at all."""
        return bool(self.windows or self.locks)

    def standing(self, sought: Sought, at: datetime) -> Standing:
        """How the sheet stands at `at`. No query."""
        return standing(sought, self.windows, self.lock_of(sought), at)

    def lock_of(self, sought: Sought) -> Ruling | None:
        """The first lock that reaches it."""
        above = self.reach.get(sought.org.pk, ())
        return next((lock for lock in self.locks if lock.org_id in above and _covers(lock, sought)), None)


def _locks() -> QuerySet[Ruling]:
    return Ruling.objects.in_force().filter(kind=RulingKind.LOCK)


def _covers(lock: Ruling, sought: Sought) -> bool:
    is_sheet = lock.sheet_id in {None, sought.sheet_id}
    return is_sheet and lock.period_start <= sought.start and sought.end <= lock.period_end
