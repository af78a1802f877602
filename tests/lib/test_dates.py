"""Dates as offices write them; 05/03/2026 is 5 March."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dondoc.lib.dates import DateError, format_date, parse_date, party_date

MARCH_5 = date(2026, 3, 5)


@pytest.mark.parametrize(
    "typed",
    [
        "5/3/2026", "05/03/2026", "05/3/2026", "5-3-2026", "05-03-2026", "5.3.2026", "05.03.2026",
        " 5/3/2026 ", "5 / 3 / 2026", "5/ 3/2026", "2026-03-05", " 2026-03-05\n",
    ],
)  # fmt: skip
def test_all_forms_of_one_day(typed):
    assert parse_date(typed) == MARCH_5


def test_days_above_twelve_and_leap_days_are_read():
    assert [parse_date("25/12/2026"), parse_date("29/2/2028")] == [date(2026, 12, 25), date(2028, 2, 29)]


@pytest.mark.parametrize(
    "typed",
    [
        "", "hôm nay", "5/3", "3/2026", "5/3/26", "2026/03/05", "2026-3-5", "20260305", "5/3/2026 8:00",
        "ngày 5/3/2026", "005/3/2026", "5//3/2026", "5,3,2026", "5/3/20266",
    ],
)  # fmt: skip
def test_what_is_no_date_is_refused_with_an_example(typed):
    with pytest.raises(DateError) as error:
        parse_date(typed)
    assert str(error.value) == f"“{typed}” không phải là ngày. Hãy ghi ngày/tháng/năm, ví dụ 05/3/2026."


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("31/02/2026", "31/02/2026"), ("29/2/2026", "29/02/2026"), ("31.4.2026", "31/04/2026"),
        ("0/1/2026", "00/01/2026"), ("12/25/2026", "12/25/2026"), ("2026-02-30", "30/02/2026"), ("1/1/0000", "01/01/0"),
    ],
)  # fmt: skip
def test_a_day_that_no_calendar_has_is_named(typed, named):
    with pytest.raises(DateError) as error:
        parse_date(typed)
    assert str(error.value) == f"Không có ngày {named} trong lịch. Hãy kiểm tra lại."


def test_a_date_is_shown_with_two_digits():
    assert [format_date(MARCH_5), format_date(date(2026, 12, 25))] == ["05/03/2026", "25/12/2026"]


@given(st.dates(min_value=date(1000, 1, 1)))
def test_what_is_shown_reads_back(day):
    assert [parse_date(format_date(day)), parse_date(day.isoformat())] == [day, day]


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 2, 3), "ngày 03 tháng 02 năm 2026"), (date(2026, 1, 10), "ngày 10 tháng 01 năm 2026"),
        (date(2025, 9, 15), "ngày 15 tháng 9 năm 2025"), (date(2025, 3, 9), "ngày 09 tháng 3 năm 2025"),
        (date(2025, 12, 31), "ngày 31 tháng 12 năm 2025"),
    ],
)  # fmt: skip
def test_the_date_of_a_party_document(day, words):
    assert party_date(day) == words
