"""The dated rule tables: published with a package, kept by the office."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dondoc.audit.actions import record
from dondoc.lib.dates import format_date
from dondoc.sheets import rules
from dondoc.sheets.definition import DefinitionError
from dondoc.sheets.models import NormRow, NormTable
from dondoc.web.refusals import Conflict, Invalid, require


def publish_norm(data: Mapping[str, Any], *, by, at: datetime) -> NormTable:
    """The rule table that `data` describes (see sheets.norms). Values of days that are not there yet are added; those
    that are there stay as the office keeps them. Errors: DefinitionError naming every fault."""
    _check_norm(data)
    with transaction.atomic():
        words = {"name": data["name"], "unit": data.get("unit", "")}
        table, is_new = NormTable.objects.get_or_create(code=data["code"], defaults=words)
        known = set(table.rows.values_list("valid_from", flat=True))
        fresh = [row for row in data["values"] if row["valid_from"] not in known]
        NormRow.objects.bulk_create(
            NormRow(
                table=table, value=Decimal(str(row["value"])), valid_from=row["valid_from"],
                valid_to=row.get("valid_to"), source=row["source"],
            )
            for row in fresh
        )  # fmt: skip
        if is_new or fresh:
            after = {str(row["valid_from"]): str(row["value"]) for row in fresh}
            record("norm.publish", by=by, target=table, after=after, at=at)
    return table


def _check_norm(data: Mapping[str, Any]) -> None:
    """Errors: DefinitionError naming every fault of a rule table's description."""
    faults = [f"thiếu “{key}”" for key in ("code", "name", "values") if not data.get(key)]
    faults += [f"khóa lạ “{key}”" for key in data if key not in {"code", "name", "unit", "values"}]
    for row in data.get("values") or []:
        faults += [f"thiếu “{key}”" for key in ("value", "valid_from", "source") if row.get(key) in (None, "")]
        faults += [f"khóa lạ “{key}”" for key in row if key not in {"value", "valid_from", "valid_to", "source"}]
    if faults:
        raise DefinitionError("\n".join(f"{data.get('code', '?')}: {fault}" for fault in faults))


def add_norm(*, code: str, name: str, unit: str, values: Mapping[str, Any], by, at: datetime) -> NormTable:
    """A new table with its first value (see `add_row`). Errors: Refused; Conflict when the code is taken."""
    require(rules.may_edit_sheets(by))
    with transaction.atomic():
        table, is_new = NormTable.objects.get_or_create(code=code, defaults={"name": name, "unit": unit})
        if not is_new:
            raise Conflict(_("Đã có mức mang mã “%(code)s”: %(name)s.") % {"code": code, "name": table.name})
        record("norm.add", by=by, target=table, after={"name": name, "unit": unit}, at=at)
        add_row(table, values=values, by=by, at=at)
    return table


def add_row(table: NormTable, *, values: Mapping[str, Any], by, at: datetime) -> NormRow:
    """A value from a day on: {value, valid_from, valid_to, source}. Errors: Refused; Conflict when that day has one."""
    require(rules.may_edit_sheets(by))
    with transaction.atomic():
        _check_day(table, values["valid_from"])
        row = NormRow.objects.create(table=table, **values)
        record("norm.add_row", by=by, target=table, after=_plain(values), at=at)
    return row


def change_row(row: NormRow, *, values: Mapping[str, Any], by, at: datetime) -> bool:
    """Correct a value; whether anything changed. What was sent in before keeps what it was told. Errors: as above."""
    require(rules.may_edit_sheets(by))
    with transaction.atomic():
        kept = NormRow.objects.select_for_update().select_related("table").get(pk=row.pk)
        changed = [name for name, value in values.items() if getattr(kept, name) != value]
        if not changed:
            return False
        _check_day(kept.table, values["valid_from"], but=kept.pk)
        before = _plain({name: getattr(kept, name) for name in changed})
        for name in changed:
            setattr(kept, name, values[name])
        kept.save(update_fields=changed)
        after = _plain({name: values[name] for name in changed})
        record("norm.change_row", by=by, target=kept.table, before=before, after=after, at=at)
    return True


def remove_row(row: NormRow, *, reason: str, by, at: datetime) -> None:
    """Take a value out. Errors: Refused; Invalid for the only one."""
    require(rules.may_edit_sheets(by))
    with transaction.atomic():
        table = NormTable.objects.select_for_update().get(pk=row.table_id)
        if not table.rows.exclude(pk=row.pk).exists():
            raise Invalid(_("Đây là giá trị duy nhất của mức này. Hãy sửa thay vì bỏ."))
        before = _plain({name: getattr(row, name) for name in ("value", "valid_from", "valid_to", "source")})
        table.rows.filter(pk=row.pk).delete()
        record("norm.remove_row", by=by, target=table, before=before, note=reason, at=at)


def _check_day(table: NormTable, day: date, but: int = 0) -> None:
    """Errors: Conflict when another value begins on `day`. The table is held until the transaction ends."""
    NormTable.objects.select_for_update().get(pk=table.pk)
    if table.rows.filter(valid_from=day).exclude(pk=but).exists():
        raise Conflict(_("Đã có giá trị từ ngày %(day)s. Hãy sửa giá trị đó.") % {"day": format_date(day)})


def _plain(values: Mapping[str, Any]) -> dict[str, str]:
    """For the audit trail."""
    return {name: "" if value is None else str(value) for name, value in values.items()}
