"""A condition as data, changed at a place: the tree that a definition keeps. Plain Python.

A place is a path of numbers from the root: () the whole, (1,) its second part, (1, 0) the first of that; under `not`
there is one part, 0. Every function gives a new tree in which no group has fewer than two parts, and nothing is
negated twice.
"""

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Node = dict[str, Any]
Place = tuple[int, ...]
GROUPS = ("all_of", "any_of")
LEAVES = ("approved", "answered", "level_at_least")


class NoSuchPlace(KeyError):
    """The tree has nothing at that place."""


@dataclass(frozen=True)
class Spot:
    """A node where it stands. `kind`: all_of, any_of, not, or a leaf's name."""

    place: Place
    kind: str
    node: Node

    @property
    def path(self) -> str:
        """The place as it stands in an address: "goc" for the whole, "1-0"."""
        return path_of(self.place)


def path_of(place: Place) -> str:
    """ "goc" for the whole, "1-0" for a place in it."""
    return "-".join(map(str, place)) or "goc"


def place_of(path: str) -> Place:
    """The place that an address names. Errors: NoSuchPlace."""
    if path == "goc":
        return ()
    parts = path.split("-")
    if not all(part.isascii() and part.isdigit() and len(part) < 4 for part in parts):
        raise NoSuchPlace(path)
    return tuple(map(int, parts))


def kind_of(node: Node) -> str:
    """Its one key."""
    return next(iter(node))


def parts_of(node: Node) -> list[Node]:
    """The parts of a group or of a negation; [] of a leaf."""
    kind = kind_of(node)
    if kind in GROUPS:
        return list(node[kind])
    return [node["not"]] if kind == "not" else []


def at(tree: Node, place: Place) -> Node:
    """The node at `place`. Errors: NoSuchPlace."""
    node = tree
    for step in place:
        parts = parts_of(node)
        if step >= len(parts):
            raise NoSuchPlace(path_of(place))
        node = parts[step]
    return node


def spots(tree: Node, place: Place = ()) -> Iterator[Spot]:
    """Every node with its place, a node before its parts."""
    yield Spot(place, kind_of(tree), tree)
    for n, part in enumerate(parts_of(tree)):
        yield from spots(part, (*place, n))


def put(tree: Node | None, place: Place, node: Node) -> Node:
    """With `node` at `place`; of no tree yet, `node` is the tree. Errors: NoSuchPlace."""
    if tree is None or not place:
        return tidy(node)
    at(tree, place)
    return tidy(_put(copy.deepcopy(tree), place, node))


def beside(tree: Node | None, place: Place, group: str, node: Node) -> Node:
    """With `node` joined to what stands at `place` by `group` (all_of: and; any_of: or). In a group of that kind it
    becomes one more part; elsewhere the two become a group. Errors: NoSuchPlace."""
    if tree is None:
        return tidy(node)
    there = at(tree, place)
    if place and kind_of(at(tree, place[:-1])) == group:
        parent = at(tree, place[:-1])
        parts = parts_of(parent)
        return put(tree, place[:-1], {group: [*parts[: place[-1] + 1], node, *parts[place[-1] + 1 :]]})
    return put(tree, place, {group: [*(parts_of(there) if kind_of(there) == group else [there]), node]})


def negated(tree: Node, place: Place) -> Node:
    """With what stands at `place` turned into its contrary, or back."""
    there = at(tree, place)
    return put(tree, place, there["not"] if kind_of(there) == "not" else {"not": there})


def joined(tree: Node, place: Place, group: str) -> Node:
    """With the group at `place` of the other kind. Errors: NoSuchPlace when there is no group."""
    there = at(tree, place)
    if kind_of(there) not in GROUPS:
        raise NoSuchPlace(path_of(place))
    return put(tree, place, {group: parts_of(there)})


def without(tree: Node, place: Place) -> Node | None:
    """Without what stands at `place`; None when nothing is left."""
    at(tree, place)
    if not place:
        return None
    parent = at(tree, place[:-1])
    if kind_of(parent) == "not":
        return without(tree, place[:-1])
    kept = [part for n, part in enumerate(parts_of(parent)) if n != place[-1]]
    return put(tree, place[:-1], {kind_of(parent): kept}) if kept else without(tree, place[:-1])


def tidy(node: Node) -> Node:
    """The same condition without groups of one, groups in a group of their kind, or double negation."""
    kind = kind_of(node)
    if kind == "not":
        inner = tidy(node["not"])
        return dict(inner["not"]) if kind_of(inner) == "not" else {"not": inner}
    if kind not in GROUPS:
        return copy.deepcopy(node)
    parts: list[Node] = []
    for part in map(tidy, node[kind]):
        parts += part[kind] if kind_of(part) == kind else [part]
    return parts[0] if len(parts) == 1 else {kind: parts}


def _put(tree: Node, place: Place, node: Node) -> Node:
    if not place:
        return node
    kind = kind_of(tree)
    if kind == "not":
        return {"not": _put(tree["not"], place[1:], node)}
    parts = list(tree[kind])
    parts[place[0]] = _put(parts[place[0]], place[1:], node)
    return {kind: parts}
