"""What issuing a plan will create, seen before: per organisation and month, what binds nobody, what is asked."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import chain

from django.utils.translation import gettext as _

from dondoc.obligations.audiences import Audience
from dondoc.obligations.models import Obligation, Purpose
from dondoc.obligations.planning import SETTINGS, Planner, planner
from dondoc.orgs.models import GRASSROOTS_KINDS, Org, OrgKind
from dondoc.plans.models import Plan, Task
from dondoc.sheets.models import Deliverable, DeliverablePeriod

MONTHS = range(1, 13)
# Of whom a plan may ask something; the parts of a grassroots organisation are bound through it.
_ASKED = (*GRASSROOTS_KINDS, OrgKind.ADVISORY_BODY, OrgKind.INSPECTION_COMMITTEE, OrgKind.MASS_ORGANISATION)


@dataclass(frozen=True)
class OrgLine:
    """One organisation: its obligations due in each month of the year shown, and of the whole term. What is history
    (due before the plan is issued, asked for evidence only) stands apart and in no month."""

    name: str
    months: list[int]
    undated: int  # ongoing, or waiting for a day
    other_years: int
    history: int

    @property
    def total(self) -> int:
        return sum(self.months) + self.undated + self.other_years + self.history


@dataclass(frozen=True)
class Unbound:
    task: Task
    why: str


@dataclass(frozen=True)
class AskedSheet:
    """A sheet that will be filled in: for which products, and how many times in all."""

    name: str
    products: list[str]
    period: str
    times: int


@dataclass(frozen=True)
class IssueSummary:
    year: int
    years: list[tuple[int, int]]  # each year of the plan with its obligations, history aside
    tasks: list[Task]
    lines: list[OrgLine]
    sums: OrgLine
    without: list[Org]
    unbound: list[Unbound]
    sheets: list[AskedSheet]
    unread: int  # passages that were not understood and wait
    unmeasured: int  # chỉ tiêu that nothing measures

    @property
    def not_shown(self) -> list[tuple[int, int]]:
        """The other years, each with its obligations."""
        return [(year, count) for year, count in self.years if year != self.year]


def issue_summary(plan: Plan, today: date, year: int | None = None) -> IssueSummary:
    """What issuing `plan` on `today` would create; nothing is written.

    `year`: shown by month. None: this one, or when it has no work the next one that has.
    """
    tasks = list(plan.tasks.all())
    planned = planner(plan, today=today)
    rows = list(chain(planned.answers(tasks), planned.openings(tasks)))
    years = list(range(plan.starts_on.year, plan.ends_on.year + 1))
    dated = Counter(row.due_on.year for row in rows if row.due_on and not row.is_history)
    now = min(max(today.year, years[0]), years[-1])
    shown = year if year in years else next((one for one in years if one >= now and dated[one]), now)
    lines = _lines(rows, shown)
    bound = {row.org_id for row in rows}
    around = Org.objects.as_of(today).under(plan.org_id, today).filter(kind__in=_ASKED).exclude(pk=plan.org_id)
    return IssueSummary(
        year=shown,
        years=[(one, dated[one]) for one in years],
        tasks=tasks,
        lines=lines,
        sums=_sum(lines),
        without=[org for org in around.order_by("sort_key", "pk") if org.pk not in bound],
        unbound=_unbound(planned, tasks, rows),
        sheets=_sheets(tasks, rows),
        unread=plan.passages.filter(used_as="").count(),
        unmeasured=plan.targets.filter(indicator=None).count(),
    )


def _lines(rows: Iterable[Obligation], year: int) -> list[OrgLine]:
    by_org: dict[int, list[Obligation]] = {}
    for row in rows:
        by_org.setdefault(row.org_id, []).append(row)
    orgs = Org.objects.filter(pk__in=by_org).order_by("sort_key", "pk")
    return [_line(org.name, by_org[org.pk], year) for org in orgs]


def _line(name: str, rows: list[Obligation], year: int) -> OrgLine:
    ahead = [row for row in rows if not row.is_history]
    days = [row.due_on for row in ahead if row.due_on]
    months = Counter(day.month for day in days if day.year == year)
    return OrgLine(
        name=name,
        months=[months[month] for month in MONTHS],
        undated=len(ahead) - len(days),
        other_years=len(days) - sum(months.values()),
        history=len(rows) - len(ahead),
    )


def _sum(lines: list[OrgLine]) -> OrgLine:
    return OrgLine(
        name=_("Cộng"),
        months=[sum(line.months[month - 1] for line in lines) for month in MONTHS],
        undated=sum(line.undated for line in lines),
        other_years=sum(line.other_years for line in lines),
        history=sum(line.history for line in lines),
    )


def _unbound(planned: Planner, tasks: list[Task], rows: list[Obligation]) -> list[Unbound]:
    binding = {row.task_id for row in rows}
    return [Unbound(task, _why(planned, task)) for task in tasks if task.pk not in binding]


def _why(planned: Planner, task: Task) -> str:
    if not Audience.of(task.population):
        return _("chưa rõ ai làm")
    if not any(True for _one in task.due.occurrences(planned.plan.starts_on, planned.plan.ends_on, SETTINGS)):
        return _("thời hạn nằm ngoài thời gian thực hiện của kế hoạch")
    return _("không có tổ chức nào thuộc loại, khối hoặc tên đã ghi vào ngày đến hạn")


def _sheets(tasks: list[Task], rows: list[Obligation]) -> list[AskedSheet]:
    """Each sheet once for each rhythm, the most asked first."""
    asked = {task.pk: task.deliverables for task in tasks}
    times = Counter(code for row in rows if row.purpose == Purpose.ANSWER for code in asked[row.task_id])
    found: dict[tuple[str, str], AskedSheet] = {}
    for one in Deliverable.objects.filter(code__in=times).select_related("sheet"):
        key = (one.sheet.code, one.period_kind)
        before = found.get(key)
        found[key] = AskedSheet(
            name=one.sheet.name,
            products=[*(before.products if before else []), one.name],
            period=str(DeliverablePeriod(one.period_kind).label),
            times=(before.times if before else 0) + times[one.code],
        )
    return sorted(found.values(), key=lambda sheet: (-sheet.times, sheet.name))
