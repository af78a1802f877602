"""The board of all chỉ tiêu: what measures say against what was to be reached by now, the trend, what is owed."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Count, Min, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from dondoc.accounts.rules import Permission
from dondoc.dashboards.queries.populations import Counted, counted
from dondoc.dashboards.queries.scope import Scope
from dondoc.dashboards.queries.week import Before, Change, change, points_words, week_ago
from dondoc.forecast.queries import Forecast, forecasts
from dondoc.forecast.wording import Ending, ending
from dondoc.indicators.models import Indicator
from dondoc.lib.numbers import format_number, format_percent, round_half_up
from dondoc.measures.engine import value
from dondoc.measures.models import TargetStatus
from dondoc.measures.queries import BoardRow, MeasureRow, Values, board, totals_in, year_of
from dondoc.obligations.models import Obligation, ObligationQuerySet, Purpose, StatusOn, last_day_of
from dondoc.obligations.status import ObligationStatus
from dondoc.orgs.models import Org, OrgPath
from dondoc.plans.models import Proposal, ProposalState, Target
from dondoc.reminders.queries import OWN_SIDE

TREND_MONTHS = 12
DUTIES = (
    ObligationStatus.OVERDUE, ObligationStatus.DUE_SOON, ObligationStatus.IN_REVIEW, ObligationStatus.SENT_BACK,
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One measure on the board."""

    indicator: Indicator
    row: MeasureRow
    label: str  # the office's own number, with the measure's letter when there are several: "7b"
    trend: tuple[Decimal | None, ...]
    who: str  # who is counted: "tổ chức cơ sở đảng"; "" for a measure shown beside the others
    week: Change | None = None  # since a week ago; None: not known, or a month that is over
    ahead: Ending | None = None  # where the period will end; None: nothing can be said

    @property
    def key(self) -> tuple[Any, ...]:
        row, measure = self.row, self.row.definition
        return (
            row.key, row.name, row.target, measure.kind, measure.unit, bool(measure.whole), measure.goal.value,
            measure.is_targeted, row.totals, row.value, row.previous, row.ceiling, row.step, row.status, self.label,
            self.trend, self.who, self.week, self.ahead,
        )  # fmt: skip

    @property
    def page_url(self) -> str:
        return reverse("dashboards:indicator", args=[self.indicator.code])

    @property
    def explain_url(self) -> str:
        return reverse("dashboards:explain", args=[self.indicator.code, self.row.code])

    @property
    def change_words(self) -> str:
        """Against the month before, in points of a percentage; "" when it is not known."""
        before, now = self.row.previous, self.row.value
        if before is None or before.number is None or now.number is None:
            return ""
        return points_words(now.number - before.number)

    @property
    def has_trend(self) -> bool:
        return sum(number is not None for number in self.trend) > 1

    @property
    def has_moved(self) -> bool:
        """Whether the value is known to be another than a month before."""
        return self.change_words not in ("", _("không đổi"))

    @property
    def step_words(self) -> str:
        """What was to be reached by now; "" where no step is declared."""
        if self.row.step is None:
            return ""
        return _("đến nay %(step)s") % {"step": format_percent(self.row.step)} if self.row.step else _("chưa đến hạn")

    @property
    def distance(self) -> Decimal:
        """How far the known value lies on the wrong side of what is needed by now, as a fraction; else 0."""
        return max(self.row.short_of or Decimal(0), Decimal(0))

    @property
    def distance_words(self) -> str:
        return format_number(round_half_up(self.distance * 100, 1).normalize())

    @property
    def trend_label(self) -> str:
        return _("Xu hướng: %(name)s") % {"name": self.row.name}

    @property
    def known_words(self) -> str:
        totals = self.row.totals
        return _("đã có %(known)s trong %(all)s tổ chức") % {"known": totals.known, "all": totals.population}

    @property
    def not_due_yet(self) -> int:
        """Those that are not known and whose day has not come."""
        return self.row.totals.unknown - self.row.totals.owing

    @property
    def is_open(self) -> bool:
        """Whether some organisations are not known, so that the value is a floor."""
        return bool(self.row.totals.unknown)


@dataclass(frozen=True)
class Entry:
    """One chỉ tiêu on the board."""

    row: BoardRow
    lines: tuple[Line, ...]

    @cached_property
    def judged(self) -> tuple[Line, ...]:
        """The measures that decide; those shown beside them for comparison stand on the chỉ tiêu's own page."""
        return tuple(line for line in self.lines if line.row.is_targeted)

    @property
    def key(self) -> tuple[Any, ...]:
        """All that its lines are made of, as plain values: what is the same for two entries looks the same."""
        return (
            self.row.version.pk,
            self.indicator.label,
            self.indicator.short_name,
            *(line.key for line in self.lines),
        )

    @property
    def indicator(self) -> Indicator:
        return self.row.indicator

    @cached_property
    def status(self) -> TargetStatus:
        return self.row.status


@dataclass(frozen=True)
class OwnDelay:
    """A body of the committee's own side, what it owes past its day, and since when. `rounds`: not opened in time."""

    org: Org
    count: int
    rounds: int
    since: date


def entries(scope: Scope) -> list[Entry]:
    """The chỉ tiêu of the scope in the plan's order, each measure with its trend, whom it counts, what has
    changed in a week, where it will end. Seven queries."""
    values = year_of(scope.org, scope.month)
    rows = board(scope.org, scope.month, series=scope.series, day=scope.as_of, values=values)
    ahead = forecasts((row for one in rows for row in one.targeted), scope.org, scope.month, scope.computed_on)
    trends, counted_by, before = _trends(values, rows), counted(rows), week_ago(scope)
    return [Entry(row, tuple(_lines(row, trends, counted_by, before, ahead))) for row in rows]


@dataclass(frozen=True)
class Unmeasured:
    """A chỉ tiêu that nothing measures, and why not as far as anybody said."""

    target: Target
    reason: str


def unmeasured(scope: Scope) -> list[Unmeasured]:
    """The chỉ tiêu of the scope's plans that stand without a measure, honestly. One query."""
    plans = [scope.plan] if scope.plan else list(scope.plans)
    skipped = Proposal.objects.filter(target=OuterRef("pk"), state=ProposalState.SKIPPED).order_by("position", "pk")
    targets = Target.objects.filter(plan__in=plans, indicator=None).annotate(why=Subquery(skipped.values("reason")[:1]))
    rows = targets.select_related("plan").order_by("plan_id", "position")
    return [Unmeasured(target, target.why or "") for target in rows]


def usual_population(found: list[Entry]) -> tuple[str, int] | None:
    """Who most measures count, and how many these are, so that only the others have to say it."""
    counts = Counter((line.who, line.row.totals.population) for entry in found for line in entry.judged if line.who)
    return counts.most_common(1)[0][0] if counts else None


def measure_label(indicator: Indicator, code: str) -> str:
    """The office's own number with the measure's letter: "7b". Codes that are no letter stay out of sight."""
    return f"{indicator.label}{code}" if len(code) == 1 else indicator.label


def _lines(row: BoardRow, trends: dict[str, tuple[Decimal | None, ...]], counted_by: dict[str, Counted],
           before: dict[str, Before], ahead: dict[str, Forecast]):  # fmt: skip
    several = len(row.targeted) > 1
    for measure in row.measures:
        key, indicator = measure.key, row.indicator
        yield Line(
            indicator=indicator,
            row=measure,
            label=measure_label(indicator, measure.code) if several else indicator.label,
            trend=trends.get(key, ()),
            who=counted_by[key].words if key in counted_by else "",
            week=change(measure, before.get(key)),
            ahead=ending(ahead[key]) if key in ahead else None,
        )


def _trends(values: Values, rows: list[BoardRow]) -> dict[str, tuple[Decimal | None, ...]]:
    """Measure → its values in the last months up to the scope's, oldest first. No query."""
    kinds = {measure.key: measure.definition.kind for row in rows for measure in row.measures}
    found: dict[str, list[Decimal | None]] = defaultdict(list)
    for (key, _org_id, _month), stored in values.items():
        if key in kinds:
            found[key].append(value(kinds[key], totals_in(stored)).number)
    return {key: tuple(numbers[-TREND_MONTHS:]) for key, numbers in found.items()}


def status_counts(found: list[Entry]) -> dict[TargetStatus, int]:
    """How many chỉ tiêu stand how, every status named."""
    counts = Counter(entry.status for entry in found)
    return {status: counts[status] for status in TargetStatus}


def obligations_of(user, org: Org) -> ObligationQuerySet:
    """The obligations of `org` and of all that ever stood under it, as far as `user` may see them."""
    under = OrgPath.objects.filter(ancestor=org).values("descendant_id")
    sees_all = org.pk in user.root_org_ids(Permission.VIEW)  # then all of these are visible, and need no second look
    rows = Obligation.objects.all() if sees_all else Obligation.objects.visible_to(user)
    return rows.asked_by_plans().filter(org_id__in=under)


def own_delays(rows: ObligationQuerySet, today: date) -> list[OwnDelay]:
    """What the committee's own side owes past its day, the most first. One query."""
    late = rows.filter(org__kind__in=OWN_SIDE).with_status(ObligationStatus.OVERDUE, today).order_by()
    own = Org.objects.filter(kind__in=OWN_SIDE, obligations__in=late.values("pk")).annotate(
        count=Count("obligations"),
        rounds=Count("obligations", filter=Q(obligations__purpose=Purpose.OPEN_ROUND)),
        since=Min(last_day_of("obligations__")),
    )
    found = [OwnDelay(org, org.count, org.rounds, org.since) for org in own]
    return sorted(found, key=lambda one: (-one.count, one.since, one.org.sort_key))


def duty_counts(rows: ObligationQuerySet, today: date) -> tuple[dict[ObligationStatus, int], int]:
    """How many of `rows` have each status of DUTIES, and how many wait for a superior in a begun period. One query."""
    shown = [status.value for status in (*DUTIES, ObligationStatus.WAITING)]
    rows = rows.filter(approved_on=None, closed_on=None)  # says no more than `shown`, but sooner
    found = rows.order_by().annotate(standing=StatusOn(today)).filter(standing__in=shown).values_list("standing")
    counted = found.annotate(count=Count("*"), begun=Count("pk", filter=Q(period_start__lte=today)))
    counts = {standing: (count, begun) for standing, count, begun in counted}
    return (
        {status: counts.get(status.value, (0, 0))[0] for status in DUTIES},
        counts.get(ObligationStatus.WAITING.value, (0, 0))[1],
    )
