"""Deciding whom the wordings of a plan mean; remembered for the committee's next plan."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from dondoc.accounts.models import User
from dondoc.audit.actions import record
from dondoc.lib.text import fold, squash
from dondoc.orgs.actions import create_org
from dondoc.orgs.models import Org, folded_name
from dondoc.plans.actions.steps import OpenStep, step
from dondoc.plans.bodies import BodyReader, Population, wordings_of
from dondoc.plans.models import BodyChoice, Plan, PlanStatus, Step, StepAct, Task, TaskRole
from dondoc.plans.rules import may_edit
from dondoc.web.refusals import Invalid, require


def choose_bodies(plan: Plan, *, choices: Mapping[str, Population], by: User, at: datetime) -> int:
    """Take each wording (→ population as Task.population) as meaning this, here and in the committee's next plans.

    The tasks whose leads or supporters it names follow. Returns how many tasks changed. Errors: Refused, Invalid for a
    population of nobody.
    """
    require(may_edit(by, plan))
    if not choices or not all(any(people.values()) for people in choices.values()):
        raise Invalid(_("Hãy chọn đơn vị, loại tổ chức hoặc khối."))
    wordings = {folded_name(wording) for wording in choices}
    with transaction.atomic():
        with step(plan, StepAct.BODIES, by=by, at=at) as taken:
            for wording, people in choices.items():
                _remember(taken, squash(wording), {part: codes for part, codes in people.items() if codes})
            changed = _follow(taken, wordings, day_of(plan, localdate(at)))
            record("plan.choose_bodies", by=by, target=plan, org=plan.org, after=dict(choices), at=at)
        _follow_elsewhere(plan, wordings, cause=taken.kept, by=by, at=at)
    return changed


def create_body(
    plan: Plan, *, wording: str, name: str, short_name: str, kind: str, groups: list[str], by: User, at: datetime
) -> Org:
    """Found an organisation under the plan's owner that `wording` means; it exists from the plan's first day.

    Undoing the step lets the wording go; the organisation stays. Errors: Refused, Conflict, Invalid without a name.
    """
    require(may_edit(by, plan))
    if not squash(name):
        raise Invalid(_("Hãy ghi tên đơn vị."))
    made = create_org(
        code=_free_code(name), kind=kind, name=name, short_name=short_name or name, parent=plan.org,
        valid_from=max(plan.org.valid_from, min(plan.starts_on, localdate(at))), groups=groups, aliases=[wording],
        by=by, at=at,
    )  # fmt: skip
    choose_bodies(plan, choices={wording: {"orgs": [made.code]}}, by=by, at=at)
    return made


def day_of(plan: Plan, today: date) -> date:
    """The day as of which the organisations of a working copy are looked up."""
    return min(max(plan.starts_on, today), plan.ends_on)


def _remember(taken: OpenStep, wording: str, people: Population) -> None:
    known = BodyChoice.objects.filter(org=taken.plan.org, folded=folded_name(wording)).first()
    values = {"wording": wording[:300], "population": people, "decided_at": taken.at, "decided_by": taken.by}
    if known:
        taken.change(known, **values)
    else:
        taken.make(BodyChoice(org=taken.plan.org, folded=folded_name(wording), **values))


def _follow_elsewhere(plan: Plan, wordings: set[str], *, cause: Step | None, by: User, at: datetime) -> None:
    """Bring the owner's other drafts in line, each by a step of its own; one where nothing changes is left alone."""
    for other in Plan.objects.filter(org=plan.org, status=PlanStatus.DRAFT).exclude(pk=plan.pk).order_by("pk"):
        said = wordings_of(other, list(other.tasks.all()))
        named = [*said.leads.values(), *said.supports.values()]
        if may_edit(by, other) is None and wordings & {folded_name(one) for ones in named for one in ones}:
            with step(other, StepAct.BODIES, by=by, at=at, cause=cause) as taken:
                _follow(taken, wordings, day_of(other, localdate(at)))


def _settle_doubts(taken: OpenStep, wordings: set[str]) -> None:
    """Settle the findings that one of `wordings` (folded) is nobody in the tree: it is known now."""
    for doubt in taken.plan.findings.filter(code="body_unknown", settled_at=None):
        named = doubt.message.partition("“")[2].partition("”")[0]
        if folded_name(named) in wordings:
            taken.change(doubt, settled_at=taken.at, settled_by=taken.by)


def _follow(taken: OpenStep, wordings: set[str], day: date) -> int:
    """Bring the tasks that name one of `wordings` (folded) in line with what these mean now, and settle the doubts."""
    plan, changed = taken.plan, 0
    tasks, reader = list(plan.tasks.all()), BodyReader(taken.plan.org, day)
    named = wordings_of(plan, tasks)
    for task in tasks:
        values, leads, supports = {}, named.leads[task.pk], named.supports[task.pk]
        if wordings & {folded_name(one) for one in leads}:
            people = reader.population(leads)
            values = {"population": people, "role": TaskRole.LEAD if "orgs" in people else TaskRole.DO}
        if wordings & {folded_name(one) for one in supports}:
            values["supporters"] = _supporters(task, reader, supports)
        if any(getattr(task, name) != value for name, value in values.items()):
            taken.change(task, **values)
            changed += 1
    _settle_doubts(taken, wordings)
    return changed


def _supporters(task: Task, reader: BodyReader, wordings: tuple[str, ...]) -> list[str]:
    """Codes of the bodies that support: those there already, and those whom the wordings name one by one."""
    named = [code for wording in wordings for code in reader.read(wording).population.get("orgs", [])]
    return list(dict.fromkeys([*task.supporters, *named]))


def _free_code(name: str) -> str:
    stem = "-".join(fold(name).replace("/", " ").split())[:34].strip("-") or "don-vi"
    taken = set(Org.objects.filter(code__startswith=stem).values_list("code", flat=True))
    return next(code for n in range(1, 1000) if (code := stem if n == 1 else f"{stem}-{n}") not in taken)
