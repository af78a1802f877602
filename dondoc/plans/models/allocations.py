"""Quotas, valid in time: each division of a year's quota stands until the next one is in force."""

from django.db import models

from dondoc.indicators.models import Indicator
from dondoc.orgs.models import Org
from dondoc.plans.models.plan import PartOfPlan, Plan


class DivisionQuerySet(PartOfPlan):
    def of(self, plan: Plan, indicator_id: int, year: int) -> "DivisionQuerySet":
        """Every division of the quota of `year`, of all versions of the plan."""
        return self.filter(plan=plan.series_id, indicator=indicator_id, year=year)

    def newest(self) -> "DivisionQuerySet":
        """Of each quota the last division."""
        later = Division.objects.filter(
            plan=models.OuterRef("plan"),
            indicator=models.OuterRef("indicator"),
            year=models.OuterRef("year"),
            number__gt=models.OuterRef("number"),
        )
        return self.exclude(models.Exists(later))


class Division(models.Model):
    """How the quota of `year` is shared out from `valid_from` on: `total` as given from above to the plan's owner, the
    parts in `allocations`. It is never changed; the next one, of a higher `number`, takes its place."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="divisions")  # the first version of its series
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="divisions")
    year = models.PositiveIntegerField()
    number = models.PositiveIntegerField()  # lần 1, 2, …
    total = models.PositiveIntegerField()
    valid_from = models.DateField()  # not before that of the division before
    reason = models.CharField(max_length=1000, blank=True)  # why it was divided anew; "" for the first
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")

    objects = DivisionQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["plan", "indicator", "year", "number"], name="division_once")]

    def __str__(self) -> str:
        return f"{self.indicator_id}, {self.year}, lần {self.number}"


class AllocationQuerySet(models.QuerySet["Allocation"]):
    def visible_to(self, user) -> "AllocationQuerySet":
        """The parts of plans that `user` may read."""
        return self.filter(division__in=Division.objects.visible_to(user))


class Allocation(models.Model):
    """What one organisation is to reach under a division; without a row it was given nothing."""

    division = models.ForeignKey(Division, models.CASCADE, related_name="allocations")
    org = models.ForeignKey(Org, models.PROTECT, related_name="allocations")
    quantity = models.PositiveIntegerField()

    objects = AllocationQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["division", "org"], name="allocation_once")]

    def __str__(self) -> str:
        return f"{self.org_id}: {self.quantity}"
