"""Reads for pages that show pace, forecasts, who is at risk. Each costs the same number of queries at any size."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from django.db.models import BigIntegerField, DateField, QuerySet

from dondoc.accounts.seeing import Seer, places, sight_of
from dondoc.forecast.drawing import CurveData
from dondoc.forecast.models import NO_DAY, Prospect, Step
from dondoc.indicators.formula import MeasureDefinition
from dondoc.lib.numbers import round_half_up
from dondoc.lib.periods import Period
from dondoc.lib.punctuality import HORIZON, Chance, Share
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
from dondoc.measures.queries import MeasureRow, TrendPoint
from dondoc.obligations.models import Obligation, soon_after
from dondoc.obligations.pace import Paces, chances, why
from dondoc.obligations.status import ObligationStatus
from dondoc.orgs.models import Org, OrgPath, valid_on
from dondoc.web.prepared import Given, Prepared


@dataclass(frozen=True)
class Forecast:
    """One measure over one organisation and all under it, on the `day` up to which it was computed.

    `demanded`: the value that should be there by that day, a fraction, what is due on it included. `is_part`: it adds
    to a number that the whole is to reach, and has none of its own.
    """

    measure: MeasureDefinition
    day: date
    course: Course
    known: int
    ahead: Ahead
    demanded: Decimal | None
    pace: Pace | None
    projection: Projection | None
    outlook: Outlook | None
    is_part: bool = False

    @property
    def steps(self) -> list[tuple[date, Decimal]]:
        """The whole curve of what is demanded over the period."""
        return [] if self.is_part else steps(self.measure, self.course)

    @property
    def waiting(self) -> int:
        """Of how many nothing has come, and nothing has a day yet."""
        ahead = self.ahead
        return self.course.population - self.known - ahead.late - ahead.sent - ahead.open

    @property
    def due_after(self) -> date | None:
        """The first day on which something is demanded when that lies after the period's end."""
        return min((day for day, _count in self.course.days if day > self.course.period.end), default=None)

    @property
    def next_step(self) -> tuple[date, Decimal] | None:
        """The next day on which more is demanded."""
        ahead = ((day, value) for day, value in self.steps if day > self.day)
        return next(((day, value) for day, value in ahead if value > (self.demanded or 0)), None)


def forecasts(rows: Iterable[MeasureRow], org: Org, month: str, day: date | None) -> dict[str, Forecast]:
    """By measure, for those of `rows` that have a population and a period that runs. `day`: up to which figures are
    computed; of another month than its own there are none. One query."""
    shown = {row.key: row for row in rows if row.period and row.totals.population}
    if not shown or day is None or f"{day:%Y-%m}" != month:
        return {}
    found: dict[str, list[_Sums]] = defaultdict(list)
    for measure, *sums in _STEPS.ask(org=org.pk):
        period, due_on, population, *ahead = sums
        found[measure].append(_Sums(period, due_on, population, Ahead(*ahead)))
    return {key: _forecast(row, found[key], day) for key, row in shown.items() if found[key]}


class _Sums(NamedTuple):
    """A `Step` without the cost of a model."""

    period: str
    due_on: date
    population: int
    ahead: Ahead


_SUMS = ("period", "due_on", "population", "late", "sent", "open", "at_risk", "hoped")
_STEPS = Prepared(lambda org: Step.objects.filter(org=org).values_list("measure", *_SUMS), org=BigIntegerField())


def _forecast(row: MeasureRow, found: list[_Sums], day: date) -> Forecast:
    period = row.period or Period.parse(found[0].period)
    days = sorted((one.due_on, one.population) for one in found if one.due_on != NO_DAY)
    course = Course(period, sum(one.population for one in found), tuple(days))
    ahead = sum((one.ahead for one in found), Ahead())
    demanded = None if row.is_part else level(row.definition, course, day)
    projection = project(row.definition, row.totals, ahead, is_over=day > period.end)
    return Forecast(
        measure=row.definition,
        day=day,
        course=course,
        known=row.totals.known,
        ahead=ahead,
        demanded=demanded,
        pace=pace(row.definition, row.totals, demanded),
        projection=projection,
        outlook=outlook(row.definition, projection) if projection else None,
        is_part=row.is_part,
    )


def curve_of(found: Forecast, points: Iterable[TrendPoint]) -> CurveData | None:
    """What a chart shows of `found`, with what was reached at the ends of the months of its period (`measures.trend`);
    None where no pace is declared. No query."""
    period = found.course.period
    if not found.steps:
        return None
    ends = [(min(Period.parse(one.month).end, found.day), one) for one in points if one.period == period]
    values = tuple((day, one.value.number) for day, one in ends if one.value.number is not None)
    return CurveData(period, tuple(found.steps), values, found.measure.goal.value, found.day, found.projection)


@dataclass(frozen=True)
class Risky:
    """An organisation that is more likely late than on time, and from what that follows. `likely`: the chance to be on
    time, a fraction in whole percents: more would say more than it knows."""

    org: Org
    last_day: date
    likely: Decimal
    why: str


def risky(measure: str, org: Org, user, day: date, limit: int) -> list[Risky]:
    """Those at or under `org` at risk for `measure` whom `user` may see, the least likely first. One query."""
    under = OrgPath.objects.filter(valid_on(day), ancestor=org).values("descendant_id")
    rows = Prospect.objects.visible_to(user).filter(measure=measure, at_risk=True, org__in=under)
    found = rows.select_related("org").order_by("chance", "last_day", "org__sort_key")[:limit]
    return [Risky(one.org, one.last_day, round_half_up(one.chance, 2), _why(one, day)) for one in found]


def _why(one: Prospect, day: date) -> str:
    own, peers = Share(one.own_on_time, one.own_all), Share(one.peers_on_time, one.peers_all)
    return why(Chance(Fraction(one.chance), own, peers, (one.last_day - day).days))


@dataclass(frozen=True)
class RiskyDuty:
    """A duty that is more likely late than on time, and from what that follows."""

    obligation: Obligation
    why: str


def risky_duties(org: Org, user, today: date) -> list[RiskyDuty]:
    """What `org` has to do within the days that can be foreseen and may be late with, the earliest day first. One
    query."""
    days = {"today": today, "soon": soon_after(today), "horizon": today + timedelta(days=HORIZON)}
    found = _FORESEEN.ask(org=org.pk, **days, **sight_of(user))
    for row in found:
        row.org = org
    likely = chances(found, today, Paces.of_rows(found))
    judged = ((row, likely.get(row.pk)) for row in found)
    return [RiskyDuty(row, why(chance)) for row, chance in judged if chance and chance.is_at_risk]


_OPEN = (ObligationStatus.DUE_SOON, ObligationStatus.NOT_DUE, ObligationStatus.SENT_BACK)


def _foreseen(org: Given, today: Given, soon: Given, horizon: Given, **_sight: Given) -> "QuerySet[Obligation]":
    rows = Obligation.objects.visible_to(Seer()).filter(org=org).with_status_in(_OPEN, today, soon)
    return Paces.beside(rows.filter(last_day__lte=horizon).select_related("task").order_by("last_day", "pk"))


_FORESEEN = Prepared(
    _foreseen, org=BigIntegerField(), today=DateField(), soon=DateField(), horizon=DateField(), **places()
)
