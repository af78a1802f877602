"""The register of papers (sổ văn bản). Entries are never deleted: what was wrong is recalled with a reason."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dondoc.orgs.models import Org
from dondoc.plans.models import Plan, Task


class Direction(models.TextChoices):
    OUT = "out", _("Văn bản đi")
    IN = "in", _("Văn bản đến")

    @property
    def tone(self) -> str:
        return {"out": "info", "in": "muted"}[self]

    @property
    def icon(self) -> str:
        return {"out": "send", "in": "inbox"}[self]


class RegisterQuerySet(models.QuerySet):
    def visible_to(self, user) -> "RegisterQuerySet":
        """Of the registers of the organisations whose boards `user` may see."""
        return self.filter(org_id__in=user.org_ids_with("view_board"))

    def count_by_direction(self) -> dict[str, int]:
        """How many papers go each way; a way without papers is left out. One query."""
        return dict(self.order_by().values_list("direction").annotate(models.Count("pk")))


class Series(models.Model):
    """One run of numbers: of a type of paper over a term (of the State: over a year), or of what came in over a year.

    `last` is the last number given out; up to `outside` they were given before the register was kept here.
    Source: DOMAIN.md §2.5 (from 01 for each type within one term of the committee, never reset on 1 January).
    """

    org = models.ForeignKey(Org, models.PROTECT, related_name="+")
    type_code = models.CharField(max_length=10)  # "BC"; INCOMING for what came in
    term = models.CharField(max_length=12)  # "2025-2030"; "2026"
    last = models.PositiveIntegerField(default=0)
    outside = models.PositiveIntegerField(default=0)

    objects = RegisterQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["org", "type_code", "term"], name="series_once"),
            models.CheckConstraint(condition=Q(outside__lte=models.F("last")), name="series_outside_is_given"),
        ]

    def __str__(self) -> str:
        return f"{self.type_code} {self.term}: {self.last}"


class Entry(models.Model):
    """A paper in the register. `number` is the paper's own when it goes out, the one of arrival when it came in.

    `symbol` is what stands on the paper ("08-BC/ĐU"); `counterpart` who sent it, or to whom it went. `source` names the
    record that made it here ("report:12"), "" for a paper made elsewhere.
    """

    org = models.ForeignKey(Org, models.PROTECT, related_name="register")
    series = models.ForeignKey(Series, models.PROTECT, related_name="entries")
    direction = models.CharField(max_length=3, choices=Direction.choices)
    number = models.PositiveIntegerField()
    type_code = models.CharField(max_length=10)
    symbol = models.CharField(max_length=80)
    subject = models.CharField(max_length=500)
    dated_on = models.DateField()
    arrived_on = models.DateField(null=True, blank=True)
    counterpart = models.CharField(max_length=1000, blank=True)
    signer = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=1000, blank=True)
    plan = models.ForeignKey(Plan, models.PROTECT, null=True, blank=True, related_name="+")
    tasks = models.ManyToManyField(Task, blank=True, related_name="+")  # what of the plan it is about
    orgs = models.ManyToManyField(Org, blank=True, related_name="+")  # whom it is addressed to, as known here
    answers = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="answered_by")
    source = models.CharField(max_length=40, blank=True)
    search_text = models.TextField(blank=True)
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    recalled_at = models.DateTimeField(null=True, blank=True)
    recalled_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    recalled_why = models.CharField(max_length=1000, blank=True)

    objects = RegisterQuerySet.as_manager()

    class Meta:
        ordering = ["-dated_on", "-number", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["series", "number"], name="entry_number_once"),
            models.UniqueConstraint(fields=["source"], condition=~Q(source=""), name="entry_source_once"),
            models.CheckConstraint(
                condition=Q(direction="out", arrived_on__isnull=True) | Q(direction="in", arrived_on__isnull=False),
                name="entry_arrives_when_incoming",
            ),
            models.CheckConstraint(
                condition=Q(recalled_at__isnull=True, recalled_by__isnull=True, recalled_why="")
                | (Q(recalled_at__isnull=False, recalled_by__isnull=False) & ~Q(recalled_why="")),
                name="entry_recalled_at_by_why",
            ),
        ]
        indexes = [models.Index(fields=["org", "direction", "-dated_on"], name="register_by_day")]

    def __str__(self) -> str:
        return self.symbol
