"""Whether a definition names things that exist: deliverables, their fields, the answers that these accept."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Protocol

from dondoc.indicators.formula.tree import (
    AllOf,
    Answered,
    AnyOf,
    Approved,
    Comparator,
    Comparison,
    Condition,
    Figure,
    IndicatorDefinition,
    LevelAtLeast,
    MeasureDefinition,
    Not,
)


class Field(Protocol):
    """A field of a sheet; `options` code → label of what may be chosen, empty when it is typed in."""

    @property
    def is_number(self) -> bool: ...
    @property
    def options(self) -> Mapping[str, str]: ...


# deliverable code → its fields by code, the reviewer's fields included
Catalogue = Mapping[str, Mapping[str, Field]]


def check(definition: IndicatorDefinition, catalogue: Catalogue) -> list[str]:
    """Faults of `definition` against the known deliverables, each with the measure it is in; [] when there are none."""
    faults: list[str] = []
    for measure in definition.measures:
        faults += [f"{measure.key}: {fault}" for fault in _measure_faults(measure, catalogue)]
    return faults


def _measure_faults(measure: MeasureDefinition, catalogue: Catalogue) -> list[str]:
    faults = _condition_faults(measure.condition, catalogue) if measure.condition else []
    for figure in (measure.numerator, measure.denominator):
        faults += _figure_faults(figure, catalogue) if figure else []
    return list(dict.fromkeys(faults))


def _condition_faults(condition: Condition, catalogue: Catalogue) -> list[str]:
    match condition:
        case AllOf(()) | AnyOf(()):
            return ["có nhóm điều kiện không có điều kiện nào"]
        case AllOf(parts) | AnyOf(parts):
            return [fault for part in parts for fault in _condition_faults(part, catalogue)]
        case Not(part):
            return _condition_faults(part, catalogue)
        case Answered(deliverable):
            return [] if deliverable in catalogue else [_no_deliverable(deliverable)]
        case Approved(deliverable, where):
            return _comparison_faults(deliverable, where, catalogue)
        case LevelAtLeast(deliverable, name, _level, scale):
            if deliverable not in catalogue:
                return [_no_deliverable(deliverable)]
            field = catalogue[deliverable].get(name)
            if field is None:
                return [_no_field(deliverable, name)]
            unknown = [code for code in scale if code not in field.options]
            return [f"“{deliverable}.{name}” không có mức “{code}”" for code in unknown]


def _figure_faults(figure: Figure, catalogue: Catalogue) -> list[str]:
    faults = _comparison_faults(figure.deliverable, figure.plus, catalogue)
    if figure.deliverable not in catalogue:
        return faults
    field = catalogue[figure.deliverable].get(figure.field)
    if field is None:
        return [*faults, _no_field(figure.deliverable, figure.field)]
    return faults if field.is_number else [*faults, f"“{figure.deliverable}.{figure.field}” không phải là số"]


def _comparison_faults(deliverable: str, comparisons: tuple[Comparison, ...], catalogue: Catalogue) -> list[str]:
    if deliverable not in catalogue:
        return [_no_deliverable(deliverable)]
    fields = catalogue[deliverable]
    return [fault for c in comparisons if (fault := _comparison_fault(deliverable, c, fields))]


def _comparison_fault(deliverable: str, comparison: Comparison, fields: Mapping[str, Field]) -> str:
    field = fields.get(comparison.field)
    name = f"“{deliverable}.{comparison.field}”"
    if field is None:
        return _no_field(deliverable, comparison.field)
    if field.is_number:
        return "" if _is_number(comparison.value) else f"{name}: “{comparison.value}” không phải là số"
    if comparison.op is not Comparator.EQUAL:
        return f"{name} không phải là số, chỉ so sánh bằng (=)"
    if field.options and comparison.value not in field.options:
        return f"{name} không có lựa chọn “{comparison.value}”"
    return ""


def _is_number(text: str) -> bool:
    try:
        return Decimal(text).is_finite()
    except InvalidOperation:
        return False


def _no_deliverable(code: str) -> str:
    return f"không có kết quả, sản phẩm “{code}”"


def _no_field(deliverable: str, field: str) -> str:
    return f"“{deliverable}” không có trường “{field}”"
