"""Numbers as people write them, and as they are shown."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dondoc.lib.numbers import (
    MISSING_WORDS,
    Missing,
    NumberError,
    Value,
    format_number,
    format_percent,
    parse_number,
    round_half_up,
)

READ = [
    ("12", "12"),
    ("0", "0"),
    ("1.234,5", "1234.5"),
    ("0,5", "0.5"),
    ("1.234", "1234"),
    ("12.345.678,90", "12345678.90"),
    ("12.50", "12.50"),
    ("0.5", "0.5"),
    ("0.125", "0.125"),  # no thousands begin with a zero
    ("-0.125", "-0.125"),
    ("1234.567", "1234.567"),  # four digits before: no thousands either
    ("1,234", "1.234"),
    ("1234,5", "1234.5"),
    ("1 234,5", "1234.5"),
    ("1\u00a0234\u202f567", "1234567"),
    ("-3", "-3"),
    ("- 3", "-3"),
    ("−3,5", "-3.5"),
    ("–1.234", "-1234"),
    ("90%", "90"),
    (" 71,7 % ", "71.7"),
    ("１２,５", "12.5"),
    ("007", "7"),
]


@pytest.mark.parametrize(("typed", "wanted"), READ)
def test_a_number_as_a_vietnamese_reader_sees_it(typed, wanted):
    assert parse_number(typed) == Decimal(wanted)


@pytest.mark.parametrize(
    "typed",
    [
        "", " ", "-", "%", "mười", "12 chi bộ", "1,234.5", "1,234,567", "1.23.456", "1.234.56", "12.34.567", "1..2",
        "1,2,3", ",5", "5,", "5.", ".5", "1e3", "--5", "5-", "5%%", "5%5", "%5", "1 2", "12 34", "1.234 567",
        "1 234.567", "0.123,4", "+5", "1/2", "NaN", "Infinity", "²", "½",
    ],
)  # fmt: skip
def test_what_is_no_number_is_refused_with_an_example(typed):
    with pytest.raises(NumberError) as error:
        parse_number(typed)
    assert str(error.value) == f"“{typed.strip()}” không phải là số. Hãy ghi như 1.234,5 hoặc 12."


SHOWN = [
    ("0", None, "0"),
    ("-0.0", None, "0"),
    ("1234.50", None, "1.234,5"),
    ("1000", None, "1.000"),
    ("1E+6", None, "1.000.000"),
    ("-1234567.25", None, "-1.234.567,25"),
    ("0.007", None, "0,007"),
    ("2", 1, "2,0"),
    ("2.45", 1, "2,5"),
    ("-2.45", 1, "-2,5"),
    ("-0.04", 1, "0,0"),
    ("999.95", 1, "1.000,0"),
    ("2.5", 0, "3"),
    ("3.5", 0, "4"),
]


@pytest.mark.parametrize(("number", "places", "wanted"), SHOWN)
def test_a_number_as_it_is_shown(number, places, wanted):
    assert format_number(Decimal(number), places) == wanted


def test_whole_numbers_need_no_decimal():
    assert format_number(1234) == "1.234"


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=3))
def test_what_is_shown_reads_back(number):
    assert parse_number(format_number(number)) == number


@pytest.mark.parametrize(
    ("number", "places", "wanted"),
    [
        ("0.5", 0, "1"),
        ("1.5", 0, "2"),
        ("-0.5", 0, "-1"),
        ("0.125", 2, "0.13"),
        ("0.1249", 2, "0.12"),
        ("7", 2, "7.00"),
    ],
)
def test_halves_go_away_from_zero(number, places, wanted):
    assert str(round_half_up(Decimal(number), places)) == wanted


PERCENT = [
    ("0.9", 1, "90 %"),
    ("0.717", 1, "71,7 %"),
    ("0.7166", 2, "71,66 %"),
    ("0", 1, "0 %"),
    ("1", 1, "100 %"),
    ("0.99999", 1, "99,9 %"),
    ("0.99999", 0, "99 %"),
    ("0.00001", 1, "0,1 %"),
    ("0.00001", 0, "1 %"),
    ("1.00001", 1, "100,1 %"),
    ("-0.00001", 1, "-0,1 %"),
    ("1.5", 1, "150 %"),
    ("12.34", 1, "1.234 %"),
    ("-0.025", 1, "-2,5 %"),
]


@pytest.mark.parametrize(("fraction", "places", "wanted"), PERCENT)
def test_a_fraction_as_a_percentage(fraction, places, wanted):
    assert format_percent(Decimal(fraction), places) == wanted


@given(st.integers(-3000, 9000), st.integers(1, 3000), st.integers(0, 2))
def test_only_all_is_100_percent_and_only_none_is_0(numerator, denominator, places):
    fraction = Decimal(numerator) / denominator
    shown = parse_number(format_percent(fraction, places))
    assert (shown == 100, shown == 0) == (numerator == denominator, numerator == 0)
    assert abs(shown - fraction * 100) <= Decimal(1).scaleb(-places)


def test_a_value_has_a_number_or_a_reason():
    known, unknown = Value(Decimal(0), unit="%"), Value(None, Missing.NOT_REPORTED)
    assert [known.missing, unknown.number, known == unknown] == [None, None, False]
    for number, missing in ((None, None), (Decimal(1), Missing.NOT_DUE)):
        with pytest.raises(ValueError, match="not both and not neither"):
            Value(number, missing)


def test_every_reason_has_its_own_words():
    assert set(MISSING_WORDS) == set(Missing)
    assert len(set(MISSING_WORDS.values())) == len(Missing)
