"""Due phrases → `Due`. A table of patterns, tried in order; what is found is never turned into an invented date.

Two ways of asking: `schedule(text)` reads a line that is nothing but a time ("Hoàn thành trong tháng 9/2025");
`own_due(text)` looks inside a directive for words that give it a time of its own, and leaves alone dates of cited
documents, terms of programmes ("toàn khóa và hằng năm") and directions of others ("theo sự chỉ đạo của …").
"""

# ruff: noqa: E501 -- a table of patterns is read row by row; broken rows hide what differs

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from dondoc.documents.parsing.patterns import vn
from dondoc.lib.due import Cadence, Due, DueKind
from dondoc.lib.periods import month_end

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_UNTIL = r"(?:(?:xong |hoàn thành |chậm nhất |gửi |nộp )*(?:trước|chậm nhất(?: là)?|đến(?: hết)?|muộn nhất|không quá)[\s:]{1,2}(?:hết |là )?)"
_DAY = r"(?:ngày\s)?(\d{1,2})\s?(?:[/.-]|\stháng\s)\s?(\d{1,2})\s?(?:[/.-]|\snăm\s)\s?(\d{4})"
_DAY_OPEN = r"(?:ngày\s)?(\d{1,2})\s?(?:[/.-]|\stháng\s)\s?(\d{1,2})(?:\s?(?:[/.-]|\snăm\s)\s?(\d{4}))?"
_DONE = r"(?:(?:cơ bản )?(?:hoàn thành|hoàn tất|thực hiện|triển khai|kết thúc|ban hành|xong)\s(?:xong\s)?)?"
_EVERY = r"(?:hàng|hằng|mỗi)"


@dataclass(frozen=True)
class DueMatch:
    """A due time found at `start:end` of the text, by the rule named."""

    due: Due
    start: int
    end: int
    rule: str


Builder = Callable[[re.Match[str], str], Due | None]


def _fixed(day: date, kind: DueKind, words: str) -> Due:
    return Due(kind, Cadence.ONCE, day, text=words)


def _by_day(m: re.Match[str], words: str) -> Due | None:
    day = _date(m[1], m[2], m[3])
    return _fixed(day, DueKind.DATE, words) if day else None


def _span_days(m: re.Match[str], words: str) -> Due | None:
    last = _date(m[4], m[5], m[6])
    first = _date(m[1], m[2], m[3] or m[6])
    return replace(_fixed(last, DueKind.DATE, words), start=first) if last else None


def _in_month(m: re.Match[str], words: str) -> Due | None:
    month, year = int(m[1]), int(m[2])
    return _fixed(month_end(year, month), DueKind.MONTH, words) if 1 <= month <= 12 and 1900 < year < 2200 else None


def _in_quarter(m: re.Match[str], words: str) -> Due | None:
    year = int(m[2])
    return _fixed(month_end(year, _ROMAN[m[1]] * 3), DueKind.QUARTER, words) if 1900 < year < 2200 else None


def _in_year(m: re.Match[str], words: str) -> Due | None:
    year = int(m[1])
    return _fixed(date(year, 12, 31), DueKind.YEAR, words) if 1900 < year < 2200 else None


def _in_half(m: re.Match[str], words: str) -> Due | None:
    year = int(m[2])
    last = date(year, 6, 30) if m[1] in ("đầu", "dầu", "đâu", "dau") else date(year, 12, 31)
    return _fixed(last, DueKind.DATE, words) if 1900 < year < 2200 else None


def _yearly_day(m: re.Match[str], words: str) -> Due:
    return Due(DueKind.RECURRING, Cadence.ANNUAL, day=_day_of(m[1]), text=words)


def _twice_a_year(m: re.Match[str], words: str) -> Due:
    return Due(DueKind.RECURRING, Cadence.SEMIANNUAL, day=_day_of(m[1]), text=words)


def _monthly_day(m: re.Match[str], words: str) -> Due:
    return Due(DueKind.RECURRING, Cadence.MONTHLY, day=_day_of(m[1]), text=words)


def _plain(kind: DueKind, cadence: Cadence | None) -> Builder:
    def build(_: re.Match[str], words: str) -> Due:
        return Due(kind, cadence, text=words)

    return build


_RHYTHM = {"tháng": Cadence.MONTHLY, "quý": Cadence.QUARTERLY, "quí": Cadence.QUARTERLY, "năm": Cadence.ANNUAL}


def _recurring(m: re.Match[str], words: str) -> Due:
    word = m[1]
    cadence = next((c for w, c in _RHYTHM.items() if w == word or vn(w).fullmatch(word)), Cadence.ANNUAL)
    return Due(DueKind.RECURRING, cadence, text=words)


# name, pattern, what it means. Earlier rows win where two match at one place.
TABLE: tuple[tuple[str, re.Pattern[str], Builder], ...] = (
    ("due.span_days", vn(rf"từ {_DAY_OPEN}\s?(?:đến|-|–)\s?(?:hết )?{_DAY}"), _span_days),
    ("due.twice_a_year", vn(rf"(?:định kỳ )?{_UNTIL}?(?:ngày )?(\d{{1,2}})/\d{{1,2}}(?: và|,) (?:(?:trước )?(?:ngày )?)\d{{1,2}}/\d{{1,2}} {_EVERY} năm"), _twice_a_year),
    ("due.yearly_day", vn(rf"(?:định kỳ )?{_UNTIL}?(?:ngày )?(\d{{1,2}})\s?(?:/|\stháng\s)\s?\d{{1,2}}\s?(?:của )?{_EVERY} năm"), _yearly_day),
    ("due.monthly_day", vn(rf"(?:định kỳ )?{_UNTIL}?(?:ngày |mùng )(\d{{1,2}})(?: (?:của )?{_EVERY} tháng)"), _monthly_day),
    ("due.half_and_year", vn(rf"(?:6|06|sáu) tháng (?:đầu năm )?\(?{_UNTIL}?(?:ngày )?(\d{{1,2}})/\d{{1,2}}\)?(?! ?/)[^.;]{{0,25}}?\bnăm \(?{_UNTIL}?(?:ngày )?\d{{1,2}}/\d{{1,2}}(?:/\d{{4}})?"), _twice_a_year),
    ("due.half_or_year", vn(rf"{_UNTIL}?(?:ngày )?(\d{{1,2}})/\d{{1,2}} (?:đối với|với) (?:báo cáo )?(?:6|06|sáu) tháng[^.;]{{0,25}}?\d{{1,2}}/\d{{1,2}}"), _twice_a_year),
    ("due.day", vn(rf"{_DONE}{_UNTIL}{_DAY}"), _by_day),
    ("due.day", vn(rf"(?:thời gian|thời hạn|hạn|tiến độ)[^:.;,]{{0,25}}:\s(?:{_UNTIL})?{_DAY}"), _by_day),
    ("due.day", vn(rf"\((?:xong |hoàn thành |ngày )*{_DAY}\)(?=\W*$)"), _by_day),
    ("due.day", vn(rf"{_DONE}(?:vào |trong )?ngày (\d{{1,2}})\s?(?:[/.-]|\stháng\s)\s?(\d{{1,2}})\s?(?:[/.-]|\snăm\s)\s?(\d{{4}})"), _by_day),
    ("due.years_on", vn(r"(?:từ |trong )?(?:năm |giai đoạn )?\d{4} và (?:các|những) năm (?:tiếp theo|sau|kế tiếp)"), _plain(DueKind.ONGOING, Cadence.CONTINUOUS)),
    ("due.month", vn(rf"{_DONE}(?:trong |trước |đến (?:hết )?|hết |vào )?tháng (\d{{1,2}})\s?(?:[/.-]|\snăm\s)\s?(\d{{4}})"), _in_month),
    ("due.month", vn(rf"{_DONE}(?:trong |trước |đến (?:hết )?|hết |vào )?tháng \d{{1,2}}(?:,| và| -|-| –|–| đến)\s?(?:tháng )?(\d{{1,2}})\s?(?:[/.-]|\snăm\s)\s?(\d{{4}})"), _in_month),
    ("due.yearly_quarter", vn(rf"qu[ýíy] (?:i{{1,3}}|iv|[1-4]),? (?:của )?{_EVERY} năm"), _plain(DueKind.RECURRING, Cadence.ANNUAL)),
    ("due.quarter", vn(rf"{_DONE}(?:trong |trước |đến (?:hết )?|hết |vào )?qu[ýíyi] (i{{1,3}}|iv|[1-4])\s?(?:[/.-]|\s?,?\snăm\s)\s?(\d{{4}})"), _in_quarter),
    ("due.quarter", vn(rf"{_DONE}(?:trong |trước |đến (?:hết )?|hết |vào )?qu[ýíyi] (?:(?:i{{1,3}}|iv|[1-4])(?:,| và| -|-|,? quý)\s?)+(i{{1,3}}|iv|[1-4])\s?(?:[/.-]|\s?,?\snăm\s)\s?(\d{{4}})"), _in_quarter),
    ("due.half", vn(rf"{_DONE}(?:trong )?(?:6|06|sáu) tháng (đầu|cuối) năm (\d{{4}})"), _in_half),
    ("due.start_of_year", vn(r"(?:ngay )?(?:từ )?đầu (?:hàng |hằng |mỗi |các )?năm(?! \d)"), _plain(DueKind.START_OF_YEAR, Cadence.ANNUAL)),
    ("due.year", vn(rf"{_DONE}(?:trong|hết|trước|đến(?: hết| cuối)?|cuối|vào) năm (\d{{4}})(?!\s?[-–]\s?\d)"), _in_year),
    ("due.semiannual", vn(rf"(?:(?:định kỳ )?{_EVERY} )?(?:6|06|sáu) tháng(?: một lần|/lần|,? (?:và )?(?:một )?năm| {_EVERY})|định kỳ (?:6|06|sáu) tháng|nửa năm một lần"), _plain(DueKind.RECURRING, Cadence.SEMIANNUAL)),
    ("due.recurring", vn(rf"(?:định kỳ )?{_EVERY} (tháng|quý|quí|năm)\b"), _recurring),
    ("due.recurring", vn(r"định kỳ (?:theo )?(tháng|quý|quí|năm)\b"), _recurring),
    ("due.ongoing", vn(r"(?:thực hiện |triển khai )?(?:thường xuyên|liên tục|suốt nhiệm kỳ|trong (?:cả |suốt )?nhiệm kỳ)"), _plain(DueKind.ONGOING, Cadence.CONTINUOUS)),
    ("due.working_days", vn(r"(?:trong (?:vòng|thời hạn|thời gian) |chậm nhất (?:là )?|sau )?\d{1,3} (?:ngày(?: làm việc)?|giờ|tháng|tuần)?,? (?:kể từ|sau|từ) (?:khi|ngày|thời điểm|lúc) [^.;:)]{3,120}"), _plain(DueKind.AFTER_EVENT, Cadence.ONCE)),
    ("due.working_days", vn(r"trong (?:vòng|thời hạn) \d{1,3} (?:ngày(?: làm việc)?|giờ|tuần)(?! đầu)"), _plain(DueKind.AFTER_EVENT, Cadence.ONCE)),
    ("due.after_event", vn(r"(?:ngay )?sau khi [^.;:)]{4,120}"), _plain(DueKind.AFTER_EVENT, Cadence.ONCE)),
    ("due.periodic", vn(r"(?:theo )?định kỳ"), _plain(DueKind.RECURRING, Cadence.AS_DIRECTED)),
    ("due.as_directed", vn(r"(?:thực hiện )?theo (?:sự )?(?:chỉ đạo|hướng dẫn|yêu cầu|phân công|kế hoạch|lịch|tiến độ|chương trình|quy định)\b"), _plain(DueKind.AS_DIRECTED, Cadence.AS_DIRECTED)),
    ("due.on_demand", vn(r"(?:khi có yêu cầu|đột xuất|theo chuyên đề)"), _plain(DueKind.AS_DIRECTED, Cadence.AS_DIRECTED)),
)  # fmt: skip

_DIGIT = re.compile(r"\d")
_WITH_DIGITS = {
    "due.span_days", "due.twice_a_year", "due.yearly_day", "due.monthly_day", "due.day", "due.years_on", "due.month", "due.half", "due.year", "due.half_and_year", "due.half_or_year", "due.working_days",
}  # fmt: skip

# Only in a line or cell that is nothing but a time.
_BARE: tuple[tuple[str, re.Pattern[str], Builder], ...] = (
    ("due.bare_day", vn(rf"{_DAY}"), _by_day),
    ("due.bare_years", vn(r"(?:giai đoạn |năm )?\d{4}\s?[-–]\s?(?:năm )?(\d{4})"), _in_year),
    ("due.bare_month", vn(r"(?:t|tháng )?(\d{1,2})\s?[/.-]\s?(\d{4})"), _in_month),
    ("due.bare_year", vn(r"(?:năm )?(\d{4})"), _in_year),
)

# What a row of the table may not do inside a directive, where the same words mostly say something else.
_NOT_INSIDE = {"due.as_directed", "due.on_demand", "due.ongoing", "due.after_event", "due.years_on"}
_TERM_OF_PROGRAMME = vn(
    r"(?:toàn khóa|nhiệm kỳ|từng|kế hoạch công tác|chương trình công tác)(?: \d{4}\s?[-–]\s?\d{4})?\s?(?:,|và|, và)?[^.;]{0,20}$"
)
_FREE = vn(r"(?:^|[.;,:(]\s?|\b(?:thực hiện|và|được|phải|để|luôn)\s)$")
_STANDS_APART = vn(r"[;,(:–-]\s?$")
_REPORTING = vn(r"\b(?:báo cáo|gửi|tổng hợp|sơ kết|tổng kết|xong|hoàn thành)\b")
# "đến năm 2030" is a horizon; "trong", "hết", "trước" bind.
_BOUND = vn(r"(?:trong|hết|trước|cuối|hoàn thành|hoàn tất)")
_SUMS_UP = vn(r"\b(?:sơ kết|tổng kết)[^.;,]{0,30}$")
_BEGINS = vn(r"\b(?:từ|kể từ)\s$")  # a beginning is no end
_GOAL_YEAR = vn(
    r"(?:định hướng|tầm nhìn|mục tiêu|giai đoạn|chiến lược|chương trình|kế hoạch|nghị quyết|đề án|dự toán)[^.;,]{0,25}$"
)


@lru_cache(maxsize=2048)
def find_all(low: str) -> tuple[DueMatch, ...]:
    """Every due phrase in `low` (lower-case text), left to right, without overlaps; earlier rows of the table win."""
    taken: list[DueMatch] = []
    digits = bool(_DIGIT.search(low))
    for rule, pattern, build in TABLE:
        if not digits and rule in _WITH_DIGITS:
            continue
        for m in pattern.finditer(low):
            if any(m.start() < t.end and t.start < m.end() for t in taken):
                continue
            due = build(m, m[0].strip())
            if due:
                taken.append(DueMatch(due, m.start(), m.end(), rule))
    return tuple(sorted(taken, key=lambda t: t.start))


def schedule(text: str, low: str) -> DueMatch | None:
    """The due time that a schedule line or a table cell gives, None when it gives none. The strictest phrase wins."""
    found = list(find_all(low)) or [
        DueMatch(due, m.start(), m.end(), rule)
        for rule, pattern, build in _BARE
        if (m := pattern.fullmatch(low.strip())) and (due := build(m, low.strip()))
    ]
    if not found:
        return None
    best = min(found[:6], key=_strictness)
    if best.due.kind is DueKind.AS_DIRECTED and any(f.due.cadence is Cadence.CONTINUOUS for f in found):
        best = next(f for f in found if f.due.cadence is Cadence.CONTINUOUS)
    elif best.due.kind is DueKind.AS_DIRECTED and (often := [f for f in found if f.due.kind is DueKind.RECURRING]):
        best = replace(best, due=replace(best.due, cadence=often[0].due.cadence))
    return DueMatch(replace(best.due, text=text.strip(" .;")), best.start, best.end, best.rule)


_ORDER = (
    DueKind.DATE, DueKind.MONTH, DueKind.QUARTER, DueKind.START_OF_YEAR, DueKind.AS_DIRECTED, DueKind.ONGOING,
    DueKind.RECURRING, DueKind.YEAR, DueKind.AFTER_EVENT, DueKind.UNDATED,
)  # fmt: skip


def _strictness(match: DueMatch) -> int:
    return _ORDER.index(match.due.kind)


def own_due(low: str) -> DueMatch | None:
    """The time that a directive gives itself; a fixed day before a rhythm, None when it is silent."""
    found = [m for m in find_all(low) if _governs(m, low)]
    if not found:
        return None
    fixed = [m for m in found if m.due.on is not None]
    return (fixed or found)[0]


def _governs(match: DueMatch, low: str) -> bool:
    """True when a phrase inside a directive says when it is to be done."""
    before = low[max(0, match.start - 70) : match.start]
    kind = match.due.kind
    if match.rule == "due.after_event":
        return bool(_REPORTING.search(before))
    if match.rule == "due.ongoing" and _STANDS_APART.search(before) and not low[match.end :].strip(" .;)"):
        return True
    if match.rule in _NOT_INSIDE:
        return False
    if match.rule == "due.periodic":
        return bool(_REPORTING.search(low[max(0, match.start - 60) : match.end + 40]))
    if kind in (DueKind.MONTH, DueKind.QUARTER, DueKind.YEAR) and _BEGINS.search(before):
        return False
    if kind is DueKind.YEAR:
        bound = _BOUND.search(match.due.text) or _SUMS_UP.search(before)
        return bool(bound) and not _GOAL_YEAR.search(before)
    if kind is DueKind.RECURRING:
        return not _TERM_OF_PROGRAMME.search(before)
    return True


_ONE_DAY_ONLY = vn(
    rf"{_DONE}{_UNTIL}(?:ngày )?(\d{{1,2}})\s?(?:/|\stháng\s)\s?(\d{{1,2}})(?!\s?[/.-]?\s?\d|\s?(?:{_EVERY}|của {_EVERY}|các năm|và\b|,? năm\b))"
)
_DAYS_ONLY = vn(r"từ ngày (\d{1,2})\s?/\s?(\d{1,2})\s?(?:đến|-|–)\s?(?:hết )?ngày (\d{1,2})\s?/\s?(\d{1,2})(?!\s?/|\d)")


def days_without_year(low: str, year: int | None, *, of_one_year: bool = False) -> DueMatch | None:
    """ "từ ngày 15/11 đến ngày 15/12", in a plan of one year also "trước 20/5"; None without a year."""
    if not year:
        return None
    m = _DAYS_ONLY.search(low)
    if not m:
        return _one_day(low, year) if of_one_year else None
    first, last = _date(m[1], m[2], str(year)), _date(m[3], m[4], str(year))
    if not first or not last or last < first:
        return None
    return DueMatch(
        Due(DueKind.DATE, Cadence.ONCE, last, first, text=m[0]), m.start(), m.end(), "due.days_without_year"
    )


def _one_day(low: str, year: int) -> DueMatch | None:
    m = _ONE_DAY_ONLY.search(low)
    day = _date(m[1], m[2], str(year)) if m else None
    if not m or not day:
        return None
    return DueMatch(Due(DueKind.DATE, Cadence.ONCE, day, text=m[0]), m.start(), m.end(), "due.days_without_year")


def _date(day: str, month: str, year: str | None) -> date | None:
    try:
        return date(int(year or 0), int(month), int(day))
    except ValueError:
        return None


def _day_of(digits: str) -> int | None:
    day = int(digits)
    return day if 1 <= day <= 31 else None
