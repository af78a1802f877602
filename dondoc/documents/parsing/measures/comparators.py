"""Comparators before and behind a number: "ít nhất", "không quá", "trên", "≥", "trở lên", "khoảng"."""

# ruff: noqa: E501 -- a table of patterns is read row by row; broken rows hide what differs

import re
from dataclasses import dataclass

from dondoc.documents.parsing.patterns import bare, vn

_COMPARE: tuple[tuple[str, str], ...] = (
    (">=", r"ít nhất(?: là)?|tối thiểu(?: là)?|không (?:dưới|thấp hơn|ít hơn|nhỏ hơn)|từ|≥|>\s?=|(?:lớn|cao) hơn hoặc bằng|bằng hoặc (?:lớn|cao) hơn"),
    ("<=", r"không quá|không vượt quá|tối đa(?: là)?|không (?:trên|cao hơn)|nhiều nhất|≤|<\s?=|còn tối đa|không nhiều hơn|(?:nhỏ|thấp) hơn hoặc bằng"),
    (">", r"trên|hơn|vượt|cao hơn|>|lớn hơn"),
    ("<", r"(?:xuống )?dưới|thấp hơn|ít hơn|chưa đến|<|nhỏ hơn"),
    ("=", r"đạt|bằng|là|còn|ở mức|(?<!trở )lên|(?<!trở )xuống(?: còn)?|tăng|giảm|có|mức|đảm bảo|bảo đảm|chiếm|ổn định|duy trì|:|="),
)  # fmt: skip
COMPARATORS = tuple((sign, vn(rf"(?:{words})$")) for sign, words in _COMPARE)
_APPROX = vn(r"(?<![^\W_])(?:khoảng|ước(?: khoảng)?|xấp xỉ|gần)$")
MORE = vn(r"\s?(?:trở lên|trở xuống)")
DOWN = vn(r"xuống")
_FAR = vn(r"(?:ít nhất|tối thiểu|tối đa|không quá)(?=\s(?:vào|đến|trong|từ)\s[^,;]{0,30}$)")


# Bounds that are read whatever marks a scan has given them ("tối thiếu", "ít nhât").
_WORN = ((">=", re.compile(r"(?:it nhat|toi thieu|khong duoi|khong thap hon)$")), ("<=", re.compile(r"(?:khong qua|khong vuot qua|toi da)$")))  # fmt: skip


def comparator_of(head: str) -> tuple[str, bool, int]:
    """(sign, approximate, where the words of the comparator begin) read backwards from the number."""
    approx = False
    sign: str | None = None
    left = head.rstrip()
    while True:
        if m := _APPROX.search(left):
            approx, left = True, left[: m.start()].rstrip()
            continue
        plain = bare(left)
        for name, pattern in (*COMPARATORS, *_WORN):
            m = pattern.search(left) or (pattern.search(plain) if (name, pattern) in _WORN else None)
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


_PER_YEAR = vn(r"\s?(?:/\s?|mỗi |một |hàng |hằng |bình quân )năm")
_MORE_LATER = vn(r"(?:\s[^\W\d_]+){1,3}\s(?:trở lên|trở xuống)(?![^\W_])")  # "25 đảng viên trở lên"
_GRADED = vn(r"(?:tốt|khá|giỏi|trung bình|xuất sắc|nhiệm vụ|tiên tiến)\strở")


@dataclass(frozen=True)
class Behind:
    """What stands right behind a number: "trở lên" as its comparator, a yearly rate, and where the rest begins."""

    comparator: str | None
    per_year: bool
    end: int


def read_behind(low: str, at: int, end: int) -> Behind:
    """Read "trở lên" and "/năm" behind the number that ends at `at`, in either order."""
    comparator: str | None = None
    per_year = False
    for _ in range(2):
        if more := MORE.match(low, at, end):
            comparator, at = _more(more[0]), more.end()
        if year := _PER_YEAR.match(low, at, end):
            per_year, at = True, year.end()
    later = _MORE_LATER.match(low, at, end)
    if comparator is None and later and not _GRADED.search(later[0]):
        comparator = _more(later[0])
    return Behind(comparator, per_year, at)


def _more(words: str) -> str:
    return "<=" if DOWN.search(words) else ">="


def direction_of(head: str) -> str | None:
    if vn(r"(?:^|\s)(?:giảm|xuống)\s").search(head + " "):
        return "decrease"
    if vn(r"^(?:\W*)(?:phấn đấu )?(?:tăng|nâng)\s").search(head):
        return "increase"
    return None
