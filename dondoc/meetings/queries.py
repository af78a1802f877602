"""What came of the conclusions of meetings."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from dondoc.meetings.models import Meeting
from dondoc.obligations.models import Obligation, ObligationQuerySet, StatusOn, last_day_of
from dondoc.obligations.status import DONE, ObligationStatus
from dondoc.plans.models import Task

_LET_OFF = {ObligationStatus.EXEMPT, ObligationStatus.CLOSED}  # neither done nor still to do


@dataclass(frozen=True)
class Progress:
    """A meeting with what came of it: conclusions, and of the duties that they became how many are done and overdue.

    What was let off or closed is not among them. `duties` 0: none, or not issued yet.
    """

    meeting: Meeting
    conclusions: int
    duties: int
    done: int
    overdue: int


@dataclass(frozen=True)
class Open:
    """A conclusion that is not done yet, with the meeting that came to it."""

    meeting: Meeting
    obligation: Obligation
    status: ObligationStatus


def progress(meetings: Iterable[Meeting], today: date) -> list[Progress]:
    """What came of each of `meetings`. Two queries."""
    rows = list(meetings)
    plans = {one.plan_id for one in rows}
    tasks = dict(Task.objects.filter(plan__in=plans).order_by().values_list("plan").annotate(n=Count("pk")))
    counts: dict[int, dict[str, int]] = {}
    found = _duties(plans, today).order_by().values_list("task__plan", "standing").annotate(n=Count("pk"))
    for plan, standing, count in found:
        counts.setdefault(plan, {})[standing] = count
    return [_progress(one, tasks.get(one.plan_id, 0), counts.get(one.plan_id, {})) for one in rows]


def _progress(meeting: Meeting, conclusions: int, counts: dict[str, int]) -> Progress:
    number = {status: counts.get(status.value, 0) for status in ObligationStatus}
    done, let_off = (sum(number[status] for status in some) for some in (DONE, _LET_OFF))
    return Progress(meeting, conclusions, sum(number.values()) - let_off, done, number[ObligationStatus.OVERDUE])


def still_open(user, meetings: Iterable[Meeting], today: date) -> list[Open]:
    """The conclusions of `meetings` that are not done, the earliest day first: what the next meeting looks at. One
    query."""
    by_plan = {one.plan_id: one for one in meetings}
    rows = _duties(by_plan, today).filter(pk__in=Obligation.objects.visible_to(user).order_by().values("pk"))
    rows = rows.exclude(standing__in=[one.value for one in DONE | _LET_OFF]).select_related("org", "task", "round")
    return [
        Open(by_plan[one.task.plan_id], one, ObligationStatus(one.standing))
        for one in rows.order_by("last_day", "task__position", "org__sort_key")
    ]


def _duties(plans: Iterable[int], today: date) -> ObligationQuerySet:
    """The duties of these plans with `standing` and `last_day`."""
    rows = Obligation.objects.filter(task__plan__in=list(plans))
    return rows.annotate(standing=StatusOn(today), last_day=last_day_of())
