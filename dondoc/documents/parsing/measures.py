"""What a target says, measured: comparator, number, unit, over whom, what they do, in which period.

A sentence is cut into clauses, one per number. Numbers in citations, dates, years, names in quotation marks and
ordinals are no measures. Three shapes carry nearly everything:
  "100% POPULATION do PREDICATE" · "share of POPULATION that PREDICATE reaches 90%" · "DO at least 5 UNIT of THING".
Where no number stands there may still be a grade ("hoàn thành tốt nhiệm vụ trở lên") or a quota set elsewhere.
"""

# ruff: noqa: E501 -- a table of patterns is read row by row; broken rows hide what differs

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from dondoc.documents.parsing.blocks import Words
from dondoc.documents.parsing.citations import masked, shorten, symbol_places
from dondoc.documents.parsing.draft import CitationDraft, MeasureDraft
from dondoc.documents.parsing.patterns import vn
from dondoc.lib.numbers import parse_number

_N = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?"
_WORD_NUMBERS = {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10}

# What is not a measure, whatever number stands in it.
_MASKS: tuple[re.Pattern[str], ...] = (
    re.compile(r"[“\"«][^”\"»]{0,80}[”\"»]"),
    vn(r"(?:giai đoạn|nhiệm kỳ|thời kỳ|từ năm|các năm|niên khóa|năm học)\s\d{4}(?:\s?[-–]\s?(?:năm )?\d{2,4}| (?:đến|và) (?:năm )?\d{4})?"),
    vn(r"(?:ngày \d{1,2}(?:\s?[/.-]\s?\d{1,2}(?:\s?[/.-]\s?\d{4})?| tháng \d{1,2}(?: năm \d{4})?)?)"),
    vn(r"(?:tháng \d{1,2}(?:\s?[/.-]\s?\d{4}| năm \d{4})?)"),
    vn(r"(?:năm|đến|tới|vào|hết|cuối|đầu|trước)\s(?:năm )?(?:19|20|21)\d{2}(?!\d|[.,]\d)(?:\s?[-–]\s?(?:19|20|21)\d{2})?"),
    vn(r"\b(?:19|20)\d{2}\s?[-–]\s?(?:19|20)\d{2}\b"),
    vn(r"qu[ýí] (?:i{1,3}v?|iv|[1-4])(?:\s?/\s?\d{4})?"),
    vn(r"(?:chỉ tiêu|mục tiêu|phụ lục|điều|khoản|điểm|mục|số|thứ|lần thứ|đề án|loại|cấp độ|mức độ|bước|nhóm|hạng|bảng|biểu|mẫu|giai đoạn|khóa|quy định|cách mạng công nghiệp|mô hình)\s(?:lần thứ )?\d+(?:\.\d+)*(?![\d,.]*\s?%)"),
    vn(r"(?:gồm|có)\s\d{1,3}\s(?:chỉ tiêu|mục tiêu|nhiệm vụ|nội dung|phần)"),
    re.compile(r"\(\d{1,2}\)|\(\s?\d+\s?/\s?\d+[^)]*\)"),
    re.compile(r"\b\d+[gk]\b(?!\w)|\b[a-z]+\d+\b|\b\d+/7\b|\b\d/\d[a-z]\b|\b\d[a-z]/\d[a-z]\b|\bcông nghiệp \d\.\d"),
    vn(r"(?:trong|qua|ở|tại|với|cho|của|là) \d{1,2} (?:hình thức|nội dung|nhóm|tiêu chí|lĩnh vực|khâu|bước|trụ cột)"),
    vn(r"\b\d{1,2} (?:hình thức|rõ|tốt|không|nhất|trụ cột|con số)\b"),
)  # fmt: skip

_COMPARE: tuple[tuple[str, str], ...] = (
    (">=", r"ít nhất(?: là)?|tối thiểu(?: là)?|không (?:dưới|thấp hơn|ít hơn)|từ|≥|>=|lớn hơn hoặc bằng"),
    ("<=", r"không quá|không vượt quá|tối đa(?: là)?|không (?:trên|cao hơn)|nhiều nhất|≤|<=|còn tối đa"),
    (">", r"trên|hơn|vượt|cao hơn|>|lớn hơn"),
    ("<", r"(?:xuống )?dưới|thấp hơn|ít hơn|chưa đến|<|nhỏ hơn"),
    ("=", r"đạt|bằng|là|còn|ở mức|lên|xuống(?: còn)?|tăng|giảm|có|mức|đảm bảo|bảo đảm|:|="),
)  # fmt: skip
_COMPARATORS = tuple((sign, vn(rf"(?:{words})$")) for sign, words in _COMPARE)
_APPROX = vn(r"(?:khoảng|ước|xấp xỉ|gần)$")
_SCALE = r"(?:nghìn|ngàn|triệu|tỷ|tỉ|trăm|vạn)(?: (?:tỷ|tỉ|triệu))?"
_UNIT_WORDS = (
    r"đồng|usd|đô la(?: mỹ)?|lượt(?: khách)?|ha|hecta|km2|km|m2|m3|m|tấn|kwh|mw|gw|tạ|kg|lít|lần|điểm(?: phần trăm)?|bậc|trạm|hộ(?: dân| gia đình)?|người|đảng viên|"
    r"doanh nghiệp|mô hình|dự án|công trình|căn|cơ sở(?: [^\W\d]+){0,2}|xã|phường|thôn|bản|khu(?: công nghiệp)?|cụm(?: công nghiệp)?|sản phẩm|lớp|cuộc|hội nghị|tin|bài|trẻ|ca|giường|bác sĩ|máy|tỉnh|huyện|đơn vị|chi bộ|đảng bộ|tổ chức|nhiệm vụ|đề tài|sáng kiến|hợp tác xã|htx|tuyến|cây|con|đề án|kế hoạch|chương trình|nghị quyết|việc làm|lao động|cán bộ|học viên|học sinh|trường|phòng|bệnh viện|chợ|cầu|nhà|suất|buổi|kỳ|vụ|tiêu chí|chỉ số|giờ|phút|ngày|tháng|năm|nhà văn hóa|khách|tập thể|cá nhân|văn bản|báo cáo|mét|thuê bao|hồ sơ|thủ tục|dịch vụ|nền tảng|tổ|đội|câu lạc bộ|thôn, bản|ki-lô-mét|bộ"
)
_STOPS = r"(?:xuống|lên|vào|đến|năm|còn|trong|và)(?![^\W_])"
_NUMBER = vn(
    rf"(?P<n>(?<![\w,.#·/-])(?:{_N}|(?<=ít nhất )(?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)(?= (?!trong))))"
    rf"(?:\s?(?P<pc1>%)?\s?(?:[-–]|đến|tới)\s?(?P<n2>{_N})(?![\d/]))?"
    rf"(?P<unit>\s?%(?:\s?gdp)?|\s?/\s?(?:{_N})(?:\s[^\W\d]+){{0,4}}|\s{_SCALE}\s(?:{_UNIT_WORDS})(?!\w)|\s{_SCALE}(?!\w)|(?:\s(?!{_STOPS})[^\W\d]+){{1,4}}\s?/\s?(?:{_N})(?:\s(?!{_STOPS})[^\W\d]+){{0,4}}|\s?(?:{_UNIT_WORDS})(?!\w))?"
)
_MORE = vn(r"\s?(?:trở lên|trở xuống)")
_DOWN = vn(r"xuống")
_PER_YEAR = vn(r"\s?(?:/\s?|mỗi |một |hàng |hằng |bình quân )năm")
_LEAD_IN = vn(
    r"(?:(?:phấn đấu|phần đấu|phấn đầu|bảo đảm|đảm bảo|mục tiêu|chỉ tiêu|duy trì|tập trung|tiếp tục|và|có|đạt|để|trong đó|hằng năm|hàng năm|mỗi năm|"
    r"(?:đến|trong|từ|vào|hết|đến hết|đến cuối)?\s?(?:hết )?(?:cuối )?năm \d{4}(?:\s?trở đi)?|ít nhất|tối thiểu|khoảng|trên|dưới|không quá|[,:;-])(?![^\W_])\s?,?\s?)*"
)
_SHARE = vn(r"(?:(?:tăng|giảm|nâng|duy trì|phấn đấu|đưa)\s)?(?:tỷ|tỉ) (?:lệ|trọng|suất|số)\s")
_PERIODS: tuple[re.Pattern[str], ...] = (
    vn(r"toàn khóa(?: và (?:hàng|hằng) năm)?"),
    vn(r"/\s?năm\b|\b(?:hàng|hằng|mỗi) năm|(?:ngay )?(?:từ )?đầu năm|bình quân năm"),
    vn(r"(?:đến |từ |trong |vào |đến hết |hết |đến cuối |cuối )?(?:hết |cuối )?năm \d{4}(?: trở đi)?"),
    vn(r"nhiệm kỳ \d{4}\s?[-–]\s?\d{4}"),
    vn(r"giai đoạn \d{4}\s?[-–]\s?\d{4}"),
    vn(r"đến \d{4}"),
    vn(r"(?:mỗi|hàng|hằng) (?:tháng|quý)|qu[ýí] (?:i{1,3}|iv) (?:năm )?/?\d{4}"),
)  # fmt: skip

# Verbs that open what a population does. The first that stands outside a description of the population counts.
_DOES = vn(
    r"(?<![^\W_])(?:tiếp tục|hoàn thành|xây dựng|triển khai|tiến hành|thực hiện|lãnh đạo|hàng năm|hằng năm|đăng ký|cam kết|đạt|có(?! sở| quan| cấu| chế| hội)|được|sơ kết|tổng kết|ban hành|(?<!các )(?<!những )tổ chức(?! đảng| cơ sở| chính| xã hội| đoàn| kinh tế| hành chính| quần chúng|,)|"
    r"tham gia|ứng dụng|sử dụng|hài lòng|thành lập|bố trí|duy trì|mỗi quý|mỗi năm|mỗi tháng|không|đảm bảo|bảo đảm|vi phạm|tiếp cận|che phủ|kết nối|xử lý|số hóa|giải quyết|cung cấp|chuyển đổi|áp dụng|cập nhật|giữ vững|luôn|phải|đều|làm(?= công| việc)|quán triệt|học tập|kết nạp|tự phê bình|phủ|tốt nghiệp|trúng tuyển|bị|thuộc(?= diện| nhóm)|sinh(?= ở| con)|tử vong|tăng|giảm|hoạt động(?! (?:trên|của))|bỏ học|nộp|giao dịch|thanh toán)(?![^\W_])"
)
_DESCRIBED = vn(
    r"(?:người|số|hộ|nạn nhân|trẻ em|phụ nữ|cơ quan|đơn vị|tổ chức|doanh nghiệp|văn bản|nhiệm vụ|hồ sơ|cán bộ|đảng viên|vụ việc|học sinh|sinh viên|gia đình|dân|thôn|cơ sở|lao động|trở về|nữ)\s$"
)
_TAIL = vn(r"\s?,\s(?:góp phần|trong đó|nhằm|qua đó|từng bước|làm cơ sở|tạo)\b")
_TAIL_LOOSE = vn(r"\s(?:trong đó tập trung|trong đó,? ưu tiên|góp phần|nhằm|qua đó)\b")
_NONE_OF = vn(
    r"(?:^|[,;]\s?|và )không (?:có|để(?: xảy ra)?) (?P<pop>[^;.]{3,80}?) (?P<pred>(?:không|bị|vi phạm|trái|còn|vượt|thuộc)\s[^;.,]{3,120})"
)
_GRADE = vn(
    r"(?P<pop>[^;.]{3,120}?) (?P<adv>luôn |phải |đều |đạt )?(?P<grade>hoàn thành(?: xuất sắc| tốt)?(?: nhiệm vụ)?|trung bình|khá|tốt|tiên tiến) trở lên"
)
_QUOTA = vn(
    r"(?P<verb>kết nạp|tiếp nhận|cử|phát triển|tuyển|bồi dưỡng|hoàn thành)\s(?P<pop>[^;.,]{3,60}?)\s(?P<quota>(?:theo|đạt|bằng|hoàn thành) chỉ tiêu [^;.]{0,60}(?:phân bổ|giao|phân công|đề ra))"
)
_EXEMPT = vn(r"(?<![^\W_])(?:trường hợp|trừ|thấp dưới|đối với một số|có thể điều chỉnh)(?![^\W_])")


@dataclass(frozen=True)
class Clause:
    """A piece of a target that holds one number: [start, end) of the words, with the number's match."""

    start: int
    end: int
    number: re.Match[str]
    nested: bool = False  # inside what the population of the clause before it does


def mask(words: Words, start: int = 0) -> str:
    """The lower-case words with everything blotted out whose numbers are no measures."""
    low = masked(words.low, [(a, b) for a, b in symbol_places(words) if a >= start])
    for pattern in _MASKS:
        low = pattern.sub(lambda m: re.sub(r"\d", "#", m[0]), low)
    return low


def read_measures(
    words: Words, start: int, end: int, *, period: str | None, citations: Sequence[CitationDraft]
) -> tuple[MeasureDraft, ...]:
    """The measures stated in `words[start:end]`, in order. period: inherited from a heading, None if none."""
    low = mask(words, start)
    nothing = list(_NONE_OF.finditer(low, start, end))
    numbers = [m for m in _NUMBER.finditer(low, start, end) if _counts(m, low, start)]
    numbers = [m for i, m in enumerate(numbers) if not _is_baseline(low, numbers, i)]
    found: list[MeasureDraft] = []
    previous: MeasureDraft | None = None
    for clause in _clauses(low, numbers, start, end, [(m.start(), m.end()) for m in nothing]):
        measure = _read_clause(words, low, clause, period, citations, previous)
        if measure is None:
            continue
        found.append(measure)
        if not measure.part_of:
            previous = measure
    found += _without_number(words, low, start, end, period)
    found.sort(key=lambda m: m.span)
    return tuple(_with_alternatives(found, low[start:end]))


_CELL = vn(
    rf"(?P<sign>≥|>=|≤|<=|>|<|=|trên|dưới|ít nhất|tối thiểu|tối đa|không quá|từ|đạt)?\s?(?P<n>{_N})(?:\s?[-–]\s?(?P<n2>{_N}))?\s?(?P<unit>%)?\s?(?P<more>trở lên)?"
)


def cell_measure(
    words: Words, name: tuple[int, int], cell: tuple[int, int], unit: str, title: str
) -> MeasureDraft | None:
    """The figure in a cell of a target table as a measure of the target named at `name`; None if it holds no figure.

    unit: what the column of units says; title: the head of the figure's column, which names the period.
    """
    m = _CELL.match(words.low, *cell)
    if not m or m.end() < cell[1] - 2:
        return None
    sign = next((s for s, p in _COMPARATORS if m["sign"] and p.search(m["sign"])), "=")
    value: Decimal | tuple[Decimal, Decimal] = _value(m["n"])
    if m["n2"] and isinstance(value, Decimal):
        value, sign = (value, _value(m["n2"])), "range"
    start = share.end() if (share := _SHARE.match(words.low, *name)) else name[0]
    population, predicate = (
        _share(words, words.low, start, name[1], None) if share else _split(words, words.low, start, name[1])
    )
    return MeasureDraft(
        comparator=">=" if m["more"] else sign,
        value=value,
        unit=m["unit"] or unit or None,
        population=population,
        predicate=predicate,
        period=_period(title.lower(), title),
        span=words.span(*cell),
        rule="measure.cell",
        confidence=0.9,
    )


def _counts(m: re.Match[str], low: str, start: int) -> bool:
    """False for numbers that measure nothing: no unit and no comparator, exemptions, list marks."""
    before = low[max(start, m.start() - 40) : m.start()].rstrip()
    if m["unit"] is None and not m["n2"] and not any(p.search(before) for _, p in _COMPARATORS[:4]):
        return False
    return not (_EXEMPT.search(low[max(start, m.start() - 60) : m.start()]) and "%" in (m["unit"] or ""))


_NESTS = vn(r"^[^;.]*?[^\s;.,]+\s[^\s;.,]+\s[^\s;.,]+\s(?:có )?(?P<bound>ít nhất|tối thiểu)\s$")
_BASELINE = vn(r"từ\s(?P<from>" + _N + r")[^;]{0,60}?\s(?:xuống|lên|đến|tới)(?: còn| mức)?\s$")


def _is_baseline(low: str, numbers: list[re.Match[str]], at: int) -> bool:
    """True for the first number of "từ 23 … xuống 18": where the measure starts from."""
    if at + 1 >= len(numbers):
        return False
    found = _BASELINE.search(low, max(0, numbers[at].start() - 6), numbers[at + 1].start())
    return found is not None and found.start("from") == numbers[at].start()


def _clauses(
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


_FULL_STOP = re.compile(r"\.\s(?=\S)")


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


def _read_clause(
    words: Words,
    low: str,
    clause: Clause,
    period: str | None,
    citations: Sequence[CitationDraft],
    previous: MeasureDraft | None,
) -> MeasureDraft | None:
    """One clause as a measure; None when its number turns out to be part of something else."""
    m = clause.number
    head, tail = low[clause.start : m.start()], low[m.end() : clause.end]
    value: Decimal | tuple[Decimal, Decimal] = _value(m["n"])
    comparator, approx, cut = _comparator(head)
    if more := _MORE.match(tail):
        comparator = "<=" if _DOWN.search(more[0]) else ">="
        tail = tail[more.end() :]
    if m["n2"]:
        second = _value(m["n2"])
        if isinstance(value, Decimal) and second > value:
            value, comparator_alt = (value, second), comparator
            alt = (">=", value[0]) if comparator_alt == ">=" else (None, None)
            comparator = "range"
        else:
            alt = (None, None)
    else:
        alt = (None, None)
    baseline = None
    if base := _BASELINE.search(head):
        baseline = _value(base["from"])
        cut = min(cut, base.start())
    per_year = bool(_PER_YEAR.match(tail))
    if per_year and (end := _PER_YEAR.match(tail)):
        tail = tail[end.end() :]
    if per_year and (more := _MORE.match(tail)):
        comparator = "<=" if _DOWN.search(more[0]) else ">="
        tail = tail[more.end() :]
    tail_at = clause.end - len(tail)
    population, predicate, rule = _who_and_what(words, low, clause, cut, tail_at, m, previous)
    part_of = owner = None
    if clause.nested and previous is not None:
        population, predicate, rule = previous.population, previous.predicate, "measure.nested"
    elif previous is not None and (owner := _owner(words, low, m.start(), previous)):
        population, predicate, rule = previous.population, previous.predicate, "measure.part"
        part_of = previous.value if isinstance(previous.value, Decimal) else None
    unit = _unit(m, words)
    own = _period(words.low[clause.start : clause.end], words.text[clause.start : clause.end])
    if per_year:
        own = "năm"
    return MeasureDraft(
        comparator=comparator,
        value=value,
        unit=unit,
        population=population,
        predicate=shorten(predicate, citations),
        period=own or period,
        span=words.span(clause.start, clause.end),
        rule=rule,
        confidence=0.9 if population and predicate else 0.6,
        alt_comparator=alt[0],
        alt_value=alt[1],
        baseline=baseline,
        part_of=part_of,
        owner=owner,
        direction=_direction(head),
        approx=approx,
        compound=";" in predicate,
        nested=clause.nested,
    )


_BREAKDOWN = vn(r"\((?:trong đó|gồm|bao gồm)\s?:?[^)]*$")
_OF_WHOM = re.compile(r"(?:^|[,;:(])\s*([^,;:()]{2,60}?)\s?:?\s?$")


def _owner(words: Words, low: str, at: int, previous: MeasureDraft) -> str | None:
    """Whose part a number is in a bracket that breaks the measure before it down ("(Trong đó: VNPT: 25 trạm")."""
    if not _BREAKDOWN.search(low, max(0, at - 300), at):
        return None
    whose = _OF_WHOM.search(words.text[max(0, at - 80) : at])
    return whose[1].strip() if whose else None


def _value(digits: str) -> Decimal:
    for word, number in _WORD_NUMBERS.items():
        if digits == word or vn(word).fullmatch(digits):
            return Decimal(number)
    return parse_number(digits)


def _comparator(head: str) -> tuple[str, bool, int]:
    """(sign, approximate, where the words of the comparator begin) read backwards from the number."""
    approx = False
    sign: str | None = None
    left = head.rstrip()
    while True:
        if m := _APPROX.search(left):
            approx, left = True, left[: m.start()].rstrip()
            continue
        for name, pattern in _COMPARATORS:
            m = pattern.search(left)
            if m and (m.start() == 0 or not left[m.start() - 1].isalnum()):
                sign = name if sign in (None, "=") or (name != "=" and sign == "=") else sign
                left = left[: m.start()].rstrip()
                break
        else:
            break
    if sign in (None, "="):
        far = _FAR.search(head)
        if far:
            sign = ">=" if vn(r"ít nhất|tối thiểu").search(far[0]) else "<="
    return sign or "=", approx, len(left)


_FAR = vn(r"(?:ít nhất|tối thiểu|tối đa|không quá)(?=\s(?:vào|đến|trong|từ)\s[^,;]{0,30}$)")


def _direction(head: str) -> str | None:
    if vn(r"(?:^|\s)(?:giảm|xuống)\s").search(head + " "):
        return "decrease"
    if vn(r"^(?:\W*)(?:phấn đấu )?(?:tăng|nâng)\s").search(head):
        return "increase"
    return None


def _who_and_what(
    words: Words, low: str, clause: Clause, cut: int, tail_at: int, m: re.Match[str], previous: MeasureDraft | None
) -> tuple[str, str, str]:
    """(population, predicate, name of the shape) of one clause. `cut`: where the comparator begins in its head."""
    lead = _LEAD_IN.match(words.low, clause.start, clause.start + cut)
    head_start = lead.end() if lead else clause.start
    head_end = clause.start + cut
    head = low[head_start:head_end].strip(" ,:;.")
    tail = low[tail_at : clause.end].strip(" ,:;.()")
    tail = _without_time(tail).strip(" ,")
    if share := _SHARE.match(low, head_start, max(head_start, m.start())):
        return *_share(words, low, share.end(), head_end, previous), "measure.share"
    if size := _SIZE.match(low, head_start, head_end):
        return *_of_size(words, low, size, head_end), "measure.size"
    if "%" in (m["unit"] or "") and tail and len(head) < 12:
        population, predicate = _split(words, low, tail_at, clause.end)
        if previous is not None and not predicate and _DOES.match(tail):
            population, predicate = previous.population, population
        return population, predicate, "measure.percent_of"
    if head and (not tail or "%" in (m["unit"] or "")) and len(head) >= 12:
        if tail and _COVERED.match(words.text[tail_at : clause.end]) and not _NOT_COVERED.match(tail):
            covered = _before_tail(_trim(_without_time(words.text[tail_at : clause.end])))
            return covered, _trim(words.text[head_start:head_end]), "measure.covers"
        population, predicate = _split(words, low, head_start, head_end)
        if not predicate:
            population, predicate = _made(population)
        return population, predicate, "measure.reaches"
    text = words.text
    thing = _without_time(_trim(text[m.end("unit") if m["unit"] else tail_at : clause.end]))
    unit = _unit(m, words) or ""
    what = _trim(text[head_start:head_end])
    if m["unit"] and m["unit"].strip() and unit not in ("%", "ha", "USD") and not unit.startswith("/"):
        thing = f"{unit} {thing}".strip()
    thing = _PER.sub("", _BRACKET.sub("", _before_tail(thing)).strip(" ,;"))
    if each := _EACH.match(what.lower()):
        who, does = what[each.end() :], ""
        if verb := _DOES.search(who.lower()):
            who, does = who[: verb.start()], who[verb.start() :]
        return _trim(who), _trim(f"{does} {thing}"), "measure.each"
    if not what and (deed := _DOES.search(thing.lower(), len(unit))):
        return thing[: deed.start()].strip(" ,"), thing[deed.start() :].strip(" ,"), "measure.count"
    if not what and previous is not None:
        what = previous.predicate
    return thing, what, "measure.count"


_EACH = vn(r"(?:mỗi|từng)\s")
_PER = vn(r"\s?/\s?(?:năm|tháng|quý|tuần)$")
_BRACKET = re.compile(r"\s?\((?![A-ZÀ-ỸĐ])[^)]*\)?$|\sđể\s.*$")
_SIZE = vn(
    r"(?:tăng |giảm |nâng |duy trì )?(?P<what>tốc độ tăng(?: trưởng)?|quy mô|tổng mức|số giờ trung bình|thu nhập bình quân|mức tăng|năng suất|số lượng)\s"
)
_ADVERB = vn(r"\s(?:bình qu[âầ]n|hàng năm|hằng năm|bình qu[âầ]n (?:hàng|hằng) năm|mỗi năm)(?:\s|$)")
_MADE = vn(
    r"(?:lắp đặt|đầu tư|xây dựng|chuyển đổi|nâng|thành lập|phát triển|trồng|hoàn thành|hoàn thiện|mở|tổ chức|bố trí|triển khai|đào tạo|thu hút|tạo)(?: mới| thêm| tổng số| từ| cho)*\s"
)
_COVERED = vn(r"\s[^\W\d_]")
_NOT_COVERED = vn(r"(?:và|trong|so với|vào|đến|trở|kế hoạch|theo|trên|của|mỗi|khi|hoặc|để|trước|cuối|đầu)(?![^\W_])")


def _of_size(words: Words, low: str, size: re.Match[str], end: int) -> tuple[str, str]:
    """Population and predicate of "tốc độ tăng X bình quân", "số giờ … của X": X is measured."""
    text = words.text
    end = size.end() + len(_without_time(text[size.end() : end]))
    what = text[size.start("what") : size.end("what")]
    if (owner := low.rfind(" của ", size.end(), end)) > 0 and low[size.end() : owner].count(" ") > 2:
        return _trim(text[owner + 5 : end]), _trim(text[size.start("what") : owner])
    if adverb := _ADVERB.search(low, size.end(), end):
        return _trim(text[size.end() : adverb.start()]), _trim(f"{what} {text[adverb.start() : end].strip()}")
    return _trim(text[size.end() : end]), what


def _made(head: str) -> tuple[str, str]:
    """ "Lắp đặt mới trạm 3G/4G" as (trạm 3G/4G, Lắp đặt mới); what it is turned into stays with the verb."""
    m = _MADE.match(head.lower())
    if not m:
        return head, ""
    thing, into, goal = head[m.end() :].partition(" sang ")
    return thing, (head[: m.end()].strip() + (f" sang {goal}" if into else "")).strip()


_AMONG = vn(r"\s(?:trong|trên) tổng số\s")
_WOMEN = vn(r"(?:lao động )?nữ\s")


_BELONGS = vn(r"\s(?:của|tại|ở)\s")
_ABOUT = vn(r"\s(?:đối với|liên quan|trong|khi|về|với)(?![^\W_])")


def _share(words: Words, low: str, start: int, end: int, previous: MeasureDraft | None) -> tuple[str, str]:
    """Population and predicate of "share of …".

    What follows "trong tổng số" is the population; a share that opens with a deed ("sử dụng … của X") belongs to X,
    or to the population of the measure before it.
    """
    text = words.text
    end = start + len(_without_time(text[start:end]))
    if among := _AMONG.search(low, start, end):
        return _trim(text[among.end() : end]), _trim(text[start : among.start()])
    if (women := _WOMEN.match(low, start, end)) and not low.startswith("lao", start):
        return _trim(text[women.end() : end]), "nữ"
    deed_first = _DOES.match(low, start, end)
    population, predicate = _split(words, low, start, end)
    if predicate and not deed_first:
        return population, predicate
    if owner := _BELONGS.search(low, start, end):
        about = _ABOUT.search(low, owner.end(), end)
        stop = about.start() if about else end
        return _trim(text[owner.end() : stop]), _trim(f"{text[start : owner.start()]} {text[stop:end].strip()}")
    if deed_first and previous is not None:
        return previous.population, _trim(text[start:end])
    if deed_first:
        about = _ABOUT.search(low, deed_first.end(), end)
        stop = about.start() if about else end
        return _trim(text[deed_first.end() : stop]), _trim(f"{text[start : deed_first.end()]} {text[stop:end].strip()}")
    return population, predicate


_TIME_TAIL = vn(
    r"\s?,?\s?(?:ít nhất |tối thiểu )?(?:(?:(?:vào|đến|từ|trong)(?: hết| cuối)? )?năm \d{4}(?: trở đi)?|đến \d{4}|(?:hàng|hằng) năm)\s*$"
)


def _without_time(text: str) -> str:
    """`text` without a period at its end."""
    m = _TIME_TAIL.search(text.lower())
    return text[: m.start()] if m else text


def _split(words: Words, low: str, start: int, end: int) -> tuple[str, str]:
    """Population and predicate in `words[start:end]`, parted at the first verb of which the population is the subject."""
    text = words.text
    stop = _tail_start(low, start, end)
    lead = _LEAD_IN.match(words.low, start, stop)
    first = lead.end() if lead else start
    while first < stop and text[first] in " ,:;":
        first += 1
    for verb in _DOES.finditer(low, first, stop):
        if verb.start() < first + 2:
            continue
        if verb[0] in ("được", "có", "bị", "không", "làm", "thuộc", "có") and _is_description(low, first, verb, stop):
            continue
        return _trim(text[first : verb.start()]), _trim(text[verb.start() : stop])
    return _trim(text[first:stop]), ""


def _is_description(low: str, first: int, verb: re.Match[str], stop: int) -> bool:
    """True when "được …", "bị …", "có …" only describes the population: a further verb of the kind follows."""
    if not _DESCRIBED.search(low, max(first, verb.start() - 14), verb.start()):
        return False
    later = [v for v in _DOES.finditer(low, verb.end(), stop) if v[0] in ("được", "có", "thực hiện", "tham gia", "đạt")]
    return bool(later)


def _tail_start(low: str, start: int, end: int) -> int:
    """Where the sentence turns to what it is for ("góp phần …") or to examples ("trong đó tập trung …")."""
    ends = [m.start() for p in (_TAIL, _TAIL_LOOSE) if (m := p.search(low, start, end))]
    stop = min([*ends, end])
    while stop > start and low[stop - 1] in " ,;.:":
        stop -= 1
    return stop


def _before_tail(text: str) -> str:
    low = text.lower()
    ends = [m.start() for p in (_TAIL, _TAIL_LOOSE) if (m := p.search(low))]
    return text[: min(ends)] if ends else text


def _trim(text: str) -> str:
    text = text.strip(" ,;:.–-")
    return text[:-1].strip() if text.endswith(")") and text.count("(") < text.count(")") else text


def _unit(m: re.Match[str], words: Words) -> str | None:
    """The unit as written; USD in capitals, "%" without blanks."""
    if not m["unit"]:
        return None
    unit = words.text[m.start("unit") : m.end("unit")].strip()
    return unit or None


def _period(low: str, text: str) -> str | None:
    """The period that the clause itself names; any yearly rhythm is "năm"."""
    for i, pattern in enumerate(_PERIODS):
        if m := pattern.search(low):
            return "năm" if i == 1 else re.sub(r"^vào ", "", text[m.start() : m.end()].strip())
    return None


def _without_number(words: Words, low: str, start: int, end: int, period: str | None) -> list[MeasureDraft]:
    """Measures that no number states: "không có … không …" (none of them), grades, quotas set elsewhere."""
    text = words.text
    extra: list[MeasureDraft] = []
    for m in _NONE_OF.finditer(low, start, end):
        population, predicate = _trim(text[m.start("pop") : m.end("pop")]), _trim(text[m.start("pred") : m.end("pred")])
        span = words.span(m.start("pop"), m.end("pred"))
        extra.append(
            MeasureDraft("=", Decimal(0), population, population, predicate, period, span, "measure.none_of", 0.8)
        )
    for first, last in _sentences(low, start, end):
        if not re.search(r"\d", low[first:last]):
            worded = _quota(words, low, first, last, period) or _grade(words, low, first, last, period)
            extra += [worded] if worded else []
    return extra


def _quota(words: Words, low: str, first: int, last: int, period: str | None) -> MeasureDraft | None:
    """A quota that somebody else sets ("kết nạp đảng viên theo chỉ tiêu Thành ủy phân bổ")."""
    m = _QUOTA.search(low, first, last)
    if m is None:
        return None
    text = words.text
    population = _trim(text[m.start("pop") : m.end("pop")])
    return MeasureDraft(
        comparator="qualitative",
        value=text[m.start("quota") : m.end("quota")],
        unit=population,
        population=population,
        predicate=text[m.start("verb") : m.end("verb")],
        period=_period(words.low[first:last], text[first:last]) or period,
        span=words.span(m.start("verb"), m.end()),
        rule="measure.quota",
        confidence=0.8,
    )


def _grade(words: Words, low: str, first: int, last: int, period: str | None) -> MeasureDraft | None:
    """A grade that all must reach ("luôn hoàn thành tốt nhiệm vụ trở lên")."""
    m = _GRADE.search(low, first, last)
    if m is None:
        return None
    text = words.text
    at = m.start("adv") if m["adv"] else m.start("grade")
    return MeasureDraft(
        comparator="qualitative",
        value=text[m.start("grade") : m.end("grade")],
        unit="mức xếp loại",
        population=_trim(text[m.start("pop") : m.end("pop")]),
        predicate=_trim(text[at : m.end()]),
        period=period,
        span=words.span(m.start("pop"), m.end()),
        rule="measure.grade",
        confidence=0.8,
        grade_comparator=">=",
        implied_all=True,
    )


def _sentences(low: str, start: int, end: int) -> list[tuple[int, int]]:
    """The sentences of `low[start:end]`, parted at full stops and semicolons."""
    cuts = [start, *(m.end() for m in re.finditer(r"[.;]\s+", low[:end]) if m.end() > start), end]
    return [(a, b) for a, b in itertools.pairwise(cuts) if a < b]


def _with_alternatives(found: list[MeasureDraft], low: str) -> list[MeasureDraft]:
    """A bare number after a sentence that opened with a bound ("Phấn đấu ít nhất …; 90% …") may be bounded too."""
    opened = bool(_OPENS_BOUND.match(low))
    return [
        replace(m, alt_comparator=">=")
        if opened and i > 0 and m.comparator == "=" and m.rule == "measure.percent_of" and found[0].comparator == ">="
        else m
        for i, m in enumerate(found)
    ]


_OPENS_BOUND = vn(r"\W*(?:phấn đấu|phần đấu|phấn đầu|phần đầu)?\s?(?:ít nhất|tối thiểu)\s")
