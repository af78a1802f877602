"""A target cut into clauses, one for each number that measures something."""

import re
from dataclasses import dataclass, replace

from dondoc.documents.parsing.measures.comparators import COMPARATORS
from dondoc.documents.parsing.measures.figures import N
from dondoc.documents.parsing.patterns import vn

_EXEMPT = vn(r"(?<![^\W_])(?:trường hợp|trừ|thấp dưới|đối với một số|có thể điều chỉnh)(?![^\W_])")
_NESTS = vn(r"^[^;.]*?[^\s;.,]+\s[^\s;.,]+\s[^\s;.,]+\s(?:có )?(?P<bound>ít nhất|tối thiểu)\s$")
BASELINE = vn(r"từ\s(?P<from>" + N + r")[^;]{0,60}?\s(?:xuống|lên|đến|tới)(?: còn| mức)?\s$")
_FULL_STOP = re.compile(r"\.\s(?=\S)")


@dataclass(frozen=True)
class Clause:
    """A piece of a target that holds one number: [start, end) of the words, with the number's match."""

    start: int
    end: int
    number: re.Match[str]
    nested: bool = False  # inside what the population of the clause before it does


def counts(m: re.Match[str], low: str, start: int) -> bool:
    """False for numbers that measure nothing: no unit and no comparator, exemptions, list marks."""
    before = low[max(start, m.start() - 40) : m.start()].rstrip()
    if m["unit"] is None and not m["n2"] and not any(p.search(before) for _, p in COMPARATORS[:4]):
        return False
    return not (_EXEMPT.search(low[max(start, m.start() - 60) : m.start()]) and "%" in (m["unit"] or ""))


def is_baseline(low: str, numbers: list[re.Match[str]], at: int) -> bool:
    """True for the first number of "từ 23 … xuống 18": where the measure starts from."""
    if at + 1 >= len(numbers):
        return False
    found = BASELINE.search(low, max(0, numbers[at].start() - 6), numbers[at + 1].start())
    return found is not None and found.start("from") == numbers[at].start()


def cut_clauses(
    low: str, numbers: list[re.Match[str]], start: int, end: int, nothing: list[tuple[int, int]]
) -> list[Clause]:
    """One clause per number: cut at the last boundary between two numbers, at a full stop after the last one, and
    before a "không có …" that is a measure of its own."""
    clauses: list[Clause] = []
    left = start
    inside = False
    for i, number in enumerate(numbers):
        last = i + 1 == len(numbers)
        held = None if last else _nests(low, number, numbers[i + 1])
        if last:
            right = end
        elif held is not None:
            right = held
        else:
            right = _cut(low, number, numbers[i + 1])
        stop = _FULL_STOP.search(low, number.end(), right)
        own = stop.start() + 1 if stop else right
        own = min([own, *(a for a, _ in nothing if number.end() <= a < own)])
        begin = left if inside else _sentence_start(low, left, number.start())
        clauses.append(Clause(begin, own, number, inside))
        if inside:  # the share goes on to the end of what it holds
            clauses[-2] = replace(clauses[-2], end=own)
        left, inside = right, held is not None
    return clauses


def _nests(low: str, number: re.Match[str], other: re.Match[str]) -> int | None:
    """Where the second number's bound begins when it is part of what the population of a share does
    ("100% xã mỗi quý có ít nhất 04 tin"); None when it stands for itself."""
    share = "%" in (number["unit"] or "") and "%" not in (other["unit"] or "")
    found = _NESTS.search(low[number.end() : other.start()]) if share else None
    return number.end() + found.start("bound") if found else None


def _sentence_start(low: str, left: int, number: int) -> int:
    """The beginning of the sentence in which the number stands, not before `left`."""
    stops = [m.end() for m in re.finditer(r"\.\s(?=\S)", low[left:number])]
    return left + stops[-1] if stops else left


def _cut(low: str, number: re.Match[str], other: re.Match[str]) -> int:
    """Where between two numbers the first one's clause ends: at the last semicolon or full stop, else comma or "và"."""
    first, last = number.end(), other.start()
    hard = list(re.finditer(r";\s?|\.\s(?=\S)", low[first:last]))
    if hard:
        return first + hard[-1].end()
    soft = list(re.finditer(r",\s|\s(?=và\s|\()|\(", low[first:last]))
    return first + soft[-1].end() if soft else last
