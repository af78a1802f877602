"""Changing a definition: each function takes one as data and gives the changed one back. Plain Python.

A place is a field's code, or "rows.column" for a column of a small table.
"""

import copy
import re
from collections.abc import Iterator, Mapping
from typing import Any

from dondoc.lib.text import fold
from dondoc.sheets.checks import CHECK_KEYS, parse_check
from dondoc.sheets.conditions import fields_of
from dondoc.sheets.definition import FIELD_KEYS, SHEET_KEYS

Data = dict[str, Any]
PARTS = ("fields", "review_fields")
RESERVED = frozenset({"moi", "nhap", "muc-quy-dinh", "ban-nhap"})  # codes that are addresses of the editor itself


def ordered(values: Mapping[str, Any], keys: tuple[str, ...]) -> Data:
    """`values` in the order of `keys`, without what is empty."""
    return {key: values[key] for key in keys if values.get(key) not in (None, "", False, [], {}, ())}


def with_head(data: Data, values: Mapping[str, Any]) -> Data:
    """With another name, purpose, cost, day or evidence."""
    head = ordered({**data, **values}, tuple(key for key in SHEET_KEYS if key not in {*PARTS, "checks"}))
    return {**head, **{key: data[key] for key in SHEET_KEYS if key in data and key in {*PARTS, "checks"}}}


def items_of(data: Data, parent: str = "", part: str = "fields") -> list[Data]:
    """The questions of a part, or the columns of the rows field `parent`. Errors: KeyError."""
    if parent:
        return list(find(data, parent).get("columns") or [])
    return list(data.get(part) or [])


def find(data: Data, place: str) -> Data:
    """The question (or column) at `place`. Errors: KeyError."""
    parent, _dot, code = place.rpartition(".")
    lists = [items_of(data, parent)] if parent else [items_of(data, part=part) for part in PARTS]
    for one in (item for items in lists for item in items):
        if one["code"] == code:
            return one
    raise KeyError(place)


def part_of(data: Data, code: str) -> str:
    """The part in which a question stands. Errors: KeyError."""
    for part in PARTS:
        if any(one["code"] == code for one in items_of(data, part=part)):
            return part
    raise KeyError(code)


def with_field(
    data: Data, values: Mapping[str, Any], *, place: str = "", parent: str = "", part: str = "fields"
) -> Data:
    """With the question `values` instead of that at `place`; without `place` it is added at the end of `part`, or of
    the columns of `parent`."""
    new = ordered(values, FIELD_KEYS)
    if place:
        parent, _dot, code = place.rpartition(".")
        return _each(data, parent, lambda items: [new if one["code"] == code else one for one in items], code)
    return _each(data, parent, lambda items: [*items, new], "", part)


def without_field(data: Data, place: str) -> Data:
    """Without the question at `place`."""
    parent, _dot, code = place.rpartition(".")
    return _each(data, parent, lambda items: [one for one in items if one["code"] != code], code)


def with_moved(data: Data, place: str, by: int) -> Data:
    """With the question at `place` `by` places further down (or up), as far as there are places."""
    parent, _dot, code = place.rpartition(".")

    def move(items: list[Data]) -> list[Data]:
        at = next(n for n, one in enumerate(items) if one["code"] == code)
        rest = [one for one in items if one["code"] != code]
        to = min(max(at + by, 0), len(rest))
        return [*rest[:to], items[at], *rest[to:]]

    return _each(data, parent, move, code)


def _each(data: Data, parent: str, change: Any, code: str, part: str = "") -> Data:
    """`data` with the list in which `code` stands changed; `part` names the list for what is not there yet."""
    changed = copy.deepcopy(data)
    if parent:
        field = find(changed, parent)
        field["columns"] = change(field.get("columns") or [])
        return changed
    where = part or part_of(changed, code)
    changed[where] = change(list(changed.get(where) or []))
    if not changed[where] and where != "fields":
        del changed[where]
    return {key: changed[key] for key in SHEET_KEYS if key in changed}


def with_check(data: Data, values: Mapping[str, Any], code: str = "") -> Data:
    """With the check `values` instead of the one called `code`, or added."""
    changed, new = copy.deepcopy(data), ordered(values, CHECK_KEYS)
    checks = list(changed.get("checks") or [])
    changed["checks"] = [new if one["code"] == code else one for one in checks] if code else [*checks, new]
    return {key: changed[key] for key in SHEET_KEYS if key in changed}


def without_check(data: Data, code: str) -> Data:
    """Without the check called `code`."""
    checks = [one for one in data.get("checks") or [] if one["code"] != code]
    changed = {key: value for key, value in copy.deepcopy(data).items() if key != "checks" or checks}
    return changed | ({"checks": checks} if checks else {})


def code_for(label: str, taken: set[str]) -> str:
    """A code for a new question: its first words without marks, numbered when it is taken."""
    stem = "_".join(re.findall(r"[a-z0-9]+", fold(label))[:6])[:40] or "muc"
    stem = stem if stem[0].isalpha() else f"muc_{stem}"
    return next(code for n in range(1, 1000) if (code := stem if n == 1 else f"{stem}_{n}") not in taken)


def codes_of(data: Data, parent: str = "") -> set[str]:
    """Codes that a new question beside these may not take."""
    if parent:
        return {one["code"] for one in items_of(data, parent)}
    return {one["code"] for part in PARTS for one in items_of(data, part=part)}


def uses_of(data: Data, place: str) -> Iterator[str]:
    """What else of the sheet looks at the question at `place`, a phrase each."""
    parent, _dot, code = place.rpartition(".")
    lists = [items_of(data, parent)] if parent else [items_of(data, part=part) for part in PARTS]
    for one in (item for items in lists for item in items):
        if one["code"] != code and one.get("at_most") == code:
            yield f"“{one['label']}” không được vượt quá mục này"
        if one["code"] != code and code in fields_of(one.get("show_if") or {}):
            yield f"“{one['label']}” chỉ hỏi tùy theo mục này"
    for check in map(parse_check, data.get("checks") or []):
        inner = {*check.amount, *check.of, check.day, *fields_of(check.when)}
        if (check.rows == parent and code in inner) or (not parent and check.rows == code):
            yield f"kiểm tra “{check.say or check.code}” dùng mục này"
    if not parent and data.get("done_on") == code:
        yield "mục này là ngày hoàn thành của phiếu"
