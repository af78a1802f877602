"""Reading the trail, and checking that nobody has touched it."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from dondoc.audit.chain import event_hash
from dondoc.audit.models import AuditEvent, AuditEventQuerySet, ChainHead
from dondoc.lib.text import fold


@dataclass(frozen=True)
class ChainFault:
    """Where the chain breaks. `event` None: every event that is left is whole, but the last ones are gone."""

    event: AuditEvent | None
    reason: str


def events(
    user,
    *,
    words: str = "",
    action: str = "",
    actor_id: int | None = None,
    object_type: str = "",
    object_id: str = "",
    org_ids=None,
    first_day: date | None = None,
    last_day: date | None = None,
) -> AuditEventQuerySet:
    """Events that `user` may read, newest first; each filter narrows when given.

    `words`: every word must occur, marks ignored. `action`: a whole name ("submission.approve") or the thing alone
    ("submission"). `org_ids`: ids or a subquery. The days are whole days in Việt Nam, both included.
    """
    found = AuditEvent.objects.visible_to(user)
    for word in fold(words).split():
        found = found.filter(search_text__contains=word)
    if action:
        found = found.filter(action=action) if "." in action else found.filter(action__startswith=f"{action}.")
    if actor_id is not None:
        found = found.filter(actor_id=actor_id)
    if object_type:
        found = found.filter(object_type=object_type)
    if object_id:
        found = found.filter(object_id=object_id)
    if org_ids is not None:
        found = found.filter(org_id__in=org_ids)
    if first_day:
        found = found.filter(at__gte=_midnight(first_day))
    if last_day:
        found = found.filter(at__lt=_midnight(last_day + timedelta(days=1)))
    return found


def verify_chain() -> ChainFault | None:
    """The first place where the chain breaks; None when every event is as it was written and none is missing."""
    previous, length = "", 0
    for event in AuditEvent.objects.order_by("pk").iterator(chunk_size=2000):
        if event.previous_hash != previous:
            return ChainFault(event, _("trước sự kiện này có sự kiện bị xóa hoặc chèn thêm"))
        if event.hash != event_hash(event):
            return ChainFault(event, _("nội dung sự kiện đã bị sửa"))
        previous, length = event.hash, length + 1
    head = ChainHead.objects.first() or ChainHead()
    if (head.hash, head.length) != (previous, length):
        return ChainFault(None, _("các sự kiện mới nhất đã bị xóa"))
    return None


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
