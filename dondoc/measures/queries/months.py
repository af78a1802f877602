"""Which day a month stands for, and which months are read beside it. Months are codes ("2026-03")."""

from datetime import date, timedelta

from dondoc.lib.periods import Period, PeriodKind
from dondoc.measures.models import Cursor


def as_of(month: str) -> date:
    """The day as of which the stored values of `month` hold: its last day, or the last computed day in it."""
    end = Period.parse(month).end
    day = Cursor.objects.values_list("day", flat=True).first()
    return min(end, day) if day else end


def month_before(month: str) -> str:
    return Period.containing(Period.parse(month).start - timedelta(days=1), PeriodKind.MONTH).code


def months_beside(month: str) -> list[str]:
    """`month`, the one before, and the last months of the quarter, half-year and year before: where periods closed."""
    start = Period.parse(month).start
    before = (Period.containing(start, kind).start - timedelta(days=1) for kind in _CLOSING)
    return [month, *sorted({Period.containing(day, PeriodKind.MONTH).code for day in before})]


_CLOSING = (PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.HALF_YEAR, PeriodKind.YEAR)
