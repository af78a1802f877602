"""What measures wait for, organisation by organisation and rolled up; how sure people are.

The first two are rebuilt from duties and answers; the last is what people said, and is never changed.
"""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from dondoc.indicators.models import Indicator
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
    own_on_time = models.PositiveIntegerField(default=0)  # from what the risk follows: as lib.punctuality.Chance has it
    own_all = models.PositiveIntegerField(default=0)
    peers_on_time = models.PositiveIntegerField(default=0)
    peers_all = models.PositiveIntegerField(default=0)

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


class Side(models.TextChoices):
    """Who says how sure they are."""

    OWNER = "owner", _("Chủ trì")
    REVIEWER = "reviewer", _("Thẩm định")


class Sureness(models.TextChoices):
    SURE = "sure", _("Chắc chắn đạt")
    POSSIBLE = "possible", _("Có thể đạt")
    HARD = "hard", _("Khó đạt")

    @property
    def tone(self) -> str:
        return {"sure": "good", "possible": "info", "hard": "warn"}[self]

    @property
    def icon(self) -> str:
        return {"sure": "circle-check", "possible": "trending-up", "hard": "alert-triangle"}[self]


class ConfidenceQuerySet(models.QuerySet["Confidence"]):
    def visible_to(self, user) -> "ConfidenceQuerySet":
        """Of the organisations that `user` may see."""
        return self.filter(org_id__in=user.org_ids_with("view"))


class Confidence(models.Model):
    """What one side said in `month` about whether `indicator` will be met by `org` and all under it. Never changed: who
    thinks otherwise later says so again, and the newest holds. `repeats`: what was said before, and only confirmed."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="confidences")
    org = models.ForeignKey(Org, models.CASCADE, related_name="confidences")
    month = models.CharField(max_length=7)
    side = models.CharField(max_length=8, choices=Side.choices)
    level = models.CharField(max_length=8, choices=Sureness.choices)
    reason = models.CharField(max_length=300, blank=True)
    repeats = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    given_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    given_at = models.DateTimeField()

    objects = ConfidenceQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["org", "indicator", "month"], name="confidence_org_month")]

    def __str__(self) -> str:
        return f"{Side(self.side).label}: {Sureness(self.level).label}"

    @property
    def sureness(self) -> Sureness:
        return Sureness(self.level)
