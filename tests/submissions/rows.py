"""Rows that tests of submissions stand on: a plan in force, its tasks, sheets, products, and what organisations owe."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from itertools import count

from dondoc.documents.models import Document
from dondoc.lib.periods import Period
from dondoc.obligations.models import Obligation, Round
from dondoc.orgs.models import Org
from dondoc.plans.models import Plan, PlanStatus, Task
from dondoc.sheets.actions import publish_deliverable, publish_sheet
from dondoc.sheets.models import Deliverable
from dondoc.submissions.models import Submission
from dondoc.submissions.opening import open_submission

AT = datetime(2026, 3, 16, 3, 0, tzinfo=UTC)  # 10:00 in Việt Nam on the day on which tests play
_numbers = count(1)

DOCUMENT = {
    "code": "van-ban", "name": "Văn bản đã ban hành", "why": "Chứng minh đã ban hành.", "minutes": 3,
    "done_on": "issued_on", "evidence": "optional",
    "fields": [
        {"code": "number", "label": "Số, ký hiệu", "type": "text", "required": True, "why": "Để tìm văn bản."},
        {
            "code": "issued_on", "label": "Ngày ban hành", "type": "date", "required": True, "not_future": True,
            "why": "Để biết đúng hạn.",
        },
    ],
}  # fmt: skip
COUNTED = {
    "code": "bao-cao", "name": "Báo cáo tháng", "why": "Để tổng hợp.", "minutes": 8,
    "fields": [
        {"code": "given", "label": "Được giao", "type": "integer", "unit": "việc", "required": True, "why": "Mẫu."},
        {"code": "done", "label": "Đã xong", "type": "integer", "required": True, "at_most": "given", "why": "Tử."},
        {"code": "words", "label": "Kết quả", "type": "long_text", "why": "Để đưa vào báo cáo."},
    ],
    "review_fields": [
        {"code": "effective", "label": "Hiệu quả", "type": "yes_no", "required": True, "default": "yes", "why": "Đếm."},
    ],
}  # fmt: skip
DOCUMENT_ANSWERS = {"number": "12-KH/ĐU", "issued_on": "5/3/2026"}
COUNTED_ANSWERS = {"given": "1.200", "done": "1.000", "words": "Đã xong."}


def make_deliverable(
    code: str = "ke-hoach", *, sheet: dict = DOCUMENT, period: str = "term", name: str = ""
) -> Deliverable:
    """A product that is proved by `sheet`, asked once a `period`."""
    publish_sheet(sheet, by=None, at=AT)
    data = {"code": code, "name": name or f"Sản phẩm {code}", "sheet": sheet["code"], "period": period}
    return publish_deliverable(data, by=None, at=AT)


def make_plan(org: Org, by) -> Plan:
    """An issued plan of `org` for 2025 - 2030."""
    number = next(_numbers)
    document = Document.objects.create(
        org=org, file="documents/x.txt", name="ke-hoach.txt", size=1, sha256=f"{number:064d}", text="Kế hoạch",
        uploaded_by=by, uploaded_at=AT, is_open=True,
    )  # fmt: skip
    return Plan.objects.create(
        org=org, document=document, number=f"{number:02d}-KH/ĐU", kind="KẾ HOẠCH", starts_on=date(2025, 9, 1),
        ends_on=date(2030, 12, 31), status=PlanStatus.ISSUED, parser_version="v1", created_at=AT, created_by=by,
    )  # fmt: skip


def make_task(
    plan: Plan, deliverables: Sequence[str], *, reviewer: Org | None = None, code: str = "", part: str = "2.2"
) -> Task:
    """A task of `plan` that needs all of `deliverables`."""
    number = next(_numbers)
    return Task.objects.create(
        plan=plan, code=code or f"t{number}", position=number, text=f"Xây dựng kế hoạch {number}.", part=part,
        deliverables=list(deliverables), reviewer=reviewer, due_data={"kind": "undated"}, is_confirmed=True,
    )  # fmt: skip


def make_obligation(
    task: Task, org: Org, *, period: str = "2025-2030", due_on: date | None = date(2026, 3, 20), **more
) -> Obligation:
    """What `org` owes for `task` in `period`, due on a Friday four days after the day on which tests play."""
    span = Period.parse(period)
    return Obligation.objects.create(
        task=task, org=org, period=period, period_start=span.start, period_end=span.end, due_on=due_on, **more
    )


def make_round(task: Task, by, *, period: str = "2026", name: str = "Đợt 1", due_on: date = date(2026, 4, 30)) -> Round:
    """A round of `task` that was opened on the day on which tests play."""
    return Round.objects.create(
        task=task, period=period, name=name, due_on=due_on, opened_on=date(2026, 3, 16), opened_by=by
    )


def make_submission(org: Org, deliverable: Deliverable, by, *, period: str = "2025-2030", round=None) -> Submission:  # noqa: A002 -- the glossary's word
    """A new draft."""
    return open_submission(org=org, deliverable=deliverable, period=Period.parse(period), round=round, by=by, at=AT)
