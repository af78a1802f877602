"""A directive of the Prime Minister."""

# ruff: noqa: E501 -- lines of a document are as long as an office writes them

TEXT = """\
THỦ TƯỚNG CHÍNH PHỦ
-------
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
---------------
Số: 900/QĐ-TTg
Hà Nội, ngày 12 tháng 5 năm 2026

QUYẾT ĐỊNH

PHÊ DUYỆT CHƯƠNG TRÌNH PHÁT TRIỂN THƯ VIỆN SỐ ĐẾN NĂM 2030

Căn cứ Luật Tổ chức Chính phủ ngày 18 tháng 02 năm 2025;

Theo đề nghị của Bộ trưởng Bộ Văn hóa, Thể thao và Du lịch.

QUYẾT ĐỊNH:

Điều 1. Phê duyệt Chương trình phát triển thư viện số đến năm 2030 (sau đây gọi là Chương trình) với các nội dung chủ yếu sau:

I. MỤC TIÊU

1. Mục tiêu cụ thể đến năm 2030

a) 100% thư viện cấp tỉnh hoàn thành số hóa tài liệu quý hiếm.

II. NHIỆM VỤ, GIẢI PHÁP CHỦ YẾU

1. Hoàn thiện thể chế, chính sách.

2. Xây dựng cơ sở dữ liệu dùng chung.

III. TỔ CHỨC THỰC HIỆN

1. Bộ Văn hóa, Thể thao và Du lịch

a) Chủ trì, phối hợp với các bộ, ngành, địa phương triển khai Chương trình.

b) Tổ chức sơ kết vào năm 2028, tổng kết vào năm 2030.

2. Bộ Tài chính cân đối, bố trí kinh phí chi thường xuyên theo quy định của Luật Ngân sách nhà nước.

3. Các bộ, cơ quan ngang bộ, cơ quan thuộc Chính phủ

Xây dựng và ban hành kế hoạch thực hiện trong quý IV năm 2026; định kỳ trước ngày 10 tháng 12 hằng năm gửi báo cáo Bộ Văn hóa, Thể thao và Du lịch.

4. Ủy ban nhân dân các tỉnh, thành phố trực thuộc trung ương chịu trách nhiệm ban hành kế hoạch, bố trí nguồn lực thực hiện Chương trình tại địa phương.

Điều 2. Quyết định này có hiệu lực thi hành kể từ ngày ký ban hành.

Điều 3. Các Bộ trưởng, Thủ trưởng cơ quan ngang bộ, Thủ trưởng cơ quan thuộc Chính phủ, Chủ tịch Ủy ban nhân dân các tỉnh, thành phố trực thuộc trung ương chịu trách nhiệm thi hành Quyết định này./.

Nơi nhận:
- Ban Bí thư Trung ương Đảng;
- Thủ tướng, các Phó Thủ tướng Chính phủ;
- Các bộ, cơ quan ngang bộ, cơ quan thuộc Chính phủ;
- HĐND, UBND các tỉnh, thành phố trực thuộc trung ương;
- VPCP: BTCN, các PCN, Trợ lý TTg, TGĐ Cổng TTĐT, các Vụ, Cục, đơn vị trực thuộc, Công báo;
- Lưu: VT, KGVX (2b).
KT. THỦ TƯỚNG
PHÓ THỦ TƯỚNG
Mai Mẫu Sơn
"""

TASKS = [
    ("Điều 1.III.1.a", ("Bộ Văn hóa, Thể thao và Du lịch",), ("các bộ, ngành, địa phương",), None, None),
    ("Điều 1.III.1.b", ("Bộ Văn hóa, Thể thao và Du lịch",), (), "2028-12", "once"),
    ("Điều 1.III.2", ("Bộ Tài chính",), (), None, None),
    ("Điều 1.III.3", ("Các bộ, cơ quan ngang bộ, cơ quan thuộc Chính phủ",), (), "2026-12", "once"),
    ("Điều 1.III.4", ("Ủy ban nhân dân các tỉnh, thành phố trực thuộc trung ương",), (), None, None),
]

FRAME = (
    "900/QĐ-TTg",
    "QUYẾT ĐỊNH",
    "2026-05-12",
    "NĂM 2030",
    (
        "Ban Bí thư Trung ương Đảng",
        "Thủ tướng, các Phó Thủ tướng Chính phủ",
        "Các bộ, cơ quan ngang bộ, cơ quan thuộc Chính phủ",
        "HĐND, UBND các tỉnh, thành phố trực thuộc trung ương",
        "VPCP: BTCN, các PCN, Trợ lý TTg, TGĐ Cổng TTĐT, các Vụ, Cục, đơn vị trực thuộc, Công báo",
        "Lưu: VT, KGVX (2b)",
    ),
    (None, "KT. THỦ TƯỚNG / PHÓ THỦ TƯỚNG", "Mai Mẫu Sơn"),
)
