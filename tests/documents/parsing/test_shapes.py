"""Documents of other shapes, written for this test in the same genre: each is read by the same rules."""

# ruff: noqa: E501 -- office texts and messages stand here as they are written

from decimal import Decimal

from dondoc.documents.parsing import Draft, read

PARTY_PLAN = """ĐẢNG BỘ TỈNH MẪU
ĐẢNG ỦY PHƯỜNG AN BÌNH
*
Số 15-KH/ĐU
ĐẢNG CỘNG SẢN VIỆT NAM
An Bình, ngày 05 tháng 3 năm 2026

KẾ HOẠCH
thực hiện Nghị quyết số 71-NQ/TW, ngày 22/8/2025 của Bộ Chính trị về đột phá phát triển giáo dục và đào tạo

Thực hiện Kế hoạch số 20-KH/TU, ngày 10/01/2026 của Ban Thường vụ Tỉnh ủy, Ban Thường vụ Đảng ủy phường ban hành kế hoạch:

A. MỤC TIÊU
I- Mục tiêu chung
Nâng cao chất lượng giáo dục.
II- Chỉ tiêu cụ thể đến năm 2030
1) Trên 95% trẻ em 5 tuổi hoàn thành chương trình mầm non.
2) Tỷ lệ trường đạt chuẩn quốc gia đạt từ 80% trở lên; phấn đấu xây dựng 02 trường chất lượng cao.
3) Tỷ lệ học sinh bỏ học không quá 0,2%/năm.

B. NHIỆM VỤ
I- Giao Ban Xây dựng Đảng
1. Tham mưu Ban Thường vụ Đảng ủy ban hành nghị quyết chuyên đề về giáo dục, hoàn thành trước ngày 30/6/2026.
2. Hằng quý tổng hợp kết quả, báo cáo Ban Thường vụ Đảng ủy.
II- Ủy ban Kiểm tra Đảng ủy: Xây dựng kế hoạch giám sát chuyên đề. Thời gian hoàn thành: Quý II/2026.
III- Các chi bộ trực thuộc
- Tổ chức quán triệt nghị quyết đến toàn thể đảng viên trong tháng 4/2026.
- Phối hợp với Hội Khuyến học phường, Đoàn Thanh niên vận động học sinh trở lại trường.
IV- Đảng ủy Ủy ban nhân dân phường lãnh đạo Ủy ban nhân dân phường chủ trì, phối hợp với các trường học rà soát cơ sở vật chất.

Nơi nhận:
- Tỉnh ủy (để b/c);
- Lưu VPĐU.

T/M BAN THƯỜNG VỤ
BÍ THƯ

Nguyễn Văn Mẫu
"""

DECISION = """ỦY BAN NHÂN DÂN
TỈNH MẪU
Số: 45/QĐ-UBND
Mẫu, ngày 12 tháng 01 năm 2026

QUYẾT ĐỊNH
Ban hành Kế hoạch cải cách hành chính năm 2026

Căn cứ Nghị quyết số 76/NQ-CP ngày 15 tháng 7 năm 2021 của Chính phủ;

Điều 1. Ban hành kèm theo Quyết định này Kế hoạch cải cách hành chính năm 2026.
Điều 2. Chánh Văn phòng, Giám đốc Sở Nội vụ và các đơn vị liên quan chịu trách nhiệm thi hành Quyết định này./.

Nơi nhận:
- Như Điều 2;
- Lưu: VT.
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH
Trần Thị Mẫu

KẾ HOẠCH
Cải cách hành chính năm 2026
(Ban hành kèm theo Quyết định số 45/QĐ-UBND ngày 12/01/2026)

I. MỤC TIÊU
1. 100% văn bản được ban hành đúng trình tự.

II. CHỈ TIÊU
| STT | Chỉ tiêu | Đơn vị tính | Năm 2026 | Đến năm 2030 |
| 1 | Tỷ lệ hồ sơ nộp trực tuyến | % | ≥ 80 | 95 |
| 2 | Số dịch vụ công được cắt giảm | dịch vụ | 20 | 50 |

III. TỔ CHỨC THỰC HIỆN
1. Sở Nội vụ
a) Chủ trì, phối hợp với các sở, ngành theo dõi, đôn đốc việc thực hiện Kế hoạch.
b) Báo cáo Ủy ban nhân dân tỉnh trước ngày 05/12/2026.

PHỤ LỤC
| TT | Nội dung công việc | Đơn vị chủ trì | Đơn vị phối hợp | Thời gian hoàn thành | Sản phẩm |
|---|---|---|---|---|---|
| I | Nhóm một |
| 1 | Rà soát văn bản | Sở Tư pháp | Các sở, ban, ngành | Tháng 6/2026 | Báo cáo |
"""

BLOCKS = """KẾ HOẠCH
tổ chức các hoạt động năm 2026

I. NHIỆM VỤ
1. Hoạt động 1
- Nội dung: Tổ chức hội nghị tập huấn cho cán bộ.
- Cơ quan thực hiện: Sở Nội vụ chủ trì, phối hợp với Sở Tài chính.
- Thời gian: Quý III/2026.
- Sản phẩm: Báo cáo kết quả.
"""

ADVISORY = """TỈNH ỦY MẪU
BAN TUYÊN GIÁO VÀ DÂN VẬN
*
Số 112 - KH/BTGDVTU
ĐẢNG CỘNG SẢN VIỆT NAM
Mẫu, ngày 9 tháng 5 năm 2026
KẾ HOẠCH
triển khai công tác tuyên giáo và dân vận 6 tháng cuối năm 2026
-----
Căn cứ Chương trình công tác số 05-CTr/TU ngày 12-01-2026 của Tỉnh ủy, Ban xây dựng kế hoạch như sau:
I. MỤC TIÊU, CHỈ TIÊU
- Phấn đấu 95% trở lên cán bộ, đảng viên được học tập nghị quyết; trên 80% quần chúng được tuyên truyền.
- Ít nhất 02 lớp bồi dưỡng/năm.
- Mỗi chi bộ có tối thiểu 01 mô hình “Dân vận khéo”.
- Số lượng tin, bài tăng 15% so với năm 2025.
- 100% đảng bộ trực thuộc (23/23) tổ chức đối thoại ít nhất 1 lần/năm.
- Không để xảy ra điểm nóng.
II. NHIỆM VỤ
1. Phòng Tuyên truyền: xây dựng đề cương tuyên truyền (xong trước 15/6/2026); chủ trì tổ chức 3 hội nghị báo cáo viên.
2. Phòng Khoa giáo - Tham mưu kế hoạch kiểm tra Chỉ thị số 13-CT/TW (Quý III/2026).
3. Văn phòng Ban:
+ Tổng hợp, báo cáo Thường trực Tỉnh ủy trước ngày 20 hằng tháng.
+ Chuẩn bị kinh phí, cơ sở vật chất.
4. Đề nghị các ban tuyên giáo và dân vận đảng ủy xã, phường căn cứ kế hoạch này xây dựng kế hoạch của đơn vị; báo cáo kết quả về Ban (qua Phòng Tổng hợp) trước 30/11/2026.
5. Đồng chí Trưởng phòng Tuyên truyền chịu trách nhiệm theo dõi, đôn đốc.
6. Các phòng, đơn vị căn cứ nhiệm vụ được giao tổ chức thực hiện, định kỳ 6 tháng, 1 năm báo cáo lãnh đạo Ban.
Nơi nhận:                                   K/T TRƯỞNG BAN
- Thường trực Tỉnh ủy,                      PHÓ TRƯỞNG BAN
- Các phòng,
- Lưu VP.
                                            Lê Thị Mẫu
"""

ARTICLES = """ĐẢNG ỦY XÃ MẪU
*
Số 7-CTr/ĐU

CHƯƠNG TRÌNH
công tác năm 2027 của Ban Chấp hành Đảng bộ xã

Phần thứ nhất
NHỮNG CHỈ TIÊU CHỦ YẾU
Chỉ tiêu 1. Tốc độ tăng giá trị sản xuất đạt 10,5%/năm trở lên.
Chỉ tiêu 2. Thu ngân sách trên địa bàn đạt 45 tỷ đồng.
Chỉ tiêu 3. Kết nạp từ 15 đến 20 đảng viên mới.
Chỉ tiêu 4. Tỷ lệ hộ nghèo giảm từ 5,2% xuống còn 3%.
Chỉ tiêu 5. 100% chi bộ hoàn thành tốt nhiệm vụ trở lên, trong đó 20% hoàn thành xuất sắc.
Chỉ tiêu 6. Tỷ lệ che phủ rừng ≥ 45%; tỷ lệ dân số tham gia BHYT ≥95%.
Phần thứ hai
PHÂN CÔNG THỰC HIỆN
Điều 1. Ban Thường vụ Đảng ủy
a. Lãnh đạo, chỉ đạo xây dựng Nghị quyết về phát triển kinh tế. Thời gian: quý I/2027.
b. Chuẩn bị nội dung hội nghị Ban Chấp hành định kỳ hằng quý.
Điều 2. Ủy ban nhân dân xã chủ trì, phối hợp với Ủy ban Mặt trận Tổ quốc, các đoàn thể xây dựng đề án; trình Ban Thường vụ trước 15-3-2027.
Điều 3. Các chi bộ trực thuộc có trách nhiệm cụ thể hóa chương trình này thành kế hoạch của chi bộ (gửi về Văn phòng Đảng ủy trước ngày 10/02/2027).

T/M BAN CHẤP HÀNH
BÍ THƯ
(Đã ký)
Trần Văn Mẫu
"""

LABELS = """KẾ HOẠCH
chuyển đổi số năm 2026

I. MỤC TIÊU
1. Mục tiêu tổng quát
Đẩy mạnh chuyển đổi số.
2. Mục tiêu cụ thể
a) Chính quyền số
- 100% cơ quan, đơn vị sử dụng chữ ký số; 90% hồ sơ công việc cấp tỉnh, 80% cấp xã được xử lý trên môi trường mạng.
- Tối thiểu 80% dịch vụ công trực tuyến toàn trình.
- Tỷ trọng kinh tế số đạt khoảng 20% GRDP.
- Triển khai ít nhất 05 nền tảng số dùng chung.
b) Xã hội số
- Trên 70% dân số trưởng thành có tài khoản thanh toán; phấn đấu 50% có chữ ký số cá nhân.
- Nâng xếp hạng chỉ số chuyển đổi số (DTI) vào nhóm 20 tỉnh dẫn đầu.
II. NHIỆM VỤ
1. Hoàn thiện thể chế
a) Rà soát, ban hành quy chế quản lý dữ liệu.
- Đơn vị chủ trì: Sở Tư pháp.
- Đơn vị phối hợp: Sở Khoa học và Công nghệ, các sở, ngành.
- Thời gian thực hiện: Quý II/2026.
b) Xây dựng kế hoạch đào tạo.
- Đơn vị chủ trì: Sở Nội vụ; đơn vị phối hợp: UBND cấp xã.
- Thời gian: thường xuyên.
2. Phát triển hạ tầng (Sở Khoa học và Công nghệ chủ trì; hoàn thành trước 30/9/2026).
"""


def tasks(draft: Draft) -> list[tuple[object, ...]]:
    return [(t.part, t.lead, t.support, t.due.code, t.due.cadence and t.due.cadence.value) for t in draft.tasks]


def measures(draft: Draft) -> list[tuple[object, ...]]:
    return [
        (t.ordinal, m.comparator, m.value, m.unit, m.population, m.period) for t in draft.indicators for m in t.measures
    ]


def test_a_plan_in_capital_letters_romans_and_brackets() -> None:
    draft = read(PARTY_PLAN)
    assert (draft.head.number, draft.head.issuer, draft.head.place) == ("15-KH/ĐU", "Đảng ủy phường An Bình", "An Bình")
    assert measures(draft) == [
        ("1", ">", 95, "%", "trẻ em 5 tuổi", "đến năm 2030"),
        ("2", ">=", 80, "%", "trường", "đến năm 2030"),
        ("2", "=", 2, "trường", "trường chất lượng cao", "đến năm 2030"),
        ("3", "<=", Decimal("0.2"), "%", "học sinh", "năm"),
    ]
    assert tasks(draft) == [
        ("B.I.1", ("Ban Xây dựng Đảng",), (), "2026-06-30", "once"),
        ("B.I.2", ("Ban Xây dựng Đảng",), (), None, "quarterly"),
        ("B.II", ("Ủy ban Kiểm tra Đảng ủy",), (), "2026-06", "once"),
        ("B.III", ("Các chi bộ trực thuộc",), (), "2026-04", "once"),
        ("B.III", ("Các chi bộ trực thuộc",), ("Hội Khuyến học phường", "Đoàn Thanh niên"), None, None),
        ("B.IV", ("Đảng ủy Ủy ban nhân dân phường",), ("các trường học",), None, None),
    ]
    assert [t.report_to for t in draft.tasks] == [None, "Ban Thường vụ Đảng ủy", None, None, None, None]
    assert [p.text for p in draft.tasks[0].products] == ["nghị quyết chuyên đề về giáo dục"]


def test_a_decision_with_its_plan_and_tables_behind_the_signature() -> None:
    draft = read(DECISION)
    assert (draft.head.type, draft.head.number, draft.signature.name) == ("QUYẾT ĐỊNH", "45/QĐ-UBND", "Trần Thị Mẫu")
    assert measures(draft) == [
        ("1", "=", 100, "%", "văn bản", None),
        ("1", ">=", 80, "%", "hồ sơ", "Năm 2026"),
        ("1", "=", 95, "%", "hồ sơ", "Đến năm 2030"),
        ("2", "=", 20, "dịch vụ", "Số dịch vụ công", "Năm 2026"),
        ("2", "=", 50, "dịch vụ", "Số dịch vụ công", "Đến năm 2030"),
    ]
    assert tasks(draft) == [
        ("III.1.a", ("Sở Nội vụ",), ("các sở, ngành",), None, None),
        ("III.1.b", ("Sở Nội vụ",), (), "2026-12-05", "once"),
        ("PHỤ LỤC.1", ("Sở Tư pháp",), ("Các sở, ban, ngành",), "2026-06", "once"),
    ]
    assert [p.text for p in draft.tasks[-1].products] == ["Báo cáo"]


def test_labels_below_a_task_belong_to_it() -> None:
    (task,) = read(BLOCKS).tasks
    assert (task.lead, task.support, task.due.code) == (("Sở Nội vụ",), ("Sở Tài chính",), "2026-09")
    assert [p.text for p in task.products] == ["hội nghị tập huấn cho cán bộ", "Báo cáo kết quả"]


def test_what_is_not_a_plan_is_said_to_be_none() -> None:
    for text in ("", "   ", "Thực đơn hôm nay: cơm, canh, cá.", "1 2 3\n4 5 6", "lorem ipsum dolor " * 200):
        draft = read(text)
        assert [(f.code, f.severity.value) for f in draft.findings] == [("not_a_plan", "error")]
        assert (draft.indicators, draft.tasks) == ((), ())


def test_an_advisory_body_with_one_line_duties_and_two_columns_at_the_end() -> None:
    draft = read(ADVISORY)
    head = draft.head
    assert (head.number, head.issuer, head.term) == (
        "112-KH/BTGDVTU",
        "Ban Tuyên giáo và Dân vận",
        "6 tháng cuối năm 2026",
    )
    assert measures(draft)[:6] == [
        ("I-1", ">=", 95, "%", "cán bộ, đảng viên", None),
        ("I-1", ">", 80, "%", "quần chúng", None),
        ("I-2", ">=", 2, "lớp", "lớp bồi dưỡng", "năm"),
        ("I-3", ">=", 1, "mô hình", "chi bộ", None),
        ("I-4", "=", 15, "%", "tin, bài", None),
        ("I-5", "=", 100, "%", "đảng bộ trực thuộc (23/23)", "năm"),
    ]
    assert tasks(draft) == [
        ("II.1", ("Phòng Tuyên truyền",), (), "2026-06-15", "once"),
        ("II.2", ("Phòng Khoa giáo",), (), "2026-09", "once"),
        ("II.3", ("Văn phòng Ban",), (), None, "monthly"),
        ("II.3", ("Văn phòng Ban",), (), None, None),
        ("II.4", ("các ban tuyên giáo và dân vận đảng ủy xã, phường",), (), "2026-11-30", "once"),
        ("II.5", ("Đồng chí Trưởng phòng Tuyên truyền",), (), None, None),
        ("II.6", ("Các phòng, đơn vị",), (), None, "semiannual"),
    ]
    assert draft.tasks[4].report_to == "Ban (qua Phòng Tổng hợp)"
    assert draft.recipients == ("Thường trực Tỉnh ủy", "Các phòng", "Lưu VP")
    assert (draft.signature.position, draft.signature.name) == ("K/T TRƯỞNG BAN / PHÓ TRƯỞNG BAN", "Lê Thị Mẫu")


def test_parts_in_words_and_duties_in_articles() -> None:
    draft = read(ARTICLES)
    assert (draft.head.title, draft.head.issuer) == ("công tác năm 2027 của Ban Chấp hành Đảng bộ xã", "Đảng ủy xã Mẫu")
    told = [(t.ordinal, m.comparator, m.value, m.population, m.predicate) for t in draft.indicators for m in t.measures]
    assert told == [
        ("1", ">=", Decimal("10.5"), "giá trị sản xuất", "Tốc độ tăng"),
        ("2", "=", 45, "Thu ngân sách trên địa bàn", ""),
        ("3", "range", (15, 20), "đảng viên mới", "Kết nạp"),
        ("4", "=", 3, "hộ nghèo", "giảm"),
        ("5", "=", 100, "chi bộ", "hoàn thành tốt nhiệm vụ trở lên"),
        ("5", "=", 20, "chi bộ", "hoàn thành xuất sắc"),
        ("6", ">=", 45, "rừng", "che phủ"),
        ("6", ">=", 95, "dân số", "tham gia BHYT"),
    ]
    assert [m.baseline for t in draft.indicators for m in t.measures][3] == Decimal("5.2")
    assert tasks(draft) == [
        ("Điều 1.a", ("Ban Thường vụ Đảng ủy",), (), "2027-03", "once"),
        ("Điều 1.b", ("Ban Thường vụ Đảng ủy",), (), None, "quarterly"),
        ("Điều 2", ("Ủy ban nhân dân xã",), ("Ủy ban Mặt trận Tổ quốc", "các đoàn thể"), "2027-03-15", "once"),
        ("Điều 3", ("Các chi bộ trực thuộc",), (), "2027-02-10", "once"),
    ]


def test_labels_and_brackets_name_the_bodies() -> None:
    draft = read(LABELS)
    assert [t.ordinal for t in draft.indicators] == ["I.2.a-1", "I.2.a-2", "I.2.a-3", "I.2.a-4", "I.2.b-1", "I.2.b-2"]
    assert tasks(draft) == [
        ("II.1.a", ("Sở Tư pháp",), ("Sở Khoa học và Công nghệ", "các sở, ngành"), "2026-06", "once"),
        ("II.1.b", ("Sở Nội vụ",), ("UBND cấp xã",), None, "continuous"),
        ("II.2", ("Sở Khoa học và Công nghệ",), (), "2026-09-30", "once"),
    ]
    assert draft.unread == ()
