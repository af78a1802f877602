"""Tables of chasing."""

from dondoc.reminders.models.calendars import (
    CalendarAddress,
    CalendarEntry,
    CalendarEntryQuerySet,
    CalendarQuerySet,
)
from dondoc.reminders.models.ladders import Build, Hold, HoldQuerySet, LadderQuerySet, LadderVersion
from dondoc.reminders.models.reminders import Channel, Reminder, ReminderQuerySet, Told

__all__ = [
    "Build",
    "CalendarAddress",
    "CalendarEntry",
    "CalendarEntryQuerySet",
    "CalendarQuerySet",
    "Channel",
    "Hold",
    "HoldQuerySet",
    "LadderQuerySet",
    "LadderVersion",
    "Reminder",
    "ReminderQuerySet",
    "Told",
]
