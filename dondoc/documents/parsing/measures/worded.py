"""Measures that no number states: none of them, a grade that all must reach, a quota set elsewhere."""

# ruff: noqa: E501 -- a table of patterns is read row by row; broken rows hide what differs

import itertools
import re
from decimal import Decimal

from dondoc.documents.parsing.blocks import Words
from dondoc.documents.parsing.draft import MeasureDraft
from dondoc.documents.parsing.measures.periods import period_of, without_time
from dondoc.documents.parsing.measures.population import LEAD_IN, split, trim
from dondoc.documents.parsing.patterns import vn

_NONE_OF = vn(
    r"(?P<none>không (?:có|còn|để(?: xảy ra| phát sinh| hình thành| tồn đọng| có)?))\s(?:(?P<pop>[^;.]{3,80}?) (?P<pred>(?:không|bị|vi phạm|trái|vượt|thuộc)\s[^;.,]{3,120})|(?P<pop2>[^;.,]{3,120}))"
)
_BEFORE_NONE = vn(
    r"(?:^|[;.,]|\svà)\s?(?:[-–+]\s)?(?:(?:phấn đấu|cơ bản|hằng năm|hàng năm|đảm bảo|bảo đảm|kiên quyết|định hướng|tầm nhìn|(?:đến|trong|từ) (?:hết |cuối )?năm \S+)[,]?\s)*$"
)
_GRADE = vn(
    r"(?P<pop>[^;.]{3,120}?) (?P<adv>luôn |phải |đều |đạt )?(?P<grade>hoàn thành(?: xuất sắc| tốt)?(?: nhiệm vụ)?|trung bình|khá|tốt|tiên tiến) trở lên"
)
# A place among others: "thuộc nhóm 10 tỉnh dẫn đầu", "xếp thứ 5 trở lên", "trong top 3".
_RANK = vn(
    r"(?P<pop>[^;.,]{0,160}?)\s?(?P<verb>(?:thuộc|nằm trong|đứng trong|lọt vào|vào|trong|và)\snhóm|tốp|top|(?:xếp|đứng)(?: hạng)?(?: thứ| hạng))\s(?:từ\s)?(?:\d{1,3}\s?[-–]\s?)?(?P<n>\d{1,3})(?=\s(?:nước|quốc gia|tỉnh|thành phố|địa phương|xã|phường|đơn vị|cơ quan|sở|trường|doanh nghiệp|[^;.,]{0,40}(?:dẫn đầu|đứng đầu|hàng đầu|cao nhất|tốt nhất))|\s?[;,.]|$|\s(?:trên|trong|toàn|cả|của|trở)\s)"
)
# A level in words: "đạt mức trung bình trong toàn tỉnh", "thuộc nhóm các xã dẫn đầu".
_LEVEL = vn(
    r"(?P<pop>[^;.]{3,200}?)\s(?P<verb>đạt|ở|thuộc|vào|nằm trong|đứng trong)\s(?P<level>mức (?:trung bình|khá|cao|tốt|tiên tiến)(?: [^;.,]{0,60})?|nhóm [^;.,\d#]{2,40}(?:dẫn đầu|đứng đầu|khá|đầu)(?: [^;.,]{0,40})?)"
)
_QUOTA = vn(
    r"(?P<verb>kết nạp|tiếp nhận|cử|phát triển|tuyển|bồi dưỡng|hoàn thành)\s(?P<pop>[^;.,]{3,60}?)\s(?P<quota>(?:theo|đạt|bằng|hoàn thành) chỉ tiêu [^;.]{0,60}(?:phân bổ|giao|phân công|đề ra))"
)


def nothing_of(low: str, start: int, end: int) -> list[re.Match[str]]:
    """The places that say "không có …", "không còn …", "không để xảy ra …" of nobody else: none are to be."""
    return [
        m
        for m in _NONE_OF.finditer(low, start, end)
        if _BEFORE_NONE.search(low[max(start, m.start() - 60) : m.start()])
    ]


def without_number(words: Words, low: str, start: int, end: int, period: str | None) -> list[MeasureDraft]:
    """Measures that no number states: "không có … không …" (none of them), grades, quotas set elsewhere."""
    text = words.text
    extra: list[MeasureDraft] = []
    for m in nothing_of(low, start, end):
        pop, pred = ("pop", "pred") if m["pop"] else ("pop2", "none")
        population, predicate = (
            without_time(trim(text[m.start(pop) : m.end(pop)])),
            trim(text[m.start(pred) : m.end(pred)]),
        )
        span = words.span(m.start("none"), m.end())
        extra.append(
            MeasureDraft("=", Decimal(0), population, population, predicate, period, span, "measure.none_of", 0.8)
        )
    for first, last in _sentences(low, start, end):
        extra += _ranks(words, low, first, last, period)
        if not re.search(r"\d", low[first:last]):
            worded = _quota(words, low, first, last, period) or _grade(words, low, first, last, period)
            extra += [worded] if worded else _levels(words, low, first, last, period)
    return extra


def _ranks(words: Words, low: str, first: int, last: int, period: str | None) -> list[MeasureDraft]:
    """Places among others that are to be reached: rank n or better."""
    found = []
    for m in _RANK.finditer(words.low, first, last):
        population = trim(LEAD_IN.sub("", words.text[m.start("pop") : m.end("pop")], count=1))
        if not population:  # "Du lịch là ngành mũi nhọn, thuộc nhóm …": the sentence's subject
            population, _ = split(words, low, first, m.start())
        found.append(
            MeasureDraft(
                comparator="<=",
                value=Decimal(m["n"]),
                unit="hạng",
                population=population,
                predicate=trim(words.text[m.start("verb") : last]),
                period=period_of(words.low[first:last], words.text[first:last]) or period,
                span=words.span(m.start("pop"), m.end("n")),
                rule="measure.rank",
                confidence=0.75,
            )
        )
    return found


def _levels(words: Words, low: str, first: int, last: int, period: str | None) -> list[MeasureDraft]:
    """Levels in words that are to be reached."""
    return [
        MeasureDraft(
            comparator="qualitative",
            value=words.text[m.start("level") : m.end("level")].strip(),
            unit=m["level"].split()[0],
            population=trim(words.text[m.start("pop") : m.end("pop")]),
            predicate=words.text[m.start("verb") : m.end("verb")],
            period=period,
            span=words.span(m.start("pop"), m.end("level")),
            rule="measure.level",
            confidence=0.7,
        )
        for m in _LEVEL.finditer(low, first, last)
    ]


def _quota(words: Words, low: str, first: int, last: int, period: str | None) -> MeasureDraft | None:
    """A quota that somebody else sets ("kết nạp đảng viên theo chỉ tiêu Thành ủy phân bổ")."""
    m = _QUOTA.search(low, first, last)
    if m is None:
        return None
    text = words.text
    population = trim(text[m.start("pop") : m.end("pop")])
    return MeasureDraft(
        comparator="qualitative",
        value=text[m.start("quota") : m.end("quota")],
        unit=population,
        population=population,
        predicate=text[m.start("verb") : m.end("verb")],
        period=period_of(words.low[first:last], text[first:last]) or period,
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
        population=trim(text[m.start("pop") : m.end("pop")]),
        predicate=trim(text[at : m.end()]),
        period=period,
        span=words.span(m.start("pop"), m.end()),
        rule="measure.grade",
        confidence=0.8,
        grade_comparator=">=",
        implied_all=True,
    )


# The deed with which a target in words begins, with how it is to be done.
_DEED = vn(
    r"(?:phổ cập|phát triển|hình thành|hoàn thiện|hoàn thành|xây dựng|mở rộng|cải thiện|nâng cao|giữ vững|không để(?: xảy ra)?|thực hiện|triển khai|đưa|bảo đảm|đảm bảo|duy trì|tăng cường|củng cố|kiện toàn|thành lập|chấm dứt|xóa|tổ chức|ứng dụng|kết nối|số hóa)(?![^\W_])(?:\s(?:bền vững|đồng bộ|toàn diện|hiệu quả|có hiệu quả|tốt|cơ bản|mạnh|nhanh|hoàn chỉnh|nghiêm|đề án|dứt điểm)(?![^\W_]))*"
)
_WHERE = vn(r"\s?(?:[,;]|\s(?:trong|ở|tại|và|cho|để|nhằm|theo)\s)")
_WHAT_FOR = vn(r"\s?(?:;|\s(?:để|nhằm|theo|gắn với)\s)")


def worded_measure(words: Words, start: int, end: int, period: str | None) -> MeasureDraft:
    """A target in words only, judged by a person: what is to be (the value) and of whom or what."""
    begin = LEAD_IN.match(words.low, start, end)
    at = begin.end() if begin else start
    text = words.text
    deed = _DEED.match(words.low, at, end)
    population, predicate = split(words, words.low, at, end)
    if deed:
        stop = _WHAT_FOR.search(words.low, deed.end(), end)
        population = trim(text[deed.end() : stop.start() if stop else end])
        value = text[deed.start() : deed.end()]
    elif predicate:
        stop = _WHERE.search(predicate.lower())
        value = predicate[: stop.start()] if stop else predicate
    else:
        value = trim(text[start:end])
    return MeasureDraft(
        comparator="qualitative",
        value=value,
        unit=None,
        population=population or value,
        predicate=predicate or value,
        period=period,
        span=words.span(start, end),
        rule="measure.words",
        confidence=0.5,
    )


def _sentences(low: str, start: int, end: int) -> list[tuple[int, int]]:
    """The sentences of `low[start:end]`, parted at full stops and semicolons."""
    cuts = [start, *(m.end() for m in re.finditer(r"[.;]\s+", low[:end]) if m.end() > start), end]
    return [(a, b) for a, b in itertools.pairwise(cuts) if a < b]
