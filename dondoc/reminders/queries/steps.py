"""The ladder of one duty: what was done, who was told, what came of it, what comes next."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from dondoc.obligations.models import Obligation
from dondoc.outbox.models import Delivery, DeliveryState
from dondoc.reminders.ladder import Rung
from dondoc.reminders.models import Hold, LadderVersion, Reminder
from dondoc.reminders.queries.ladders import ladder_of


@dataclass(frozen=True)
class Carried:
    """How a reminder left the house: people told, and deliveries that arrived, failed, wait."""

    people: int = 0
    sent: int = 0
    failed: int = 0
    waiting: int = 0


@dataclass(frozen=True)
class Climb:
    """One duty on its ladder. `coming`: the next rung and its day, None when there is none; `hold`: what holds it."""

    obligation: Obligation
    version: LadderVersion | None
    steps: list[tuple[Reminder, Carried]]
    names: dict[int, list[str]]
    coming: tuple[Rung, date] | None
    hold: Hold | None

    @property
    def runs(self) -> bool:
        return bool(self.version and self.version.plan_id and self.version.runs_from)


def climb_of(obligation: Obligation, today: date) -> Climb:
    """All that was done about `obligation`, the newest first, and what comes. Six queries."""
    reminders = list(obligation.reminders.select_related("sent_by", "ladder", "read_by"))
    for one in reminders:
        one.obligation = obligation
    carried, names = carried_of([one.pk for one in reminders])
    version = None if obligation.assignment_id else ladder_of(obligation.task.plan)
    last = obligation.last_day_allowed
    coming = version.parsed.coming(last, today) if version and last else None
    hold = next(
        (h for h in obligation.holds.in_force().select_related("held_by") if not h.until or h.until >= today), None
    )
    steps = [(one, carried.get(one.pk, Carried())) for one in reminders]
    return Climb(obligation, version, steps, names, coming, hold)


def carried_of(reminder_ids: Collection[int]) -> tuple[dict[int, Carried], dict[int, list[str]]]:
    """Reminder id → how it left the house, and the names of those told. Two queries."""

    told = Reminder.objects.filter(pk__in=reminder_ids).order_by()
    names: dict[int, list[str]] = defaultdict(list)
    for pk, name, username in told.values_list("pk", "told__user__full_name", "told__user__username"):
        if username:
            names[pk].append(name or username)
    by_state = Delivery.objects.filter(message__told__reminder__in=reminder_ids).values("message__told__reminder")
    counts = by_state.order_by().annotate(
        sent=Count("pk", filter=Q(state=DeliveryState.SENT)), failed=Count("pk", filter=Q(state=DeliveryState.FAILED)),
        waiting=Count("pk", filter=Q(state__in=[DeliveryState.WAITING, DeliveryState.SENDING])),
    )  # fmt: skip
    found = {pk: Carried(people=len(who)) for pk, who in names.items()}
    for row in counts:
        pk = row["message__told__reminder"]
        found[pk] = Carried(len(names[pk]), row["sent"], row["failed"], row["waiting"])
    return found, {pk: sorted(who) for pk, who in names.items()}
