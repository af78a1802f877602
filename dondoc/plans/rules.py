"""Who may do what to a plan, and in which state. None: allowed; else the reason why not."""

from django.utils.translation import gettext as _

from dondoc.accounts.rules import Permission, can
from dondoc.lib.due import CADENCE_PERIOD, Cadence, Due, DueKind
from dondoc.orgs.models import Org
from dondoc.plans.models import Finding, Plan
from dondoc.sheets.models import DeliverablePeriod
from dondoc.web.refusals import Denial


def may_import(user, org: Org) -> Denial | None:
    """Bringing a plan of `org` in."""
    if not can(user, Permission.EDIT_PLAN, org=org):
        return Denial(_("Bạn không có quyền nhập kế hoạch của tổ chức này."))
    return None


def may_edit(user, plan: Plan) -> Denial | None:
    """Correcting and confirming a draft. An issued plan changes only by amendment."""
    if plan.is_issued:
        return Denial(_("Kế hoạch đã ban hành, nội dung không sửa được nữa."))
    if not can(user, Permission.EDIT_PLAN, org=plan.org):
        return Denial(_("Bạn không có quyền sửa kế hoạch này."))
    return None


def may_issue(user, plan: Plan) -> Denial | None:
    """Issuing: a person with the right, everything confirmed, no open error."""
    if plan.is_issued:
        return Denial(_("Kế hoạch đã được ban hành."))
    if not can(user, Permission.ISSUE_PLAN, org=plan.org):
        return Denial(_("Chỉ lãnh đạo được ban hành kế hoạch."))
    waiting = plan.targets.filter(is_confirmed=False).count() + plan.tasks.filter(is_confirmed=False).count()
    if waiting:
        return Denial(_("Còn %(n)d mục chưa được xác nhận.") % {"n": waiting})
    if not plan.tasks.exists():
        return Denial(_("Kế hoạch chưa có nhiệm vụ nào."))
    errors = plan.findings.filter(severity="error", settled_at=None).count()
    if errors:
        return Denial(_("Còn %(n)d lỗi cần xử lý trong phần “Điều cần xem”.") % {"n": errors})
    return None


def may_settle(user, finding: Finding) -> Denial | None:
    """Marking a doubt as seen."""
    return may_edit(user, finding.plan)


def may_allocate(user, plan: Plan) -> Denial | None:
    """Dividing a quota: any time, also after issuing."""
    if not can(user, Permission.EDIT_PLAN, org=plan.org):
        return Denial(_("Bạn không có quyền phân bổ chỉ tiêu."))
    return None


def period_kinds_for(due: Due) -> frozenset[DeliverablePeriod]:
    """For which periods a product can be asked under `due`: a monthly report does not answer a once-a-term task."""
    if due.kind is DueKind.START_OF_YEAR:
        return frozenset({DeliverablePeriod.YEAR})
    if due.kind is DueKind.RECURRING and due.cadence in CADENCE_PERIOD:
        return frozenset({p for p in DeliverablePeriod if p.value == CADENCE_PERIOD[due.cadence].value})
    if due.kind is DueKind.AS_DIRECTED:
        by_year = DeliverablePeriod.YEAR if due.cadence is Cadence.ANNUAL else DeliverablePeriod.TERM
        return frozenset({by_year, DeliverablePeriod.ROUND})
    return frozenset({DeliverablePeriod.TERM})
