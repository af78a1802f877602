"""Targets that say two things about one: shares that cannot both hold, two bounds of which one is idle, no period."""

import itertools
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from dondoc.documents.parsing.draft import Finding, MeasureDraft, TargetDraft, plain
from dondoc.documents.parsing.findings.base import Context, found
from dondoc.documents.parsing.findings.clarity import name_of
from dondoc.documents.parsing.patterns import lowered, vn
from dondoc.lib.text import words

_LOWER = {">", ">="}
_UPPER = {"<", "<="}
_SIGNS = {">": "trên", ">=": "từ", "<": "dưới", "<=": "không quá", "=": "đạt"}
_YEARS = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_TIMED = vn(
    r"(?<![^\W_])(?:năm|hằng năm|hàng năm|nhiệm kỳ|quý|tháng|toàn khóa|giai đoạn|thường xuyên|định kỳ)(?![^\W_])"
)


def clashing_targets(context: Context) -> Iterator[Finding]:
    """Two shares of the same bodies doing the same in the same period. Only shares: counts may be parts of a sum."""
    alike: dict[tuple[object, ...], list[tuple[TargetDraft, MeasureDraft]]] = {}
    for target in context.draft.indicators:
        for m in target.measures:
            if m.unit == "%" and isinstance(m.value, Decimal) and m.population and m.predicate:
                alike.setdefault(_subject(target, m), []).append((target, m))
    for group in alike.values():
        for (one, a), (other, b) in itertools.combinations(group, 2):
            yield from _clash(one, a, other, b)


def _subject(target: TargetDraft, m: MeasureDraft) -> tuple[object, ...]:
    years = frozenset(_YEARS.findall(f"{target.text} {m.period or ''}"))
    return (tuple(words(m.population)), tuple(words(m.predicate)), m.period, m.owner, target.group, years)


def _clash(one: TargetDraft, a: MeasureDraft, other: TargetDraft, b: MeasureDraft) -> Iterator[Finding]:
    first, second = a.value, b.value
    if not isinstance(first, Decimal) or not isinstance(second, Decimal) or a.span == b.span:
        return
    where = name_of(one) if one is other else f"{name_of(one)} và {name_of(other)}"
    told = f"{_bound(a)} và {_bound(b)}"
    if {a.comparator, b.comparator} <= _LOWER or {a.comparator, b.comparator} <= _UPPER:
        if first != second:
            message = f"{where}: một nội dung có hai mức, {told}."
            yield found("two_thresholds", b.span, message, other.part)
    elif _apart(a.comparator, first, b.comparator, second):
        yield found("targets_contradict", b.span, f"{where}: cùng một nội dung mà ghi {told}.", other.part)


def _apart(a: str, first: Decimal, b: str, second: Decimal) -> bool:
    """True when no share can satisfy both bounds."""
    if a == b == "=":
        return first != second
    low = max((v for c, v in ((a, first), (b, second)) if c in _LOWER or c == "="), default=Decimal(0))
    high = min((v for c, v in ((a, first), (b, second)) if c in _UPPER or c == "="), default=Decimal(100))
    return low > high


def _bound(m: MeasureDraft) -> str:
    value = f"{m.value:f}".replace(".", ",") if isinstance(m.value, Decimal) else str(m.value)
    return f"“{_SIGNS.get(m.comparator, '')} {value}%”"


def no_period(context: Context) -> Iterator[Finding]:
    """A figure without a period where neither its words, its schedule, its headings nor the title tell one."""
    if context.draft.head.term:
        return
    for one in context.targets:
        target = one.target
        above = " ".join(node.low[:300] for node in one.node.ancestors())
        if target.schedule or _TIMED.search(f"{lowered(target.text)} {above}") or _YEARS.search(target.text):
            continue
        bare = next((m for m in target.measures if not m.period and m.comparator != "qualitative"), None)
        if bare:
            yield found("no_period", bare.span, f"{name_of(target)}: chưa rõ tính cho kỳ nào.", target.part)


def parts_off(context: Context) -> Iterator[Finding]:
    """Parts of one number by owner ("58 trạm (VNPT: 25 trạm, Viettel: 33 trạm)") that do not add up to it."""
    for target in context.draft.indicators:
        for whole, parts in _divided(target.measures):
            total = sum((part for m in parts if isinstance(part := m.value, Decimal)), Decimal(0))
            if total != whole.value:
                told = " + ".join(_figure(m) for m in parts)
                message = f"{name_of(target)}: {told} = {plain(total)}, khác số chung {plain(whole.value)}."
                yield found("parts_off", whole.span, message, target.part)


def _divided(measures: Sequence[MeasureDraft]) -> Iterator[tuple[MeasureDraft, list[MeasureDraft]]]:
    """A number and the parts that follow it, where each of the parts names its owner."""
    for n, whole in enumerate(measures):
        rest = itertools.takewhile(lambda m: m.part_of is not None, measures[n + 1 :])
        parts = [m for m in rest if m.part_of == whole.value and m.unit == whole.unit]
        if whole.part_of is None and len(parts) > 1 and all(m.owner for m in parts):
            yield whole, parts


def _figure(m: MeasureDraft) -> str:
    return f"{m.owner} {plain(m.value)}"
