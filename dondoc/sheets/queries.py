"""Which version of a sheet is in force, what it costs to fill in, and the rule tables that its checks look at."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from dondoc.lib.periods import Period
from dondoc.sheets.models import NormTable, Sheet, SheetVersion
from dondoc.sheets.norms import NO_NORMS, Norms, by_code


@dataclass(frozen=True)
class Cost:
    """What one filling-in asks of an organisation: questions, and minutes as the definition estimates them."""

    fields: int
    minutes: int

    def __add__(self, other: "Cost") -> "Cost":
        return Cost(self.fields + other.fields, self.minutes + other.minutes)

    def __mul__(self, times: int) -> "Cost":
        return Cost(self.fields * times, self.minutes * times)


def in_force(versions: Iterable[SheetVersion], day: date) -> SheetVersion:
    """Of the versions of one sheet (at least one) the one in force on `day`; before all of them, the first."""
    ordered = sorted(versions, key=lambda version: version.number)
    return next((version for version in reversed(ordered) if version.has_begun(day)), ordered[0])


def current_version(sheet: Sheet, *, day: date) -> SheetVersion:
    """The version in force on `day`. Errors: SheetVersion.DoesNotExist for a sheet that was never published."""
    versions = list(sheet.versions.all())
    if not versions:
        raise SheetVersion.DoesNotExist(sheet.code)
    return in_force(versions, day)


def version_for(sheet: Sheet, period: Period, *, today: date) -> SheetVersion:
    """The version under which `period` is filled in: that of its last day, or of today while it still runs.

    So a sheet for last month keeps last month's questions although a newer version has begun.
    """
    return current_version(sheet, day=min(period.end, today))


def current_versions(sheet_ids: Iterable[int], *, day: date) -> dict[int, SheetVersion]:
    """Sheet id → its version in force on `day`, in one query."""
    return {pk: in_force(versions, day) for pk, versions in versions_of(sheet_ids).items()}


def versions_of(sheet_ids: Iterable[int]) -> dict[int, list[SheetVersion]]:
    """Sheet id → all its versions, in one query."""
    found: dict[int, list[SheetVersion]] = {}
    for version in SheetVersion.objects.filter(sheet_id__in=set(sheet_ids)):
        found.setdefault(version.sheet_id, []).append(version)
    return found


def norms(codes: Iterable[str]) -> Norms:
    """The rule tables with these codes, as checks read them. Two queries; none without codes."""
    wanted = set(codes)
    if not wanted:
        return NO_NORMS
    return by_code(table.norm for table in NormTable.objects.filter(code__in=wanted).prefetch_related("rows"))


def cost_of(version: SheetVersion) -> Cost:
    """What filling in this version once costs. The reviewer's fields are not the organisation's burden."""
    return Cost(len(version.parsed.fields), version.parsed.minutes)
