"""An official letter."""

TEXT = """\
   UBND TỈNH SÔNG MẪU          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
       SỞ Y TẾ                      Độc lập - Tự do - Hạnh phúc
     Số: 305/SYT-NVY                Sông Mẫu, ngày 03 tháng 4 năm 2026
V/v tăng cường phòng, chống
      dịch bệnh mùa hè

        Kính gửi:
               - Các bệnh viện trong tỉnh;
               - Trung tâm Y tế các khu vực.

      Thực hiện Công văn số 1021/UBND-VX ngày 01/4/2026 của UBND tỉnh về phòng, chống
dịch bệnh, Sở Y tế yêu cầu các đơn vị thực hiện một số nội dung sau:
      1. Các bệnh viện trong tỉnh
      a) Rà soát, bổ sung thuốc, vật tư trước ngày 15/4/2026.
      b) Tổ chức trực 24/24 giờ trong các ngày lễ.
      2. Trung tâm Kiểm soát bệnh tật tỉnh: chủ trì giám sát dịch; phối hợp với
Trung tâm Y tế các khu vực xử lý ổ dịch trong vòng 48 giờ.
      3. Phòng Nghiệp vụ Y phối hợp với Phòng Tổ chức cán bộ kiểm tra công tác trực.
      Đề nghị các đơn vị nghiêm túc thực hiện, báo cáo kết quả về Sở Y tế (qua Phòng
Nghiệp vụ Y) trước ngày 30/4/2026./.

Nơi nhận:                                              KT. GIÁM ĐỐC
- Như trên;                                            PHÓ GIÁM ĐỐC
- Giám đốc Sở (b/c);
- Lưu: VT, NVY.
                                                        Đỗ Văn Mẫu
"""

TASKS = [
    ("1.a", ("Các bệnh viện trong tỉnh",), (), "2026-04-15", "once"),
    ("1.b", ("Các bệnh viện trong tỉnh",), (), None, None),
    ("2", ("Trung tâm Kiểm soát bệnh tật tỉnh",), ("Trung tâm Y tế các khu vực",), None, "once"),
    ("3", ("Phòng Nghiệp vụ Y",), ("Phòng Tổ chức cán bộ",), None, None),
    ("3", ("các đơn vị",), (), "2026-04-30", "once"),
]

FRAME = (
    "305/SYT-NVY",
    "CÔNG VĂN",
    "2026-04-03",
    None,
    ("Như trên", "Giám đốc Sở (b/c)", "Lưu: VT, NVY"),
    (None, "KT. GIÁM ĐỐC / PHÓ GIÁM ĐỐC", "Đỗ Văn Mẫu"),
)
