"""The tree of a formula: its comparisons one by one, what it reads, how it is said, and what it cannot do."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from dondoc.indicators.formula import (
    DefinitionError,
    OrgFacts,
    Record,
    Verdict,
    describe,
    evaluate,
    parse_indicator,
)
from dondoc.indicators.formula.tree import Comparator, Goal
from dondoc.lib.periods import Period
from tests.measures.world import indicator, measure

TERM, YEAR, DAY = Period.parse("2025-2030"), Period.parse("2026"), date(2026, 6, 30)
DONE, OTHER = {"approved": {"deliverable": "x"}}, {"answered": {"deliverable": "y"}}
FIGURE = {"deliverable": "x", "field": "n"}


def _measure(kind="share_of_orgs", **more):
    return parse_indicator(indicator("i", measure("a", kind, "year", **more))).measures[0]


# sign → which of 2, 3, 4 meet "sign 3"
MEETS = {
    ">=": [False, True, True], ">": [False, False, True], "<=": [True, True, False], "<": [True, False, False],
    "=": [False, True, False],
}  # fmt: skip


def test_every_sign_is_in_the_table():
    assert set(MEETS) == {sign.value for sign in Comparator}


@pytest.mark.parametrize(("sign", "met"), MEETS.items())
def test_an_answer_is_compared_by_the_sign(sign, met):
    condition = {"approved": {"deliverable": "x", "where": [{"field": "n", "op": sign, "value": 3}]}}

    def verdict(number):
        record = Record(1, "x", "2026", YEAR.start, YEAR.end, {"n": number}, {}, DAY)
        return evaluate(_measure(condition=condition), OrgFacts(1, TERM, (record,), ()), DAY).verdict

    assert [verdict(number) for number in ("2", "3.0", "4")] == [Verdict.YES if yes else Verdict.NO for yes in met]


@pytest.mark.parametrize(("sign", "met"), MEETS.items())
def test_a_goal_is_met_by_the_sign(sign, met):
    goal = Goal(Comparator(sign), Decimal(3))
    assert [goal.is_met_by(Decimal(number)) for number in (2, 3, 4)] == met


@pytest.mark.parametrize(
    ("answer", "wanted", "verdict"), [("yes", True, "yes"), ("no", True, "no"), ("no", False, "yes")]
)
def test_a_bare_yes_or_no_of_yaml_is_the_word(answer, wanted, verdict):
    condition = {"approved": {"deliverable": "x", "where": [{"field": "n", "op": "=", "value": wanted}]}}
    record = Record(1, "x", "2026", YEAR.start, YEAR.end, {"n": answer}, {}, DAY)
    assert evaluate(_measure(condition=condition), OrgFacts(1, TERM, (record,), ()), DAY).verdict.value == verdict


def test_a_measure_reads_what_its_condition_and_figures_name():
    nested = _measure(condition={"any_of": [{"all_of": [DONE, OTHER]}, {"not": {"approved": {"deliverable": "z"}}}]})
    ratio = _measure("ratio", numerator=FIGURE, denominator={"deliverable": "w", "field": "all"})
    assert (nested.deliverables, ratio.deliverables) == ({"x", "y", "z"}, {"x", "w"})


def test_joined_conditions_are_said_with_their_joints():
    words = describe(_measure(condition={"all_of": [DONE, {"any_of": [OTHER, {"not": DONE}]}]}))
    assert words == (
        "Số grassroots_organisation, grassroots_cell có “x” được duyệt và (làm đúng hạn mọi việc đã đến hạn về “y” "
        "hoặc không (có “x” được duyệt)) trong năm, chia cho tổng số grassroots_organisation, grassroots_cell."
    )


def test_a_measure_is_found_by_its_code():
    definition = parse_indicator(indicator("i", measure("a", "share_of_orgs", "year", condition=DONE)))
    assert definition.measure("a") is definition.measures[0]
    with pytest.raises(KeyError, match="b"):
        definition.measure("b")


def test_a_measure_without_its_parts_is_no_measure():
    whole = _measure("ratio", numerator=FIGURE, denominator=FIGURE)
    quota, share = _measure("quota", numerator=FIGURE), _measure(condition=DONE)
    for broken in (replace(whole, denominator=None), replace(quota, numerator=None), replace(share, condition=None)):
        with pytest.raises(ValueError, match=r"i\.a has no"):
            evaluate(broken, OrgFacts(1, TERM, (), ()), DAY)


@pytest.mark.parametrize(
    ("condition", "fault"),
    [
        ({**DONE, **OTHER}, "i.a.condition: một điều kiện có đúng một khóa, đây có 2"),
        ({"all_of": [DONE, {"not": {"sent": {}}}]}, "i.a.condition.all_of[1].not: điều kiện “sent” không có"),
        (
            {"approved": {"deliverable": "x", "where": [{"field": "n", "op": "≥", "value": 1}]}},
            "i.a.condition.approved.where[0].op: “≥” không có trong danh sách",
        ),
        (
            {"level_at_least": {"deliverable": "x", "field": "n", "level": "top", "scale": ["a", "b"]}},
            "i.a.condition.level_at_least: mức “top” không có trong thang",
        ),
    ],
)
def test_a_fault_of_a_condition_says_where_it_is(condition, fault):
    with pytest.raises(DefinitionError) as error:
        _measure(condition=condition)
    assert str(error.value).splitlines() == [fault]
