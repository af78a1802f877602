"""An amendment names another body as reviewer: what waits is in its queue, and in its hands, at once."""

from datetime import timedelta

import pytest
from django.urls import reverse

from dondoc.config.middleware import credit_new_obligations
from dondoc.obligations.models import Obligation
from dondoc.reviewing.queries import QueueFilter, review_queue
from dondoc.sheets.models import Deliverable
from dondoc.submissions import actions
from dondoc.submissions.models import Submission
from dondoc.submissions.rules import may_judge
from tests.factories import make_org, make_user
from tests.obligations.amended import AMENDED, ISSUED, amendment_of, by, change, issue, issued_plan, make_office
from tests.submissions.rows import DOCUMENT_ANSWERS, make_submission

pytestmark = pytest.mark.django_db
ANSWERS = DOCUMENT_ANSWERS | {"issued_on": "20/08/2025"}
SENT = ISSUED + timedelta(days=20)


def test_what_waits_changes_hands_with_the_amendment(client):
    office = make_office()
    bodies = [make_org(name, parent=office.committee, kind="advisory_body") for name in ("Văn phòng", "Ban Tổ chức")]
    first, second = (make_user(role="specialist", org=body) for body in bodies)
    plan = issued_plan(
        office, {"text": "Việc", "due": by((AMENDED + timedelta(days=60)).date()), "reviewer": bodies[0]}
    )
    waiting, returned = (_sent(cell, Obligation.objects.get(org=cell).period) for cell in office.cells)
    returned = actions.send_back(returned, revision=returned.revision, reason="Thiếu.", by=first, at=SENT)
    assert _queues(first, second) == ([waiting.pk], [])
    bodies_before = Submission.objects.get(pk=waiting.pk).bodies

    copy = amendment_of(plan, office)
    change(copy, 0, reviewer=bodies[1])
    issue(copy, office)
    credit_new_obligations(0)

    assert _queues(first, second) == ([], [waiting.pk])
    kept = Submission.objects.get(pk=waiting.pk)
    assert (kept.bodies, bodies_before) == (f" {bodies[1].pk} ", f" {bodies[0].pk} ")
    assert (may_judge(first, kept) is None, may_judge(second, kept)) == (False, None)
    client.force_login(second)
    assert client.get(reverse("reviewing:review", args=[kept.pk])).status_code == 200
    client.force_login(first)
    assert client.get(reverse("reviewing:review", args=[kept.pk])).status_code == 404
    assert Obligation.objects.get(org=office.cells[0]).task.plan == plan  # it stays with what it was answered under

    returned.refresh_from_db()
    enterer = returned.submitted_by
    actions.save_and_submit(
        returned, answers=ANSWERS | {"number": "99"}, revision=returned.revision, by=enterer, at=AMENDED
    )
    assert _queues(first, second) == ([], [waiting.pk, returned.pk])


def _sent(cell, period: str) -> Submission:
    enterer = make_user(role="enterer", org=cell)
    draft = make_submission(cell, Deliverable.objects.get(code="ke-hoach"), enterer, period=period)
    return actions.save_and_submit(draft, answers=ANSWERS, revision=draft.revision, by=enterer, at=SENT)


def _queues(*people) -> tuple[list[int], ...]:
    day = AMENDED.date()
    return tuple(
        sorted(review_queue(one.__class__.objects.get(pk=one.pk), QueueFilter(), day).values_list("pk", flat=True))
        for one in people
    )
