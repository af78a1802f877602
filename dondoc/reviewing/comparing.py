"""A sheet beside what was sent in for the period before, and beside what was decided on last."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dondoc.sheets.definition import FieldDefinition
from dondoc.submissions.compiling import words_of
from dondoc.submissions.known import change_in
from dondoc.submissions.models import Review, Submission, SubmissionState


@dataclass(frozen=True)
class Side:
    """One question: the answer now, that of the period before, and that of the last decision where it differs.

    `change`: by how much a number differs from the period before: "+5"; "" when it does not, or cannot be said.
    `is_same`: as in the period before. `then` None: not decided on yet, or unchanged since.
    """

    label: str
    unit: str
    now: str
    before: str
    change: str
    is_same: bool
    then: str | None
    headings: tuple[str, ...] = ()
    cells: tuple[tuple[str, ...], ...] = ()
    compiled: str = ""  # from which chi bộ it was compiled, in words

    @property
    def is_changed(self) -> bool:
        """Whether it was changed since the last decision."""
        return self.then is not None


def sides_of(submission: Submission, before: Mapping[str, Any], then: Mapping[str, Any] | None) -> list[Side]:
    """Every question that is asked, in the order of the sheet. `before`: answers of the period before, {} for none;
    `then`: as they were when last decided on, None for never."""
    answers, compiled = submission.answers, words_of(submission.compiled)
    asked = (one for one in submission.sheet_version.parsed.fields if one.is_asked(answers))
    return [_side(one, answers.get(one.code), before.get(one.code), then, compiled.get(one.code, "")) for one in asked]


def _side(one: FieldDefinition, now: Any, was: Any, then: Mapping[str, Any] | None, compiled: str) -> Side:
    changed = then is not None and then.get(one.code) != now
    return Side(
        label=one.label,
        unit=one.unit,
        now=one.show(now),
        before=one.show(was),
        change=change_in(one, was, now),
        is_same=was is not None and was == now,
        then=one.show((then or {}).get(one.code)) if changed else None,
        headings=tuple(column.label for column in one.columns),
        cells=tuple(map(tuple, one.cells(now))) if one.columns else (),
        compiled=compiled,
    )


SHOWN = 3  # changes that stand in a line of the queue


@dataclass(frozen=True)
class Change:
    """One answer that differs from what a reviewer has seen. "" for no answer; of a table only the rows that differ."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Changes:
    """What differs from the answers of `since`: the last approval, or the last decision when it was never approved."""

    since: Review
    items: tuple[Change, ...]

    @property
    def is_approved(self) -> bool:
        return self.since.decision == SubmissionState.APPROVED

    @property
    def first(self) -> tuple[Change, ...]:
        return self.items[:SHOWN]

    @property
    def more(self) -> int:
        return max(len(self.items) - SHOWN, 0)


def changes_of(submission: Submission, reviews: Sequence[Review]) -> Changes | None:
    """What was changed, in the order of the sheet; `reviews`: the decisions about it, the oldest first. None: none."""
    if not reviews:
        return None
    approved = [one for one in reviews if one.decision == SubmissionState.APPROVED]
    since = approved[-1] if approved else reviews[-1]
    fields = submission.sheet_version.parsed.fields
    answers = [(one, since.answers.get(one.code), submission.answers.get(one.code)) for one in fields]
    return Changes(since, tuple(_change(one, was, now) for one, was, now in answers if was != now))


def _change(one: FieldDefinition, was: Any, now: Any) -> Change:
    before, after = one.show(was), one.show(now)
    if one.columns:
        rows, kept = (before.split("\n"), after.split("\n")), {*before.split("\n")} & {*after.split("\n")}
        before, after = ("\n".join(row for row in side if row not in kept) for side in rows)
    return Change(one.label, before, after)
