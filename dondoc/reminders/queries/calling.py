"""Whom nothing outside reaches: to be called, from a list on paper."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef

from dondoc.obligations.models import ObligationQuerySet
from dondoc.obligations.status import ObligationStatus
from dondoc.orgs.models import Org
from dondoc.outbox.models import Delivery, DeliveryState
from dondoc.reminders.models import Reminder

MOST = 400  # organisations on one list


@dataclass(frozen=True)
class Call:
    """An organisation to be called: how many of its duties are late, since when, how often it was reminded."""

    org: Org
    late: int
    since: date
    times: int


def calls(rows: ObligationQuerySet, today: date) -> list[Call]:
    """Of the organisations that owe `rows` past their day, those to whom no e-mail and no message has arrived. The
    longest late first. Two queries."""
    arrived = Delivery.objects.filter(
        message__told__reminder__obligation__org=OuterRef("org_id"), message__told__reminder__is_for_org=True,
        state=DeliveryState.SENT,
    )  # fmt: skip
    late = rows.with_status(ObligationStatus.OVERDUE, today).filter(~Exists(arrived)).order_by()
    found: dict[int, list[date]] = {}
    for org_id, last in late.values_list("org_id", "last_day"):
        found.setdefault(org_id, []).append(last)
    ids = sorted(found, key=lambda pk: (min(found[pk]), pk))[:MOST]
    orgs = Org.objects.in_bulk(ids)
    times: dict[int, int] = {}
    sent = Reminder.objects.filter(obligation__org_id__in=ids, is_for_org=True).values_list(
        "obligation__org_id", flat=True
    )
    for pk in sent.iterator():
        times[pk] = times.get(pk, 0) + 1
    return [Call(orgs[pk], len(found[pk]), min(found[pk]), times.get(pk, 0)) for pk in ids]
