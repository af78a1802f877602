"""Calendars that people subscribe to: their secret addresses, and what each duty's entry last said."""

from django.db import models

from dondoc.obligations.models import Obligation
from dondoc.orgs.models import Org


class CalendarQuerySet(models.QuerySet["CalendarAddress"]):
    def visible_to(self, user) -> "CalendarQuerySet":
        """A person's own."""
        return self.filter(user=user)

    def open(self) -> "CalendarQuerySet":
        """Those that still answer."""
        return self.filter(ended_at=None)


class CalendarAddress(models.Model):
    """A secret address under which a calendar is fetched without signing in. It shows what its person may see on that
    day. `org`: of one organisation; None: of all for which the person answers. The secret itself is not kept."""

    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="calendars")
    org = models.ForeignKey(Org, models.CASCADE, null=True, blank=True, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = CalendarQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        return str(self.org or self.user)


class CalendarEntryQuerySet(models.QuerySet["CalendarEntry"]):
    def visible_to(self, user) -> "CalendarEntryQuerySet":
        return self.filter(obligation__in=Obligation.objects.visible_to(user))


class CalendarEntry(models.Model):
    """What calendars last said of a duty, so that a change gets the next number (SEQUENCE) and what is gone is
    cancelled where it was shown."""

    obligation = models.OneToOneField(Obligation, models.CASCADE, related_name="calendar_entry")
    sequence = models.PositiveIntegerField(default=0)
    day = models.DateField()
    said = models.CharField(max_length=64)  # hash of what it said
    changed_at = models.DateTimeField()

    objects = CalendarEntryQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.obligation_id} {self.sequence}"
