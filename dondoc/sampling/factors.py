"""Found against declared: the verification factor, by value. Never applied to any figure; shown with how many sheets.

Sums of what was found and declared, divided last; values of different units are never added. Source: WHO Data Quality
Review, verification factor = recounted / reported.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from dondoc.sampling.models import SampleItem
from dondoc.sheets.conditions import number_of
from dondoc.sheets.definition import FieldDefinition, FieldType, SheetDefinition
from dondoc.submissions.models import Submission

_COUNTABLE = {FieldType.INTEGER, FieldType.DECIMAL, FieldType.DATE, FieldType.CHOICE, FieldType.YES_NO}


@dataclass(frozen=True)
class Factor:
    """One question over `n` sheets that were counted anew; `same` of them agreed. `declared`, `found`: sums of numbers,
    None for days and choices."""

    label: str
    unit: str
    n: int
    same: int
    declared: Decimal | None = None
    found: Decimal | None = None

    @property
    def factor(self) -> Decimal | None:
        """found / declared; None where nothing was declared, or for what is no number."""
        return self.found / self.declared if self.found is not None and self.declared else None


def countable(definition: SheetDefinition, answers: Mapping[str, Any]) -> list[FieldDefinition]:
    """The questions that can be counted anew: numbers, days and choices that were asked of this organisation."""
    return [one for one in definition.fields if one.type in _COUNTABLE and one.is_asked(answers)]


def is_same(declared: Any, found: Any) -> bool:
    """Whether both say the same; "12.0" and "12" do."""
    a, b = number_of(declared), number_of(found)
    return a == b if a is not None and b is not None else declared == found


def factors(items: Iterable[SampleItem]) -> list[Factor]:
    """Each question of these sheets, in the order of the newest sheet that asked it. Sheets of one product."""
    counted = [item for item in items if item.checked_at]
    fields: dict[str, FieldDefinition] = {}
    for item in reversed(counted):
        for one in item.submission.sheet_version.parsed.fields:
            fields.setdefault(one.code, one)
    made = (_factor(one, [item for item in counted if code in item.found]) for code, one in fields.items())
    return [factor for factor in made if factor.n]


def _factor(one: FieldDefinition, items: list[SampleItem]) -> Factor:
    pairs = [(item.declared.get(one.code), item.found[one.code]) for item in items]
    same = sum(is_same(declared, found) for declared, found in pairs)
    if not one.is_number:
        return Factor(one.label, one.unit, len(pairs), same)
    numbers = [(number_of(declared), number_of(found)) for declared, found in pairs]
    declared, found = (sum((pair[side] or Decimal(0) for pair in numbers), Decimal(0)) for side in (0, 1))
    return Factor(one.label, one.unit, len(pairs), same, declared, found)


@dataclass(frozen=True)
class LastRecount:
    """What spot checks have found of one organisation in one product: over all `sheets`, and where the newest recount
    differs from what was declared."""

    sheets: int
    values: int
    same: int
    differing: list[Factor]


def last_recount(submission: Submission) -> LastRecount | None:
    """From a sheet read with `queries.recounts`; None when nothing was counted anew, or it was read without."""
    sheets = getattr(submission, "recounted", None)
    if not sheets:
        return None
    declared, found = submission.recounted_declared or {}, submission.recounted_found or {}
    pairs = [
        (one, number_of(declared.get(one.code)), number_of(found.get(one.code)))
        for one in submission.sheet_version.parsed.fields
        if one.is_number
    ]
    differing = [
        Factor(one.label, one.unit, 1, 0, was, now)
        for one, was, now in pairs
        if was is not None and now is not None and was != now
    ]
    return LastRecount(sheets, submission.recounted_values, submission.recounted_same, differing)
