"""Who may keep the register of cited documents, and who may choose the findings of a committee."""

from django.utils.translation import gettext as _

from dondoc.accounts.rules import Permission, can, holds_anywhere
from dondoc.documents.models import Reference
from dondoc.orgs.models import Org
from dondoc.web.refusals import Denial


def may_keep_register(user) -> Denial | None:
    """Who brings plans in keeps the register that they are compared with; it is one for all committees."""
    if holds_anywhere(user, Permission.EDIT_PLAN):
        return None
    return Denial(_("Chỉ quản trị viên và người nhập, soát kế hoạch được sửa danh mục văn bản."))


def may_change_reference(user, reference: Reference) -> Denial | None:
    """An entry that was taken out is brought back before it is changed."""
    if reference.retired_at:
        return may_keep_register(user) or Denial(_("Văn bản đã đưa ra khỏi danh mục. Hãy đưa trở lại rồi sửa."))
    return may_keep_register(user)


def may_switch_findings(user, org: Org) -> Denial | None:
    """Who edits the plans of a committee chooses what it is told about them."""
    if can(user, Permission.EDIT_PLAN, org=org):
        return None
    return Denial(_("Chỉ người nhập, soát kế hoạch của đơn vị được bật, tắt mã phát hiện."))
