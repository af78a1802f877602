"""What a quota is divided by, how it stands, what was asked about it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.db.models import Count, Q, Sum

from dondoc.indicators.formula import MeasureDefinition, MeasureKind
from dondoc.indicators.models import Indicator, IndicatorVersion
from dondoc.measures.models import Answer, MeasureValue
from dondoc.orgs.models import Org
from dondoc.orgs.queries import population
from dondoc.plans.models import Allocation, Division, Plan, Target
from dondoc.quotas.dividing import Basis, share_out
from dondoc.quotas.models import Asking, AskingState
from dondoc.sheets.models import SheetVersion
from dondoc.submissions.models import COUNTS, Submission

MEMBERS = "tinh-hinh-dang-vien.members"  # the register's number of members; other fields say that they take it over


@dataclass(frozen=True)
class Line:
    """One organisation that shares in a quota. None: nothing is known. `reached` in the year, `reached_before` and
    `given_before` in the year before; `asking`: what it asks now, not answered yet."""

    org: Org
    given: int
    given_before: int | None
    reached: Decimal | None
    reached_before: Decimal | None
    headcount: int | None
    asking: Asking | None

    @property
    def rest(self) -> Decimal | None:
        """What is still to be reached; None while nothing is known or nothing was given."""
        return None if self.reached is None or not self.given else max(self.given - self.reached, Decimal(0))


@dataclass(frozen=True)
class Change:
    """What one organisation has more or less than in the division before."""

    org: Org
    before: int
    after: int


@dataclass(frozen=True)
class Past:
    """One division, and what it changed; the first changes nothing."""

    division: Division
    total_before: int | None
    divided: int
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Sheet:
    """All about the quota of one year. `division`: the newest; None while nothing was divided."""

    plan: Plan
    indicator: Indicator
    measure: MeasureDefinition
    year: int
    division: Division | None
    lines: tuple[Line, ...]
    past: tuple[Past, ...] = field(default=())  # the newest first

    @property
    def total(self) -> int:
        return self.division.total if self.division else 0

    @property
    def number(self) -> int:
        """Of the division that is shown; 0: none."""
        return self.division.number if self.division else 0

    @cached_property
    def divided(self) -> int:
        return sum(line.given for line in self.lines)

    @property
    def rest(self) -> int:
        return self.total - self.divided

    @cached_property
    def reached(self) -> Decimal | None:
        """By all together, also by those that were given nothing; None while nobody's is known."""
        known = [line.reached for line in self.lines if line.reached is not None]
        return sum(known, Decimal(0)) if known else None

    @cached_property
    def askings(self) -> tuple[Asking, ...]:
        return tuple(line.asking for line in self.lines if line.asking)

    def weights(self, basis: Basis) -> dict[int, int]:
        """What each organisation counts under `basis`; those of which it is not known are left out."""
        match basis:
            case Basis.HEADCOUNT:
                found = {line.org.pk: line.headcount for line in self.lines}
            case Basis.LAST_GIVEN:
                found = {line.org.pk: line.given_before for line in self.lines}
            case Basis.LAST_REACHED:
                found = {line.org.pk: _whole(line.reached_before) for line in self.lines}
            case Basis.EQUAL:
                found = {line.org.pk: 1 for line in self.lines}
        return {org: weight for org, weight in found.items() if weight is not None}

    def shared_out(self, basis: Basis, total: int) -> dict[int, int]:
        """What each would get; {} when nothing is known by which to share."""
        return share_out(total, self.weights(basis))


def _whole(number: Decimal | None) -> int | None:
    return None if number is None else int(number)


def quota_measure(indicator: Indicator) -> MeasureDefinition | None:
    """The measure of the newest definition that counts against a quota. One query."""
    newest = indicator.versions.order_by("-number").first()
    return _quota_measure(newest) if newest else None


def _quota_measure(version: IndicatorVersion) -> MeasureDefinition | None:
    return next((one for one in version.parsed.measures if one.kind is MeasureKind.QUOTA), None)


def sheet(plan: Plan, indicator: Indicator, measure: MeasureDefinition, year: int, today: date) -> Sheet:
    """The quota of `year` with all that helps to divide it. Eight queries."""
    by_year: dict[int, list[Division]] = {year: [], year - 1: []}
    rows = Division.objects.filter(plan=plan.series_id, indicator=indicator, year__in=by_year)
    for division in rows.select_related("decided_by").order_by("number"):
        by_year[division.year].append(division)
    parts = _parts([*by_year[year], *by_year[year - 1][-1:]])
    newest = by_year[year][-1] if by_year[year] else None
    given = parts.get(newest.pk, {}) if newest else {}
    before = parts.get(by_year[year - 1][-1].pk, {}) if by_year[year - 1] else None
    orgs = _orgs(plan, measure, _day(plan, year, today), {org for one in by_year[year] for org in parts[one.pk]})
    reached = _reached(measure, {year - 1: f"{year - 1}-12", year: _month(year, today)})
    heads = headcounts([org.pk for org in orgs])
    asked = Asking.objects.filter(plan=plan.series_id, indicator=indicator, year=year, state=AskingState.OPEN)
    askings = {one.org_id: one for one in asked.select_related("org", "asked_by")}
    lines = [
        Line(
            org,
            given.get(org.pk, 0),
            None if before is None else before.get(org.pk, 0),
            reached.get((year, org.pk)),
            reached.get((year - 1, org.pk)),
            heads.get(org.pk),
            askings.get(org.pk),
        )
        for org in orgs
    ]
    past = _past(by_year[year], parts, {org.pk: org for org in orgs})
    return Sheet(plan, indicator, measure, year, newest, tuple(lines), past)


def _parts(divisions: Iterable[Division]) -> dict[int, dict[int, int]]:
    """Division → organisation → number."""
    found: dict[int, dict[int, int]] = {one.pk: {} for one in divisions}
    rows = Allocation.objects.filter(division__in=found).values_list("division_id", "org_id", "quantity")
    for division, org, quantity in rows:
        found[division][org] = quantity
    return found


def _day(plan: Plan, year: int, today: date) -> date:
    """As of when one asks who shares in the quota of `year`: today, within the year and the plan."""
    day = min(max(today, date(year, 1, 1)), date(year, 12, 31))
    return min(max(day, plan.starts_on), plan.ends_on)


def _month(year: int, today: date) -> str:
    """The month whose figures tell how the year stands."""
    return f"{today:%Y-%m}" if today.year == year else f"{year}-12"


def _orgs(plan: Plan, measure: MeasureDefinition, day: date, holders: set[int]) -> list[Org]:
    """Those whom the measure means on `day`, and those that hold a part of it already, which may have ended since."""
    meant = population(measure.population, under=plan.org, day=day).exclude(pk=plan.org_id)
    return list(Org.objects.filter(Q(pk__in=meant.order_by().values("pk")) | Q(pk__in=holders)))


def orgs_measured(plan: Plan, measures: Iterable[MeasureDefinition], today: date) -> list[Org]:
    """Those whom any of `measures` means, today or on the plan's nearest day. A query a population."""
    day = min(max(today, plan.starts_on), plan.ends_on)
    found: dict[int, Org] = {}
    for meant in dict.fromkeys(measure.population for measure in measures):
        found |= {org.pk: org for org in population(meant, under=plan.org, day=day).exclude(pk=plan.org_id)}
    return sorted(found.values(), key=lambda org: org.sort_key)


def _reached(measure: MeasureDefinition, months: Mapping[int, str]) -> dict[tuple[int, int], Decimal]:
    """(Year, organisation) → what it reached, as far as it is known."""
    years = {month: year for year, month in months.items()}
    rows = Answer.objects.filter(measure=measure.key, month__in=years, numerator__isnull=False)
    return {(years[month], org): number for month, org, number in rows.values_list("month", "org_id", "numerator")}


def headcounts(org_ids: list[int]) -> dict[int, int]:
    """Organisation → its members by the newest approved sheet that tells. Two queries."""
    wanted: dict[int, set[str]] = {}
    for version in SheetVersion.objects.all():
        codes = {one.code for one in version.parsed.fields if one.known == MEMBERS}
        home, field_code = MEMBERS.split(".")
        if version.parsed.code == home:
            codes.add(field_code)
        if codes:
            wanted.setdefault(version.sheet_id, set()).update(codes)
    rows = Submission.objects.filter(org_id__in=org_ids, state__in=COUNTS, deliverable__sheet__in=wanted)
    found = {}
    for org, sheet_id, answers in rows.order_by("period_end", "pk").values_list(
        "org_id", "deliverable__sheet_id", "answers"
    ):
        told = [answers[code] for code in sorted(wanted[sheet_id]) if str(answers.get(code, "")).isdecimal()]
        if told:
            found[org] = int(told[0])
    return found


def _past(divisions: list[Division], parts: Mapping[int, dict[int, int]], orgs: Mapping[int, Org]) -> tuple[Past, ...]:
    found = []
    before: Division | None = None
    for one in divisions:
        old, new = parts[before.pk] if before else {}, parts[one.pk]
        changed = [pk for pk in orgs if before and old.get(pk, 0) != new.get(pk, 0)]
        changes = tuple(Change(orgs[pk], old.get(pk, 0), new.get(pk, 0)) for pk in changed)
        found.append(Past(one, before.total if before else None, sum(new.values()), changes))
        before = one
    return tuple(reversed(found))


# ── all quotas ────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Year:
    """The quota of one year in the list. `division` None: not divided yet. `reached`: by all; None: not known."""

    year: int
    division: Division | None
    divided: int
    reached: Decimal | None
    askings: int

    @property
    def rest(self) -> int:
        return self.division.total - self.divided if self.division else 0


@dataclass(frozen=True)
class Quota:
    """One chỉ tiêu of one plan that is divided by year."""

    plan: Plan
    indicator: Indicator
    measure: MeasureDefinition
    years: tuple[Year, ...]


@dataclass(frozen=True)
class Own:
    """What one of one's own organisations was given, with what it asked of it, the newest first."""

    plan: Plan
    indicator: Indicator
    year: int
    org: Org
    given: int
    since: date
    reached: Decimal | None
    askings: tuple[Asking, ...]

    @property
    def rest(self) -> Decimal | None:
        return None if self.reached is None else max(self.given - self.reached, Decimal(0))

    @property
    def open_asking(self) -> Asking | None:
        return next((one for one in self.askings if one.state == AskingState.OPEN), None)


def _measured(plans: Iterable[Plan]) -> list[tuple[Plan, Indicator, MeasureDefinition]]:
    """The chỉ tiêu of `plans` that are counted against a quota. Two queries."""
    targets = Target.objects.filter(plan__in=list(plans), indicator__isnull=False).select_related("plan", "indicator")
    rows = list(targets.order_by("plan_id", "position"))
    newest = {
        version.indicator_id: version
        for version in IndicatorVersion.objects.filter(indicator__in={row.indicator_id for row in rows}).order_by(
            "number"
        )
    }
    found = {}
    for row in rows:
        version = newest.get(row.indicator_id)
        measure = _quota_measure(version) if version else None
        if measure:
            found[(row.plan_id, row.indicator_id)] = (row.plan, row.indicator, measure)
    return list(found.values())


def quotas(plans: Iterable[Plan], today: date) -> list[Quota]:
    """Every quota of `plans`, each with the years from the first that was divided to the next. Five queries."""
    measured = _measured(plans)
    if not measured:
        return []
    series = {plan.series_id for plan, _indicator, _measure in measured}
    newest: dict[tuple[int, int, int], tuple[Division, int]] = {}
    rows = Division.objects.filter(plan__in=series).annotate(divided=Sum("allocations__quantity"))
    for one in rows.order_by("number"):
        newest[(one.plan_id, one.indicator_id, one.year)] = (one, one.divided or 0)
    asked = Asking.objects.filter(plan__in=series, state=AskingState.OPEN).order_by()
    open_ones = {
        (plan, indicator, year): count
        for plan, indicator, year, count in asked.values_list("plan", "indicator", "year").annotate(Count("pk"))
    }
    reached = _all_reached(measured, today)
    found = []
    for plan, indicator, measure in measured:
        known = [year for series_id, code, year in newest if (series_id, code) == (plan.series_id, indicator.pk)]
        last = min(max([today.year + 1, *known]), plan.ends_on.year)
        first = max(min([today.year, *known]), plan.starts_on.year)
        years = tuple(
            Year(
                year,
                *newest.get((plan.series_id, indicator.pk, year), (None, 0)),
                reached.get((plan.org_id, measure.key, year)),
                open_ones.get((plan.series_id, indicator.pk, year), 0),
            )
            for year in range(last, first - 1, -1)
        )
        found.append(Quota(plan, indicator, measure, years))
    return found


def _all_reached(
    measured: list[tuple[Plan, Indicator, MeasureDefinition]], today: date
) -> dict[tuple[int, str, int], Decimal]:
    """(Owner, measure, year) → what all reached together, where anybody's is known."""
    first, last = min(p.starts_on.year for p, _i, _m in measured), max(p.ends_on.year for p, _i, _m in measured)
    years = {_month(year, today): year for year in range(first, last + 1)}
    rows = MeasureValue.objects.filter(
        org__in={plan.org_id for plan, _i, _m in measured}, measure__in={m.key for _p, _i, m in measured},
        month__in=years, known__gt=0,
    )  # fmt: skip
    found = rows.values_list("org_id", "measure", "month", "numerator")
    return {(org, measure, years[month]): number for org, measure, month, number in found}


def own_quotas(orgs: Iterable[Org], today: date) -> list[Own]:
    """What `orgs` were given for this year and the years about it, the newest year first. Five queries."""
    ours = {org.pk: org for org in orgs}
    if not ours:
        return []
    newest = Division.objects.newest().filter(year__gte=today.year - 1)
    rows = Allocation.objects.filter(org__in=ours, division__in=newest.order_by().values("pk"))
    given = list(rows.select_related("division__plan__org", "division__indicator").order_by("-division__year", "pk"))
    asked: dict[tuple[int, int, int, int], list[Asking]] = {}
    for one in Asking.objects.filter(org__in=ours).select_related("asked_by", "answered_by"):
        asked.setdefault((one.plan_id, one.indicator_id, one.year, one.org_id), []).append(one)
    versions = IndicatorVersion.objects.filter(indicator__in={row.division.indicator_id for row in given})
    keys = {v.indicator_id: m.key for v in versions.order_by("number") if (m := _quota_measure(v))}
    years = {_month(row.division.year, today): row.division.year for row in given}
    answers = Answer.objects.filter(org__in=ours, measure__in=keys.values(), month__in=years, numerator__isnull=False)
    reached = {
        (measure, years[month], org): number
        for measure, month, org, number in answers.values_list("measure", "month", "org_id", "numerator")
    }
    return [
        Own(
            row.division.plan,
            row.division.indicator,
            row.division.year,
            ours[row.org_id],
            row.quantity,
            row.division.valid_from,
            reached.get((keys.get(row.division.indicator_id, ""), row.division.year, row.org_id)),
            tuple(asked.get((row.division.plan_id, row.division.indicator_id, row.division.year, row.org_id), ())),
        )
        for row in given
    ]
