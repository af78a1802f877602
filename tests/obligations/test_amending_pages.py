"""Pages of an amendment: what each shows, who may open it, stale forms, double clicks, what an obligation tells."""

import re
from dataclasses import replace
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dondoc.documents.actions import receive
from dondoc.lib.due import Cadence, Due, DueKind
from dondoc.obligations.models import Obligation
from dondoc.plans.actions import reword
from dondoc.plans.models import Plan
from tests.factories import AT, make_user
from tests.obligations.amended import (
    AMENDED,
    EFFECTIVE,
    add,
    amendment_of,
    answered,
    by,
    change,
    issue,
    issued_plan,
    make_office,
)

pytestmark = pytest.mark.django_db
COMPARE_QUERIES, PREVIEW_QUERIES = 11, 11


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def office(db):
    return make_office()


@pytest.fixture
def plan(office):
    return issued_plan(
        office,
        {"due": by(date(2025, 12, 31)), "text": "Xây dựng kế hoạch của đơn vị."},
        {"due": by(date(2026, 6, 30)), "text": "Sơ kết giữa kỳ."},
    )


@pytest.fixture
def copy(office, plan):
    """An amendment: the first task later and in other words, the second ended, one more."""
    copy = amendment_of(plan, office)
    first, second = copy.tasks.all()
    reword(first, text="Xây dựng chương trình của đơn vị.", revision=0, by=office.specialist, at=AMENDED)
    change(copy, 0, due_data=by(date(2026, 3, 31)).as_dict())
    second.delete()
    add(copy, due=by(date(2026, 9, 30)), text="Kiểm tra việc thực hiện.")
    return Plan.objects.get(pk=copy.pk)


def docx_text(data: bytes) -> str:
    with ZipFile(BytesIO(data)) as packed:
        return re.sub(r"<[^>]+>", "|", packed.read("word/document.xml").decode())


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def url(name: str, plan: Plan, *more) -> str:
    return reverse(name, args=[plan.pk, *more])


@pytest.fixture
def desk(client, office):
    client.force_login(office.specialist)
    return client


@pytest.fixture
def chief(client, office):
    client.force_login(office.leader)
    return client


class TestBeginning:
    def test_by_hand_it_leads_to_the_comparison(self, desk, plan):
        response = desk.post(url("plans:amend", plan), {"way": "by_hand"})
        copy = Plan.objects.get(version=2)
        assert response.url == url("plans:compare", copy)
        assert "Chưa có mục nào thay đổi." in text_of(desk.get(response.url))

    def test_a_double_click_begins_once(self, desk, plan):
        answers = [desk.post(url("plans:amend", plan), {"way": "by_hand"}).status_code for _ in range(2)]
        assert (answers, Plan.objects.count()) == ([302, 403], 2)

    def test_a_whole_text_needs_its_file(self, desk, plan):
        response = desk.post(url("plans:amend", plan), {"way": "whole_text"})
        assert (response.status_code, response.context["form"].errors) == (
            422, {"file": ["Hãy chọn tệp toàn văn của kế hoạch mới."]},
        )  # fmt: skip

    def test_a_text_without_items_says_what_to_do(self, desk, plan):
        file = SimpleUploadedFile("15.txt", "QUYẾT ĐỊNH\nSố 15-QĐ/ĐU\n".encode())
        response = desk.post(url("plans:amend", plan), {"way": "whole_text", "file": file})
        assert response.status_code == 422
        assert "Sửa trên bản đang có" in " ".join(response.context["form"].errors["file"])

    def test_a_file_that_is_there_already_is_a_conflict(self, desk, office, plan):
        receive(org=plan.org, name="15.txt", data=b"Quyet dinh 15", by=office.specialist, at=AT)
        file = SimpleUploadedFile("15.txt", b"Quyet dinh 15")
        response = desk.post(url("plans:amend", plan), {"way": "by_hand", "file": file})
        assert (response.status_code, list(response.context["form"].errors)) == (409, ["file"])

    def test_the_plan_leads_to_the_working_copy(self, desk, office, plan, copy):
        said = text_of(desk.get(url("plans:detail", plan)))
        assert "Đang soạn bản 2 (Quyết định số 15-QĐ/ĐU ngày 30/09/2025)" in said
        assert url("plans:amend", plan) not in said
        desk.force_login(make_user(role="enterer", org=office.cells[0]))
        assert "Đang soạn" not in text_of(desk.get(url("plans:detail", plan)))


class TestComparison:
    def test_words_days_new_and_ended_are_marked_by_more_than_colour(self, desk, copy):
        said = text_of(desk.get(url("plans:compare", copy)))
        assert '<del><span class="visually-hidden">bỏ: </span>kế hoạch</del>' in said
        assert '<ins><span class="visually-hidden">thêm: </span>chương trình</ins>' in said
        assert "trước ngày 31/12/2025</del>" in said
        assert "trước ngày 31/03/2026</ins>" in said
        assert "Sơ kết giữa kỳ.</del>" in said
        assert "Kiểm tra việc thực hiện.</ins>" in said

    def test_the_word_file_has_its_name(self, desk, copy):
        response = desk.get(url("plans:compare_docx", copy))
        assert response["Content-Disposition"] == 'attachment; filename="bang-so-sanh-15-qd-du.docx"'
        assert response.content.startswith(b"PK")

    def test_the_first_version_has_nothing_to_compare_with(self, desk, plan):
        assert desk.get(url("plans:compare", plan)).status_code == 403

    def test_a_new_item_is_paired_by_hand(self, desk, plan, copy):
        new = copy.tasks.get(text__startswith="Kiểm tra")
        old = plan.tasks.get(text__startswith="Sơ kết")
        desk.post(url("plans:pair", copy, "nhiem-vu", new.code), {"continues": old.code, "revision": new.revision})
        new.refresh_from_db()
        assert new.line == old
        said = text_of(desk.get(url("plans:compare", copy)))
        assert '<del><span class="visually-hidden">bỏ: </span>Sơ kết giữa kỳ</del>' in said

    def test_an_unknown_item_to_pair_with_is_refused(self, desk, copy):
        new = copy.tasks.get(text__startswith="Kiểm tra")
        response = desk.post(url("plans:pair", copy, "nhiem-vu", new.code), {"continues": "x", "revision": 0})
        assert response.status_code == 422

    def test_a_stale_wording_is_shown_again_with_what_was_typed(self, desk, office, copy):
        task = copy.tasks.first()
        form = {"text": "\u200b\u202e", "revision": task.revision}
        assert desk.post(url("plans:reword", copy, "nhiem-vu", task.code), form).status_code == 422
        form = {"text": "Chữ khác", "revision": task.revision - 1}
        response = desk.post(url("plans:reword", copy, "nhiem-vu", task.code), form)
        assert response.status_code == 409
        assert "Chữ khác" in text_of(response)
        again = {"text": "Chữ khác", "revision": response.context["form"].data["revision"]}
        assert desk.post(url("plans:reword", copy, "nhiem-vu", task.code), again).status_code == 302

    @pytest.mark.parametrize("more", [0, 3])
    def test_the_number_of_queries_is_constant(self, desk, copy, more):
        for n in range(more):
            add(copy, due=Due(DueKind.ONGOING), text=f"Việc thêm {n}")
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(url("plans:compare", copy)).status_code == 200
        assert len(queries) == COMPARE_QUERIES


class TestAnyTwoVersions:
    @pytest.fixture
    def third(self, office, copy):
        """A third version in the making: the second issued, then the task that it added said otherwise."""
        issue(copy, office)
        third = amendment_of(Plan.objects.get(pk=copy.pk), office, effective_on=date(2025, 12, 1))
        task = third.tasks.get(text__startswith="Kiểm tra")
        reword(task, text="Giám sát việc thực hiện.", revision=task.revision, by=office.specialist, at=AMENDED)
        return Plan.objects.get(pk=third.pk)

    def test_the_first_is_compared_with_the_third(self, desk, third):
        response = desk.get(url("plans:compare", third) + "?voi=1")
        said = text_of(response)
        assert "Bảng so sánh bản 1 và bản 3" in said
        assert [(one.fate.value, one.item.text) for one in response.context["comparison"].changed] == [
            ("changed", "Xây dựng chương trình của đơn vị."),
            ("ended", "Sơ kết giữa kỳ."),
            ("new", "Giám sát việc thực hiện."),
        ]
        assert [one.version for one in response.context["comparison"].others] == [1, 2]
        assert "Nối với mục của bản trước" not in said  # pairing is with the version before

    def test_either_of_the_two_leads_to_one_address(self, desk, plan, third):
        found = desk.get(url("plans:compare", plan) + "?voi=3")
        assert found.url == url("plans:compare", third) + "?voi=1"

    @pytest.mark.parametrize("other", ["9", "0", "x", "3"])
    def test_what_is_no_other_version_is_not_found(self, desk, third, other):
        assert desk.get(url("plans:compare", third) + f"?voi={other}").status_code == 404
        assert desk.get(url("plans:compare_docx", third) + f"?voi={other}").status_code == 404

    def test_a_working_copy_is_for_those_who_edit(self, client, office, plan, third):
        client.force_login(make_user(role="enterer", org=office.cells[0]))
        assert client.get(url("plans:compare", plan) + "?voi=3").status_code == 404
        assert client.get(url("plans:compare", plan) + "?voi=2").status_code == 302

    def test_the_word_file_names_both_and_every_document_between(self, desk, third):
        response = desk.get(url("plans:compare_docx", third) + "?voi=1")
        assert response["Content-Disposition"] == 'attachment; filename="bang-so-sanh-ban-1-ban-3.docx"'
        lines = docx_text(response.content)
        assert [f"Bản {n}" in lines for n in (1, 3)] == [True, True]
        assert lines.count("Quyết định số 15-QĐ/ĐU") == 2


class TestDocument:
    FORM = {"kind": "Quyết định", "number": "16-QĐ/ĐU", "signed_on": "1/10/2025", "subject": ""}

    def test_it_is_kept(self, desk, copy):
        form = self.FORM | {"in_force_from": "20/10/2025", "revision": copy.head_revision}
        assert desk.post(url("plans:amendment", copy), form).url == url("plans:compare", copy)
        copy.refresh_from_db()
        assert (copy.amendment.number, copy.in_force_from) == ("16-QĐ/ĐU", date(2025, 10, 20))

    def test_a_day_before_the_version_amended_is_refused_beside_the_field(self, desk, copy):
        form = self.FORM | {"in_force_from": "1/8/2025", "revision": copy.head_revision}
        response = desk.post(url("plans:amendment", copy), form)
        assert (response.status_code, response.context["form"].errors["in_force_from"]) == (
            422, ["Ngày có hiệu lực phải sau ngày 01/08/2025, khi bản 1 bắt đầu có hiệu lực."],
        )  # fmt: skip

    def test_a_stale_form_keeps_what_was_typed(self, desk, copy):
        form = self.FORM | {"in_force_from": "20/10/2025", "revision": copy.head_revision - 1}
        response = desk.post(url("plans:amendment", copy), form)
        assert response.status_code == 409
        assert 'value="16-QĐ/ĐU"' in text_of(response)

    def test_giving_it_up_needs_a_reason(self, desk, plan, copy):
        assert desk.post(url("plans:discard", copy), {"revision": copy.revision}).status_code == 422
        form = {"revision": copy.revision, "reason": "Nhập nhầm"}
        assert desk.post(url("plans:discard", copy), form).url == url("plans:detail", plan)
        assert Plan.objects.get() == plan


class TestIssuing:
    def test_the_preview_counts_by_task_and_organisation(self, chief, copy):
        response = chief.get(url("obligations:issue", copy))
        preview = response.context["preview"]
        assert [(kind.value if kind else "new", count) for kind, count in preview.counts] == [
            ("kept", 0), ("moved", 2), ("ended", 2), ("taken_up", 0), ("new", 2),
        ]  # fmt: skip
        assert [(one.name, one.kept, one.moved, one.ended, one.new) for one in preview.orgs] == [
            ("Chi bộ A", 0, 1, 1, 1), ("Chi bộ B", 0, 1, 1, 1),
        ]  # fmt: skip
        assert "31/12/2025 → 31/03/2026" in text_of(response)

    def test_a_task_of_every_month_is_one_row_with_its_months_unfolded(self, chief, office):
        monthly = Due(DueKind.RECURRING, cadence=Cadence.MONTHLY, day=20)
        plan = issued_plan(office, {"due": monthly, "deliverables": ["bao-cao-thang"], "text": "Báo cáo tháng."})
        copy = amendment_of(plan, office)
        change(copy, 0, due_data=replace(monthly, day=25).as_dict())
        response = chief.get(url("obligations:issue", copy))
        [one] = response.context["preview"].tasks
        assert (one.rows, one.orgs, one.periods, one.days) == (
            30, 2, "15 tháng, từ 10/2025 đến 12/2026", "ngày 20 → ngày 25",
        )  # fmt: skip
        assert [(row.period, row.rows) for row in one.details[:2]] == [("tháng 10/2025", 2), ("tháng 11/2025", 2)]
        assert [(share.each, share.names) for share in one.shares] == [(15, ["Chi bộ A", "Chi bộ B"])]
        assert "15 tháng, từ 10/2025 đến 12/2026: hạn ngày 20 → ngày 25" in text_of(response)
        assert "2 đơn vị, mỗi đơn vị 15 việc: Chi bộ A, Chi bộ B" in text_of(response)

    def test_a_past_day_is_allowed_with_a_warning(self, chief, copy):
        assert "Ngày có hiệu lực 15/10/2025 đã qua." in text_of(chief.get(url("obligations:issue", copy)))

    def test_a_double_click_issues_once(self, chief, copy):
        address, form = url("obligations:issue", copy), {"revision": copy.revision}
        assert [chief.post(address, form).status_code for _ in range(2)] == [302, 403]
        assert Obligation.objects.filter(closed_on=EFFECTIVE).count() == 2

    def test_a_stale_page_is_refused(self, chief, office, copy):
        seen, task = copy.revision, copy.tasks.first()
        reword(task, text="Lời khác.", revision=task.revision, by=office.specialist, at=AT)
        assert chief.post(url("obligations:issue", copy), {"revision": seen}).status_code == 409
        assert chief.post(url("obligations:issue", copy), {"revision": "x"}).status_code == 409
        assert Plan.objects.get(pk=copy.pk).status == "draft"

    def test_without_a_day_it_says_what_is_missing(self, chief, desk, office, plan):
        copy_id = desk.post(url("plans:amend", plan), {"way": "by_hand"}).url
        chief.force_login(office.leader)
        copy = Plan.objects.get(version=2)
        said = text_of(chief.get(url("obligations:issue", copy)))
        assert copy_id == url("plans:compare", copy)
        assert "Còn 2 việc trước khi ban hành" in said
        assert "<li>Chưa ghi số và ngày của văn bản sửa đổi, bổ sung</li><li>Chưa ghi ngày có hiệu lực</li>" in said

    @pytest.mark.parametrize("cells", [2, 5])
    def test_the_number_of_queries_does_not_grow_with_organisations(self, client, cells):
        office = make_office(cells)
        plan = issued_plan(office, {"due": by(date(2026, 6, 30))})
        copy = amendment_of(plan, office)
        add(copy, due=by(date(2026, 9, 30)))
        client.force_login(office.leader)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url("obligations:issue", copy)).status_code == 200
        assert len(queries) == PREVIEW_QUERIES


class TestAfterwards:
    @pytest.fixture
    def done(self, office, plan, copy):
        row = Obligation.objects.get(org=office.cells[0], task__text__startswith="Sơ kết")
        answered([row], date(2025, 9, 12))
        issue(copy, office)
        return plan, Plan.objects.get(pk=copy.pk)

    def test_each_version_shows_its_own_items_and_the_way_to_the_others(self, chief, done):
        old, new = done
        earlier, later = (text_of(chief.get(url("plans:detail", one))) for one in done)
        assert "Xây dựng kế hoạch của đơn vị." in earlier
        assert "Xây dựng chương trình của đơn vị." in later
        assert "Bản này có hiệu lực đến trước ngày 15/10/2025; từ ngày đó theo bản mới hơn." in earlier
        for said in (earlier, later):
            assert f'href="{url("plans:detail", old)}"' in said
            assert f'href="{url("plans:detail", new)}"' in said

    def test_the_list_shows_the_newest_version_only(self, chief, done):
        assert [one.pk for one in chief.get(reverse("plans:list")).context["plans"]] == [done[1].pk]

    def test_an_obligation_says_its_version_and_what_moved_it(self, chief, office, done):
        row = Obligation.objects.get(org=office.cells[0], task__text__startswith="Xây dựng")
        said = text_of(chief.get(reverse("obligations:detail", args=[row.pk])))
        assert "Theo bản 2 của kế hoạch (Quyết định số 15-QĐ/ĐU ngày 30/09/2025)." in said
        assert "Đổi hạn theo bản 2" in said
        assert "hạn trước đó: 31/12/2025" in said

    def test_what_ended_says_by_which_document(self, chief, office, done):
        row = Obligation.objects.get(org=office.cells[1], task__text__startswith="Sơ kết")
        said = text_of(chief.get(reverse("obligations:detail", args=[row.pk])))
        assert "Chấm dứt từ ngày 15/10/2025 theo Quyết định số 15-QĐ/ĐU ngày 30/09/2025." in said

    def test_what_was_answered_stays_under_its_version(self, chief, office, done):
        row = Obligation.objects.get(org=office.cells[0], task__text__startswith="Sơ kết")
        said = text_of(chief.get(reverse("obligations:detail", args=[row.pk])))
        assert "Theo bản 1 của kế hoạch, có hiệu lực đến trước ngày 15/10/2025." in said
        assert "Chấm dứt" not in said

    def test_those_whom_it_binds_read_the_comparison(self, client, office, done):
        client.force_login(make_user(role="enterer", org=office.cells[0]))
        response = client.get(url("plans:compare", done[1]))
        assert response.status_code == 200
        assert "Sửa lời" not in text_of(response)
