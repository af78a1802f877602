"""Pages of plans: An (enters for a cell), Bình (specialist), the leader, who only looks, a stranger."""

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dondoc.accounts.roles import Permission
from dondoc.documents.models import Document
from dondoc.lib.due import Due, DueKind
from dondoc.orgs.models import OrgKind
from dondoc.plans import actions
from dondoc.plans.models import Plan
from tests.factories import AT, make_committee, make_org, make_plan, make_target, make_task, make_user
from tests.plans.world import FOUNDING, OTHER, confirm_all, take_in

pytestmark = pytest.mark.django_db
LIST, IMPORT = reverse("plans:list"), reverse("plans:import")
MOST_QUERIES = 15


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def received(response) -> bytes:
    """The whole body of an answer, which also lets go of the file."""
    return b"".join(response)


def url(name, plan, *more):
    return reverse(f"plans:{name}", args=[plan.pk, *more])


@pytest.fixture
def desk(client, office):
    """The specialist, signed in."""
    client.force_login(office.specialist)
    return client


def send(client, data, name="08-KH-DU.txt"):
    return client.post(IMPORT, {"file": SimpleUploadedFile(name, data if isinstance(data, bytes) else data.encode())})


class TestImporting:
    def test_a_file_becomes_a_draft(self, desk):
        response = send(desk, FOUNDING)
        assert response.url == url("confirm", Plan.objects.get())

    def test_the_same_file_again_says_when(self, desk, plan):
        response = send(desk, FOUNDING)
        assert (response.status_code, Plan.objects.count()) == (409, 1)
        assert "đã được nhập ngày 16/03/2026 với tên “08-KH-DU.txt”" in text_of(response)
        assert f'href="{url("confirm", plan)}"' in text_of(response)  # and leads to it

    @pytest.mark.parametrize(
        ("data", "name", "says"),
        [
            (b"%PDF-1.7", "quet.pdf", "Tệp “quet.pdf” bị hỏng nên không đọc được"),
            (b"PK\x03\x04 broken", "ke-hoach.docx", "bị hỏng hoặc không phải tệp Word"),
            ("TỐI MẬT\nKẾ HOẠCH\n1. Phấn đấu 90% chi bộ.", "mat.txt", "Không được đưa văn bản mật"),
            ("Kính gửi các đồng chí.", "thu.txt", "Không tìm thấy chỉ tiêu hay nhiệm vụ nào trong “thu.txt”"),
            (b"   \n", "trong.txt", "Tệp “trong.txt” trống"),
        ],
    )
    def test_what_cannot_be_read_is_said_beside_the_field(self, desk, data, name, says):
        response = send(desk, data, name)
        assert (response.status_code, Document.objects.count()) == (422, 0)
        assert says in " ".join(response.context["form"].errors["file"])

    def test_too_large_and_nothing_at_all(self, desk, settings):
        settings.UPLOAD_LIMIT_MB = 1
        response = send(desk, b"x" * (1024 * 1024 + 1))
        assert (response.status_code, response.context["form"].errors["file"]) == (
            422, ["Tệp lớn hơn 1 MB. Hãy tách phụ lục hoặc lưu lại ở dạng gọn hơn."],
        )  # fmt: skip
        assert desk.post(IMPORT).status_code == 422

    def test_who_may_not(self, client, office):
        client.force_login(office.enterer)
        assert [client.get(IMPORT).status_code, send(client, FOUNDING).status_code] == [403, 403]
        assert "không có quyền nhập kế hoạch" in text_of(client.get(IMPORT))


class TestConfirming:
    def test_it_shows_what_was_read_and_where(self, desk, plan):
        page = text_of(desk.get(url("confirm", plan)))
        task = plan.tasks.get(code="2.1-2")
        assert "Đã xác nhận 0/52 mục." in page
        assert f'href="#src-task-{task.pk}"' in page
        assert re.search(rf'<mark id="src-task-{task.pk}"[^>]*><a class="ui-mark-back" href="#muc-2.1-2"', page)
        assert 'id="muc-2.1-2"' in page
        assert "Còn 1 việc trước khi ban hành" in page
        assert f'<a href="{url("confirm", plan)}?loc=chua#draft">52 mục chưa xác nhận</a>' in page
        assert "(thêm vào, không có trong văn bản)" in page  # what the package adds

    def test_every_link_of_a_mark_and_of_an_item_has_its_goal(self, desk, plan):
        page = desk.get(url("confirm", plan)).content.decode()
        ids = set(re.findall(r'\sid="([^"]+)"', page))
        goals = set(re.findall(r'href="#([^"]+)"', page))
        assert len(goals) > 100
        assert goals - ids == set()

    def test_every_doubt_stands_on_the_page_once(self, desk, plan):
        page = desk.get(url("confirm", plan)).content.decode()
        assert sorted(map(int, re.findall(r'id="xem-(\d+)"', page))) == sorted(
            plan.findings.values_list("pk", flat=True)
        )

    def test_gaps_are_shown(self, desk, office):
        plan = take_in(office, OTHER, "12.txt")
        page = text_of(desk.get(url("confirm", plan)))
        assert "2 nhiệm vụ chưa rõ ai làm" in page
        assert page.count(" chưa rõ ai làm") == 3

    def test_sure_and_complete_items_are_confirmed_together(self, desk, plan):
        plan.tasks.filter(code="2.1-1").update(population={})
        plan.tasks.filter(code="2.1-2").update(deliverables=["bao-cao-thang"])
        response = desk.post(url("confirm_items", plan), {"sure": "1"}, follow=True)
        left = set(plan.tasks.filter(is_confirmed=False).values_list("code", flat=True))
        unsure = set(plan.tasks.filter(confidence__lt="0.9").values_list("code", flat=True))
        assert unsure
        assert left == unsure | {"2.1-1", "2.1-2"}
        assert not plan.targets.filter(is_confirmed=False).exists()
        assert f"Đã xác nhận {52 - len(left)} mục." in text_of(response)
        assert "Không có mục nào mới để xác nhận. Mục còn thiếu thông tin thì bấm “Sửa”" in text_of(
            desk.post(url("confirm_items", plan), {"sure": "1"}, follow=True)
        )

    def test_one_item_is_confirmed_and_the_page_returns_to_it(self, desk, plan):
        response = desk.post(url("confirm_items", plan) + "?xep=van-ban&loc=chua&khac=1", {"task": "8-2"})
        assert response.url == url("confirm", plan) + "?xep=van-ban&loc=chua#muc-8-2"
        assert list(plan.tasks.filter(is_confirmed=True).values_list("code", flat=True)) == ["8-2"]

    def test_the_most_doubtful_first_or_in_the_order_of_the_text(self, desk, plan):
        plan.tasks.filter(code="4-1").update(population={})
        rows = desk.get(url("confirm", plan)).context["desk"].rows
        doubts = [row.doubt for row in rows]
        assert (doubts, doubts[0] > doubts[-1]) == (sorted(doubts, reverse=True), True)
        in_text = [row.item.code for row in desk.get(url("confirm", plan), {"xep": "van-ban"}).context["desk"].rows]
        starts = [t.code for t in plan.targets.all()]
        assert [code for code in in_text if code in starts] == starts
        assert in_text[:3] == ["II.1", "II.1-1", "II.1-2"]

    @pytest.mark.parametrize(
        ("show", "shown"),
        [
            ("chua", lambda row: not row.item.is_confirmed),
            ("phat-hien", lambda row: bool(row.findings or row.gaps)),
            ("chi-tieu", lambda row: row.is_target),
            ("nhiem-vu", lambda row: not row.is_target),
            ("vo-nghia", lambda row: True),
        ],
    )
    def test_filters(self, desk, plan, show, shown):
        desk.post(url("confirm_items", plan), {"task": "8-2"})
        every = desk.get(url("confirm", plan)).context["desk"].rows
        context = desk.get(url("confirm", plan), {"loc": show}).context
        wanted = [row.item.code for row in every if shown(row)]
        assert [row.item.code for row in context["desk"].rows] == wanted
        [tab] = [tab for tab in context["tabs"] if tab["is_current"]]
        assert tab["count"] == len(wanted)

    def test_each_item_says_how_it_was_found_and_how_sure(self, desk, plan):
        plan.tasks.filter(code="2.1-1").update(confidence="0.60", signs=["body.fuzzy", "body.exact"])
        plan.tasks.filter(code="2.1-2").update(rule="task.of-old")
        page = text_of(desk.get(url("confirm", plan)))
        assert "Máy đọc dễ nhầm, cần đọc kỹ." in page
        assert "Máy đọc gần như chắc chắn." in page
        assert "Tên cơ quan gần giống một tổ chức trong danh sách; cần chọn lại." in page
        assert "Máy nhận ra theo quy tắc “task.of-old” của bản đọc trước đây." in page
        assert "Theo gói kèm theo của chính kế hoạch này." in page
        assert "Đoạn ghi rõ “Chỉ tiêu …”." in page

    def test_a_doubt_is_settled_from_its_item(self, desk, plan):
        finding = plan.findings.first()
        response = desk.post(url("settle", plan, finding.pk), {"back": "muc-2.1"})
        finding.refresh_from_db()
        assert (response.url, finding.settled_at is not None) == (url("confirm", plan) + "#muc-2.1", True)


def task_data(desk, plan, code, **changes):
    """What the form of a task holds, with `changes`."""
    form = desk.get(url("edit_task", plan, code)).context["form"]
    values = {name: value for name, value in form.initial.items() if value not in (None, [])}
    return values | changes


class TestCorrecting:
    def test_a_form_sent_unchanged_changes_nothing_but_confirms(self, desk, plan):
        for task in plan.tasks.all():
            before = (task.population, task.deliverables, task.due, task.reviewer_id, task.opener_id, task.target_id)
            response = desk.post(url("edit_task", plan, task.code), task_data(desk, plan, task.code))
            assert response.status_code == 302, (task.code, response.context["form"].errors)
            task.refresh_from_db()
            after = (task.population, task.deliverables, task.due, task.reviewer_id, task.opener_id, task.target_id)
            assert (after, task.is_confirmed) == (before, True), task.code

    def test_dates_as_people_type_them(self, desk, plan):
        data = task_data(desk, plan, "2.1-2", due_kind="date", due_on="5/3/2026")
        assert desk.post(url("edit_task", plan, "2.1-2"), data).status_code == 302
        assert plan.tasks.get(code="2.1-2").due.on == date(2026, 3, 5)
        wrong = task_data(desk, plan, "2.1-2", due_on="31/02/2026", lead_wording="Chữ đã gõ")
        response = desk.post(url("edit_task", plan, "2.1-2"), wrong)
        assert (response.status_code, list(response.context["form"].errors)) == (422, ["due_on"])
        assert 'value="31/02/2026"' in text_of(response)
        assert "Chữ đã gõ" in text_of(response)

    @pytest.mark.parametrize(
        ("changes", "field", "says"),
        [
            ({"orgs": "Ban Tổ chứ"}, "orgs", "có phải: Ban Tổ chức Đảng ủy"),
            ({"orgs": "Văn phòng Đảng ủy", "kinds": ["grassroots_cell"]}, "orgs", "bỏ chọn loại tổ chức"),
            ({"orgs": ""}, "kinds", "Hãy chọn loại tổ chức"),
            ({"due_kind": "recurring", "cadence": "once"}, "cadence", "cần chọn nhịp"),
            ({"due_kind": "as_directed", "cadence": "annual"}, "opener", "cần chọn cơ quan mở đợt"),
            ({"due_kind": "date", "due_on": ""}, "due_on", "Cần ghi ngày"),
            ({"due_kind": "date", "due_on": "1/1/9025"}, "due_on", "ngoài thời gian thực hiện của kế hoạch (từ "),
            ({"due_kind": "date", "due_on": "1/1/0025"}, "due_on", "ngoài thời gian thực hiện của kế hoạch (từ "),
            ({"due_kind": "quarter", "due_on": "1/1/2035"}, "due_on", "ngoài thời gian thực hiện của kế hoạch (từ "),
            (
                {"deliverables": ["bao-cao-thang"]},
                "deliverables",
                "(cần loại nộp cả nhiệm kỳ)",
            ),
        ],
    )
    def test_what_does_not_fit_is_said_in_place(self, desk, plan, changes, field, says):
        response = desk.post(url("edit_task", plan, "2.1-2"), task_data(desk, plan, "2.1-2", **changes))
        assert (response.status_code, says in " ".join(response.context["form"].errors.get(field, []))) == (422, True)

    def test_two_windows(self, desk, plan):
        """The second to save is told, sees what was typed, and may save it knowingly."""
        address = url("edit_task", plan, "2.1-2")
        first, second = (task_data(desk, plan, "2.1-2", lead_wording=word) for word in ("Cửa sổ một", "Cửa sổ hai"))
        assert desk.post(address, first).status_code == 302
        response = desk.post(address, second)
        assert (response.status_code, plan.tasks.get(code="2.1-2").lead_wording) == (409, "Cửa sổ một")
        assert "Mục 2.1-2 vừa được binh sửa lúc" in text_of(response)
        assert 'value="Cửa sổ hai"' in text_of(response)
        again = second | {"revision": response.context["form"]["revision"].value()}
        assert desk.post(address, again).status_code == 302
        assert plan.tasks.get(code="2.1-2").lead_wording == "Cửa sổ hai"

    def test_the_head(self, desk, plan):
        address = url("edit_head", plan)
        data = {
            "revision": 0, "number": "08-KH/ĐU", "subject": "S", "issued_on": "5/3/2026", "starts_on": "1/9/2025",
            "ends_on": "31/12/2030",
        }  # fmt: skip
        wrong = desk.post(address, data | {"issued_on": "31/02/2026", "subject": "Đã gõ"})
        assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["issued_on"])
        assert "Đã gõ" in text_of(wrong)
        backwards = desk.post(address, data | {"ends_on": "1/1/2025"})
        assert (backwards.status_code, dict(backwards.context["form"].errors)) == (
            422, {"ends_on": ["Ngày kết thúc phải sau ngày bắt đầu."]},
        )  # fmt: skip
        for field, changes, says in (
            ("starts_on", {"starts_on": "1/9/0025"}, "Năm phải từ 1930 đến 2100."),
            ("ends_on", {"ends_on": "31/12/9030"}, "Năm phải từ 1930 đến 2100."),
            ("issued_on", {"issued_on": "5/3/1026"}, "Năm phải từ 1930 đến 2100."),
            ("ends_on", {"ends_on": "31/12/2056"}, "Một kế hoạch không kéo dài quá 30 năm."),
        ):
            response = desk.post(address, data | changes)
            assert (response.status_code, says in response.context["form"].errors[field]) == (422, True), changes
        assert desk.post(address, data | {"number": "\u200b08-KH/ĐU\u202e"}).status_code == 302
        plan.refresh_from_db()
        assert (plan.number, plan.issued_on, plan.revision) == ("08-KH/ĐU", date(2026, 3, 5), 1)
        stale = desk.post(address, data | {"subject": "Cũ"})
        assert (stale.status_code, "Cũ" in text_of(stale)) == (409, True)

    def test_a_target_and_its_measures(self, desk, plan):
        address = url("edit_target", plan, "9")
        for code in plan.targets.values_list("code", flat=True):  # sent unchanged, nothing changes
            before = plan.targets.get(code=code).measures
            page = desk.get(url("edit_target", plan, code)).context
            data = measure_data(page)
            assert desk.post(url("edit_target", plan, code), data).status_code == 302
            assert plan.targets.get(code=code).measures == before
        data = measure_data(desk.get(address).context)
        typed = data | {"m-0-comparator": "range", "m-0-value": "1.234,5 - 2.000", "label": "Chín"}
        assert desk.post(address, typed).status_code == 302
        target = plan.targets.get(code="9")
        assert (target.measures[0]["value"], target.label, target.is_confirmed) == ([1234.5, 2000], "Chín", True)
        data = measure_data(desk.get(address).context)
        assert data["m-0-value"] == "1.234,5 - 2.000"
        for comparator, value in (("range", "60"), (">=", "nhiều"), (">=", "60 - 70")):
            response = desk.post(address, data | {"m-0-comparator": comparator, "m-0-value": value})
            assert (response.status_code, list(response.context["measures"].errors[0])) == (422, ["value"])

    @pytest.mark.parametrize(
        ("comparator", "value", "says"),
        [
            (">=", "9" * 190 + ",5", "Số quá lớn: hãy ghi không quá 15 chữ số."),
            (">=", "1234567890123456", "Số quá lớn: hãy ghi không quá 15 chữ số."),
            ("range", "70 - 60", "Trong khoảng thì số đầu phải nhỏ hơn số sau."),
            ("range", "60 - 60", "Trong khoảng thì số đầu phải nhỏ hơn số sau."),
            (">=", "9" * 400 + ",5", "200 ký tự"),
        ],
    )
    def test_a_level_that_no_target_has(self, desk, plan, comparator, value, says):
        address = url("edit_target", plan, "9")
        data = measure_data(desk.get(address).context) | {"m-0-comparator": comparator, "m-0-value": value}
        response = desk.post(address, data)
        [error] = response.context["measures"].errors[0]["value"]
        assert (response.status_code, says in error) == (422, True), error

    def test_more_rows_than_a_target_has_are_not_read(self, desk, plan):
        address = url("edit_target", plan, "9")
        response = desk.post(address, measure_data(desk.get(address).context) | {"m-TOTAL_FORMS": "999999"})
        assert (response.status_code, len(response.context["measures"].forms)) == (422, 21)

    def test_adding_leads_to_correcting(self, desk, plan):
        target = plan.targets.get(code="4")
        assert desk.post(url("add_task", plan), {"revision": 0, "text": "\u200b"}).status_code == 422
        response = desk.post(url("add_task", plan), {"revision": 0, "target": target.pk, "text": "Báo cáo năm"})
        assert response.url == url("edit_task", plan, "4-b1")
        twice = desk.post(url("add_task", plan), {"revision": 0, "target": target.pk, "text": "Báo cáo năm"})
        assert (twice.status_code, "Báo cáo năm" in text_of(twice), plan.tasks.filter(text="Báo cáo năm").count()) == (
            409, True, 1,
        )  # fmt: skip

    def test_removing_asks_why(self, desk, plan):
        address = url("remove_item", plan, "nhiem-vu", "12-1")
        for nothing in (" ", "\u200b\u202e"):
            assert desk.post(address, {"revision": 0, "reason": nothing}).status_code == 422
        assert desk.post(address, {"revision": 0, "reason": "Trùng mục 2.2"}).status_code == 302
        assert not plan.tasks.filter(code="12-1").exists()


def measure_data(context):
    """The fields of a target's page as the browser would send them."""
    forms = [context["form"], context["measures"].management_form, *context["measures"].forms]
    values = {bound.html_name: bound.value() for form in forms for bound in form}
    return {name: value for name, value in values.items() if value is not None}


class TestReading:
    def test_who_sees_a_draft(self, client, office, plan):
        only_looks = make_user(role="inspector", org=office.committee)
        stranger = make_user(role="specialist", org=make_committee("Đảng ủy Khác"))
        people = (office.specialist, office.leader, only_looks, office.enterer, stranger)
        answers = []
        for person in people:
            client.force_login(person)
            confirm, detail = (client.get(url(name, plan)).status_code for name in ("confirm", "detail"))
            file = client.get(reverse("documents:download", args=[plan.document_id]))
            received(file)
            answers.append((confirm, detail, file.status_code, len(client.get(LIST).context["plans"])))
        assert answers == [
            (200, 200, 200, 1), (403, 200, 200, 1), (404, 404, 404, 0), (404, 404, 404, 0), (404, 404, 404, 0),
        ]  # fmt: skip

    def test_who_reads_it_once_issued(self, client, office, plan):
        confirm_all(plan, office.specialist)
        actions.issue(plan, revision=plan.revision, by=office.leader, at=AT)
        stranger = make_user(role="specialist", org=make_committee("Đảng ủy Khác"))
        for person, status in ((office.enterer, 200), (stranger, 404)):
            client.force_login(person)
            response = client.get(url("detail", plan))
            file = client.get(reverse("documents:download", args=[plan.document_id]))
            assert (response.status_code, file.status_code, received(file)[:3] == FOUNDING[:3]) == (
                status, status, status == 200,
            )  # fmt: skip
        client.force_login(office.enterer)
        page = text_of(client.get(url("detail", plan)))
        assert "Đã ban hành" in page
        assert plan.findings.first().message not in page  # doubts are the office's own
        assert "Soát tiếp" not in page
        file = client.get(reverse("documents:download", args=[plan.document_id]))
        assert received(file) == FOUNDING
        assert "08-KH-DU.txt" in file["Content-Disposition"]

    def test_a_neighbour_is_counted_not_named(self, client, office):
        beside = make_org("Chi bộ Kín tên", parent=office.committee, kind=OrgKind.GRASSROOTS_CELL)
        plan = make_plan(office.committee, number="09-KH/ĐU")
        make_task(plan, due=Due(DueKind.UNDATED), orgs=[office.body, beside])
        said = []
        for person in (office.enterer, office.specialist):
            client.force_login(person)
            said.append([row.audience for s in client.get(url("detail", plan)).context["sections"] for row in s.tasks])
        assert said == [
            ["Văn phòng Đảng ủy, 1 đơn vị được nêu đích danh"], ["Văn phòng Đảng ủy, Chi bộ Kín tên"],
        ]  # fmt: skip

    def test_the_leader_comes_from_the_list_to_issuing(self, client, office, plan):
        client.force_login(office.leader)
        assert f'href="{url("detail", plan)}"' in text_of(client.get(LIST))
        assert "<li>52 mục chưa xác nhận</li>" in text_of(
            client.get(url("detail", plan))
        )  # no link: it is not his page
        confirm_all(plan, office.specialist)
        assert reverse("obligations:issue", args=[plan.pk]) in text_of(client.get(url("detail", plan)))

    def test_who_may_not_correct_is_told_why(self, client, office, plan):
        client.force_login(office.leader)
        response = client.get(url("edit_task", plan, "2.1-1"))
        assert (response.status_code, "Đồng chí không có quyền sửa kế hoạch này." in text_of(response)) == (403, True)

    def test_wrong_methods(self, desk, plan):
        finding = plan.findings.first()
        posts = [url("confirm_items", plan), url("settle", plan, finding.pk), url("undo", plan), url("keep", plan)]
        assert [desk.get(address).status_code for address in posts] == [405] * 4
        assert [desk.post(address).status_code for address in (LIST, url("confirm", plan), url("detail", plan))] == [
            405, 405, 405,
        ]  # fmt: skip

    def test_nobody_has_a_plan_yet(self, desk):
        assert "Chưa có kế hoạch nào." in text_of(desk.get(LIST))

    @pytest.mark.parametrize("count", [1, 3])
    def test_the_number_of_queries_is_constant(self, desk, office, count, role_with):
        plans = [make_plan(office.committee, issued_at=None, number=f"{n}-KH/ĐU") for n in range(count)]
        for _number in range(count):
            target = make_target(plans[0])
            make_task(plans[0], due=Due(DueKind.UNDATED), target=target, orgs=[office.body], reviewer=office.body)
        everything = make_user(role=role_with(*Permission), org=office.committee)
        desk.force_login(everything)
        counts = {}
        for name, address in (("list", LIST), *((n, url(n, plans[0])) for n in ("confirm", "detail"))):
            with CaptureQueriesContext(connection) as queries:
                assert desk.get(address).status_code == 200
            counts[name] = len(queries)
        assert counts == QUERIES
        assert max(counts.values()) <= MOST_QUERIES


# one more than where there is a trail: what waits is read beside its head
QUERIES = {"list": 7, "confirm": 14, "detail": 12}


def test_which_target_is_divided(desk, plan):
    assert [target.code for target in desk.get(url("detail", plan)).context["quotas"]] == ["10"]
