"""What is measured: indicators (chỉ tiêu) with frozen definition versions."""

import json
from functools import cached_property, lru_cache

from django.db import models

from dondoc.accounts.rules import Permission, holds_anywhere
from dondoc.drafts.fields import DefinitionField
from dondoc.drafts.models import Draft, Step
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
    definition = DefinitionField()
    valid_from = models.DateField()
    published_at = models.DateTimeField()
    is_own = models.BooleanField(default=False, db_default=False)  # made in the editor, not by a package or a plan

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


class DraftQuerySet(models.QuerySet["IndicatorDraft"]):
    def visible_to(self, user) -> "DraftQuerySet":
        """Drafts are for those who edit definitions."""
        return self.all() if holds_anywhere(user, Permission.EDIT_INDICATORS) else self.none()


class IndicatorDraft(Draft):
    """The next version of a definition, or a new one, while it is being edited."""

    indicator = models.OneToOneField(Indicator, models.CASCADE, null=True, blank=True, related_name="draft")

    objects = DraftQuerySet.as_manager()

    @property
    def published(self) -> Indicator | None:
        return self.indicator

    @property
    def parsed(self) -> IndicatorDefinition:
        """As far as it has come: it may lack measures, and a measure what it is computed from."""
        return parse_indicator(self.definition, unfinished=True)


class PartOfDraft(models.QuerySet["IndicatorDraftStep"]):
    def visible_to(self, user) -> "PartOfDraft":
        """What belongs to a draft that `user` may see."""
        return self.filter(draft__in=IndicatorDraft.objects.visible_to(user).values("pk"))


class IndicatorDraftStep(Step):
    """One act on a draft."""

    draft = models.ForeignKey(IndicatorDraft, models.CASCADE, related_name="steps")

    objects = PartOfDraft.as_manager()
