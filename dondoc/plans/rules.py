"""Who may do what to a plan, and in which state. None: allowed; else the reason why not."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from dondoc.accounts.rules import Permission, can
from dondoc.lib.dates import format_date
from dondoc.lib.due import CADENCE_PERIOD, Cadence, Due, DueKind
from dondoc.orgs.models import Org
from dondoc.plans.models import Amendment, Finding, Plan, Task
from dondoc.sheets.models import Deliverable, DeliverablePeriod
from dondoc.web.refusals import Denial

SHOWN_GAPS = 5  # a refusal names this many tasks, then counts


def may_import(user, org: Org) -> Denial | None:
    """Bringing a plan of `org` in."""
    if not can(user, Permission.EDIT_PLAN, org=org):
        return Denial(_("Đồng chí không có quyền nhập kế hoạch của tổ chức này."))
    return None


def may_edit(user, plan: Plan) -> Denial | None:
    """Correcting and confirming a draft. An issued plan changes only by amendment."""
    if plan.is_issued:
        return Denial(_("Kế hoạch đã ban hành, nội dung không sửa được nữa."))
    if not can(user, Permission.EDIT_PLAN, org=plan.org):
        return Denial(_("Đồng chí không có quyền sửa kế hoạch này."))
    return None


@dataclass(frozen=True)
class ReadTasks:
    """The tasks of a draft and, for each, what it lacks (`gaps_of`), for a page that has read them already."""

    tasks: Sequence[Task]
    gaps: Sequence[list[str]]

    @classmethod
    def of(cls, tasks: Iterable[Task]) -> "ReadTasks":
        """`tasks` measured against the products of now. One query."""
        tasks, periods = list(tasks), product_periods()
        return cls(tasks, [gaps_of(task, periods) for task in tasks])


def may_issue(user, plan: Plan, read: ReadTasks | None = None) -> Denial | None:
    """Issuing: a person with the right, everything confirmed, no open error. `read`: its tasks; None: read here."""
    return _may_ever_issue(user, plan) or _is_ready(read or ReadTasks.of(plan.tasks.all()), _counts(plan))


def _may_ever_issue(user, plan: Plan) -> Denial | None:
    if plan.is_issued:
        return Denial(_("Kế hoạch đã được ban hành."))
    if not can(user, Permission.ISSUE_PLAN, org=plan.org):
        return Denial(_("Chỉ lãnh đạo được ban hành kế hoạch."))
    return None


def _is_ready(read: ReadTasks, counts: Mapping[str, int]) -> Denial | None:
    waiting = counts["waiting"] + sum(not task.is_confirmed for task in read.tasks)
    if waiting:
        return Denial(_("Còn %(n)d mục chưa được xác nhận.") % {"n": waiting})
    if not read.tasks:
        return Denial(_("Kế hoạch chưa có nhiệm vụ nào."))
    gaps = [f"{task.code} ({', '.join(found)})" for task, found in zip(read.tasks, read.gaps, strict=True) if found]
    if gaps:
        more = _("… và %(n)d nhiệm vụ nữa") % {"n": len(gaps) - SHOWN_GAPS} if len(gaps) > SHOWN_GAPS else ""
        named = "; ".join([*gaps[:SHOWN_GAPS], *filter(None, [more])])
        return Denial(_("Còn nhiệm vụ chưa đủ điều kiện giao việc: %(gaps)s.") % {"gaps": named})
    if counts["errors"]:
        return Denial(_("Còn %(n)d lỗi cần xử lý trong phần “Điều cần xem”.") % {"n": counts["errors"]})
    return None


def _counts(plan: Plan) -> dict[str, int]:
    """How many targets wait to be confirmed or are of doubtful pairing, how many errors stand open. One query."""
    waiting = Count("targets", filter=Q(targets__is_confirmed=False), distinct=True)
    doubtful = Count("targets", filter=Q(targets__is_pairing_doubtful=True), distinct=True)
    errors = Count("findings", filter=Q(findings__severity="error", findings__settled_at=None), distinct=True)
    return Plan.objects.filter(pk=plan.pk).aggregate(waiting=waiting, doubtful=doubtful, errors=errors)


def may_amend(user, plan: Plan) -> Denial | None:
    """Starting an amendment: of the newest issued version, one at a time."""
    if not can(user, Permission.EDIT_PLAN, org=plan.org):
        return Denial(_("Đồng chí không có quyền sửa đổi, bổ sung kế hoạch này."))
    if not plan.is_issued:
        return Denial(_("Kế hoạch chưa ban hành thì sửa ngay trên bản đang soát."))
    if plan.superseded_on:
        return Denial(_("Đã có bản mới hơn. Hãy mở bản mới nhất để sửa đổi, bổ sung."))
    if Amendment.objects.filter(of=plan).exists():
        return Denial(_("Đang có một bản sửa đổi, bổ sung chờ ban hành. Hãy làm tiếp bản đó."))
    return None


def may_edit_amendment(user, plan: Plan) -> Denial | None:
    """Working on an amendment that is not issued yet."""
    if not plan.is_amendment:
        return Denial(_("Đây không phải bản sửa đổi, bổ sung."))
    return may_edit(user, plan)


def may_issue_amendment(user, plan: Plan, read: ReadTasks | None = None) -> Denial | None:
    """Issuing an amendment: as any plan, and it names its document and its day, and no pairing is in doubt."""
    if not plan.is_amendment:
        return Denial(_("Đây không phải bản sửa đổi, bổ sung."))
    if denial := _may_ever_issue(user, plan):
        return denial
    read = read or ReadTasks.of(plan.tasks.all())
    counts = _counts(plan)
    if denial := _is_ready(read, counts):
        return denial
    amendment = plan.amendment
    if not amendment.number or not amendment.signed_on:
        return Denial(_("Chưa ghi số và ngày của văn bản sửa đổi, bổ sung."))
    if plan.in_force_from is None:
        return Denial(_("Chưa ghi ngày có hiệu lực."))
    if denial := effective_day(plan, plan.in_force_from):
        return denial
    doubts = counts["doubtful"] + sum(task.is_pairing_doubtful for task in read.tasks)
    if doubts:
        return Denial(_("Còn %(n)d mục chưa rõ nối tiếp mục nào của bản trước.") % {"n": doubts})
    return None


def effective_day(plan: Plan, day: date) -> Denial | None:
    """Whether the amendment `plan` may be in force from `day`: after the version that it amends, within the plan."""
    before = plan.amendment.of
    begun = before.in_force_from or before.starts_on
    if day <= begun:
        return Denial(
            _("Ngày có hiệu lực phải sau ngày %(day)s, khi bản %(n)d bắt đầu có hiệu lực.")
            % {"day": format_date(begun), "n": before.version}
        )
    if day > plan.ends_on:
        return Denial(_("Kế hoạch kết thúc ngày %(day)s; hãy chọn ngày sớm hơn.") % {"day": format_date(plan.ends_on)})
    return None


def product_periods() -> dict[str, str]:
    """The period kind of every product, by its code."""
    return dict(Deliverable.objects.values_list("code", "period_kind"))


def gaps_of(task: Task, periods: Mapping[str, str]) -> list[str]:
    """What a task lacks before it can bind anybody, in words; [] when nothing. `periods`: see `product_periods`."""
    gaps = [] if any(task.population.values()) else [_("chưa rõ ai làm")]
    if not task.deliverables:
        gaps.append(_("chưa rõ sản phẩm"))
    elif any(code not in periods for code in task.deliverables):
        gaps.append(_("sản phẩm không còn trong danh mục"))
    elif any(periods[code] not in period_kinds_for(task.due) for code in task.deliverables):
        gaps.append(_("kỳ nộp của sản phẩm không hợp với thời hạn"))
    if task.due.kind is DueKind.AS_DIRECTED and not task.opener_id:
        gaps.append(_("chưa rõ cơ quan mở đợt"))
    return gaps


def may_settle(user, finding: Finding) -> Denial | None:
    """Marking a doubt as seen."""
    return may_edit(user, finding.plan)


def may_allocate(user, plan: Plan) -> Denial | None:
    """Dividing a quota: any time, also after issuing."""
    if not can(user, Permission.EDIT_PLAN, org=plan.org):
        return Denial(_("Đồng chí không có quyền phân bổ chỉ tiêu."))
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
