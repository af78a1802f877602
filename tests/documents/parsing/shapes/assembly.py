"""A resolution of an assembly."""

# ruff: noqa: E501 -- lines of a document are as long as an office writes them

TEXT = """\
HỘI ĐỒNG NHÂN DÂN
TỈNH SÔNG MẪU
-------
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
---------------
Số: 44/NQ-HĐND
Sông Mẫu, ngày 10 tháng 7 năm 2026

NGHỊ QUYẾT

VỀ NHIỆM VỤ PHÁT TRIỂN KINH TẾ - XÃ HỘI 6 THÁNG CUỐI NĂM 2026

HỘI ĐỒNG NHÂN DÂN TỈNH SÔNG MẪU
KHÓA XIX, KỲ HỌP THỨ 5

Căn cứ Luật Tổ chức chính quyền địa phương số 72/2025/QH15;
Xét Tờ trình số 120/TTr-UBND ngày 01 tháng 7 năm 2026 của Ủy ban nhân dân tỉnh; báo cáo thẩm tra của Ban Kinh tế - Ngân sách; ý kiến thảo luận của đại biểu.

QUYẾT NGHỊ:

Điều 1. Thống nhất các nhiệm vụ trọng tâm
1. Tập trung giải ngân vốn đầu tư công.
2. Tăng cường quản lý thu ngân sách.

Điều 2. Tổ chức thực hiện
1. Giao Ủy ban nhân dân tỉnh tổ chức triển khai thực hiện Nghị quyết này, báo cáo Hội đồng nhân dân tỉnh tại kỳ họp cuối năm.
2. Thường trực Hội đồng nhân dân, các Ban, các Tổ đại biểu và đại biểu Hội đồng nhân dân tỉnh giám sát việc thực hiện Nghị quyết.

Điều 3. Điều khoản thi hành
Nghị quyết này có hiệu lực từ ngày 20 tháng 7 năm 2026.
Nghị quyết này đã được Hội đồng nhân dân tỉnh Sông Mẫu khóa XIX, kỳ họp thứ 5 thông qua ngày 10 tháng 7 năm 2026./.

Nơi nhận:
- Ủy ban Thường vụ Quốc hội;
- Chính phủ;
- TT Tỉnh ủy, HĐND, UBND, UBMTTQVN tỉnh;
- Lưu: VT.
CHỦ TỊCH
Ngô Mẫu Bình
"""

TASKS = [
    ("Điều 2.1", ("Ủy ban nhân dân tỉnh",), (), None, None),
    (
        "Điều 2.2",
        ("Thường trực Hội đồng nhân dân", "các Ban, các Tổ đại biểu", "đại biểu Hội đồng nhân dân tỉnh"),
        (),
        None,
        None,
    ),
]

FRAME = (
    "44/NQ-HĐND",
    "NGHỊ QUYẾT",
    "2026-07-10",
    "khóa XIX, kỳ họp thứ 5",
    ("Ủy ban Thường vụ Quốc hội", "Chính phủ", "TT Tỉnh ủy, HĐND, UBND, UBMTTQVN tỉnh", "Lưu: VT"),
    (None, "CHỦ TỊCH", "Ngô Mẫu Bình"),
)
