"""The parts of which the reading of amending decisions is made, each by itself."""

import pytest

from dondoc.documents.parsing.amending import Act, OldItem, Place, Step
from dondoc.documents.parsing.amending.acts import Clause, understand
from dondoc.documents.parsing.amending.finding import OldPlan, tokens
from dondoc.documents.parsing.amending.places import description, find_places
from dondoc.documents.parsing.amending.quotes import masked
from dondoc.documents.parsing.amending.rows import cells_of, header_of, understand_row
from dondoc.documents.parsing.patterns import lowered


@pytest.mark.parametrize(
    ("text", "hidden", "is_open"),
    [
        ("thay “a b” bằng “c”", "thay “___” bằng “_”", False),
        ('thay "a b" bằng "c"', 'thay "___" bằng "_"', False),
        ("như sau: “lời “trong” lời”.", "như sau: “_______________”.", False),
        ("như sau: “lời còn dở", "như sau: “__________", True),
        ("không có gì", "không có gì", False),
    ],
)
def test_what_is_quoted_is_hidden(text: str, hidden: str, is_open: bool) -> None:
    found = masked(text)
    assert (found.low, found.is_open) == (hidden, is_open)


def test_a_quotation_goes_on_from_the_paragraph_before() -> None:
    assert masked("dở dang” rồi khoản 2", is_open=True).low == "_______” rồi khoản 2"
    assert masked("chưa hết", is_open=True).is_open


def steps(place: Place) -> str:
    return " < ".join(f"{step.level} {step.number}".strip() for step in place.steps)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("điểm a khoản 2 mục II", ["mục ii < khoản 2 < điểm a"]),
        ("điểm a, khoản 2, mục II, phần B", ["phần b < mục ii < khoản 2 < điểm a"]),
        ("mục II.2.1", ["mục ii.2.1"]),
        ("tiểu mục 2.1 mục 2 phần II", ["phần ii < mục 2 < tiểu mục 2.1"]),
        ("điểm a, b và đ khoản 2", ["khoản 2 < điểm a", "khoản 2 < điểm b", "khoản 2 < điểm đ"]),
        ("khoản 4 và khoản 9 mục II", ["mục ii < khoản 4", "mục ii < khoản 9"]),
        ("Chỉ tiêu thứ Mười Hai", ["chỉ tiêu mười hai"]),
        ("Chỉ tiêu thứ Nhất và Chỉ tiêu thứ Ba", ["chỉ tiêu nhất", "chỉ tiêu ba"]),
        ("nhiệm vụ số 4, số 6 và số 8 Phụ lục I", [f"phụ lục i < nhiệm vụ {n}" for n in (4, 6, 8)]),
        ("gạch đầu dòng thứ hai Chỉ tiêu thứ Bảy", ["chỉ tiêu bảy < gạch đầu dòng hai"]),
        ("nhiệm vụ tại Phụ lục kèm theo Kế hoạch số 617/KH-UBND", ["phụ lục"]),
        ("mục II Kế hoạch số 08-KH/ĐU", ["mục ii"]),
        ("không nói gì về chỗ", []),
    ],
)
def test_places(text: str, places: list[str]) -> None:
    assert [steps(one) for one in find_places(lowered(text))] == places


def test_a_place_may_be_a_body_or_the_whole_plan() -> None:
    [given] = find_places("nội dung giao văn phòng đảng ủy tại khoản 1 mục ii")
    assert (given.body, steps(given)) == ("văn phòng đảng ủy", "mục ii < khoản 1")
    [whole] = find_places("trong toàn bộ kế hoạch")
    assert whole.is_whole


def test_an_item_may_be_named_by_its_own_words() -> None:
    text = "hoàn thành ban hành hướng dẫn xây dựng mô hình “chi bộ bốn tốt” tại chỉ tiêu thứ bảy"
    start, end = description(text)
    assert text[start:end] == "ban hành hướng dẫn xây dựng mô hình “chi bộ bốn tốt”"
    assert description("hoàn thành nhiệm vụ tại khoản 2") == (0, 0)


def clause(text: str) -> Clause:
    low = lowered(text)
    hidden = masked(low)
    return Clause(text, low, hidden.low, hidden.quotes)


@pytest.mark.parametrize(
    ("text", "act", "what"),
    [
        ("Sửa đổi điểm a khoản 2 mục II như sau: “Lời mới.”", Act.REWORD, "Lời mới."),
        ("Sửa đổi, bổ sung khoản 3 mục III thành: Giao Sở A làm.", Act.REWORD, "Giao Sở A làm."),
        ("Bổ sung nhiệm vụ vào khoản 3: “Giao Sở A.”", Act.ADD, "Giao Sở A."),
        ("Bãi bỏ điểm c khoản 1 mục IV.", Act.REPEAL, ""),
        ("Không thực hiện nhiệm vụ số 4 Phụ lục.", Act.REPEAL, ""),
        ("Đưa nhiệm vụ số 4 Phụ lục ra khỏi Kế hoạch.", Act.REPEAL, ""),
        ("Thay cụm từ “a b” bằng cụm từ “c” tại khoản 1.", Act.REPLACE, (("a b", "c"),)),
        ("Thay thế cụm từ “a” bằng “b”, “c” bằng “d” tại mục II.", Act.REPLACE, (("a", "b"), ("c", "d"))),
        ("Bỏ cụm từ “có hiệu quả” tại khoản 1.", Act.REPLACE, (("có hiệu quả", ""),)),
        ("Bổ sung cụm từ “và B” vào sau cụm từ “A” tại khoản 1.", Act.REPLACE, (("A", "A và B"),)),
        ("Lùi thời hạn nhiệm vụ số 4 từ tháng 6/2026 sang tháng 9/2026.", Act.DUE, "trong tháng 9/2026"),
        ("Gia hạn thời gian hoàn thành khoản 2 mục II đến hết ngày 30/6/2026.", Act.DUE, "trước ngày 30/06/2026"),
        ("Gia hạn nhiệm vụ số 4 đến quý I/2027.", Act.DUE, "trong quý I/2027"),
        ("Điều chỉnh tiến độ khoản 4 mục II như sau: “hoàn thành trong tháng 3/2027”.", Act.DUE, "trong tháng 3/2027"),
        ("Nâng tỷ lệ tại khoản 8 mục II từ 70% lên 80%.", Act.LEVEL, ("70%", "80%")),
        ("Giảm số lượng tại điểm a khoản 1 từ 12 mô hình xuống 10 mô hình.", Act.LEVEL, ("12 mô hình", "10 mô hình")),
        ("Chuyển nhiệm vụ tại khoản 2 từ Ban A Đảng ủy sang Ban B.", Act.LEAD, ("Ban A Đảng ủy", "Ban B")),
        ("Giao Ban B Đảng ủy chủ trì nhiệm vụ số 5 thay Ban A Đảng ủy.", Act.LEAD, ("Ban A Đảng ủy", "Ban B Đảng ủy")),
        ("Sửa đổi phương pháp chấm điểm.", None, None),
    ],
)  # fmt: skip
def test_acts(text: str, act: Act | None, what: object) -> None:
    found = understand(clause(text))
    assert (found and found.act) == act
    if found is None:
        return
    told = {
        Act.REPLACE: found.swaps, Act.DUE: found.due and found.due.label,
        Act.LEVEL: (found.level_before, found.level),
        Act.LEAD: (found.lead_before, found.lead),
    }  # fmt: skip
    assert told.get(found.act, text[slice(*found.text)].strip() if found.text else "") == what


def test_new_words_may_follow_in_the_next_paragraph() -> None:
    found = understand(clause("Sửa đổi khoản 2 mục II như sau:"))
    assert found is not None
    assert (found.act, found.awaits, found.text) == (Act.REWORD, True, None)


def test_rows_of_a_comparison_table() -> None:
    header = header_of(cells_of("| TT | Vị trí | Nội dung tại Kế hoạch số 08 | Nội dung sửa đổi |"))
    assert header is not None
    row = understand_row(header, cells_of("| 1 | Khoản 9 mục II | Lời cũ | Lời mới |"))
    assert row is not None
    assert (row[0].act, row[0].places[0].quoted, row[1]) == (Act.REWORD, "Lời cũ", "Lời mới")
    gone = understand_row(header, cells_of("| 2 | Khoản 9 | Lời cũ | Bãi bỏ |"))
    new = understand_row(header, cells_of("| 3 | Mục III | Không có | Giao Sở A. |"))
    assert [one and one[0].act for one in (gone, new)] == [Act.REPEAL, Act.ADD]
    assert understand_row(header, ["thiếu ô"]) is None
    assert header_of(["TT", "Tên nhiệm vụ", "Cơ quan chủ trì"]) is None


def test_numbers_from_the_outside_in_are_said_once() -> None:
    assert tokens(["II", "2", "2.1"]) == tokens(["II", "2", "1"]) == tokens(["ii.2.1"]) == ("ii", "2", "1")
    assert tokens(["Điều 3", "a"]) == ("3", "a")


ITEMS = [
    OldItem(1, "target", "Phấn đấu 90% chi bộ đạt.", "II.1", "Chỉ tiêu thứ Nhất"),
    OldItem(2, "task", "Giao Ban A làm việc thứ nhất.", "II.1", "", "Ban A", under=1),
    OldItem(3, "task", "Giao Ban B kiểm tra việc đó hằng năm.", "II.1", "", "Ban B", under=1),
    OldItem(4, "task", "Tổng hợp báo cáo kết quả thực hiện.", "III.2.a", "", "Ban A"),
]


@pytest.mark.parametrize(
    ("text", "quoted", "keys", "signs"),
    [
        ("khoản 1 mục II", "", [1, 2, 3], ()),
        ("Chỉ tiêu thứ Nhất", "", [1, 2, 3], ()),
        ("nội dung giao Ban B tại khoản 1 mục II", "", [3], ()),
        ("mục III", "", [4], ("place.section",)),
        ("điểm a khoản 2 mục III", "", [4], ()),
        ("điểm a khoản 1 mục III", "", [4], ("place.like",)),
        ("khoản 9 mục II", "", [], ()),
        ("nhiệm vụ tại khoản 1 mục II", "kiểm tra việc đó hằng năm", [3], ("place.words",)),
        ("", "Tổng hợp báo cáo kết quả", [4], ("place.words",)),
        ("", "một việc hoàn toàn khác hẳn", [], ()),
    ],
)
def test_finding_items(text: str, quoted: str, keys: list[int], signs: tuple[str, ...]) -> None:
    places = find_places(lowered(text)) or [Place()]
    place = Place(places[0].steps, quoted, places[0].kind, places[0].body)
    found = OldPlan(ITEMS).find(place)
    assert ([one.key for one in found.items], found.signs) == (keys, signs)


def test_steps_are_plain_data() -> None:
    assert find_places("khoản 2")[0].steps == (Step("khoản", "2"),)
