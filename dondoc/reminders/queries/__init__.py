"""Who owes what, how often they were chased, and what the ladder has come to."""

from dondoc.reminders.queries.ladders import ladder_of
from dondoc.reminders.queries.owed import (
    OWN_SIDE,
    Debtor,
    Owed,
    OwedTask,
    Skipped,
    count_orgs,
    debtors,
    newest_of_each,
    owed_obligations,
    ranking,
    shut_duties,
    suggested_text,
    unread_for,
)

__all__ = [
    "OWN_SIDE",
    "Debtor",
    "Owed",
    "OwedTask",
    "Skipped",
    "count_orgs",
    "debtors",
    "ladder_of",
    "newest_of_each",
    "owed_obligations",
    "ranking",
    "shut_duties",
    "suggested_text",
    "unread_for",
]
