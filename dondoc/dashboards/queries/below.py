"""Who stands behind a number of very many organisations: those directly below, each by its own roll-up, and the way on.

Of few organisations every answer is listed (`indicator.grouped`). Of thousands no page lists them and nobody would
read it: the page costs the same for the whole country as for a city.
"""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet, Sum

from dondoc.dashboards.queries.scope import Scope
from dondoc.indicators.formula import MeasureKind
from dondoc.measures.models import MeasureValue
from dondoc.measures.queries import MeasureRow, measure_row
from dondoc.orgs.models import Org, OrgPath, valid_on
from dondoc.orgs.queries import named_on

LISTED = 300  # organisations behind a number; of more those directly below are told
MOST = 300  # rows of one list


@dataclass(frozen=True)
class Below:
    """One organisation directly below, with the number over it and everything under it."""

    org: Org
    row: MeasureRow


def is_wide(row: MeasureRow) -> bool:
    """Whether there are too many organisations behind the number to list them."""
    return row.totals.population > LISTED


def below(row: MeasureRow, scope: Scope) -> list[Below]:
    """Those directly below, by name, as far as the number is about anybody there; at most MOST. Two queries."""
    found = list(_stored(row, scope).select_related("org").order_by("org__sort_key", "org_id")[:MOST])
    named_on((one.org for one in found), scope.as_of)
    return [Below(one.org, measure_row(row.definition, one, None, None)) for one in found]


def undivided(row: MeasureRow, scope: Scope) -> Decimal:
    """As `indicator.undivided`, by what those directly below have got. One query of a quota."""
    if row.definition.kind is not MeasureKind.QUOTA:
        return Decimal(0)
    got = _stored(row, scope).aggregate(got=Sum("denominator"))["got"]
    return row.totals.denominator - (got or Decimal(0))


def _stored(row: MeasureRow, scope: Scope) -> QuerySet[MeasureValue]:
    children = OrgPath.objects.filter(valid_on(scope.as_of), ancestor=scope.org, depth=1).values("descendant_id")
    return MeasureValue.objects.filter(measure=row.key, month=scope.month, org__in=children)
