"""Who may bring files in, and when one may still be worked on. None: allowed; else the reason why not."""

from django.utils.translation import gettext as _

from dondoc.accounts.rules import Permission, holds_anywhere
from dondoc.intake.models import Delivery
from dondoc.web.refusals import Denial


def may_bring(user) -> Denial | None:
    """Bringing a file: who enters answers anywhere. Whose answers it may change is asked of each organisation."""
    if holds_anywhere(user, Permission.ANSWER) or holds_anywhere(user, Permission.ANSWER_FOR):
        return None
    return Denial(_("Vai trò của đồng chí không có quyền nhập phiếu."))


def may_work_on(delivery: Delivery) -> Denial | None:
    """Deciding about a file and taking it: while it is there."""
    if delivery.is_open:
        return None
    if delivery.taken_at:
        return Denial(_("Tệp này đã được lấy vào phiếu. Muốn nhập tiếp, hãy tải tệp lên lại."))
    return Denial(_("Tệp này đã bị bỏ. Muốn nhập, hãy tải tệp lên lại."))
