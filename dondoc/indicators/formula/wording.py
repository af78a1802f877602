"""A formula in plain Vietnamese, and with the numbers filled in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from dondoc.indicators.formula.tree import (
    AGAINST_A_NUMBER,
    COMBINED,
    AllOf,
    Answered,
    AnyOf,
    Approved,
    Carry,
    Comparator,
    Comparison,
    Condition,
    Figure,
    Goal,
    LevelAtLeast,
    MeasureDefinition,
    MeasureKind,
    Not,
    Op,
    OverTime,
    Part,
    Population,
    Term,
)
from dondoc.lib.numbers import MISSING_WORDS, Missing, format_number, format_percent
from dondoc.lib.periods import PeriodKind

SIGNS = {
    Comparator.AT_LEAST: "≥",
    Comparator.MORE: ">",
    Comparator.AT_MOST: "≤",
    Comparator.LESS: "<",
    Comparator.EQUAL: "=",
}
_COMPARED = {
    Comparator.AT_LEAST: "từ {} trở lên",
    Comparator.MORE: "trên {}",
    Comparator.AT_MOST: "không quá {}",
    Comparator.LESS: "dưới {}",
    Comparator.EQUAL: "là {}",
}
_PERIODS = {
    PeriodKind.MONTH: "tháng",
    PeriodKind.QUARTER: "quý",
    PeriodKind.HALF_YEAR: "6 tháng",
    PeriodKind.YEAR: "năm",
    PeriodKind.TERM: "nhiệm kỳ",
}


@dataclass(frozen=True)
class Words:
    """Names for codes. `fields` by (deliverable, field); `answers` by (deliverable, field, answer)."""

    deliverables: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[tuple[str, str], str] = field(default_factory=dict)
    answers: Mapping[tuple[str, str, str], str] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)
    orgs: Mapping[str, str] = field(default_factory=dict)

    def deliverable(self, code: str) -> str:
        return f"“{self.deliverables.get(code, code)}”"

    def field(self, deliverable: str, code: str) -> str:
        return f"“{self.fields.get((deliverable, code), code)}”"

    def answer(self, deliverable: str, code: str, value: str) -> str:
        plain = {"yes": "có", "no": "không"}.get(value, value)
        return f"“{self.answers.get((deliverable, code, value), plain)}”"


_NO_WORDS = Words()


def describe(measure: MeasureDefinition, words: Words = _NO_WORDS) -> str:
    """How the number is made, as one would say it to a colleague."""
    if measure.flat:
        return _combined(measure)
    who, when = audience(measure.population, words), _PERIODS[measure.period]
    if measure.kind in {MeasureKind.SHARE_OF_ORGS, MeasureKind.ASSESSED} and measure.condition:
        return f"Số {who} {condition_in_words(measure.condition, words)} trong {when}, chia cho tổng số {who}."
    top = figure_in_words(measure.numerator, words) if measure.numerator else ""
    if measure.kind is MeasureKind.CUMULATIVE and measure.whole is not None:
        goal = f"{format_number(measure.whole)} {measure.unit}"
        steps = ", ".join(f"hết năm {year} {format_number(number)}" for year, number in measure.steps.items())
        by_year = f" (từng bước: {steps})" if steps else ""
        return f"Lũy kế {top} của {who} từ đầu nhiệm kỳ đến ngày tính, so với mức cả nhiệm kỳ {goal}{by_year}."
    if measure.kind is MeasureKind.COUNT and measure.whole is not None:
        goal = f"{format_number(measure.whole)} {measure.unit}"
        return f"Tổng {top} của {who} trong {when} đến ngày tính, so với mức kế hoạch đề ra {goal}."
    if measure.kind is MeasureKind.QUOTA:
        return f"Tổng {top} của {who} trong {when} đến ngày tính, chia cho chỉ tiêu được giao của {when}."
    bottom = figure_in_words(measure.denominator, words) if measure.denominator else ""
    return f"Tổng {top} của {who} trong {when}, chia cho tổng {bottom}."


def _combined(measure: MeasureDefinition) -> str:
    formula, when = measure.flat, _PERIODS[measure.period]
    if formula is None:
        return ""
    top = terms_in_words(measure, formula.of)
    if formula.op is Op.CHANGE:
        return f"{top} của {when} đến ngày tính, trừ đi số cùng kỳ của {when} trước, chia cho số cùng kỳ ấy."
    if formula.op is Op.RATIO:
        return f"{top}, chia cho {_inside(terms_in_words(measure, formula.to))}; tính cho {when}."
    goal = f"{format_number(measure.whole or Decimal(0))} {measure.unit}"
    return f"{top}; tính cho {when}, so với mức kế hoạch đề ra {goal}."


def terms_in_words(measure: MeasureDefinition, terms: Sequence[Term]) -> str:
    """ "Tử số của thước đo b (Tỷ lệ …) cộng tử số của thước đo c (…)"."""
    text = ""
    for term in terms:
        joint = (" trừ " if term.minus else " cộng ") if text else ("trừ " if term.minus else "")
        text += joint + term_in_words(measure, term)
    return text[:1].upper() + text[1:]


def term_in_words(measure: MeasureDefinition, term: Term) -> str:
    """ "tử số của thước đo b (Tỷ lệ chi bộ …)"; of what is a number by itself "số của thước đo a (…)"."""
    part = measure.parts.get(term.measure)
    return f"{number_in_words(part, term.part)} của thước đo {_called(measure, term.measure, part)}"


def number_in_words(part: MeasureDefinition | None, which: Part) -> str:
    """What one number of a measure is."""
    if part is not None and part.kind in {MeasureKind.SHARE_OF_ORGS, MeasureKind.ASSESSED}:
        return "số tổ chức đạt" if which is Part.NUMERATOR else "tổng số tổ chức"
    if part is not None and part.kind in AGAINST_A_NUMBER | {MeasureKind.QUOTA}:
        return "số đã đạt"
    return "tử số" if which is Part.NUMERATOR else "mẫu số"


def _called(measure: MeasureDefinition, key: str, part: MeasureDefinition | None) -> str:
    """By its letter within the chỉ tiêu, else by its key; with its name where that is known."""
    own, code = measure.key.rpartition(".")[0], key.rpartition(".")[2]
    said = code if key == f"{own}.{code}" else f"“{key}”"
    return f"{said} ({part.name})" if part else said


def _inside(text: str) -> str:
    return text[:1].lower() + text[1:]


def carry_in_words(measure: MeasureDefinition) -> str:
    """What becomes of an organisation's answer when another takes over from it."""
    if measure.kind in COMBINED:
        return "theo từng thước đo thành phần"
    return CARRIED[measure.carry]


CARRIED = {
    Carry.SUM: "số của tổ chức trước được cộng vào tổ chức kế thừa; chia tách: cộng một lần, cho tổ chức nêu đầu tiên",
    Carry.LATEST: "kết quả mới nhất của tổ chức trước được tính cho tổ chức kế thừa đến khi tổ chức này tự báo cáo",
    Carry.NONE: "tổ chức kế thừa phải báo cáo lại từ đầu",
}


def audience(population: Population, words: Words = _NO_WORDS) -> str:
    """Which organisations, in words."""
    named = [words.orgs.get(o, o) for o in population.orgs]
    kinds = [words.kinds.get(k, k) for k in population.kinds] or named
    who = ", ".join(name[:1].lower() + name[1:] for name in kinds) or "tổ chức"
    if population.kinds and named:
        who += f" trong số {', '.join(named)}"
    groups = ", ".join(words.groups.get(g, g) for g in population.groups)
    return f"{who} thuộc khối {groups}" if groups else who


def measured(measure: MeasureDefinition, words: Words = _NO_WORDS) -> str:
    """Of which organisations a measure is taken, in words; of a derived one those of its parts."""
    return "; ".join(audience(one, words) for one in measure.populations)


def condition_in_words(condition: Condition, words: Words = _NO_WORDS) -> str:
    """A condition as what an organisation does: "có … được duyệt"."""
    match condition:
        case AllOf(parts):
            return " và ".join(_as_part(p, words, apart=AnyOf) for p in parts)
        case AnyOf(parts):
            return " hoặc ".join(_as_part(p, words, apart=AllOf) for p in parts)
        case Not(part):
            return f"không ({condition_in_words(part, words)})"
        case Approved(deliverable, where, on_time):
            text = f"có {words.deliverable(deliverable)} được duyệt"
            if where:
                text += " với " + " và ".join(_compared(deliverable, c, words) for c in where)
            return text + (", đúng hạn" if on_time else "")
        case Answered(deliverable, on_time):
            done = "đúng hạn" if on_time else "xong"
            return f"làm {done} mọi việc đã đến hạn về {words.deliverable(deliverable)}"
        case LevelAtLeast(deliverable, name, level, _scale):
            at_least = words.answer(deliverable, name, level)
            return (
                f"có {words.field(deliverable, name)} từ mức {at_least} trở lên trong {words.deliverable(deliverable)}"
            )


def _as_part(condition: Condition, words: Words, *, apart: type) -> str:
    """A part of a group; a group of the other kind stands in brackets, so that "và" and "hoặc" are not mixed up."""
    text = condition_in_words(condition, words)
    return f"({text})" if isinstance(condition, apart) else text


def figure_in_words(figure: Figure, words: Words = _NO_WORDS) -> str:
    """What is added up."""
    text = words.field(figure.deliverable, figure.field)
    parts = [f"1 nếu {_compared(figure.deliverable, c, words)}" for c in figure.plus]
    newest = " (số mới nhất)" if figure.over_time is OverTime.LAST else ""
    return f"{' + '.join([text, *parts])}{newest} trong {words.deliverable(figure.deliverable)}"


def _compared(deliverable: str, comparison: Comparison, words: Words) -> str:
    name = words.field(deliverable, comparison.field)
    try:
        value = format_number(Decimal(comparison.value))
    except ArithmeticError:
        value = words.answer(deliverable, comparison.field, comparison.value)
    return f"{name} {_COMPARED[comparison.op].format(value)}"


def goal_in_words(goal: Goal) -> str:
    """The target as it is shown: "= 100 %", "< 0,5 %", "từ 40 % đến 60 %"."""
    if goal.upper is not None:
        return f"từ {format_percent(goal.value)} đến {format_percent(goal.upper)}"
    return f"{SIGNS[goal.comparator]} {format_percent(goal.value)}"


def target_in_words(measure: MeasureDefinition) -> str:
    """The target of a measure as it is shown: "= 100 %", or with a count's own number "≥ 500 ha"."""
    if measure.whole is None:
        return goal_in_words(measure.goal)
    return f"{SIGNS[measure.goal.comparator]} {format_number(measure.whole)} {measure.unit}"


def fill_in(
    measure: MeasureDefinition,
    numerator: Decimal,
    denominator: Decimal,
    *,
    unknown: int = 0,
    floor: Decimal | None = None,
    ceiling: Decimal | None = None,
) -> str:
    """The formula with its numbers: "18 / 20 = 90 %"; with `unknown` organisations, between which bounds it lies."""
    if measure.kind in AGAINST_A_NUMBER:
        text = _counted(measure, numerator, denominator)
    elif measure.formula and measure.formula.op is Op.CHANGE and denominator:
        now, before = format_number(numerator + denominator), format_number(denominator)
        text = f"{now} so với {before} cùng kỳ trước: {_rise(numerator / denominator)}"
    elif not denominator:
        why = Missing.NOT_ALLOCATED if measure.kind is MeasureKind.QUOTA else Missing.ZERO_DENOMINATOR
        text = f"{format_number(numerator)} / {format_number(denominator)}: {MISSING_WORDS[why]}"
    else:
        fraction = format_percent(numerator / denominator)
        text = f"{format_number(numerator)} / {format_number(denominator)} = {fraction}"
    if not unknown:
        return text
    text += f"; còn {unknown} tổ chức chưa có số liệu"
    if floor is None and ceiling is None:
        return text
    low = f"thấp nhất {format_percent(floor)}" if floor is not None else ""
    high = f"cao nhất {format_percent(ceiling)}" if ceiling is not None else ""
    return f"{text} ({', '.join(part for part in (low, high) if part)})"


def _rise(change: Decimal) -> str:
    if not change:
        return "không đổi"
    return f"{'tăng' if change > 0 else 'giảm'} {format_percent(abs(change))}"


def _counted(measure: MeasureDefinition, numerator: Decimal, denominator: Decimal) -> str:
    """ "320 / 500 ha = 64 %"; only "320 ha" of one of several that report."""
    if not denominator:
        return f"{format_number(numerator)} {measure.unit}"
    fraction = format_percent(numerator / denominator)
    return f"{format_number(numerator)} / {format_number(denominator)} {measure.unit} = {fraction}"
