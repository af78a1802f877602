"""Numbers in running text with the unit behind them, and their values."""

from decimal import Decimal

from dondoc.documents.parsing.measures.units import SCALE, STOPS, UNIT_WORDS
from dondoc.documents.parsing.patterns import vn
from dondoc.lib.numbers import parse_number

N = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?"
_WORD_NUMBERS = {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10}
FIGURE = vn(
    rf"(?P<n>(?<![\w,.#·/-])(?:{N}|(?<=ít nhất )(?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)(?= (?!trong))))"
    rf"(?:\s?(?P<pc1>%)?\s?(?:[-–]|đến|tới)\s?(?P<n2>{N})(?![\d/]))?"
    rf"(?P<unit>\s?%(?:\s?gdp)?|\s?/\s?(?:{N})(?:\s[^\W\d]+){{0,4}}|\s{SCALE}\s(?:{UNIT_WORDS})(?!\w)|\s{SCALE}(?!\w)|(?:\s(?!{STOPS})[^\W\d]+){{1,4}}\s?/\s?(?:{N})(?:\s(?!{STOPS})[^\W\d]+){{0,4}}|\s?(?:{UNIT_WORDS})(?!\w))?"
)


def value_of(digits: str) -> Decimal:
    for word, number in _WORD_NUMBERS.items():
        if digits == word or vn(word).fullmatch(digits):
            return Decimal(number)
    return parse_number(digits)
