"""Who owes what, how late, and how often they were chased."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Case, Count, F, Max, Min, OuterRef, Q, QuerySet, Subquery, When
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from dondoc.obligations.gates import Standing
from dondoc.obligations.models import Obligation, ObligationQuerySet, last_day_of
from dondoc.obligations.queries import narrowed
from dondoc.obligations.status import CHASED, ObligationStatus
from dondoc.orgs.models import Org, OrgKind
from dondoc.reminders.models import Reminder
from dondoc.reminders.rules import Step, may_remind, next_step
from dondoc.submissions.worklist import lines_of_many
from dondoc.web.refusals import Denial

# The committee's own side: what they leave undone holds up everybody below.
OWN_SIDE = (OrgKind.COMMITTEE, OrgKind.INSPECTION_COMMITTEE, OrgKind.ADVISORY_BODY)


@dataclass(frozen=True)
class Skipped:
    """An obligation that is not reminded of, and why."""

    obligation: Obligation
    reason: str


def shut_duties(obligations: Collection[Obligation], at: datetime) -> dict[int, Denial]:
    """Obligation id → why nothing can be sent in for it at `at`: all its sheets that are not sent in are shut.

    Nobody is asked for what the system would refuse. A constant number of queries. Needs `org`, `round`, `task`.
    """
    codes = {code for one in obligations for code in one.task.deliverables}
    asked: dict[int, list[Standing]] = defaultdict(list)
    for line in lines_of_many(obligations, localdate(at), codes, at=at) if codes else []:
        for obligation in line.obligations if line.is_asked else []:
            asked[obligation.pk].append(line.standing)
    words = _("%(why)s Muốn đơn vị nộp, hãy mở khóa trước.")
    return {
        pk: Denial(words % {"why": found[0].sentence} if found[0].is_shut else found[0].sentence)
        for pk, found in asked.items()
        if not any(standing.is_open for standing in found)
    }


@dataclass(frozen=True)
class Owed:
    """One obligation on the board. `days_late` are calendar days, negative while there is time, None without a day."""

    obligation: Obligation
    status: ObligationStatus
    days_late: int | None
    times: int
    last_on: date | None
    is_seen: bool
    reminded_today: bool

    @property
    def step(self) -> Step | None:
        """What to do next instead of reminding once more."""
        return next_step(self.times, is_seen=self.is_seen)


@dataclass(frozen=True)
class OwedTask:
    """One task of one organisation: the period that is latest, and the other periods of the same task."""

    worst: Owed
    others: list[Owed]

    @property
    def times(self) -> int:
        return max(one.times for one in (self.worst, *self.others))

    @property
    def reminded_today(self) -> bool:
        return all(one.reminded_today for one in (self.worst, *self.others))


@dataclass(frozen=True)
class Debtor:
    """An organisation and all that it owes, the latest first."""

    org: Org
    owed: list[Owed]
    is_own_side: bool
    denial: Denial | None

    @property
    def tasks(self) -> list[OwedTask]:
        """`owed` with the periods of one task together: a report owed ten times is one line."""
        found: dict[tuple[int, str], list[Owed]] = {}
        for one in self.owed:
            found.setdefault((one.obligation.task.line_key, one.obligation.purpose), []).append(one)
        return [OwedTask(worst, others) for worst, *others in found.values()]

    @property
    def overdue(self) -> int:
        return sum(one.status == ObligationStatus.OVERDUE for one in self.owed)

    @property
    def worst(self) -> int:
        """Days that the latest one is late; 0 when none is."""
        return max((one.days_late or 0 for one in self.owed), default=0)

    @property
    def can_be_reminded(self) -> bool:
        return self.denial is None and any(not one.reminded_today for one in self.owed)


def owed_obligations(user, chosen: Mapping[str, Any], today: date) -> ObligationQuerySet:
    """What `user` may chase and what needs chasing, by the board's filters, status aside.

    `chosen`: as for obligations.queries.narrowed, and `late_by`: at least so many days late.
    """
    rows = narrowed(Obligation.objects.followed_by(user).with_status_in(CHASED, today), chosen, user)
    if late_by := chosen.get("late_by"):
        rows = rows.with_status(ObligationStatus.OVERDUE, today).filter(last_day__lte=today - timedelta(days=late_by))
    return rows


def ranking(rows: ObligationQuerySet) -> QuerySet[Obligation, int]:
    """Ids of the organisations that owe `rows`: the committee's own side first, then who is late longest.

    What is history is not late, so an organisation that owes only such comes after the others.
    """
    late = Min("last_day", filter=Q(is_history=False) | Q(extended_to__isnull=False))
    found = rows.order_by().annotate(last_day=last_day_of())
    found = found.annotate(side=Case(When(org__kind__in=OWN_SIDE, then=0), default=1))
    found = found.values("org_id", "org__sort_key", "side").annotate(earliest=late, count=Count("pk"))
    order = ("side", F("earliest").asc(nulls_last=True), "-count", "org__sort_key", "org_id")
    return found.order_by(*order).values_list("org_id", flat=True)


def count_orgs(rows: ObligationQuerySet) -> int:
    """How many organisations owe `rows`."""
    return rows.order_by().aggregate(n=Count("org_id", distinct=True))["n"]


def debtors(rows: ObligationQuerySet, org_ids: Sequence[int], user, today: date) -> list[Debtor]:
    """What each of `org_ids` owes among `rows`, in that order, the earliest day first."""
    latest = Reminder.objects.filter(obligation=OuterRef("pk"), is_for_org=True).order_by("-sent_at", "-pk")
    to_org = Q(reminders__is_for_org=True)
    rows = (
        rows.filter(org_id__in=org_ids)
        .select_related("org", "round", "task__target", "task__plan", "task__reviewer")
        .annotate(
            times=Count("reminders", filter=to_org),
            last_reminded=Max("reminders__sent_on", filter=to_org),
            last_read=Subquery(latest.values("read_at")[:1]),
            last=last_day_of(),
        )
        .order_by(F("last").asc(nulls_last=True), "task__position", "pk")
    )
    found: dict[int, list[Owed]] = {pk: [] for pk in org_ids}
    for row in rows:
        found[row.org_id].append(_owed(row, today))
    own = user.root_org_ids("follow_up")
    return [_debtor(owed, own, user) for owed in found.values() if owed]


def _debtor(owed: list[Owed], own: set[int], user) -> Debtor:
    org = owed[0].obligation.org
    # only one's own organisation needs the rule asked: `rows` hold what the user follows
    denial = may_remind(user, owed[0].obligation) if org.pk in own else None
    return Debtor(org, owed, org.kind in OWN_SIDE, denial)


def _owed(row, today: date) -> Owed:
    last = row.last_day_allowed
    return Owed(
        obligation=row,
        status=row.status_on(today),
        days_late=(today - last).days if last and not row.is_history else None,
        times=row.times,
        last_on=row.last_reminded,
        is_seen=row.last_read is not None,
        reminded_today=row.last_reminded == today,
    )


def unread_for(user) -> list[Reminder]:
    """Reminders not yet seen, of the organisations for which `user` answers; the newest first. For the home page."""
    rows = Reminder.objects.unread().filter(obligation__org_id__in=user.org_ids_with("answer"))
    still_open = Q(
        obligation__submitted_on=None,
        obligation__approved_on=None,
        obligation__exempted_on=None,
        obligation__closed_on=None,
    )
    return list(rows.filter(still_open).select_related("obligation__task", "obligation__org", "sent_by", "ladder"))


def newest_of_each(reminders: Iterable[Reminder]) -> list[Reminder]:
    """Of those about one obligation the newest; `reminders`: the newest first."""
    found: dict[int, Reminder] = {}
    for one in reminders:
        found.setdefault(one.obligation_id, one)
    return list(found.values())


def suggested_text() -> str:
    """What a reminder says unless its sender writes otherwise; what it is about stands beside it on the page."""
    return _("Đề nghị đơn vị khẩn trương thực hiện, nộp đủ sản phẩm theo kế hoạch và báo ngay nếu có vướng mắc.")
