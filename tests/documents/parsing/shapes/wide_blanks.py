"""Wide blanks between the halves of the head."""

TEXT = """\
                                    PHỤ LỤC
              PHÂN CÔNG THỰC HIỆN KẾ HOẠCH CHUYỂN ĐỔI SỐ
        (Kèm theo Kế hoạch số 31/KH-UBND ngày 20 tháng 01 năm 2026)

 STT   Nội dung công việc           Cơ quan chủ trì     Cơ quan phối hợp     Thời gian        Sản phẩm
                                                                            hoàn thành
  1    Nâng cấp cổng thông tin      Sở Khoa học và      Các sở, ban,         Quý II/2026      Cổng thông tin
       điện tử của tỉnh             Công nghệ           ngành
  2    Đào tạo cán bộ chuyên        Sở Nội vụ           Trường Chính trị     Trước ngày       Lớp tập huấn
       trách chuyển đổi số                              tỉnh                 30/9/2026
  3    Số hóa tài liệu lưu trữ      Sở Nội vụ           UBND các xã          Thường xuyên     Kho dữ liệu
"""

TASKS = [
    ("PHỤ LỤC.1", ("Sở Khoa học và Công nghệ",), ("Các sở, ban, ngành",), "2026-06", "once"),
    ("PHỤ LỤC.2", ("Sở Nội vụ",), ("Trường Chính trị tỉnh",), "2026-09-30", "once"),
    ("PHỤ LỤC.3", ("Sở Nội vụ",), ("UBND các xã",), None, "continuous"),
]

FRAME = (None, None, None, None, (), (None, None, None))
