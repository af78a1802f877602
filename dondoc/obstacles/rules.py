"""Who raises an obstacle, who answers it, by when. None: allowed; else the reason why not."""

from datetime import date

from django.utils.translation import gettext as _

from dondoc.accounts.rules import Permission, can
from dondoc.lib.workdays import add_working_days
from dondoc.obligations.models import Obligation
from dondoc.obstacles.models import Obstacle
from dondoc.orgs.models import Org
from dondoc.web.refusals import Denial

# No rule fixes a day for answering obstacles; a working week is what offices here promise each other.
ANSWER_DAYS = 5  # working days


def answer_day(raised_on: date) -> date:
    """The last day to answer what was raised on that day, unless another is set."""
    return add_working_days(raised_on, ANSWER_DAYS)


def owner_of(obligation: Obligation) -> Org:
    """Who is to answer: the body that follows the task, else the committee whose plan it is; nobody answers himself.
    Needs `task__reviewer`, `task__plan__org`."""
    reviewer = obligation.task.reviewer
    return reviewer if reviewer and reviewer.pk != obligation.org_id else obligation.task.plan.org


def may_raise(user, obligation: Obligation) -> Denial | None:
    """Saying what stands in the way of a duty that is still to be done: whoever enters for the organisation."""
    if not _enters_for(user, obligation.org):
        return Denial(_("Chỉ người nhập của đơn vị được nêu vướng mắc, kiến nghị về việc này."))
    if obligation.approved_on or obligation.closed_on or obligation.exempted_on:
        return Denial(_("Việc này đã xong, đã đóng hoặc được miễn nên không nêu vướng mắc được nữa."))
    return None


def may_withdraw(user, obstacle: Obstacle) -> Denial | None:
    """Taking back what was raised, while nobody has answered."""
    return _waits(obstacle) or (
        None if _enters_for(user, obstacle.org) else Denial(_("Chỉ đơn vị đã nêu được rút vướng mắc, kiến nghị này."))
    )


def may_answer(user, obstacle: Obstacle) -> Denial | None:
    """Answering it, or handing it on: who follows up in the body that owns it, or above it; never for one's own
    organisation's obstacle."""
    if not can(user, Permission.FOLLOW_UP, org=obstacle.owner) or _is_own(user, obstacle):
        return Denial(_("Chỉ %(owner)s hoặc cấp trên được trả lời, chuyển vướng mắc này.") % {"owner": obstacle.owner})
    return _waits(obstacle)


def may_own(obstacle: Obstacle, body: Org) -> Denial | None:
    """Whether `body` may be the one to answer: not the organisation that asks."""
    if body.pk == obstacle.org_id:
        return Denial(_("Đơn vị đã nêu không thể tự trả lời."))
    return None


def _is_own(user, obstacle: Obstacle) -> bool:
    return obstacle.org_id in user.root_org_ids(Permission.ANSWER)


def _enters_for(user, org: Org) -> bool:
    return can(user, Permission.ANSWER, org=org) or can(user, Permission.ANSWER_FOR, org=org)


def _waits(obstacle: Obstacle) -> Denial | None:
    if obstacle.withdrawn_at:
        return Denial(_("Đơn vị đã rút vướng mắc, kiến nghị này."))
    return Denial(_("Vướng mắc, kiến nghị này đã được trả lời.")) if obstacle.answered_at else None
