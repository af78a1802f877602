"""Changing a definition, saying what changed, every form giving back what it shows. No database but for names."""

from copy import deepcopy
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dondoc.indicators.comparing import changes
from dondoc.indicators.editing import (
    code_for,
    measure_of,
    measures_of,
    with_example,
    with_head,
    with_measure,
    with_moved,
    with_part,
    without_example,
    without_measure,
)
from dondoc.indicators.formula import (
    DefinitionError,
    Words,
    check,
    describe,
    parse_indicator,
    run_example,
    target_in_words,
)
from dondoc.indicators.wording import answer_words, example_words, facts, gaps
from dondoc.lib.numbers import format_number
from tests.measures.world import indicator, measure

CONDITION = {"approved": {"deliverable": "ke-hoach"}}
FIGURE = {"deliverable": "dang-ky", "field": "some"}
DATA = indicator(
    "x", measure("a", "share_of_orgs", "year", condition=CONDITION),
    measure("b", "ratio", "year", numerator=FIGURE, denominator={"deliverable": "dang-ky", "field": "all"}),
)  # fmt: skip
WORDS = Words(deliverables={"ke-hoach": "Kế hoạch", "dang-ky": "Đăng ký"}, kinds={"grassroots_cell": "Chi bộ cơ sở"})


def codes(data) -> list[str]:
    return [one["code"] for one in measures_of(data)]


def test_measures_are_added_changed_moved_and_taken_out():
    more = with_measure(DATA, {**measure("c", "count", "year"), "numerator": FIGURE, "note": ""})
    assert codes(more) == ["a", "b", "c"]
    assert "note" not in measure_of(more, "c")
    assert codes(with_moved(more, "c", -1)) == ["a", "c", "b"]
    assert codes(with_moved(more, "a", -1)) == ["a", "b", "c"]
    assert without_measure(more, "c") == DATA
    assert codes(DATA) == ["a", "b"]  # the one that was given stays as it was
    with pytest.raises(KeyError):
        without_measure(DATA, "z")
    with pytest.raises(KeyError):
        with_moved(DATA, "z", 1)


def test_another_kind_drops_what_it_is_not_computed_from():
    changed = with_measure(DATA, {"kind": "quota"}, "b")
    assert "denominator" not in measure_of(changed, "b")
    assert measure_of(changed, "b")["numerator"] == FIGURE
    assert "condition" not in measure_of(with_measure(DATA, {"kind": "ratio"}, "a"), "a")
    assert "condition" not in measure_of(with_part(DATA, "a", "condition", None), "a")


def test_examples_and_the_reference_sheet_change_in_their_place():
    example = {"as_of": "2026-12-31", "answer": "not_due"}
    more = with_example(DATA, "a", example)
    assert [one["answer"] for one in measure_of(more, "a")["examples"]] == ["not_reported", "not_due"]
    assert measure_of(with_example(more, "a", example, 0), "a")["examples"] == [example, example]
    assert without_example(more, "a", 1) == DATA
    head = with_head(DATA, {"limits": "Không nói chất lượng.", "name": "Tên mới", "meaning": ""})
    assert list(head)[-1] == "measures"
    assert (head["limits"], head["name"], "meaning" in head) == ("Không nói chất lượng.", "Tên mới", False)


def test_codes_are_letters_that_no_version_has_had():
    assert code_for({"a", "b", "d"}) == "c"
    assert code_for(set("abcdefghijklmnopqrstuvwxyz")) == "a1"


def test_a_draft_may_lack_what_a_definition_needs():
    empty = DATA | {"measures": []}
    assert parse_indicator(empty, unfinished=True).measures == ()
    with pytest.raises(DefinitionError, match="measures"):
        parse_indicator(empty)
    bare = with_part(with_part(DATA, "a", "condition", None), "b", "denominator", None)
    first, second = parse_indicator(bare, unfinished=True).measures
    assert (list(gaps(first)), list(gaps(second))) == (["chưa có điều kiện"], ["chưa có mẫu số"])
    with pytest.raises(DefinitionError) as fault:
        parse_indicator(bare)
    assert str(fault.value) == "x.a: loại share_of_orgs cần “condition”\nx.b: loại ratio cần “denominator”"


@pytest.mark.parametrize(
    ("target", "fault"),
    [
        ({"comparator": "<=", "value": 1, "upper": 2}, "khoảng ghi >= mức dưới, upper là mức trên"),
        ({"comparator": ">=", "value": 0.6, "upper": 0.5}, "khoảng ghi >= mức dưới, upper là mức trên"),
        ({"comparator": ">=", "value": 0.5, "upper": "nhiều"}, "“nhiều” không phải là số"),
        ({"comparator": ">=", "value": "1e99999999"}, "lớn quá, hãy dùng đơn vị tính lớn hơn"),
        ({"comparator": ">=", "value": "NaN"}, "“NaN” không phải là số"),
    ],
)
def test_a_range_is_a_lower_and_an_upper_end(target, fault):
    with pytest.raises(DefinitionError, match=fault):
        parse_indicator(with_measure(DATA, {"target": target}, "a"))


def test_a_range_is_said_and_not_taken_where_one_number_is_given():
    target = {"comparator": ">=", "value": "0.4", "upper": "0.6"}
    ranged = parse_indicator(with_measure(DATA, {"target": target}, "a")).measure("a")
    assert target_in_words(ranged) == "từ 40 % đến 60 %"
    with pytest.raises(DefinitionError, match="loại quota không nhận khoảng"):
        parse_indicator(with_measure(DATA, {"target": target, "kind": "quota"}, "b"))


RUNNING = {
    "code": "c", "name": "c", "kind": "cumulative", "period": "term", "population": {"orgs": ["x"]},
    "target": {"comparator": ">=", "value": 500}, "unit": "ha", "numerator": FIGURE,
    "steps": {2026: 100, "2027": "250"},
}  # fmt: skip


def test_a_running_total_is_said_with_its_steps_and_counts_the_whole_term():
    running = parse_indicator(with_measure(DATA, RUNNING)).measure("c")
    assert describe(running, WORDS) == (
        "Lũy kế “some” trong “Đăng ký” của x từ đầu nhiệm kỳ đến ngày tính, so với mức cả nhiệm kỳ 500 ha "
        "(từng bước: hết năm 2026 100, hết năm 2027 250)."
    )
    records = [
        {"done": f"{year}-06-01", "period": f"{year}", "some": n} for year, n in ((2026, 60), (2027, 50), (2029, 9))
    ]
    told = [
        run_example(running, {"as_of": day, "records": {"dang-ky": records}, "answer": ""})
        for day in ("2026-12-31", "2028-12-31", "2030-12-31")
    ]
    assert told == ["60 / 500", "110 / 500", "119 / 500"]
    longer = with_measure(DATA, RUNNING | {"steps": {2026: 120}})
    changed = changes(parse_indicator(with_measure(DATA, RUNNING)), parse_indicator(longer), WORDS)
    assert changed == ["“c. c”: từng bước: 2026: 100, 2027: 250 → 2026: 120."]


@given(st.lists(st.tuples(st.integers(2025, 2030), st.integers(0, 500)), max_size=6), st.integers(2025, 2030))
def test_a_running_total_is_the_sum_of_all_that_was_done_and_never_falls(done, year):
    running = parse_indicator(with_measure(DATA, RUNNING)).measure("c")
    records = [{"done": f"{y}-06-01", "period": f"{y}", "some": n} for y, n in done]
    wanted = [n for y, n in done if y <= year]
    found = run_example(running, {"as_of": f"{year}-12-31", "records": {"dang-ky": records}, "answer": ""})
    assert found == (f"{format_number(sum(wanted))} / 500" if wanted else "not_reported")


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"period": "year"}, r"loại cumulative tính cả nhiệm kỳ \(term\)"),
        ({"steps": {2026: 9, 2027: 8}}, "số lũy kế năm sau không được nhỏ hơn năm trước"),
        ({"steps": {2026: -1}}, "số lũy kế năm sau không được nhỏ hơn năm trước"),
        ({"steps": {"mai": 8}}, "“mai” không phải là năm"),
        ({"steps": {2026: "nhiều"}}, "“nhiều” không phải là số"),
        ({"kind": "count"}, "steps: chỉ cho loại cumulative"),
        ({"target": {"comparator": ">=", "value": 0}}, "loại cumulative cần số lớn hơn 0"),
        ({"target": {"comparator": ">=", "value": 1, "upper": 2}}, "loại cumulative không nhận khoảng"),
    ],
)
def test_a_running_total_that_cannot_be_is_refused(changed, fault):
    with pytest.raises(DefinitionError, match=fault):
        parse_indicator(with_measure(DATA, RUNNING | changed))


def test_an_empty_group_is_a_fault_and_not_a_yes_for_everybody():
    parsed = parse_indicator(with_part(DATA, "a", "condition", {"all_of": [CONDITION, {"any_of": []}]}))
    assert check(parsed, {"ke-hoach": {}, "dang-ky": {}})[0] == "x.a: có nhóm điều kiện không có điều kiện nào"


def test_what_changed_is_told_in_words():
    new = with_head(DATA, {"limits": "Không nói chất lượng.", "review": DATA["review"] | {"next_on": "2028-01-15"}})
    new = with_part(new, "a", "condition", {"approved": {"deliverable": "ke-hoach", "on_time": True}})
    new = with_measure(new, {"target": {"comparator": ">=", "value": 0.9}, "due_on": "end", "targeted": False}, "a")
    new = with_example(new, "a", {"as_of": "2026-12-31", "answer": "not_due"})
    new = with_measure(without_measure(new, "b"), measure("c", "assessed", "year", condition=CONDITION))
    assert changes(parse_indicator(DATA), parse_indicator(new), WORDS) == [
        "Giới hạn của con số: không có → “Không nói chất lượng.”.",
        "Xem lại vào: 15/01/2027 → 15/01/2028.",
        "Thêm thước đo “c. c”.",
        "“a. a”: mức: = 100 % → ≥ 90 %.",
        "“a. a”: điều kiện: có “Kế hoạch” được duyệt → có “Kế hoạch” được duyệt, đúng hạn.",
        "“a. a”: ngày kết luận: khi mọi đơn vị đã báo cáo → vào ngày cuối mỗi kỳ.",
        "“a. a”: chỉ nêu để đối chiếu, không kết luận.",
        "“a. a”: ví dụ: 1 → 2.",
        "Bỏ thước đo “b. b”; số liệu các tháng trước còn nguyên.",
    ]
    assert changes(None, parse_indicator(DATA), WORDS) == ["Chỉ tiêu mới, 2 thước đo."]
    assert changes(parse_indicator(DATA), parse_indicator(deepcopy(DATA) | {"valid_from": "2026-01-01"}), WORDS) == []


def test_examples_are_told_in_words():
    old = parse_indicator(DATA).measure("b")
    example = {
        "as_of": date(2026, 12, 31), "due": {"dang-ky": [{"due": "2026-03-31", "done": "2026-03-01"}, "waiting"]},
        "records": {"dang-ky": {"done": "2026-03-01", "some": 12.5, "well": True}}, "allocation": {2026: 8},
        "answer": "12,5 / 20",
    }  # fmt: skip
    assert example_words(example, old, WORDS) == [
        "tính đến 31/12/2026",
        "“Đăng ký”: hạn 31/03/2026, xong 01/03/2026; chờ cấp trên mở đợt; được duyệt, làm xong 01/03/2026, "
        "“some” 12,5, “well” “có”",
        "chỉ tiêu được giao năm 2026: 8",
    ]
    assert [answer_words(one) for one in ("yes", "not_due", "3 / 4")] == ["đạt", "chưa đến hạn", "3 / 4"]
    assert facts(old) == ["tỷ lệ giữa hai số liệu", "mức = 100 %", "tính từng năm"]
