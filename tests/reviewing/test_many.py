"""Approving many at once, the list of reasons, and the limits of reviewers, on their pages."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from dondoc.audit.models import AuditEvent
from dondoc.reviewing.models import ReturnReason
from dondoc.reviewing.reasons import FIRST_REASONS, reasons_of
from dondoc.submissions import actions
from dondoc.submissions.models import ReviewLimit, Submission, SubmissionState
from tests.reviewing.conftest import words
from tests.submissions.files import PDF
from tests.submissions.rows import COUNTED, COUNTED_ANSWERS, DOCUMENT

S = SubmissionState
PLAIN = {**DOCUMENT, "code": "khong-tep", "evidence": "none"}
pytestmark = pytest.mark.django_db


def key(sent) -> str:
    return f"{sent.pk}.{sent.revision}"


def states() -> list[str]:
    return list(Submission.objects.order_by("pk").values_list("state", flat=True))


def test_what_is_left_ticked_is_approved_in_one_act(stage):
    sheets = [stage.sent(f"sp-{n}", sheet=PLAIN) for n in range(3)]
    stage.sent("co-van-de")  # lacks its evidence: has to be opened
    client, url = stage.go(stage.binh), reverse("reviewing:approve_low")
    page = words(client.get(url))
    assert [key(s) in page for s in sheets] == [True] * 3
    assert ("12-KH/ĐU" in page, "Sản phẩm co-van-de" in page, "không hoàn tác được" in page) == (True, False, True)
    response = client.post(url, {"sheet": [key(s) for s in sheets[:2]]}, follow=True)
    assert "Đã duyệt 2 phiếu của 1 đơn vị trong một lần." in words(response)
    assert states() == [S.APPROVED, S.APPROVED, S.SUBMITTED, S.SUBMITTED]
    assert AuditEvent.objects.filter(action="submission.approve").count() == 2


def test_a_sheet_with_a_file_of_another_sheet_has_to_be_opened(stage):
    given = {"sheet": DOCUMENT, "files": (("ke-hoach.pdf", PDF),)}
    first, second = stage.sent("van-ban", **given), stage.sent("van-ban", org=stage.cell_b, by=stage.chi, **given)
    client, url = stage.go(stage.binh), reverse("reviewing:approve_low")
    page = words(client.get(url))
    assert [key(s) in page for s in (first, second)] == [True, False]
    assert client.post(url, {"sheet": [key(second)]}).status_code == 409
    clue = second.clues.get()
    client.post(reverse("reviewing:dismiss_clue", args=[second.pk, clue.pk]), {"reason": "Văn bản chung của cấp trên."})
    assert key(second) in words(client.get(url))


def test_nothing_ticked_and_something_changed_approve_nothing(stage):
    sheets = [stage.sent(f"sp-{n}", sheet=PLAIN) for n in range(2)]
    client, url = stage.go(stage.binh), reverse("reviewing:approve_low")
    response = client.post(url)
    assert (response.status_code, "Chưa chọn phiếu nào để duyệt." in words(response)) == (422, True)
    actions.approve(sheets[0], revision=sheets[0].revision, by=stage.em, at=timezone.now())
    response = client.post(url, {"sheet": [key(s) for s in sheets]})
    page = words(response)
    assert (response.status_code, "chưa duyệt phiếu nào" in page, states()) == (409, True, [S.APPROVED, S.SUBMITTED])
    assert f'value="{key(sheets[1])}" checked' in page


def test_what_wants_a_judgement_is_counted_and_not_offered(stage):
    stage.sent("thang", sheet={**COUNTED, "evidence": "none"}, answers=COUNTED_ANSWERS, period="2026-03")
    page = words(stage.go(stage.binh).get(reverse("reviewing:approve_low")))
    assert ("Không có phiếu nào đủ đơn giản" in page, "(1 phiếu)" in page) == (True, True)


def test_reasons_are_kept_counted_and_retired(stage):
    client, url = stage.go(stage.binh), reverse("reviewing:reasons")
    assert client.post(url, {"text": "Thiếu chữ ký."}).status_code == 302
    sent = stage.sent("sp")
    client.post(
        reverse("reviewing:send_back", args=[sent.pk]),
        {"revision": sent.revision, "common": ["Thiếu chữ ký."], "reason": "Ghi rõ trang.", "keep": "on"},
    )
    rows = ReturnReason.objects.values_list("body", "text", "uses")
    assert list(rows) == [
        (stage.committee.pk, "Thiếu chữ ký.", 1), (stage.committee.pk, "Ghi rõ trang.", 1),
    ]  # fmt: skip
    assert client.post(reverse("reviewing:retire_reason"), {"text": str(FIRST_REASONS[0])}).status_code == 302
    page = words(client.get(url))
    assert (str(FIRST_REASONS[0]) in page, page.index("Thiếu chữ ký.") < page.index(str(FIRST_REASONS[1]))) == (
        False, True,
    )  # fmt: skip
    kept = AuditEvent.objects.filter(action__startswith="returnreason").values_list("action", flat=True)
    assert list(kept.order_by("id")) == ["returnreason.keep", "returnreason.keep", "returnreason.retire"]


def test_a_reason_retired_and_kept_again_is_offered_again(stage):
    client, text = stage.go(stage.binh), "Thiếu chữ ký."
    client.post(reverse("reviewing:reasons"), {"text": text})
    client.post(reverse("reviewing:retire_reason"), {"text": text})
    sent = stage.sent("sp")
    client.post(
        reverse("reviewing:send_back", args=[sent.pk]), {"revision": sent.revision, "reason": text, "keep": "on"}
    )
    assert next((one.text, one.uses) for one in reasons_of(stage.committee)) == (text, 1)


def test_a_limit_takes_over_from_the_one_before(stage):
    client, url = stage.go(stage.binh), reverse("reviewing:limits")
    given = {"working_days": "3", "valid_from": "1/3/2026", "reason": "Kỳ báo cáo gấp."}
    assert client.post(url, given).status_code == 302
    assert client.post(url, given | {"working_days": "2", "valid_from": "1/6/2026"}).status_code == 302
    rows = ReviewLimit.objects.order_by("valid_from").values_list("working_days", "valid_from", "valid_to")
    assert list(rows) == [(3, date(2026, 3, 1), date(2026, 6, 1)), (2, date(2026, 6, 1), None)]
    response = client.post(url, given)
    assert (response.status_code, "Đã có thời hạn khác" in words(response)) == (422, True)
    assert "Kỳ báo cáo gấp." in words(client.get(url))
    assert AuditEvent.objects.filter(action="reviewlimit.set").count() == 2
