"""Every act of chasing: who or which rung, when, about what, seen or not; shown in the app to the organisation."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dondoc.obligations.models import Obligation
from dondoc.outbox.models import Message
from dondoc.reminders.models.ladders import LadderVersion


class Channel(models.TextChoices):
    IN_APP = "in_app", _("Trong hệ thống")


class ReminderQuerySet(models.QuerySet["Reminder"]):
    def visible_to(self, user) -> "ReminderQuerySet":
        """Reminders about obligations of the organisations that `user` may see."""
        return self.filter(obligation__org_id__in=user.org_ids_with("view"))

    def unread(self) -> "ReminderQuerySet":
        """Those that the organisation has not said to have seen."""
        return self.filter(read_at__isnull=True, is_for_org=True)


class Reminder(models.Model):
    """By a person (`sent_by`, no `rung`), or by a rung of the ladder: once for each last day that the duty had."""

    obligation = models.ForeignKey(Obligation, models.CASCADE, related_name="reminders")
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.IN_APP)
    text = models.TextField(blank=True)
    sent_at = models.DateTimeField()
    sent_on = models.DateField(db_index=True)
    sent_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    read_at = models.DateTimeField(null=True, blank=True)
    read_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    rung = models.CharField(max_length=40, blank=True)  # code of the ladder's rung; "" by a person
    ladder = models.ForeignKey(LadderVersion, models.PROTECT, null=True, blank=True, related_name="reminders")
    last_day = models.DateField(null=True, blank=True)  # the last day allowed when the rung was reached
    is_for_org = models.BooleanField(default=True)  # spoken to the organisation; else about it, to somebody above

    objects = ReminderQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at", "-id"]
        constraints = [
            # one a day: a double click or two specialists do not nag twice
            models.UniqueConstraint(
                fields=["obligation", "channel", "sent_on"], condition=Q(rung=""), name="reminder_once_a_day"
            ),
            # a rung once, whatever crashed; a later last day lets the ladder begin again
            models.UniqueConstraint(
                fields=["obligation", "rung", "last_day"], condition=~Q(rung=""), name="reminder_rung_once"
            ),
            models.CheckConstraint(
                condition=Q(rung="", sent_by__isnull=False, ladder__isnull=True, last_day__isnull=True)
                | Q(~Q(rung=""), sent_by__isnull=True, ladder__isnull=False, last_day__isnull=False),
                name="reminder_by_person_or_rung",
            ),
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
        return self.read_at is None and self.is_for_org and self.obligation.is_untouched

    @property
    def sender(self) -> str:
        """Who chased: a person, or the rung of the ladder by its name."""
        if self.sent_by:
            return str(self.sent_by)
        return str(_("Thang đôn đốc: %(rung)s") % {"rung": self.rung_name})

    @property
    def rung_name(self) -> str:
        """The rung's name in the version of the ladder that it was reached under; "" for a person's reminder."""
        found = self.ladder.parsed.rung(self.rung) if self.ladder else None
        return found.name if found else self.rung


class Told(models.Model):
    """That a person was told of a reminder in a message: once, whatever crashed."""

    reminder = models.ForeignKey(Reminder, models.CASCADE, related_name="told")
    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="+", db_index=False)
    message = models.ForeignKey(Message, models.CASCADE, related_name="told")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reminder", "user"], name="told_once")]

    def __str__(self) -> str:
        return f"{self.reminder_id} {self.user_id}"
