"""Publishing what is measured: definitions with frozen versions."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from dondoc.audit.actions import record
from dondoc.drafts.actions import plain
from dondoc.indicators.editing import read_fields
from dondoc.indicators.formula import DefinitionError, IndicatorDefinition, check, example_faults, parse_indicator
from dondoc.indicators.models import Indicator, IndicatorVersion
from dondoc.indicators.queries import catalogue
from dondoc.indicators.queries.ties import linked, tie_faults
from dondoc.sheets.actions import note_readers


def publish_indicator(definition: Mapping[str, Any], *, by, at: datetime) -> IndicatorVersion:
    """The version of an indicator that says what `definition` (a YAML mapping of a package or a plan) says.

    Idempotent: a definition equal to the newest version gives that version; a changed one becomes the next version,
    in force from its `valid_from`. One whose newest version was made in the editor stays as the office keeps it.
    Errors: DefinitionError naming every fault, examples that fail included.
    """
    data = plain(definition)
    parsed = _checked(data)
    with transaction.atomic():
        indicator = _indicator(parsed)
        newest = indicator.versions.order_by("-number").first()
        if newest and newest.is_own:
            return newest
        if newest and newest.definition == data:
            note_readers(parsed.code, parsed.name, set(read_fields(data)))
            return newest
        return _add(indicator, newest, data, parsed, is_own=False, by=by, at=at)


def add_version(definition: Mapping[str, Any], *, is_own: bool = False, by, at: datetime) -> IndicatorVersion:
    """The next version, whoever made the newest one: what a person decided. The office's own stays its own.
    Errors: DefinitionError."""
    data = plain(definition)
    parsed = _checked(data)
    with transaction.atomic():
        indicator = _indicator(parsed)
        newest = indicator.versions.order_by("-number").first()
        stays_own = is_own or bool(newest and newest.is_own)
        return _add(indicator, newest, data, parsed, is_own=stays_own, by=by, at=at)


def _checked(data: dict[str, Any]) -> IndicatorDefinition:
    parsed = parse_indicator(data)
    if faults := check(parsed, catalogue()) + tie_faults(parsed) + example_faults(linked(parsed)):
        raise DefinitionError("\n".join(faults))
    return parsed


def _head(parsed: IndicatorDefinition) -> dict[str, Any]:
    return {name: getattr(parsed, name) for name in ("name", "short_name", "label", "position")}


def _indicator(parsed: IndicatorDefinition) -> Indicator:
    """The row of its code, held until the transaction ends."""
    rows = Indicator.objects.select_for_update()
    return rows.get_or_create(code=parsed.code, defaults=_head(parsed))[0]


def _add(
    indicator: Indicator, newest: IndicatorVersion | None, data: dict[str, Any], parsed: IndicatorDefinition, *,
    is_own: bool, by, at: datetime,
) -> IndicatorVersion:  # fmt: skip
    number = newest.number + 1 if newest else 1
    fields = set(read_fields(data))
    if newest and parsed.valid_from > timezone.localdate(at):  # until then figures are made by the one before
        fields |= set(read_fields(newest.definition))
    note_readers(parsed.code, parsed.name, fields)
    version = IndicatorVersion.objects.create(
        indicator=indicator, number=number, definition=data, valid_from=parsed.valid_from, published_at=at,
        is_own=is_own,
    )  # fmt: skip
    Indicator.objects.filter(pk=indicator.pk).update(**_head(parsed))
    after = {"version": number} | ({"valid_from": str(parsed.valid_from)} if is_own else {})
    record("indicator.publish", by=by, target=indicator, after=after, at=at)
    return version
