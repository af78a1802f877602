"""Whose turn it is with what an organisation owes, and how it kept its days in the months that are over."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BigIntegerField, Count, DateField, F, Q, QuerySet
from django.db.models.functions import Coalesce, ExtractMonth, ExtractYear
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from dondoc.accounts.seeing import Seer, places, sight_of
from dondoc.lib.numbers import format_number
from dondoc.obligations.models import Obligation, ObligationQuerySet, StatusOn, last_day_of, soon_after
from dondoc.obligations.status import PRESSING, ObligationStatus
from dondoc.orgs.models import Org
from dondoc.web.prepared import Given, Prepared

S = ObligationStatus
MONTHS = 12


@dataclass(frozen=True)
class Turn:
    """Something that waits for somebody. `who` "": for the organisation itself."""

    who: str
    words: str
    count: int
    status: ObligationStatus
    url: str


@dataclass(frozen=True)
class MonthKept:
    """The duties whose last day lay in one month. `other`: sent in and not judged, stopped, exempt."""

    first: date
    due: int
    on_time: int
    late: int
    overdue: int

    @property
    def other(self) -> int:
        return self.due - self.on_time - self.late - self.overdue


def turns(user, org: Org, today: date) -> list[Turn]:
    """What of the duties of `org` waits for whom, the gravest first. One query."""
    found = _TURNS.ask(org=org.pk, today=today, soon=soon_after(today), **sight_of(user))
    counts: Counter[tuple[ObligationStatus, str]] = Counter()
    for standing, by, opener, count in found:
        status = S(standing)
        counts[(status, _whose(status, by, opener))] += count
    order = [*PRESSING, S.IN_REVIEW, S.WAITING]
    return [
        Turn(who, _own_words(status), count, status, _list_url(org, status))
        for (status, who), count in sorted(counts.items(), key=lambda one: (order.index(one[0][0]), -one[1]))
    ]


def _turns(org: Given, today: Given, soon: Given, **_sight: Given) -> "QuerySet[Obligation, tuple[Any, ...]]":
    own = Obligation.objects.visible_to(Seer()).filter(org=org).order_by().annotate(standing=StatusOn(today, soon))
    reviewer = Coalesce("assignment__org__short_name", "task__reviewer__short_name")
    rows = own.filter(standing__in=[*PRESSING, S.IN_REVIEW, S.WAITING]).annotate(reviewer=reviewer)
    return rows.values_list("standing", "reviewer", "task__opener__short_name").annotate(count=Count("*"))


_TURNS = Prepared(_turns, org=BigIntegerField(), today=DateField(), soon=DateField(), **places())


def _whose(status: ObligationStatus, reviewer: str | None, opener: str | None) -> str:
    if status is S.IN_REVIEW:
        return reviewer or ""
    return (opener or reviewer or "") if status is S.WAITING else ""


def _own_words(status: ObligationStatus) -> str:
    return {
        S.OVERDUE: _("quá hạn"), S.SENT_BACK: _("bị trả lại, cần sửa"), S.DUE_SOON: _("sắp đến hạn"),
        S.IN_REVIEW: _("đã nộp, chờ duyệt"), S.WAITING: _("chờ mở đợt"),
    }[status]  # fmt: skip


def _list_url(org: Org, status: ObligationStatus) -> str:
    return f"{reverse('obligations:list')}?{urlencode({'don_vi': org.code, 'trang_thai': status.value})}"


def waiting_for(user, org: Org, today: date) -> list[str]:
    """What others wait for from `org`, as the one who reviews and who opens rounds. One query."""
    others = Obligation.objects.visible_to(user).order_by().annotate(standing=StatusOn(today))
    reviews = Q(standing=S.IN_REVIEW.value, task__reviewer=org, assignment=None)
    opens = Q(standing=S.WAITING.value, task__opener=org)
    found = others.filter(approved_on=None, closed_on=None).aggregate(
        reviews=Count("pk", filter=reviews), reviewed=Count("org_id", filter=reviews, distinct=True),
        opens=Count("pk", filter=opens), waiting=Count("org_id", filter=opens, distinct=True),
    )  # fmt: skip
    said = []
    if found["reviews"]:
        said.append(_("%(n)s việc của %(orgs)s đơn vị chờ duyệt") % _both(found["reviews"], found["reviewed"]))
    if found["opens"]:
        said.append(_("%(n)s việc của %(orgs)s đơn vị chờ mở đợt") % _both(found["opens"], found["waiting"]))
    return said


def _both(count: int, orgs: int) -> dict[str, str]:
    return {"n": format_number(count), "orgs": format_number(orgs)}


def kept_days(rows: ObligationQuerySet, today: date) -> list[MonthKept]:
    """Month by month, the newest first, how duties whose last day is over were kept. One query."""
    last = last_day_of()
    year, month = divmod(today.year * 12 + today.month - MONTHS, 12)  # months counted from 0
    first = date(year, month + 1, 1)
    over = rows.order_by().annotate(last=last).filter(last__gte=first, last__lt=today).exclude(is_history=True)
    over = over.annotate(standing=StatusOn(today), year=ExtractYear(F("last")), month=ExtractMonth(F("last")))
    counted: dict[date, Counter[str]] = defaultdict(Counter)
    for year, month, standing, count in over.values_list("year", "month", "standing").annotate(n=Count("*")):
        counted[date(year, month, 1)][standing] += count
    return [
        MonthKept(
            month, sum(by_status.values()), by_status[S.ON_TIME.value], by_status[S.LATE.value],
            by_status[S.OVERDUE.value],
        )
        for month, by_status in sorted(counted.items(), reverse=True)
    ]  # fmt: skip
