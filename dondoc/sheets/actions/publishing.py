"""Publishing what is asked: sheets with frozen versions, and the deliverables that they prove."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from dondoc.audit.actions import record
from dondoc.lib.text import fold
from dondoc.sheets.definition import DefinitionError, parse_definition
from dondoc.sheets.models import Deliverable, DeliverablePeriod, Sheet, SheetVersion

_DELIVERABLE_KEYS = ("code", "name", "sheet", "period")


def publish_sheet(definition: Mapping[str, Any], *, by, at: datetime) -> SheetVersion:
    """The version of a sheet that says what `definition` of a package or a plan says.

    Idempotent: a definition equal to the newest version gives that version; a changed one becomes the next version,
    and what was filled in before keeps its own. A sheet whose newest version was made in the editor stays as the
    office keeps it. Errors: DefinitionError naming every fault.
    """
    parsed = parse_definition(definition)
    with transaction.atomic():
        sheet, _created = Sheet.objects.select_for_update().get_or_create(
            code=parsed.code, defaults={"name": parsed.name}
        )
        newest = sheet.versions.first()
        if newest and (newest.is_own or newest.definition == dict(definition)):
            return newest
        return add_version(sheet, definition, by=by, at=at)


def add_version(
    sheet: Sheet,
    definition: Mapping[str, Any],
    *,
    effective_on: date | None = None,
    is_own: bool = False,
    by,
    at: datetime,
) -> SheetVersion:
    """The next version of `sheet`, inside the caller's transaction. Errors: DefinitionError naming every fault."""
    parsed, newest = parse_definition(definition), sheet.versions.first()
    version = SheetVersion.objects.create(
        sheet=sheet, number=newest.number + 1 if newest else 1, definition=dict(definition), published_at=at,
        effective_on=effective_on, is_own=is_own,
    )  # fmt: skip
    if sheet.name != parsed.name:
        sheet.name = parsed.name
        sheet.save(update_fields=["name"])
    after = {"version": version.number} | ({"effective_on": str(effective_on)} if effective_on else {})
    record("sheet.publish", by=by, target=sheet, after=after, at=at)
    return version


def note_readers(code: str, name: str, fields: Iterable[tuple[str, str]]) -> None:
    """Remember that the chỉ tiêu `code`, called `name`, is computed from `fields` ((deliverable, field) pairs) and from
    no others. Inside the caller's transaction; of what is unchanged nothing is written."""
    wanted: dict[str, set[str]] = {}
    for deliverable, field in fields:
        wanted.setdefault(deliverable, set()).add(field)
    for row in Deliverable.objects.select_for_update().order_by("pk"):
        there = {field: {k: v for k, v in names.items() if k != code} for field, names in row.read_by.items()}
        for field in wanted.get(row.code, ()):
            there.setdefault(field, {})[code] = name
        there = {field: names for field, names in there.items() if names}
        if there != row.read_by:
            row.read_by = there
            row.save(update_fields=["read_by"])


def publish_deliverable(data: Mapping[str, Any], *, by, at: datetime) -> Deliverable:
    """The deliverable that `data` describes: {code, name, sheet, period, keywords, per_task}.

    Keywords are folded here. Idempotent; a changed name, sheet or keywords are taken over. Its period never changes:
    records answer for it. Errors: DefinitionError.
    """
    _check_deliverable(data)
    with transaction.atomic():
        wanted = {
            "name": data["name"],
            "sheet": Sheet.objects.get(code=data["sheet"]),
            "keywords": [fold(keyword) for keyword in data.get("keywords") or []],
            "is_per_task": bool(data.get("per_task", False)),
        }
        found = Deliverable.objects.select_for_update().filter(code=data["code"]).select_related("sheet").first()
        if found is None:
            found = Deliverable.objects.create(code=data["code"], period_kind=data["period"], **wanted)
            record("deliverable.publish", by=by, target=found, after={"code": found.code}, at=at)
            return found
        if found.period_kind != data["period"]:
            raise DefinitionError(f"{found.code}: kỳ không đổi được; hãy đặt mã khác cho sản phẩm có kỳ khác")
        changed = [name for name, value in wanted.items() if getattr(found, name) != value]
        if changed:
            before = {name: _plain(getattr(found, name)) for name in changed}
            for name in changed:
                setattr(found, name, wanted[name])
            found.save(update_fields=changed)
            after = {name: _plain(wanted[name]) for name in changed}
            record("deliverable.publish", by=by, target=found, before=before, after=after, at=at)
    return found


def _check_deliverable(data: Mapping[str, Any]) -> None:
    """Errors: DefinitionError naming every fault of a deliverable's description."""
    faults = [f"thiếu “{key}”" for key in _DELIVERABLE_KEYS if not data.get(key)]
    faults += [f"khóa lạ “{key}”" for key in data if key not in {*_DELIVERABLE_KEYS, "keywords", "per_task"}]
    if data.get("period") and data["period"] not in DeliverablePeriod.values:
        faults.append(f"kỳ “{data['period']}” không có")
    if data.get("sheet") and not Sheet.objects.filter(code=data["sheet"]).exists():
        faults.append(f"không có phiếu “{data['sheet']}”")
    if faults:
        raise DefinitionError("\n".join(f"{data.get('code', '?')}: {fault}" for fault in faults))


def _plain(value: Any) -> Any:
    """For the audit trail: a sheet as its code."""
    return value.code if isinstance(value, Sheet) else value
