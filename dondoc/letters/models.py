"""Letters that chase: drawn up from what is overdue, with the list as it stood, issued with a number."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dondoc.orgs.models import Org
from dondoc.plans.models import Plan


class LetterState(models.TextChoices):
    DRAFT = "draft", _("Đang soạn")
    ISSUED = "issued", _("Đã ban hành")
    RECALLED = "recalled", _("Đã thu hồi")

    @property
    def tone(self) -> str:
        return {"draft": "muted", "issued": "good", "recalled": "bad"}[self]

    @property
    def icon(self) -> str:
        return {"draft": "pencil", "issued": "send", "recalled": "ban"}[self]


class LetterQuerySet(models.QuerySet["Letter"]):
    def visible_to(self, user) -> "LetterQuerySet":
        """Letters of the organisations whose boards `user` may see."""
        return self.filter(org_id__in=user.org_ids_with("view_board"))


class Letter(models.Model):
    """`owed` is what stood open when it was drawn up, organisation by organisation (letters.listing); `head` who writes
    about which plan; `words` what people wrote: opening, request, recipients, superior."""

    org = models.ForeignKey(Org, models.PROTECT, related_name="letters")
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="+")
    orgs = models.ManyToManyField(Org, related_name="+")
    state = models.CharField(max_length=10, choices=LetterState.choices, default=LetterState.DRAFT)
    number = models.PositiveIntegerField(null=True, blank=True)
    head = models.JSONField(default=dict)
    owed = models.JSONField(default=list)
    as_of = models.DateField()
    answer_by = models.DateField()
    words = models.JSONField(default=dict)
    place = models.CharField(max_length=100, blank=True)
    dated_on = models.DateField(null=True, blank=True)
    signer_authority = models.CharField(max_length=120, blank=True)
    signer_position = models.CharField(max_length=120, blank=True)
    signer_name = models.CharField(max_length=120, blank=True)
    revision = models.PositiveIntegerField(default=0)
    writers = models.JSONField(default=list)  # ids of those who wrote in it; none of them signs it
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(null=True, blank=True)
    issued_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    recalled_at = models.DateTimeField(null=True, blank=True)
    recalled_why = models.CharField(max_length=1000, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft", issued_at=None, issued_by=None, number=None)
                | ~Q(state="draft") & Q(issued_at__isnull=False, issued_by__isnull=False, number__isnull=False),
                name="letter_issued_at_by_and_number",
            ),
            models.CheckConstraint(
                condition=Q(state="recalled", recalled_at__isnull=False) & ~Q(recalled_why="")
                | ~Q(state="recalled") & Q(recalled_at=None, recalled_why=""),
                name="letter_recalled_at_why",
            ),
        ]

    def __str__(self) -> str:
        return ", ".join(one["org"] for one in self.owed[:3]) + (" …" if len(self.owed) > 3 else "")
