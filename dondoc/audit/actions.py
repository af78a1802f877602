"""The only way into the audit trail."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from dondoc.audit.chain import event_hash
from dondoc.audit.memory import forget
from dondoc.audit.models import AuditEvent, ChainHead
from dondoc.audit.wording import action_label
from dondoc.lib.text import fold
from dondoc.web.bulk import insert_many

SYSTEM = "Hệ thống"
_MANY = 100  # events that are written faster by `insert_many`


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What is to be written of one act.

    `action` is "thing.verb" ("submission.approve"); `by` the user, None for the system; `org` the organisation that
    it concerns; `before`/`after` only the fields that changed, as plain JSON; `at` None for now.
    """

    action: str
    by: Any
    target: models.Model
    org: Any = None
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""
    at: datetime | None = None


@dataclass
class Noted:
    """What was written: the kinds of acts, and the id of the first event (0: none)."""

    actions: set[str] = field(default_factory=set)
    first: int = 0

    def take(self, events: Sequence[AuditEvent]) -> None:
        self.actions.update(event.action for event in events)
        self.first = self.first or min(event.id for event in events)


_noted: ContextVar[Noted | None] = ContextVar("noted", default=None)


@contextmanager
def noting() -> Iterator[Noted]:
    """What is written while the block runs, by whoever runs it, also what is rolled back after all."""
    noted = Noted()
    token = _noted.set(noted)
    try:
        yield noted
    finally:
        _noted.reset(token)


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

    The parameters are those of `Entry`. Errors: RuntimeError outside a transaction.
    """
    one = Entry(
        action=action, by=by, target=target, org=org, before=before or {}, after=after or {}, note=note, at=at
    )  # fmt: skip
    return record_all([one])[0]


def record_all(entries: Sequence[Entry]) -> list[AuditEvent]:
    """Write the events in this order, as `record` does one: at most three statements, however many they are."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("an audit event is written in the transaction of the change that it records")
    if not entries:
        return []
    head = ChainHead.objects.filter(pk=1)
    previous = head.select_for_update().values_list("hash", flat=True).first()
    if previous is None:
        previous = ChainHead.objects.select_for_update().get_or_create(pk=1)[0].hash
    events = []
    for entry in entries:
        events.append(_event(entry, previous))
        previous = events[-1].hash
    _write(events)
    forget()
    if noted := _noted.get():
        noted.take(events)
    return events


def _write(events: list[AuditEvent]) -> None:
    """Add the events and move the head, which is locked, to the last of them; on PostgreSQL in one statement."""
    connection, last = transaction.get_connection(), events[-1].hash
    if connection.vendor != "postgresql" or len(events) >= _MANY:
        insert_many(events)
        ChainHead.objects.filter(pk=1).update(hash=last, length=models.F("length") + len(events))
        return
    insert = models.sql.InsertQuery(AuditEvent)
    insert.insert_values([one for one in AuditEvent._meta.concrete_fields if not one.primary_key], events)
    compiler = insert.get_compiler(connection=connection)
    compiler.returning_fields = [AuditEvent._meta.pk]
    [(sql, values)] = compiler.as_sql()
    head = "UPDATE audit_chainhead SET hash = %s, length = length + %s WHERE id = 1"
    with connection.cursor() as cursor:
        cursor.execute(f"WITH head AS ({head}) {sql}", [last, len(events), *values])
        for event, (pk,) in zip(events, cursor.fetchall(), strict=True):
            event.pk = pk
            event._state.adding, event._state.db = False, connection.alias


def _event(entry: Entry, previous: str) -> AuditEvent:
    event = AuditEvent(
        at=entry.at or timezone.now(),
        actor_id=entry.by.pk if entry.by else None,
        actor_label=str(entry.by) if entry.by else SYSTEM,
        action=entry.action,
        object_type=entry.target._meta.label_lower,
        object_id=str(entry.target.pk),
        object_label=str(entry.target)[:300],
        org_id=entry.org.pk if entry.org else None,
        org_label=str(entry.org)[:300] if entry.org else "",
        before=dict(entry.before),
        after=dict(entry.after),
        note=str(entry.note),
        previous_hash=previous,
    )
    words = (
        event.actor_label, entry.action, action_label(entry.action), event.object_label, event.org_label, event.note,
    )  # fmt: skip
    event.search_text = fold(" ".join(words))
    event.hash = event_hash(event)
    return event
