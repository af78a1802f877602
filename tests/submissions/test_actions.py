"""What people do with a submission: success, refusal, two people at once, and nothing saved without its audit event."""

import hashlib
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest

from dondoc.audit.models import AuditEvent
from dondoc.lib.periods import Period
from dondoc.obligations.models import Obligation
from dondoc.submissions import actions, held
from dondoc.submissions.models import Evidence, Review, Submission, SubmissionState
from dondoc.submissions.queries import uncredited
from dondoc.submissions.receiving import SecretFile, examine
from dondoc.web.refusals import Conflict, Invalid, Refused, TooLarge
from tests.factories import make_user
from tests.submissions.files import PDF, docx
from tests.submissions.rows import (
    AT,
    COUNTED,
    COUNTED_ANSWERS,
    DOCUMENT,
    DOCUMENT_ANSWERS,
    make_deliverable,
    make_obligation,
    make_plan,
    make_round,
    make_submission,
    make_task,
)

S = SubmissionState
pytestmark = pytest.mark.django_db
LATER = AT + timedelta(hours=2)


@pytest.fixture
def stage(cast):
    """A plan with two tasks that ask for the same product, and cell A owing both."""
    plan = make_plan(cast.committee, cast.binh)
    product = make_deliverable()
    tasks = [make_task(plan, ["ke-hoach"]), make_task(plan, ["ke-hoach"], part="12")]
    owed = [make_obligation(task, cast.cell_a) for task in tasks]
    return SimpleNamespace(plan=plan, product=product, tasks=tasks, owed=owed)


def drafted(stage, cast) -> Submission:
    draft = make_submission(cast.cell_a, stage.product, cast.an)
    return actions.save(draft, answers=DOCUMENT_ANSWERS, revision=draft.revision, by=cast.an, at=AT)


def submitted(stage, cast) -> Submission:
    draft = drafted(stage, cast)
    return actions.submit(draft, revision=draft.revision, by=cast.an, at=AT)


def approved(stage, cast, at=LATER) -> Submission:
    sent = submitted(stage, cast)
    return actions.approve(sent, revision=sent.revision, by=cast.binh, at=at)


def facts(obligation: Obligation) -> tuple:
    obligation.refresh_from_db()
    return obligation.submitted_on, obligation.sent_back_on, obligation.done_on, obligation.approved_on


def last_event() -> tuple:
    event = AuditEvent.objects.order_by("id").last()
    return event.action, event.actor_label, event.before, event.after, event.note


# Opening and saving


def test_opening_twice_gives_one_draft(stage, cast):
    first = make_submission(cast.cell_a, stage.product, cast.an)
    assert make_submission(cast.cell_a, stage.product, cast.binh) == first
    assert (first.status, first.revision, first.entered_on_behalf, str(first)) == (
        S.DRAFT, 0, False, "Sản phẩm ke-hoach, nhiệm kỳ 2025 - 2030",
    )  # fmt: skip


@pytest.mark.parametrize("period", ["2026", "2026-03", "2026-Q1"])
def test_a_product_is_not_entered_for_a_period_of_another_kind(period, stage, cast):
    with pytest.raises(Invalid, match="được nhập cả nhiệm kỳ"):
        make_submission(cast.cell_a, stage.product, cast.an, period=period)


def test_a_product_asked_by_round_is_entered_once_a_round(stage, cast):
    product = make_deliverable("so-ket", period="round")
    first, second = make_round(stage.tasks[0], cast.binh), make_round(stage.tasks[0], cast.binh, name="Đợt 2")
    one = make_submission(cast.cell_a, product, cast.an, period="2026", round=first)
    two = make_submission(cast.cell_a, product, cast.an, period="2026", round=second)
    assert (one == two, one.period_label, two.period_label) == (False, "Đợt 1", "Đợt 2")
    with pytest.raises(Invalid, match="theo từng đợt"):
        make_submission(cast.cell_a, product, cast.an, period="2026")


def test_others_may_not_open(stage, cast):
    with pytest.raises(Refused, match="không có quyền nhập phiếu"):
        make_submission(cast.cell_a, stage.product, cast.chi)
    assert not Submission.objects.exists()


def test_a_draft_keeps_what_is_there_and_notes_what_changed(stage, cast):
    draft = make_submission(cast.cell_a, stage.product, cast.an)
    saved = actions.save(draft, answers={"number": " 12-KH/ĐU "}, revision=0, by=cast.an, at=AT)
    assert (saved.answers, saved.revision, saved.updated_by) == ({"number": "12-KH/ĐU"}, 1, cast.an)
    assert last_event() == ("submission.save", "An", {}, {"number": "12-KH/ĐU"}, "")
    saved = actions.save(saved, answers={"issued_on": "5/3/2026"}, revision=1, by=cast.an, at=AT)
    assert last_event() == ("submission.save", "An", {"number": "12-KH/ĐU"}, {"issued_on": "2026-03-05"}, "")


def test_saving_the_same_again_leaves_no_event(stage, cast):
    draft = drafted(stage, cast)
    before = AuditEvent.objects.count()
    actions.save(draft, answers=DOCUMENT_ANSWERS, revision=draft.revision, by=cast.an, at=AT)
    assert AuditEvent.objects.count() == before


def test_a_wrong_answer_saves_nothing(stage, cast):
    draft = make_submission(cast.cell_a, stage.product, cast.an)
    with pytest.raises(actions.Incomplete) as refused:
        actions.save(draft, answers={"number": "1", "issued_on": "31/02/2026"}, revision=0, by=cast.an, at=AT)
    assert refused.value.errors == {"issued_on": "Không có ngày 31/02/2026 trong lịch. Hãy kiểm tra lại."}
    draft.refresh_from_db()
    assert (draft.answers, draft.revision) == ({}, 0)


def test_entering_for_another_is_marked(stage, cast):
    draft = make_submission(cast.cell_a, stage.product, cast.binh)
    assert draft.entered_on_behalf
    assert actions.save(draft, answers={}, revision=0, by=cast.binh, at=AT).entered_on_behalf
    assert not actions.save(draft, answers={}, revision=1, by=cast.an, at=AT).entered_on_behalf
    assert actions.save(draft, answers={}, revision=2, by=cast.an, at=AT, on_behalf=True).entered_on_behalf


def test_the_second_of_two_tabs_is_told_who_saved_and_when(stage, cast):
    draft = make_submission(cast.cell_a, stage.product, cast.an)
    actions.save(draft, answers={"number": "1"}, revision=0, by=cast.binh, at=AT)
    with pytest.raises(Conflict) as refused:
        actions.save(draft, answers={"number": "2"}, revision=0, by=cast.an, at=LATER)
    assert refused.value.reason == "Bình đã thay đổi phiếu này lúc 10:00 ngày 16/03/2026 (trạng thái: bản nháp)."
    draft.refresh_from_db()
    assert draft.answers == {"number": "1"}


# Sending in


def test_sending_in_is_credited_to_every_obligation_that_asks(stage, cast):
    sent = submitted(stage, cast)
    assert (sent.status, sent.done_on, sent.submitted_by) == (S.SUBMITTED, date(2026, 3, 5), cast.an)
    assert [facts(o) for o in stage.owed] == [(date(2026, 3, 16), None, None, None)] * 2
    assert last_event()[:4] == ("submission.submit", "An", {"state": "draft"}, {"state": "submitted"})


def test_only_what_is_open_and_of_the_same_organisation_and_period_is_credited(stage, cast):
    other = make_task(stage.plan, ["khac"])
    make_obligation(other, cast.cell_a)
    make_obligation(stage.tasks[0], cast.cell_b)
    make_obligation(make_task(stage.plan, ["ke-hoach"]), cast.cell_a, exempted_on=date(2026, 1, 1))
    make_obligation(make_task(stage.plan, ["ke-hoach"]), cast.cell_a, closed_on=date(2026, 1, 1))
    make_obligation(make_task(stage.plan, ["ke-hoach"]), cast.cell_a, period="2026")
    make_obligation(make_task(stage.plan, ["ke-hoach"]), cast.cell_a, purpose="open_round")
    sent = submitted(stage, cast)
    assert {c.obligation_id for c in sent.credits.all()} == {o.pk for o in stage.owed}


def test_what_is_asked_by_round_is_credited_to_that_round_only(stage, cast):
    product = make_deliverable("so-ket", period="round")
    task = make_task(stage.plan, ["so-ket"])
    rounds = [make_round(task, cast.binh), make_round(task, cast.binh, name="Đợt 2")]
    owed = [make_obligation(task, cast.cell_a, period="2026", round=one) for one in rounds]
    draft = make_submission(cast.cell_a, product, cast.an, period="2026", round=rounds[1])
    actions.save_and_submit(draft, answers=DOCUMENT_ANSWERS, revision=0, by=cast.an, at=AT)
    assert [facts(o)[0] for o in owed] == [None, date(2026, 3, 16)]


def test_an_obligation_of_two_products_is_answered_when_both_are(stage, cast):
    second = make_deliverable("quy-che")
    owed = make_obligation(make_task(stage.plan, ["ke-hoach", "quy-che"]), cast.cell_a)
    submitted(stage, cast)
    assert facts(owed) == (None, None, None, None)
    draft = make_submission(cast.cell_a, second, cast.an)
    answers = {"number": "2", "issued_on": "7/3/2026"}
    actions.save_and_submit(draft, answers=answers, revision=0, by=cast.an, at=AT + timedelta(days=1))
    assert facts(owed) == (date(2026, 3, 17), None, None, None)
    for sent in Submission.objects.order_by("pk"):
        actions.approve(sent, revision=sent.revision, by=cast.binh, at=AT + timedelta(days=2 + sent.pk % 2))
    last = max(date(2026, 3, 18) + timedelta(days=s.pk % 2) for s in Submission.objects.all())
    assert facts(owed) == (date(2026, 3, 17), None, date(2026, 3, 7), last)


def test_without_a_day_of_its_own_the_day_of_sending_in_counts(stage, cast):
    product = make_deliverable("bao-cao-thang", sheet=COUNTED, period="month")
    draft = make_submission(cast.cell_a, product, cast.an, period="2026-03")
    # 23:30 in Việt Nam on the 31st is still the 31st
    late = datetime(2026, 3, 31, 16, 30, tzinfo=UTC)
    sent = actions.save_and_submit(draft, answers=COUNTED_ANSWERS, revision=0, by=cast.an, at=late)
    assert (sent.answers, sent.done_on) == (
        {"given": "1200", "done": "1000", "words": "Đã xong."}, date(2026, 3, 31),
    )  # fmt: skip


def test_an_incomplete_sheet_is_not_sent_in(stage, cast):
    proved = make_deliverable("co-minh-chung", sheet={**DOCUMENT, "code": "minh-chung", "evidence": "required"})
    draft = make_submission(cast.cell_a, proved, cast.an)
    with pytest.raises(actions.Incomplete) as refused:
        actions.submit(draft, revision=0, by=cast.an, at=AT)
    assert refused.value.errors == {
        "number": "Cần điền “Số, ký hiệu”.",
        "issued_on": "Cần điền “Ngày ban hành”.",
        "evidence": "Cần tải lên ít nhất một tệp minh chứng.",
    }
    actions.attach(draft, name="a.pdf", data=PDF, by=cast.an, at=AT)
    assert actions.save_and_submit(draft, answers=DOCUMENT_ANSWERS, revision=0, by=cast.an, at=AT).status is S.SUBMITTED


def test_saving_and_sending_in_is_both_or_neither(stage, cast):
    draft = make_submission(cast.cell_a, stage.product, cast.an)
    with pytest.raises(actions.Incomplete):
        actions.save_and_submit(draft, answers={"number": "1"}, revision=0, by=cast.an, at=AT)
    draft.refresh_from_db()
    assert (draft.answers, draft.revision) == ({}, 0)


def test_a_double_click_sends_in_once(stage, cast):
    draft = make_submission(cast.cell_a, stage.product, cast.an)
    first = actions.save_and_submit(draft, answers=DOCUMENT_ANSWERS, revision=0, by=cast.an, at=AT)
    again = actions.save_and_submit(draft, answers=DOCUMENT_ANSWERS, revision=0, by=cast.an, at=AT)
    assert (again, again.revision) == (first, first.revision)
    assert AuditEvent.objects.filter(action="submission.submit").count() == 1


@pytest.mark.parametrize("answers", [{**DOCUMENT_ANSWERS, "number": "13-KH/ĐU"}, {"number": "1", "issued_on": "x"}])
def test_sending_in_something_else_after_sending_in_is_a_conflict(answers, stage, cast):
    draft = make_submission(cast.cell_a, stage.product, cast.an)
    actions.save_and_submit(draft, answers=DOCUMENT_ANSWERS, revision=0, by=cast.an, at=AT)
    with pytest.raises(Conflict, match="trạng thái: chờ duyệt"):
        actions.save_and_submit(draft, answers=answers, revision=0, by=cast.an, at=AT)


def test_what_was_sent_in_is_not_changed(stage, cast):
    sent = submitted(stage, cast)
    with pytest.raises(Refused, match="đang chờ duyệt"):
        actions.save(sent, answers={}, revision=sent.revision, by=cast.an, at=AT)


def test_withdrawing_makes_it_a_draft_again(stage, cast):
    sent = submitted(stage, cast)
    boss = make_user(role="internal_approver", org=cast.cell_a, full_name="Trưởng")
    with pytest.raises(Refused, match="Chỉ người duyệt nội bộ"):
        actions.withdraw(sent, revision=sent.revision, by=cast.an, at=LATER)
    draft = actions.withdraw(sent, revision=sent.revision, by=boss, at=LATER)
    assert (draft.status, draft.submitted_at, draft.done_on) == (S.DRAFT, None, None)
    assert [facts(o) for o in stage.owed] == [(None, None, None, None)] * 2
    assert last_event()[0] == "submission.withdraw"


# Reviewing


def test_approving_finishes_the_obligations_by_the_day_of_the_work(stage, cast):
    done = approved(stage, cast)
    assert (done.status, done.approved_by) == (S.APPROVED, cast.binh)
    assert [facts(o) for o in stage.owed] == [(date(2026, 3, 16), None, date(2026, 3, 5), date(2026, 3, 16))] * 2
    review = Review.objects.get()
    assert (review.decision, review.reason, review.answers) == ("approved", "", done.answers)
    assert last_event()[:4] == ("submission.approve", "Bình", {"state": "submitted"}, {"state": "approved"})


def test_what_only_the_reviewer_judges_is_asked_of_the_reviewer(stage, cast):
    product = make_deliverable("bao-cao-thang", sheet=COUNTED, period="month")
    draft = make_submission(cast.cell_a, product, cast.an, period="2026-03")
    sent = actions.save_and_submit(draft, answers=COUNTED_ANSWERS, revision=0, by=cast.an, at=AT)
    with pytest.raises(actions.Incomplete) as refused:
        actions.approve(sent, revision=sent.revision, by=cast.binh, at=AT)
    assert refused.value.errors == {"effective": "Cần điền “Hiệu quả”."}
    judged = actions.approve(sent, revision=sent.revision, review_answers={"effective": "no"}, by=cast.binh, at=AT)
    assert judged.review_answers == {"effective": "no"}
    assert last_event()[3] == {"state": "approved", "effective": "no"}


def test_sending_back_needs_a_reason_and_keeps_it(stage, cast):
    sent = submitted(stage, cast)
    for reason, said in [("  ", "Cần ghi lý do"), ("x" * 2001, "Lý do dài quá 2000 ký tự")]:
        with pytest.raises(actions.Incomplete, match=said):
            actions.send_back(sent, revision=sent.revision, reason=reason, by=cast.binh, at=LATER)
    back = actions.send_back(sent, revision=sent.revision, reason=" Thiếu số. ", by=cast.binh, at=LATER)
    assert back.status is S.SENT_BACK
    assert [facts(o) for o in stage.owed] == [(None, date(2026, 3, 16), None, None)] * 2
    assert last_event() == ("submission.send_back", "Bình", {"state": "submitted"}, {"state": "sent_back"}, "Thiếu số.")


def test_after_correction_it_is_sent_in_again(stage, cast):
    sent = submitted(stage, cast)
    back = actions.send_back(sent, revision=sent.revision, reason="Sai số.", by=cast.binh, at=LATER)
    answers = {**DOCUMENT_ANSWERS, "number": "21-KH/ĐU"}
    again = actions.save_and_submit(back, answers=answers, revision=back.revision, by=cast.an, at=LATER)
    assert again.credits.count() == 2
    assert [facts(o)[:2] for o in stage.owed] == [(date(2026, 3, 16), None)] * 2


def test_what_was_sent_back_comes_again_changed_or_explained(stage, cast):
    sent = submitted(stage, cast)
    back = actions.send_back(sent, revision=sent.revision, reason="Cần giải trình.", by=cast.binh, at=LATER)
    with pytest.raises(actions.Incomplete, match="Phiếu chưa có gì khác so với lúc bị trả lại") as refused:
        actions.submit(back, revision=back.revision, by=cast.an, at=LATER)
    assert list(refused.value.errors) == ["explanation"]
    for words, said in [("   ", "chưa có gì khác"), ("x" * 2001, "Giải trình dài quá 2000 ký tự")]:
        with pytest.raises(actions.Incomplete, match=said):
            actions.save_and_submit(
                back, answers=DOCUMENT_ANSWERS, explanation=words, revision=back.revision, by=cast.an, at=LATER
            )
    again = actions.save_and_submit(
        back, answers=DOCUMENT_ANSWERS, explanation=" Số đúng. ", revision=back.revision, by=cast.an, at=LATER
    )
    assert (again.status, again.explanation) == (S.SUBMITTED, "Số đúng.")
    assert last_event() == ("submission.submit", "An", {"state": "sent_back"}, {"state": "submitted"}, "Số đúng.")
    once_more = actions.send_back(again, revision=again.revision, reason="Chưa rõ.", by=cast.binh, at=LATER)
    assert once_more.explanation == ""


def test_a_new_file_is_a_change(stage, cast):
    sent = submitted(stage, cast)
    back = actions.send_back(sent, revision=sent.revision, reason="Tệp mờ.", by=cast.binh, at=LATER)
    actions.attach(back, name="ro-hon.pdf", data=PDF, by=cast.an, at=LATER + timedelta(hours=1))
    again = actions.submit(back, revision=back.revision, by=cast.an, at=LATER + timedelta(hours=2))
    assert again.status is S.SUBMITTED


def test_a_fault_found_after_approval_takes_the_approval_back(stage, cast):
    done = approved(stage, cast)
    back = actions.send_back(done, revision=done.revision, reason="Văn bản sai.", by=cast.binh, at=LATER)
    assert (back.status, back.approved_at, back.approved_by) == (S.SENT_BACK, None, None)
    assert [facts(o) for o in stage.owed] == [(None, date(2026, 3, 16), None, None)] * 2


def test_the_second_reviewer_is_told_that_the_first_has_decided(stage, cast):
    sent = submitted(stage, cast)
    other = make_user(role="specialist", org=cast.committee)
    actions.approve(sent, revision=sent.revision, by=cast.binh, at=LATER)
    with pytest.raises(Conflict, match=r"Bình đã thay đổi phiếu này lúc 12:00 .*trạng thái: đã duyệt"):
        actions.send_back(sent, revision=sent.revision, reason="Muộn.", by=other, at=LATER)
    assert Review.objects.count() == 1


def test_others_may_not_review(stage, cast):
    sent = submitted(stage, cast)
    for user in (cast.an, cast.chi, cast.dung, cast.stranger):
        with pytest.raises(Refused, match="không có quyền duyệt"):
            actions.approve(sent, revision=sent.revision, by=user, at=LATER)
        with pytest.raises(Refused, match="không có quyền duyệt"):
            actions.send_back(sent, revision=sent.revision, reason="x", by=user, at=LATER)


def test_locked_stays_locked(stage, cast):
    done = approved(stage, cast)
    [locked] = actions.lock_many([done], by=cast.binh, at=LATER)
    assert (locked.status, facts(stage.owed[0])[3]) == (S.LOCKED, date(2026, 3, 16))
    with pytest.raises(Refused, match="đã chốt cùng báo cáo"):
        actions.send_back(locked, revision=locked.revision, reason="x", by=cast.binh, at=LATER)
    with pytest.raises(Refused, match="đã chốt cùng báo cáo"):
        actions.lock_many([locked], by=cast.binh, at=LATER)


def fail(*args, **kwargs):
    raise RuntimeError("audit")


@pytest.mark.parametrize(
    "act", ["open", "save", "submit", "withdraw", "approve", "send_back", "lock", "attach", "remove"]
)
def test_without_its_audit_event_nothing_is_saved(act, stage, cast, monkeypatch):
    boss = make_user(role="internal_approver", org=cast.cell_a)
    draft = make_submission(cast.cell_b, stage.product, cast.chi)
    before = {"open": None, "save": draft, "submit": drafted, "attach": draft, "remove": draft}.get(act, submitted)
    row = before(stage, cast) if callable(before) else before
    if act == "lock":
        row = actions.approve(row, revision=row.revision, by=cast.binh, at=AT)
    if act == "remove":
        file = actions.attach(draft, name="a.pdf", data=PDF, by=cast.chi, at=AT)
    run = {
        "open": lambda: make_submission(cast.cell_a, make_deliverable("khac"), cast.an),
        "save": lambda: actions.save(row, answers={"number": "9"}, revision=row.revision, by=cast.chi, at=LATER),
        "submit": lambda: actions.submit(row, revision=row.revision, by=cast.an, at=LATER),
        "withdraw": lambda: actions.withdraw(row, revision=row.revision, by=boss, at=LATER),
        "approve": lambda: actions.approve(row, revision=row.revision, by=cast.binh, at=LATER),
        "send_back": lambda: actions.send_back(row, revision=row.revision, reason="x", by=cast.binh, at=LATER),
        "lock": lambda: actions.lock_many([row], by=cast.binh, at=LATER),
        "attach": lambda: actions.attach(draft, name="a.pdf", data=PDF, by=cast.chi, at=AT),
        "remove": lambda: actions.remove_evidence(file, by=cast.chi, at=LATER),
    }[act]
    kept = (list(Submission.objects.order_by("pk").values()), list(Review.objects.values()),
            list(Evidence.objects.values()), list(Obligation.objects.order_by("pk").values()))  # fmt: skip
    monkeypatch.setattr(held, "record_all", fail)
    with pytest.raises(RuntimeError, match="audit"):
        run()
    assert kept == (list(Submission.objects.order_by("pk").values()), list(Review.objects.values()),
                    list(Evidence.objects.values()), list(Obligation.objects.order_by("pk").values()))  # fmt: skip


# Evidence


def test_a_file_is_kept_with_its_hash(stage, cast, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    draft = make_submission(cast.cell_a, stage.product, cast.an)
    kept = actions.attach(draft, name="C:\\scan\\Kế hoạch.PDF", data=PDF, by=cast.an, at=AT)
    assert (kept.name, kept.size, kept.sha256, kept.content_type) == (
        "Kế hoạch.PDF", len(PDF), hashlib.sha256(PDF).hexdigest(), "application/pdf",
    )  # fmt: skip
    with kept.file.open() as stored:
        assert stored.read() == PDF
    assert last_event() == ("submission.attach", "An", {}, {"sha256": kept.sha256}, "Kế hoạch.PDF")


def test_the_same_file_twice_is_one(stage, cast):
    draft = make_submission(cast.cell_a, stage.product, cast.an)
    first = actions.attach(draft, name="a.pdf", data=PDF, by=cast.an, at=AT)
    assert actions.attach(draft, name="b.pdf", data=PDF, by=cast.an, at=AT) == first


def test_a_repeated_click_with_another_file_is_no_repetition(stage, cast, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    draft = make_submission(cast.cell_a, stage.product, cast.an)
    files = examine([("a.pdf", PDF), ("b.pdf", PDF + b"\n%")])

    def click(file) -> Submission:
        return actions.save_and_submit(
            draft, answers=DOCUMENT_ANSWERS, revision=0, by=cast.an, at=AT, files=[file]
        )  # fmt: skip

    assert click(files[0]) == click(files[0])
    with pytest.raises(Conflict):
        click(files[1])
    assert [file.sha256 for file in Evidence.objects.all()] == [files[0].sha256]
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1


@pytest.mark.parametrize(
    ("name", "data", "error", "said"),
    [
        ("virus.exe", b"MZ", Invalid, "không thuộc loại được nhận"),
        ("a.pdf", b"MZ", Invalid, "không phải là pdf"),
        ("to.pdf", b"%PDF-" + b"0" * 2 * 1024 * 1024, TooLarge, "nặng 2,1 MB, tối đa 1 MB"),
        ("a.docx", docx("TUYỆT MẬT"), SecretFile, "không được giữ lại"),
    ],
)
def test_a_refused_file_is_not_kept(name, data, error, said, stage, cast, settings, tmp_path):
    settings.MEDIA_ROOT, settings.UPLOAD_LIMIT_MB = tmp_path, 1
    draft = make_submission(cast.cell_a, stage.product, cast.an)
    with pytest.raises(error, match=said):
        actions.attach(draft, name=name, data=data, by=cast.an, at=AT)
    assert (Evidence.objects.count(), list(tmp_path.rglob("*.*"))) == (0, [])


def test_a_file_whose_row_could_not_be_saved_is_taken_away(stage, cast, settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path
    draft = make_submission(cast.cell_a, stage.product, cast.an)
    monkeypatch.setattr(held, "record_all", fail)
    with pytest.raises(RuntimeError):
        actions.attach(draft, name="a.pdf", data=PDF, by=cast.an, at=AT)
    assert list(tmp_path.rglob("*.*")) == []


def test_removing_marks_the_file_and_keeps_it(stage, cast):
    draft = make_submission(cast.cell_a, stage.product, cast.an)
    file = actions.attach(draft, name="a.pdf", data=PDF, by=cast.an, at=AT)
    for _twice in range(2):
        actions.remove_evidence(file, by=cast.an, at=LATER)
    file.refresh_from_db()
    assert (file.removed_at, file.removed_by) == (LATER, cast.an)
    with file.file.open() as stored:
        assert stored.read() == PDF
    assert AuditEvent.objects.filter(action="submission.remove_evidence").count() == 1


def test_evidence_of_what_was_sent_in_is_not_touched(stage, cast):
    draft = drafted(stage, cast)
    file = actions.attach(draft, name="a.pdf", data=PDF, by=cast.an, at=AT)
    actions.submit(draft, revision=draft.revision, by=cast.an, at=AT)
    for act in (
        lambda: actions.attach(draft, name="b.pdf", data=PDF + b"\n", by=cast.an, at=AT),
        lambda: actions.remove_evidence(file, by=cast.an, at=AT),
    ):
        with pytest.raises(Refused, match="đang chờ duyệt"):
            act()


# Never asked twice


def test_obligations_that_come_later_are_credited_with_what_is_there(stage, cast):
    approved(stage, cast)
    late = make_obligation(make_task(stage.plan, ["ke-hoach"]), cast.cell_a)
    both = make_obligation(make_task(stage.plan, ["ke-hoach", "chua-co"]), cast.cell_a)
    none = make_obligation(make_task(stage.plan, ["ke-hoach"]), cast.cell_b)
    exempt = make_obligation(make_task(stage.plan, ["ke-hoach"]), cast.cell_a, exempted_on=date(2026, 3, 1))
    assert set(uncredited()) == {late, both}
    assert actions.credit_existing([late, both, none, exempt]) == 2
    assert list(uncredited()) == []
    assert actions.credit_existing([late, both, none, exempt]) == 2  # again changes nothing
    whole = (date(2026, 3, 16), None, date(2026, 3, 5), date(2026, 3, 16))
    nothing = (None, None, None, None)
    assert [facts(o) for o in (late, both, none, exempt)] == [whole, nothing, nothing, nothing]
    assert late.credits.count() == 1


def test_a_draft_is_no_answer(stage, cast):
    drafted(stage, cast)
    assert actions.credit_existing(stage.owed) == 0
    assert Period.parse("2025-2030").label == "nhiệm kỳ 2025 - 2030"
