"""What the rules ask of a paper of a committee, typed from DOMAIN.md §2.2–2.9 once more, apart from the writers.

A pair is the least and the most that is allowed. Lengths in millimetres, sizes in points.
"""

from datetime import date

EVERY = {
    "page": (210, 297), "margins": {"top": 20, "bottom": 20, "left": 30, "right": 15}, "number_at": 10,
    "font": "Times New Roman", "line": (18, 22), "after": (6, 6), "first_line": 10, "superior": (14, 14),
    "issuer": (14, 14), "number": (14, 14), "place": (14, 14), "kind": (15, 16), "letter_subject": (12, 12),
    "signing": (14, 14), "label": (14, 14), "recipient": (12, 12),
}  # fmt: skip
RULES = (
    # 36-HD/VPTW: the position in bold, subject and body 14 or 15
    (date(2018, 4, 3), date(2026, 1, 8), EVERY | {
        "nation": (15, 15), "subject": (14, 15), "body": (14, 15), "position_bold": True}),
    # QĐ 399-QĐ/TW with 05-HD/VPTW
    (date(2026, 1, 9), date.max, EVERY | {
        "nation": (14, 15), "subject": (14, 14), "body": (14, 14), "position_bold": False}),
)  # fmt: skip
CODES = {
    "Nghị quyết": "NQ", "Quyết định": "QĐ", "Chỉ thị": "CT", "Kết luận": "KL", "Quy chế": "QC", "Hướng dẫn": "HD",
    "Thông báo": "TB", "Báo cáo": "BC", "Kế hoạch": "KH", "Chương trình": "CTr", "Đề án": "ĐA", "Phương án": "PA",
    "Tờ trình": "TTr", "Công văn": "CV", "Biên bản": "BB",
}  # fmt: skip


def rules_on(day: date) -> dict:
    return next(rules for first, last, rules in RULES if first <= day <= last)
