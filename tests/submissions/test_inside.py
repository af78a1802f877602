"""Two steps inside an organisation: the enterer's sheet waits for the secretary before it leaves."""

import pytest
from django.urls import reverse
from django.utils import timezone

from dondoc.audit.models import AuditEvent
from dondoc.submissions import actions, rules
from dondoc.submissions.models import Submission, SubmissionState, TwoStep
from dondoc.web.refusals import Refused
from tests.factories import make_user
from tests.reviewing.conftest import _clock, stage, words  # noqa: F401 -- the same cast
from tests.submissions.rows import DOCUMENT_ANSWERS, make_deliverable, make_obligation, make_submission, make_task

S = SubmissionState
pytestmark = pytest.mark.django_db


@pytest.fixture
def secretary(stage):  # noqa: F811 -- the fixture of that name
    person = make_user(role="internal_approver", org=stage.cell_a, full_name="Bí thư A")
    actions.set_steps(stage.cell_a, every=True, by=person, at=timezone.now())
    return person


def sent(stage, by=None, code="hai-buoc"):  # noqa: F811 -- the fixture of that name
    product = make_deliverable(code)
    make_obligation(make_task(stage.plan, [code]), stage.cell_a)
    draft = make_submission(stage.cell_a, product, stage.an)
    return actions.save_and_submit(
        draft, answers=DOCUMENT_ANSWERS, revision=draft.revision, by=by or stage.an, at=timezone.now()
    )


def test_what_the_enterer_sends_waits_inside_and_counts_for_nothing(stage, secretary):  # noqa: F811
    waits = sent(stage)
    assert (waits.status, waits.submitted_at, waits.credits.count()) == (S.INTERNAL, None, 0)
    assert rules.may_edit(stage.an, waits)
    assert rules.may_approve(stage.binh, waits)
    with pytest.raises(Refused):
        actions.submit(waits, revision=waits.revision, by=stage.an, at=timezone.now())
    again = actions.save_and_submit(
        waits, answers=DOCUMENT_ANSWERS, revision=0, by=stage.an, at=timezone.now()
    )  # the click that repeats it
    assert (again.revision, again.status) == (waits.revision, S.INTERNAL)


def test_the_secretary_sends_it_up(stage, secretary):  # noqa: F811
    waits = sent(stage)
    client, url = stage.go(secretary), reverse("submissions:send_up", args=[waits.pk])
    work = words(client.get(reverse("dashboards:work")))
    assert ("Chờ duyệt trong đơn vị" in work, "Đặt hai bước" in work) == (True, True)
    assert "Duyệt và gửi cấp trên" in words(client.get(reverse("submissions:detail", args=[waits.pk])))
    assert client.post(url, {"revision": waits.revision - 1}).status_code == 409
    assert client.post(url, {"revision": waits.revision}).status_code == 302
    up = Submission.objects.get()
    assert (up.status, up.submitted_by, up.credits.count()) == (S.SUBMITTED, secretary, 1)


def test_the_secretary_gives_it_back_with_a_reason(stage, secretary):  # noqa: F811
    waits = sent(stage)
    client, url = stage.go(secretary), reverse("submissions:give_back", args=[waits.pk])
    refused = client.post(url, {"revision": waits.revision})
    page = words(refused)
    assert (refused.status_code, "Cần ghi lý do để người nhập biết phải sửa gì." in page) == (422, True)
    assert f'action="{url}"' in page  # told in place, to be filled in there
    client.post(url, {"revision": waits.revision, "reason": "Thiếu phụ lục."})
    back = Submission.objects.get()
    assert (back.status, back.returned_inside) == (S.DRAFT, "Thiếu phụ lục.")
    enterer = stage.go(stage.an)
    assert "Thiếu phụ lục." in words(enterer.get(reverse("dashboards:work")))
    assert "Thiếu phụ lục." in words(enterer.get(reverse("submissions:edit", args=[back.pk])))
    events = AuditEvent.objects.filter(action__contains="inside").order_by("id").values_list("action", "note")
    assert list(events) == [("submission.send_inside", ""), ("submission.return_inside", "Thiếu phụ lục.")]


def test_who_passed_it_on_takes_it_back_without_a_reason_and_others_do_not(stage, secretary):  # noqa: F811
    waits, other = sent(stage), make_user(role="enterer", org=stage.cell_a)
    assert rules.may_return_inside(other, waits)
    back = actions.return_inside(waits, revision=waits.revision, by=stage.an, at=timezone.now())
    assert (back.status, back.returned_inside) == (S.DRAFT, "")


def test_the_secretary_and_the_office_on_behalf_send_straight_up(stage, secretary):  # noqa: F811
    assert sent(stage, by=secretary, code="mot").status is S.SUBMITTED
    assert sent(stage, by=stage.binh, code="hai").status is S.SUBMITTED


def test_one_sheet_alone_may_go_by_two_steps_and_it_is_off_by_default(stage):  # noqa: F811
    person = make_user(role="internal_approver", org=stage.cell_a)
    first = sent(stage, code="mot")
    assert first.status is S.SUBMITTED
    url = reverse("submissions:steps", args=[stage.cell_a.pk])
    sheet = first.sheet_version.sheet
    assert stage.go(person).post(url, {"which": "some", "sheets": [sheet.pk]}).status_code == 302
    assert list(TwoStep.objects.values_list("org", "sheet")) == [(stage.cell_a.pk, sheet.pk)]
    assert sent(stage, code="hai").status is S.INTERNAL
    first.refresh_from_db()
    assert first.status is S.SUBMITTED
    assert stage.go(stage.an).get(url).status_code == 403
    response = stage.go(person).post(url, {"which": "some"})
    assert (response.status_code, "Hãy chọn ít nhất một phiếu" in words(response)) == (422, True)
    assert AuditEvent.objects.get(action="twostep.set").after == {"sheets": [sheet.code]}
