"""Over whom and what: the shapes of clauses, one after another in a sentence."""

# ruff: noqa: E501 -- a table of examples is read row by row

from decimal import Decimal

import pytest

from tests.documents.parsing.measures.told import told


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tỷ lệ bao phủ bảo hiểm y tế đạt trên 95% dân số.", [(">", 95, "%", "dân số", "bao phủ bảo hiểm y tế")]),
        ("Tỷ lệ thu gom, xử lý rác thải đạt 98%; nông thôn đạt 90%.",
         [("=", 98, "%", "rác thải", "thu gom, xử lý"), ("=", 90, "%", "nông thôn", "thu gom, xử lý")]),
        ("Tỷ lệ lao động qua đào tạo đạt 75%, trong đó có bằng cấp đạt 40%.",
         [("=", 75, "%", "lao động", "qua đào tạo"), ("=", 40, "%", "lao động", "bằng cấp")]),
        ("Cơ cấu kinh tế: công nghiệp - xây dựng chiếm 42%; dịch vụ chiếm 40%.",
         [("=", 42, "%", "công nghiệp - xây dựng", "Cơ cấu kinh tế"), ("=", 40, "%", "dịch vụ", "Cơ cấu kinh tế")]),
        ("Tỷ lệ đi học đúng tuổi: nhà trẻ 25%; tiểu học 100%.",
         [("=", 25, "%", "nhà trẻ", "Tỷ lệ đi học đúng tuổi"), ("=", 100, "%", "tiểu học", "Tỷ lệ đi học đúng tuổi")]),
        ("Chăn nuôi: tổng đàn gia súc đạt 5.200 con.", [("=", 5200, "con", "tổng đàn gia súc", "")]),
        ("Phấn đấu 85% chi bộ và 90% đảng viên được đánh giá hoàn thành tốt nhiệm vụ.",
         [("=", 85, "%", "chi bộ", "được đánh giá hoàn thành tốt nhiệm vụ"), ("=", 90, "%", "đảng viên", "được đánh giá hoàn thành tốt nhiệm vụ")]),
        ("Thu ngân sách trên địa bàn đạt 345 tỷ đồng, hoàn thành trước ngày 31/12/2026.", [("=", 345, "tỷ đồng", "Thu ngân sách trên địa bàn", "")]),
        ("Giải quyết việc làm mới cho 4.500 lao động.", [("=", 4500, "lao động", "lao động", "Giải quyết việc làm mới cho")]),
        ("Kiểm tra việc chấp hành Điều lệ Đảng đối với 05 chi bộ.", [("=", 5, "chi bộ", "chi bộ", "Kiểm tra việc chấp hành Điều lệ Đảng đối với")]),
        ("Mỗi ấp có ít nhất 01 tuyến đường hoa.", [(">=", 1, "tuyến đường", "ấp", "tuyến đường hoa")]),
        ("Ủy ban Mặt trận được đánh giá tốt; 75% quần chúng tham gia hội.", [("=", 75, "%", "quần chúng", "tham gia hội")]),
        ("Công tác tuyển quân đạt 100% chỉ tiêu trên giao.", [("=", 100, "%", "Công tác tuyển quân", "")]),
        ("Kinh tế tư nhân tăng trưởng 10%; đóng góp khoảng 55% GDP.",
         [("=", 10, "%", "Kinh tế tư nhân tăng trưởng", ""), ("=", 55, "% GDP", "Kinh tế tư nhân tăng trưởng", "đóng góp")]),
        ("Giảm tỷ suất tử vong trẻ em dưới 5 tuổi trên 1.000 trẻ đẻ sống xuống còn 16,5.",
         [("=", Decimal("16.5"), None, "trẻ em dưới 5 tuổi trên 1.000 trẻ đẻ sống", "tử vong")]),
        ("Tỷ lệ hồ sơ trực tuyến: năm 2026 đạt 80%, năm 2028 đạt 90%.",
         [("=", 80, "%", "hồ sơ trực tuyến", ""), ("=", 90, "%", "hồ sơ trực tuyến", "")]),
        ("Nâng tỷ lệ hài lòng của người dân từ 90% năm 2025 lên 95% năm 2026.", [("=", 95, "%", "người dân", "hài lòng")]),
        ("100% cơ quan, tổ chức và hộ gia đình được tập huấn.", [("=", 100, "%", "cơ quan, tổ chức và hộ gia đình", "được tập huấn")]),
        ("100% cán bộ lãnh đạo chủ chốt có bản cam kết.", [("=", 100, "%", "cán bộ lãnh đạo chủ chốt", "có bản cam kết")]),
        ("Mỗi quý tổ chức ít nhất 01 buổi sinh hoạt chuyên đề.", [(">=", 1, "buổi", "buổi sinh hoạt chuyên đề", "tổ chức")]),
        ("95% đảng viên hoàn thành tốt nhiệm vụ (trong đó, hoàn thành xuất sắc không quá 20%).",
         [("=", 95, "%", "đảng viên", "hoàn thành tốt nhiệm vụ"), ("<=", 20, "%", "đảng viên", "hoàn thành xuất sắc")]),
        ("Tốc độ tăng trưởng kinh tế 10,5%; trong đó: nông nghiệp tăng 3%, dịch vụ tăng 9%.",
         [("=", Decimal("10.5"), "%", "kinh tế", "Tốc độ tăng trưởng"), ("=", 3, "%", "nông nghiệp", "Tốc độ tăng trưởng"), ("=", 9, "%", "dịch vụ", "Tốc độ tăng trưởng")]),
        ("Thành lập mới 1.500 doanh nghiệp, tăng 20%.", [("=", 1500, "doanh nghiệp", "doanh nghiệp", "Thành lập mới"), ("=", 20, "%", "doanh nghiệp", "Thành lập mới")]),
        ("Giảm tỷ suất chết trẻ dưới 1 tuổi còn 12‰.", [("=", 12, "‰", "chết trẻ dưới 1 tuổi", "")]),
        ("Gọi công dân nhập ngũ: 1.250 công dân.", [("=", 1250, None, "công dân", "Gọi công dân nhập ngũ")]),
        ("100% (19/19) xã có trang thông tin.", [("=", 100, "%", "xã", "có trang thông tin")]),
        ("Trên 50% trong số 120 thủ tục được rút gọn.", [(">", 50, "%", "thủ tục", "được rút gọn")]),
        ("Thời gian chờ không quá 15 phút/lượt.", [("<=", 15, "phút/lượt", "Thời gian chờ", "")]),
        ("Có 350 phòng, trong đó phòng 4 - 5 sao chiếm trên 30%.", [("=", 350, "phòng", "phòng", ""), (">", 30, "%", "phòng 4 - 5 sao", "")]),
        ("100% hồ sơ được xử lý trên mạng (trừ hồ sơ mật); 100% cán bộ được tập huấn.",
         [("=", 100, "%", "hồ sơ", "được xử lý trên mạng (trừ hồ sơ mật)"), ("=", 100, "%", "cán bộ", "được tập huấn")]),
    ],
)  # fmt: skip
def test_population_and_predicate(text: str, expected: list[tuple[object, ...]]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Không để xảy ra điểm nóng.", [("=", 0, "điểm nóng", "điểm nóng", "Không để xảy ra")]),
        ("Phấn đấu không còn hộ nghèo vào cuối năm 2028.", [("=", 0, "hộ nghèo", "hộ nghèo", "không còn")]),
        ("100% địa bàn không có ma túy.", [("=", 100, "%", "địa bàn", "không có ma túy")]),
        ("Xã thuộc nhóm 10 xã dẫn đầu tỉnh về chuyển đổi số.", [("<=", 10, "hạng", "Xã", "thuộc nhóm 10 xã dẫn đầu tỉnh về chuyển đổi số")]),
        ("Du lịch đạt chuẩn mới, thuộc nhóm 10 tỉnh dẫn đầu.", [("<=", 10, "hạng", "Du lịch", "thuộc nhóm 10 tỉnh dẫn đầu")]),
        ("Kết quả cải cách hành chính xếp thứ 5 trở lên.", [("<=", 5, "hạng", "Kết quả cải cách hành chính", "xếp thứ 5 trở lên")]),
        ("Chính quyền số đạt mức khá trong toàn tỉnh.", [("qualitative", "mức khá trong toàn tỉnh", "mức", "Chính quyền số", "đạt")]),
    ],
)  # fmt: skip
def test_without_a_number_or_by_rank(text: str, expected: list[tuple[object, ...]]) -> None:
    assert told(text) == expected
