"""What may be chased, and by whom."""

from datetime import date
from enum import StrEnum

from django.utils.translation import gettext as _

from dondoc.accounts.rules import Permission, can, holds_anywhere
from dondoc.obligations.models import Obligation
from dondoc.obligations.rules import may_follow_up
from dondoc.obligations.status import CHASED, DONE, ObligationStatus
from dondoc.plans.models import Plan
from dondoc.reminders.ladder import Holder, Rung
from dondoc.reminders.models import Reminder
from dondoc.web.refusals import Denial

S = ObligationStatus


def may_remind(user, obligation: Obligation) -> Denial | None:
    """The right to chase this organisation; see obligations.rules.may_follow_up."""
    return may_follow_up(user, obligation)


def needs_reminder(obligation: Obligation, today: date) -> Denial | None:
    """Whether there is anything to remind of on `today`: late, sent back, due soon or asked for evidence."""
    status = obligation.status_on(today)
    if status in CHASED:
        return None
    if status in DONE:
        return Denial(_("Việc này đã xong, không cần nhắc."))
    return Denial(_NO_NEED[status]())


def may_set_ladder(user, plan: Plan) -> Denial | None:
    """Changing the ladder of a plan, switching it on and off: who edits plans at the committee that issued it."""
    if not plan.is_issued:
        return Denial(_("Kế hoạch chưa được ban hành nên chưa có thang đôn đốc."))
    if user is None or can(user, Permission.EDIT_PLAN, org=plan.org):
        return None
    return Denial(_("Chỉ văn phòng hoặc quản trị của cấp ủy ban hành kế hoạch được đặt thang đôn đốc."))


def may_hold(user, obligation: Obligation, rung: Rung) -> Denial | None:
    """Holding the ladder back from `rung` on for one duty, by who the rung says may."""
    if rung.holder is Holder.NOBODY:
        return Denial(_("Bậc này không ai được giữ lại."))
    if rung.holder is Holder.FOLLOWER:
        return may_follow_up(user, obligation)
    if user is None or can(user, Permission.FREEZE_REPORT, org=obligation.task.plan.org):
        return None
    return Denial(_("Chỉ lãnh đạo cấp ủy được giữ bậc này lại."))


def may_see_outgoing(user) -> Denial | None:
    """What leaves the house, what failed, and where it may go: who administers a committee."""
    if holds_anywhere(user, Permission.ADMINISTER):
        return None
    return Denial(_("Chỉ quản trị được xem và đặt các kênh gửi tin."))


class Step(StrEnum):
    """What is left when reminding alone has not helped."""

    CALL = "call"  # nobody there has opened the reminders: speak to somebody
    DECIDE = "decide"  # they were seen and nothing came: report it, or extend, or exempt


ENOUGH = 3  # reminders about one thing before something else is called for


def next_step(times: int, *, is_seen: bool) -> Step | None:
    """What to do after `times` reminders, the last of them seen or not; None while another reminder may do."""
    if times < ENOUGH:
        return None
    return Step.DECIDE if is_seen else Step.CALL


def may_mark_read(user, reminder: Reminder) -> Denial | None:
    """Saying "seen": somebody who answers for the organisation reminded, not a looker-on."""
    if not can(user, Permission.ANSWER, org=reminder.obligation.org):
        return Denial(_("Chỉ người của đơn vị được đánh dấu đã xem."))
    return None


_NO_NEED = {
    S.EXEMPT: lambda: _("Đơn vị được miễn việc này, không cần nhắc."),
    S.CLOSED: lambda: _("Đơn vị đã kết thúc hoạt động, không cần nhắc."),
    S.IN_REVIEW: lambda: _("Đơn vị đã nộp, đang chờ duyệt: việc còn lại là của cơ quan duyệt."),
    S.WAITING: lambda: _("Việc này còn chờ cấp trên mở đợt, chưa nhắc đơn vị."),
    S.STOPPED: lambda: _("Việc này đang tạm dừng tính hạn, chưa nhắc đơn vị."),
    S.ONGOING: lambda: _("Việc này làm thường xuyên, không có hạn để nhắc."),
    S.NOT_DUE: lambda: _("Việc này chưa sắp đến hạn, chưa cần nhắc."),
}
