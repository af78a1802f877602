"""A sheet beside what was sent in for the period before, and beside what was decided on last."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dondoc.sheets.definition import FieldDefinition
from dondoc.submissions.known import change_in
from dondoc.submissions.models import Submission


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

    @property
    def is_changed(self) -> bool:
        """Whether it was changed since the last decision."""
        return self.then is not None


def sides_of(submission: Submission, before: Mapping[str, Any], then: Mapping[str, Any] | None) -> list[Side]:
    """Every question that is asked, in the order of the sheet. `before`: answers of the period before, {} for none;
    `then`: as they were when last decided on, None for never."""
    answers = submission.answers
    asked = (one for one in submission.sheet_version.parsed.fields if one.is_asked(answers))
    return [_side(one, answers.get(one.code), before.get(one.code), then) for one in asked]


def _side(one: FieldDefinition, now: Any, was: Any, then: Mapping[str, Any] | None) -> Side:
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
    )
