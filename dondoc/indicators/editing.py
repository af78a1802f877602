"""Changing a definition: each function takes one as data and gives the changed one back. Plain Python."""

import copy
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from dondoc.indicators.formula.parse import MADE_LATER, MEASURE_KEYS, NEEDS, TOP_KEYS
from dondoc.indicators.formula.tree import COMBINED, Carry, MeasureKind

Data = dict[str, Any]
RESERVED = frozenset({"moi", "nhap", "ban-nhap", "dem", "them"})  # codes that are addresses of the editor itself
_EMPTY = (None, "", [], {}, ())


def ordered(values: Mapping[str, Any], keys: tuple[str, ...]) -> Data:
    """`values` in the order of `keys`, without what is empty; False stays, for it says something."""
    return {key: values[key] for key in keys if values.get(key) not in _EMPTY or values.get(key) is False}


def with_head(data: Data, values: Mapping[str, Any]) -> Data:
    """With another reference sheet."""
    return {**ordered({**data, **values}, TOP_KEYS), "measures": copy.deepcopy(data.get("measures") or [])}


def measures_of(data: Data) -> list[Data]:
    """The measures as data, in order."""
    return list(data.get("measures") or [])


def measure_of(data: Data, code: str) -> Data:
    """The measure called `code`. Errors: KeyError."""
    for one in measures_of(data):
        if one["code"] == code:
            return one
    raise KeyError(code)


def with_measure(data: Data, values: Mapping[str, Any], code: str = "") -> Data:
    """With `values` instead of those of the measure called `code`, or with a new measure at the end.

    What a measure of its kind is not computed from goes.
    """
    old = measure_of(data, code) if code else {}
    new = {**old, **values}
    foreign = MADE_LATER - set(NEEDS[MeasureKind(new["kind"])])
    if new["kind"] in COMBINED:
        foreign |= {"carry", "population"}  # its parts have theirs
    if new["kind"] != old.get("kind") and new.get("carry") != Carry.NONE:
        foreign |= {"carry"}  # how another kind is carried over
    new = ordered({key: value for key, value in new.items() if key not in foreign}, MEASURE_KEYS)
    return _measures(data, lambda all_: [new if one["code"] == code else one for one in all_] if code else [*all_, new])


def without_measure(data: Data, code: str) -> Data:
    """Without the measure called `code`. Errors: KeyError."""
    measure_of(data, code)
    return _measures(data, lambda all_: [one for one in all_ if one["code"] != code])


def with_moved(data: Data, code: str, by: int) -> Data:
    """With the measure `by` places further down (or up), as far as there are places. Errors: KeyError."""
    moved = measure_of(data, code)

    def move(all_: list[Data]) -> list[Data]:
        rest = [one for one in all_ if one["code"] != code]
        to = min(max(all_.index(moved) + by, 0), len(rest))
        return [*rest[:to], moved, *rest[to:]]

    return _measures(data, move)


def with_part(data: Data, code: str, key: str, value: Any) -> Data:
    """With another condition, numerator, denominator or list of examples of a measure; None and [] take it away."""
    return with_measure(data, {key: value}, code)


def examples_of(data: Data, code: str) -> list[Data]:
    """The examples of a measure. Errors: KeyError."""
    return list(measure_of(data, code).get("examples") or [])


def with_example(data: Data, code: str, example: Data, number: int | None = None) -> Data:
    """With `example` in place of number `number` (from 0), or at the end."""
    examples = examples_of(data, code)
    if number is None:
        return with_part(data, code, "examples", [*examples, example])
    return with_part(data, code, "examples", [*examples[:number], example, *examples[number + 1 :]])


def without_example(data: Data, code: str, number: int) -> Data:
    """Without example number `number` (from 0)."""
    examples = examples_of(data, code)
    return with_part(data, code, "examples", [*examples[:number], *examples[number + 1 :]])


def code_for(taken: set[str]) -> str:
    """The first letter that no measure of any version has: figures are kept under it, and it is never reused."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    return next(code for n in range(1000) if (code := letters[n % 26] + (str(n // 26) if n >= 26 else "")) not in taken)


def read_fields(node: Any, deliverable: str = "") -> Iterator[tuple[str, str]]:
    """(deliverable, field) wherever a definition names a field of what it counts."""
    if isinstance(node, list):
        for one in node:
            yield from read_fields(one, deliverable)
    elif isinstance(node, dict):
        deliverable = node.get("deliverable", deliverable)
        if deliverable and isinstance(node.get("field"), str):
            yield deliverable, node["field"]
        for one in node.values():
            yield from read_fields(one, deliverable)


def _measures(data: Data, change: Callable[[list[Data]], list[Data]]) -> Data:
    return {**data, "measures": change(copy.deepcopy(measures_of(data)))}
