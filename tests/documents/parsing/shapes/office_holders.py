"""Tasks of people in office."""

# ruff: noqa: E501 -- lines of a document are as long as an office writes them

TEXT = """\
KẾ HOẠCH
Tổ chức Tháng Thanh niên năm 2026

I. TỔ CHỨC THỰC HIỆN
1. Đồng chí Bí thư Đảng ủy phụ trách chung, chỉ đạo việc thực hiện Kế hoạch.
2. Đ/c Nguyễn Văn Mẫu - Phó Bí thư Thường trực Đảng ủy: trực tiếp chỉ đạo, kiểm tra việc thực hiện; báo cáo hằng tháng.
3. Trách nhiệm của Đoàn Thanh niên
a) Xây dựng kế hoạch chi tiết trước ngày 05/3/2026.
b) Chuẩn bị hiện trường.
4. Giao Công an xã:
- Bảo đảm trật tự tại các điểm hoạt động.
- Phân luồng giao thông.
5. Đối với Trường THCS
- Vận động học sinh tham gia.
6. Phòng Kinh tế có trách nhiệm:
- Bố trí kinh phí, hướng dẫn thanh quyết toán.
7. Các thôn, tổ dân phố: huy động nhân dân dọn vệ sinh vào sáng thứ Bảy hằng tuần.
8. Thủ trưởng các cơ quan, Bí thư các chi bộ có trách nhiệm quán triệt, triển khai Kế hoạch này đến toàn thể cán bộ, đảng viên.
9. Kế hoạch này thay thế Kế hoạch số 11-KH/ĐU, ngày 02/3/2025.
Trong quá trình thực hiện, nếu phát sinh vướng mắc, các đơn vị phản ánh về Đoàn Thanh niên để được hướng dẫn.
"""

TASKS = [
    ("I.1", ("Đồng chí Bí thư Đảng ủy",), (), None, None),
    ("I.2", ("Đ/c Nguyễn Văn Mẫu - Phó Bí thư Thường trực Đảng ủy",), (), None, "monthly"),
    ("I.3.a", ("Đoàn Thanh niên",), (), "2026-03-05", "once"),
    ("I.3.b", ("Đoàn Thanh niên",), (), None, None),
    ("I.4", ("Công an xã",), (), None, None),
    ("I.4", ("Công an xã",), (), None, None),
    ("I.5", ("Trường THCS",), (), None, None),
    ("I.6", ("Phòng Kinh tế",), (), None, None),
    ("I.7", ("Các thôn, tổ dân phố",), (), None, None),
    ("I.8", ("Thủ trưởng các cơ quan", "Bí thư các chi bộ"), (), None, None),
]

FRAME = (None, "KẾ HOẠCH", None, "năm 2026", (), (None, None, None))
