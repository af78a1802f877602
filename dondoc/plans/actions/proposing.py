"""Proposing what a plan asks and measures, adjusting it, accepting it as definitions, or leaving it with a reason."""

from collections.abc import Iterable
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from dondoc.accounts.models import User
from dondoc.audit.actions import record
from dondoc.indicators.formula import DefinitionError as IndicatorFault
from dondoc.indicators.models import Indicator
from dondoc.lib.due import DueKind
from dondoc.lib.text import fold
from dondoc.orgs.models import Org
from dondoc.plans.actions.bodies import day_of
from dondoc.plans.actions.publishing import due_of, own_product, product_code, publish_product, publish_target
from dondoc.plans.actions.steps import OpenStep, step
from dondoc.plans.bodies import BodyReader
from dondoc.plans.drafting import unused
from dondoc.plans.models import Plan, Proposal, ProposalKind, ProposalState, StepAct, Target, Task, TaskRole
from dondoc.plans.proposing import definitions as made_of
from dondoc.plans.proposing.drafting import Draft, drafts_of
from dondoc.plans.proposing.gathering import letters_of, source_of
from dondoc.plans.proposing.wishes import MeasureWish, ProductWish, period_of_cadence
from dondoc.plans.rules import may_edit
from dondoc.sheets.definition import DefinitionError as SheetFault
from dondoc.sheets.models import Deliverable
from dondoc.web.refusals import Conflict, Invalid, require


def propose(plan: Plan, *, by: User, at: datetime) -> int:
    """Make the proposals that the plan as it stands gives; what has been decided or adjusted stays as it is.

    Returns how many are new or were renewed. Errors: Refused.
    """
    require(may_edit(by, plan))
    with step(plan, StepAct.PROPOSE, by=by, at=at) as taken:
        there = {one.code: one for one in plan.proposals.select_related("target")}
        reader = BodyReader(plan.org, day_of(plan, localdate(at)))
        drafts = drafts_of(plan, reader, keep=list(there.values()))
        renewed = sum(_put(taken, draft, there.get(draft.code)) for draft in drafts)
        known = {draft.code for draft in drafts}
        for code, old in there.items():
            if code not in known and _is_open(old):
                taken.remove(old)
        if taken.changes:
            record("plan.propose", by=by, target=plan, org=plan.org, after={"proposals": len(drafts)}, at=at)
    return renewed


def adjust(proposal: Proposal, *, wish: MeasureWish | ProductWish, by: User, at: datetime) -> None:
    """Put another wish in place of a proposal's; an accepted one is published anew, as the next version.

    Errors: Refused, Invalid when the definitions that follow from it have faults.
    """
    require(may_edit(by, proposal.plan))
    with step(proposal.plan, StepAct.DECIDE, by=by, at=at) as taken:
        proposal = _fresh(proposal)
        before = proposal.wish
        taken.change(proposal, wish=wish.as_dict())
        if proposal.state == ProposalState.ACCEPTED:
            _apply(taken, [proposal])
        record(
            "plan.adjust_proposal", by=by, target=proposal, org=proposal.plan.org, before=before, after=proposal.wish,
            at=at,
        )  # fmt: skip


def accept(plan: Plan, *, codes: Iterable[str], by: User, at: datetime) -> int:
    """Take proposals over as definitions: sheets, products, indicators, and the tasks that ask for figures.

    Returns how many were new. Errors: Refused; Invalid naming the first one that cannot be taken over, and why.
    """
    require(may_edit(by, plan))
    with step(plan, StepAct.DECIDE, by=by, at=at) as taken:
        rows = [one for one in _of(plan, codes) if one.state != ProposalState.ACCEPTED]
        for row in rows:
            taken.change(row, state=ProposalState.ACCEPTED, reason="", decided_at=at, decided_by=by)
        _apply(taken, rows)
        if rows:
            after = {"codes": [row.code for row in rows]}
            record("plan.accept_proposals", by=by, target=plan, org=plan.org, after=after, at=at)
    return len(rows)


def skip(proposal: Proposal, *, reason: str, by: User, at: datetime) -> None:
    """Leave a proposal, with a reason; a chỉ tiêu without measures stands as "chưa đo được" on the board.

    Errors: Refused, Invalid without a reason.
    """
    require(may_edit(by, proposal.plan))
    if not reason.strip():
        raise Invalid(_("Hãy ghi lý do bỏ qua."))
    with step(proposal.plan, StepAct.DECIDE, by=by, at=at, note=reason.strip()) as taken:
        proposal = _fresh(proposal)
        was_accepted = proposal.state == ProposalState.ACCEPTED
        taken.change(proposal, state=ProposalState.SKIPPED, reason=reason.strip()[:300], decided_at=at, decided_by=by)
        if was_accepted:
            _apply(taken, [proposal])
        record("plan.skip_proposal", by=by, target=proposal, org=proposal.plan.org, note=reason.strip(), at=at)


# ── proposals ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _put(taken: OpenStep, draft: Draft, old: Proposal | None) -> bool:
    """Make or renew the proposal of `draft`; whether anything changed."""
    values = {
        "position": draft.position, "kind": draft.kind, "target": draft.target, "measure_no": draft.measure_no,
        "tasks": draft.tasks, "wish": draft.wish.as_dict(), "first_wish": draft.wish.as_dict(),
        "notes": list(draft.notes),
    }  # fmt: skip
    if old is None:
        taken.make(Proposal(plan=taken.plan, code=draft.code, **values))
        return True
    if not _is_open(old) or all(getattr(old, name) == value for name, value in values.items()):
        return False
    taken.change(old, **values)
    return True


def _is_open(proposal: Proposal) -> bool:
    return proposal.state == ProposalState.PROPOSED and not proposal.is_adjusted


def _of(plan: Plan, codes: Iterable[str]) -> list[Proposal]:
    return list(plan.proposals.filter(code__in=list(codes)).select_related("plan__org", "plan__document", "target"))


def _fresh(proposal: Proposal) -> Proposal:
    """The row as it is now. Errors: Conflict when it is gone."""
    found = _of(proposal.plan, [proposal.code])
    if not found:
        raise Conflict(_("Đề xuất này không còn nữa. Hãy tải lại trang."))
    return found[0]


# ── taking over ───────────────────────────────────────────────────────────────────────────────────────────────────


def _apply(taken: OpenStep, rows: list[Proposal]) -> None:
    """Bring products first, then the chỉ tiêu that `rows` touch, in line with what is accepted of them now."""
    for row in rows:
        if row.kind == ProposalKind.PRODUCT and row.state == ProposalState.ACCEPTED:
            with _faults_of(row):
                _take_product(taken, row)
        elif row.kind == ProposalKind.PRODUCT:
            _leave_product(taken, row)
    targets = {row.target_id: row.target for row in rows if row.kind == ProposalKind.MEASURE}
    for target in targets.values():
        _take_target(taken, target)


@contextmanager
def _faults_of(row: Proposal):
    """Faults of definitions that follow from `row`, told as a refusal that names it."""
    try:
        yield
    except (IndicatorFault, SheetFault) as fault:
        said = {"name": row.name, "fault": str(fault).splitlines()[0]}
        raise Invalid(_("Chưa nhận được “%(name)s”: %(fault)s.") % said) from fault


def _take_product(taken: OpenStep, row: Proposal) -> None:
    """The product published, and asked for by its tasks."""
    wish = ProductWish.of(row.wish)
    tasks = list(row.plan.tasks.filter(code__in=row.tasks).select_related("reviewer"))
    _require_doers(row, wish, tasks)
    due = due_of(wish, tasks[0]) if tasks else None
    code = wish.deliverable or publish_product(row, due, by=taken.by, at=taken.at)
    reviewer = Org.objects.filter(code=wish.reviewer).first() if wish.reviewer else None
    for task in tasks:
        values: dict[str, Any] = {"deliverables": [*_others_of(task, row), code]}
        values |= {"population": wish.population} if wish.population else {}
        doers = values.get("population", task.population).get("orgs", [])
        if reviewer or (task.reviewer and task.reviewer.code in doers):  # nobody reviews what is its own
            values["reviewer"] = reviewer
        values |= {"due_data": due.as_dict()} if wish.cadence and due else {}
        if task.due.kind is DueKind.AS_DIRECTED and task.opener_id is None and reviewer:
            values["opener"] = reviewer
        taken.change(task, **values)


def _others_of(task: Task, row: Proposal) -> list[str]:
    """The products of `task` that other accepted proposals stand for."""
    others = [
        one for one in row.plan.proposals.filter(kind=ProposalKind.PRODUCT, state=ProposalState.ACCEPTED)
        if one.pk != row.pk and task.code in one.tasks
    ]  # fmt: skip
    given = {str(one.wish.get("deliverable")) for one in others}
    begins = tuple(product_code(one, "") for one in others)
    return [code for code in task.deliverables if code in given or (begins and code.startswith(begins))]


def _leave_product(taken: OpenStep, row: Proposal) -> None:
    for task in row.plan.tasks.filter(code__in=row.tasks):
        taken.change(task, deliverables=_others_of(task, row))


def _take_target(taken: OpenStep, target: Target) -> None:
    """The chỉ tiêu's indicator, sheets and reporting tasks from its accepted measures; none: it is not measured."""
    rows = list(target.proposals.select_related("plan__org", "plan__document", "target", "reporting"))
    accepted = [row for row in rows if row.state == ProposalState.ACCEPTED]
    _drop_reports(taken, [row for row in rows if row not in accepted])
    indicator: Indicator | None = None
    if accepted:
        with _faults_of(accepted[0]):
            indicator = _publish_target(taken, target, accepted)
    if target.indicator_id != (indicator.pk if indicator else None):
        taken.change(target, indicator=indicator)


def _publish_target(taken: OpenStep, target: Target, rows: list[Proposal]) -> Indicator:
    for row in rows:
        _require_whole(row)
    source = source_of(target)
    _require_own_code(target, made_of.indicator_code(source))
    _name_products(taken, target, rows)
    lettered = letters_of(rows)
    for report in lettered.reports:
        _ask(taken, target, report.row, report.deliverable)
    _drop_reports(taken, [row for row in rows if row not in [report.row for report in lettered.reports]])
    return publish_target(target, lettered, by=taken.by, at=taken.at)


def _require_own_code(target: Target, code: str) -> None:
    """Errors: Invalid when another chỉ tiêu of the plan has `code`: its definition would be replaced."""
    other = target.plan.targets.filter(indicator__code=code).exclude(pk=target.pk).first()
    if other:
        said = {"code": target.code, "other": other.code}
        raise Invalid(
            _("Chưa nhận được chỉ tiêu %(code)s: mã cách tính đã dùng cho chỉ tiêu %(other)s. Hãy đổi mã một mục.")
            % said
        )


def _require_whole(row: Proposal) -> None:
    """Errors: Invalid when what cannot be guessed is still open."""
    wish = MeasureWish.of(row.wish)
    if not any(wish.population.values()):
        raise Invalid(_("Chưa nhận được “%(name)s”: chưa rõ ai báo cáo. Hãy bấm Điều chỉnh.") % {"name": row.name})


def _require_doers(row: Proposal, wish: ProductWish, tasks: list[Task]) -> None:
    """Errors: Invalid when it is open who does a task that the product answers."""
    if not any(wish.population.values()) and not all(any(task.population.values()) for task in tasks):
        raise Invalid(
            _("Chưa nhận được “%(name)s”: chưa rõ ai làm. Hãy ghép tên đơn vị hoặc bấm Điều chỉnh.")
            % {"name": row.name}
        )


def _name_products(taken: OpenStep, target: Target, rows: list[Proposal]) -> None:
    """Patterns in the tasks of a share that they prove become products of their own now; the formula names them."""
    if not any(MeasureWish.of(row.wish).by_tasks for row in rows):
        return
    patterns = {d.code: d for d in Deliverable.objects.filter(is_per_task=True).select_related("sheet")}
    for task in target.tasks.all():
        if patterns.keys() & set(task.deliverables):
            named = [
                own_product(task, patterns[code], taken.by, taken.at) if code in patterns else code
                for code in task.deliverables
            ]
            taken.change(task, deliverables=named)


def _ask(taken: OpenStep, target: Target, row: Proposal, deliverable: str) -> None:
    """The task that asks for the figures of `row`: made, or brought in line."""
    wish, plan = MeasureWish.of(row.wish), row.plan
    reviewer = Org.objects.filter(code=wish.reviewer).first() if wish.reviewer else None
    words = _("Báo cáo số liệu chỉ tiêu %(code)s: %(name)s.") % {"code": target.code, "name": row.name}
    values: dict[str, Any] = {
        "text": words, "target": target, "part": target.part, "population": wish.population,
        "deliverables": [deliverable], "reviewer": reviewer, "due_data": _report_due(wish), "is_confirmed": True,
        "role": TaskRole.LEAD if "orgs" in wish.population else TaskRole.DO, "search_text": fold(words),
    }  # fmt: skip
    if row.reporting:
        taken.change(row.reporting, **values)
        return
    taken_codes = set(plan.tasks.values_list("code", flat=True))
    last = plan.tasks.order_by("-position").values_list("position", flat=True).first() or 0
    task = Task(
        plan=plan, code=unused(f"{target.code[:14]}-sl", taken_codes), position=last + 1, rule="de-xuat", **values
    )
    taken.make(task)
    taken.change(row, reporting=task)


def _report_due(wish: MeasureWish) -> dict[str, Any]:
    if period_of_cadence(wish.cadence) == "term":
        day = wish.due_on or None
        return {"kind": "date", "cadence": "once", "on": day} if day and day != "end" else {"kind": "undated"}
    return {"kind": "recurring", "cadence": wish.cadence, "day": wish.day}


def _drop_reports(taken: OpenStep, rows: list[Proposal]) -> None:
    """Remove the reporting tasks of measures that are no longer taken, or are asked elsewhere."""
    for row in rows:
        if row.reporting:
            task = row.reporting
            taken.change(row, reporting=None)
            taken.remove(task)
