"""What an amending decision was read to change, item by item; each waits for a person."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dondoc.plans.models.plan import PartOfPlan, Plan


class EditAct(models.TextChoices):
    """As `documents.parsing.amending.Act`, in office words."""

    REWORD = "reword", _("Sửa đổi")
    ADD = "add", _("Bổ sung")
    REPEAL = "repeal", _("Bãi bỏ")
    REPLACE = "replace", _("Thay cụm từ")
    DUE = "due", _("Đổi thời hạn")
    LEVEL = "level", _("Đổi mức")
    LEAD = "lead", _("Đổi cơ quan thực hiện")
    UNCLEAR = "unclear", _("Chưa hiểu được")

    @property
    def tone(self) -> str:
        return {"add": "good", "repeal": "bad", "unclear": "muted"}.get(self.value, "warn")

    @property
    def icon(self) -> str:
        return {"add": "plus", "repeal": "circle-minus", "unclear": "zoom-question", "due": "calendar-due"}.get(
            self.value, "pencil"
        )


class EditState(models.TextChoices):
    WAITING = "waiting", _("Chờ quyết định")
    APPLIED = "applied", _("Đã áp dụng")
    SET_ASIDE = "set_aside", _("Không áp dụng")

    @property
    def tone(self) -> str:
        return {"waiting": "warn", "applied": "good", "set_aside": "muted"}[self]

    @property
    def icon(self) -> str:
        return {"waiting": "help-circle", "applied": "check", "set_aside": "circle-minus"}[self]


class AmendmentEdit(models.Model):
    """One change that a point of the amending decision makes to one item of the working copy.

    `start`, `end`: the point's place in the text of the amendment's document; `words`: its words. `kind`: "target",
    "task" or "" when unknown; `item_code`: the item's code in the working copy, "" for a new item and for one not found
    (`likely`: codes that come near). `change`: what it becomes: {"text", "swaps", "due", "due_text", "lead", "level",
    "measures", "values" (fields of a new item), "under" (a new task's chỉ tiêu)}, each only when it changes.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="edits")
    position = models.PositiveIntegerField()
    part = models.CharField(max_length=60, blank=True)  # the point's own number in the decision
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    words = models.TextField()
    act = models.CharField(max_length=10, choices=EditAct.choices)
    kind = models.CharField(max_length=10, blank=True)
    item_code = models.CharField(max_length=20, blank=True)
    likely = models.JSONField(default=list)
    change = models.JSONField(default=dict)
    rule = models.CharField(max_length=60, blank=True)
    signs = models.JSONField(default=list)
    confidence = models.DecimalField(max_digits=3, decimal_places=2)
    state = models.CharField(max_length=10, choices=EditState.choices, default=EditState.WAITING)
    reason = models.CharField(max_length=300, blank=True)  # why it was set aside
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")

    objects = PartOfPlan.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "position"], name="amendmentedit_position_once"),
            models.CheckConstraint(
                condition=Q(state="waiting", decided_at__isnull=True, decided_by__isnull=True)
                | (~Q(state="waiting") & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="amendmentedit_decided_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{EditAct(self.act).label} {self.item_code}".strip()

    @property
    def is_waiting(self) -> bool:
        return self.state == EditState.WAITING
