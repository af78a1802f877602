"""Lines broken by a web page; who leads and until when stand in lines of their own ("* Cơ quan chủ trì: …")."""

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
Số:
77/KH-UBND
|
Sông Mẫu, ngày 14
tháng 02 năm 2026
|
KẾ HOẠCH
THỰC HIỆN CHIẾN LƯỢC QUỐC GIA BÌNH ĐẲNG NĂM 2026 TRÊN
ĐỊA BÀN TỈNH SÔNG MẪU
Thực hiện Quyết định số
2232/QĐ-TTg ngày 28/12/2020 của Thủ tướng Chính phủ phê duyệt Chương trình
phòng ngừa bạo lực giai đoạn 2021 - 2025, Ủy ban nhân dân tỉnh ban hành Kế
hoạch như sau:
I. MỤC ĐÍCH, YÊU CẦU
1. Nâng cao nhận thức của
các cấp, các ngành.
II. NỘI DUNG
1. Tổ chức các hoạt động
truyền thông
- Phối hợp với các cơ
quan báo chí xây dựng chuyên mục định kỳ.
- Tổ chức Tháng hành động.
* Cơ quan chủ trì: Sở Nội
vụ.
* Cơ quan phối hợp: Sở Văn
hóa, Thể thao và Du lịch; Báo và phát thanh, truyền hình tỉnh; các cơ quan, đơn
vị liên quan.
* Thời gian thực hiện: Từ
tháng 11 đến tháng 12/2026.
2. Nâng cao năng lực
- Mở 05 lớp tập huấn cho
cán bộ làm công tác bình đẳng giới cấp xã.
- Đơn vị thực hiện: Sở Nội
vụ chủ trì, phối hợp với UBND các xã, phường.
- Thời gian: Quý II, III năm
2026.
III. KINH PHÍ
Ngân sách nhà nước theo
phân cấp.
IV. TỔ CHỨC THỰC HIỆN
1. Sở Nội vụ:
Chủ trì, phối hợp với các
sở, ngành liên quan triển khai Kế hoạch; kiểm tra việc thực hiện; tổng hợp, báo
cáo Ủy ban nhân dân tỉnh, Bộ Nội vụ trước ngày 15/12/2026.
2. Công an tỉnh, Sở Y tế,
Sở Giáo dục và Đào tạo: Căn cứ chức năng, nhiệm vụ lồng ghép các nội dung của
Kế hoạch vào chương trình công tác năm 2026.
3. Đề nghị Ủy ban Mặt trận
Tổ quốc Việt Nam tỉnh, Hội Liên hiệp Phụ nữ tỉnh:
- Tham gia tuyên truyền.
- Thực hiện giám sát và
phản biện xã hội.
4. Các sở, ban, ngành tỉnh
và UBND các xã, phường xây dựng kế hoạch, tổ chức thực hiện; gửi báo cáo về Sở
Nội vụ trước ngày 30/11/2026 để tổng hợp.
Trên đây là Kế hoạch thực
hiện Chiến lược năm 2026, yêu cầu các đơn vị nghiêm túc triển khai thực hiện./.
|
Nơi nhận:
- Bộ Nội vụ;
- TT. Tỉnh ủy, TT. HĐND tỉnh;
- CT, các PCT UBND tỉnh;
- Các sở, ban, ngành;
- Lưu: VT, KGVX.
|
TM. ỦY BAN NHÂN DÂN
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH
Lê Mẫu Hạnh
|
"""

TASKS = [
    (
        "II.1",
        ("Sở Nội vụ",),
        (
            "các cơ quan báo chí",
            "Sở Văn hóa, Thể thao và Du lịch",
            "Báo và phát thanh, truyền hình tỉnh",
            "các cơ quan, đơn vị liên quan",
        ),
        "2026-12",
        "once",
    ),
    (
        "II.1",
        ("Sở Nội vụ",),
        (
            "Sở Văn hóa, Thể thao và Du lịch",
            "Báo và phát thanh, truyền hình tỉnh",
            "các cơ quan, đơn vị liên quan",
        ),
        "2026-12",
        "once",
    ),
    ("II.2", ("Sở Nội vụ",), ("UBND các xã, phường",), "2026-09", "once"),
    ("IV.1", ("Sở Nội vụ",), ("các sở, ngành liên quan",), "2026-12-15", "once"),
    ("IV.2", ("Công an tỉnh", "Sở Y tế", "Sở Giáo dục và Đào tạo"), (), None, None),
    ("IV.3", ("Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh", "Hội Liên hiệp Phụ nữ tỉnh"), (), None, None),
    ("IV.3", ("Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh", "Hội Liên hiệp Phụ nữ tỉnh"), (), None, None),
    ("IV.4", ("Các sở, ban, ngành tỉnh", "UBND các xã, phường"), (), "2026-11-30", "once"),
]

FRAME = (
    "77/KH-UBND",
    "KẾ HOẠCH",
    "2026-02-14",
    "NĂM 2026",
    ("Bộ Nội vụ", "TT. Tỉnh ủy, TT. HĐND tỉnh", "CT, các PCT UBND tỉnh", "Các sở, ban, ngành", "Lưu: VT, KGVX"),
    ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH / PHÓ CHỦ TỊCH", "Lê Mẫu Hạnh"),
)
