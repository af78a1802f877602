"""What a letter lists: the overdue duties of organisations, as they stand on a day, as plain data."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count, Q

from dondoc.lib.periods import Period
from dondoc.obligations.models import Obligation, ObligationQuerySet, Purpose
from dondoc.obligations.status import ObligationStatus
from dondoc.orgs.queries import names_on
from dondoc.plans.models import Plan
from dondoc.reports.about import asked
from dondoc.sheets.models import Deliverable


def overdue(plan: Plan) -> ObligationQuerySet:
    """The duties of a plan, in all its versions, that organisations answer themselves."""
    return Obligation.objects.filter(task__plan__in=Plan.objects.of_series(plan), purpose=Purpose.ANSWER)


def debtors(plan: Plan, today: date) -> list[tuple[int, str, int]]:
    """Who owes: id, name, how many duties; the most first. Two queries."""
    late = overdue(plan).with_status(ObligationStatus.OVERDUE, today).order_by()
    counts = dict(late.values_list("org_id").annotate(n=Count("pk")))
    names = names_on(counts, today)
    found = [(org_id, names.get(org_id, ""), count) for org_id, count in counts.items()]
    return sorted(found, key=lambda one: (-one[2], one[1]))


def owed(plan: Plan, org_ids: Iterable[int], today: date) -> list[dict[str, Any]]:
    """What each organisation owes, the earliest first: the plan's item, what, the period, the day, how late, how often
    chased. Organisations that owe nothing are left out. Four queries."""
    late = overdue(plan).filter(org_id__in=org_ids).with_status(ObligationStatus.OVERDUE, today)
    rows = (
        late.annotate(times=Count("reminders", filter=Q(reminders__is_for_org=True)))
        .select_related("task", "org")
        .order_by("last_day", "task__position", "pk")
    )
    products = dict(Deliverable.objects.values_list("code", "name"))
    by_org: dict[int, list[dict[str, Any]]] = {}
    found = list(rows)
    for one in found:
        last = one.last_day_allowed or one.due_on
        by_org.setdefault(one.org_id, []).append({
            "part": one.task.part or one.task.code,
            "text": asked(one.task, products),
            "period": Period.parse(one.period).label,
            "due_on": last.isoformat() if last else None,
            "days": (today - last).days if last else 0,
            "chased": getattr(one, "times", 0),
        })  # fmt: skip
    names = names_on(by_org, today)
    own = {one.org_id: one.org.name for one in found}
    entries = [{"org_id": pk, "org": names.get(pk, own[pk]), "rows": rows} for pk, rows in by_org.items()]
    return sorted(entries, key=lambda entry: (-len(entry["rows"]), entry["org"]))
