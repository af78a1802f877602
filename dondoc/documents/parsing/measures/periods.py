"""The period that a clause itself names ("đến năm 2030", "hằng năm")."""

# ruff: noqa: E501 -- a table of patterns is read row by row; broken rows hide what differs

import re

from dondoc.documents.parsing.patterns import lowered, vn

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
    r"\s?,?\s?(?:ít nhất |tối thiểu )?(?:(?:(?:vào|đến|từ|trong)(?: hết| cuối)? )?năm \d{4}(?: trở đi)?|đến \d{4}|(?:hàng|hằng|mỗi) năm|hết năm \d{4}|cuối năm \d{4}|(?:trong |vào )?(?:giai đoạn|thời kỳ|nhiệm kỳ) \d{4}\s?[-–]\s?\d{4}|so (?:với|cùng) [^,;]{2,40}|(?:(?:vào )?cuối|trong|đầu|toàn) nhiệm kỳ)\s*$"
)


_COMPARED = vn(r"so (?:với|cùng)(?: kỳ)?\s$")


def without_time(text: str) -> str:
    """`text` without a period or a comparison with another one at its end."""
    while (m := _TIME_TAIL.search(lowered(text))) and m.start() < len(text):
        text = text[: m.start()]
    return text


def period_of(low: str, text: str) -> str | None:
    """The period that the clause itself names; any yearly rhythm is "năm"."""
    for i, pattern in enumerate(_PERIODS):
        m = next((m for m in pattern.finditer(low) if not _COMPARED.search(low, 0, m.start())), None)
        if m:
            return "năm" if i == 1 else re.sub(r"^vào ", "", text[m.start() : m.end()].strip())
    return None
