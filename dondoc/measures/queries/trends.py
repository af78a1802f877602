"""A measure month by month."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from dondoc.indicators.models import IndicatorVersion
from dondoc.lib.numbers import Value
from dondoc.lib.periods import Period
from dondoc.measures.engine import value
from dondoc.measures.models import MeasureValue, TargetStatus
from dondoc.measures.queries.boards import Values
from dondoc.measures.queries.rows import Row, step_of, totals_in
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
    return [_point(measure_key, row.version, row, day) for row in rows.select_related("version").order_by("month")]


def trend_in(values: Values, versions: Iterable[IndicatorVersion], key: str, day: date | None) -> list[TrendPoint]:
    """The same of what was read already: `values` of one organisation, the oldest month first. No query."""
    by_id = {one.pk: one for one in versions}
    rows = (row for (measure, _org, _month), row in values.items() if measure == key)
    return [_point(key, by_id[row.version_id], row, day) for row in rows]


def _point(key: str, version: IndicatorVersion, row: Row, day: date | None) -> TrendPoint:
    measure = version.parsed.measure(key.rpartition(".")[2])
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
