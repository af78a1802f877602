"""Quotas and who shares them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from dondoc.orgs.models import Org, OrgKind
from dondoc.plans.models import Allocation, Plan


@dataclass(frozen=True)
class Quota:
    total: int
    parts: dict[int, int]

    @property
    def rest(self) -> int:
        return self.total - sum(self.parts.values())


def quota(plan: Plan, indicator_id: int, year: int) -> Quota:
    """The quota of `year`: the total given to the plan's owner and what each organisation got; of all versions one."""
    given = Allocation.objects.filter(plan=plan.series_id, indicator_id=indicator_id, year=year)
    rows = dict(given.values_list("org_id", "quantity"))
    total = rows.pop(plan.org_id, 0)
    return Quota(total, rows)


def quota_orgs(plan: Plan, day: date, holders: Iterable[int] = ()) -> list[Org]:
    """Organisations among which a quota is divided: the TCCSĐ under the plan's owner on `day`, and those that hold a
    part of it already (`holders`: ids), which may have ended since."""
    kinds = (OrgKind.GRASSROOTS_ORGANISATION, OrgKind.GRASSROOTS_CELL)
    under = Org.objects.as_of(day).under(plan.org_id, day).filter(kind__in=kinds).exclude(pk=plan.org_id)
    return list(Org.objects.filter(Q(pk__in=under.values("pk")) | Q(pk__in=list(holders))))
