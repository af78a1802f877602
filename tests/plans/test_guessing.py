"""What is proposed for a measure or a product, as tables. No database."""

from datetime import date

import pytest

from dondoc.indicators.formula import example_faults, parse_indicator
from dondoc.plans.proposing.definitions import Lettered, Source, indicator_data, letter_of, sheet_data, slug
from dondoc.plans.proposing.guessing import TargetScene, guess_measures, guess_product
from dondoc.plans.proposing.wishes import PAPER, RESULT, MeasureWish
from dondoc.sheets.definition import parse_definition

CELLS = {"kinds": ["grassroots_cell"]}
SOURCE = Source(7, "12-KH/ĐU", "Đảng ủy Mẫu", "II.1", "", "II.1", "Một chỉ tiêu giả định", 0, date(2026, 1, 1))


def guess(read: dict, *, words: str = "Một chỉ tiêu giả định", tasks=(), **more):
    scene = TargetScene(
        words=words, measures=[read], due_text="", starts_on=date(2026, 1, 1), ends_on=date(2030, 12, 31),
        task_populations=tasks, watcher="VP",
        orgs_meant=lambda wording: {"chi bộ": CELLS, "VNPT": {"orgs": ["VNPT"]}}.get(wording, {}), **more,
    )  # fmt: skip
    (found,) = guess_measures(scene)
    return found


def share(value=80, population="hộ dân", **more):
    return {
        "comparator": "=",
        "value": value,
        "unit": "%",
        "population": population,
        "predicate": "dùng nước sạch",
    } | more


def number(value, unit="trạm", **more):
    return {"comparator": ">=", "value": value, "unit": unit, "population": "trạm", "predicate": "lắp mới"} | more


# what was read → kind, comparator, value, period, day, over time
GUESSES = [
    (share(80), "ratio", ">=", "80", "term", "2030-12-31", "last"),
    (share(100), "ratio", "=", "100", "term", "2030-12-31", "last"),
    (share(0.5, comparator="<"), "ratio", "<", "0.5", "term", "2030-12-31", "last"),
    (share(30, direction="decrease"), "ratio", "<=", "30", "term", "2030-12-31", "last"),
    (share([20, 30], comparator="range"), "ratio", ">=", "20", "term", "2030-12-31", "last"),
    (share(80, period="đến năm 2028"), "ratio", ">=", "80", "term", "2028-12-31", "last"),
    (share(80, period="hằng năm"), "ratio", ">=", "80", "year", "end", "last"),
    (share(90, population="chi bộ"), "share_of_orgs", ">=", "90", "term", "2030-12-31", "sum"),
    (number(58), "count", ">=", "58", "term", "2030-12-31", "sum"),
    (number(58, period="năm"), "count", ">=", "58", "year", "end", "sum"),
    (number(18, unit="ca/1.000 phụ nữ"), "count", ">=", "18", "term", "2030-12-31", "last"),
    (number(188, predicate="nâng tổng số"), "count", ">=", "188", "term", "2030-12-31", "last"),
    (number(5, predicate="kết nạp theo chỉ tiêu phân bổ"), "quota", ">=", "5", "year", "", "sum"),
    (number(0), "assessed", "=", "100", "year", "end", "sum"),
    ({"comparator": "qualitative", "value": "giữ vững ổn định"}, "assessed", "=", "100", "year", "end", "sum"),
    ({"comparator": "rank", "value": 10, "unit": "hạng"}, "assessed", "=", "100", "year", "end", "sum"),
]  # fmt: skip


@pytest.mark.parametrize(("read", "kind", "comparator", "value", "period", "day", "over_time"), GUESSES)
def test_a_measure(read, kind, comparator, value, period, day, over_time):
    wish = guess(read).wish
    assert (wish.kind, wish.comparator, wish.value, wish.period, wish.due_on, wish.over_time) == (
        kind, comparator, value, period, day, over_time,
    )  # fmt: skip


@pytest.mark.parametrize("read", [row[0] for row in GUESSES])
def test_its_definitions_are_whole_and_their_examples_come_out(read):
    lettered = Lettered("a", guess(read).wish, deliverable="so-lieu")
    sheet = parse_definition(sheet_data(SOURCE, [lettered]))
    definition = parse_indicator(indicator_data(SOURCE, [lettered], written_by="An", day=date(2026, 1, 5)))
    assert example_faults(definition) == []
    assert all(field.why for field in sheet.fields)


def test_who_reports():
    both = [{"orgs": ["A"]}, {"orgs": ["B"]}]
    assert guess(number(5, owner="VNPT"), tasks=both).wish.population == {"orgs": ["VNPT"]}
    joint = guess(number(5), tasks=both)
    assert (joint.wish.population, joint.notes) == (
        {"orgs": ["A"]}, ("Nhiều đơn vị cùng làm; đề xuất một đơn vị báo cáo để số liệu không bị cộng hai lần.",),
    )  # fmt: skip
    assert guess(number(5), tasks=[CELLS]).wish.population == CELLS
    assert guess(number(5)).wish.population == {"orgs": ["VP"]}


def test_a_share_of_organisations_is_proved_by_their_tasks_where_it_can_be():
    read = share(100, population="chi bộ")
    assert (guess(read, tasks=[CELLS]).wish.by_tasks, guess(read, tasks=[{"orgs": ["A"]}]).wish.by_tasks) == (
        True,
        False,
    )


def test_growth_divides_by_the_time_before():
    wish = guess(share(12, population="thu ngân sách", predicate="tốc độ tăng bình quân", period="năm")).wish
    assert (wish.top, wish.bottom) == ("Mức tăng thêm của thu ngân sách so với kỳ trước", "Thu ngân sách của kỳ trước")
    fields = sheet_data(SOURCE, [Lettered("a", wish, deliverable="x")])["fields"]
    assert [field.get("at_most") for field in fields] == [None, None, None]


@pytest.mark.parametrize(
    ("text", "product", "name", "sheet"),
    [
        ("Xây dựng kế hoạch thực hiện đề án số.", "kế hoạch thực hiện đề án số", "Kế hoạch thực hiện đề án số", PAPER),
        ("Kế hoạch giải ngân vốn đầu tư công", "", "1. Kế hoạch giải ngân vốn đầu tư công", PAPER),
        ("Tăng cường tuyên truyền.", "", "1. Tăng cường tuyên truyền.", RESULT),
        ("Xây dựng kế hoạch.", "kế hoạch", "1. Xây dựng kế hoạch.", PAPER),
    ],
)
def test_a_product(text, product, name, sheet):
    wish = guess_product("1", text, product)
    assert (wish.name, wish.sheet) == (name, sheet)


def test_a_wish_comes_back_from_storage_and_codes_are_plain():
    wish = guess(number(58)).wish
    assert MeasureWish.of(wish.as_dict()) == wish
    assert (slug("II.1.d"), slug("II.1.đ"), slug("II.1.Đ")) == ("ii-1-d", "ii-1-dd", "ii-1-dd")
    assert (slug("II.2.a~2"), letter_of(0), letter_of(26)) == ("ii-2-a-2", "a", "a1")
