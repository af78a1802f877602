"""Reads over the map of organisations as of a day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Protocol

from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.expressions import Combinable
from rapidfuzz import fuzz

from dondoc.lib.text import fold
from dondoc.orgs.models import Org, OrgName, OrgPath, OrgQuerySet, folded_name, valid_on

_OWNER = "dang uy"  # what every way of writing the committee's own name is read as
_OWNER_WORDINGS = ("dang uy cac co quan dang",)
_LIKELY = 75  # below this score two names share only what many names share ("Công", "Đảng ủy")


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


@dataclass(frozen=True)
class _Stay:
    """One body at or under the organisation of a roll for a time."""

    org_id: int
    kind: str
    code: str
    valid_from: date
    valid_to: date | None


class Roll:
    """Who stands at or under `under`, of which kind and in which groups, on every day; read once, in one query."""

    def __init__(self, under: Org) -> None:
        paths = OrgPath.objects.filter(ancestor=under).order_by("descendant__sort_key", "descendant_id", "valid_from")
        body = ("descendant_id", "descendant__kind", "descendant__code", "valid_from", "valid_to")
        in_group = ("group__code", "valid_from", "valid_to")
        rows = paths.values_list(*body, *(f"descendant__group_memberships__{name}" for name in in_group))
        self._stays: dict[_Stay, None] = {}  # in the order of names
        self._groups: dict[int, set[tuple[str, date, date | None]]] = {}
        for *stay, group, since, until in rows:
            self._stays[_Stay(*stay)] = None
            if group:
                self._groups.setdefault(stay[0], set()).add((group, since, until))

    def changes(self) -> list[date]:
        """The days on which a body comes under or leaves, or a group changes, in order."""
        days = [(stay.valid_from, stay.valid_to) for stay in self._stays]
        days += [span for groups in self._groups.values() for _group, *span in groups]
        return sorted({day for span in days for day in span if day})

    def population(self, population: Population, day: date) -> list[int]:
        """Ids, by name, of what the function `population` finds on `day`."""
        return list(dict.fromkeys(stay.org_id for stay in self._meant(population, day)))

    def codes(self, population: Population, day: date) -> list[str]:
        """Codes of the same, by name."""
        return list(dict.fromkeys(stay.code for stay in self._meant(population, day)))

    def _meant(self, population: Population, day: date) -> list[_Stay]:
        found = (stay for stay in self._stays if _holds(stay.valid_from, stay.valid_to, day))
        return [stay for stay in found if self._is_meant(stay, population, day)]

    def _is_meant(self, stay: _Stay, population: Population, day: date) -> bool:
        if population.kinds and stay.kind not in population.kinds:
            return False
        if population.orgs and stay.code not in population.orgs:
            return False
        return not population.groups or any(
            group in population.groups and _holds(since, until, day)
            for group, since, until in self._groups.get(stay.org_id, ())
        )


def _holds(since: date, until: date | None, day: date) -> bool:
    return since <= day and (until is None or day < until)


def ancestors(org: Org, day: date) -> list[Org]:
    """`org` and those above it on `day`, nearest first; empty when it does not exist that day."""
    paths = OrgPath.objects.filter(valid_on(day), descendant=org).order_by("depth").select_related("ancestor")
    return [path.ancestor for path in paths]


def near(org: Org | Combinable, name: str) -> Q:
    """The condition that the organisation in the column `name` stands or stood above, at or under `org`: looked up for
    each row, so that a country under it is not joined."""
    above = OrgPath.objects.filter(ancestor=OuterRef(name), descendant=org)
    below = OrgPath.objects.filter(descendant=OuterRef(name), ancestor=org)
    return Q(Exists(above)) | Q(Exists(below))


def children(org: Org, day: date) -> OrgQuerySet:
    """Those directly under `org` on `day`."""
    paths = OrgPath.objects.filter(valid_on(day), ancestor=org, depth=1)
    return Org.objects.filter(pk__in=paths.values("descendant_id"))


def names_on(org_ids: Iterable[int], day: date) -> dict[int, str]:
    """Organisation id → the name that it bore on `day`; none for one that did not exist then."""
    names = OrgName.objects.filter(valid_on(day), org_id__in=list(org_ids), is_alias=False)
    return dict(names.order_by("valid_from").values_list("org_id", "name"))


def name_on(day: date | Combinable, org: str) -> Subquery:
    """The name that the organisation of the column `org` ("org_id") bore on `day`, for a row that is read anyway."""
    names = OrgName.objects.filter(valid_on(day), org_id=OuterRef(org), is_alias=False)
    return Subquery(names.order_by("-valid_from").values("name")[:1])


def named_on(orgs: Iterable[Org], day: date) -> list[Org]:
    """`orgs` by the names that they bore on `day`, to be shown and never saved. One query."""
    found = list(orgs)
    names = names_on({org.pk for org in found}, day)
    for org in found:
        org.name = names.get(org.pk, org.name)
    return found


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
        self._names = _names_under(under, day, self._owner_names)

    @cached_property
    def _orgs(self) -> dict[int, Org]:
        return {name.org_id: name.org for name, _key in self._names}

    @cached_property
    def _earlier(self) -> list[tuple[int, OrgName, str]]:
        return _predecessor_names(self._under, self._day, self._owner_names)

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


def _names_under(under: Org, day: date, owner_names: Sequence[str]) -> list[tuple[OrgName, str]]:
    """Every name, of that day or earlier, of the bodies at or under `under` on `day`, and as it is compared."""
    orgs = Org.objects.under(under.pk, day)
    names = OrgName.objects.filter(Q(org__in=orgs), valid_from__lte=day).select_related("org")
    return [(name, _as_compared(name.name, owner_names)) for name in names]


def _predecessor_names(under: Org, day: date, owner_names: Sequence[str]) -> list[tuple[int, OrgName, str]]:
    """(successor, name, as compared) for the names of bodies that a body of that day took over from."""
    orgs = Org.objects.under(under.pk, day)
    names = OrgName.objects.filter(org__successions__successor__in=orgs, org__successions__on__lte=day)
    taken_over = names.annotate(successor=F("org__successions__successor"))
    return [(name.successor, name, _as_compared(name.name, owner_names)) for name in taken_over]


def found_orgs(text: str, day: date) -> tuple[list[str], list[str]]:
    """(codes, what was not found): organisations of `day` called so by name, short name or code, a line each."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines:
        return [], []
    wanted = Q(code__in=lines)
    for line in lines:
        wanted |= Q(search_text__contains=fold(line))
    by_name: dict[str, list[str]] = {}
    for code, *names in Org.objects.as_of(day).filter(wanted).order_by("pk").values_list("code", "name", "short_name"):
        for name in dict.fromkeys((fold(code), *map(fold, names))):
            by_name.setdefault(name, []).append(code)
    found = {line: by_name.get(fold(line), []) for line in lines}
    return (
        list(dict.fromkeys(codes[0] for codes in found.values() if len(codes) == 1)),
        [line if not codes else f"{line} ({', '.join(codes)})" for line, codes in found.items() if len(codes) != 1],
    )
