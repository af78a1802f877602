"""Who may do what to a submission, and in which state. None: allowed; else the reason why not."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from dondoc.accounts.rules import Permission, can, learn
from dondoc.obligations.gates import Gate, Standing
from dondoc.orgs.models import Org
from dondoc.submissions.models import COUNTS, TRANSITIONS, Submission, SubmissionState
from dondoc.web.refusals import Denial

S = SubmissionState


def may_move(submission: Submission, to: SubmissionState) -> Denial | None:
    """Whether the table of TRANSITIONS lets `submission` go to `to`."""
    if to in TRANSITIONS[submission.status]:
        return None
    return Denial(str(_WHY_NOT[submission.status]()))


# Why a submission in this state does not go where it is asked to go.
_WHY_NOT = {
    S.DRAFT: lambda: _("Phiếu còn là bản nháp, chưa được nộp."),
    S.INTERNAL: lambda: _("Phiếu đang chờ duyệt trong đơn vị. Muốn sửa, hãy đưa phiếu về bản nháp trước."),
    S.SUBMITTED: lambda: _("Phiếu đã nộp và đang chờ duyệt. Muốn sửa, hãy thu hồi phiếu trước."),
    S.SENT_BACK: lambda: _("Phiếu đã bị trả lại, đang chờ đơn vị sửa và nộp lại."),
    S.APPROVED: lambda: _("Phiếu đã được duyệt. Muốn sửa, hãy đề nghị cơ quan duyệt trả lại phiếu."),
    S.LOCKED: lambda: _("Phiếu đã chốt cùng báo cáo của kỳ nên không thay đổi được nữa."),
}


def answers_on_behalf(user, org: Org) -> bool:
    """Whether what `user` enters for `org` is entered on behalf ("nhập hộ"): not as one of its own people."""
    return org.pk not in user.root_org_ids(Permission.ANSWER)


def learn_rights(given: Iterable[tuple[Any, Org]]) -> None:
    """Look up at once what the rules will ask about each (person, organisation)."""
    orgs: dict[int, list[Org]] = defaultdict(list)
    people = {}
    for user, org in given:
        orgs[user.pk].append(org)
        people[user.pk] = user
    for pk, user in people.items():
        learn(user, orgs[pk])


def may_answer(user, org: Org) -> Denial | None:
    """Filling in sheets of `org`: its own people, or a superior's on its behalf."""
    if can(user, Permission.ANSWER, org=org) or can(user, Permission.ANSWER_FOR, org=org):
        return None
    return Denial(_("Đồng chí không có quyền nhập phiếu của đơn vị này."))


def may_edit(user, submission: Submission) -> Denial | None:
    """Changing answers and evidence: the organisation, while the sheet is a draft or was sent back."""
    if denial := may_answer(user, submission.org):
        return denial
    return None if submission.is_editable else Denial(str(_WHY_NOT[submission.status]()))


def may_submit(user, submission: Submission) -> Denial | None:
    """Sending the sheet in: whoever may fill it in. What waits for the secretary is sent up: `may_send_up`."""
    return may_edit(user, submission)


def is_secretary(user, org: Org) -> bool:
    """Whether `user` approves what the organisation's people enter: the one who may also take it back."""
    return can(user, Permission.WITHDRAW, org=org)


def may_send_up(user, submission: Submission) -> Denial | None:
    """Approving inside the organisation what its people entered, which sends it in."""
    if submission.status is not S.INTERNAL:
        return Denial(str(_WHY_NOT[submission.status]()))
    if is_secretary(user, submission.org):
        return None
    return Denial(_("Phiếu đang chờ người duyệt nội bộ của đơn vị."))


def may_return_inside(user, submission: Submission) -> Denial | None:
    """Giving it back to be corrected, or taking it back: the secretary, or who passed it on."""
    if submission.status is not S.INTERNAL:
        return Denial(str(_WHY_NOT[submission.status]()))
    if not must_say_why(user, submission) or is_secretary(user, submission.org):
        return None
    return Denial(_("Chỉ người duyệt nội bộ hoặc người đã nộp được đưa phiếu về."))


def must_say_why(user, submission: Submission) -> bool:
    """Whether `user` gives it back with a reason; who passed it on takes it back without."""
    return submission.updated_by_id != user.pk


def may_set_steps(user, org: Org) -> Denial | None:
    """Switching the two steps on or off: the organisation's own secretary."""
    if is_secretary(user, org):
        return None
    return Denial(_("Chỉ người duyệt nội bộ của đơn vị được bật, tắt hai bước."))


def is_taken(standing: Standing) -> Denial | None:
    """Whether anything is taken now of a sheet that stands so."""
    return None if standing.is_open else Denial(standing.sentence)


def may_withdraw(user, submission: Submission) -> Denial | None:
    """Taking back what was sent in and not yet reviewed."""
    if not can(user, Permission.WITHDRAW, org=submission.org):
        return Denial(_("Chỉ người duyệt nội bộ của đơn vị được thu hồi phiếu đã nộp."))
    if submission.status in {S.INTERNAL, *COUNTS}:  # see `may_return_inside`, `may_reopen`
        return Denial(str(_WHY_NOT[submission.status]()))
    return may_move(submission, S.DRAFT)


def may_reopen(user, submission: Submission, standing: Standing) -> Denial | None:
    """Opening what was approved once more to correct it: the organisation's secretary, while it is let in."""
    if submission.status not in COUNTS:
        return Denial(str(_WHY_NOT[submission.status]()))
    if standing.gate is not Gate.UNLOCKED:
        return Denial(str(_WHY_NOT[submission.status]()))
    if not can(user, Permission.WITHDRAW, org=submission.org):
        return Denial(_("Chỉ người duyệt nội bộ của đơn vị được mở lại phiếu đã duyệt."))
    return None


def may_judge(user, submission: Submission) -> Denial | None:
    """Reviewing at all: the right over the organisation, or in the body that the plan names as reviewer.

    A person never reviews what the same person sent in.
    """
    if not (can(user, Permission.REVIEW, org=submission.org) or _is_named_reviewer(user, submission)):
        return Denial(_("Đồng chí không có quyền duyệt phiếu này."))
    if submission.submitted_by_id == user.pk:
        return Denial(_("Đồng chí là người nộp phiếu này nên không tự duyệt được. Hãy nhờ đồng nghiệp duyệt."))
    return None


def _is_named_reviewer(user, submission: Submission) -> bool:
    bodies = user.reviewing_org_ids()
    return bool(bodies) and not submission.reviewing_bodies.isdisjoint(bodies)


def may_approve(user, submission: Submission) -> Denial | None:
    """Approving what waits for review."""
    return may_judge(user, submission) or may_move(submission, S.APPROVED)


def may_send_back(user, submission: Submission) -> Denial | None:
    """Sending back what waits for review, or what was approved and proved faulty."""
    return may_judge(user, submission) or may_move(submission, S.SENT_BACK)


def may_lock(user, submission: Submission) -> Denial | None:
    """Closing an approved sheet together with the period's report."""
    rights = (Permission.FREEZE_REPORT, Permission.REVIEW)
    if not any(can(user, right, org=submission.org) for right in rights):
        return Denial(_("Đồng chí không có quyền chốt phiếu này."))
    return may_move(submission, S.LOCKED)
