"""Never ask twice: whether a question repeats what is known already, and where that is known. Plain Python."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

import yaml
from rapidfuzz import fuzz

from dondoc.lib.text import words
from dondoc.sheets.definition import FieldDefinition, FieldType, SheetDefinition

_SAME = 92  # out of 100: how alike two questions must be to be taken as one
_LINKS = frozenset({"cua", "hien", "nay", "tong", "luong", "trong", "do", "cac", "nhung", "tai", "la", "o", "va"})
_COMPARED = frozenset({FieldType.INTEGER, FieldType.DECIMAL, FieldType.CHOICE, FieldType.YES_NO})


@dataclass(frozen=True)
class Repeat:
    """A question that is known already. `where`: a phrase that points to it; `known`: what to fill in from, or ""."""

    field: FieldDefinition
    where: str
    known: str = ""

    @property
    def sentence(self) -> str:
        said = f"“{self.field.label}” không được hỏi lại: {self.where}."
        return f"{said} Nếu phiếu cần con số này, hãy chọn điền sẵn từ đó." if self.known else said


def repeats(sheet: SheetDefinition, others: Iterable[SheetDefinition]) -> list[Repeat]:
    """The questions of `sheet` that repeat what the map or one of `others` (other sheets) knows, or one another.

    What is filled in from there is not asked. Words and days belong to the thing that a sheet is about, so only
    numbers and choices are compared between sheets; `again` says why one is asked all the same.
    """
    rest = [one for one in others if one.code != sheet.code]
    found: list[Repeat] = []
    for place, field in enumerate(sheet.fields):
        here = [f for f in sheet.fields[:place] if words(f.label) == words(field.label)]
        if here:
            found.append(Repeat(field, "phiếu này đã có câu hỏi đó"))
            continue
        first = next(chain(_in_the_tree(sheet, field), _elsewhere(field, rest)), None)
        if first is not None and field.known != (first.known or "-"):
            found.append(first)
    return found


def _in_the_tree(sheet: SheetDefinition, field: FieldDefinition) -> Iterator[Repeat]:
    asked = " ".join(_plain(field.label))
    for fact in _facts():
        if asked in fact["phrases"] and not (fact.get("known") or "").startswith(f"{sheet.code}."):
            yield Repeat(field, fact["where"], fact.get("known", ""))


def _elsewhere(field: FieldDefinition, others: Iterable[SheetDefinition]) -> Iterator[Repeat]:
    if field.type not in _COMPARED or field.again:
        return
    mine = " ".join(_plain(field.label))
    for sheet in others:
        for other in sheet.fields:
            if other.type not in _COMPARED or other.is_number != field.is_number or other.known:
                continue
            if fuzz.token_sort_ratio(mine, " ".join(_plain(other.label))) >= _SAME:
                known = f"{sheet.code}.{other.code}"
                yield Repeat(field, f"đã hỏi ở phiếu “{sheet.name}”, mục “{other.label}”", known)


def _plain(label: str) -> list[str]:
    """The folded words of a question without those that only link."""
    return [word for word in words(label) if word not in _LINKS]


@cache
def _facts() -> list[dict[str, Any]]:
    facts = yaml.safe_load((Path(__file__).parent / "known.yaml").read_text(encoding="utf-8"))
    return [fact | {"phrases": {" ".join(_plain(phrase)) for phrase in fact["phrases"]}} for fact in facts]
