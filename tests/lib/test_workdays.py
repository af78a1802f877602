"""Working days against the law, the moon, and slow counting."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dondoc.lib.workdays import (
    add_working_days,
    holidays,
    is_working_day,
    next_working_day,
    working_days_between,
)
from tests.lib.lunar import solar_date

YEARS = range(2024, 2032)
DAYS = st.dates(min_value=date(2024, 3, 1), max_value=date(2031, 10, 31))
COUNTS = st.integers(0, 60)


def _days(first: date, length: int) -> list[date]:
    return [first + timedelta(days=n) for n in range(length)]


@pytest.mark.parametrize(
    ("lunar", "solar"),
    [
        ((1, 1, 1985), date(1985, 1, 21)),  # a month before China's
        ((1, 1, 2000), date(2000, 2, 5)), ((1, 1, 2007), date(2007, 2, 17)), ((1, 1, 2023), date(2023, 1, 22)),
        ((10, 3, 2023), date(2023, 4, 29)),  # after the leap second month
        ((15, 8, 2024), date(2024, 9, 17)), ((15, 8, 2025), date(2025, 10, 6)),  # after the leap sixth month
    ],
)  # fmt: skip
def test_the_lunar_calendar_of_the_tests_gives_days_that_are_known(lunar, solar):
    assert solar_date(*lunar) == solar


@pytest.mark.parametrize("year", YEARS)
def test_the_holidays_of_a_year_are_those_of_the_law(year):
    """Eleven days: 01/01, five of Tết, giỗ Tổ, 30/4, 01/5, 02/9 and the day before or after it."""
    tet, hung_kings = solar_date(1, 1, year), solar_date(10, 3, year)
    fixed = {date(year, 1, 1), date(year, 4, 30), date(year, 5, 1), date(year, 9, 2)}
    rest = holidays(year) - fixed - {hung_kings} - set(_days(tet - timedelta(days=1), 5))
    assert fixed | {hung_kings} | set(_days(tet - timedelta(days=1), 5)) <= holidays(year)
    assert rest in ({date(year, 9, 1)}, {date(year, 9, 3)})


def _rest(year: int, second: int) -> int:
    """How many days off follow one another around 2 September when the `second` is off with it."""
    given_off = {date(year, 9, 2), date(year, 9, second)}
    off = [day in given_off or day.weekday() >= 5 for day in _days(date(year, 8, 24), 20)]
    national_day = 9  # 2 September in this list
    before = next(n for n in range(national_day) if not off[national_day - n])
    after = next(n for n in range(national_day) if not off[national_day + n])
    return before + after - 1


@pytest.mark.parametrize("year", YEARS)
def test_the_second_national_day_joins_the_first_to_the_weekend(year):
    """As the State chose in 2024 (3/9), 2025 and 2026 (1/9); the table supposes the same for later years."""
    chosen = next(day.day for day in holidays(year) if day.month == 9 and day.day != 2)
    assert _rest(year, chosen) >= _rest(year, 4 - chosen)


def test_a_year_off_the_table_has_the_fixed_days():
    assert sorted(holidays(2040)) == [date(2040, 1, 1), date(2040, 4, 30), date(2040, 5, 1), date(2040, 9, 2)]


def test_weekends_and_holidays_are_off():
    friday_to_tuesday = _days(date(2026, 5, 1), 5)  # Friday 1 May is a holiday
    assert [is_working_day(day) for day in friday_to_tuesday] == [False, False, False, True, True]
    assert next_working_day(date(2026, 4, 30)) == next_working_day(date(2026, 5, 4)) == date(2026, 5, 4)


def test_counting_over_tet():
    before, after = date(2026, 2, 13), date(2026, 2, 23)  # Friday; Monday nine days on
    assert [add_working_days(before, 1), add_working_days(after, -1)] == [after, before]
    assert [working_days_between(before, after), working_days_between(after, before)] == [1, -1]


@given(DAYS)
def test_the_next_working_day_is_the_first_one_from_there(day):
    assert next_working_day(day) == next(d for d in _days(day, 30) if is_working_day(d))


@given(DAYS, COUNTS)
def test_adding_is_counting_one_by_one(day, count):
    later = [d for d in _days(day + timedelta(days=1), 150) if is_working_day(d)]
    earlier = [day - timedelta(days=n) for n in range(1, 150) if is_working_day(day - timedelta(days=n))]
    assert add_working_days(day, count) == ([day, *later][count])
    assert add_working_days(day, -count) == ([day, *earlier][count])


@given(DAYS, st.integers(0, 200))
def test_between_is_counting_one_by_one(day, length):
    last = day + timedelta(days=length)
    counted = len([d for d in _days(day + timedelta(days=1), length) if is_working_day(d)])
    assert [working_days_between(day, last), working_days_between(last, day)] == [counted, -counted]


@given(DAYS, COUNTS)
def test_between_measures_what_was_added(day, count):
    assert working_days_between(day, add_working_days(day, count)) == count
