"""Chasing: by people, and the ladder that chases by itself."""

from dondoc.reminders.actions.calendars import end_calendar, open_calendar
from dondoc.reminders.actions.chasing import mark_read, remind, sift
from dondoc.reminders.actions.ladders import (
    change_ladder,
    hold_back,
    let_go,
    publish_default,
    switch_off,
    switch_on,
)

__all__ = [
    "change_ladder",
    "end_calendar",
    "hold_back",
    "let_go",
    "mark_read",
    "open_calendar",
    "publish_default",
    "remind",
    "sift",
    "switch_off",
    "switch_on",
]
