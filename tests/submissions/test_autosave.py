"""What is typed is kept without being asked: once, by revision, the good answers only; and never over another's."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dondoc.audit.models import AuditEvent
from dondoc.submissions import actions
from dondoc.submissions.models import Submission
from tests.submissions.rows import AT, DOCUMENT_ANSWERS, make_submission
from tests.submissions.test_pages import _clock, stage, typed  # noqa: F401 -- fixtures

pytestmark = pytest.mark.django_db


def auto(on, answers, *, user=None, revision=0, **more):
    response = on.go(user or on.an).post(on.answer, typed(answers, revision=revision, do="auto", **more))
    return response.status_code, response.json()


def saves() -> int:
    return AuditEvent.objects.filter(action="submission.save").count()


def test_the_first_words_make_a_draft_and_the_next_go_on_with_it(stage):  # noqa: F811
    assert auto(stage, {"number": "12"}) == (200, {"revision": 1, "at": "10:00", "left_out": []})
    assert auto(stage, DOCUMENT_ANSWERS, revision=1) == (200, {"revision": 2, "at": "10:00", "left_out": []})
    kept = Submission.objects.get()
    assert (kept.state, kept.answers) == ("draft", {"number": "12-KH/ĐU", "issued_on": "2026-03-05"})


def test_an_answer_half_typed_waits_and_the_others_are_kept(stage):  # noqa: F811
    auto(stage, DOCUMENT_ANSWERS)
    status, told = auto(stage, {"number": "13-KH/ĐU", "issued_on": "5/"}, revision=1)
    assert (status, told["left_out"]) == (200, ["Ngày ban hành"])
    assert Submission.objects.get().answers == {"number": "13-KH/ĐU", "issued_on": "2026-03-05"}


def test_a_request_whose_answer_was_lost_counts_once_when_it_comes_again(stage):  # noqa: F811
    auto(stage, DOCUMENT_ANSWERS)
    assert auto(stage, DOCUMENT_ANSWERS) == (200, {"revision": 1, "at": "10:00", "left_out": []})
    assert (Submission.objects.get().revision, saves()) == (1, 1)


def test_two_pages_do_not_save_over_each_other(stage):  # noqa: F811
    auto(stage, {"number": "của trang một"})
    status, told = auto(stage, {"number": "của trang hai"})
    assert (status, list(told)) == (409, ["reason"])
    assert "đã thay đổi phiếu này" in told["reason"]
    assert Submission.objects.get().answers == {"number": "của trang một"}


def test_the_same_words_of_another_person_are_no_repetition(stage):  # noqa: F811
    draft = make_submission(stage.cell_a, stage.product, stage.an)
    actions.save(draft, answers={"number": "12"}, revision=0, by=stage.binh, at=AT)
    assert auto(stage, {"number": "12"})[0] == 409


def test_who_may_only_look_saves_nothing(stage):  # noqa: F811
    response = stage.go(stage.dung).post(stage.answer, typed({"number": "1"}, do="auto"))
    assert (response.status_code, Submission.objects.count()) == (403, 0)


def test_what_was_sent_in_is_not_changed_by_a_page_left_open(stage):  # noqa: F811
    draft = make_submission(stage.cell_a, stage.product, stage.an)
    sent = actions.save_and_submit(draft, answers=DOCUMENT_ANSWERS, revision=0, by=stage.an, at=AT)
    response = stage.go(stage.an).post(f"/phieu/{sent.pk}/sua/", typed({"number": "99"}, revision=1, do="auto"))
    assert response.status_code in {403, 409}
    assert Submission.objects.get().answers["number"] == "12-KH/ĐU"


def test_a_save_costs_few_statements(stage):  # noqa: F811
    auto(stage, {"number": "12"})
    with CaptureQueriesContext(connection) as seen:
        auto(stage, DOCUMENT_ANSWERS, revision=1)
    assert len(seen) <= 45
