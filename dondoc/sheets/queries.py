"""Which version of a sheet is in force, and what it costs to fill in."""

from collections.abc import Iterable
from dataclasses import dataclass

from dondoc.sheets.models import Sheet, SheetVersion


@dataclass(frozen=True)
class Cost:
    """What one filling-in asks of an organisation: questions, and minutes as the definition estimates them."""

    fields: int
    minutes: int

    def __add__(self, other: "Cost") -> "Cost":
        return Cost(self.fields + other.fields, self.minutes + other.minutes)

    def __mul__(self, times: int) -> "Cost":
        return Cost(self.fields * times, self.minutes * times)


def current_version(sheet: Sheet) -> SheetVersion:
    """The newest version, under which new submissions are made. Errors: SheetVersion.DoesNotExist."""
    return sheet.versions.order_by("-number")[:1].get()


def current_versions(sheet_ids: Iterable[int]) -> dict[int, SheetVersion]:
    """Sheet id → its newest version, in one query."""
    versions = SheetVersion.objects.filter(sheet_id__in=set(sheet_ids)).order_by("number")
    return {version.sheet_id: version for version in versions}


def cost_of(version: SheetVersion) -> Cost:
    """What filling in this version once costs. The reviewer's fields are not the organisation's burden."""
    return Cost(len(version.parsed.fields), version.parsed.minutes)
