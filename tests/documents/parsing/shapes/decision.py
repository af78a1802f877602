"""A decision of a people's committee with a plan in its articles."""

# ruff: noqa: E501 -- lines of a document are as long as an office writes them

TEXT = """\
ỦY BAN NHÂN DÂN
TỈNH SÔNG MẪU
-------
|
CỘNG HÒA XÃ HỘI
CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
---------------
|
Số: 412/QĐ-UBND
|
Sông Mẫu, ngày
09 tháng 03 năm 2026
|
QUYẾT ĐỊNH
BAN HÀNH KẾ HOẠCH PHÁT TRIỂN ĐỌC SÁCH TRÊN ĐỊA BÀN TỈNH SÔNG MẪU GIAI
ĐOẠN 2026 - 2030
CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH SÔNG MẪU
Căn cứ Luật Tổ chức chính
quyền địa phương ngày 16/6/2025;
Căn cứ Quyết định số
329/QĐ-TTg ngày 15/3/2017 của Thủ tướng Chính phủ phê duyệt Đề án phát triển văn hóa đọc;
Theo đề nghị của Giám đốc Sở Văn hóa, Thể thao và Du lịch tại Tờ trình số 77/TTr-SVHTTDL
ngày 02/3/2026.
QUYẾT ĐỊNH:
Điều 1.
Ban hành kèm theo Quyết định này Kế hoạch phát triển đọc sách trên
địa bàn tỉnh giai đoạn 2026 - 2030.
Điều 2.
Giao Sở Văn hóa, Thể thao và Du lịch chủ trì, phối
hợp với các cơ quan, đơn vị liên quan tổ chức triển khai Kế hoạch này.
Điều 3.
Quyết định này có hiệu lực kể từ ngày ký.
Chánh Văn phòng UBND tỉnh; Giám đốc các Sở: Văn hóa, Thể thao và Du lịch, Tài chính; Chủ tịch UBND các xã, phường chịu trách nhiệm thi hành Quyết định này./.
Nơi nhận:
- Như Điều 3;
- Bộ VHTTDL (báo cáo);
- TT Tỉnh ủy, TT HĐND tỉnh;
- Lưu: VT, KGVX.
|
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH
Trần Văn Mẫu
|
KẾ HOẠCH
PHÁT TRIỂN ĐỌC SÁCH TRÊN ĐỊA BÀN TỈNH SÔNG MẪU GIAI ĐOẠN 2026 - 2030
(Ban hành kèm theo Quyết định số 412/QĐ-UBND ngày 09/3/2026 của Chủ tịch UBND tỉnh)
I. MỤC ĐÍCH, YÊU CẦU
1. Tạo thói quen đọc sách trong nhân dân.
II. NHIỆM VỤ, GIẢI PHÁP
1. Tuyên truyền
a) Nội dung: Tổ chức Ngày Sách hằng năm.
b) Cơ quan chủ trì: Sở Văn hóa, Thể thao và Du lịch.
c) Cơ quan phối hợp: Sở Giáo dục và Đào tạo; UBND các xã, phường.
d) Thời gian thực hiện: Tháng 4 hằng năm.
2. Xây dựng tủ sách
- Rà soát các tủ sách hiện có tại cơ sở.
+ Đơn vị thực hiện: UBND các xã, phường.
+ Thời gian hoàn thành: Quý II/2026.
+ Sản phẩm: Báo cáo rà soát.
III. TỔ CHỨC THỰC HIỆN
1. Sở Văn hóa, Thể thao và Du lịch
- Chủ trì, phối hợp với Sở Tài chính và các đơn vị liên quan tham mưu kinh phí trước ngày 30/6 hằng năm.
- Tổng hợp, báo cáo UBND tỉnh trước ngày 15/12 hằng năm.
2. Sở Tài chính: Bố trí kinh phí thực hiện Kế hoạch theo quy định.
3. Ủy ban nhân dân các xã, phường
a) Xây dựng kế hoạch của địa phương, hoàn thành trong vòng 15 ngày làm việc kể từ ngày Kế hoạch này được ban hành.
b) Định kỳ 6 tháng, hằng năm báo cáo kết quả về Sở Văn hóa, Thể thao và Du lịch.
Trong quá trình thực hiện, nếu có khó khăn, vướng mắc, các đơn vị báo cáo về Sở Văn hóa, Thể thao và Du lịch để tổng hợp./.
"""

TASKS = [
    ("Điều 2", ("Sở Văn hóa, Thể thao và Du lịch",), ("các cơ quan, đơn vị liên quan",), None, None),
    (
        "II.1.a",
        ("Sở Văn hóa, Thể thao và Du lịch",),
        ("Sở Giáo dục và Đào tạo", "UBND các xã, phường"),
        None,
        "annual",
    ),
    ("II.2", ("UBND các xã, phường",), (), "2026-06", "once"),
    ("III.1", ("Sở Văn hóa, Thể thao và Du lịch",), ("Sở Tài chính", "các đơn vị liên quan"), None, "annual"),
    ("III.1", ("Sở Văn hóa, Thể thao và Du lịch",), (), None, "annual"),
    ("III.2", ("Sở Tài chính",), (), None, None),
    ("III.3.a", ("Ủy ban nhân dân các xã, phường",), (), None, "once"),
    ("III.3.b", ("Ủy ban nhân dân các xã, phường",), (), None, "semiannual"),
]

FRAME = (
    "412/QĐ-UBND",
    "QUYẾT ĐỊNH",
    "2026-03-09",
    "GIAI ĐOẠN 2026 - 2030",
    ("Như Điều 3", "Bộ VHTTDL (báo cáo)", "TT Tỉnh ủy, TT HĐND tỉnh", "Lưu: VT, KGVX"),
    (None, "KT. CHỦ TỊCH / PHÓ CHỦ TỊCH", "Trần Văn Mẫu"),
)
