"""Issuing an amendment: obligations follow, what was answered stays, and again changes nothing."""

from datetime import UTC, date, datetime

import pytest

from dondoc.audit.models import AuditEvent
from dondoc.lib.due import Cadence, Due, DueKind
from dondoc.obligations import actions, amending, ruling
from dondoc.obligations.following import outcome
from dondoc.obligations.models import Followed, Following, Obligation, Purpose, Round
from dondoc.obligations.status import ObligationStatus
from dondoc.orgs.models import OrgKind
from dondoc.plans.actions import start_amendment
from dondoc.plans.models import Plan, PlanVersion
from dondoc.web.refusals import Conflict, Refused
from tests.factories import make_org
from tests.obligations.amended import (
    AMENDED,
    EFFECTIVE,
    add,
    amendment_of,
    answered,
    by,
    change,
    issue,
    issued_plan,
    make_office,
    state,
)

pytestmark = pytest.mark.django_db

TERM = "2025-2026"
MONTHLY = {"due": Due(DueKind.RECURRING, cadence=Cadence.MONTHLY), "deliverables": ["bao-cao-thang"]}


@pytest.fixture
def office(db):
    return make_office()


def test_what_stays_the_same_is_kept_under_the_new_version(office):
    plan = issued_plan(office, {"due": by(date(2025, 12, 31)), "text": "Việc"})
    found = issue(amendment_of(plan, office), office)
    assert [(one.kind, one.due_on) for one in found.changes] == [(Followed.KEPT, date(2025, 12, 31))] * 2
    assert state() == [("Việc", 2, cell.name, TERM, date(2025, 12, 31), None) for cell in office.cells]
    assert found.new == []


def test_a_day_that_moved_moves_what_is_not_answered_also_when_it_was_overdue(office):
    plan = issued_plan(office, {"due": by(date(2025, 9, 30)), "text": "Việc"})
    answered(Obligation.objects.filter(org=office.cells[0]), date(2025, 9, 12))
    copy = amendment_of(plan, office)
    change(copy, 0, due_data=by(date(2025, 12, 31)).as_dict())
    issue(copy, office)
    assert state() == [
        ("Việc", 1, "Chi bộ A", TERM, date(2025, 9, 30), None),  # answered: as it was
        ("Việc", 2, "Chi bộ B", TERM, date(2025, 12, 31), None),
    ]
    assert Following.objects.values_list("obligation__org__name", "kind", "due_before").get() == (
        "Chi bộ B", "moved", date(2025, 9, 30),
    )  # fmt: skip


def test_what_is_dropped_ends_if_it_is_due_from_the_effective_day_on(office):
    plan = issued_plan(
        office,
        {"due": by(date(2025, 10, 14)), "text": "Hạn trước"},
        {"due": by(EFFECTIVE), "text": "Hạn đúng ngày"},
        {"due": by(date(2026, 1, 1)), "text": "Đã nộp"},
    )
    answered(Obligation.objects.filter(task__text="Đã nộp"), date(2025, 9, 1), approved=False)
    copy = amendment_of(plan, office)
    copy.tasks.all().delete()
    add(copy, due=by(date(2026, 6, 30)), text="Việc mới")
    found = issue(copy, office)
    a, b = (cell.name for cell in office.cells)
    assert state() == [
        ("Hạn trước", 1, a, TERM, date(2025, 10, 14), None),
        ("Hạn trước", 1, b, TERM, date(2025, 10, 14), None),
        ("Hạn đúng ngày", 1, a, TERM, EFFECTIVE, EFFECTIVE),
        ("Hạn đúng ngày", 1, b, TERM, EFFECTIVE, EFFECTIVE),
        ("Đã nộp", 1, a, TERM, date(2026, 1, 1), None),
        ("Đã nộp", 1, b, TERM, date(2026, 1, 1), None),
        ("Việc mới", 2, a, TERM, date(2026, 6, 30), None),
        ("Việc mới", 2, b, TERM, date(2026, 6, 30), None),
    ]
    ended = Obligation.objects.filter(ended_by=copy)
    assert {row.status_on(date(2025, 10, 1)) for row in ended} == {ObligationStatus.CLOSED}
    assert (len(found.new), found.answered, found.past) == (2, 2, 2)


def test_months_before_the_day_stay_and_months_after_follow(office):
    plan = issued_plan(office, MONTHLY | {"orgs": office.cells[:1], "kinds": []}, ends_on=date(2025, 12, 31))
    copy = amendment_of(plan, office)
    issue(copy, office)
    assert [(period, version) for _t, version, _o, period, _d, _c in state()] == [
        ("2025-08", 1), ("2025-09", 1), ("2025-10", 2), ("2025-11", 2), ("2025-12", 2),
    ]  # fmt: skip


def test_another_rhythm_ends_the_old_rows_and_makes_new_ones(office):
    plan = issued_plan(office, MONTHLY | {"orgs": office.cells[:1], "kinds": []}, ends_on=date(2025, 12, 31))
    copy = amendment_of(plan, office)
    change(copy, 0, due_data=Due(DueKind.RECURRING, cadence=Cadence.ANNUAL).as_dict(), deliverables=["bao-cao-nam"])
    issue(copy, office)
    assert [(period, version, closed) for _t, version, _o, period, _d, closed in state()] == [
        ("2025-08", 1, None), ("2025-09", 1, None), ("2025-10", 1, EFFECTIVE), ("2025-11", 1, EFFECTIVE),
        ("2025-12", 1, EFFECTIVE), ("2025", 2, None),
    ]  # fmt: skip


def test_other_bodies_end_and_begin(office):
    society = make_org("Hội", parent=office.committee, kind=OrgKind.MASS_ORGANISATION)
    plan = issued_plan(office, {"due": by(date(2025, 12, 31)), "text": "Việc"})
    copy = amendment_of(plan, office)
    change(copy, 0, population={"orgs": [office.cells[0].code, society.code]})
    issue(copy, office)
    day = date(2025, 12, 31)
    assert state() == [
        ("Việc", 1, "Chi bộ B", TERM, day, EFFECTIVE),
        ("Việc", 2, "Chi bộ A", TERM, day, None),
        ("Việc", 2, "Hội", TERM, day, None),
    ]


def test_a_new_day_before_the_effective_day_becomes_that_day(office):
    plan = issued_plan(office, {"due": by(date(2025, 12, 31))})
    copy = amendment_of(plan, office)
    change(copy, 0, due_data=by(date(2025, 10, 1)).as_dict())
    assert {one.due_on for one in issue(copy, office).raised} == {EFFECTIVE}
    assert set(Obligation.objects.values_list("due_on", flat=True)) == {EFFECTIVE}


def test_a_longer_term_does_not_ask_again(office):
    plan = issued_plan(office, {"due": by(date(2025, 12, 31))})
    answered(Obligation.objects.filter(org=office.cells[0]), date(2025, 9, 12))
    copy = amendment_of(plan, office)
    Plan.objects.filter(pk=copy.pk).update(ends_on=date(2030, 12, 31))
    copy.refresh_from_db()
    found = issue(copy, office)
    assert (len(found.new), Obligation.objects.count()) == (0, 2)


def test_exemptions_and_extensions_come_along(office):
    plan = issued_plan(office, {"due": by(date(2025, 10, 20))})
    first, second = Obligation.objects.order_by("org__sort_key")
    ruling.exempt(first, reason="Mới thành lập", by=None, at=AMENDED)
    ruling.extend(second, to=date(2025, 11, 20), reason="Thiên tai", by=None, at=AMENDED)
    copy = amendment_of(plan, office)
    change(copy, 0, due_data=by(date(2025, 11, 30)).as_dict())
    issue(copy, office)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.status_on(date(2026, 1, 1)), first.task.plan.version) == (ObligationStatus.EXEMPT, 2)
    assert (second.due_on, second.extended_to) == (date(2025, 11, 30), None)
    assert Following.objects.get(obligation=second).extended_before == date(2025, 11, 20)


def test_what_an_amendment_ended_the_next_one_may_ask_again(office):
    plan = issued_plan(office, {"due": by(date(2026, 6, 30)), "text": "Việc"})
    second = amendment_of(plan, office)
    change(second, 0, population={"orgs": [office.cells[0].code]})
    issue(second, office)
    third = amendment_of(second, office, effective_on=date(2025, 11, 1))
    change(third, 0, population={"kinds": [OrgKind.GRASSROOTS_CELL]})
    found = issue(third, office)
    assert [one.kind for one in found.changes] == [Followed.KEPT, Followed.TAKEN_UP]
    assert state() == [("Việc", 3, cell.name, TERM, date(2026, 6, 30), None) for cell in office.cells]


def test_rounds_go_on_and_who_waits_waits_for_the_new_opener(office):
    bodies = [make_org(name, parent=office.committee, kind=OrgKind.ADVISORY_BODY) for name in ("Ban X", "Ban Y")]
    directed = Due(DueKind.AS_DIRECTED, cadence=Cadence.ANNUAL)
    plan = issued_plan(office, {"due": directed, "opener": bodies[0], "deliverables": ["bao-cao-nam"]})
    task = plan.tasks.get()
    opened = actions.open_round(task, period="2025", name="Đợt 1", due_on=date(2025, 11, 30), guidance="",
                                by=office.specialist, at=AMENDED)  # fmt: skip
    copy = amendment_of(plan, office)
    newer = change(copy, 0, opener=bodies[1])
    issue(copy, office)
    assert Round.objects.get(pk=opened.pk).task == newer
    assert list(opened.obligations.values_list("task", flat=True)) == [newer.pk] * 2
    waiting = Obligation.objects.filter(purpose=Purpose.ANSWER, period="2026")
    assert [(row.task, row.waiting_for.org) for row in waiting] == [(newer, bodies[1])] * 2
    openings = Obligation.objects.filter(purpose=Purpose.OPEN_ROUND).order_by("period", "org__name")
    assert [(row.period, row.org.name, bool(row.approved_on), row.closed_on) for row in openings] == [
        ("2025", "Ban X", True, None),
        ("2026", "Ban X", False, EFFECTIVE), ("2026", "Ban Y", False, None),
    ]  # fmt: skip


def test_what_comes_back_after_the_amendment_follows_it_then(office):
    plan = issued_plan(
        office, {"due": by(date(2025, 12, 1)), "text": "Còn"}, {"due": by(date(2025, 12, 1)), "text": "Bỏ"}
    )
    rows = Obligation.objects.filter(org=office.cells[0]).select_related("task")
    answered(rows, date(2025, 9, 12), approved=False)
    copy = amendment_of(plan, office)
    list(copy.tasks.all())[1].delete()
    change(copy, 0, due_data=by(date(2026, 3, 1)).as_dict())
    issue(copy, office)
    for row in rows:
        actions.set_facts([row.pk], submitted_on=None, sent_back_on=date(2025, 10, 3), done_on=None, approved_on=None)
    assert state(Obligation.objects.filter(org=office.cells[0])) == [
        ("Còn", 2, "Chi bộ A", TERM, date(2026, 3, 1), None),
        ("Bỏ", 1, "Chi bộ A", TERM, date(2025, 12, 1), EFFECTIVE),
    ]


def test_generating_afterwards_changes_nothing(office):
    plan = issued_plan(office, MONTHLY, {"due": by(date(2026, 6, 30))})
    copy = amendment_of(plan, office)
    change(copy, 1, due_data=by(date(2025, 10, 2)).as_dict())
    add(copy, due=by(date(2026, 5, 1)))
    issue(copy, office)
    before = list(Obligation.objects.order_by("pk").values())
    assert [actions.generate(one, by=None, at=AMENDED) for one in (plan, copy)] == [0, 0]
    assert list(Obligation.objects.order_by("pk").values()) == before


def test_an_organisation_founded_between_gets_each_version_s_own_days(office):
    plan = issued_plan(office, {"due": by(date(2025, 10, 10)), "text": "Trước"})
    copy = amendment_of(plan, office)
    change(copy, 0, population={"orgs": [office.cells[0].code]})
    add(copy, due=by(date(2026, 5, 1)), text="Sau")
    issue(copy, office)
    new = make_org("Chi bộ Z", parent=office.committee, kind=OrgKind.GRASSROOTS_CELL, valid_from=date(2025, 10, 2))
    actions.bind_new_org(new, by=None, at=datetime(2025, 10, 2, 3, 0, tzinfo=UTC))
    assert state(new.obligations.all()) == [
        ("Trước", 1, "Chi bộ Z", TERM, date(2025, 10, 10), None),
        ("Sau", 2, "Chi bộ Z", TERM, date(2026, 5, 1), None),
    ]


def test_the_preview_says_what_issuing_does(office):
    plan = issued_plan(office, MONTHLY, {"due": by(date(2026, 6, 30))})
    copy = amendment_of(plan, office)
    list(copy.tasks.all())[1].delete()
    add(copy, due=by(date(2026, 5, 1)))
    seen = outcome(copy, effective_on=EFFECTIVE, today=date(2025, 10, 1))
    assert Following.objects.count() == 0
    done = issue(copy, office)

    def told(found):
        return [(one.row.pk, one.kind, one.due_on) for one in found.changes], len(found.new), found.answered, found.past

    assert told(seen) == told(done)
    event = AuditEvent.objects.get(action="plan.amend")
    assert event.after == {
        "version": 2, "effective_on": "2025-10-15", "answered": 0, "kept": 30, "moved": 0, "ended": 2, "taken_up": 0,
        "new": 2,
    }  # fmt: skip


def test_issuing_twice_is_refused_and_changes_nothing(office):
    plan = issued_plan(office, {"due": by(date(2026, 6, 30))})
    copy = amendment_of(plan, office)
    issue(copy, office)
    before = list(Obligation.objects.order_by("pk").values())
    with pytest.raises(Refused):
        issue(Plan.objects.get(pk=copy.pk), office)
    assert list(Obligation.objects.order_by("pk").values()) == before
    assert PlanVersion.objects.filter(plan=copy).count() == 1


def test_a_stale_page_and_a_person_without_the_right_are_refused(office):
    plan = issued_plan(office, {"due": by(date(2026, 6, 30))})
    copy = amendment_of(plan, office)
    with pytest.raises(Conflict):
        amending.issue_amendment(copy, revision=copy.revision - 1, by=office.leader, at=AMENDED)
    with pytest.raises(Refused):
        amending.issue_amendment(copy, revision=copy.revision, by=office.specialist, at=AMENDED)
    assert (Plan.objects.get(pk=plan.pk).superseded_on, Following.objects.count()) == (None, 0)


def test_when_the_trail_cannot_be_written_nothing_is_saved(office, monkeypatch):
    plan = issued_plan(office, {"due": by(date(2026, 6, 30))})
    copy = amendment_of(plan, office)
    before = list(Obligation.objects.order_by("pk").values())

    def fails(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(amending, "record", fails)
    with pytest.raises(RuntimeError):
        issue(copy, office)
    assert list(Obligation.objects.order_by("pk").values()) == before
    assert Plan.objects.get(pk=copy.pk).status == "draft"
    assert Plan.objects.get(pk=plan.pk).superseded_on is None


def test_only_the_newest_version_is_amended_and_once_at_a_time(office):
    plan = issued_plan(office, {"due": by(date(2026, 6, 30))})
    copy = amendment_of(plan, office)
    with pytest.raises(Refused, match="chờ ban hành"):
        start_amendment(plan, by=office.specialist, at=AMENDED)
    issue(copy, office)
    with pytest.raises(Refused, match="bản mới hơn"):
        start_amendment(Plan.objects.get(pk=plan.pk), by=office.specialist, at=AMENDED)
