"""Who stands behind a number of very many organisations: those directly below, each by its own roll-up, and the way on.

Of few organisations every answer is listed (`indicator.grouped`). Of thousands no page lists them and nobody would
read it: the page costs the same for the whole country as for a city.
"""

from dataclasses import dataclass
from decimal import Decimal

from dondoc.dashboards.queries.scope import Scope
from dondoc.indicators.formula import MeasureKind
from dondoc.measures.models import MeasureValue
from dondoc.measures.queries import MeasureRow, measure_row
from dondoc.orgs.models import Org, OrgPath, valid_on
from dondoc.orgs.queries import named_on

LISTED = 300  # organisations; of more those directly below are told


@dataclass(frozen=True)
class Below:
    """One organisation directly below, with the number over it and everything under it."""

    org: Org
    row: MeasureRow


def is_wide(row: MeasureRow) -> bool:
    """Whether there are too many organisations behind the number to list them."""
    return row.totals.population > LISTED


def below(row: MeasureRow, scope: Scope) -> list[Below]:
    """Those directly below, by name, as far as the number is about anybody there. Two queries."""
    children = OrgPath.objects.filter(valid_on(scope.as_of), ancestor=scope.org, depth=1).values("descendant_id")
    stored = MeasureValue.objects.filter(measure=row.key, month=scope.month, org__in=children)
    found = list(stored.select_related("org").order_by("org__sort_key", "org_id"))
    named_on((one.org for one in found), scope.as_of)
    return [Below(one.org, measure_row(row.definition, one, None, None)) for one in found]


def undivided(found: list[Below], row: MeasureRow) -> Decimal:
    """As `indicator.undivided`, by what those directly below have got."""
    if row.definition.kind is not MeasureKind.QUOTA:
        return Decimal(0)
    return row.totals.denominator - sum((one.row.totals.denominator for one in found), Decimal(0))
