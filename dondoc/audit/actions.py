"""The only way into the audit trail."""

from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from dondoc.audit.chain import event_hash
from dondoc.audit.models import AuditEvent, ChainHead
from dondoc.audit.wording import action_label
from dondoc.lib.text import fold

SYSTEM = "Hệ thống"


def record(
    action: str,
    *,
    by,
    target: models.Model,
    org=None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    note: str = "",
    at: datetime | None = None,
) -> AuditEvent:
    """Write one event, inside the caller's transaction: if this fails nothing is saved, and the other way round.

    `action` is "thing.verb" ("submission.approve"); `by` the user, None for the system; `org` the organisation that
    it concerns; `before`/`after` only the fields that changed, as plain JSON. Errors: RuntimeError outside a
    transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("an audit event is written in the transaction of the change that it records")
    head = ChainHead.objects.filter(pk=1)
    previous = head.select_for_update().values_list("hash", flat=True).first()
    if previous is None:
        previous = ChainHead.objects.select_for_update().get_or_create(pk=1)[0].hash
    event = AuditEvent(
        at=at or timezone.now(),
        actor_id=by.pk if by else None,
        actor_label=str(by) if by else SYSTEM,
        action=action,
        object_type=target._meta.label_lower,
        object_id=str(target.pk),
        object_label=str(target)[:300],
        org_id=org.pk if org else None,
        org_label=str(org)[:300] if org else "",
        before=before or {},
        after=after or {},
        note=str(note),
        previous_hash=previous,
    )
    words = (event.actor_label, action, action_label(action), event.object_label, event.org_label, event.note)
    event.search_text = fold(" ".join(words))
    event.hash = event_hash(event)
    event.save(force_insert=True)
    head.update(hash=event.hash, length=models.F("length") + 1)
    return event
