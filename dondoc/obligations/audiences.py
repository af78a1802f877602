"""Which organisations a task binds on a day."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from typing import Any

from dondoc.orgs.models import Org
from dondoc.orgs.queries import Roll
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
    """Populations under one organisation, made once for each stretch of days in which nothing changes.

    A plan asks for hundreds of days and the map of organisations changes on few of them. The map is read once, in one
    query, so that what a plan binds costs the same however many populations and changes there are.
    """

    def __init__(self, under: Org) -> None:
        self.roll = Roll(under)
        self.changes = self.roll.changes()
        self.found: dict[tuple[Audience, date], list[int]] = {}

    def on(self, task: Task, day: date) -> list[int]:
        """Ids of the organisations that `task` binds on `day`, in the order of their names."""
        audience = Audience.of(task.population)
        if not audience:
            return []
        place = bisect_right(self.changes, day)
        since = self.changes[place - 1] if place else day
        if (audience, since) not in self.found:
            self.found[audience, since] = self.roll.population(audience, since)
        return self.found[audience, since]
