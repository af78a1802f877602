"""Made-up documents of the genre, each with its own truth: decisions, conclusions, notices, dispatches, lists, scans.

tasks: (first words, who leads, who supports, due). targets: (first words, [(comparator, value, period)]).
"""

# ruff: noqa: E501 -- office texts stand here as they are written

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Paper:
    """A document and what a careful person reads in it. number, day: of the head."""

    text: str
    number: str
    day: str
    tasks: list[tuple[str, list[str], list[str], str]] = field(default_factory=list)
    targets: list[tuple[str, list[tuple[str, Any, str | None]]]] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    signer: str = ""


LIST = Paper(
    """ĐẢNG BỘ XÃ SUỐI BẠC
BAN THƯỜNG VỤ
*
Số 37-TB/ĐU
ĐẢNG CỘNG SẢN VIỆT NAM
Suối Bạc, ngày 09 tháng 3 năm 2026

THÔNG BÁO
phân công nhiệm vụ quý II năm 2026

Ban Thường vụ Đảng ủy phân công như sau:
- Văn phòng Đảng ủy: chủ trì tham mưu chương trình làm việc sáu tháng cuối năm, xong trước ngày 20/6/2026.
- Ban Xây dựng Đảng: chủ trì, phối hợp với Trung tâm Chính trị xã mở lớp bồi dưỡng kết nạp Đảng, xong trong quý II/2026.
- Ủy ban Kiểm tra Đảng ủy: kiểm tra 02 chi bộ có dấu hiệu vi phạm, xong trong tháng 5/2026.
- Đoàn Thanh niên xã: đảm nhận tuyến đường tự quản, báo cáo kết quả trước ngày 15/6/2026.

Nơi nhận:
- Thường trực Tỉnh ủy,
- Các chi bộ trực thuộc,
- Lưu Văn phòng.
T/M BAN THƯỜNG VỤ
PHÓ BÍ THƯ
Lò Thị Mẫu
""",
    "37-TB/ĐU", "2026-03-09",
    tasks=[
        ("Văn phòng Đảng ủy: chủ trì tham mưu", ["Văn phòng Đảng ủy"], [], "2026-06-20"),
        ("Ban Xây dựng Đảng: chủ trì", ["Ban Xây dựng Đảng"], ["Trung tâm Chính trị xã"], "2026-06-30"),
        ("Ủy ban Kiểm tra Đảng ủy: kiểm tra 02", ["Ủy ban Kiểm tra Đảng ủy"], [], "2026-05-31"),
        ("Đoàn Thanh niên xã: đảm nhận", ["Đoàn Thanh niên xã"], [], "2026-06-15"),
    ],
    recipients=["Thường trực Tỉnh ủy", "Các chi bộ trực thuộc", "Lưu Văn phòng"], signer="Lò Thị Mẫu",
)  # fmt: skip

DECISION = Paper(
    """ỦY BAN NHÂN DÂN
XÃ PHÚ LÂM
Số: 418/QĐ-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Phú Lâm, ngày 17 tháng 4 năm 2026

QUYẾT ĐỊNH
Ban hành Kế hoạch cải cách hành chính năm 2026

CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ PHÚ LÂM
Căn cứ Luật Tổ chức chính quyền địa phương ngày 16/6/2025;
Xét đề nghị của Chánh Văn phòng Hội đồng nhân dân và Ủy ban nhân dân xã.

QUYẾT ĐỊNH:
Điều 1. Ban hành kèm theo Quyết định này Kế hoạch cải cách hành chính năm 2026.
Điều 2. Quyết định này có hiệu lực kể từ ngày ký.
Điều 3. Chánh Văn phòng, Trưởng các phòng chuyên môn chịu trách nhiệm thi hành Quyết định này./.

Nơi nhận:
- Như Điều 3;
- Sở Nội vụ;
- Lưu: VT.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Trịnh Quang Mẫu

KẾ HOẠCH
Cải cách hành chính năm 2026
(Ban hành kèm theo Quyết định số 418/QĐ-UBND ngày 17/4/2026 của Chủ tịch Ủy ban nhân dân xã Phú Lâm)

I. MỤC TIÊU
1. Trên 95% hồ sơ thủ tục hành chính được giải quyết đúng hạn.
2. Tỷ lệ hồ sơ nộp trực tuyến đạt tối thiểu 70%.
3. 100% văn bản của xã được ký số.

II. NHIỆM VỤ
1. Rà soát, công khai thủ tục hành chính
Cơ quan chủ trì: Trung tâm Phục vụ hành chính công xã.
Cơ quan phối hợp: Phòng Văn hóa - Xã hội; Phòng Kinh tế.
Thời gian hoàn thành: trước ngày 31/5/2026.
2. Giao Phòng Văn hóa - Xã hội chủ trì, phối hợp với Công an xã tuyên truyền dịch vụ công trực tuyến, hoàn thành trong quý III/2026.
3. Văn phòng Hội đồng nhân dân và Ủy ban nhân dân xã tham mưu báo cáo kết quả cải cách hành chính trước ngày 10/12/2026.
""",
    "418/QĐ-UBND", "2026-04-17",
    tasks=[
        ("Rà soát, công khai thủ tục", ["Trung tâm Phục vụ hành chính công xã"], ["Phòng Văn hóa - Xã hội", "Phòng Kinh tế"], "2026-05-31"),
        ("Giao Phòng Văn hóa - Xã hội", ["Phòng Văn hóa - Xã hội"], ["Công an xã"], "2026-09-30"),
        ("Văn phòng Hội đồng nhân dân", ["Văn phòng Hội đồng nhân dân và Ủy ban nhân dân xã"], [], "2026-12-10"),
    ],
    targets=[
        ("Trên 95% hồ sơ", [(">", 95, None)]),
        ("Tỷ lệ hồ sơ nộp trực tuyến", [(">=", 70, None)]),
        ("100% văn bản", [("=", 100, None)]),
    ],
    recipients=["Như Điều 3", "Sở Nội vụ", "Lưu: VT"], signer="Trịnh Quang Mẫu",
)  # fmt: skip

CONCLUSION = Paper(
    """TỈNH ỦY HÒA AN
*
Số 92-KL/TU
ĐẢNG CỘNG SẢN VIỆT NAM
Hòa An, ngày 22 tháng 5 năm 2026

KẾT LUẬN
của Ban Thường vụ Tỉnh ủy về công tác giải ngân vốn đầu tư công năm 2026

Sau khi nghe Đảng ủy Ủy ban nhân dân tỉnh báo cáo, Ban Thường vụ Tỉnh ủy kết luận:
1. Đến ngày 30/4/2026 toàn tỉnh mới giải ngân được 18,6% kế hoạch vốn.
2. Phấn đấu đến hết năm 2026 giải ngân đạt từ 95% kế hoạch vốn trở lên.
3. Yêu cầu Đảng ủy Ủy ban nhân dân tỉnh:
a) Lãnh đạo rà soát từng dự án chậm tiến độ, điều chuyển vốn trước ngày 30/9/2026.
b) Hằng tháng báo cáo Ban Thường vụ Tỉnh ủy kết quả giải ngân.
4. Giao Ban Nội chính Tỉnh ủy chủ trì, phối hợp với Ủy ban Kiểm tra Tỉnh ủy theo dõi việc xử lý vi phạm trong đầu tư công.
5. Văn phòng Tỉnh ủy đôn đốc, báo cáo Thường trực Tỉnh ủy việc thực hiện Kết luận trước ngày 20/12/2026.

Nơi nhận:
- Văn phòng Trung ương Đảng,
- Các cấp ủy trực thuộc,
- Lưu Văn phòng Tỉnh ủy.
T/M BAN THƯỜNG VỤ
PHÓ BÍ THƯ THƯỜNG TRỰC
Đinh Công Mẫu
""",
    "92-KL/TU", "2026-05-22",
    tasks=[
        ("Lãnh đạo rà soát từng dự án", ["Đảng ủy Ủy ban nhân dân tỉnh"], [], "2026-09-30"),
        ("Hằng tháng báo cáo", ["Đảng ủy Ủy ban nhân dân tỉnh"], [], "monthly"),
        ("Giao Ban Nội chính Tỉnh ủy", ["Ban Nội chính Tỉnh ủy"], ["Ủy ban Kiểm tra Tỉnh ủy"], ""),
        ("Văn phòng Tỉnh ủy đôn đốc", ["Văn phòng Tỉnh ủy"], [], "2026-12-20"),
    ],
    targets=[("Phấn đấu đến hết năm 2026 giải ngân", [(">=", 95, "đến hết năm 2026")])],
    recipients=["Văn phòng Trung ương Đảng", "Các cấp ủy trực thuộc", "Lưu Văn phòng Tỉnh ủy"], signer="Đinh Công Mẫu",
)  # fmt: skip

DISPATCH = Paper(
    """UBND TỈNH BÌNH HÀ
SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG
Số: 1523/SNNMT-TTBVTV
V/v phòng, trừ sâu bệnh hại lúa hè thu
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Bình Hà, ngày 08 tháng 6 năm 2026

Kính gửi: Ủy ban nhân dân các xã, phường.

Sở Nông nghiệp và Môi trường đề nghị Ủy ban nhân dân các xã, phường thực hiện một số nội dung sau:
1. Chỉ đạo cán bộ nông nghiệp thăm đồng, thống kê diện tích nhiễm bệnh, hoàn thành trước ngày 20/6/2026.
2. Tuyên truyền trên hệ thống truyền thanh cơ sở ít nhất 02 lần/tuần.
3. Giao Chi cục Trồng trọt và Bảo vệ thực vật hướng dẫn kỹ thuật, tổng hợp báo cáo Sở trước ngày 25 hằng tháng.

Nơi nhận:
- Như trên;
- UBND tỉnh (để b/c);
- Lưu: VT, TTBVTV.
KT. GIÁM ĐỐC
PHÓ GIÁM ĐỐC
Ngô Văn Mẫu
""",
    "1523/SNNMT-TTBVTV", "2026-06-08",
    tasks=[
        ("Chỉ đạo cán bộ nông nghiệp", ["Ủy ban nhân dân các xã, phường"], [], "2026-06-20"),
        ("Tuyên truyền trên hệ thống", ["Ủy ban nhân dân các xã, phường"], [], ""),
        ("Giao Chi cục Trồng trọt", ["Chi cục Trồng trọt và Bảo vệ thực vật"], [], "monthly"),
    ],
    recipients=["Như trên", "UBND tỉnh (để b/c)", "Lưu: VT, TTBVTV"], signer="Ngô Văn Mẫu",
)  # fmt: skip

YEARS = Paper(
    """ĐẢNG BỘ TỈNH TÂN GIANG
ĐẠI HỘI ĐẠI BIỂU LẦN THỨ II
*
Số 01-NQ/ĐH
ĐẢNG CỘNG SẢN VIỆT NAM
Tân Giang, ngày 28 tháng 8 năm 2025

NGHỊ QUYẾT
Đại hội đại biểu Đảng bộ tỉnh lần thứ II, nhiệm kỳ 2025 - 2030

I. CÁC CHỈ TIÊU CHỦ YẾU
STT   Tên chỉ tiêu                        ĐVT          2026    2027    2028    2029    2030
1     Tốc độ tăng tổng sản phẩm           %            8,5     9       9,5     10      10,5
2     Thu ngân sách trên địa bàn          tỷ đồng      4.200   4.650   5.100   5.600   6.200
3     Tỷ lệ lao động qua đào tạo          %            72      74      76      78      ≥ 80
4     Số xã đạt chuẩn nông thôn mới       xã           18      20      22      25      28

II. TỔ CHỨC THỰC HIỆN
1. Ban Tuyên giáo và Dân vận Tỉnh ủy tổ chức học tập, quán triệt Nghị quyết, hoàn thành trong tháng 10/2025.
2. Giao Ban Chấp hành Đảng bộ tỉnh khóa II xây dựng chương trình hành động thực hiện Nghị quyết.

T/M ĐOÀN CHỦ TỊCH
Cao Thị Mẫu
""",
    "01-NQ/ĐH", "2025-08-28",
    tasks=[
        ("Ban Tuyên giáo và Dân vận Tỉnh ủy", ["Ban Tuyên giáo và Dân vận Tỉnh ủy"], [], "2025-10-31"),
        ("Giao Ban Chấp hành Đảng bộ", ["Ban Chấp hành Đảng bộ tỉnh khóa II"], [], ""),
    ],
    targets=[
        ("Tốc độ tăng tổng sản phẩm", [("=", 8.5, "năm 2026"), ("=", 9, "năm 2027"), ("=", 9.5, "năm 2028"), ("=", 10, "năm 2029"), ("=", 10.5, "năm 2030")]),
        ("Thu ngân sách trên địa bàn", [("=", 4200, "năm 2026"), ("=", 4650, "năm 2027"), ("=", 5100, "năm 2028"), ("=", 5600, "năm 2029"), ("=", 6200, "năm 2030")]),
        ("Tỷ lệ lao động qua đào tạo", [("=", 72, "năm 2026"), ("=", 74, "năm 2027"), ("=", 76, "năm 2028"), ("=", 78, "năm 2029"), (">=", 80, "năm 2030")]),
        ("Số xã đạt chuẩn", [("=", 18, "năm 2026"), ("=", 20, "năm 2027"), ("=", 22, "năm 2028"), ("=", 25, "năm 2029"), ("=", 28, "năm 2030")]),
    ],
    signer="Cao Thị Mẫu",
)  # fmt: skip

YOUTH = Paper(
    """ĐOÀN TNCS HỒ CHÍ MINH
BAN CHẤP HÀNH TỈNH LONG SƠN
***
Số: 64-KH/TĐTN-PT
Long Sơn, ngày 12 tháng 01 năm 2026

KẾ HOẠCH
Tổ chức Tháng Thanh niên năm 2026

I. CHỈ TIÊU
1. Cấp tỉnh
- Ít nhất 01 công trình thanh niên được khởi công.
- Vận động hiến tặng tối thiểu 1.000 đơn vị máu.
2. Cấp cơ sở
- 100% Đoàn cơ sở có ít nhất 01 công trình, phần việc thanh niên.
- Giới thiệu từ 500 đoàn viên ưu tú trở lên cho Đảng xem xét kết nạp.

II. TỔ CHỨC THỰC HIỆN
1. Ban Phong trào Tỉnh Đoàn: tham mưu tổ chức lễ khởi động trước ngày 01/3/2026.
2. Ban Xây dựng Đoàn và Văn phòng Tỉnh Đoàn: phối hợp chuẩn bị hội nghị tổng kết, xong trong tháng 4/2026.
3. Các Đoàn cơ sở xây dựng kế hoạch trước ngày 10/02/2026; báo cáo kết quả về Ban Phong trào Tỉnh Đoàn trước ngày 05/4/2026.

Nơi nhận:
- Ban Bí thư Trung ương Đoàn;
- Các Đoàn cơ sở;
- Lưu VP.
TM. BAN THƯỜNG VỤ TỈNH ĐOÀN
PHÓ BÍ THƯ
Hà Minh Mẫu
""",
    "64-KH/TĐTN-PT", "2026-01-12",
    tasks=[
        ("Ban Phong trào Tỉnh Đoàn", ["Ban Phong trào Tỉnh Đoàn"], [], "2026-03-01"),
        ("Ban Xây dựng Đoàn và Văn phòng", ["Ban Xây dựng Đoàn", "Văn phòng Tỉnh Đoàn"], [], "2026-04-30"),
        ("Các Đoàn cơ sở xây dựng", ["Các Đoàn cơ sở"], [], "2026-02-10"),
    ],
    targets=[
        ("Ít nhất 01 công trình", [(">=", 1, None)]),
        ("Vận động hiến tặng", [(">=", 1000, None)]),
        ("100% Đoàn cơ sở", [("=", 100, None), (">=", 1, None)]),
        ("Giới thiệu từ 500", [(">=", 500, None)]),
    ],
    recipients=["Ban Bí thư Trung ương Đoàn", "Các Đoàn cơ sở", "Lưu VP"], signer="Hà Minh Mẫu",
)  # fmt: skip

SCANNED = Paper(
    """ĐẢNG BỘ TỈNH MAI CHÂU
ĐẢNG ỦY PHƯỜNG BẾN GỖ
*
Số 2O-CTr/ĐU
ĐẢNG CỘNG SẢN VIỆT NAM
Bến Gỗ, ngày l5 tháng 02 năm 2O26

CHƯƠNG TRÌNH HÀNH ĐỘNG
nâng cao chất lượng đội ngũ cán bộ, giai đoạn 2026 - 2030

I. MỤC TIÊU
1. Đến năm 2O3O, 9O% cán bộ chủ chốt có trình độ đại học trở
2
lên.
2. Hằng năm kết nạp ít nhất 4O đảng viên mới.

II. NHIỆM VỤ, GIẢI PHÁP
1. Ban Xây dựng Đảng chủ trì, phối hợp với Trung tâm Chính trị phường xây dựng kế hoạch
đào tạo, trình Ban Thường vụ trước ngày 3O/6/2026.
2. Các chi bộ trực thuộc rà soát, bổ sung quy hoạch, báo cáo Đảng ủy trước ngày l5/9 hằng năm.

Nơi nhận:
- Ban Thường vụ Tỉnh ủy,
- Lưu Văn phòng.
T/M BAN CHẤP HÀNH
BÍ THƯ
Quách Văn Mẫu
""",
    "20-CTr/ĐU", "2026-02-15",
    tasks=[
        ("Ban Xây dựng Đảng chủ trì", ["Ban Xây dựng Đảng"], ["Trung tâm Chính trị phường"], "2026-06-30"),
        ("Các chi bộ trực thuộc rà soát", ["Các chi bộ trực thuộc"], [], "annual"),
    ],
    targets=[
        ("Đến năm 2O3O, 9O% cán bộ", [("=", 90, "Đến năm 2030")]),
        ("Hằng năm kết nạp", [(">=", 40, "năm")]),
    ],
    recipients=["Ban Thường vụ Tỉnh ủy", "Lưu Văn phòng"], signer="Quách Văn Mẫu",
)  # fmt: skip

PAPERS = {
    "list": LIST, "decision": DECISION, "conclusion": CONCLUSION, "dispatch": DISPATCH, "years": YEARS, "youth": YOUTH,
    "scanned": SCANNED,
}  # fmt: skip
