"""Reads for boards and for the page that explains a number. Each costs the same number of queries at any size.

Months are codes ("2026-03"). What is stored is shown; nothing is computed here but the last division.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dondoc.indicators.formula import MeasureDefinition, MeasureKind, describe, fill_in, target_in_words
from dondoc.indicators.formula.tree import AGAINST_A_NUMBER, Better
from dondoc.indicators.formula.wording import carry_in_words
from dondoc.indicators.models import Indicator, IndicatorVersion
from dondoc.indicators.queries import in_force, words
from dondoc.lib.numbers import MISSING_WORDS, Missing, Value
from dondoc.lib.periods import Period, PeriodKind
from dondoc.measures.engine import NOTHING, Standing, Totals, bounds, value, worst
from dondoc.measures.engine.standing import quarters_passed
from dondoc.measures.models import Answer, AnswerVerdict, Cursor, MeasureValue, TargetStatus
from dondoc.orgs.models import Org
from dondoc.orgs.queries import children, name_on, named_on, near
from dondoc.plans.models import Division, Plan, Target
from dondoc.sampling.credibility import Credibility


@dataclass(frozen=True)
class Closed:
    """How a measure ended an earlier period."""

    period: Period
    value: Value
    status: TargetStatus


@dataclass(frozen=True)
class MeasureRow:
    """One measure over one organisation and all under it, in one month.

    `value`: a fraction, or why there is none. `floor`, `ceiling`: between which fractions it lies while some are not
    known (None: no bound, nothing to divide by, or a ratio whose missing parts nobody can size).
    `expected_share`: the share of the population whose day has come.
    `step`: what was to be reached by now, a fraction like `value`; None where none is declared.
    `previous`: the month before, None when it has no row. Without a population there is no `period`.
    `closed`: how the last period before this one ended, None for the term or when there is none.
    """

    definition: MeasureDefinition
    value: Value
    previous: Value | None
    floor: Decimal | None
    ceiling: Decimal | None
    totals: Totals
    expected_share: Decimal | None
    status: TargetStatus
    filled_in: str
    period: Period | None
    computed_at: datetime | None
    closed: "Closed | None" = None
    step: Decimal | None = None

    @property
    def key(self) -> str:
        return self.definition.key

    @property
    def code(self) -> str:
        return self.definition.code

    @property
    def name(self) -> str:
        return self.definition.name

    @property
    def target(self) -> str:
        """The target in words: "= 100 %", "≥ 500 ha"."""
        return target_in_words(self.definition)

    @property
    def short_of(self) -> Decimal | None:
        """By how much the value misses what was to be reached by now; negative: it is beyond. None: not known, or
        nothing to compare with."""
        if self.value.number is None:
            return None
        if self.definition.better is Better.LOWER:
            return self.value.number - self.definition.goal.value
        return None if self.step is None else self.step - self.value.number

    @property
    def goal_is_met(self) -> bool:
        """Whether the value, as far as it is known, meets the target."""
        return self.value.number is not None and self.definition.goal.is_met_by(self.value.number)

    @property
    def is_targeted(self) -> bool:
        return self.definition.is_targeted

    @property
    def is_about_it(self) -> bool:
        """Whether anybody here is in the population, or a quota was given that is not shared out yet."""
        return self.totals.population > 0 or self.totals.denominator > 0


@dataclass(frozen=True)
class BoardRow:
    """One chỉ tiêu with its measures; `status` is the worst of those that have a target and a population here."""

    indicator: Indicator
    version: IndicatorVersion
    measures: tuple[MeasureRow, ...]

    @property
    def status(self) -> TargetStatus:
        return indicator_status(self.measures)

    @property
    def targeted(self) -> tuple[MeasureRow, ...]:
        return tuple(m for m in self.measures if m.is_targeted)

    def chosen(self, code: str) -> MeasureRow:
        """The measure of that letter; else the first that is about the organisation."""
        about = [m for m in self.measures if m.is_about_it] or self.measures
        return next((m for m in self.measures if m.code == code), about[0])


@dataclass(frozen=True)
class OrgAnswerRow:
    """What one organisation contributes, for the list behind a number. `credibility`: set by who shows it."""

    org: Org
    verdict: AnswerVerdict
    numerator: Decimal | None
    denominator: Decimal | None
    missing: Missing | None
    is_expected: bool
    reason: str
    submission_ids: tuple[int, ...]
    credibility: Credibility | None = None

    @property
    def missing_words(self) -> str:
        return MISSING_WORDS[self.missing] if self.missing else ""


@dataclass(frozen=True)
class TrendPoint:
    """`expected`: the share that should have been reached by then, in steps at due days; None when there is none."""

    month: str
    period: Period
    value: Value
    expected: Decimal | None
    status: TargetStatus


@dataclass(frozen=True)
class Cell:
    """One organisation × one chỉ tiêu."""

    status: TargetStatus
    measures: tuple[MeasureRow, ...]

    @property
    def is_about_it(self) -> bool:
        return any(m.is_about_it for m in self.measures)


@dataclass(frozen=True)
class MatrixRow:
    org: Org
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Matrix:
    """Organisations × chỉ tiêu: `rows[n].cells[k]` belongs to `indicators[k]`."""

    indicators: tuple[Indicator, ...]
    rows: tuple[MatrixRow, ...]


@dataclass(frozen=True)
class OrgRow:
    """One organisation directly below: how many chỉ tiêu stand how."""

    org: Org
    counts: dict[TargetStatus, int]
    worst: TargetStatus


@dataclass(frozen=True)
class Explanation:
    """How one number came about. `denominator_note`: what a quota was divided by."""

    row: MeasureRow
    version: IndicatorVersion
    org: Org
    month: str
    as_of: date
    formula: str
    targets: tuple[Target, ...]  # where plans state it
    answers: tuple[OrgAnswerRow, ...]
    denominator_note: str

    @property
    def carry(self) -> str:
        """What becomes of answers when organisations merge or are split."""
        return carry_in_words(self.row.definition)

    @property
    def parts(self) -> dict[AnswerVerdict, list[OrgAnswerRow]]:
        """The organisations behind each part, in the order of AnswerVerdict; empty parts are left out."""
        found = {verdict: [a for a in self.answers if a.verdict is verdict] for verdict in AnswerVerdict}
        return {verdict: rows for verdict, rows in found.items() if rows}


def as_of(month: str) -> date:
    """The day as of which the stored values of `month` hold: its last day, or the last computed day in it."""
    end = Period.parse(month).end
    day = Cursor.objects.values_list("day", flat=True).first()
    return min(end, day) if day else end


def board(org: Org, month: str, *, series: int | None = None, day: date | None = None) -> list[BoardRow]:
    """Every chỉ tiêu of the plans that bind `org`, in the plans' order; `series`: of one plan only; `day`: up to which
    the month is computed, None for its end. Two queries."""
    versions = _versions_for(org, month, series)
    values = _values([org.pk], _months_beside(month))
    return [_board_row(version, org.pk, month, values, day) for version in versions]


def indicator_row(indicator: Indicator, org: Org, month: str, *, day: date | None = None) -> BoardRow | None:
    """One chỉ tiêu, as `board`; None when it has no definition. Two queries."""
    versions = list(indicator.versions.select_related("indicator"))
    if not versions:
        return None
    values = _values([org.pk], _months_beside(month))
    return _board_row(in_force(versions, Period.parse(month).end), org.pk, month, values, day)


def indicator_status(measures: Iterable[MeasureRow]) -> TargetStatus:
    """The worst of the measures that have a target and are about somebody here; met only when all are."""
    found = [Standing(m.status.value) for m in measures if m.is_targeted and m.is_about_it]
    return TargetStatus(worst(found).value)


def measure_answers(measure_key: str, org: Org, month: str) -> list[OrgAnswerRow]:
    """The organisations at or under `org` behind a number, by name; with the names of that month. Two queries."""
    return _answers(measure_key, org, month, as_of(month))


def trend(measure_key: str, org: Org, until: str) -> list[TrendPoint]:
    """The measure over `org`, month by month up to `until`, with the steps that were expected. One query."""
    rows = MeasureValue.objects.filter(measure=measure_key, org=org, month__lte=until)
    return [_point(row) for row in rows.select_related("version").order_by("month")]


def matrix(
    org: Org, month: str, orgs: Sequence[Org], *, versions: Sequence[IndicatorVersion] | None = None,
    day: date | None = None,
) -> Matrix:  # fmt: skip
    """`orgs` (a page of those under `org`) × the chỉ tiêu that bind `org`, or `versions` of a page that has read them.
    `day`: the month's, as `as_of` tells, where it was asked for already.

    Organisations bear the names of the month. Four queries beside those of `orgs`, one less with each of the two.
    """
    versions = _versions_for(org, month) if versions is None else versions
    shown = named_on(map(copy, orgs), as_of(month) if day is None else day)
    stored = MeasureValue.objects.filter(org_id__in=[one.pk for one in shown], month=month)
    facts = {(measure, org_id): facts for measure, org_id, *facts in stored.values_list("measure", "org_id", *FACTS)}
    made: dict[tuple[object, ...], Cell] = {}  # many organisations stand alike, and are worked out once
    rows = [
        MatrixRow(one, tuple(_matrix_cell(version, one.pk, month, facts, made, day) for version in versions))
        for one in shown
    ]
    return Matrix(tuple(v.indicator for v in versions), tuple(rows))


def org_rows(org: Org, month: str) -> list[OrgRow]:
    """The organisations directly under `org` that any chỉ tiêu is about, by name. Five queries."""
    day = as_of(month)
    found = matrix(org, month, children(org, day), day=day)
    rows = []
    for row in found.rows:
        statuses = [cell.status for cell in row.cells if cell.is_about_it]
        if statuses:
            counts = {status: statuses.count(status) for status in TargetStatus if status in statuses}
            rows.append(OrgRow(row.org, counts, TargetStatus(worst(Standing(s.value) for s in statuses).value)))
    return rows


def explain(
    measure_key: str, org: Org, month: str, *, computed_on: date | None = None, with_answers: bool = True
) -> Explanation | None:
    """All that can be said about one number; None without such a measure. Eight queries, a ninth for a quota; one less
    with the day up to which figures are computed."""
    code, _dot, part = measure_key.rpartition(".")
    versions = list(IndicatorVersion.objects.filter(indicator__code=code).select_related("indicator"))
    if not versions:
        return None
    day = min(Period.parse(month).end, computed_on) if computed_on else as_of(month)
    version = in_force(versions, day)
    values = _values([org.pk], _months_beside(month))
    row = next((m for m in _board_row(version, org.pk, month, values, day).measures if m.code == part), None)
    if row is None:
        return None
    in_month = Plan.objects.in_force_between(Period.parse(month).start, Period.parse(month).end)
    targets = Target.objects.filter(indicator=version.indicator, plan__in=in_month)
    return Explanation(
        row=row,
        version=version,
        org=org,
        month=month,
        as_of=day,
        formula=describe(row.definition, words(row.definition.population.orgs)),
        targets=tuple(targets.select_related("plan").order_by("plan_id", "position")),
        answers=tuple(_answers(measure_key, org, month, day)) if with_answers else (),
        denominator_note=_denominator_note(row, version, org),
    )


def _denominator_note(row: MeasureRow, version: IndicatorVersion, org: Org) -> str:
    if row.definition.whole is not None:
        return _("Mẫu số là mức kế hoạch đề ra.")
    if row.definition.kind is not MeasureKind.QUOTA or row.period is None:
        return ""
    given = Division.objects.filter(indicator=version.indicator, year=row.period.start.year, plan__org=org).exists()
    if given:
        return _("Mẫu số là tổng chỉ tiêu cấp trên giao của năm.")
    return _("Mẫu số là chỉ tiêu đã giao cho các tổ chức ở đây.")


# ── rows ──────────────────────────────────────────────────────────────────────────────────────────────────────────

_Values = dict[tuple[str, int, str], MeasureValue]
_Facts = dict[tuple[str, int], list[Any]]


def _versions_for(org: Org, month: str, series: int | None = None) -> list[IndicatorVersion]:
    """The definitions in force of the chỉ tiêu that plans above, at or under `org` measure; `series`: one plan only."""
    in_month = Plan.objects.in_force_between(Period.parse(month).start, Period.parse(month).end)
    if series is not None:
        in_month = in_month.filter(Q(pk=series) | Q(first_id=series))
    measured = Target.objects.filter(near(org, "plan__org"), plan__in=in_month).values("indicator_id")
    by_indicator: dict[int, list[IndicatorVersion]] = defaultdict(list)
    for version in IndicatorVersion.objects.filter(indicator__in=measured).select_related("indicator"):
        by_indicator[version.indicator_id].append(version)
    day = Period.parse(month).end
    found = [in_force(versions, day) for versions in by_indicator.values()]
    return sorted(found, key=lambda v: (v.indicator.position, v.indicator.code))


def _values(org_ids: Sequence[int], months: Sequence[str]) -> _Values:
    rows = MeasureValue.objects.filter(org_id__in=org_ids, month__in=months)
    return {(row.measure, row.org_id, row.month): row for row in rows}


def _month_before(month: str) -> str:
    return Period.containing(Period.parse(month).start - timedelta(days=1), PeriodKind.MONTH).code


def _months_beside(month: str) -> list[str]:
    """`month`, the one before, and the last months of the quarter, half-year and year before: where periods closed."""
    start = Period.parse(month).start
    before = (Period.containing(start, kind).start - timedelta(days=1) for kind in _CLOSING)
    return [month, *sorted({Period.containing(day, PeriodKind.MONTH).code for day in before})]


_CLOSING = (PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.HALF_YEAR, PeriodKind.YEAR)


def _closed(measure: MeasureDefinition, org_id: int, month: str, values: _Values) -> Closed | None:
    if measure.period is PeriodKind.TERM:
        return None
    end = Period.containing(Period.parse(month).start, measure.period).start - timedelta(days=1)
    row = values.get((measure.key, org_id, Period.containing(end, PeriodKind.MONTH).code))
    if row is None or not row.known:
        return None
    return Closed(Period.parse(row.period), value(measure.kind, _totals(row)), TargetStatus(row.status))


def _board_row(
    version: IndicatorVersion, org_id: int, month: str, values: _Values, day: date | None = None
) -> BoardRow:
    before = _month_before(month)
    rows = tuple(
        measure_row(
            measure,
            values.get((measure.key, org_id, month)),
            values.get((measure.key, org_id, before)),
            _closed(measure, org_id, month, values),
            day,
        )
        for measure in version.parsed.measures
    )
    return BoardRow(version.indicator, version, rows)


FACTS = (
    "period", "numerator", "denominator", "population", "known", "expected", "expected_known", "status", "goal",
)  # fmt: skip


_rows: dict[tuple[Any, ...], tuple[MeasureDefinition, MeasureRow]] = {}
_MOST_ROWS = 8000


def row_of(
    measure: MeasureDefinition, month: str, facts: tuple[Any, ...] | None, day: date | None = None
) -> MeasureRow:
    """What `facts`, the columns FACTS, say on `day`, without the months before; kept as worked out, for it hangs on
    nothing else. The measure stands beside its row, so that nothing else can come to have its id."""
    key = (id(measure), month, facts, day, get_language())
    if key not in _rows:
        if len(_rows) >= _MOST_ROWS:
            _rows.clear()
        stored = MeasureValue(month=month, **dict(zip(FACTS, facts, strict=True))) if facts else None
        _rows[key] = (measure, measure_row(measure, stored, None, None, day))
    return _rows[key][1]


def _matrix_cell(
    version: IndicatorVersion, org_id: int, month: str, facts: _Facts, made: dict[tuple[object, ...], Cell],
    day: date | None,
) -> Cell:  # fmt: skip
    """What the facts of one organisation say, without the months before; `made` keeps what was worked out."""
    mine = [facts.get((measure.key, org_id)) for measure in version.parsed.measures]
    key = (version.pk, *(tuple(one) if one else None for one in mine))
    if key not in made:
        measures = tuple(
            row_of(measure, month, tuple(one) if one else None, day)
            for measure, one in zip(version.parsed.measures, mine, strict=True)
        )
        made[key] = Cell(indicator_status(measures), measures)
    return made[key]


def _totals(row: MeasureValue | None) -> Totals:
    if row is None:
        return NOTHING
    return Totals(row.numerator, row.denominator, row.population, row.known, row.expected, row.expected_known)


def measure_row(
    measure: MeasureDefinition, row: MeasureValue | None, before: MeasureValue | None, closed: Closed | None,
    day: date | None = None,
) -> MeasureRow:  # fmt: skip
    """`row` of the measure as pages show it, beside the month `before`; None where there is nothing to tell. `day`: up
    to which its month is computed, None for its end."""
    if row and row.goal is not None:
        measure = measure.with_goal(row.goal)
    totals = _totals(row)
    period = Period.parse(row.period) if row else None
    end = Period.parse(row.month).end if row else None
    at = min(end, day) if end and day else end
    is_over = bool(at and period and at >= period.end)
    found = bounds(measure.kind, totals, is_over=is_over) if row else None
    floor, ceiling = (found.floor, found.ceiling) if found and not _says_nothing(measure, totals) else (None, None)
    number = value(measure.kind, totals)
    share = _expected_share(measure, totals, period, at) if period and at else None
    return MeasureRow(
        definition=measure,
        value=number,
        previous=value(measure.kind, _totals(before)) if before else None,
        floor=floor,
        ceiling=ceiling,
        totals=totals,
        expected_share=share,
        step=_step(measure, share, period, at) if share is not None and period and at else None,
        status=TargetStatus(row.status) if row else TargetStatus.NOT_DUE,
        filled_in=_filled_in(measure, totals, number, floor, ceiling),
        period=period,
        computed_at=row.computed_at if row else None,
        closed=closed,
    )


def _step(measure: MeasureDefinition, expected: Decimal, period: Period, day: date) -> Decimal | None:
    """The level of `engine.trajectory`, from what is stored: the target for those whose day has come, all of it or
    nothing where the definition names a day, and of a ratio as soon as anybody's has."""
    named = period.end if measure.is_due_at_end else measure.due_on
    if named:
        return measure.goal.value if day >= named else Decimal(0)
    match measure.kind:
        case MeasureKind.CUMULATIVE:
            return expected
        case MeasureKind.RATIO:
            return measure.goal.value if expected else Decimal(0)
        case _:
            return measure.goal.value * expected


def _says_nothing(measure: MeasureDefinition, totals: Totals) -> bool:
    """Bounds that would mislead: nobody knows how large the missing organisations of a ratio are, so 0 – 100 %."""
    return measure.kind is MeasureKind.RATIO and totals.unknown > 0


def _filled_in(
    measure: MeasureDefinition, totals: Totals, number: Value, floor: Decimal | None, ceiling: Decimal | None
) -> str:
    """The formula with its numbers; with nobody known only the word for why, for 0 / n would read as zero."""
    if not totals.known:
        return MISSING_WORDS[number.missing] if number.missing else ""
    return fill_in(measure, totals.numerator, totals.denominator, unknown=totals.unknown, floor=floor, ceiling=ceiling)


def _expected_share(measure: MeasureDefinition, totals: Totals, period: Period, day: date) -> Decimal | None:
    """What should have been reached by `day`, as a fraction: steps at due days, and none where less is better."""
    if measure.better is Better.LOWER or not totals.population:
        return None
    if measure.kind is MeasureKind.CUMULATIVE and measure.whole and totals.denominator:
        step = measure.step_by(day)
        return None if step is None else step / measure.whole
    if measure.kind in AGAINST_A_NUMBER:
        return None
    if measure.kind is MeasureKind.QUOTA:
        return quarters_passed(period, day)
    return Decimal(totals.expected) / totals.population


def _point(row: MeasureValue) -> TrendPoint:
    measure = row.version.parsed.measure(row.measure.rpartition(".")[2])
    totals, period = _totals(row), Period.parse(row.period)
    return TrendPoint(
        month=row.month,
        period=period,
        value=value(measure.kind, totals),
        expected=_expected_share(measure, totals, period, Period.parse(row.month).end),
        status=TargetStatus(row.status),
    )


def _answers(measure_key: str, org: Org, month: str, day: date) -> list[OrgAnswerRow]:
    under = Org.objects.under(org.pk, day).order_by().values("pk")
    rows = Answer.objects.filter(measure=measure_key, month=month, org__in=under)
    return [answer_row(row) for row in told(rows, day)]


def told(rows: "QuerySet[Answer]", day: date) -> "QuerySet[Answer]":
    """`rows` by name, with their organisations, the names that these bore on `day` and their versions."""
    named = rows.annotate(name_then=name_on(day, "org_id"))
    return named.select_related("org", "version").order_by("org__sort_key", "org_id")


def answer_row(row: Answer) -> OrgAnswerRow:
    """A row that was read with `told`, for the list behind a number."""
    row.org.name = getattr(row, "name_then", None) or row.org.name
    kind = row.version.parsed.measure(row.measure.rpartition(".")[2]).kind
    return OrgAnswerRow(
        org=row.org,
        verdict=_verdict(row, is_share=kind in {MeasureKind.SHARE_OF_ORGS, MeasureKind.ASSESSED}),
        numerator=row.numerator,
        denominator=row.denominator,
        missing=Missing(row.missing) if row.missing else None,
        is_expected=row.expected,
        reason=row.reason,
        submission_ids=tuple(row.submission_ids),
    )


def _verdict(row: Answer, *, is_share: bool) -> AnswerVerdict:
    if row.missing == Missing.NOT_APPLICABLE:
        return AnswerVerdict.NOT_APPLICABLE
    if row.missing == Missing.NOT_ALLOCATED:
        return AnswerVerdict.NOT_ALLOCATED
    if row.missing:
        return AnswerVerdict.UNKNOWN
    if not is_share:
        return AnswerVerdict.FIGURES
    return AnswerVerdict.YES if row.numerator else AnswerVerdict.NO
