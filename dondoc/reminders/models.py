"""Đôn đốc: every reminder is recorded (who, when, about what, seen or not) and shown in the app to the organisation."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dondoc.obligations.models import Obligation


class Channel(models.TextChoices):
    IN_APP = "in_app", _("Trong hệ thống")


class ReminderQuerySet(models.QuerySet["Reminder"]):
    def visible_to(self, user) -> "ReminderQuerySet":
        """Reminders about obligations of the organisations that `user` may see."""
        return self.filter(obligation__org_id__in=user.org_ids_with("view"))

    def unread(self) -> "ReminderQuerySet":
        return self.filter(read_at__isnull=True)


class Reminder(models.Model):
    obligation = models.ForeignKey(Obligation, models.CASCADE, related_name="reminders")
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.IN_APP)
    text = models.TextField()
    sent_at = models.DateTimeField()
    sent_on = models.DateField()
    sent_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    read_at = models.DateTimeField(null=True, blank=True)
    read_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")

    objects = ReminderQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at", "-id"]
        constraints = [
            # one a day: a double click or two specialists do not nag twice
            models.UniqueConstraint(fields=["obligation", "channel", "sent_on"], name="reminder_once_a_day"),
            models.CheckConstraint(
                condition=Q(read_at__isnull=True, read_by__isnull=True)
                | Q(read_at__isnull=False, read_by__isnull=False),
                name="reminder_read_at_and_by",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.obligation_id} {self.sent_on}"

    @property
    def is_waiting(self) -> bool:
        """Whether the organisation is still to look at it: not seen, and what it is about is not dealt with."""
        return self.read_at is None and self.obligation.is_untouched
