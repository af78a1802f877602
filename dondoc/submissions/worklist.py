"""What one organisation has to do, as its people read it: one line per product and period, however many tasks ask."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from django.db.models import Case, Count, OuterRef, Q, Subquery, When
from django.utils.functional import Promise
from django.utils.timezone import make_aware
from django.utils.translation import gettext_lazy as _

from dondoc.lib.dates import format_date
from dondoc.lib.periods import Period, PeriodKind
from dondoc.lib.workdays import working_days_between
from dondoc.obligations.gates import OPEN, Gates, Sought, Standing
from dondoc.obligations.models import DUE_SOON_DAYS, Obligation, ObligationQuerySet, Purpose
from dondoc.obligations.pace import chances, why
from dondoc.obligations.ruling_queries import RulingRow, current_rulings
from dondoc.orgs.models import Org
from dondoc.sheets.models import Deliverable, Sheet, SheetVersion
from dondoc.sheets.queries import NO_PRODUCTS, Catalogue, catalogue, products_of
from dondoc.submissions.models import COUNTS, Review, Submission, SubmissionState
from dondoc.submissions.queries import Asked, asked_for

S = SubmissionState
EXCEL_LATER = 8  # of what is due after this month, as much goes into a workbook
SHOWN_ASIDE = 200  # of what comes later or waits; the rest is counted
SHOWN_DONE = 10
SOON_ENOUGH = 30  # days; a day farther off is not counted in working days


class WorkGroup(StrEnum):
    """Where a line stands on the page; the order here is the order there."""

    OVERDUE = "overdue"
    SENT_BACK = "sent_back"
    SOON = "soon"
    THIS_MONTH = "this_month"
    HISTORY = "history"
    STOPPED = "stopped"
    ONGOING = "ongoing"
    INSIDE = "inside"
    IN_REVIEW = "in_review"
    WAITING = "waiting"
    LATER = "later"
    DONE = "done"

    @property
    def label(self) -> str | Promise:
        return _WORDS[self][0]

    @property
    def note(self) -> str | Promise:
        """A sentence under the heading; may be empty."""
        return _WORDS[self][1]

    @property
    def tone(self) -> str:
        return _TONES.get(self, "muted")

    @property
    def is_folded(self) -> bool:
        """Whether only the count is shown until somebody asks."""
        return self in {WorkGroup.LATER, WorkGroup.DONE, WorkGroup.IN_REVIEW, WorkGroup.WAITING, WorkGroup.ONGOING}


G = WorkGroup
_TONES = {
    G.OVERDUE: "bad",
    G.SENT_BACK: "bad",
    G.SOON: "warn",
    G.HISTORY: "warn",
    G.INSIDE: "info",
    G.IN_REVIEW: "info",
    G.STOPPED: "info",
    G.DONE: "good",
}
_WORDS: dict[WorkGroup, tuple[str | Promise, str | Promise]] = {
    G.OVERDUE: (_("Quá hạn"), ""),
    G.SENT_BACK: (_("Bị trả lại, cần sửa"), ""),
    G.SOON: (_("Đến hạn trong 10 ngày"), ""),
    G.THIS_MONTH: (_("Trong tháng này"), ""),
    G.HISTORY: (
        _("Cần bổ sung minh chứng"),
        _("Các việc này có hạn trước ngày kế hoạch vào hệ thống nên không tính là trễ; chỉ cần bổ sung một lần."),
    ),
    G.STOPPED: (_("Tạm dừng tính hạn"), _("Những ngày tạm dừng không tính vào hạn và không tính là trễ.")),
    G.ONGOING: (_("Thường xuyên"), _("Không có hạn riêng; nộp khi có kết quả.")),
    G.INSIDE: (
        _("Chờ duyệt trong đơn vị"),
        _("Người nhập đã xong; người duyệt nội bộ xem rồi gửi cấp trên, hoặc đưa về để sửa."),
    ),
    G.IN_REVIEW: (_("Đã nộp, chờ duyệt"), _("Đơn vị không phải làm gì thêm.")),
    G.WAITING: (
        _("Chờ cấp trên"),
        _("Chưa phải làm và không tính là trễ: cấp trên chưa mở đợt hoặc chưa có hướng dẫn."),
    ),
    G.LATER: (_("Sau này"), ""),
    G.DONE: (_("Đã xong"), ""),
}


@dataclass
class WorkLine:
    """One product for one period (or one duty without a sheet), with every obligation that it answers."""

    obligations: list[Obligation]
    deliverable: Deliverable | None = None
    asked: Asked | None = None
    submission: Submission | None = None
    reason: str = ""  # why it was sent back
    returned_at: datetime | None = None  # when a reviewer last sent it back
    version: SheetVersion | None = None  # of its sheet, today's
    today: date = date.min
    standing: Standing = OPEN
    rulings: list[RulingRow] = field(default_factory=list)  # those that matter now
    is_at_risk: bool = False  # more likely late than on time
    risk: str = ""  # why, at the first of such lines

    @property
    def org(self) -> Org:
        return self.obligations[0].org

    @property
    def minutes(self) -> int:
        return self.version.parsed.minutes if self.version else 0

    @property
    def first(self) -> Obligation:
        """The obligation that presses most."""
        return min(self.obligations, key=lambda o: (_ORDER[_group_of(o, self.today)], o.last_day_allowed or date.max))

    @property
    def key(self) -> str:
        """Product and period, or round: the same while the list changes around it; "" when no sheet is asked for."""
        if self.deliverable is None or self.asked is None:
            return ""
        return f"{self.deliverable.code}@{self.asked.round.pk if self.asked.round else self.asked.period.code}"

    @property
    def last_day(self) -> date | None:
        return self.first.last_day_allowed

    @property
    def working_days_left(self) -> int | None:
        """How many working days are left, today not counted; None unless the day is soon and a weekend or a holiday
        lies before it, so that it differs from the days of the calendar."""
        last = self.last_day
        if last is None or not 0 < (last - self.today).days <= SOON_ENOUGH:
            return None
        left = working_days_between(self.today, last)
        return left if left != (last - self.today).days else None

    @property
    def group(self) -> WorkGroup:
        """By what was sent in, else by the day of the obligation that presses most."""
        state = self.submission.status if self.submission else None
        if state in COUNTS:
            return G.DONE
        if state is S.INTERNAL:
            return G.INSIDE
        if state in {S.SUBMITTED, S.SENT_BACK}:
            return G.IN_REVIEW if state is S.SUBMITTED else G.SENT_BACK
        return _group_of(self.first, self.today)

    @property
    def name(self) -> str:
        if self.first.purpose == Purpose.OPEN_ROUND:
            return str(_("Mở đợt, ban hành hướng dẫn cho các đơn vị"))
        return str(self.deliverable) if self.deliverable else self.first.task.text

    @property
    def period_label(self) -> str:
        """The round's name or the period; "" for the whole term, which says nothing on a list."""
        asked = self.asked or Asked(Period.parse(self.first.period))
        return asked.label if asked.round or asked.period.kind is not PeriodKind.TERM else ""

    @property
    def is_this_year(self) -> bool:
        """Whether it concerns the year that runs now, or one before: by its day, else by when its period begins."""
        first = self.first
        return (first.last_day_allowed or first.period_start).year <= self.today.year

    @property
    def when(self) -> str:
        """In a list of years: the period, and the day when there is one."""
        label = self.period_label or Period.parse(self.first.period).label
        if self.last_day is None:
            return label
        return str(_("%(period)s (hạn %(day)s)") % {"period": label, "day": format_date(self.last_day)})

    @property
    def opens_round(self) -> bool:
        return self.first.purpose == Purpose.OPEN_ROUND and not self.first.approved_on

    @property
    def is_answerable(self) -> bool:
        """Whether there is a sheet to fill in, go on with or correct, and it is taken now."""
        return self.is_asked and self.standing.is_open

    @property
    def is_shut(self) -> bool:
        """Whether there is a sheet to fill in that is not taken now."""
        return self.is_asked and not self.standing.is_open

    @property
    def waits_for_unlocking(self) -> bool:
        """Whether it was asked that it be taken all the same, and nobody has decided."""
        return any(row.is_asked for row in self.rulings)

    @property
    def is_asked(self) -> bool:
        """Whether there is a sheet to fill in, whether or not it is taken now; what waits for a superior is not asked
        yet."""
        if self.deliverable is None or self.asked is None or self.group in {G.DONE, G.WAITING}:
            return False
        return self.submission is None or self.submission.is_editable


@dataclass
class Work:
    """The page of one organisation. `counts` are of all lines, also of those not shown."""

    org: Org
    groups: list[tuple[WorkGroup, list[WorkLine], int]] = field(default_factory=list)
    coming: WorkLine | None = None  # what falls due first after this month
    products: Catalogue = NO_PRODUCTS  # those of the lines

    @property
    def lines(self) -> list[WorkLine]:
        """What may be worked on in one go: all but what is far off."""
        found = ((group, lines[:EXCEL_LATER] if group is G.LATER else lines) for group, lines, _count in self.groups)
        return [line for _group, lines in found for line in lines]

    def by_sheet(self) -> list[tuple[Sheet, int]]:
        """The sheets that still have something to fill in, and for how many products and periods."""
        counts: dict[Sheet, int] = defaultdict(int)
        for line in self.lines:
            if line.is_answerable and line.deliverable:
                counts[line.deliverable.sheet] += 1
        return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0].name))

    @property
    def pressing(self) -> int:
        """How many lines want something done by the end of this month."""
        wanted = {G.OVERDUE, G.SENT_BACK, G.SOON, G.THIS_MONTH}
        return sum(count for group, _lines, count in self.groups if group in wanted)

    @property
    def next(self) -> WorkLine | None:
        """The one thing to do first."""
        wanted = {G.OVERDUE, G.SENT_BACK, G.SOON, G.THIS_MONTH, G.HISTORY}
        possible = (one for group, lines, _n in self.groups if group in wanted for one in lines if not one.is_shut)
        return next(possible, None)

    @property
    def rest(self) -> list["Shown"]:
        """The groups without the line that is shown first."""
        first = self.next
        kept = [Shown(group, [one for one in lines if one is not first], count) for group, lines, count in self.groups]
        return [
            replace(shown, count=shown.count - (len(before) - len(shown.every)))
            for shown, (_g, before, _n) in zip(kept, self.groups, strict=True)
            if shown.every or shown.count > len(before)
        ]

    @property
    def minutes(self) -> int:
        """What answering all that presses takes, as the sheets estimate it."""
        wanted = {G.OVERDUE, G.SENT_BACK, G.SOON, G.THIS_MONTH}
        return sum(line.minutes for group, lines, _n in self.groups if group in wanted for line in lines)


@dataclass(frozen=True)
class Shown:
    """A group on the page: the lines of this year, and those of later years by job. `count` is of all of them."""

    group: WorkGroup
    every: list[WorkLine]
    count: int

    @property
    def lines(self) -> list[WorkLine]:
        return [line for line in self.every if self.group not in _BY_YEAR or line.is_this_year]

    @property
    def years(self) -> list[tuple[str, list[WorkLine]]]:
        """The same job in one line, however many years it comes back."""
        jobs: dict[str, list[WorkLine]] = defaultdict(list)
        for line in self.every:
            if self.group in _BY_YEAR and not line.is_this_year:
                jobs[line.name].append(line)
        return list(jobs.items())


_BY_YEAR = frozenset({G.LATER, G.WAITING})
_ORDER = {group: place for place, group in enumerate(WorkGroup)}


def _group_of(obligation: Obligation, today: date) -> WorkGroup:
    """Where an obligation stands by its own facts, whatever was sent in for one of its products."""
    last = obligation.last_day_allowed
    if obligation.approved_on:
        return G.DONE
    if obligation.is_stopped_on(today):
        return G.STOPPED
    if last is None:
        return G.ONGOING if obligation.is_ongoing else G.WAITING
    if obligation.is_history and not obligation.extended_to:
        return G.HISTORY
    if last < today:
        return G.OVERDUE
    if last <= today + timedelta(days=DUE_SOON_DAYS):
        return G.SOON
    return G.THIS_MONTH if last <= _month_end(today) else G.LATER


def _month_end(today: date) -> date:
    return Period.containing(today, PeriodKind.MONTH).end


def work_of(
    org: Org, today: date, *, unfold: Collection[WorkGroup] = frozenset(WorkGroup), at: datetime | None = None,
    also: Iterable[str] = (),
) -> Work:  # fmt: skip
    """All that `org` owes, has sent in and has done, the most pressing first. A constant number of queries.

    `at`: the moment by which what was unlocked runs out; None: the beginning of `today`.
    Of what waits, comes later or is done only the groups in `unfold` get their lines; the others are counted.
    `also`: codes of products that are wanted in its `products` beside those of the lines.
    """
    rows = _rows_of(org)
    counted = rows.aggregate(**{group.value: Count("pk", filter=what) for group, what in _set_aside(today).items()})
    counts = {group: counted[group.value] for group in _SHOWN}
    most = {
        group: shown if group in unfold else 1  # the first to come is named even when they are folded
        for group, shown in _SHOWN.items()
        if counts[group] and (group in unfold or group is G.LATER)
    }
    shown = _shown(rows, today, most)
    products = catalogue({*_codes_of(shown), *also})
    found = lines_for(org, shown, today, at=at, products=products)
    _add_risks(found, today)
    by_group = _by_group(found)
    work = Work(org, products=products)
    for group in WorkGroup:
        lines = by_group[group]
        if group is G.LATER and lines:
            work.coming = lines[0]
        if lines or counts.get(group):
            is_shown = group in unfold or group not in _SHOWN
            work.groups.append((group, lines if is_shown else [], counts.get(group) or len(lines)))
    return work


def open_lines(org: Org, today: date, *, at: datetime) -> list[WorkLine]:
    """What `org` may work on in one go at the moment `at` of `today`, as `Work.lines`, in no order; one query less."""
    found = _by_group(lines_for(org, _shown(_rows_of(org), today, {G.LATER: SHOWN_ASIDE}), today, at=at))
    return [line for group, lines in found.items() for line in (lines[:EXCEL_LATER] if group is G.LATER else lines)]


def _rows_of(org: Org) -> ObligationQuerySet:
    rows = Obligation.objects.filter(org=org, closed_on=None, exempted_on=None)
    return rows.select_related("task__plan", "task__reviewer", "round", "waiting_for__org")


def _shown(rows: ObligationQuerySet, today: date, most: Mapping[WorkGroup, int]) -> list[Obligation]:
    """What is near, and of each group set aside at most so many."""
    near, aside = Q(approved_on=None) & ~_is_later(today) & ~_is_waiting(), _set_aside(today)
    wanted = near
    for group, count in most.items():
        wanted |= Q(pk__in=rows.filter(aside[group]).order_by(*_ASIDE_ORDER[group]).values("pk")[:count])
    return list(rows.filter(wanted).order_by(Case(When(near, then=0), default=1), "due_on", "pk"))


def _by_group(lines: Iterable[WorkLine]) -> dict[WorkGroup, list[WorkLine]]:
    """In each group by day."""
    found: dict[WorkGroup, list[WorkLine]] = defaultdict(list)
    for line in sorted(lines, key=lambda line: (line.last_day or date.max, line.name)):
        found[line.group].append(line)
    return found


_SHOWN = {G.WAITING: SHOWN_ASIDE, G.LATER: SHOWN_ASIDE, G.DONE: SHOWN_DONE}


def _is_later(today: date) -> Q:
    horizon = max(_month_end(today), today + timedelta(days=DUE_SOON_DAYS))
    return Q(due_on__gt=horizon, extended_to=None, submitted_on=None, sent_back_on=None)


def _is_waiting() -> Q:
    return Q(due_on=None, extended_to=None, is_ongoing=False, submitted_on=None, sent_back_on=None)


def _set_aside(today: date) -> dict[WorkGroup, Q]:
    """What nobody has to look at first: it is counted, and read only when asked for."""
    still_open = Q(approved_on=None)
    return {G.WAITING: still_open & _is_waiting(), G.LATER: still_open & _is_later(today), G.DONE: ~still_open}


_ASIDE_ORDER = {G.WAITING: ("period_end", "pk"), G.LATER: ("due_on", "pk"), G.DONE: ("-approved_on", "-pk")}


def lines_for(
    org: Org, obligations: Iterable[Obligation], today: date, *, at: datetime | None = None,
    products: Catalogue | None = None,
) -> list[WorkLine]:  # fmt: skip
    """The lines of these obligations of `org`: the same product for the same period is one line. Five queries, and one
    more where something is locked or ruled; two less with the `products` that they ask for. `at` as for `work_of`."""
    rows = list(obligations)
    for row in rows:
        row.org = org
    return lines_of_many(rows, today, at=at, products=products)


def lines_of_many(
    rows: Collection[Obligation], today: date, only: Collection[str] | None = None, *, at: datetime | None = None,
    products: Catalogue | None = None,
) -> list[WorkLine]:  # fmt: skip
    """As `lines_for`, of any organisations, each row with its `org`; `only`: of these products (codes) alone,
    and without the versions of their sheets."""
    if products is None:
        codes = _codes_of(rows)
        products = catalogue(codes) if only is None else products_of(codes.intersection(only))
    lines: dict[object, WorkLine] = {}
    for obligation in rows:
        answers = [products.products[c] for c in obligation.task.deliverables if c in products.products]
        if obligation.purpose != Purpose.ANSWER or not answers:
            if only is None:
                lines[obligation.pk] = WorkLine([obligation], today=today)
            continue
        for product in answers:
            asked = asked_for(obligation, product, today)
            key = _key(product, asked) if asked else (product.code, obligation.period, "waiting")
            line = lines.setdefault((obligation.org_id, *key), WorkLine([], product, asked, today=today))
            line.version = products.version_of(product, today) if products.versions else None
            line.obligations.append(obligation)
    _add_submissions(lines)
    _add_standings(list(lines.values()), at or make_aware(datetime.combine(today, time.min)))
    return list(lines.values())


def _codes_of(rows: Iterable[Obligation]) -> set[str]:
    return {code for one in rows if one.purpose == Purpose.ANSWER for code in one.task.deliverables}


def _add_standings(lines: list[WorkLine], at: datetime) -> None:
    """Whether each sheet is taken at `at`, and what was ruled about it."""
    gates = Gates.over({line.org.pk for line in lines}, at)
    for line in lines:
        if line.deliverable and line.asked and gates.are_any:
            sought = Sought(
                org=line.org, sheet_id=line.deliverable.sheet_id, start=line.asked.period.start,
                end=line.asked.period.end, duties=line.obligations, returned_at=line.returned_at,
            )  # fmt: skip
            line.standing = gates.standing(sought, at)
    ruled = [o for line in lines for o in line.obligations if line.standing != OPEN or o.stopped_on or o.extended_to]
    found = current_rulings(ruled, at)
    for line in lines:
        line.rulings = [ruling for o in line.obligations for ruling in found.get(o.pk, ())]


def _add_risks(lines: Iterable[WorkLine], today: date) -> None:
    """What is not sent in yet, and more likely late than on time; why is said once. One query, none when nothing is
    soon due."""
    still_open = {G.SOON, G.THIS_MONTH, G.LATER, G.SENT_BACK}
    asked = sorted((line for line in lines if line.group in still_open), key=lambda line: line.last_day or date.max)
    found = chances([line.first for line in asked], today)
    risky = [line for line in asked if (chance := found.get(line.first.pk)) and chance.is_at_risk]
    for line in risky:
        line.is_at_risk = True
    for line in risky[:1]:
        line.risk = why(found[line.first.pk])


def _key(product: Deliverable, asked: Asked) -> tuple[str, str, int | None]:
    return (product.code, asked.period.code, asked.round.pk if asked.round else None)


def _add_submissions(lines: dict[object, WorkLine]) -> None:
    """Put what was entered, and why it was sent back, to the lines."""
    asked = [line for line in lines.values() if line.asked and line.deliverable]
    entered = Submission.objects.filter(
        org__in={line.org.pk for line in asked},
        period__in={line.asked.period.code for line in asked if line.asked},
        deliverable__in={line.deliverable.pk for line in asked if line.deliverable},
    ).select_related("deliverable", "submitted_by")
    sent_back = Review.objects.filter(submission=OuterRef("pk"), decision=S.SENT_BACK).order_by("-decided_at", "-pk")
    newest = Review.objects.filter(submission=OuterRef("pk")).order_by("-decided_at", "-pk")
    told = entered.annotate(
        sent_back_for=Subquery(sent_back.values("reason")[:1]), last_decision=Subquery(newest.values("decision")[:1]),
        decided_at=Subquery(newest.values("decided_at")[:1]),
    )  # fmt: skip
    for submission in told:
        key = (submission.org_id, submission.deliverable.code, submission.period, submission.round_id)
        line = lines.get(key)
        if line:
            line.submission = submission
            line.returned_at = submission.decided_at if submission.last_decision == S.SENT_BACK else None
            if submission.status is S.SENT_BACK:
                line.reason = submission.sent_back_for or ""
            elif submission.status is S.DRAFT:
                line.reason = submission.returned_inside
