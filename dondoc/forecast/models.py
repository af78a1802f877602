"""What measures wait for, organisation by organisation and rolled up; how sure people are.

The first two are rebuilt from duties and answers; the last is what people said, and is never changed.
"""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from dondoc.orgs.models import Org

NO_DAY = date.max  # in place of a day where there is none


class ProspectState(models.TextChoices):
    KNOWN = "known", _("Đã có số liệu")
    SENT = "sent", _("Đã nộp, chờ duyệt")
    OPEN = "open", _("Chưa nộp, còn hạn")
    LATE = "late", _("Quá hạn")
    WAITING = "waiting", _("Chưa có hạn")


class ByOrg(models.QuerySet):
    def visible_to(self, user) -> "ByOrg":
        """Of the organisations that `user` may see."""
        return self.filter(org_id__in=user.org_ids_with("view"))


class Prospect(models.Model):
    """What `measure` waits for from `org` in the period that runs.

    `due_on`: from which day on its answer should be there (NO_DAY: none yet). `chance`: that the least likely of what
    is open comes in time, None unless some is open; `last_day` of that one. `at_risk`: more likely late than on time,
    and soon.
    """

    measure = models.CharField(max_length=80)
    org = models.ForeignKey(Org, models.CASCADE, related_name="prospects")
    period = models.CharField(max_length=12)
    due_on = models.DateField()
    state = models.CharField(max_length=8, choices=ProspectState.choices)
    last_day = models.DateField(null=True)
    chance = models.DecimalField(max_digits=5, decimal_places=4, null=True)
    at_risk = models.BooleanField(default=False)

    objects = ByOrg.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["measure", "org"], name="prospect_once")]
        indexes = [
            models.Index(fields=["org"], name="prospect_org"),
            models.Index(fields=["measure"], condition=models.Q(at_risk=True), name="prospect_at_risk"),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.org_id}"


class Step(models.Model):
    """The prospects of `measure` at and under `org` whose answer should be there from `due_on` on, added up."""

    measure = models.CharField(max_length=80)
    org = models.ForeignKey(Org, models.CASCADE, related_name="steps")
    period = models.CharField(max_length=12)
    due_on = models.DateField()
    population = models.PositiveIntegerField()
    late = models.PositiveIntegerField()
    sent = models.PositiveIntegerField()
    open = models.PositiveIntegerField()
    at_risk = models.PositiveIntegerField()
    hoped = models.DecimalField(max_digits=12, decimal_places=4)  # the sum of the chances

    objects = ByOrg.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["org", "measure", "due_on"], name="step_once")]

    def __str__(self) -> str:
        return f"{self.measure} {self.org_id} {self.due_on}"


class ForecastCursor(models.Model):
    """One row: up to which audit event, and for which day, prospects and steps were computed."""

    event_id = models.BigIntegerField(default=0)
    day = models.DateField(null=True)

    def __str__(self) -> str:
        return f"sự kiện {self.event_id}, ngày {self.day}"
