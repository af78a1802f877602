"""One measure over one organisation in one month, as pages show it: from what is stored, the last division only."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils.translation import get_language

from dondoc.indicators.formula import MeasureDefinition, MeasureKind, fill_in, target_in_words
from dondoc.indicators.formula.tree import AGAINST_A_NUMBER, COMBINED, Better
from dondoc.lib.numbers import MISSING_WORDS, Value
from dondoc.lib.periods import Period
from dondoc.measures.engine import NOTHING, Bounds, Totals, bounds, value
from dondoc.measures.engine.trajectory import is_step_by_orgs, step_on
from dondoc.measures.models import MeasureValue, TargetStatus

FACTS = (
    "period", "numerator", "denominator", "population", "known", "expected", "expected_known", "demanded", "status",
    "goal", "floor", "ceiling",
)  # fmt: skip


class Stored(NamedTuple):
    """What is stored of one measure over one organisation in one month: `MeasureValue` without the cost of a model."""

    month: str
    computed_at: datetime | None
    period: str
    numerator: Decimal
    denominator: Decimal
    population: int
    known: int
    expected: int
    expected_known: int
    demanded: int
    status: str
    goal: Decimal | None = None
    floor: Decimal | None = None
    ceiling: Decimal | None = None
    version_id: int = 0


STORED = ("month", "computed_at", *FACTS, "version_id")
Row = Stored | MeasureValue


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
    `step`: what was to be reached by now, a fraction like `value`; None where none is declared or, of a number that the
    whole is to reach, for a part of it.
    `previous`: the month before, None when it has no row. Without a population there is no `period`.
    `closed`: how the last period before this one ended, None for the term or when there is none.
    """

    definition: MeasureDefinition
    value: Value
    previous: Value | None
    floor: Decimal | None
    ceiling: Decimal | None
    totals: Totals
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
    def is_part(self) -> bool:
        """Whether it adds to a number that the whole is to reach, and has none of its own."""
        return self.definition.kind in AGAINST_A_NUMBER and not self.totals.denominator

    @property
    def is_step_by_orgs(self) -> bool:
        """Whether `step` is the target for those whose day has come, and nothing for the others."""
        return self.step is not None and is_step_by_orgs(self.definition)

    @property
    def is_about_it(self) -> bool:
        """Whether anybody here is in the population, or a quota was given that is not shared out yet."""
        return self.totals.population > 0 or self.totals.denominator > 0


def measure_row(
    measure: MeasureDefinition, row: Row | None, before: Row | None, closed: Closed | None,
    day: date | None = None,
) -> MeasureRow:  # fmt: skip
    """`row` of the measure as pages show it, beside the month `before`; None where there is nothing to tell. `day`: up
    to which its month is computed, None for its end."""
    if row and row.goal is not None:
        measure = measure.with_goal(row.goal)
    totals = totals_in(row)
    period = Period.parse(row.period) if row else None
    end = Period.parse(row.month).end if row else None
    at = min(end, day) if end and day else end
    is_over = bool(at and period and at >= period.end)
    found = bounds(measure.kind, totals, is_over=is_over) if row else None
    floor, ceiling = (
        (found.floor, found.ceiling) if found and not _says_nothing(measure, totals, found) else (None, None)
    )
    number = value(measure.kind, totals)
    return MeasureRow(
        definition=measure,
        value=number,
        previous=value(measure.kind, totals_in(before)) if before else None,
        floor=floor,
        ceiling=ceiling,
        totals=totals,
        step=step_of(measure, totals, period, at) if period and at else None,
        status=TargetStatus(row.status) if row else TargetStatus.NOT_DUE,
        filled_in=_filled_in(measure, totals, number, floor, ceiling),
        period=period,
        computed_at=row.computed_at if row else None,
        closed=closed,
    )


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
        stored = Stored(month, None, *facts) if facts else None
        _rows[key] = (measure, measure_row(measure, stored, None, None, day))
    return _rows[key][1]


def totals_in(row: Row | None) -> Totals:
    if row is None:
        return NOTHING
    return Totals(
        row.numerator, row.denominator, row.population, row.known, row.expected, row.expected_known, row.demanded,
        row.floor, row.ceiling,
    )  # fmt: skip


def step_of(measure: MeasureDefinition, totals: Totals, period: Period, day: date) -> Decimal | None:
    """What `totals` should have reached by `day`; see `MeasureRow.step`."""
    if not totals.population or (measure.kind in AGAINST_A_NUMBER and not totals.denominator):
        return None
    return step_on(measure, period, day, demanded=totals.demanded, population=totals.population)


def _says_nothing(measure: MeasureDefinition, totals: Totals, found: Bounds) -> bool:
    """Bounds that would mislead: nobody knows how large the missing organisations of a ratio are, so 0 – 100 %. Of what
    is derived, at least nothing and no upper end."""
    if measure.kind in COMBINED:
        return found.floor <= 0 and found.ceiling is None
    return measure.kind is MeasureKind.RATIO and totals.unknown > 0


def _filled_in(
    measure: MeasureDefinition, totals: Totals, number: Value, floor: Decimal | None, ceiling: Decimal | None
) -> str:
    """The formula with its numbers; with nobody known only the word for why, for 0 / n would read as zero."""
    if not totals.known:
        return MISSING_WORDS[number.missing] if number.missing else ""
    return fill_in(measure, totals.numerator, totals.denominator, unknown=totals.unknown, floor=floor, ceiling=ceiling)
