"""What is shut is refused on every way in with a sentence, and nothing that was typed is lost."""

from datetime import date, timedelta
from io import BytesIO
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from dondoc.audit.models import AuditEvent
from dondoc.lib.periods import Period
from dondoc.lib.workdays import add_working_days
from dondoc.obligations import ruling
from dondoc.obligations.models import EntryWindow, Ruling
from dondoc.submissions import actions, links
from dondoc.submissions.models import Submission, SubmissionState
from dondoc.submissions.opening import open_submission
from dondoc.submissions.worklist import work_of
from dondoc.web.refusals import Refused, Shut
from tests.factories import make_user
from tests.submissions.files import PDF
from tests.submissions.rows import (
    COUNTED,
    COUNTED_ANSWERS,
    make_deliverable,
    make_obligation,
    make_plan,
    make_task,
)

S = SubmissionState
pytestmark = pytest.mark.django_db
TYPED = {"a_given": "77", "a_done": "66", "a_words": "Chữ đã gõ.", "revision": "0", "do": "submit"}


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def stage(cast, now):
    """Cell A owes last month's report."""
    today = timezone.localdate(now)
    plan = make_plan(cast.committee, cast.binh)
    product = make_deliverable("bao-cao", sheet=COUNTED, period="month")
    task = make_task(plan, ["bao-cao"], reviewer=cast.committee)
    last_month = Period.parse(f"{today.replace(day=1) - timedelta(1):%Y-%m}")
    owed = make_obligation(task, cast.cell_a, period=last_month.code, due_on=today - timedelta(2))
    return SimpleNamespace(product=product, owed=owed, period=last_month, plan=plan, task=task)


def lock(stage, cast, now, **more):
    given = {"sheet": None, "reason": "Đã chốt báo cáo", "by": cast.binh, "at": now - timedelta(hours=1)}
    return ruling.lock_period(cast.committee, stage.period, **{**given, **more})


def draft_of(stage, cast, now) -> Submission:
    draft = open_submission(
        org=cast.cell_a, deliverable=stage.product, period=stage.period, by=cast.an, at=now - timedelta(days=1)
    )
    return actions.save(draft, answers=COUNTED_ANSWERS, revision=0, by=cast.an, at=now - timedelta(days=1))


def unlock(stage, cast, now, **span):
    stage.owed.refresh_from_db()
    return ruling.unlock(stage.owed, until=now + timedelta(**span), reason="Mất mạng", by=cast.binh, at=now)


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def test_every_act_on_a_sheet_is_refused(stage, cast, now):
    draft = draft_of(stage, cast, now)
    file = actions.attach(draft, name="a.pdf", data=PDF, by=cast.an, at=now)
    lock(stage, cast, now)
    by = {"by": cast.an, "at": now}
    acts = {
        "save": lambda: actions.save(draft, answers={}, revision=draft.revision, **by),
        "submit": lambda: actions.submit(draft, revision=draft.revision, **by),
        "both": lambda: actions.save_and_submit(draft, answers=COUNTED_ANSWERS, revision=draft.revision, **by),
        "attach": lambda: actions.attach(draft, name="b.pdf", data=PDF + b"x", **by),
        "remove": lambda: actions.remove_evidence(file, **by),
    }
    before = list(Submission.objects.values())
    events = AuditEvent.objects.count()
    for act in acts.values():
        with pytest.raises(Shut, match=r"Kỳ này đã khóa ngày .* \(Đã chốt báo cáo"):
            act()
    assert (list(Submission.objects.values()), AuditEvent.objects.count()) == (before, events)
    row = unlock(stage, cast, now, minutes=5)
    assert actions.submit(draft, revision=draft.revision, **by).status is S.SUBMITTED
    late = row.unlocked_until
    sent = Submission.objects.select_related("org", "deliverable", "sheet_version", "round").get()
    approver = make_user(role="internal_approver", org=cast.cell_a)
    with pytest.raises(Shut):  # the minute is over
        actions.withdraw(sent, revision=sent.revision, by=approver, at=late)
    assert actions.withdraw(sent, revision=sent.revision, by=approver, at=late - timedelta(seconds=1)).status is S.DRAFT


def test_the_form_is_shown_again_with_all_that_was_typed(client, stage, cast, now):
    lock(stage, cast, now)
    client.force_login(cast.an)
    url = reverse("submissions:answer", args=[stage.owed.pk, "bao-cao"])
    page = text_of(client.get(url))
    assert ("Kỳ này đã khóa ngày" in page, "Gửi đề nghị mở khóa" in page, 'value="submit"' in page) == (
        True, True, False,
    )  # fmt: skip
    refused = client.post(url, TYPED)
    page = text_of(refused)
    assert (refused.status_code, 'value="77"' in page, "Chữ đã gõ." in page) == (423, True, True)
    assert Submission.objects.count() == 0
    automatic = client.post(url, {**TYPED, "do": "auto"})
    assert (automatic.status_code, "đã khóa ngày" in automatic.json()["reason"]) == (423, True)
    empty = client.post(url, {**TYPED, "do": "ask"})
    assert (empty.status_code, 'value="77"' in text_of(empty)) == (422, True)
    for _click in range(2):
        asked = client.post(url, {**TYPED, "do": "ask", "ask_reason": "Mất mạng ba ngày"})
        assert (asked.status_code, "Chữ đã gõ." in text_of(asked), "đang chờ" in text_of(asked)) == (200, True, True)
    assert Ruling.objects.filter(asked_for="Mất mạng ba ngày").count() == 1
    unlock(stage, cast, now, hours=2)
    page = text_of(client.get(url))
    assert ("Được mở khóa đến" in page, "Mất mạng" in page) == (True, True)
    assert client.post(url, TYPED).status_code == 302
    assert Submission.objects.get().status is S.SUBMITTED


def test_the_list_of_duties_says_when_and_why(client, stage, cast, now):
    closes = add_working_days(stage.owed.due_on, 30)
    window = EntryWindow.objects.create(closes_after=30, valid_from=date(2020, 1, 1), reason="x")
    client.force_login(cast.an)
    work = reverse("dashboards:work")
    assert f"Mở nhập đến hết {closes:%d/%m/%Y}" in text_of(client.get(work))
    window.delete()
    lock(stage, cast, now)
    page = text_of(client.get(work))
    assert ("Kỳ này đã khóa ngày" in page, "Xin mở khóa" in page, "Điền phiếu" in page) == (True, True, False)
    assert client.get(work).context["work"].next is None  # nothing that could be done
    asked = ruling.ask_unlock(stage.owed, reason="Mất mạng", by=cast.an, at=now)
    page = text_of(client.get(work))
    assert ("đang chờ quyết định" in page, "<span>Xin mở khóa</span>" in page) == (True, False)
    ruling.end(asked, reason="Thử lại sau", by=cast.binh, at=now)
    row = unlock(stage, cast, now, hours=1)
    page = text_of(client.get(work))
    assert ("Được mở khóa đến" in page, "Điền phiếu" in page) == (True, True)
    for at, is_open in ((row.unlocked_until - timedelta(seconds=1), True), (row.unlocked_until, False)):
        [line] = work_of(cast.cell_a, timezone.localdate(now), at=at).lines
        assert (line.is_asked, line.is_answerable) == (True, is_open)


def test_a_workbook_filled_before_the_lock_is_told_so(client, stage, cast, now):
    client.force_login(cast.an)
    file_url = reverse("submissions:excel_file", args=[cast.cell_a.pk, "bao-cao"])
    book = load_workbook(BytesIO(b"".join(client.get(file_url).streaming_content)))
    sheet = book.active
    cells = [cell for row in sheet.iter_rows() for cell in row if not cell.protection.locked]
    for cell, value in zip(cells, (12, 11, "Chữ trong tệp"), strict=False):
        cell.value = value
    filled = BytesIO()
    book.save(filled)
    url = reverse("submissions:excel", args=[cast.cell_a.pk, "bao-cao"])
    upload = lambda: client.post(url, {"file": SimpleUploadedFile("a.xlsx", filled.getvalue())})  # noqa: E731
    token = upload().context["reading"].token
    assert token
    lock(stage, cast, now)
    taken = client.post(reverse("submissions:excel_take", args=[cast.cell_a.pk, "bao-cao"]), {"reading": token})
    assert (taken.status_code, "đã khóa ngày" in text_of(taken), Submission.objects.count()) == (423, True, 0)
    again = upload()
    assert (again.status_code, "đã khóa ngày" in text_of(again)) == (422, True)


def test_a_personal_link_is_told_so_and_keeps_what_was_typed(client, stage, cast, now):
    [line] = work_of(cast.cell_a, timezone.localdate(now), at=now).lines
    _link, token = links.issue_link(line, org=cast.cell_a, person="Bà Hoa", days=5, by=cast.an, at=now)
    lock(stage, cast, now)
    url = reverse("submissions:link", args=[token])
    refused = client.post(url, TYPED)
    page = text_of(refused)
    assert (refused.status_code, "Chữ đã gõ." in page, "đã khóa ngày" in page) == (423, True, True)
    assert ("Hãy liên hệ người đã giao" in page, "Gửi đề nghị mở khóa" in page) == (True, False)
    [line] = work_of(cast.cell_a, timezone.localdate(now), at=now).lines
    with pytest.raises(Refused, match="phiếu đang cần điền"):
        links.issue_link(line, org=cast.cell_a, person="Bà Hoa", days=5, by=cast.an, at=now)


def test_the_office_finds_it_shut_as_well(client, stage, cast, now):
    lock(stage, cast, now)
    client.force_login(cast.binh)
    page = text_of(client.get(reverse("submissions:on_behalf"), {"ten": "chi bo a"}))
    assert ("đã khóa ngày" in page, "Điền phiếu" in page) == (True, False)
    assert client.post(reverse("submissions:answer", args=[stage.owed.pk, "bao-cao"]), TYPED).status_code == 423


def test_what_waits_is_still_decided_and_what_is_returned_may_be_corrected(stage, cast, now):
    draft = draft_of(stage, cast, now)
    sent = actions.submit(draft, revision=draft.revision, by=cast.an, at=now - timedelta(hours=2))
    lock(stage, cast, now)
    back = actions.send_back(sent, revision=sent.revision, reason="Sai số", by=cast.binh, at=now)
    answers = {**COUNTED_ANSWERS, "done": "900"}
    again = actions.save_and_submit(back, answers=answers, revision=back.revision, by=cast.an, at=now)
    done = actions.approve(
        again, revision=again.revision, review_answers={"effective": "yes"}, by=cast.binh, at=now
    )  # fmt: skip
    assert done.status is S.APPROVED


@pytest.mark.parametrize("is_locked_sheet", [False, True])
def test_an_approved_sheet_is_opened_again_only_while_let_in(client, stage, cast, now, is_locked_sheet):
    draft = draft_of(stage, cast, now)
    day = now - timedelta(days=1)
    sent = actions.submit(draft, revision=draft.revision, by=cast.an, at=day)
    done = actions.approve(sent, revision=sent.revision, review_answers={"effective": "yes"}, by=cast.binh, at=day)
    if is_locked_sheet:
        [done] = actions.lock_many([done], by=cast.binh, at=now)  # with its report; the period itself is not locked
    else:
        lock(stage, cast, now)
    secretary = make_user(role="internal_approver", org=cast.cell_a)
    client.force_login(secretary)
    detail, url = (reverse(f"submissions:{name}", args=[done.pk]) for name in ("detail", "reopen"))
    assert "Sửa phiếu đã duyệt" not in text_of(client.get(detail))
    assert client.post(url, {"revision": done.revision}).status_code == 403
    unlock(stage, cast, now, hours=1)
    assert "Sửa phiếu đã duyệt" in text_of(client.get(detail))
    assert [client.post(url, {"revision": done.revision}).status_code for _click in range(2)] == [302, 409]
    open_again = Submission.objects.select_related("org", "deliverable", "sheet_version", "round").get()
    assert (open_again.status, open_again.done_on) == (S.DRAFT, timezone.localdate(day))
    again = actions.save_and_submit(
        open_again, answers={**COUNTED_ANSWERS, "done": "900"}, revision=open_again.revision, by=secretary, at=now
    )
    assert again.done_on == timezone.localdate(day)  # the correction does not make it late
    assert AuditEvent.objects.filter(action="submission.reopen").count() == 1


def test_locking_and_windows_on_their_pages(client, stage, cast, now):
    locks, windows = reverse("obligations:locks"), reverse("obligations:windows")
    client.force_login(cast.binh)
    given = {"org": cast.committee.pk, "period": stage.period.code, "sheet": "", "reason": "Đã chốt"}
    looked = client.post(locks, given)
    assert ("1 việc của kỳ này chưa có phiếu" in text_of(looked), Ruling.objects.count()) == (True, 0)
    sheets = {stage.product.sheet: "1 việc", make_deliverable("khac").sheet: "0 việc"}
    for sheet, count in sheets.items():
        one = text_of(client.post(locks, {**given, "sheet": sheet.pk}))
        assert (f"{count} của kỳ này" in one, f"<dd>{sheet}</dd>" in one, "<dd>Đã chốt</dd>" in one) == (True,) * 3
    done = [client.post(locks, {**given, "confirmed": "1"}).status_code for _click in range(2)]
    assert (done, Ruling.objects.count()) == ([302, 409], 1)
    end = reverse("obligations:end_ruling", args=[Ruling.objects.get().pk])
    assert f'href="{locks}"' in text_of(client.get(end)).split("<form", 1)[1]  # the way back
    assert client.post(end, {"reason": "Nhầm kỳ"}).url == locks
    assert "Mở lại: Nhầm kỳ" in text_of(client.get(locks))
    data = {
        "sheet": "",
        "level": "cell",
        "opens_before": "",
        "closes_after": "-3",
        "valid_from": "01/01/2026",
        "reason": "x",
    }
    administrator = make_user(role="administrator", org=cast.committee)
    client.force_login(administrator)
    assert client.post(windows, {**data, "closes_after": ""}).status_code == 422
    assert client.post(windows, {**data, "opens_before": "2"}).status_code == 422
    assert [client.post(windows, data).status_code for _click in range(2)] == [302, 422]
    assert "3 ngày làm việc trước hạn" in text_of(client.get(windows))
    client.force_login(cast.an)
    assert client.post(locks, given).status_code == 403
    assert client.post(windows, data).status_code == 403


def test_the_list_of_duties_asks_the_same_however_much_is_shut(client, stage, cast, now):
    lock(stage, cast, now)
    client.force_login(cast.an)
    work = reverse("dashboards:work")
    client.get(work)
    counts = []
    for month in ("2026-01", "2026-02", "2026-03"):
        make_obligation(stage.task, cast.cell_a, period=month, due_on=date(2026, 4, 20))
        with CaptureQueriesContext(connection) as made:
            client.get(work)
        counts.append(len(made))
    assert counts[0] == counts[-1]
    assert counts[0] <= 25
