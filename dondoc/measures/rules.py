"""Who may decide how numbers are shown."""

from django.utils.translation import gettext as _

from dondoc.accounts.rules import Permission, can, holds_anywhere
from dondoc.orgs.models import Org
from dondoc.web.refusals import Denial


def may_switch_ranking(user, org: Org) -> Denial | None:
    """Who edits the plans of a committee, or administers it, decides whether organisations are put in an order."""
    if can(user, Permission.EDIT_PLAN, org=org) or can(user, Permission.ADMINISTER, org=org):
        return None
    return Denial(_("Chỉ người nhập, soát kế hoạch và quản trị viên của cấp ủy được bật, tắt việc xếp thứ tự."))


def may_update(user) -> Denial | None:
    """Who administers the installation sees why figures are not computed, and has them computed again."""
    if holds_anywhere(user, Permission.ADMINISTER):
        return None
    return Denial(_("Chỉ quản trị viên xem và cho tính lại số liệu."))
