"""Figures follow each change that went through, and the calendar; a failure costs nobody an answer."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from dondoc.audit.memory import look
from dondoc.config import middleware
from dondoc.config.middleware import FreshFigures, credit_new_obligations
from dondoc.lib.due import Due, DueKind
from dondoc.lib.periods import Period, PeriodKind
from dondoc.measures.actions import is_behind
from dondoc.measures.models import Cursor
from dondoc.measures.queries import board
from dondoc.obligations.actions import generate, open_round
from dondoc.obligations.models import Obligation, Purpose
from dondoc.obligations.status import ObligationStatus
from dondoc.submissions.models import Submission, SubmissionState
from tests.factories import AT, make_plan, make_task, make_user
from tests.measures.world import GRASSROOTS, make_world
from tests.submissions.rows import DOCUMENT_ANSWERS, make_deliverable, make_submission

pytestmark = pytest.mark.django_db
SIGN_IN = reverse("accounts:sign_in")


@pytest.fixture
def world():
    return make_world(2)


@pytest.fixture
def sent(world):
    """A programme of the first organisation that waits for review."""
    day = timezone.localdate()
    return world.submit(world.orgs[0], "ke-hoach", "2025-2030", {"issued_on": "01/09/2025"}, on=day)


def known(world) -> int:
    """How many organisations the board of this month knows about the programme."""
    month = Period.containing(timezone.localdate(), PeriodKind.MONTH).code
    return board(world.committee, month)[0].measures[0].totals.known


def approve(client, world, sent, **form):
    client.force_login(world.reviewer)
    return client.post(reverse("reviewing:approve", args=[sent.pk]), {"revision": sent.revision, **form})


class TestAfterAChange:
    def test_an_approval_is_on_the_board_at_once(self, client, world, sent):
        assert known(world) == 0
        assert approve(client, world, sent).status_code == 302
        assert known(world) == 1

    @pytest.mark.parametrize("page", ["board", "board_export", "matrix", "term", "term_export", "indicator", "peers",
                                      "explain", "orgs", "org", "org_export"])  # fmt: skip
    def test_a_ruling_counts_when_somebody_looks(self, client, world, page):
        client.force_login(world.reviewer)
        middleware.refresh(today=timezone.localdate())
        duty = Obligation.objects.filter(org=world.orgs[0], purpose=Purpose.ANSWER).first()
        url = reverse("obligations:rule_one", args=[duty.pk, "mien"])
        assert client.post(url, {"seen": duty.facts, "reason": "Không thuộc diện"}).status_code == 302
        assert look(is_behind=is_behind())["is_behind"]
        about = {"org": [world.orgs[0].pk], "org_export": [world.orgs[0].pk], "indicator": ["ke-hoach"],
                 "peers": ["ke-hoach", "a"], "explain": ["ke-hoach", "a"]}  # fmt: skip
        assert client.get(reverse(f"dashboards:{page}", args=about.get(page, []))).status_code == 200
        assert not look(is_behind=is_behind())["is_behind"]

    def test_a_refused_change_computes_nothing(self, client, world, sent):
        client.force_login(world.reviewer)
        response = client.post(reverse("reviewing:send_back", args=[sent.pk]), {"revision": sent.revision})
        assert (response.status_code, Cursor.objects.exists()) == (422, False)

    def test_a_stale_form_computes_nothing(self, client, world, sent):
        client.force_login(world.reviewer)
        response = client.post(reverse("reviewing:approve", args=[sent.pk]), {"revision": sent.revision - 1})
        assert (response.status_code, Cursor.objects.exists()) == (409, False)


class TestTheDay:
    def test_the_first_request_of_a_day_computes_and_the_second_does_not(self, client, world, monkeypatch):
        monkeypatch.setattr(FreshFigures, "day", timezone.localdate() - timedelta(days=1))
        client.get(SIGN_IN)
        assert Cursor.objects.get().day == timezone.localdate()
        assert board(world.committee, "2025-12")[0].measures[0].totals.population == 2
        Cursor.objects.update(day=date(2025, 9, 1))
        client.get(SIGN_IN)
        assert Cursor.objects.get().day == date(2025, 9, 1)

    def test_a_visitor_s_page_asks_nothing_about_figures(self, client, world):
        with CaptureQueriesContext(connection) as queries:
            client.get(SIGN_IN)
        assert [q["sql"] for q in queries if "measures_" in q["sql"] or "audit_" in q["sql"]] == []

    def test_a_change_that_touches_no_figure_costs_four_questions(self, client, world):
        client.force_login(make_user(role="inspector", org=world.committee))
        middleware.refresh(today=timezone.localdate())
        with CaptureQueriesContext(connection) as queries:
            assert client.post(reverse("reminders:mark_read")).status_code == 302
        mine = [q["sql"] for q in queries if "measures_" in q["sql"] or "audit_" in q["sql"]]
        assert len(mine) == 4  # the cursor before; new obligations?; the cursor; the newest event


class TestFailure:
    def test_what_was_done_is_saved_and_answered_and_the_next_change_catches_up(
        self, client, world, sent, monkeypatch, caplog
    ):
        with monkeypatch.context() as patch:
            patch.setattr(middleware, "refresh", _fail)
            response = approve(client, world, sent)
        assert (response.status_code, Submission.objects.get().state) == (302, SubmissionState.APPROVED)
        assert "Chưa cập nhật được số liệu" in caplog.text
        assert (known(world), FreshFigures.day) == (0, None)
        client.post(reverse("reminders:mark_read"))
        assert (known(world), FreshFigures.day) == (1, timezone.localdate())

    def test_plain_requests_are_served_and_try_again_only_after_a_pause(self, client, world, monkeypatch):
        tried = []
        monkeypatch.setattr(FreshFigures, "day", None)
        monkeypatch.setattr(middleware, "refresh", lambda **_: tried.append(1) or _fail())
        assert [client.get(SIGN_IN).status_code for _ in range(3)] == [200, 200, 200]
        assert len(tried) == 1
        monkeypatch.setattr(FreshFigures, "quiet_until", 0.0)
        client.get(SIGN_IN)
        assert len(tried) == 2

    def test_new_obligations_are_credited_when_it_works_again(self, client, world, sent, monkeypatch):
        make_second_plan(world)
        client.force_login(world.reviewer)
        with monkeypatch.context() as patch:
            patch.setattr(middleware, "refresh", _fail)
            patch.setattr(middleware, "credit_existing", _fail)
            client.post(reverse("reminders:mark_read"))
        client.post(reverse("reminders:mark_read"))
        assert second_plan_statuses(world) == ["in_review", "overdue"]


def _fail(*_args, **_more):
    raise RuntimeError("hỏng")


def make_second_plan(world):
    """A plan of the same committee that asks for the same product, issued after the first one runs."""
    plan = make_plan(world.committee, number="09-KH/ĐU", issued_at=AT, alarms_for_past=True)
    task = make_task(plan, due=Due(DueKind.MONTH, on=date(2025, 9, 30)), kinds=GRASSROOTS, deliverables=["ke-hoach"])
    generate(plan, by=None, at=AT)
    world.second = task
    return plan


def second_plan_statuses(world) -> list[str]:
    rows = Obligation.objects.filter(task=world.second).order_by("org__sort_key")
    return [row.status_on(timezone.localdate()).value for row in rows]


class TestAskedOnce:
    def test_what_was_sent_in_before_a_second_plan_answers_it_too(self, client, world, sent):
        before = Cursor.objects.first()
        make_second_plan(world)
        assert (before, second_plan_statuses(world)) == (None, ["overdue", "overdue"])
        client.force_login(world.reviewer)
        client.post(reverse("reminders:mark_read"))
        assert second_plan_statuses(world) == ["in_review", "overdue"]
        approve(client, world, sent)
        assert second_plan_statuses(world)[0] == ObligationStatus.ON_TIME

    def test_issuing_on_its_page_credits_in_the_same_request(self, client, cast):
        leader = make_user(role="leader", org=cast.committee)
        product = make_deliverable("ke-hoach")
        make_submission(cast.cell_a, product, cast.an)
        Submission.objects.update(
            state=SubmissionState.SUBMITTED, submitted_at=AT, submitted_by=cast.an, done_on=date(2026, 3, 5),
            answers=DOCUMENT_ANSWERS,
        )  # fmt: skip
        draft = make_plan(cast.committee, issued_at=None)
        make_task(
            draft,
            due=Due(DueKind.MONTH, on=date(2026, 12, 31)),
            orgs=[cast.cell_a, cast.cell_b],
            deliverables=["ke-hoach"],
        )
        client.force_login(leader)
        response = client.post(reverse("obligations:issue", args=[draft.pk]), {"revision": draft.revision})
        assert response.status_code == 302
        rows = Obligation.objects.filter(task__plan=draft).order_by("org__sort_key")
        assert [bool(row.submitted_on) for row in rows] == [True, False]

    def test_a_draft_answers_nothing_and_another_product_neither(self, world):
        day = timezone.localdate()
        world.submit(world.orgs[1], "dang-ky", "2026", {"all": "1", "some": "1", "held_on": "01/02/2026"}, on=day)
        make_second_plan(world)
        assert credit_new_obligations(0) == 0

    def test_without_new_obligations_one_question_is_asked(self, world, django_assert_num_queries):
        with django_assert_num_queries(1):
            assert credit_new_obligations(10**9) == 0

    def test_a_round_that_asks_for_what_was_sent_in_is_answered(self, world, sent):
        plan = make_plan(world.committee, number="10-KH/ĐU", issued_at=AT)
        task = make_task(
            plan, due=Due(DueKind.AS_DIRECTED), kinds=GRASSROOTS, deliverables=["ke-hoach"], opener=world.committee
        )
        generate(plan, by=None, at=AT)
        period = task.obligations.first().period
        day = timezone.localdate(AT) + timedelta(days=30)
        open_round(task, period=period, name="Đợt 1", due_on=day, guidance="", by=world.reviewer, at=AT)
        assert credit_new_obligations(0) == 1
        answered = task.obligations.filter(purpose=Purpose.ANSWER).exclude(submitted_on=None)
        assert [row.org for row in answered] == [world.orgs[0]]
