"""Reports: composed from approved data, edited in words, frozen with a snapshot of the figures, then written."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dondoc.orgs.models import Org
from dondoc.plans.models import Plan
from dondoc.reports.kinds import KINDS, Kind


class ReportState(models.TextChoices):
    DRAFT = "draft", _("Đang soạn")
    REVIEW = "review", _("Chờ ký")  # handed to whoever signs; not edited meanwhile
    FROZEN = "frozen", _("Đã chốt")
    RECALLED = "recalled", _("Đã thu hồi")

    @property
    def tone(self) -> str:
        return {"draft": "muted", "review": "info", "frozen": "good", "recalled": "bad"}[self]

    @property
    def icon(self) -> str:
        return {"draft": "pencil", "review": "hourglass", "frozen": "lock", "recalled": "ban"}[self]


# from → to; who does it stands in rules.py
TRANSITIONS = {
    ReportState.DRAFT: (ReportState.REVIEW, ReportState.FROZEN),
    ReportState.REVIEW: (ReportState.DRAFT, ReportState.FROZEN),
    ReportState.FROZEN: (ReportState.RECALLED,),
    ReportState.RECALLED: (),
}


class ReportQuerySet(models.QuerySet["Report"]):
    def visible_to(self, user) -> "ReportQuerySet":
        """Reports of the organisations whose boards `user` may see."""
        return self.filter(org_id__in=user.org_ids_with("view_board"))


class Report(models.Model):
    """`words` are what people wrote: {section code: text}. `snapshot` are the figures: live copy while a draft is
    compiled, never touched again once frozen."""

    org = models.ForeignKey(Org, models.PROTECT, related_name="reports")
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="reports")
    kind = models.CharField(max_length=20, choices=[(one.code, one.label) for one in KINDS.values()], default="monthly")
    period = models.CharField(max_length=12)
    about = models.CharField(max_length=60, blank=True)  # the chỉ tiêu, organisation or task that the kind is about
    state = models.CharField(max_length=10, choices=ReportState.choices, default=ReportState.DRAFT)
    number = models.PositiveIntegerField(null=True, blank=True)  # taken from the register when frozen
    words = models.JSONField(default=dict)
    snapshot = models.JSONField(default=dict)
    snapshot_at = models.DateTimeField()
    snapshot_sha256 = models.CharField(max_length=64)
    place = models.CharField(max_length=100, blank=True)
    dated_on = models.DateField(null=True, blank=True)
    signer_authority = models.CharField(max_length=120, default="T/M BAN THƯỜNG VỤ")
    signer_position = models.CharField(max_length=120, default="PHÓ BÍ THƯ")
    signer_name = models.CharField(max_length=120, blank=True)
    revision = models.PositiveIntegerField(default=0)
    writers = models.JSONField(default=list)  # ids of those who wrote in it; none of them signs it
    sent_back_why = models.CharField(max_length=1000, blank=True)  # what the one who signs asks to be mended
    recalled_at = models.DateTimeField(null=True, blank=True)
    recalled_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    recalled_why = models.CharField(max_length=1000, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    frozen_at = models.DateTimeField(null=True, blank=True)
    frozen_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-period", "-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "org", "kind", "period", "about"], condition=~Q(state="recalled"), name="report_once"
            ),
            models.CheckConstraint(
                condition=Q(recalled_at__isnull=True, recalled_by__isnull=True) & ~Q(state="recalled")
                | Q(recalled_at__isnull=False, recalled_by__isnull=False, state="recalled") & ~Q(recalled_why=""),
                name="report_recalled_at_by_why",
            ),
            models.CheckConstraint(
                condition=Q(frozen_at__isnull=True, frozen_by__isnull=True, number__isnull=True)
                | Q(frozen_at__isnull=False, frozen_by__isnull=False, number__isnull=False),
                name="report_frozen_at_by_and_number",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.period}"

    @property
    def made(self) -> Kind:
        return KINDS[self.kind]
