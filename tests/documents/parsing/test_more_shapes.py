"""Shapes of sentences, names, times and scans that other offices use; each row is one fault that was found and mended."""

# ruff: noqa: E501 -- office texts stand here as they are written

import pytest

from dondoc.documents.parsing import Draft, read
from dondoc.documents.parsing.bodies import split_names
from dondoc.documents.parsing.slips import figures_mended, mended

FRAME = """ĐẢNG BỘ TỈNH MẪU
ĐẢNG ỦY XÃ MẪU
*
Số 21-KH/ĐU
ĐẢNG CỘNG SẢN VIỆT NAM
Mẫu, ngày 12 tháng {month} năm {year}

KẾ HOẠCH
công tác năm 2026
-----
Ban Thường vụ Đảng ủy xây dựng kế hoạch như sau:
{body}
"""


def plan(body: str, year: int = 2026, month: int = 3) -> Draft:
    return read(FRAME.format(body=body, year=year, month=f"{month:02d}"))


def work(lines: str, **when: int) -> list[tuple[list[str], list[str], str | None]]:
    """(leads, supports, due) of the tasks of a part of assignments that holds `lines`."""
    return [([*t.lead], [*t.support], t.due.code) for t in plan(f"II. TỔ CHỨC THỰC HIỆN\n{lines}", **when).tasks]


WORK = [
    ("and Môi trường is one name", "1. Sở Nông nghiệp và Môi trường\n- Hướng dẫn các xã lập hồ sơ.", [(["Sở Nông nghiệp và Môi trường"], [], None)]),
    ("is the focal point", "1. Văn phòng Đảng ủy là đầu mối tổng hợp, báo cáo.", [(["Văn phòng Đảng ủy"], [], None)]),
    ("cần is no verb in hậu cần", "1. Phòng Hậu cần - Kỹ thuật: bảo đảm quân trang.", [(["Phòng Hậu cần - Kỹ thuật"], [], None)]),
    ("hands out targets", "1. Văn phòng Đảng ủy chủ trì, phối hợp với Ban Xây dựng Đảng giao chỉ tiêu cho các chi bộ trước ngày 20/4/2026.", [(["Văn phòng Đảng ủy"], ["Ban Xây dựng Đảng"], "2026-04-20")]),
    ("an aside is no name", "1. Phòng Kinh tế (cơ quan thường trực): Tham mưu kế hoạch năm.", [(["Phòng Kinh tế"], [], None)]),
    ("one word for several", "1. Các sở: Xây dựng, Y tế, Công an tỉnh phối hợp thực hiện Kế hoạch.", [(["Sở Xây dựng", "Sở Y tế", "Công an tỉnh"], [], None)]),
    ("an opening governs letters", "1. Đảng ủy Ủy ban nhân dân tỉnh lãnh đạo, chỉ đạo:\na) Xây dựng đề án sắp xếp trường lớp.\nb) Hằng năm bố trí đủ vốn.", [(["Đảng ủy Ủy ban nhân dân tỉnh"], [], None), (["Đảng ủy Ủy ban nhân dân tỉnh"], [], None)]),
    ("an opening with whom it leads", "2. Đảng ủy Ủy ban nhân dân tỉnh lãnh đạo Ủy ban nhân dân tỉnh:\n2.1. Hoàn thành cắm mốc trong quý IV/2026.\n2.2. Bố trí kinh phí tuần tra.", [(["Đảng ủy Ủy ban nhân dân tỉnh"], [], "2026-12"), (["Đảng ủy Ủy ban nhân dân tỉnh"], [], None)]),
    ("a part of the body above", "1. Hội Liên hiệp Phụ nữ tỉnh\n- Ban Kinh tế - Gia đình: Tham mưu thành lập Ban Tổ chức trước 28/4/2026.\n- Văn phòng: Tham mưu kinh phí.", [(["Ban Kinh tế - Gia đình"], [], "2026-04-28"), (["Văn phòng"], [], None)]),
    ("done by", "1. Sơ tuyển từ ngày 10/4/2026 đến ngày 20/4/2026, do Ban Chỉ huy Quân sự xã thực hiện.", [(["Ban Chỉ huy Quân sự xã"], [], "2026-04-20")]),
    ("named work in quotes", "1. Thâm nhập “3 gặp, 4 biết”: các đơn vị nhận quân phối hợp với địa phương tiến hành, xong trước ngày 25/4/2026.", [(["các đơn vị nhận quân"], ["địa phương"], "2026-04-25")]),
    ("the next sentence says who", "1. Khám tuyển từ ngày 02/4/2026 đến ngày 15/4/2026. Hội đồng khám sức khỏe của tỉnh tổ chức khám tập trung.", [(["Hội đồng khám sức khỏe của tỉnh"], [], "2026-04-15")]),
    ("a bracket says who drafts", "1. Phát động cuộc thi, nhận hồ sơ đến hết ngày 30/5/2026 (Ban Kinh tế tham mưu).", [(["Ban Kinh tế"], [], "2026-05-30")]),
    ("a sentence of time is no task", "1. Tham mưu ban hành kế hoạch phong trào. Hoàn thành trước ngày 20/4/2026. Phân công: Tổ Tổng hợp.", [(["Tổ Tổng hợp"], [], "2026-04-20")]),
    ("done: when", "a) Cứng hóa 12 km đường thôn.\n- Chủ trì: Phòng Kinh tế.\n- Phối hợp: Các thôn.\n- Hoàn thành: Quý IV/2028.", [(["Phòng Kinh tế"], ["Các thôn"], "2028-12")]),
    ("a bare day in a bracket", "1. Văn phòng Đảng ủy: tham mưu quy chế (15/4/2026).", [(["Văn phòng Đảng ủy"], [], "2026-04-15")]),
    ("a day without its year", "1. Hội Nông dân: rà soát hội viên khó khăn (báo cáo trước 20/5).", [(["Hội Nông dân"], [], "2026-05-20")]),
    ("a span of months", "1. Văn phòng Đảng ủy tổ chức hội nghị trong tháng 02 - 3/2026.", [(["Văn phòng Đảng ủy"], [], "2026-03")]),
    ("summed up in a year", "1. Văn phòng Đảng ủy tham mưu tổ chức sơ kết vào năm 2028.", [(["Văn phòng Đảng ủy"], [], "2028-12")]),
    ("a beginning is no end", "1. Trung tâm Chính trị đưa nội dung vào chương trình bồi dưỡng, bắt đầu từ quý II/2026.", [(["Trung tâm Chính trị"], [], None)]),
    ("a target inside an order leaves it an order", "1. Đảng ủy Các cơ quan Đảng chỉ đạo vận động Nhân dân ký cam kết, phấn đấu trên 95% hộ dân ký trước ngày 30/5/2026.", [(["Đảng ủy Các cơ quan Đảng"], [], "2026-05-30")]),
    ("a long name that holds verbs", "1. Giao Giám đốc Ban Quản lý dự án đầu tư xây dựng các công trình giao thông cử cán bộ kiểm đếm.", [(["Giám đốc Ban Quản lý dự án đầu tư xây dựng các công trình giao thông"], [], None)]),
    ("a force whose name holds a verb", "1. Lực lượng tham gia bảo vệ an ninh, trật tự ở cơ sở phối hợp nắm tình hình.", [(["Lực lượng tham gia bảo vệ an ninh, trật tự ở cơ sở"], [], None)]),
    ("cells and committees", "1. Các chi, đảng bộ cơ sở căn cứ Kế hoạch xây dựng chương trình thực hiện.", [(["Các chi, đảng bộ cơ sở"], [], None)]),
    ("letters worn by a scan", "1. Đàng ùy UBND xã lãnh đạo UBND xã xây dựng vùng trồng, hoàn thành trước 31/l2/2027.", [(["Đàng ùy UBND xã"], [], "2027-12-31")]),
    ("answers for it: whom", "1. Ra quân Tháng Thanh niên\n- Thời gian: Trước ngày 05/3/2026\n- Chịu trách nhiệm: Ban Thường vụ Đoàn xã\n- Phối hợp: Công an xã", [(["Ban Thường vụ Đoàn xã"], ["Công an xã"], "2026-03-05")]),
    ("branches of the Youth Union", "1. Các chi đoàn trực thuộc xây dựng chương trình, gửi trước ngày 30/5/2026.", [(["Các chi đoàn trực thuộc"], [], "2026-05-30")]),
    ("given behind a dash", "1. Giám sát chi trả chế độ - giao Hội Cựu chiến binh xã chủ trì, thời gian quý II/2026.", [(["Hội Cựu chiến binh xã"], [], "2026-06")]),
    ("given behind a dash, then only when", "1. Giám sát vay vốn - giao Hội Nông dân, Hội Phụ nữ xã, thời gian tháng 8/2026.", [(["Hội Nông dân", "Hội Phụ nữ xã"], [], "2026-08")]),
    ("led behind a dash", "1. Phản biện dự thảo Nghị quyết về phí vệ sinh - Ban Thường trực Ủy ban Mặt trận xã chủ trì.", [(["Ban Thường trực Ủy ban Mặt trận xã"], [], None)]),
    ("given behind a colon", "1. Giám sát đầu tư của cộng đồng: giao Ban Giám sát cộng đồng thực hiện.", [(["Ban Giám sát cộng đồng"], [], None)]),
    ("a title, then who", "1. Tăng cường sự lãnh đạo của cấp ủy. Các chi bộ trực thuộc đưa nội dung vào chương trình công tác hằng năm.", [(["Các chi bộ trực thuộc"], [], None)]),
    ("assigned to members below a body", "1. Các chi bộ trực thuộc:\n- Phân công đảng viên hướng dẫn ít nhất 03 hộ dân.", [(["Các chi bộ trực thuộc"], [], None)]),
    ("clears away", "1. Ủy ban nhân dân các phường, xã giải tỏa lấn chiếm lòng đường; thực hiện thường xuyên.", [(["Ủy ban nhân dân các phường, xã"], [], None)]),
    ("makes haste", "1. Hạ tầng: Ban Quản lý dự án đầu tư xây dựng công trình giao thông đẩy nhanh tiến độ, hoàn thành trong năm 2028.", [(["Ban Quản lý dự án đầu tư xây dựng công trình giao thông"], [], "2028-12")]),
    ("the Youth Union of a district", "1. Huyện đoàn: phát động trồng cây trong quý II/2026.", [(["Huyện đoàn"], [], "2026-06")]),
    ("quarter one worn by a scan", "1. Các chi bộ trực thuộc cụ thể hóa vào chương trình công tác, hoàn thành trong quý l/2026.", [(["Các chi bộ trực thuộc"], [], "2026-03")]),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "tasks"), [row[1:] for row in WORK], ids=[row[0] for row in WORK])
def test_who_does_it_by_when(lines: str, tasks: list[tuple[list[str], list[str], str | None]]) -> None:
    assert work(lines) == tasks


def test_a_name_that_was_right_on_the_day_is_kept() -> None:
    line = "1. Ban Tuyên giáo Huyện ủy hướng dẫn học tập Nghị quyết."
    assert [work(line, year=2023)[0][0], work(line)[0][0]] == [
        ["Ban Tuyên giáo Huyện ủy"],
        ["Ban Tuyên giáo và Dân vận Huyện ủy"],
    ]


def test_a_body_of_another_organisation_keeps_its_name() -> None:
    assert work("1. Ban Tuyên giáo - Chính sách Hội Phụ nữ biên soạn tài liệu.")[0][0] == [
        "Ban Tuyên giáo - Chính sách Hội Phụ nữ"
    ]


def test_months_of_a_plan_for_the_year_to_come() -> None:
    assert work("1. Văn phòng Đảng ủy tham mưu quy chế trước ngày 20/5.", year=2025, month=12) == [
        (["Văn phòng Đảng ủy"], [], "2026-05-20")
    ]


def test_environment_is_not_each_school() -> None:
    assert split_names("Sở Nông nghiệp và Môi trường, Sở Y tế") == ("Sở Nông nghiệp và Môi trường", "Sở Y tế")


TARGETS = [
    ("1. Giao quân: 1.450 công dân (có danh sách kèm theo).\n2. 100% xã tổ chức lễ giao quân.", [("=", 1450), ("=", 100)]),
    ("1. Thu nhập đạt 75 triệu đồng/người/năm.\n2. Định hướng đến năm 2030 không còn hộ nghèo.", [("=", 75), ("=", 0)]),
    ("1. Giao quân đạt 100% chỉ tiêu trên giao.\n2. 100% xã tổ chức lễ giao quân.", [("=", 100), ("=", 100)]),
    ("1. Thực hiện ít nhất 02 công trình thanh niên; 04 phần việc thanh niên.\n2. 100% chi đoàn đăng ký.", [(">=", 2), ("=", 4), ("=", 100)]),
    ("1. Hoàn thành hỗ trợ xóa 3.245 nhà tạm, trong đó:\n- Xây mới: 2.104 nhà;\n- Sửa chữa: 1.141 nhà.\n2. 100% nhà đạt tiêu chí.\nMức hỗ trợ: 60 triệu đồng/nhà xây mới, 30 triệu đồng/nhà sửa chữa.", [("=", 3245), ("=", 2104), ("=", 1141), ("=", 100)]),
    ("1. Giá trị sản phẩm thu được trên 1 ha đất trồng trọt đạt 210 triệu đồng trở lên.\n2. 100% xã có vùng trồng.", [(">=", 210), ("=", 100)]),
]  # fmt: skip


@pytest.mark.parametrize("heading", ["I. CHỈ TIÊU", "I. CHỈ TIỂU PHẤN ĐẤU"])
@pytest.mark.parametrize(("lines", "values"), TARGETS)
def test_targets_and_their_figures(heading: str, lines: str, values: list[tuple[str, int]]) -> None:
    draft = plan(f"{heading}\n{lines}")
    assert [(m.comparator, m.value) for t in draft.indicators for m in t.measures] == values


def test_marks_that_a_scan_got_wrong_in_words_that_leave_no_doubt() -> None:
    slips = {
        "đàng ùy xã": "đảng ủy xã", "chỉ tiểu": "chỉ tiêu", "chi tiêu": "chi tiêu", "chủ tri": "chủ trì", "uỷ ban": "ủy ban",
        "mặt trận tồ quốc": "mặt trận tổ quốc", "nhiệm vu": "nhiệm vụ", "nơi nhân dân ở": "nơi nhân dân ở",
    }  # fmt: skip
    assert {word: mended(word) for word in slips} == slips


def test_figures_that_end_in_a_worn_one() -> None:
    words = {
        "ngày 1l tháng l1 năm 2025": "ngày 11 tháng 11 năm 2025", "Số 0l-CTr/TU": "Số 01-CTr/TU", "đạt 8l%": "đạt 81%",
        "có 0l sản phẩm": "có 01 sản phẩm", "can 5l nước": "can 5l nước",
    }  # fmt: skip
    assert {word: figures_mended(word) for word in words} == words


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        ("CHỈ HUY TRƯỞNG\n\n\nĐại tá Hồ Văn Mẫu", "Hồ Văn Mẫu"),
        ("TRƯỞNG CÔNG AN XÃ\n\nThiếu tá Dương Văn Mẫu", "Dương Văn Mẫu"),
        ("T/M BAN THƯỜNG VỤ\nBÍ THƯ\nY Thanh Mẫu", "Y Thanh Mẫu"),
        ("T/M BAN THƯỜNG VỤ\nBÍ THƯ\nH'Yim Mẫu", "H'Yim Mẫu"),
    ],
)
def test_who_signed(lines: str, name: str) -> None:
    draft = plan(
        f"II. TỔ CHỨC THỰC HIỆN\n1. Văn phòng Đảng ủy theo dõi.\n\nNơi nhận:\n- Các chi bộ,\n- Lưu.\n\n{lines}"
    )
    assert draft.signature is not None
    assert draft.signature.name == name


def test_a_table_behind_the_signature_leaves_it_whole() -> None:
    table = "TT\tThôn\tThu quỹ (triệu đồng)\tSố hộ thoát nghèo (hộ)\n1\tThôn Đông\t12\t3\n2\tThôn Đoài\t15\t2\n3\tThôn Trung\t9\t4\n"
    draft = plan(
        "II. TỔ CHỨC THỰC HIỆN\n1. Văn phòng Đảng ủy theo dõi.\n\nNơi nhận:\n- Các chi bộ,\n- Lưu.\n\nT/M BAN THƯỜNG VỤ\nBÍ THƯ\nĐoàn Mạnh Mẫu\n\nBIỂU GIAO CHỈ TIÊU CHO CÁC THÔN\n"
        + table
    )
    assert draft.signature is not None
    assert (draft.signature.name, [m.value for t in draft.indicators for m in t.measures]) == (
        "Đoàn Mạnh Mẫu",
        [12, 3, 15, 2, 9, 4],
    )


def test_every_line_that_names_who_is_an_item_of_its_own() -> None:
    lines = [
        "Ban Tổ chức Đảng ủy: hoàn thiện đề án nhân sự đại hội điểm, trình trước ngày 20/4/2026.",
        "Ủy ban Kiểm tra Đảng ủy: kết thúc kiểm tra dấu hiệu vi phạm tại chi bộ thôn Mẫu (28/4/2026).",
        "Đảng ủy Quân sự xã, Công an xã: bảo đảm an ninh dịp lễ hội tại các thôn - thường xuyên nhé.",
        "Phòng Kinh tế xã: cấp kinh phí đại hội cho 19 chi bộ trực thuộc (trước ngày 10/4/2026), báo cáo.",
        "Hội Nông dân xã: phát động trồng cây quanh các đường làng ngõ xóm, xong trong quý II/2026 này.",
        "Các chi bộ: rà soát, báo cáo tiến độ chuẩn bị văn kiện đại hội vào thứ Sáu mỗi tuần, đầy đủ.",
        "Văn phòng Đảng ủy: theo dõi, đôn đốc, tổng hợp báo cáo Thường trực tại giao ban của mỗi tháng.",
        "Đoàn Thanh niên xã: ra quân dọn vệ sinh các tuyến đường trước ngày 30/4/2026, có hình ảnh rõ.",
        "Mặt trận xã: giám sát việc lấy ý kiến của Nhân dân vào dự thảo văn kiện trước ngày 15/4/2026.",
    ]
    assert len(work("\n".join(lines))) == len(lines)


def test_a_closing_whose_columns_ran_together() -> None:
    draft = plan(
        "II. TỔ CHỨC THỰC HIỆN\n1. Văn phòng Đảng ủy theo dõi.\nNơi nhận: T/M BAN THƯỜNG VỤ\n- Thường trực Tỉnh ủy, BÍ THƯ\n- Các chi bộ trực thuộc,\n- Lưu Văn phòng Đảng ủy.\nHồ Thị Lan Mẫu"
    )
    assert draft.recipients == ("Thường trực Tỉnh ủy", "Các chi bộ trực thuộc", "Lưu Văn phòng Đảng ủy")
    assert draft.signature is not None
    assert (draft.signature.position, draft.signature.name) == ("BÍ THƯ", "Hồ Thị Lan Mẫu")


def test_a_row_that_heads_others_is_no_task() -> None:
    rows = [
        "| TT | Nhiệm vụ | Đơn vị chủ trì | Đơn vị phối hợp | Thời gian |",
        "| 1 | Chỉnh trang đô thị | | | |",
        "| 1.1 | Lập đồ án quy hoạch | Phòng Kinh tế | Các khu phố | Năm 2026 |",
        '| 1.2 | Xóa 04 điểm ngập | " | | 30/6/2027 |',
        "| 2 | Văn hóa - xã hội | | | |",
        "| 2.1 | Xây dựng trường học | Phòng Văn hóa - Xã hội | | Quý IV/2029 |",
    ]
    draft = plan("II. NHIỆM VỤ\n(theo Phụ lục)\n\nPHỤ LỤC\nPHÂN CÔNG NHIỆM VỤ\n" + "\n".join(rows))
    assert [(draft.words(t.span)[:12], [*t.lead], t.due.code) for t in draft.tasks] == [
        ("Lập đồ án qu", ["Phòng Kinh tế"], "2026-12"),
        ("Xóa 04 điểm ", ["Phòng Kinh tế"], "2027-06-30"),
        ("Xây dựng trư", ["Phòng Văn hóa - Xã hội"], "2029-12"),
    ]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Hằng năm có từ 90% chi bộ trở lên hoàn thành tốt nhiệm vụ", ("chi bộ", "hoàn thành tốt nhiệm vụ")),
        ("Tỷ lệ trẻ em dưới 5 tuổi suy dinh dưỡng dưới 7%", ("trẻ em dưới 5 tuổi", "suy dinh dưỡng")),
    ],
)
def test_who_is_counted(text: str, who: tuple[str, str]) -> None:
    measure = plan(f"I. CHỈ TIÊU\n1. {text}.").indicators[0].measures[0]
    assert (measure.population, measure.predicate) == who


def test_a_number_printed_with_blanks() -> None:
    assert (
        read(FRAME.format(body="I. NHIỆM VỤ", year=2026, month="03").replace("21-KH/ĐU", "2 1 4 -KH/ĐU")).head.number
        == "214-KH/ĐU"
    )


def test_the_number_of_a_cited_document_is_not_the_own() -> None:
    text = "TỈNH ỦY MẪU\n*\nMẫu, ngày 11 tháng 5 năm 2025\n\nCHƯƠNG TRÌNH HÀNH ĐỘNG\nthực hiện Nghị quyết số 71-NQ/TW, ngày 22/8/2024 của Bộ Chính trị\n---\nBan Chấp hành Đảng bộ tỉnh ban hành Chương trình như sau:\nI. NHIỆM VỤ\n1. Văn phòng Tỉnh ủy theo dõi."
    draft = read(text)
    assert (draft.head.number, [c.symbol for c in draft.citations]) == (None, ["71-NQ/TW"])


def test_the_bodies_that_an_opening_line_asks_do_the_items_below() -> None:
    text = "UBND TỈNH MẪU\nSỞ Y TẾ MẪU\nSố: 15/SYT-NV\nMẫu, ngày 08 tháng 6 năm 2026\nKính gửi: Ủy ban nhân dân các xã.\n\nSở Y tế đề nghị Ủy ban nhân dân các xã thực hiện một số nội dung sau:\n1. Thống kê số ca mắc, hoàn thành trước ngày 20/6/2026.\n2. Tuyên truyền trên truyền thanh cơ sở.\n3. Giao Trung tâm Kiểm soát bệnh tật hướng dẫn kỹ thuật."
    assert [[*t.lead] for t in read(text).tasks] == [
        ["Ủy ban nhân dân các xã"],
        ["Ủy ban nhân dân các xã"],
        ["Trung tâm Kiểm soát bệnh tật"],
    ]
