"""Writes about what a person takes and what the office has connected."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dondoc.audit.actions import record
from dondoc.outbox.models import Contact, Delivery, DeliveryState, Endpoint, Message, Preference
from dondoc.outbox.sending import try_again
from dondoc.web.refusals import Conflict


def choose(user, *, email: bool, hooks: bool, addresses: Mapping[Endpoint, str], at: datetime) -> Preference:
    """What `user` takes from now on, and under which number each service knows them ("" for none)."""
    with transaction.atomic():
        chosen, _is_new = Preference.objects.update_or_create(user=user, defaults={"email": email, "hooks": hooks})
        for endpoint, address in addresses.items():
            if address:
                Contact.objects.update_or_create(user=user, endpoint=endpoint, defaults={"address": address})
            else:
                Contact.objects.filter(user=user, endpoint=endpoint).delete()
        told = {"email": email, "hooks": hooks, "known_to": sorted(str(one) for one, to in addresses.items() if to)}
        record("outbox.choose", by=user, target=user, after=told, at=at)
    return chosen


def save_endpoint(endpoint: Endpoint, *, by, at: datetime) -> Endpoint:
    """Connect an endpoint, or change one; its secret is not told to the trail."""
    with transaction.atomic():
        if endpoint.pk is None:
            endpoint.made_at, endpoint.made_by = at, by
        endpoint.save()
        told = {"kind": endpoint.kind, "url": endpoint.url, "is_on": endpoint.is_on}
        record("outbox.endpoint", by=by, target=endpoint, after=told, at=at)
    return endpoint


def mark_message_read(message: Message, *, at: datetime) -> None:
    """Its person has seen it."""
    Message.objects.filter(pk=message.pk, read_at=None).update(read_at=at)


def retry(deliveries: list[int], *, by, at: datetime) -> int:
    """Let those that failed be tried again with the next run. Errors: Conflict when none is left to try."""
    with transaction.atomic():
        count = try_again(deliveries, at=at)
        if not count:
            raise Conflict(_("Không còn tin nào chưa gửi được."))
        first = Delivery.objects.filter(pk__in=deliveries, state=DeliveryState.WAITING).order_by("pk")[0]
        record("outbox.retry", by=by, target=first, after={"count": count}, at=at)
    return count
