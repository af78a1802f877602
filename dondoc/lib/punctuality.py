"""How likely a duty is to be done on time, from what its organisation and its peers did before. No black box.

The rule in one sentence: of the last duties that the organisation had still open with as many days left, the share done
on time, drawn towards the share of its peers as if these were a few more duties of its own.

What is known in the morning of a day is used, and nothing else: `Known` holds what the day before had brought.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

HORIZON = 30  # days before the last day from which a duty is judged
KEPT = 24  # duties of an organisation that are looked at, the newest
OWN_DAYS = 730  # … of the last two years
PEERS_DAYS = 365  # of the peers, duties of the last year
FEW_PEERS = 10  # fewer duties of peers say nothing about one kind of sheet


@dataclass(frozen=True)
class Known:
    """A duty as it is known in the morning of a day.

    `last_day`: None without one. `sent_on`: the day on which all was sent in, None while it is not. `done_on`: once it
    is approved, the day that counts for "on time". `is_counted` False: exempt, closed, stopped, history.
    """

    last_day: date | None = None
    sent_on: date | None = None
    done_on: date | None = None
    is_counted: bool = True

    def past_on(self, day: date) -> "Past | None":
        """How it went, when its last day lies before `day`; None while that has not come, or it does not count.

        On time is what the status says (`Obligation.status_on`): by the day that counts once approved; before that by
        the day of sending in; nothing sent in is not on time.
        """
        if not self.is_counted or self.last_day is None or self.last_day >= day:
            return None
        decisive = self.done_on or self.sent_on
        early = None if self.sent_on is None else (self.last_day - self.sent_on).days
        return Past(self.last_day, early, decisive is not None and decisive <= self.last_day)

    def is_open_on(self, day: date) -> bool:
        """Whether it is still to be done, with its last day not passed."""
        return self.is_counted and self.sent_on is None and self.last_day is not None and self.last_day >= day


@dataclass(frozen=True)
class Past:
    """A duty whose last day has passed. `early`: so many days before it all was sent in; negative after; None never."""

    last_day: date
    early: int | None
    on_time: bool

    def was_open(self, days_left: int) -> bool:
        """Whether in the morning of the day with `days_left` days to go it was still to be sent in."""
        return self.early is None or self.early <= days_left


def newest_first(past: Past) -> tuple[int, bool, int]:
    """A key to sort by. Of one day those that went well come last, so that an order that nothing decides says nothing
    too good."""
    return -past.last_day.toordinal(), past.on_time, past.early if past.early is not None else -HORIZON


@dataclass(frozen=True)
class Share:
    """So many on time of so many."""

    on_time: int = 0
    all: int = 0

    def __add__(self, other: "Share") -> "Share":
        return Share(self.on_time + other.on_time, self.all + other.all)

    def __sub__(self, other: "Share") -> "Share":
        return Share(self.on_time - other.on_time, self.all - other.all)


@dataclass(frozen=True)
class Tally:
    """Many past duties, counted by how early they were sent in: `places[d + 1]` those sent in d days before the last
    day (the last place: that many or more), `places[0]` those after it or never."""

    places: tuple[Share, ...] = (Share(),) * (HORIZON + 2)

    @classmethod
    def of(cls, pasts: Iterable[Past]) -> "Tally":
        found = [Share()] * (HORIZON + 2)
        for past in pasts:
            found[place_of(past.early)] += Share(int(past.on_time), 1)
        return cls(tuple(found))

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(tuple(a + b for a, b in zip(self.places, other.places, strict=True)))

    def open_at(self, days_left: int) -> Share:
        """Of those still open with `days_left` days to go, how many were on time."""
        return sum(self.places[: place_of(days_left) + 1], Share())


def place_of(early: int | None) -> int:
    """Where a duty sent in so early stands in a tally."""
    return 0 if early is None or early < 0 else min(early, HORIZON) + 1


@dataclass(frozen=True)
class Model:
    """What the chance is made of; the back-test chooses (`./don calibrate`, docs/FORECAST.md).

    `recent`: so many of the organisation's own newest duties. `strength`: as how many duties of its own those of its
    peers count. `fading`: what an older duty counts of the next newer one; 1: all the same. `by_days`: whether only
    what was still open with as many days left counts. `by_sheet`: whether peers are asked about the same sheet.
    """

    recent: int = 8
    strength: int = 4
    fading: Fraction = Fraction(1)
    by_days: bool = True
    by_sheet: bool = False

    def own(self, pasts: Sequence[Past], days_left: int) -> list[Past]:
        """Of an organisation's past duties, the newest first, those that are looked at."""
        here = [one for one in pasts if one.was_open(days_left)] if self.by_days else list(pasts)
        return here[: self.recent]

    def chance(self, own: Sequence[Past], peers: Share) -> Fraction:
        """The chance to be on time. Without any history of anybody it is one half."""
        prior = Fraction(peers.on_time + 1, peers.all + 2)
        weight, good, whole = Fraction(1), Fraction(0), Fraction(0)
        for past in own:
            good, whole, weight = good + weight * past.on_time, whole + weight, weight * self.fading
        if whole + self.strength == 0:
            return prior
        return (good + self.strength * prior) / (whole + self.strength)


MODEL = Model(recent=8, strength=6)
# What the back-test compares; the one in use is kept unless another is clearly better.
CANDIDATES = (
    *(Model(recent=recent, strength=strength) for recent in (4, 8, 12, 24) for strength in (4, 6, 8)),
    *(Model(recent=24, strength=6, fading=fading) for fading in (Fraction(9, 10), Fraction(4, 5))),
    Model(recent=8, strength=6, by_days=False),
    Model(recent=8, strength=6, by_sheet=True),
)
RISKY_BELOW = Fraction(1, 2)  # more likely late than on time


@dataclass(frozen=True)
class Chance:
    """How likely one open duty is to be on time, and from what it follows.

    `own`: of its last duties that were open with as many days left; `peers`: of organisations of its kind.
    `same_sheet`: whether the peers' duties were of the same kind of sheet.
    """

    probability: Fraction
    own: Share
    peers: Share
    days_left: int
    same_sheet: bool = True

    @property
    def is_at_risk(self) -> bool:
        return self.probability < RISKY_BELOW


@dataclass(frozen=True)
class Peers:
    """What organisations of one kind did: with all kinds of sheets, and with one kind (None: not looked at)."""

    of_all: Tally
    of_sheet: Tally | None = None


def chance_of(own: Sequence[Past], peers: Peers, days_left: int, model: Model = MODEL) -> Chance:
    """The chance of a duty that is open with `days_left` days to go. `own`: the organisation's past duties, the newest
    first. Peers with the same kind of sheet are too few below FEW_PEERS: then their duties of all kinds count."""
    days = min(days_left, HORIZON)
    seen = days if model.by_days else HORIZON
    mine = model.own(own, days)
    of_sheet = peers.of_sheet.open_at(seen) if model.by_sheet and peers.of_sheet else Share()
    same_sheet = of_sheet.all >= FEW_PEERS
    others = of_sheet if same_sheet else peers.of_all.open_at(seen)
    return Chance(
        probability=model.chance(mine, others),
        own=Share(sum(past.on_time for past in mine), len(mine)),
        peers=others,
        days_left=days,
        same_sheet=same_sheet,
    )
