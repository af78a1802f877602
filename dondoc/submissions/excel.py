"""Sheets as a workbook: what to write into one, and what a filled one would change. The file itself is writers'."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core import signing
from django.utils.translation import gettext as _

from dondoc.lib.dates import format_date
from dondoc.orgs.models import Org
from dondoc.sheets.definition import FieldDefinition, FieldType
from dondoc.sheets.forms import as_typed
from dondoc.sheets.models import Sheet, SheetVersion
from dondoc.sheets.queries import in_force, versions_of
from dondoc.submissions.incoming import Change, Comparison, Given, Item, take_all, title_of, version_for_line
from dondoc.submissions.models import Submission
from dondoc.submissions.worklist import WorkLine
from dondoc.web.refusals import Conflict, Invalid
from dondoc.writers.form_sheet import (
    EntryField,
    EntryItem,
    EntryKind,
    EntryReading,
    EntrySpec,
    read_entry_book,
    write_entry_book,
)

_SALT = "dondoc.submissions.excel"
_VALID_FOR = 3600  # seconds between looking at a reading and taking it


@dataclass(frozen=True)
class Reading:
    """What a workbook says: problems (whole sentences by cell; nothing may be taken then), or changes to take.

    `token` carries the answers, signed, from the page that shows them to the click that takes them.
    """

    problems: list[str]
    blanks: list[str]
    changes: list[Change]
    token: str = ""


@dataclass(frozen=True)
class Part:
    """What the workbook asks about one sheet: its questions, and by key the lines of the list of duties to answer."""

    sheet: Sheet
    version: SheetVersion
    lines: dict[str, WorkLine]
    spec: EntrySpec


def parts_of(org: Org, lines: Iterable[WorkLine], only: Sheet | None = None, *, with_shut: bool = False) -> list[Part]:
    """What the workbook of `org` asks: a part for each sheet (or for `only` this one) with an item for each product
    and period still open, the sheet asked most often first. One query.

    `with_shut`: also of what is not taken now, so that a workbook filled in before is told so. A draft made under an
    older version of its sheet is left out: its questions were others. So are sheets that have nothing but small
    tables; those are filled in on the page.
    """
    by_sheet: dict[Sheet, list[WorkLine]] = defaultdict(list)
    for line in lines:
        wanted = line.is_asked if with_shut else line.is_answerable
        if wanted and line.deliverable and line.asked and only in (None, line.deliverable.sheet):
            by_sheet[line.deliverable.sheet].append(line)
    versions = versions_of(sheet.pk for sheet in by_sheet)
    parts = [_part(org, sheet, versions[sheet.pk], mine) for sheet, mine in by_sheet.items()]
    return sorted((part for part in parts if part), key=lambda part: (-len(part.lines), part.sheet.name))


def _part(org: Org, sheet: Sheet, versions: list[SheetVersion], lines: list[WorkLine]) -> Part | None:
    version = in_force(versions, max(line.today for line in lines))
    fields = _cells(version)
    mine = {line.key: line for line in lines if version_for_line(line, versions) == version}
    if not (mine and fields):
        return None
    values = {(key, one.code): _known(one, line.submission) for key, line in mine.items() for one in fields}
    spec = EntrySpec(
        template_code=f"{sheet.code}@{org.code}",
        version=version.number,
        items=tuple(EntryItem(key, title_of(line), _due(line)) for key, line in mine.items()),
        fields=tuple(entry_field(one) for one in fields),
        values={key: value for key, value in values.items() if value},
        title=_("%(sheet)s - %(org)s") % {"sheet": sheet.name, "org": org.short_name},
    )
    return Part(sheet, version, mine, spec)


def _cells(version: SheetVersion) -> tuple[FieldDefinition, ...]:
    """The questions that have a cell each; small tables are filled in on the page."""
    return tuple(one for one in version.parsed.fields if one.type is not FieldType.ROWS)


def _known(one: FieldDefinition, submission: Submission | None) -> str:
    return as_typed(one, submission.answers.get(one.code) if submission else None)


def entry_field(one: FieldDefinition) -> EntryField:
    """A question as the readers of files know it."""
    return EntryField(
        key=one.code,
        label=one.label,
        kind=EntryKind(one.type.value),
        choices=tuple(one.choices.items()),
        unit=one.unit,
        why=one.why,
        required=one.required and not one.show_if,
    )


def _due(line: WorkLine) -> str:
    return _("Hạn %(day)s.") % {"day": format_date(line.last_day)} if line.last_day else ""


def workbook(parts: Sequence[Part], org: Org) -> bytes:
    """The file to download, a tab for each sheet."""
    title = parts[0].spec.title if len(parts) == 1 else _("Các phiếu cần điền - %(org)s") % {"org": org.short_name}
    return write_entry_book([(part.sheet.name, part.spec) for part in parts], title=title)


def read_workbook(data: bytes, parts: Sequence[Part], org: Org, today: date) -> Reading:
    """What `data` says against `parts`. Errors are told by tab and cell; nothing is saved here."""
    blanks: list[str] = []
    found = Comparison()
    for part, read in zip(parts, read_entry_book(data, [part.spec for part in parts]), strict=True):
        found.problems += [problem.message for problem in read.problems]
        blanks += [blank.message for blank in read.blanks]
        for given in given_in(read, part.lines, part.version):
            found.add(given, today=today)
    if found.problems:
        return Reading(found.problems, [], [])
    taken = {item.line.key: {"answers": item.answers, "revision": item.revision} for item in found.items}
    token = signing.dumps({"org": org.pk, "items": taken}, salt=_SALT, compress=True) if taken else ""
    return Reading([], blanks, found.changes, token)


def given_in(read: EntryReading, lines: Mapping[str, WorkLine], version: SheetVersion) -> list[Given]:
    """What a tab says about each of `lines` (by key); one without any answer is as if it was not there."""
    places: dict[str, dict[str, tuple[str, str]]] = defaultdict(dict)
    for cell in read.cells:
        places[cell.item][cell.field] = cell.sheet, cell.cell
    return [Given(lines[key], version, answers, places[key]) for key, answers in _typed(read).items()]


def _typed(read: EntryReading) -> dict[str, dict[str, str]]:
    """Answers by item; items without any answer at all are as if they were not there."""
    typed: dict[str, dict[str, str]] = {}
    for cell in read.cells:
        typed.setdefault(cell.item, {})[cell.field] = cell.text
    return {key: answers for key, answers in typed.items() if any(answers.values())}


def take(token: str, *, org: Org, parts: Sequence[Part], by, at: datetime) -> int:
    """Save as drafts all answers of a reading that was shown, or none of them; returns how many sheets.

    Errors: Invalid for a token that is not ours or too old, or naming every sheet that cannot be taken; Conflict when
    one was changed or sent in meanwhile.
    """
    try:
        read = signing.loads(token, salt=_SALT, max_age=_VALID_FOR)
    except signing.BadSignature:
        raise Invalid(_("Bản đọc đã quá một giờ hoặc không đúng. Hãy tải tệp lên lại.")) from None
    if read["org"] != org.pk:
        raise Invalid(_("Bản đọc này thuộc đơn vị khác. Hãy tải tệp lên lại."))
    by_key = {key: line for part in parts for key, line in part.lines.items()}
    items = read["items"]
    if not items.keys() <= by_key.keys():
        raise Conflict(_("Có phiếu trong tệp vừa được nộp hoặc duyệt. Hãy tải tệp mới rồi điền lại phần còn thiếu."))
    return take_all([Item(by_key[key], one["answers"], one["revision"]) for key, one in items.items()], by=by, at=at)
