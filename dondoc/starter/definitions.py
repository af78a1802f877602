"""Loading the package's data: sheets, deliverables, indicators, the register of references, packages of plans."""

from datetime import datetime
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from dondoc.documents.actions import add_reference
from dondoc.documents.models import Reference
from dondoc.documents.parsing.citations import symbol_key
from dondoc.documents.parsing.references import load_register
from dondoc.indicators.actions import publish_indicator
from dondoc.plans.models import Package
from dondoc.reminders.actions import publish_default
from dondoc.sheets.actions import publish_deliverable, publish_norm, publish_sheet
from dondoc.sheets.common import common_sheets

HERE = Path(__file__).parent


def load_definitions(*, by, at: datetime) -> dict[str, int]:
    """Bring every definition of the package into the database; a second run changes nothing. Returns how many of each.

    Errors: DefinitionError of sheets or indicators, naming every fault.
    """
    with transaction.atomic():
        return {
            "norms": sum(bool(publish_norm(data, by=by, at=at)) for data in _file("norms.yaml")),
            "sheets": sum(bool(publish_sheet(d, by=by, at=at)) for d in [*common_sheets(), *_files("sheets")]),
            "deliverables": sum(bool(publish_deliverable(d, by=by, at=at)) for d in _file("deliverables.yaml")),
            "indicators": sum(bool(publish_indicator(data, by=by, at=at)) for data in _files("indicators")),
            "references": _references(HERE / "references.yaml", at),
            "packages": _packages(),
            "ladders": int(bool(publish_default(ladder_data(), by=by, at=at))),
        }


def ladder_data() -> dict[str, Any]:
    """The default chasing ladder, as written."""
    return _file("chasing.yaml")


def _file(name: str) -> Any:
    return yaml.safe_load((HERE / name).read_text(encoding="utf-8"))


def _files(folder: str) -> list[Any]:
    return [_file(f"{folder}/{path.name}") for path in sorted((HERE / folder).glob("*.yaml"))]


def _references(path: Path, at: datetime) -> int:
    """Entries that are not in the register yet; those that are there stay as the office keeps them."""
    register = load_register(path)
    there = set(Reference.objects.values_list("key", "issued_on"))
    new = [one for one in register if (symbol_key(one.number), one.date) not in there]
    for one in new:
        values = {
            "number": one.number, "kind": one.kind, "issuer": one.issuer, "issued_on": one.date, "title": one.title,
            "status": one.status, "valid_from": one.valid_from, "replaced_by": one.replaced_by or "",
            "replaced_on": one.replaced_on, "source": one.source,
        }  # fmt: skip
        add_reference(values=values, by=None, at=at)
    return len(register)


def _packages() -> int:
    packages = _files("plans")
    for data in packages:
        values = {"name": data["name"], "decisions": data["decisions"]}
        Package.objects.update_or_create(document_number=data["document_number"], defaults=values)
    return len(packages)
