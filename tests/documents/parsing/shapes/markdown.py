"""Marks of Markdown left in the text."""

# ruff: noqa: E501 -- lines of a document are as long as an office writes them

TEXT = """\
**ĐẢNG BỘ TỈNH SÔNG MẪU**
**ĐẢNG ỦY XÃ LÀNG MẪU**
\\*
Số: 18 - CTr/ĐU

**ĐẢNG CỘNG SẢN VIỆT NAM**
*Làng Mẫu, ngày   tháng 5 năm 2026*

**CHƯƠNG TRÌNH HÀNH ĐỘNG**
**thực hiện Nghị quyết số 70-NQ/TW, ngày 20/8/2025 của Bộ Chính trị**
**về bảo đảm an ninh năng lượng quốc gia**

Thực hiện Nghị quyết số 70-NQ/TW; Ban Chấp hành Đảng bộ xã xây dựng Chương trình hành động với những nội dung sau:

**I. MỤC TIÊU**
1. Đến năm 2030, 100% hộ dân được sử dụng điện an toàn.
**II. NHIỆM VỤ, GIẢI PHÁP**
(1) Tăng cường tuyên truyền tiết kiệm điện.
(2) Phòng Kinh tế chủ trì, phối hợp với Điện lực khu vực rà soát lưới điện hạ thế; hoàn thành trước tháng 9/2026.
(3) Vận động hộ dân lắp điện mặt trời mái nhà; Phòng Kinh tế là cơ quan hướng dẫn.
**III. TỔ CHỨC THỰC HIỆN**
**1. Đảng ủy UBND xã**
* Lãnh đạo UBND xã xây dựng Kế hoạch thực hiện; thời gian hoàn thành: tháng 6/2026.
* Chỉ đạo Phòng Kinh tế tổng hợp số liệu hằng quý.
**2. Các chi bộ trực thuộc, các cơ quan, đơn vị**
* Đưa nội dung tiết kiệm điện vào sinh hoạt chi bộ thường kỳ.
**3. Ủy ban MTTQ Việt Nam xã, các tổ chức chính trị - xã hội:** phát động phong trào, đăng ký thi đua trong quý II hằng năm.
**4. Văn phòng Đảng ủy phối hợp với các cơ quan tham mưu, giúp việc của Đảng ủy** thường xuyên theo dõi, đôn đốc, định kỳ sơ kết, tổng kết, báo cáo Ban Thường vụ Đảng ủy.
Chương trình hành động này được phổ biến, quán triệt đến chi bộ.

***Nơi nhận:***
* Tỉnh ủy (b/c),
* Các chi bộ trực thuộc,
* Lưu VPĐU.

**T/M BAN CHẤP HÀNH**
**BÍ THƯ**

**Trần Thị Mẫu**
"""

TASKS = [
    ("II.2", ("Phòng Kinh tế",), ("Điện lực khu vực",), "2026-09", "once"),
    ("III.1", ("Đảng ủy UBND xã",), (), "2026-06", "once"),
    ("III.1", ("Đảng ủy UBND xã",), (), None, "quarterly"),
    ("III.2", ("Các chi bộ trực thuộc", "các cơ quan, đơn vị"), (), None, None),
    ("III.3", ("Ủy ban MTTQ Việt Nam xã", "các tổ chức chính trị - xã hội"), (), None, "annual"),
    ("III.4", ("Văn phòng Đảng ủy",), ("các cơ quan tham mưu, giúp việc của Đảng ủy",), None, "as-directed"),
]

FRAME = (
    "18-CTr/ĐU",
    "CHƯƠNG TRÌNH HÀNH ĐỘNG",
    None,
    None,
    ("Tỉnh ủy (b/c)", "Các chi bộ trực thuộc", "Lưu VPĐU"),
    ("T/M BAN CHẤP HÀNH", "BÍ THƯ", "Trần Thị Mẫu"),
)
