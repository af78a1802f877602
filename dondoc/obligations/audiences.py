"""Which organisations a task binds on a day."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from typing import Any

from dondoc.orgs.models import GroupMembership, Org, OrgPath
from dondoc.orgs.queries import population
from dondoc.plans.models import Task


@dataclass(frozen=True)
class Audience:
    """`Task.population` as orgs.queries.population reads it. Empty in every part: nobody, for no one was named."""

    kinds: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    orgs: tuple[str, ...] = ()

    @classmethod
    def of(cls, data: dict[str, Any]) -> "Audience":
        return cls(*(tuple(data.get(part, ())) for part in ("kinds", "groups", "orgs")))

    def __bool__(self) -> bool:
        return bool(self.kinds or self.groups or self.orgs)


class Audiences:
    """Populations under one organisation, asked once for each stretch of days in which nothing changes.

    A plan asks for hundreds of days and the map of organisations changes on few of them.
    """

    def __init__(self, under: Org) -> None:
        self.under = under
        paths = OrgPath.objects.filter(ancestor=under)
        members = GroupMembership.objects.filter(org__in=paths.values("descendant_id"))
        days = [*paths.values_list("valid_from", "valid_to"), *members.values_list("valid_from", "valid_to")]
        self.changes = sorted({day for span in days for day in span if day})
        self.found: dict[tuple[Audience, date], list[int]] = {}

    def on(self, task: Task, day: date) -> list[int]:
        """Ids of the organisations that `task` binds on `day`, in the order of their names."""
        audience = Audience.of(task.population)
        if not audience:
            return []
        place = bisect_right(self.changes, day)
        since = self.changes[place - 1] if place else day
        if (audience, since) not in self.found:
            orgs = population(audience, under=self.under, day=since).order_by("sort_key", "pk")
            self.found[audience, since] = list(orgs.values_list("pk", flat=True))
        return self.found[audience, since]
