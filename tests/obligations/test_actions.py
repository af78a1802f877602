"""Rounds, extensions, exemptions, mergers and the facts of submissions."""

from datetime import date, timedelta

import pytest

from dondoc.audit.models import AuditEvent
from dondoc.lib.due import Cadence, Due, DueKind
from dondoc.obligations import actions
from dondoc.obligations.models import Obligation, Purpose, Round
from dondoc.obligations.status import ObligationStatus
from dondoc.orgs import actions as orgs
from dondoc.orgs.models import OrgKind
from dondoc.web.refusals import Conflict, Invalid, Refused
from tests.factories import AT, make_obligation, make_org, make_plan, make_task, make_user
from tests.submissions.rows import make_deliverable

pytestmark = pytest.mark.django_db

DIRECTED = Due(DueKind.AS_DIRECTED, cadence=Cadence.ANNUAL)
CELLS = {"kinds": [OrgKind.GRASSROOTS_CELL]}
S = ObligationStatus
TODAY = date(2026, 3, 16)


@pytest.fixture
def body(cast):
    return make_org("Ban Tổ chức Đảng ủy", parent=cast.committee, kind=OrgKind.ADVISORY_BODY)


@pytest.fixture
def opener(body):
    return make_user("oanh", role="specialist", org=body, full_name="Oanh")


@pytest.fixture
def directed(cast, body):
    """An "as directed" task of 2026 and 2027 for both cells, its rows made."""
    plan = make_plan(cast.committee, starts_on=date(2026, 1, 1), ends_on=date(2027, 12, 31))
    task = make_task(plan, due=DIRECTED, opener=body, **CELLS)
    actions.generate(plan, by=None, at=AT)
    return task


@pytest.fixture
def dated(cast, body):
    """One duty of cell A, reviewed by the advisory body, due at the end of March."""
    plan = make_plan(cast.committee)
    task = make_task(plan, due=Due(DueKind.DATE, on=date(2026, 3, 31)), orgs=[cast.cell_a], reviewer=body)
    actions.generate(plan, by=None, at=AT)
    return Obligation.objects.select_related("org", "task__plan").get(task=task)


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


class TestExceptions:
    def test_extending_moves_the_last_day_and_is_on_record(self, dated, opener):
        row = actions.extend(dated, to=date(2026, 4, 15), reason=" Chờ hướng dẫn ", by=opener, at=AT)
        assert (row.last_day_allowed, row.due_on) == (date(2026, 4, 15), date(2026, 3, 31))
        event = AuditEvent.objects.get(action="obligation.extend")
        assert (event.before, event.after, event.note) == (
            {"extended_to": None},
            {"extended_to": "2026-04-15"},
            "Chờ hướng dẫn",
        )

    def test_extending_ends_with_the_plan(self, dated, opener):
        end = dated.task.plan.ends_on
        with pytest.raises(Invalid, match="Chỉ gia hạn được đến hết kế hoạch, ngày 31/12/2030"):
            actions.extend(dated, to=end + timedelta(days=1), reason="x", by=opener, at=AT)
        assert actions.extend(dated, to=end, reason="x", by=opener, at=AT).last_day_allowed == end

    def test_exempting_and_taking_it_back(self, dated, opener):
        row = actions.exempt(dated, reason="Không có đảng viên trong diện", by=opener, at=AT)
        assert (row.status_on(TODAY), row.exception_reason) == (S.EXEMPT, "Không có đảng viên trong diện")
        row = actions.revoke_exception(row, reason="Nhầm đơn vị", by=opener, at=AT)
        assert (row.status_on(TODAY), row.exception_reason, state(row)["exempted_on"]) == (S.NOT_DUE, "", None)

    def test_taking_an_extension_back(self, dated, opener):
        row = actions.extend(dated, to=date(2026, 4, 15), reason="x", by=opener, at=AT)
        actions.revoke_exception(row, reason="Không cần nữa", by=opener, at=AT)
        assert state(row)["extended_to"] is None

    @pytest.mark.parametrize("to", [date(2026, 3, 31), date(2026, 3, 15)])
    def test_the_new_day_is_later_and_not_past(self, dated, opener, to):
        with pytest.raises(Invalid):
            actions.extend(dated, to=to, reason="x", by=opener, at=AT)

    @pytest.mark.parametrize("act", [actions.exempt, actions.revoke_exception])
    def test_a_reason_is_needed(self, dated, opener, act):
        if act is actions.revoke_exception:
            dated = actions.extend(dated, to=date(2026, 4, 15), reason="x", by=opener, at=AT)
        before = state(dated)
        with pytest.raises(Invalid, match="lý do"):
            act(dated, reason=" ", by=opener, at=AT)
        assert state(dated) == before

    @pytest.mark.parametrize(
        ("facts", "words"),
        [
            ({"exempted_on": TODAY}, "được miễn"),
            ({"done_on": TODAY, "approved_on": TODAY}, "hoàn thành"),
            ({"closed_on": TODAY}, "đã đóng"),
            ({"submitted_on": TODAY}, "chờ duyệt"),
        ],
    )
    def test_only_what_is_still_to_be_done_is_moved(self, dated, opener, facts, words):
        Obligation.objects.filter(pk=dated.pk).update(**facts)
        dated.refresh_from_db()
        with pytest.raises(Refused, match=words):
            actions.extend(dated, to=date(2026, 4, 15), reason="x", by=opener, at=AT)

    def test_what_has_no_day_needs_no_extension(self, directed, cast):
        row = Obligation.objects.filter(purpose=Purpose.ANSWER).first()
        with pytest.raises(Refused, match="chưa có hạn"):
            actions.extend(row, to=date(2026, 4, 15), reason="x", by=cast.binh, at=AT)

    def test_nothing_to_take_back(self, dated, opener):
        with pytest.raises(Refused, match="không được miễn hay gia hạn"):
            actions.revoke_exception(dated, reason="x", by=opener, at=AT)
        facts = {"extended_to": date(2026, 4, 15), "done_on": TODAY, "approved_on": TODAY}
        Obligation.objects.filter(pk=dated.pk).update(**facts)
        dated.refresh_from_db()
        with pytest.raises(Refused, match="không thay đổi được nữa"):
            actions.revoke_exception(dated, reason="x", by=opener, at=AT)

    def test_out_of_date_is_a_conflict(self, dated, opener):
        stale = Obligation.objects.get(pk=dated.pk)
        actions.extend(dated, to=date(2026, 4, 15), reason="x", by=opener, at=AT)
        with pytest.raises(Conflict, match="vừa được người khác cập nhật"):
            actions.extend(stale, to=date(2026, 4, 20), reason="y", by=opener, at=AT)

    @pytest.mark.parametrize("who", ["an", "chi", "dung", "stranger"])
    def test_those_without_the_right_are_refused(self, cast, dated, who):
        with pytest.raises(Refused, match="Chỉ cơ quan cấp trên"):
            actions.exempt(dated, reason="x", by=getattr(cast, who), at=AT)

    def test_nobody_lets_the_own_organisation_off(self, cast, body, opener):
        task = make_task(make_plan(cast.committee), due=Due(DueKind.DATE, on=date(2026, 3, 31)), orgs=[body])
        row = make_obligation(task, body, due_on=date(2026, 3, 31))
        with pytest.raises(Refused, match="Chỉ cơ quan cấp trên"):
            actions.exempt(row, reason="x", by=opener, at=AT)
        assert actions.exempt(row, reason="x", by=cast.binh, at=AT).exempted_on == TODAY

    def test_the_owner_of_the_plan_has_nobody_above(self, cast):
        task = make_task(make_plan(cast.committee), due=Due(DueKind.UNDATED), orgs=[cast.committee])
        row = make_obligation(task, cast.committee)
        assert actions.exempt(row, reason="x", by=cast.binh, at=AT).exempted_on == TODAY

    @pytest.mark.parametrize("act", ["extend", "exempt"])
    def test_without_its_event_nothing_is_saved(self, dated, opener, monkeypatch, act):
        before = state(dated)
        monkeypatch.setattr(actions, "record", broken)
        more = {"to": date(2026, 4, 15)} if act == "extend" else {}
        with pytest.raises(RuntimeError, match="no trail"):
            getattr(actions, act)(dated, reason="x", by=opener, at=AT, **more)
        assert state(dated) == before


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
