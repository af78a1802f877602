"""Targets and tasks of a plan."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dondoc.indicators.models import Indicator
from dondoc.lib.due import Due
from dondoc.orgs.models import Org
from dondoc.plans.models.plan import PartOfPlan, Plan


def _at_and_by(name: str) -> models.CheckConstraint:
    both = Q(changed_at__isnull=True, changed_by__isnull=True) | Q(changed_at__isnull=False, changed_by__isnull=False)
    return models.CheckConstraint(condition=both, name=name)


class PlanItem(models.Model):
    """What targets and tasks share: words as written and their place in the document's text."""

    code = models.CharField(max_length=20)  # stable within the plan: "2.1", "2.1-t2"
    position = models.PositiveIntegerField()
    text = models.TextField()  # as written
    start = models.PositiveIntegerField(null=True)  # characters into Document.text; None: added by a person
    end = models.PositiveIntegerField(null=True)
    rule = models.CharField(max_length=60, blank=True)  # the reader's rule that found it; "" when added by a person
    signs = models.JSONField(default=list)  # what else the reader saw of it (codes of parsing.rules.SIGNS)
    confidence = models.DecimalField(max_digits=3, decimal_places=2, default=1)
    is_confirmed = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=0)  # Plan.revision at its last change; a stale form is refused
    changed_at = models.DateTimeField(null=True, blank=True)  # None: as the reader left it
    changed_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    search_text = models.TextField(blank=True)
    # The item of the first version that has it, which all its later forms share; None: this is the first.
    line = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="later_forms")
    is_pairing_doubtful = models.BooleanField(default=False)  # whether it continues that item waits for a person

    objects = PartOfPlan.as_manager()

    class Meta:
        abstract = True
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.code

    @property
    def line_key(self) -> int:
        """What an item keeps from version to version: the id of its first form."""
        return self.line_id or self.pk


class Target(PlanItem):
    """A chỉ tiêu as the plan states it. `measures` keeps the reader's dicts (comparator, value, unit, population …)."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="targets")
    part = models.CharField(max_length=30, blank=True)  # the office's own number, as written
    label = models.CharField(max_length=250, blank=True)  # "Chỉ tiêu thứ Nhất"
    measures = models.JSONField(default=list)
    due_text = models.CharField(max_length=300, blank=True)
    indicator = models.ForeignKey(Indicator, models.SET_NULL, null=True, blank=True, related_name="targets")

    class Meta(PlanItem.Meta):
        constraints = [
            models.UniqueConstraint(fields=["plan", "code"], name="target_code_once"),
            models.UniqueConstraint(fields=["plan", "line"], name="target_line_once"),
            _at_and_by("target_changed_at_and_by"),
        ]


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
        constraints = [
            models.UniqueConstraint(fields=["plan", "code"], name="task_code_once"),
            models.UniqueConstraint(fields=["plan", "line"], name="task_line_once"),
            _at_and_by("task_changed_at_and_by"),
        ]

    @property
    def due(self) -> Due:
        return Due.from_dict(self.due_data)
