"""Walks through time and guesses each duty with what was known in the morning of the day. No database, no clock."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property

from dondoc.lib.calibration import Guess
from dondoc.lib.punctuality import (
    HORIZON,
    KEPT,
    OWN_DAYS,
    PEERS_DAYS,
    Known,
    Model,
    Past,
    Peers,
    Share,
    Tally,
    chance_of,
    newest_first,
)

DAYS_LEFT = (30, 21, 14, 7, 3)  # when each duty is guessed


@dataclass(frozen=True)
class Life:
    """One duty of `org` through time. `versions`: (day, what is known once that day is over), in the order of days."""

    org: int
    kind: str
    sheet: str
    versions: tuple[tuple[date, Known], ...]

    @cached_property
    def _days(self) -> list[date]:
        return [day for day, _known in self.versions]

    def known_on(self, day: date) -> Known | None:
        """What is known in the morning of `day`; None: it was not there yet."""
        place = bisect_left(self._days, day)
        return self.versions[place - 1][1] if place else None


@dataclass(frozen=True)
class Morning:
    """All that the past says on one day: of each organisation, newest first, and of each kind of organisation."""

    own: dict[int, list[Past]]
    by_sheet: dict[tuple[str, str], Tally]
    by_kind: dict[str, Tally]
    of_all: Tally

    def peers(self, kind: str, sheet: str) -> Peers:
        return Peers(self.by_kind.get(kind, Tally()), self.by_sheet.get((kind, sheet)))


def morning_of(lives: Iterable[Life], day: date) -> Morning:
    """What the duties whose last day has passed say in the morning of `day`."""
    own: dict[int, list[Past]] = defaultdict(list)
    groups: dict[tuple[str, str], list[Past]] = defaultdict(list)
    two_years, first = day - timedelta(days=OWN_DAYS), day - timedelta(days=PEERS_DAYS)
    for life in lives:
        known = life.known_on(day)
        past = known.past_on(day) if known else None
        if past and past.last_day >= two_years:
            own[life.org].append(past)
            if past.last_day >= first:
                groups[(life.kind, life.sheet)].append(past)
    by_sheet = {key: Tally.of(pasts) for key, pasts in groups.items()}
    by_kind: dict[str, Tally] = defaultdict(Tally)
    for (kind, _sheet), tally in by_sheet.items():
        by_kind[kind] += tally
    newest = {org: sorted(pasts, key=newest_first)[:KEPT] for org, pasts in own.items()}
    return Morning(newest, by_sheet, dict(by_kind), sum(by_kind.values(), Tally()))


def walk(lives: Sequence[Life], models: Sequence[Model], until: date) -> list[list[Guess]]:
    """The guesses of each of `models` of every duty whose last day lies before `until`, at each of DAYS_LEFT on which
    it was there and open."""
    ended = {number: past for number, life in enumerate(lives) if (past := _end(life, until))}
    asked: dict[date, list[int]] = defaultdict(list)
    for number, past in ended.items():
        for days in DAYS_LEFT:
            asked[past.last_day - timedelta(days=days)].append(number)
    guesses: list[list[Guess]] = [[] for _model in models]
    for day in sorted(asked):
        found = None
        for number in asked[day]:
            life, known = lives[number], lives[number].known_on(day)
            if known is None or known.last_day is None or not known.is_open_on(day):
                continue
            found = found or morning_of(lives, day)
            days_left = min((known.last_day - day).days, HORIZON)
            base = found.of_all.open_at(days_left)
            for model, said in zip(models, guesses, strict=True):
                own, peers = found.own.get(life.org, []), found.peers(life.kind, life.sheet)
                chance = chance_of(own, peers, days_left, model).probability
                said.append(Guess(number, days_left, chance, _rate(base), ended[number].on_time))
    return guesses


def _end(life: Life, until: date) -> Past | None:
    known = life.known_on(until)
    return known.past_on(until) if known else None


def _rate(share: Share) -> Fraction:
    return Fraction(share.on_time + 1, share.all + 2)
