"""Who may edit what is asked."""

from django.utils.translation import gettext as _

from dondoc.accounts.rules import Permission, holds_anywhere
from dondoc.web.refusals import Denial


def may_edit_sheets(user) -> Denial | None:
    """Sheets and the rules that they are held against are one for all committees."""
    if holds_anywhere(user, Permission.EDIT_SHEETS):
        return None
    return Denial(_("Chỉ quản trị viên được sửa mẫu phiếu và mức theo quy định."))
