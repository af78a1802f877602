"""What an organisation has from those that it took over from. No database."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from dondoc.indicators.editing import with_measure
from dondoc.indicators.formula import Carried, DefinitionError, OrgFacts, evaluate, parse_indicator
from dondoc.indicators.formula.tree import Carry
from dondoc.indicators.formula.wording import carry_in_words
from tests.indicators.test_evaluate import APPROVED, DAY, JULY, JUNE, MAY, MET, ON_TIME, TERM, _duty, _record
from tests.measures.world import indicator, measure

APRIL, MERGED = date(2026, 4, 10), date(2026, 6, 1)
ALL_ANSWERED = {"answered": {"deliverable": "x"}}


def _parsed(kind: str, **more):
    return parse_indicator(indicator("i", measure("a", kind, "year", **more))).measures[0]


def _facts(org_id: int = 1, *, records=(), duties=(), carried=(), **more) -> OrgFacts:
    return OrgFacts(org_id, TERM, tuple(records), tuple(duties), carried=tuple(carried), **more)


def _from(facts: OrgFacts, *, on: date = MERGED, is_heir: bool = True) -> Carried:
    return Carried(facts, on, is_heir)


# condition, own records and duties, those of two predecessors → answer, whether its day has come, from which sheets
LATEST = [
    (APPROVED, ([], []), ([_record(MAY)], [_duty(JUNE)]), ([], []), "yes", True, (1,)),
    (MET, ([], []), ([_record(MAY, n="3")], []), ([_record(APRIL, number=2, n="1")], []), "yes", False, (1,)),
    (MET, ([], []), ([_record(MAY, n="1")], []), ([_record(APRIL, number=2, n="3")], []), "no", False, (1,)),
    (MET, ([_record(JUNE, number=3, n="1")], []), ([_record(MAY, n="3")], []), ([], []), "no", False, (3,)),
    (MET, ([_record(JULY, number=3, n="1")], []), ([_record(MAY, n="3")], []), ([], []), "yes", False, (1,)),
    (APPROVED, ([], []), ([_record(MAY, period="2025")], []), ([], []), "unknown", False, ()),
    (ON_TIME, ([], []), ([_record(MAY)], [_duty(APRIL)]), ([], []), "no", True, (1,)),
    (ON_TIME, ([], []), ([_record(MAY)], [_duty(JUNE, done_on=MAY)]), ([], [_duty(APRIL)]), "yes", True, (1,)),
    (APPROVED, ([], []), ([], [_duty(JUNE, is_exempt=True)]), ([], []), "not_applicable", False, ()),
    (APPROVED, ([], [_duty(JUNE)]), ([], [_duty(JUNE, is_exempt=True)]), ([], []), "unknown", True, ()),
    (ALL_ANSWERED, ([], []), ([_record(MAY)], [_duty(JUNE, done_on=MAY)]), ([], []), "yes", True, (1,)),
    (ALL_ANSWERED, ([], [_duty(JUNE)]), ([_record(MAY)], [_duty(JUNE, done_on=MAY)]), ([], []), "unknown", True, (1,)),
]  # fmt: skip


@pytest.mark.parametrize(("condition", "own", "first", "second", "answer", "is_due", "ids"), LATEST)
def test_the_newest_answer_stands_until_there_is_one_of_its_own(condition, own, first, second, answer, is_due, ids):
    before = [_facts(n, records=records, duties=duties) for n, (records, duties) in ((2, first), (3, second))]
    facts = _facts(records=own[0], duties=own[1], carried=map(_from, before))
    found = evaluate(_parsed("share_of_orgs", condition=condition), facts, DAY)
    assert (found.verdict.value, found.is_expected, found.submission_ids) == (answer, is_due, ids)
    assert ("trước khi hợp nhất" in found.reason) == (ids == (1,))
    alone = evaluate(_parsed("share_of_orgs", condition=condition, carry="none"), facts, DAY)
    assert alone == evaluate(_parsed("share_of_orgs", condition=condition), replace(facts, carried=()), DAY)


def _counted(record, some: int, all_: int):
    return replace(record, answers={"some": str(some), "all": str(all_)})


def _ratio(**more):
    return _parsed(
        "ratio", numerator={"deliverable": "x", "field": "some"},
        denominator={"deliverable": "x", "field": "all", "over_time": "last"}, **more,
    )  # fmt: skip


def test_figures_are_added_and_a_newest_one_speaks_for_all_taken_over_by_then():
    first = _facts(2, records=[_counted(_record(APRIL), 1, 10), _counted(_record(MAY, number=2), 2, 12)])
    second = _facts(3, records=[_counted(_record(MAY, number=3), 4, 20)])
    beside = _facts(4, records=[_counted(_record(MAY, number=4), 50, 50)])  # of a split: another is its heir
    facts = _facts(carried=[_from(first), _from(second), _from(beside, is_heir=False)])
    found = evaluate(_ratio(), facts, DAY)
    assert (found.numerator, found.denominator, found.submission_ids) == (7, 32, (1, 2, 3))
    assert found.reason == "Gồm số của tổ chức trước khi hợp nhất, chia tách"
    # counted anew after the first came, before the second did
    own = [_counted(_record(JUNE, number=5), 8, 30)]
    later = _facts(records=own, carried=[_from(first), _from(second, on=JULY)])
    found = evaluate(_ratio(), later, date(2026, 7, 31))
    assert (found.numerator, found.denominator) == (15, 50)
    alone = evaluate(_ratio(carry="none"), later, date(2026, 7, 31))
    assert (alone.numerator, alone.denominator, alone.reason) == (8, 30, "")


def test_what_went_through_several_hands_counts_once():
    first = _facts(2, records=[_counted(_record(APRIL), 1, 10)])
    between = _facts(3, records=[_counted(_record(MAY, number=2), 2, 12)], carried=[_from(first, on=JULY)])
    found = evaluate(_ratio(), _facts(carried=[_from(between, on=JULY)]), date(2026, 7, 31))
    assert (found.numerator, found.denominator, found.submission_ids) == (3, 22, (2, 1))


def test_a_quota_goes_with_the_figures():
    quota = _parsed(
        "quota", numerator={"deliverable": "x", "field": "some"},
        examples=[{"as_of": "2026-01-31", "answer": "not_allocated"}],
    )  # fmt: skip
    first = _facts(2, records=[_record(MAY, some="3")], allocation={2026: 5})
    facts = _facts(carried=[_from(first)], allocation={2026: 2})
    assert evaluate(quota, facts, DAY).numerator == 3
    assert evaluate(quota, facts, DAY).denominator == 7
    assert evaluate(replace(quota, carry=Carry.NONE), facts, DAY).denominator == Decimal(2)


def test_who_is_missing_says_why_for_those_before():
    waiting = _facts(2, duties=[_duty(JUNE, is_in_review=True)])
    found = evaluate(_ratio(), _facts(carried=[_from(waiting)]), DAY)
    assert (found.verdict.value, found.reason) == ("unknown", "“x”: đã gửi, chờ duyệt, hạn 15/06/2026")


def test_a_definition_says_how_or_its_kind_does():
    kinds = {"share_of_orgs": {"condition": APPROVED}, "ratio": {}}
    assert _parsed("share_of_orgs", **kinds["share_of_orgs"]).carry is Carry.LATEST
    assert _ratio().carry is Carry.SUM
    assert carry_in_words(_ratio(carry="none")) == "tổ chức kế thừa phải báo cáo lại từ đầu"
    with pytest.raises(DefinitionError, match=r"i\.a\.carry: loại share_of_orgs nhận latest hoặc none"):
        _parsed("share_of_orgs", condition=APPROVED, carry="sum")
    with pytest.raises(DefinitionError, match="“một nửa” không có trong danh sách"):
        _ratio(carry="một nửa")
    stated = indicator("i", measure("a", "share_of_orgs", "year", condition=APPROVED, carry="latest"))
    assert "carry" not in with_measure(stated, {"kind": "ratio"}, "a")["measures"][0]
    kept = indicator("i", measure("a", "share_of_orgs", "year", condition=APPROVED, carry="none"))
    assert with_measure(kept, {"kind": "ratio"}, "a")["measures"][0]["carry"] == "none"
