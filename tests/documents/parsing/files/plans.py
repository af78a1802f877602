"""The plans that are read in every form, as lines; and readings compared without their places."""

import re
from typing import Any

from dondoc.documents.parsing import Draft, read
from tests.documents.parsing.shared import founding_text, shared

_PLACES = {"span", "spans", "recipient_spans", "unread"}
_MARKER = re.compile(r"[a-zđ]\)|\|")


def lines_of(text: str) -> list[str]:
    """The paragraphs of a text, those whole again that its scan had cut."""
    lines: list[str] = []
    for line in (" ".join(raw.split()) for raw in text.splitlines()):
        if (
            lines
            and line[:1].islower()
            and not _MARKER.match(line)
            and len(lines[-1]) > 60
            and lines[-1][-1] not in ".:;"
        ):
            lines[-1] += f" {line}"
        elif line:
            lines.append(line)
    return lines


def founding_lines() -> list[str]:
    return lines_of(founding_text())


def corpus_lines(name: str) -> list[str]:
    return lines_of(shared(f"corpus/{name}.txt").read_text(encoding="utf-8"))


def as_text(lines: list[str], centred: int) -> str:
    """The same as a .txt: the title stands apart from what follows it."""
    return "\n".join([*lines[:centred], "", *lines[centred:]])


def said(text: str | Draft) -> Any:
    """A whole reading without the places that its items point to."""
    draft = read(text) if isinstance(text, str) else text
    return _without_places(draft.as_dict()) | {"unread": [draft.words(span) for span in draft.unread]}


def _without_places(data: Any) -> Any:
    if isinstance(data, list):
        return [_without_places(item) for item in data]
    if isinstance(data, dict):
        return {key: _without_places(value) for key, value in data.items() if key not in _PLACES}
    return data
