"""Dates as Vietnamese offices write them: read and shown as dd/mm/yyyy."""

import re
from datetime import date

_DATE = re.compile(r"(\d{1,2})\s*[/\-.]\s*(\d{1,2})\s*[/\-.]\s*(\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


class DateError(ValueError):
    """What was typed is not a date; `str(error)` is a Vietnamese sentence for the person who typed it."""


def parse_date(text: str) -> date:
    """The day in `text`: day first ("5/3/2026" is 5 March), also 05-03-2026, 5.3.2026 and ISO. Errors: DateError."""
    typed = text.strip()
    if found := _DATE.fullmatch(typed):
        day, month, year = (int(g) for g in found.groups())
    elif found := _ISO.fullmatch(typed):
        year, month, day = (int(g) for g in found.groups())
    else:
        raise DateError(f"“{typed}” không phải là ngày. Hãy ghi ngày/tháng/năm, ví dụ 05/3/2026.")
    try:
        return date(year, month, day)
    except ValueError:
        raise DateError(f"Không có ngày {day:02d}/{month:02d}/{year} trong lịch. Hãy kiểm tra lại.") from None


def format_date(day: date) -> str:
    """`day` as dd/mm/yyyy."""
    return f"{day.day:02d}/{day.month:02d}/{day.year}"


def party_date(day: date) -> str:
    """`day` as in the head of a Party document: "ngày 03 tháng 02 năm 2026", "ngày 15 tháng 9 năm 2025".

    Days 1–9 and months 1–2 get a zero, other months none. Source: DOMAIN.md §2.3 (HD 05-HD/VPTW).
    """
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"
