"""What an amendment moves, said in few words."""

from datetime import date

import pytest

from dondoc.lib.periods import Period
from dondoc.obligations.preview import days_in_words, periods_in_words


@pytest.mark.parametrize(
    ("codes", "said"),
    [
        (["2026-07"], "tháng 7/2026"),
        (["2026-08", "2026-07", "2026-07"], "2 tháng, từ 7/2026 đến 8/2026"),
        (["2026-Q1", "2026-Q4"], "2 quý, từ I/2026 đến IV/2026"),
        (["2026", "2027", "2028"], "3 năm, từ 2026 đến 2028"),
        (["2026-H1", "2026-H2"], "2 kỳ, từ 6 tháng đầu năm 2026 đến 6 tháng cuối năm 2026"),
        (["2026-07", "2026"], "2 kỳ"),
        (["2025-2030"], "nhiệm kỳ 2025 - 2030"),
    ],
)
def test_periods(codes, said):
    assert periods_in_words([Period.parse(code) for code in codes]) == said


def test_the_same_day_of_every_month_is_said_once():
    pairs = [(date(2026, month, 20), date(2026, month, 25)) for month in (7, 8, 9)]
    assert days_in_words(pairs) == "ngày 20 → ngày 25"


def test_the_last_of_a_short_month_stands_for_a_later_day():
    pairs = [(date(2026, 1, 31), date(2026, 1, 25)), (date(2026, 2, 28), date(2026, 2, 25))]
    assert days_in_words(pairs) == "ngày 31 → ngày 25"


def test_days_that_move_otherwise_are_named():
    assert days_in_words([(date(2026, 3, 31), date(2026, 4, 15))]) == "31/03/2026 → 15/04/2026"
    assert days_in_words([(None, date(2026, 4, 15))]) == "chưa có hạn → 15/04/2026"
    several = [(date(2026, 3, 31), date(2026, 4, 15)), (date(2026, 6, 30), date(2026, 7, 20))]
    assert days_in_words(several) == "31/03/2026 → 15/04/2026 và 1 hạn khác"
