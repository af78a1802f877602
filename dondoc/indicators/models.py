"""What is measured: indicators (chỉ tiêu) with frozen definition versions."""

import json
from functools import cached_property, lru_cache

from django.db import models

from dondoc.indicators.formula import IndicatorDefinition, parse_indicator


class IndicatorQuerySet(models.QuerySet["Indicator"]):
    def visible_to(self, user) -> "IndicatorQuerySet":
        """Definitions are open to everybody who can sign in: how a number is made is no secret."""
        return self.all() if user.is_authenticated else self.none()


class Indicator(models.Model):
    code = models.CharField(max_length=60, unique=True)  # never reused
    name = models.CharField(max_length=300)
    short_name = models.CharField(max_length=80)
    label = models.CharField(max_length=40)  # the office's own number: "II.1", "2.1", "4"
    position = models.PositiveIntegerField(default=0)

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return f"{self.label}. {self.short_name}"


class IndicatorVersion(models.Model):
    """A frozen definition, in force from `valid_from` until the next version's."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    definition = models.JSONField()
    valid_from = models.DateField()
    published_at = models.DateTimeField()

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        ordering = ["indicator__position", "-number"]
        constraints = [models.UniqueConstraint(fields=["indicator", "number"], name="indicatorversion_once")]

    def __str__(self) -> str:
        return f"{self.indicator_id} v{self.number}"

    @cached_property
    def parsed(self) -> IndicatorDefinition:
        return _parsed(json.dumps(self.definition, ensure_ascii=False))


@lru_cache(maxsize=256)
def _parsed(definition: str) -> IndicatorDefinition:
    """A definition is frozen, so its text is parsed once however often its version is loaded."""
    return parse_indicator(json.loads(definition))
