"""The follow-up board, the ladder and what goes out."""

from dondoc.reminders.views.board import board, mark_read, preview, remind_assignment, remind_one, remind_org
from dondoc.reminders.views.calendars import end_calendar, feed, open_calendar
from dondoc.reminders.views.effects import calling, effects
from dondoc.reminders.views.ladders import climb, edit_ladder, hold, ladder, ladders, let_go, switch
from dondoc.reminders.views.messages import inbox, message, preferences
from dondoc.reminders.views.outgoing import endpoint, new_endpoint, outgoing, retry

__all__ = [
    "board",
    "calling",
    "climb",
    "edit_ladder",
    "effects",
    "end_calendar",
    "endpoint",
    "feed",
    "hold",
    "inbox",
    "ladder",
    "ladders",
    "let_go",
    "mark_read",
    "message",
    "new_endpoint",
    "open_calendar",
    "outgoing",
    "preferences",
    "preview",
    "remind_assignment",
    "remind_one",
    "remind_org",
    "retry",
    "switch",
]
