"""Who may divide a quota, who may ask for another number. None: allowed; else the reason why not."""

from django.utils.translation import gettext as _

from dondoc.accounts.rules import Permission, can
from dondoc.orgs.models import Org
from dondoc.plans.models import Plan
from dondoc.plans.rules import may_allocate
from dondoc.quotas.models import Asking, AskingState
from dondoc.web.refusals import Denial

__all__ = ["may_allocate", "may_answer", "may_ask", "may_read", "may_withdraw"]


def may_read(user, plan: Plan) -> Denial | None:
    """The whole table: who divides, and who sees the board of the plan's owner."""
    if can(user, Permission.VIEW_BOARD, org=plan.org) or can(user, Permission.EDIT_PLAN, org=plan.org):
        return None
    return Denial(_("Đồng chí xem được chỉ tiêu giao cho đơn vị mình, không xem được toàn bộ bảng phân bổ."))


def may_ask(user, org: Org) -> Denial | None:
    """Asking for another number: who answers for the organisation."""
    if can(user, Permission.ANSWER, org=org):
        return None
    return Denial(_("Chỉ người nhập liệu của đơn vị được đề nghị điều chỉnh chỉ tiêu giao cho đơn vị."))


def may_withdraw(user, asking: Asking) -> Denial | None:
    """Taking back what was asked, while nobody has answered."""
    return may_ask(user, asking.org) or _is_open(asking)


def may_answer(user, asking: Asking) -> Denial | None:
    """Granting or declining."""
    return may_allocate(user, asking.plan) or _is_open(asking)


def _is_open(asking: Asking) -> Denial | None:
    if asking.state == AskingState.OPEN:
        return None
    return Denial(_("Đề nghị này đã được xử lý: %(state)s.") % {"state": asking.standing.label.lower()})
