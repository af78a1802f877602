"""What is stored of an organisation, for machines: every measure in every month, as the pages show it."""

from typing import Any

from dondoc.dashboards.queries.scope import Scope
from dondoc.indicators.models import IndicatorVersion
from dondoc.lib.numbers import exact
from dondoc.measures.engine import Totals, value
from dondoc.measures.models import MeasureValue
from dondoc.measures.queries.boards import versions_for

_TOTALS = ("numerator", "denominator", "population", "known", "expected", "expected_known", "demanded", "floor",
           "ceiling")  # fmt: skip


def numbers(scope: Scope, *, indicator: str = "", is_month_only: bool = False) -> dict[str, Any]:
    """The scope's organisation; `indicator`: of this chỉ tiêu alone; `is_month_only`: of the scope's month alone. Two
    queries, a third with a plan chosen.

    Numbers are texts, so that no reader rounds them; `value` is a fraction, None with `missing` for why.
    """
    rows = MeasureValue.objects.filter(org=scope.org)
    if is_month_only:
        rows = rows.filter(month=scope.month)
    if indicator:
        rows = rows.filter(measure__startswith=f"{indicator}.")
    stored = list(
        rows.order_by("measure", "month").values_list(
            "version_id", "measure", "month", "period", "status", "goal", *_TOTALS
        )
    )
    versions = IndicatorVersion.objects.select_related("indicator").in_bulk({row[0] for row in stored})
    wanted = None
    if scope.plan:
        wanted = {one.indicator_id for one in versions_for(scope.org, scope.last, scope.series)}
    found: dict[str, dict[str, Any]] = {}
    for version_id, key, month, period, status, goal, *totals in stored:
        version = versions[version_id]
        if wanted is None or version.indicator_id in wanted:
            measure = version.parsed.measure(key.rpartition(".")[2])
            about = found.setdefault(key, {"measure": key, "months": []})
            about |= {"indicator": version.indicator.code, "name": measure.name, "unit": measure.unit}
            sums = Totals(*totals)
            number = value(measure.kind, sums)
            about["months"].append({
                "month": month, "period": period, "value": exact(number.number),
                "missing": number.missing.value if number.missing else None, "numerator": exact(sums.numerator),
                "denominator": exact(sums.denominator), "population": sums.population, "known": sums.known,
                "demanded": sums.demanded, "status": status, "goal": exact(goal), "definition_version": version.number,
            })  # fmt: skip
    return {
        "org": {"id": scope.org.pk, "code": scope.org.code, "name": scope.org.name},
        "computed_on": scope.computed_on.isoformat() if scope.computed_on else None,
        "measures": list(found.values()),
    }
