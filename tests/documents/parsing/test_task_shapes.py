"""Other shapes of plans, decisions and letters, made up: who does what by when, head, recipients, signature.

`told` is the whole reading of the tasks of a text, `framed` of its frame; the texts stand in `shapes`.
"""

from types import ModuleType

import pytest

from dondoc.documents.parsing import Draft, read
from tests.documents.parsing.shapes import SHAPES


def told(draft: Draft) -> list[tuple[str, tuple[str, ...], tuple[str, ...], str | None, str | None]]:
    return [
        (t.part, t.lead, t.support, t.due.code, t.due.cadence.value if t.due.cadence else None) for t in draft.tasks
    ]


def framed(draft: Draft) -> tuple[object, ...]:
    head, signed = draft.head, draft.signature
    day = head.date.isoformat() if head.date else None
    return (head.number, head.type, day, head.term, draft.recipients, (signed.authority, signed.position, signed.name))


def _called(shape: ModuleType) -> str:
    return shape.__name__.rpartition(".")[2]


@pytest.mark.parametrize("shape", SHAPES, ids=_called)
def test_who_does_what_by_when(shape: ModuleType) -> None:
    assert told(read(shape.TEXT)) == shape.TASKS


@pytest.mark.parametrize("shape", SHAPES, ids=_called)
def test_head_recipients_and_signature(shape: ModuleType) -> None:
    assert framed(read(shape.TEXT)) == shape.FRAME
