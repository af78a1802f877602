"""Publishing what accepted proposals come to: sheets, products, indicators.

Definitions have codes of their plan's series, so those of a first plan bind nobody before it is issued. A working copy
that amends shares them with the version in force: what that one uses keeps its definition until the amendment is
issued, and nothing remains of it when it is given up.
"""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from dondoc.accounts.models import User
from dondoc.indicators.actions import publish_indicator
from dondoc.indicators.models import Indicator
from dondoc.lib.due import Due
from dondoc.lib.text import fold, squash
from dondoc.plans.models import Plan, Proposal, ProposalKind, ProposalState, Target, Task
from dondoc.plans.proposing import definitions as made_of
from dondoc.plans.proposing.gathering import Gathered, letters_of, source_of
from dondoc.plans.proposing.wishes import ProductWish, period_of_cadence
from dondoc.plans.rules import period_kinds_for
from dondoc.sheets.actions import publish_deliverable, publish_sheet
from dondoc.sheets.models import Deliverable


def publish_accepted(plan: Plan, *, by: User, at: datetime) -> None:
    """All definitions of the accepted proposals of `plan`, which is being issued: what waited for that is in force."""
    accepted = plan.proposals.filter(state=ProposalState.ACCEPTED).select_related("plan__org", "target__plan__org")
    targets: dict[Target, list[Proposal]] = {}
    for row in accepted:
        row.plan = plan
        if row.kind == ProposalKind.MEASURE and row.target:
            row.target.plan = plan
            targets.setdefault(row.target, []).append(row)
        elif not ProductWish.of(row.wish).deliverable:
            task = plan.tasks.filter(code__in=row.tasks).first()
            publish_product(row, due_of(ProductWish.of(row.wish), task) if task else None, by=by, at=at)
    for target, rows in targets.items():
        publish_target(target, letters_of(rows), by=by, at=at)


def publish_target(target: Target, gathered: Gathered, *, by: User, at: datetime) -> Indicator:
    """The indicator of a chỉ tiêu with the sheets that ask for it. Errors: DefinitionError of either."""
    source, plan = source_of(target), target.plan
    data = made_of.indicator_data(
        source, gathered.wishes, written_by=str(by) if by else source.owner, day=localdate(at)
    )

    def publish(*, new_only: bool = False) -> None:
        for group in gathered.sheets:
            asked = made_of.deliverable_data(source, group.wishes)
            if not (new_only and Deliverable.objects.filter(code=asked["code"]).exists()):
                publish_sheet(made_of.sheet_data(source, group.wishes), by=by, at=at)
                publish_deliverable(asked, by=by, at=at)
        if not (new_only and Indicator.objects.filter(code=data["code"]).exists()):
            publish_indicator(data, by=by, at=at)

    _now_or_when_issued(plan, publish)
    return Indicator.objects.get(code=data["code"])


def publish_product(row: Proposal, due: Due | None, *, by: User, at: datetime) -> str:
    """The code of the product that `row` wishes for, asked for in the rhythm of `due`. Errors: DefinitionError."""
    wish = ProductWish.of(row.wish)
    sheet = made_of.product_sheet(wish)
    period = sorted(period_kinds_for(due))[0] if due else period_of_cadence(wish.cadence)
    code = product_code(row, str(period))

    def publish(*, new_only: bool = False) -> None:
        if not (new_only and Deliverable.objects.filter(code=code).exists()):
            publish_sheet(sheet, by=by, at=at)
            data = {"code": code, "name": wish.name, "sheet": sheet["code"], "period": str(period)}
            publish_deliverable(data, by=by, at=at)

    _now_or_when_issued(row.plan, publish)
    return code


def _now_or_when_issued(plan: Plan, publish: Callable[..., None]) -> None:
    """Publish; before an amendment is issued only what is new, the rest is tried whole for its faults and left."""
    if not plan.is_amendment or plan.is_issued:
        return publish()
    with transaction.atomic():
        publish()
        transaction.set_rollback(True)
    return publish(new_only=True)


def product_code(row: Proposal, period: str) -> str:
    """The code of the product of `row`; with "" for `period` what it begins with."""
    return f"san-pham.{row.plan.series_id}.{made_of.slug(row.code)}.{period}"[:60]


def due_of(wish: ProductWish, task: Task) -> Due:
    """The task's own time, or the rhythm that the wish puts in its place; the plan's words stay."""
    if not wish.cadence:
        return task.due
    return Due.from_dict({"kind": "recurring", "cadence": wish.cadence, "day": wish.day, "text": task.due.text})


def own_product(task: Task, pattern: Deliverable, by: User, at: datetime) -> str:
    """The code of the product of its own that `task` gets from `pattern` (Deliverable.is_per_task)."""
    words = squash("; ".join(task.products) or task.text)
    name = f"{task.code}. {words[:1].upper()}{words[1:]}"
    data = {
        "code": f"{pattern.code}.{task.plan_id}.{fold(task.code)}",
        "name": name if len(name) <= 200 else f"{name[:199]}…",
        "sheet": pattern.sheet.code,
        "period": pattern.period_kind,
    }
    return publish_deliverable(data, by=by, at=at).code
