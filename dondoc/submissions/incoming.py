"""Answers that come in a file: what they would change of what stands, and taking all of it or nothing.

One way for a workbook of ours, for many of them at once, and for a table of another system (`intake`).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dondoc.sheets.answers import check_answers
from dondoc.sheets.definition import FieldDefinition
from dondoc.sheets.forms import as_typed
from dondoc.sheets.models import SheetVersion
from dondoc.sheets.queries import in_force
from dondoc.submissions.actions import Filled, save_and_submit_many, save_many
from dondoc.submissions.held import NotAll
from dondoc.submissions.opening import Opening, again_if_begun, begin_many
from dondoc.submissions.worklist import WorkLine
from dondoc.web.refusals import Conflict, Invalid, Shut


@dataclass(frozen=True)
class Given:
    """What a file says about one sheet: answers as typed, by field code. What is not in `typed` stays as it stands.

    `cells`: field code → (page, cell) where the answer stands in the file; `where`: said of what has no cell.
    """

    line: WorkLine
    version: SheetVersion
    typed: Mapping[str, str]
    cells: Mapping[str, tuple[str, str]]
    where: str = ""


@dataclass(frozen=True)
class Change:
    """One answer that taking the file would change: in what the file says of a sheet, from `old` to `new` as kept."""

    given: Given
    field: FieldDefinition
    old: Any
    new: Any

    @property
    def org(self) -> str:
        return self.given.line.org.short_name

    @property
    def item(self) -> str:
        return title_of(self.given.line)

    @property
    def page(self) -> str:
        return self.given.cells.get(self.field.code, ("", ""))[0]

    @property
    def cell(self) -> str:
        return self.given.cells.get(self.field.code, ("", ""))[1]

    @property
    def before(self) -> str:
        return self.field.show(self.old)

    @property
    def after(self) -> str:
        return self.field.show(self.new)


@dataclass(frozen=True)
class Item:
    """One sheet that would change, as it is taken: all its answers as typed, made from `revision`; `clean`: as they
    would be kept; `given`: by what the file says."""

    line: WorkLine
    answers: Mapping[str, Any]
    revision: int
    clean: Mapping[str, Any] = field(default_factory=dict)
    given: Given | None = None

    @cached_property
    def changes(self) -> list[Change]:
        """Every answer that would become another."""
        if self.given is None:
            return []
        stored = _stored(self.line)
        changed = _changed(self.given.version.parsed.fields, stored, self.clean)
        return [Change(self.given, one, stored.get(one.code), self.clean.get(one.code)) for one in changed]


@dataclass
class Comparison:
    """`problems`: whole sentences by cell; with any nothing may be taken. `same`: how many sheets stay as they are."""

    problems: list[str] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    same: int = 0

    @property
    def changes(self) -> list[Change]:
        return [change for item in self.items for change in item.changes]

    def add(self, given: Given, *, today: date) -> None:
        """What `given` changes, and what is wrong in it."""
        fields, line = given.version.parsed.fields, given.line
        stored = _stored(line)
        kept = {
            one.code: as_typed(one, stored[one.code])
            for one in fields
            if one.code in stored and one.code not in given.typed
        }
        answers = kept | dict(given.typed)
        clean, errors = check_answers(fields, answers, today=today, complete=False)
        self.problems += [_wrong(given, code, sentence) for code, sentence in errors.items()]
        if errors:
            return
        if not any(_changed(fields, stored, clean)):
            self.same += 1
            return
        if not line.standing.is_open:
            where = f"{given.where}, " if given.where else ""
            self.problems.append(f"{where}{title_of(line)}: {line.standing.sentence}")
            return
        self.items.append(Item(line, answers, line.submission.revision if line.submission else 0, clean, given))


def _stored(line: WorkLine) -> Mapping[str, Any]:
    return line.submission.answers if line.submission else {}


def _changed(
    fields: Iterable[FieldDefinition], stored: Mapping[str, Any], clean: Mapping[str, Any]
) -> Iterator[FieldDefinition]:
    return (one for one in fields if stored.get(one.code) != clean.get(one.code))


def _wrong(given: Given, code: str, sentence: str) -> str:
    page, cell = given.cells.get(code, ("", ""))
    if not cell:
        return f"{given.where}: {sentence}" if given.where else sentence
    if not page:
        return _("Ô %(cell)s: %(text)s") % {"cell": cell, "text": sentence}
    return _("Trang “%(page)s”, ô %(cell)s: %(text)s") % {"page": page, "cell": cell, "text": sentence}


def title_of(line: WorkLine) -> str:
    """The product and its period or round."""
    return f"{line.deliverable}, {line.asked.label}" if line.asked else str(line.deliverable)


def take_all(items: Sequence[Item], *, by, at: datetime, submits: bool = False, names_org: bool = False) -> int:
    """Save all of `items` as drafts, with `submits` send them in, or do nothing; returns how many sheets.

    Errors: Invalid naming every sheet that cannot be taken (and its organisation, with `names_org`); Conflict when all
    that stands in the way is that sheets were changed or sent in meanwhile, Shut when it is that they are not taken.
    """
    act = save_and_submit_many if submits else save_many

    def take() -> int:
        with transaction.atomic():
            drafts = begin_many([_opening(item.line, by=by, at=at) for item in items])
            act(
                [
                    Filled(submission=draft, answers=item.answers, revision=item.revision, by=by, at=at)
                    for draft, item in zip(drafts, items, strict=True)
                ]
            )
        return len(items)

    try:
        return again_if_begun(take)
    except NotAll as refused:
        told = [_told(items[place].line, one.reason, names_org) for place, one in sorted(refused.refusals.items())]
        kinds = {type(one) for one in refused.refusals.values()}
        kind = kinds.pop() if len(kinds) == 1 and kinds <= {Conflict, Shut} else Invalid
        raise kind(" ".join(told[:_MOST_TOLD])) from refused


_MOST_TOLD = 20  # sheets named in one refusal


def _told(line: WorkLine, reason: str, names_org: bool) -> str:
    org = f"{line.org.short_name}, " if names_org else ""
    return f"{org}{title_of(line)}: {reason}"


def _opening(line: WorkLine, *, by, at: datetime) -> Opening:
    asked = line.asked
    return Opening(org=line.org, deliverable=line.deliverable, period=asked.period, round=asked.round, by=by, at=at)


def version_for_line(line: WorkLine, versions: Sequence[SheetVersion]) -> SheetVersion:
    """The version under which `line` is filled in; `versions`: all of its sheet."""
    if line.submission:
        return next(one for one in versions if one.pk == line.submission.sheet_version_id)
    return in_force(versions, min(line.asked.period.end, line.today))
