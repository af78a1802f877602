"""The desk as a page: several people, passages, splitting, merging, removing, undoing, keeping what is typed."""

import json
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dondoc.plans import actions
from dondoc.plans.models import KeptEdit, Plan, Step
from tests.factories import AT, make_user
from tests.plans.test_pages import task_data, text_of, url
from tests.plans.world import take_in

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def desk(client, office):
    client.force_login(office.specialist)
    return client


@pytest.fixture
def second(office):
    """Another specialist, at another machine."""
    client = Client()
    client.force_login(make_user("hoa", role="specialist", org=office.committee))
    return client


@pytest.fixture
def passage(plan):
    start = plan.document.text.index("Ban Thường vụ")
    return plan.passages.create(start=start, end=start + 40)


def sent_items(response) -> list[str]:
    """Codes of the items that an answer puts in their places."""
    return re.findall(r'id="muc-([^"]+)"[^>]*hx-swap-oob="true"', response.content.decode())


def test_an_item_says_on_which_page_of_the_file_it_stands(desk, plan):
    assert "trang 2" not in text_of(desk.get(url("confirm", plan)))
    task = plan.tasks.get(code="III.2")
    plan.document.pages = [[0, 1], [task.start - 5, 2]]
    plan.document.save()
    shown = desk.get(url("confirm", plan)).content.decode()
    item = shown[shown.index('id="muc-III.2"') :]
    assert "trang 2" in item[: item.index("</p>")]


class TestSeveralPeople:
    def test_each_sees_what_the_other_confirmed(self, desk, second, plan):
        second.post(url("confirm_items", plan), {"task": "2.1-1"})
        answer = desk.get(url("changes", plan), {"seen": 0}, **HTMX)
        assert (answer.status_code, sent_items(answer)) == (200, ["2.1-1"])
        assert re.search(r"hoa xác nhận lúc \d\d:\d\d, ", text_of(answer))
        assert "Đã xác nhận 1/52 mục." in text_of(answer)

    @pytest.mark.parametrize(
        ("codes", "place"), [(["2.1-1"], "muc-2.1-1"), (["2.1-1", "III.2"], "draft"), (["2.1-1", "x"], "draft")]
    )
    def test_without_scripts_one_item_is_returned_to_and_several_to_the_list(self, desk, plan, codes, place):
        plan.tasks.filter(code="III.2").update(is_confirmed=True)
        response = desk.post(url("confirm_items", plan), {"task": codes})
        assert (response.status_code, response.url) == (302, f"{url('confirm', plan)}#{place}")

    @pytest.mark.parametrize(
        ("method", "address"),
        [
            ("get", "soat/muc/nhiem-vu/2.1-1/"), ("post", "sua-doi/noi/nhiem-vu/2.1-1/"),
            ("get", "sua-doi/loi/nhiem-vu/2.1-1/"),
        ],
    )  # fmt: skip
    def test_a_number_that_no_plan_has_is_not_found(self, desk, method, address):
        send = getattr(desk, method)
        assert [send(f"/ke-hoach/{'9' * n}/{address}").status_code for n in (18, 5000)] == [404, 404]

    def test_nothing_new_costs_nothing(self, desk, plan):
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(url("changes", plan), {"seen": plan.revision}, **HTMX).status_code == 204
        assert len(queries) <= 8

    @pytest.mark.parametrize("seen", ["", "x", "-1"])
    def test_a_page_that_does_not_say_what_it_saw_gets_the_state(self, desk, plan, seen):
        answer = desk.get(url("changes", plan), {"seen": seen}, **HTMX)
        assert (answer.status_code, sent_items(answer)) == (200, [])

    def test_confirming_answers_with_what_others_did_too(self, desk, second, plan):
        second.post(url("confirm_items", plan), {"target": "4"})
        answer = desk.post(url("confirm_items", plan), {"task": "2.1-1", "seen": 0}, **HTMX)
        assert set(sent_items(answer)) == {"4", "2.1-1"}
        assert (answer["HX-Retarget"], answer["HX-Reswap"]) == ("#tinh-hinh", "outerHTML")

    def test_what_the_other_changed_is_not_confirmed_unseen(self, desk, second, plan):
        second.post(url("edit_task", plan, "2.1-1"), task_data(second, plan, "2.1-1", lead_wording="Hoa ghi"))
        second.post(url("undo", plan), {"step": Step.objects.get().pk})
        answer = desk.post(url("confirm_items", plan), {"task": "2.1-1", "seen": 0}, **HTMX)
        assert (answer.status_code, answer["HX-Retarget"]) == (409, "#messages")
        assert "Mục 2.1-1 vừa được hoa sửa lúc" in text_of(answer)
        assert not plan.tasks.get(code="2.1-1").is_confirmed

    def test_a_correction_in_place_answers_with_the_item(self, desk, plan):
        form = desk.get(url("edit_task", plan, "2.1-1"), **HTMX)
        assert ("<html" in form.content.decode(), "plan-in-place" in form.content.decode()) == (False, True)
        data = task_data(desk, plan, "2.1-1", lead_wording="Các chi bộ") | {"seen": 0}
        answer = desk.post(url("edit_task", plan, "2.1-1"), data, **HTMX)
        assert (answer.status_code, sent_items(answer), answer["HX-Retarget"]) == (200, ["2.1-1"], "#tinh-hinh")
        wrong = desk.post(url("edit_task", plan, "2.1-1"), data | {"due_on": "31/02/2026"}, **HTMX)
        assert (wrong.status_code, 'value="31/02/2026"' in text_of(wrong)) == (422, True)

    def test_an_item_alone(self, desk, plan):
        page = desk.get(url("item", plan, "nhiem-vu", "2.1-1"), **HTMX).content.decode()
        assert re.findall(r'<article[^>]* id="([^"]+)"', page) == ["muc-2.1-1"]
        assert desk.get(url("item", plan, "chi-tieu", "2.1-1")).status_code == 404

    def test_the_number_of_queries_does_not_grow_with_what_changed(self, desk, second, plan):
        counts = []
        for codes in (["2.1-1"], ["4-1", "8-1", "8-2"]):
            seen = Plan.objects.get().revision
            second.post(url("confirm_items", plan), {"task": codes})
            with CaptureQueriesContext(connection) as queries:
                assert set(sent_items(desk.get(url("changes", plan), {"seen": seen}, **HTMX))) == set(codes)
            counts.append(len(queries))
        assert counts == [12, 12]


class TestPageOfItsOwn:
    """A form opened by its own address has no desk around it: it is sent plainly and leads back to the desk."""

    @pytest.mark.parametrize(
        "address",
        [
            ("edit_task", "2.1-1"), ("edit_target", "2.1"), ("split_item", "nhiem-vu", "2.1-1"),
            ("merge_item", "nhiem-vu", "2.1-1"), ("remove_item", "nhiem-vu", "2.1-1"),
        ],
    )  # fmt: skip
    def test_only_in_the_desk_is_a_form_put_in_a_place(self, desk, plan, address):
        name, *args = address
        alone, inside = (desk.get(url(name, plan, *args), **more).content.decode() for more in ({}, HTMX))
        form = alone[alone.index('class="plan-in-place"') :]
        assert ("hx-" in form, 'hx-target="closest .plan-item"' in inside) == (False, True)

    def test_saving_leads_back_to_the_desk(self, desk, plan):
        address = url("edit_task", plan, "2.1-1")
        refused = desk.post(address, task_data(desk, plan, "2.1-1", kinds=[], groups=[], orgs=""))
        assert (refused.status_code, "hx-post" in refused.content.decode()) == (422, False)
        response = desk.post(address, task_data(desk, plan, "2.1-1"), follow=True)
        assert response.redirect_chain[-1][0] == url("confirm", plan) + "#muc-2.1-1"
        assert "Đã sửa và xác nhận mục 2.1-1." in text_of(response)


class TestPassages:
    def test_they_are_counted_until_settled(self, desk, plan, passage):
        page = text_of(desk.get(url("confirm", plan)))
        assert page.count("Chưa hiểu được 1 đoạn") == 2
        assert f'href="#src-passage-{passage.pk}"' in page
        assert f'<mark id="src-passage-{passage.pk}"' in page
        response = desk.post(url("settle_passage", plan, passage.pk), {"use": "task"}, follow=True)
        assert response.redirect_chain[-1][0].endswith("#muc-bs-b1")
        page = text_of(response)
        assert "Chưa hiểu được 1 đoạn" not in page
        assert "Đã xử lý 1 đoạn" in page
        assert "Đã lập nhiệm vụ bs-b1." in page

    def test_each_other_use_and_none(self, desk, plan, passage):
        assert desk.post(url("settle_passage", plan, passage.pk), {"use": "x"}).status_code == 422
        response = desk.post(url("settle_passage", plan, passage.pk), {"use": "nothing"})
        assert response.url == url("confirm", plan) + "#chua-hieu"
        again = desk.post(url("settle_passage", plan, passage.pk), {"use": "target"})
        assert (again.status_code, "binh đã chọn “Không phải việc”" in text_of(again)) == (409, True)

    @pytest.mark.parametrize(
        ("show", "shown"), [("", 1), ("chua", 1), ("phat-hien", 0), ("chi-tieu", 0), ("nhiem-vu", 0)]
    )
    def test_they_obey_the_filter(self, desk, plan, passage, show, shown):
        page = desk.get(url("confirm", plan), {"loc": show}).content.decode()
        assert page.count(f'id="doan-{passage.pk}"') == page.count(f'id="src-passage-{passage.pk}"') == shown

    def test_after_one_the_next_is_shown(self, desk, plan, passage):
        after = plan.passages.create(start=passage.end + 1, end=passage.end + 20)
        response = desk.post(url("settle_passage", plan, passage.pk), {"use": "nothing"})
        assert response.url == url("confirm", plan) + f"#doan-{after.pk}"


def test_passages_are_not_counted_in_a_finding_too(office):
    words = "1. Tăng cường tuyên truyền sâu rộng.\n2. Giao Văn phòng Đảng ủy lập danh mục."
    plan = take_in(office, f"KẾ HOẠCH\nSố 3-KH/ĐU\n\nI. NHIỆM VỤ\n{words}")
    assert (plan.passages.count(), plan.findings.filter(code="not_understood").exists()) == (1, False)


def test_a_field_of_which_one_is_needed_is_not_called_optional(desk, plan):
    page = re.sub("<[^>]*>", "", text_of(desk.get(url("edit_task", plan, "2.1-1"))))
    assert ("Loại tổ chức phải làm (không" in page, "Báo cáo về (không bắt buộc)" in page) == (False, True)
    assert ("---------" in page, "Chưa chọn" in page) == (False, True)


class TestDividing:
    def test_splitting_without_script(self, desk, plan):
        address = url("split_item", plan, "nhiem-vu", "2.1-2")
        words = plan.tasks.get(code="2.1-2").text.split()
        page = desk.get(address).content.decode()
        assert re.findall(r'name="word" value="(\d+)"', page) == [str(n) for n in range(1, len(words))]
        nothing = desk.post(address, {"revision": 0})
        assert (nothing.status_code, "Hãy chọn chữ đầu tiên của phần hai." in text_of(nothing)) == (422, True)
        outside = desk.post(address, {"revision": 0, "word": 999})
        assert (outside.status_code, "ít nhất một chữ" in text_of(outside)) == (422, True)
        response = desk.post(address, {"revision": 0, "word": 3})
        assert response.url == url("confirm", plan) + "#muc-2.1-2"
        assert plan.tasks.get(code="2.1-2~2").text.split() == words[3:]
        stale = desk.post(address, {"revision": 0, "word": 2})
        assert (stale.status_code, "vừa được binh sửa" in text_of(stale)) == (409, True)

    def test_merging_without_script(self, desk, plan):
        address = url("merge_item", plan, "nhiem-vu", "2.2-1")
        form = desk.get(address).context["form"]
        assert form.initial == {"revision": 0, "other": "2.2-2:0"}  # the next one is offered
        assert desk.post(address, {"revision": 0, "other": "2.1:0"}).status_code == 422  # a target
        response = desk.post(address, form.initial)
        assert response.url == url("confirm", plan) + "#muc-2.2-1"
        assert not plan.tasks.filter(code="2.2-2").exists()
        gone = desk.post(address, form.initial)
        assert (gone.status_code, "đã thay đổi hoặc không còn" in text_of(gone)) == (422, True)
        stale = desk.post(address, {"revision": 0, "other": "2.2-3:0"})
        assert (stale.status_code, "vừa được binh sửa" in text_of(stale)) == (409, True)

    def test_removing_and_bringing_back(self, desk, second, plan):
        address = url("remove_item", plan, "nhiem-vu", "2.1-2")
        assert desk.get(address).status_code == 200
        assert desk.post(address, {"revision": 5, "reason": "Trùng"}).status_code == 409
        page = text_of(desk.post(address, {"revision": 0, "reason": "Trùng 2.1-1"}, follow=True))
        assert "Đã bỏ 1 mục" in page
        assert re.search(r"binh, \d\d:\d\d, [\d/]+: Trùng 2.1-1", page)
        response = second.post(url("undo", plan), {"step": Step.objects.get().pk}, follow=True)
        assert "Đã hoàn tác: bỏ 2.1-2." in text_of(response)
        assert "Đã bỏ 1 mục" not in text_of(response)
        assert plan.tasks.filter(code="2.1-2").exists()

    def test_undoing_once(self, desk, second, plan):
        desk.post(url("confirm_items", plan), {"task": "2.1-1"})
        step = Step.objects.get().pk
        assert f'name="step" value="{step}"' in text_of(desk.get(url("confirm", plan)))
        assert f'name="step" value="{step}"' not in text_of(second.get(url("confirm", plan)))
        response = desk.post(url("undo", plan) + "?xep=van-ban", {"step": step})
        assert response.url == url("confirm", plan) + "?xep=van-ban#muc-2.1-1"
        assert [desk.post(url("undo", plan), data).status_code for data in ({"step": step}, {}, {"step": "x"})] == [
            409, 422, 422,
        ]  # fmt: skip


class TestKeeping:
    def test_what_is_typed_comes_back_until_it_is_saved(self, desk, plan, second):
        fields = {"revision": ["0"], "lead_wording": ["Đang gõ dở"]}
        data = {"key": "task:2.1-1", "fields_json": json.dumps(fields)}
        answer = desk.post(url("keep", plan), data)
        assert re.fullmatch(r"Đã lưu bản đang gõ lúc \d\d:\d\d", answer.json()["said"])
        page = desk.get(url("edit_task", plan, "2.1-1"))
        assert page.context["kept"].fields == fields
        assert "Phần đang sửa dở, lưu lúc" in text_of(page)
        assert second.get(url("edit_task", plan, "2.1-1")).context["kept"] is None
        desk.post(url("edit_task", plan, "2.1-1"), task_data(desk, plan, "2.1-1"))
        assert not KeptEdit.objects.exists()

    def test_or_is_thrown_away(self, desk, plan):
        actions.keep_edit(plan, key="head", fields={}, by=plan.created_by, at=AT)
        assert desk.get(url("edit_head", plan)).context["kept"].key == "head"
        assert desk.post(url("drop", plan), {"key": "head"}).status_code == 204
        assert (KeptEdit.objects.count(), desk.post(url("drop", plan)).status_code) == (0, 422)

    @pytest.mark.parametrize(
        "data",
        [
            {}, {"key": "task:2.1", "fields_json": "["}, {"key": "task:2.1", "fields_json": "[]"},
            {"key": "task:2.1", "fields_json": '{"a": "b"}'}, {"key": "task:2.1", "fields_json": '{"a": [1]}'},
            {"key": "head", "fields_json": r'{"a": ["\ud83d"]}'}, {"key": "head", "fields_json": r'{"\ud83d": ["a"]}'},
            {"key": "head", "fields_json": r'{"a": ["\u0000"]}'}, {"key": "head", "fields_json": "[" * 50_000},
            {"key": "x", "fields_json": "{}"}, {"key": "head", "fields_json": json.dumps({"a": ["x" * 60_000]})},
        ],
    )  # fmt: skip
    def test_what_no_browser_of_ours_sends(self, desk, plan, data):
        assert (desk.post(url("keep", plan), data).status_code, KeptEdit.objects.count()) == (422, 0)
