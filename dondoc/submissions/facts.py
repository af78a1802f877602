"""What the submissions of an obligation say about it: the days that its status is computed from. No database."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from django.utils import timezone

from dondoc.submissions.models import COUNTS, SubmissionState

SENT_IN = COUNTS | {SubmissionState.SUBMITTED}


@dataclass(frozen=True)
class Sent:
    """What of a submission decides about the obligations that it answers; COLUMNS: where a credit has it."""

    pk: int
    deliverable: str
    state: str
    submitted_at: datetime | None
    done_on: date | None
    approved_at: datetime | None

    COLUMNS: ClassVar = (
        "submission_id", "submission__deliverable__code", "submission__state", "submission__submitted_at",
        "submission__done_on", "submission__approved_at",
    )  # fmt: skip


def facts_of(
    deliverables: Iterable[str], submissions: Iterable[Sent], sent_back_at: Mapping[int, datetime]
) -> dict[str, date | None]:
    """{submitted_on, sent_back_on, done_on, approved_on} of an obligation that needs all of `deliverables` (codes).

    Each is the latest over the deliverables, and None until all have come that far; `sent_back_on` is set while any
    is sent back. `sent_back_at`: submission id → when it was last sent back. Without deliverables nothing follows.
    """
    by_code = {s.deliverable: s for s in submissions}
    needed = [by_code.get(code) for code in deliverables]
    here = [s for s in needed if s is not None]
    is_sent_in = bool(needed) and len(here) == len(needed) and all(s.state in SENT_IN for s in here)
    is_approved = is_sent_in and all(s.state in COUNTS for s in here)
    returned = [sent_back_at[s.pk] for s in here if s.state == SubmissionState.SENT_BACK]
    return {
        "submitted_on": _latest_day(s.submitted_at for s in here) if is_sent_in else None,
        "sent_back_on": _latest_day(returned) if returned else None,
        "done_on": max(s.done_on for s in here) if is_approved else None,
        "approved_on": _latest_day(s.approved_at for s in here) if is_approved else None,
    }


def _latest_day(instants: Iterable[datetime]) -> date:
    return timezone.localdate(max(instants))
