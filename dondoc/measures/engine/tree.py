"""The map of organisations with its history, in memory: who belongs to a population, who stands above, as of a day."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from dondoc.indicators.formula.tree import Population


@dataclass(frozen=True)
class Days:
    """[start, end) with None for an open end."""

    start: date
    end: date | None

    def hold(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)


@dataclass(frozen=True)
class OrgSpan:
    org_id: int
    code: str
    kind: str


@dataclass(frozen=True)
class PathSpan:
    """`descendant` is at or under `ancestor` for these days."""

    ancestor: int
    descendant: int
    days: Days


@dataclass(frozen=True)
class Membership:
    org_id: int
    group: str
    days: Days


class Tree:
    """Organisations, the closure above them and their groups. Answers as of any day without a query."""

    def __init__(
        self, orgs: Iterable[OrgSpan], paths: Iterable[PathSpan], memberships: Iterable[Membership] = ()
    ) -> None:
        self.orgs = {org.org_id: org for org in orgs}
        self._up: dict[int, list[PathSpan]] = defaultdict(list)
        for path in paths:
            self._up[path.descendant].append(path)
        self._groups: dict[int, list[Membership]] = defaultdict(list)
        for membership in memberships:
            self._groups[membership.org_id].append(membership)
        self._members: dict[tuple[Population, int, date], list[int]] = {}

    def ancestors(self, org_id: int, day: date) -> list[int]:
        """The organisation and those above it on `day`; [] when it does not exist that day."""
        return sorted({path.ancestor for path in self._up[org_id] if path.days.hold(day)})

    def members(self, population: Population, *, under: int, day: date) -> list[int]:
        """Those at or under `under` on `day` that `population` means, by id."""
        key = (population, under, day)
        if key not in self._members:
            meant = (one.org_id for one in self._meant(population))
            self._members[key] = [pk for pk in meant if self._belongs(pk, population, under, day)]
        return self._members[key]

    def _meant(self, population: Population) -> list[OrgSpan]:
        return [
            org
            for _, org in sorted(self.orgs.items())
            if (not population.kinds or org.kind in population.kinds)
            and (not population.orgs or org.code in population.orgs)
        ]

    def _belongs(self, org_id: int, population: Population, under: int, day: date) -> bool:
        if not any(path.ancestor == under and path.days.hold(day) for path in self._up[org_id]):
            return False
        return not population.groups or any(
            m.group in population.groups and m.days.hold(day) for m in self._groups[org_id]
        )

    def blocks(self, size: int) -> Iterator[list[int] | None]:
        """All organisations, `size` at a time; None where these are all."""
        if len(self.orgs) <= size:
            yield None
            return
        everybody = sorted(self.orgs)
        yield from (everybody[start : start + size] for start in range(0, len(everybody), size))
