"""Who may do what to a report, and in which state. None: allowed; else the reason why not."""

from django.utils.translation import gettext as _

from dondoc.accounts.rules import Permission, can
from dondoc.measures.updating import is_stale
from dondoc.orgs.models import Org
from dondoc.reports.models import Report, ReportState
from dondoc.web.refusals import Denial


def may_compile(user, org: Org) -> Denial | None:
    """Drawing up a report of `org`."""
    if not can(user, Permission.WRITE_REPORT, org=org):
        return Denial(_("Đồng chí không có quyền soạn báo cáo của tổ chức này."))
    return None


def figures_are_ready() -> Denial | None:
    """Figures are taken only while they are not older than the records."""
    if is_stale():
        return Denial(_("Số liệu đang được tính lại sau một lỗi. Hãy lấy số liệu khi tính xong."))
    return None


def may_edit(user, report: Report) -> Denial | None:
    """Changing the words, or fetching the figures anew, while it is a draft."""
    return may_compile(user, report.org) or is_shut(report)


def may_sign(user, report: Report) -> Denial | None:
    """Freezing: the right, and not one of those who wrote it (a second person reads it)."""
    if not can(user, Permission.FREEZE_REPORT, org=report.org):
        return Denial(_("Chỉ lãnh đạo được chốt báo cáo."))
    if user.pk in {report.created_by_id, *report.writers}:
        return Denial(_("Người soạn không tự chốt báo cáo của mình."))
    return None


def may_freeze(user, report: Report) -> Denial | None:
    """As `may_sign`, while it is a draft or waits for it."""
    return may_sign(user, report) or is_frozen(report)


def may_send_back(user, report: Report) -> Denial | None:
    """Whoever signs sends it back; those who write take it back themselves."""
    if can(user, Permission.FREEZE_REPORT, org=report.org):
        return None
    return may_compile(user, report.org)


def may_recall(user, report: Report) -> Denial | None:
    """Recalling a frozen report: the one who may sign."""
    if not can(user, Permission.FREEZE_REPORT, org=report.org):
        return Denial(_("Chỉ lãnh đạo được thu hồi báo cáo."))
    return None if report.state == ReportState.FROZEN else Denial(_("Chỉ thu hồi báo cáo đã chốt."))


def is_frozen(report: Report) -> Denial | None:
    """A frozen report stays as it is."""
    return Denial(_("Báo cáo đã chốt, không sửa được nữa.")) if report.frozen_at else None


def is_shut(report: Report) -> Denial | None:
    """As `is_frozen`; one that waits for its signature is not edited either."""
    if report.state == ReportState.REVIEW:
        return Denial(_("Báo cáo đang chờ ký."))
    return is_frozen(report)
