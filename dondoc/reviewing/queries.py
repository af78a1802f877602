"""Reads for the review desk: the queue by risk, what narrows it and how much of each there is, what comes next."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import reduce
from operator import or_

from django.db.models import Count, Exists, F, IntegerField, Min, OuterRef, Q, QuerySet, Subquery

from dondoc.accounts.rules import Permission
from dondoc.audit.memory import kept, kept_beside
from dondoc.lib.text import fold
from dondoc.orgs.models import Org, OrgKind
from dondoc.plans.models import Task
from dondoc.reviewing.comparing import Changes, changes_of
from dondoc.reviewing.models import LOOKS_FOR, Look
from dondoc.sheets.models import Deliverable
from dondoc.submissions.models import Submission, SubmissionState
from dondoc.submissions.queries import reviews_of
from dondoc.submissions.risk import LOW, Concern, parse, risk_of

S = SubmissionState
MOST_COUNTED = 99  # of what waits, where the number is only a mark in the menu


@dataclass(frozen=True)
class QueueFilter:
    """What the reviewer narrows the queue to; empty fields narrow nothing. `words` are looked for without marks.

    `is_own`: only what the reviewer's own bodies follow, and what no body follows; see `own_bodies`.
    `is_over`: only what should have been decided before today. `is_low`: only what may be approved after a glance.
    """

    is_own: bool = False
    body: int | None = None
    deliverable: int | None = None
    words: str = ""
    concern: Concern | None = None
    is_over: bool = False
    is_low: bool = False


def review_queue(user, narrowed: QueueFilter, today: date) -> QuerySet[Submission]:
    """What waits for `user`'s review, the riskiest first, then what must be decided first. Own entries are left out."""
    queue = _narrow(_waiting(user, narrowed.words), user, narrowed, today)
    queue = queue.select_related("org", "deliverable", "round", "submitted_by", "sheet_version")
    return queue.order_by("state", "-risk", "review_by", "submitted_at", "pk")


def rows_of(queue: QuerySet[Submission], places: range, count: int) -> list[Submission]:
    """Those at these places of a queue of `count`: counted from the end that is nearer. One query."""
    if places.start <= count // 2:
        return list(queue[places.start : places.stop])
    backwards = queue.reverse()[max(count - places.stop, 0) : count - places.start]
    return list(reversed(backwards))


def _waiting(user, words: str = "") -> QuerySet[Submission]:
    """All that `user` may decide on. Who reviews is read as stored when the sheet was sent in; opening it asks anew."""
    mine = Q(org_id__in=user.org_ids_with(Permission.REVIEW), is_internal=False)
    if named := _named_bodies(user):  # asked for by itself: with "or" in it no index finds the few of a small body
        mine |= _of_bodies(named)
    queue = Submission.objects.filter(mine, ~Q(submitted_by=user), state=S.SUBMITTED)
    for word in fold(words).split():
        queue = queue.filter(org__search_text__contains=word)
    return queue


def is_named_body() -> Exists:
    """Of a role: whether some plan names the organisation where it is held as reviewer."""
    return Exists(Task.objects.filter(reviewer=OuterRef("org")))


def _named_bodies(user) -> frozenset[int]:
    """Ids of the bodies where `user` holds the right to review that some plan names as reviewer. No query for those who
    are signed in, whose roles are read with it; else one, once for each instance of `user`."""
    if not hasattr(user, "_named_bodies"):
        reviewing, held = user.reviewing_org_ids(), user.roles_held()
        if all(hasattr(role, "is_named_body") for role in held):
            user._named_bodies = frozenset(m.org_id for m in held if m.is_named_body and m.org_id in reviewing)
        else:
            tasks = Task.objects.filter(reviewer_id__in=reviewing).order_by()
            user._named_bodies = frozenset(tasks.values_list("reviewer_id", flat=True).distinct())
    return user._named_bodies


def _of_bodies(ids: Iterable[int]) -> Q:
    """Those that one of these bodies is to review."""
    return reduce(or_, (Q(bodies__contains=f" {pk} ") for pk in ids), Q(pk__in=[]))


def _narrow(queue: QuerySet[Submission], user, narrowed: QueueFilter, today: date) -> QuerySet[Submission]:
    if narrowed.is_own and (bodies := own_bodies(user)):
        queue = queue.filter(_of_bodies(bodies) | Q(bodies=""))
    if narrowed.body:
        queue = queue.filter(_of_bodies([narrowed.body]))
    if narrowed.deliverable:
        queue = queue.filter(deliverable=narrowed.deliverable)
    if narrowed.concern:
        queue = queue.filter(concerns__contains=narrowed.concern.value)
    if narrowed.is_over:
        queue = queue.filter(review_by__lt=today)
    return queue.filter(risk__lte=LOW) if narrowed.is_low else queue


def own_bodies(user) -> set[int]:
    """Ids of the advisory bodies (not the committee that they serve) in which `user` holds a role. No query."""
    kinds = {OrgKind.ADVISORY_BODY, OrgKind.INSPECTION_COMMITTEE}
    return {held.org_id for held in user.roles_held() if held.org.kind in kinds}


class _Rows(Subquery):
    """How many rows a question finds."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS found)"
    output_field = IntegerField()


def waits_for(user, today: date) -> dict[str, Subquery]:
    """How much waits for `user` first: in the queue of their own bodies, or the whole one when they belong to none.
    Counted up to one more than MOST_COUNTED; to be read beside the head of the trail (audit.memory.look)."""
    return {"waits_for_me": _Rows(_first_of_own(user, today).values("pk"))}


def count_own(user, today: date) -> int:
    """As `waits_for`. One query, none while nothing was written since."""
    count = kept_beside("waits_for_me", user.pk, make=lambda: waits_for(user, today)["waits_for_me"])
    return _first_of_own(user, today).count() if count is None else count  # None: there is no trail to read beside


def _first_of_own(user, today: date) -> QuerySet[Submission]:
    return _narrow(_waiting(user), user, QueueFilter(is_own=True), today).order_by()[: MOST_COUNTED + 1]


# How much there is of each


@dataclass(frozen=True)
class Group:
    """Sheets in the queue that are alike in all that it is narrowed by."""

    concerns: tuple[Concern, ...]
    deliverable: int
    bodies: frozenset[int]
    count: int
    over: int

    def fits(self, narrowed: QueueFilter, own: set[int]) -> bool:
        """As `_narrow`, days aside."""
        return (
            (not narrowed.is_own or not own or not self.bodies or not self.bodies.isdisjoint(own))
            and (narrowed.body is None or narrowed.body in self.bodies)
            and (narrowed.deliverable is None or narrowed.deliverable == self.deliverable)
            and (narrowed.concern is None or narrowed.concern in self.concerns)
            and (not narrowed.is_low or risk_of(self.concerns) <= LOW)
        )


@dataclass(frozen=True)
class Facets:
    """The queue counted by all that narrows it; what stands in the address is taken from it without asking again."""

    groups: tuple[Group, ...]
    own: set[int]

    def count(self, narrowed: QueueFilter) -> int:
        """How many sheets are left."""
        fits = (group for group in self.groups if group.fits(narrowed, self.own))
        return sum(group.over if narrowed.is_over else group.count for group in fits)

    def by_concern(self, narrowed: QueueFilter) -> dict[Concern, int]:
        """For each concern there is how many sheets choosing it would leave."""
        found = {one: self.count(replace(narrowed, concern=one, is_over=False, is_low=False)) for one in Concern}
        return {one: count for one, count in found.items() if count}

    def by_deliverable(self, narrowed: QueueFilter) -> Counter[int]:
        """Deliverable id → how many sheets choosing it would leave."""
        counts: Counter[int] = Counter()
        for group in self.groups:
            if group.fits(replace(narrowed, deliverable=None), self.own):
                counts[group.deliverable] += group.over if narrowed.is_over else group.count
        return counts

    def by_body(self, narrowed: QueueFilter) -> Counter[int]:
        """Body id → how many sheets choosing it would leave; of all that one may review."""
        counts: Counter[int] = Counter()
        for group in self.groups:
            if group.fits(replace(narrowed, body=None, is_own=False), self.own):
                counts.update(dict.fromkeys(group.bodies, group.over if narrowed.is_over else group.count))
        return counts


def facets(user, words: str, today: date) -> Facets:
    """The queue of `user` for these words, counted. Two queries; one while nothing changes."""
    return kept("queue", user.pk, words, make=lambda: _counted(user, words, today))


def _counted(user, words: str, today: date) -> Facets:
    rows = _waiting(user, words).order_by().values_list("deliverable", "concerns", "bodies")
    rows = rows.annotate(count=Count("pk"), over=Count("pk", filter=Q(review_by__lt=today)))
    groups = (
        Group(parse(codes), product, frozenset(map(int, bodies.split())), count, over)
        for product, codes, bodies, count, over in rows
    )
    return Facets(tuple(groups), own_bodies(user))


def names_in(found: Facets) -> tuple[list[Org], list[Deliverable]]:
    """The bodies and products that the queue may be narrowed to. Two queries."""
    bodies = {pk for group in found.groups for pk in group.bodies}
    products = {group.deliverable for group in found.groups}
    return list(Org.objects.filter(pk__in=bodies)), list(Deliverable.objects.filter(pk__in=products))


def next_in_queue(user, after: Submission, narrowed: QueueFilter, today: date) -> Submission | None:
    """What to review once `after` is dealt with, or put off: what follows it in the queue, else the first."""
    queue = review_queue(user, narrowed, today).exclude(pk=after.pk)
    later = Q(risk__lt=after.risk)
    if after.review_by and after.submitted_at:
        later |= Q(risk=after.risk, review_by__gt=after.review_by)
        same_day = Q(risk=after.risk, review_by=after.review_by)
        later |= same_day & (
            Q(submitted_at__gt=after.submitted_at) | Q(submitted_at=after.submitted_at, pk__gt=after.pk)
        )
    # one read of at most two rows: what follows stands behind the first of all, whenever it is another one
    following, first = queue.filter(later, risk__lte=after.risk).values("pk")[:1], queue.values("pk")[:1]
    return queue.filter(Q(pk=Subquery(following)) | Q(pk=Subquery(first))).last()


# Who looks at what, who is late in deciding


def looks_at(submissions: Iterable[Submission], user, now: datetime) -> dict[int, Look]:
    """Submission id → who else is looking at it now. One query."""
    ids = [one.pk for one in submissions]
    looks = Look.objects.filter(submission__in=ids, seen_at__gt=now - LOOKS_FOR).exclude(by=user)
    return {look.submission_id: look for look in looks.select_related("by")}


def who_looks(now: datetime) -> list[tuple[int, int, datetime]]:
    """(submission, person, since) of everybody who looks at a sheet now. One query."""
    looks = Look.objects.filter(seen_at__gt=now - LOOKS_FOR).order_by("pk")
    return list(looks.values_list("submission_id", "by_id", "since"))


@dataclass(frozen=True)
class Backlog:
    """What waits at one body (None: at none that the plan names), how much of it over time, and the oldest day."""

    body: Org | None
    waiting: int
    over: int
    oldest: date | None


def backlogs(org_ids: QuerySet, today: date) -> list[Backlog]:
    """Bodies that have not decided in time on sheets of these organisations, the latest first. Two queries."""
    waiting = Submission.objects.filter(state=S.SUBMITTED, is_internal=False, org_id__in=org_ids).order_by()
    rows = waiting.values_list("bodies").annotate(
        count=Count("pk"), over=Count("pk", filter=Q(review_by__lt=today)), oldest=Min(F("review_by"))
    )
    found: dict[int | None, tuple[int, int, date | None]] = {}
    for bodies, count, over, oldest in rows:
        for pk in map(int, bodies.split()) if bodies else (None,):
            before = found.get(pk, (0, 0, None))
            days = [day for day in (before[2], oldest) if day]
            found[pk] = (before[0] + count, before[1] + over, min(days, default=None))
    orgs = Org.objects.in_bulk([pk for pk in found if pk])
    late = [Backlog(orgs.get(pk) if pk else None, *numbers) for pk, numbers in found.items() if numbers[1]]
    return sorted(late, key=lambda one: (one.oldest or date.max, -one.over))


def changes_since_review(submissions: Iterable[Submission]) -> dict[int, Changes]:
    """Submission id → what changed since the last approval, or decision; never decided ones are left out. One query."""
    rows = {s.pk: s for s in submissions}
    found = ((pk, changes_of(rows[pk], reviews)) for pk, reviews in reviews_of(rows.values()).items())
    return {pk: changes for pk, changes in found if changes}
