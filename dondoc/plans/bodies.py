"""Whom the wordings of a plan mean, and how sure that is: decided before, a name, a phrase, or only near a name."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any

from dondoc.lib.text import fold, squash
from dondoc.orgs.models import Group, Org, folded_name
from dondoc.orgs.queries import BodyFinder, Candidate, Roll
from dondoc.plans.audiences import phrase_population
from dondoc.plans.models import BodyChoice, Plan, Reading, Task

Population = dict[str, list[str]]
_PARTS = ("kinds", "groups", "orgs")


class Match(StrEnum):
    DECIDED = "decided"  # a person chose it, for this plan or an earlier one
    NAME = "name"  # the name or a known spelling of one organisation
    PHRASE = "phrase"  # a known way to say which kind of organisations
    NEAR = "near"  # close to a name; a person decides
    NONE = "none"


@dataclass(frozen=True)
class Understood:
    """What a wording means; `population` {} while nobody has decided. `near`: names that come close."""

    wording: str
    match: Match
    population: Population
    near: tuple[Candidate, ...] = ()

    @property
    def is_settled(self) -> bool:
        return bool(self.population)


class BodyReader:
    """What wordings mean under one organisation on one day; names and decisions are read once."""

    def __init__(self, org: Org, day: date) -> None:
        self.org, self.day = org, day

    @cached_property
    def _finder(self) -> BodyFinder:
        return BodyFinder(self.org, self.day)

    @cached_property
    def groups(self) -> list[Group]:
        return list(Group.objects.all())

    @cached_property
    def _roll(self) -> Roll:
        return Roll(self.org)

    @cached_property
    def _decided(self) -> dict[str, Population]:
        """By the wording as it is compared; the organisation's own decisions before those of the ones above it."""
        rows = BodyChoice.objects.above(self.org).values_list("folded", "population", "org_id")
        found = sorted(rows, key=lambda row: row[2] == self.org.pk)
        return {folded: people for folded, people, _org in found}

    def is_decided(self, wording: str) -> bool:
        return folded_name(wording) in self._decided

    def read(self, wording: str) -> Understood:
        """What `wording` means, with what comes near it when that is not known."""
        if decided := self._decided.get(folded_name(wording)):
            return Understood(wording, Match.DECIDED, decided)
        if body := self._finder.exact(wording):
            return Understood(wording, Match.NAME, {"orgs": [body.code]})
        if people := phrase_population(wording, self.groups):
            return Understood(wording, Match.PHRASE, people)
        near = tuple(self._finder.near(wording))
        return Understood(wording, Match.NEAR if near else Match.NONE, {}, near)

    def population(self, wordings: Iterable[str]) -> Population:
        """Everybody whom `wordings` (the leads of one task) mean together; {} when nothing is understood."""
        return self.joined([self.read(wording).population for wording in wordings])

    def joined(self, parts: Sequence[Population]) -> Population:
        """One population that holds all of `parts`: of one shape as they are, of several as the bodies of that day."""
        known = [part for part in parts if part]
        shapes = {tuple(name for name in _PARTS if part.get(name)) for part in known}
        if not known or len(known) == 1:
            return dict(known[0]) if known else {}
        if len(shapes) == 1 and len(next(iter(shapes))) == 1:
            (name,) = next(iter(shapes))
            return {name: list(dict.fromkeys(code for part in known for code in part[name]))}
        return {"orgs": list(dict.fromkeys(code for part in known for code in self._codes(part)))}

    def is_nobody(self, people: Population) -> bool:
        """Whether `people` means no body of that day, though it says which kind."""
        return set(people) != {"orgs"} and not self._codes(people)

    def _codes(self, part: Population) -> list[str]:
        if set(part) == {"orgs"}:
            return part["orgs"]
        meant = _Meant(*(tuple(part.get(name, ())) for name in _PARTS))
        return self._roll.codes(meant, self.day)


@dataclass(frozen=True)
class _Meant:
    kinds: tuple[str, ...]
    groups: tuple[str, ...]
    orgs: tuple[str, ...]


@dataclass(frozen=True)
class Wordings:
    """Task id → the wordings of those who must act (`leads`), and of those who support it."""

    leads: dict[int, tuple[str, ...]]
    supports: dict[int, tuple[str, ...]]


def wordings_of(plan: Plan, tasks: Iterable[Task]) -> Wordings:
    """Whom the tasks of `plan` name, one by one as the reader parted them. One query.

    What a person wrote over the leads is one wording. A task that a person added has what that person wrote.
    """
    read, found = _read_tasks(plan), Wordings({}, {})
    for task in tasks:
        item = read.get(task.start or -1, {})
        found.leads[task.pk], found.supports[task.pk] = _leads(task, item), tuple(item.get("support", ()))
    return found


def _read_tasks(plan: Plan) -> dict[int, dict[str, Any]]:
    """What the reader found, by its place; {} for a plan without a reading of its own (an amendment)."""
    reading = Reading.objects.filter(plan=plan).only("draft").first()
    return {item["span"][0]: item for item in (reading.draft["tasks"] if reading else []) if item.get("span")}


def _leads(task: Task, item: dict[str, Any]) -> tuple[str, ...]:
    leads = tuple(squash(one) for one in item.get("lead", ()))
    written = squash(task.lead_wording)
    as_read = {fold(", ".join(leads)), fold(squash(str(item.get("lead_as_written") or "")))}
    if leads and (not written or fold(written)[:250] in {one[:250] for one in as_read}):
        return leads
    return (written,) if written else ()
