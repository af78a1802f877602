"""Rounds, extensions, exemptions, mergers and the facts of submissions."""

from datetime import date

import pytest

from dondoc.audit.models import AuditEvent
from dondoc.lib.due import Cadence, Due, DueKind
from dondoc.obligations import actions
from dondoc.obligations.models import Obligation, Purpose, Round
from dondoc.obligations.status import ObligationStatus
from dondoc.orgs import actions as orgs
from dondoc.orgs.models import OrgKind
from dondoc.web.refusals import Conflict, Invalid, Refused
from tests.factories import AT, make_org, make_plan, make_task, make_user
from tests.submissions.rows import make_deliverable

pytestmark = pytest.mark.django_db

DIRECTED = Due(DueKind.AS_DIRECTED, cadence=Cadence.ANNUAL)
CELLS = {"kinds": [OrgKind.GRASSROOTS_CELL]}
S = ObligationStatus
TODAY = date(2026, 3, 16)


def open_round(task, **changes):
    given = {"period": "2026", "name": "Đợt 1", "due_on": date(2026, 6, 30), "guidance": "HD 05-HD/BTC", "at": AT}
    return actions.open_round(task, **{**given, **changes})


def broken(*args, **kwargs):
    raise RuntimeError("no trail")


def state(row: Obligation) -> dict:
    return Obligation.objects.values().get(pk=row.pk)


class TestRounds:
    def test_the_rows_that_waited_get_the_day_and_the_opener_is_done(self, cast, directed, opener):
        opened = open_round(directed, by=opener)
        answers = Obligation.objects.filter(purpose=Purpose.ANSWER, period="2026").order_by("org__sort_key")
        assert [(o.org, o.round, o.due_on, o.waiting_for, o.status_on(TODAY)) for o in answers] == [
            (cast.cell_a, opened, date(2026, 6, 30), None, S.NOT_DUE),
            (cast.cell_b, opened, date(2026, 6, 30), None, S.NOT_DUE),
        ]
        duty = Obligation.objects.get(purpose=Purpose.OPEN_ROUND, period="2026")
        assert (duty.done_on, duty.status_on(TODAY)) == (TODAY, S.ON_TIME)
        next_year = Obligation.objects.filter(purpose=Purpose.ANSWER, period="2027")
        assert {o.status_on(TODAY) for o in next_year} == {S.WAITING}
        event = AuditEvent.objects.get(action="round.open")
        assert (event.actor_label, event.after["name"], event.after["due_on"]) == ("Oanh", "Đợt 1", "2026-06-30")

    def test_a_second_round_of_the_period_binds_anew(self, directed, opener):
        first = open_round(directed, by=opener)
        second = open_round(directed, by=opener, name="Đợt 2", due_on=date(2026, 10, 31))
        rows = Obligation.objects.filter(purpose=Purpose.ANSWER, period="2026")
        assert [rows.filter(round=r, due_on=r.due_on).count() for r in (first, second)] == [2, 2]

    def test_generating_after_a_round_adds_nothing(self, directed, opener):
        open_round(directed, by=opener)
        assert actions.generate(directed.plan, by=None, at=AT) == 0

    def test_an_organisation_founded_after_the_opening_is_bound_to_the_round(self, cast, directed, opener):
        opened = open_round(directed, by=opener)
        new = make_org(parent=cast.committee, kind=OrgKind.GRASSROOTS_CELL, valid_from=date(2026, 4, 1))
        actions.bind_new_org(new, by=None, at=AT)
        rows = Obligation.objects.filter(org=new).order_by("period")
        assert [(o.period, o.round) for o in rows] == [("2026", opened), ("2027", None)]

    def test_the_same_round_twice_is_refused(self, directed, opener):
        open_round(directed, by=opener)
        with pytest.raises(Conflict, match="đã được mở"):
            open_round(directed, by=opener, name=" Đợt  1 ")
        assert Round.objects.count() == 1

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"due_on": date(2026, 3, 15)}, "15/03/2026 đã qua"),
            ({"period": "2031"}, "không có kỳ “2031”"),
            ({"name": "  "}, "đặt tên"),
        ],
    )
    def test_what_cannot_be_used_is_said(self, directed, opener, changes, words):
        with pytest.raises(Invalid, match=words):
            open_round(directed, by=opener, **changes)
        assert Round.objects.count() == 0

    @pytest.mark.parametrize(
        ("version", "words"),
        [
            ({"in_force_from": date(2026, 12, 1)}, "hiệu lực từ ngày 01/12/2026"),
            ({"superseded_on": date(2026, 4, 1)}, "Từ ngày 01/04/2026 việc này theo bản sửa đổi"),
        ],
    )
    def test_the_day_lies_in_the_days_of_the_version(self, directed, opener, version, words):
        for name, day in version.items():
            setattr(directed.plan, name, day)
        with pytest.raises(Invalid, match=words):
            open_round(directed, by=opener, due_on=date(2026, 6, 30))
        assert Round.objects.count() == 0

    def test_only_the_opener_or_one_above_opens(self, cast, directed):
        with pytest.raises(Refused, match="Chỉ Ban Tổ chức Đảng ủy"):
            open_round(directed, by=make_user(role="specialist", org=cast.cell_a))
        assert open_round(directed, by=cast.binh).opened_by == cast.binh

    def test_a_dated_task_and_a_draft_have_no_rounds(self, cast, dated, opener):
        with pytest.raises(Refused, match="không làm theo đợt"):
            open_round(dated.task, by=opener)
        draft = make_plan(cast.committee, issued_at=None)
        with pytest.raises(Refused, match="chưa được ban hành"):
            open_round(make_task(draft, due=DIRECTED), by=cast.binh)

    def test_without_its_event_nothing_is_opened(self, directed, opener, monkeypatch):
        before = list(Obligation.objects.order_by("pk").values())
        monkeypatch.setattr(actions, "record", broken)
        with pytest.raises(RuntimeError, match="no trail"):
            open_round(directed, by=opener)
        assert (Round.objects.count(), list(Obligation.objects.order_by("pk").values())) == (0, before)


class TestMergers:
    @pytest.fixture
    def plan(self, cast, body):
        tasks = [
            {"due": Due(DueKind.DATE, on=date(2026, 2, 27)), **CELLS},
            {"due": Due(DueKind.DATE, on=date(2026, 9, 30)), **CELLS},
            {"due": Due(DueKind.ONGOING), **CELLS},
            {"due": DIRECTED, "opener": body, **CELLS},
        ]
        plan = make_plan(cast.committee, tasks=tasks, starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31))
        actions.generate(plan, by=None, at=AT)
        return plan

    def merge(self, cast, kind):
        new = make_org("Tổ chức mới", parent=cast.committee, kind=kind, valid_from=TODAY)
        orgs.merge_orgs([cast.cell_a, cast.cell_b], into=new, on=TODAY, decision="QĐ 1", by=None, at=AT)
        return new

    def close(self, cast, successor):
        return [
            actions.close_for_org(o, on=TODAY, successor=successor, by=None, at=AT) for o in (cast.cell_a, cast.cell_b)
        ]

    def test_the_successor_takes_over_each_duty_once(self, cast, plan):
        Obligation.objects.filter(org=cast.cell_a, due_on=date(2026, 2, 27)).update(exempted_on=TODAY)
        new = self.merge(cast, OrgKind.GRASSROOTS_CELL)
        assert self.close(cast, new) == [3, 4]
        rows = Obligation.objects.filter(org=new).order_by("task__position")
        assert [(o.due_on, o.status_on(TODAY), o.taken_over_from.org) for o in rows] == [
            (date(2026, 2, 27), S.OVERDUE, cast.cell_b),  # A had been let off, B had not
            (date(2026, 9, 30), S.NOT_DUE, cast.cell_a),
            (None, S.ONGOING, cast.cell_a),
            (None, S.WAITING, cast.cell_a),
        ]
        assert {o.status_on(TODAY) for o in Obligation.objects.filter(org=cast.cell_b)} == {S.CLOSED}
        assert actions.generate(plan, by=None, at=AT) == 0

    def test_of_what_lies_ahead_only_what_binds_its_kind(self, cast, plan):
        new = self.merge(cast, OrgKind.GRASSROOTS_ORGANISATION)
        self.close(cast, new)
        assert [o.due_on for o in Obligation.objects.filter(org=new)] == [date(2026, 2, 27)]

    def test_without_a_successor_all_is_closed(self, cast, plan):
        assert actions.close_for_org(cast.cell_a, on=TODAY, successor=None, by=None, at=AT) == 4
        event = AuditEvent.objects.get(action="obligation.close")
        assert event.after == {"closed": 4, "taken_over": 0, "successor": None}

    def test_what_waits_for_review_is_reviewed(self, cast, plan):
        Obligation.objects.filter(org=cast.cell_a, due_on=date(2026, 2, 27)).update(submitted_on=TODAY)
        assert actions.close_for_org(cast.cell_a, on=TODAY, successor=None, by=None, at=AT) == 3

    def test_twice_closes_nothing_more(self, cast, plan):
        actions.close_for_org(cast.cell_a, on=TODAY, successor=None, by=None, at=AT)
        assert actions.close_for_org(cast.cell_a, on=TODAY, successor=None, by=None, at=AT) == 0

    def test_the_opener_s_duty_and_those_who_wait_for_it_pass_on(self, cast, body, plan):
        heir = make_org("Ban mới", parent=cast.committee, kind=OrgKind.ADVISORY_BODY)
        actions.close_for_org(body, on=TODAY, successor=heir, by=None, at=AT)
        duty = Obligation.objects.get(org=heir, purpose=Purpose.OPEN_ROUND)
        assert set(duty.waiting.values_list("org_id", flat=True)) == {cast.cell_a.pk, cast.cell_b.pk}

    def test_without_its_event_nothing_is_closed(self, cast, plan, monkeypatch):
        monkeypatch.setattr(actions, "record", broken)
        with pytest.raises(RuntimeError, match="no trail"):
            actions.close_for_org(cast.cell_a, on=TODAY, successor=cast.cell_b, by=None, at=AT)
        assert Obligation.objects.filter(closed_on__isnull=False).count() == 0


def test_facts_are_stored_as_given(dated):
    facts = {"submitted_on": TODAY, "sent_back_on": None, "done_on": TODAY, "approved_on": TODAY}
    actions.set_facts([dated.pk], **facts)
    assert {name: state(dated)[name] for name in facts} == facts


def test_issuing_freezes_and_binds_in_one_go(cast):
    plan = make_plan(cast.committee, issued_at=None)
    product = make_deliverable()
    make_task(plan, due=Due(DueKind.DATE, on=date(2026, 9, 30)), deliverables=[product.code], **CELLS)
    leader = make_user(role="leader", org=cast.committee)
    assert actions.issue_plan(plan, revision=plan.revision, by=leader, at=AT) == 2
    assert (plan.is_issued, plan.versions.count(), Obligation.objects.count()) == (True, 1, 2)


def test_if_binding_fails_the_plan_stays_a_draft(cast, monkeypatch):
    plan = make_plan(cast.committee, issued_at=None)
    product = make_deliverable()
    make_task(plan, due=Due(DueKind.DATE, on=date(2026, 9, 30)), deliverables=[product.code], **CELLS)
    monkeypatch.setattr(actions, "record", broken)
    with pytest.raises(RuntimeError, match="no trail"):
        actions.issue_plan(plan, revision=0, by=make_user(role="leader", org=cast.committee), at=AT)
    plan.refresh_from_db()
    assert (plan.is_issued, plan.versions.count()) == (False, 0)
