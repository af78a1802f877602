"""Reads for the committee's pages about its chi bộ: what was given, who has answered, what each owes."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, F, Min, Q
from django.utils import timezone

from dondoc.lib.periods import Period
from dondoc.obligations.models import Assignment, Obligation, ObligationQuerySet, Purpose, Round, last_day_of
from dondoc.orgs.models import LED_KINDS, Org, OrgQuerySet, valid_on
from dondoc.orgs.queries import children
from dondoc.sheets.definition import Compile
from dondoc.sheets.models import Deliverable, SheetVersion
from dondoc.submissions.models import Submission
from dondoc.submissions.worklist import WorkLine, open_lines

SHOWN_LINES = 8
_COUNTED = frozenset({Compile.SUM, Compile.GATHER})


def led_orgs(org: Org, day: date) -> OrgQuerySet:
    """The chi bộ and đảng bộ bộ phận directly under `org` on `day`, by name."""
    return children(org, day).filter(kind__in=LED_KINDS).order_by("sort_key", "pk")


def own_duties(org: Org, deliverable: Deliverable, period: Period, round_: Round | None) -> list[Obligation]:
    """What asks `org` itself for this product and period (or round). One query."""
    rows = Obligation.objects.filter(org=org, purpose=Purpose.ANSWER, exempted_on=None, closed_on=None)
    rows = (
        rows.filter(round=round_)
        if round_
        else rows.filter(round=None, period_start__lte=period.start, period_end__gte=period.end)
    )
    return [row for row in rows.select_related("task") if deliverable.code in row.task.deliverables]


def asked_already(
    orgs: Collection[Org], deliverable: Deliverable, period: Period, round_: Round | None
) -> set[int]:  # fmt: skip
    """Ids of those of `orgs` of whom this product is asked for the same period (or round), by whomever. One query."""
    rows = Obligation.objects.filter(org__in=[one.pk for one in orgs], purpose=Purpose.ANSWER, closed_on=None)
    rows = rows.filter(round=round_) if round_ else rows.filter(round=None, period=period.code)
    return {pk for pk, codes in rows.values_list("org_id", "task__deliverables") if deliverable.code in codes}


def begun_by(assignment: Assignment, rows: ObligationQuerySet) -> set[int]:
    """Ids of the organisations of `rows` that have begun to answer `assignment`. One query."""
    when = {"round": assignment.round_id} if assignment.round_id else {"round": None, "period": assignment.period}
    begun = Submission.objects.filter(
        org__in=rows.values("org_id"), deliverable=assignment.deliverable_id, revision__gt=0, **when
    )
    return set(begun.values_list("org_id", flat=True))


def reminded_in(rows: ObligationQuerySet) -> int:
    """How many of `rows` were chased. One query."""
    return rows.exclude(reminders=None).count()


@dataclass(frozen=True)
class Progress:
    """One assignment and how far it has come. `last_day`: the earliest day of those that have not sent it in.
    `own`: the committee's own sheet for the same product and period; None: not begun."""

    assignment: Assignment
    total: int
    approved: int
    waiting: int
    overdue: int
    last_day: date | None
    own: Submission | None = None

    @property
    def unsent(self) -> int:
        return self.total - self.approved - self.waiting


def counted(assignments: Iterable[Assignment], today: date) -> list[Progress]:
    """How far each has come. Two queries."""
    given = list(assignments)
    last = last_day_of()
    open_ = Q(approved_on=None, submitted_on=None)
    rows = (
        Obligation.objects.filter(assignment__in=given, exempted_on=None, closed_on=None)
        .annotate(last=last)
        .order_by()
        .values("assignment_id")
        .annotate(
            total=Count("pk"),
            approved=Count("pk", filter=Q(approved_on__isnull=False)),
            waiting=Count("pk", filter=Q(approved_on=None, submitted_on__isnull=False)),
            overdue=Count("pk", filter=open_ & Q(last__lt=today)),
            next=Min("last", filter=open_),
        )
    )
    by_id = {row["assignment_id"]: row for row in rows}
    own = {
        (one.org_id, one.deliverable_id, one.round_id, "" if one.round_id else one.period): one
        for one in Submission.objects.filter(
            org__in={one.org_id for one in given}, deliverable__in={one.deliverable_id for one in given}
        ).defer("answers", "compiled")
    }
    found = []
    for one in given:
        row = by_id.get(one.pk, {})
        key = (one.org_id, one.deliverable_id, one.round_id, "" if one.round_id else one.period)
        numbers = (row.get(name, 0) for name in ("total", "approved", "waiting", "overdue"))
        found.append(Progress(one, *numbers, row.get("next"), own.get(key)))
    return found


@dataclass(frozen=True)
class Led:
    """One chi bộ: what it still owes the committee, how much of it late, and whether anybody signs in for it."""

    org: Org
    owed: int
    overdue: int
    people: int


def led_by(org: Org, today: date) -> list[Led]:
    """The chi bộ of `org`, those with most that is late first. Two queries."""
    signs_in = valid_on(today, "memberships__") & Q(memberships__user__is_active=True)
    people = Count("memberships__user", filter=signs_in, distinct=True)
    orgs = list(led_orgs(org, today).annotate(people=people))
    rows = Obligation.objects.untouched().filter(assignment__org=org, org__in=orgs)
    last = last_day_of()
    counts = rows.annotate(last=last).order_by().values("org_id")
    owed = {
        row["org_id"]: (row["n"], row["late"])
        for row in counts.annotate(n=Count("pk"), late=Count("pk", filter=Q(last__lt=today)))
    }
    found = [Led(one, *owed.get(one.pk, (0, 0)), one.people) for one in orgs]
    return sorted(found, key=lambda one: (-one.overdue, -one.owed))


def passable(org: Org, given: Iterable[Assignment], at: datetime) -> list[WorkLine]:
    """What `org` has to answer and may at the moment `at`, holds numbers or tables to compile from below and is not
    among what was `given` down: what is to come by its day, then what is late."""
    keys = {(one.deliverable_id, one.period, one.round_id) for one in given}
    today = timezone.localdate(at)
    lines = [line for line in open_lines(org, today, at=at) if line.is_answerable and _is_counted(line.version)]
    rest = [line for line in lines if _key(line) not in keys]
    return sorted(rest, key=lambda line: _by_day(line, today))[:SHOWN_LINES]


def _is_counted(version: SheetVersion | None) -> bool:
    return version is not None and bool(_COUNTED.intersection(one.compiles for one in version.parsed.fields))


def _by_day(line: WorkLine, today: date) -> tuple[bool, date]:
    day = line.last_day or date.max
    return day < today, day


def _key(line: WorkLine) -> tuple[int | None, str, int | None]:
    product, asked = line.deliverable, line.asked
    if product is None or asked is None:
        return (None, "", None)
    return (product.pk, asked.period.code, asked.round.pk if asked.round else None)


@dataclass(frozen=True)
class CellRow:
    """One chi bộ of an assignment, its obligation, and what it sent in (None: nothing begun)."""

    obligation: Obligation
    submission: Submission | None


def rows_of(assignment: Assignment) -> list[CellRow]:
    """Every organisation of `assignment`, also those let off, by name. Two queries."""
    rows = assignment.obligations.select_related("org", "task__plan", "task__reviewer", "assignment")
    when = {"round": assignment.round_id} if assignment.round_id else {"round": None, "period": assignment.period}
    entered = Submission.objects.filter(
        org__in=assignment.obligations.values("org_id"), deliverable=assignment.deliverable_id, **when
    ).select_related("submitted_by")
    by_org = {one.org_id: one for one in entered}
    ordered = rows.annotate(last=last_day_of()).order_by(F("org__sort_key"), "pk")
    return [CellRow(row, by_org.get(row.org_id)) for row in ordered]
