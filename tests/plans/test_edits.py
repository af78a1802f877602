"""The points of an amending decision on the working copy: read, applied, corrected, set aside, undone; its pages."""

from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dondoc.audit.models import AuditEvent
from dondoc.plans import actions, queries
from dondoc.plans.actions import edits as module
from dondoc.plans.models import AmendmentEdit, EditState, Plan, Target, Task
from dondoc.plans.rules import blockers
from dondoc.web.refusals import Conflict, Invalid, Refused
from tests.factories import AT

pytestmark = pytest.mark.django_db
ROOM = Path(__file__).parents[1] / "documents" / "parsing" / "amending" / "decisions"
EDITS_QUERIES = 9
DOCUMENT = {"kind": "Công văn", "number": "120-CV/ĐU", "signed_on": None, "subject": "", "in_force_from": None}


def amended(office, issued, name: str) -> Plan:
    data = (ROOM / f"{name}.txt").read_bytes()
    return actions.start_amendment(issued, name=f"{name}.txt", data=data, by=office.specialist, at=AT)


def edit_of(copy: Plan, code: str, act: str) -> AmendmentEdit:
    return copy.edits.select_related("plan__org").get(item_code=code, act=act)


def apply(copy: Plan, user, *edits: AmendmentEdit) -> int:
    return actions.apply_edits(copy, ids=[one.pk for one in edits], by=user, at=AT)


class TestReading:
    def test_the_decision_becomes_changes_that_wait_and_changes_nothing(self, office, issued):
        copy = amended(office, issued, "qd-15-diem-khoan")
        said = [(one.part, one.act, one.item_code) for one in copy.edits.all()]
        assert said == [
            ("Điều 1.1", "reword", "8"), ("Điều 1.2", "add", ""), ("Điều 1.3", "repeal", "2.3-2"),
            ("Điều 1.4", "reword", "III.1"), ("Điều 1.5", "due", "2.1"), ("Điều 1.5", "due", "2.1-1"),
            ("Điều 1.5", "due", "2.1-2"), ("Điều 1.5", "due", "2.3"), ("Điều 1.5", "due", "2.3-1"),
            ("Điều 1.5", "due", "2.3-2"), ("Điều 1.5", "due", "2.3-3"), ("Điều 1.6", "unclear", ""),
        ]  # fmt: skip
        assert f"{copy.in_force_from:%d/%m/%Y}" == "01/04/2026"
        found = queries.compare(issued, copy, user=office.specialist)
        assert found.changed == []

    def test_the_file_may_come_later(self, office, issued):
        copy = actions.start_amendment(issued, by=office.specialist, at=AT)
        given = {"name": "cv.txt", "data": (ROOM / "cv-120-lui-han.txt").read_bytes()}
        actions.set_amendment(copy, values=DOCUMENT, revision=copy.head_revision, **given, by=office.specialist, at=AT)
        assert [(one.act, one.item_code) for one in copy.edits.all()] == [("due", "7-4"), ("repeal", "7-3")]

    def test_a_second_file_is_refused_and_leaves_the_points(self, files, office, issued):
        copy = amended(office, issued, "qd-15-diem-khoan")
        before, kept = list(copy.edits.values()), files()
        given = {"name": "cv.txt", "data": (ROOM / "cv-120-lui-han.txt").read_bytes()}
        with pytest.raises(Invalid, match="đã có tệp"):
            actions.set_amendment(
                copy, values=DOCUMENT, revision=copy.head_revision, **given, by=office.specialist, at=AT
            )
        assert (list(copy.edits.values()), files()) == (before, kept)

    def test_a_whole_new_text_has_no_points(self, office, issued):
        copy = actions.start_from_text(
            issued, name="moi.txt", data=issued.document.text.encode() + b"\n", by=office.specialist, at=AT
        )
        assert not copy.edits.exists()


class TestApplying:
    def test_each_act_does_what_it_says(self, office, issued):
        copy = amended(office, issued, "qd-15-diem-khoan")
        due = edit_of(copy, "2.1-1", "due")
        done = apply(copy, office.specialist, edit_of(copy, "8", "reword"), edit_of(copy, "", "add"),
                     edit_of(copy, "2.3-2", "repeal"), edit_of(copy, "III.1", "reword"), due)  # fmt: skip
        target = copy.targets.get(code="8")
        assert (done, target.measures[0]["comparator"], target.measures[0]["value"], target.is_confirmed) == (
            5, ">=", 80, True,
        )  # fmt: skip
        assert "ít nhất 80%" in target.text
        added = copy.tasks.get(target__code="12", start=None)
        assert (added.population, added.due.label) == ({"orgs": ["VP"]}, "trước ngày 15/12/2026")
        assert not copy.tasks.filter(code="2.3-2").exists()
        assert "(qua Ban Tuyên giáo và Dân vận Đảng ủy)" in copy.tasks.get(code="III.1").text
        assert copy.tasks.get(code="2.1-1").due.label == "trong tháng 12/2026"
        assert AuditEvent.objects.filter(action="plan.apply_edits").count() == 1

    def test_a_body_is_exchanged_in_words_and_in_population(self, office, issued):
        copy = amended(office, issued, "kh-21-dieu-chinh")
        assert apply(copy, office.specialist, edit_of(copy, "2.1-2", "lead")) == 1
        task = copy.tasks.get(code="2.1-2")
        assert (task.lead_wording, task.population) == ("Văn phòng Đảng ủy", {"orgs": ["VP"]})
        assert task.text.startswith("Giao Văn phòng Đảng ủy tham mưu")

    def test_tasks_of_a_new_target_stand_under_it(self, office, issued):
        copy = amended(office, issued, "tb-44-gach-dau-dong")
        apply(copy, office.specialist, *copy.edits.filter(act="add"))
        target = copy.targets.get(start=None)
        assert (target.label, target.measures[0]["value"]) == ("Chỉ tiêu thứ Mười Ba", 90)
        assert target.tasks.count() == 2

    def test_two_points_on_one_item_do_not_undo_each_other(self, office, issued):
        copy = amended(office, issued, "kh-21-dieu-chinh")
        task = copy.tasks.get(code="III.2")
        actions.reword(task, text=task.text + " Hết.", revision=0, by=office.specialist, at=AT)
        apply(copy, office.specialist, edit_of(copy, "III.2", "reword"))
        text = copy.tasks.get(code="III.2").text
        assert text.endswith(" Hết.")
        assert "và Ủy ban Kiểm tra Đảng ủy" in text

    def test_a_person_may_say_another_item_and_other_words(self, office, issued):
        copy = amended(office, issued, "qd-15-diem-khoan")
        edit = edit_of(copy, "III.1", "reword")
        actions.apply_edit(edit, item_code="III.2", text="Lời khác.", by=office.specialist, at=AT)
        assert copy.tasks.get(code="III.2").text == "Lời khác."
        with pytest.raises(Conflict):
            actions.apply_edit(edit, item_code="III.2", text="Lần nữa.", by=office.specialist, at=AT)

    def test_what_was_decided_is_not_decided_twice(self, office, issued):
        copy = amended(office, issued, "qd-15-diem-khoan")
        edit = edit_of(copy, "2.3-2", "repeal")
        assert [apply(copy, office.specialist, edit) for _ in range(2)] == [1, 0]

    def test_an_item_that_is_gone_is_told(self, office, issued):
        copy = amended(office, issued, "qd-15-diem-khoan")
        task = copy.tasks.get(code="2.3-2")
        actions.remove_item(task, revision=0, reason="Bỏ tay", by=office.specialist, at=AT)
        with pytest.raises(Invalid, match=r"Không còn mục 2\.3-2"):
            apply(copy, office.specialist, edit_of(copy, "2.3-2", "due"))
        assert edit_of(copy, "2.3-2", "due").is_waiting

    def test_what_a_decision_says_of_an_item_that_it_repeals_falls_away(self, office, issued):
        copy = amended(office, issued, "qd-15-diem-khoan")
        assert apply(copy, office.specialist, *copy.edits.exclude(act="unclear")) == 11
        due = edit_of(copy, "2.3-2", "due")
        assert (due.state, due.reason) == ("set_aside", "Mục 2.3-2 đã bãi bỏ theo điểm Điều 1.3.")

    def test_what_is_unclear_is_not_applied_but_set_aside(self, office, issued):
        copy = amended(office, issued, "qd-15-diem-khoan")
        edit = edit_of(copy, "", "unclear")
        with pytest.raises(Refused):
            apply(copy, office.specialist, edit)
        with pytest.raises(Invalid):
            actions.set_aside(edit, reason="  ", by=office.specialist, at=AT)
        actions.set_aside(edit, reason="Không phải việc của kế hoạch", by=office.specialist, at=AT)
        assert edit_of(copy, "", "unclear").state == EditState.SET_ASIDE

    def test_undoing_puts_items_and_points_back(self, office, issued):
        copy = amended(office, issued, "qd-15-diem-khoan")
        before = [list(model.objects.filter(plan=copy).values("code", "text", "due_data", "is_confirmed"))
                  for model in (Task,)]  # fmt: skip
        targets = list(Target.objects.filter(plan=copy).values("code", "text", "measures"))
        apply(copy, office.specialist, *copy.edits.exclude(act="unclear"))
        actions.undo(copy, step_id=copy.steps.first().pk, by=office.specialist, at=AT)
        assert [list(Task.objects.filter(plan=copy).values("code", "text", "due_data", "is_confirmed"))] == before
        assert list(Target.objects.filter(plan=copy).values("code", "text", "measures")) == targets
        assert set(copy.edits.values_list("state", flat=True)) == {"waiting"}

    def test_issuing_waits_for_every_point(self, office, issued):
        copy = amended(office, issued, "qd-15-diem-khoan")
        [found] = [one for one in blockers(copy) if one.page == "plans:edits"]
        assert found.sentence == "12 điểm của văn bản sửa đổi chưa quyết định"

    def test_who_may_not_edit_may_not_decide(self, office, issued):
        copy = amended(office, issued, "qd-15-diem-khoan")
        for user in (office.leader, office.enterer):
            with pytest.raises(Refused):
                apply(copy, user, copy.edits.first())

    def test_when_the_trail_cannot_be_written_nothing_is_applied(self, office, issued, monkeypatch):
        copy = amended(office, issued, "qd-15-diem-khoan")

        def fails(*args, **kwargs):
            raise RuntimeError

        monkeypatch.setattr(module, "record", fails)
        with pytest.raises(RuntimeError):
            apply(copy, office.specialist, edit_of(copy, "2.3-2", "repeal"))
        assert copy.tasks.filter(code="2.3-2").exists()
        assert edit_of(copy, "2.3-2", "repeal").is_waiting


def said(response) -> str:
    return " ".join(response.content.decode().split())


class TestPages:
    @pytest.fixture
    def copy(self, office, issued):
        return amended(office, issued, "qd-15-diem-khoan")

    @pytest.fixture
    def desk(self, client, office):
        client.force_login(office.specialist)
        return client

    def url(self, name: str, copy: Plan, *more) -> str:
        return reverse(f"plans:{name}", args=[copy.pk, *more])

    def test_beginning_leads_to_the_points(self, desk, issued):
        file = (ROOM / "qd-15-diem-khoan.txt").open("rb")
        with file:
            response = desk.post(reverse("plans:amend", args=[issued.pk]), {"way": "by_hand", "file": file})
        assert response.url == self.url("edits", Plan.objects.get(version=2))

    def test_each_stands_beside_its_item_with_how_sure_it_is(self, desk, copy):
        page = said(desk.get(self.url("edits", copy)))
        assert "Mục của bản trước" in page
        assert "Máy đọc gần như chắc chắn." in page
        assert "<dt>Mức phải đạt</dt>" in page
        assert "Các đồng chí Ủy viên Ban Thường vụ phụ trách từng cụm" in page
        assert "Áp dụng cả điểm này (7 mục)" in page

    def test_all_that_is_sure_is_applied_at_once(self, desk, copy):
        ids = desk.get(self.url("edits", copy)).context["desk"].sure
        assert len(ids) == 11
        response = desk.post(self.url("apply_edits", copy), {"edit": ids})
        assert response.status_code == 302
        assert copy.edits.filter(state="applied").count() == 10
        assert desk.post(self.url("undo_edits", copy)).status_code == 302
        assert not copy.edits.filter(state="applied").exists()

    def test_an_id_of_another_plan_is_refused(self, desk, copy):
        assert desk.post(self.url("apply_edits", copy), {"edit": ["999999"]}).status_code == 422
        assert desk.get(self.url("edit", copy, 999999)).status_code == 404

    def test_one_is_corrected_on_its_own_page(self, desk, copy):
        edit = edit_of(copy, "III.1", "reword")
        assert "qua Ban Tuyên giáo và Dân vận" in said(desk.get(self.url("edit", copy, edit.pk)))
        assert desk.post(self.url("edit", copy, edit.pk), {"item": "khác", "text": "Lời."}).status_code == 422
        response = desk.post(self.url("edit", copy, edit.pk), {"item": "III.2", "text": "Lời mới."})
        assert response.url == f"{self.url('edits', copy)}#diem-{edit.pk}"
        assert copy.tasks.get(code="III.2").text == "Lời mới."

    def test_the_comparison_says_what_is_left(self, desk, copy):
        assert "12 điểm của văn bản sửa đổi chưa quyết định" in said(desk.get(self.url("compare", copy)))

    def test_the_number_of_queries_is_constant(self, desk, copy):
        counts = []
        for _ in range(2):
            with CaptureQueriesContext(connection) as found:
                desk.get(self.url("edits", copy))
            counts.append(len(found))
            AmendmentEdit.objects.filter(plan=copy, position__gte=6).delete()
        assert counts == [EDITS_QUERIES] * 2
