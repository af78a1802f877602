"""The typed tree of an indicator definition, read from YAML data. Unknown keys are errors; all faults come at once.

An indicator has one or more measures, each with its own target; it is met when all are. Kinds of measure
(DESIGN.md §5): share_of_orgs (population × condition), ratio (a figure over a figure), quota (a figure against an
allocation), count (a figure against the number that the plan itself names), cumulative (the running total of a figure
over the term against the term's number, with steps by year), assessed (a person judged each
organisation on a worded scale; a share of those at or above a level), derived (numbers of other measures divided by, or
held against, one another) and derived_number (numbers of other measures added up, against the plan's own number).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from dondoc.lib.periods import PeriodKind


class MeasureKind(StrEnum):
    SHARE_OF_ORGS = "share_of_orgs"
    RATIO = "ratio"
    QUOTA = "quota"
    COUNT = "count"
    CUMULATIVE = "cumulative"
    ASSESSED = "assessed"
    DERIVED = "derived"
    DERIVED_NUMBER = "derived_number"


COMBINED = frozenset({MeasureKind.DERIVED, MeasureKind.DERIVED_NUMBER})  # computed from other measures
# Against a number that the plan itself names.
AGAINST_A_NUMBER = frozenset({MeasureKind.COUNT, MeasureKind.CUMULATIVE, MeasureKind.DERIVED_NUMBER})
GROWING = frozenset({MeasureKind.COUNT, MeasureKind.CUMULATIVE, MeasureKind.QUOTA})  # more may come until it is over


class OverTime(StrEnum):
    """How a figure's records of one period come together."""

    SUM = "sum"  # each tells what was new in its time
    LAST = "last"  # each tells how things stand; the newest holds


class Carry(StrEnum):
    """What of an organisation counts for the one that takes over from it by a merger, a split or a replacement."""

    SUM = "sum"  # its figures are added: to the one that it went into, of several to the one that is named first
    LATEST = "latest"  # the newest answer of those before stands until there is one of its own
    NONE = "none"  # the successor answers anew


class Better(StrEnum):
    HIGHER = "higher"
    LOWER = "lower"


class Comparator(StrEnum):
    AT_LEAST = ">="
    MORE = ">"
    AT_MOST = "<="
    LESS = "<"
    EQUAL = "="


@dataclass(frozen=True)
class Population:
    """Which organisations: of any of `kinds` AND in any of `groups` AND with one of the codes `orgs`; () = no limit."""

    kinds: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    orgs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Comparison:
    """`field` of a record against a constant: "yes", a choice's code, or a number."""

    field: str
    op: Comparator
    value: str


@dataclass(frozen=True)
class Approved:
    """Has an approved record of `deliverable` for the period where every comparison holds (by its day if `on_time`)."""

    deliverable: str
    where: tuple[Comparison, ...] = ()
    on_time: bool = False


@dataclass(frozen=True)
class Answered:
    """Every obligation for `deliverable` that was due in the period is answered (`on_time`: by its day)."""

    deliverable: str
    on_time: bool = True


@dataclass(frozen=True)
class LevelAtLeast:
    """The approved record's `field` stands at `level` or higher on `scale` (codes from lowest to highest)."""

    deliverable: str
    field: str
    level: str
    scale: tuple[str, ...]


@dataclass(frozen=True)
class AllOf:
    parts: tuple["Condition", ...]


@dataclass(frozen=True)
class AnyOf:
    parts: tuple["Condition", ...]


@dataclass(frozen=True)
class Not:
    part: "Condition"


Condition = Approved | Answered | LevelAtLeast | AllOf | AnyOf | Not


@dataclass(frozen=True)
class Figure:
    """A number from the approved records of `deliverable`: `field`, brought together over the records of the period.

    `plus`: each comparison that a record meets adds one (a committee recognised counts beside its cells).
    """

    deliverable: str
    field: str
    plus: tuple[Comparison, ...] = ()
    over_time: OverTime = OverTime.SUM


class Op(StrEnum):
    """How numbers of other measures come together. Which of them a plan needs: docs/decisions/0028."""

    NUMBER = "number"  # added and taken away
    RATIO = "ratio"  # sums divided: what was added up of numerators over what was added up of denominators
    CHANGE = "change"  # the sum now against the sum at the same point of the period before


class Part(StrEnum):
    """Which number of a measure."""

    NUMERATOR = "numerator"
    DENOMINATOR = "denominator"


@dataclass(frozen=True)
class Term:
    """One number of the measure with this key ("07-dieu-le-4-tot.b"), added or, with `minus`, taken away."""

    measure: str
    part: Part = Part.NUMERATOR
    minus: bool = False


@dataclass(frozen=True)
class Combination:
    """What a derived measure is: `of`, over `to` for a ratio."""

    op: Op
    of: tuple[Term, ...]
    to: tuple[Term, ...] = ()

    @property
    def terms(self) -> tuple[Term, ...]:
        return (*self.of, *self.to)

    @property
    def takes_away(self) -> bool:
        return any(term.minus for term in self.terms)


@dataclass(frozen=True)
class Goal:
    """The target: a comparison of the value (a fraction) with `value`; of a count, with 1, its whole number.

    `upper`: the other end of a range, which it may not exceed; None: no range.
    """

    comparator: Comparator
    value: Decimal
    upper: Decimal | None = None

    def is_met_by(self, number: Decimal) -> bool:
        if self.upper is not None and number > self.upper:
            return False
        match self.comparator:
            case Comparator.AT_LEAST:
                return number >= self.value
            case Comparator.MORE:
                return number > self.value
            case Comparator.AT_MOST:
                return number <= self.value
            case Comparator.LESS:
                return number < self.value
            case Comparator.EQUAL:
                return number == self.value


@dataclass(frozen=True)
class MeasureDefinition:
    """One measure. `code` is unique within the indicator ("a"); `key` is unique in all ("09-so-ket.a").

    `due_on`: the day by which the target is to be reached, with `is_due_at_end` the last day of each period; what falls
    short before is not judged yet. None and False: judged as soon as all who report have.
    `whole` and `unit` of a count: the number that the plan names (500), and of what (ha). `steps` of a cumulative one:
    year → the running total that should be there by its end. `formula` of a derived one as it is written; `flat` the
    same with derived terms taken apart, and `parts` the measures that these name, as far as known (linking.link).
    """

    key: str
    code: str
    name: str
    kind: MeasureKind
    period: PeriodKind
    better: Better
    goal: Goal
    population: Population
    condition: Condition | None = None  # share_of_orgs, assessed
    numerator: Figure | None = None  # ratio, quota, count
    denominator: Figure | None = None  # ratio
    formula: Combination | None = None  # derived, derived_number
    flat: Combination | None = None
    parts: Mapping[str, "MeasureDefinition"] = field(default_factory=dict)
    whole: Decimal | None = None  # count, cumulative
    steps: Mapping[int, Decimal] = field(default_factory=dict)  # cumulative
    unit: str = "%"
    due_on: date | None = None
    is_due_at_end: bool = False
    is_targeted: bool = True  # False: shown beside the others, and the indicator is met without it
    note: str = ""
    examples: tuple[Mapping[str, Any], ...] = ()
    carry: Carry = Carry.NONE  # after a merger or a split; a definition that says nothing has its kind's `usual_carry`

    def step_by(self, day: date) -> Decimal | None:
        """The running total that should be there by `day`: the step of the last year that has ended; None before."""
        ended = [year for year in self.steps if date(year, 12, 31) <= day]
        return self.steps[max(ended)] if ended else None

    def with_goal(self, value: Decimal) -> "MeasureDefinition":
        """The same measure with another number to reach: a fraction, or of a count its whole number. What was a range
        is then reached from `value` on."""
        if self.whole is not None:
            return replace(self, whole=value)
        return replace(self, goal=replace(self.goal, value=value, upper=None))

    @property
    def deliverables(self) -> frozenset[str]:
        """Codes of the deliverables whose records this measure reads."""
        figures = {f.deliverable for f in (self.numerator, self.denominator) if f}
        parts = {code for part in self.parts.values() for code in part.deliverables}
        return frozenset(figures | parts | (_deliverables_of(self.condition) if self.condition else set()))

    @property
    def populations(self) -> tuple[Population, ...]:
        """Of whom it is taken: its own population, of a derived one those of its parts as far as known, each once."""
        if self.formula is None:
            return (self.population,)
        return tuple(dict.fromkeys(part.population for part in self.parts.values()))

    @property
    def grows(self) -> bool:
        """Whether more may come until the period is over, however many have answered."""
        return self.kind in GROWING or any(part.kind in GROWING for part in self.parts.values())


@dataclass(frozen=True)
class IndicatorDefinition:
    code: str
    name: str
    short_name: str
    label: str
    position: int
    document: str
    part: str
    why: str
    written_by: str
    checked_by: str
    review_on: date
    valid_from: date
    measures: tuple[MeasureDefinition, ...]
    meaning: str = ""  # what its words mean, where they can be misread
    limits: str = ""  # what the number does not tell

    def measure(self, code: str) -> MeasureDefinition:
        """The measure with this code. Errors: KeyError."""
        for one in self.measures:
            if one.code == code:
                return one
        raise KeyError(code)


def usual_carry(kind: MeasureKind) -> Carry:
    """How a measure of this kind is carried over where its definition says nothing."""
    return Carry.LATEST if kind in _JUDGED else Carry.SUM


_JUDGED = frozenset({MeasureKind.SHARE_OF_ORGS, MeasureKind.ASSESSED})


def _deliverables_of(condition: Condition) -> set[str]:
    match condition:
        case AllOf(parts) | AnyOf(parts):
            return {code for part in parts for code in _deliverables_of(part)}
        case Not(part):
            return _deliverables_of(part)
        case Approved() | Answered() | LevelAtLeast():
            return {condition.deliverable}
