"""Made-up histories whose truth is known: steady, improving, worsening, chaotic organisations. The same each time."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from enum import StrEnum
from random import Random

from dondoc.forecast.backtest.walking import Life
from dondoc.lib.punctuality import Known

ORGS, MONTHS = 40, 36
BEGIN, END = date(2025, 1, 1), date(2028, 3, 1)
_LEVELS = (0.95, 0.9, 0.8, 0.6, 0.3)


class Habit(StrEnum):
    """How likely an organisation is to be on time, over the months."""

    STEADY = "steady"
    IMPROVING = "improving"
    WORSENING = "worsening"
    CHAOTIC = "chaotic"


def simulated(habit: Habit, seed: int = 1) -> list[Life]:
    """40 organisations with one duty a month for three years; which levels they have is drawn from the seed."""
    rng = Random(f"{habit}-{seed}")  # noqa: S311 -- no secret: a history that anybody can make again
    return [life for org in range(ORGS) for life in _org(org, _HABITS[habit](rng), rng)]


def _steady(rng: Random) -> Callable[[int], float]:
    level = rng.choice(_LEVELS)
    return lambda _month: level


def _improving(rng: Random) -> Callable[[int], float]:
    low, high = rng.uniform(0.1, 0.7), rng.uniform(0.8, 0.98)
    return lambda month: low + (high - low) * month / (MONTHS - 1)


def _worsening(rng: Random) -> Callable[[int], float]:
    low, high = rng.uniform(0.1, 0.7), rng.uniform(0.8, 0.98)
    return lambda month: high - (high - low) * month / (MONTHS - 1)


def _chaotic(rng: Random) -> Callable[[int], float]:
    levels = [rng.choice((0.1, 0.5, 0.95)) for _quarter in range(MONTHS // 3 + 1)]
    return lambda month: levels[month // 3]


_HABITS = {
    Habit.STEADY: _steady, Habit.IMPROVING: _improving, Habit.WORSENING: _worsening, Habit.CHAOTIC: _chaotic,
}  # fmt: skip


def _org(org: int, level: Callable[[int], float], rng: Random) -> Iterator[Life]:
    for month in range(MONTHS):
        last = date(BEGIN.year + month // 12, month % 12 + 1, 20)
        yield Life(org, "", "", tuple(_versions(last, on_time=rng.random() < level(month), rng=rng)))


def _versions(last: date, *, on_time: bool, rng: Random) -> Iterator[tuple[date, Known]]:
    """There 40 days before; sent in (sometimes sent back and sent in again the next day), approved some days later."""
    yield last - timedelta(days=40), Known(last)
    if not on_time and rng.random() < 0.3:
        return
    away = min(int(rng.expovariate(1 / 4)), 30) if on_time else -1 - min(int(rng.expovariate(1 / 5)), 60)
    sent = last - timedelta(days=away)
    if rng.random() < 0.1 and away > 1:
        yield sent - timedelta(days=1), Known(last, sent - timedelta(days=1))
    yield sent, Known(last, sent)
    yield sent + timedelta(days=rng.randint(1, 6)), Known(last, sent, sent)
