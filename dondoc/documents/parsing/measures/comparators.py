"""Comparators before and behind a number: "ít nhất", "không quá", "trên", "≥", "trở lên", "khoảng"."""

from dondoc.documents.parsing.patterns import vn

_COMPARE: tuple[tuple[str, str], ...] = (
    (">=", r"ít nhất(?: là)?|tối thiểu(?: là)?|không (?:dưới|thấp hơn|ít hơn)|từ|≥|>=|lớn hơn hoặc bằng"),
    ("<=", r"không quá|không vượt quá|tối đa(?: là)?|không (?:trên|cao hơn)|nhiều nhất|≤|<=|còn tối đa"),
    (">", r"trên|hơn|vượt|cao hơn|>|lớn hơn"),
    ("<", r"(?:xuống )?dưới|thấp hơn|ít hơn|chưa đến|<|nhỏ hơn"),
    ("=", r"đạt|bằng|là|còn|ở mức|lên|xuống(?: còn)?|tăng|giảm|có|mức|đảm bảo|bảo đảm|:|="),
)  # fmt: skip
COMPARATORS = tuple((sign, vn(rf"(?:{words})$")) for sign, words in _COMPARE)
_APPROX = vn(r"(?:khoảng|ước|xấp xỉ|gần)$")
MORE = vn(r"\s?(?:trở lên|trở xuống)")
DOWN = vn(r"xuống")
_FAR = vn(r"(?:ít nhất|tối thiểu|tối đa|không quá)(?=\s(?:vào|đến|trong|từ)\s[^,;]{0,30}$)")


def comparator_of(head: str) -> tuple[str, bool, int]:
    """(sign, approximate, where the words of the comparator begin) read backwards from the number."""
    approx = False
    sign: str | None = None
    left = head.rstrip()
    while True:
        if m := _APPROX.search(left):
            approx, left = True, left[: m.start()].rstrip()
            continue
        for name, pattern in COMPARATORS:
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


def direction_of(head: str) -> str | None:
    if vn(r"(?:^|\s)(?:giảm|xuống)\s").search(head + " "):
        return "decrease"
    if vn(r"^(?:\W*)(?:phấn đấu )?(?:tăng|nâng)\s").search(head):
        return "increase"
    return None
