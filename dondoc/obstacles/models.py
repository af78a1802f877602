"""Vướng mắc, kiến nghị: what an organisation says stands in its way, who must answer by when, and the answer.

Nothing is deleted: what was raised by mistake is withdrawn, and stays readable.
"""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dondoc.obligations.models import Obligation, Ruling
from dondoc.orgs.models import Org


class ObstacleKind(models.TextChoices):
    OBSTACLE = "obstacle", _("Vướng mắc")
    PROPOSAL = "proposal", _("Kiến nghị")


class Outcome(models.TextChoices):
    SOLVED = "solved", _("Đã tháo gỡ")
    EXPLAINED = "explained", _("Đã hướng dẫn, giải thích")
    DECLINED = "declined", _("Không chấp nhận")


class Standing(models.TextChoices):
    """How an obstacle stands on a day; computed, never stored."""

    OVERDUE = "overdue", _("Quá hạn trả lời")
    OPEN = "open", _("Chờ trả lời")
    ANSWERED = "answered", _("Đã trả lời")
    WITHDRAWN = "withdrawn", _("Đơn vị đã rút")

    @property
    def tone(self) -> str:
        return {"overdue": "bad", "open": "warn", "answered": "good", "withdrawn": "muted"}[self]

    @property
    def icon(self) -> str:
        return {"overdue": "clock-exclamation", "open": "hourglass", "answered": "checks", "withdrawn": "ban"}[self]

    @classmethod
    def waiting(cls) -> tuple["Standing", ...]:
        """Those that wait for an answer."""
        return cls.OVERDUE, cls.OPEN


class ObstacleQuerySet(models.QuerySet["Obstacle"]):
    def visible_to(self, user) -> "ObstacleQuerySet":
        """Those of the organisations that `user` may see, and those that a body of `user` is to answer."""
        mine = Q(owner_id__in=user.root_org_ids("follow_up")) | Q(owner_id__in=user.root_org_ids("review"))
        return self.filter(Q(org_id__in=user.org_ids_with("view")) | mine)

    def waiting(self) -> "ObstacleQuerySet":
        return self.filter(answered_at=None, withdrawn_at=None)

    def standing(self, standing: Standing, today: date) -> "ObstacleQuerySet":
        """As `Obstacle.standing_on`, said to the database."""
        match standing:
            case Standing.WITHDRAWN:
                return self.exclude(withdrawn_at=None)
            case Standing.ANSWERED:
                return self.exclude(answered_at=None)
            case Standing.OVERDUE:
                return self.waiting().filter(answer_by__lt=today)
            case _:
                return self.waiting().filter(answer_by__gte=today)


class Obstacle(models.Model):
    """One thing that stands in the way of one duty. `owner` is to answer by the end of `answer_by`."""

    obligation = models.ForeignKey(Obligation, models.PROTECT, related_name="obstacles")
    org = models.ForeignKey(Org, models.PROTECT, related_name="obstacles")
    kind = models.CharField(max_length=10, choices=ObstacleKind.choices, default=ObstacleKind.OBSTACLE)
    text = models.TextField()
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    owner = models.ForeignKey(Org, models.PROTECT, related_name="obstacles_to_answer")
    answer_by = models.DateField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    answer = models.TextField(blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    stop = models.ForeignKey(Ruling, models.PROTECT, null=True, blank=True, related_name="+")  # that followed from it
    seen_at = models.DateTimeField(null=True, blank=True)  # when the organisation first looked at the answer
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    search_text = models.TextField(blank=True)

    objects = ObstacleQuerySet.as_manager()

    class Meta:
        ordering = ["answer_by", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None, answered_on=None, outcome="", answer="", stop=None)
                | Q(answered_at__isnull=False, answered_by__isnull=False, answered_on__isnull=False)
                & ~Q(outcome="")
                & ~Q(answer=""),
                name="obstacle_answered_whole",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False, answered_at=None),
                name="obstacle_withdrawn_or_answered",
            ),
        ]
        indexes = [
            models.Index(
                fields=["owner", "answer_by"],
                condition=Q(answered_at__isnull=True, withdrawn_at__isnull=True),
                name="obstacle_waiting",
            ),
        ]

    def __str__(self) -> str:
        return f"{ObstacleKind(self.kind).label}: {self.text[:60]}"

    def standing_on(self, today: date) -> Standing:
        """How it stands on `today`: overdue from the day after `answer_by`."""
        if self.withdrawn_at:
            return Standing.WITHDRAWN
        if self.answered_at:
            return Standing.ANSWERED
        return Standing.OVERDUE if self.answer_by < today else Standing.OPEN

    @property
    def standing(self) -> Standing:
        """How it stands today."""
        return self.standing_on(timezone.localdate())

    @property
    def is_waiting(self) -> bool:
        return self.answered_at is None and self.withdrawn_at is None

    @property
    def is_late_answer(self) -> bool:
        """Whether the answer came after its day."""
        return self.answered_on is not None and self.answered_on > self.answer_by


class HandingQuerySet(models.QuerySet["Handing"]):
    def visible_to(self, user) -> "HandingQuerySet":
        return self.filter(obstacle__in=Obstacle.objects.visible_to(user))


class Handing(models.Model):
    """An obstacle handed to another body, or given another day; why."""

    obstacle = models.ForeignKey(Obstacle, models.CASCADE, related_name="handings")
    before = models.ForeignKey(Org, models.PROTECT, related_name="+")
    after = models.ForeignKey(Org, models.PROTECT, related_name="+")
    day_before = models.DateField()
    day_after = models.DateField()
    why = models.CharField(max_length=500)
    at = models.DateTimeField()
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")

    objects = HandingQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(before=F("after"), day_before=F("day_after")), name="handing_changes_something"
            )
        ]

    def __str__(self) -> str:
        return f"{self.before_id} → {self.after_id}"
