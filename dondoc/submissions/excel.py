"""Sheets as a workbook: what to write into one, and what a filled one would change. The file itself is writers'."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.core import signing
from django.db import transaction
from django.utils.translation import gettext as _

from dondoc.orgs.models import Org
from dondoc.sheets.answers import check_answers
from dondoc.sheets.definition import FieldDefinition, FieldType
from dondoc.sheets.forms import as_typed
from dondoc.sheets.models import Sheet, SheetVersion
from dondoc.sheets.queries import in_force
from dondoc.submissions.actions import open_submission, save
from dondoc.submissions.models import Submission
from dondoc.submissions.worklist import WorkLine
from dondoc.web.refusals import Conflict, Invalid
from dondoc.writers.form_sheet import (
    EntryField,
    EntryItem,
    EntryKind,
    EntryReading,
    EntrySpec,
    read_entry_sheet,
    write_entry_sheet,
)

_SALT = "dondoc.submissions.excel"
_VALID_FOR = 3600  # seconds between looking at a reading and taking it


@dataclass(frozen=True)
class Change:
    """One answer that taking the workbook would change."""

    item: str
    field: str
    cell: str
    before: str
    after: str


@dataclass(frozen=True)
class Reading:
    """What a workbook says: problems (whole sentences by cell; nothing may be taken then), or changes to take.

    `token` carries the answers, signed, from the page that shows them to the click that takes them.
    """

    problems: list[str]
    blanks: list[str]
    changes: list[Change]
    token: str = ""


def spec_for(org: Org, sheet: Sheet, lines: Iterable[WorkLine]) -> EntrySpec | None:
    """What the workbook of `sheet` asks of `org`: an item for each product and period still open. None: nothing is.

    A draft made under an older version of the sheet is left out: its questions were others.
    """
    version, open_lines = _open_lines(sheet, lines)
    if not open_lines:
        return None
    fields = _cells(version)
    values = {
        (key, one.code): _known(one, line.submission) for key, line in open_lines.items() for one in fields
    }  # fmt: skip
    return EntrySpec(
        template_code=f"{sheet.code}@{org.code}",
        version=version.number,
        items=tuple(EntryItem(key, _title(line)) for key, line in open_lines.items()),
        fields=tuple(_entry_field(one) for one in fields),
        values={key: value for key, value in values.items() if value},
        title=_("%(sheet)s - %(org)s") % {"sheet": sheet.name, "org": org.short_name},
    )


def _open_lines(sheet: Sheet, lines: Iterable[WorkLine]) -> tuple[SheetVersion, dict[str, WorkLine]]:
    """The version of today, and by key the lines that are filled in under it."""
    versions = list(sheet.versions.all())
    mine = [one for one in lines if one.is_answerable and one.deliverable and one.deliverable.sheet_id == sheet.pk]
    today = max((line.today for line in mine), default=date.max)
    version = in_force(versions, today)
    return version, {_key(line): line for line in mine if _version_id(line, versions) == version.pk}


def _version_id(line: WorkLine, versions: list[SheetVersion]) -> int:
    """The version under which `line` is filled in."""
    if line.submission:
        return line.submission.sheet_version_id
    return in_force(versions, min(line.asked.period.end, line.today)).pk if line.asked else 0


def _cells(version: SheetVersion) -> tuple[FieldDefinition, ...]:
    """The questions that have a cell each; small tables are filled in on the page."""
    return tuple(one for one in version.parsed.fields if one.type is not FieldType.ROWS)


def _key(line: WorkLine) -> str:
    """Stable while the workbook is away: product and period, or round."""
    return f"{line.deliverable.code}@{line.asked.round.pk if line.asked.round else line.asked.period.code}"


def _title(line: WorkLine) -> str:
    return f"{line.deliverable}, {line.asked.label}" if line.asked else str(line.deliverable)


def _known(one: FieldDefinition, submission: Submission | None) -> str:
    return as_typed(one, submission.answers.get(one.code) if submission else None)


def _entry_field(one: FieldDefinition) -> EntryField:
    return EntryField(
        key=one.code,
        label=one.label,
        kind=EntryKind(one.type.value),
        choices=tuple(one.choices.items()),
        unit=one.unit,
        why=one.why,
        required=one.required and not one.show_if,
    )


def workbook(spec: EntrySpec) -> bytes:
    """The file to download."""
    return write_entry_sheet(spec)


def read_workbook(
    data: bytes, spec: EntrySpec, org: Org, sheet: Sheet, lines: Iterable[WorkLine], today: date
) -> Reading:
    """What `data` says against `spec`. Errors are told by cell; nothing is saved here."""
    read = read_entry_sheet(data, spec)
    version, by_key = _open_lines(sheet, lines)
    titles = {item.key: item.title for item in spec.items}
    typed = _typed(read)
    fields = _cells(version)
    tables = [one for one in version.parsed.fields if one.type is FieldType.ROWS]
    cells = {(cell.item, cell.field): (cell.sheet, cell.cell) for cell in read.cells}
    problems, changes, taken = [problem.message for problem in read.problems], [], {}
    for key, answers in typed.items():
        clean, errors = check_answers(fields, answers, today=today, complete=False)
        for code, sentence in errors.items():
            page, cell = cells.get((key, code), ("", ""))
            problems.append(
                _("Trang “%(page)s”, ô %(cell)s: %(text)s") % {"page": page, "cell": cell, "text": sentence}
            )
        line = by_key[key]
        stored = line.submission.answers if line.submission else {}
        fresh = [
            Change(titles[key], one.label, cells.get((key, one.code), ("", ""))[1], one.show(stored.get(one.code)),
                   one.show(clean.get(one.code)))
            for one in fields
            if stored.get(one.code) != clean.get(one.code)
        ]  # fmt: skip
        if fresh:
            changes += fresh
            kept = {one.code: as_typed(one, stored[one.code]) for one in tables if one.code in stored}
            revision = line.submission.revision if line.submission else 0
            taken[key] = {"answers": answers | kept, "revision": revision}
    if problems:
        return Reading(problems, [], [])
    token = signing.dumps({"org": org.pk, "sheet": sheet.code, "items": taken}, salt=_SALT) if taken else ""
    return Reading([], [blank.message for blank in read.blanks], changes, token)


def _typed(read: EntryReading) -> dict[str, dict[str, str]]:
    """Answers by item; items without any answer at all are as if they were not there."""
    typed: dict[str, dict[str, str]] = {}
    for cell in read.cells:
        typed.setdefault(cell.item, {})[cell.field] = cell.text
    return {key: answers for key, answers in typed.items() if any(answers.values())}


def take(token: str, *, org: Org, sheet: Sheet, lines: Iterable[WorkLine], by, at: datetime) -> int:
    """Save as drafts all answers of a reading that was shown, or none of them; returns how many sheets.

    Errors: Invalid for a token that is not ours or too old, Conflict when one was changed or sent in meanwhile.
    """
    try:
        read = signing.loads(token, salt=_SALT, max_age=_VALID_FOR)
    except signing.BadSignature:
        raise Invalid(_("Bản đọc đã quá một giờ hoặc không đúng. Hãy tải tệp lên lại.")) from None
    if (read["org"], read["sheet"]) != (org.pk, sheet.code):
        raise Invalid(_("Bản đọc này thuộc đơn vị hoặc phiếu khác. Hãy tải tệp lên lại."))
    _version, by_key = _open_lines(sheet, lines)
    with transaction.atomic():
        for key, item in read["items"].items():
            if key not in by_key:
                raise Conflict(
                    _("Có phiếu trong tệp vừa được nộp hoặc duyệt. Hãy tải tệp mới rồi điền lại phần còn thiếu.")
                )
            line = by_key[key]
            draft = line.submission or open_submission(
                org=org, deliverable=line.deliverable, period=line.asked.period, round=line.asked.round, by=by, at=at
            )
            save(draft, answers=item["answers"], revision=item["revision"], by=by, at=at)
    return len(read["items"])
