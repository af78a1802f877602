"""Targets set beside the plan's own: for a year of the term, for one organisation. Valid in time, as quotas are."""

from django.db import models

from dondoc.orgs.models import Org
from dondoc.plans.models.plan import PartOfPlan, Plan

WHOLE_TERM = 0  # as a year: for every year that has no target of its own


class SetGoal(models.Model):
    """From `valid_from` on `org` is to reach `value` in `year` by a measure; of the plan's owner: all together. It is
    never changed; the next one, of a higher `number`, takes its place. `value` None: the target falls back to the one
    above it (the organisation's of the term, the owner's of the year, the owner's of the term, the plan's own)."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="goals")  # the first version of its series
    measure = models.CharField(max_length=80)  # "08-dan-van-kheo.a"
    org = models.ForeignKey(Org, models.PROTECT, related_name="+")
    year = models.PositiveIntegerField(default=WHOLE_TERM)
    number = models.PositiveIntegerField()  # lần 1, 2, …
    value = models.DecimalField(max_digits=15, decimal_places=6, null=True)  # a fraction; of a count its whole number
    valid_from = models.DateField()
    reason = models.CharField(max_length=1000)
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")

    objects = PartOfPlan.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "measure", "org", "year", "number"], name="setgoal_once")
        ]

    def __str__(self) -> str:
        return f"{self.measure}, {self.org}, {self.year or 'nhiệm kỳ'}"
