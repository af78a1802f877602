"""A measure month by month."""

from dataclasses import dataclass
from decimal import Decimal

from dondoc.lib.numbers import Value
from dondoc.lib.periods import Period
from dondoc.measures.engine import value
from dondoc.measures.models import MeasureValue, TargetStatus
from dondoc.measures.queries.rows import expected_share, totals_in
from dondoc.orgs.models import Org


@dataclass(frozen=True)
class TrendPoint:
    """`expected`: the share that should have been reached by then, in steps at due days; None when there is none."""

    month: str
    period: Period
    value: Value
    expected: Decimal | None
    status: TargetStatus


def trend(measure_key: str, org: Org, until: str) -> list[TrendPoint]:
    """The measure over `org`, month by month up to `until`, with the steps that were expected. One query."""
    rows = MeasureValue.objects.filter(measure=measure_key, org=org, month__lte=until)
    return [_point(row) for row in rows.select_related("version").order_by("month")]


def _point(row: MeasureValue) -> TrendPoint:
    measure = row.version.parsed.measure(row.measure.rpartition(".")[2])
    totals, period = totals_in(row), Period.parse(row.period)
    return TrendPoint(
        month=row.month,
        period=period,
        value=value(measure.kind, totals),
        expected=expected_share(measure, totals, period, Period.parse(row.month).end),
        status=TargetStatus(row.status),
    )
