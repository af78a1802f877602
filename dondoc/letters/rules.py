"""Who writes letters and who issues them. None: allowed; else the reason why not."""

from django.utils.translation import gettext as _

from dondoc.accounts.rules import Permission, can
from dondoc.letters.models import Letter, LetterState
from dondoc.orgs.models import Org
from dondoc.web.refusals import Denial


def may_write(user, org: Org) -> Denial | None:
    if not can(user, Permission.WRITE_REPORT, org=org):
        return Denial(_("Đồng chí không có quyền soạn công văn của tổ chức này."))
    return None


def may_edit(user, letter: Letter) -> Denial | None:
    """Writing in it while it is a draft."""
    return may_write(user, letter.org) or (None if letter.state == LetterState.DRAFT else is_issued())


def may_issue(user, letter: Letter) -> Denial | None:
    """Issuing: the right, and not one of those who wrote it."""
    if not can(user, Permission.FREEZE_REPORT, org=letter.org):
        return Denial(_("Chỉ lãnh đạo được ban hành công văn."))
    if user.pk in letter.writers:
        return Denial(_("Người soạn không tự ban hành công văn của mình."))
    return None if letter.state == LetterState.DRAFT else is_issued()


def may_recall(user, letter: Letter) -> Denial | None:
    if not can(user, Permission.FREEZE_REPORT, org=letter.org):
        return Denial(_("Chỉ lãnh đạo được thu hồi công văn."))
    return None if letter.state == LetterState.ISSUED else Denial(_("Chỉ thu hồi công văn đã ban hành."))


def is_issued() -> Denial:
    return Denial(_("Công văn đã ban hành, không sửa được nữa."))
