"""What is proposed between confirming and issuing: whom a wording means, what is asked, what is measured."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dondoc.orgs.models import Org, OrgPath
from dondoc.plans.models.items import Target, Task
from dondoc.plans.models.plan import PartOfPlan, Plan


class BodyChoiceQuerySet(models.QuerySet["BodyChoice"]):
    def visible_to(self, user) -> "BodyChoiceQuerySet":
        """The choices of committees whose plans `user` edits."""
        return self.filter(org_id__in=user.org_ids_with("edit_plan"))

    def above(self, org: Org) -> "BodyChoiceQuerySet":
        """Those of `org` and of the committees that ever stood above it."""
        return self.filter(org__in=OrgPath.objects.filter(descendant=org).values("ancestor_id"))


class BodyChoice(models.Model):
    """Whom a committee means by a wording of its plans, decided by a person and remembered for the next plan.

    `population`: as Task.population. `folded`: the wording as it is compared.
    """

    org = models.ForeignKey(Org, models.CASCADE, related_name="body_choices")
    wording = models.CharField(max_length=300)
    folded = models.CharField(max_length=250)
    population = models.JSONField(default=dict)
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")

    objects = BodyChoiceQuerySet.as_manager()

    class Meta:
        ordering = ["folded"]
        constraints = [models.UniqueConstraint(fields=["org", "folded"], name="bodychoice_once")]

    def __str__(self) -> str:
        return self.wording


class ProposalKind(models.TextChoices):
    MEASURE = "measure", _("Cách tính chỉ tiêu")
    PRODUCT = "product", _("Sản phẩm của nhiệm vụ")


class ProposalState(models.TextChoices):
    PROPOSED = "proposed", _("Chờ quyết")
    ACCEPTED = "accepted", _("Đã nhận")
    SKIPPED = "skipped", _("Bỏ qua")

    @property
    def tone(self) -> str:
        return {"proposed": "warn", "accepted": "good", "skipped": "muted"}[self]

    @property
    def icon(self) -> str:
        return {"proposed": "hourglass", "accepted": "circle-check", "skipped": "ban"}[self]


class Proposal(models.Model):
    """How one measure of a chỉ tiêu is to be taken, or what one product of tasks is; a person adjusts and decides.

    `wish`: plans.proposing.wishes; `first_wish` is what was proposed, so that adjusting can be undone.
    `measure_no`: which of Target.measures. `tasks`: codes of the tasks that a product answers. `reporting`: the task
    made to ask for the figures of an accepted measure.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="proposals")
    code = models.CharField(max_length=40)  # stable within the plan: "ct-II.7-1", "sp-4"
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=ProposalKind.choices)
    target = models.ForeignKey(Target, models.CASCADE, null=True, blank=True, related_name="proposals")
    measure_no = models.PositiveSmallIntegerField(null=True, blank=True)
    tasks = models.JSONField(default=list)
    reporting = models.OneToOneField(Task, models.SET_NULL, null=True, blank=True, related_name="proposal")
    wish = models.JSONField(default=dict)
    first_wish = models.JSONField(default=dict)
    notes = models.JSONField(default=list)  # why it is proposed so, in sentences
    state = models.CharField(max_length=10, choices=ProposalState.choices, default=ProposalState.PROPOSED)
    reason = models.CharField(max_length=300, blank=True)  # why it was skipped
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")

    objects = PartOfPlan.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "code"], name="proposal_code_once"),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by__isnull=True, state="proposed")
                | Q(decided_at__isnull=False, decided_by__isnull=False) & ~Q(state="proposed"),
                name="proposal_decided_at_and_by",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def standing(self) -> ProposalState:
        return ProposalState(self.state)

    @property
    def name(self) -> str:
        return str(self.wish.get("name", ""))

    @property
    def is_adjusted(self) -> bool:
        return self.wish != self.first_wish

    @property
    def measure(self) -> dict[str, Any]:
        """The measure of the target as it was read; {} for a product."""
        known = self.target.measures if self.target else []
        return known[self.measure_no] if self.measure_no is not None and self.measure_no < len(known) else {}
