"""Many sheets in one act: all of them or none, with as many statements for thirty as for three."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dondoc.audit.models import AuditEvent
from dondoc.audit.queries import verify_chain
from dondoc.lib.periods import Period
from dondoc.submissions import actions
from dondoc.submissions.actions import Approval, Filled
from dondoc.submissions.held import NotAll
from dondoc.submissions.models import Credit, Evidence, Submission, SubmissionState
from dondoc.submissions.opening import Opening, open_many
from dondoc.web.refusals import Conflict, Refused
from tests.factories import make_org, make_user
from tests.submissions.files import PDF
from tests.submissions.rows import AT, DOCUMENT_ANSWERS, make_deliverable, make_obligation, make_plan, make_task

S = SubmissionState
pytestmark = pytest.mark.django_db
LATER = AT + timedelta(hours=2)
TERM = Period.parse("2025-2030")


@pytest.fixture
def reviewer(cast):
    return make_user("hoa", role="specialist", org=cast.committee)


def openings(cast, count: int) -> list[Opening]:
    """`count` organisations that owe the same product, to be entered for by the office."""
    product = make_deliverable()
    task = make_task(make_plan(cast.committee, cast.binh), ["ke-hoach"])
    orgs = [make_org(f"Chi bộ {n}", parent=cast.committee) for n in range(count)]
    for org in orgs:
        make_obligation(task, org)
    return [Opening(org=org, deliverable=product, period=TERM, by=cast.binh, at=AT) for org in orgs]


def filled(drafts, by, **more) -> list[Filled]:
    return [
        Filled(submission=one, answers=DOCUMENT_ANSWERS, revision=one.revision, by=by, at=AT, **more) for one in drafts
    ]


def test_they_are_opened_sent_in_and_approved_as_one_by_one(cast, reviewer):
    drafts = open_many(openings(cast, 3))
    sent = actions.save_and_submit_many(filled(drafts, cast.binh))
    done = actions.approve_many(
        [Approval(submission=one, revision=one.revision, by=reviewer, at=LATER) for one in sent]
    )
    assert [(one.status, one.entered_on_behalf, one.revision) for one in done] == [(S.APPROVED, True, 3)] * 3
    stored = Submission.objects.order_by("pk").values_list("state", "approved_by", "done_on", "answers__number")
    assert list(stored) == [("approved", reviewer.pk, done[0].done_on, "12-KH/ĐU")] * 3
    assert [c.obligation.approved_on for c in Credit.objects.select_related("obligation")] == [LATER.date()] * 3
    trail = AuditEvent.objects.filter(action__startswith="submission.").order_by("id")
    assert [(event.action, event.object_id) for event in trail] == [
        *(("submission.open", str(one.pk)) for one in drafts),
        *((act, str(one.pk)) for one in drafts for act in ("submission.save", "submission.submit")),
        *(("submission.approve", str(one.pk)) for one in drafts),
    ]
    assert verify_chain() is None


def test_the_number_of_statements_does_not_grow(cast, reviewer):
    def statements(count: int) -> tuple[int, ...]:
        asked = openings(cast, count)
        counts = []
        for act in (
            lambda: open_many(asked),
            lambda: actions.save_and_submit_many(filled(open_many(asked), cast.binh)),
            lambda: actions.approve_many(
                [Approval(submission=one, revision=one.revision, by=reviewer, at=LATER) for one in open_many(asked)]
            ),
        ):
            with CaptureQueriesContext(connection) as seen:
                act()
            counts.append(len(seen))
        return tuple(counts)

    statements(1)  # what is looked up once
    assert statements(3) == statements(20)


def test_when_one_cannot_be_taken_none_is_and_every_reason_is_told(cast):
    drafts = open_many(openings(cast, 3))
    wanted = filled(drafts, cast.binh, files=[("kế hoạch.pdf", PDF)])
    wanted[1] = Filled(submission=drafts[1], answers={"number": ""}, revision=0, by=cast.binh, at=AT)
    wanted[2] = Filled(submission=drafts[2], answers=DOCUMENT_ANSWERS, revision=7, by=cast.binh, at=AT)
    kept_before = set(Path(settings.MEDIA_ROOT).rglob("*.pdf"))  # of other tests of this run
    with pytest.raises(NotAll) as refused:
        actions.save_and_submit_many(wanted)
    assert list(refused.value.refusals) == [1, 2]
    assert refused.value.refusals[1].errors.keys() == {"number", "issued_on"}
    assert isinstance(refused.value.refusals[2], Conflict)
    assert set(Submission.objects.values_list("state", "revision")) == {("draft", 0)}
    assert not Evidence.objects.exists()
    assert set(Path(settings.MEDIA_ROOT).rglob("*.pdf")) == kept_before


def test_one_alone_says_its_own_reason(cast):
    [draft] = open_many(openings(cast, 1))
    with pytest.raises(actions.Incomplete):
        actions.save_and_submit_many([Filled(submission=draft, answers={}, revision=0, by=cast.binh, at=AT)])
    with pytest.raises(Refused, match="không có quyền nhập phiếu"):
        open_many([Opening(org=draft.org, deliverable=draft.deliverable, period=TERM, by=cast.chi, at=AT)])


def test_the_same_sheet_asked_for_twice_is_opened_once(cast):
    [one] = openings(cast, 1)
    first, second = open_many([one, one])
    assert first == second
    assert Submission.objects.count() == AuditEvent.objects.filter(action="submission.open").count() == 1


def test_nothing_given_does_nothing(cast):
    assert open_many([]) == actions.save_and_submit_many([]) == actions.approve_many([]) == []
