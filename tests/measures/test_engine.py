"""Status, bounds and roll-up as a table. No database."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dondoc.indicators.formula import MeasureKind, Population, parse_indicator
from dondoc.lib.numbers import Missing
from dondoc.lib.periods import Period
from dondoc.measures.engine import (
    Bounds,
    Days,
    Membership,
    OrgSpan,
    PathSpan,
    Standing,
    Totals,
    Tree,
    bounds,
    standing,
    totals_of,
    value,
    worst,
)
from dondoc.measures.models import TargetStatus
from tests.measures.world import indicator, measure

YEAR, TERM = Period.parse("2026"), Period.parse("2025-2030")
APPROVED = {"approved": {"deliverable": "x"}}
FIGURE = {"deliverable": "x", "field": "n"}
KINDS = {
    "share": {"kind": "share_of_orgs", "condition": APPROVED},
    "ratio": {"kind": "ratio", "numerator": FIGURE, "denominator": FIGURE},
    "quota": {"kind": "quota", "numerator": FIGURE},
    "count": {"kind": "count", "numerator": FIGURE, "unit": "ha"},
    "running": {"kind": "cumulative", "numerator": FIGURE, "unit": "ha", "steps": {2025: 100, 2026: 250}},
    "each year": {"kind": "ratio", "numerator": FIGURE, "denominator": FIGURE, "due_on": "end"},
    "by 2030": {"kind": "ratio", "numerator": FIGURE, "denominator": FIGURE, "due_on": "2030-12-31"},
}


def _measure(kind: str, comparator: str, goal: str):
    """`goal` "0.4 - 0.6": a range."""
    more = dict(KINDS[kind])
    lower, _dash, upper = goal.partition(" - ")
    period = "term" if kind == "running" else "year"
    data = measure("a", more.pop("kind"), period, target=(comparator, lower), **more)
    if upper:
        data["target"]["upper"] = upper
    return parse_indicator(indicator("i", data)).measures[0]


def _totals(text: str) -> Totals:
    """ "numerator/denominator population known expected both"."""
    fraction, *counts = text.split()
    top, bottom = fraction.split("/")
    return Totals(Decimal(top), Decimal(bottom), *(int(c) for c in counts))


# numerator/denominator, population, known, expected, expected and known; by 30/6/2026 unless another day is given
STANDINGS = [
    # nobody, nothing
    ("share", "=", "1", "0/0 0 0 0 0", "not_due"),
    ("share", "=", "1", "0/5 5 0 0 0", "not_due"),
    ("share", "=", "1", "0/5 5 0 5 0", "no_data"),
    # = 100 %
    ("share", "=", "1", "5/5 5 5 5 5", "met"),
    ("share", "=", "1", "5/5 5 5 0 0", "met"),
    ("share", "=", "1", "4/5 5 5 5 5", "not_met"),
    ("share", "=", "1", "3/5 5 4 5 4", "not_met"),
    ("share", "=", "1", "3/5 5 4 2 2", "at_risk"),
    ("share", "=", "1", "4/5 5 4 5 4", "at_risk"),
    ("share", "=", "1", "4/5 5 4 4 4", "on_track"),
    # ≥ 70 %
    ("share", ">=", "0.7", "7/10 10 7 7 7", "met"),
    ("share", ">=", "0.7", "6/10 10 6 6 6", "on_track"),
    ("share", ">=", "0.7", "4/10 10 6 6 6", "at_risk"),
    ("share", ">=", "0.7", "6/10 10 10 10 10", "not_met"),
    ("share", ">", "0.7", "7/10 10 10 10 10", "not_met"),
    ("share", ">", "0.7", "8/10 10 10 10 10", "met"),
    # at most, over organisations
    ("share", "<=", "0.2", "2/10 10 10 10 10", "met"),
    ("share", "<=", "0.2", "2/10 10 9 9 9", "on_track"),
    ("share", "<=", "0.2", "3/10 10 9 10 9", "not_met"),
    ("share", "<", "0.2", "2/10 10 10 10 10", "not_met"),
    # a range: from 40 to 60 %
    ("share", ">=", "0.4 - 0.6", "5/10 10 10 10 10", "met"),
    ("share", ">=", "0.4 - 0.6", "6/10 10 10 10 10", "met"),
    ("share", ">=", "0.4 - 0.6", "7/10 10 10 10 10", "not_met"),
    ("share", ">=", "0.4 - 0.6", "3/10 10 10 10 10", "not_met"),
    ("share", ">=", "0.4 - 0.6", "5/10 10 9 9 9", "met"),
    ("share", ">=", "0.4 - 0.6", "5/10 10 8 8 8", "on_track"),
    ("share", ">=", "0.4 - 0.6", "7/10 10 8 8 8", "at_risk"),
    ("ratio", ">=", "0.4 - 0.6", "7/10 2 1 1 1", "at_risk"),
    ("ratio", ">=", "0.4 - 0.6", "5/10 2 2 2 2", "met"),
    ("by 2030", ">=", "0.4 - 0.6", "5/10 2 2 2 2", "met"),
    ("by 2030", ">=", "0.4 - 0.6", "3/10 2 2 2 2", "not_due"),
    # members rated “không hoàn thành” < 0,5 %
    ("ratio", "<", "0.005", "0/1000 5 5 5 5", "met"),
    ("ratio", "<", "0.005", "5/1000 5 5 5 5", "not_met"),
    ("ratio", "<", "0.005", "4/1000 5 4 4 4", "on_track"),
    ("ratio", "<", "0.005", "9/1000 5 4 4 4", "at_risk"),
    ("ratio", "<", "0.005", "4/1000 5 4 5 4", "at_risk"),
    # registered, of those to register
    ("ratio", "=", "1", "40/40 2 2 2 2", "met"),
    ("ratio", "=", "1", "40/40 2 1 1 1", "on_track"),
    ("ratio", "=", "1", "39/40 2 1 1 1", "at_risk"),
    ("ratio", "=", "1", "39/40 2 1 2 1", "not_met"),
    ("ratio", ">=", "0.9", "8/10 2 1 1 1", "at_risk"),
    ("ratio", ">=", "0.9", "0/0 2 2 2 2", "no_data"),
    # admitted against the quota; half of the year is over
    ("quota", ">=", "1", "10/10 3 3 3 3", "met"),
    ("quota", ">=", "1", "5/10 3 3 3 3", "on_track"),
    ("quota", ">=", "1", "4/10 3 3 3 3", "at_risk"),
    ("quota", ">=", "1", "9/10 3 2 3 2", "at_risk"),
    ("quota", ">=", "1", "3/0 0 0 0 0", "not_due"),  # nobody was given any
    # hectares against the number that the plan names; no pace is declared
    ("count", ">=", "500", "500/500 1 1 1 1", "met"),
    ("count", ">=", "500", "20/500 1 1 1 1", "on_track"),
    ("count", ">=", "500", "20/500 2 1 2 1", "at_risk"),
    ("count", "<=", "18", "19/18 1 1 1 1", "at_risk"),
    # a running total over the term, 100 ha by the end of 2025, 250 by the end of 2026
    ("running", ">=", "500", "99/500 1 1 1 1", "at_risk"),
    ("running", ">=", "500", "100/500 1 1 1 1", "on_track"),
    ("running", ">=", "500", "500/500 1 1 1 1", "met"),
    ("running", ">=", "500", "20/0 1 1 1 1", "on_track"),  # one of several that report
    # one of several that report: no number of its own to reach
    ("count", ">=", "500", "20/0 1 1 1 1", "on_track"),
    ("count", ">=", "500", "20/0 2 1 2 1", "at_risk"),
    # to be reached by 2030: before that only what is there, and who is late with reporting, counts
    ("by 2030", ">=", "0.9", "8/10 2 2 2 2", "not_due"),
    ("by 2030", ">=", "0.9", "9/10 2 2 2 2", "met"),
    ("by 2030", "<=", "0.9", "9/10 2 2 2 2", "not_due"),
    ("by 2030", ">=", "0.9", "9/10 2 1 2 1", "at_risk"),
    ("each year", ">=", "0.9", "8/10 2 2 2 2", "not_due"),
]


@pytest.mark.parametrize(("kind", "comparator", "goal", "totals", "wanted"), STANDINGS)
def test_standing(kind, comparator, goal, totals, wanted):
    period = TERM if kind == "running" else YEAR
    found = standing(_measure(kind, comparator, goal), _totals(totals), period=period, as_of=date(2026, 6, 30))
    assert found.value == wanted


@given(st.integers(1, 12), st.data())
def test_a_range_is_met_when_every_answer_to_come_keeps_it_and_missed_when_none_can(population, data):
    known = data.draw(st.integers(0, population))
    top = data.draw(st.integers(0, known))
    low, high = sorted(data.draw(st.tuples(st.integers(0, 20), st.integers(0, 20))))
    found = standing(
        _measure("share", ">=", f"{low / 20} - {high / 20}"),
        Totals(Decimal(top), Decimal(population), population, known, population, known), period=YEAR, as_of=YEAR.end,
    )  # fmt: skip
    ends = [low * population <= n * 20 <= high * population for n in range(top, top + population - known + 1)]
    assert (found is Standing.MET) == (all(ends) and known > 0)
    assert found is not Standing.NOT_MET or not any(ends)


def test_a_running_total_is_held_against_the_step_of_the_last_year_that_ended():
    running = _measure("running", ">=", "500")
    days = (date(2025, 12, 30), date(2025, 12, 31), date(2026, 12, 31), date(2030, 12, 31))
    assert [running.step_by(day) for day in days] == [None, 100, 250, 250]
    found = [standing(running, _totals("200/500 1 1 1 1"), period=TERM, as_of=day).value for day in days]
    assert found == ["on_track", "on_track", "at_risk", "not_met"]


def test_a_quota_is_missed_only_when_its_year_is_over():
    quota = _measure("quota", ">=", "1")
    assert standing(quota, _totals("9/10 3 3 3 3"), period=YEAR, as_of=date(2026, 12, 30)) == Standing.ON_TRACK
    assert standing(quota, _totals("9/10 3 3 3 3"), period=YEAR, as_of=date(2026, 12, 31)) == Standing.NOT_MET


def test_a_target_of_each_year_is_judged_when_the_year_is_over():
    yearly = _measure("each year", ">=", "0.9")
    assert standing(yearly, _totals("8/10 2 2 2 2"), period=YEAR, as_of=date(2026, 12, 31)) == Standing.NOT_MET


@pytest.mark.parametrize(
    ("kind", "totals", "is_over", "wanted"),
    [
        ("share_of_orgs", "3/5 5 4 5 4", True, Bounds(Decimal("0.6"), Decimal("0.8"))),
        ("share_of_orgs", "0/0 0 0 0 0", True, None),
        ("ratio", "3/5 2 2 2 2", True, Bounds(Decimal("0.6"), Decimal("0.6"))),
        ("ratio", "3/5 2 1 2 1", True, Bounds(Decimal(0), Decimal(1), False, False)),
        ("ratio", "0/5 2 1 2 1", True, Bounds(Decimal(0), Decimal(1), True, False)),
        ("quota", "3/5 2 2 2 2", False, Bounds(Decimal("0.6"), None)),
        ("quota", "3/5 2 2 2 2", True, Bounds(Decimal("0.6"), Decimal("0.6"))),
        ("quota", "3/5 2 1 2 1", True, Bounds(Decimal("0.6"), None)),
    ],
)
def test_bounds(kind, totals, is_over, wanted):
    assert bounds(MeasureKind(kind), _totals(totals), is_over=is_over) == wanted


@pytest.mark.parametrize(
    ("kind", "totals", "wanted"),
    [
        ("share_of_orgs", "0/0 0 0 0 0", Missing.NOT_APPLICABLE),
        ("share_of_orgs", "0/5 5 0 5 0", Missing.NOT_REPORTED),
        ("share_of_orgs", "0/5 5 0 0 0", Missing.NOT_DUE),
        ("share_of_orgs", "0/5 5 5 5 5", Decimal(0)),
        ("ratio", "0/0 2 2 2 2", Missing.ZERO_DENOMINATOR),
        ("quota", "3/0 0 0 0 0", Missing.NOT_ALLOCATED),
        ("quota", "0/10 0 0 0 0", Missing.NOT_ALLOCATED),
        ("quota", "12/10 2 2 2 2", Decimal("1.2")),
        ("count", "3/0 2 2 2 2", Missing.PART_OF_TOTAL),
    ],
)
def test_a_value_is_a_number_or_the_reason_why_not(kind, totals, wanted):
    found = value(MeasureKind(kind), _totals(totals))
    assert wanted in (found.number, found.missing)


def test_answers_add_up():
    parts = [
        totals_of(Decimal(1), Decimal(1), None, True),
        totals_of(Decimal(0), Decimal(1), Missing.NOT_REPORTED, True),
        totals_of(Decimal(0), Decimal(1), Missing.NOT_DUE, False),
        totals_of(None, None, Missing.NOT_APPLICABLE, False),
        totals_of(Decimal(4), None, Missing.NOT_ALLOCATED, True),
    ]
    total = sum(parts, Totals())
    assert total == Totals(Decimal(5), Decimal(3), population=3, known=1, expected=2, expected_known=1)
    assert total.unknown == 2
    assert total - parts[0] == sum(parts[1:], Totals())


def test_an_indicator_is_met_only_when_all_measures_are():
    assert worst([Standing.MET, Standing.MET]) == Standing.MET
    assert worst([Standing.MET, Standing.NOT_DUE]) == Standing.NOT_DUE
    assert worst([Standing.ON_TRACK, Standing.NO_DATA, Standing.AT_RISK]) == Standing.AT_RISK
    assert worst([]) == Standing.NOT_DUE


def test_the_stored_words_are_those_of_the_engine():
    assert [s.value for s in TargetStatus] == [s.value for s in Standing]


def test_the_tree_answers_as_of_a_day():
    whole, half = Days(date(2025, 1, 1), None), Days(date(2025, 1, 1), date(2026, 3, 1))
    tree = Tree(
        [OrgSpan(1, "goc", "committee"), OrgSpan(2, "a", "cell"), OrgSpan(3, "b", "cell")],
        [
            PathSpan(1, 1, whole), PathSpan(2, 2, whole), PathSpan(1, 2, whole), PathSpan(3, 3, half),
            PathSpan(1, 3, half),
        ],
        [Membership(2, "nhom", Days(date(2026, 1, 1), None))],
    )  # fmt: skip
    cells, grouped = Population(kinds=("cell",)), Population(kinds=("cell",), groups=("nhom",))
    assert tree.members(cells, under=1, day=date(2026, 2, 28)) == [2, 3]
    assert tree.members(cells, under=1, day=date(2026, 3, 1)) == [2]
    assert tree.members(grouped, under=1, day=date(2025, 12, 31)) == []
    assert tree.members(grouped, under=1, day=date(2026, 1, 1)) == [2]
    assert tree.members(Population(orgs=("b",)), under=1, day=date(2026, 1, 1)) == [3]
    assert tree.ancestors(3, date(2026, 2, 28)) == [1, 3]
    assert tree.ancestors(3, date(2026, 3, 1)) == []
