"""Reads over the map of organisations as of a day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Protocol

from django.db.models import Q
from rapidfuzz import fuzz

from dondoc.orgs.models import Org, OrgName, OrgPath, OrgQuerySet, Succession, folded_name, valid_on

_OWNER = "dang uy"  # what every way of writing the committee's own name is read as
_OWNER_WORDINGS = ("dang uy cac co quan dang",)
_LIKELY = 70  # below this score two names have little in common


class Population(Protocol):
    """Which organisations: of any of `kinds` AND in any of `groups` AND with one of the codes `orgs`; () = no limit."""

    @property
    def kinds(self) -> Sequence[str]: ...
    @property
    def groups(self) -> Sequence[str]: ...
    @property
    def orgs(self) -> Sequence[str]: ...


@dataclass(frozen=True)
class Candidate:
    """A body that a wording may mean. `score` 0–100; `name` is the name or spelling that came nearest."""

    org: Org
    name: str
    score: int
    is_current_name: bool


def population(population: Population, *, under: Org, day: date) -> OrgQuerySet:
    """The organisations at or under `under` on `day` that `population` means."""
    found = Org.objects.under(under.pk, day)
    if population.kinds:
        found = found.filter(kind__in=population.kinds)
    if population.groups:
        found = found.in_groups(population.groups, day)
    if population.orgs:
        found = found.filter(code__in=population.orgs)
    return found


def ancestors(org: Org, day: date) -> list[Org]:
    """`org` and those above it on `day`, nearest first; empty when it does not exist that day."""
    paths = OrgPath.objects.filter(valid_on(day), descendant=org).order_by("depth").select_related("ancestor")
    return [path.ancestor for path in paths]


def children(org: Org, day: date) -> OrgQuerySet:
    """Those directly under `org` on `day`."""
    paths = OrgPath.objects.filter(valid_on(day), ancestor=org, depth=1)
    return Org.objects.filter(pk__in=paths.values("descendant_id"))


def names_on(org_ids: Iterable[int], day: date) -> dict[int, str]:
    """Organisation id → the name that it bore on `day`; none for one that did not exist then."""
    names = OrgName.objects.filter(valid_on(day), org_id__in=list(org_ids), is_alias=False)
    return dict(names.order_by("valid_from").values_list("org_id", "name"))


def resolve_body(wording: str, *, under: Org, day: date) -> Org | None:
    """The one body at or under `under` on `day` that `wording` names; None when none or several do: never a guess.

    Case, marks, punctuation and a leading "các" do not matter, and the committee's own name in full counts as "Đảng
    ủy". Names and spellings of that day come first, then names that a body of that day bore earlier.
    """
    return BodyFinder(under, day).exact(wording)


def suggest_bodies(wording: str, *, under: Org, day: date, limit: int = 5) -> list[Candidate]:
    """Bodies at or under `under` on `day` whose names come near `wording`, best first, for a person to choose from.

    A body that ended by that day is not suggested itself; its successors are, by its name.
    """
    return BodyFinder(under, day).near(wording, limit=limit)


class BodyFinder:
    """Bodies at or under one organisation on one day, asked by many wordings: the names are read once."""

    def __init__(self, under: Org, day: date) -> None:
        self._under, self._day = under, day
        self._owner_names = _owner_names(under)
        self._names = _names_under(under, day)

    @cached_property
    def _orgs(self) -> dict[int, Org]:
        return Org.objects.under(self._under.pk, self._day).in_bulk()

    @cached_property
    def _earlier(self) -> list[tuple[int, OrgName, str]]:
        return _predecessor_names(self._under, self._day)

    def exact(self, wording: str) -> Org | None:
        """As `resolve_body`."""
        wanted = _as_compared(wording, self._owner_names)
        if not wanted:
            return None
        for is_valid in (True, False):
            found = {n.org_id for n, key in self._names if key == wanted and n.holds_on(self._day) is is_valid}
            if found:
                return self._orgs.get(found.pop()) if len(found) == 1 else None
        return None

    def near(self, wording: str, *, limit: int = 5) -> list[Candidate]:
        """As `suggest_bodies`."""
        wanted = _as_compared(wording, self._owner_names)
        if not wanted:
            return []
        names = [(name.org_id, name, key) for name, key in self._names]
        best: dict[int, tuple[float, OrgName]] = {}
        for org_id, name, key in names + self._earlier:
            score = (fuzz.token_sort_ratio(wanted, key) + fuzz.WRatio(wanted, key)) / 2
            if org_id in self._orgs and score >= _LIKELY and score > best.get(org_id, (0.0, name))[0]:
                best[org_id] = (score, name)
        found = [
            Candidate(self._orgs[org_id], name.name, round(score), name.org_id == org_id and name.holds_on(self._day))
            for org_id, (score, name) in best.items()
        ]
        return sorted(found, key=lambda c: (-c.score, c.org.sort_key))[:limit]


def _owner_names(under: Org) -> tuple[str, ...]:
    """The ways to write the committee's own name, the longest first so that none is cut in the middle."""
    own = {folded_name(under.name), folded_name(under.short_name), *under.names.values_list("folded", flat=True)}
    known = {name for name in own if name.startswith(_OWNER)} | set(_OWNER_WORDINGS)
    return tuple(sorted(known - {_OWNER}, key=len, reverse=True))


def _as_compared(text: str, owner_names: Sequence[str]) -> str:
    key = f" {folded_name(text)} "
    for name in owner_names:
        key = key.replace(f" {name} ", f" {_OWNER} ")
    return key.strip()


def _names_under(under: Org, day: date) -> list[tuple[OrgName, str]]:
    """Every name, of that day or earlier, of the bodies at or under `under` on `day`, and as it is compared."""
    orgs = Org.objects.under(under.pk, day)
    names = OrgName.objects.filter(Q(org__in=orgs), valid_from__lte=day)
    owner_names = _owner_names(under)
    return [(name, _as_compared(name.name, owner_names)) for name in names]


def _predecessor_names(under: Org, day: date) -> list[tuple[int, OrgName, str]]:
    """(successor, name, as compared) for the names of bodies that a body of that day took over from."""
    orgs = Org.objects.under(under.pk, day)
    taken_over = Succession.objects.filter(successor__in=orgs, on__lte=day).values_list(
        "predecessor_id", "successor_id"
    )
    successors: dict[int, list[int]] = {}
    for predecessor, successor in taken_over:
        successors.setdefault(predecessor, []).append(successor)
    owner_names = _owner_names(under)
    return [
        (successor, name, _as_compared(name.name, owner_names))
        for name in OrgName.objects.filter(org_id__in=successors)
        for successor in successors[name.org_id]
    ]
