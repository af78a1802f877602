"""What one organisation answers, drawn as tables. No database."""

from datetime import date
from decimal import Decimal

import pytest

from dondoc.indicators.formula import Duty, OrgFacts, Record, Verdict, evaluate, parse_indicator
from dondoc.lib.numbers import Missing
from dondoc.lib.periods import Period
from tests.measures.world import indicator, measure

TERM = Period.parse("2025-2030")
DAY = date(2026, 6, 30)
APPROVED = {"approved": {"deliverable": "x"}}
ON_TIME = {"approved": {"deliverable": "x", "on_time": True}}
MET = {"approved": {"deliverable": "x", "where": [{"field": "n", "op": ">=", "value": 3}]}}
OTHER = {"approved": {"deliverable": "y"}}
ANSWERED = {"answered": {"deliverable": "x"}}
ANSWERED_LATE_TOO = {"answered": {"deliverable": "x", "on_time": False}}
LEVEL = {"level_at_least": {"deliverable": "x", "field": "level", "level": "tot", "scale": ["kem", "tot", "hay"]}}


def _measure(condition: dict):
    return parse_indicator(indicator("i", measure("a", "share_of_orgs", "year", condition=condition))).measures[0]


def _record(done_on: date, *, deliverable: str = "x", period: str = "2026", number: int = 1, **answers: str) -> Record:
    span = Period.parse(period)
    return Record(number, deliverable, period, span.start, span.end, answers, {}, done_on)


def _duty(due_on: date | None = None, *, deliverable: str = "x", period: str = "2026", **more) -> Duty:
    span = Period.parse(period)
    return Duty(frozenset({deliverable}), period, span.start, span.end, due_on=due_on, **more)


def _ask(condition: dict, records=(), duties=(), day: date = DAY):
    return evaluate(_measure(condition), OrgFacts(1, TERM, tuple(records), tuple(duties)), day)


MAY, JUNE, JULY = date(2026, 5, 15), date(2026, 6, 15), date(2026, 7, 15)
# condition, records, duties → answer, whether its day has come
ANSWERS = [
    # nothing approved: why
    (APPROVED, [], [_duty(JUNE)], "not_reported", True),
    (APPROVED, [], [_duty(DAY)], "not_reported", True),
    (APPROVED, [], [_duty(JULY)], "not_due", False),
    (APPROVED, [], [_duty(is_waiting=True)], "waiting", False),
    (APPROVED, [], [_duty(is_ongoing=True)], "not_reported", False),
    (APPROVED, [], [_duty(JUNE, is_exempt=True)], "not_applicable", False),
    (APPROVED, [], [_duty(JUNE, is_exempt=True), _duty(JUNE)], "not_reported", True),
    (APPROVED, [], [], "not_reported", False),
    (APPROVED, [], [_duty(JUNE, closed_on=DAY)], "not_reported", False),
    (APPROVED, [], [_duty(JUNE, closed_on=JULY)], "not_reported", True),
    # approved
    (APPROVED, [_record(MAY)], [_duty(JUNE)], "yes", True),
    (APPROVED, [_record(MAY)], [_duty(JULY)], "yes", False),
    (APPROVED, [_record(JULY)], [_duty(JUNE)], "not_reported", True),
    (APPROVED, [_record(MAY, period="2025")], [_duty(JUNE)], "not_reported", True),
    (APPROVED, [_record(MAY, period="2025-2030")], [_duty(JUNE)], "yes", True),
    (APPROVED, [_record(MAY, deliverable="y")], [_duty(JUNE)], "not_reported", True),
    # by its day
    (ON_TIME, [_record(JUNE)], [_duty(JUNE)], "yes", True),
    (ON_TIME, [_record(date(2026, 6, 16))], [_duty(JUNE)], "no", True),
    (ON_TIME, [_record(JUNE)], [_duty(MAY), _duty(JUNE)], "yes", True),
    (ON_TIME, [_record(JUNE)], [_duty(is_waiting=True)], "yes", False),
    # a comparison
    (MET, [_record(MAY, n="3")], [_duty(JUNE)], "yes", True),
    (MET, [_record(MAY, n="10")], [_duty(JUNE)], "yes", True),
    (MET, [_record(MAY, n="2.9")], [_duty(JUNE)], "no", True),
    (MET, [_record(MAY)], [_duty(JUNE)], "no", True),
    (MET, [_record(MAY, n="nhiều")], [_duty(JUNE)], "no", True),
    (MET, [_record(MAY, n="1"), _record(MAY, n="4", number=2)], [_duty(JUNE)], "yes", True),
    # all, any, not
    ({"all_of": [MET, OTHER]}, [_record(MAY, n="3")], [_duty(JUNE)], "not_reported", False),
    ({"all_of": [MET, OTHER]}, [_record(MAY, n="1")], [_duty(JUNE)], "no", True),
    ({"all_of": [MET, OTHER]}, [], [_duty(JUNE), _duty(JULY, deliverable="y")], "not_reported", True),
    ({"all_of": [MET, OTHER]}, [_record(MAY, n="3")], [_duty(JUNE, deliverable="y", is_exempt=True)], "yes", False),
    ({"any_of": [MET, OTHER]}, [_record(MAY, n="3")], [_duty(JUNE)], "yes", True),
    ({"any_of": [MET, OTHER]}, [_record(MAY, n="1")], [_duty(JUNE), _duty(JULY, deliverable="y")], "not_due", False),
    ({"any_of": [MET, MET]}, [_record(MAY, n="1")], [_duty(JUNE)], "no", True),
    ({"not": MET}, [_record(MAY, n="1")], [_duty(JUNE)], "yes", True),
    ({"not": MET}, [], [_duty(JUNE)], "not_reported", True),
    # every duty that has come
    (ANSWERED, [], [_duty(JUNE, done_on=MAY)], "yes", True),
    (ANSWERED, [], [_duty(MAY, done_on=JUNE)], "no", True),
    (ANSWERED_LATE_TOO, [], [_duty(MAY, done_on=JUNE)], "yes", True),
    (ANSWERED, [], [_duty(MAY, done_on=MAY), _duty(JUNE)], "not_reported", True),
    (ANSWERED, [], [_duty(MAY, done_on=MAY), _duty(JULY)], "yes", True),
    (ANSWERED, [], [_duty(JULY, done_on=JUNE)], "yes", False),
    (ANSWERED, [], [_duty(JULY)], "not_due", False),
    (ANSWERED, [], [_duty(is_waiting=True)], "waiting", False),
    (ANSWERED, [], [_duty(MAY, is_exempt=True)], "not_applicable", False),
    (ANSWERED, [], [_duty(MAY, is_exempt=True), _duty(JUNE, done_on=MAY)], "yes", True),
    # a level
    (LEVEL, [_record(MAY, level="hay")], [_duty(JUNE)], "yes", True),
    (LEVEL, [_record(MAY, level="kem")], [_duty(JUNE)], "no", True),
    (LEVEL, [_record(MAY)], [_duty(JUNE)], "no", True),
    (LEVEL, [], [_duty(JUNE)], "not_reported", True),
]


@pytest.mark.parametrize(("condition", "records", "duties", "wanted", "is_expected"), ANSWERS)
def test_answer(condition, records, duties, wanted, is_expected):
    found = _ask(condition, records, duties)
    assert (found.missing.value if found.missing else found.verdict.value, found.is_expected) == (wanted, is_expected)


def test_an_unknown_answer_is_no_answer_and_not_a_zero():
    unknown, out = _ask(APPROVED, [], [_duty(JUNE)]), _ask(APPROVED, [], [_duty(JUNE, is_exempt=True)])
    assert (unknown.numerator, unknown.denominator, unknown.verdict) == (0, 1, Verdict.UNKNOWN)
    assert (out.numerator, out.denominator, out.verdict) == (None, None, Verdict.NOT_APPLICABLE)


def test_the_reason_says_what_and_when():
    assert _ask(APPROVED, [], [_duty(JUNE)]).reason == "“x”: chưa có kết quả được duyệt, hạn 15/06/2026"
    assert _ask(APPROVED, [], [_duty(JUNE, is_in_review=True)]).reason == "“x”: đã gửi, chờ duyệt, hạn 15/06/2026"
    late = _ask(ON_TIME, [_record(date(2026, 6, 16), number=7)], [_duty(JUNE)])
    assert (late.reason, late.submission_ids) == ("“x”: trễ hạn (làm ngày 16/06/2026, hạn 15/06/2026)", (7,))


def test_a_long_reason_is_cut_and_an_answer_names_every_record():
    many = {"all_of": [{"approved": {"deliverable": f"{'văn bản ' * 12}{n}"}} for n in range(5)]}
    assert len(_ask(many).reason) == 300
    both = _ask(MET, [_record(MAY, n="1", number=4), _record(MAY, n="4", number=9)], [_duty(JUNE)])
    assert both.submission_ids == (4, 9)


def _figures(kind: str, **more):
    return parse_indicator(indicator("i", measure("a", kind, "year", **more))).measures[0]


def test_a_ratio_adds_the_records_of_its_period():
    plus = [{"field": "whole", "op": "=", "value": "yes"}]
    ratio = _figures(
        "ratio",
        numerator={"deliverable": "x", "field": "some", "plus": plus},
        denominator={"deliverable": "x", "field": "all"},
    )
    records = (
        _record(MAY, period="2026-Q1", some="2", all="5", whole="yes"),
        _record(JUNE, period="2026-Q2", some="1", all="4", whole="no", number=2),
        _record(MAY, period="2025-Q4", some="9", all="9", number=3),
        _record(JULY, period="2026-Q3", some="9", all="9", number=4),
    )
    found = evaluate(ratio, OrgFacts(1, TERM, records, (_duty(JUNE),)), DAY)
    assert (found.numerator, found.denominator, found.verdict, found.submission_ids) == (4, 9, Verdict.FIGURES, (1, 2))
    unanswered = evaluate(ratio, OrgFacts(1, TERM, (_record(MAY, some="2"),), (_duty(JUNE),)), DAY)
    assert (unanswered.numerator, unanswered.denominator, unanswered.missing) == (None, None, Missing.NOT_REPORTED)
    out = evaluate(ratio, OrgFacts(1, TERM, (), (_duty(JUNE, is_exempt=True),)), DAY)
    assert (out.verdict, out.is_expected) == (Verdict.NOT_APPLICABLE, False)


def test_a_quota_is_measured_against_what_was_allocated():
    quota = _figures("quota", numerator={"deliverable": "x", "field": "n"})
    record, duty = (_record(MAY, n="3"),), (_duty(JUNE),)

    def ask(records, duties, allocation):
        found = evaluate(quota, OrgFacts(1, TERM, records, duties, allocation), DAY)
        return found.numerator, found.denominator, found.missing

    assert ask(record, duty, {2026: 8, 2025: 2}) == (Decimal(3), Decimal(8), None)
    assert ask(record, duty, {2025: 2}) == (Decimal(3), None, Missing.NOT_ALLOCATED)
    assert ask((), duty, {}) == (None, None, Missing.NOT_ALLOCATED)
    assert ask((), duty, {2026: 8}) == (None, Decimal(8), Missing.NOT_REPORTED)
    assert ask((), (_duty(JUNE, is_exempt=True),), {2026: 8}) == (None, None, Missing.NOT_APPLICABLE)


def _counting(population: dict, **figure: str):
    more = {"numerator": {"deliverable": "x", "field": "n"} | figure, "unit": "ha", "target": (">=", "500")}
    return parse_indicator(indicator("i", measure("a", "count", "year", **more) | {"population": population})).measures[
        0
    ]


def test_a_count_is_measured_against_the_plans_own_number():
    """The one who reports alone answers for the whole number; of several, each has no number of its own."""
    alone, among = _counting({"orgs": ["A"]}), _counting({"kinds": ["office"]})
    quarters = (_record(MAY, period="2026-Q1", n="120"), _record(JUNE, period="2026-Q2", n="30", number=2))
    duty = (_duty(JUNE),)

    def ask(found, records):
        answer = evaluate(found, OrgFacts(1, TERM, records, duty), DAY)
        return answer.numerator, answer.denominator, answer.missing, answer.submission_ids

    assert ask(alone, quarters) == (Decimal(150), Decimal(500), None, (1, 2))
    assert ask(among, quarters) == (Decimal(150), None, None, (1, 2))
    assert ask(alone, ()) == (None, None, Missing.NOT_REPORTED, ())


def test_a_figure_that_tells_how_things_stand_is_taken_from_its_newest_record():
    standing = _counting({"orgs": ["A"]}, over_time="last")
    records = (_record(JUNE, period="2026-Q2", n="150", number=2), _record(MAY, period="2026-Q1", n="120"))
    found = evaluate(standing, OrgFacts(1, TERM, records, ()), DAY)
    assert (found.numerator, found.submission_ids) == (Decimal(150), (2,))
