"""Duties and what is ruled about them."""

from dondoc.obligations.models.assignments import Assignment
from dondoc.obligations.models.duties import (
    DUE_SOON_DAYS,
    Followed,
    Following,
    Obligation,
    ObligationQuerySet,
    Purpose,
    Round,
    StatusOn,
    by_status,
    last_day_of,
    soon_after,
)
from dondoc.obligations.models.pace import PaceCursor, PeerRecord, TrackRecord
from dondoc.obligations.models.rulings import (
    EntryWindow,
    Ruling,
    RulingKind,
    RulingQuerySet,
    RulingState,
)

__all__ = [
    "DUE_SOON_DAYS",
    "Assignment",
    "EntryWindow",
    "Followed",
    "Following",
    "Obligation",
    "ObligationQuerySet",
    "PaceCursor",
    "PeerRecord",
    "Purpose",
    "Round",
    "Ruling",
    "RulingKind",
    "RulingQuerySet",
    "RulingState",
    "StatusOn",
    "TrackRecord",
    "by_status",
    "last_day_of",
    "soon_after",
]
