"""Loading the package's data: sheets, deliverables, indicators, the register of references, packages of plans."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from dondoc.documents.models import Reference
from dondoc.indicators.actions import publish_indicator
from dondoc.plans.models import Package
from dondoc.sheets.actions import publish_deliverable, publish_sheet

HERE = Path(__file__).parent


def load_definitions(*, by, at: datetime) -> dict[str, int]:
    """Bring every definition of the package into the database; a second run changes nothing. Returns how many of each.

    Errors: DefinitionError of sheets or indicators, naming every fault.
    """
    with transaction.atomic():
        return {
            "sheets": sum(bool(publish_sheet(data, by=by, at=at)) for data in _files("sheets")),
            "deliverables": sum(bool(publish_deliverable(d, by=by, at=at)) for d in _file("deliverables.yaml")),
            "indicators": sum(bool(publish_indicator(data, by=by, at=at)) for data in _files("indicators")),
            "references": _references(_file("references.yaml")),
            "packages": _packages(),
        }


def _file(name: str) -> Any:
    return yaml.safe_load((HERE / name).read_text(encoding="utf-8"))


def _files(folder: str) -> list[Any]:
    return [_file(f"{folder}/{path.name}") for path in sorted((HERE / folder).glob("*.yaml"))]


def _references(rows: list[dict[str, Any]]) -> int:
    for row in rows:
        values = {
            "kind": row["kind"],
            "issuer": row["issuer"],
            "issued_on": _day(row.get("date")),
            "title": row.get("title") or "",
            "replaced_by": row.get("replaced_by") or "",
            "source": row.get("source") or "",
        }
        Reference.objects.update_or_create(number=row["number"], defaults=values)
    return len(rows)


def _day(value: date | str | None) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _packages() -> int:
    packages = _files("plans")
    for data in packages:
        values = {"name": data["name"], "decisions": data["decisions"]}
        Package.objects.update_or_create(document_number=data["document_number"], defaults=values)
    return len(packages)
