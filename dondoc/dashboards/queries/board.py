"""The board of all chỉ tiêu: what measures say, its trend, what the committee itself owes, what needs a decision."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.db.models import Count, Min, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from dondoc.accounts.rules import Permission
from dondoc.dashboards.queries.populations import Counted, counted
from dondoc.dashboards.queries.scope import Scope
from dondoc.indicators.formula import MeasureKind
from dondoc.indicators.models import Indicator
from dondoc.lib.dates import format_date
from dondoc.lib.numbers import format_number, format_percent, round_half_up
from dondoc.measures.engine import Totals, value
from dondoc.measures.models import MeasureValue, TargetStatus
from dondoc.measures.queries import BoardRow, MeasureRow, board
from dondoc.obligations.models import Obligation, ObligationQuerySet, Purpose, StatusOn, last_day_of
from dondoc.obligations.status import ObligationStatus
from dondoc.orgs.models import Org, OrgPath
from dondoc.plans.models import Proposal, ProposalState, Target
from dondoc.reminders.queries import OWN_SIDE

TREND_MONTHS = 12
DECISIONS = 3
DUTIES = (
    ObligationStatus.OVERDUE, ObligationStatus.DUE_SOON, ObligationStatus.IN_REVIEW, ObligationStatus.SENT_BACK,
)  # fmt: skip
_BEHIND = (TargetStatus.NOT_MET, TargetStatus.AT_RISK)


@dataclass(frozen=True)
class Line:
    """One measure on the board. `change`: against the month before, in fractions; None when either is not known."""

    indicator: Indicator
    row: MeasureRow
    label: str  # the office's own number, with the measure's letter when there are several: "7b"
    trend: tuple[Decimal | None, ...]
    who: str  # who is counted: "tổ chức cơ sở đảng"; "" for a measure shown beside the others

    @property
    def page_url(self) -> str:
        return reverse("dashboards:indicator", args=[self.indicator.code])

    @property
    def explain_url(self) -> str:
        return reverse("dashboards:explain", args=[self.indicator.code, self.row.code])

    @property
    def change(self) -> Decimal | None:
        before, now = self.row.previous, self.row.value
        if before is None or before.number is None or now.number is None:
            return None
        return now.number - before.number

    @property
    def change_words(self) -> str:
        """The change in points of a percentage: "+3,2 điểm %", "−1 điểm %", "không đổi"; "" when it is not known."""
        if self.change is None:
            return ""
        points = round_half_up(abs(self.change) * 100, 1).normalize()
        if not points:
            return _("không đổi")
        sign = "+" if self.change > 0 else "−"
        return _("%(change)s điểm %%") % {"change": f"{sign}{format_number(points)}"}

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
    def gap(self) -> Decimal:
        """How far the known value lies from the target, as a fraction; 0 when nothing is known."""
        number = self.row.value.number
        return abs(self.row.definition.goal.value - number) if number is not None else Decimal(0)

    @property
    def is_quota(self) -> bool:
        return self.row.definition.kind is MeasureKind.QUOTA

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


@dataclass(frozen=True)
class Decision:
    """Something that waits for a decision: the fact, a line about it, and where it can be looked at."""

    text: str
    note: str
    url: str
    icon: str


def entries(scope: Scope) -> list[Entry]:
    """The chỉ tiêu of the scope in the plan's order, each measure with its trend and whom it counts. Six queries."""
    rows = board(scope.org, scope.month, series=scope.series)
    trends, counted_by = _trends(scope, rows), counted(rows)
    return [Entry(row, tuple(_lines(row, trends, counted_by))) for row in rows]


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


def measure_label(indicator: Indicator, code: str) -> str:
    """The office's own number with the measure's letter: "7b". Codes that are no letter stay out of sight."""
    return f"{indicator.label}{code}" if len(code) == 1 else indicator.label


def _lines(row: BoardRow, trends: dict[str, tuple[Decimal | None, ...]], counted_by: dict[str, Counted]):
    several = len(row.targeted) > 1
    for measure in row.measures:
        label = measure_label(row.indicator, measure.code) if several else row.indicator.label
        who = counted_by[measure.key].words if measure.key in counted_by else ""
        yield Line(row.indicator, measure, label, trends.get(measure.key, ()), who)


def _trends(scope: Scope, rows: list[BoardRow]) -> dict[str, tuple[Decimal | None, ...]]:
    """Measure → its values in the last months up to the scope's, oldest first. One query."""
    kinds = {measure.key: measure.definition.kind for row in rows for measure in row.measures}
    first = f"{scope.period.start.year - 1}-{scope.period.start.month:02d}"
    stored = MeasureValue.objects.filter(org=scope.org, month__gt=first, month__lte=scope.month).order_by("month")
    found: dict[str, list[Decimal | None]] = defaultdict(list)
    for row in stored.values_list("measure", "numerator", "denominator", "population", "known", "expected"):
        key, *figures = row
        if key in kinds:
            found[key].append(value(kinds[key], Totals(*figures)).number)
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


def decisions(found: list[Entry], delays: list[OwnDelay], waiting: int, scope: Scope) -> list[Decision]:
    """At most three facts that wait for a decision: rounds not opened, the body that is latest, the largest gaps."""
    made = [*_rounds(delays, waiting), *_latest_body(delays)]
    behind = [
        line
        for entry in found
        for line in entry.lines
        if line.row.is_targeted and line.row.status in _BEHIND and line.row.value.number is not None
    ]
    behind.sort(key=lambda line: (line.row.status != TargetStatus.NOT_MET, -line.gap, line.indicator.position))
    gaps = [_gap(line, scope) for line in behind]
    return (gaps[:1] + made + gaps[1:])[:DECISIONS]


def _rounds(delays: list[OwnDelay], waiting: int) -> list[Decision]:
    rounds = sum(one.rounds for one in delays)
    if not rounds:
        return []
    names = ", ".join(one.org.short_name for one in delays if one.rounds)
    text = _("%(n)d đợt thực hiện chưa được mở đúng hạn") % {"n": rounds}
    note = _("%(names)s chưa mở; %(n)s việc của các đơn vị đang chờ.") % {"names": names, "n": format_number(waiting)}
    return [Decision(text, note, reverse("obligations:rounds"), "hourglass")]


def _latest_body(delays: list[OwnDelay]) -> list[Decision]:
    """The body that owes most beside rounds to open, which are told apart."""
    others = [one for one in delays if one.count > one.rounds]
    if not others:
        return []
    worst = others[0]
    text = _("%(org)s còn %(n)s việc quá hạn") % {"org": worst.org.short_name, "n": format_number(worst.count)}
    note = _("Việc lâu nhất quá hạn từ ngày %(day)s.") % {"day": format_date(worst.since)}
    return [Decision(text, note, overdue_url(worst.org), "alert-triangle")]


def overdue_url(org: Org) -> str:
    """The list of what one organisation owes past its day."""
    query = urlencode({"don_vi": org.code, "trang_thai": ObligationStatus.OVERDUE.value})
    return f"{reverse('obligations:list')}?{query}"


def _gap(line: Line, scope: Scope) -> Decision:
    row = line.row
    text = _("Chỉ tiêu %(label)s mới được %(value)s so với mức %(target)s") % {
        "label": line.label, "value": format_percent(row.value.number), "target": row.target,
    }  # fmt: skip
    note = row.name
    if row.totals.unknown:
        note += ". " + _("Còn %(n)s tổ chức chưa có số liệu.") % {"n": format_number(row.totals.unknown)}
    url = reverse("dashboards:indicator", args=[line.indicator.code])
    return Decision(text, note, f"{url}{scope.query}&do={row.code}", "target-arrow")
