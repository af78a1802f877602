"""What boards showed on earlier days, so that a change since then can be told exactly."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import BigIntegerField, DateField, Exists, OuterRef

from dondoc.measures.engine import Totals
from dondoc.measures.models import Shown, TargetStatus
from dondoc.web.prepared import Prepared

KEPT_DAYS = 35
_BATCH = 500
_FIELDS = (
    "period", "numerator", "denominator", "population", "known", "expected", "expected_known", "status",
)  # fmt: skip


def keep(changed: Mapping[tuple[str, int], tuple[Any, ...]], *, day: date) -> None:
    """Keep what is shown from `day` on: by measure and organisation, the columns of `_FIELDS`. Later on the same day
    the last one stands. Organisations that count nobody but themselves have no board, and so no record."""
    rows = [
        Shown(measure=measure, org_id=org, day=day, **dict(zip(_FIELDS, columns, strict=True)))
        for (measure, org), columns in changed.items()
        if columns[3] > 1
    ]
    Shown.objects.bulk_create(
        rows, batch_size=_BATCH, update_conflicts=True, unique_fields=["org", "measure", "day"], update_fields=_FIELDS
    )


def thin_out(day: date) -> None:
    """Remove what no look back over `KEPT_DAYS` needs; what still holds from before them stays."""
    last = day - timedelta(days=KEPT_DAYS)
    newer = Shown.objects.filter(
        org=OuterRef("org"), measure=OuterRef("measure"), day__gt=OuterRef("day"), day__lte=last
    )
    Shown.objects.filter(Exists(newer), day__lt=last).delete()


def shown_on(org, day: date) -> dict[str, tuple[str, Totals, TargetStatus]]:
    """By measure what boards showed of `org` at the end of `day`: period, totals, status. Not there: not known any
    more, or not yet. One query."""
    return {
        measure: (period, Totals(Decimal(n), Decimal(d), *counts), TargetStatus(status))
        for measure, period, n, d, *counts, status in _SHOWN.ask(org=org.pk, day=day)
    }


_SHOWN = Prepared(
    lambda org, day: Shown.objects.filter(org=org, day__lte=day).order_by("day").values_list("measure", *_FIELDS),
    org=BigIntegerField(), day=DateField(),
)  # fmt: skip
