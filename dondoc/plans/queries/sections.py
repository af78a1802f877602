"""The targets of a plan with their tasks, as the pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from django.db.models import Q
from django.utils.translation import gettext as _

from dondoc.indicators.formula import MeasureKind
from dondoc.indicators.models import IndicatorVersion
from dondoc.lib.due import Due
from dondoc.orgs.models import Group, Org, OrgKind
from dondoc.plans.models import Finding, Plan, Target, Task
from dondoc.plans.rules import ReadTasks, gaps_of, product_periods
from dondoc.sheets.models import Deliverable

_BODIES = (
    OrgKind.COMMITTEE, OrgKind.ADVISORY_BODY, OrgKind.INSPECTION_COMMITTEE, OrgKind.PEOPLES_COMMITTEE, OrgKind.OFFICE,
)  # fmt: skip


SURE = Decimal("0.9")  # from here on an item may be confirmed together with the other sure ones


@dataclass(frozen=True)
class TaskRow:
    """A task as the pages show it; names instead of codes."""

    task: Task
    due: Due
    audience: str  # who must do it, in words; "" when not understood
    deliverables: list[str]
    gaps: list[str]  # what is missing before it can bind anybody; rules.gaps_of


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
    def anchor(self) -> str:
        """The id of the section's head on the page."""
        return f"muc-{self.target.code if self.target else 'khac'}"

    @property
    def is_confirmed(self) -> bool:
        return (self.target is None or self.target.is_confirmed) and all(r.task.is_confirmed for r in self.tasks)


@dataclass(frozen=True)
class Progress:
    """How many targets and tasks there are and were confirmed."""

    items: int
    confirmed: int

    @property
    def left(self) -> int:
        return self.items - self.confirmed


def progress(sections: Iterable[Section]) -> Progress:
    """Counted over targets and tasks together."""
    sections = list(sections)
    rows = [row for section in sections for row in section.tasks]
    items = [section.target for section in sections if section.target] + [row.task for row in rows]
    return Progress(len(items), sum(item.is_confirmed for item in items))


def sections(plan: Plan, *, user, findings: list[Finding] | None = None, by_doubt: bool = False) -> list[Section]:
    """The plan's targets in the order of the text (or least sure first), each with its tasks and its `findings`.

    Organisations that `user` may not see are counted, not named; the bodies of the committee are named to everybody.
    """
    made = sections_of([plan], user=user, findings=findings)[plan.pk]
    return sorted(made, key=lambda s: s.doubt) if by_doubt else made


def sections_of(plans: Iterable[Plan], *, user, findings: list[Finding] | None = None) -> dict[int, list[Section]]:
    """The sections of each of several plans, by its id; as many queries as for one."""
    ids = [plan.pk for plan in plans]
    tasks = Task.objects.filter(plan__in=ids).select_related("reviewer", "opener", "target", "changed_by")
    targets = Target.objects.filter(plan__in=ids).select_related("indicator", "changed_by")
    rows = list(tasks)
    namer = Namer((task.population for task in rows), user)
    made = [namer.row(task) for task in rows]
    found = list(targets)
    return {
        pk: _sections(
            [target for target in found if target.plan_id == pk],
            [row for row in made if row.task.plan_id == pk],
            findings or [],
        )
        for pk in ids
    }


def _sections(targets: list[Target], tasks: list[TaskRow], findings: list[Finding]) -> list[Section]:
    made = []
    for target in targets:
        own = [row for row in tasks if row.task.target_id == target.pk]
        made.append(Section(target, own, _within(findings, [target, *(row.task for row in own)])))
    outside = [row for row in tasks if row.task.target_id is None]
    if outside:
        made.append(Section(None, outside, _within(findings, [row.task for row in outside])))
    return made


def read_tasks(sections: Iterable[Section]) -> ReadTasks:
    """The tasks of the sections of a draft, in the order of the text, for rules.may_issue."""
    rows = sorted(
        (row for section in sections for row in section.tasks), key=lambda row: (row.task.position, row.task.pk)
    )
    return ReadTasks([row.task for row in rows], [row.gaps for row in rows])


def _within(findings: list[Finding], items: list[Target | Task]) -> list[Finding]:
    spans = [(item.start, item.end) for item in items if item.start is not None]
    return [f for f in findings if f.start is not None and any(a <= f.start < b for a, b in spans)]


def general(findings: Iterable[Finding], sections: Iterable[Section]) -> list[Finding]:
    """The doubts that belong to no section: about the head, the closing, the whole."""
    placed = {finding.pk for section in sections for finding in section.findings}
    return [finding for finding in findings if finding.pk not in placed]


def sure_items(plan: Plan) -> dict[str, list[str]]:
    """Codes of the targets and tasks that were read with confidence and lack nothing: confirm_items takes them."""
    periods = product_periods()
    sure = plan.tasks.filter(confidence__gte=SURE, is_confirmed=False)
    return {
        "targets": list(plan.targets.filter(confidence__gte=SURE, is_confirmed=False).values_list("code", flat=True)),
        "tasks": [task.code for task in sure if not gaps_of(task, periods)],
    }


def quota_targets(sections: Iterable[Section]) -> list[Target]:
    """The targets whose indicator is measured against a quota that the committee divides."""
    targets = [s.target for s in sections if s.target and s.target.indicator_id]
    versions = IndicatorVersion.objects.filter(indicator__in=[t.indicator_id for t in targets]).order_by("number")
    newest = {version.indicator_id: version for version in versions}
    return [
        target for target in targets
        if target.indicator_id in newest
        and any(m.kind is MeasureKind.QUOTA for m in newest[target.indicator_id].parsed.measures)
    ]  # fmt: skip


class Namer:
    """Names for codes, looked up once a page. `groups`: those of now, where the page has read them."""

    def __init__(
        self, populations: Iterable[dict[str, list[str]]], user, groups: Iterable[Group] | None = None
    ) -> None:
        self.kinds = {code: str(label) for code, label in OrgKind.choices}
        self.groups = {group.code: group.name for group in (Group.objects.all() if groups is None else groups)}
        named = {code for one in populations for code in one.get("orgs", [])}
        may_see = Q(kind__in=_BODIES) | Q(pk__in=Org.objects.visible_to(user).values("pk"))
        self.orgs = dict(Org.objects.filter(may_see, code__in=named).values_list("code", "name"))

    @cached_property
    def products(self) -> dict[str, tuple[str, str]]:
        """Name and period kind of every product."""
        rows = Deliverable.objects.values_list("code", "name", "period_kind")
        return {code: (name, period) for code, name, period in rows}

    @cached_property
    def periods(self) -> dict[str, str]:
        return {code: period for code, (_name, period) in self.products.items()}

    def row(self, task: Task) -> TaskRow:
        return TaskRow(
            task=task,
            due=task.due,
            audience=self.audience(task.population),
            deliverables=[self.products.get(code, (code, ""))[0] for code in task.deliverables],
            gaps=gaps_of(task, self.periods),
        )

    def audience(self, population: dict[str, list[str]]) -> str:
        orgs = population.get("orgs", [])
        names = [self.orgs[code] for code in orgs if code in self.orgs]
        if len(names) < len(orgs):
            names.append(_("%(n)d đơn vị được nêu đích danh") % {"n": len(orgs) - len(names)})
        names += [self.kinds.get(code, code) for code in population.get("kinds", [])]
        text = ", ".join(names) or (_("mọi tổ chức") if population.get("groups") else "")
        groups = ", ".join(self.groups.get(code, code) for code in population.get("groups", []))
        return f"{text} (khối {groups})" if groups else text
