"""What is no measure, whatever number stands in it: dates, years, citations, names in quotation marks, ordinals."""

# ruff: noqa: E501 -- a table of patterns is read row by row; broken rows hide what differs

import re

from dondoc.documents.parsing.blocks import Words
from dondoc.documents.parsing.citations import masked, symbol_places
from dondoc.documents.parsing.patterns import vn

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


def mask(words: Words, start: int = 0) -> str:
    """The lower-case words with everything blotted out whose numbers are no measures."""
    low = masked(words.low, [(a, b) for a, b in symbol_places(words) if a >= start])
    for pattern in _MASKS:
        low = pattern.sub(lambda m: re.sub(r"\d", "#", m[0]), low)
    return low
