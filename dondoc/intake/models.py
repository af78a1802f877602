"""Files that bring answers of many organisations: what came, from which source, what was decided about it before."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dondoc.obligations.models import Round
from dondoc.orgs.models import Org
from dondoc.sheets.models import Deliverable, Sheet


class SourceQuerySet(models.QuerySet["Source"]):
    def visible_to(self, user) -> "SourceQuerySet":
        """Those of the bodies in which `user` enters answers, for them or on behalf."""
        return self.filter(owner_id__in=user.root_org_ids("answer") | user.root_org_ids("answer_for"))


class Source(models.Model):
    """Another system whose exports come again: how their columns answer one sheet.

    `choices`: see `choosing.Choices`; `headers`: the names of the columns as they came last.
    """

    owner = models.ForeignKey(Org, models.CASCADE, related_name="+")
    sheet = models.ForeignKey(Sheet, models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    headers = models.JSONField(default=list)
    choices = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    used_at = models.DateTimeField()

    objects = SourceQuerySet.as_manager()

    class Meta:
        ordering = ["-used_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "sheet", "name"], name="source_once"),
            models.CheckConstraint(condition=~Q(name=""), name="source_has_name"),
        ]

    def __str__(self) -> str:
        return self.name


class SourceNameQuerySet(models.QuerySet["SourceName"]):
    def visible_to(self, user) -> "SourceNameQuerySet":
        """Those of the sources that `user` may see."""
        return self.filter(source__in=Source.objects.visible_to(user))


class SourceName(models.Model):
    """How a source writes an organisation, where that was unclear and a person said it. `org` None: not to be taken."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="names")
    key = models.CharField(max_length=250)  # as it is compared
    written = models.CharField(max_length=250)
    org = models.ForeignKey(Org, models.CASCADE, null=True, blank=True, related_name="+")

    objects = SourceNameQuerySet.as_manager()

    class Meta:
        ordering = ["written", "pk"]
        constraints = [models.UniqueConstraint(fields=["source", "key"], name="sourcename_once")]

    def __str__(self) -> str:
        return self.written


class DeliveryKind(models.TextChoices):
    EXPORT = "export", _("Tệp xuất từ hệ thống khác")
    WORKBOOKS = "workbooks", _("Nhiều phiếu Excel")


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def visible_to(self, user) -> "DeliveryQuerySet":
        """What `user` brought: nobody else looks into a file that may hold more than was asked for."""
        return self.filter(received_by=user.pk)


class Delivery(models.Model):
    """What came and waits to be taken, or was taken. The file itself is kept only until then.

    Of an export: `deliverable` with `period` or `round` says what it answers. Of workbooks `file` holds what was read
    in them.
    """

    kind = models.CharField(max_length=10, choices=DeliveryKind.choices)
    name = models.CharField(max_length=200)
    file = models.FileField(upload_to="intake/%Y/%m/", blank=True)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    deliverable = models.ForeignKey(Deliverable, models.CASCADE, null=True, blank=True, related_name="+")
    period = models.CharField(max_length=12, blank=True)
    round = models.ForeignKey(Round, models.CASCADE, null=True, blank=True, related_name="+")
    source = models.ForeignKey(Source, models.SET_NULL, null=True, blank=True, related_name="deliveries")
    choices = models.JSONField(default=dict)
    received_at = models.DateTimeField()
    received_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(null=True, blank=True)
    taken_count = models.PositiveIntegerField(default=0)  # sheets

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at", "-pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        """Whether it still waits to be taken: its file is there."""
        return self.taken_at is None and bool(self.file)
