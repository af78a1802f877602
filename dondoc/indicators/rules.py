"""Who may edit what is measured."""

from django.utils.translation import gettext as _

from dondoc.accounts.rules import Permission, holds_anywhere
from dondoc.web.refusals import Denial


def may_edit_indicators(user) -> Denial | None:
    """Definitions are one for all committees."""
    if holds_anywhere(user, Permission.EDIT_INDICATORS):
        return None
    return Denial(_("Chỉ quản trị viên được sửa cách tính chỉ tiêu."))
