"""What is known is confirmed instead of asked; what stands out is explained; which version and which rule apply."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import timezone

from dondoc.config.middleware import FreshFigures
from dondoc.indicators.models import Indicator
from dondoc.orgs.models import OrgKind
from dondoc.plans.models import Allocation, Division
from dondoc.sheets.actions import add_version, publish_norm
from dondoc.starter.definitions import load_definitions
from dondoc.submissions import actions
from dondoc.submissions.actions import Incomplete
from dondoc.submissions.models import Submission, SubmissionState
from dondoc.submissions.opening import open_submission
from tests.factories import make_org
from tests.submissions.rows import AT, make_deliverable, make_obligation, make_plan, make_submission, make_task
from tests.submissions.test_pages import typed, words

S = SubmissionState
pytestmark = pytest.mark.django_db
SHEET = {
    "code": "tinh-hinh", "name": "Tình hình chi bộ", "why": "Để biết quy mô.", "minutes": 2,
    "fields": [
        {"code": "cells", "label": "Số chi bộ", "type": "integer", "unit": "chi bộ", "required": True,
         "known": "tree.cells", "why": "Mẫu số."},
        {"code": "members", "label": "Số đảng viên", "type": "integer", "unit": "người", "required": True,
         "carry": True, "jump": 50, "why": "Mẫu số."},
        {"code": "held", "label": "Số buổi họp", "type": "integer", "unit": "buổi", "why": "Đếm."},
        {"code": "short", "label": "Buổi ngắn nhất", "type": "integer", "unit": "phút",
         "show_if": {"held": {">": "0"}}, "why": "Đối chiếu."},
        {"code": "visits", "label": "Các buổi dự", "type": "rows", "carry": True, "why": "Theo dõi.", "columns": [
            {"code": "where", "label": "Nơi", "type": "text", "required": True, "why": "…"},
            {"code": "done", "label": "Đã dự", "type": "yes_no", "why": "…"},
        ]},
    ],
    "checks": [
        {"code": "ngan", "amount": "short", "op": ">=", "rule": "phut", "explain": True},
        {"code": "du", "amount": "held", "op": "<=", "of": "members", "level": "error"},
    ],
}  # fmt: skip
NORM = {
    "code": "phut", "name": "Thời lượng", "unit": "phút",
    "values": [{"value": 90, "valid_from": date(2025, 10, 28), "source": "HD 42-HD/BTCTW"}],
}  # fmt: skip


@pytest.fixture
def stage(cast, client, monkeypatch):
    """Cell A fills in its size each quarter; that of the last quarter is approved."""
    monkeypatch.setattr(timezone, "now", lambda: AT)
    monkeypatch.setattr(FreshFigures, "day", timezone.localdate(AT))
    publish_norm(NORM, by=None, at=AT)
    product = make_deliverable("tinh-hinh-quy", sheet=SHEET, period="quarter")
    task = make_task(make_plan(cast.committee, cast.binh), ["tinh-hinh-quy"])
    for period in ("2025-Q4", "2026-Q1"):
        make_obligation(task, cast.cell_a, period=period)
    client.force_login(cast.an)
    last = make_submission(cast.cell_a, product, cast.an, period="2025-Q4")
    answers = {"cells": "1", "members": "10", "visits": [{"where": "Chi bộ A", "done": "yes"}]}
    last = actions.save_and_submit(last, answers=answers, revision=0, by=cast.an, at=AT)
    owed = task.obligations.get(period="2026-Q1")
    url = reverse("submissions:answer", args=[owed.pk, "tinh-hinh-quy"])
    return SimpleNamespace(client=client, product=product, last=last, url=url, task=task, **vars(cast))


def approve(stage):
    return actions.approve(stage.last, revision=stage.last.revision, by=stage.binh, at=AT)


def now() -> Submission:
    return Submission.objects.get(period="2026-Q1")


def answers(**more) -> dict:
    return {"cells": "1", "members": "10", "visits-0-where": "Chi bộ A", "visits-0-done": "yes", **more}


def test_what_was_approved_stands_in_the_boxes_and_says_where_it_is_from(stage):
    assert "Điền sẵn từ kỳ trước" not in words(stage.client.get(stage.url))  # not yet approved
    approve(stage)
    page = words(stage.client.get(stage.url))
    assert "Điền sẵn từ cây tổ chức; sửa nếu đã khác." in page
    assert page.count("Điền sẵn từ kỳ trước (quý IV/2025); sửa nếu đã khác.") == 2
    assert 'name="a_members" value="10"' in page
    assert 'value="Chi bộ A"' in page
    assert "Không thay đổi, nộp luôn" in page
    assert not Submission.objects.filter(period="2026-Q1").exists()


def test_one_tap_confirms_that_nothing_changed(stage):
    approve(stage)
    response = stage.client.post(stage.url, typed(answers(), do="same"))
    assert response.status_code == 302
    sent = now()
    assert (sent.status, sent.answers, sent.notices) == (S.SUBMITTED, stage.last.answers, [])
    page = words(stage.client.get(reverse("submissions:detail", args=[sent.pk])))
    assert page.count("giữ nguyên từ kỳ trước") == 2


def test_what_was_filled_in_and_left_is_confirmed_before_it_counts(stage):
    approve(stage)
    response = stage.client.post(stage.url, typed(answers()))
    assert response.status_code == 422
    assert "Hãy xác nhận các mục điền sẵn vẫn đúng, hoặc sửa mục đã khác." in words(response)
    assert stage.client.post(stage.url, typed(answers(), do="save")).status_code == 302  # a draft may wait
    draft = now()
    edit = reverse("submissions:edit", args=[draft.pk])
    assert "Điền sẵn từ kỳ trước" in words(stage.client.get(edit))
    confirmed = typed(answers(), revision=draft.revision, unchanged="on")
    assert stage.client.post(edit, confirmed).status_code == 302
    assert now().status is S.SUBMITTED


def test_nothing_is_left_to_confirm_when_all_was_changed(stage):
    approve(stage)
    other = {"cells": "2", "members": "11", "visits-0-where": "Chi bộ B", "visits-0-done": "no"}
    assert stage.client.post(stage.url, typed(other)).status_code == 302
    assert now().answers["visits"] == [{"where": "Chi bộ B", "done": "no"}]


def test_a_jump_is_asked_about_once_and_kept_with_its_reason(stage):
    approve(stage)
    response = stage.client.post(stage.url, typed(answers(members="30"), unchanged="on"))
    assert response.status_code == 422
    page = words(response)
    assert "“Số đảng viên” tăng từ 10 lên 30 so với kỳ trước. Nếu đúng, hãy ghi lý do; nếu sai, hãy sửa lại." in page
    assert 'name="why_jump-members"' in page
    why = {"why_jump-members": "Tiếp nhận chi bộ giải thể."}
    assert stage.client.post(stage.url, typed(answers(members="30"), unchanged="on", **why)).status_code == 302
    assert now().notices == [
        {
            "code": "jump:members", "field": "members", "source": "", "reason": "Tiếp nhận chi bộ giải thể.",
            "text": "“Số đảng viên” tăng từ 10 lên 30 so với kỳ trước.",
        }
    ]  # fmt: skip
    stage.client.force_login(stage.binh)
    page = words(stage.client.get(reverse("reviewing:review", args=[now().pk])))
    assert "Điểm cần xem" in page
    assert "Đơn vị giải thích: Tiếp nhận chi bộ giải thể." in page


def test_the_reason_typed_is_not_lost_while_something_else_is_wrong(stage):
    approve(stage)
    data = typed(answers(members="30", held="31"), unchanged="on", **{"why_jump-members": "Tiếp nhận."})
    response = stage.client.post(stage.url, data)
    assert response.status_code == 422
    page = words(response)
    assert "“Số buổi họp” là 31 buổi, không được quá “Số đảng viên” (30)." in page
    assert "Tiếp nhận.</textarea>" in page


def test_the_rule_of_the_day_is_cited_with_its_source(stage):
    data = answers(held="2", short="75")
    response = stage.client.post(stage.url, typed(data, do="save"), follow=True)
    page = words(response)
    assert "“Buổi ngắn nhất” là 75 phút, không được dưới 90 phút." in page
    assert "Theo HD 42-HD/BTCTW." in page
    draft = now()
    with pytest.raises(Incomplete) as refused:
        actions.submit(draft, revision=draft.revision, by=stage.an, at=AT)
    assert list(refused.value.errors) == ["why_ngan"]
    kept = actions.save(
        draft, answers=draft.answers, remarks={"ngan": " Mất điện. "}, revision=draft.revision, by=stage.an, at=AT
    )
    sent = actions.submit(kept, revision=kept.revision, by=stage.an, at=AT)
    assert [(n["source"], n["reason"]) for n in sent.notices] == [("HD 42-HD/BTCTW", "Mất điện.")]


def test_a_reason_too_long_is_refused(stage):
    draft = make_submission(stage.cell_a, stage.product, stage.an, period="2026-Q1")
    with pytest.raises(Incomplete) as refused:
        actions.save(draft, answers={}, remarks={"ngan": "x" * 2001}, revision=0, by=stage.an, at=AT)
    assert refused.value.errors == {"why_ngan": "Lý do dài quá 2000 ký tự. Hãy rút gọn."}


def test_a_period_keeps_the_version_of_its_last_day(stage):
    changed = SHEET | {"fields": SHEET["fields"][:2], "checks": []}
    add_version(stage.product.sheet, changed, effective_on=date(2026, 3, 1), is_own=True, by=None, at=AT)
    old = make_submission(stage.cell_b, stage.product, stage.chi, period="2025-Q4")
    new = make_submission(stage.cell_b, stage.product, stage.chi, period="2026-Q1")
    assert [one.sheet_version.number for one in (old, new)] == [1, 2]
    later = SHEET | {"minutes": 9}
    add_version(stage.product.sheet, later, effective_on=date(2026, 4, 1), is_own=True, by=None, at=AT)
    assert "Số đảng viên" in words(stage.client.get(stage.url))
    draft = open_submission(org=stage.committee, deliverable=stage.product, period=new.span, by=stage.binh, at=AT)
    assert draft.sheet_version.number == 2  # the third begins after the quarter


def test_the_tree_is_counted_as_of_the_day(stage):
    organisation = make_org("Đảng bộ C", parent=stage.committee)
    for name in ("C1", "C2"):
        make_org(name, parent=organisation, kind=OrgKind.CELL)
    make_org("C3", parent=organisation, kind=OrgKind.CELL, valid_from=date(2026, 12, 1))
    owed = make_obligation(stage.task, organisation, period="2026-Q1")
    stage.client.force_login(stage.binh)
    page = words(stage.client.get(reverse("submissions:answer", args=[owed.pk, "tinh-hinh-quy"])))
    assert 'name="a_cells" value="2"' in page


def test_what_another_sheet_was_answered_is_taken_from_there(stage):
    approve(stage)
    other = {
        "code": "phieu-khac", "name": "Phiếu khác", "why": "…",
        "fields": [{"code": "rated", "label": "Số được xếp loại", "type": "integer", "known": "tinh-hinh.members",
                    "why": "…"}],
    }  # fmt: skip
    make_deliverable("xep-loai", sheet=other, period="year")
    owed = make_obligation(make_task(stage.task.plan, ["xep-loai"]), stage.cell_a, period="2026")
    page = words(stage.client.get(reverse("submissions:answer", args=[owed.pk, "xep-loai"])))
    assert 'name="a_rated" value="10"' in page
    assert "Điền sẵn từ phiếu “Tình hình chi bộ”, quý IV/2025; sửa nếu đã khác." in page


def test_the_quota_is_shown_and_not_asked(stage):
    load_definitions(by=None, at=AT)
    indicator = Indicator.objects.get(label="10")
    for number, quantity in ((1, 5), (2, 3)):
        division = Division.objects.create(
            plan=stage.task.plan, indicator=indicator, year=2026, number=number, total=9, decided_at=AT,
            valid_from=date(2026, number, 1),
        )  # fmt: skip
        Allocation.objects.create(division=division, org=stage.cell_a, quantity=quantity)
    owed = make_obligation(make_task(stage.task.plan, ["ket-nap"]), stage.cell_a, period="2026-Q1")
    page = words(stage.client.get(reverse("submissions:answer", args=[owed.pk, "ket-nap"])))
    assert "Chỉ tiêu phân bổ năm 2026: 3." in page


def test_the_form_asks_at_most_fifteen_queries(stage, django_assert_max_num_queries):
    approve(stage)
    stage.client.get(stage.url)
    with django_assert_max_num_queries(15):
        stage.client.get(stage.url)


def test_a_question_whose_kind_was_changed_neither_breaks_nor_takes_over(stage):
    approve(stage)
    fields = [field | {"type": "text", "unit": "", "jump": None} if field["code"] == "members" else field
              for field in SHEET["fields"]]  # fmt: skip
    add_version(stage.product.sheet, SHEET | {"fields": fields, "checks": []}, is_own=True, by=None, at=AT)
    page = words(stage.client.get(stage.url))
    assert 'name="a_members" value="10"' not in page
    assert "Kỳ trước (quý IV/2025): 10" in page
    rows = [field | {"type": "date"} if field["code"] == "held" else field for field in SHEET["fields"][:3]]
    add_version(stage.product.sheet, SHEET | {"fields": rows, "checks": []}, is_own=True, by=None, at=AT)
    assert stage.client.get(stage.url).status_code == 200
