"""A Party plan as a PDF gives it."""

TEXT = """\
ĐẢNG BỘ TỈNH SÔNG MẪU                    ĐẢNG CỘNG SẢN VIỆT NAM
 BAN THƯỜNG VỤ ĐẢNG ỦY
    PHƯỜNG BẾN MẪU                       Bến Mẫu, ngày 04 tháng 3 năm 2026
           *
      Số 22-KH/ĐU

                                   KẾ HOẠCH
        tổ chức học tập, quán triệt và triển khai thực hiện
       Nghị quyết Đại hội đại biểu Đảng bộ phường lần thứ I

      Thực hiện Kế hoạch số 09 -KH/TU, ngày 15 tháng 01 năm 2026 của Ban Thường
vụ Tỉnh uỷ; Ban Thường vụ Đảng ủy phường ban hành Kế hoạch tổ chức học tập, quán
triệt như sau:
      I- MỤC ĐÍCH, YÊU CẦU
      1- Giúp cán bộ, đảng viên nắm vững nội dung cơ bản của Nghị quyết.
      II- NỘI DUNG, HÌNH THỨC, THỜI GIAN
      1- Hội nghị cán bộ chủ chốt phường: tổ chức trong tháng 3/2026, giao Ban Xây
dựng Đảng chuẩn bị nội dung.
                                     1
      2- Hội nghị tại chi bộ: các chi bộ trực thuộc tổ chức, hoàn thành trước ngày
15/4/2026.
      III- TỔ CHỨC THỰC HIỆN
      1- Ban Xây dựng Đảng Đảng uỷ
      - Tham mưu Ban Thường vụ Đảng uỷ tổ chức hội nghị; phối hợp Văn phòng Đảng
uỷ chuẩn bị tài liệu.
      - Theo dõi, tổng hợp kết quả, báo cáo Ban Thường vụ Tỉnh uỷ trước ngày 30/4/2026.
      2- Uỷ ban Kiểm tra Đảng uỷ xây dựng kế hoạch kiểm tra, giám sát việc thực hiện Kế
hoạch này.
      3- Đảng uỷ UBND phường, Đảng uỷ Công an phường: Cụ thể hoá thành chương
trình hành động, gửi về Đảng uỷ (qua Ban Xây dựng Đảng) trong quý II/2026.
                                     2
      4- Trung tâm Chính trị phường bố trí hội trường, máy chiếu phục vụ hội nghị.
      5- Đề nghị Uỷ ban MTTQ Việt Nam phường, các đoàn thể chính trị - xã hội
tuyên truyền trong đoàn viên, hội viên.
      6- Các đồng chí Đảng uỷ viên được phân công phụ trách chi bộ dự và chỉ đạo hội
nghị ở chi bộ.

Nơi nhận:                                     T/M BAN THƯỜNG VỤ
- Ban Thường vụ Tỉnh uỷ (để báo cáo),               BÍ THƯ
- Các đồng chí Uỷ viên Ban Chấp
hành Đảng bộ phường,
- Các chi bộ trực thuộc,
- Lưu Văn phòng Đảng uỷ.                        Hoàng Thị Mẫu
"""

TASKS = [
    ("II.1", ("Ban Xây dựng Đảng",), (), "2026-03", "once"),
    ("II.2", ("các chi bộ trực thuộc",), (), "2026-04-15", "once"),
    ("III.1", ("Ban Xây dựng Đảng Đảng ủy",), ("Văn phòng Đảng ủy",), None, None),
    ("III.1", ("Ban Xây dựng Đảng Đảng ủy",), (), "2026-04-30", "once"),
    ("III.2", ("Ủy ban Kiểm tra Đảng ủy",), (), None, None),
    ("III.3", ("Đảng ủy UBND phường", "Đảng ủy Công an phường"), (), "2026-06", "once"),
    ("III.4", ("Trung tâm Chính trị phường",), (), None, None),
    ("III.5", ("Ủy ban MTTQ Việt Nam phường", "các đoàn thể chính trị - xã hội"), (), None, None),
    ("III.6", ("Các đồng chí Đảng ủy viên được phân công",), (), None, None),
]

FRAME = (
    "22-KH/ĐU",
    "KẾ HOẠCH",
    "2026-03-04",
    None,
    (
        "Ban Thường vụ Tỉnh uỷ (để báo cáo)",
        "Các đồng chí Uỷ viên Ban Chấp hành Đảng bộ phường",
        "Các chi bộ trực thuộc",
        "Lưu Văn phòng Đảng uỷ",
    ),
    ("T/M BAN THƯỜNG VỤ", "BÍ THƯ", "Hoàng Thị Mẫu"),
)
