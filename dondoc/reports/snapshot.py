"""The figures of a report as plain JSON: taken once, shown for ever. Nothing here is typed by hand."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q

from dondoc.lib.periods import Period
from dondoc.measures.queries import BoardRow, MeasureRow, board
from dondoc.obligations.models import Obligation, ObligationStatus, Purpose
from dondoc.orgs.models import Org
from dondoc.orgs.queries import names_on
from dondoc.plans.models import Plan
from dondoc.submissions.models import COUNTS, Submission

MONTHLY = "bao-cao-thang"  # the deliverable whose words the report gathers
SHOWN_LATE = 200


def take_snapshot(plan: Plan, org: Org, period: Period, *, today: date) -> dict[str, Any]:
    """Everything that the report of `org` for the month `period` says in figures, as known on `today`."""
    as_of = min(period.end, today)
    mine = Obligation.objects.filter(task__plan=plan)
    return {
        "format": 1,
        "period": period.code,
        "as_of": as_of.isoformat(),
        "indicators": [_indicator(row) for row in board(org, period.code)],
        "timeliness": _timeliness(mine, period, as_of),
        "monthly_reports": _monthly_reports(plan, period),
        "late": _late(mine.filter(purpose=Purpose.ANSWER).exclude(org__kind__in=_OWN_KINDS), as_of),
        "own_delays": _late(mine.filter(Q(purpose=Purpose.OPEN_ROUND) | Q(org__kind__in=_OWN_KINDS)), as_of),
        "chased": _chased(mine, period),
        "next": _next(mine, period, as_of),
    }


_OWN_KINDS = ("committee", "advisory_body", "inspection_committee")


def _indicator(row: BoardRow) -> dict[str, Any]:
    return {
        "label": row.indicator.label,
        "code": row.indicator.code,
        "name": row.indicator.short_name,
        "version": row.version.number,
        "status": row.status.value,
        "measures": [_measure(one) for one in row.targeted],
    }


def _measure(row: MeasureRow) -> dict[str, Any]:
    """Numbers as text, so that no decimal is lost; `floor` is what is proven, `ceiling` what is still possible."""
    return {
        "key": row.key,
        "name": row.name,
        "kind": row.definition.kind.value,
        "target": row.target,
        "numerator": _text(row.totals.numerator) if row.totals.known else None,
        "denominator": _text(row.totals.denominator),
        "value": _text(row.value.number),
        "missing": row.value.missing.value if row.value.missing else None,
        "previous": _text(row.previous.number) if row.previous else None,
        "floor": _text(row.floor) if row.value.number is not None else None,
        "ceiling": _text(row.ceiling) if row.value.number is not None else None,
        "population": row.totals.population,
        "not_known": row.totals.unknown,
        "status": row.status.value,
    }


def _text(number: Decimal | None) -> str | None:
    return None if number is None else f"{number.normalize():f}"


def _timeliness(mine, period: Period, as_of: date) -> dict[str, int]:
    """What fell due in the month, by status on `as_of`."""
    due = mine.filter(purpose=Purpose.ANSWER, due_on__gte=period.start, due_on__lte=as_of)
    counts = due.count_by_status(as_of)
    return {status.value: counts.get(status, 0) for status in ObligationStatus} | {"due": sum(counts.values())}


def _monthly_reports(plan: Plan, period: Period) -> dict[str, Any]:
    """Who sent the monthly report, and what they wrote (approved ones only, by organisation, words unshortened)."""
    tasks = [task.pk for task in plan.tasks.all() if MONTHLY in task.deliverables]
    asked = Obligation.objects.filter(task_id__in=tasks, period=period.code, closed_on=None, exempted_on=None)
    org_ids = set(asked.values_list("org_id", flat=True))
    sent = Submission.objects.filter(deliverable__code=MONTHLY, period=period.code, org_id__in=org_ids)
    approved = list(sent.filter(state__in=COUNTS).select_related("org").order_by("org__sort_key"))
    names = names_on(org_ids, period.end)
    return {
        "expected": len(org_ids),
        "sent": sent.exclude(submitted_at=None).count(),
        "approved": len(approved),
        "submission_ids": sorted(one.pk for one in approved),
        "tasks_assigned": sum(int(one.answers.get("tasks_assigned", 0)) for one in approved),
        "tasks_done": sum(int(one.answers.get("tasks_done", 0)) for one in approved),
        "words": [
            {
                "org": names.get(one.org_id, one.org.name),
                "submission": one.pk,
                "obstacles": one.answers.get("obstacles", ""),
                "proposals": one.answers.get("proposals", ""),
            }
            for one in approved
            if one.answers.get("obstacles") or one.answers.get("proposals")
        ],
    }


def _late(rows, as_of: date) -> list[dict[str, Any]]:
    """Organisations with overdue obligations, the most first: how many, since when, which."""
    overdue = rows.with_status(ObligationStatus.OVERDUE, as_of).select_related("org", "task")
    found: dict[int, dict[str, Any]] = {}
    for one in overdue.order_by("due_on", "pk"):
        entry = found.setdefault(
            one.org_id, {"org": one.org.name, "org_id": one.org_id, "count": 0, "since": "", "tasks": []}
        )
        entry["count"] += 1
        entry["since"] = entry["since"] or one.last_day_allowed.isoformat()
        if one.task.code not in entry["tasks"]:
            entry["tasks"].append(one.task.code)
    return sorted(found.values(), key=lambda entry: (-entry["count"], entry["since"], entry["org_id"]))[:SHOWN_LATE]


def _chased(rows, period: Period) -> dict[str, int]:
    """Reminders sent in the month."""
    sent = Q(reminders__sent_on__gte=period.start, reminders__sent_on__lte=period.end)
    found = rows.filter(sent).aggregate(times=Count("reminders", filter=sent), orgs=Count("org", distinct=True))
    return {"times": found["times"], "orgs": found["orgs"]}


def _next(rows, period: Period, as_of: date) -> list[dict[str, Any]]:
    """What falls due next month, by task: the plan's number, its words, how many organisations."""
    month = period.next()
    due = rows.filter(purpose=Purpose.ANSWER, due_on__gte=month.start, due_on__lte=month.end, approved_on=None)
    by_task = (
        due.values("task__code", "task__text", "due_on").annotate(orgs=Count("pk")).order_by("due_on", "task__position")
    )
    return [
        {"task": one["task__code"], "text": one["task__text"], "due_on": one["due_on"].isoformat(), "orgs": one["orgs"]}
        for one in by_task
    ]
