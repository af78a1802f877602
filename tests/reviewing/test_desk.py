"""The queue by risk, what narrows it, who looks at what, several at once."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from dondoc.reviewing import queries
from dondoc.reviewing.models import Look
from dondoc.reviewing.queries import QueueFilter
from dondoc.submissions import actions
from dondoc.submissions.models import ReviewLimit, Submission, SubmissionState
from dondoc.submissions.risk import Concern
from tests.reviewing.conftest import words
from tests.submissions.rows import (
    AT,
    COUNTED,
    COUNTED_ANSWERS,
    DOCUMENT,
    DOCUMENT_ANSWERS,
    make_obligation,
    make_task,
)

S = SubmissionState
TODAY = date(2026, 3, 16)
MONTHLY = {**COUNTED, "evidence": "none"}
PLAIN = {**DOCUMENT, "code": "khong-tep", "evidence": "none"}
pytestmark = pytest.mark.django_db


def late_one(stage):
    task = make_task(stage.plan, ["muon"], reviewer=stage.body)
    make_obligation(task, stage.cell_a, due_on=date(2025, 9, 30))
    return stage.sent("muon")


def test_a_sheet_sent_in_is_weighed(stage):
    sent = late_one(stage)
    assert (sent.looks, sent.bodies, sent.due_on, sent.review_by) == (
        (Concern.NO_FILE, Concern.LATE), f" {stage.body.pk} ", date(2025, 9, 30), date(2026, 3, 23),
    )  # fmt: skip
    assert sent.risk == Concern.NO_FILE.weight + Concern.LATE.weight


def test_what_was_due_before_the_plan_came_in_is_not_late(stage):
    make_obligation(make_task(stage.plan, ["cu"]), stage.cell_a, due_on=date(2025, 9, 30), is_history=True)
    sent = stage.sent("cu", sheet=PLAIN)
    assert (sent.looks, sent.due_on) == ((), None)


def test_what_was_approved_and_comes_again_tells_whether_it_changed(stage):
    sent = stage.sent("lai", sheet=PLAIN)
    changed, same = (Concern.CHANGED, Concern.EXPLAINED), (Concern.EXPLAINED, Concern.SAME)
    for number, expected in (("99-KH/ĐU", changed), ("99-KH/ĐU", same)):
        sent = actions.approve(sent, revision=sent.revision, by=stage.binh, at=timezone.now())
        sent = actions.send_back(sent, revision=sent.revision, reason="Xem lại.", by=stage.binh, at=timezone.now())
        answers = {**DOCUMENT_ANSWERS, "number": number}
        sent = actions.save_and_submit(
            sent, answers=answers, revision=sent.revision, explanation="Đúng.", by=stage.an, at=timezone.now()
        )
        assert sent.looks == expected


def test_the_same_as_the_approved_period_before_is_told(stage):
    first = stage.sent("thang", sheet=MONTHLY, answers=COUNTED_ANSWERS, period="2026-02")
    actions.approve(
        first, revision=first.revision, review_answers={"effective": "yes"}, by=stage.binh, at=timezone.now()
    )
    second = stage.sent("thang", sheet=MONTHLY, answers=COUNTED_ANSWERS, period="2026-03")
    assert second.looks == (Concern.SAME,)


def test_the_queue_has_the_riskiest_first_and_is_counted_by_what_narrows_it(stage):
    low, high = stage.sent("thuong", sheet=PLAIN), late_one(stage)
    queue = queries.review_queue(stage.binh, QueueFilter(), TODAY)
    assert list(queue) == [high, low]
    found = queries.facets(stage.binh, "", TODAY)
    every = QueueFilter()
    assert (found.count(every), found.by_concern(every)) == (2, {Concern.NO_FILE: 1, Concern.LATE: 1})
    assert (found.by_body(every), found.by_deliverable(every)) == (
        {stage.body.pk: 1}, {low.deliverable_id: 1, high.deliverable_id: 1},
    )  # fmt: skip
    for narrowed in (
        QueueFilter(concern=Concern.LATE), QueueFilter(is_low=True), QueueFilter(is_over=True),
        QueueFilter(body=stage.body.pk), QueueFilter(deliverable=low.deliverable_id), QueueFilter(is_own=True),
    ):  # fmt: skip
        later = TODAY + timedelta(days=30)
        found = queries.facets(stage.binh, "", later)
        assert found.count(narrowed) == queries.review_queue(stage.binh, narrowed, later).count()
    assert queries.next_in_queue(stage.binh, high, every, TODAY) == low
    assert queries.next_in_queue(stage.binh, low, every, TODAY) == high


def test_a_named_reviewer_sees_the_queue_of_the_body_only(stage, role_with):
    from dondoc.accounts.roles import Permission  # noqa: PLC0415 -- only here
    from tests.factories import make_user  # noqa: PLC0415 -- only here

    person = make_user(role=role_with(Permission.REVIEW), org=stage.body)
    stage.sent("thuong", sheet=PLAIN)
    late = late_one(stage)
    assert list(queries.review_queue(person, QueueFilter(), TODAY)) == [late]


@pytest.mark.parametrize(
    ("limits", "day"),
    [
        ((), date(2026, 3, 23)),
        (({"working_days": 3},), date(2026, 3, 19)),
        (({"working_days": 3}, {"working_days": 2, "of": "plan"}), date(2026, 3, 18)),
        (({"working_days": 2, "of": "plan"}, {"working_days": 10, "of": "sheet"}), date(2026, 3, 30)),
        (({"working_days": 1, "valid_from": date(2026, 4, 1)},), date(2026, 3, 23)),
    ],
)
def test_the_most_special_limit_in_force_holds(limits, day, stage):
    make_obligation(make_task(stage.plan, ["han"]), stage.cell_a)
    sheet = stage.sent("khac").sheet_version.sheet
    for limit in limits:
        of = limit.pop("of", "") if isinstance(limit, dict) else ""
        ReviewLimit.objects.create(**{
            "reason": "Thử.", "valid_from": date(2026, 1, 1), "plan": stage.plan if of == "plan" else None,
            "sheet": sheet if of == "sheet" else None, **limit,
        })  # fmt: skip
    assert stage.sent("han").review_by == day


def test_who_looks_is_told_to_others_until_it_is_old(stage, monkeypatch):
    sent = stage.sent("chung")
    url = reverse("reviewing:review", args=[sent.pk])
    assert "đang xem phiếu này" not in words(stage.go(stage.binh).get(url))
    told = f"Đồng chí {stage.binh} đang xem phiếu này từ 10:00."
    assert told in words(stage.go(stage.em).get(url))
    assert f"đồng chí {stage.binh} đang xem từ 10:00" in words(stage.go(stage.em).get(reverse("reviewing:desk")))
    assert Look.objects.get().by == stage.binh
    monkeypatch.setattr(timezone, "now", lambda: AT + timedelta(minutes=16))
    assert "đang xem phiếu này" not in words(stage.go(stage.em).get(url))
    assert Look.objects.get().by == stage.em


def test_looking_blocks_nobody_and_the_slower_is_told_what_became_of_it(stage):
    sent = stage.sent("hai-nguoi")
    url = reverse("reviewing:approve", args=[sent.pk])
    stage.go(stage.binh).get(reverse("reviewing:review", args=[sent.pk]))
    assert stage.go(stage.em).post(url, {"revision": sent.revision}).status_code == 302
    response = stage.go(stage.binh).post(url, {"revision": sent.revision})
    page = words(response)
    assert (response.status_code, "Chưa ghi quyết định nào" in page, f"{stage.em} đã thay đổi phiếu này" in page) == (
        409, True, True,
    )  # fmt: skip
    back = reverse("reviewing:send_back", args=[sent.pk])
    response = stage.go(stage.binh).post(back, {"revision": sent.revision, "reason": "Thiếu dấu"})
    page = words(response)
    now = Submission.objects.get(pk=sent.pk)
    assert (response.status_code, "Thiếu dấu" in page, now.status) == (409, True, S.APPROVED)
    assert f'name="revision" value="{now.revision}"' in page  # sent again, it counts


def test_the_sheet_stands_beside_the_period_before(stage):
    first = stage.sent("thang", sheet=MONTHLY, answers=COUNTED_ANSWERS, period="2026-02")
    answers = {**COUNTED_ANSWERS, "done": "1.100"}
    second = stage.sent("thang", sheet=MONTHLY, answers=answers, period="2026-03")
    page = words(stage.go(stage.binh).get(reverse("reviewing:review", args=[second.pk])))
    assert [text in page for text in ("+100", "như kỳ này", first.period_label)] == [True] * 3


def test_the_desk_and_a_sheet_ask_at_most_fifteen_queries(stage, django_assert_max_num_queries):
    sheets = [late_one(stage), *(stage.sent(f"sp-{n}") for n in range(3))]
    client = stage.go(stage.binh)
    with django_assert_max_num_queries(15):
        assert client.get(reverse("reviewing:desk")).status_code == 200
    client.get(reverse("reviewing:review", args=[sheets[0].pk]))
    with django_assert_max_num_queries(15):
        assert client.get(reverse("reviewing:review", args=[sheets[0].pk])).status_code == 200
    with django_assert_max_num_queries(15):
        assert client.get(reverse("reviewing:approve_low")).status_code == 200


def test_bodies_that_are_late_in_deciding_stand_on_the_board(stage, monkeypatch):
    late_one(stage)
    stage.sent("khong-ai")
    board = reverse("reminders:board")
    assert "Cơ quan duyệt đang chậm" not in words(stage.go(stage.binh).get(board))
    monkeypatch.setattr(timezone, "now", lambda: AT + timedelta(days=10))
    page = words(stage.go(stage.binh).get(board))
    told = page.partition("Cơ quan duyệt đang chậm")[2].partition("</section>")[0]
    expected = ("Ban Tổ chức", "Chưa giao cơ quan nào", "1 phiếu quá hạn duyệt", "23/03/2026")
    assert [text in told for text in expected] == [True] * 4


@pytest.mark.parametrize("body", ["9" * 5000, "²", "-1"])
def test_a_body_that_cannot_be_one_narrows_nothing(stage, body):
    sent = stage.sent("thuong", sheet=PLAIN)
    page = stage.go(stage.binh).get(f"{reverse('reviewing:review', args=[sent.pk])}?body={body}")
    assert page.status_code == 200
