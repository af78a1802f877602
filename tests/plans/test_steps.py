"""Steps of confirming: undone one by one; splitting, merging, restoring; passages; several people at once."""

from datetime import timedelta
from itertools import pairwise

import pytest

from dondoc.audit.models import AuditEvent
from dondoc.plans import actions
from dondoc.plans.models import KeptEdit, PassageUse, Plan, Step, Target, Task
from dondoc.web.refusals import Conflict, Invalid, Refused
from tests.factories import AT, make_user
from tests.plans.test_actions import broken, task_of
from tests.plans.world import take_in

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(minutes=5)
# Two paragraphs that sound like duties and that no rule takes for one.
UNREAD = """KẾ HOẠCH
Số 15-KH/ĐU
Về cải cách hành chính, giai đoạn 2026 - 2030

I. Chỉ tiêu
1. 90% chi bộ dùng sổ tay điện tử; 80% cấp ủy họp không giấy.

II. Nhiệm vụ
1. Giao Văn phòng Đảng ủy xây dựng kế hoạch chi tiết trước ngày 30/6/2026.
2. Giao Ban Tổ chức Đảng ủy hướng dẫn các chi bộ, hoàn thành trong quý III/2026.
"""


@pytest.fixture
def second(office):
    """Another specialist of the same office."""
    return make_user("hoa", role="specialist", org=office.committee)


def target_of(plan, code) -> Target:
    return plan.targets.select_related("plan__org", "plan__document").get(code=code)


def rows_of(plan) -> dict[str, list[dict]]:
    """Everything that a version would hold."""
    content = actions.frozen_content(Plan.objects.get(pk=plan.pk))
    return {kind: content[kind] for kind in ("plan", "targets", "tasks")}


def last(plan, by) -> Step:
    return Step.objects.filter(plan=plan, made_by=by, undone_at=None).first()


def undo_last(plan, by):
    return actions.undo(plan, step_id=last(plan, by).pk, by=by, at=LATER)


def fresh(plan, code):
    """The task as a page shows it now."""
    return task_of(plan, code)


def every_act(plan, by):
    """Each act once, as functions; every one changes something."""
    head = {name: getattr(plan, name) for name in ("number", "issued_on", "starts_on", "ends_on", "alarms_for_past")}
    common = {"by": by, "at": AT}
    return {
        "confirm": lambda: actions.confirm_items(plan, codes={"tasks": ["2.1-1", "4-1"], "targets": ["4"]}, **common),
        "correct": lambda: actions.correct_item(
            fresh(plan, "2.1-1"), changes={"lead_wording": "Ai đó", "target": None, "reviewer": None},
            revision=fresh(plan, "2.1-1").revision, **common,
        ),
        "remove task": lambda: actions.remove_item(
            fresh(plan, "2.1-2"), revision=fresh(plan, "2.1-2").revision, reason="Trùng", **common
        ),
        "remove target": lambda: actions.remove_item(
            target_of(plan, "4"), revision=target_of(plan, "4").revision, reason="Trùng", **common
        ),
        "add": lambda: actions.add_task(plan, target=target_of(plan, "2.1"), text="Thêm", revision=0, **common),
        "split": lambda: actions.split_item(
            fresh(plan, "2.1-1"), at_word=3, revision=fresh(plan, "2.1-1").revision, **common
        ),
        "merge": lambda: actions.merge_items(
            fresh(plan, "2.2-1"), fresh(plan, "2.2-2"), revision=fresh(plan, "2.2-1").revision,
            other_revision=fresh(plan, "2.2-2").revision, **common,
        ),
        "settle": lambda: actions.settle_finding(plan.findings.select_related("plan__org")[0], **common),
        "head": lambda: actions.set_head(
            plan, values=head | {"subject": "Khác"}, revision=Plan.objects.get(pk=plan.pk).head_revision, **common
        ),
    }  # fmt: skip


class TestUndo:
    def test_every_act_is_undone_whole_in_turn(self, office, plan):
        states = [rows_of(plan)]
        for act in every_act(plan, office.specialist).values():
            act()
            states.append(rows_of(plan))
        # All but the settled doubt, which a version does not hold, changed the rows.
        assert [a != b for a, b in pairwise(states)] == [True] * 7 + [False, True]
        while last(plan, office.specialist):
            states.pop()
            undo_last(plan, office.specialist)
            assert _without_positions(rows_of(plan)) == _without_positions(states[-1])
        assert len(states) == 1
        assert not plan.findings.exclude(settled_at=None).exists()
        assert AuditEvent.objects.filter(action="plan.undo").count() == 9

    def test_a_step_is_undone_once(self, office, plan, second):
        actions.confirm_items(plan, codes={"tasks": ["2.1-1"]}, by=office.specialist, at=AT)
        step = undo_last(plan, office.specialist)
        assert last(plan, office.specialist) is None
        with pytest.raises(Conflict, match="đã được binh hoàn tác lúc"):
            actions.undo(plan, step_id=step.pk, by=office.specialist, at=LATER)
        with pytest.raises(Conflict, match="Không còn thao tác này"):
            actions.undo(plan, step_id=0, by=office.specialist, at=LATER)

    def test_not_over_what_somebody_else_did_since(self, office, plan, second):
        actions.confirm_items(plan, codes={"tasks": ["2.1-1", "4-1"]}, by=office.specialist, at=AT)
        task = fresh(plan, "2.1-1")
        actions.correct_item(task, changes={"lead_wording": "Hoa ghi"}, revision=task.revision, by=second, at=LATER)
        with pytest.raises(Conflict, match=r"mục 2.1-1 đã được hoa sửa lúc 10:05"):
            undo_last(plan, office.specialist)
        assert fresh(plan, "4-1").is_confirmed  # nothing of it was undone
        undo_last(plan, second)
        undo_last(plan, office.specialist)
        assert not fresh(plan, "2.1-1").is_confirmed

    def test_only_ones_own_but_a_removal_by_whoever(self, office, plan, second):
        actions.confirm_items(plan, codes={"tasks": ["2.1-1"]}, by=office.specialist, at=AT)
        with pytest.raises(Conflict, match="Đây là thao tác của binh"):
            actions.undo(plan, step_id=last(plan, office.specialist).pk, by=second, at=LATER)
        actions.remove_item(fresh(plan, "2.1-2"), revision=0, reason="Trùng", by=office.specialist, at=AT)
        actions.undo(plan, step_id=last(plan, office.specialist).pk, by=second, at=LATER)
        assert (fresh(plan, "2.1-2").changed_by, fresh(plan, "2.1-2").changed_at) == (second, LATER)

    def test_a_removed_target_comes_back_with_those_of_its_tasks_that_went_nowhere(self, office, plan, second):
        own = [task.code for task in target_of(plan, "4").tasks.all()]
        other = target_of(plan, "2.1")
        actions.remove_item(target_of(plan, "4"), revision=0, reason="Trùng", by=office.specialist, at=AT)
        moved = fresh(plan, own[0])
        actions.correct_item(moved, changes={"target": other}, revision=moved.revision, by=second, at=LATER)
        undo_last(plan, office.specialist)
        assert [task.code for task in target_of(plan, "4").tasks.all()] == own[1:]
        assert fresh(plan, own[0]).target == other

    def test_not_under_a_target_that_is_gone(self, office, plan, second):
        task = fresh(plan, "4-1")
        actions.correct_item(task, changes={"target": None}, revision=0, by=office.specialist, at=AT)
        actions.remove_item(target_of(plan, "4"), revision=0, reason="Trùng", by=second, at=LATER)
        with pytest.raises(Conflict, match="thứ mà mục này gắn vào đã được bỏ"):
            undo_last(plan, office.specialist)

    def test_an_added_target_that_has_tasks_stays(self, office, plan, second):
        passage = plan.passages.create(start=0, end=9)
        made = actions.settle_passage(passage, use=PassageUse.TARGET, by=office.specialist, at=AT)
        task = fresh(plan, "4-1")
        actions.correct_item(task, changes={"target": made}, revision=0, by=second, at=LATER)
        with pytest.raises(Conflict, match="đã có nhiệm vụ gắn vào chỉ tiêu bs-b1"):
            undo_last(plan, office.specialist)

    def test_a_code_that_was_given_away_is_not_taken_back(self, office, plan):
        task = fresh(plan, "4-1")
        actions.remove_item(task, revision=0, reason="Trùng", by=office.specialist, at=AT)
        step = last(plan, office.specialist)
        Task.objects.filter(plan=plan, code="4-2").update(code="4-1")
        with pytest.raises(Conflict, match="mã 4-1 đã dùng cho mục khác"):
            actions.undo(plan, step_id=step.pk, by=office.specialist, at=LATER)

    def test_a_change_that_no_step_knows_is_not_undone_over(self, office, plan):
        actions.confirm_items(plan, codes={"tasks": ["2.1-1"]}, by=office.specialist, at=AT)
        Task.objects.filter(plan=plan, code="2.1-1").update(is_confirmed=False)
        with pytest.raises(Conflict, match=r"mục 2.1-1 đã thay đổi sau đó"):
            undo_last(plan, office.specialist)

    def test_who_may_not(self, office, plan):
        actions.confirm_items(plan, codes={"tasks": ["2.1-1"]}, by=office.specialist, at=AT)
        with pytest.raises(Refused, match="không có quyền sửa"):
            actions.undo(plan, step_id=last(plan, office.specialist).pk, by=office.leader, at=LATER)

    def test_if_the_trail_fails_nothing_is_undone(self, office, plan, monkeypatch):
        actions.confirm_items(plan, codes={"tasks": ["2.1-1"]}, by=office.specialist, at=AT)
        monkeypatch.setattr("dondoc.plans.actions.steps.record", broken)
        with pytest.raises(RuntimeError):
            undo_last(plan, office.specialist)
        assert (fresh(plan, "2.1-1").is_confirmed, last(plan, office.specialist).undone_at) == (True, None)


def _without_positions(rows):
    """Order counts, the numbers in between do not."""
    return {
        kind: [{k: v for k, v in row.items() if k != "position"} for row in part] if kind != "plan" else part
        for kind, part in rows.items()
    }


class TestSeveralPeople:
    def test_two_items_are_corrected_at_the_same_time(self, office, plan, second):
        """A page is not stale because somebody works on another item."""
        one, two = fresh(plan, "2.1-1"), fresh(plan, "4-1")
        actions.correct_item(one, changes={"lead_wording": "Một"}, revision=0, by=office.specialist, at=AT)
        actions.correct_item(two, changes={"lead_wording": "Hai"}, revision=0, by=second, at=AT)
        assert [
            (task.lead_wording, task.changed_by, task.changed_at, task.revision)
            for task in (fresh(plan, "2.1-1"), fresh(plan, "4-1"))
        ] == [("Một", office.specialist, AT, 1), ("Hai", second, AT, 2)]

    def test_what_was_changed_since_the_page_was_seen_is_not_confirmed_unseen(self, office, plan, second):
        actions.correct_item(fresh(plan, "2.1-1"), changes={"lead_wording": "x"}, revision=0, by=second, at=AT)
        undo_last(plan, second)
        with pytest.raises(Conflict, match=r"Mục 2.1-1 vừa được hoa sửa"):
            actions.confirm_items(plan, codes={"tasks": ["2.1-1"]}, by=office.specialist, at=AT, seen=0)
        assert actions.confirm_items(plan, codes={"tasks": ["2.1-1"]}, by=office.specialist, at=AT, seen=2) == 1

    def test_what_is_gone_is_said(self, office, plan, second):
        task = fresh(plan, "2.1-1")
        actions.remove_item(fresh(plan, "2.1-1"), revision=0, reason="Trùng", by=second, at=AT)
        with pytest.raises(Conflict, match=r"Mục 2.1-1 vừa được bỏ hoặc gộp"):
            actions.correct_item(task, changes={"lead_wording": "x"}, revision=0, by=office.specialist, at=AT)

    def test_a_plan_issued_meanwhile_is_not_corrected(self, office, plan):
        task = fresh(plan, "2.1-1")
        Plan.objects.filter(pk=plan.pk).update(status="issued")
        with pytest.raises(Conflict, match="vừa được ban hành"):
            actions.correct_item(task, changes={"lead_wording": "x"}, revision=0, by=office.specialist, at=AT)


class TestDividing:
    def test_a_task_is_split_at_a_word(self, office, plan):
        task = fresh(plan, "2.1-2")
        text, end = task.text, task.end
        before = list(plan.tasks.values_list("code", flat=True))
        made = actions.split_item(task, at_word=4, revision=0, by=office.specialist, at=AT)
        first = fresh(plan, "2.1-2")
        assert (first.text, made.text) == (" ".join(text.split()[:4]), " ".join(text.split()[4:]))
        source = plan.document.text
        assert [source[one.start : one.end].split() for one in (first, made)] == [first.text.split(), made.text.split()]
        assert (made.code, made.end, made.due, made.population, made.deliverables, made.target) == (
            "2.1-2~2", end, first.due, first.population, first.deliverables, first.target,
        )  # fmt: skip
        assert (first.is_confirmed, made.is_confirmed) == (False, False)
        codes = list(plan.tasks.values_list("code", flat=True))
        assert codes == [*before[: before.index("2.1-2") + 1], "2.1-2~2", *before[before.index("2.1-2") + 1 :]]

    def test_measures_go_with_their_words(self, office):
        plan = take_in(office, UNREAD, "15.txt")
        target = target_of(plan, plan.targets.get().code)
        assert [m["value"] for m in target.measures] == [90, 80]
        place = target.text.split().index("80%")
        made = actions.split_item(target, at_word=place, revision=0, by=office.specialist, at=AT)
        assert [[m["value"] for m in one.measures] for one in plan.targets.all()] == [[90], [80]]
        back = actions.merge_items(
            target, made, revision=target.revision, other_revision=made.revision, by=office.specialist, at=AT
        )
        assert ([m["value"] for m in back.measures], back.text) == ([90, 80], take_text(UNREAD))

    def test_an_item_without_a_place_is_split_too(self, office, plan):
        task = actions.add_task(plan, target=None, text="Rà soát và báo cáo", revision=0, by=office.specialist, at=AT)
        made = actions.split_item(task, at_word=2, revision=task.revision, by=office.specialist, at=AT)
        assert (fresh(plan, task.code).text, made.text, made.start) == ("Rà soát", "và báo cáo", None)

    @pytest.mark.parametrize("word", [0, 999, -1])
    def test_a_part_without_words_is_refused(self, office, plan, word):
        with pytest.raises(Invalid, match="ít nhất một chữ"):
            actions.split_item(fresh(plan, "2.1-2"), at_word=word, revision=0, by=office.specialist, at=AT)
        assert not Step.objects.exists()

    def test_two_tasks_become_one(self, office, plan):
        one, two = fresh(plan, "2.2-1"), fresh(plan, "2.2-2")
        words = f"{one.text} {two.text}"
        kept = actions.merge_items(
            two, one, revision=0, other_revision=0, by=office.specialist, at=AT
        )  # in whichever order they are given
        stored = fresh(plan, "2.2-1")
        assert (kept.code, " ".join(stored.text.split())) == ("2.2-1", " ".join(words.split()))
        assert (stored.start, stored.end) == (one.start, two.end)
        assert set(two.deliverables) <= set(stored.deliverables)
        assert not plan.tasks.filter(code="2.2-2").exists()

    @pytest.mark.parametrize(
        ("own", "more", "both"),
        [
            ({"orgs": ["A"]}, {"orgs": ["B", "A"]}, {"orgs": ["A", "B"]}),
            ({"kinds": ["x"]}, {"kinds": ["y"]}, {"kinds": ["x", "y"]}),
            ({}, {"orgs": ["B"]}, {"orgs": ["B"]}),
            ({"orgs": ["A"]}, {"kinds": ["x"]}, {}),  # nobody is dropped unseen: a person chooses
        ],
    )  # fmt: skip
    def test_who_does_it_is_joined(self, office, plan, own, more, both):
        one, two = fresh(plan, "2.2-1"), fresh(plan, "2.2-2")
        Task.objects.filter(pk=one.pk).update(lead_wording="Sở A", support_wording="Sở C", population=own)
        Task.objects.filter(pk=two.pk).update(lead_wording="Sở B, sở A", support_wording="", population=more)
        actions.merge_items(
            fresh(plan, "2.2-1"), fresh(plan, "2.2-2"), revision=0, other_revision=0, by=office.specialist, at=AT
        )
        kept = fresh(plan, "2.2-1")
        assert (kept.lead_wording, kept.support_wording, kept.population) == ("Sở A, Sở B", "Sở C", both)

    def test_with_something_between_the_first_keeps_its_place(self, office, plan):
        one, three = fresh(plan, "2.2-1"), fresh(plan, "2.2-3")
        start, end = one.start, one.end
        actions.merge_items(one, three, revision=0, other_revision=0, by=office.specialist, at=AT)
        assert (fresh(plan, "2.2-1").start, fresh(plan, "2.2-1").end) == (start, end)

    def test_what_does_not_go_together(self, office, plan):
        task = fresh(plan, "2.2-1")
        for other in (task, target_of(plan, "2.1")):
            with pytest.raises(Invalid, match="mục khác cùng loại"):
                actions.merge_items(task, other, revision=0, other_revision=0, by=office.specialist, at=AT)


def take_text(text):
    return next(line[3:] for line in text.splitlines() if line.startswith("1. 90%"))


class TestPassages:
    @pytest.fixture
    def passage(self, plan):
        start = plan.document.text.index("Ban Thường vụ")
        return plan.passages.create(start=start, end=start + 40)

    @pytest.mark.parametrize(("use", "kind"), [(PassageUse.TASK, "tasks"), (PassageUse.TARGET, "targets")])
    def test_it_becomes_an_item_with_its_place(self, office, plan, passage, use, kind):
        made = actions.settle_passage(passage, use=use, by=office.specialist, at=AT)
        stored = getattr(plan, kind).get(code="bs-b1")
        words = " ".join(plan.document.text[passage.start : passage.end].split())
        assert (made, stored.text, stored.start, stored.end, stored.is_confirmed) == (
            stored, words, passage.start, passage.end, False,
        )  # fmt: skip
        starts = [row.start for row in getattr(plan, kind).all() if row.start is not None]
        assert starts.index(stored.start) == sum(start < stored.start for start in starts)
        event = AuditEvent.objects.get(action="plan.settle_passage")
        assert event.after == {"use": use.value, "code": "bs-b1", "text": words}

    def test_a_code_is_given_once_among_tasks_and_targets(self, office, plan, passage):
        other = plan.passages.create(start=passage.end + 1, end=passage.end + 30)
        common = {"by": office.specialist, "at": AT}
        made = [
            actions.settle_passage(passage, use=PassageUse.TASK, **common),
            actions.settle_passage(other, use=PassageUse.TARGET, **common),
        ]
        assert [item.code for item in made] == ["bs-b1", "bs-b2"]

    def test_or_nothing_once(self, office, plan, passage, second):
        assert actions.settle_passage(passage, use=PassageUse.NOTHING, by=second, at=AT) is None
        with pytest.raises(Conflict, match="hoa đã chọn “Không phải việc”"):
            actions.settle_passage(passage, use=PassageUse.TASK, by=office.specialist, at=AT)
        assert (plan.tasks.filter(code="bs-b1").exists(), plan.passages.get().used_as) == (False, "nothing")

    def test_undone_it_waits_again(self, office, plan, passage):
        actions.settle_passage(passage, use=PassageUse.TASK, by=office.specialist, at=AT)
        undo_last(plan, office.specialist)
        assert (plan.passages.get().used_as, plan.passages.get().settled_by) == ("", None)
        assert not plan.tasks.filter(code="bs-b1").exists()


class TestKeeping:
    def test_what_is_typed_is_kept_for_its_person(self, office, plan, second):
        common = {"key": "task:2.1-1", "by": office.specialist}
        actions.keep_edit(plan, fields={"lead_wording": ["Đ"]}, at=AT, **common)
        actions.keep_edit(plan, fields={"lead_wording": ["Đảng"]}, at=LATER, **common)
        kept = KeptEdit.objects.visible_to(office.specialist).get()
        assert (kept.fields, kept.saved_at) == ({"lead_wording": ["Đảng"]}, LATER)
        assert not KeptEdit.objects.visible_to(second).exists()
        actions.drop_edit(plan, **common)
        assert not KeptEdit.objects.exists()

    def test_who_may_not(self, office, plan):
        with pytest.raises(Refused, match="không có quyền"):
            actions.keep_edit(plan, key="head", fields={}, by=office.leader, at=AT)
