"""Numbers, their bounds and their units; numbers that are none."""

from decimal import Decimal

import pytest

from tests.documents.parsing.measures.told import measures_of


@pytest.mark.parametrize(
    ("text", "comparator", "value", "unit"),
    [
        ("Tỷ lệ chi bộ vững mạnh đạt 95%", "=", 95, "%"),
        ("Tỷ lệ chi bộ vững mạnh đạt 95.5%", "=", Decimal("95.5"), "%"),
        ("Tỷ lệ chi bộ vững mạnh đạt trên 98 %", ">", 98, "%"),
        ("Tỷ lệ chi bộ vững mạnh đạt tối thiểu 90%", ">=", 90, "%"),
        ("Tỷ lệ chi bộ vững mạnh đạt tối thiếu 90%", ">=", 90, "%"),
        ("Tỷ lệ chi bộ vững mạnh ít nhât 90%", ">=", 90, "%"),
        ("Tỷ lệ chi bộ vững mạnh không thấp hơn 90%", ">=", 90, "%"),
        ("Tỷ lệ chi bộ vững mạnh > = 90%", ">=", 90, "%"),
        ("Tỷ lệ chi bộ vững mạnh ≥90%", ">=", 90, "%"),
        ("Tỷ lệ chi bộ vững mạnh đạt 90% trở lên", ">=", 90, "%"),
        ("Tỷ lệ chi bộ yếu kém 2%/năm trở xuống", "<=", 2, "%"),
        ("Tỷ lệ chi bộ yếu kém không quá 2%", "<=", 2, "%"),
        ("Tỷ lệ chi bộ yếu kém còn dưới 2%", "<", 2, "%"),
        ("Tỷ lệ che phủ rừng ổn định ở mức 58%", "=", 58, "%"),
        ("Công nghiệp chiếm 42 - 43%", "range", (42, 43), "%"),
        ("Kinh tế số đạt khoảng 30% GRDP", "=", 30, "% GRDP"),
        ("Thu nhập bình quân đầu người đạt 86,4 triệu đồng/người/năm", "=", Decimal("86.4"), "triệu đồng/người"),
        ("Tổng vốn đầu tư đạt 800 - 900 nghìn tỷ đồng", "range", (800, 900), "nghìn tỷ đồng"),
        ("Có 40 giường bệnh trên 1 vạn dân", "=", 40, "giường bệnh trên 1 vạn dân"),
        ("Có ít nhất 4 - 5 bác sĩ/trạm", "range", (4, 5), "bác sĩ/trạm"),
        ("Duy trì 05 câu lạc bộ thiếu nhi", "=", 5, "câu lạc bộ"),
        ("Tuổi thọ trung bình đạt 75,5 tuổi", "=", Decimal("75.5"), "tuổi"),
        ("Chỉ số hạnh phúc của người dân đạt khoảng 0,78", "=", Decimal("0.78"), None),
        ("Hằng năm kết nạp 25 đảng viên trở lên", ">=", 25, "đảng viên"),
    ],
)  # fmt: skip
def test_a_figure_with_its_bound_and_unit(text: str, comparator: str, value: object, unit: str | None) -> None:
    (got,) = measures_of(text)
    assert (got.comparator, got.value, got.unit) == (comparator, value, unit)


@pytest.mark.parametrize(
    "text",
    [
        "Hoàn thành hồ sơ trước 30/6/2026 và tháng 9/2027",
        "Trẻ em dưới 16 tuổi, thanh niên từ 18 đến 30 tuổi được tiếp cận dịch vụ",
        "Giữ nhịp tăng bình quân 5 năm của ngành",
        "Riêng các xã vùng cao có thể bố trí dưới 3%",
        "Xây nhà văn hóa với kinh phí khoảng 2,3 tỷ đồng",
        "Thực hiện Điều 5, khoản 2 Nghị định số 13/2023/NĐ-CP",
        "Sơ kết 6 tháng, 9 tháng đầu năm",
    ],
)
def test_what_measures_nothing(text: str) -> None:
    assert measures_of(text) == ()


def test_where_a_measure_stood_before_is_no_target() -> None:
    told = measures_of("Phấn đấu có 12 trường đạt chuẩn (năm 2025 là 10 trường).")
    assert [(m.value, m.unit) for m in told] == [(12, "trường")]


def test_a_step_on_the_way_in_brackets_is_one() -> None:
    told = measures_of("Tỷ lệ hộ dùng nước sạch đạt 90% (năm 2026: 80%; năm 2028: 85%).")
    assert [m.value for m in told] == [90, 80, 85]


def test_what_it_is_compared_with_is_no_period() -> None:
    (got,) = measures_of("Số vụ vi phạm giảm 10% so với năm 2025.")
    assert (got.period, got.direction) == (None, "decrease")
