"""Sharing a number out by weights."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dondoc.quotas.dividing import share_out

weights = st.dictionaries(st.integers(1, 50), st.integers(0, 500), min_size=1, max_size=20)


@given(st.integers(0, 5000), weights)
def test_the_parts_add_up_and_none_is_a_whole_one_away_from_its_share(total, given_weights):
    whole, parts = sum(given_weights.values()), share_out(total, given_weights)
    assert sum(parts.values()) == (total if whole else 0)
    for org, weight in given_weights.items():
        share = Fraction(total * weight, whole) if whole else Fraction(0)
        assert abs(parts.get(org, 0) - share) < 1


@given(st.integers(0, 5000), weights)
def test_who_has_more_never_gets_less(total, given_weights):
    parts = share_out(total, given_weights)
    ordered = sorted(given_weights, key=given_weights.__getitem__)
    got = [parts.get(org, 0) for org in ordered]
    assert all(
        got[n] <= got[n + 1] for n, (a, b) in enumerate(pairwise(ordered)) if given_weights[a] < given_weights[b]
    )


@pytest.mark.parametrize(
    ("total", "given_weights", "expected"),
    [
        (10, {1: 30, 2: 30, 3: 40}, {1: 3, 2: 3, 3: 4}),
        (10, {1: 1, 2: 1, 3: 1}, {1: 4, 2: 3, 3: 3}),
        (2, {1: 5, 2: 0, 3: 9}, {1: 1, 3: 1}),
        (1, {1: 5, 2: 5}, {1: 1}),
        (7, {1: 0}, {}),
        (0, {1: 3}, {}),
    ],
)
def test_examples(total, given_weights, expected):
    assert share_out(total, given_weights) == expected
