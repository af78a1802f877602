"""What the reviewer may ask an organisation to make clear: shown with its evidence to nobody else, asked, put aside."""

import pytest
from django.urls import reverse
from django.utils import timezone

from dondoc.accounts.roles import Permission
from dondoc.audit.models import AuditEvent
from dondoc.reviewing import actions
from dondoc.submissions.models import Clue, Submission, SubmissionState
from dondoc.submissions.risk import Concern
from dondoc.web.refusals import Invalid, Refused
from tests.factories import make_user
from tests.reviewing.conftest import words
from tests.submissions.files import PDF, Written, pdf
from tests.submissions.rows import COUNTED
from tests.submissions.signed import make_certificate, make_key, sign, turned
from tests.submissions.test_clues import OTHER, REPORT

MONTHLY = {**COUNTED, "evidence": "optional"}
ANSWERS = {"given": "20", "done": "20"}
pytestmark = pytest.mark.django_db


@pytest.fixture
def copied(stage):
    """Cell A's report, and the same of cell B a little later, all done without a product."""
    first = stage.sent("thang", sheet=MONTHLY, answers={**ANSWERS, "words": REPORT}, period="2026-02")
    second = stage.sent(
        "thang", sheet=MONTHLY, answers={**ANSWERS, "words": f"{REPORT} Chi bộ B tự viết thêm câu cuối này."},
        period="2026-02", org=stage.cell_b, by=stage.chi,
    )  # fmt: skip
    return first, second


def page_of(stage, sheet, user=None, **query) -> str:
    return words(stage.go(user or stage.binh).get(reverse("reviewing:review", args=[sheet.pk]), query))


def test_both_texts_stand_side_by_side_with_the_same_words_marked(stage, copied):
    _first, second = copied
    assert set(second.looks) == {Concern.ALIKE, Concern.UNPROVEN}
    page = page_of(stage, second)
    assert "Lời gần trùng: Kết quả" in page
    assert "lời văn có trong phiếu của Chi bộ A, tháng 2/2026" in page
    assert page.count(f"<mark>{REPORT[:-1]}</mark>") == 2  # in both; what cell B wrote itself is not marked
    assert "Chi bộ B tự viết thêm câu cuối này.</p>" in page
    assert "100 % chưa thấy sản phẩm: Đã xong" in page
    assert "Đề nghị làm rõ" not in page_of(stage, stage.sent("khac"))


def test_a_file_of_another_sheet_is_told_with_the_sheet_and_asked_about_without_naming_it(stage):
    given = {"sheet": MONTHLY, "answers": {"given": "20", "done": "9"}, "files": (("ke-hoach.pdf", PDF),)}
    stage.sent("quy", period="2025-Q4", **given)
    own = stage.sent("quy", period="2026-Q1", **given)
    others = stage.sent("quy", period="2026-Q1", org=stage.cell_b, by=stage.chi, **given)
    page = page_of(stage, own, **{"lam-ro": own.clues.get().pk})
    assert "Tệp trùng: ke-hoach.pdf" in page
    assert "Đúng tệp “ke-hoach.pdf” đã nộp ở phiếu quý IV/2025 của chính đơn vị." in page
    asked = "đã nộp ở phiếu quý IV/2025. Đề nghị làm rõ, hoặc nộp minh chứng của kỳ này.</textarea>"
    assert f"Tệp “ke-hoach.pdf” {asked}" in page
    page = page_of(stage, others, **{"lam-ro": others.clues.get().pk})
    assert "Đúng tệp “ke-hoach.pdf” có ở phiếu của Chi bộ A, quý IV/2025." in page
    assert "đã dùng ở phiếu khác. Đề nghị làm rõ, hoặc nộp minh chứng của chính đơn vị.</textarea>" in page


def test_a_signature_that_does_not_hold_is_told_and_asked_about(stage, settings, tmp_path):
    settings.TRUST_ROOTS = str(tmp_path / "none")
    key = make_key()
    signed = sign(pdf((Written("Kế hoạch số 12"),)), make_certificate("Nguyễn Văn Ký", key), key)
    sent = stage.sent("van-ban", files=(("ke-hoach.pdf", turned(signed)),))
    page = page_of(stage, sent, **{"lam-ro": sent.clues.get().pk})
    assert "Chữ ký số hỏng: ke-hoach.pdf" in page
    assert (
        "Tệp “ke-hoach.pdf”: Tệp đã bị thay đổi sau khi ký. Đề nghị làm rõ, hoặc nộp lại tệp có chữ ký số còn nguyên."
        "</textarea>"
    ) in page


def test_the_words_of_the_period_before_are_asked_about_by_its_own_name(stage):
    given = {"sheet": {**COUNTED, "evidence": "none"}, "answers": {"given": "20", "done": "9", "words": REPORT}}
    stage.sent("quy", period="2025-Q4", **given)
    own = stage.sent("quy", period="2026-Q1", **given)
    assert "giữ nguyên lời của quý IV/2025." in page_of(stage, own, **{"lam-ro": own.clues.get().pk})


def test_asking_fills_in_the_reason_for_sending_back_and_names_nobody(stage, copied):
    _first, second = copied
    clue = Clue.objects.get(submission=second, kind="alike")
    page = page_of(stage, second, **{"lam-ro": clue.pk})
    question = "Mục “Kết quả” viết chung chung. Đề nghị làm rõ kết quả cụ thể của đơn vị: việc gì, sản phẩm nào."
    assert f"{question}</textarea>" in page
    url = reverse("reviewing:send_back", args=[second.pk])
    stage.go(stage.binh).post(url, {"revision": second.revision, "reason": question})
    second.refresh_from_db()
    assert second.status is SubmissionState.SENT_BACK
    own = words(stage.go(stage.chi).get(reverse("submissions:detail", args=[second.pk])))
    assert (question in own, "Chi bộ A" in own, "gần trùng" in own) == (True, False, False)


def test_the_organisation_sees_nothing_of_it(stage, copied):
    for sheet, user in zip(copied, (stage.an, stage.chi), strict=True):
        client = stage.go(user)
        assert client.get(reverse("reviewing:review", args=[sheet.pk])).status_code == 403
        pages = [words(client.get(reverse(f"submissions:{name}", args=[sheet.pk]))) for name in ("detail",)]
        assert [("gần trùng" in page, "làm rõ" in page) for page in pages] == [(False, False)]


def test_who_may_review_only_one_of_the_two_does_not_see_the_other(stage, copied, role_with):
    _first, second = copied
    only_b = make_user(role=role_with(Permission.REVIEW, Permission.VIEW), org=stage.cell_b)
    page = page_of(stage, second, only_b)
    assert ("Chi bộ A" in page, "Còn 1 điều so với phiếu của tổ chức" in page) == (False, True)
    clue = Clue.objects.get(submission=second, kind="alike")
    response = stage.go(only_b).post(
        reverse("reviewing:dismiss_clue", args=[second.pk, clue.pk]), {"reason": "Thử."}
    )  # fmt: skip
    assert (response.status_code, Clue.objects.get(pk=clue.pk).dismissed_at) == (404, None)


def test_a_clue_of_another_sheet_is_not_found(stage, copied):
    first, second = copied
    clue = Clue.objects.get(submission=second, kind="alike")
    url = reverse("reviewing:dismiss_clue", args=[first.pk, clue.pk])
    assert stage.go(stage.binh).post(url, {"reason": "Thử."}).status_code == 404


def test_put_aside_with_a_reason_and_taken_up_again(stage, copied):
    _first, second = copied
    clue = Clue.objects.get(submission=second, kind="alike")
    url = reverse("reviewing:dismiss_clue", args=[second.pk, clue.pk])
    client = stage.go(stage.binh)
    assert client.post(url, {"reason": " "}).status_code == 422
    page = words(client.post(url, {"reason": "Câu chung theo hướng dẫn."}, follow=True))
    assert ("Đã bỏ qua 1 điều" in page, "Câu chung theo hướng dẫn." in page) == (True, True)
    second.refresh_from_db()
    assert set(second.looks) == {Concern.UNPROVEN}
    assert second.risk == Concern.UNPROVEN.weight
    client.post(url, {"reason": "Lần nữa."})  # a second click, another tab: the first reason stays
    assert Clue.objects.get(pk=clue.pk).reason == "Câu chung theo hướng dẫn."
    client.post(reverse("reviewing:reopen_clue", args=[second.pk, clue.pk]))
    second.refresh_from_db()
    assert set(second.looks) == {Concern.ALIKE, Concern.UNPROVEN}
    trail = AuditEvent.objects.filter(action__startswith="clue.").order_by("pk")
    body = stage.committee.pk
    assert [(one.action, one.note, one.org_id, one.after) for one in trail] == [
        ("clue.dismiss", "Câu chung theo hướng dẫn.", body, {"sheet": "Chi bộ B: Sản phẩm thang, tháng 2/2026"}),
        ("clue.reopen", "", body, {"sheet": "Chi bộ B: Sản phẩm thang, tháng 2/2026"}),
    ]


def test_an_action_without_a_reason_or_a_right_changes_nothing(stage, copied):
    clues = list(Clue.objects.filter(submission=copied[1], kind="alike"))
    with pytest.raises(Invalid):
        actions.dismiss_clues(clues, reason=" ", by=stage.binh, at=timezone.now())
    with pytest.raises(Refused):
        actions.dismiss_clues(clues, reason="Thử.", by=stage.dung, at=timezone.now())
    assert not Clue.objects.exclude(dismissed_at=None).exists()


def test_the_page_of_a_sheet_with_clues_asks_at_most_fifteen_queries(stage, copied, django_assert_max_num_queries):
    Submission.objects.filter(pk=copied[1].pk).update(answers={**ANSWERS, "words": OTHER})
    client = stage.go(stage.binh)
    client.get(reverse("reviewing:review", args=[copied[1].pk]))  # the first look is noted
    with django_assert_max_num_queries(15):
        client.get(reverse("reviewing:review", args=[copied[1].pk]))
