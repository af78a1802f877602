"""Dividing quotas."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dondoc.accounts.models import User
from dondoc.audit.actions import record
from dondoc.indicators.models import Indicator
from dondoc.lib.numbers import format_number
from dondoc.plans.models import Allocation, Plan
from dondoc.plans.rules import may_allocate
from dondoc.web.refusals import Invalid, require


def allocate(
    plan: Plan, *, indicator: Indicator, year: int, total: int, parts: Mapping[int, int], by: User, at: datetime
) -> None:
    """Set the quota of `year`: `total` as given from above and what each organisation (id → number) gets.

    The parts may stay below the total (the rest is shown as not divided yet) but never above it. Errors: Invalid.
    """
    require(may_allocate(by, plan))
    divided = sum(parts.values())
    if divided > total:
        raise Invalid(
            _("Đã chia %(divided)s, nhiều hơn chỉ tiêu được giao %(total)s. Hãy giảm bớt %(over)s.")
            % {
                name: format_number(n)
                for name, n in (("divided", divided), ("total", total), ("over", divided - total))
            }
        )
    wanted = {plan.org_id: total} | {org: quantity for org, quantity in parts.items() if quantity}
    with transaction.atomic():
        rows = Allocation.objects.filter(plan=plan.series_id, indicator=indicator, year=year)
        before = {str(org): quantity for org, quantity in rows.values_list("org_id", "quantity")}
        rows.exclude(org_id__in=wanted).delete()
        Allocation.objects.bulk_create(
            [
                Allocation(plan_id=plan.series_id, indicator=indicator, year=year, org_id=o, quantity=q)
                for o, q in wanted.items()
            ],
            update_conflicts=True,
            unique_fields=["plan", "indicator", "org", "year"],
            update_fields=["quantity"],
        )
        after = {str(org): quantity for org, quantity in wanted.items()}
        if after != before:
            note = f"{indicator.label}, {year}"
            record("plan.allocate", by=by, target=plan, org=plan.org, before=before, after=after, note=note, at=at)
