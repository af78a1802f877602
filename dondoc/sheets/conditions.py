"""When a question is asked or a check applies: a mapping field code → what its answer must be. Plain Python.

    {carried_out: "yes"}                  # the answer is this one
    {form: [chuyen_de, long_ghep]}        # one of these
    {tasks_done: {"<": tasks_assigned}}   # compared with another field
    {exemplars: {">=": "1"}}              # or with a number

All must hold. What is not answered meets no condition.
"""

import operator
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

Condition = str | list[str] | Mapping[str, str]
OPERATORS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "<": operator.lt, "<=": operator.le, "=": operator.eq, "!=": operator.ne, ">=": operator.ge, ">": operator.gt,
}  # fmt: skip
OPERATOR_WORDS = {
    "<": "nhỏ hơn", "<=": "không quá", "=": "bằng", "!=": "khác", ">=": "không dưới", ">": "lớn hơn",
}  # fmt: skip


def number_of(answer: Any) -> Decimal | None:
    """The number that an answer holds, None when it holds none."""
    if not isinstance(answer, str):
        return None
    try:
        found = Decimal(answer)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def holds(conditions: Mapping[str, Condition], answers: Mapping[str, Any]) -> bool:
    """Whether every condition is met by `answers`."""
    return all(_holds(answers.get(code), wanted, answers) for code, wanted in conditions.items())


def _holds(answer: Any, wanted: Condition, answers: Mapping[str, Any]) -> bool:
    if answer is None:
        return False
    if isinstance(wanted, str):
        return bool(answer == wanted)
    if isinstance(wanted, list):
        return answer in wanted
    left = number_of(answer)
    for sign, text in wanted.items():
        right = number_of(text)
        right = number_of(answers.get(text)) if right is None else right
        if left is None or right is None or not OPERATORS[sign](left, right):
            return False
    return True


def fields_of(conditions: Mapping[str, Condition]) -> set[str]:
    """Codes of all fields that `conditions` look at."""
    found = set(conditions)
    for wanted in conditions.values():
        if isinstance(wanted, Mapping):
            found |= {text for text in wanted.values() if number_of(text) is None}
    return found


def faults_of(conditions: Any) -> Iterator[str]:
    """What is wrong with the shape of `conditions`, a phrase each."""
    if not isinstance(conditions, Mapping):
        yield "điều kiện phải ghi dạng “mã trường: câu trả lời”"
        return
    for wanted in conditions.values():
        if isinstance(wanted, Mapping):
            yield from (f"dấu so sánh “{sign}” không có" for sign in wanted if sign not in OPERATORS)
            yield from _unquoted(wanted.values())
        else:
            yield from _unquoted(wanted if isinstance(wanted, list) else [wanted])


def _unquoted(words: Any) -> Iterator[str]:
    """YAML reads a bare yes or 12 as true and a number."""
    return (f"“{word}” phải để trong dấu nháy" for word in words if not isinstance(word, str))
