"""An annex."""

TEXT = """\
PHỤ LỤC I

NHIỆM VỤ CỤ THỂ THỰC HIỆN NGHỊ QUYẾT

(Kèm theo Chương trình hành động số 12-CTr/TU, ngày 03/02/2026 của Tỉnh ủy)

| TT | Nhiệm vụ | Cơ quan chủ trì tham mưu | Cơ quan phối hợp | Thời gian trình | Cấp trình |
|---|---|---|---|---|---|
| **I** | **Nhóm nhiệm vụ về thể chế** |  |  |  |  |
| 1 | Đề án sắp xếp đơn vị sự nghiệp | Đảng ủy UBND tỉnh | Ban Tổ chức Tỉnh ủy | Quý III/2026 | Ban Thường vụ Tỉnh ủy |
| 1.1 | Kế hoạch tinh giản biên chế | Sở Nội vụ | Các sở, ngành; UBND cấp xã | 10/2026 | UBND tỉnh |
| **II** | **Nhóm nhiệm vụ về hạ tầng** |  |  |  |  |
| 2 | Đầu tư trung tâm dữ liệu | Công an tỉnh | Sở Khoa học và Công nghệ<br>Sở Tài chính | 2026 - 2028 | |
| 3 | Phủ sóng 5G | Sở KH&CN, doanh nghiệp viễn thông | | Hằng năm | |

PHỤ LỤC II

LỊCH KIỂM TRA

| STT | Đơn vị được kiểm tra | Thời gian | Ghi chú |
|---|---|---|---|
| 1 | Chi bộ Thôn Một | Tháng 5/2026 | |
| 2 | Chi bộ Thôn Hai | Tháng 6/2026 | |
"""

TASKS = [
    ("PHỤ LỤC I.1", ("Đảng ủy UBND tỉnh",), ("Ban Tổ chức Tỉnh ủy",), "2026-09", "once"),
    ("PHỤ LỤC I.1.1", ("Sở Nội vụ",), ("Các sở, ngành", "UBND cấp xã"), "2026-10", "once"),
    ("PHỤ LỤC I.2", ("Công an tỉnh",), ("Sở Khoa học và Công nghệ", "Sở Tài chính"), "2028-12", "once"),
    ("PHỤ LỤC I.3", ("Sở KH&CN", "doanh nghiệp viễn thông"), (), None, "annual"),
]

FRAME = (None, None, None, None, (), (None, None, None))
