"""Spot checks: a sample of sheets that anybody can draw again, and what was found when they were counted anew."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dondoc.lib.periods import Period
from dondoc.obligations.models import Round
from dondoc.orgs.models import Org
from dondoc.sheets.models import Deliverable
from dondoc.submissions.models import Submission


class SampleQuerySet(models.QuerySet["Sample"]):
    def visible_to(self, user) -> "SampleQuerySet":
        """Those of the organisations in or under which `user` may make spot checks."""
        return self.filter(org_id__in=user.org_ids_with("spot_check"))


class Sample(models.Model):
    """Sheets drawn for a spot check: of one product and period, of `org` and all under it. It never changes; what was
    drawn by mistake is annulled with a reason. See `drawing` for the method."""

    org = models.ForeignKey(Org, models.PROTECT, related_name="+")
    deliverable = models.ForeignKey(Deliverable, models.PROTECT, related_name="+")
    period = models.CharField(max_length=12)
    round = models.ForeignKey(Round, models.PROTECT, null=True, blank=True, related_name="+")
    seed = models.CharField(max_length=40)
    method = models.PositiveSmallIntegerField()
    by_kind = models.BooleanField()  # stratified by the kind of organisation
    size = models.PositiveIntegerField()
    share = models.PositiveSmallIntegerField(null=True, blank=True)  # per cent, where that was asked for
    frame_size = models.PositiveIntegerField()
    frame_digest = models.CharField(max_length=64)
    strata = models.JSONField(default=list)  # [[kind, how many there were, how many were drawn]]
    drawn_at = models.DateTimeField()
    drawn_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    annulled_at = models.DateTimeField(null=True, blank=True)
    annulled_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    annulled_why = models.CharField(max_length=300, blank=True)

    objects = SampleQuerySet.as_manager()

    class Meta:
        ordering = ["-drawn_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(annulled_at=None, annulled_by=None, annulled_why="")
                | Q(annulled_at__isnull=False, annulled_by__isnull=False) & ~Q(annulled_why=""),
                name="sample_annulled_with_reason",
            )
        ]

    def __str__(self) -> str:
        return f"{self.deliverable.name}, {self.period_label}"

    @property
    def period_label(self) -> str:
        return self.round.name if self.round else Period.parse(self.period).label


class ItemQuerySet(models.QuerySet["SampleItem"]):
    def visible_to(self, user) -> "ItemQuerySet":
        """What was drawn of the organisations that `user` may see."""
        return self.filter(submission__org_id__in=user.org_ids_with("view"))

    def counted(self) -> "ItemQuerySet":
        """Those that were counted anew, in samples that hold."""
        return self.exclude(checked_at=None).filter(sample__annulled_at=None)


class SampleItem(models.Model):
    """One sheet that was drawn, and what was found. `declared`, `found`: answers by field code, both as they stood when
    it was counted; `same` of `values` agreed."""

    sample = models.ForeignKey(Sample, models.CASCADE, related_name="items")
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="+")
    stratum = models.CharField(max_length=40, blank=True)
    position = models.PositiveIntegerField()
    declared = models.JSONField(default=dict)
    found = models.JSONField(default=dict)
    values = models.PositiveSmallIntegerField(default=0)
    same = models.PositiveSmallIntegerField(default=0)
    note = models.TextField(blank=True)
    checked_on = models.DateField(null=True, blank=True)  # the day on the spot
    checked_at = models.DateTimeField(null=True, blank=True)
    checked_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    revision = models.PositiveIntegerField(default=0)

    objects = ItemQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["sample", "submission"], name="sampleitem_once"),
            models.CheckConstraint(
                condition=Q(checked_at=None, checked_by=None, checked_on=None)
                | Q(checked_at__isnull=False, checked_by__isnull=False, checked_on__isnull=False),
                name="sampleitem_checked_at_and_by",
            ),
        ]

    def __str__(self) -> str:
        return _("%(org)s, %(sheet)s") % {"org": self.submission.org, "sheet": self.submission}


class RecountFileQuerySet(models.QuerySet["RecountFile"]):
    def visible_to(self, user) -> "RecountFileQuerySet":
        """Those of samples that `user` may see."""
        return self.filter(item__sample__org_id__in=user.org_ids_with("spot_check"))


class RecountFile(models.Model):
    """What proves a recount: minutes, pictures. Kept with its hash."""

    item = models.ForeignKey(SampleItem, models.PROTECT, related_name="files")
    file = models.FileField(upload_to="recounts/%Y/%m/")
    name = models.CharField(max_length=200)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")

    objects = RecountFileQuerySet.as_manager()

    class Meta:
        ordering = ["uploaded_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["item", "sha256"], name="recountfile_once")]

    def __str__(self) -> str:
        return self.name
