"""The chỉ tiêu of an organisation in one month, with their measures."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import BigIntegerField, CharField, DateField, Q, QuerySet

from dondoc.indicators.formula import MeasureDefinition
from dondoc.indicators.models import Indicator, IndicatorVersion
from dondoc.indicators.queries import in_force
from dondoc.lib.periods import Period, PeriodKind
from dondoc.measures.engine import Standing, value, worst
from dondoc.measures.models import MeasureValue, TargetStatus
from dondoc.measures.queries.months import month_before, months_beside
from dondoc.measures.queries.rows import STORED, Closed, MeasureRow, Stored, measure_row, totals_in
from dondoc.orgs.models import Org
from dondoc.orgs.queries import near
from dondoc.plans.models import Plan, Target
from dondoc.web.prepared import Given, Ids, Prepared, Texts

Values = dict[tuple[str, int, str], Stored]  # by measure, organisation and month


@dataclass(frozen=True)
class BoardRow:
    """One chỉ tiêu with its measures; `status` is the worst of those that have a target and a population here."""

    indicator: Indicator
    version: IndicatorVersion
    measures: tuple[MeasureRow, ...]

    @property
    def status(self) -> TargetStatus:
        return indicator_status(self.measures)

    @property
    def targeted(self) -> tuple[MeasureRow, ...]:
        return tuple(m for m in self.measures if m.is_targeted)

    def chosen(self, code: str) -> MeasureRow:
        """The measure of that letter; else the first that is about the organisation."""
        about = [m for m in self.measures if m.is_about_it] or self.measures
        return next((m for m in self.measures if m.code == code), about[0])


def board(
    org: Org, month: str, *, series: int | None = None, day: date | None = None, values: Values | None = None
) -> list[BoardRow]:
    """Every chỉ tiêu of the plans that bind `org`, in the plans' order; `series`: of one plan only; `day`: up to which
    the month is computed, None for its end; `values`: of at least `months_beside`, where they were read. Two queries,
    one with `values`."""
    versions = versions_for(org, month, series)
    values = values_of([org.pk], months_beside(month)) if values is None else values
    return [board_row(version, org.pk, month, values, day) for version in versions]


def indicator_row(
    indicator: Indicator, org: Org, month: str, *, day: date | None = None,
    versions: Sequence[IndicatorVersion] | None = None, values: Values | None = None,
) -> BoardRow | None:  # fmt: skip
    """One chỉ tiêu, as `board`; None when it has no definition. `versions`: all of it, where they were read. Two
    queries, none with both."""
    versions = list(indicator.versions.select_related("indicator")) if versions is None else versions
    if not versions:
        return None
    values = values_of([org.pk], months_beside(month)) if values is None else values
    return board_row(in_force(versions, Period.parse(month).end), org.pk, month, values, day)


def indicator_status(measures: Iterable[MeasureRow]) -> TargetStatus:
    """The worst of the measures that have a target and are about somebody here; met only when all are."""
    found = [Standing(m.status.value) for m in measures if m.is_targeted and m.is_about_it]
    return TargetStatus(worst(found).value)


def versions_for(org: Org, month: str, series: int | None = None) -> list[IndicatorVersion]:
    """The definitions in force of the chỉ tiêu that plans above, at or under `org` measure; `series`: one plan only."""
    span = Period.parse(month)
    given = {"org": org.pk, "start": span.start, "end": span.end}
    rows = _MEASURED.ask(**given) if series is None else _MEASURED_BY.ask(**given, series=series)
    by_indicator: dict[int, list[IndicatorVersion]] = defaultdict(list)
    for version in rows:
        by_indicator[version.indicator_id].append(version)
    found = [in_force(versions, span.end) for versions in by_indicator.values()]
    return sorted(found, key=lambda v: (v.indicator.position, v.indicator.code))


def _measured(org: Given, start: Given, end: Given, series: Given | None = None) -> "QuerySet[IndicatorVersion]":
    plans = Plan.objects.in_force_between(start, end)
    if series is not None:
        plans = plans.filter(Q(pk=series) | Q(first_id=series))
    targets = Target.objects.filter(near(org, "plan__org"), plan__in=plans)
    return IndicatorVersion.objects.filter(indicator__in=targets.values("indicator_id")).select_related("indicator")


_OF_PLANS = {"org": BigIntegerField(), "start": DateField(), "end": DateField()}
_MEASURED = Prepared(_measured, **_OF_PLANS)
_MEASURED_BY = Prepared(_measured, **_OF_PLANS, series=BigIntegerField())


def values_of(org_ids: Sequence[int], months: Sequence[str]) -> Values:
    """What is stored of these organisations in these months. One query."""
    return _by_key(_SOME.ask(orgs=org_ids, months=list(months)))


def year_of(org: Org, month: str) -> Values:
    """What is stored of `org` from the same month a year before up to `month`, all of `months_beside` among them, the
    oldest month first. One query."""
    first = f"{int(month[:4]) - 1}{month[4:]}"
    return _by_key(_YEAR.ask(org=org.pk, first=first, last=month))


def history_of(keys: Collection[str], org: Org, until: str) -> Values:
    """What is stored of these measures of `org` in all months up to `until`, the oldest first. One query."""
    return _by_key(_HISTORY.ask(org=org.pk, keys=sorted(keys), last=until))


def _by_key(rows: "Iterable[tuple[Any, ...]]") -> Values:
    return {(measure, org_id, stored[0]): Stored._make(stored) for measure, org_id, *stored in rows}


def _stored(*which: Q, **more: Any) -> "QuerySet[MeasureValue, tuple[Any, ...]]":
    return MeasureValue.objects.filter(*which, **more).order_by("month").values_list("measure", "org_id", *STORED)


_SOME = Prepared(lambda orgs, months: _stored(org__pk__among=orgs, month__among=months), orgs=Ids(), months=Texts())
_HISTORY = Prepared(
    lambda org, keys, last: _stored(org=org, measure__among=keys, month__lte=last),
    org=BigIntegerField(), keys=Texts(), last=CharField(),
)  # fmt: skip
_YEAR = Prepared(
    lambda org, first, last: _stored(org=org, month__gte=first, month__lte=last),
    org=BigIntegerField(), first=CharField(), last=CharField(),
)  # fmt: skip


def board_row(version: IndicatorVersion, org_id: int, month: str, values: Values, day: date | None = None) -> BoardRow:
    before = month_before(month)
    rows = tuple(
        measure_row(
            measure,
            values.get((measure.key, org_id, month)),
            values.get((measure.key, org_id, before)),
            _closed(measure, org_id, month, values),
            day,
        )
        for measure in version.parsed.measures
    )
    return BoardRow(version.indicator, version, rows)


def _closed(measure: MeasureDefinition, org_id: int, month: str, values: Values) -> Closed | None:
    if measure.period is PeriodKind.TERM:
        return None
    end = Period.containing(Period.parse(month).start, measure.period).start - timedelta(days=1)
    row = values.get((measure.key, org_id, Period.containing(end, PeriodKind.MONTH).code))
    if row is None or not row.known:
        return None
    return Closed(Period.parse(row.period), value(measure.kind, totals_in(row)), TargetStatus(row.status))
