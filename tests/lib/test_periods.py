"""Periods: a code, a label, an order."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dondoc.lib.periods import Period, PeriodError, PeriodKind, month_end, periods_between

KINDS = [kind for kind in PeriodKind if kind is not PeriodKind.TERM]
DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 31))
TABLE = [
    ("2025-09", PeriodKind.MONTH, date(2025, 9, 1), date(2025, 9, 30), "tháng 9/2025", "2025-10"),
    ("2024-02", PeriodKind.MONTH, date(2024, 2, 1), date(2024, 2, 29), "tháng 2/2024", "2024-03"),
    ("2025-12", PeriodKind.MONTH, date(2025, 12, 1), date(2025, 12, 31), "tháng 12/2025", "2026-01"),
    ("2025-Q1", PeriodKind.QUARTER, date(2025, 1, 1), date(2025, 3, 31), "quý I/2025", "2025-Q2"),
    ("2025-Q2", PeriodKind.QUARTER, date(2025, 4, 1), date(2025, 6, 30), "quý II/2025", "2025-Q3"),
    ("2025-Q3", PeriodKind.QUARTER, date(2025, 7, 1), date(2025, 9, 30), "quý III/2025", "2025-Q4"),
    ("2025-Q4", PeriodKind.QUARTER, date(2025, 10, 1), date(2025, 12, 31), "quý IV/2025", "2026-Q1"),
    ("2025-H1", PeriodKind.HALF_YEAR, date(2025, 1, 1), date(2025, 6, 30), "6 tháng đầu năm 2025", "2025-H2"),
    ("2025-H2", PeriodKind.HALF_YEAR, date(2025, 7, 1), date(2025, 12, 31), "6 tháng cuối năm 2025", "2026-H1"),
    ("2025", PeriodKind.YEAR, date(2025, 1, 1), date(2025, 12, 31), "năm 2025", "2026"),
]


@pytest.mark.parametrize(("code", "kind", "start", "end", "label", "after"), TABLE)
def test_a_code_names_days_and_has_a_label(code, kind, start, end, label, after):
    period = Period.parse(code)
    assert period == Period(start, end, kind)
    assert (period.code, period.label, period.next().code) == (code, label, after)
    assert Period.containing(end, kind) == period
    around = [start - timedelta(days=1), start, end, end + timedelta(days=1)]
    assert [period.contains(day) for day in around] == [False, True, True, False]


def test_a_term_is_named_by_its_two_years():
    term = Period.parse("2025-2030")
    assert term == Period(date(2025, 1, 1), date(2030, 12, 31), PeriodKind.TERM)
    assert (term.code, term.label) == ("2025-2030", "nhiệm kỳ 2025 - 2030")
    for ask in (term.next, lambda: Period.containing(date(2025, 1, 1), PeriodKind.TERM)):
        with pytest.raises(ValueError, match="a term is named by its two years"):
            ask()


@pytest.mark.parametrize(
    "code",
    [
        "", "tháng 9", "2025-00", "2025-13", "2025-9", "2025-Q0", "2025-Q5", "2025-q1", "2025-H3", "2030-2025", "25",
        "0000", "0000-01", "9999-12", "2025-9999", "２０２５", "2025-09-01", " 2025", "2025\n",
    ],
)  # fmt: skip
def test_what_names_no_period_is_refused_with_examples(code):
    with pytest.raises(PeriodError) as error:
        Period.parse(code)
    assert str(error.value) == f"“{code}” không phải là kỳ. Ví dụ: 2025-09, 2025-Q3, 2025, 2025-2030."


@given(DAYS, st.sampled_from(KINDS))
def test_a_period_reads_back_and_the_next_one_touches_it(day, kind):
    period = Period.containing(day, kind)
    after = period.next()
    assert Period.parse(period.code) == period
    assert period.contains(day)
    assert (after.start - period.end, after.kind, period < after) == (timedelta(days=1), kind, True)


@given(DAYS, DAYS, st.sampled_from(KINDS))
def test_periods_sort_by_time(one, other, kind):
    a, b = Period.containing(one, kind), Period.containing(other, kind)
    assert (a < b, a == b) == (a.end < b.start, a.contains(other))
    assert (a.code < b.code) == (a < b)


@given(DAYS, st.integers(0, 900), st.sampled_from(KINDS))
def test_periods_between_two_days_cover_them_once(first, length, kind):
    last = first + timedelta(days=length)
    days = [first + timedelta(days=n) for n in range(length + 1)]
    assert list(periods_between(first, last, kind)) == sorted({Period.containing(day, kind) for day in days})


def test_no_periods_between_days_in_the_wrong_order():
    assert list(periods_between(date(2025, 2, 1), date(2025, 1, 31), PeriodKind.MONTH)) == []


def test_the_last_day_of_a_month():
    assert [month_end(2024, 2), month_end(2025, 2), month_end(2025, 12)] == [
        date(2024, 2, 29), date(2025, 2, 28), date(2025, 12, 31),
    ]  # fmt: skip
