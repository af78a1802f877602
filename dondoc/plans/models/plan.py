"""The plan, what the reader found in it, its frozen versions, and what an office decided about it before."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dondoc.documents.models import Document
from dondoc.orgs.models import Org, OrgPath
from dondoc.sheets.models import EverybodyQuerySet


class Package(models.Model):
    """What an office has already decided about one plan (populations, products, rhythms), offered when it is imported.

    `decisions`: {"tasks": {code: {field: value}}, "more_tasks": [{…}], "groups": …}; a person still confirms each.
    """

    document_number = models.CharField(max_length=60, unique=True)  # "08-KH/ĐU"
    name = models.CharField(max_length=200)
    decisions = models.JSONField(default=dict)

    objects = EverybodyQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class PlanStatus(models.TextChoices):
    DRAFT = "draft", _("Đang soát")
    ISSUED = "issued", _("Đã ban hành")

    @property
    def tone(self) -> str:
        return {"draft": "warn", "issued": "good"}[self]

    @property
    def icon(self) -> str:
        return {"draft": "pencil", "issued": "send"}[self]


class PlanQuerySet(models.QuerySet["Plan"]):
    def visible_to(self, user) -> "PlanQuerySet":
        """Issued plans bind everybody at or under their owner, so they may read them; drafts only those who edit."""
        above = OrgPath.objects.filter(descendant_id__in=user.root_org_ids()).values("ancestor_id")
        binds = Q(org_id__in=above) | Q(org_id__in=user.org_ids_with("view"))
        works_on = Q(org_id__in=user.org_ids_with("edit_plan")) | Q(org_id__in=user.org_ids_with("issue_plan"))
        return self.filter(Q(status=PlanStatus.ISSUED) & binds | works_on)


class Plan(models.Model):
    org = models.ForeignKey(Org, models.PROTECT, related_name="plans")  # whose plan it is
    document = models.OneToOneField(Document, models.PROTECT, related_name="plan")
    number = models.CharField(max_length=60, blank=True)  # "08-KH/ĐU", as written
    kind = models.CharField(max_length=60, blank=True)  # "KẾ HOẠCH"
    subject = models.TextField(blank=True)
    issued_on = models.DateField(null=True, blank=True)  # None: the text does not say
    starts_on = models.DateField()  # from here obligations run
    ends_on = models.DateField()  # the end of the term
    status = models.CharField(max_length=10, choices=PlanStatus.choices, default=PlanStatus.DRAFT)
    parser_version = models.CharField(max_length=10)
    alarms_for_past = models.BooleanField(default=False)  # False: due days before the import are history, not alarms
    revision = models.PositiveIntegerField(default=0)  # counts corrections; a stale form is refused
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    search_text = models.TextField(blank=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [models.CheckConstraint(condition=Q(ends_on__gt=models.F("starts_on")), name="plan_runs_forward")]

    def __str__(self) -> str:
        return f"{self.kind.capitalize()} {self.number}".strip()

    @property
    def is_issued(self) -> bool:
        return self.status == PlanStatus.ISSUED

    @property
    def state(self) -> PlanStatus:
        return PlanStatus(self.status)


class PlanVersion(models.Model):
    """The whole plan as issued, frozen: {"plan": …, "targets": […], "tasks": […]}."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="planversion_once")]

    def __str__(self) -> str:
        return f"{self.plan_id} v{self.number}"


class PartOfPlan(models.QuerySet):
    def visible_to(self, user) -> "PartOfPlan":
        """What belongs to a plan that `user` may read."""
        return self.filter(plan__in=Plan.objects.visible_to(user))


class Reading(models.Model):
    """What the reader found in the document, whole, as it found it. Apart from the plan, which is loaded often."""

    plan = models.OneToOneField(Plan, models.CASCADE, related_name="reading")
    draft = models.JSONField()

    objects = PartOfPlan.as_manager()

    def __str__(self) -> str:
        return f"{self.plan_id}"
