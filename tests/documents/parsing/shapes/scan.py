"""Recognised from a scan."""

# ruff: noqa: E501 -- lines of a document are as long as an office writes them

TEXT = """\
UBND XA LANG MAU
Số: 45/KH-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Làng Mẫu, ngày 02 thảng 3 năm 2026

KẾ HOACH
Phòng, chống thiên tai và tìm kiếm cứu nạn năm 2026

Căn cứ Luật Phòng, chống thiên tai sổ 33/2013/QH13; Quyết định số 1270/QĐ-TTg ngày 03/10/2019; Kế hoạch số 25/KH-UBND ngảy 15/02/2026 của UBND tỉnh. UBND xã ban hành Kế hoạch như sau:
I. MỤC ĐÍCH
Chủ động phòng, chống thiên tai.
II. NHIỆM VỤ CỤ THỂ
1. Trước thiên tai
- Kiện toàn Ban Chỉ huy phòng thủ dân sự xã, xong trước 31/3/2026. Cơ quan chủ trì: Văn phòng HĐND và UBND xã.
- Rà soát phương án sơ tán dân. Cơ quan chủ trì: Ban Chỉ huy Quân sự xã; phối hợp: Công an xã, các thôn. Thời gian: trước ngày 30/4/2026.
2. Khi có thiên tai
- Các thôn báo cáo tình hình thiệt hại về UBND xã trong vòng 24 giờ kể từ khi thiên tai kết thúc.
III. TỎ CHỨC THỰC HIỆN
1. Ban Chi huy Quân sự xã
Chủ trì tham mưu xây dựng phương án, tổ chức trực ban 24/24 giờ từ ngày 15/5 đến ngày 30/11 hàng năm.
2. Công an xã: Bảo đảm an ninh trật tự tại khu vực sơ tán.
3. Phòng Kinh tế; Phòng Văn hóa - Xã hội: Dự trù vật tư, lương thực trong tháng 4 hàng năm.
Nơi nhận:
- UBND tỉnh;
- TT Đảng ủy, HĐND xã;
- Các thôn;
- Luu: VT.
TM. ỦY BAN NHÂN DÂN
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH
(Đã ký)
Đinh Mẫu Long
"""

TASKS = [
    ("II.1", ("Văn phòng HĐND và UBND xã",), (), "2026-03-31", "once"),
    ("II.1", ("Ban Chỉ huy Quân sự xã",), ("Công an xã", "các thôn"), "2026-04-30", "once"),
    ("II.2", ("Các thôn",), (), None, "once"),
    ("III.1", ("Ban Chi huy Quân sự xã",), (), None, "annual"),
    ("III.2", ("Công an xã",), (), None, None),
    ("III.3", ("Phòng Kinh tế", "Phòng Văn hóa - Xã hội"), (), None, "annual"),
]

FRAME = (
    "45/KH-UBND",
    "KẾ HOẠCH",
    "2026-03-02",
    "năm 2026",
    ("UBND tỉnh", "TT Đảng ủy, HĐND xã", "Các thôn", "Luu: VT"),
    ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH / PHÓ CHỦ TỊCH", "Đinh Mẫu Long"),
)
