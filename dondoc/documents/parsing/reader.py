"""`read`: the text of a plan → a draft of what it says, every item with its place, and findings.

Deterministic: the same text, register and bodies give the same draft. Nothing is silently corrected.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from dondoc.documents.parsing.blocks import clean, paragraphs, split_lines, without_page_numbers
from dondoc.documents.parsing.bodies import KnownBody, Names, in_use, short_forms
from dondoc.documents.parsing.citations import read_citations
from dondoc.documents.parsing.closing import after, read_closing
from dondoc.documents.parsing.draft import Draft, Head, TaskDraft
from dondoc.documents.parsing.findings import Context, check
from dondoc.documents.parsing.head import loosened, read_head
from dondoc.documents.parsing.outline import build
from dondoc.documents.parsing.references import Reference
from dondoc.documents.parsing.target_tables import target_tables
from dondoc.documents.parsing.targets import find_targets
from dondoc.documents.parsing.tasks import TaskReader
from dondoc.documents.parsing.unread import find_unread
from dondoc.lib.text import nfc, squash


def read(text: str, *, register: Sequence[Reference] = (), bodies: Sequence[KnownBody] = ()) -> Draft:
    """The draft of a plan's text. Spans point into `draft.source`, which is `text` in NFC.

    register: documents to compare citations with; bodies: organisations that the caller knows, for their other and
    former names. Never raises on any text: what is not a plan gives an empty draft with a finding that says so.
    """
    original = nfc(text)
    source = without_page_numbers(original)  # same length, so that places hold in both
    whole = clean(source, 0, len(source))
    lines = loosened(split_lines(source, whole))
    head, body_at = read_head(lines, source)
    closing = read_closing(lines, body_at, source)
    blocks = paragraphs(source, lines[body_at : closing.start], whole)
    annex = paragraphs(source, after(lines, closing, source), whole)
    ends = sorted({p.span.end for p in (*blocks, *annex)} | {line.span.end for line in lines[:body_at]})
    citations = read_citations(whole, ends, head.number)
    nodes = [*build(blocks), *build(annex, len(blocks))]
    tables = target_tables(nodes, source, citations)
    found = find_targets(nodes, source, citations, head.term, tables)
    untaken = [n for n in nodes if id(n) not in tables.taken]
    names = Names(whole.text, bodies, head.date)
    reading = TaskReader(source, names, found, _year(head), of_one_year=_of_one_year(head)).walk(untaken)
    targets = tuple(f.target for f in found)
    aliases = {
        **_written_otherwise(reading.tasks),
        **_audience_aliases(reading.audiences, [t.lead for t in reading.tasks]),
    }
    draft = Draft(
        source=original,
        head=replace(head, title=squash(head.title) if head.title else None),
        indicators=targets,
        tasks=tuple(reading.tasks),
        citations=citations,
        recipients=tuple(squash(source[s.start : s.end].replace("*", "")).rstrip(";,. ") for s in closing.spans),
        recipient_spans=closing.spans,
        signature=closing.signature,
        aliases=aliases,
        unread=find_unread(
            [n for n in untaken if id(n) not in reading.in_tables],
            [*(t.span for t in targets), *(t.span for t in reading.tasks)],
        ),
    )
    return replace(
        draft, findings=check(Context(draft, whole, tuple(nodes), tuple(found), tuple(register), tuple(bodies)))
    )


_ONE_YEAR = re.compile(r"năm (\d{4})")


def _year(head: Head) -> int | None:
    """The year that days without one belong to: that of the plan, else that of the document."""
    own = _ONE_YEAR.fullmatch(head.term or "")
    return int(own[1]) if own else head.date.year if head.date else None


_SHORT_LIVED = ("THÔNG BÁO", "KẾT LUẬN", "CÔNG VĂN", "CÔNG ĐIỆN")


def _of_one_year(head: Head) -> bool:
    """True for a plan of one year and for what asks for work at once: its days without a year mean that year."""
    return bool(_ONE_YEAR.fullmatch(head.term or "")) or (head.type in _SHORT_LIVED and not head.term)


def _written_otherwise(tasks: Sequence[TaskDraft]) -> dict[str, str]:
    """Names as written with the form in use that tasks carry instead."""
    return {m.written: m.name for task in tasks for m in task.matches if m.name == in_use(m) != m.written}


def _audience_aliases(audiences: Sequence[str], leads: Sequence[tuple[str, ...]]) -> dict[str, str]:
    """Short forms of audiences that the document itself names more fully elsewhere."""
    named = [*audiences, *(name for lead in leads for name in lead)]
    return short_forms(named)
