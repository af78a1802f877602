"""Reads for definitions: what they may name, and the names for their codes."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from dondoc.audit.memory import look
from dondoc.audit.settled import Stamp, made_under
from dondoc.indicators.formula import Catalogue, Words
from dondoc.indicators.models import IndicatorVersion
from dondoc.orgs.models import Group, Org, OrgKind
from dondoc.sheets.definition import FieldDefinition
from dondoc.sheets.models import Deliverable, SheetVersion


def catalogue() -> Catalogue:
    """Every deliverable's fields, the reviewer's included, in the newest version of its sheet. Two queries."""
    newest = _newest_fields()
    return {d.code: newest.get(d.sheet_id, {}) for d in Deliverable.objects.all()}


def words(orgs: Iterable[str] = ()) -> Words:
    """The names for the codes that definitions use; `orgs`: codes of bodies that are named.

    At most two queries, one where the request has read the stamp (audit.settled); three more the first time under one.
    """
    known = made_under(look(stamp=Stamp())["stamp"], "indicators.words", _words)
    codes = tuple(orgs)
    if not codes:
        return known
    return replace(known, orgs=dict(Org.objects.filter(code__in=codes).values_list("code", "name")))


def _words() -> Words:
    newest = _newest_fields()
    deliverables = list(Deliverable.objects.all())
    fields = {(d.code, f.code): f for d in deliverables for f in newest.get(d.sheet_id, {}).values()}
    return Words(
        deliverables={d.code: d.name for d in deliverables},
        fields={key: f.label for key, f in fields.items()},
        answers={(*key, code): label for key, f in fields.items() for code, label in f.options.items()},
        kinds={code: str(label) for code, label in OrgKind.choices},
        groups=dict(Group.objects.values_list("code", "name")),
        orgs={},
    )


def in_force(versions: Iterable[IndicatorVersion], day: date) -> IndicatorVersion:
    """Of the versions of one indicator (at least one), the one in force on `day`; before the first, the first."""
    ordered = sorted(versions, key=lambda v: (v.valid_from, v.number))
    begun = [v for v in ordered if v.valid_from <= day]
    return begun[-1] if begun else ordered[0]


def _newest_fields() -> dict[int, dict[str, FieldDefinition]]:
    """Sheet id → field code → field."""
    found: dict[int, dict[str, FieldDefinition]] = {}
    for version in SheetVersion.objects.order_by("sheet_id", "number"):
        parsed = version.parsed
        found[version.sheet_id] = {f.code: f for f in (*parsed.fields, *parsed.review_fields)}
    return found
