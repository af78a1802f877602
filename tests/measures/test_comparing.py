"""What organisations contribute to a gap adds up to it, whatever the figures; the rules of a fair comparison."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dondoc.indicators.formula import MeasureKind
from dondoc.indicators.formula.tree import Better
from dondoc.measures.engine import NOTHING, Totals
from dondoc.measures.engine.comparing import (
    SIZE_CLASSES,
    SMALL_BELOW,
    Contribution,
    Unplaced,
    change,
    decompose,
    largest,
    places,
    size_class,
    unplaced,
)

SHARE, RATIO, QUOTA = MeasureKind.SHARE_OF_ORGS, MeasureKind.RATIO, MeasureKind.QUOTA
amounts = st.decimals(0, 10**11, places=3)
references = st.fractions(0, 2, max_denominator=10**6)


def share(yes: int, no: int, unknown: int = 0) -> Totals:
    every, known = yes + no + unknown, yes + no
    return Totals(Decimal(yes), Decimal(every), every, known, every, known)


def figures(above, below, known: int = 1, unknown: int = 0) -> Totals:
    every = known + unknown
    return Totals(Decimal(above), Decimal(below), every, known, every, known)


shares = st.builds(share, st.integers(0, 9), st.integers(0, 9), st.integers(0, 9))
ratios = st.builds(figures, amounts, amounts, st.integers(0, 3), st.integers(0, 3))


@given(
    st.one_of(
        st.tuples(st.just(SHARE), st.lists(shares, min_size=1, max_size=12), shares),
        st.tuples(st.sampled_from([RATIO, QUOTA]), st.lists(ratios, min_size=1, max_size=12), ratios),
    ),
    references,
)
def test_what_each_contributes_adds_up_to_the_gap_exactly(play, reference):
    kind, parts, own = play
    whole = sum(parts, own)
    found = decompose(kind, whole, parts, reference)
    if not whole.known or not whole.denominator:
        assert found is None
        return
    assert found.gap == Fraction(whole.numerator) / Fraction(whole.denominator) - reference
    assert sum((one.total for one in (*found.parts, found.rest)), Fraction(0)) == found.gap
    plain = [
        (Fraction(t.numerator) - reference * Fraction(t.denominator)) / Fraction(whole.denominator)
        for t in (*parts, own)
    ]
    assert [one.total for one in (*found.parts, found.rest)] == plain
    joined = decompose(kind, whole, [sum(parts, NOTHING)], reference)
    assert joined.parts[0].total == sum((one.total for one in found.parts), Fraction(0))


@given(st.lists(shares, min_size=1, max_size=12), references)
def test_if_all_the_missing_say_yes_the_whole_rises_by_what_they_could_close(parts, reference):
    whole = sum(parts, NOTHING)
    found = decompose(SHARE, whole, parts, reference)
    if found is None:
        return
    best = [share(int(t.numerator) + t.unknown, t.known - int(t.numerator)) for t in parts]
    after = decompose(SHARE, sum(best, NOTHING), best, reference)
    assert after.gap == found.gap + sum(one.could_close for one in found.parts)
    for one, other in zip(found.parts, after.parts, strict=True):
        assert other.total == one.total + one.could_close
        assert other.open == 0


def test_a_large_one_slightly_behind_weighs_more_than_a_small_one_far_behind():
    parts = [figures(880, 1000), figures(1, 10), figures(95, 100)]
    found = decompose(RATIO, sum(parts, NOTHING), parts, Fraction(9, 10))
    assert [one.total for one in found.parts] == [Fraction(-20, 1110), Fraction(-8, 1110), Fraction(5, 1110)]
    assert largest(found.parts, 2) == [0, 1]


def test_missing_stands_apart_from_what_was_answered():
    parts = [share(1, 0), share(0, 1), share(0, 0, 2)]
    found = decompose(SHARE, sum(parts, NOTHING), parts, Fraction(1))
    quarter = Fraction(1, 4)
    assert list(found.parts) == [
        Contribution(Fraction(0), Fraction(0), 0, Fraction(0)),
        Contribution(-quarter, Fraction(0), 0, Fraction(0)),
        Contribution(Fraction(0), -2 * quarter, 2, 2 * quarter),
    ]
    quota = [figures(3, 4), figures(0, 5, known=0, unknown=1)]
    found = decompose(QUOTA, sum(quota, figures(0, 1, known=0)), quota, Fraction(1))
    assert (found.parts[1].known, found.parts[1].open, found.parts[1].could_close) == (0, Fraction(-1, 2), None)
    assert found.rest.total == Fraction(-1, 10)  # given to nobody


@pytest.mark.parametrize(
    ("kind", "totals", "why"),
    [
        (RATIO, figures(9, 10), None),
        (RATIO, figures(8, 9), Unplaced.SMALL),
        (RATIO, figures(80, 90, unknown=1), Unplaced.OPEN),
        (RATIO, figures(0, 0), Unplaced.MISSING),
        (SHARE, share(0, 0, 20), Unplaced.MISSING),
        (SHARE, share(9, 6, 5), Unplaced.OPEN),
        (QUOTA, NOTHING, Unplaced.MISSING),
    ],
)
def test_who_is_left_out_of_an_order(kind, totals, why):
    assert unplaced(kind, totals) is why
    assert SMALL_BELOW == 10  # the words of the pages and of the handbook say so


def test_positions_are_shared_and_better_may_mean_lower():
    levels = [Decimal(n) if n is not None else None for n in (5, 7, None, 7, 1)]
    assert places(levels, Better.HIGHER) == [3, 1, None, 1, 4]
    assert places(levels, Better.LOWER) == [2, 3, None, 3, 1]


def test_a_change_needs_both_times_whole():
    now, before = figures(9, 10), figures(6, 10)
    assert change(RATIO, now, before) == Decimal("0.3")
    assert change(RATIO, before, now) == Decimal("-0.3")
    assert change(SHARE, share(3, 0, 1), share(4, 0)) is None  # the missing one would read as a fall
    assert change(RATIO, now, NOTHING) is None


@pytest.mark.parametrize(
    ("members", "cells", "code"),
    [
        (0, 9, "rat-nho"), (14, 0, "rat-nho"), (15, 0, "nho"), (29, 0, "nho"), (30, 0, "vua"), (100, 0, "lon"),
        (None, 1, "rat-nho"), (None, 3, "vua"), (None, 12, "lon"), (None, 0, None),
    ],
)  # fmt: skip
def test_sizes(members, cells, code):
    found = size_class(members, cells)
    assert (found.code if found else None) == code


def test_size_classes_leave_no_gap():
    assert SIZE_CLASSES[0].members == 0
    assert list(SIZE_CLASSES) == sorted(SIZE_CLASSES, key=lambda one: (one.members, one.cells))
