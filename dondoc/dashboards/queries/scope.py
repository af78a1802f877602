"""Which organisation and which month a page of numbers is about."""

from copy import copy
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import BigIntegerField, Case, DateField, Max, Min, Q, QuerySet, Subquery, When
from django.utils.http import urlencode

from dondoc.accounts.rules import Permission
from dondoc.lib.periods import Period, PeriodError, PeriodKind
from dondoc.measures.models import Cursor, MeasureValue
from dondoc.orgs.models import Org, OrgKind, OrgPath
from dondoc.orgs.queries import name_on, near
from dondoc.plans.models import Plan
from dondoc.web.prepared import Given, Ids, Prepared


@dataclass(frozen=True)
class Scope:
    """`month` "" while nothing has been computed for `org`; `first`, `last`: the months that have values.

    `has_boards` is False for an organisation's own people, whose way up is their organisation's page.
    """

    org: Org
    orgs: tuple[Org, ...]  # to choose from
    month: str
    first: str
    last: str
    has_boards: bool = True
    plans: tuple[Plan, ...] = ()  # the issued plans to choose from
    plan: Plan | None = None  # the one chosen; None: all of them
    computed_on: date | None = None  # the day up to which figures are computed

    @property
    def series(self) -> int | None:
        """The series of the plan chosen; None: every plan."""
        return self.plan.series_id if self.plan else None

    @property
    def period(self) -> Period:
        return Period.parse(self.month)

    @property
    def as_of(self) -> date:
        """As measures.queries.as_of, of the scope's month."""
        return min(self.period.end, self.computed_on or self.period.end)

    @property
    def as_of_last(self) -> date:
        """As `as_of`, of the newest month that has values."""
        end = Period.parse(self.last).end
        return min(end, self.computed_on or end)

    @property
    def query(self) -> str:
        """The address part of this organisation and month: "?thang=2026-10&don-vi=7"."""
        return self.query_of(self.month)

    @property
    def previous_query(self) -> str:
        """The address part of the month before; "" when it has no values."""
        before = Period.containing(self.period.start - timedelta(days=1), PeriodKind.MONTH).code
        return self.query_of(before) if before >= self.first else ""

    @property
    def next_query(self) -> str:
        """The address part of the month after; "" when it has no values."""
        after = self.period.next().code
        return self.query_of(after) if after <= self.last else ""

    def query_of(self, month: str) -> str:
        chosen = {"ke-hoach": self.series} if self.plan else {}
        return f"?{urlencode({'thang': month, 'don-vi': self.org.pk, **chosen})}"


def choices(user, right: Permission, *, wanted: int | None = None) -> tuple[list[Org], Org | None]:
    """The organisations whose numbers `user` is offered (where `right` is held, and committees under these), and the
    one whose id is `wanted` among all whose numbers `user` may read: in or under which a role is held. One query."""
    nobody = -1
    roots, views = user.root_org_ids(right), user.root_org_ids(Permission.VIEW)
    found = _CHOICES.ask(roots=roots, views=views, wanted=nobody if wanted is None else wanted)
    shown = [org for org in found if org.is_offered]
    chosen = next((org for org in found if org.pk == wanted), None)
    return sorted(shown, key=lambda org: (org.kind != OrgKind.COMMITTEE, org.sort_key)), chosen


def _choices(roots: Given, views: Given, wanted: Given) -> "QuerySet[Org]":
    offered = Q(pk__among=roots) | Q(kind=OrgKind.COMMITTEE, pk__in=_under(roots))
    allowed = Q(pk=wanted, pk__in=_under(views))
    return Org.objects.filter(offered | allowed).annotate(is_offered=Case(When(offered, then=True), default=False))


def _under(roots: Given) -> "QuerySet[OrgPath, int]":
    return OrgPath.objects.filter(ancestor__pk__among=roots).values("descendant_id")


_CHOICES = Prepared(_choices, roots=Ids(), views=Ids(), wanted=BigIntegerField())


def scope(
    org: Org, orgs: list[Org], wanted_month: str, *, has_boards: bool = True, plans: list[Plan] | None = None,
    wanted_plan: str = "",
) -> Scope:  # fmt: skip
    """`org` in `wanted_month`, by its name at that month's end, or in the newest month with values when that has none.
    One query.

    `wanted_plan`: the series of one of `plans`; anything else means all.
    """
    asked = {"day": Period.parse(wanted_month).end} if _is_month(wanted_month) else {}
    rows = _SPAN_AND_NAME.ask(org=org.pk, **asked) if asked else _SPAN.ask(org=org.pk)
    found = next(iter(rows), {"first": "", "last": "", "computed": None, "name": None})
    first, last = found["first"], found["last"]
    is_known = bool(asked) and first <= wanted_month <= last
    if is_known and found["name"]:
        org = copy(org)
        org.name = found["name"]
    offered = tuple(plans or ())
    plan = next((one for one in offered if str(one.series_id) == wanted_plan), None)
    return Scope(
        org, tuple(orgs), wanted_month if is_known else last, first, last, has_boards, offered, plan, found["computed"]
    )


def _span(org: Given, **name: Any) -> "QuerySet[MeasureValue, dict[str, Any]]":
    computed = Max(Subquery(Cursor.objects.order_by("pk").values("day")[:1]))
    rows = MeasureValue.objects.filter(org=org).order_by().values("org_id")
    return rows.annotate(first=Min("month"), last=Max("month"), computed=computed, **name)


_SPAN = Prepared(_span, org=BigIntegerField())
_SPAN_AND_NAME = Prepared(
    lambda org, day: _span(org, name=Max(name_on(day, "org_id"))), org=BigIntegerField(), day=DateField()
)


def plans_about(org: Org) -> list[Plan]:
    """The newest versions of the issued plans whose owners stand above, at or under `org`. One query."""
    return _PLANS.ask(org=org.pk)


_PLANS = Prepared(
    lambda org: Plan.objects.newest().filter(near(org, "org")).defer("search_text").order_by("starts_on", "pk"),
    org=BigIntegerField(),
)


def _is_month(text: str) -> bool:
    try:
        return Period.parse(text).kind is PeriodKind.MONTH
    except PeriodError:
        return False
