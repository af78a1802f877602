"""An obligation as the meaning of definitions sees it."""

from collections import defaultdict
from typing import Any

from django.db.models import QuerySet

from dondoc.indicators.formula import Duty
from dondoc.obligations.models import Following, Obligation

DUTY_COLUMNS = (
    "pk", "org_id", "task_id", "period", "period_start", "period_end", "due_on",
    "extended_to", "done_on", "approved_on", "exempted_on", "is_ongoing", "submitted_on", "closed_on",
    "stopped_on", "stopped_until",
)  # fmt: skip


def duty_of(row: dict[str, Any], codes: frozenset[str], sent: frozenset[str]) -> Duty:
    """`row`: the columns DUTY_COLUMNS; `codes`: the products that are asked for; `sent`: those of them that wait."""
    stands_still = row["stopped_on"] is not None and row["stopped_until"] is None
    last_day = None if stands_still else row["extended_to"] or row["due_on"]
    return Duty(
        deliverables=codes,
        period_code=row["period"],
        period_start=row["period_start"],
        period_end=row["period_end"],
        due_on=last_day,
        done_on=row["done_on"],
        is_exempt=row["exempted_on"] is not None,
        is_waiting=last_day is None and not row["is_ongoing"],
        is_ongoing=row["is_ongoing"],
        is_in_review=row["submitted_on"] is not None and row["approved_on"] is None,
        closed_on=row["closed_on"],
        sent=sent,
    )


def followings(rows: QuerySet[Obligation]) -> dict[int, list[dict]]:
    """What each of `rows` was before each amendment that it followed, the earliest first."""
    found: dict[int, list[dict]] = defaultdict(list)
    columns = ("obligation_id", "plan_id", "kind", "task_before_id", "task_before__due_data", "due_before",
               "extended_before")  # fmt: skip
    for one in Following.objects.filter(obligation__in=rows).order_by("plan__version").values(*columns):
        found[one["obligation_id"]].append(one)
    return found
