"""Working days in Việt Nam: Saturdays, Sundays and public holidays are off.

Source: Bộ luật Lao động 2019, Điều 112 (01/01; Tết 5 days; giỗ Tổ 10/3 lunar; 30/4; 01/5; Quốc khánh
2 days). Lunar days are tabled for the years of the term;
the choice of the five Tết days is fixed each year by the State, so the table is data and can be amended.
"""

from datetime import date, timedelta
from functools import cache

_FIXED = ((1, 1), (4, 30), (5, 1), (9, 2))
_TET = {  # first day of the lunar year
    2024: date(2024, 2, 10), 2025: date(2025, 1, 29), 2026: date(2026, 2, 17), 2027: date(2027, 2, 6),
    2028: date(2028, 1, 26), 2029: date(2029, 2, 13), 2030: date(2030, 2, 2), 2031: date(2031, 1, 23),
}  # fmt: skip
_HUNG_KINGS = {
    2024: date(2024, 4, 18), 2025: date(2025, 4, 7), 2026: date(2026, 4, 26), 2027: date(2027, 4, 16),
    2028: date(2028, 4, 4), 2029: date(2029, 4, 23), 2030: date(2030, 4, 12), 2031: date(2031, 4, 1),
}  # fmt: skip
_NATIONAL_DAY_SECOND = {2024: 3, 2025: 1, 2026: 1, 2027: 3, 2028: 1, 2029: 3, 2030: 3, 2031: 1}


@cache
def holidays(year: int) -> frozenset[date]:
    """The public holidays of `year` (no days moved from a weekend). Years off the table have the fixed ones."""
    days = {date(year, month, day) for month, day in _FIXED}
    if year in _TET:
        days |= {_TET[year] + timedelta(days=n) for n in range(-1, 4)}
        days |= {_HUNG_KINGS[year], date(year, 9, _NATIONAL_DAY_SECOND[year])}
    return frozenset(days)


def is_working_day(day: date) -> bool:
    return day.weekday() < 5 and day not in holidays(day.year)


def next_working_day(day: date) -> date:
    """`day` itself if it is worked, else the first worked day after it."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def add_working_days(day: date, count: int) -> date:
    """The day `count` working days after `day` (before it, if negative); `day` itself is not counted."""
    step = timedelta(days=1 if count >= 0 else -1)
    left = abs(count)
    while left:
        day += step
        left -= is_working_day(day)
    return day


def working_days_between(first: date, last: date) -> int:
    """How many working days lie after `first` up to and including `last`; negative if `last` is earlier."""
    if last < first:
        return -working_days_between(last, first)
    span = (last - first).days
    return sum(is_working_day(first + timedelta(days=n)) for n in range(1, span + 1))
