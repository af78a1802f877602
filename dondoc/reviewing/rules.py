"""Who may set what at the review desk. None: allowed; else the reason why not."""

from django.utils.translation import gettext as _

from dondoc.accounts.rules import Permission, holds_anywhere
from dondoc.orgs.models import Org
from dondoc.web.refusals import Denial


def may_review(user) -> Denial | None:
    """Opening the desk's own pages: whoever reviews somewhere."""
    if user.reviewing_org_ids():
        return None
    return Denial(_("Chỉ người có quyền duyệt phiếu dùng được trang này."))


def may_keep_reasons(user, body: Org) -> Denial | None:
    """Changing the list of reasons of `body`: who reviews there."""
    if body.pk in user.reviewing_org_ids():
        return None
    return Denial(_("Chỉ người duyệt của cơ quan này được sửa danh sách lý do."))


def may_set_limits(user) -> Denial | None:
    """Setting how long reviewers have: who sets up plans or sheets."""
    if holds_anywhere(user, Permission.EDIT_PLAN) or holds_anywhere(user, Permission.EDIT_SHEETS):
        return None
    return Denial(_("Chỉ người soát kế hoạch hoặc sửa mẫu phiếu được đặt thời hạn duyệt."))
