"""The whole term at one look: every measure in each year, or in the months of one, against the target of that time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from dondoc.dashboards.queries.board import measure_label
from dondoc.dashboards.queries.heat import Reach, figures, reach
from dondoc.dashboards.queries.scope import Scope
from dondoc.indicators.formula import MeasureDefinition, target_in_words
from dondoc.indicators.models import Indicator, IndicatorVersion
from dondoc.lib.periods import Period, PeriodKind, periods_between
from dondoc.measures.models import MeasureValue
from dondoc.measures.queries import FACTS, MeasureRow, board, row_of
from dondoc.plans.models import WHOLE_TERM, SetGoal

_Goals = Mapping[tuple[str, int, int], list[tuple[date, Decimal | None]]]


@dataclass(frozen=True)
class Column:
    """A year, or a month. `month`: whose stored figures stand there, "" when it has none yet; `is_now`: not over."""

    period: Period
    label: str
    month: str
    is_now: bool
    query: str  # leads on: from a year to its months, from a month to the board of that month


@dataclass(frozen=True)
class TermCell:
    """One measure in one column, in the shape of a heat cell. `sub`: the target of that time, shown where columns are
    years; `row` None: no figures."""

    status: Reach
    text: str
    note: str
    href: str
    sub: str
    row: MeasureRow | None
    target: str


@dataclass(frozen=True)
class TermRow:
    """`target`: of the newest month."""

    label: str
    target: str
    name: str
    url: str
    cells: tuple[TermCell, ...]


@dataclass(frozen=True)
class Term:
    """`year` None: a column a year; else a column a month of it."""

    columns: tuple[Column, ...]
    rows: tuple[TermRow, ...]
    year: int | None


def years_of(scope: Scope) -> list[int]:
    """The years of the plans that the page is about; without plans those that have figures."""
    plans = [scope.plan] if scope.plan else scope.plans
    spans = [(plan.starts_on.year, plan.ends_on.year) for plan in plans]
    spans = spans or [(Period.parse(scope.first).start.year, Period.parse(scope.last).start.year)]
    return list(range(min(first for first, _last in spans), max(last for _first, last in spans) + 1))


def term(scope: Scope, wanted: str) -> Term:
    """The term of the scope's organisation; `wanted`: a year whose months are shown, anything else all years. Five
    queries at any size."""
    return terms(scope, wanted)[0]


def terms(scope: Scope, *wanted: str) -> list[Term]:
    """As `term`, for each of `wanted`, for no more queries."""
    years = years_of(scope)
    chosen = [next((one for one in years if str(one) == text), None) for text in wanted]
    asked = [_months(scope, year) if year else [_year(scope, one) for one in years] for year in chosen]
    rows = board(scope.org, scope.last, series=scope.series, day=scope.as_of_last)
    months = {column.month for columns in asked for column in columns if column.month}
    stored = MeasureValue.objects.filter(org=scope.org, month__in=months)
    facts = {(row[0], row[1]): row[2:] for row in stored.values_list("measure", "month", "version_id", *FACTS)}
    versions = IndicatorVersion.objects.in_bulk({version for version, *_facts in facts.values()})
    values = {key: (versions[version], tuple(rest)) for key, (version, *rest) in facts.items()}
    goals = _goals(scope)
    return [
        Term(
            tuple(columns),
            tuple(
                _row(entry.indicator, measure, len(entry.targeted) > 1, columns, values, goals, scope)
                for entry in rows
                for measure in entry.targeted
            ),
            year,
        )
        for year, columns in zip(chosen, asked, strict=True)
    ]


def _year(scope: Scope, year: int) -> Column:
    """A year shows its last month, or the newest one while it runs."""
    last = min(f"{year}-12", scope.last)
    month = last if last.startswith(str(year)) and last >= scope.first else ""
    query = f"{scope.query_of(scope.last)}&nam={year}" if month else ""
    is_now = bool(month) and (month == scope.last and scope.as_of_last < date(year, 12, 31))
    return Column(Period.parse(str(year)), str(year), month, is_now, query)


def _months(scope: Scope, year: int) -> list[Column]:
    found = []
    for period in periods_between(date(year, 1, 1), date(year, 12, 31), PeriodKind.MONTH):
        month = period.code if scope.first <= period.code <= scope.last else ""
        label = _("T%(n)d") % {"n": period.start.month}
        is_now = month == scope.last and scope.as_of_last < period.end
        found.append(Column(period, label, month, is_now, scope.query_of(month) if month else ""))
    return found


def _row(
    indicator: Indicator, measure: MeasureRow, is_part: bool, columns: Sequence[Column],
    values: Mapping[tuple[str, str], tuple[IndicatorVersion, tuple[Any, ...]]], goals: _Goals, scope: Scope,
) -> TermRow:  # fmt: skip
    page = reverse("dashboards:indicator", args=[indicator.code])
    explained = reverse("dashboards:explain", args=[indicator.code, measure.code])
    cells, is_year = [], columns[0].period.kind is PeriodKind.YEAR
    for column in columns:
        stored = values.get((measure.key, column.month)) if column.month else None
        if stored is None:
            wanted = _goal(measure.definition, goals, scope, column.period)
            nothing = Reach.NOT_DUE if not column.month else Reach.NOBODY
            target = "" if column.month else target_in_words(wanted)
            cells.append(TermCell(nothing, "", "", "", target if is_year else "", None, target))
            continue
        version, facts = stored
        row = row_of(version.parsed.measure(measure.code), column.month, facts, scope.computed_on)
        href = f"{explained}{scope.query_of(column.month)}"
        told = row.target if is_year else ""
        cells.append(TermCell(reach(row), figures(row), row.filled_in, href, told, row, row.target))
    return TermRow(
        measure_label(indicator, measure.code) if is_part else indicator.label,
        measure.target,
        measure.name if is_part else indicator.short_name,
        f"{page}{scope.query_of(scope.last)}&do={measure.code}",
        tuple(cells),
    )


def _goals(scope: Scope) -> _Goals:
    """What was set beside the plans' targets, for the organisation and for the plans' owners. One query."""
    plans = [scope.plan] if scope.plan else list(scope.plans)
    owners = {plan.org_id for plan in plans} | {scope.org.pk}
    found: dict[tuple[str, int, int], list[tuple[date, Decimal | None]]] = {}
    rows = SetGoal.objects.filter(plan__in={plan.series_id for plan in plans}, org__in=owners).order_by("number")
    for measure, org, year, day, value in rows.values_list("measure", "org_id", "year", "valid_from", "value"):
        found.setdefault((measure, org, year), []).append((day, value))
    return found


def _goal(definition: MeasureDefinition, goals: _Goals, scope: Scope, period: Period) -> MeasureDefinition:
    """The measure with the target that is set by now for a time that has no figures yet; see Programme.goal."""
    year = WHOLE_TERM if definition.period is PeriodKind.TERM else period.start.year
    plans = [scope.plan] if scope.plan else scope.plans
    for org in dict.fromkeys((scope.org.pk, *(plan.org_id for plan in plans))):
        for span in (year, WHOLE_TERM):
            turns = goals.get((definition.key, org, span), [])
            if turns and turns[-1][1] is not None:
                return definition.with_goal(turns[-1][1])
    return definition
