"""Reporting periods: month, quarter, half-year, year, term. A period is its code, and sorts by time."""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache


class PeriodKind(StrEnum):
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"
    TERM = "term"


_MONTHS = {PeriodKind.MONTH: 1, PeriodKind.QUARTER: 3, PeriodKind.HALF_YEAR: 6, PeriodKind.YEAR: 12}


class PeriodError(ValueError):
    """A code that names no period; `str(error)` is a Vietnamese sentence."""


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


@dataclass(frozen=True, order=True)
class Period:
    """A closed span of days with a code: "2025-09", "2025-Q3", "2025-H2", "2025", "2025-2030" (a term)."""

    start: date
    end: date
    kind: PeriodKind

    @classmethod
    @lru_cache(maxsize=4096)
    def parse(cls, code: str) -> "Period":
        """The period that `code` names. A term "2025-2030" runs 01/01/2025 – 31/12/2030. Errors: PeriodError.

        Years are those from 1000 to 2999, so that every period has neighbours in the calendar.
        """
        if found := re.fullmatch(r"([12][0-9]{3})-([12][0-9]{3})", code):
            first, last = int(found[1]), int(found[2])
            if first <= last:
                return cls(date(first, 1, 1), date(last, 12, 31), PeriodKind.TERM)
        elif found := re.fullmatch(r"([12][0-9]{3})(?:-(?:Q([1-4])|H([12])|(0[1-9]|1[0-2])))?", code):
            year = int(found[1])
            if found[2]:
                return cls.containing(date(year, int(found[2]) * 3, 1), PeriodKind.QUARTER)
            if found[3]:
                return cls.containing(date(year, int(found[3]) * 6, 1), PeriodKind.HALF_YEAR)
            if found[4]:
                return cls.containing(date(year, int(found[4]), 1), PeriodKind.MONTH)
            return cls.containing(date(year, 1, 1), PeriodKind.YEAR)
        raise PeriodError(f"“{code}” không phải là kỳ. Ví dụ: 2025-09, 2025-Q3, 2025, 2025-2030.")

    @classmethod
    @lru_cache(maxsize=4096)
    def containing(cls, day: date, kind: PeriodKind) -> "Period":
        """The month, quarter, half-year or year that `day` lies in (a term has no such rule: ValueError)."""
        if kind is PeriodKind.TERM:
            raise ValueError("a term is named by its two years")
        length = _MONTHS[kind]
        first = (day.month - 1) // length * length + 1
        return cls(date(day.year, first, 1), month_end(day.year, first + length - 1), kind)

    @property
    def code(self) -> str:
        year = self.start.year
        match self.kind:
            case PeriodKind.MONTH:
                return f"{year}-{self.start.month:02d}"
            case PeriodKind.QUARTER:
                return f"{year}-Q{self.end.month // 3}"
            case PeriodKind.HALF_YEAR:
                return f"{year}-H{self.end.month // 6}"
            case PeriodKind.YEAR:
                return str(year)
            case PeriodKind.TERM:
                return f"{year}-{self.end.year}"

    @property
    def label(self) -> str:
        """In Vietnamese: "tháng 9/2025", "quý III/2025", "6 tháng đầu năm 2025", "năm 2025", "nhiệm kỳ 2025 - 2030"."""
        year = self.start.year
        match self.kind:
            case PeriodKind.MONTH:
                return f"tháng {self.start.month}/{year}"
            case PeriodKind.QUARTER:
                return f"quý {('I', 'II', 'III', 'IV')[self.end.month // 3 - 1]}/{year}"
            case PeriodKind.HALF_YEAR:
                return f"6 tháng {'đầu' if self.end.month == 6 else 'cuối'} năm {year}"
            case PeriodKind.YEAR:
                return f"năm {year}"
            case PeriodKind.TERM:
                return f"nhiệm kỳ {year} - {self.end.year}"

    def next(self) -> "Period":
        """The period of the same kind that follows (a term has none: ValueError)."""
        return Period.containing(self.end + timedelta(days=1), self.kind)

    def contains(self, day: date) -> bool:
        return self.start <= day <= self.end


def periods_between(first: date, last: date, kind: PeriodKind) -> Iterator[Period]:
    """The periods of `kind` that touch the days from `first` to `last`, in order."""
    if first > last:
        return
    period = Period.containing(first, kind)
    while period.start <= last:
        yield period
        period = period.next()
