"""What should be there by a day, in steps; how it stands; what the end brings. By hand."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from dondoc.forecast.drawing import CurveData, draw
from dondoc.indicators.formula import Duty, MeasureDefinition, MeasureKind, OrgFacts, Record
from dondoc.indicators.formula.tree import AllOf, Approved, Better, Comparator, Goal, Population
from dondoc.lib.periods import Period, PeriodKind
from dondoc.measures.engine import Totals
from dondoc.measures.engine.trajectory import (
    Ahead,
    Course,
    Outlook,
    Pace,
    demand_of,
    level,
    outlook,
    pace,
    project,
    steps,
)

YEAR = Period.parse("2026")
# ten owe their answer from 31/3 on, twenty more from 20/6, five have no day yet
COURSE = Course(YEAR, 35, ((date(2026, 3, 31), 10), (date(2026, 6, 20), 20)))
DAYS = [date(2026, 3, 30), date(2026, 3, 31), date(2026, 6, 20), date(2026, 12, 31)]


def measure(kind=MeasureKind.SHARE_OF_ORGS, goal="0.7", comparator=Comparator.AT_LEAST, **more) -> MeasureDefinition:
    better = Better.LOWER if comparator in {Comparator.LESS, Comparator.AT_MOST} else Better.HIGHER
    return MeasureDefinition(
        key="k.a", code="a", name="k", kind=kind, period=PeriodKind.YEAR, better=better,
        goal=Goal(comparator, Decimal(goal)), population=Population(), **more,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (measure(), ["0", "0.2", "0.6", "0.6"]),  # 70 % of those whose day has come, of all 35
        (measure(due_on=date(2026, 6, 20)), ["0", "0", "0.7", "0.7"]),  # the definition names the day
        (measure(is_due_at_end=True), ["0", "0", "0", "0.7"]),
        (measure(MeasureKind.QUOTA, "1"), ["0", "0.25", "0.25", "1"]),  # quarters that have ended
        (measure(MeasureKind.RATIO, "0.9"), ["0", "0.9", "0.9", "0.9"]),  # of those who have answered
        (measure(comparator=Comparator.LESS), [None] * 4),
        (measure(MeasureKind.COUNT, "1", whole=Decimal(500)), [None] * 4),
        (measure(MeasureKind.CUMULATIVE, "1", whole=Decimal(500), steps={2025: Decimal(100), 2026: Decimal(200)}),
         ["0.2", "0.2", "0.2", "0.4"]),
    ],
)  # fmt: skip
def test_levels(one, expected):
    assert [level(one, COURSE, day) for day in DAYS] == [None if n is None else Decimal(n) for n in expected]
    turns = steps(one, COURSE)
    for day in [date(2026, month, 15) for month in range(1, 13)]:  # the curve says the same as the day alone
        on_curve = next((value for turn, value in reversed(turns) if turn <= day), None)
        assert on_curve == level(one, COURSE, day)


@pytest.mark.parametrize(
    ("numerator", "known", "demanded", "expected"),
    [
        (0, 0, "0", Pace.NOTHING_DUE), (0, 0, "0.2", Pace.NO_DATA), (6, 10, "0.2", Pace.BEHIND),
        (7, 10, "0.2", Pace.ON_PACE), (25, 30, "0.6", Pace.REACHED), (3, 3, None, None),
    ],
)  # fmt: skip
def test_pace(numerator, known, demanded, expected):
    totals = Totals(Decimal(numerator), Decimal(35), 35, known, 10, known)
    assert pace(measure(), totals, None if demanded is None else Decimal(demanded)) == expected


@pytest.mark.parametrize(
    ("goal", "ahead", "ends", "expected"),
    [  # 20 of 40 yes, 5 no, 15 not known
        ("0.5", Ahead(open=15, hoped=Decimal(12)), ("0.5", "0.875", "0.8", "0.875"), Outlook.SURE),
        ("0.8", Ahead(open=15, hoped=Decimal(12)), ("0.5", "0.875", "0.8", "0.875"), Outlook.LIKELY),
        ("0.8", Ahead(open=15, at_risk=4, hoped=Decimal(8)), ("0.5", "0.875", "0.7", "0.775"), Outlook.AT_RISK),
        ("0.9", Ahead(late=5, sent=4, open=6, hoped=Decimal(4)), ("0.5", "0.875", "0.7", "0.875"),
         Outlook.OUT_OF_REACH),
    ],
)  # fmt: skip
def test_the_end(goal, ahead, ends, expected):
    one, totals = measure(goal=goal), Totals(Decimal(20), Decimal(40), 40, 25, 25, 25)
    found = project(one, totals, ahead, is_over=False)
    assert (found.floor, found.ceiling, found.likely, found.without_risky) == tuple(map(Decimal, ends))
    assert outlook(one, found) == expected


def test_the_drawing_goes_up_at_the_days_and_opens_to_the_end():
    one, totals = measure(), Totals(Decimal(14), Decimal(35), 35, 20, 10, 10)
    found = project(one, totals, Ahead(open=15, hoped=Decimal(7)), is_over=False)
    data = CurveData(
        YEAR, tuple(steps(one, COURSE)), ((date(2026, 7, 2), Decimal("0.4")),), Decimal("0.7"), date(2026, 7, 2), found
    )
    drawing = draw(data)
    assert drawing.labels == ("Quý I", "Quý II", "Quý III", "Quý IV")
    assert drawing.ticks == tuple(map(Decimal, ("1", "0.75", "0.5", "0.25", "0")))
    assert drawing.expected == "M0 100 H24.38 V80 H46.58 V40 H100"
    assert (drawing.dots, drawing.band) == ((("50.14", "60"),), "M50.14 60 L100 17.14 V60 Z")
    assert [(row.day, row.demanded, row.reached) for row in drawing.rows] == [
        (date(2026, 1, 1), Decimal(0), None), (date(2026, 3, 31), Decimal("0.2"), None),
        (date(2026, 6, 20), Decimal("0.6"), None), (date(2026, 7, 2), Decimal("0.6"), Decimal("0.4")),
    ]  # fmt: skip


BOTH = AllOf((Approved("plan"), Approved("report")))
TERM = Period.parse("2025-2030")
DUE = Duty(frozenset({"plan", "report", "other"}), "2026", date(2026, 1, 1), date(2026, 12, 31), date(2026, 3, 31))


def record(deliverable: str, done: date, period: Period = YEAR) -> Record:
    return Record(1, deliverable, period.code, period.start, period.end, {}, {}, done)


@pytest.mark.parametrize(
    ("records", "day", "is_late", "still_open"),
    [
        ([], date(2026, 3, 31), False, True),
        ([], date(2026, 4, 1), True, False),
        (["plan"], date(2026, 4, 1), True, False),  # the report is missing
        (["plan", "report"], date(2026, 4, 1), False, False),  # "other" is missing, of which the measure knows nothing
    ],
)
def test_a_duty_of_several_products_is_late_only_for_what_the_measure_asks(records, day, is_late, still_open):
    facts = OrgFacts(1, TERM, tuple(record(code, date(2026, 3, 1)) for code in records), (DUE,))
    found = demand_of(measure(condition=BOTH), facts, YEAR, day)
    assert (found.due_on, found.is_late, bool(found.open)) == (date(2026, 3, 31), is_late, still_open)


@pytest.mark.parametrize(
    ("sent", "found"),
    [
        (set(), (False, True, False)),
        ({"plan"}, (False, True, False)),  # the report is to come
        ({"plan", "report"}, (True, False, False)),  # "other" is to come, of which the measure knows nothing
        ({"other"}, (False, True, False)),
    ],
)
def test_what_was_sent_in_is_known_product_by_product(sent, found):
    facts = OrgFacts(1, TERM, (), (replace(DUE, sent=frozenset(sent)),))
    asked = demand_of(measure(condition=BOTH), facts, YEAR, date(2026, 3, 1))
    assert (asked.is_sent, bool(asked.open), asked.is_late) == found


def test_what_was_done_later_or_for_another_year_leaves_it_late():
    for done, period in ((date(2026, 5, 1), YEAR), (date(2025, 3, 1), Period.parse("2025"))):
        facts = OrgFacts(1, TERM, tuple(record(code, done, period) for code in ("plan", "report")), (DUE,))
        assert demand_of(measure(condition=BOTH), facts, YEAR, date(2026, 4, 1)).is_late
