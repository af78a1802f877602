"""Whom reminders are told, and by what that leaves the house: written by the database, however many they are."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from dondoc.accounts.models import Membership
from dondoc.accounts.roles import Permission, roles_with
from dondoc.orgs.models import valid_on
from dondoc.outbox.models import EMAIL, Delivery, Endpoint, HookKind, Message, MessageQuerySet, hook_channel
from dondoc.reminders.ladder import Audience, Way
from dondoc.reminders.models import ReminderQuerySet, Told
from dondoc.web.bulk import insert_selected

CHOSEN = {
    Way.EMAIL: Q(user__preference=None) | Q(user__preference__email=True),
    Way.HOOK: Q(user__preference=None) | Q(user__preference__hooks=True),
}


@dataclass(frozen=True)
class Whom:
    """Where the people of an audience hold their roles, seen from a reminder; the second choice where nobody holds one
    of the first."""

    org: str
    first: tuple[str, ...]
    second: tuple[str, ...] = ()


def _whom() -> dict[Audience, Whom]:
    answer, follow = tuple(roles_with(Permission.ANSWER)), tuple(roles_with(Permission.FOLLOW_UP))
    heads, anybody = ("internal_approver",), tuple(dict.fromkeys((*answer, *follow)))
    return {
        Audience.ORG: Whom("obligation__org", answer, follow),
        Audience.SECRETARY: Whom("obligation__org", heads, anybody),
        Audience.BODY: Whom("obligation__task__reviewer", heads, anybody),
        Audience.LEADERS: Whom("obligation__task__plan__org", ("leader",)),
    }


def tell(new: ReminderQuerySet, audience: Audience, *, key: str, at: datetime) -> None:
    """Tell the people of `audience` of the reminders `new`, each in the message `key`."""
    whom = _whom().get(audience)
    if whom is None:
        return
    today = timezone.localdate(at)
    held = f"{whom.org}__memberships__"
    present = Membership.objects.filter(
        valid_on(today), org=OuterRef(whom.org), role__in=whom.first, user__is_active=True
    )
    wanted = Q(**{f"{held}role__in": whom.first})
    if whom.second:
        wanted |= Q(**{f"{held}role__in": whom.second}) & ~Exists(present)
    who = {f"{held}user__is_active": True}
    people = new.filter(valid_on(today, held), wanted, **who).distinct()
    insert_selected(Message, people, user_id=F(f"{held}user_id"), key=key, made_at=at)
    people = new.filter(valid_on(today, held), wanted, **who, **{f"{held}user__messages__key": key}).distinct()
    insert_selected(
        Told, people, reminder_id=F("pk"), user_id=F(f"{held}user_id"), message_id=F(f"{held}user__messages__pk")
    )


def carry(messages: MessageQuerySet, wanted: Mapping[Way, Q], begins: datetime) -> None:
    """By what each of `messages` leaves the house from `begins` on: those that `wanted` names for each way, where it is
    connected and the person can be reached."""
    if settings.MAIL_IS_ON:
        reached = messages.filter(wanted[Way.EMAIL]).exclude(user__email="")
        insert_selected(Delivery, reached, message_id=F("pk"), channel=EMAIL, next_at=begins)
    for endpoint in Endpoint.objects.filter(is_on=True).order_by("pk"):
        reached = messages.filter(wanted[Way.HOOK])
        if endpoint.kind != HookKind.PLAIN:
            reached = reached.filter(user__contacts__endpoint=endpoint)
        channel = hook_channel(endpoint.pk)
        insert_selected(Delivery, reached, message_id=F("pk"), channel=channel, endpoint_id=endpoint.pk, next_at=begins)
