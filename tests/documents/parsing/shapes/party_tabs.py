"""A Party committee's plan whose head stands in one line with a tab."""

# ruff: noqa: E501 -- lines of a document are as long as an office writes them

TEXT = """\
ĐẢNG BỘ TỈNH SÔNG MẪU\tĐẢNG CỘNG SẢN VIỆT NAM
ĐẢNG ỦY XÃ LÀNG MẪU
*\tLàng Mẫu, ngày 12 tháng 01 năm 2026
Số 15 - KH/ĐU

KẾ HOẠCH
thực hiện Nghị quyết số 68-NQ/TW, ngày 04/5/2025 của Bộ Chính trị
về phát triển kinh tế tư nhân
-----

Thực hiện Chương trình hành động số 11-CTr/TU, ngày 20/8/2025 của Tỉnh ủy, Ban Thường vụ Đảng ủy xã xây dựng Kế hoạch như sau:

I- MỤC ĐÍCH, YÊU CẦU
1- Nâng cao nhận thức của cán bộ, đảng viên.
II- NHIỆM VỤ, GIẢI PHÁP
1- Công tác quán triệt
Ban Xây dựng Đảng Đảng ủy tham mưu tổ chức hội nghị quán triệt trong tháng 02/2026.
Giao Đảng ủy UBND xã lãnh đạo UBND xã rà soát thủ tục hành chính, hoàn thành trong quý II/2026.
2- Hỗ trợ hộ kinh doanh
Phòng Kinh tế xã phối hợp với Công an xã và các thôn lập danh sách hộ kinh doanh, gửi Đảng ủy (qua Văn phòng Đảng ủy) chậm nhất ngày 28/02/2026.
III- TỔ CHỨC THỰC HIỆN
1- Các chi bộ trực thuộc căn cứ Kế hoạch này xây dựng kế hoạch thực hiện; định kỳ hằng quý báo cáo kết quả.
2- Đảng ủy Ủy ban nhân dân xã
- Lãnh đạo, chỉ đạo Ủy ban nhân dân xã cụ thể hóa Kế hoạch.
- Bố trí ngân sách hằng năm.
3- Đề nghị Ủy ban Mặt trận Tổ quốc Việt Nam xã và các tổ chức chính trị - xã hội tăng cường giám sát, phản biện xã hội.
4- Văn phòng Đảng ủy, Ủy ban Kiểm tra Đảng ủy theo chức năng, nhiệm vụ theo dõi, đôn đốc, kiểm tra việc thực hiện; tham mưu sơ kết 6 tháng, tổng kết năm.
Kế hoạch này được phổ biến đến chi bộ./.

Nơi nhận:\tT/M BAN THƯỜNG VỤ
- Thường trực Tỉnh ủy (b/c),\tBÍ THƯ
- Các chi bộ trực thuộc,
- Các đ/c Ủy viên BCH Đảng bộ xã,
- Lưu Văn phòng Đảng ủy.\t(đã ký)

\tNguyễn Thị Mẫu
"""

TASKS = [
    ("II.1", ("Ban Xây dựng Đảng Đảng ủy",), (), "2026-02", "once"),
    ("II.1", ("Đảng ủy UBND xã",), (), "2026-06", "once"),
    ("II.2", ("Phòng Kinh tế xã",), ("Công an xã", "các thôn"), "2026-02-28", "once"),
    ("III.1", ("Các chi bộ trực thuộc",), (), None, "quarterly"),
    ("III.2", ("Đảng ủy Ủy ban nhân dân xã",), (), None, None),
    ("III.2", ("Đảng ủy Ủy ban nhân dân xã",), (), None, "annual"),
    ("III.3", ("Ủy ban Mặt trận Tổ quốc Việt Nam xã và các tổ chức chính trị - xã hội",), (), None, None),
    ("III.4", ("Văn phòng Đảng ủy", "Ủy ban Kiểm tra Đảng ủy"), (), None, None),
]

FRAME = (
    "15-KH/ĐU",
    "KẾ HOẠCH",
    "2026-01-12",
    None,
    (
        "Thường trực Tỉnh ủy (b/c)",
        "Các chi bộ trực thuộc",
        "Các đ/c Ủy viên BCH Đảng bộ xã",
        "Lưu Văn phòng Đảng ủy",
    ),
    ("T/M BAN THƯỜNG VỤ", "BÍ THƯ", "Nguyễn Thị Mẫu"),
)
