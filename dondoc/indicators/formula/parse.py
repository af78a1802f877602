"""YAML data → the typed tree, with every fault named at once."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from dondoc.indicators.formula.linking import link
from dondoc.indicators.formula.tree import (
    AGAINST_A_NUMBER,
    COMBINED,
    AllOf,
    Answered,
    AnyOf,
    Approved,
    Better,
    Carry,
    Combination,
    Comparator,
    Comparison,
    Condition,
    Figure,
    Goal,
    IndicatorDefinition,
    LevelAtLeast,
    MeasureDefinition,
    MeasureKind,
    Not,
    Op,
    OverTime,
    Part,
    Population,
    Term,
    usual_carry,
)
from dondoc.lib.periods import PeriodKind


class DefinitionError(ValueError):
    """All faults of a definition, one a line, each with where it stands."""


_HEAD = ("code", "name", "short_name", "label", "position", "source", "why", "valid_from", "review")
TOP_KEYS = (
    "code", "name", "short_name", "label", "position", "source", "why", "meaning", "limits", "valid_from", "review",
    "measures",
)  # fmt: skip
MEASURE_KEYS = (
    "code", "name", "kind", "period", "better", "population", "condition", "numerator", "denominator",
    "formula", "target", "targeted", "note", "examples", "unit", "due_on", "steps", "carry",
)  # fmt: skip
_OPTIONAL = {
    "condition", "numerator", "denominator", "formula", "targeted", "note", "examples", "better", "unit", "due_on",
    "steps", "carry",
}  # fmt: skip
# What the measure is computed from: a draft gets it after the measure itself.
MADE_LATER = frozenset({"condition", "numerator", "denominator", "formula"})
_TOO_LARGE = Decimal(10) ** 12  # what a table of values keeps
_WITHOUT_RANGE = AGAINST_A_NUMBER | {MeasureKind.QUOTA}  # they are measured by one number given
NEEDS = {
    MeasureKind.SHARE_OF_ORGS: ("condition",),
    MeasureKind.ASSESSED: ("condition",),
    MeasureKind.RATIO: ("numerator", "denominator"),
    MeasureKind.QUOTA: ("numerator",),
    MeasureKind.COUNT: ("numerator", "unit"),
    MeasureKind.CUMULATIVE: ("numerator", "unit"),
    MeasureKind.DERIVED: ("formula",),
    MeasureKind.DERIVED_NUMBER: ("formula", "unit"),
}
_OPS = {MeasureKind.DERIVED: (Op.RATIO, Op.CHANGE), MeasureKind.DERIVED_NUMBER: (Op.NUMBER,)}


def parse_indicator(data: Mapping[str, Any], *, unfinished: bool = False) -> IndicatorDefinition:
    """The definition in a YAML mapping. `unfinished`: of a draft, which may still lack measures, and a measure what it
    is computed from. Errors: DefinitionError naming every fault at once."""
    faults: list[str] = []
    where = str(data.get("code", "?"))
    _check_keys(data, TOP_KEYS, _HEAD if unfinished else (*_HEAD, "measures"), where, faults)
    measures = [_measure(item, where, faults, unfinished) for item in data.get("measures") or []]
    source, review = data.get("source") or {}, data.get("review") or {}
    _check_keys(source, ("document", "part"), ("document", "part"), f"{where}.source", faults)
    needed = ("written_by", "checked_by", "next_on")
    _check_keys(review, needed, needed, f"{where}.review", faults)
    if review.get("written_by") and review.get("written_by") == review.get("checked_by"):
        faults.append(f"{where}.review: người soạn và người soát phải khác nhau")
    codes = [m.code for m in measures if m]
    faults += [f"{where}: mã thước đo “{code}” lặp lại" for code in sorted(set(codes)) if codes.count(code) > 1]
    if faults:
        raise DefinitionError("\n".join(faults))
    siblings = {m.key: m for m in measures if m}
    return IndicatorDefinition(
        code=data["code"],
        name=data["name"],
        short_name=data["short_name"],
        label=str(data["label"]),
        position=int(data["position"]),
        document=source["document"],
        part=str(source["part"]),
        why=data["why"],
        written_by=review["written_by"],
        checked_by=review["checked_by"],
        review_on=_day(review["next_on"]),
        valid_from=_day(data["valid_from"]),
        measures=tuple(link(m, siblings.get) for m in siblings.values()),
        meaning=str(data.get("meaning") or ""),
        limits=str(data.get("limits") or ""),
    )


def _day(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))


def _check_keys(
    data: Mapping[str, Any], known: tuple[str, ...], needed: tuple[str, ...], where: str, faults: list[str]
) -> None:
    faults += [f"{where}: khóa lạ “{key}”" for key in data if key not in known]
    faults += [f"{where}: thiếu “{key}”" for key in needed if data.get(key) in (None, "", [], {})]


def _measure(data: Mapping[str, Any], indicator: str, faults: list[str], unfinished: bool) -> MeasureDefinition | None:
    where = f"{indicator}.{data.get('code', '?')}"
    before = len(faults)
    needed = tuple(key for key in MEASURE_KEYS if key not in _OPTIONAL and key != "population")
    _check_keys(data, MEASURE_KEYS, needed, where, faults)
    kind = _one_of(MeasureKind, data.get("kind"), f"{where}.kind", faults)
    period = _one_of(PeriodKind, data.get("period"), f"{where}.period", faults)
    better = _one_of(Better, data.get("better", "higher"), f"{where}.better", faults)
    population = _population(data.get("population") or {}, where, faults)
    goal = _goal(data.get("target") or {}, where, faults)
    condition = _condition(data["condition"], f"{where}.condition", faults) if data.get("condition") else None
    numerator = _figure(data.get("numerator"), f"{where}.numerator", faults)
    denominator = _figure(data.get("denominator"), f"{where}.denominator", faults)
    formula = _formula(data["formula"], kind, indicator, f"{where}.formula", faults) if data.get("formula") else None
    if kind:
        missing = [key for key in NEEDS[kind] if not data.get(key) and not (unfinished and key in MADE_LATER)]
        faults += [f"{where}: loại {kind.value} cần “{key}”" for key in missing]
        if goal and goal.upper is not None and kind in _WITHOUT_RANGE:
            faults.append(f"{where}.target: loại {kind.value} không nhận khoảng")
    whole = goal.value if goal and kind in AGAINST_A_NUMBER else None
    if whole is not None and whole <= 0:
        faults.append(f"{where}.target.value: loại {kind} cần số lớn hơn 0")
    steps = _steps(data.get("steps") or {}, where, faults)
    if kind is MeasureKind.CUMULATIVE and period and period is not PeriodKind.TERM:
        faults.append(f"{where}.period: loại cumulative tính cả nhiệm kỳ (term)")
    if kind and steps and kind is not MeasureKind.CUMULATIVE:
        faults.append(f"{where}.steps: chỉ cho loại cumulative")
    if kind in COMBINED:
        faults += [
            f"{where}: loại {kind.value} lấy “{key}” của các thước đo thành phần" for key in _OF_PARTS if data.get(key)
        ]
    carry = _carry(data.get("carry"), kind, where, faults)
    if len(faults) > before or not (kind and period and better and population is not None and goal):
        return None
    return MeasureDefinition(
        key=where,
        code=data["code"],
        name=data["name"],
        kind=kind,
        period=period,
        better=better,
        goal=goal if whole is None else Goal(goal.comparator, Decimal(1)),
        population=population,
        condition=condition,
        numerator=numerator,
        denominator=denominator,
        formula=formula,
        whole=whole,
        steps=steps,
        unit=str(data.get("unit") or "%"),
        due_on=_day(data["due_on"]) if data.get("due_on") not in (None, "", "end") else None,
        is_due_at_end=data.get("due_on") == "end",
        is_targeted=bool(data.get("targeted", True)),
        note=data.get("note", ""),
        examples=tuple(data.get("examples") or ()),
        carry=carry,
    )


_OF_PARTS = ("population", "carry")


def _formula(
    data: Mapping[str, Any], kind: MeasureKind | None, indicator: str, where: str, faults: list[str]
) -> Combination | None:
    """{ratio: {of: […], to: […]}}, {change: {of: […]}} or {number: {of: […]}}."""
    before = len(faults)
    if len(data) != 1:
        faults.append(f"{where}: một công thức có đúng một khóa, đây có {len(data)}")
        return None
    (name, body), *_ = data.items()
    op = _one_of(Op, name, where, faults)
    if op is None:
        return None
    if kind in _OPS and op not in _OPS[kind]:
        faults.append(f"{where}: loại {kind.value} nhận {', '.join(_OPS[kind])}")
    keys = ("of", "to") if op is Op.RATIO else ("of",)
    _check_keys(body, keys, keys, where, faults)
    sides = [
        tuple(
            term
            for n, item in enumerate(body.get(key) or ())
            if (term := _term(item, indicator, f"{where}.{key}[{n}]", faults))
        )
        for key in keys
    ]
    return Combination(op, *sides) if len(faults) == before else None


def _term(data: Mapping[str, Any], indicator: str, where: str, faults: list[str]) -> Term | None:
    """`measure`: the code of a sibling ("b") or the key of any other ("10-ket-nap.a")."""
    _check_keys(data, ("measure", "part", "minus"), ("measure",), where, faults)
    part = _one_of(Part, data.get("part", "numerator"), f"{where}.part", faults)
    code = str(data.get("measure") or "")
    if not (part and code):
        return None
    return Term(code if "." in code else f"{indicator}.{code}", part, bool(data.get("minus", False)))


def _carry(given: Any, kind: MeasureKind | None, where: str, faults: list[str]) -> Carry:
    """The usual one of its kind, or none."""
    usual = usual_carry(kind) if kind else Carry.NONE
    if given in (None, ""):
        return usual
    carry = _one_of(Carry, given, f"{where}.carry", faults)
    if kind and carry and carry not in (usual, Carry.NONE):
        faults.append(f"{where}.carry: loại {kind.value} nhận {usual.value} hoặc none")
    return carry or usual


def _one_of(enum: Callable[[Any], Any], value: Any, where: str, faults: list[str]) -> Any:
    try:
        return enum(value)
    except ValueError:
        faults.append(f"{where}: “{value}” không có trong danh sách")
        return None


def _population(data: Mapping[str, Any], where: str, faults: list[str]) -> Population | None:
    keys = ("kinds", "groups", "orgs")
    _check_keys(data, keys, (), f"{where}.population", faults)
    return Population(**{key: tuple(data.get(key) or ()) for key in keys})


def _goal(data: Mapping[str, Any], where: str, faults: list[str]) -> Goal | None:
    _check_keys(data, ("comparator", "value", "upper"), (), f"{where}.target", faults)
    comparator = _one_of(Comparator, data.get("comparator"), f"{where}.target.comparator", faults)
    value = _target_number(data.get("value"), f"{where}.target.value", faults)
    upper = None
    if data.get("upper") is not None:
        upper = _target_number(data["upper"], f"{where}.target.upper", faults)
        if comparator is not Comparator.AT_LEAST or (value is not None and upper is not None and upper < value):
            faults.append(f"{where}.target: khoảng ghi >= mức dưới, upper là mức trên")
    return Goal(comparator, value, upper) if comparator and value is not None else None


def _steps(data: Mapping[Any, Any], where: str, faults: list[str]) -> dict[int, Decimal]:
    """Year → running total, growing from year to year."""
    found: dict[int, Decimal] = {}
    for year, given in data.items():
        number = _target_number(given, f"{where}.steps.{year}", faults)
        if not str(year).isdigit() or not 1000 <= int(year) <= 2999:
            faults.append(f"{where}.steps: “{year}” không phải là năm")
        elif number is not None:
            found[int(year)] = number
    ordered = [found[year] for year in sorted(found)]
    if ordered != sorted(ordered) or (ordered and ordered[0] < 0):
        faults.append(f"{where}.steps: số lũy kế năm sau không được nhỏ hơn năm trước")
    return dict(sorted(found.items()))


def _target_number(given: Any, where: str, faults: list[str]) -> Decimal | None:
    try:
        number = Decimal(str(given))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        faults.append(f"{where}: “{given}” không phải là số")
        return None
    if number.copy_abs() >= _TOO_LARGE:
        faults.append(f"{where}: “{given}” lớn quá, hãy dùng đơn vị tính lớn hơn")
        return None
    return number


def _figure(data: Mapping[str, Any] | None, where: str, faults: list[str]) -> Figure | None:
    if not data:
        return None
    before = len(faults)
    _check_keys(data, ("deliverable", "field", "plus", "over_time"), ("deliverable", "field"), where, faults)
    plus = _comparisons(data.get("plus") or [], f"{where}.plus", faults)
    over_time = _one_of(OverTime, data.get("over_time", "sum"), f"{where}.over_time", faults)
    return Figure(data["deliverable"], data["field"], plus, over_time) if len(faults) == before else None


def _condition(data: Mapping[str, Any], where: str, faults: list[str]) -> Condition | None:
    if len(data) != 1:
        faults.append(f"{where}: một điều kiện có đúng một khóa, đây có {len(data)}")
        return None
    (name, body), *_ = data.items()
    if name in ("all_of", "any_of"):
        parts = tuple(p for n, item in enumerate(body) if (p := _condition(item, f"{where}.{name}[{n}]", faults)))
        return AllOf(parts) if name == "all_of" else AnyOf(parts)
    if name == "not":
        part = _condition(body, f"{where}.not", faults)
        return Not(part) if part else None
    if name not in _LEAVES:
        faults.append(f"{where}: điều kiện “{name}” không có")
        return None
    known, needed, build = _LEAVES[name]
    before = len(faults)
    _check_keys(body, known, needed, f"{where}.{name}", faults)
    return build(body, f"{where}.{name}", faults) if len(faults) == before else None


def _approved(body: Mapping[str, Any], where: str, faults: list[str]) -> Condition:
    comparisons = _comparisons(body.get("where") or [], f"{where}.where", faults)
    return Approved(body["deliverable"], comparisons, bool(body.get("on_time", False)))


def _comparisons(items: Sequence[Mapping[str, Any]], where: str, faults: list[str]) -> tuple[Comparison, ...]:
    found = []
    for n, item in enumerate(items):
        keys = ("field", "op", "value")
        _check_keys(item, keys, keys, f"{where}[{n}]", faults)
        op = _one_of(Comparator, item.get("op"), f"{where}[{n}].op", faults)
        if op and item.get("field"):
            found.append(Comparison(item["field"], op, _text(item.get("value"))))
    return tuple(found)


def _text(value: Any) -> str:
    """A constant as answers keep it; YAML reads a bare yes as true."""
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _answered(body: Mapping[str, Any], where: str, faults: list[str]) -> Condition:
    return Answered(body["deliverable"], bool(body.get("on_time", True)))


def _level(body: Mapping[str, Any], where: str, faults: list[str]) -> Condition:
    if body["level"] not in body["scale"]:
        faults.append(f"{where}: mức “{body['level']}” không có trong thang")
    return LevelAtLeast(body["deliverable"], body["field"], body["level"], tuple(body["scale"]))


_Leaf = tuple[tuple[str, ...], tuple[str, ...], Callable[[Mapping[str, Any], str, list[str]], Condition]]
_LEAVES: dict[str, _Leaf] = {
    "approved": (("deliverable", "where", "on_time"), ("deliverable",), _approved),
    "answered": (("deliverable", "on_time"), ("deliverable",), _answered),
    "level_at_least": (
        ("deliverable", "field", "level", "scale"),
        ("deliverable", "field", "level", "scale"),
        _level,
    ),
}
