"""Entering on behalf ("nhập hộ"): find an organisation by a part of its name, then its open sheets."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate

from dondoc.accounts.rules import Permission
from dondoc.obligations.models import DUE_SOON_DAYS, Obligation, Purpose
from dondoc.orgs.models import Org
from dondoc.submissions.worklist import WorkLine, lines_for

SHOWN_ORGS = 20
SHOWN_LINES = 60


@dataclass(frozen=True)
class Found:
    """Organisations that the words fit, those with most that presses first (`waiting` on each), and of one of them
    the sheets to fill in. `is_cut`: more organisations fit than are shown."""

    orgs: list[Org] = field(default_factory=list)
    is_cut: bool = False
    org: Org | None = None
    lines: list[WorkLine] = field(default_factory=list)


def orgs_to_help(user) -> QuerySet[Org]:
    """Organisations for which `user` may enter on behalf."""
    return Org.objects.filter(user.reaches(Permission.ANSWER_FOR, "pk"))


def find_open_sheets(user, words: str, org_id: int | None, at: datetime) -> Found:
    """What the search page shows: without words nothing; of the organisation chosen, or the only one found, its open
    sheets. A constant number of queries, whatever the size of the tree."""
    today = localdate(at)
    mine = orgs_to_help(user).as_of(today)
    rows = []
    if words.strip():
        pressing = _open(today).filter(org=OuterRef("pk")).order_by().values("org").annotate(n=Count("pk")).values("n")
        counted = mine.search(words).annotate(
            waiting=Coalesce(Subquery(pressing, output_field=IntegerField()), Value(0))
        )
        rows = list(counted.order_by("-waiting", "sort_key", "pk")[: SHOWN_ORGS + 1])
    chosen = mine.filter(pk=org_id).first() if org_id else rows[0] if len(rows) == 1 else None
    if chosen is None:
        return Found(rows[:SHOWN_ORGS], len(rows) > SHOWN_ORGS)
    owed = _open(today).filter(org=chosen).select_related("task__plan", "task__reviewer", "round", "waiting_for__org")
    lines = lines_for(chosen, owed.order_by("due_on", "pk")[:SHOWN_LINES], today, at=at)
    return Found(rows[:SHOWN_ORGS], len(rows) > SHOWN_ORGS, chosen, [one for one in lines if one.is_asked])


def _open(today: date) -> QuerySet[Obligation]:
    """What an organisation may be helped with now: asked, not sent in, due before long or overdue."""
    return Obligation.objects.asked_by_plans().filter(
        purpose=Purpose.ANSWER, closed_on=None, exempted_on=None, approved_on=None, submitted_on=None,
        due_on__lte=today + timedelta(days=max(DUE_SOON_DAYS, 31)),
    )  # fmt: skip
