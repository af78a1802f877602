"""A paper without the name of its kind."""

# ruff: noqa: E501 -- lines of a document are as long as an office writes them

TEXT = """\
ỦY BAN NHÂN DÂN |
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM |
Số: 130/KH-UBND | Sông Mẫu, ngày 13 tháng 7 năm 2026 |
Thực hiện Thông tư số 10/2026/TT-BNV ngày 31/5/2026 của Bộ Nội vụ hướng dẫn giám sát, UBND tỉnh ban hành Kế hoạch giám sát năm 2026, cụ thể như sau:
I. MỤC ĐÍCH, YÊU CẦU
1. Mục đích
Theo dõi việc chấp hành quy định.
II. NỘI DUNG
1. Giám sát định kỳ: thực hiện 6 tháng, hằng năm.
III. TỔ CHỨC THỰC HIỆN
1. Sở Nội vụ: Chủ trì, hướng dẫn các đơn vị thực hiện Kế hoạch; tổng hợp báo cáo UBND tỉnh, Bộ Nội vụ trước ngày 20/12/2026.
2. Sở Tài chính, Kho bạc Nhà nước khu vực: Phối hợp với Sở Nội vụ hướng dẫn thanh quyết toán.
3. Các sở, ban, ngành là thành viên Ban Chỉ đạo theo chức năng, nhiệm vụ được giao: hướng dẫn, kiểm tra cơ sở.
4. Đề nghị Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh và các tổ chức thành viên: Tham gia giám sát việc thực hiện.
5. Chế độ báo cáo
a) UBND các xã, phường báo cáo 6 tháng trước ngày 15/6, báo cáo năm trước ngày 10/12.
b) Sở Nội vụ tổng hợp, báo cáo Chủ tịch UBND tỉnh định kỳ hằng quý, trước ngày 25 của tháng cuối quý.
Yêu cầu Thủ trưởng các sở, ban, ngành; Chủ tịch UBND các xã, phường nghiêm túc triển khai thực hiện./.
Nơi nhận:
- Bộ Nội vụ;
- Như phần III;
- Lưu: VT.
TM. ỦY BAN NHÂN DÂN
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH
Vũ Mẫu Hà
"""

TASKS = [
    ("III.1", ("Sở Nội vụ",), (), "2026-12-20", "once"),
    ("III.2", ("Sở Tài chính", "Kho bạc Nhà nước khu vực"), ("Sở Nội vụ",), None, None),
    ("III.3", ("Các sở, ban, ngành là thành viên Ban Chỉ đạo",), (), None, None),
    ("III.4", ("Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh và các tổ chức thành viên",), (), None, None),
    ("III.5.a", ("UBND các xã, phường",), (), None, "semiannual"),
    ("III.5.b", ("Sở Nội vụ",), (), None, "quarterly"),
    ("III.5.b", ("Thủ trưởng các sở, ban, ngành", "Chủ tịch UBND các xã, phường"), (), None, None),
]

FRAME = (
    "130/KH-UBND",
    "KẾ HOẠCH",
    "2026-07-13",
    None,
    ("Bộ Nội vụ", "Như phần III", "Lưu: VT"),
    ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH / PHÓ CHỦ TỊCH", "Vũ Mẫu Hà"),
)
