"""Comparing organisations fairly: with peers of their size, knowing small numbers, and who makes the gap.

Shares of a gap are kept as exact fractions of Decimals, because a quotient of Decimals is rounded: what the
organisations contribute adds up to the gap to the last digit.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from dondoc.indicators.formula.tree import Better, MeasureDefinition, MeasureKind
from dondoc.measures.engine.rollup import NOTHING, Totals
from dondoc.measures.engine.standing import value

# Below it one more or one less in the numerator moves a percentage by more than 10 points: chance outweighs work.
SMALL_BELOW = Decimal(10)
_COUNTS_ORGS = frozenset({MeasureKind.SHARE_OF_ORGS, MeasureKind.ASSESSED})


@dataclass(frozen=True)
class SizeClass:
    """From so many members, or where these are not known from so many chi bộ, up to the next class."""

    code: str
    name: str
    members: int
    cells: int


# 30 members: from there on an đảng bộ cơ sở is formed. Source: Điều lệ Đảng Đ.21.
SIZE_CLASSES = (
    SizeClass("rat-nho", "dưới 15 đảng viên", 0, 1),
    SizeClass("nho", "15–29 đảng viên", 15, 2),
    SizeClass("vua", "30–99 đảng viên", 30, 3),
    SizeClass("lon", "từ 100 đảng viên", 100, 10),
)


def size_class(members: int | None, cells: int) -> SizeClass | None:
    """The class by members; None of these known: by chi bộ; without either nothing can be said."""
    if members is not None:
        return next(one for one in reversed(SIZE_CLASSES) if members >= one.members)
    return next((one for one in reversed(SIZE_CLASSES) if cells >= one.cells), None)


class Unplaced(StrEnum):
    """Why an organisation has no position among its peers."""

    MISSING = "missing"
    OPEN = "open"  # some below it are not known: its value may still rise
    SMALL = "small"


def is_small(totals: Totals) -> bool:
    """Whether one more or one less says more than the percentage does."""
    return 0 < totals.denominator < SMALL_BELOW


def unplaced(kind: MeasureKind, totals: Totals) -> Unplaced | None:
    """Why `totals` can not be put in an order; None when they can."""
    if value(kind, totals).number is None:
        return Unplaced.MISSING
    if totals.unknown:
        return Unplaced.OPEN
    return Unplaced.SMALL if is_small(totals) else None


def places(levels: Sequence[Decimal | None], better: Better) -> list[int | None]:
    """The position of each level, the best first, equal ones together ("1, 2, 2, 4"); None stays without."""
    known = [one for one in levels if one is not None]
    if better is Better.LOWER:
        return [None if one is None else 1 + sum(other < one for other in known) for one in levels]
    return [None if one is None else 1 + sum(other > one for other in known) for one in levels]


def change(kind: MeasureKind, now: Totals, before: Totals) -> Decimal | None:
    """How far the value went, as a fraction; None unless all answers of both times are known: what is missing would
    read as a fall."""
    new, old = value(kind, now).number, value(kind, before).number
    if new is None or old is None or now.unknown or before.unknown:
        return None
    return new - old


def counts_alike(one: MeasureDefinition, other: MeasureDefinition) -> bool:
    """Whether two versions of a measure count the same thing of the same organisations."""
    return _counted(one) == _counted(other)


def _counted(one: MeasureDefinition) -> tuple[object, ...]:
    return (
        one.kind,
        one.period,
        one.population,
        one.condition,
        one.numerator,
        one.denominator,
        one.whole,
        one.carry,
        one.formula,
    )


# ── who makes the gap ────────────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class Contribution:
    """What a part adds to the gap, in fractions of the whole: `known` by its answers, `open` by what is missing.

    `unknown`: how many are missing. `could_close`: by how much the whole rises if all of these answer well; None when
    nobody can say.
    """

    known: Fraction = Fraction(0)
    open: Fraction = Fraction(0)
    unknown: int = 0
    could_close: Fraction | None = Fraction(0)

    @property
    def total(self) -> Fraction:
        return self.known + self.open

    def __add__(self, other: "Contribution") -> "Contribution":
        mine, theirs = self.could_close, other.could_close
        closes = None if mine is None or theirs is None else mine + theirs
        return Contribution(self.known + other.known, self.open + other.open, self.unknown + other.unknown, closes)


@dataclass(frozen=True)
class Decomposition:
    """`gap`: the whole's value less the reference. The `parts` and the `rest` add up to it exactly.

    `rest`: what lies with none of the parts: the whole's own answer, and what was given to nobody.
    """

    gap: Fraction
    parts: tuple[Contribution, ...]
    rest: Contribution


def decompose(kind: MeasureKind, whole: Totals, parts: Sequence[Totals], reference: Fraction) -> Decomposition | None:
    """How much of the gap between the value of `whole` and `reference` comes from each of `parts`.

    A part adds its numerator less what it would have at the reference, over the denominator of the whole: one that is
    large and slightly behind weighs more than one that is small and far behind. None: the whole has no value.
    """
    if value(kind, whole).number is None:
        return None
    below = Fraction(whole.denominator)
    rest = whole - sum(parts, NOTHING)
    return Decomposition(
        Fraction(whole.numerator) / below - reference,
        tuple(_contribution(kind, part, reference, below) for part in parts),
        _contribution(kind, rest, reference, below),
    )


def _contribution(kind: MeasureKind, part: Totals, reference: Fraction, below: Fraction) -> Contribution:
    above, due = Fraction(part.numerator), reference * Fraction(part.denominator)
    if kind in _COUNTS_ORGS:  # each missing organisation stands in the denominator as one
        missing = reference * part.unknown
        closes = Fraction(part.unknown) / below
        return Contribution((above - due + missing) / below, -missing / below, part.unknown, closes)
    closes_unsaid = None if part.unknown else Fraction(0)
    if part.unknown and not part.known:
        return Contribution(Fraction(0), (above - due) / below, part.unknown, closes_unsaid)
    return Contribution((above - due) / below, Fraction(0), part.unknown, closes_unsaid)


def largest(found: Sequence[Contribution], most: int) -> list[int]:
    """The indices of at most `most` contributions that are not 0, the largest of either sign first."""
    told = [at for at, one in enumerate(found) if one.total]
    return sorted(told, key=lambda at: -abs(found[at].total))[:most]
