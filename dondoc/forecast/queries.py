"""Reads for pages that show pace, forecasts, who is at risk. Each costs the same number of queries at any size."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from dondoc.forecast.models import NO_DAY, ForecastCursor, Prospect, Step
from dondoc.indicators.formula import MeasureDefinition
from dondoc.lib.periods import Period
from dondoc.lib.punctuality import Chance
from dondoc.measures.engine.trajectory import (
    Ahead,
    Course,
    Outlook,
    Pace,
    Projection,
    level,
    outlook,
    pace,
    project,
    steps,
)
from dondoc.measures.queries import MeasureRow
from dondoc.obligations.pace import Paces
from dondoc.orgs.models import Org, OrgPath, valid_on


@dataclass(frozen=True)
class Forecast:
    """One measure over one organisation and all under it, on the `day` up to which it was computed.

    `demanded`: the value that should be there by the end of the day before, a fraction: what is due today may still
    come.
    """

    measure: MeasureDefinition
    day: date
    course: Course
    ahead: Ahead
    demanded: Decimal | None
    pace: Pace | None
    projection: Projection | None
    outlook: Outlook | None

    @property
    def steps(self) -> list[tuple[date, Decimal]]:
        """The whole curve of what is demanded over the period."""
        return steps(self.measure, self.course)

    @property
    def next_step(self) -> tuple[date, Decimal] | None:
        """The next day on which more is demanded."""
        ahead = ((day, value) for day, value in self.steps if day >= self.day)
        return next(((day, value) for day, value in ahead if value > (self.demanded or 0)), None)


def forecasts(rows: Iterable[MeasureRow], org: Org, month: str) -> dict[str, Forecast]:
    """By measure, for those of `rows` that have a population and a period that runs; none for another month than the
    one that runs. Two queries."""
    shown = {row.key: row for row in rows if row.period and row.totals.population}
    day = ForecastCursor.objects.values_list("day", flat=True).first()
    if not shown or day is None or f"{day:%Y-%m}" != month:
        return {}
    found: dict[str, list[Step]] = defaultdict(list)
    for step in Step.objects.filter(org=org, measure__in=shown):
        found[step.measure].append(step)
    return {key: _forecast(row, found[key], day) for key, row in shown.items() if found[key]}


def _forecast(row: MeasureRow, found: list[Step], day: date) -> Forecast:
    period = row.period or Period.parse(found[0].period)
    days = sorted((one.due_on, one.population) for one in found if one.due_on != NO_DAY)
    course = Course(period, sum(one.population for one in found), tuple(days))
    ahead = sum((Ahead(o.late, o.sent, o.open, o.at_risk, o.hoped) for o in found), Ahead())
    demanded = level(row.definition, course, date.fromordinal(day.toordinal() - 1))
    projection = project(row.definition, row.totals, ahead, is_over=day > period.end)
    return Forecast(
        measure=row.definition,
        day=day,
        course=course,
        ahead=ahead,
        demanded=demanded,
        pace=pace(row.definition, row.totals, demanded),
        projection=projection,
        outlook=outlook(row.definition, projection) if projection else None,
    )


@dataclass(frozen=True)
class Risky:
    """An organisation that is more likely late than on time, and from what that follows."""

    org: Org
    last_day: date
    chance: Chance


def risky(measures: Collection[str], org: Org, user, day: date, limit: int) -> list[Risky]:
    """Those at or under `org` at risk for any of `measures`, as far as `user` may see them: the least likely first. Up
    to five queries."""
    under = OrgPath.objects.filter(valid_on(day), ancestor=org).values("descendant_id")
    rows = Prospect.objects.visible_to(user).filter(measure__in=measures, at_risk=True, org__in=under)
    found = list(rows.select_related("org").order_by("chance", "last_day", "org__sort_key")[:limit])
    paces = Paces({one.org_id for one in found}, {one.org.kind for one in found})
    return [
        Risky(one.org, one.last_day, paces.chance(one.org_id, one.org.kind, (one.last_day - day).days)) for one in found
    ]
