"""A decision with the plan that it issues."""

# ruff: noqa: E501 -- lines of a document are as long as an office writes them

TEXT = """\
TỈNH ỦY SÔNG MẪU
*
Số 210-QĐ/TU
ĐẢNG CỘNG SẢN VIỆT NAM
Sông Mẫu, ngày 18 tháng 5 năm 2026

QUYẾT ĐỊNH
ban hành Kế hoạch đào tạo cán bộ giai đoạn 2026 - 2030
-----
- Căn cứ Điều lệ Đảng Cộng sản Việt Nam;
- Căn cứ Quy chế làm việc số 05-QC/TU, ngày 02/11/2025 của Ban Chấp hành Đảng bộ tỉnh;
- Xét đề nghị của Ban Tổ chức Tỉnh ủy,

BAN THƯỜNG VỤ TỈNH ỦY QUYẾT ĐỊNH

Điều 1. Ban hành kèm theo Quyết định này Kế hoạch đào tạo cán bộ giai đoạn 2026 - 2030.
Điều 2. Giao Ban Tổ chức Tỉnh ủy theo dõi, đôn đốc, kiểm tra việc thực hiện; báo cáo Ban Thường vụ Tỉnh ủy trước ngày 31/12 hằng năm.
Điều 3. Các ban, cơ quan của Tỉnh ủy, các đảng ủy trực thuộc Tỉnh ủy và các tập thể, cá nhân có liên quan chịu trách nhiệm thi hành Quyết định này.
Quyết định này có hiệu lực từ ngày ký.

Nơi nhận:
- Ban Tổ chức Trung ương (b/c),
- Như Điều 3,
- Lưu Văn phòng Tỉnh ủy.
T/M BAN THƯỜNG VỤ
PHÓ BÍ THƯ THƯỜNG TRỰC
Lý Mẫu An

TỈNH ỦY SÔNG MẪU
*
ĐẢNG CỘNG SẢN VIỆT NAM

KẾ HOẠCH
đào tạo cán bộ giai đoạn 2026 - 2030
(kèm theo Quyết định số 210-QĐ/TU, ngày 18/5/2026 của Ban Thường vụ Tỉnh ủy)
-----
A. QUAN ĐIỂM
1. Bám sát nhu cầu.
B. TỔ CHỨC THỰC HIỆN
I. Các cấp ủy, tổ chức đảng
1. Xây dựng kế hoạch đào tạo của đơn vị, hoàn thành trong quý III/2026.
2. Hằng năm, rà soát, cử cán bộ đi học theo kế hoạch.
II. Ban Tổ chức Tỉnh ủy
1. Tham mưu mở các lớp bồi dưỡng (mỗi năm từ 3 đến 5 lớp).
2. Chủ trì, phối hợp với Trường Chính trị tỉnh xây dựng chương trình.
III. Đảng ủy Ủy ban nhân dân tỉnh
Lãnh đạo Ủy ban nhân dân tỉnh bố trí kinh phí; chỉ đạo Sở Tài chính hướng dẫn định mức chi trước ngày 30/9/2026.

Nơi nhận:
- Các cấp ủy,
- Lưu Văn phòng.
T/M BAN THƯỜNG VỤ
PHÓ BÍ THƯ THƯỜNG TRỰC
Lý Mẫu An
"""

TASKS = [
    ("Điều 2", ("Ban Tổ chức Tỉnh ủy",), (), None, "annual"),
    ("B.I.1", ("Các cấp ủy, tổ chức đảng",), (), "2026-09", "once"),
    ("B.I.2", ("Các cấp ủy, tổ chức đảng",), (), None, "annual"),
    ("B.II.1", ("Ban Tổ chức Tỉnh ủy",), (), None, "annual"),
    ("B.II.2", ("Ban Tổ chức Tỉnh ủy",), ("Trường Chính trị tỉnh",), None, None),
    ("B.III", ("Đảng ủy Ủy ban nhân dân tỉnh",), (), "2026-09-30", "once"),
]

FRAME = (
    "210-QĐ/TU",
    "QUYẾT ĐỊNH",
    "2026-05-18",
    "giai đoạn 2026 - 2030",
    ("Ban Tổ chức Trung ương (b/c)", "Như Điều 3", "Lưu Văn phòng Tỉnh ủy"),
    ("T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ THƯỜNG TRỰC", "Lý Mẫu An"),
)
