"""The board of all chỉ tiêu: what measures say against what was to be reached by now, the trend, what is owed."""

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import BigIntegerField, Count, DateField, Min, OuterRef, Q, QuerySet, Subquery
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
from dondoc.obligations.models import Obligation, ObligationQuerySet, Purpose, StatusOn, last_day_of, soon_after
from dondoc.obligations.status import ObligationStatus
from dondoc.orgs.models import Org, OrgPath
from dondoc.plans.models import Plan, Proposal, ProposalState, Target
from dondoc.reminders.queries import OWN_SIDE
from dondoc.web.prepared import Given, Ids, Prepared

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
    plans = [scope.plan] if scope.plan else scope.plans
    rows = _UNMEASURED.ask(plans=[plan.pk for plan in plans])
    return [Unmeasured(target, target.why or "") for target in rows]


def _unmeasured(plans: Given) -> "QuerySet[Target]":
    skipped = Proposal.objects.filter(target=OuterRef("pk"), state=ProposalState.SKIPPED).order_by("position", "pk")
    targets = Target.objects.filter(plan__pk__among=plans, indicator=None).select_related("plan")
    return targets.annotate(why=Subquery(skipped.values("reason")[:1])).order_by("plan_id", "position")


_UNMEASURED = Prepared(_unmeasured, plans=Ids())


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


@dataclass(frozen=True)
class Duties:
    """The obligations of the scope's organisation and of all that ever stood under it, of its plan where one is chosen,
    as far as `user` may see them, on the day `today`."""

    user: Any
    scope: Scope
    today: date

    def ask(self, question: "Question") -> list[Any]:
        """What `question` finds among them. One query."""
        if self._are_all:
            return question.of_all.ask(org=self.scope.org.pk, today=self.today, soon=soon_after(self.today))
        return list(question.build(self.rows(), self.today, soon_after(self.today)))

    def rows(self) -> ObligationQuerySet:
        """They themselves."""
        rows = Obligation.objects.all() if self._are_all else Obligation.objects.visible_to(self.user)
        rows = _under(self.scope.org.pk, rows)
        return rows.filter(task__plan__in=Plan.objects.of_series(self.scope.plan)) if self.scope.plan else rows

    @property
    def _are_all(self) -> bool:
        """Whether all under the organisation are visible and asked for, and need no second look."""
        return self.scope.plan is None and self.scope.org.pk in self.user.root_org_ids(Permission.VIEW)


class Question:
    """Something that is asked of obligations: `build` makes the query of their rows, of today and of the last day that
    is near."""

    def __init__(self, build: Callable[..., "QuerySet[Any, Any]"]) -> None:
        self.build = build
        self.of_all: Prepared[Any] = Prepared(
            lambda org, today, soon: build(_under(org, Obligation.objects.all()), today, soon),
            org=BigIntegerField(), today=DateField(), soon=DateField(),
        )  # fmt: skip


def _under(org: Any, rows: ObligationQuerySet) -> ObligationQuerySet:
    return rows.asked_by_plans().filter(org_id__in=OrgPath.objects.filter(ancestor=org).values("descendant_id"))


def own_delays(duties: Duties) -> list[OwnDelay]:
    """What the committee's own side owes past its day, the most first. One query."""
    found = [OwnDelay(org, org.count, org.rounds, org.since) for org in duties.ask(_OWN_DELAYS)]
    return sorted(found, key=lambda one: (-one.count, one.since, one.org.sort_key))


def _own_delays(rows: ObligationQuerySet, today: Any, soon: Any) -> "QuerySet[Org]":
    own = rows.filter(org__kind__in=OWN_SIDE).order_by().alias(standing=StatusOn(today, soon))
    late = own.filter(standing=ObligationStatus.OVERDUE.value)
    return Org.objects.filter(kind__in=OWN_SIDE, obligations__in=late.values("pk")).annotate(
        count=Count("obligations"),
        rounds=Count("obligations", filter=Q(obligations__purpose=Purpose.OPEN_ROUND)),
        since=Min(last_day_of("obligations__")),
    )


_OWN_DELAYS = Question(_own_delays)


def duty_counts(duties: Duties) -> tuple[dict[ObligationStatus, int], int]:
    """How many have each status of DUTIES, and how many wait for a superior in a begun period. One query."""
    counts = {standing: (count, begun) for standing, count, begun in duties.ask(_COUNTS)}
    return (
        {status: counts.get(status.value, (0, 0))[0] for status in DUTIES},
        counts.get(ObligationStatus.WAITING.value, (0, 0))[1],
    )


def _counts(rows: ObligationQuerySet, today: Any, soon: Any) -> "QuerySet[Obligation, tuple[Any, ...]]":
    shown = [status.value for status in (*DUTIES, ObligationStatus.WAITING)]
    rows = rows.filter(approved_on=None, closed_on=None)  # says no more than `shown`, but sooner
    found = rows.order_by().annotate(standing=StatusOn(today, soon)).filter(standing__in=shown).values_list("standing")
    return found.annotate(count=Count("*"), begun=Count("pk", filter=Q(period_start__lte=today)))


_COUNTS = Question(_counts)
