"""What scans do to office words and figures, put right for matching only; the words of the document stay as they are."""

# ruff: noqa: E501 -- a table of patterns is read row by row; broken rows hide what differs

import re

from dondoc.documents.parsing.patterns import bare, vn

# Words that office documents cannot do without, with the wrong marks that scans give them; same length, same place.
_SLIPS = re.compile(
    r"\b(?:(?P<ngày>ng[ảạáãâ]y)|(?P<tháng>th[ảàạãâ]ng)(?=\s\d)|(?P<số>s[ổồỗộôỏòóõ])(?=\s?:?\s?\d)|(?P<năm>n[ãảạâ]m)(?=\s\d{4})"
    r"|(?P<phối>ph[ổồỗộô]i)(?=\sh[ợơ]p)|(?P<chủ>ch[ùũụú])(?=\str[ìi]\b)|(?P<tổ>t[ốồỗộỏòôó])(?=\sch[ứư]c)|(?P<quý>qu[ỷỳỹỵ])(?=\s(?:i{1,3}|iv|[1-4])\b))\b"
)


# Two syllables that make one word of office language, whatever marks a scan has given them: no other word is written so.
_PAIRS = (
    "đảng ủy", "tỉnh ủy", "thành ủy", "huyện ủy", "cấp ủy", "ủy ban", "đảng bộ", "chỉ tiêu", "mục tiêu", "mục đích", "chủ trì", "chỉ huy", "nhiệm vụ",
    "giải pháp", "hoàn thành", "kế hoạch", "tổ quốc", "mặt trận", "văn phòng", "thường vụ", "thường trực", "thường xuyên", "nghị quyết", "chính trị",
    "đơn vị", "trực thuộc", "tổng hợp", "tham mưu", "tối thiểu",
)  # fmt: skip
_RIGHT = {bare(pair): pair for pair in _PAIRS}
_OTHER_WORDS = {"chi tiêu", "đảng úy", "tỉnh uy"}
_PAIR = re.compile(r"\b(?:" + "|".join(sorted(_RIGHT)) + r")\b")
_WORN_QUARTER = vn(r"(?<=quý )l{1,3}(?=\s?[/,.;]|\s|$)")


def mended(low: str) -> str:
    """`low` with the slips of scans in those words put right, for matching only: "ngảy 15", "sổ 45", "tỏ chức"."""
    low = _SLIPS.sub(lambda m: m.lastgroup or m[0], low)
    low = _WORN_QUARTER.sub(lambda m: "i" * len(m[0]), low)
    plain = bare(low)
    if plain == low:
        return low
    pieces, at = [], 0
    for m in _PAIR.finditer(plain):
        written, right = low[m.start() : m.end()], _RIGHT[m[0]]
        if written not in (right, m[0]) and written not in _OTHER_WORDS:
            pieces += [low[at : m.start()], right]
            at = m.end()
    return "".join([*pieces, low[at:]]) if pieces else low


_MISREAD = re.compile(r"(?<![^\W_])(?=l*\d)[\dl][\dOl]*(?<!l)(?![^\W_])")
# A one at the end of a figure, where what stands before or behind tells a figure; "5l" may be five litres.
_MISREAD_END = re.compile(
    r"(?<![^\W_])(?:(?<=[Nn]gày )[\dOl]{1,2}|(?<=[Tt]háng )[\dOl]{1,2}|[\dO]{1,3}l(?=[-/][A-ZĐ\d]|%)|0l|l(?=,\d))(?![^\W_])"
)
_FIGURES = str.maketrans("Ol", "01")


def figures_mended(text: str) -> str:
    """`text` with the letters that a scan took for figures put right, same length: "2O26", "l5/9", "9O%"; not "5l"."""
    text = _MISREAD.sub(lambda m: m[0].translate(_FIGURES), text)
    return _MISREAD_END.sub(lambda m: m[0].translate(_FIGURES), text) if "l" in text else text
