"""From the answers of several organisations to one sheet of their superior: added, gathered, listed. Plain Python.

What was not answered is missing and never zero: each value says whose answers are in it and whose are not.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from dondoc.sheets.definition import Compile, FieldDefinition, SheetDefinition


@dataclass(frozen=True)
class Given:
    """What one organisation answered, under its own version of the sheet. `answers` None: nothing that counts yet."""

    org_id: int
    name: str
    answers: Mapping[str, Any] | None
    definition: SheetDefinition | None = None


@dataclass(frozen=True)
class CompiledValue:
    """One compiled answer. `of`: ids of those whose answers are in it; `missing`: of those still to answer.

    Who was not asked (by the conditions of the sheet) is in neither.
    """

    way: Compile
    answer: Any
    of: tuple[int, ...]
    missing: tuple[int, ...]


def compile_answers(sheet: SheetDefinition, given: Sequence[Given]) -> dict[str, CompiledValue]:
    """Field code → what the answers of all come to, in the order given; without those that nobody has answered."""
    values = {one.code: _compiled(one, given) for one in sheet.fields if one.compiles is not Compile.NONE}
    return {code: value for code, value in values.items() if value is not None}


def _compiled(one: FieldDefinition, given: Sequence[Given]) -> CompiledValue | None:
    answered, missing = [], []
    for org in given:
        if org.answers is None or not _asks_alike(one, org.definition):
            missing.append(org.org_id)
        elif one.code in org.answers:
            answered.append(org)
        elif one.compiles is Compile.SUM and _was_asked(one, org):
            missing.append(org.org_id)  # a number left empty is not 0; words and rows left empty are: nothing to tell
    if not answered:
        return None
    taken = tuple(org.org_id for org in answered)
    return CompiledValue(one.compiles, _joined(one, answered), taken, tuple(missing))


def _asks_alike(one: FieldDefinition, there: SheetDefinition | None) -> bool:
    """Whether the question that was answered is the same kind: one that was not there yet has not been answered."""
    was = there.by_code.get(one.code) if there else one
    return was is not None and was.type is one.type


def _was_asked(one: FieldDefinition, org: Given) -> bool:
    was = org.definition.by_code[one.code] if org.definition else one
    return was.is_asked(org.answers or {})


def _joined(one: FieldDefinition, answered: Sequence[Given]) -> Any:
    texts = [(org.name, (org.answers or {})[one.code]) for org in answered]
    match one.compiles:
        case Compile.SUM:
            return f"{sum((Decimal(text) for _name, text in texts), Decimal(0)).normalize():f}"
        case Compile.GATHER:
            return [dict(row) for _name, rows in texts for row in rows]
        case _:
            return "\n".join(f"{name}: {text}" for name, text in texts)
