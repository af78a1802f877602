"""Quotas."""

from django.db import models

from dondoc.indicators.models import Indicator
from dondoc.orgs.models import Org
from dondoc.plans.models.plan import PartOfPlan, Plan


class Allocation(models.Model):
    """A quota: how many `org` is to reach in `year`. `org` = the plan's owner: the total given from above,
    to which the parts must reconcile."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="allocations")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="allocations")
    org = models.ForeignKey(Org, models.PROTECT, related_name="allocations")
    year = models.PositiveIntegerField()
    quantity = models.PositiveIntegerField()

    objects = PartOfPlan.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "indicator", "org", "year"], name="allocation_once")]

    def __str__(self) -> str:
        return f"{self.org_id} {self.year}: {self.quantity}"
