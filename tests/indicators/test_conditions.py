"""A condition is changed at a place, and stays as small as it can be said. No database."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dondoc.indicators.conditions import (
    NoSuchPlace,
    at,
    beside,
    joined,
    kind_of,
    negated,
    parts_of,
    path_of,
    place_of,
    put,
    spots,
    tidy,
    without,
)
from dondoc.indicators.formula import OrgFacts, Record, evaluate
from dondoc.lib.periods import Period
from tests.indicators.test_tree import _measure

A, B, C, D = ({"approved": {"deliverable": code}} for code in "abcd")
DAY, YEAR = date(2026, 12, 31), Period.parse("2026")


def test_conditions_are_joined_turned_and_taken_out():
    both = beside(A, (), "all_of", B)
    assert both == {"all_of": [A, B]}
    assert beside(both, (0,), "all_of", C) == {"all_of": [A, C, B]}  # a sibling, not a group in a group
    assert beside(both, (), "all_of", C) == {"all_of": [A, B, C]}
    mixed = beside(both, (1,), "any_of", C)
    assert mixed == {"all_of": [A, {"any_of": [B, C]}]}
    assert joined(mixed, (1,), "all_of") == {"all_of": [A, B, C]}
    assert joined(mixed, (), "any_of") == {"any_of": [A, B, C]}
    assert negated(mixed, (1, 0)) == {"all_of": [A, {"any_of": [{"not": B}, C]}]}
    assert negated(negated(mixed, (1,)), (1,)) == mixed
    assert put(mixed, (1, 1), D) == {"all_of": [A, {"any_of": [B, D]}]}
    assert without(mixed, (1, 1)) == both
    assert without(both, (0,)) == B
    assert without({"not": A}, (0,)) is None
    assert without(A, ()) is None
    assert (beside(None, (), "all_of", A), put(None, (), A)) == (A, A)


@pytest.mark.parametrize("path", ["x", "1-", "9999", "0-0", "2", "١"])
def test_a_place_that_is_not_there_is_told(path):
    with pytest.raises(NoSuchPlace):
        at({"all_of": [A, B]}, place_of(path))
    with pytest.raises(NoSuchPlace):
        joined(A, (), "all_of")


LEAF = st.sampled_from([A, B, C, D])
TREE = st.recursive(
    LEAF,
    lambda inner: st.one_of(
        st.builds(lambda part: {"not": part}, inner),
        st.builds(lambda kind, parts: {kind: parts}, st.sampled_from(["all_of", "any_of"]),
                  st.lists(inner, min_size=1, max_size=3)),
    ),
    max_leaves=8,
)  # fmt: skip


def _verdict(tree, done: set[str]) -> str:
    """What an organisation answers that has approved records of `done`, each answered with no for the rest."""
    facts = [
        Record(n, code, "2026", YEAR.start, YEAR.end, {"n": "1" if code in done else "0"}, {}, DAY)
        for n, code in enumerate("abcd", 1)
    ]
    asked = _asking(tree)
    return evaluate(_measure(condition=asked), OrgFacts(1, Period.parse("2025-2030"), tuple(facts), ()), DAY).verdict


def _asking(tree):
    """`tree` with its leaves asking for the answer 1."""
    kind = kind_of(tree)
    if kind == "approved":
        return {"approved": {**tree["approved"], "where": [{"field": "n", "op": "=", "value": "1"}]}}
    return {"not": _asking(tree["not"])} if kind == "not" else {kind: [_asking(part) for part in tree[kind]]}


@given(TREE, st.sets(st.sampled_from("abcd")))
def test_tidying_changes_the_words_and_never_the_answer(tree, done):
    tidied = tidy(tree)
    assert tidy(tidied) == tidied
    for spot in spots(tidied):
        parts = parts_of(spot.node)
        assert kind_of(spot.node) not in ("all_of", "any_of") or len(parts) > 1
        assert kind_of(spot.node) not in [kind_of(part) for part in parts]
    assert _verdict(tidied, done) == _verdict(tree, done)


@given(TREE.map(tidy), st.data())
def test_every_place_can_be_reached_and_taken_back(tree, data):
    spot = data.draw(st.sampled_from(list(spots(tree))))
    assert at(tree, place_of(path_of(spot.place))) == spot.node
    assert put(tree, spot.place, spot.node) == tree
    assert negated(negated(tree, ()), ()) == tree
