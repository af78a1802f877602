"""How good forecasts were, looking back: were 7 of 10 right where 70 % was said, and how early did a warning come?"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import median

BINS = (Fraction(1, 4), Fraction(1, 2), Fraction(3, 4), Fraction(9, 10), Fraction(1))  # upper ends


@dataclass(frozen=True)
class Guess:
    """What was said of one duty with `days_left` days to go, and what came. `base`: what somebody would say who only
    knows how many are on time altogether."""

    duty: int
    days_left: int
    chance: Fraction
    base: Fraction
    happened: bool


@dataclass(frozen=True)
class Bin:
    """The guesses from `low` up to `high`: their number, what was said on average, and what came."""

    low: Fraction
    high: Fraction
    count: int
    said: Fraction
    came: Fraction


def reliability(guesses: Iterable[Guess]) -> list[Bin]:
    """The guesses by what was said; empty bins are left out."""
    found, low, given = [], Fraction(0), list(guesses)
    for high in BINS:
        some = [g for g in given if low <= g.chance < high or (high == 1 and g.chance == 1)]
        if some:
            said = sum((g.chance for g in some), Fraction(0)) / len(some)
            found.append(Bin(low, high, len(some), said, Fraction(sum(g.happened for g in some), len(some))))
        low = high
    return found


def brier(guesses: Sequence[Guess], said: Callable[[Guess], Fraction] = lambda one: one.chance) -> float:
    """The mean square of what was said less what came: 0 is perfect. `said` chooses whose guess. Errors:
    ZeroDivisionError without guesses."""
    return float(sum(((said(g) - g.happened) ** 2 for g in guesses), Fraction(0)) / len(guesses))


def skill(guesses: Sequence[Guess]) -> float:
    """By what share the mean square is smaller than that of the base rate; 0: no better, negative: worse."""
    base = brier(guesses, lambda one: one.base)
    return 1 - brier(guesses) / base if base else 0.0


@dataclass(frozen=True)
class Warnings:
    """What warnings were worth. `late`: duties that were not on time; `warned_late`: of these, those warned of before.
    `false_alarms`: warned of, and on time all the same. `lead_days`: half of the right warnings came at least so early;
    None without any."""

    duties: int
    late: int
    warned_late: int
    false_alarms: int
    lead_days: int | None


def warnings(guesses: Iterable[Guess], risky_below: Fraction) -> Warnings:
    """Of each duty the first guess below `risky_below` is its warning."""
    came: dict[int, bool] = {}
    first: dict[int, int] = {}
    for one in guesses:
        came[one.duty] = one.happened
        if one.chance < risky_below:
            first[one.duty] = max(first.get(one.duty, 0), one.days_left)
    leads = [days for duty, days in first.items() if not came[duty]]
    return Warnings(
        duties=len(came),
        late=sum(not happened for happened in came.values()),
        warned_late=len(leads),
        false_alarms=len(first) - len(leads),
        lead_days=int(median(leads)) if leads else None,
    )
