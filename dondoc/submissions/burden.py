"""What is asked of organisations: submissions, questions, minutes by month and year, and what leaving some out saves.

A product that several tasks ask for counts once. It counts in the month in which it falls due; what has no day of its
own (thường xuyên, theo sự chỉ đạo) is not counted. The minutes follow one rule: `sheets.effort`.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import BigIntegerField, DateField, QuerySet

from dondoc.lib.periods import Period
from dondoc.obligations.models import Obligation, Purpose
from dondoc.orgs.models import Org
from dondoc.sheets.definition import FieldDefinition
from dondoc.sheets.effort import field_seconds, sheet_seconds
from dondoc.sheets.models import Deliverable, Sheet, SheetVersion
from dondoc.sheets.queries import Catalogue, Cost, catalogue, cost_of
from dondoc.web.prepared import Prepared

MONTHS = range(1, 13)


@dataclass(frozen=True)
class Asked:
    """One submission that is asked for."""

    org_id: int
    code: str
    year: int
    month: int


def asked_in(years: Iterable[int], orgs: Any) -> list[Asked]:
    """All that is asked of `orgs` (a subquery or list of ids) with a day in these years. One query."""
    return _each_once(_asked(org__in=orgs, due_on__year__in=list(years)))


def _asked(**which: Any) -> "QuerySet[Obligation, tuple[Any, ...]]":
    rows = Obligation.objects.filter(purpose=Purpose.ANSWER, exempted_on=None, taken_over=None, **which)
    columns = ("org_id", "task__deliverables", "round_id", "period", "due_on")
    return rows.order_by("due_on").values_list(*columns)


_ASKED = Prepared(
    lambda org, first, last: _asked(org=org, due_on__gte=first, due_on__lte=last),
    org=BigIntegerField(), first=DateField(), last=DateField(),
)  # fmt: skip


def _each_once(rows: "Iterable[tuple[Any, ...]]") -> list[Asked]:
    found: dict[tuple[int, str, Any], Asked] = {}
    for org_id, codes, round_id, period, due in rows:
        for code in codes:
            found.setdefault((org_id, code, round_id or period), Asked(org_id, code, due.year, due.month))
    return list(found.values())


@dataclass(frozen=True)
class Prices:
    """What one filling-in of each product costs, by code."""

    products: Mapping[str, Deliverable]
    costs: Mapping[str, Cost]


def prices(known: Catalogue, day: date) -> Prices:
    """By the versions in force on `day`. No query."""
    costs = {code: cost_of(known.version_of(product, day)) for code, product in known.products.items()}
    return Prices(known.products, costs)


# One organisation


@dataclass(frozen=True)
class BurdenLine:
    """One product asked of one organisation in a year: how many times, and what that costs."""

    deliverable: Deliverable
    times: int
    cost: Cost


@dataclass(frozen=True)
class Load:
    """Submissions and what they cost together."""

    times: int = 0
    cost: Cost = field(default_factory=Cost)

    def __add__(self, other: "Load") -> "Load":
        return Load(self.times + other.times, self.cost + other.cost)


@dataclass(frozen=True)
class Burden:
    """What a year asks of one organisation: by product, by month, and what the year before asked."""

    lines: list[BurdenLine]
    months: tuple[Load, ...] = ()
    before: Load = field(default_factory=Load)

    @property
    def total(self) -> Cost:
        return sum((line.cost for line in self.lines), Cost())

    @property
    def times(self) -> int:
        return sum(line.times for line in self.lines)

    @property
    def load(self) -> Load:
        return Load(self.times, self.total)

    @property
    def change(self) -> int | None:
        return change(self.load, self.before)


def change(now: Load, before: Load) -> int | None:
    """By how many per cent the minutes grew (negative: shrank) against the year before; None when it asked nothing."""
    if not before.cost.seconds:
        return None
    return round((now.cost.seconds - before.cost.seconds) / before.cost.seconds * 100)


def yearly_burden(org: Org, year: int) -> Burden:
    """What falls due in `year` for `org`, the most costly product first. Three queries."""
    asked = asked_in((year - 1, year), [org.pk])
    return burden_of(org, year, asked, catalogue(one.code for one in asked))


def burden_of(org: Org, year: int, asked: Sequence[Asked], products: Catalogue) -> Burden:
    """As `yearly_burden`, from what is `asked_in` this year and the one before, and its products. No query."""
    known = prices(products, date(year, 12, 31))
    times: dict[str, int] = defaultdict(int)
    for one in asked:
        if one.year == year and one.code in known.products:
            times[one.code] += 1
    lines = [BurdenLine(known.products[code], n, known.costs[code] * n) for code, n in times.items()]
    [row] = [*_rows(asked, [org], known, year)] or [OrgRow(org, Load(), Load(), ())]
    lines.sort(key=lambda line: (-line.cost.seconds, line.deliverable.code))
    return Burden(lines, row.months, row.before)


def times_asked(org: Org, year: int) -> tuple[int, int]:
    """How many submissions `year`, and the year before, ask of `org`. One query."""
    asked = _each_once(_ASKED.ask(org=org.pk, first=date(year - 1, 1, 1), last=date(year, 12, 31)))
    return sum(one.year == year for one in asked), sum(one.year < year for one in asked)


# Many organisations


@dataclass(frozen=True)
class OrgRow:
    """What a year, and the year before, ask of one organisation; `months`: January first."""

    org: Org
    load: Load
    before: Load
    months: tuple[Load, ...]

    @property
    def change(self) -> int | None:
        return change(self.load, self.before)

    @property
    def minutes_a_month(self) -> int:
        return Cost(0, self.load.cost.seconds / 12).minutes

    @property
    def peak(self) -> Load:
        """The heaviest month."""
        return max(self.months, key=lambda one: one.cost.seconds, default=Load())


@dataclass(frozen=True)
class SheetRow:
    """What a sheet asks of all these organisations together in a year."""

    sheet: Sheet
    load: Load
    orgs: int


@dataclass(frozen=True)
class Meter:
    """The burden of many organisations in a year."""

    year: int
    rows: list[OrgRow]
    sheets: list[SheetRow]
    months: tuple[Load, ...]

    @property
    def load(self) -> Load:
        return sum((row.load for row in self.rows), Load())

    @property
    def before(self) -> Load:
        return sum((row.before for row in self.rows), Load())

    @property
    def change(self) -> int | None:
        return change(self.load, self.before)

    @property
    def minutes_an_org(self) -> int:
        """A month, of an organisation that is asked for anything: the average."""
        return Cost(0, self.load.cost.seconds / 12 / len(self.rows)).minutes if self.rows else 0


def meter(orgs: Sequence[Org], year: int) -> Meter:
    """What `year` asks of `orgs`, of those that are asked for anything. Three queries, however many they are."""
    asked = asked_in((year - 1, year), [org.pk for org in orgs])
    known = prices(catalogue(one.code for one in asked), date(year, 12, 31))
    rows = list(_rows(asked, orgs, known, year))
    months = tuple(sum((row.months[n - 1] for row in rows), Load()) for n in MONTHS)
    return Meter(year, rows, _sheets(asked, known, year), months)


def _rows(asked: Iterable[Asked], orgs: Sequence[Org], known: Prices, year: int) -> Iterable[OrgRow]:
    loads: dict[tuple[int, int, int], Load] = defaultdict(Load)
    for one in asked:
        if one.code in known.costs:
            loads[one.org_id, one.year, one.month] += Load(1, known.costs[one.code])
    for org in orgs:
        months = tuple(loads[org.pk, year, n] for n in MONTHS)
        before = sum((loads[org.pk, year - 1, n] for n in MONTHS), Load())
        now = sum(months, Load())
        if now.times or before.times:
            yield OrgRow(org, now, before, months)


def _sheets(asked: Iterable[Asked], known: Prices, year: int) -> list[SheetRow]:
    loads: dict[Sheet, Load] = defaultdict(Load)
    orgs: dict[Sheet, set[int]] = defaultdict(set)
    for one in asked:
        if one.year == year and (product := known.products.get(one.code)):
            loads[product.sheet] += Load(1, known.costs[one.code])
            orgs[product.sheet].add(one.org_id)
    rows = [SheetRow(sheet, load, len(orgs[sheet])) for sheet, load in loads.items()]
    return sorted(rows, key=lambda row: (-row.load.cost.seconds, row.sheet.code))


# What leaving out saves


@dataclass(frozen=True)
class Saving:
    """What not asking something saves in a year: answers, minutes, and how many organisations feel it. `field` None:
    the whole sheet."""

    field: FieldDefinition | None
    answers: int
    seconds: float
    orgs: int

    @property
    def answers_a_month(self) -> Decimal:
        return Decimal(str(round(self.answers / 12, 1)))

    @property
    def minutes_a_month(self) -> Decimal:
        return Decimal(str(round(self.seconds / 60 / 12, 1)))


@dataclass(frozen=True)
class WhatIf:
    """Of a sheet: each question, and all of it. `times`: how many times a year it is asked for."""

    year: int
    times: int
    orgs: int
    fields: list[Saving]
    whole: Saving


def what_if(sheet: Sheet, version: SheetVersion, year: int, orgs: Any) -> WhatIf:
    """What leaving out each question of `version`, or the sheet, would save `orgs` (ids) in `year`. Two queries."""
    codes = set(Deliverable.objects.filter(sheet=sheet).values_list("code", flat=True))
    asked = [one for one in asked_in((year,), orgs) if one.code in codes]
    times, count = len(asked), len({one.org_id for one in asked})
    parsed = version.parsed
    fields = [Saving(one, times * (len(one.columns) or 1), times * field_seconds(one), count) for one in parsed.fields]
    answers = sum(one.answers for one in fields)
    whole = Saving(None, answers, times * sheet_seconds(parsed), count)
    return WhatIf(year, times, count, fields, whole)


def years_of(today: date) -> list[int]:
    """The years to choose from: last, this, next."""
    return [today.year - 1, today.year, today.year + 1]


def label_of(month: int, year: int) -> str:
    """ "tháng 3/2026"."""
    return Period.parse(f"{year}-{month:02d}").label
