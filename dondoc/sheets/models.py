"""What is asked: sheets with frozen versions, and deliverables (kết quả, sản phẩm) that a filled sheet proves."""

import json
from datetime import date
from functools import cached_property, lru_cache

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dondoc.accounts.rules import Permission, holds_anywhere
from dondoc.audit.settled import settled
from dondoc.drafts.fields import DefinitionField
from dondoc.drafts.models import Draft, Step
from dondoc.lib.periods import PeriodKind
from dondoc.sheets.definition import SheetDefinition, parse_definition
from dondoc.sheets.norms import Norm, NormValue


class EverybodyQuerySet(models.QuerySet):
    def visible_to(self, user) -> "EverybodyQuerySet":
        """Definitions are open to everybody who can sign in: what is asked is no secret."""
        return self.all() if user.is_authenticated else self.none()


@settled()
class Sheet(models.Model):
    code = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=200)

    objects = EverybodyQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


@settled()
class SheetVersion(models.Model):
    """A frozen definition. A changed definition is a new version; a submission keeps the one it was made under."""

    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    definition = DefinitionField()
    published_at = models.DateTimeField()
    # in force from this day on, until a later number is; None: from the beginning
    effective_on = models.DateField(null=True, blank=True)
    is_own = models.BooleanField(default=False, db_default=False)  # made in the editor, not by a package

    objects = EverybodyQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["sheet", "number"], name="sheetversion_once")]

    def __str__(self) -> str:
        return f"{self.sheet_id} v{self.number}"

    def has_begun(self, day: date) -> bool:
        """Whether it is in force on `day`, unless a later number is."""
        return self.effective_on is None or self.effective_on <= day

    @cached_property
    def parsed(self) -> SheetDefinition:
        return _parsed(json.dumps(self.definition, ensure_ascii=False))


@lru_cache(maxsize=256)
def _parsed(definition: str) -> SheetDefinition:
    """A definition is frozen, so its text is parsed once however often its version is loaded."""
    return parse_definition(json.loads(definition))


class DraftQuerySet(models.QuerySet["SheetDraft"]):
    def visible_to(self, user) -> "DraftQuerySet":
        """Drafts are for those who edit sheets."""
        return self.all() if holds_anywhere(user, Permission.EDIT_SHEETS) else self.none()


class SheetDraft(Draft):
    """The next version of a sheet, or a new sheet, while it is being edited."""

    sheet = models.OneToOneField(Sheet, models.CASCADE, null=True, blank=True, related_name="draft")

    objects = DraftQuerySet.as_manager()

    @property
    def published(self) -> Sheet | None:
        return self.sheet

    @property
    def parsed(self) -> SheetDefinition:
        """As far as it has come: a new one may have no questions yet."""
        return parse_definition(self.definition, unfinished=True)


class PartOfDraft(models.QuerySet["DraftStep"]):
    def visible_to(self, user) -> "PartOfDraft":
        """What belongs to a draft that `user` may see."""
        return self.filter(draft__in=SheetDraft.objects.visible_to(user).values("pk"))


class DraftStep(Step):
    """One act on a draft."""

    draft = models.ForeignKey(SheetDraft, models.CASCADE, related_name="steps")

    objects = PartOfDraft.as_manager()


class DeliverablePeriod(models.TextChoices):
    MONTH = PeriodKind.MONTH.value, _("hằng tháng")
    QUARTER = PeriodKind.QUARTER.value, _("hằng quý")
    HALF_YEAR = PeriodKind.HALF_YEAR.value, _("6 tháng một lần")
    YEAR = PeriodKind.YEAR.value, _("hằng năm")
    TERM = PeriodKind.TERM.value, _("cả nhiệm kỳ")
    ROUND = "round", _("theo từng đợt")


@settled()
class Deliverable(models.Model):
    """A product that obligations ask for: entered once per organisation and period, credited wherever it is asked."""

    code = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=250)
    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="deliverables")
    period_kind = models.CharField(max_length=10, choices=DeliverablePeriod.choices)
    keywords = models.JSONField(default=list, help_text="folded phrases by which a plan's text asks for it")
    # field code → the names of the chỉ tiêu computed from it: such a question is not dropped in the editor
    read_by = models.JSONField(default=dict, db_default=models.Value({}, output_field=models.JSONField()))
    is_per_task = models.BooleanField(default=False)  # a pattern: each task that asks for it gets a product of its own

    objects = EverybodyQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [models.CheckConstraint(condition=~Q(code=""), name="deliverable_has_code")]

    def __str__(self) -> str:
        return self.name


@settled()
class NormTable(models.Model):
    """A number that higher rules set, with its values by date (bảng mức theo quy định)."""

    code = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    unit = models.CharField(max_length=40, blank=True)

    objects = EverybodyQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def norm(self) -> Norm:
        """As checks read it; its rows are taken as they were fetched."""
        values = (NormValue(row.value, row.valid_from, row.source, row.valid_to) for row in self.rows.all())
        return Norm(self.code, self.name, self.unit, tuple(values))


@settled()
class NormRow(models.Model):
    """The value from `valid_from` until before `valid_to` (None: until the next begins), and which rule says so."""

    table = models.ForeignKey(NormTable, models.CASCADE, related_name="rows")
    value = models.DecimalField(max_digits=12, decimal_places=3)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=300)

    objects = EverybodyQuerySet.as_manager()

    class Meta:
        ordering = ["-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["table", "valid_from"], name="normrow_once_a_day"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=models.F("valid_from")), name="normrow_forward"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.table_id} {self.value} từ {self.valid_from}"
