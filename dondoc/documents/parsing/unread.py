"""Paragraphs that look like a directive or a target and became neither: listed with a reason, never dropped."""

import re
from bisect import bisect_right
from collections.abc import Sequence

from dondoc.documents.parsing import dues
from dondoc.documents.parsing.assignments import gives_work, role_of
from dondoc.documents.parsing.bodies import begins_with_body
from dondoc.documents.parsing.draft import Span, Unread
from dondoc.documents.parsing.outline import Node
from dondoc.documents.parsing.tables import is_row
from dondoc.documents.parsing.targets import BLOCK_HEADING, schedule_at
from dondoc.documents.parsing.tasks.labels import PRODUCT_LABEL, SUPPORT_LABEL, WHAT_LABEL, WHO_LABEL
from dondoc.documents.parsing.tasks.leads import VERB_FIRST
from dondoc.documents.parsing.tasks.sentences import undated
from dondoc.documents.parsing.tasks.traps import ATTACHED, NO_TASK
from dondoc.documents.parsing.zones import Zone, is_heading, zone_of

_FIGURE = re.compile(r"\d\s?%|(?<![\d/.])\d[\d.,]*\s[^\W\d_]{2,}")
_LABELS = (PRODUCT_LABEL, SUPPORT_LABEL, WHO_LABEL, BLOCK_HEADING)
_LEAST_WORDS = 3


def find_unread(nodes: Sequence[Node], taken: Sequence[Span]) -> tuple[Unread, ...]:
    """The paragraphs of `nodes` that none of `taken` (places of tasks and targets) touches and that look like one."""
    places = sorted(taken)
    starts = [place.start for place in places]
    found = []
    first_part = next((i for i, n in enumerate(nodes) if n.kind not in ("text", "dash", "plus")), 0)
    for node in nodes[first_part:]:
        span = node.span()
        before = places[bisect_right(starts, span.end - 1) - 1] if starts and starts[0] < span.end else None
        if (before and before.end > span.start) or len(node.text.split()) < _LEAST_WORDS:
            continue
        if reason := _looks_like(node):
            found.append(Unread(span.start, span.end, reason))
    return tuple(found)


def _looks_like(node: Node) -> str | None:
    """The code of the doubt that a paragraph raises, None when it looks like neither directive nor target."""
    if is_row(node):
        return None if gives_work([role_of(cell) for cell in node.text.split("|")]) else _row_doubt(node)
    zone = zone_of(node)
    if node.text.isupper():
        return None
    if zone in (Zone.PURPOSE, Zone.STATE) or is_heading(node) or schedule_at(node) or node.text.endswith(":"):
        return None
    if NO_TASK.match(node.low) or ATTACHED.match(node.low) or any(label.match(node.low) for label in _LABELS):
        return None
    if zone is Zone.TARGETS:
        return "unread.figure" if _FIGURE.search(undated(node)) else None
    if VERB_FIRST.match(node.low) or WHAT_LABEL.match(node.low) or node.kind == "plus":
        return "unread.no_body"
    if (due := dues.own_due(undated(node))) and due.due.on is not None:
        return "unread.dated"
    if zone is Zone.ASSIGNMENT:
        return "unread.body" if begins_with_body(node.low) else "unread.no_body"
    return None


def _row_doubt(node: Node) -> str | None:
    """A row with words in a cell and a body or a time in another."""
    cells = [cell.strip() for cell in node.low.split("|") if cell.strip()]
    wordy = [cell for cell in cells if len(cell.split()) >= _LEAST_WORDS]
    other = [c for c in cells if begins_with_body(c) or dues.schedule(c, c)]
    return "unread.row" if wordy and other and len(cells) > 2 else None
