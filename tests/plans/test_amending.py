"""Beginning an amendment, working on it, giving it up."""

from datetime import date

import pytest

from dondoc.audit.models import AuditEvent
from dondoc.documents.models import Document
from dondoc.obligations.actions import issue_plan
from dondoc.plans import actions, queries
from dondoc.plans.actions import amending
from dondoc.plans.models import Amendment, Plan, Target, Task
from dondoc.plans.queries import Fate
from dondoc.plans.rules import Blocker, blockers
from dondoc.web.refusals import Conflict, Invalid, Refused
from tests.factories import AT
from tests.plans.world import FOUNDING, take_in

pytestmark = pytest.mark.django_db

TEXT = FOUNDING.decode()
DECISION = """ĐẢNG ỦY CÁC CƠ QUAN ĐẢNG
*
Số 15-QĐ/ĐU
Thành phố Mẫu, ngày 02 tháng 3 năm 2026

QUYẾT ĐỊNH
sửa đổi, bổ sung một số điểm của Kế hoạch số 08-KH/ĐU
"""
VALUES = {
    "kind": "Quyết định", "number": "15-QĐ/ĐU", "signed_on": date(2026, 3, 2), "subject": "Sửa đổi, bổ sung",
    "in_force_from": date(2026, 4, 1),
}  # fmt: skip


@pytest.fixture
def copy(office, issued):
    """A working copy made by hand."""
    return actions.start_amendment(issued, by=office.specialist, at=AT)


def from_text(office, issued, text: str) -> Plan:
    return actions.start_from_text(issued, name="moi.txt", data=text.encode(), by=office.specialist, at=AT)


def compared(copy: Plan, user) -> queries.Comparison:
    return queries.compare(copy.amendment.of, copy, user=user)


def counts(copy: Plan, user) -> dict[str, int]:
    return {fate.value: count for fate, count in compared(copy, user).counts}


class TestByHand:
    def test_the_copy_has_every_item_as_it_stands_and_changes_nothing(self, office, issued, copy):
        columns = ("code", "text", "start", "end", "is_confirmed", "position")
        for model, more in ((Target, ("measures",)), (Task, ("due_data", "population", "deliverables", "reviewer"))):
            old, new = (list(model.objects.filter(plan=plan).values_list(*columns, *more)) for plan in (issued, copy))
            assert old == new
        lines = dict(copy.tasks.values_list("code", "line__code"))
        assert lines == {code: code for code in lines}
        assert [task.target.code if task.target else None for task in copy.tasks.select_related("target")] == [
            task.target.code if task.target else None for task in issued.tasks.select_related("target")
        ]
        assert (copy.version, copy.first, copy.document, copy.status) == (2, issued, issued.document, "draft")
        assert counts(copy, office.specialist) == {"changed": 0, "new": 0, "ended": 0, "same": 52}

    def test_the_head_of_the_amending_document_is_read(self, office, issued):
        copy = actions.start_amendment(issued, name="15.txt", data=DECISION.encode(), by=office.specialist, at=AT)
        amendment = copy.amendment
        assert (amendment.number, amendment.signed_on, amendment.kind) == ("15-QĐ/ĐU", date(2026, 3, 2), "Quyết định")
        assert (copy.number, copy.document) == ("08-KH/ĐU", issued.document)
        assert amendment.cited == "Quyết định số 15-QĐ/ĐU ngày 02/03/2026"

    def test_new_words_stand_within_the_sentence(self, office, copy):
        task = copy.tasks.first()
        actions.reword(task, text=task.text.replace("Nhân dân", "nhân dân"), revision=0, by=office.specialist, at=AT)
        [change] = compared(copy, office.specialist).changed
        assert [piece.text for piece in change.words if piece.op != "same"] == ["Nhân", "nhân"]
        assert (change.fate, change.fields) == (Fate.CHANGED, [])

    def test_days_bodies_and_products_are_compared_in_words(self, office, copy):
        task = copy.tasks.get(code="2.1-1")
        changes = {
            "due_data": {"kind": "date", "on": "2025-12-31"}, "population": {"orgs": ["BTC"]},
            "deliverables": ["ket-qua-nhiem-vu"], "supporters": ["VP"],
        }  # fmt: skip
        actions.correct_item(task, changes=changes, revision=0, by=office.specialist, at=AT)
        [change] = compared(copy, office.specialist).changed
        assert [(one.label, one.before, one.after) for one in change.fields] == [
            ("Thời hạn", "trong tháng 9/2025", "trước ngày 31/12/2025"),
            ("Chủ trì, thực hiện", "Đảng bộ cơ sở, Chi bộ cơ sở (khối noi-chinh-tu-phap)", "Ban Tổ chức Đảng ủy"),
            ("Phối hợp", "—", "Văn phòng Đảng ủy"),
            ("Sản phẩm", "Chương trình (kế hoạch) thực hiện Nghị quyết 66-NQ/TW", "Kết quả thực hiện nhiệm vụ"),
        ]

    def test_a_level_is_compared_as_one_reads_it(self, office, copy):
        target = copy.targets.get(code="2.1")
        measures = [{**target.measures[0], "comparator": ">=", "value": 90}]
        actions.correct_item(target, changes={"measures": measures}, revision=0, by=office.specialist, at=AT)
        [change] = compared(copy, office.specialist).changed
        assert [(one.label, one.before, one.after) for one in change.fields] == [("Mức phải đạt", "100 %", "≥ 90 %")]

    def test_what_was_taken_out_stands_where_it_stood(self, office, copy):
        codes = [one.item.code for one in compared(copy, office.specialist).items if not one.is_target]
        gone = copy.tasks.get(code=codes[3])
        actions.remove_item(gone, revision=0, reason="Bãi bỏ", by=office.specialist, at=AT)
        shown = [one.item.code for one in compared(copy, office.specialist).items if not one.is_target]
        assert shown == codes

    def test_what_was_added_is_new(self, office, copy):
        actions.add_task(copy, target=None, text="Việc mới", revision=copy.revision, by=office.specialist, at=AT)
        assert counts(copy, office.specialist)["new"] == 1

    def test_a_chỉ_tiêu_is_added_once_and_is_new(self, office, copy):
        given = {"label": "Chỉ tiêu thứ Mười ba", "text": "90% chi bộ dùng sổ tay điện tử.", "revision": copy.revision}
        target = actions.add_target(copy, **given, by=office.specialist, at=AT)
        assert (target.code, target.line, counts(copy, office.specialist)["new"]) == ("bs-b1", None, 1)
        with pytest.raises(Conflict):
            actions.add_target(copy, **given, by=office.specialist, at=AT)
        with pytest.raises(Invalid):
            actions.add_target(copy, label="", text=" ", revision=9, by=office.specialist, at=AT)


class TestFromText:
    def test_the_same_text_is_the_same_plan(self, office, issued):
        copy = from_text(office, issued, TEXT + "\n")
        assert counts(copy, office.specialist) == {"changed": 0, "new": 0, "ended": 0, "same": 52}
        assert not copy.tasks.filter(is_confirmed=False).exists()
        assert not copy.findings.filter(settled_at=None, severity="error").exists()

    def test_other_days_are_found_and_what_was_decided_stays(self, office, issued):
        copy = from_text(office, issued, TEXT.replace("tháng 9/2025", "tháng 12/2026"))
        found = compared(copy, office.specialist)
        labels = {one.label for change in found.changed for one in change.fields}
        assert (found.count(Fate.NEW), found.count(Fate.ENDED), found.doubtful) == (0, 0, [])
        assert labels == {"Thời hạn"}
        monthly = copy.tasks.get(code="II.1-1")  # the package had decided a rhythm that the text leaves open
        assert (monthly.due.label, monthly.deliverables) == ("hằng tháng, chậm nhất ngày 20", ["bao-cao-thang"])

    def test_an_item_that_is_gone_ended_and_a_new_one_is_new(self, office, issued):
        line = "Giao Văn phòng Đảng ủy theo dõi đôn đốc"
        assert TEXT.count(line) == 1
        start = TEXT.index(line)
        end = TEXT.index("\n", start)
        other = "Giao Ban Tổ chức Đảng ủy lập danh sách đảng viên đi học lý luận chính trị trước ngày 30/6/2026."
        copy = from_text(office, issued, TEXT[:start] + other + TEXT[end:])
        fates = [(one.fate.value, one.item.code) for one in compared(copy, office.specialist).changed]
        assert [one for one in fates if one[0] != "changed"] == [("ended", "II.1-2"), ("new", "II.1-2")]

    def test_what_a_person_had_added_comes_along(self, office, issued):
        added = issued.tasks.filter(start=None)
        assert added.exists()
        copy = from_text(office, issued, TEXT + "\n")
        assert copy.tasks.filter(start=None).count() == added.count()

    def test_a_text_without_items_is_refused_and_nothing_is_kept(self, office, issued, files):
        before = len(files())
        with pytest.raises(Invalid, match="Sửa trên bản đang có"):
            from_text(office, issued, DECISION)
        assert (Plan.objects.count(), Document.objects.count(), len(files())) == (1, 1, before)


class TestPairing:
    def test_a_person_pairs_and_parts(self, office, issued, copy):
        first, second = copy.tasks.all()[:2]
        old = issued.tasks.get(code=first.code)
        actions.pair_items(first, continues=None, revision=0, by=office.specialist, at=AT)
        assert counts(copy, office.specialist)["new"] == counts(copy, office.specialist)["ended"] == 1
        first.refresh_from_db()
        other = issued.tasks.get(code=second.code)
        with pytest.raises(Invalid, match="đã nối tiếp"):
            actions.pair_items(first, continues=other, revision=first.revision, by=office.specialist, at=AT)
        first.refresh_from_db()
        actions.pair_items(first, continues=old, revision=first.revision, by=office.specialist, at=AT)
        assert counts(copy, office.specialist)["same"] == 52

    def test_a_doubt_holds_issuing_up(self, office, copy):
        actions.set_amendment(copy, values=VALUES, revision=copy.head_revision, by=office.specialist, at=AT)
        copy.tasks.filter(code="2.1-1").update(is_pairing_doubtful=True)
        task = copy.tasks.get(code="2.1-1")
        words = "1 mục chưa rõ nối tiếp mục nào của bản trước"
        assert blockers(copy) == [Blocker(words, "plans:compare", f"doi-nv-{task.pk}")]
        copy.targets.filter(code="10").update(is_pairing_doubtful=True)
        task.is_pairing_doubtful = False
        task.save()
        target = copy.targets.get(code="10")
        assert blockers(copy) == [Blocker(words, "plans:compare", f"doi-ct-{target.pk}")]

    def test_what_its_document_lacks_is_told_at_once(self, copy):
        page = "plans:amendment"
        assert blockers(copy) == [
            Blocker("chưa ghi số và ngày của văn bản sửa đổi, bổ sung", page),
            Blocker("chưa ghi ngày có hiệu lực", page),
        ]
        copy.in_force_from = date(2024, 1, 1)
        assert [one.sentence for one in blockers(copy)][1].startswith("Ngày có hiệu lực phải sau ngày")


class TestDocument:
    @pytest.mark.parametrize("day", [date(2025, 9, 1), date(2024, 1, 1), date(2031, 1, 1)])
    def test_a_day_outside_is_refused(self, office, copy, day):
        with pytest.raises(Invalid):
            actions.set_amendment(copy, values=VALUES | {"in_force_from": day}, revision=0, by=office.specialist, at=AT)
        assert Plan.objects.get(pk=copy.pk).in_force_from is None

    def test_a_stale_form_is_refused(self, office, copy):
        actions.set_amendment(copy, values=VALUES, revision=0, by=office.specialist, at=AT)
        with pytest.raises(Conflict):
            actions.set_amendment(copy, values=VALUES, revision=0, by=office.specialist, at=AT)

    def test_its_file_may_come_later_and_opens_with_the_version(self, office, copy):
        given = {"name": "15.txt", "data": DECISION.encode()}
        actions.set_amendment(copy, values=VALUES, revision=0, **given, by=office.specialist, at=AT)
        document = Amendment.objects.get(plan=copy).document
        assert (document.name, document.is_open) == ("15.txt", False)
        copy = Plan.objects.get(pk=copy.pk)
        issue_plan(copy, revision=copy.revision, by=office.leader, at=AT)
        assert Document.objects.get(pk=document.pk).is_open

    def test_of_two_at_the_same_moment_the_second_leaves_no_file(self, office, issued, copy, monkeypatch, files):
        before = len(files())
        monkeypatch.setattr(amending, "may_amend", lambda by, plan: None)  # as it was before the first had saved
        with pytest.raises(Conflict):
            actions.start_amendment(issued, name="15.txt", data=DECISION.encode(), by=office.specialist, at=AT)
        assert (Amendment.objects.get().plan, Document.objects.count(), len(files())) == (copy, 1, before)

    def test_when_the_trail_cannot_be_written_nothing_is_saved(self, office, issued, monkeypatch, files):
        before = len(files())

        def fails(*args, **kwargs):
            raise RuntimeError

        monkeypatch.setattr(amending, "record", fails)
        with pytest.raises(RuntimeError):
            actions.start_amendment(issued, name="15.txt", data=DECISION.encode(), by=office.specialist, at=AT)
        assert (Plan.objects.count(), Amendment.objects.count(), len(files())) == (1, 0, before)


class TestRights:
    def test_who_may_not_edit_plans_may_not_amend(self, office, issued):
        for user in (office.enterer, office.leader):
            with pytest.raises(Refused, match="không có quyền"):
                actions.start_amendment(issued, by=user, at=AT)

    def test_a_draft_is_not_amended(self, office):
        plan = take_in(office, TEXT.replace("08-KH/ĐU", "09-KH/ĐU"), "09.txt")
        with pytest.raises(Refused, match="sửa ngay trên bản đang soát"):
            actions.start_amendment(plan, by=office.specialist, at=AT)

    def test_an_issued_amendment_is_not_edited(self, office, copy):
        actions.set_amendment(copy, values=VALUES, revision=0, by=office.specialist, at=AT)
        copy = Plan.objects.get(pk=copy.pk)
        issue_plan(copy, revision=copy.revision, by=office.leader, at=AT)
        task = Task.objects.filter(plan=copy).select_related("plan__org").first()
        with pytest.raises(Refused):
            actions.reword(task, text="Khác", revision=task.revision, by=office.specialist, at=AT)


def test_discarding_leaves_the_plan_in_force_and_the_file_may_come_again(office, issued):
    before = list(Task.objects.filter(plan=issued).values())
    copy = from_text(office, issued, TEXT + "\n")
    with pytest.raises(Invalid):
        actions.discard_amendment(copy, revision=copy.revision, reason=" ", by=office.specialist, at=AT)
    actions.discard_amendment(copy, revision=copy.revision, reason="Nhập thử", by=office.specialist, at=AT)
    assert (Plan.objects.get(), list(Task.objects.values())) == (issued, before)
    assert AuditEvent.objects.filter(action="plan.amend_discard").get().note == "Nhập thử"
    assert from_text(office, issued, TEXT + "\n").version == 2
