"""Numbers in running text with the unit behind them, and their values."""

# ruff: noqa: E501 -- a table of patterns is read row by row; broken rows hide what differs

import re
from decimal import Decimal

from dondoc.documents.parsing.measures.units import PER_HEAD, SCALE, STOPS, UNIT_WORDS
from dondoc.documents.parsing.patterns import vn
from dondoc.lib.numbers import parse_number

# "1.234,5", "12", "0,5"; a dot before one or two digits is a decimal comma typed elsewhere ("0.5%").
N = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+,\d+|\d+\.\d{1,2}(?![\d.])|\d+"
_WORD_NUMBERS = {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10}
FIGURE = vn(
    rf"(?P<n>(?<![\w,.#·/-])(?:{N}|(?:(?<=ít nhất )|(?<=tối thiểu ))(?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)(?= (?!trong))))"
    rf"(?:\s?(?P<pc1>%)?\s?(?:[-–]|đến|tới)\s?(?P<n2>{N})(?![\d/]))?"
    rf"(?P<unit>\s?[%‰](?:\s?gr?dp(?!\w))?|\s?/\s?(?:{N})(?:\s[^\W\d]+){{0,4}}|\s{SCALE}\s(?:{UNIT_WORDS}){PER_HEAD}(?!\w)|\s{SCALE}(?!\w)|(?:\s(?!{STOPS})[^\W\d]+){{1,4}}(?:\s?/\s?|\strên\s(?=1(?:0{{0,2}})(?:\.000)*\s))(?:{N})(?:\s(?!{STOPS})[^\W\d]+){{0,4}}|\s?(?:{UNIT_WORDS}){PER_HEAD}(?!\w))?"
)


def value_of(digits: str) -> Decimal:
    for word, number in _WORD_NUMBERS.items():
        if digits == word or vn(word).fullmatch(digits):
            return Decimal(number)
    return parse_number(digits)


def bounded(
    m: re.Match[str], comparator: str
) -> tuple[Decimal | tuple[Decimal, Decimal], str, tuple[str | None, Decimal | None]]:
    """Value, comparator and a second reading: two numbers are a range, which "ít nhất 01 - 02" may also bound below."""
    value = value_of(m["n"])
    second = value_of(m["n2"]) if m["n2"] else value
    if second <= value:
        return value, comparator, (None, None)
    return (value, second), "range", (">=", value) if comparator == ">=" else (None, None)
