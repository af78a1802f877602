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
    re.compile(r"(?<![\d/.,-])\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4}(?!\d)|(?<![\d/.,-])\d{1,2}\s?/\s?(?:19|20)\d{2}(?![\d/])"),
    vn(r"(?:trước|từ|đến|hạn|hết)\s\d{1,2}/\d{1,2}(?![\d/.,]|\s?%)"),
    vn(r"(?:ngày \d{1,2}(?:\s?[/.-]\s?\d{1,2}(?:\s?[/.-]\s?\d{4})?| tháng \d{1,2}(?: năm \d{4})?)?)"),
    vn(r"(?:tháng \d{1,2}(?:\s?[/.-]\s?\d{4}| năm \d{4})?)"),
    vn(r"(?:năm|đến|tới|vào|hết|cuối|đầu|trước)\s(?:năm )?(?:19|20|21)\d{2}(?!\d|[.,]\d)(?:\s?[-–]\s?(?:19|20|21)\d{2})?"),
    vn(r"\b(?:19|20)\d{2}\s?[-–]\s?(?:19|20)\d{2}\b"),
    vn(r"qu[ýí] (?:i{1,3}v?|iv|[1-4])(?:\s?/\s?\d{4})?"),
    vn(r"(?:chỉ tiêu|mục tiêu|phụ lục|điều|khoản|điểm|mục|số|thứ|lần thứ|đề án|loại|cấp độ|mức độ|bước|nhóm|hạng|bảng|biểu|mẫu|giai đoạn|khóa|quy định|cách mạng công nghiệp|mô hình)\s(?:lần thứ )?\d+(?:\.\d+)*(?![\d,.]*\s?%)"),
    vn(r"(?:nhóm|tốp|top)\s(?:từ\s)?\d{1,3}(?:\s?[-–]\s?\d{1,3})?(?!\s?%)|(?:trên|trong) tổng số \d{1,4}(?![\d.,]*\s?%)"),
    vn(r"(?:gồm|có)\s\d{1,3}\s(?:chỉ tiêu|mục tiêu|nhiệm vụ|nội dung|phần)"),
    re.compile(r"\(\d{1,2}\)|\(\s?\d+\s?/\s?\d+[^)]*\)"),
    re.compile(r"\b\d+[gk]\b(?!\w)|\b[a-z]+\d+\b|\b\d+/7\b|\b\d/\d[a-z]\b|\b\d[a-z]/\d[a-z]\b|\bcông nghiệp \d\.\d"),
    vn(r"(?:trong|qua|ở|tại|với|cho|của|là) \d{1,2} (?:hình thức|nội dung|nhóm|tiêu chí|lĩnh vực|khâu|bước|trụ cột)"),
    vn(r"(?:bình quân|trong|sau|kế hoạch|giai đoạn|cả|qua|suốt|tầm nhìn|sơ kết|tổng kết|kỷ niệm) \d{1,3} năm(?![^\W_])|\b\d{1,2} năm (?:tới|qua|liền|liên tục|tiếp theo|gần)|\b\d{1,2} tháng(?: một lần|,? \d{1,2} tháng| đầu| cuối)"),
    vn(r"\b\d(?:\s?[-–]\s?\d)? sao(?![^\W_])"),
    vn(r"\b\d{1,2} (?:hình thức|rõ|tốt|không|nhất|trụ cột|con số)\b"),
)  # fmt: skip


# An age that says who is meant ("trẻ em dưới 5 tuổi"); "tuổi thọ … 75 tuổi" is measured.
_AGE = vn(r"\d{1,3}(?:\s?(?:đến|[-–])\s?(?:dưới |đủ |hết )?\d{1,3})?\s(?:tháng )?tuổi(?![^\W_])")
_LIFE = vn(r"tuổi (?:thọ|nghề)|độ tuổi (?:trung bình|bình quân)|tuổi (?:trung bình|bình quân)")
# What a rate is counted on ("tỷ suất … trên 1.000 trẻ đẻ sống"), and where the measure stood before ("(năm 2024 là 10)").
_BASE_OF_RATE = vn(
    r"(?:tỷ|tỉ) (?:suất|số|lệ)[^;.,]{0,90}?(?P<base>\s(?:trên|/)\s?1\d{0,2}(?:\.000)+)(?=\s(?:trẻ|dân|người|phụ nữ|bà mẹ|lao động))"
)
# "Giá trị sản phẩm trên 1 ha …": what a yield is told of.
_BASE_OF_YIELD = vn(
    r"(?:giá trị|thu nhập|năng suất|sản lượng|doanh thu|lợi nhuận)[^;.,]{0,60}?(?P<base>\s(?:trên|/)\s?1)(?=\s(?:ha|héc|đơn vị|m2|lao động|người|hộ)(?![^\W_]))"
)
_FORMER = vn(
    r"\((?:(?:(?:đến )?cuối |hết |đến )?năm [\d#]{4}|hiện(?: nay| tại)?|đến nay|cùng kỳ|thực hiện|ước)[^()]{0,20}?(?:\s(?:là|có|mới đạt|đã đạt|ước đạt|hiện đạt)\s|\s?:\s?)[^();]{0,40}\)"
)


def mask(words: Words, start: int = 0) -> str:
    """The lower-case words with everything blotted out whose numbers are no measures."""
    low = masked(words.low, [(a, b) for a, b in symbol_places(words) if a >= start])
    for pattern in _MASKS:
        low = pattern.sub(_blot, low)
    low = _AGE.sub(lambda m: m[0] if _LIFE.search(low, max(0, m.start() - 60), m.start()) else _blot(m), low)
    low = _FORMER.sub(lambda m: m[0] if _years(m[0]) > 1 else _blot(m), low)
    for base in (_BASE_OF_RATE, _BASE_OF_YIELD):
        low = base.sub(lambda m: m[0].replace(m["base"], re.sub(r"\d", "#", m["base"])), low)
    return low


def _blot(m: re.Match[str]) -> str:
    return re.sub(r"\d", "#", m[0])


def _years(low: str) -> int:
    return len(re.findall(r"(?:19|20|##)(?:\d|#){2}", low))
