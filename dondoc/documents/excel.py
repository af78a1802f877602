"""The register of cited documents as a workbook: what to write, what a filled one would change, taking it whole."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core import signing
from django.utils.translation import gettext as _

from dondoc.documents.actions import REFERENCE_FIELDS, take_references
from dondoc.documents.forms import ReferenceForm
from dondoc.documents.models import Reference, ReferenceStatus
from dondoc.documents.parsing.citations import symbol_key
from dondoc.lib.dates import format_date
from dondoc.web.refusals import Invalid
from dondoc.writers.form_sheet import (
    EntryField,
    EntryKind,
    ListRow,
    ListSpec,
    read_list_sheet,
    write_list_sheet,
)

_SALT = "dondoc.documents.excel"
_VALID_FOR = 3600  # seconds between looking at a reading and taking it
_MOST_ROWS = 1000  # taken at once
_LONG = {"issuer", "title", "source"}
_DATES = {"issued_on", "valid_from", "replaced_on"}
_REQUIRED = {"number", "kind", "issued_on"}
_WHY = {
    "number": "Ghi như 57-NQ/TW. Cùng số và ngày với một mục đã có thì sửa mục đó.",
    "issuer": "Để trống nếu chưa rõ: khi đó không đối chiếu.",
    "title": "Trích yếu không có chữ “về”. Để trống nếu chưa rõ.",
    "replaced_by": "Số, ký hiệu văn bản thay thế; chỉ ghi khi hiệu lực là “Đã được thay thế”.",
    "source": "Biết từ đâu, chắc đến mức nào.",
}


@dataclass(frozen=True)
class Change:
    """One entry that taking the workbook would add (`is_new`) or change; `fields`: (label, before, after)."""

    number: str
    row: int
    is_new: bool
    fields: list[tuple[str, str, str]]


@dataclass(frozen=True)
class Reading:
    """What a workbook says: problems by cell (nothing may be taken then), or changes, signed in `token`."""

    problems: list[str]
    changes: list[Change]
    token: str = ""


def _spec(rows: tuple[dict[str, str], ...] = ()) -> ListSpec:
    labels = {name: str(Reference._meta.get_field(name).verbose_name).capitalize() for name in REFERENCE_FIELDS}
    fields = tuple(
        EntryField(
            key=name,
            label=labels[name],
            kind=_kind(name),
            choices=tuple((code, str(label)) for code, label in ReferenceStatus.choices) if name == "status" else (),
            why=_WHY.get(name, ""),
            required=name in _REQUIRED,
        )
        for name in REFERENCE_FIELDS
    )
    return ListSpec("references", 1, _("Danh mục văn bản viện dẫn"), fields, rows)


def _kind(name: str) -> EntryKind:
    if name == "status":
        return EntryKind.CHOICE
    if name in _DATES:
        return EntryKind.DATE
    return EntryKind.LONG_TEXT if name in _LONG else EntryKind.TEXT


def workbook(entries: list[Reference]) -> bytes:
    """The register to download; without entries a template to fill in."""
    rows = tuple({name: _typed(getattr(one, name)) for name in REFERENCE_FIELDS} for one in entries)
    return write_list_sheet(_spec(rows))


def _typed(value: Any) -> str:
    return format_date(value) if isinstance(value, date) else str(value or "")


def _shown(name: str, value: Any) -> str:
    if name == "status" and value:
        return str(ReferenceStatus(value).label)
    return _typed(value)


def read_workbook(data: bytes) -> Reading:
    """What `data` says against the register of now. Errors are told by cell; nothing is saved here."""
    read = read_list_sheet(data, _spec())
    if read.problems:
        return Reading(list(read.problems), [])
    if len(read.rows) > _MOST_ROWS:
        said = _("Tệp có %(n)d dòng; mỗi lần nhập tối đa %(most)d dòng. Hãy chia tệp.")
        return Reading([said % {"n": len(read.rows), "most": _MOST_ROWS}], [])
    there = {(one.key, one.issued_on): one for one in Reference.objects.all()}
    problems: list[str] = []
    changes: list[Change] = []
    taken: list[dict[str, Any]] = []
    seen: dict[tuple[str, date], int] = {}
    for row in read.rows:
        form = ReferenceForm(data={**row.values, "status": row.values["status"] or ReferenceStatus.IN_FORCE})
        if not form.is_valid():
            wrong = [(name, said) for name, errors in form.errors.items() for said in errors]
            problems += [f"{row.place(_cell_of(name))}: {said}" for name, said in wrong]
            continue
        values = form.cleaned_data
        same = (symbol_key(values["number"]), values["issued_on"])
        known = there.get(same)
        if fault := _fault(row, seen.setdefault(same, row.number), known):
            problems.append(fault)
        elif fresh := _fresh(values, known):
            changes.append(Change(values["number"], row.number, known is None, fresh))
            taken.append(_kept(values, known))
    if problems:
        return Reading(problems, [])
    return Reading([], changes, signing.dumps(taken, salt=_SALT, compress=True) if taken else "")


def _cell_of(name: str) -> str:
    return name if name in REFERENCE_FIELDS else "number"


def _fault(row: ListRow, first: int, known: Reference | None) -> str:
    if first != row.number:
        said = _("%(place)s: trùng số và ngày với dòng %(row)d. Hãy xóa bớt một dòng.")
        return said % {"place": row.place("number"), "row": first}
    if known and known.retired_at:
        said = _("%(place)s: văn bản đã đưa ra khỏi danh mục. Hãy đưa trở lại trên trang danh mục, hoặc xóa dòng này.")
        return said % {"place": row.place("number")}
    return ""


def _fresh(values: dict[str, Any], known: Reference | None) -> list[tuple[str, str, str]]:
    """(label, before, after) of each field that differs; of each that holds something for a new entry."""
    found = []
    for name in REFERENCE_FIELDS:
        before, after = getattr(known, name) if known else "", values[name]
        if (before or "") != (after or ""):
            label = str(Reference._meta.get_field(name).verbose_name).capitalize()
            found.append((label, _shown(name, before), _shown(name, after)))
    return found


def _kept(values: dict[str, Any], known: Reference | None) -> dict[str, Any]:
    plain = {n: v.isoformat() if isinstance(v, date) else v for n, v in values.items() if n in REFERENCE_FIELDS}
    return plain | {"pk": known.pk if known else None, "revision": known.revision if known else 0}


def take(token: str, *, by, at: datetime) -> tuple[int, int]:
    """Save all that a reading showed, or nothing: (added, changed).

    Errors: Invalid for a token that is not ours or too old, Conflict when an entry was changed meanwhile.
    """
    try:
        rows = signing.loads(token, salt=_SALT, max_age=_VALID_FOR)
    except signing.BadSignature:
        raise Invalid(_("Bản đọc đã quá một giờ hoặc không đúng. Hãy tải tệp lên lại.")) from None
    for row in rows:
        row |= {name: date.fromisoformat(row[name]) if row[name] else None for name in _DATES}
    return take_references(rows, by=by, at=at)
