"""Reads of obstacles: by filters, how many stand how, how many were answered in time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Count, F, Q, QuerySet, Value, When

from dondoc.lib.text import fold
from dondoc.obstacles.models import Obstacle, ObstacleQuerySet, Standing
from dondoc.orgs.models import Org


@dataclass(frozen=True)
class Answering:
    """How obstacles were answered: of those whose day has come or that were answered, how many in time.

    `owner` None: of all bodies together. `asked` leaves out what was withdrawn.
    """

    asked: int
    answered: int
    in_time: int
    overdue: int
    owner: Org | None = None

    @property
    def judged(self) -> int:
        """Those of which it is known: answered, or not answered by their day."""
        return self.answered + self.overdue

    @property
    def waiting(self) -> int:
        return self.asked - self.answered


def narrowed(rows: ObstacleQuerySet, chosen: Mapping[str, Any]) -> ObstacleQuerySet:
    """`rows` by the filters of the desk (names: FilterForm.chosen); what is unset does not limit."""
    for word in fold(str(chosen.get("words") or "")).split():
        rows = rows.filter(search_text__contains=word)
    if chosen.get("owner"):
        rows = rows.filter(owner=chosen["owner"])
    if chosen.get("kind"):
        rows = rows.filter(kind=chosen["kind"])
    if chosen.get("plan"):
        rows = rows.filter(Q(obligation__task__plan=chosen["plan"]) | Q(obligation__task__plan__first=chosen["plan"]))
    return rows


def count_by_standing(rows: ObstacleQuerySet, today: date) -> dict[Standing, int]:
    """How many stand how on `today`, every standing named. One query."""
    overdue = Q(answered_at=None, withdrawn_at=None, answer_by__lt=today)
    found = rows.order_by().aggregate(
        withdrawn=Count("pk", filter=~Q(withdrawn_at=None)), answered=Count("pk", filter=~Q(answered_at=None)),
        overdue=Count("pk", filter=overdue), every=Count("pk"),
    )  # fmt: skip
    is_open = found["every"] - found["withdrawn"] - found["answered"] - found["overdue"]
    known = {Standing.OPEN: is_open}
    return {one: known.get(one, found.get(one.value, 0)) for one in Standing}


def by_urgency(rows: ObstacleQuerySet) -> ObstacleQuerySet:
    """What waits first, the earliest day first; then what was answered or withdrawn, the newest first."""
    is_done = Case(When(answered_at=None, withdrawn_at=None, then=Value(0)), default=Value(1))
    rows = rows.annotate(is_done=is_done, wait=Case(When(answered_at=None, withdrawn_at=None, then=F("answer_by"))))
    return rows.order_by("is_done", "wait", "-raised_at", "-pk")


def with_what_rows_show(rows: ObstacleQuerySet) -> ObstacleQuerySet:
    return rows.select_related("org", "owner", "obligation__task", "obligation__round", "raised_by")


def answering(rows: ObstacleQuerySet, today: date) -> Answering:
    """How `rows` were answered, all together. One query."""
    return Answering(**counted(rows).aggregate(**counts(today)))


def answering_by_owner(rows: ObstacleQuerySet, today: date) -> list[Answering]:
    """The same for each body that has something to answer, who lets most wait first. Two queries."""
    found = list(counted(rows).values("owner_id").annotate(**counts(today)))
    owners = Org.objects.in_bulk([one["owner_id"] for one in found])
    told = [Answering(owner=owners[one.pop("owner_id")], **one) for one in found]
    return sorted(told, key=lambda one: (-one.overdue, -one.waiting, one.owner.sort_key if one.owner else ""))


def counted(rows: ObstacleQuerySet) -> QuerySet[Obstacle]:
    """Those of `rows` that `Answering` is about."""
    return rows.filter(withdrawn_at=None).order_by()


def counts(today: date) -> dict[str, Count]:
    """What `Answering` counts, by name."""
    return {
        "asked": Count("pk"),
        "answered": Count("pk", filter=~Q(answered_at=None)),
        "in_time": Count("pk", filter=Q(answered_on__lte=F("answer_by"))),
        "overdue": Count("pk", filter=Q(answered_at=None, answer_by__lt=today)),
    }


def owners(user) -> list[Org]:
    """Bodies that have answered or are to answer something that `user` may see. One query."""
    ids = Obstacle.objects.visible_to(user).order_by().values("owner_id")
    return list(Org.objects.filter(pk__in=ids).order_by("sort_key"))
