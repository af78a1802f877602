"""Values follow what people do, and starting from nothing gives the same."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command

from dondoc.lib.numbers import Missing
from dondoc.measures.actions import Changes, claim, rebuild, refresh
from dondoc.measures.models import Answer, Cursor, MeasureValue
from dondoc.measures.queries import board, measure_answers
from dondoc.obligations.models import Obligation
from dondoc.obligations.ruling import exempt, stop
from dondoc.orgs.actions import merge_orgs
from tests.measures.world import TODAY, at, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_world()


def _value(key, org, month):
    row = MeasureValue.objects.filter(measure=key, org=org, month=month).first()
    if row is None:
        return None
    return (row.numerator, row.denominator, row.population, row.known, row.expected, row.expected_known, row.status)


def rows():
    """Both tables whole, but for the moment of computing."""
    answers = Answer.objects.values_list(
        "measure",
        "version",
        "org",
        "month",
        "period",
        "numerator",
        "denominator",
        "missing",
        "expected",
        "demanded",
        "reason",
    )
    values = MeasureValue.objects.values_list(
        "measure", "version", "org", "month", "period", "numerator", "denominator", "population", "known", "expected",
        "expected_known", "demanded", "status",
    )  # fmt: skip
    ids = {tuple(key): found for *key, found in Answer.objects.values_list("measure", "org", "month", "submission_ids")}
    return sorted(answers, key=str), sorted(values, key=str), ids


def test_what_nobody_reported_is_not_zero(world):
    refresh(today=TODAY)
    assert _value("ke-hoach.a", world.committee, "2025-08") == (0, 3, 3, 0, 0, 0, "not_due")
    assert _value("ke-hoach.a", world.committee, "2025-10") == (0, 3, 3, 0, 3, 0, "no_data")
    late, _monthly, ratio, _quota = (row.measures[0].value for row in board(world.committee, "2026-03"))
    assert (late.number, late.missing) == (None, Missing.NOT_REPORTED)
    assert (ratio.number, ratio.missing) == (None, Missing.NOT_DUE)


def test_one_approval_reaches_the_root_at_the_next_refresh(world):
    refresh(today=TODAY)
    first, second, _third = world.orgs
    world.done(first, "ke-hoach", "2025-2030", {"issued_on": "12/9/2025"}, on=date(2026, 3, 2))
    world.done(second, "ke-hoach", "2025-2030", {"issued_on": "5/10/2025"}, on=date(2026, 3, 3))
    assert refresh(today=TODAY).answers > 0
    # Known from the day on which it was done, late ones as a no.
    assert _value("ke-hoach.a", world.committee, "2025-08") == (0, 3, 3, 0, 0, 0, "not_due")
    assert _value("ke-hoach.a", world.committee, "2025-09") == (1, 3, 3, 1, 3, 1, "at_risk")
    assert _value("ke-hoach.a", world.committee, "2025-10") == (1, 3, 3, 2, 3, 2, "not_met")
    assert _value("ke-hoach.a", first, "2025-10") == (1, 1, 1, 1, 1, 1, "met")
    assert refresh(today=TODAY) == Changes()


def test_sent_back_after_approval_is_not_known_again(world):
    sent = world.done(world.orgs[0], "ke-hoach", "2025-2030", {"issued_on": "12/9/2025"}, on=date(2026, 3, 2))
    refresh(today=TODAY)
    before = rows()
    world.send_back(sent, on=date(2026, 3, 10))
    refresh(today=TODAY)
    assert _value("ke-hoach.a", world.committee, "2026-03") == (0, 3, 3, 0, 3, 0, "no_data")
    assert before != rows()


def test_percentages_are_never_averaged(world):
    small, big, _silent = world.orgs
    world.done(small, "dang-ky", "2026", {"all": "1", "some": "0", "held_on": "2/3/2026"}, on=TODAY)
    world.done(big, "dang-ky", "2026", {"all": "99", "some": "99", "held_on": "2/3/2026"}, on=TODAY)
    refresh(today=TODAY)
    row = board(world.committee, "2026-03")[2].measures[0]
    assert row.value.number == Decimal("0.99")
    assert row.filled_in == "99 / 100 = 99 %; còn 1 tổ chức chưa có số liệu"
    assert (row.floor, row.ceiling) == (None, None)  # nobody knows how large the silent one is


def test_the_committees_quota_is_divided_by_what_was_given_from_above(world):
    first, second, _without = world.orgs
    world.done(first, "ket-nap", "2026-Q1", {"admitted": "2", "held_on": "3/3/2026"}, on=TODAY)
    refresh(today=TODAY)
    assert _value("ket-nap.a", world.committee, "2026-03") == (2, 0, 0, 0, 0, 0, "not_due")
    world.give_quota({first: 4, second: 3}, total=10)
    refresh(today=TODAY)
    assert _value("ket-nap.a", world.committee, "2026-03")[:2] == (2, 10)
    assert _value("ket-nap.a", first, "2026-03")[:2] == (2, 4)
    world.done(second, "ket-nap", "2026-Q1", {"admitted": "1", "held_on": "3/3/2026"}, on=TODAY)
    refresh(today=TODAY)
    assert _value("ket-nap.a", world.committee, "2026-03")[:2] == (3, 10)


def test_a_stopped_clock_waits_and_is_not_missing(world):
    refresh(today=TODAY)
    Obligation.objects.update(is_history=False)
    duty = Obligation.objects.get(org=world.orgs[2], task__deliverables=["ke-hoach"])
    stop(duty, first=duty.due_on, last=None, reason="Chờ hướng dẫn", by=world.reviewer, at=at(TODAY))
    refresh(today=TODAY)
    found = {a.org: a.missing for a in measure_answers("ke-hoach.a", world.committee, "2026-03")}
    assert found == {world.orgs[0]: "not_reported", world.orgs[1]: "not_reported", world.orgs[2]: "waiting"}


def test_an_exempt_organisation_leaves_the_population_and_is_listed(world):
    refresh(today=TODAY)
    duty = Obligation.objects.get(org=world.orgs[2], task__deliverables=["ke-hoach"])
    exempt(duty, reason="Mới thành lập", by=world.reviewer, at=at(TODAY))
    refresh(today=TODAY)
    assert _value("ke-hoach.a", world.committee, "2026-03") == (0, 2, 2, 0, 2, 0, "no_data")
    assert _value("ke-hoach.a", world.orgs[2], "2026-03") is None
    found = {a.org: a.verdict for a in measure_answers("ke-hoach.a", world.committee, "2026-03")}
    assert found == {
        world.orgs[0]: "unknown",
        world.orgs[1]: "unknown",
        world.orgs[2]: "not_applicable",
    }


def test_a_merger_leaves_earlier_months_as_they_were(world):
    refresh(today=date(2026, 2, 28))
    february = _value("ke-hoach.a", world.committee, "2026-02")
    merge_orgs(world.orgs[:2], into=world.orgs[0], on=date(2026, 3, 1), decision="12-QĐ", by=None, at=at(TODAY))
    refresh(today=TODAY)
    assert _value("ke-hoach.a", world.committee, "2026-02") == february == (0, 3, 3, 0, 3, 0, "no_data")
    assert _value("ke-hoach.a", world.committee, "2026-03") == (0, 2, 2, 0, 2, 0, "no_data")


def test_a_new_month_is_computed_by_its_first_refresh(world):
    refresh(today=date(2026, 2, 10))
    assert _value("thang.a", world.committee, "2026-02")[-1] == "not_due"
    refresh(today=TODAY)
    assert _value("thang.a", world.committee, "2026-02") == (0, 3, 3, 0, 3, 0, "no_data")
    assert _value("thang.a", world.committee, "2026-03")[-1] == "not_due"
    stored = rows()
    assert rebuild(today=TODAY) == Changes()
    assert rows() == stored


def test_rebuild_after_the_tables_were_lost_gives_the_same(world):
    world.done(world.orgs[0], "bao-cao", "2026-02", {"words": "x"}, on=date(2026, 2, 18))
    refresh(today=TODAY)
    stored = rows()
    Answer.objects.all().delete()
    MeasureValue.objects.all().delete()
    assert rebuild(today=TODAY) == Changes(Answer.objects.count(), MeasureValue.objects.count())
    assert rows() == stored


def test_a_second_process_leaves_the_work_to_the_first(world):
    refresh(today=TODAY)
    first, second = Cursor.objects.get(), Cursor.objects.get()
    assert claim(first, event_id=first.event_id + 1, day=TODAY)
    assert not claim(second, event_id=second.event_id + 1, day=TODAY)


def test_the_cost_of_an_approval_does_not_grow_with_the_tree(django_assert_num_queries, world):
    refresh(today=TODAY)
    world.done(world.orgs[0], "bao-cao", "2026-02", {"words": "x"}, on=date(2026, 2, 18))
    with django_assert_num_queries(24):
        refresh(today=TODAY)
    for org in world.orgs[1:]:
        world.done(org, "bao-cao", "2026-02", {"words": "x"}, on=date(2026, 2, 18))
    with django_assert_num_queries(24):
        refresh(today=TODAY)


def test_the_commands_say_what_they_did(world, capsys):
    call_command("refresh")
    call_command("rebuild")
    out = capsys.readouterr().out
    assert out.startswith("Đã cập nhật ")
    assert out.endswith("Không có gì thay đổi: số liệu đang lưu đúng với các bản ghi.\n")
