"""Numbers as people write them in Vietnamese, and values that say why they are missing.

"1.234,5" is one thousand two hundred and thirty-four and a half. Zero, not reported, not due, not
applicable and a zero denominator are five different things and stay so up to the screen.
"""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum


class Missing(StrEnum):
    """Why a value is not there. Source: DESIGN.md §3, promise 3."""

    NOT_REPORTED = "not_reported"
    NOT_DUE = "not_due"
    NOT_APPLICABLE = "not_applicable"
    ZERO_DENOMINATOR = "zero_denominator"
    NOT_ALLOCATED = "not_allocated"
    PART_OF_TOTAL = "part_of_total"  # a figure that counts towards a common number, without one of its own
    WAITING = "waiting"


MISSING_WORDS = {
    Missing.NOT_REPORTED: "chưa có số liệu",
    Missing.NOT_DUE: "chưa đến hạn",
    Missing.NOT_APPLICABLE: "không thuộc diện",
    Missing.ZERO_DENOMINATOR: "mẫu số bằng 0",
    Missing.NOT_ALLOCATED: "chưa được giao chỉ tiêu",
    Missing.PART_OF_TOTAL: "góp vào số chung",
    Missing.WAITING: "chờ cấp trên",
}


@dataclass(frozen=True)
class Value:
    """A number with its unit, or the reason why there is none (exactly one of the two)."""

    number: Decimal | None
    missing: Missing | None = None
    unit: str = ""

    def __post_init__(self) -> None:
        if (self.number is None) == (self.missing is None):
            raise ValueError("a Value has a number or a reason, not both and not neither")


class NumberError(ValueError):
    """What was typed is not a number; `str(error)` is a Vietnamese sentence for the person who typed it."""


_MINUSES = frozenset("-−–")
_SWAPPED = str.maketrans(",.", ".,")
_GROUPED = re.compile(r"-?(?!0)\d{1,3}(?:(?:\.\d{3})+|(?:\s\d{3})+)(,\d+)?")
_PLAIN = re.compile(r"-?\d+([.,]\d+)?")


def parse_number(text: str) -> Decimal:
    """The number that a Vietnamese reader sees in `text`: "1.234,5" → 1234.5; "0,5" → 0.5; "12" → 12.

    A single dot followed by exactly three digits groups thousands ("1.234" is 1234) unless nothing but a zero
    stands before it; any other single dot is taken as a decimal point ("0.5", "0.125"). Blanks may group
    thousands too ("1 234,5") and stand nowhere else inside. One "%" at the end is dropped. Errors: NumberError.
    """
    typed = text.strip()
    if typed.isascii() and typed.isdigit():
        return Decimal(typed)
    if typed[:1] in _MINUSES:
        typed = f"-{typed[1:].lstrip()}"
    if typed[-1:] == "%":
        typed = typed[:-1].rstrip()
    if _GROUPED.fullmatch(typed):
        return Decimal("".join(typed.split()).replace(".", "").replace(",", "."))
    if _PLAIN.fullmatch(typed):
        return Decimal(typed.replace(",", "."))
    raise NumberError(f"“{text.strip()}” không phải là số. Hãy ghi như 1.234,5 hoặc 12.")


def round_half_up(number: Decimal, places: int) -> Decimal:
    """`number` rounded once, for display, half away from zero."""
    return number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def format_number(number: Decimal | int, places: int | None = None) -> str:
    """`number` as "1.234,5". `places` fixes the decimals; None keeps what is there, without trailing zeros."""
    if places is None and isinstance(number, int):
        return f"{number:,d}".translate(_SWAPPED)
    value = Decimal(number)
    value = round_half_up(value, places) if places is not None else value.normalize()
    return f"{value or abs(value):,f}".translate(_SWAPPED)  # what rounds to zero has no sign


def format_percent(fraction: Decimal, places: int = 1) -> str:
    """A fraction as a percentage: Decimal("0.9") → "90 %"; 0.717 → "71,7 %". Never rounds to 100 or to 0."""
    percent = round_half_up(fraction * 100, places)
    step = Decimal(1).scaleb(-places)
    for whole in (0, 1):
        if percent == whole * 100 and fraction != whole:
            percent += step if fraction > whole else -step
    return f"{format_number(percent)} %"


def exact(number: Decimal | None) -> str | None:
    """For machines: every digit, as text, so that no reader rounds it; None stays None."""
    return None if number is None else format(number.normalize(), "f")
