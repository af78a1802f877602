"""A plan of a steering board, whose members are given tasks."""

# ruff: noqa: E501 -- lines of a document are as long as an office writes them

TEXT = """\
ĐẢNG ỦY XÃ LÀNG MẪU
BAN CHỈ ĐẠO 57
Số 03-KH/BCĐ
ĐẢNG CỘNG SẢN VIỆT NAM
Làng Mẫu, ngày 20/4/2026

KẾ HOẠCH
hoạt động của Ban Chỉ đạo năm 2026

I. NHIỆM VỤ TRỌNG TÂM
1. Hoàn thiện Quy chế hoạt động của Ban Chỉ đạo; thời gian: tháng 5/2026; phân công: Văn phòng Đảng ủy.
2. Ra mắt Tổ công nghệ số cộng đồng tại 100% thôn (Đoàn Thanh niên xã chủ trì; trước 30/6/2026).
3. Mỗi thành viên Ban Chỉ đạo phụ trách ít nhất 01 thôn.
4. Họp định kỳ hằng quý. Thường trực Ban Chỉ đạo chuẩn bị nội dung.
II. PHÂN CÔNG THÀNH VIÊN
1. Đồng chí Trưởng Ban: Chỉ đạo toàn diện hoạt động của Ban Chỉ đạo.
2. Đồng chí Phó Trưởng Ban Thường trực
- Giúp Trưởng Ban điều hành công việc hằng ngày.
- Chủ trì các cuộc họp khi được ủy quyền.
3. Các thành viên Ban Chỉ đạo: thực hiện nhiệm vụ theo lĩnh vực được phân công; báo cáo Trưởng Ban trước ngày 20 tháng cuối quý.
III. KINH PHÍ
Sử dụng ngân sách xã; Phòng Kinh tế tham mưu bố trí.

T/M BAN CHỈ ĐẠO
TRƯỞNG BAN

BÍ THƯ ĐẢNG ỦY
Hồ Mẫu Tâm
Nơi nhận:
- Ban Chỉ đạo 57 tỉnh,
- Thành viên Ban Chỉ đạo,
- Lưu.
"""

TASKS = [
    ("I.1", ("Văn phòng Đảng ủy",), (), "2026-05", "once"),
    ("I.2", ("Đoàn Thanh niên xã",), (), "2026-06-30", "once"),
    ("I.3", ("Mỗi thành viên Ban Chỉ đạo",), (), None, None),
    ("I.4", ("Thường trực Ban Chỉ đạo",), (), None, "quarterly"),
    ("II.1", ("Đồng chí Trưởng Ban",), (), None, None),
    ("II.2", ("Đồng chí Phó Trưởng Ban Thường trực",), (), None, None),
    ("II.2", ("Đồng chí Phó Trưởng Ban Thường trực",), (), None, None),
    ("II.3", ("Các thành viên Ban Chỉ đạo",), (), None, None),
    ("III", ("Phòng Kinh tế",), (), None, None),
]

FRAME = (
    "03-KH/BCĐ",
    "KẾ HOẠCH",
    "2026-04-20",
    "năm 2026",
    ("Ban Chỉ đạo 57 tỉnh", "Thành viên Ban Chỉ đạo", "Lưu"),
    ("T/M BAN CHỈ ĐẠO", "TRƯỞNG BAN / BÍ THƯ ĐẢNG ỦY", "Hồ Mẫu Tâm"),
)
