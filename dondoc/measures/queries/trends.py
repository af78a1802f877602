"""A measure month by month."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from dondoc.lib.numbers import Value
from dondoc.lib.periods import Period
from dondoc.measures.engine import value
from dondoc.measures.models import MeasureValue, TargetStatus
from dondoc.measures.queries.rows import step_of, totals_in
from dondoc.orgs.models import Org


@dataclass(frozen=True)
class TrendPoint:
    """`step`: what should have been reached by then, as `MeasureRow.step`."""

    month: str
    period: Period
    value: Value
    step: Decimal | None
    status: TargetStatus


def trend(measure_key: str, org: Org, until: str, *, day: date | None = None) -> list[TrendPoint]:
    """The measure over `org`, month by month up to `until`, with the steps that were to be reached. `day`: up to which
    the last is computed, None for its end. One query."""
    rows = MeasureValue.objects.filter(measure=measure_key, org=org, month__lte=until)
    return [_point(row, day) for row in rows.select_related("version").order_by("month")]


def _point(row: MeasureValue, day: date | None) -> TrendPoint:
    measure = row.version.parsed.measure(row.measure.rpartition(".")[2])
    if row.goal is not None:
        measure = measure.with_goal(row.goal)
    totals, period, end = totals_in(row), Period.parse(row.period), Period.parse(row.month).end
    return TrendPoint(
        month=row.month,
        period=period,
        value=value(measure.kind, totals),
        step=step_of(measure, totals, period, min(end, day) if day else end),
        status=TargetStatus(row.status),
    )
