"""Numerators and denominators added up; percentages never are."""

from dataclasses import dataclass
from decimal import Decimal

from dondoc.lib.numbers import Missing


@dataclass(frozen=True, slots=True)
class Totals:
    """A measure over some organisations. `denominator` of a share is the population, the unknown included.

    `known`: with an answer. `expected`: of whose answer some part is due; `expected_known`: both. `demanded`: whose
    whole answer should be there (`trajectory.is_demanded`).
    `floor`, `ceiling` of a derived measure: between which fractions it lies, as its parts tell (engine.combined); they
    do not add up, so a sum has none.
    """

    numerator: Decimal = Decimal(0)
    denominator: Decimal = Decimal(0)
    population: int = 0
    known: int = 0
    expected: int = 0
    expected_known: int = 0
    demanded: int = 0
    floor: Decimal | None = None
    ceiling: Decimal | None = None

    def __add__(self, other: "Totals") -> "Totals":
        return self._with(other, 1)

    def __sub__(self, other: "Totals") -> "Totals":
        return self._with(other, -1)

    def _with(self, other: "Totals", sign: int) -> "Totals":
        return Totals(
            self.numerator + sign * other.numerator,
            self.denominator + sign * other.denominator,
            self.population + sign * other.population,
            self.known + sign * other.known,
            self.expected + sign * other.expected,
            self.expected_known + sign * other.expected_known,
            self.demanded + sign * other.demanded,
        )

    @property
    def unknown(self) -> int:
        return self.population - self.known

    @property
    def owing(self) -> int:
        """Those whose last day has come and whose answer is not there."""
        return self.expected - self.expected_known

    @property
    def is_all_due(self) -> bool:
        """Whether nobody is left whose answer may still come in time: each is due or has answered."""
        return self.expected + self.known - self.expected_known >= self.population


NOTHING = Totals()


class Adding:
    """Totals that grow: many are added up without one being made of each."""

    __slots__ = ("demanded", "denominator", "expected", "expected_known", "known", "numerator", "population")

    def __init__(self) -> None:
        self.numerator = self.denominator = Decimal(0)
        self.population = self.known = self.expected = self.expected_known = self.demanded = 0

    def add(self, other: "Totals | Adding") -> None:
        self.numerator += other.numerator
        self.denominator += other.denominator
        self.population += other.population
        self.known += other.known
        self.expected += other.expected
        self.expected_known += other.expected_known
        self.demanded += other.demanded

    @property
    def totals(self) -> Totals:
        return Totals(
            self.numerator, self.denominator, self.population, self.known, self.expected, self.expected_known,
            self.demanded,
        )  # fmt: skip


def totals_of(
    numerator: Decimal | None, denominator: Decimal | None, missing: Missing | str | None, is_expected: bool,
    is_demanded: bool = False,
) -> Totals:  # fmt: skip
    """What one organisation's answer adds: nothing when it is exempt, its figures where it has them.

    Without an allocation it owes nothing and is not counted, but what it reached counts towards the whole.
    """
    if missing == Missing.NOT_APPLICABLE:
        return NOTHING
    if missing == Missing.NOT_ALLOCATED:
        return Totals(numerator=numerator or Decimal(0))
    is_known = not missing
    return Totals(
        numerator=numerator or Decimal(0),
        denominator=denominator or Decimal(0),
        population=1,
        known=int(is_known),
        expected=int(is_expected),
        expected_known=int(is_expected and is_known),
        demanded=int(is_demanded),
    )
