"""What organisations ask of their quotas, and what they were told."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dondoc.indicators.models import Indicator
from dondoc.orgs.models import Org
from dondoc.plans.models import Plan


class AskingState(models.TextChoices):
    OPEN = "open", _("Chờ trả lời")
    GRANTED = "granted", _("Đồng ý")
    DECLINED = "declined", _("Không đồng ý")
    WITHDRAWN = "withdrawn", _("Đã rút")

    @property
    def tone(self) -> str:
        return {"open": "warn", "granted": "good", "declined": "bad", "withdrawn": "muted"}[self]

    @property
    def icon(self) -> str:
        return {"open": "hourglass", "granted": "circle-check", "declined": "circle-x", "withdrawn": "circle-minus"}[
            self
        ]


class AskingQuerySet(models.QuerySet["Asking"]):
    def visible_to(self, user) -> "AskingQuerySet":
        """Those of the organisations that `user` may see."""
        return self.filter(org_id__in=user.org_ids_with("view"))


class Asking(models.Model):
    """`org` asks for another number than it was given, with the reason; the committee's side answers. One at a time."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="+")  # the first version of its series
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+")
    year = models.PositiveIntegerField()
    org = models.ForeignKey(Org, models.PROTECT, related_name="quota_askings")
    given = models.PositiveIntegerField()  # what it had when it asked
    wanted = models.PositiveIntegerField()
    reason = models.CharField(max_length=1000)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=AskingState.choices, default=AskingState.OPEN)
    answer = models.CharField(max_length=1000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")

    objects = AskingQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "indicator", "year", "org"], condition=Q(state="open"), name="asking_one_open"
            )
        ]

    def __str__(self) -> str:
        return f"{self.org}, {self.year}: {self.given} → {self.wanted}"

    @property
    def standing(self) -> AskingState:
        return AskingState(self.state)
