"""Numbers and papers of the register."""

from datetime import date

import pytest

from dondoc.audit.models import AuditEvent
from dondoc.orgs.models import OrgKind
from dondoc.plans.models import Plan
from dondoc.register.actions import About, Paper, begin_at, enter, recall
from dondoc.register.models import Direction, Entry, Series
from dondoc.register.queries import broken_series, narrowed
from dondoc.register.rules import INCOMING, run_of
from dondoc.web.refusals import Conflict, Invalid, Refused
from tests.factories import AT, make_committee, make_org, make_plan, make_user

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 9)


@pytest.fixture
def house():
    committee = make_committee()
    committee.writer = make_user(role="specialist", org=committee)
    committee.leader = make_user(role="leader", org=committee)
    return committee


def out(house, code: str = "BC", **changed) -> Entry:
    values = {"type_code": code, "organ_code": "ĐU", "subject": "Báo cáo tháng", "dated_on": DAY} | changed
    return enter(house, Direction.OUT, Paper(**values), by=house.writer, at=AT)


def incoming(house, symbol: str, **changed) -> Entry:
    values = {
        "type_code": "HD", "symbol": symbol, "subject": "Hướng dẫn sơ kết", "dated_on": DAY, "arrived_on": DAY,
        "counterpart": "Ban Tuyên giáo và Dân vận Thành ủy",
    } | changed  # fmt: skip
    return enter(house, Direction.IN, Paper(**values), by=house.writer, at=AT)


def test_each_type_has_its_own_numbers_over_the_whole_term(house):
    made = [out(house), out(house, dated_on=date(2027, 1, 4)), out(house, "CTr"), out(house, "CT")]
    assert [one.symbol for one in made] == ["01-BC/ĐU", "02-BC/ĐU", "01-CTr/ĐU", "01-CT/ĐU"]
    assert {one.series.term for one in made} == {"2025-2030"}
    assert out(house, dated_on=date(2030, 12, 1)).symbol == "01-BC/ĐU"  # the next term


def test_the_state_begins_anew_each_year_and_what_comes_in_too():
    people = make_org("Ủy ban nhân dân xã Mẫu", kind=OrgKind.PEOPLES_COMMITTEE)
    assert [run_of(people, Direction.OUT, day) for day in (DAY, date(2027, 1, 1))] == ["2026", "2027"]
    assert run_of(make_committee(), Direction.IN, DAY) == "2026"


def test_what_comes_in_keeps_its_own_symbol_which_may_come_twice(house):
    first, second = incoming(house, "05-HD/BTGDVTU"), incoming(house, "05-HD/BTGDVTU")
    assert [(one.number, one.symbol) for one in (first, second)] == [(1, "05-HD/BTGDVTU"), (2, "05-HD/BTGDVTU")]
    with pytest.raises(Invalid, match="Ngày đến"):
        incoming(house, "06-HD/BTGDVTU", arrived_on=date(2026, 3, 1))


def test_numbers_given_before_may_still_be_entered_others_leave_no_gap(house):
    begin_at(house, type_code="BC", day=DAY, last=57, by=house.writer, at=AT)
    assert [out(house).symbol, out(house, number=12).symbol, out(house, number=59).symbol] == [
        "58-BC/ĐU", "12-BC/ĐU", "59-BC/ĐU",
    ]  # fmt: skip
    with pytest.raises(Conflict, match="12-BC/ĐU đã có trong sổ"):
        out(house, number=12)
    with pytest.raises(Conflict, match="Số 58 đã được cấp"):
        out(house, number=58)
    with pytest.raises(Invalid, match="Số tiếp theo là 60"):
        out(house, number=70)
    with pytest.raises(Conflict, match="đã cấp số 59"):
        begin_at(house, type_code="BC", day=DAY, last=80, by=house.writer, at=AT)
    assert (Series.objects.get().last, broken_series()) == (59, [])


def test_a_gap_is_seen(house):
    out(house)
    Series.objects.update(last=3)
    assert [str(one) for one in broken_series()] == ["BC 2025-2030: 3"]


def test_a_recalled_paper_stays_with_its_number_and_reason(house):
    entry = out(house)
    with pytest.raises(Refused, match="Chỉ lãnh đạo"):
        recall(entry, reason="Sai số liệu", by=house.writer, at=AT)
    with pytest.raises(Invalid, match="lý do"):
        recall(entry, reason=" ", by=house.leader, at=AT)
    assert recall(entry, reason="Sai số liệu", by=house.leader, at=AT).recalled_why == "Sai số liệu"
    with pytest.raises(Refused, match="đã được thu hồi"):
        recall(entry, reason="Lần nữa", by=house.leader, at=AT)
    assert out(house).symbol == "02-BC/ĐU"
    acts = list(AuditEvent.objects.filter(action__startswith="register").values_list("action", flat=True))
    assert acts == ["register.enter", "register.recall", "register.enter"]


def test_only_those_who_write_papers_enter_them(house):
    house.writer = house.leader
    with pytest.raises(Refused, match="không có quyền vào sổ"):
        out(house)
    assert not Series.objects.exists()


def test_papers_are_found_without_marks_and_by_what_they_are_about(house):
    plan = make_plan(house)
    about = About(plan=Plan.objects.get(pk=plan.pk))
    paper = Paper(type_code="KH", organ_code="ĐU", subject="kiểm tra Đảng bộ Tòa án", dated_on=DAY)
    kept = enter(house, Direction.OUT, paper, by=house.writer, at=AT, about=about)
    came = incoming(house, "05-HD/BTGDVTU")
    found = lambda **chosen: list(narrowed(Entry.objects.all(), chosen))  # noqa: E731
    assert found(words="dang bo toa an") == found(words="ĐẢNG kiem") == found(plan=plan.series_id) == [kept]
    assert found(words="tuyen giao", direction="in") == found(words="05-hd") == [came]
    assert found(words="tuyen giao", direction="out") == found(state="recalled") == found(until=date(2026, 3, 8)) == []
    assert Series.objects.filter(type_code=INCOMING).count() == 1
