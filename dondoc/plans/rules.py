"""Who may do what to a plan, and in which state. None: allowed; else the reason why not."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dondoc.accounts.rules import Permission, can
from dondoc.documents.models import FindingSwitch
from dondoc.lib.dates import format_date
from dondoc.lib.due import CADENCE_PERIOD, Cadence, Due, DueKind
from dondoc.orgs.models import Org
from dondoc.plans.models import Amendment, AmendmentEdit, EditAct, EditState, Finding, Plan, Task
from dondoc.sheets.models import Deliverable, DeliverablePeriod
from dondoc.web.refusals import Denial

NO_DOER = gettext_lazy("chưa rõ ai làm")  # the gap that the page of names settles


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


@dataclass(frozen=True)
class Blocker:
    """One thing that stands in the way of issuing: a clause without its full stop, and where it is settled.

    `page`: the named URL of a page of the plan, `anchor` and `query` within it; "" when no page settles it. `codes`:
    the tasks that it is about, in the order of the text; each stands on the desk under its code.
    """

    sentence: str
    page: str = ""
    anchor: str = ""
    query: str = ""
    codes: tuple[str, ...] = ()


def blockers(plan: Plan, read: ReadTasks | None = None) -> list[Blocker]:
    """All that must be settled before `plan` can be issued, by whomever; [] when nothing. `read`: its tasks."""
    read, counts = read or ReadTasks.of(plan.tasks.all()), _counts(plan)
    return [*_open_items(read, counts), *(_open_amendment(plan, read, counts) if plan.is_amendment else ())]


def may_issue(user, plan: Plan, open_things: Sequence[Blocker] | None = None) -> Denial | None:
    """Issuing: a person with the right, and nothing in the way. `open_things`: `blockers` of it; None: read here."""
    if plan.is_issued:
        return Denial(_("Kế hoạch đã được ban hành."))
    if not can(user, Permission.ISSUE_PLAN, org=plan.org):
        return Denial(_("Chỉ lãnh đạo được ban hành kế hoạch."))
    found = [one.sentence for one in (blockers(plan) if open_things is None else open_things)]
    if not found:
        return None
    return Denial(_("Còn %(n)d việc trước khi ban hành: %(what)s.") % {"n": len(found), "what": "; ".join(found)})


def _open_items(read: ReadTasks, counts: Mapping[str, int]) -> Iterator[Blocker]:
    if waiting := counts["waiting"] + sum(not task.is_confirmed for task in read.tasks):
        yield Blocker(_("%(n)d mục chưa xác nhận") % {"n": waiting}, "plans:confirm", "draft", "?loc=chua")
    if not read.tasks:
        yield Blocker(_("kế hoạch chưa có nhiệm vụ nào"), "plans:add_task")
    lacking: dict[str, list[str]] = {}
    for task, found in zip(read.tasks, read.gaps, strict=True):
        for gap in found:
            lacking.setdefault(gap, []).append(task.code)
    for gap, codes in lacking.items():
        words = _("%(n)d nhiệm vụ %(gap)s") % {"n": len(codes), "gap": gap}
        if gap == NO_DOER:
            yield Blocker(words, "plans:bodies", codes=tuple(codes))
        else:
            yield Blocker(words, "plans:confirm", f"muc-{codes[0]}", codes=tuple(codes))
    if counts["errors"]:
        words = _("%(n)d lỗi chưa xử lý trong “Điều cần xem”") % {"n": counts["errors"]}
        yield Blocker(words, "plans:confirm", f"xem-{counts['first_error']}")


def _open_amendment(plan: Plan, read: ReadTasks, counts: Mapping[str, int]) -> Iterator[Blocker]:
    """What an amendment needs besides: its document and day named, its points decided, no pairing in doubt."""
    amendment, page = plan.amendment, "plans:amendment"
    if not amendment.number or not amendment.signed_on:
        yield Blocker(_("chưa ghi số và ngày của văn bản sửa đổi, bổ sung"), page)
    if plan.in_force_from is None:
        yield Blocker(_("chưa ghi ngày có hiệu lực"), page)
    elif denial := effective_day(plan, plan.in_force_from):
        yield Blocker(str(denial.reason).rstrip("."), page)
    if counts["undecided"]:
        words = _("%(n)d điểm của văn bản sửa đổi chưa quyết định") % {"n": counts["undecided"]}
        yield Blocker(words, "plans:edits")
    doubtful = [task.pk for task in read.tasks if task.is_pairing_doubtful]
    if doubts := counts["doubtful"] + len(doubtful):
        words = _("%(n)d mục chưa rõ nối tiếp mục nào của bản trước") % {"n": doubts}
        first = f"doi-nv-{doubtful[0]}" if doubtful else f"doi-ct-{counts['first_doubtful']}"
        yield Blocker(words, "plans:compare", first)


def _counts(plan: Plan) -> dict[str, int]:
    """How many targets wait to be confirmed or are of doubtful pairing, how many errors stand open, how many points
    of the amending decision are undecided; the ids of the first ones. One query."""
    is_doubtful = Q(targets__is_pairing_doubtful=True)
    switched_off = FindingSwitch.objects.filter(org=plan.org_id).values("code")  # not told, so nobody could settle it
    is_error = Q(findings__severity="error", findings__settled_at=None) & ~Q(findings__code__in=switched_off)
    return Plan.objects.filter(pk=plan.pk).aggregate(
        waiting=Count("targets", filter=Q(targets__is_confirmed=False), distinct=True),
        doubtful=Count("targets", filter=is_doubtful, distinct=True),
        first_doubtful=Min("targets", filter=is_doubtful),
        errors=Count("findings", filter=is_error, distinct=True),
        first_error=Min("findings", filter=is_error),
        undecided=Count("edits", filter=Q(edits__state=EditState.WAITING), distinct=True),
    )


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


def is_understood(edit: AmendmentEdit) -> Denial | None:
    """Whether a point of the amending decision can be applied at all, once its item is known."""
    if edit.act in (EditAct.UNCLEAR, EditAct.REPLACE):
        return Denial(_("Điểm này chưa hiểu được nên không tự áp dụng được. Hãy sửa tay mục liên quan rồi ghi lại."))
    return None


def may_apply(edit: AmendmentEdit, item_code: str) -> Denial | None:
    """Applying a point of the amending decision to an item of the working copy; "": to none, as for a new item."""
    if denial := is_understood(edit):
        return denial
    if edit.act != EditAct.ADD and not item_code:
        return Denial(_("Hãy chọn mục của bản trước mà điểm này sửa."))
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


def has_doer(task: Task) -> bool:
    """True when the words for who does `task` mean somebody here: what the desk and the “6 rõ” count alike."""
    return any(task.population.values())


def gaps_of(task: Task, periods: Mapping[str, str]) -> list[str]:
    """What a task lacks before it can bind anybody, in words; [] when nothing. `periods`: see `product_periods`."""
    gaps = [] if has_doer(task) else [str(NO_DOER)]
    if not task.deliverables:
        gaps.append(_("chưa rõ sản phẩm"))
    elif any(code not in periods for code in task.deliverables):
        gaps.append(_("có sản phẩm không còn trong danh mục"))
    elif any(periods[code] not in period_kinds_for(task.due) for code in task.deliverables):
        gaps.append(_("có sản phẩm mà kỳ nộp không hợp với thời hạn"))
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
