"""Reads for the plan pages."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from dondoc.lib.due import Due
from dondoc.orgs.models import Group, Org, OrgKind
from dondoc.plans.models import Allocation, Finding, Plan, Target, Task
from dondoc.sheets.models import Deliverable
from dondoc.web.marks import Mark

SURE = 0.9  # from here on an item may be confirmed together with the other sure ones


@dataclass(frozen=True)
class TaskRow:
    """A task as the pages show it; names instead of codes."""

    task: Task
    due: Due
    audience: str  # who must do it, in words; "" when not understood
    deliverables: list[str]

    @property
    def gaps(self) -> list[str]:
        """What the "6 rõ" check misses before the task can bind anybody."""
        missing = [] if self.audience else ["chưa rõ ai làm"]
        if not self.deliverables:
            missing.append("chưa rõ sản phẩm")
        return missing


@dataclass(frozen=True)
class Section:
    """A target with its tasks; `target` None holds the tasks that stand outside every target."""

    target: Target | None
    tasks: list[TaskRow]
    findings: list[Finding] = field(default_factory=list)

    @property
    def doubt(self) -> float:
        """The least sure item's confidence."""
        items = [float(row.task.confidence) for row in self.tasks]
        return min(items + ([float(self.target.confidence)] if self.target else []), default=1.0)

    @property
    def is_confirmed(self) -> bool:
        return (self.target is None or self.target.is_confirmed) and all(r.task.is_confirmed for r in self.tasks)


def sections(plan: Plan, *, by_doubt: bool = False) -> list[Section]:
    """The plan's targets in the order of the text (or least sure first), each with its tasks and its open doubts."""
    namer = _Namer()
    tasks = [namer.row(t) for t in plan.tasks.select_related("reviewer", "opener", "target")]
    findings = list(plan.findings.all())
    made = []
    for target in plan.targets.select_related("indicator"):
        own = [row for row in tasks if row.task.target_id == target.pk]
        made.append(Section(target, own, _within(findings, [target, *(row.task for row in own)])))
    outside = [row for row in tasks if row.task.target_id is None]
    if outside:
        made.append(Section(None, outside, _within(findings, [row.task for row in outside])))
    return sorted(made, key=lambda s: s.doubt) if by_doubt else made


def _within(findings: list[Finding], items: list[Target | Task]) -> list[Finding]:
    spans = [(item.start, item.end) for item in items if item.start is not None]
    return [f for f in findings if f.start is not None and any(a <= f.start < b for a, b in spans)]


class _Namer:
    """Names for codes, looked up once a page."""

    def __init__(self) -> None:
        self.kinds = {code: str(label) for code, label in OrgKind.choices}
        self.groups = dict(Group.objects.values_list("code", "name"))
        self.deliverables = dict(Deliverable.objects.values_list("code", "name"))
        bodies = Org.objects.filter(kind__in=("committee", "advisory_body", "inspection_committee"))
        self.orgs = dict(bodies.values_list("code", "name"))

    def row(self, task: Task) -> TaskRow:
        return TaskRow(
            task=task,
            due=task.due,
            audience=self.audience(task.population),
            deliverables=[self.deliverables.get(code, code) for code in task.deliverables],
        )

    def audience(self, population: dict[str, list[str]]) -> str:
        names = [self.orgs.get(code, code) for code in population.get("orgs", [])]
        names += [self.kinds.get(code, code) for code in population.get("kinds", [])]
        text = ", ".join(names)
        groups = ", ".join(self.groups.get(code, code) for code in population.get("groups", []))
        return f"{text} (khối {groups})" if groups else text


def marks(plan: Plan, sections: Iterable[Section]) -> list[Mark]:
    """Places in the source text: targets, tasks and open doubts, each leading back to its row."""
    made = []
    for section in sections:
        items = ([section.target] if section.target else []) + [row.task for row in section.tasks]
        for item in items:
            if item.start is not None:
                made.append(Mark(item.start, item.end, anchor(item), title=item.code, tone="info"))
    for finding in plan.findings.filter(settled_at=None):
        if finding.start is not None and finding.end > finding.start:
            made.append(Mark(finding.start, finding.end, f"f-{finding.pk}", title=finding.message, tone="warn"))
    return made


def anchor(item: Target | Task) -> str:
    """The id of an item's words in the source text."""
    return f"src-{item._meta.model_name}-{item.pk}"


@dataclass(frozen=True)
class Quota:
    total: int
    parts: dict[int, int]

    @property
    def rest(self) -> int:
        return self.total - sum(self.parts.values())


def quota(plan: Plan, indicator_id: int, year: int) -> Quota:
    """The quota of `year`: the total given to the plan's owner and what each organisation got."""
    rows = dict(
        Allocation.objects.filter(plan=plan, indicator_id=indicator_id, year=year).values_list("org_id", "quantity")
    )
    total = rows.pop(plan.org_id, 0)
    return Quota(total, rows)


def quota_orgs(plan: Plan, day: date):
    """Organisations among which a quota is divided: the TCCSĐ under the plan's owner on `day`."""
    kinds = (OrgKind.GRASSROOTS_ORGANISATION, OrgKind.GRASSROOTS_CELL)
    return Org.objects.as_of(day).under(plan.org_id, day).filter(kind__in=kinds)
