"""Faults of a definition, all at once and in words; formulas in words; publishing."""

import copy
from datetime import date
from decimal import Decimal

import pytest

from dondoc.audit.models import AuditEvent
from dondoc.indicators.actions import publish_indicator
from dondoc.indicators.formula import (
    DefinitionError,
    Words,
    check,
    describe,
    example_faults,
    fill_in,
    parse_indicator,
    target_in_words,
)
from dondoc.indicators.queries import in_force, words
from dondoc.sheets.actions import publish_deliverable, publish_sheet
from tests.measures.world import DELIVERABLES, SHEETS, START, at, indicator, measure

APPROVED = {"approved": {"deliverable": "bao-cao", "where": [{"field": "effective", "op": "=", "value": "yes"}]}}
FIGURE = {"deliverable": "dang-ky", "field": "some"}
WHOLE = {"deliverable": "dang-ky", "field": "all"}


def _parse(*measures):
    return parse_indicator(indicator("i", *measures))


def test_all_faults_come_at_once():
    broken = indicator(
        "i",
        measure("a", "share_of_orgs", "year", condition={"sent": {}}),
        measure("a", "median", "fortnight", better="up", target=("~", "nhiều"), lạ=1),
        review={"written_by": "A", "checked_by": "A", "next_on": "2027-01-15"},
    )
    del broken["why"]
    with pytest.raises(DefinitionError) as fault:
        parse_indicator(broken)
    assert str(fault.value).splitlines() == [
        "i: thiếu “why”",
        "i.a.condition: điều kiện “sent” không có",
        "i.a: khóa lạ “lạ”",
        "i.a.kind: “median” không có trong danh sách",
        "i.a.period: “fortnight” không có trong danh sách",
        "i.a.better: “up” không có trong danh sách",
        "i.a.target.comparator: “~” không có trong danh sách",
        "i.a.target.value: “nhiều” không phải là số",
        "i.review: người soạn và người soát phải khác nhau",
    ]


def test_a_code_stands_once():
    with pytest.raises(DefinitionError, match="mã thước đo “a” lặp lại"):
        _parse(*[measure("a", "share_of_orgs", "year", condition=APPROVED)] * 2)


class _Field:
    def __init__(self, is_number=False, options=None):
        self.is_number, self.options = is_number, options or {}


def _level_of(field: str, *, deliverable: str = "bao-cao") -> dict:
    return {"level_at_least": {"deliverable": deliverable, "field": field, "level": "a", "scale": ["a"]}}


CATALOGUE = {
    "bao-cao": {"effective": _Field(options={"yes": "Có", "no": "Không"}), "words": _Field()},
    "dang-ky": {"some": _Field(is_number=True), "all": _Field(is_number=True)},
}


@pytest.mark.parametrize(
    ("condition", "faults"),
    [
        (APPROVED, []),
        ({"approved": {"deliverable": "khac"}}, ["không có kết quả, sản phẩm “khac”"]),
        ({"answered": {"deliverable": "khac"}}, ["không có kết quả, sản phẩm “khac”"]),
        (
            {"not": {"approved": {"deliverable": "bao-cao", "where": [{"field": "z", "op": "=", "value": "1"}]}}},
            ["“bao-cao” không có trường “z”"],
        ),
        (
            {"approved": {"deliverable": "bao-cao", "where": [{"field": "effective", "op": "=", "value": "tốt"}]}},
            ["“bao-cao.effective” không có lựa chọn “tốt”"],
        ),
        (
            {"approved": {"deliverable": "bao-cao", "where": [{"field": "words", "op": ">", "value": "1"}]}},
            ["“bao-cao.words” không phải là số, chỉ so sánh bằng (=)"],
        ),
        (
            {"approved": {"deliverable": "dang-ky", "where": [{"field": "all", "op": ">", "value": "ba"}]}},
            ["“dang-ky.all”: “ba” không phải là số"],
        ),
        (
            {"any_of": [_level_of("effective"), _level_of("z")]},
            ["“bao-cao.effective” không có mức “a”", "“bao-cao” không có trường “z”"],
        ),
        (
            _level_of("x", deliverable="khac"),
            ["không có kết quả, sản phẩm “khac”"],
        ),
    ],
)  # fmt: skip
def test_a_condition_names_what_exists(condition, faults):
    found = check(_parse(measure("a", "share_of_orgs", "year", condition=condition)), CATALOGUE)
    assert found == [f"i.a: {fault}" for fault in faults]


def test_a_figure_is_a_number_that_exists():
    words_field = {"deliverable": "bao-cao", "field": "words"}
    ratio = measure("a", "ratio", "year", numerator=words_field, denominator={"deliverable": "dang-ky", "field": "z"})
    quota = measure("b", "quota", "year", numerator={"deliverable": "khac", "field": "z"})
    assert check(_parse(ratio, quota), CATALOGUE) == [
        "i.a: “bao-cao.words” không phải là số",
        "i.a: “dang-ky” không có trường “z”",
        "i.b: không có kết quả, sản phẩm “khac”",
    ]


def test_a_count_needs_a_number_to_reach_and_its_unit():
    with pytest.raises(DefinitionError) as fault:
        _parse(measure("a", "count", "year", numerator=FIGURE, target=("=", "0")))
    assert str(fault.value).splitlines() == [
        "i.a: loại count cần “unit”",
        "i.a.target.value: loại count cần số lớn hơn 0",
    ]


def test_an_example_that_fails_says_how():
    wrong = measure(
        "a", "share_of_orgs", "year", condition=APPROVED,
        examples=[
            {"as_of": "2026-01-31", "answer": "yes"},
            {"as_of": "2026-01-31", "x": 1},
            {"as_of": "hôm nay"},
            {"as_of": "2026-01-31", "records": {"bao-cao": {"effective": "yes"}}},
        ],
    )  # fmt: skip
    without = measure("b", "share_of_orgs", "year", condition=APPROVED, examples=[])
    assert example_faults(_parse(wrong, without)) == [
        "i.b: cần ít nhất một ví dụ",
        "i.a, ví dụ 1: ra “not_reported”, cần “yes”",
        "i.a, ví dụ 2: khóa lạ “x”",
        "i.a, ví dụ 3: “hôm nay” không phải là ngày, waiting, exempt hay ongoing",
        "i.a, ví dụ 4: “bao-cao” thiếu “done”",
    ]


LEVEL = {"level_at_least": {"deliverable": "xep-loai", "field": "level", "level": "tot", "scale": ["tot"]}}
NAMES = Words(
    deliverables={"bao-cao": "Báo cáo tháng", "dang-ky": "Đăng ký", "xep-loai": "Xếp loại"},
    fields={
        ("bao-cao", "effective"): "Hiệu quả",
        ("dang-ky", "some"): "Đã đăng ký",
        ("dang-ky", "all"): "Phải đăng ký",
    },
    answers={("xep-loai", "level", "tot"): "Hoàn thành tốt"},
    kinds={"grassroots_organisation": "Đảng bộ cơ sở", "grassroots_cell": "Chi bộ cơ sở"},
    groups={"noi-chinh": "nội chính"},
)
WHO = "đảng bộ cơ sở, chi bộ cơ sở"


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (
            measure("a", "share_of_orgs", "month", condition=APPROVED),
            f"Số {WHO} có “Báo cáo tháng” được duyệt với “Hiệu quả” là “có” trong tháng, chia cho tổng số {WHO}.",
        ),
        (
            measure("a", "assessed", "year", condition=LEVEL, population={"groups": ["noi-chinh"]}),
            "Số tổ chức thuộc khối nội chính có “level” từ mức “Hoàn thành tốt” trở lên trong “Xếp loại” trong năm, "
            "chia cho tổng số tổ chức thuộc khối nội chính.",
        ),
        (
            measure("a", "share_of_orgs", "year", condition={"not": {"answered": {"deliverable": "dang-ky"}}}),
            f"Số {WHO} không (làm đúng hạn mọi việc đã đến hạn về “Đăng ký”) trong năm, chia cho tổng số {WHO}.",
        ),
        (
            measure("a", "ratio", "year", numerator=FIGURE, denominator=WHOLE),
            f"Tổng “Đã đăng ký” trong “Đăng ký” của {WHO} trong năm, chia cho tổng “Phải đăng ký” trong “Đăng ký”.",
        ),
        (
            measure("a", "quota", "year", numerator=FIGURE),
            f"Tổng “Đã đăng ký” trong “Đăng ký” của {WHO} trong năm đến ngày tính, "
            "chia cho chỉ tiêu được giao của năm.",
        ),
        (
            measure(
                "a", "count", "year", numerator=FIGURE | {"over_time": "last"}, unit="người", target=(">=", "1200")
            ),
            f"Tổng “Đã đăng ký” (số mới nhất) trong “Đăng ký” của {WHO} trong năm đến ngày tính, "
            "so với mức kế hoạch đề ra 1.200 người.",
        ),
    ],
)
def test_a_formula_in_words(made, said):
    assert describe(_parse(made).measures[0], NAMES) == said


def test_a_formula_with_its_numbers():
    share, quota = _parse(
        measure("a", "share_of_orgs", "year", condition=APPROVED), measure("b", "quota", "year", numerator=FIGURE)
    ).measures
    assert fill_in(share, Decimal(18), Decimal(20)) == "18 / 20 = 90 %"
    assert fill_in(share, Decimal(0), Decimal(0)) == "0 / 0: mẫu số bằng 0"
    assert fill_in(quota, Decimal(3), Decimal(0)) == "3 / 0: chưa được giao chỉ tiêu"
    count = _parse(measure("c", "count", "term", numerator=FIGURE, unit="ha", target=(">", "500"))).measures[0]
    assert fill_in(count, Decimal(320), Decimal(500)) == "320 / 500 ha = 64 %"
    assert fill_in(count, Decimal(320), Decimal(0)) == "320 ha"
    assert (target_in_words(count), target_in_words(share)) == ("> 500 ha", "= 100 %")
    assert fill_in(quota, Decimal(3), Decimal(4), unknown=2) == "3 / 4 = 75 %; còn 2 tổ chức chưa có số liệu"
    assert fill_in(quota, Decimal(3), Decimal(4), unknown=2, floor=Decimal("0.75")) == (
        "3 / 4 = 75 %; còn 2 tổ chức chưa có số liệu (thấp nhất 75 %)"
    )


@pytest.fixture
def sheets(db):
    for sheet in SHEETS:
        publish_sheet(sheet, by=None, at=at(START))
    for code, sheet, period in DELIVERABLES:
        publish_deliverable({"code": code, "name": code, "sheet": sheet, "period": period}, by=None, at=at(START))


@pytest.mark.usefixtures("sheets")
def test_an_equal_definition_is_the_same_version_and_a_changed_one_the_next():
    first = indicator("i", measure("a", "share_of_orgs", "month", condition=APPROVED))
    changed = copy.deepcopy(first) | {"valid_from": date(2026, 1, 1), "name": "Tên mới"}
    made = publish_indicator(first, by=None, at=at(START))
    assert publish_indicator(first, by=None, at=at(START)) == made
    newer = publish_indicator(changed, by=None, at=at(START))
    assert (made.number, newer.number, newer.indicator.versions.count()) == (1, 2, 2)
    newer.indicator.refresh_from_db()
    assert newer.indicator.name == "Tên mới"
    published = AuditEvent.objects.filter(action="indicator.publish").order_by("id")
    assert [event.after for event in published] == [{"version": 1}, {"version": 2}]
    both = [newer, made]
    days = (date(2025, 1, 1), date(2025, 12, 31), date(2026, 1, 1))
    assert [in_force(both, day).number for day in days] == [1, 1, 2]


@pytest.mark.usefixtures("sheets")
def test_a_definition_that_names_nothing_real_is_refused_and_nothing_is_kept():
    wrong = indicator("i", measure("a", "share_of_orgs", "month", condition={"approved": {"deliverable": "khac"}}))
    with pytest.raises(DefinitionError, match=r"i\.a: không có kết quả, sản phẩm “khac”"):
        publish_indicator(wrong, by=None, at=at(START))
    assert not AuditEvent.objects.filter(action="indicator.publish").exists()


@pytest.mark.usefixtures("sheets")
def test_names_for_codes_come_from_the_sheets():
    found = words()
    assert found.deliverable("bao-cao") == "“bao-cao”"
    assert found.answer("bao-cao", "effective", "yes") == "“Có”"
    assert found.kinds["grassroots_cell"] == "Chi bộ cơ sở"
