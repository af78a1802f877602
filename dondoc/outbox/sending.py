"""Carrying messages out of the house, a lot at a time: claimed, said as things stand now, sent, noted one by one.

At least once outside: killed between sending and noting, one is sent again after its lease, with the same key. Inside
there is one row for each message and channel, whatever happens.
"""

import secrets
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from dondoc.outbox.models import EMAIL, Contact, Delivery, DeliveryState, Message
from dondoc.outbox.ways import Content, UnsentError, post, send_mail

LOT = 50
LEASE = timedelta(minutes=10)  # after so long one that is being sent is taken for lost
# after the first, second … attempt; after the last it is left to a person
PAUSES = tuple(timedelta(minutes=n) for n in (2, 10, 30, 120, 480))

S = DeliveryState
Say = Callable[[Sequence[Message]], dict[int, Content]]  # message id → what it says now; without: nothing any more


@dataclass
class Sent:
    """What a run came to."""

    sent: int = 0
    dropped: int = 0
    failed: int = 0  # to be tried again, or left to a person


def send_due(say: Say, *, now: Callable[[], datetime] = timezone.now, most: int = 100_000) -> Sent:
    """Send what is due, at most `most`; each failure is kept with its row and tried again later."""
    done = Sent()
    with _Mail() as mail:
        while most > 0 and (some := _claim(now(), min(LOT, most))):
            most -= len(some)
            said = say([one.message for one in some])
            addresses = _addresses(some)
            for one in some:
                _send(
                    one,
                    said.get(one.message_id),
                    addresses.get((one.message.user_id, one.endpoint_id)),
                    mail,
                    done,
                    now,
                )
    return done


class _Mail:
    """One connection to the mail server for a whole run, opened when the first e-mail goes."""

    def __init__(self) -> None:
        self.line: BaseEmailBackend | None = None

    def __enter__(self) -> "_Mail":
        return self

    def __exit__(self, *args: object) -> None:
        self.close()

    def open(self) -> BaseEmailBackend:
        if self.line is None:
            self.line = get_connection()
        return self.line

    def close(self) -> None:
        """After a failure the next e-mail begins with a new connection."""
        if self.line is not None:
            with suppress(OSError):
                self.line.close()
            self.line = None


def _claim(now: datetime, count: int) -> list[Delivery]:
    """Some that are due, now this run's alone: claimed by an UPDATE that must find them as they were."""
    due = Delivery.objects.filter(state__in=[S.WAITING, S.SENDING], next_at__lte=now)
    ids = list(due.order_by("next_at", "pk").values_list("pk", flat=True)[:count])
    # the lease's odd microseconds are the run's mark: two runs never claim with the same moment
    until = (now + LEASE).replace(microsecond=secrets.randbelow(1_000_000))
    due.filter(pk__in=ids).update(state=S.SENDING, next_at=until, attempts=F("attempts") + 1)
    mine = Delivery.objects.filter(pk__in=ids, state=S.SENDING, next_at=until)
    return list(mine.select_related("message__user", "endpoint").order_by("pk"))


def _addresses(some: Iterable[Delivery]) -> dict[tuple[int, int | None], str]:
    people: dict[int | None, set[int]] = defaultdict(set)
    for one in some:
        people[one.endpoint_id].add(one.message.user_id)
    found = {}
    for endpoint_id, users in people.items():
        if endpoint_id is not None:
            for contact in Contact.objects.filter(endpoint_id=endpoint_id, user_id__in=users):
                found[contact.user_id, endpoint_id] = contact.address
    return found


def _send(
    one: Delivery, content: Content | None, contact: str | None, mail: _Mail, done: Sent, now: Callable[[], datetime]
) -> None:  # fmt: skip
    if content is None:
        done.dropped += _note(one, state=S.DROPPED, error="")
        return
    try:
        _carry(one, content, contact, mail)
    except UnsentError as fault:
        if one.channel == EMAIL:
            mail.close()
        is_last = fault.lasting or one.attempts > len(PAUSES)
        later = now() if is_last else now() + PAUSES[one.attempts - 1]
        done.failed += _note(one, state=S.FAILED if is_last else S.WAITING, next_at=later, error=fault.why)
        return
    done.sent += _note(one, state=S.SENT, sent_at=now(), error="")


def _carry(one: Delivery, content: Content, contact: str | None, mail: _Mail) -> None:
    user = one.message.user
    if one.channel == EMAIL:
        if not user.email or not user.is_active:
            raise UnsentError(_("người nhận chưa có thư điện tử hoặc đã ngừng tài khoản"), lasting=True)
        send_mail(mail.open(), user.email, content, one.key)
        return
    if one.endpoint is None or not one.endpoint.is_on:
        raise UnsentError(_("kênh gửi đã ngừng"), lasting=True)
    if one.endpoint.needs_address and not contact:
        raise UnsentError(_("người nhận chưa ghi mã của mình ở kênh này"), lasting=True)
    post(one.endpoint, contact or user.username, str(user), content, one.key)


def _note(one: Delivery, **values: object) -> int:
    """What became of it, unless another run has taken it for lost and over meanwhile."""
    return Delivery.objects.filter(pk=one.pk, state=S.SENDING, next_at=one.next_at).update(**values)


def try_again(deliveries: Iterable[int], *, at: datetime) -> int:
    """Let those that failed be sent with the next run; returns how many."""
    failed = Delivery.objects.filter(pk__in=list(deliveries), state=S.FAILED)
    return failed.update(state=S.WAITING, next_at=at, attempts=0)
