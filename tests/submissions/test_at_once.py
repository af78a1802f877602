"""Several people, tabs or clicks at the same moment, each with a connection of its own: one wins, the others are told,
nothing is lost and nothing is there twice."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dondoc.audit.models import AuditEvent
from dondoc.audit.queries import verify_chain
from dondoc.submissions.incoming import Item, take_all
from dondoc.submissions.models import Credit, Evidence, Review, Submission
from dondoc.submissions.worklist import lines_for
from dondoc.web.refusals import Conflict
from tests.factories import make_user
from tests.submissions.files import PDF
from tests.submissions.rows import DOCUMENT_ANSWERS
from tests.submissions.test_pages import sent_in, stage, typed  # noqa: F401 -- a fixture

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(user, *posts: tuple[str, dict] | tuple[str, dict, object]) -> list[HttpResponse]:
    """The answers to these (address, form) of `user` (or of the person named third), sent at the same moment."""
    start = Barrier(len(posts))

    def post(address: str, data: dict, by=user) -> HttpResponse:
        client = Client()
        client.force_login(by)
        start.wait(10)
        try:
            return client.post(address, data)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(posts)) as pool:
        return [done.result(60) for done in [pool.submit(post, *one) for one in posts]]


def acts(*names: str) -> Counter[str]:
    found = AuditEvent.objects.filter(action__in=[f"submission.{name}" for name in names])
    return Counter(found.values_list("action", flat=True))


def file() -> SimpleUploadedFile:
    return SimpleUploadedFile("ke-hoach.pdf", PDF)


def statuses(answers: list[HttpResponse]) -> list[int]:
    return sorted(answer.status_code for answer in answers)


def test_a_form_sent_three_times_is_taken_once(stage):  # noqa: F811
    forms = [(stage.answer, typed(DOCUMENT_ANSWERS, evidence=file())) for _n in range(3)]
    answers = at_once(stage.an, *forms)
    assert [(answer.status_code, answer.get("Location", "")[:6]) for answer in answers] == [(302, "/viec/")] * 3
    kept = Submission.objects.get()
    assert (kept.state, Evidence.objects.count(), Credit.objects.count()) == ("submitted", 1, 2)
    assert acts("open", "attach", "submit") == dict.fromkeys(
        ["submission.open", "submission.attach", "submission.submit"], 1
    )
    assert verify_chain() is None


def test_of_two_tabs_with_different_answers_one_is_kept_and_the_other_told(stage):  # noqa: F811
    numbers = ["1-KH/ĐU", "2-KH/ĐU"]
    forms = [(stage.answer, typed(DOCUMENT_ANSWERS | {"number": number})) for number in numbers]
    answers = at_once(stage.an, *forms)
    assert statuses(answers) == [302, 409]
    won = numbers[[answer.status_code for answer in answers].index(302)]
    assert Submission.objects.get().answers["number"] == won
    assert acts("submit") == {"submission.submit": 1}
    assert verify_chain() is None


def test_of_two_who_take_the_same_file_in_one_begins_its_sheets_and_the_other_is_told(stage):  # noqa: F811
    start = Barrier(2)

    def take(number: str) -> str:
        lines = lines_for(stage.cell_a, stage.owed, timezone.localdate())
        start.wait(10)
        try:
            take_all([Item(one, {"number": number}, 0) for one in lines], by=stage.an, at=timezone.now())
        except Conflict:
            return ""
        finally:
            connections.close_all()
        return number

    with ThreadPoolExecutor(2) as pool:
        first, second = [done.result(60) for done in [pool.submit(take, number) for number in ("1-KH", "2-KH")]]
    assert bool(first) != bool(second)
    assert Submission.objects.get().answers == {"number": first or second}
    assert acts("open", "save") == {"submission.open": 1, "submission.save": 1}
    assert verify_chain() is None


def test_of_two_reviewers_one_decides_and_the_other_is_told(stage):  # noqa: F811
    sheet = sent_in(stage)
    other = make_user("hoa", role="specialist", org=stage.committee)
    decide: Callable[[str], str] = lambda name: reverse(f"reviewing:{name}", args=[sheet.pk])  # noqa: E731
    answers = at_once(
        stage.binh,
        (decide("approve"), {"revision": sheet.revision}),
        (decide("send_back"), {"revision": sheet.revision, "reason": "Thiếu số."}, other),
    )
    assert statuses(answers) == [302, 409]
    decided = "approved" if answers[0].status_code == 302 else "sent_back"
    assert Submission.objects.get().state == decided
    assert [review.decision for review in Review.objects.all()] == [decided]
    assert sum(acts("approve", "send_back").values()) == 1
    assert verify_chain() is None
