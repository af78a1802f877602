"""How one event is tied to the one before it."""

import hashlib
import json
from datetime import UTC

from dondoc.audit.models import AuditEvent


def event_hash(event: AuditEvent) -> str:
    """SHA-256 over the previous hash and everything that the event says."""
    said = [
        event.previous_hash, event.at.astimezone(UTC).isoformat(), event.actor_id, event.actor_label, event.action,
        event.object_type, event.object_id, event.object_label, event.org_id, event.org_label, event.before,
        event.after, event.note,
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
