"""What the office rules out of the ordinary at the story's end, so that a page of each kind can be looked at."""

from datetime import date, datetime, time, timedelta

from dondoc.lib.periods import Period
from dondoc.lib.workdays import add_working_days
from dondoc.obligations.models import Obligation, Purpose
from dondoc.obligations.ruling import ask_unlock, lock_period, set_window, stop, unlock
from dondoc.obligations.status import ObligationStatus
from dondoc.orgs.models import Org
from dondoc.sheets.models import Sheet
from dondoc.starter.demo.city import City

LOCKED = Period.parse("2025-Q3")
LOCKED_FROM = date(2026, 7, 1)  # by then nobody in the story answers for that quarter any more
S = ObligationStatus


def rule_at_the_end(city: City, committee: Org, moment: datetime) -> None:
    """A window for what is due from tomorrow on, a stop, a locked quarter, and in it one asking and one let in."""
    office, today = city.people["vanphong"], moment.date()
    set_window(
        sheet=Sheet.objects.get(code="bao-cao-thang"), level="", opens_before=None, closes_after=10,
        valid_from=today + timedelta(days=1), reason="Tổng hợp báo cáo Ban Thường vụ trong nửa đầu tháng.",
        by=office, at=moment,
    )  # fmt: skip
    duties = Obligation.objects.filter(purpose=Purpose.ANSWER).select_related("org", "task__plan")
    for one in duties.with_status_in([S.DUE_SOON, S.NOT_DUE], today).order_by("due_on", "org__code", "pk")[5:6]:
        reason = "Chờ hướng dẫn của cấp trên về biểu mẫu mới."
        stop(one, first=today, last=None, reason=reason, by=office, at=moment)
    if today < LOCKED_FROM:
        return
    reason = "Số liệu quý III/2025 đã báo cáo Ban Thường vụ."
    lock_period(committee, LOCKED, sheet=None, reason=reason, by=office, at=moment)
    shut = duties.filter(period=LOCKED.code).with_status_in([S.OVERDUE, S.HISTORY], today).order_by("org__code", "pk")
    for one, is_let_in in zip(shut[:2], (False, True), strict=False):
        reason = "Cán bộ nhập liệu nghỉ ốm, đơn vị có đủ hồ sơ, xin nộp bổ sung."
        ask_unlock(one, reason=reason, by=city.enterer[one.org_id], at=moment)
        if is_let_in:
            until = datetime.combine(add_working_days(today, 3), time(17), moment.tzinfo)
            unlock(one, until=until, reason="Đồng ý cho nộp bổ sung một lần.", by=office, at=moment)
