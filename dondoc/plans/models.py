"""A plan as issued: targets, tasks and their places in the text; a working copy and frozen versions.

While a plan is a draft its targets and tasks are corrected by a person. Issuing freezes them: `PlanVersion.content`
holds the whole as it was, and from then on a plan changes only by amendment.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dondoc.documents.models import Document
from dondoc.indicators.models import Indicator
from dondoc.lib.due import Due
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


class PlanItem(models.Model):
    """What targets and tasks share: words as written and their place in the document's text."""

    code = models.CharField(max_length=20)  # stable within the plan: "2.1", "2.1-t2"
    position = models.PositiveIntegerField()
    text = models.TextField()  # as written
    start = models.PositiveIntegerField(null=True)  # characters into Document.text; None: added by a person
    end = models.PositiveIntegerField(null=True)
    rule = models.CharField(max_length=60, blank=True)  # the reader's rule that found it; "" when added by a person
    confidence = models.DecimalField(max_digits=3, decimal_places=2, default=1)
    is_confirmed = models.BooleanField(default=False)
    search_text = models.TextField(blank=True)

    objects = PartOfPlan.as_manager()

    class Meta:
        abstract = True
        ordering = ["position"]

    def __str__(self) -> str:
        return self.code


class Target(PlanItem):
    """A chỉ tiêu as the plan states it. `measures` keeps the reader's dicts (comparator, value, unit, population …)."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="targets")
    part = models.CharField(max_length=30, blank=True)  # the office's own number, as written
    label = models.CharField(max_length=250, blank=True)  # "Chỉ tiêu thứ Nhất"
    measures = models.JSONField(default=list)
    due_text = models.CharField(max_length=300, blank=True)
    indicator = models.ForeignKey(Indicator, models.SET_NULL, null=True, blank=True, related_name="targets")

    class Meta(PlanItem.Meta):
        constraints = [models.UniqueConstraint(fields=["plan", "code"], name="target_code_once")]


class TaskRole(models.TextChoices):
    DO = "do", _("thực hiện")  # the organisations that must do it
    LEAD = "lead", _("chủ trì, tham mưu")  # an advisory body


class Task(PlanItem):
    """A task (nhiệm vụ): who, what product, by when. `population` says which organisations it binds.

    `population`: {"kinds": [...], "groups": [...], "orgs": [codes]}; keys are ANDed, "orgs" alone names bodies.
    `deliverables`: codes of sheets.Deliverable; all are needed. Empty: followed without a sheet.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="tasks")
    target = models.ForeignKey(Target, models.CASCADE, null=True, blank=True, related_name="tasks")
    part = models.CharField(max_length=30, blank=True)
    role = models.CharField(max_length=10, choices=TaskRole.choices, default=TaskRole.DO)
    lead_wording = models.CharField(max_length=300, blank=True)
    support_wording = models.CharField(max_length=300, blank=True)
    report_to_wording = models.CharField(max_length=300, blank=True)
    population = models.JSONField(default=dict)
    supporters = models.JSONField(default=list)  # codes of organisations that support
    reviewer = models.ForeignKey(Org, models.PROTECT, null=True, blank=True, related_name="tasks_reviewed")
    opener = models.ForeignKey(Org, models.PROTECT, null=True, blank=True, related_name="tasks_opened")
    deliverables = models.JSONField(default=list)
    products = models.JSONField(default=list)  # phrases read from the text
    due_data = models.JSONField(default=dict)

    class Meta(PlanItem.Meta):
        constraints = [models.UniqueConstraint(fields=["plan", "code"], name="task_code_once")]

    @property
    def due(self) -> Due:
        return Due.from_dict(self.due_data)


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


class Allocation(models.Model):
    """A quota: how many `org` is to reach in `year`. `org` = the plan's owner: the total given from above,
    to which the parts must reconcile."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="allocations")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="allocations")
    org = models.ForeignKey(Org, models.PROTECT, related_name="allocations")
    year = models.PositiveIntegerField()
    quantity = models.PositiveIntegerField()

    objects = PartOfPlan.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "indicator", "org", "year"], name="allocation_once")]

    def __str__(self) -> str:
        return f"{self.org_id} {self.year}: {self.quantity}"
