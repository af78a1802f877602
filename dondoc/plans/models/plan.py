"""The plan, what the reader found in it, its frozen versions, and what an office decided about it before."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.db.models.expressions import Combinable
from django.utils.translation import gettext_lazy as _

from dondoc.documents.models import Document
from dondoc.lib.dates import format_date
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
    def of_series(self, plan: "Plan") -> "PlanQuerySet":
        """All versions of the plan of which `plan` is one, working copies too."""
        return self.filter(Q(pk=plan.series_id) | Q(first_id=plan.series_id))

    def read(self) -> "PlanQuerySet":
        """Plans that one reads; without the lists of what committees give to their own chi bộ."""
        return self.filter(document__isnull=False)

    def in_force_between(self, start: date | Combinable, end: date | Combinable) -> "PlanQuerySet":
        """Issued versions that are in force on some day from `start` to `end`."""
        begun = Q(in_force_from=None) | Q(in_force_from__lte=end)
        in_force = begun & (Q(superseded_on=None) | Q(superseded_on__gt=start))
        return self.read().filter(in_force, status=PlanStatus.ISSUED)

    def newest(self) -> "PlanQuerySet":
        """Of each issued plan its newest version, in force or about to be."""
        return self.read().filter(status=PlanStatus.ISSUED, superseded_on=None)

    def visible_to(self, user) -> "PlanQuerySet":
        """Issued plans bind everybody at or under their owner, so they may read them; drafts only those who edit."""
        above = OrgPath.objects.filter(descendant_id__in=user.root_org_ids()).values("ancestor_id")
        binds = Q(org_id__in=above) | Q(org_id__in=user.org_ids_with("view"))
        works_on = Q(org_id__in=user.org_ids_with("edit_plan")) | Q(org_id__in=user.org_ids_with("issue_plan"))
        return self.read().filter(Q(status=PlanStatus.ISSUED) & binds | works_on)


class Plan(models.Model):
    """One version of a plan. An amendment is a further row: a working copy, then issued and in force from its day.

    An issued version is never changed but for `superseded_on`, so each stays readable with its own items and text.
    The one row of a committee without a document is no text: it holds the tasks that it gives to its own chi bộ.
    """

    org = models.ForeignKey(Org, models.PROTECT, related_name="plans")  # whose plan it is
    document = models.ForeignKey(  # the text that places point into
        Document, models.PROTECT, null=True, blank=True, related_name="plans"
    )
    first = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="later_versions")
    version = models.PositiveIntegerField(default=1)  # bản 1, 2, …
    in_force_from = models.DateField(null=True, blank=True)  # an amendment's effective day; None: from the beginning
    superseded_on = models.DateField(null=True, blank=True)  # from this day the next version is in force
    number = models.CharField(max_length=60, blank=True)  # "08-KH/ĐU", as written
    kind = models.CharField(max_length=60, blank=True)  # "KẾ HOẠCH"
    subject = models.TextField(blank=True)
    issued_on = models.DateField(null=True, blank=True)  # None: the text does not say
    starts_on = models.DateField()  # from here obligations run
    ends_on = models.DateField()  # the end of the term
    status = models.CharField(max_length=10, choices=PlanStatus.choices, default=PlanStatus.DRAFT)
    parser_version = models.CharField(max_length=10)
    alarms_for_past = models.BooleanField(default=False)  # False: due days before the import are history, not alarms
    revision = models.PositiveIntegerField(default=0)  # counts every change of the working copy
    head_revision = models.PositiveIntegerField(default=0)  # `revision` at the last change of the head
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    search_text = models.TextField(blank=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gt=models.F("starts_on")), name="plan_runs_forward"),
            models.UniqueConstraint(fields=["org"], condition=Q(document__isnull=True), name="plan_of_own_once"),
            models.CheckConstraint(
                condition=Q(first__isnull=True, version=1) | Q(first__isnull=False, version__gt=1),
                name="plan_first_is_version_one",
            ),
            models.UniqueConstraint(fields=["first", "version"], name="plan_version_once"),
            models.CheckConstraint(
                condition=Q(superseded_on__isnull=True)
                | Q(in_force_from__isnull=True)
                | Q(superseded_on__gt=models.F("in_force_from")),
                name="plan_in_force_before_superseded",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind.capitalize()} {self.number}".strip()

    @property
    def series_id(self) -> int:
        """The id of the first version, which all versions share."""
        return self.first_id or self.pk

    @property
    def amending(self) -> "Amendment | None":
        """The document by which this version came about; None: it is the plan as first issued."""
        return self.amendment if self.is_amendment else None

    @property
    def is_amendment(self) -> bool:
        return self.first_id is not None

    def is_in_force_on(self, day: date) -> bool:
        """Whether `day` lies in the days of this version; the plan's own beginning and end aside."""
        return (self.in_force_from is None or self.in_force_from <= day) and (
            self.superseded_on is None or day < self.superseded_on
        )

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


class Amendment(models.Model):
    """The document by which a version came about: its number, day and kind, and the file if there is one."""

    plan = models.OneToOneField(Plan, models.CASCADE, related_name="amendment")  # the version that it makes
    of = models.OneToOneField(Plan, models.PROTECT, related_name="amended_by")  # the version that it amends
    kind = models.CharField(max_length=60, blank=True)  # "Quyết định"
    number = models.CharField(max_length=60, blank=True)  # "15-QĐ/ĐU"; "" until a person enters it
    signed_on = models.DateField(null=True, blank=True)
    subject = models.TextField(blank=True)
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="amendments")
    is_whole_text = models.BooleanField(default=False)  # True: the document is the plan's new text, read anew

    objects = PartOfPlan.as_manager()

    def __str__(self) -> str:
        return f"{self.kind or 'Văn bản sửa đổi'} {self.number}".strip()

    @property
    def cited(self) -> str:
        """As an office cites it: "Quyết định số 15-QĐ/ĐU ngày 30/9/2025"."""
        number = f" số {self.number}" if self.number else ""
        day = f" ngày {format_date(self.signed_on)}" if self.signed_on else ""
        return f"{self.kind or 'văn bản sửa đổi, bổ sung'}{number}{day}"


class Reading(models.Model):
    """What the reader found in the document, whole, as it found it. Apart from the plan, which is loaded often."""

    plan = models.OneToOneField(Plan, models.CASCADE, related_name="reading")
    draft = models.JSONField()

    objects = PartOfPlan.as_manager()

    def __str__(self) -> str:
        return f"{self.plan_id}"
