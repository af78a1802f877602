"""How punctual an organisation is: which duties tell it, what is known of one, what that makes likely for open ones.

What is kept (`TrackRecord`, `PeerRecord`) is brought up once a day, and of an organisation after what was decided about
its duties; the rule itself is `lib.punctuality`.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import models, transaction
from django.db.models import Case, Count, F, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from dondoc.audit.models import AuditEvent
from dondoc.lib.numbers import format_number
from dondoc.lib.punctuality import (
    HORIZON,
    KEPT,
    OWN_DAYS,
    PEERS_DAYS,
    Chance,
    Known,
    Past,
    Peers,
    Share,
    Tally,
    chance_of,
    newest_first,
    place_of,
)
from dondoc.obligations.models import (
    Obligation,
    ObligationQuerySet,
    PaceCursor,
    PeerRecord,
    Purpose,
    TrackRecord,
    last_day_of,
)
from dondoc.orgs.models import Org

# What plans ask of organisations for a day that was to come. What was due before the plan came in was never followed
# up, and what a committee gives to its own chi bộ is its own affair.
PACED = Q(purpose=Purpose.ANSWER, assignment=None, is_history=False, is_ongoing=False)
# Events that change how the past of one organisation reads, and those after which anything may.
TOUCHING = frozenset(
    {
        *(f"submission.{act}" for act in ("submit", "withdraw", "send_back", "approve", "reopen")),
        *(f"obligation.{act}" for act in ("extend", "exempt", "stop", "resume", "revoke")),
    }
)
TURNING = frozenset({"obligation.close", "plan.amend", "round.withdraw", "org.merge", "org.split"})
_ORGS = 500  # organisations whose duties are read at a time
_COLUMNS = ("org_id", "last_day", "submitted_on", "done_on")


def known_of(one: Obligation) -> Known:
    """What the facts of `one` tell: as known now, that is in the morning of a day what the days before had brought."""
    is_over = one.closed_on is not None and one.approved_on is None
    return Known(
        last_day=one.last_day_allowed,
        sent_on=one.submitted_on,
        done_on=one.done_on,
        is_counted=not (one.exempted_on or one.is_history or one.is_ongoing or is_over),
    )


# ── keeping ──────────────────────────────────────────────────────────────────────────────────────────────────────
def refresh(*, today: date, everything: bool = False) -> set[int]:
    """Bring what is kept up to the newest event and to `today`; returns of which organisations the past changed.

    Nothing new: two queries. On a new day the peers, and those of whose duties a last day has passed; else those about
    whom something was decided, with `everything` all. Peers stay as they are until the next day.
    """
    cursor, _made = PaceCursor.objects.get_or_create(pk=1)
    newest = AuditEvent.objects.aggregate(newest=models.Max("id"))["newest"] or 0
    if (cursor.event_id, cursor.day) == (newest, today) and not everything:
        return set()
    with transaction.atomic():
        seen = PaceCursor.objects.filter(pk=1, event_id=cursor.event_id, day=cursor.day)
        if not seen.update(event_id=newest, day=today):
            return set()  # another process does it
        events = AuditEvent.objects.filter(id__gt=cursor.event_id, id__lte=newest, action__in=TOUCHING | TURNING)
        told = set(events.order_by().values_list("action", "org_id").distinct())
        is_turned = cursor.day is None or cursor.day > today or any(action in TURNING for action, _org in told)
        is_all = everything or is_turned
        touched = None if is_all else {org_id for _action, org_id in told if org_id}
        if touched is not None and cursor.day != today:
            touched |= set(_past(today).filter(last_day__gte=cursor.day).values_list("org_id", flat=True).distinct())
        if cursor.day != today:
            _keep_peers(today)
        return _keep_records(today, touched)


def _past(today: date) -> models.QuerySet[Obligation]:
    """The duties whose last day lies before `today` and that count, with `last_day`."""
    over = Q(closed_on__isnull=False, approved_on=None)
    rows = Obligation.objects.filter(PACED, exempted_on=None).exclude(over).order_by()
    return rows.annotate(last_day=last_day_of()).filter(last_day__lt=today)


def _keep_records(today: date, org_ids: Collection[int] | None) -> set[int]:
    """The records of these organisations (None: all) as they must be; equal ones stay. Returns the others."""
    if org_ids is None:
        org_ids = {*Obligation.objects.filter(PACED).order_by().values_list("org_id", flat=True).distinct()}
        org_ids |= set(TrackRecord.objects.values_list("org_id", flat=True))
    changed: set[int] = set()
    ordered = sorted(org_ids)
    for some in (ordered[start : start + _ORGS] for start in range(0, len(ordered), _ORGS)):
        wanted = _records(today, some)
        stored = dict(TrackRecord.objects.filter(org__in=some).values_list("org_id", "pasts"))
        fresh = [TrackRecord(org_id=pk, pasts=pasts) for pk, pasts in wanted.items() if stored.get(pk) != pasts]
        gone = stored.keys() - wanted.keys()
        TrackRecord.objects.bulk_create(fresh, update_conflicts=True, unique_fields=["org"], update_fields=["pasts"])
        if gone:
            TrackRecord.objects.filter(org__in=gone).delete()
        changed |= {one.org_id for one in fresh} | gone
    return changed


def _records(today: date, org_ids: Collection[int]) -> dict[int, list[list[int | None]]]:
    found: dict[int, list[Past]] = defaultdict(list)
    rows = _past(today).filter(org__in=org_ids, last_day__gte=today - timedelta(days=OWN_DAYS))
    for org_id, last_day, sent_on, done_on in rows.values_list(*_COLUMNS).iterator(2000):
        past = Known(last_day, sent_on, done_on).past_on(today)
        if past:
            found[org_id].append(past)
    return {
        org_id: [
            [one.last_day.toordinal(), one.early, int(one.on_time)] for one in sorted(some, key=newest_first)[:KEPT]
        ]
        for org_id, some in found.items()
    }


def _keep_peers(today: date) -> None:
    """The peers' tallies of the last year. One statement that counts, over all organisations."""
    decisive = Coalesce("done_on", "submitted_on")
    on_time = Case(When(decisive__lte=F("last_day"), then=True), default=False, output_field=models.BooleanField())
    rows = _past(today).filter(last_day__gte=today - timedelta(days=PEERS_DAYS))
    rows = rows.annotate(decisive=decisive).annotate(on_time=on_time)
    grouped = rows.values_list("org__kind", "last_day", "submitted_on", "on_time").annotate(count=Count("pk"))
    found: dict[str, list[Share]] = defaultdict(lambda: list(Tally().places))
    for kind, last_day, sent_on, is_good, count in grouped.iterator(2000):
        place = place_of((last_day - sent_on).days if sent_on else None)
        found[kind][place] += Share(count if is_good else 0, count)
    PeerRecord.objects.all().delete()
    PeerRecord.objects.bulk_create(
        PeerRecord(kind=kind, places=[[one.on_time, one.all] for one in places]) for kind, places in found.items()
    )


# ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────────
class Paces:
    """What is kept of some organisations, ready to be asked about their open duties."""

    def __init__(self, own: Mapping[int, list[Past]], peers: Mapping[str, Peers]) -> None:
        self._own, self._peers = own, peers

    @classmethod
    def beside(cls, rows: ObligationQuerySet) -> ObligationQuerySet:
        """`rows` with what is kept of their organisations, for `of_rows`: no query of its own."""
        peers = PeerRecord.objects.filter(kind=OuterRef("org__kind")).values("places")[:1]
        return rows.annotate(own_pasts=F("org__track_record__pasts"), peer_places=Subquery(peers))

    @classmethod
    def of_rows(cls, rows: Iterable[Any]) -> "Paces":
        """Of the organisations of rows that were read with `beside`. No query."""
        own, peers = {}, {}
        for row in rows:
            if row.org_id not in own:
                own[row.org_id], peers[row.org.kind] = _pasts(row.own_pasts or ()), Peers(_tally(row.peer_places or ()))
        return cls(own, peers)

    @classmethod
    def few(cls, org_ids: Collection[int]) -> "Paces":
        """Of the organisations of a page. One query, none without any."""
        if not org_ids:
            return cls({}, {})
        peers = PeerRecord.objects.filter(kind=OuterRef("kind")).values("places")[:1]
        rows = Org.objects.filter(pk__in=org_ids).order_by().annotate(peers=Subquery(peers))
        own, places = {}, {}
        for pk, kind, pasts, found in rows.values_list("pk", "kind", "track_record__pasts", "peers"):
            own[pk], places[kind] = _pasts(pasts or ()), found or ()
        return cls(own, {kind: Peers(_tally(found)) for kind, found in places.items()})

    @classmethod
    def many(cls, org_ids: Collection[int] | None = None) -> "Paces":
        """Of these organisations, None: of all. Two queries."""
        rows = TrackRecord.objects.all() if org_ids is None else TrackRecord.objects.filter(org__in=org_ids)
        own = {org_id: _pasts(pasts) for org_id, pasts in rows.values_list("org_id", "pasts")}
        return cls(
            own, {kind: Peers(_tally(found)) for kind, found in PeerRecord.objects.values_list("kind", "places")}
        )

    def chance(self, org_id: int, kind: str, days_left: int) -> Chance:
        """Of a duty of `org_id` that is open with `days_left` days to go."""
        return chance_of(self._own.get(org_id, ()), self._peers.get(kind, Peers(Tally())), days_left)


def chances(obligations: Iterable[Obligation], today: date, paces: Paces | None = None) -> dict[int, Chance]:
    """By id, how likely the open ones are to be on time whose last day is at most HORIZON days off. One query, none
    when there are none or with `paces`; `org` is to be there."""
    asked = [one for one in obligations if _is_asked(one, today)]
    if not asked:
        return {}
    paces = Paces.few({one.org_id for one in asked}) if paces is None else paces
    return {one.pk: paces.chance(one.org_id, one.org.kind, _days_left(one, today)) for one in asked}


def _is_asked(one: Obligation, today: date) -> bool:
    is_paced = one.purpose == Purpose.ANSWER and one.assignment_id is None
    return (
        is_paced and not one.is_stopped_on(today) and known_of(one).is_open_on(today)
        and _days_left(one, today) <= HORIZON
    )  # fmt: skip


def _days_left(one: Obligation, today: date) -> int:
    last = one.last_day_allowed
    return (last - today).days if last else HORIZON


def _pasts(stored: Iterable[Sequence[Any]]) -> list[Past]:
    return [Past(date.fromordinal(day), early, bool(on_time)) for day, early, on_time in stored]


def _tally(places: Iterable[Sequence[int]]) -> Tally:
    return Tally(tuple(Share(on_time, count) for on_time, count in places)) if places else Tally()


def why(chance: Chance) -> str:
    """From what it follows, in a sentence: "Còn 7 ngày mà chưa nộp: đơn vị kịp hạn 3 trong 8 lần gần đây; …"."""
    said = {
        "days": chance.days_left, "good": format_number(chance.own.on_time), "all": format_number(chance.own.all),
        "peers_good": format_number(chance.peers.on_time), "peers_all": format_number(chance.peers.all),
    }  # fmt: skip
    own = (
        _("đơn vị kịp hạn %(good)s trong %(all)s lần gần đây") if chance.own.all
        else _("đơn vị chưa lần nào gặp cảnh này")
    )  # fmt: skip
    peers = _("các đơn vị cùng loại kịp %(peers_good)s trong %(peers_all)s lần")
    return (_("Còn %(days)d ngày mà chưa nộp: ") + own + "; " + peers + ".") % said
