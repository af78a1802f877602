"""The examples of a definition: small facts and the answer that they must give. Run by the tests and by `check`.

    - {as_of: 2025-10-31, due: {ke-hoach-nq66: 2025-09-30}, records: {ke-hoach-nq66: {done: 2025-09-12}}, answer: "yes"}
    - {as_of: 2025-10-31, due: {ke-hoach-nq66: waiting}, answer: waiting}
    - {as_of: 2026-12-31, records: {dang-ky: {done: 2026-11-02, to_register: 40, registered: 38}}, answer: 38 / 40}

`due`: deliverable → a last day, `waiting`, `exempt`, `ongoing`, {due: …, done: …, period: …}, or a list of these.
`records`: deliverable → {done: day, period: code, <field>: answer…}, or a list. `period` is the measure's own where it
is not given. `allocation`: year → number. `answer`: yes, no, "numerator / denominator" or the word for what is missing.

Of a derived measure what its parts answer, and of one that is held against the period before, what they answered then:

    - {parts: {b: 9 / 10, c: "yes"}, answer: 10 / 11}
    - {parts: {a: 120}, before: {a: 100}, answer: 20 / 100}
    - {parts: {b: not_reported, c: "yes"}, answer: not_reported}

A part that is not named is not about the organisation.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from dondoc.indicators.formula.combining import combine
from dondoc.indicators.formula.facts import Duty, OrgAnswer, OrgFacts, Record, Verdict
from dondoc.indicators.formula.tree import IndicatorDefinition, MeasureDefinition, MeasureKind
from dondoc.indicators.formula.v1 import evaluate, period_of
from dondoc.lib.numbers import Missing, NumberError, format_number, parse_number
from dondoc.lib.periods import Period

TERM = "2025-2030"
_KEYS = {"as_of", "due", "records", "allocation", "answer"}
_DERIVED_KEYS = {"parts", "before", "answer"}
_FIGURES = frozenset({MeasureKind.RATIO, MeasureKind.QUOTA, MeasureKind.COUNT, MeasureKind.CUMULATIVE})


class ExampleError(ValueError):
    """An example that cannot be read; `str(error)` says which part."""


def example_faults(definition: IndicatorDefinition) -> list[str]:
    """What each example of each measure should give and does not; [] when all are right. A measure needs one."""
    faults = [f"{m.key}: cần ít nhất một ví dụ" for m in definition.measures if not m.examples]
    for measure in definition.measures:
        for n, example in enumerate(measure.examples, 1):
            wanted = expected_answer(example)
            try:
                found = run_example(measure, example)
            except (ExampleError, ValueError) as fault:
                faults.append(f"{measure.key}, ví dụ {n}: {fault}")
                continue
            if found != wanted:
                faults.append(f"{measure.key}, ví dụ {n}: ra “{found}”, cần “{wanted}”")
    return faults


def run_example(measure: MeasureDefinition, example: Mapping[str, Any]) -> str:
    """The answer that the facts of `example` give, written as examples write it. Errors: ExampleError."""
    if unknown := sorted(set(example) - (_DERIVED_KEYS if measure.formula else _KEYS)):
        raise ExampleError(f"khóa lạ “{unknown[0]}”")
    if measure.formula:
        return _derived(measure, example)
    return answer_in_short(evaluate(measure, _facts(measure, example), _day(example.get("as_of"))))


def expected_answer(example: Mapping[str, Any]) -> str:
    """The answer that an example asks for, written as examples write it."""
    return _text(example.get("answer"))


def answer_in_short(answer: OrgAnswer) -> str:
    """ "yes", "no", "38 / 40", "38" of one of several that count together, or the code of what is missing."""
    if answer.missing:
        return answer.missing.value
    if answer.verdict is Verdict.FIGURES and answer.denominator is None:
        return format_number(answer.numerator or Decimal(0))
    if answer.verdict is Verdict.FIGURES:
        return f"{format_number(answer.numerator or Decimal(0))} / {format_number(answer.denominator or Decimal(0))}"
    return answer.verdict.value


def _derived(measure: MeasureDefinition, example: Mapping[str, Any]) -> str:
    period = Period.parse(TERM)  # nothing is read of it
    now, before = (
        {key: [_part_answer(measure.parts[key], said, period)] for key, said in _parts(measure, example.get(name))}
        for name in ("parts", "before")
    )
    found = combine(measure, now, before, period=period)
    return answer_in_short(found) if found else Missing.NOT_APPLICABLE.value


def _parts(measure: MeasureDefinition, data: Mapping[str, Any] | None) -> list[tuple[str, Any]]:
    """Key of each part that an example names, by its code or its key, with what it answers. Errors: ExampleError."""
    found = []
    for code, said in (data or {}).items():
        key = str(code) if "." in str(code) else f"{measure.key.rpartition('.')[0]}.{code}"
        if key not in measure.parts:
            raise ExampleError(f"công thức không lấy số của thước đo “{code}”")
        found.append((key, said))
    return found


def _part_answer(part: MeasureDefinition, said: Any, period: Period) -> OrgAnswer:
    """ "9 / 10", "120", yes, no, or the code of what is missing. Errors: ExampleError."""
    text = _text(said)
    is_share = part.kind not in _FIGURES
    if text in ("yes", "no"):
        return OrgAnswer(period, Decimal(text == "yes"), Decimal(1), None, False, "", is_share=is_share)
    if text in list(Missing):
        top, bottom = (Decimal(0), Decimal(1)) if is_share else (None, None)
        return OrgAnswer(period, top, bottom, Missing(text), False, "", is_share=is_share)
    top_text, slash, bottom_text = text.partition("/")
    try:
        bottom = parse_number(bottom_text) if slash else None
        return OrgAnswer(period, parse_number(top_text), bottom, None, False, "", is_share=is_share)
    except NumberError:
        raise ExampleError(f"“{text}” không phải là kết quả của một thước đo") from None


def _facts(measure: MeasureDefinition, example: Mapping[str, Any]) -> OrgFacts:
    term = Period.parse(TERM)
    own = period_of(measure, _day(example.get("as_of")), term)
    return OrgFacts(
        org_id=1,
        term=term,
        records=tuple(
            _record(n, code, item, own) for n, (code, item) in enumerate(_items(example.get("records") or {}), 1)
        ),
        duties=tuple(_duty(code, item, own) for code, item in _items(example.get("due") or {})),
        allocation={int(year): int(number) for year, number in (example.get("allocation") or {}).items()},
    )


def _items(data: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return [(code, item) for code, found in data.items() for item in (found if isinstance(found, list) else [found])]


def _record(number: int, deliverable: str, item: Mapping[str, Any], own: Period) -> Record:
    period = Period.parse(str(item["period"])) if "period" in item else own
    if "done" not in item:
        raise ExampleError(f"“{deliverable}” thiếu “done”")
    answers = {code: _text(value) for code, value in item.items() if code not in ("done", "period")}
    return Record(number, deliverable, period.code, period.start, period.end, answers, {}, _day(item["done"]))


def _duty(deliverable: str, item: Any, own: Period) -> Duty:
    words = item if isinstance(item, Mapping) else {"due": item}
    period = Period.parse(str(words["period"])) if "period" in words else own
    due = words.get("due")
    is_word = due in ("waiting", "exempt", "ongoing")
    return Duty(
        deliverables=frozenset({deliverable}),
        period_code=period.code,
        period_start=period.start,
        period_end=period.end,
        due_on=None if is_word else _day(due),
        done_on=_day(words["done"]) if "done" in words else None,
        is_exempt=due == "exempt",
        is_waiting=due == "waiting",
        is_ongoing=due == "ongoing",
    )


def _day(value: Any) -> date:
    """A day as YAML or JSON keeps it. Errors: ExampleError."""
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise ExampleError(f"“{value}” không phải là ngày, waiting, exempt hay ongoing") from None


def _text(value: Any) -> str:
    """An answer as sheets keep it; YAML reads a bare yes as true."""
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
