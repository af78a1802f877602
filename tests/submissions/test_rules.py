"""Who may do what in which state: every status × role × action, and every status in each table."""

import pytest

from dondoc.accounts.rules import Permission
from dondoc.submissions import rules
from dondoc.submissions.models import (
    COUNTS,
    EDITABLE,
    STATUS_EVENT,
    STATUS_OWNER,
    TRANSITIONS,
    Submission,
    SubmissionState,
)
from tests.factories import make_org, make_user
from tests.submissions.rows import make_deliverable, make_obligation, make_plan, make_submission, make_task

S = SubmissionState
pytestmark = pytest.mark.django_db

RIGHT_TO = {
    "edit": {Permission.ANSWER, Permission.ANSWER_FOR},
    "submit": {Permission.ANSWER, Permission.ANSWER_FOR},
    "send_up": {Permission.WITHDRAW},
    "withdraw": {Permission.WITHDRAW},
    "approve": {Permission.REVIEW},
    "send_back": {Permission.REVIEW},
    "lock": {Permission.REVIEW, Permission.FREEZE_REPORT},
}
STATE_FOR = {
    "edit": {S.DRAFT, S.SENT_BACK},
    "submit": {S.DRAFT, S.SENT_BACK},
    "send_up": {S.INTERNAL},
    "withdraw": {S.SUBMITTED},
    "approve": {S.SUBMITTED},
    "send_back": {S.SUBMITTED, S.APPROVED},
    "lock": {S.APPROVED},
}


@pytest.fixture
def submission(cast) -> Submission:
    return make_submission(cast.cell_a, make_deliverable(), cast.an)


def put(submission: Submission, state: SubmissionState, *, submitted_by=None) -> Submission:
    """`submission` as if it were in `state`; nothing is stored."""
    submission.state = state
    submission.submitted_by = submitted_by
    return submission


@pytest.mark.parametrize("permission", list(Permission))
def test_every_state_right_and_action(permission, submission, cast, role_with):
    user = make_user(role=role_with(permission), org=cast.cell_a)
    allowed = {
        (action, state)
        for action in RIGHT_TO
        for state in S
        if getattr(rules, f"may_{action}")(user, put(submission, state)) is None
    }
    expected = {(a, s) for a, rights in RIGHT_TO.items() if permission in rights for s in STATE_FOR[a]}
    assert allowed == expected


@pytest.mark.parametrize("action", list(RIGHT_TO))
def test_a_stranger_with_every_right_elsewhere_may_do_nothing(action, submission, cast):
    assert all(getattr(rules, f"may_{action}")(cast.stranger, put(submission, state)) for state in S)


@pytest.mark.parametrize("table", [TRANSITIONS, STATUS_OWNER, STATUS_EVENT], ids=["moves", "owners", "events"])
def test_every_status_stands_in_each_table(table):
    assert set(table) == set(S)


def test_the_tables_agree_with_each_other():
    assert {state for state in S if STATUS_OWNER[state] == "organisation"} == EDITABLE
    assert {state for state in S if STATUS_OWNER[state] == "nobody"} == COUNTS
    assert all(S.SUBMITTED in TRANSITIONS[state] for state in EDITABLE)
    assert len(set(STATUS_EVENT.values())) == len(S)
    assert all(state.tone and state.icon for state in S)


@pytest.mark.parametrize("start", list(S))
def test_a_move_is_allowed_exactly_when_the_table_says_so(start, submission):
    allowed = {to for to in S if rules.may_move(put(submission, start), to) is None}
    assert allowed == TRANSITIONS[start]


@pytest.mark.parametrize("state", list(S))
def test_a_refused_move_says_why_in_a_sentence(state, submission):
    reason = rules.may_move(put(submission, state), state).reason
    assert reason.startswith("Phiếu ")
    assert reason.endswith(".")


def test_nobody_reviews_what_he_sent_in(submission, cast):
    denial = rules.may_approve(cast.binh, put(submission, S.SUBMITTED, submitted_by=cast.binh))
    assert denial.reason == "Đồng chí là người nộp phiếu này nên không tự duyệt được. Hãy nhờ đồng nghiệp duyệt."
    assert rules.may_approve(cast.binh, put(submission, S.SUBMITTED, submitted_by=cast.an)) is None


def test_the_body_named_by_the_plan_reviews_without_standing_above(submission, cast):
    body = make_org("Ban Tuyên giáo", parent=cast.committee, kind="advisory_body")
    other = make_org("Ban Tổ chức", parent=cast.committee, kind="advisory_body")
    named, unnamed = make_user(role="specialist", org=body), make_user(role="specialist", org=other)
    task = make_task(make_plan(cast.committee, cast.binh), ["ke-hoach"], reviewer=body)
    submission.credits.create(obligation=make_obligation(task, cast.cell_a), reviewer=body)
    put(submission, S.SUBMITTED)
    assert rules.may_approve(named, submission) is None
    assert rules.may_approve(unnamed, submission).reason == "Đồng chí không có quyền duyệt phiếu này."
    assert list(Submission.objects.visible_to(named)) == [submission]
    assert list(Submission.objects.visible_to(unnamed)) == []


def test_who_enters_by_the_right_of_a_superior_enters_on_behalf(cast):
    assert rules.answers_on_behalf(cast.binh, cast.cell_a)
    assert not rules.answers_on_behalf(cast.an, cast.cell_a)


def test_only_those_of_the_organisation_and_above_see_it(submission, cast):
    seen = {name for name in ("an", "binh", "chi", "dung", "stranger")
            if Submission.objects.visible_to(getattr(cast, name)).exists()}  # fmt: skip
    assert seen == {"an", "binh", "dung"}
