"""Publishing what is measured: definitions with frozen versions."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from dondoc.audit.actions import record
from dondoc.indicators.formula import DefinitionError, check, example_faults, parse_indicator
from dondoc.indicators.models import Indicator, IndicatorVersion
from dondoc.indicators.queries import catalogue
from dondoc.sheets.actions import note_readers


def publish_indicator(definition: Mapping[str, Any], *, by, at: datetime) -> IndicatorVersion:
    """The version of an indicator that says what `definition` (a YAML mapping) says.

    Idempotent: a definition equal to the newest version gives that version; a changed one becomes the next version,
    in force from its `valid_from`. Errors: DefinitionError naming every fault, examples that fail included.
    """
    data = json.loads(json.dumps(definition, default=str, ensure_ascii=False))
    parsed = parse_indicator(data)
    if faults := check(parsed, catalogue()) + example_faults(parsed):
        raise DefinitionError("\n".join(faults))
    with transaction.atomic():
        note_readers(parsed.code, parsed.name, set(_read_fields(data)))
        head = {name: getattr(parsed, name) for name in ("name", "short_name", "label", "position")}
        indicator, _created = Indicator.objects.select_for_update().get_or_create(code=parsed.code, defaults=head)
        newest = indicator.versions.order_by("-number").first()
        if newest and newest.definition == data:
            return newest
        number = newest.number + 1 if newest else 1
        version = IndicatorVersion.objects.create(
            indicator=indicator, number=number, definition=data, valid_from=parsed.valid_from, published_at=at
        )
        Indicator.objects.filter(pk=indicator.pk).update(**head)
        record("indicator.publish", by=by, target=indicator, after={"version": number}, at=at)
    return version


def _read_fields(node: Any, deliverable: str = "") -> Iterator[tuple[str, str]]:
    """(deliverable, field) wherever a definition names a field of what it counts."""
    if isinstance(node, list):
        for one in node:
            yield from _read_fields(one, deliverable)
    elif isinstance(node, dict):
        deliverable = node.get("deliverable", deliverable)
        if deliverable and isinstance(node.get("field"), str):
            yield deliverable, node["field"]
        for one in node.values():
            yield from _read_fields(one, deliverable)
