"""Sheets that may be approved together after a glance: what little there is to look at stands in one line each."""

from dataclasses import dataclass, replace

from django.db.models import QuerySet

from dondoc.reviewing.comparing import Side, sides_of
from dondoc.submissions.models import Submission
from dondoc.submissions.queries import previous_of_each
from dondoc.submissions.risk import LOW

MOST = 50  # in one act: as many as a person can still read
_SCANNED = 200
_FIGURES = 4


@dataclass(frozen=True)
class Glance:
    """One sheet with the first of its answers. `refusal`: why it could not be approved."""

    submission: Submission
    figures: tuple[Side, ...]
    more: int
    refusal: str = ""

    @property
    def key(self) -> str:
        """Which sheet, in which state."""
        return f"{self.submission.pk}.{self.submission.revision}"

    def refused(self, reason: str) -> "Glance":
        return replace(self, refusal=reason)


@dataclass(frozen=True)
class Glances:
    """`to_judge`: how many others have little to look at, but want a judgement of their own."""

    rows: list[Glance]
    to_judge: int


def glances(queue: QuerySet[Submission]) -> Glances:
    """Of a queue what may be approved together: a risk of at most LOW, and nothing that the reviewer is asked to judge.
    Three queries."""
    low = list(queue.filter(risk__lte=LOW)[:_SCANNED])
    plain = [one for one in low if not one.sheet_version.parsed.review_fields]
    before = previous_of_each(plain)
    return Glances([_glance(one, before.get(one.pk)) for one in plain], len(low) - len(plain))


def _glance(one: Submission, before: Submission | None) -> Glance:
    sides = [side for side in sides_of(one, before.answers if before else {}, None) if side.now]
    return Glance(one, tuple(sides[:_FIGURES]), max(len(sides) - _FIGURES, 0))
