"""What is asked: sheets with frozen versions, and deliverables (kết quả, sản phẩm) that a filled sheet proves."""

import json
from functools import lru_cache

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dondoc.lib.periods import PeriodKind
from dondoc.sheets.definition import SheetDefinition, parse_definition


class EverybodyQuerySet(models.QuerySet):
    def visible_to(self, user) -> "EverybodyQuerySet":
        """Definitions are open to everybody who can sign in: what is asked is no secret."""
        return self.all() if user.is_authenticated else self.none()


class Sheet(models.Model):
    code = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=200)

    objects = EverybodyQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class SheetVersion(models.Model):
    """A frozen definition. A changed definition is a new version; a submission keeps the one it was made under."""

    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    definition = models.JSONField()
    published_at = models.DateTimeField()

    objects = EverybodyQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["sheet", "number"], name="sheetversion_once")]

    def __str__(self) -> str:
        return f"{self.sheet_id} v{self.number}"

    @property
    def parsed(self) -> SheetDefinition:
        return _parsed(json.dumps(self.definition, ensure_ascii=False))


@lru_cache(maxsize=256)
def _parsed(definition: str) -> SheetDefinition:
    """A definition is frozen, so its text is parsed once however often its version is loaded."""
    return parse_definition(json.loads(definition))


class DeliverablePeriod(models.TextChoices):
    MONTH = PeriodKind.MONTH.value, _("hằng tháng")
    QUARTER = PeriodKind.QUARTER.value, _("hằng quý")
    HALF_YEAR = PeriodKind.HALF_YEAR.value, _("6 tháng một lần")
    YEAR = PeriodKind.YEAR.value, _("hằng năm")
    TERM = PeriodKind.TERM.value, _("cả nhiệm kỳ")
    ROUND = "round", _("theo từng đợt")


class Deliverable(models.Model):
    """A product that obligations ask for: entered once per organisation and period, credited wherever it is asked."""

    code = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=250)
    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="deliverables")
    period_kind = models.CharField(max_length=10, choices=DeliverablePeriod.choices)
    keywords = models.JSONField(default=list, help_text="folded phrases by which a plan's text asks for it")
    is_per_task = models.BooleanField(default=False)  # a pattern: each task that asks for it gets a product of its own

    objects = EverybodyQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [models.CheckConstraint(condition=~Q(code=""), name="deliverable_has_code")]

    def __str__(self) -> str:
        return self.name
