"""Who may change what is asked, and in which state. `user` None is the system itself, which has every right."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from dondoc.accounts.rules import Permission, can
from dondoc.lib.dates import format_date
from dondoc.lib.due import DueKind
from dondoc.obligations.models import Obligation
from dondoc.orgs.models import Org
from dondoc.plans.models import Task
from dondoc.web.refusals import Denial


def may_follow_up(user, obligation: Obligation) -> Denial | None:
    """Chasing, extending, exempting: from above the organisation, or as the body that reviews the task.

    Nobody does it for the organisation to which the right itself belongs, but for the plan's owner.
    """
    if user is None:
        return None
    known: dict[int, Denial | None] = obligation.__dict__.setdefault("_follow_up_denials", {})
    if user.pk not in known:  # four buttons of one page ask the same
        known[user.pk] = _follow_up_denial(user, obligation)
    return known[user.pk]


def _follow_up_denial(user, obligation: Obligation) -> Denial | None:
    roots = user.root_org_ids(Permission.FOLLOW_UP)
    above = roots - {obligation.org_id}
    if obligation.task.reviewer_id in above:
        return None
    if obligation.org_id in roots and obligation.org_id == obligation.task.plan.org_id:
        return None
    if above and Org.objects.under(above, _day_of(obligation.org)).filter(pk=obligation.org_id).exists():
        return None
    return Denial(_("Chỉ cơ quan cấp trên hoặc cơ quan theo dõi nhiệm vụ được đôn đốc, gia hạn, miễn nghĩa vụ này."))


def may_extend(user, obligation: Obligation) -> Denial | None:
    """Naming a later day: what has a day and is still to be done."""
    if denial := may_follow_up(user, obligation) or _still_open(obligation):
        return denial
    if obligation.due_on is None:
        return Denial(_("Nghĩa vụ này chưa có hạn nên không cần gia hạn."))
    return None


def may_exempt(user, obligation: Obligation) -> Denial | None:
    """Letting the organisation off: what is still to be done."""
    return may_follow_up(user, obligation) or _still_open(obligation)


def may_revoke(user, obligation: Obligation) -> Denial | None:
    """Taking an exemption or an extension back."""
    if denial := may_follow_up(user, obligation):
        return denial
    if obligation.exempted_on is None and obligation.extended_to is None:
        return Denial(_("Nghĩa vụ này không được miễn hay gia hạn."))
    if obligation.approved_on or obligation.closed_on:
        return Denial(_("Nghĩa vụ này đã xong hoặc đã đóng, không thay đổi được nữa."))
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


def may_generate(user, plan) -> Denial | None:
    """Making the obligations of an issued plan again, as organisations come and go."""
    if not plan.is_issued:
        return Denial(_("Kế hoạch chưa được ban hành nên chưa giao việc cho ai."))
    if user is not None and not (
        can(user, Permission.ISSUE_PLAN, org=plan.org) or can(user, Permission.ADMINISTER, org=plan.org)
    ):
        return Denial(_("Đồng chí không có quyền giao việc theo kế hoạch này."))
    return None


def _still_open(obligation: Obligation) -> Denial | None:
    if obligation.exempted_on:
        return Denial(_("Đơn vị đã được miễn nghĩa vụ này."))
    if obligation.approved_on:
        return Denial(_("Nghĩa vụ này đã hoàn thành."))
    if obligation.closed_on:
        return Denial(_("Nghĩa vụ này đã đóng vì đơn vị kết thúc hoạt động."))
    if obligation.submitted_on:
        return Denial(_("Đơn vị đã nộp, đang chờ duyệt. Hãy duyệt hoặc trả lại trước."))
    return None


def _day_of(org: Org) -> date:
    return max(timezone.localdate(), org.valid_from)
