"""The period that a clause itself names ("đến năm 2030", "hằng năm")."""

# ruff: noqa: E501 -- a table of patterns is read row by row; broken rows hide what differs

import re

from dondoc.documents.parsing.patterns import vn

PER_YEAR = vn(r"\s?(?:/\s?|mỗi |một |hàng |hằng |bình quân )năm")
_PERIODS: tuple[re.Pattern[str], ...] = (
    vn(r"toàn khóa(?: và (?:hàng|hằng) năm)?"),
    vn(r"/\s?năm\b|\b(?:hàng|hằng|mỗi) năm|(?:ngay )?(?:từ )?đầu năm|bình quân năm"),
    vn(r"(?:đến |từ |trong |vào |đến hết |hết |đến cuối |cuối )?(?:hết |cuối )?năm \d{4}(?: trở đi)?"),
    vn(r"nhiệm kỳ \d{4}\s?[-–]\s?\d{4}"),
    vn(r"giai đoạn \d{4}\s?[-–]\s?\d{4}"),
    vn(r"đến \d{4}"),
    vn(r"(?:mỗi|hàng|hằng) (?:tháng|quý)|qu[ýí] (?:i{1,3}|iv) (?:năm )?/?\d{4}"),
)  # fmt: skip
_TIME_TAIL = vn(
    r"\s?,?\s?(?:ít nhất |tối thiểu )?(?:(?:(?:vào|đến|từ|trong)(?: hết| cuối)? )?năm \d{4}(?: trở đi)?|đến \d{4}|(?:hàng|hằng) năm)\s*$"
)


def without_time(text: str) -> str:
    """`text` without a period at its end."""
    m = _TIME_TAIL.search(text.lower())
    return text[: m.start()] if m else text


def period_of(low: str, text: str) -> str | None:
    """The period that the clause itself names; any yearly rhythm is "năm"."""
    for i, pattern in enumerate(_PERIODS):
        if m := pattern.search(low):
            return "năm" if i == 1 else re.sub(r"^vào ", "", text[m.start() : m.end()].strip())
    return None
