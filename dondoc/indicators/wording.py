"""Words of the definition editor: kinds, targets, periods, answers of examples. Plain Python."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from dondoc.indicators.formula import MeasureDefinition, MeasureKind, Words, describe, target_in_words
from dondoc.indicators.formula.tree import (
    COMBINED,
    AllOf,
    AnyOf,
    Carry,
    Condition,
    Not,
)
from dondoc.indicators.formula.wording import carry_in_words, condition_in_words
from dondoc.lib.dates import format_date
from dondoc.lib.numbers import MISSING_WORDS, Missing, format_number
from dondoc.lib.periods import PeriodKind

KIND_WORDS = {
    MeasureKind.SHARE_OF_ORGS: "tỷ lệ tổ chức đạt một điều kiện",
    MeasureKind.RATIO: "tỷ lệ giữa hai số liệu",
    MeasureKind.QUOTA: "so với chỉ tiêu đã phân bổ",
    MeasureKind.COUNT: "so với một con số kế hoạch đề ra",
    MeasureKind.CUMULATIVE: "lũy kế cả nhiệm kỳ, so với con số kế hoạch đề ra",
    MeasureKind.ASSESSED: "đánh giá theo mức, bằng lời",
    MeasureKind.DERIVED: "tỷ lệ, mức tăng giảm ghép từ các thước đo khác",
    MeasureKind.DERIVED_NUMBER: "tổng, hiệu của các thước đo khác, so với con số kế hoạch đề ra",
}
PERIOD_WORDS = {
    PeriodKind.MONTH: "từng tháng",
    PeriodKind.QUARTER: "từng quý",
    PeriodKind.HALF_YEAR: "từng 6 tháng",
    PeriodKind.YEAR: "từng năm",
    PeriodKind.TERM: "cả nhiệm kỳ",
}
CONDITION_KINDS = {
    "approved": "có kết quả được duyệt",
    "answered": "làm xong mọi việc đã đến hạn",
    "level_at_least": "đạt từ một mức trở lên",
}
_SAID = {"yes": "đạt", "no": "không đạt"}


def answer_words(answer: str) -> str:
    """What an example gives, as people say it: "đạt", "chưa có số liệu", "38 / 40"."""
    if answer in _SAID:
        return _SAID[answer]
    return MISSING_WORDS[Missing(answer)] if answer in list(Missing) else answer


def due_words(measure: MeasureDefinition) -> str:
    """By when the target is to be reached; "" when it is judged as soon as all have reported."""
    if measure.is_due_at_end:
        return "kết luận vào ngày cuối mỗi kỳ"
    return f"kết luận vào ngày {format_date(measure.due_on)}" if measure.due_on else ""


def formula_words(measure: MeasureDefinition, words: Words) -> str:
    """How the number is made; "" while the measure is not finished."""
    return "" if list(gaps(measure)) else describe(measure, words)


def gaps(measure: MeasureDefinition) -> Iterator[str]:
    """What a draft's measure still lacks, a phrase each."""
    if measure.kind in {MeasureKind.SHARE_OF_ORGS, MeasureKind.ASSESSED}:
        if measure.condition is None:
            yield "chưa có điều kiện"
        return
    if measure.kind in COMBINED:
        if measure.formula is None:
            yield "chưa có công thức"
        return
    if measure.numerator is None:
        yield "chưa có tử số" if measure.kind is MeasureKind.RATIO else "chưa có số liệu để cộng"
    if measure.kind is MeasureKind.RATIO and measure.denominator is None:
        yield "chưa có mẫu số"


def facts(measure: MeasureDefinition) -> list[str]:
    """Kind, target, period and what else is particular, a phrase each."""
    found = [KIND_WORDS[measure.kind], f"mức {target_in_words(measure)}", f"tính {PERIOD_WORDS[measure.period]}"]
    if due := due_words(measure):
        found.append(due)
    if measure.carry is Carry.NONE:
        found.append(f"khi hợp nhất, chia tách: {carry_in_words(measure)}")
    if not measure.is_targeted:
        found.append("nêu để đối chiếu, không kết luận")
    return found


@dataclass(frozen=True)
class Branch:
    """A condition as a list within lists: `words` of a leaf, or how `parts` are joined."""

    path: str
    kind: str
    words: str
    parts: tuple["Branch", ...] = ()


_JOINED = {"all_of": "Tất cả các điều sau", "any_of": "Ít nhất một trong các điều sau", "not": "Không phải"}


def branch(condition: Condition, words: Words, place: tuple[int, ...] = ()) -> Branch:
    """`condition` as it is shown and changed, each part with its place."""
    path = "-".join(map(str, place)) or "goc"
    match condition:
        case AllOf(parts) | AnyOf(parts):
            kind = "all_of" if isinstance(condition, AllOf) else "any_of"
        case Not(part):
            kind, parts = "not", (part,)
        case _:
            said = condition_in_words(condition, words)
            return Branch(path, "leaf", said[:1].upper() + said[1:])
    inner = tuple(branch(part, words, (*place, n)) for n, part in enumerate(parts))
    return Branch(path, kind, _JOINED[kind], inner)


_DUE_WORDS = {"waiting": "chờ cấp trên mở đợt", "exempt": "được miễn", "ongoing": "thường xuyên, không có hạn"}


def example_words(example: Mapping[str, Any], measure: MeasureDefinition, words: Words) -> list[str]:
    """The facts of an example, a phrase each: "tính đến 31/12/2026", "“Kế hoạch”: hạn 30/09/2025, xong 12/09/2025"."""
    if measure.formula:
        return _parts_words(example)
    found = [f"tính đến {_day(example.get('as_of'))}"]
    duties, records = example.get("due") or {}, example.get("records") or {}
    for code in dict.fromkeys((*sorted(measure.deliverables), *duties, *records)):
        told = [_duty(one) for one in _several(duties.get(code))]
        told += [_record(one, code, words) for one in _several(records.get(code))]
        found.append(f"{words.deliverable(code)}: {'; '.join(told) or 'không có gì'}")
    found += [f"chỉ tiêu được giao năm {year}: {number}" for year, number in (example.get("allocation") or {}).items()]
    return found


def _parts_words(example: Mapping[str, Any]) -> list[str]:
    """ "thước đo b: 9 / 10", "kỳ trước, thước đo a: 100"."""
    return [
        f"{when}thước đo {code}: {answer_words(_said(said))}"
        for name, when in (("parts", ""), ("before", "kỳ trước, "))
        for code, said in (example.get(name) or {}).items()
    ]


def _said(value: Any) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _several(found: Any) -> list[Any]:
    return [] if found is None else found if isinstance(found, list) else [found]


def _duty(one: Any) -> str:
    words = one if isinstance(one, Mapping) else {"due": one}
    due = str(words.get("due", ""))
    said = _DUE_WORDS.get(due) or f"hạn {_day(due)}"
    said += f", xong {_day(words['done'])}" if "done" in words else ""
    return said + (f" (kỳ {words['period']})" if "period" in words else "")


def _record(one: Mapping[str, Any], code: str, words: Words) -> str:
    answers = [
        f"{words.field(code, name)} {_answer(words, code, name, value)}"
        for name, value in one.items()
        if name not in ("done", "period")
    ]
    period = f" (kỳ {one['period']})" if "period" in one else ""
    return ", ".join([f"được duyệt, làm xong {_day(one.get('done'))}{period}", *answers])


def _answer(words: Words, code: str, name: str, value: Any) -> str:
    if isinstance(value, bool):
        return words.answer(code, name, "yes" if value else "no")
    try:
        return format_number(Decimal(str(value)))
    except ArithmeticError:
        return words.answer(code, name, str(value))


def _day(value: Any) -> str:
    try:
        return format_date(date.fromisoformat(str(value)))
    except ValueError:
        return f"“{value}”"
