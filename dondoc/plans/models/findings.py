"""Doubts about the text."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dondoc.plans.models.plan import PartOfPlan, Plan


class Severity(models.TextChoices):
    ERROR = "error", _("Cần sửa")
    WARNING = "warning", _("Cần xem")
    NOTE = "note", _("Ghi chú")

    @property
    def tone(self) -> str:
        return {"error": "bad", "warning": "warn", "note": "muted"}[self]

    @property
    def icon(self) -> str:
        return {"error": "alert-octagon", "warning": "alert-triangle", "note": "info-circle"}[self]


class Finding(models.Model):
    """A doubt about the text: where, how grave, in plain words. A person settles it; nothing is silently corrected."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="findings")
    code = models.CharField(max_length=40)
    severity = models.CharField(max_length=10, choices=Severity.choices)
    message = models.TextField()
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")

    objects = PartOfPlan.as_manager()

    class Meta:
        ordering = ["start", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, settled_by__isnull=True)
                | Q(settled_at__isnull=False, settled_by__isnull=False),
                name="finding_settled_at_and_by",
            )
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def level(self) -> Severity:
        return Severity(self.severity)
