"""Which version of a sheet is in force, what it costs to fill in, and the rule tables that its checks look at."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from dondoc.audit.settled import made_under
from dondoc.lib.dates import format_date
from dondoc.lib.periods import Period
from dondoc.lib.text import sort_key
from dondoc.sheets.comparing import changes
from dondoc.sheets.definition import FieldDefinition, SheetDefinition
from dondoc.sheets.effort import sheet_seconds
from dondoc.sheets.models import Deliverable, NormRow, NormTable, Sheet, SheetDraft, SheetVersion
from dondoc.sheets.norms import NO_NORMS, Norm, Norms, by_code
from dondoc.sheets.wording import TYPE_WORDS, check_words, facts_of


@dataclass(frozen=True)
class Cost:
    """What filling in asks of an organisation: questions, and seconds by the rule of `effort`."""

    fields: int = 0
    seconds: float = 0

    @property
    def minutes(self) -> int:
        """Whole minutes, begun ones counted."""
        return math.ceil(round(self.seconds / 60, 2))

    def __add__(self, other: "Cost") -> "Cost":
        return Cost(self.fields + other.fields, self.seconds + other.seconds)

    def __mul__(self, times: int) -> "Cost":
        return Cost(self.fields * times, self.seconds * times)


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


@dataclass(frozen=True)
class Catalogue:
    """Products by code, each with its sheet, and all versions of these sheets by sheet id."""

    products: Mapping[str, Deliverable]
    versions: Mapping[int, list[SheetVersion]]

    def version_of(self, product: Deliverable, day: date) -> SheetVersion:
        """The version of its sheet in force on `day`."""
        return in_force(self.versions[product.sheet_id], day)


NO_PRODUCTS = Catalogue({}, {})


def catalogue(codes: Iterable[str]) -> Catalogue:
    """These products; those that are gone are left out. Two queries."""
    found = products_of(codes)
    return Catalogue(found.products, versions_of(one.sheet_id for one in found.products.values()))


def products_of(codes: Iterable[str]) -> Catalogue:
    """As `catalogue`, without the versions. One query."""
    found = Deliverable.objects.filter(code__in=set(codes)).select_related("sheet")
    return Catalogue({one.code: one for one in found}, {})


def norms(codes: Iterable[str]) -> Norms:
    """The rule tables with these codes, as checks read them. Two queries; none without codes."""
    wanted = set(codes)
    if not wanted:
        return NO_NORMS
    return by_code(table.norm for table in NormTable.objects.filter(code__in=wanted).prefetch_related("rows"))


def settled_product(code: str, under: str | None) -> Catalogue:
    """`catalogue` of one product as it stands under that stamp (audit.settled): read once. Not to be changed."""
    return made_under(under, ("sheets.product", code), lambda: catalogue([code]))


def settled_norms(codes: Iterable[str], under: str | None) -> Norms:
    """`norms` as they stand under that stamp: read once."""
    wanted = frozenset(codes)
    return made_under(under, ("sheets.norms", wanted), lambda: norms(wanted)) if wanted else NO_NORMS


def cost_of(version: SheetVersion) -> Cost:
    """What filling in this version once costs. The reviewer's fields are not the organisation's burden;
    a small table costs one row of it."""
    parsed = version.parsed
    return Cost(sum(len(one.columns) or 1 for one in parsed.fields), sheet_seconds(parsed))


def asked_elsewhere(code: str) -> list[SheetDefinition]:
    """What the newest version of every other sheet asks. One query."""
    newest: dict[int, SheetVersion] = {}
    for version in SheetVersion.objects.exclude(sheet__code=code).order_by("number"):
        newest[version.sheet_id] = version
    return [version.parsed for version in newest.values()]


def readers_of(sheet: Sheet | None) -> dict[str, list[str]]:
    """Field code → the names of the chỉ tiêu that are computed from it. One query."""
    found: dict[str, list[str]] = {}
    if sheet is None:
        return found
    for read_by in Deliverable.objects.filter(sheet=sheet).values_list("read_by", flat=True):
        for field, names in read_by.items():
            found.setdefault(field, []).extend(name for name in names.values() if name not in found.get(field, []))
    return found


def reader_faults(sheet: Sheet | None, parsed: SheetDefinition) -> list[str]:
    """What chỉ tiêu are computed from and `parsed` no longer asks, or asks in another kind, a sentence each."""
    newest = sheet.versions.first() if sheet else None
    before = newest.parsed.by_code if newest else {}
    faults = []
    for code, names in readers_of(sheet).items():
        old, new = before.get(code), parsed.by_code.get(code)
        words = {"label": old.label if old else code, "names": "”, “".join(names)}
        if new is None:
            faults.append(_("Không bỏ được “%(label)s”: đang dùng để tính “%(names)s”.") % words)
        elif old and old.type is not new.type:
            faults.append(_("Không đổi được kiểu của “%(label)s”: đang dùng để tính “%(names)s”.") % words)
    return faults


# The pages of sheets


@dataclass(frozen=True)
class SheetRow:
    """A sheet on the list: the version in force on the day, its cost, how often it is filled in, whether it is being
    edited."""

    sheet: Sheet
    version: SheetVersion
    cost: Cost
    periods: tuple[str, ...]
    draft: SheetDraft | None
    next: SheetVersion | None  # published, not yet in force


def sheet_rows(day: date) -> list[SheetRow]:
    """Every published sheet, by name. Three queries."""
    found = []
    for sheet in Sheet.objects.prefetch_related("versions", "deliverables").select_related("draft"):
        versions = list(sheet.versions.all())
        if not versions:
            continue
        version = in_force(versions, day)
        later = [one for one in versions if one.number > version.number and not one.has_begun(day)]
        periods = dict.fromkeys(str(one.get_period_kind_display()) for one in sheet.deliverables.all())
        draft = getattr(sheet, "draft", None)
        found.append(SheetRow(sheet, version, cost_of(version), tuple(periods), draft, later[-1] if later else None))
    return sorted(found, key=lambda row: sort_key(row.sheet.name))


@dataclass(frozen=True)
class VersionLine:
    """A version in the history of its sheet: what it changed of the one before, in words."""

    version: SheetVersion
    changes: list[str]
    is_current: bool


def history_of(versions: list[SheetVersion], current: SheetVersion) -> list[VersionLine]:
    """Newest first. Two queries when any version has checks."""
    ordered = sorted(versions, key=lambda version: version.number)
    known = norms({code for version in ordered for code in version.parsed.norm_codes})
    before: list[SheetVersion | None] = [None, *ordered[:-1]]
    lines = [
        VersionLine(one, changes(old.parsed if old else None, one.parsed, known), one.pk == current.pk)
        for old, one in zip(before, ordered, strict=True)
    ]
    return lines[::-1]


def changes_of(draft: SheetDraft) -> list[str]:
    """What a draft changes of the newest published version, in words."""
    newest = draft.sheet.versions.first() if draft.sheet else None
    new = draft.parsed
    codes = new.norm_codes | (newest.parsed.norm_codes if newest else set())
    return changes(newest.parsed if newest else None, new, norms(codes))


@dataclass(frozen=True)
class QuestionLine:
    """A question as readers of the definition see it: its kind, and each of its rules as a phrase."""

    field: FieldDefinition
    place: str
    type: str
    facts: tuple[str, ...]
    columns: tuple["QuestionLine", ...] = ()


def lines_of(parsed: SheetDefinition) -> dict[str, list[QuestionLine]]:
    """Part → its questions in order."""
    return {
        part: [_question(one, parsed.by_code, "") for one in getattr(parsed, part)]
        for part in ("fields", "review_fields")
    }


def _question(one: FieldDefinition, fields: Mapping[str, FieldDefinition], parent: str) -> QuestionLine:
    inner = {column.code: column for column in one.columns}
    return QuestionLine(
        one, f"{parent}.{one.code}" if parent else one.code, TYPE_WORDS[one.type], tuple(facts_of(one, fields)),
        tuple(_question(column, inner, one.code) for column in one.columns),
    )  # fmt: skip


@dataclass(frozen=True)
class CheckLine:
    """A check in words, with the values that its rule table holds."""

    code: str
    words: str
    say: str
    values: tuple[str, ...]


def check_lines(parsed: SheetDefinition, tables: Norms) -> list[CheckLine]:
    """Every check of a sheet."""
    fields = {one.code: one for one in parsed.fields}
    return [
        CheckLine(check.code, check_words(check, fields, tables), check.say, _values(tables.get(check.rule)))
        for check in parsed.checks
    ]


def _values(norm: Norm | None) -> tuple[str, ...]:
    if norm is None:
        return ()
    return tuple(
        _("%(value)s từ %(day)s (%(source)s)")
        % {"value": norm.show(one), "day": format_date(one.valid_from), "source": one.source}
        for one in norm.values
    )


@dataclass(frozen=True)
class NormLine:
    """A rule table on its page: which row is in force on the day, and the sheets that look at it."""

    table: NormTable
    rows: list[tuple[NormRow, str, bool]]  # the row, its value in words, whether it is in force
    sheets: list[str]


def norm_tables(user, day: date) -> list[NormLine]:
    """Every table, by name. Three queries."""
    users: dict[str, list[str]] = {}
    newest: dict[int, SheetVersion] = {}
    for version in SheetVersion.objects.select_related("sheet").order_by("number"):
        newest[version.sheet_id] = version
    for version in newest.values():
        for code in version.parsed.norm_codes:
            users.setdefault(code, []).append(version.sheet.name)
    found = []
    for table in NormTable.objects.visible_to(user).prefetch_related("rows"):
        norm = table.norm
        now = norm.on(day)
        rows = [(row, norm.show(value), value == now) for row, value in zip(table.rows.all(), norm.values, strict=True)]
        found.append(NormLine(table, rows, sorted(users.get(table.code, []))))
    return sorted(found, key=lambda line: sort_key(line.table.name))
