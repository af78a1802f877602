"""One chỉ tiêu: who stands behind it, the tasks that serve it, what was sent in lately."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from dondoc.indicators.formula import describe
from dondoc.indicators.models import Indicator, IndicatorVersion
from dondoc.indicators.queries import words
from dondoc.indicators.queries.ties import linked
from dondoc.measures.queries import TrendPoint
from dondoc.obligations.models import Obligation
from dondoc.obligations.status import ObligationStatus
from dondoc.orgs.models import Org, OrgPath
from dondoc.plans.models import Plan, Target, Task
from dondoc.submissions.models import UNSENT, Submission
from dondoc.web.charts import ChartPoint

CHART_MONTHS = 15
RECENT = 10


def chart_points(found: list[TrendPoint]) -> list[ChartPoint]:
    """The last months for the step chart, fractions. Only the newest months stand side by side legibly."""
    return [
        ChartPoint(f"{p.month[5:].lstrip('0')}/{p.month[:4]}", p.value.number, p.step) for p in found[-CHART_MONTHS:]
    ]


@dataclass(frozen=True)
class MeasureWords:
    """A measure's definition as one would say it."""

    code: str
    name: str
    formula: str
    note: str
    is_targeted: bool


def in_words(version: IndicatorVersion) -> list[MeasureWords]:
    """Every measure of a definition in words. At most four queries, one more where it takes numbers of others."""
    measures = linked(version.parsed).measures
    names = words({code for measure in measures for one in measure.populations for code in one.orgs})
    return [MeasureWords(m.code, m.name, describe(m, names), m.note, m.is_targeted) for m in measures]


def targets_of(indicator: Indicator, user) -> list[Target]:
    """Where the plans that `user` may read state this chỉ tiêu. One query."""
    found = Target.objects.visible_to(user).filter(indicator=indicator, plan__in=Plan.objects.newest())
    return list(found.select_related("plan__org").order_by("plan_id", "position"))


@dataclass(frozen=True)
class TaskCounts:
    """A task that serves the chỉ tiêu, and how its obligations stand."""

    task: Task
    counts: list[tuple[ObligationStatus, int]]


def tasks_of(targets: list[Target], org: Org, user, today: date) -> list[TaskCounts]:
    """The tasks of `targets` with the statuses of what they ask of `org` and all under it. Two queries."""
    under = OrgPath.objects.filter(ancestor=org).values("descendant_id")
    lines = {target.line_key for target in targets}
    served = Q(task__target__in=lines) | Q(task__target__line__in=lines)  # by earlier versions too
    rows = Obligation.objects.visible_to(user).filter(served, org_id__in=under)
    counts = rows.count_by_task(today)
    tasks = Task.objects.filter(target__in=targets).select_related("reviewer").order_by("plan_id", "position")
    return [TaskCounts(t, [(s, n) for s, n in counts.get(t.line_key, {}).items() if n]) for t in tasks]


def recent_submissions(version: IndicatorVersion, org: Org, user) -> QuerySet[Submission]:
    """The newest sheets that the measures read, of `org` and all under it; drafts are left out. One query."""
    codes = {code for measure in version.parsed.measures for code in measure.deliverables}
    under = OrgPath.objects.filter(ancestor=org).values("descendant_id")
    found = Submission.objects.visible_to(user).filter(deliverable__code__in=codes, org_id__in=under)
    found = found.exclude(state__in=UNSENT).select_related("org", "deliverable", "round")
    return found.order_by("-updated_at", "-pk")[:RECENT]
