"""Who may change what is asked, and in which state. `user` None is the system itself, which has every right."""

from collections.abc import Callable, Iterable
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dondoc.accounts.rules import Permission, can, can_from_above, holds_anywhere, learn
from dondoc.lib.dates import format_date
from dondoc.lib.due import DueKind
from dondoc.obligations.models import Obligation, Round, Ruling, RulingKind
from dondoc.orgs.models import Org
from dondoc.plans.models import Task
from dondoc.web.refusals import Denial


def may_follow_up(user, obligation: Obligation) -> Denial | None:
    """Chasing, extending, exempting: from above the organisation, or as the body that reviews the task.

    Nobody does it for the organisation to which the right itself belongs, but for the plan's owner.
    """
    if user is None:
        return None
    if obligation.assignment_id:
        if obligation.task.reviewer_id in {org.pk for org in user.leading_orgs()}:
            return None
        return Denial(_("Chỉ cấp ủy đã giao việc này được đôn đốc, gia hạn, miễn."))
    org = obligation.org
    if _is_reviewed_by(user, obligation) or can_from_above(user, Permission.FOLLOW_UP, org=org):
        return None
    if org.pk in user.root_org_ids(Permission.FOLLOW_UP) and org.pk == obligation.task.plan.org_id:
        return None
    return Denial(_("Chỉ cơ quan cấp trên hoặc cơ quan theo dõi nhiệm vụ được đôn đốc, gia hạn, miễn nghĩa vụ này."))


def _is_reviewed_by(user, obligation: Obligation) -> bool:
    return obligation.task.reviewer_id in user.root_org_ids(Permission.FOLLOW_UP) - {obligation.org_id}


def learn_follow_up(user, obligations: Iterable[Obligation]) -> None:
    """Read at once what `may_follow_up` looks up of these, however many they are. Needs `org`."""
    if user is not None:
        learn(user, [one.org for one in obligations if not (one.assignment_id or _is_reviewed_by(user, one))])


def may_rule(user, obligation: Obligation, kind: RulingKind) -> Denial | None:
    """Whether `user` may give a ruling of this kind on `obligation` as it stands, whatever its day."""
    return may_follow_up(user, obligation) or _RULABLE[kind](obligation)


def may_end(user, ruling: Ruling) -> Denial | None:
    """Taking back what was given, or refusing what was asked for. An organisation takes its own question back."""
    if ruling.ended_at:
        return Denial(_("Ngoại lệ này đã được thu hồi hoặc đã có quyết định."))
    if ruling.kind == RulingKind.LOCK:
        return may_lock(user, ruling.org)
    if ruling.given_at is None and user is not None and ruling.asked_by_id == user.pk:
        return None
    if denial := may_follow_up(user, ruling.obligation):
        return denial
    is_over = ruling.obligation.approved_on or ruling.obligation.closed_on
    if is_over and ruling.kind in _MOVES_THE_DAY:
        return Denial(_("Nghĩa vụ này đã xong hoặc đã đóng, không thay đổi được nữa."))
    return None


def may_resume(user, ruling: Ruling) -> Denial | None:
    """Letting a clock go on that was stopped without an end."""
    if denial := may_end(user, ruling):
        return denial
    if ruling.kind != RulingKind.STOP or ruling.to_on is not None:
        return Denial(_("Việc này không tạm dừng tính hạn, hoặc lần tạm dừng đã có ngày kết thúc."))
    return None


def may_ask_unlock(user, obligation: Obligation) -> Denial | None:
    """Asking for more time to enter: whoever enters for the organisation."""
    if not (can(user, Permission.ANSWER, org=obligation.org) or can(user, Permission.ANSWER_FOR, org=obligation.org)):
        return Denial(_("Chỉ người nhập của đơn vị được xin mở khóa."))
    return _is_there(obligation)


def may_lock(user, org: Org) -> Denial | None:
    """Locking a period for a committee and all under it, and opening it again: its office or its leaders."""
    if user is None or org.pk in lockable_ids(user):
        return None
    return Denial(_("Chỉ văn phòng hoặc lãnh đạo của %(org)s được khóa, mở lại kỳ.") % {"org": org})


def lockable_ids(user) -> set[int]:
    """Ids of the organisations whose periods `user` may lock."""
    return user.root_org_ids(Permission.FOLLOW_UP) | user.root_org_ids(Permission.FREEZE_REPORT)


def may_set_windows(user) -> Denial | None:
    """Setting from when until when sheets are taken: who sets up plans or sheets."""
    if holds_anywhere(user, Permission.EDIT_PLAN) or holds_anywhere(user, Permission.EDIT_SHEETS):
        return None
    return Denial(_("Chỉ người soát kế hoạch hoặc sửa mẫu phiếu được đặt thời gian nhập."))


def stop_days(obligation: Obligation, first: date, last: date | None, today: date) -> Denial | None:
    """Whether the clock may stand still from `first` up to and including `last` (None: until it is let go on)."""
    if last is not None and last < first:
        return Denial(_("Ngày cuối tạm dừng phải từ ngày bắt đầu trở đi."))
    if last is None and first > today:
        return Denial(_("Tạm dừng chưa rõ ngày kết thúc chỉ bắt đầu từ hôm nay trở về trước."))
    if obligation.last_day_allowed and first > obligation.last_day_allowed:
        day = format_date(obligation.last_day_allowed)
        return Denial(_("Ngày bắt đầu tạm dừng đã sau hạn %(day)s. Hãy gia hạn thay cho tạm dừng.") % {"day": day})
    if obligation.stopped_until and first <= obligation.stopped_until:
        day = format_date(obligation.stopped_until)
        return Denial(_("Đã có lần tạm dừng đến hết ngày %(day)s; hãy chọn sau ngày đó.") % {"day": day})
    return None


def unlock_until(obligation: Obligation, until: datetime, at: datetime) -> Denial | None:
    """Whether sheets may be taken until then: a time to come, within the plan's term."""
    if until <= at:
        return Denial(_("Thời điểm mở khóa đến phải ở sau bây giờ."))
    end = obligation.task.plan.ends_on
    if timezone.localdate(until) > end:
        return Denial(_("Chỉ mở khóa được đến hết kế hoạch, ngày %(day)s.") % {"day": format_date(end)})
    return None


def extension_day(obligation: Obligation, to: date, today: date) -> Denial | None:
    """Whether `to` is a day to extend to: later than the day it has now, not past, and within the plan's term."""
    if to < today:
        return Denial(_("Ngày %(day)s đã qua. Hãy chọn ngày từ hôm nay trở đi.") % {"day": format_date(to)})
    last = obligation.last_day_allowed
    if last and to <= last:
        return Denial(_("Ngày gia hạn phải sau hạn hiện nay là %(day)s.") % {"day": format_date(last)})
    end = obligation.task.plan.ends_on
    if to > end:
        return Denial(_("Chỉ gia hạn được đến hết kế hoạch, ngày %(day)s.") % {"day": format_date(end)})
    return None


def may_open_round(user, task: Task) -> Denial | None:
    """Opening a round of an "as directed" task of an issued plan: the opener, or whoever stands above it."""
    if task.due.kind is not DueKind.AS_DIRECTED:
        return Denial(_("Nhiệm vụ này không làm theo đợt."))
    if not task.plan.is_issued:
        return Denial(_("Kế hoạch chưa được ban hành nên chưa mở đợt được."))
    if user is not None and not can(user, Permission.OPEN_ROUND, org=task.opener or task.plan.org):
        return Denial(_("Chỉ %(org)s được mở đợt của nhiệm vụ này.") % {"org": task.opener or task.plan.org})
    return None


def round_day(task: Task, due_on: date, today: date) -> Denial | None:
    """Whether a round of `task` opened today may ask for `due_on`: a day to come, on which its version of the plan is
    in force."""
    day, plan = format_date(due_on), task.plan
    if due_on < today:
        return Denial(_("Ngày %(day)s đã qua. Hãy chọn ngày từ hôm nay trở đi.") % {"day": day})
    if plan.in_force_from and due_on < plan.in_force_from:
        begin = format_date(plan.in_force_from)
        return Denial(_("Bản sửa đổi có hiệu lực từ ngày %(begin)s. Hãy chọn từ ngày đó trở đi.") % {"begin": begin})
    if not plan.is_in_force_on(due_on):
        end = format_date(plan.superseded_on)
        return Denial(
            _("Từ ngày %(end)s việc này theo bản sửa đổi của kế hoạch. Hãy chọn ngày trước đó, hoặc mở đợt ở bản mới.")
            % {"end": end}
        )
    return None


def may_withdraw_round(user, opened: Round) -> Denial | None:
    """Taking a round back: whoever may open it, while nothing was entered for it, ruled about it or asked."""
    if denial := may_open_round(user, opened.task):
        return denial
    untouched = {"submitted_on": None, "sent_back_on": None, "approved_on": None, "closed_on": None}
    is_used = opened.obligations.exclude(**untouched).exists() or opened.submissions.exists()
    is_used = is_used or Ruling.objects.filter(obligation__round=opened, ended_at=None).exists()
    return Denial(str(ROUND_IS_USED)) if is_used else None


ROUND_IS_USED = gettext_lazy(
    "Đã có đơn vị nhập phiếu, hoặc có ngoại lệ, của đợt này nên không thu hồi được. Muốn cho thêm ngày, hãy gia hạn."
)


def may_generate(user, plan) -> Denial | None:
    """Making the obligations of an issued plan again, as organisations come and go."""
    if not plan.is_issued:
        return Denial(_("Kế hoạch chưa được ban hành nên chưa giao việc cho ai."))
    if user is not None and not (
        can(user, Permission.ISSUE_PLAN, org=plan.org) or can(user, Permission.ADMINISTER, org=plan.org)
    ):
        return Denial(_("Đồng chí không có quyền giao việc theo kế hoạch này."))
    return None


def _is_there(obligation: Obligation) -> Denial | None:
    if obligation.exempted_on:
        return Denial(_("Đơn vị đã được miễn nghĩa vụ này."))
    if obligation.closed_on:
        return Denial(_("Nghĩa vụ này đã đóng vì đơn vị kết thúc hoạt động."))
    return None


def _still_open(obligation: Obligation) -> Denial | None:
    if denial := _is_there(obligation):
        return denial
    if obligation.approved_on:
        return Denial(_("Nghĩa vụ này đã hoàn thành."))
    if obligation.submitted_on:
        return Denial(_("Đơn vị đã nộp, đang chờ duyệt. Hãy duyệt hoặc trả lại trước."))
    return None


def _has_running_clock(obligation: Obligation) -> Denial | None:
    if denial := _still_open(obligation):
        return denial
    if obligation.due_on is None:
        return Denial(_("Nghĩa vụ này chưa có hạn nên không cần gia hạn hay tạm dừng."))
    if obligation.stands_still:
        return Denial(_("Nghĩa vụ này đang tạm dừng tính hạn. Hãy cho tính hạn tiếp trước."))
    return None


def _may_be_stopped(obligation: Obligation) -> Denial | None:
    if obligation.is_history and not obligation.extended_to:
        return Denial(_("Việc này không bị tính trễ nên không cần tạm dừng."))
    return _has_running_clock(obligation)


_MOVES_THE_DAY = frozenset({RulingKind.EXTEND, RulingKind.EXEMPT, RulingKind.STOP})
_RULABLE: dict[RulingKind, Callable[[Obligation], Denial | None]] = {
    RulingKind.EXTEND: _has_running_clock,
    RulingKind.EXEMPT: _still_open,
    RulingKind.STOP: _may_be_stopped,
    RulingKind.UNLOCK: _is_there,
}
