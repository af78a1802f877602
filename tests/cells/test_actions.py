"""Giving down, taking back, letting off, compiling."""

from datetime import date

import pytest

from dondoc.audit.models import AuditEvent
from dondoc.cells import actions
from dondoc.cells.actions import compile_into, give_down
from dondoc.obligations.actions import close_for_org
from dondoc.obligations.models import Assignment, Obligation
from dondoc.obligations.rules import may_follow_up
from dondoc.obligations.status import ObligationStatus
from dondoc.orgs.models import OrgKind
from dondoc.plans.models import Plan, Task
from dondoc.reminders.actions import remind
from dondoc.reviewing.queries import QueueFilter, review_queue
from dondoc.submissions import actions as sheets
from dondoc.submissions import rules
from dondoc.submissions.actions import Incomplete
from dondoc.submissions.compiling import changed_below, sources_of, words_of
from dondoc.submissions.models import Submission
from dondoc.submissions.opening import open_submission
from dondoc.web.refusals import Invalid, Refused
from tests.cells.conftest import MONTH
from tests.factories import make_org, make_user
from tests.submissions.rows import AT, make_deliverable, make_obligation, make_plan, make_task

TODAY = AT.date()
FIRST = {"given": "10", "done": "8", "words": "Xong tám việc."}
SECOND = {"given": "5", "done": "5", "words": "Xong cả."}


def test_what_is_given_down_is_owed_to_the_committee_and_nobody_else_sees_it(base):
    given = base.give()
    rows = Obligation.objects.filter(assignment=given)
    assert [(row.org, row.due_on, row.period, row.task.reviewer) for row in rows.order_by("pk")] == [
        (cell, date(2026, 3, 24), "2026-03", base.org) for cell in base.cells
    ]
    assert set(Obligation.objects.visible_to(base.people[0])) == {rows.get(org=base.cells[0])}
    assert set(Obligation.objects.visible_to(base.officer)) == {*rows, base.duty}
    assert set(Obligation.objects.visible_to(base.office)) == {base.duty}
    assert set(Obligation.objects.followed_by(base.office)) == {base.duty}
    assert set(Obligation.objects.followed_by(base.officer)) == set(rows)
    assert may_follow_up(base.officer, rows[0]) is None
    assert may_follow_up(base.office, rows[0]).reason == "Chỉ cấp ủy đã giao việc này được đôn đốc, gia hạn, miễn."
    assert not Plan.objects.visible_to(base.officer).filter(document=None).exists()
    event = AuditEvent.objects.get(action="assignment.give")
    assert (event.actor_label, len(event.after["orgs"])) == (str(base.officer), 3)


def test_who_has_answered_already_is_not_asked_again(base):
    base.answer(0, approve=False, **FIRST)  # of its own accord, before anybody asked
    given = base.give()
    assert {row.org: row.status_on(TODAY) for row in given.obligations.all()} == {
        base.cells[0]: ObligationStatus.IN_REVIEW,
        base.cells[1]: ObligationStatus.DUE_SOON,
        base.cells[2]: ObligationStatus.DUE_SOON,
    }


def test_given_again_it_goes_only_to_those_who_were_not_asked(base):
    first = base.give(base.cells[:1])
    again = give_down(
        org=base.org, deliverable=base.product, period=MONTH, to=base.cells, due_on=date(2026, 3, 25),
        by=base.secretary, at=AT,
    )  # fmt: skip
    assert (again.assignment, [row.org for row in again.made], again.there) == (
        first, base.cells[1:], base.cells[:1],
    )  # fmt: skip
    assert first.obligations.count() == 3
    with pytest.raises(Invalid, match="đều đã được giao"):
        base.give()


def test_a_word_said_with_giving_more_reaches_all_and_saying_nothing_keeps_it(base):
    given = base.give(base.cells[:1], note="Ghi đúng sổ.")
    base.give(base.cells[:2])
    assert (Assignment.objects.get().note, Task.objects.get(pk=given.task_id).text.splitlines()[1]) == (
        "Ghi đúng sổ.", "Ghi đúng sổ.",
    )  # fmt: skip
    base.give(note=" Nộp trước thứ Năm. ")
    assert (Assignment.objects.get().note, Task.objects.get(pk=given.task_id).text.splitlines()[1:]) == (
        "Nộp trước thứ Năm.", ["Nộp trước thứ Năm."],
    )  # fmt: skip


def test_a_section_passes_on_what_it_was_given_and_compiles_it_upwards(base):
    section = make_org("Đảng bộ bộ phận Khối Văn phòng", parent=base.org, kind=OrgKind.SECTION_ORGANISATION)
    cells = [make_org(f"Chi bộ Phòng {n}", parent=section, kind=OrgKind.CELL) for n in "AB"]
    officer = make_user(role="enterer", org=section)
    secretary = make_user(role="internal_approver", org=section)
    above = base.give([section])
    with pytest.raises(Invalid, match="không trực thuộc"):
        base.give(cells)
    with pytest.raises(Refused):
        base.give(cells, org=section)  # the committee above it has given to the section as one
    with pytest.raises(Invalid, match="trước hoặc đúng hạn của cấp ủy"):
        base.give(cells, org=section, by=officer, due_on=date(2026, 3, 25))
    below = base.give(cells, org=section, by=officer, due_on=date(2026, 3, 20))
    assert {row.task.reviewer for row in below.obligations.select_related("task__reviewer")} == {section}
    assert set(Obligation.objects.followed_by(base.officer)) == set(above.obligations.all())
    for cell, given in zip(cells, ("10", "5"), strict=True):
        who = make_user(role="enterer", org=cell)
        draft = open_submission(org=cell, deliverable=base.product, period=MONTH, by=who, at=AT)
        sent = sheets.save_and_submit(
            draft, answers={"given": given, "done": "5", "words": ""}, revision=draft.revision, by=who, at=AT
        )
        assert rules.may_judge(base.secretary, sent) is not None
        sheets.approve(sent, revision=sent.revision, review_answers={"effective": "yes"}, by=secretary, at=AT)
    own = compile_into(below, by=officer, at=AT).submission
    assert (own.org, own.answers["given"], own.answers["done"]) == (section, "15", "10")
    up = sheets.save_and_submit(own, answers=own.answers, revision=own.revision, by=officer, at=AT)
    assert list(review_queue(base.secretary, QueueFilter(), TODAY)) == [up]
    sheets.approve(up, revision=up.revision, review_answers={"effective": "yes"}, by=base.secretary, at=AT)
    assert compile_into(above, by=base.officer, at=AT).submission.answers["given"] == "15"


def test_who_is_asked_by_a_plan_is_not_asked_again_by_the_committee(base):
    task = make_task(make_plan(base.city, base.office), ["bao-cao"], reviewer=base.city)
    make_obligation(task, base.cells[0], period=MONTH.code)
    given = base.give()
    assert [row.org for row in given.obligations.order_by("pk")] == base.cells[1:]


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"due_on": date(2026, 3, 15)}, "đã qua"),
        ({"due_on": date(2026, 4, 1)}, "trước hoặc đúng hạn của cấp ủy"),
        ({"period": MONTH.parse("2026")}, "được nhập hằng tháng"),
        ({"to": []}, "ít nhất một chi bộ"),
    ],
)
def test_what_cannot_be_given_down(base, more, why):
    given = {"to": base.cells, "due_on": date(2026, 3, 24), "period": MONTH} | more
    with pytest.raises(Invalid, match=why):
        give_down(org=base.org, deliverable=base.product, by=base.officer, at=AT, **given)
    assert not Assignment.objects.exists()


def test_only_the_committees_own_people_give_down_and_only_to_their_own_chi_bo(base):
    for by in (base.office, base.people[0], make_user(role="enterer", org=make_org(parent=base.city))):
        with pytest.raises(Refused):
            base.give(by=by)
    elsewhere = make_org("Chi bộ khác", parent=make_org(parent=base.city), kind="cell")
    with pytest.raises(Invalid, match="không trực thuộc"):
        base.give([elsewhere])


def test_a_failing_audit_leaves_nothing(base, monkeypatch):
    def broken(*args, **more):
        raise RuntimeError("no trail")

    monkeypatch.setattr(actions, "record", broken)
    with pytest.raises(RuntimeError):
        base.give()
    assert (Assignment.objects.count(), Obligation.objects.count(), Task.objects.count()) == (0, 1, 1)


def test_it_is_taken_back_as_if_it_had_never_been_while_nobody_began(base):
    given = base.give()
    actions.take_back(given, only=given.obligations.get(org=base.cells[2]), by=base.officer, at=AT)
    assert [row.org for row in given.obligations.order_by("pk")] == base.cells[:2]
    actions.take_back(given, by=base.officer, at=AT)
    assert (Assignment.objects.count(), Obligation.objects.count()) == (0, 1)
    assert base.give().obligations.count() == 3


def test_once_somebody_began_the_rest_is_let_off_with_a_reason(base):
    given = base.give()
    base.answer(0, approve=False, **FIRST)
    with pytest.raises(Refused, match="1 chi bộ đã bắt đầu nhập"):
        actions.take_back(given, by=base.officer, at=AT)
    with pytest.raises(Invalid, match="lý do"):
        actions.let_off(given, reason=" ", by=base.officer, at=AT)
    assert actions.let_off(given, reason="Cấp trên bỏ yêu cầu.", by=base.secretary, at=AT) == 2
    assert [row.status_on(TODAY) for row in given.obligations.order_by("pk")] == [
        ObligationStatus.IN_REVIEW, ObligationStatus.EXEMPT, ObligationStatus.EXEMPT,
    ]  # fmt: skip
    assert AuditEvent.objects.filter(action="obligation.exempt", note="Cấp trên bỏ yêu cầu.").count() == 2


def test_the_committee_reminds_extends_and_reviews_its_own_chi_bo(base):
    given = base.give()
    remind(given.obligations.all(), text="Đề nghị nộp sớm.", by=base.officer, at=AT)
    sent = base.answer(0, approve=False, **FIRST)
    assert (sent.is_internal, sent.bodies) == (True, f" {base.org.pk} ")
    assert list(review_queue(base.secretary, QueueFilter(), TODAY)) == [sent]
    assert list(review_queue(base.office, QueueFilter(), TODAY)) == []
    assert rules.may_judge(base.people[0], sent) is not None
    assert rules.may_judge(base.secretary, sent) is None
    own = open_submission(org=base.org, deliverable=base.product, period=MONTH, by=base.officer, at=AT)
    own = sheets.save_and_submit(own, answers=FIRST, revision=own.revision, by=base.officer, at=AT)
    assert rules.may_judge(base.secretary, own) is not None  # its own sheet goes up


def test_the_committee_enters_on_behalf_and_it_is_marked(base):
    base.give()
    assert base.answer(1, by=base.officer, approve=False, **SECOND).entered_on_behalf
    assert not base.answer(0, approve=False, **FIRST).entered_on_behalf


def test_what_was_approved_is_compiled_with_where_it_comes_from(base):
    given = base.give()
    base.answer(0, **FIRST)
    base.answer(1, **SECOND)
    base.answer(2, approve=False, given="100", done="1", words="Chưa được duyệt.")
    done = compile_into(given, by=base.officer, at=AT)
    assert done.submission.answers == {
        "given": "15", "done": "13", "words": "Chi bộ Hai: Xong cả.\nChi bộ Một: Xong tám việc.",
    }  # fmt: skip
    assert words_of(done.submission.compiled) == {
        "given": "Cộng từ 2/3 chi bộ; còn thiếu: Chi bộ Ba",
        "done": "Cộng từ 2/3 chi bộ; còn thiếu: Chi bộ Ba",
        "words": "Ghép lời của 2 chi bộ; còn thiếu: Chi bộ Ba",
    }
    assert AuditEvent.objects.filter(action="submission.compile", object_id=str(done.submission.pk)).count() == 1


def own_sheet(base) -> Submission:
    """As a request reads it."""
    rows = Submission.objects.select_related("org", "deliverable__sheet", "sheet_version", "round")
    return rows.get(org=base.org)


def send(base, *, remarks=None, **changed):
    own = own_sheet(base)
    answers = {"given": own.answers["given"], "done": own.answers["done"], "words": own.answers["words"]} | changed
    return sheets.save_and_submit(
        own, answers=answers, remarks=remarks, revision=own.revision, by=base.officer, at=AT
    )  # fmt: skip


def test_what_is_missing_is_said_and_wants_a_reason(base):
    given = base.give()
    base.answer(0, **FIRST)
    compile_into(given, by=base.officer, at=AT)
    with pytest.raises(Incomplete) as refused:
        send(base)
    assert list(refused.value.errors) == ["why_compiled"]
    sent = send(base, remarks={"compiled": "Hai chi bộ mới lập, chưa có việc."})
    assert [(one["code"], one["reason"]) for one in sent.notices] == [("compiled", "Hai chi bộ mới lập, chưa có việc.")]
    assert "còn thiếu Chi bộ Ba, Chi bộ Hai" in sent.notices[0]["text"]


def test_a_change_by_hand_wants_a_reason_and_is_shown_as_such(base):
    given = base.give()
    for number in range(3):
        base.answer(number, **SECOND)
    compile_into(given, by=base.officer, at=AT)
    with pytest.raises(Incomplete) as refused:
        send(base, given="16")
    assert list(refused.value.errors) == ["why_compiled-given"]
    sent = send(base, given="16", words="Đã biên tập.", remarks={"compiled:given": "Thêm việc của đảng ủy."})
    assert [(one["code"], one["reason"]) for one in sent.notices] == [
        ("compiled:given", "Thêm việc của đảng ủy."), ("compiled:words", ""),
    ]  # fmt: skip
    assert sent.notices[0]["text"] == "Đã sửa tay: số tổng hợp là 15 (cộng từ 3/3 chi bộ)."


def test_when_a_chi_bo_changes_afterwards_it_is_said_and_compiled_anew_without_losing_what_was_corrected(base):
    given = base.give()
    first = base.answer(0, **FIRST)
    base.answer(1, **SECOND)
    compile_into(given, by=base.officer, at=AT)
    assert changed_below(own_sheet(base)) is None
    own = own_sheet(base)
    sheets.save(
        own, answers={**own.answers, "done": "4"}, revision=own.revision, by=base.officer, at=AT
    )  # corrected by hand
    base.answer(2, given="1", done="1", words="")
    sheets.send_back(first, revision=first.revision, reason="Sai số.", by=base.secretary, at=AT)
    changed = changed_below(own_sheet(base))
    assert (sorted(changed.names), changed.fields) == (["Chi bộ Ba", "Chi bộ Một"], ("given", "done", "words"))
    done = compile_into(given, by=base.officer, at=AT)
    assert (done.submission.answers, done.kept) == (
        {"given": "6", "done": "4", "words": "Chi bộ Hai: Xong cả."}, ("Đã xong",),
    )  # fmt: skip
    assert compile_into(given, overwrite=True, by=base.officer, at=AT).submission.answers["done"] == "6"


def test_what_was_sent_up_stays_as_it_was(base):
    given = base.give()
    for number in range(3):
        sent = base.answer(number, **SECOND)
    compile_into(given, by=base.officer, at=AT)
    up = send(base)
    sheets.send_back(sent, revision=sent.revision, reason="Sai số.", by=base.secretary, at=AT)
    assert (own_sheet(base).answers["given"], changed_below(own_sheet(base)).names) == ("15", ("Chi bộ Ba",))
    with pytest.raises(Refused, match="thu hồi phiếu trước"):
        compile_into(given, by=base.officer, at=AT)
    assert own_sheet(base).revision == up.revision


def test_nothing_is_compiled_of_nothing_nor_for_nobody(base):
    given = base.give()
    with pytest.raises(Invalid, match="chưa có gì để tổng hợp"):
        compile_into(given, by=base.officer, at=AT)
    assert not Submission.objects.exists()
    other = make_deliverable("khac", sheet={**_OWN, "code": "khac"}, period="month")
    own_choice = base.give(deliverable=other)
    draft = open_submission(org=base.cells[0], deliverable=other, period=MONTH, by=base.people[0], at=AT)
    sent = sheets.save_and_submit(draft, answers={"many": "3"}, revision=0, by=base.people[0], at=AT)
    sheets.approve(sent, revision=sent.revision, by=base.secretary, at=AT)
    with pytest.raises(Invalid, match="không yêu cầu"):
        compile_into(own_choice, by=base.officer, at=AT)


_OWN = {
    "code": "khac", "name": "Phiếu của đảng ủy", "why": "Mẫu.",
    "fields": [{"code": "many", "label": "Bao nhiêu", "type": "integer", "why": "Mẫu."}],
}  # fmt: skip


def test_a_successor_takes_over_what_its_predecessor_was_given(base):
    given = base.give()
    successor = make_org("Chi bộ Bốn", parent=base.org, kind="cell")
    close_for_org(base.cells[0], on=date(2026, 3, 25), successor=successor, by=None, at=AT)
    assert successor.obligations.get().assignment == given
    assert [one.name for one in sources_of(given)] == ["Chi bộ Ba", "Chi bộ Bốn", "Chi bộ Hai"]
