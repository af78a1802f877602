"""When something is due, as plans say it. `Due` is a type, not a date.

Source: DESIGN.md §6. A plan says "trước 30/6/2026", "trong tháng 9/2025", "ngay từ đầu năm", "hàng tháng",
"thường xuyên", "theo sự chỉ đạo của Đảng ủy", "sau khi hoàn thành kế hoạch" or nothing; each is its own kind
and none is turned into an invented date.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from dondoc.lib.dates import format_date
from dondoc.lib.periods import Period, PeriodKind, periods_between


class DueKind(StrEnum):
    DATE = "date"  # by a day
    MONTH = "month"  # within a month: its last day
    QUARTER = "quarter"
    YEAR = "year"
    START_OF_YEAR = "start_of_year"  # "ngay từ đầu năm", every year
    RECURRING = "recurring"  # every month, quarter, half-year or year
    ONGOING = "ongoing"  # "thường xuyên": never late by itself
    AS_DIRECTED = "as_directed"  # not due until the round is opened
    AFTER_EVENT = "after_event"  # "sau khi hoàn thành kế hoạch"
    UNDATED = "undated"  # the text says nothing


class Cadence(StrEnum):
    ONCE = "once"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    SEMIANNUAL = "semiannual"
    ANNUAL = "annual"
    CONTINUOUS = "continuous"
    AS_DIRECTED = "as-directed"


CADENCE_PERIOD = {
    Cadence.MONTHLY: PeriodKind.MONTH,
    Cadence.QUARTERLY: PeriodKind.QUARTER,
    Cadence.SEMIANNUAL: PeriodKind.HALF_YEAR,
    Cadence.ANNUAL: PeriodKind.YEAR,
}


@dataclass(frozen=True)
class DueSettings:
    """What the plan leaves open and a committee fixes once."""

    start_of_year_month: int = 1  # "ngay từ đầu năm" means by the end of this day
    start_of_year_day: int = 31
    recurring_day: int = 25  # the day of the last month of a period that its report is due
    opening_month: int = 3  # an "as directed" round of a year is to be opened by the end of this day
    opening_day: int = 31


@dataclass(frozen=True)
class Due:
    """A due time as the plan says it.

    `on` is the day for DATE and the last day for MONTH, QUARTER, YEAR; `start` is where a span begins
    ("từ … đến …"). `cadence` is how often. `text` is the wording; `day` the day of the last month for
    RECURRING when the text names one. None means that the text does not say.
    """

    kind: DueKind
    cadence: Cadence | None = None
    on: date | None = None
    start: date | None = None
    day: int | None = None
    text: str = ""

    def __post_init__(self) -> None:
        fixed = self.kind in {DueKind.DATE, DueKind.MONTH, DueKind.QUARTER, DueKind.YEAR}
        if fixed != (self.on is not None):
            raise ValueError(f"a due time of kind {self.kind} {'needs' if fixed else 'has no'} day")

    @property
    def code(self) -> str | None:
        """The due time as the scoring tool writes it: "2025-09-30", "2025-09" for a span; else None."""
        if self.on is None:
            return None
        return self.on.isoformat() if self.kind is DueKind.DATE else f"{self.on.year}-{self.on.month:02d}"

    @property
    def label(self) -> str:
        """In Vietnamese, as an office would write it."""
        on = self.on
        match self.kind:
            case DueKind.DATE if on:
                return f"trước ngày {format_date(on)}"
            case DueKind.MONTH | DueKind.QUARTER | DueKind.YEAR if on:
                return f"trong {Period.containing(on, PeriodKind(self.kind.value)).label}"
            case DueKind.START_OF_YEAR:
                return "ngay từ đầu năm"
            case DueKind.RECURRING:
                rhythm = _CADENCE_WORDS.get(self.cadence, "định kỳ")
                if not self.day:
                    return rhythm
                which = "" if self.cadence is Cadence.MONTHLY else " tháng cuối kỳ"
                return f"{rhythm}, chậm nhất ngày {self.day}{which}"
            case DueKind.ONGOING:
                return "thường xuyên"
            case DueKind.AS_DIRECTED:
                return "theo sự chỉ đạo của cấp trên"
            case DueKind.AFTER_EVENT:
                return self.text or "sau khi hoàn thành"
            case _:
                return "chưa có hạn"

    def as_dict(self) -> dict[str, Any]:
        """Plain data for storing; `from_dict` reads it back to an equal Due. Empty fields are left out."""
        data: dict[str, Any] = {"kind": self.kind.value}
        if self.cadence:
            data["cadence"] = self.cadence.value
        for name in ("on", "start"):
            if day := getattr(self, name):
                data[name] = day.isoformat()
        if self.day:
            data["day"] = self.day
        if self.text:
            data["text"] = self.text
        return data

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> "Due":
        """The Due that `as_dict` stored. Errors: KeyError, ValueError on damaged data."""
        return cls(
            kind=DueKind(data["kind"]),
            cadence=Cadence(data["cadence"]) if data.get("cadence") else None,
            on=date.fromisoformat(data["on"]) if data.get("on") else None,
            start=date.fromisoformat(data["start"]) if data.get("start") else None,
            day=data.get("day"),
            text=data.get("text", ""),
        )

    def occurrences(self, first: date, last: date, settings: DueSettings) -> Iterator[tuple[Period, date | None]]:
        """What falls due between `first` and `last`: (period answered for, due day or None for "not yet").

        A fixed due time gives one pair, for the term `first`–`last`, even when its day lies outside; yearly
        and recurring ones give one pair a period, without those whose due day lies before `first`; as
        directed gives one pair a year, or one for the term, without a day; ongoing, after an event and
        undated give one pair for the term without a day.
        """
        term = Period(date(first.year, 1, 1), date(last.year, 12, 31), PeriodKind.TERM)
        if self.on is not None:
            yield term, self.on
        elif self.kind is DueKind.START_OF_YEAR:
            for year in periods_between(first, last, PeriodKind.YEAR):
                due_on = date(year.start.year, settings.start_of_year_month, settings.start_of_year_day)
                if due_on >= first:
                    yield year, due_on
        elif self.kind is DueKind.RECURRING and self.cadence in CADENCE_PERIOD:
            for period in periods_between(first, last, CADENCE_PERIOD[self.cadence]):
                due_on = period.end.replace(day=min(self.day or settings.recurring_day, period.end.day))
                if due_on >= first:
                    yield period, due_on
        elif self.kind is DueKind.AS_DIRECTED and self.cadence is Cadence.ANNUAL:
            for year in periods_between(first, last, PeriodKind.YEAR):
                yield year, None
        else:
            yield term, None


_CADENCE_WORDS: dict[Cadence | None, str] = {
    Cadence.MONTHLY: "hằng tháng",
    Cadence.QUARTERLY: "hằng quý",
    Cadence.SEMIANNUAL: "6 tháng một lần",
    Cadence.ANNUAL: "hằng năm",
}
