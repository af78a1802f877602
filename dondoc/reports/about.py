"""The figures of a snapshot that only some kinds of reports ask for: one chỉ tiêu, one organisation, one task; what was
chased. Plain JSON, as all of a snapshot."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Max, Q

from dondoc.lib.periods import Period, PeriodKind
from dondoc.lib.text import shortened
from dondoc.measures.queries import board, measure_answers
from dondoc.obligations.models import Obligation, ObligationQuerySet, Purpose
from dondoc.obligations.status import ObligationStatus
from dondoc.orgs.models import Org
from dondoc.orgs.queries import names_on
from dondoc.plans.models import Plan, Task
from dondoc.reports.kinds import About, Kind
from dondoc.sheets.models import Deliverable
from dondoc.submissions.models import COUNTS, Submission


def about_figures(plan: Plan, org: Org, kind: Kind, about: str, period: Period, as_of: date) -> dict[str, Any]:
    """What the kind is about, by name, with its own rows; {} for one about the plan as a whole."""
    match kind.about:
        case About.INDICATOR:
            return _indicator(plan, org, about, period, as_of)
        case About.ORG:
            return _org(plan, int(about), period, as_of)
        case About.TASK:
            return _task(plan, about, as_of)
        case _:
            return {}


def choices_of(plan: Plan, org: Org, kind: Kind, period: Period, today: date) -> list[tuple[str, str]]:
    """What a report of that kind can be about: code or id, and how it is called. [] for one about the whole plan."""
    match kind.about:
        case About.INDICATOR:
            month = Period.containing(min(period.end, today), PeriodKind.MONTH)
            rows = board(org, month.code, series=plan.series_id)
            return [(row.indicator.code, f"{row.indicator.label}. {row.indicator.short_name}") for row in rows]
        case About.ORG:
            bound = Obligation.objects.filter(task__plan__in=Plan.objects.of_series(plan)).order_by().values("org_id")
            orgs = Org.objects.filter(pk__in=bound).exclude(pk=org.pk).order_by("sort_key")
            return [(str(one.pk), one.name) for one in orgs]
        case About.TASK:
            tasks = Task.objects.filter(plan=plan).order_by("position")
            return [(one.code, f"{one.part or one.code}. {shortened(one.text, 90)}") for one in tasks]
        case _:
            return []


def _indicator(plan: Plan, org: Org, code: str, period: Period, as_of: date) -> dict[str, Any]:
    """A list of organisations for each measure of the chỉ tiêu."""
    month = period if period.kind is PeriodKind.MONTH else Period.containing(as_of, PeriodKind.MONTH)
    row = next(one for one in board(org, month.code, series=plan.series_id) if one.indicator.code == code)
    return {
        "about": {"name": f"{row.indicator.label} ({row.indicator.short_name})", "code": code},
        "answers": [
            {
                "name": measure.name,
                "rows": [
                    {
                        "org": one.org.name, "numerator": _text(one.numerator), "denominator": _text(one.denominator),
                        "verdict": str(one.verdict.label), "reason": one.missing_words or one.reason,
                    }
                    for one in measure_answers(measure.key, org, month.code)
                ],
            }
            for measure in row.targeted
        ],
    }  # fmt: skip


def _org(plan: Plan, org_id: int, period: Period, as_of: date) -> dict[str, Any]:
    """What one organisation owed in the period and what it still owes from before."""
    owed = Obligation.objects.filter(task__plan__in=Plan.objects.of_series(plan), org_id=org_id, closed_on=None)
    owed = owed.filter(purpose=Purpose.ANSWER, due_on__lte=as_of)
    owed = owed.filter(Q(due_on__gte=period.start) | Q(approved_on=None, exempted_on=None))
    products = dict(Deliverable.objects.values_list("code", "name"))
    rows = [
        {
            "part": one.task.part or one.task.code,
            "text": asked(one.task, products),
            "period": Period.parse(one.period).label,
            "due_on": one.due_on.isoformat(),
            "done_on": one.done_on.isoformat() if one.done_on else None,
            "status": str(one.status_on(as_of).label),
        }
        for one in owed.select_related("task").order_by("due_on", "task__position", "pk")
    ]
    name = names_on([org_id], as_of).get(org_id) or Org.objects.get(pk=org_id).name
    return {"about": {"name": name.split(" (")[0], "org_id": org_id}, "duties": rows}


def _task(plan: Plan, code: str, as_of: date) -> dict[str, Any]:
    """Who did one task and with which paper, organisation by organisation; the task by its code in the plan."""
    task = Task.objects.get(plan=plan, code=code)
    tasks = Task.objects.filter(plan__in=Plan.objects.of_series(plan), code=code)
    owed = Obligation.objects.filter(task__in=tasks, purpose=Purpose.ANSWER, closed_on=None)
    owed = list(owed.select_related("org").order_by("org__sort_key", "period", "pk"))
    orgs = {one.org_id for one in owed}
    sent = Submission.objects.filter(deliverable__code__in=task.deliverables, org_id__in=orgs, state__in=COUNTS)
    papers = {(one.org_id, one.period): one.answers for one in sent.order_by("pk")}
    names = names_on(orgs, as_of)
    counted = dict.fromkeys(ObligationStatus, 0)
    rows = []
    for one in owed:
        status = one.status_on(as_of)
        counted[status] += 1
        answers = papers.get((one.org_id, one.period), {})
        rows.append({
            "org": names.get(one.org_id, one.org.name), "status": str(status.label),
            "number": str(answers.get("number") or ""), "done_on": one.done_on.isoformat() if one.done_on else None,
            "due_on": one.due_on.isoformat() if one.due_on else None,
        })  # fmt: skip
    done = counted[ObligationStatus.ON_TIME] + counted[ObligationStatus.LATE]
    return {
        "about": {"name": f"{task.part or task.code}", "code": code, "text": task.text},
        "products": rows,
        "products_done": done,
    }


def chased_orgs(rows: ObligationQuerySet, period: Period, as_of: date) -> list[dict[str, Any]]:
    """Who was chased in the period: how often, about how many duties, when last, how many were sent in afterwards."""
    sent = Q(reminders__sent_on__gte=period.start, reminders__sent_on__lte=as_of)
    answered = Q(submitted_on__gte=F("reminders__sent_on"))
    found = (
        rows.filter(sent)
        .order_by()
        .values("org_id", "org__name")
        .annotate(
            times=Count("reminders"), duties=Count("pk", distinct=True), last=Max("reminders__sent_on"),
            answered=Count("pk", filter=answered, distinct=True),
        )
    )  # fmt: skip
    names = names_on([row["org_id"] for row in found], as_of)
    return sorted(
        (
            {
                "org": names.get(row["org_id"], row["org__name"]), "times": row["times"], "duties": row["duties"],
                "last": row["last"].isoformat(), "answered": row["answered"],
            }
            for row in found
        ),
        key=lambda row: (-row["times"], row["org"]),
    )  # fmt: skip


def _text(number: Decimal | None) -> str | None:
    return None if number is None else f"{number.normalize():f}"


def asked(task: Task, products: dict[str, str]) -> str:
    """The products by name, without a task's code before them; a task without products by its own words."""
    names = [products[code].removeprefix(f"{task.code}. ") for code in task.deliverables if code in products]
    return "; ".join(names) or task.text
