"""Doubts about the text."""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from dondoc.documents.models import FindingSwitch
from dondoc.plans.models.plan import PartOfPlan, Plan


class Severity(models.TextChoices):
    ERROR = "error", _("Cần sửa")
    WARNING = "warning", _("Cần xem")
    NOTE = "note", _("Lưu ý")

    @property
    def tone(self) -> str:
        return {"error": "bad", "warning": "warn", "note": "muted"}[self]

    @property
    def icon(self) -> str:
        return {"error": "alert-octagon", "warning": "alert-triangle", "note": "info-circle"}[self]


class FindingQuerySet(PartOfPlan):
    def told(self) -> "FindingQuerySet":
        """Those that the plan's committee wants to be told: of no code that it switched off."""
        off = FindingSwitch.objects.filter(org=OuterRef("plan__org"), code=OuterRef("code"))
        return self.filter(~Exists(off))


class Finding(models.Model):
    """A doubt about the text: where, how grave, in plain words. A person settles it; nothing is silently corrected."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="findings")
    code = models.CharField(max_length=40)
    severity = models.CharField(max_length=10, choices=Severity.choices)
    message = models.TextField()
    suggestion = models.TextField(blank=True)  # what to write instead, or to do
    part = models.CharField(max_length=60, blank=True)  # of the document, as it numbers them; "" for the whole
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")

    objects = FindingQuerySet.as_manager()

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
