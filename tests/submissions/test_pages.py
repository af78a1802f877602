"""The pages of filling in and reviewing, with the cast: works, 404 for others, 403 for viewers, what the page says."""

import re
from datetime import date
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from dondoc.config.middleware import FreshFigures
from dondoc.reviewing.reasons import FIRST_REASONS
from dondoc.submissions import actions
from dondoc.submissions.models import Evidence, Submission, SubmissionState
from tests.factories import make_org, make_user
from tests.submissions.files import PDF, PNG, docx
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


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    """The pages read the clock; it stands still on the day on which tests play."""
    monkeypatch.setattr(timezone, "now", lambda: AT)
    monkeypatch.setattr(FreshFigures, "day", timezone.localdate(AT))


@pytest.fixture
def stage(cast, client, settings, tmp_path):
    """Cell A owes a plan that two tasks ask for; `go(user)` gives a signed-in client."""
    settings.MEDIA_ROOT = tmp_path
    plan = make_plan(cast.committee, cast.binh)
    product = make_deliverable()
    body = make_org("Ban Tuyên giáo", parent=cast.committee, kind="advisory_body")
    tasks = [make_task(plan, ["ke-hoach"], reviewer=body), make_task(plan, ["ke-hoach"], part="12")]
    owed = [make_obligation(task, cast.cell_a) for task in tasks]

    def go(user):
        client.force_login(user)
        return client

    return SimpleNamespace(
        go=go, plan=plan, product=product, body=body, tasks=tasks, owed=owed,
        answer=reverse("submissions:answer", args=[owed[0].pk, "ke-hoach"]), **vars(cast),
    )  # fmt: skip


def typed(answers: dict[str, str], *, revision: int = 0, do: str = "submit", **more) -> dict:
    """A form as a browser posts it."""
    return {"revision": revision, "do": do, **{f"a_{code}": text for code, text in answers.items()}, **more}


def words(response) -> str:
    """The page's text with single blanks and without tags' white space."""
    return " ".join(response.content.decode().split())


def sent_in(stage, **more) -> Submission:
    draft = make_submission(stage.cell_a, stage.product, stage.an)
    return actions.save_and_submit(draft, answers=DOCUMENT_ANSWERS | more, revision=0, by=stage.an, at=timezone.now())


# Filling in


def test_looking_at_the_form_makes_no_draft(stage):
    response = stage.go(stage.an).get(stage.answer)
    assert response.status_code == 200
    assert not Submission.objects.exists()
    page = words(response)
    assert all(
        text in page for text in ("Số, ký hiệu", "Để tìm văn bản.", "Vì sao hỏi?", "khoảng 3 phút", "Lưu nháp", "Nộp")
    )


def test_sending_in_leads_back_to_the_list_and_says_for_how_much_it_counts(stage):
    client = stage.go(stage.an)
    response = client.post(stage.answer, typed(DOCUMENT_ANSWERS), follow=True)
    assert response.redirect_chain == [(f"/viec/?don-vi={stage.cell_a.pk}", 302)]
    sent = Submission.objects.get()
    assert (sent.status, sent.submitted_by, sent.answers) == (
        S.SUBMITTED, stage.an, {"number": "12-KH/ĐU", "issued_on": "2026-03-05"},
    )  # fmt: skip
    assert "Đã nộp “Sản phẩm ke-hoach, nhiệm kỳ 2025 - 2030”, tính cho 2 việc." in words(response)


def test_sending_the_form_twice_is_sending_it_once(stage):
    client = stage.go(stage.an)
    for _twice in range(2):
        assert client.post(stage.answer, typed(DOCUMENT_ANSWERS)).status_code == 302
    assert Submission.objects.get().revision == 2


def test_a_draft_stays_open_and_numbers_are_shown_as_understood(stage):
    make_deliverable("bao-cao-thang", sheet=COUNTED, period="month")
    owed = make_obligation(make_task(stage.plan, ["bao-cao-thang"]), stage.cell_a, period="2026-03")
    client = stage.go(stage.an)
    url = reverse("submissions:answer", args=[owed.pk, "bao-cao-thang"])
    response = client.post(url, typed({"given": "1200", "done": ""}, do="save"), follow=True)
    assert response.redirect_chain == [(f"/phieu/{Submission.objects.get().pk}/sua/", 302)]
    page = words(response)
    assert 'value="1.200"' in page
    assert "Đã lưu nháp. Phiếu chưa được nộp." in page


def test_wrong_answers_are_told_in_place_and_nothing_typed_is_lost(stage):
    response = stage.go(stage.an).post(stage.answer, typed({"number": "12-KH/ĐU", "issued_on": "31/02/2026"}))
    assert response.status_code == 422
    page = words(response)
    assert "Không có ngày 31/02/2026 trong lịch. Hãy kiểm tra lại." in page
    assert 'value="12-KH/ĐU"' in page
    assert 'value="31/02/2026"' in page
    assert not Submission.objects.exists()


def test_a_good_file_is_kept_even_when_an_answer_is_wrong(stage):
    file = SimpleUploadedFile("ke-hoach.pdf", PDF)
    response = stage.go(stage.an).post(stage.answer, typed({"number": "", "issued_on": "x"}, evidence=file))
    assert response.status_code == 422
    assert (Evidence.objects.get().name, Submission.objects.get().answers) == ("ke-hoach.pdf", {})
    assert "ke-hoach.pdf" in words(response)


@pytest.mark.parametrize(
    ("name", "data", "status", "said"),
    [
        ("a.exe", b"MZ", 422, "không thuộc loại được nhận"),
        ("a.docx", docx("TỐI MẬT"), 422, "không được giữ lại"),
        ("a.pdf", b"", 422, "trống"),
        ("a.pdf", b"%PDF-" + b"0" * 2**21, 413, "tối đa 1 MB"),
    ],
)
def test_a_refused_file_costs_neither_answers_nor_other_files(name, data, status, said, stage, settings):
    settings.UPLOAD_LIMIT_MB = 1
    files = [SimpleUploadedFile("anh.png", PNG), SimpleUploadedFile(name, data)]
    response = stage.go(stage.an).post(stage.answer, typed(DOCUMENT_ANSWERS, do="save", evidence=files))
    assert response.status_code == status
    assert said in words(response)
    assert (Submission.objects.get().answers["number"], Evidence.objects.get().name) == ("12-KH/ĐU", "anh.png")


def test_a_refused_file_keeps_the_sheet_from_being_sent_in(stage):
    file = SimpleUploadedFile("a.exe", b"MZ")
    response = stage.go(stage.an).post(stage.answer, typed(DOCUMENT_ANSWERS, evidence=file))
    assert response.status_code == 422
    assert Submission.objects.get().status is S.DRAFT


def test_a_file_is_taken_away_with_the_same_form(stage):
    draft = make_submission(stage.cell_a, stage.product, stage.an)
    file = actions.attach(draft, name="a.pdf", data=PDF, by=stage.an, at=timezone.now())
    url = reverse("submissions:edit", args=[draft.pk])
    stage.go(stage.an).post(url, typed({"number": "1"}, do="", remove=file.pk))
    file.refresh_from_db()
    assert file.removed_by == stage.an
    draft.refresh_from_db()
    assert draft.answers == {"number": "1"}


def test_a_form_from_an_older_state_is_shown_again_with_both_versions(stage):
    draft = make_submission(stage.cell_a, stage.product, stage.an)
    actions.save(draft, answers={"number": "9-KH/ĐU"}, revision=0, by=stage.binh, at=timezone.now())
    client, url = stage.go(stage.an), reverse("submissions:edit", args=[draft.pk])
    response = client.post(url, typed(DOCUMENT_ANSWERS, do="save"))
    assert response.status_code == 409
    page = words(response)
    assert "Bình đã thay đổi phiếu này lúc" in page
    assert 'value="12-KH/ĐU"' in page
    assert "Hiện đang lưu: <strong>9-KH/ĐU</strong>" in page
    # the form now knows of the newer state: sending it again is a choice
    assert client.post(url, typed(DOCUMENT_ANSWERS, do="save", revision=1)).status_code == 302


def test_a_form_for_what_was_meanwhile_sent_in_keeps_what_was_typed(stage):
    sent_in(stage)
    url = reverse("submissions:edit", args=[Submission.objects.get().pk])
    response = stage.go(stage.an).post(url, typed({"number": "số mới", "issued_on": "6/3/2026"}))
    assert response.status_code == 409
    assert "số mới" in words(response)


def test_what_was_entered_is_shown_instead_of_asked_again(stage):
    sent = sent_in(stage)
    other = reverse("submissions:answer", args=[stage.owed[1].pk, "ke-hoach"])
    response = stage.go(stage.an).get(other, follow=True)
    assert response.redirect_chain == [(f"/phieu/{sent.pk}/", 302)]
    page = words(response)
    assert "Nhập một lần, tính cho" in page
    assert f"{stage.plan}, mục 12" in page


def test_last_periods_answer_stands_beside(stage):
    product = make_deliverable("bao-cao-thang", sheet=COUNTED, period="month")
    task = make_task(stage.plan, ["bao-cao-thang"])
    draft = make_submission(stage.cell_a, product, stage.an, period="2026-02")
    actions.save_and_submit(draft, answers=COUNTED_ANSWERS, revision=0, by=stage.an, at=timezone.now())
    owed = make_obligation(task, stage.cell_a, period="2026-03")
    page = words(stage.go(stage.an).get(reverse("submissions:answer", args=[owed.pk, "bao-cao-thang"])))
    assert "Kỳ trước (tháng 2/2026): 1.200" in page


def test_entering_for_another_is_said_and_marked(stage):
    client = stage.go(stage.binh)
    assert "Đồng chí đang nhập hộ Chi bộ A." in words(client.get(stage.answer))
    client.post(stage.answer, typed(DOCUMENT_ANSWERS))
    sent = Submission.objects.get()
    assert sent.entered_on_behalf
    assert "nhập hộ" in words(client.get(reverse("submissions:detail", args=[sent.pk])))


def test_a_round_that_is_not_open_is_not_answered(stage):
    make_deliverable("so-ket", period="round")
    task = make_task(stage.plan, ["so-ket"])
    owed = make_obligation(task, stage.cell_a, period="2026", due_on=None)
    url = reverse("submissions:answer", args=[owed.pk, "so-ket"])
    response = stage.go(stage.an).get(url)
    assert (response.status_code, "đang chờ cấp trên mở đợt" in words(response)) == (403, True)
    owed.round = make_round(task, stage.binh)
    owed.save()
    assert stage.go(stage.an).get(url).status_code == 200


@pytest.mark.parametrize("name", ["answer", "edit", "detail", "evidence", "review"])
def test_others_do_not_see_and_viewers_do_not_write(name, stage):
    draft = make_submission(stage.cell_a, stage.product, stage.an)
    file = actions.attach(draft, name="a.pdf", data=PDF, by=stage.an, at=timezone.now())
    actions.save_and_submit(draft, answers=DOCUMENT_ANSWERS, revision=0, by=stage.an, at=timezone.now())
    if name in {"answer", "edit"}:
        Submission.objects.update(state=S.DRAFT)
    url = {
        "answer": stage.answer,
        "evidence": reverse("submissions:evidence", args=[file.pk]),
        "review": reverse("reviewing:review", args=[draft.pk]),
    }.get(name) or reverse(f"submissions:{name}", args=[draft.pk])
    seen = {}
    for who in ("an", "chi", "stranger", "dung"):
        response = stage.go(getattr(stage, who)).get(url, follow=True)
        seen[who] = response.status_code
        if response.streaming:
            b"".join(response.streaming_content)  # reading to the end closes the file
    writes = name in {"answer", "edit"}
    reads = name in {"detail", "evidence"}
    assert seen == {
        "an": 200 if writes or reads else 403, "chi": 404, "stranger": 404, "dung": 200 if reads else 403,
    }  # fmt: skip


def test_evidence_is_given_as_a_file_to_save(stage):
    draft = make_submission(stage.cell_a, stage.product, stage.an)
    file = actions.attach(draft, name="Kế hoạch.pdf", data=PDF, by=stage.an, at=timezone.now())
    url = reverse("submissions:evidence", args=[file.pk])
    response = stage.go(stage.an).get(url)
    assert b"".join(response.streaming_content) == PDF
    assert (response["Content-Type"], response["X-Content-Type-Options"]) == ("application/pdf", "nosniff")
    assert response["Content-Disposition"].startswith("attachment;")
    assert "sandbox" in response["Content-Security-Policy"]
    actions.remove_evidence(file, by=stage.an, at=timezone.now())
    assert stage.go(stage.an).get(url).status_code == 404


def test_withdrawing_leads_back_to_the_form(stage):
    sent = sent_in(stage)
    boss = make_user(role="internal_approver", org=stage.cell_a)
    url = reverse("submissions:withdraw", args=[sent.pk])
    assert stage.go(boss).get(url).status_code == 405
    assert stage.go(boss).post(url, {"revision": "x"}).status_code == 409
    response = stage.go(boss).post(url, {"revision": sent.revision}, follow=True)
    assert response.redirect_chain == [(f"/phieu/{sent.pk}/sua/", 302)]


# The list


def test_the_list_says_what_why_by_when_and_offers_one_button(stage):
    page = words(stage.go(stage.an).get(reverse("dashboards:work")))
    said = (
        "Chi bộ A",
        "Sản phẩm ke-hoach",
        "20/03/2026",
        "còn 4 ngày",
        "Ban Tuyên giáo duyệt",
        f"{stage.plan.number}, mục 2.2",
        "nhập một lần, tính cho 2 việc",
        stage.answer,
        "Năm 2026 hỏi đơn vị",
        "2 ô cần điền, khoảng 1 phút nhập cả năm, chưa gồm thời gian đi tìm số liệu.",
    )
    assert [text for text in said if text not in page] == []


def test_the_list_of_others_is_not_there(stage):
    url = reverse("dashboards:work")
    for who, asked, status in [
        (stage.an, stage.cell_b.pk, 404), (stage.dung, stage.cell_a.pk, 200), (stage.stranger, stage.cell_a.pk, 404),
        (stage.an, "x", 404), (stage.an, "9" * 30, 404),
    ]:  # fmt: skip
        assert stage.go(who).get(url, {"don-vi": asked}).status_code == status


def test_who_only_looks_gets_no_buttons_to_fill_in(stage):
    page = words(stage.go(stage.dung).get(reverse("dashboards:work"), {"don-vi": stage.cell_a.pk}))
    assert ("Sản phẩm ke-hoach" in page, stage.answer in page, "Làm bằng Excel" in page) == (True, False, False)


def test_who_answers_for_nobody_is_told_so(stage):
    assert "Đồng chí chưa được giao nhập liệu cho đơn vị nào." in words(
        stage.go(stage.dung).get(reverse("dashboards:work"))
    )


def test_who_answers_for_several_chooses(stage):
    user = make_user(role="enterer", org=stage.cell_a)
    user.memberships.create(org=stage.cell_b, role="enterer", valid_from="2020-01-01")
    page = words(stage.go(user).get(reverse("dashboards:work")))
    assert f'href="?don-vi={stage.cell_b.pk}"' in page


# The desk


def test_the_desk_shows_what_waits_the_riskiest_first(stage):
    make_obligation(make_task(stage.plan, ["som"]), stage.cell_b, due_on=date(2025, 9, 30))
    first = make_submission(stage.cell_b, make_deliverable("som"), stage.chi)
    actions.save_and_submit(first, answers=DOCUMENT_ANSWERS, revision=0, by=stage.chi, at=timezone.now())
    second = sent_in(stage)
    client = stage.go(stage.binh)
    page = words(client.get(reverse("reviewing:desk")))
    links = [reverse("reviewing:review", args=[s.pk]) for s in (first, second)]
    assert page.index(links[0]) < page.index(links[1])
    assert ("làm sau hạn" in page, "thiếu minh chứng" in page, "2 dòng" in page) == (True, True, True)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, True), ({"q": "chi bo a"}, True), ({"q": "chi bo khac"}, False), ({"product": "ke-hoach"}, True),
        ({"product": "khong-co"}, True), ({"dau_hieu": "no_file"}, True), ({"dau_hieu": "same"}, False),
        ({"qua_han": "on"}, False), ({"de_duyet": "on"}, False),
        ({"dau_hieu": "x"}, True), ({"body": "x"}, True), ({"body": "BODY"}, True),
    ],
)  # fmt: skip
def test_the_desk_is_narrowed_by_its_address(query, found, stage):
    sent_in(stage)
    query = {name: str(stage.body.pk) if value == "BODY" else value for name, value in query.items()}
    response = stage.go(stage.binh).get(reverse("reviewing:desk"), query)
    link = reverse("reviewing:review", args=[Submission.objects.get().pk])
    assert (response.status_code, link in words(response)) == (200, found)


def test_the_desk_opens_on_what_ones_own_body_follows(stage):
    """Of three sheets one is followed by the own body, one by another, one by nobody."""
    own = make_org("Ban Tổ chức", parent=stage.committee, kind="advisory_body")
    person = make_user(role="specialist", org=stage.committee)
    person.memberships.create(org=own, role="enterer", valid_from="2020-01-01")
    sheets = []
    for code, reviewer in (("cua-minh", own), ("cua-ban-khac", stage.body), ("khong-ai", None)):
        make_obligation(make_task(stage.plan, [code], reviewer=reviewer), stage.cell_a)
        draft = make_submission(stage.cell_a, make_deliverable(code), stage.an)
        sheets.append(
            actions.save_and_submit(draft, answers=DOCUMENT_ANSWERS, revision=0, by=stage.an, at=timezone.now())
        )
    client, links = stage.go(person), [reverse("reviewing:review", args=[s.pk]) for s in sheets]

    def shown(query: str) -> list[bool]:
        page = words(client.get(f"{reverse('reviewing:desk')}{query}"))
        return [link in page for link in links]

    assert shown("") == [True, False, True]
    assert shown("?pham_vi=tat-ca") == [True, True, True]
    assert shown(f"?body={stage.body.pk}") == [False, True, False]
    page = words(client.get(reverse("reviewing:desk")))
    tabs = page.partition('<nav class="ui-tabs"')[2].partition("</nav>")[0]
    assert re.findall(r"<span>([^<]+)</span> <span class=\"ui-count\">(\d+)</span>", tabs) == [
        ("Cơ quan tôi theo dõi", "2"), ("Tất cả", "3"),
    ]  # fmt: skip
    menu = page.partition('<nav class="sidenav"')[2].partition("</nav>")[0]
    assert re.findall(r"<span>Bàn duyệt</span> <span class=\"ui-count\">(\d+)</span>", menu) == ["2"]
    assert "Phiếu của ai" not in words(stage.go(stage.binh).get(reverse("reviewing:desk")))


def test_a_desk_emptied_of_ones_own_points_to_the_others(stage):
    own = make_org("Ban Tổ chức", parent=stage.committee, kind="advisory_body")
    person = make_user(role="specialist", org=stage.committee)
    person.memberships.create(org=own, role="enterer", valid_from="2020-01-01")
    sent_in(stage)
    page = words(stage.go(person).get(reverse("reviewing:desk")))
    assert ("không còn phiếu nào chờ duyệt" in page, "Còn 1 phiếu do cơ quan khác theo dõi." in page) == (True, True)


def test_an_empty_desk_says_why(stage):
    assert "Không còn phiếu nào chờ đồng chí duyệt." in words(stage.go(stage.binh).get(reverse("reviewing:desk")))
    sent_in(stage)
    page = words(stage.go(stage.binh).get(reverse("reviewing:desk"), {"q": "khong co"}))
    assert "Không có phiếu nào khớp với điều kiện lọc." in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_desk_costs_the_same_however_long(count, stage, django_assert_max_num_queries):
    for number in range(count):
        product = make_deliverable(f"sp-{number}")
        make_obligation(make_task(stage.plan, [product.code]), stage.cell_a)
        draft = make_submission(stage.cell_a, product, stage.an)
        actions.save_and_submit(draft, answers=DOCUMENT_ANSWERS, revision=0, by=stage.an, at=timezone.now())
    client = stage.go(stage.binh)
    with django_assert_max_num_queries(12):
        assert client.get(reverse("reviewing:desk")).status_code == 200


def test_approving_leads_to_the_next_and_the_filter_stays(stage):
    sent = sent_in(stage)
    make_obligation(stage.tasks[0], stage.cell_b)
    second = make_submission(stage.cell_b, stage.product, stage.chi)
    second = actions.save_and_submit(second, answers=DOCUMENT_ANSWERS, revision=0, by=stage.chi, at=timezone.now())
    client = stage.go(stage.binh)
    url = reverse("reviewing:approve", args=[sent.pk]) + "?product=ke-hoach"
    response = client.post(url, {"revision": sent.revision}, follow=True)
    assert response.redirect_chain == [(f"/duyet/{second.pk}/?product=ke-hoach", 302)]
    assert "Đã duyệt “Sản phẩm ke-hoach, nhiệm kỳ 2025 - 2030” của Chi bộ A." in words(response)
    response = client.post(reverse("reviewing:approve", args=[second.pk]), {"revision": second.revision})
    assert response["Location"] == "/duyet/"
    assert {s.status for s in Submission.objects.all()} == {S.APPROVED}


def test_the_reviewer_judges_by_the_button_and_nothing_is_judged_beforehand(stage):
    product = make_deliverable("bao-cao-thang", sheet=COUNTED, period="month")
    draft = make_submission(stage.cell_a, product, stage.an, period="2026-03")
    sent = actions.save_and_submit(draft, answers=COUNTED_ANSWERS, revision=0, by=stage.an, at=timezone.now())
    client = stage.go(stage.binh)
    page = words(client.get(reverse("reviewing:review", args=[sent.pk])))
    judge = page.partition('<fieldset class="judge"')[2].partition("</fieldset>")[0]
    assert [
        f'name="a_effective" value="{code}"' in judge and f"Duyệt, đánh giá: {label}" in judge
        for code, label in (("yes", "Có"), ("no", "Không"))
    ] == [True, True]
    assert ("checked" in page.partition('id="tra-lai"')[0], "Duyệt và sang phiếu tiếp theo" in page) == (False, False)
    url = reverse("reviewing:approve", args=[sent.pk])
    response = client.post(url, {"revision": sent.revision})
    page = words(response)
    assert (response.status_code, "Cần điền “Hiệu quả”." in page, "Chưa duyệt được." in page) == (422, True, True)
    assert client.post(url, {"revision": sent.revision, "a_effective": "no"}).status_code == 302
    sent.refresh_from_db()
    assert sent.review_answers == {"effective": "no"}


def test_sending_back_takes_common_reasons_and_own_words(stage):
    sent = sent_in(stage)
    client, url = stage.go(stage.binh), reverse("reviewing:send_back", args=[sent.pk])
    response = client.post(url, {"revision": sent.revision, "reason": "  "})
    assert (response.status_code, "Cần ghi lý do trả lại" in words(response)) == (422, True)
    client.post(
        url,
        {
            "revision": sent.revision,
            "common": ["Không đúng kỳ báo cáo.", FIRST_REASONS[0]],
            "reason": "Xem lại trang 2.",
        },
    )
    review = sent.reviews.get()
    assert review.reason.splitlines() == [
        "Không đúng kỳ báo cáo.", "Thiếu hoặc sai số, ký hiệu, ngày ban hành.", "Xem lại trang 2.",
    ]  # fmt: skip
    page = words(stage.go(stage.an).get(reverse("submissions:edit", args=[sent.pk])))
    assert "Xem lại trang 2." in page


def test_a_decision_on_an_older_state_is_refused_and_the_reason_kept(stage):
    sent = sent_in(stage)
    other = make_user(role="specialist", org=stage.committee)
    actions.approve(sent, revision=sent.revision, by=other, at=timezone.now())
    url = reverse("reviewing:send_back", args=[sent.pk])
    response = stage.go(stage.binh).post(url, {"revision": sent.revision, "reason": "Thiếu chữ ký trang cuối"})
    assert response.status_code == 409
    page = words(response)
    assert ("đã thay đổi phiếu này lúc" in page, "Thiếu chữ ký trang cuối" in page) == (True, True)


def test_what_changed_since_it_was_sent_back_is_marked(stage):
    sent = sent_in(stage)
    back = actions.send_back(sent, revision=sent.revision, reason="Sai số.", by=stage.binh, at=timezone.now())
    answers = {**DOCUMENT_ANSWERS, "number": "21-KH/ĐU"}
    again = actions.save_and_submit(back, answers=answers, revision=back.revision, by=stage.an, at=timezone.now())
    client = stage.go(stage.binh)
    told = '<del>12-KH/ĐU</del> <span aria-hidden="true">→</span> <ins>21-KH/ĐU</ins>'
    for address in (reverse("reviewing:desk"), reverse("reviewing:review", args=[again.pk])):
        assert told in words(client.get(address))
    assert "lần trước: 12-KH/ĐU" in words(client.get(reverse("reviewing:review", args=[again.pk])))


def test_what_was_sent_back_is_explained_to_the_reviewer(stage):
    sent = sent_in(stage)
    back = actions.send_back(sent, revision=sent.revision, reason="Cần giải trình.", by=stage.binh, at=timezone.now())
    client, url = stage.go(stage.an), reverse("submissions:edit", args=[sent.pk])
    assert "Giải trình gửi cơ quan duyệt" in words(client.get(url))
    refused = client.post(url, typed(DOCUMENT_ANSWERS, revision=back.revision, explanation="  "))
    page = words(refused)
    assert (refused.status_code, "Chưa nộp được." in page, "Phiếu chưa có gì khác so với lúc bị trả lại." in page) == (
        422, True, True,
    )  # fmt: skip
    said = "Số đúng như văn bản gốc."
    assert client.post(url, typed(DOCUMENT_ANSWERS, revision=back.revision, explanation=said)).status_code == 302
    reviewing = stage.go(stage.binh)
    assert "có giải trình" in words(reviewing.get(reverse("reviewing:desk")))
    page = words(reviewing.get(reverse("reviewing:review", args=[sent.pk])))
    assert [text in page for text in ("Giải trình của đơn vị", said, "Cần giải trình.")] == [True] * 3


def test_a_sheet_that_was_never_sent_back_asks_for_no_explanation(stage):
    client = stage.go(stage.an)
    assert "Giải trình gửi cơ quan duyệt" not in words(client.get(stage.answer))
    client.post(stage.answer, typed(DOCUMENT_ANSWERS, do="save", explanation="Thừa."))
    assert Submission.objects.get().explanation == ""


def test_errors_are_listed_in_the_order_of_the_form_and_say_what_did_not_happen(stage):
    make_deliverable("co-minh-chung", sheet={**DOCUMENT, "code": "phieu-chung", "evidence": "required"})
    owed = make_obligation(make_task(stage.plan, ["co-minh-chung"]), stage.cell_a)
    url = reverse("submissions:answer", args=[owed.pk, "co-minh-chung"])
    page = words(stage.go(stage.an).post(url, typed({"number": "", "issued_on": ""})))
    listed = page.partition('<p class="ui-alert-title">')[2].partition("</ul>")[0]
    assert listed.startswith("Chưa nộp được.")
    assert re.findall(r'<a href="#[^"]+">([^<]+)</a>', listed) == [
        "Số, ký hiệu", "Ngày ban hành", "Tệp minh chứng",
    ]  # fmt: skip
    page = words(stage.go(stage.an).post(url, typed({"number": "1", "issued_on": "x"}, do="save")))
    assert "Chưa lưu được." in page


def test_the_same_file_elsewhere_is_pointed_out(stage):
    first = make_submission(stage.cell_b, stage.product, stage.chi)
    actions.attach(first, name="a.pdf", data=PDF, by=stage.chi, at=timezone.now())
    draft = make_submission(stage.cell_a, stage.product, stage.an)
    actions.attach(draft, name="b.pdf", data=PDF, by=stage.an, at=timezone.now())
    sent = actions.save_and_submit(draft, answers=DOCUMENT_ANSWERS, revision=0, by=stage.an, at=timezone.now())
    page = words(stage.go(stage.binh).get(reverse("reviewing:review", args=[sent.pk])))
    assert "Chi bộ B (Sản phẩm ke-hoach, nhiệm kỳ 2025 - 2030)" in page


def test_the_form_asks_for_files_only_where_the_sheet_does(stage):
    make_deliverable("khong-tep", sheet={**DOCUMENT, "code": "khong-tep", "evidence": "none"})
    owed = make_obligation(make_task(stage.plan, ["khong-tep"]), stage.cell_a)
    client = stage.go(stage.an)
    assert 'type="file"' in words(client.get(stage.answer))
    assert 'type="file"' not in words(client.get(reverse("submissions:answer", args=[owed.pk, "khong-tep"])))
