"""The acts on a draft that all rooms share. Each is one transaction with its audit event."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from dondoc.audit.actions import record
from dondoc.drafts.models import Draft, Step
from dondoc.lib.dates import format_date
from dondoc.web.refusals import Conflict, Denial, Invalid, require

Data = dict[str, Any]


@dataclass(frozen=True)
class Room:
    """Where drafts of one kind are edited.

    `event`: how its audit events begin. `parent`: the field of `draft` that names what is published.
    `check`: raises Invalid with every fault of a definition that is not finished yet. `gone`: said to who comes too
    late. `taken`: said with %(code)s when a new one would have a code that is there.
    """

    event: str
    draft: type[Draft]
    step: type[Step]
    parent: str
    may: Callable[[Any], Denial | None]
    check: Callable[[Mapping[str, Any]], None]
    gone: str | Promise
    taken: str | Promise


def plain(definition: Mapping[str, Any]) -> Data:
    """As it is stored: days of a YAML file as text."""
    return dict(json.loads(json.dumps(definition, ensure_ascii=False, default=str)))


def start(room: Room, published: Any, definition: Mapping[str, Any], *, by, at: datetime) -> Any:
    """The draft of the next version of `published`: the one that is there, or a new one that says what `definition`
    says. Errors: Refused."""
    require(room.may(by))
    with transaction.atomic():
        words = {"code": published.code, "definition": dict(definition), "updated_at": at, "updated_by": by}
        rows = room.draft._default_manager.select_for_update()
        draft, is_new = rows.get_or_create(**{room.parent: published}, defaults=words)
        if is_new:
            record(f"{room.event}.draft", by=by, target=published, at=at)
    return draft


def begin(room: Room, definition: Mapping[str, Any], *, by, at: datetime) -> Any:
    """A draft of what is not there yet. Errors: Refused; Conflict when the code is taken; Invalid."""
    require(room.may(by))
    code = definition["code"]
    published = room.draft._meta.get_field(room.parent).related_model
    with transaction.atomic():
        room.check(definition)
        is_new = not published._default_manager.filter(code=code).exists()
        if is_new:
            words = {"definition": dict(definition), "updated_at": at, "updated_by": by}
            draft, is_new = room.draft._default_manager.get_or_create(code=code, defaults=words)
        if not is_new:
            raise Conflict(room.taken % {"code": code})
        record(f"{room.event}.draft", by=by, target=draft, at=at)
    return draft


def change(
    room: Room, draft: Any, change: Callable[[Data], Data], *, words: str, revision: int, by, at: datetime
) -> Any:
    """One step: `change` gives the new definition from the old one; `words` say what was done.

    Errors: Refused; Conflict when somebody changed it meanwhile; Invalid with every fault of the outcome.
    """
    require(room.may(by))
    with transaction.atomic():
        kept = locked(room, draft, revision)
        before, after = kept.definition, change(kept.definition)
        if before == after:
            return kept
        room.check(after)
        room.step._default_manager.create(draft=kept, words=words[:300], before=before, at=at, by=by)
        _store(kept, after, by=by, at=at)
        record(f"{room.event}.edit", by=by, target=kept, note=words, at=at)
    return kept


def undo(room: Room, draft: Any, *, revision: int, by, at: datetime) -> str:
    """Take the last step back; its words. Errors: Refused; Conflict; Invalid when there is none."""
    require(room.may(by))
    with transaction.atomic():
        kept = locked(room, draft, revision)
        step = kept.steps.first()
        if step is None:
            raise Invalid(_("Không còn thao tác nào để hoàn tác."))
        _store(kept, step.before, by=by, at=at)
        step.delete()
        record(f"{room.event}.undo", by=by, target=kept, note=step.words, at=at)
    return str(step.words)


def discard(room: Room, draft: Any, *, by, at: datetime) -> None:
    """Give a draft up; the published versions stay. Errors: Refused; Conflict when it is gone already."""
    require(room.may(by))
    with transaction.atomic():
        if not room.draft._default_manager.select_for_update().filter(pk=draft.pk).exists():
            raise Conflict(str(room.gone))
        target = draft.published or draft
        record(f"{room.event}.discard", by=by, target=target, after={"draft": draft.definition}, at=at)
        draft.delete()


def locked(room: Room, draft: Any, revision: int) -> Any:
    """The draft, held until the transaction ends. Errors: Conflict when it is gone or not in the state `revision`."""
    rows = room.draft._default_manager.select_for_update(of=("self",)).select_related(room.parent)
    kept = rows.filter(pk=draft.pk).first()
    if kept is None:
        raise Conflict(str(room.gone))
    if kept.revision != revision:
        local = timezone.localtime(kept.updated_at)
        raise Conflict(
            _("%(who)s đã sửa bản nháp này lúc %(time)s ngày %(day)s. Hãy xem lại rồi làm tiếp.")
            % {"who": kept.updated_by, "time": f"{local:%H:%M}", "day": format_date(local.date())}
        )
    return kept


def _store(kept: Any, definition: Data, *, by, at: datetime) -> None:
    kept.definition, kept.revision = definition, kept.revision + 1
    kept.updated_at, kept.updated_by = at, by
    kept.save(update_fields=["definition", "revision", "updated_at", "updated_by"])
