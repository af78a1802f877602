"""A target cut into clauses, one for each number that measures something."""

# ruff: noqa: E501 -- a table of patterns is read row by row; broken rows hide what differs

import re
from dataclasses import dataclass, replace

from dondoc.documents.parsing.measures.comparators import COMPARATORS
from dondoc.documents.parsing.measures.figures import N
from dondoc.documents.parsing.patterns import vn

# What something costs is no target.
_COST = vn(
    r"(?<![^\W_])(?:trị giá|kinh phí|số tiền|mức vốn|tổng mức đầu tư)(?: (?:dự kiến|khoảng|là|trên|hơn|từ|thực hiện|hỗ trợ|ước))*$"
)
# What lets somebody off a target, up to its number.
_EXEMPT = vn(r"(?<![^\W_])(?:trường hợp|trừ|thấp dưới|đối với một số|có thể|riêng các|miễn)(?![^\W_])[^;.)]{0,60}$")
_NESTS = vn(r"^[^;.]*?[^\s;.,]+\s[^\s;.,]+\s[^\s;.,]+\s(?:có )?(?P<bound>ít nhất|tối thiểu)\s$")
BASELINE = vn(r"từ\s(?P<from>" + N + r")[^;]{0,60}?\s(?:xuống|lên|đến|tới)(?: còn| mức)?\s$")
_STOP = re.compile(r"[.;]\s(?=\S)")
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
    before = low[max(start, m.start() - 90) : m.start()].rstrip()
    if _COST.search(before):
        return False
    counted_on = bool(_COUNTED_ON.search(before) and _PADDED.match(m["n"]) and low[m.end() : m.end() + 1] == " ")
    if m["unit"] is None and not m["n2"] and not counted_on and not _is_measured(before, low[m.end() : m.end() + 2]):
        return False
    return not (_EXEMPT.search(low[max(start, m.start() - 120) : m.start()]) and "%" in (m["unit"] or ""))


# A number without a known unit is a level of something that is measured in numbers, or counts what is made.
_LEVEL = vn(
    r"(?<![^\W_])(?:chỉ số|hệ số|điểm|(?:tỷ|tỉ) (?:suất|số)|số (?:lượng|cuộc|lượt|buổi|vụ|người)|tổng (?:số|đàn|sản lượng)|sản lượng|quy mô)(?![^\W_])(?:[^;.]|\.(?=[\d#])){0,80}?(?:đạt|bằng|là|còn|mức|xuống|lên|chiếm|:)(?:\s(?:khoảng|gần|mức|xuống|còn))*$"
)
_DEED = vn(
    r"(?<![^\W_])(?:xây dựng|xây mới|thành lập|lắp đặt|trồng|kết nạp|tổ chức|đào tạo|bồi dưỡng|hỗ trợ|giải quyết|phát triển|hoàn thành|mở|đầu tư|nâng cấp|công nhận|thu hút|tạo|cấp|phấn đấu|có|duy trì|nhân rộng|tuyển|cử)(?: mới| thêm| được| việc làm(?: mới)? cho)*$"
)


_COUNTED_ON = re.compile(r"[;,]$")  # "ít nhất 02 công trình; 04 phần việc"
_PADDED = re.compile(r"0\d$")


def _is_measured(before: str, after: str) -> bool:
    """True when a number without a unit still measures: bounded, a level, or a count of what is made or held."""
    if any(p.search(before) for _, p in COMPARATORS[:4]) or _LEVEL.search(before):
        return True
    return (
        (bool(_DEED.search(before)) or before.endswith(":"))
        and len(after) == 2
        and after[0] == " "
        and after[1].isalpha()
    )


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
            right = _cut(low, left, number, numbers[i + 1])
        stop = _FULL_STOP.search(low, number.end(), right)
        own = stop.start() + 1 if stop else right
        own = min([own, *(a for a, _ in nothing if number.end() <= a < own)])
        begin = left if inside else _sentence_start(low, left, number.start())
        clauses.append(Clause(begin, own, number, inside))
        if inside:  # the share goes on to the end of what it holds
            clauses[-2] = replace(clauses[-2], end=own)
        left, inside = right, held is not None
    return clauses


def boundary_before(low: str, at: int, start: int) -> int:
    """The last mark between clauses before `at`, behind it; `start` when there is none."""
    return max(start, *(low.rfind(mark, start, at) for mark in ";,."))


def _nests(low: str, number: re.Match[str], other: re.Match[str]) -> int | None:
    """Where the second number's bound begins when it is part of what the population of a share does
    ("100% xã mỗi quý có ít nhất 04 tin"); None when it stands for itself."""
    share = "%" in (number["unit"] or "") and "%" not in (other["unit"] or "")
    found = _NESTS.search(low[number.end() : other.start()]) if share else None
    return number.end() + found.start("bound") if found else None


def _sentence_start(low: str, left: int, number: int) -> int:
    """The beginning of the sentence in which the number stands, not before `left`."""
    stops = [m.end() for m in _STOP.finditer(low, left, number + 1)]
    return stops[-1] if stops else left


# What ends a clause right behind its number: "… đạt 75% trở lên, …".
_CLOSES = vn(
    r"(?:\s(?:trở lên|trở xuống))?(?:\s?/\s?năm|\s(?:mỗi|hàng|hằng) năm|\s(?:vào|đến|trong)\s[^;,.]{0,25}#)?\s?[,;]\s?"
)
_LEVELS = vn(
    r"(?:đạt|chiếm|là|còn|khoảng|dưới|trên|ít nhất|tối thiểu|mức|đến|từ|phấn đấu|có|và|đó|trong|năm)(?![^\W_])|[\d#%.,:;–-]"
)


def _cut(low: str, left: int, number: re.Match[str], other: re.Match[str]) -> int:
    """Where between two numbers the first one's clause ends.

    At the mark right behind the number where something is said before it; else at the last semicolon or full stop
    between the two, else at the last comma or "và".
    """
    first, last = number.end(), other.start()
    closes = _CLOSES.match(low, first, last)
    if closes and len(_LEVELS.sub(" ", low[left : number.start()]).split()) >= _SAID:
        return closes.end()
    hard = list(re.finditer(r";\s?|\.\s(?=\S)", low[first:last]))
    if hard:
        return first + hard[-1].end()
    opened = low.rfind("(", first, last)
    if opened > low.rfind(")", first, last):
        return opened
    soft = list(re.finditer(r",\s|\s(?=và\s|với (?:tổng|quy mô)\s|\()|\(", low[first:last]))
    return first + soft[-1].end() if soft else last


_SAID = 2  # words that name something before a number
