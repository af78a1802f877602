"""Bringing a plan in, correcting, confirming, issuing, dividing quotas: success, refusal, and nothing half done."""

from datetime import date

import pytest

from dondoc.audit.models import AuditEvent
from dondoc.documents.actions import receive
from dondoc.documents.models import Document, FindingSwitch
from dondoc.documents.parsing.files import Extraction
from dondoc.lib.due import Cadence, Due, DueKind
from dondoc.plans import actions
from dondoc.plans.models import Finding, Plan, Target, Task
from dondoc.plans.rules import Blocker, blockers, may_issue, period_kinds_for
from dondoc.sheets.models import Deliverable
from dondoc.web.refusals import Conflict, Invalid, Refused
from tests.factories import AT, make_user
from tests.plans.world import FOUNDING, OTHER, confirm_all, take_in

pytestmark = pytest.mark.django_db


def broken(*_args, **_kwargs):
    raise RuntimeError("no trail")


def task_of(plan, code):
    return plan.tasks.select_related("plan__org", "plan__document").get(code=code)


class TestImport:
    def test_the_founding_plan_comes_in_whole(self, office, plan):
        assert (plan.number, plan.issued_on, plan.starts_on, plan.ends_on, plan.status) == (
            "08-KH/ĐU", None, date(2025, 9, 1), date(2030, 12, 31), "draft",
        )  # fmt: skip
        targets = list(plan.targets.values_list("code", "indicator__label"))
        assert targets == [(c, c) for c in ("II.1", "2.1", "2.2", "2.3", *map(str, range(4, 13)))]
        assert plan.tasks.filter(start=None).count() == 3  # the package's additions
        assert plan.tasks.exclude(start=None).count() == 36
        assert plan.findings.count() > 20
        assert not plan.tasks.filter(is_confirmed=True).exists()

    def test_every_item_points_to_its_own_words(self, plan):
        text = plan.document.text
        # The text breaks some sentences over lines; the item has them in one.
        squashed = {"".join(text[i.start : i.end].split()).replace("*", "") for i in plan.tasks.exclude(start=None)}
        assert {"".join(t.text.split()).replace("*", "") for t in plan.tasks.exclude(start=None)} <= squashed

    def test_what_the_office_decided_is_proposed(self, office, plan):
        report, product = task_of(plan, "II.1-1"), task_of(plan, "2.2-1")
        assert (report.deliverables, report.due.label, report.reviewer) == (
            ["bao-cao-thang"],
            "hằng tháng, chậm nhất ngày 20",
            office.body,
        )
        assert product.deliverables == ["ke-hoach-nq57", "ke-hoach-nq59", "ke-hoach-nq66", "ke-hoach-nq68"]
        assert product.population == {
            "kinds": ["grassroots_organisation", "grassroots_cell"], "groups": ["tham-muu-giup-viec"]
        }  # fmt: skip
        round_task = task_of(plan, "9-3")
        assert (round_task.target.code, round_task.opener.code, round_task.start) == ("9", "BTC", None)

    def test_it_is_written_down(self, office, plan):
        event = AuditEvent.objects.get(action="plan.import")
        counts = {"targets": 13, "tasks": 39, "findings": plan.findings.count()}
        assert (event.object_label, event.after, event.actor_id) == ("Kế hoạch 08-KH/ĐU", counts, office.specialist.pk)

    def test_what_is_no_plan_leaves_nothing_and_can_be_tried_again(self, office, files):
        for _time in range(2):
            with pytest.raises(Invalid, match="Không tìm thấy chỉ tiêu hay nhiệm vụ"):
                take_in(office, "Thông báo nghỉ lễ.\nKính gửi các đồng chí.", "thong-bao.txt")
        assert (Document.objects.count(), Plan.objects.count(), files()) == (0, 0, [])

    def test_if_the_trail_fails_nothing_is_kept(self, office, files, monkeypatch):
        monkeypatch.setattr("dondoc.plans.actions.importing.record", broken)
        with pytest.raises(RuntimeError, match="no trail"):
            take_in(office)
        assert (Document.objects.count(), Plan.objects.count(), files()) == (0, 0, [])

    def test_without_the_right_nothing_is_read(self, office):
        with pytest.raises(Refused, match="không có quyền nhập kế hoạch"):
            actions.bring_in(org=office.committee, name="a.txt", data=b"x", by=office.enterer, at=AT)

    def test_another_plan_gets_proposals_only_and_shows_its_gaps(self, office):
        plan = take_in(office, OTHER, "12.txt")
        assert (plan.number, plan.tasks.count()) == ("12-KH/ĐU", 2)
        assert [(t.population, t.is_confirmed) for t in plan.tasks.all()] == [({}, False), ({}, False)]
        confirm_all(plan, office.specialist)
        plan.findings.filter(severity="error").delete()
        assert "chưa rõ ai làm" in may_issue(office.leader, plan).reason

    def test_two_sections_of_one_number_are_two_items(self, office):
        text = OTHER + "\nIII. Mục tiêu khác\n1. Phấn đấu 80% chi bộ đạt chuẩn.\n1. Phấn đấu 70% đảng viên học tập.\n"
        plan = take_in(office, text, "13.txt")
        codes = list(plan.targets.values_list("code", flat=True)) + list(plan.tasks.values_list("code", flat=True))
        assert len(codes) == len(set(codes))


class TestCorrecting:
    def test_a_correction_counts_as_confirmation_and_is_written_down(self, office, plan):
        actions.correct_item(
            task_of(plan, "2.1-1"), changes={"report_to_wording": "Văn phòng"}, revision=0, by=office.specialist, at=AT
        )
        task, event = task_of(plan, "2.1-1"), AuditEvent.objects.get(action="plan.correct_task")
        assert (task.report_to_wording, task.is_confirmed, task.plan.revision) == ("Văn phòng", True, 1)
        assert (event.before, event.after) == ({"report_to_wording": ""}, {"report_to_wording": "Văn phòng"})

    def test_a_stale_form_changes_nothing(self, office, plan):
        target = plan.targets.select_related("plan__org").get(code="4")
        actions.correct_item(target, changes={"label": "Một"}, revision=0, by=office.specialist, at=AT)
        with pytest.raises(Conflict, match="Mục 4 vừa được binh sửa lúc"):
            actions.correct_item(target, changes={"label": "Hai"}, revision=0, by=office.specialist, at=AT)
        assert Target.objects.get(pk=target.pk).label == "Một"

    def test_if_the_trail_fails_the_item_stays(self, office, plan, monkeypatch):
        monkeypatch.setattr("dondoc.plans.actions.correcting.record", broken)
        with pytest.raises(RuntimeError):
            actions.correct_item(
                task_of(plan, "2.1-1"), changes={"lead_wording": "Ai đó"}, revision=0, by=office.specialist, at=AT
            )
        task = task_of(plan, "2.1-1")
        assert (task.lead_wording != "Ai đó", task.is_confirmed, task.plan.revision) == (True, False, 0)

    def test_what_is_no_field_of_the_form_is_refused(self, office, plan):
        with pytest.raises(KeyError, match="confidence"):
            actions.correct_item(
                task_of(plan, "2.1-1"), changes={"confidence": 1}, revision=0, by=office.specialist, at=AT
            )

    def test_confirming_twice_confirms_once(self, office, plan):
        codes = {"targets": ["2.1", "no such"], "tasks": ["2.1-1"]}
        done = [actions.confirm_items(plan, codes=codes, by=office.specialist, at=AT) for _time in range(2)]
        assert (done, AuditEvent.objects.filter(action="plan.confirm").count()) == ([2, 0], 1)

    def test_removing_a_target_keeps_its_tasks(self, office, plan):
        target = plan.targets.select_related("plan__org").get(code="2.1")
        actions.remove_item(target, revision=0, reason="Trùng", by=office.specialist, at=AT)
        assert list(plan.tasks.filter(code__startswith="2.1-").values_list("code", "target")) == [
            ("2.1-1", None), ("2.1-2", None),
        ]  # fmt: skip
        event = AuditEvent.objects.get(action="plan.remove_target")
        assert (event.note, event.before["tasks"]) == ("Trùng", ["2.1-1", "2.1-2"])

    def test_removing_needs_a_reason_and_the_newest_state(self, office, plan):
        task = task_of(plan, "12-1")
        with pytest.raises(Invalid, match="lý do"):
            actions.remove_item(task, revision=0, reason="  ", by=office.specialist, at=AT)
        with pytest.raises(Conflict):
            actions.remove_item(task, revision=9, reason="Trùng", by=office.specialist, at=AT)
        assert Task.objects.filter(pk=task.pk).exists()

    def test_an_added_task_stands_last_and_waits(self, office, plan):
        target = plan.targets.get(code="2.1")
        one = actions.add_task(plan, target=target, text=" Báo cáo. ", revision=0, by=office.specialist, at=AT)
        two = actions.add_task(plan, target=None, text="Tổng kết", revision=1, by=office.specialist, at=AT)
        assert [(t.code, t.text, t.due.kind, t.is_confirmed, t.start) for t in (one, two)] == [
            ("2.1-b1", "Báo cáo.", DueKind.UNDATED, False, None), ("bs-b1", "Tổng kết", DueKind.UNDATED, False, None),
        ]  # fmt: skip
        assert list(plan.tasks.all())[-2:] == [one, two]
        with pytest.raises(Invalid, match="nội dung"):
            actions.add_task(plan, target=None, text=" ", revision=2, by=office.specialist, at=AT)

    def test_a_doubt_is_settled_once(self, office, plan):
        finding = plan.findings.select_related("plan__org").first()
        for person in (office.specialist, make_user(role="specialist", org=office.committee)):
            actions.settle_finding(finding, by=person, at=AT)
        finding.refresh_from_db()
        assert (finding.settled_by, AuditEvent.objects.filter(action="plan.settle_finding").count()) == (
            office.specialist, 1,
        )  # fmt: skip

    def test_the_head_is_found_again_by_its_new_words(self, office, plan):
        values = {
            "number": "80-KH/ĐU", "subject": "Đã sửa", "issued_on": date(2026, 3, 5), "starts_on": date(2025, 9, 1),
            "ends_on": date(2030, 12, 31), "alarms_for_past": True,
        }  # fmt: skip
        actions.set_head(plan, values=values, revision=0, by=office.specialist, at=AT)
        plan.refresh_from_db()
        assert {name: getattr(plan, name) for name in values} == values
        assert "80-kh/du" in plan.search_text
        assert "08-kh-du.txt" in plan.search_text
        backwards = values | {"ends_on": date(2025, 1, 1)}
        with pytest.raises(Invalid, match="sau ngày bắt đầu"):
            actions.set_head(plan, values=backwards, revision=1, by=office.specialist, at=AT)


class TestIssuing:
    @pytest.fixture
    def confirmed(self, office, plan):
        confirm_all(plan, office.specialist)
        return plan

    def test_what_is_frozen_equals_the_rows(self, office, confirmed):
        version = actions.issue(confirmed, revision=confirmed.revision, by=office.leader, at=AT)
        content = version.content
        assert content == actions.frozen_content(Plan.objects.get(pk=confirmed.pk))
        assert [t["code"] for t in content["targets"]] == [t.code for t in confirmed.targets.all()]
        first = content["tasks"][0]
        assert (first["code"], first["target"], first["reviewer"], first["deliverables"]) == (
            "II.1-1", "II.1", "VP", ["bao-cao-thang"],
        )  # fmt: skip
        assert content["targets"][0]["indicator"] == confirmed.targets.all()[0].indicator.code
        event = AuditEvent.objects.get(action="plan.issue")
        assert event.after == {"version": 1, "sha256": version.sha256}

    def test_products_of_their_own_are_made_once(self, office, confirmed):
        patterns = set(Deliverable.objects.filter(is_per_task=True).values_list("code", flat=True))
        asking = [t.code for t in confirmed.tasks.all() if patterns & set(t.deliverables)]
        before = Deliverable.objects.count()
        actions.issue(confirmed, revision=confirmed.revision, by=office.leader, at=AT)
        own = [d for t in confirmed.tasks.filter(code__in=asking) for d in t.deliverables]
        assert Deliverable.objects.count() == before + len(asking) == before + len(set(own))
        assert not patterns & {code for task in confirmed.tasks.all() for code in task.deliverables}

    def test_it_opens_the_document_to_those_whom_it_binds(self, office, confirmed):
        assert list(Document.objects.visible_to(office.enterer)) == []
        actions.issue(confirmed, revision=confirmed.revision, by=office.leader, at=AT)
        assert list(Document.objects.visible_to(office.enterer)) == [confirmed.document]

    def test_afterwards_nothing_changes_it(self, office, confirmed):
        version = actions.issue(confirmed, revision=confirmed.revision, by=office.leader, at=AT)
        task, finding = task_of(confirmed, "2.1-1"), confirmed.findings.select_related("plan__org").first()
        common = {"by": office.specialist, "at": AT}
        attempts = [
            lambda: actions.correct_item(task, changes={"lead_wording": "x"}, revision=1, **common),
            lambda: actions.remove_item(task, revision=1, reason="x", **common),
            lambda: actions.add_task(confirmed, target=None, text="x", revision=1, **common),
            lambda: actions.confirm_items(confirmed, codes={"tasks": ["2.1-1"]}, **common),
            lambda: actions.set_head(confirmed, values={}, revision=1, **common),
            lambda: actions.settle_finding(finding, **common),
        ]
        for attempt in attempts:
            with pytest.raises(Refused, match="đã ban hành"):
                attempt()
        with pytest.raises(Refused, match="đã được ban hành"):
            actions.issue(confirmed, revision=1, by=office.leader, at=AT)
        kept = confirmed.versions.get()
        assert (kept.content, kept.sha256) == (version.content, version.sha256)

    def test_a_correction_in_between_is_noticed(self, office, confirmed):
        actions.correct_item(
            task_of(confirmed, "2.1-1"),
            changes={"lead_wording": "Các đảng bộ"},
            revision=1,
            by=office.specialist,
            at=AT,
        )
        with pytest.raises(Conflict):
            actions.issue(confirmed, revision=confirmed.revision, by=office.leader, at=AT)
        assert (Plan.objects.get().status, confirmed.versions.count()) == ("draft", 0)

    def test_if_the_trail_fails_it_stays_a_draft(self, office, confirmed, monkeypatch):
        monkeypatch.setattr("dondoc.plans.actions.issuing.record", broken)
        products = Deliverable.objects.count()
        with pytest.raises(RuntimeError):
            actions.issue(confirmed, revision=confirmed.revision, by=office.leader, at=AT)
        assert (Plan.objects.get().status, confirmed.versions.count(), Deliverable.objects.count()) == (
            "draft", 0, products,
        )  # fmt: skip

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"population": {}}, ["1 nhiệm vụ chưa rõ ai làm"]),
            ({"population": {"kinds": []}}, ["1 nhiệm vụ chưa rõ ai làm"]),
            ({"deliverables": []}, ["1 nhiệm vụ chưa rõ sản phẩm"]),
            ({"deliverables": ["no-such"]}, ["1 nhiệm vụ có sản phẩm không còn trong danh mục"]),
            ({"deliverables": ["bao-cao-thang"]}, ["1 nhiệm vụ có sản phẩm mà kỳ nộp không hợp với thời hạn"]),
            (
                {"deliverables": ["so-ket-tong-ket"], "due_data": Due(DueKind.AS_DIRECTED).as_dict(), "opener": None},
                ["1 nhiệm vụ chưa rõ cơ quan mở đợt"],
            ),
            (
                {"population": {}, "deliverables": []},
                ["1 nhiệm vụ chưa rõ ai làm", "1 nhiệm vụ chưa rõ sản phẩm"],
            ),
        ],
    )
    def test_a_task_that_cannot_bind_is_named(self, office, confirmed, changes, said):
        actions.correct_item(task_of(confirmed, "2.1-1"), changes=changes, revision=1, by=office.specialist, at=AT)
        with pytest.raises(Refused) as refusal:
            actions.issue(confirmed, revision=2, by=office.leader, at=AT)
        told = f"Còn {len(said)} việc trước khi ban hành: {'; '.join(said)}."
        assert refusal.value.reason == told
        assert [(one.sentence, one.codes) for one in blockers(confirmed)] == [(one, ("2.1-1",)) for one in said]

    def test_all_that_stands_in_the_way_is_told_at_once_each_with_its_place(self, office, plan):
        plan.tasks.update(population={})
        plan.tasks.filter(code="2.1-1").update(deliverables=[])
        error = Finding.objects.create(plan=plan, code="x", severity="error", message="Sai")
        codes = tuple(plan.tasks.values_list("code", flat=True))
        assert blockers(plan) == [
            Blocker("52 mục chưa xác nhận", "plans:confirm", "draft", "?loc=chua"),
            Blocker("39 nhiệm vụ chưa rõ ai làm", "plans:bodies", codes=codes),
            Blocker("1 nhiệm vụ chưa rõ sản phẩm", "plans:confirm", "muc-2.1-1", codes=("2.1-1",)),
            Blocker("1 lỗi chưa xử lý trong “Điều cần xem”", "plans:confirm", f"xem-{error.pk}"),
        ]
        assert may_issue(office.leader, plan).reason.startswith("Còn 4 việc trước khi ban hành: 52 mục chưa xác nhận; ")

    def test_who_may_not_issue_is_told_that_alone(self, office, plan):
        assert may_issue(office.specialist, plan).reason == "Chỉ lãnh đạo được ban hành kế hoạch."

    def test_a_plan_without_tasks(self, office, plan):
        confirm_all(plan, office.specialist)
        plan.tasks.all().delete()
        assert blockers(plan) == [Blocker("kế hoạch chưa có nhiệm vụ nào", "plans:add_task")]

    def test_an_error_that_the_committee_does_not_want_to_be_told_holds_nothing_up(self, office, confirmed):
        Finding.objects.create(plan=confirmed, code="x", severity="error", message="Sai")
        assert may_issue(office.leader, confirmed)
        FindingSwitch.objects.create(org=office.committee, code="x", switched_at=AT, switched_by=office.specialist)
        assert may_issue(office.leader, confirmed) is None


def test_every_rhythm_has_a_product_that_answers_it(office):
    """Whatever plan comes in: each due time can be answered, so that the plan can be issued."""
    kinds = set(Deliverable.objects.filter(is_per_task=True).values_list("period_kind", flat=True))
    dues = [Due(DueKind.RECURRING, cadence=cadence) for cadence in Cadence]
    dues += [Due(kind) for kind in DueKind if kind.value not in ("date", "month", "quarter", "year", "recurring")]
    assert [due for due in dues if not kinds & {k.value for k in period_kinds_for(due)}] == []


def test_a_number_that_is_taken_is_doubted_until_a_person_says_so(office, plan):
    second = take_in(office, FOUNDING + b"\n")
    [doubt] = second.findings.filter(code="number_taken")
    assert (doubt.severity, doubt.message) == (
        "error",
        "Đã có kế hoạch cùng số 08-KH/ĐU, nhập ngày 16/03/2026. Đề nghị kiểm tra có phải nhập lần thứ hai.",
    )
    assert not plan.findings.filter(code="number_taken").exists()


def test_somebody_elses_plan_and_one_taken_in_again_are_doubted(office, plan):
    assert {f.code for f in plan.findings.all()} & {"issuer_is_other", "nearly_same_plan"} == set()
    again = take_in(office, FOUNDING.replace("08-KH/ĐU".encode(), "18-KH/ĐU".encode()))
    [same] = again.findings.filter(code="nearly_same_plan")
    assert same.message == (
        "100 % số đoạn giống hệt kế hoạch 08-KH/ĐU đã có. Nếu là bản sửa đổi, hãy mở kế hoạch đó và chọn "
        "“Sửa đổi, bổ sung”."
    )
    other = take_in(office, "ỦY BAN NHÂN DÂN TỈNH XA XÔI\n\nKẾ HOẠCH\n\n1. Giao Sở Xa Xôi xây dựng kế hoạch.".encode())
    [unknown] = other.findings.filter(code="body_unknown")
    assert unknown.message == "“Sở Xa Xôi” không có trong danh sách tổ chức."
    assert other.document.text[unknown.start : unknown.end] == "Giao Sở Xa Xôi xây dựng kế hoạch."
    [doubt] = other.findings.filter(code="issuer_is_other")
    assert doubt.message == (
        "Văn bản ghi cơ quan ban hành là “ỦY BAN NHÂN DÂN TỈNH XA XÔI”, còn kế hoạch đang được nhập cho "
        "Đảng ủy các cơ quan Đảng Thành phố Mẫu."
    )


def test_a_text_recognised_from_a_picture_is_doubted(office):
    text = OTHER.replace("12-KH/ĐU", "13-KH/ĐU")
    found = Extraction(text, ((0, 1), (60, 2)), scanned=True)
    document = receive(org=office.committee, name="quet.pdf", data=b"%PDF", by=office.specialist, at=AT, found=found)
    plan = actions.import_plan(document=document, by=office.specialist, at=AT)
    [doubt] = plan.findings.filter(code="recognised_text")
    assert doubt.message == (
        "Văn bản được máy nhận dạng từ bản chụp: chữ, số và dấu có thể sai; bảng kẻ ô đọc thành các dòng chữ."
    )
    assert [document.page_at(place) for place in (0, 59, 60, 200)] == [1, 1, 2, 2]
