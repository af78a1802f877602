"""What a committee gives to the organisations directly under it: one product for one period (or round)."""

from django.db import models
from django.db.models import Q

from dondoc.lib.periods import Period
from dondoc.orgs.models import Org
from dondoc.plans.models import Task
from dondoc.sheets.models import Deliverable


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def visible_to(self, user) -> "AssignmentQuerySet":
        """What is given is between a committee and those under it: its own people see it whole."""
        return self.filter(org_id__in=user.root_org_ids("view"))

    def asking(self, org: Org, deliverable: Deliverable, period: Period, round_id: int | None) -> "AssignmentQuerySet":
        """What `org` gave down for this product and period (or round): at most one."""
        when = {"round_id": round_id} if round_id else {"round": None, "period": period.code}
        return self.filter(org=org, deliverable=deliverable, **when)


class Assignment(models.Model):
    """`org` asks the organisations under it for `deliverable`; their obligations are `obligations`.

    What they answer for it is compiled into the answer of `org` for the same product and period.
    """

    org = models.ForeignKey(Org, models.PROTECT, related_name="assignments")
    task = models.OneToOneField(Task, models.PROTECT, related_name="assignment")
    deliverable = models.ForeignKey(Deliverable, models.PROTECT, related_name="assignments")
    period = models.CharField(max_length=12)
    round = models.ForeignKey("obligations.Round", models.PROTECT, null=True, blank=True, related_name="assignments")
    note = models.TextField(blank=True)  # what the committee says with it
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["org", "deliverable", "period"], condition=Q(round__isnull=True), name="assignment_once"
            ),
            models.UniqueConstraint(
                fields=["org", "deliverable", "round"], condition=Q(round__isnull=False), name="assignment_once_a_round"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deliverable}, {self.period_label}"

    @property
    def span(self) -> Period:
        return Period.parse(self.period)

    @property
    def period_label(self) -> str:
        return self.round.name if self.round else self.span.label
