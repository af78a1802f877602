"""Target tables, in each form in which they come, by year and by organisation."""

# ruff: noqa: E501 -- office texts stand here as they are written

from dondoc.documents.parsing import Draft, read

HEAD = "KẾ HOẠCH\nphát triển xã Mẫu năm 2026\n\nI. MỤC TIÊU\nPhát triển bền vững.\n\n"


def rows(draft: Draft) -> list[tuple[str, str, list[tuple[object, ...]]]]:
    """Number, name and (comparator, value, unit, period) of the measures of every target."""
    return [
        (t.ordinal, t.text, [(m.comparator, m.value, m.unit, m.period) for m in t.measures]) for t in draft.indicators
    ]


BARRED = HEAD + (
    "PHỤ LỤC\n| Số TT | Tên chỉ tiêu | Đơn vị | Mục tiêu | |\n| | | | Năm 2026 | Đến 2030 |\n|---|---|---|---|---|\n"
    "| A | KINH TẾ | | | |\n| 1 | Tốc độ tăng giá trị sản xuất | %/năm | 8,5 | 10 - 11 |\n| 2 | Cơ cấu sản xuất | | | |\n"
    "| - | Nông nghiệp | % | 18 | ≤ 14 |\n| - | Dịch vụ | % | 42 | Trên 45 |\n| 3 | Xã đạt chuẩn | Xã | 45/60 | 60/60 |\n| | Tổng cộng | | 1 | 1 |\n"
)


def test_bars_with_a_head_of_two_rows_groups_and_rows_below_a_row() -> None:
    draft = read(BARRED)
    assert rows(draft) == [
        ("1", "Tốc độ tăng giá trị sản xuất", [("=", 8.5, "%/năm", "Năm 2026"), ("range", (10, 11), "%/năm", "Đến 2030")]),
        ("2", "Cơ cấu sản xuất", []),
        ("-", "Nông nghiệp", [("=", 18, "%", "Năm 2026"), ("<=", 14, "%", "Đến 2030")]),
        ("-", "Dịch vụ", [("=", 42, "%", "Năm 2026"), (">", 45, "%", "Đến 2030")]),
        ("3", "Xã đạt chuẩn", [("=", 45, "/60", "Năm 2026"), ("=", 60, "/60", "Đến 2030")]),
    ]  # fmt: skip
    assert [(m.population, m.predicate) for m in draft.indicators[2].measures] == [
        ("Nông nghiệp", "Cơ cấu sản xuất")
    ] * 2
    assert [t.section for t in draft.indicators] == ["PHỤ LỤC.1", "PHỤ LỤC.2", "PHỤ LỤC.2", "PHỤ LỤC.2", "PHỤ LỤC.3"]
    assert draft.tasks == ()


YEARS = HEAD + (
    "| TT | Chỉ tiêu | Đơn vị tính | 2026 | 2027 | Cơ quan chủ trì |\n|--|--|--|--|--|--|\n"
    "| 1 | Tỷ lệ hộ có kết nối mạng | % | 50 | ≥ 55 | Phòng Văn hóa |\n| 2 | Số sáng kiến được công nhận | Sáng kiến | 2 | 1.200 | Phòng Kinh tế |\n"
)


def test_bare_years_and_a_column_of_bodies() -> None:
    draft = read(YEARS)
    assert rows(draft) == [
        ("1", "Tỷ lệ hộ có kết nối mạng", [("=", 50, "%", "năm 2026"), (">=", 55, "%", "năm 2027")]),
        ("2", "Số sáng kiến được công nhận", [("=", 2, "Sáng kiến", "năm 2026"), ("=", 1200, "Sáng kiến", "năm 2027")]),
    ]
    assert draft.tasks == ()


LEVELS = HEAD + (
    "| TT | Nội dung | Mức phấn đấu | Đơn vị theo dõi |\n|--|--|--|--|\n| 1 | Đối thoại với Nhân dân | Ít nhất 02 cuộc/năm | Văn phòng |\n"
    "| 2 | Cán bộ có chứng chỉ tin học | 100% | Ban Xây dựng Đảng |\n| 3 | Xếp loại cuối năm | Hoàn thành tốt | Văn phòng |\n"
)


def test_levels_told_in_the_cells() -> None:
    assert rows(read(LEVELS)) == [
        ("1", "Đối thoại với Nhân dân", [(">=", 2, "cuộc", "năm")]),
        ("2", "Cán bộ có chứng chỉ tin học", [("=", 100, "%", None)]),
        ("3", "Xếp loại cuối năm", [("qualitative", "Hoàn thành tốt", None, None)]),
    ]


ORGANISATIONS = HEAD + (
    "PHỤ LỤC\nPHÂN BỔ CHỈ TIÊU KẾT NẠP\n| TT | Đơn vị | Chỉ tiêu kết nạp (đảng viên) | Tỷ lệ nữ (%) |\n|---|---|---|---|\n"
    "| 1 | Chi bộ Trường học | 3 | 60 |\n| 2 | Chi bộ thôn Một | 2 | 30 |\n| | Tổng cộng | 5 | 45 |\n"
)


def test_an_allocation_gives_each_organisation_its_own() -> None:
    draft = read(ORGANISATIONS)
    told = [(m.population, m.predicate, m.value, m.unit) for t in draft.indicators for m in t.measures]
    assert told == [
        ("Chi bộ Trường học", "Chỉ tiêu kết nạp", 3, "đảng viên"),
        ("Chi bộ Trường học", "Tỷ lệ nữ", 60, "%"),
        ("Chi bộ thôn Một", "Chỉ tiêu kết nạp", 2, "đảng viên"),
        ("Chi bộ thôn Một", "Tỷ lệ nữ", 30, "%"),
    ]


FLAT = HEAD + (
    "PHỤ LỤC\nCHỈ TIÊU NĂM 2026\nSTT\nChỉ tiêu\nĐVT\nThực hiện\nnăm 2025\nKế hoạch\nnăm 2026\nGhi chú\nI\nHợp tác xã\n1\nTổng số hợp tác xã\nHTX\n120\n135\n"
    "Trong đó:\nSố hợp tác xã\nthành lập mới\nHTX\n10\n15\n2\nTỷ lệ hợp tác xã khá\n%\n-\nTrên 60\nII\nTổ hợp tác\n1\nTổng số tổ hợp tác\nTHT\n300\n320\n"
)


def test_one_cell_per_line_with_broken_heads_and_a_column_of_the_present_state() -> None:
    draft = read(FLAT)
    assert rows(draft) == [
        ("1", "Tổng số hợp tác xã", [("=", 135, "HTX", "năm 2026")]),
        ("PHỤ LỤC", "Số hợp tác xã thành lập mới", [("=", 15, "HTX", "năm 2026")]),
        ("2", "Tỷ lệ hợp tác xã khá", [(">", 60, "%", "năm 2026")]),
        ("1", "Tổng số tổ hợp tác", [("=", 320, "THT", "năm 2026")]),
    ]
    assert draft.tasks == ()


SPACED = HEAD + (
    "II. CHỈ TIÊU\n\nTT    Chỉ tiêu                      Đơn vị tính    Năm 2025    Kế hoạch 2026\n"
    "1     Tổng lượt khách               Triệu lượt     8,2         9,5\n2     Tỷ lệ lao động du lịch        %              65          ≥ 70\n"
    "      qua đào tạo\n3     Số điểm đến mới               Điểm                       4\n"
)


def test_columns_held_apart_by_wide_blanks() -> None:
    draft = read(SPACED)
    assert rows(draft) == [
        ("1", "Tổng lượt khách", [("=", 9.5, "Triệu lượt", "năm 2026")]),
        ("2", "Tỷ lệ lao động du lịch % 65 ≥ 70 qua đào tạo", [(">=", 70, "%", "năm 2026")]),
        ("3", "Số điểm đến mới", [("=", 4, "Điểm", "năm 2026")]),
    ]


def test_tables_of_money_and_of_work_give_no_targets() -> None:
    money = "PHỤ LỤC\nDỰ TOÁN KINH PHÍ\n| TT | Nội dung | Đơn vị tính | Năm 2026 |\n|--|--|--|--|\n| 1 | Tập huấn | Triệu đồng | 50 |\n"
    work = "PHỤ LỤC\n| TT | Nhiệm vụ | Đơn vị chủ trì | Thời gian |\n|--|--|--|--|\n| 1 | Rà soát văn bản | Sở Tư pháp | Quý I/2026 |\n"
    assert read(HEAD + money).indicators == ()
    draft = read(HEAD + work)
    assert (draft.indicators, [t.lead for t in draft.tasks]) == ((), [("Sở Tư pháp",)])


STATED = HEAD + (
    "PHỤ LỤC\n| TT | Chỉ tiêu | Cơ quan chủ trì | Thời hạn |\n|--|--|--|--|\n| 1 | 100% cán bộ được cấp chữ ký số | Phòng Nội vụ | 12/2026 |\n"
    "| 2 | Tỷ lệ hồ sơ trực tuyến đạt tối thiểu 80% | Văn phòng | Quý II/2026 |\n"
)


def test_rows_that_state_their_target_in_one_cell() -> None:
    draft = read(STATED)
    assert rows(draft) == [
        ("1", "100% cán bộ được cấp chữ ký số", [("=", 100, "%", None)]),
        ("2", "Tỷ lệ hồ sơ trực tuyến đạt tối thiểu 80%", [(">=", 80, "%", None)]),
    ]
    assert draft.tasks == ()


LINED = HEAD + (
    "PHỤ LỤC\nCHỈ TIÊU GIẢM NGHÈO\nTT Chỉ tiêu Đơn vị tính Thực hiện năm 2025 Năm 2026 Năm 2030\n1 Tỷ lệ hộ nghèo % 5,2 3,5 1 - 1,5\n"
    "2 Số lao động được tạo việc làm người 14.000 15.000 ≥ 17.500\n3 Thu nhập bình quân triệu đồng/người - 62 80\n"
)


def test_rows_that_kept_their_lines_but_lost_their_columns() -> None:
    draft = read(LINED)
    assert rows(draft) == [
        ("1", "Tỷ lệ hộ nghèo", [("=", 3.5, "%", "năm 2026"), ("range", (1, 1.5), "%", "năm 2030")]),
        ("2", "Số lao động được tạo việc làm", [("=", 15000, "người", "năm 2026"), (">=", 17500, "người", "năm 2030")]),
        (
            "3",
            "Thu nhập bình quân",
            [("=", 62, "triệu đồng/người", "năm 2026"), ("=", 80, "triệu đồng/người", "năm 2030")],
        ),
    ]
    assert draft.tasks == ()
