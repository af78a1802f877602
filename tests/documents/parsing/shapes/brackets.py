"""Bodies in brackets."""

# ruff: noqa: E501 -- lines of a document are as long as an office writes them

TEXT = """\
KẾ HOẠCH
Thực hiện nhiệm vụ trọng tâm quý II năm 2026

I. NHIỆM VỤ
1. Ban hành Kế hoạch thực hiện Nghị quyết (Văn phòng Đảng ủy, tháng 4/2026).
2. Hội nghị sơ kết công tác kiểm tra quý I (Chủ trì: Ủy ban Kiểm tra Đảng ủy; thời gian: trước 10/4/2026).
3. Rà soát quy hoạch cán bộ. Cơ quan chủ trì: Ban Xây dựng Đảng; cơ quan phối hợp: Văn phòng Đảng ủy, các chi bộ; thời gian hoàn thành: 30/5/2026; sản phẩm: Báo cáo rà soát.
4. Xây dựng nông thôn mới
- Chủ trì: Phòng Kinh tế.
- Phối hợp: Mặt trận Tổ quốc xã, các thôn.
- Thời gian: Thường xuyên.
5. Tổ chức hội thao chào mừng ngày 30/4. Giao Đoàn Thanh niên chủ trì, Phòng Văn hóa - Xã hội phối hợp thực hiện trong tháng 4/2026.
6. Kiểm tra công tác phòng cháy. Đơn vị thực hiện: Công an xã.
7. Đẩy mạnh tuyên truyền trên loa truyền thanh (Phòng Văn hóa - Xã hội chủ trì, phối hợp với các thôn thực hiện; thường xuyên).
II. CHẾ ĐỘ BÁO CÁO
Các chi bộ báo cáo kết quả thực hiện về Đảng ủy trước ngày 20 hằng tháng; báo cáo quý trước ngày 20 tháng cuối quý.
Báo cáo định kỳ: 6 tháng (trước ngày 10/6) và năm (trước ngày 10/12).
"""

TASKS = [
    ("I.1", ("Văn phòng Đảng ủy",), (), "2026-04", "once"),
    ("I.2", ("Ủy ban Kiểm tra Đảng ủy",), (), "2026-04-10", "once"),
    ("I.3", ("Ban Xây dựng Đảng",), ("Văn phòng Đảng ủy", "các chi bộ"), "2026-05-30", "once"),
    ("I.4", ("Phòng Kinh tế",), ("Mặt trận Tổ quốc xã", "các thôn"), None, "continuous"),
    ("I.5", ("Đoàn Thanh niên",), ("Phòng Văn hóa - Xã hội",), "2026-04", "once"),
    ("I.6", ("Công an xã",), (), None, None),
    ("I.7", ("Phòng Văn hóa - Xã hội",), ("các thôn",), None, "continuous"),
    ("II", ("Các chi bộ",), (), None, "monthly"),
]

FRAME = (None, "KẾ HOẠCH", None, "năm 2026", (), (None, None, None))
