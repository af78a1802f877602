"""What confirming a working copy leaves behind: steps that can be undone, passages not understood, unsaved edits."""

import json

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dondoc.plans.models.plan import PartOfPlan, Plan


class PassageUse(models.TextChoices):
    TASK = "task", _("Lập thành nhiệm vụ")
    TARGET = "target", _("Lập thành chỉ tiêu")
    NOTHING = "nothing", _("Không phải việc")


class Passage(models.Model):
    """A paragraph that looks like a directive or a target and that the reader did not understand; a person settles it.

    `start`, `end`: characters into Document.text. `used_as`: what it turned out to be; "" while it waits.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="passages")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    reason = models.CharField(max_length=40, blank=True)  # why it is doubted (a code of parsing.rules.DOUBTS)
    used_as = models.CharField(max_length=10, choices=PassageUse.choices, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")

    objects = PartOfPlan.as_manager()

    class Meta:
        ordering = ["start", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(used_as="", settled_at__isnull=True, settled_by__isnull=True)
                | (~Q(used_as="") & Q(settled_at__isnull=False, settled_by__isnull=False)),
                name="passage_settled_whole",
            )
        ]

    def __str__(self) -> str:
        return f"{self.start}-{self.end}"


class StepAct(models.TextChoices):
    CONFIRM = "confirm", _("xác nhận")
    CORRECT = "correct", _("sửa")
    REMOVE = "remove", _("bỏ")
    ADD = "add", _("thêm")
    SPLIT = "split", _("tách")
    MERGE = "merge", _("gộp")
    SETTLE = "settle", _("xem điều nghi vấn")
    PASSAGE = "passage", _("xử lý đoạn chưa hiểu")
    HEAD = "head", _("sửa phần đầu")
    BODIES = "bodies", _("ghép tên đơn vị")
    PROPOSE = "propose", _("lập đề xuất")
    DECIDE = "decide", _("quyết đề xuất")
    AMEND = "amend", _("quyết điểm sửa đổi")


class Step(models.Model):
    """One act on a working copy, kept whole so that it can be undone.

    `changes`: one dict for each row that it touched: {"kind": "task", "pk", "code", "before", "after"}. before and
    after hold the fields that changed; None where the row was not there (before: made by the step; after: removed).
    `cause`: the step on another plan that this one followed (a name chosen there); undoing that undoes this.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="steps")
    act = models.CharField(max_length=10, choices=StepAct.choices)
    changes = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    note = models.TextField(blank=True)  # the reason of a removal
    cause = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="followers")  # elsewhere
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")

    objects = PartOfPlan.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="step_undone_at_and_by",
            )
        ]

    def __str__(self) -> str:
        return f"{StepAct(self.act).label} {', '.join(self.codes)}".strip()

    @property
    def codes(self) -> list[str]:
        """Codes of the items that it touched."""
        return [change["code"] for change in self.changes if change["code"]]


class KeptEditQuerySet(models.QuerySet["KeptEdit"]):
    def visible_to(self, user) -> "KeptEditQuerySet":
        """What a person has typed and not saved yet is that person's own."""
        return self.filter(user_id=user.pk)


class KeptEdit(models.Model):
    """What a person typed into a form and has not saved, so that a lost connection or a closed tab loses nothing.

    `key` names the form ("task:2.1-1", "head"); `fields`: its fields' values as the browser sends them.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="kept_edits")
    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="+")
    key = models.CharField(max_length=40)
    fields = models.JSONField(default=dict)
    saved_at = models.DateTimeField()

    objects = KeptEditQuerySet.as_manager()

    class Meta:
        ordering = ["-saved_at"]
        constraints = [models.UniqueConstraint(fields=["plan", "user", "key"], name="keptedit_once")]

    def __str__(self) -> str:
        return self.key

    @property
    def fields_json(self) -> str:
        return json.dumps(self.fields, ensure_ascii=False)
