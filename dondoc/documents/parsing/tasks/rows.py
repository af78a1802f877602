"""Rows of assignment tables as tasks: "| cell | cell |" and tables whose lines are lost."""

import re
from collections.abc import Sequence

from dondoc.documents.parsing import dues
from dondoc.documents.parsing.assignments import AssignmentRow
from dondoc.documents.parsing.blocks import Paragraph
from dondoc.documents.parsing.bodies import Names, in_use
from dondoc.documents.parsing.draft import BodyMatch, Product, Span, TaskDraft
from dondoc.documents.parsing.grids import Cell
from dondoc.documents.parsing.outline import Node
from dondoc.documents.parsing.patterns import lowered
from dondoc.documents.parsing.products import read_products
from dondoc.documents.parsing.tables import LooseRow
from dondoc.documents.parsing.tasks.support import lead_and_support
from dondoc.lib.due import Due, DueKind
from dondoc.lib.text import squash

_BREAK = re.compile(r"\s?<br\s?/?>\s?")  # a line break inside a cell, as web pages write it
_REST_OF_TEXT = re.compile(r"[a-zà-ỹđ].*\.$")  # text that a page break put after the other cells


def row_task(names: Names, row: AssignmentRow, source: str) -> TaskDraft:
    """A row of an assignment table as a task."""
    what = row.cells["task"]
    when = row.text("due")
    match = dues.schedule(when, lowered(when)) if when else None
    span = what.words.span()
    lead, support = _bodies(names, row)
    number = row.text("number").strip(" .)")
    signs = [] if match or not when else ["due.unclear"]
    return TaskDraft(
        text=squash(_verbatim(what, source)),
        lead=tuple(in_use(body) for body in lead),
        support=tuple(in_use(body) for body in support),
        due=match.due if match else Due(DueKind.UNDATED, text=when),
        deadline=when or None,
        part=".".join(piece for piece in (row.node.part, number) if piece),
        span=span,
        rule=row.form,
        indicator=row.node.part or None,
        products=_row_products(row, source) or _products_of(what, source),
        lead_from=row.text("lead") if "lead" in row.taken_over else None,
        signs=("row.taken_over", *signs) if row.taken_over else tuple(signs),
        matches=(*lead, *support),
    )


def _verbatim(cell: Cell, source: str) -> str:
    """The letters of a cell as the source writes them, also where the cell was broken over lines."""
    letters = zip(cell.text, cell.words.places, strict=True)
    return "".join(" " if letter == " " else source[place] for letter, place in letters)


def _bodies(names: Names, row: AssignmentRow) -> tuple[tuple[BodyMatch, ...], tuple[BodyMatch, ...]]:
    """(who leads, who supports); one column may name both: "Sở A chủ trì, phối hợp với Sở B"."""
    lead, support = lead_and_support(names, _BREAK.sub("; ", row.text("lead") or row.text("both")))
    return lead, (*support, *(names.resolve_all(_BREAK.sub("; ", row.text("support")))))


def _products_of(what: Cell, source: str) -> tuple[Product, ...]:
    node = Node(Paragraph(what.words, ()), "text")
    return read_products(node, 0, len(what.text), source)


def _row_products(row: AssignmentRow, source: str) -> tuple[Product, ...]:
    """What the column of products says."""
    cell = row.cells.get("product")
    if cell is None:
        return ()
    span = cell.words.span()
    text = squash(_verbatim(cell, source))
    return (Product(text, lowered(text)[:40], span),)


def loose_tasks(names: Names, rows: Sequence[LooseRow], source: str) -> list[TaskDraft]:
    """Rows of a flattened table; an empty cell of bodies was merged with the row above."""
    tasks: list[TaskDraft] = []
    above: tuple[BodyMatch, ...] = ()
    for row in rows:
        span = Span(row.text[0].paragraph.span.start, row.text[-1].paragraph.span.end)
        when = " ".join(dict.fromkeys(n.paragraph.text.strip() for n in row.due))
        first = row.due[0].paragraph.text.strip()
        match = dues.schedule(first, lowered(first)) or dues.schedule(when, lowered(when))
        who = " ".join(n.paragraph.text.strip() for n in row.bodies if not _REST_OF_TEXT.match(n.paragraph.text))
        lead, support = lead_and_support(names, who)
        lead = lead or above
        above = lead
        tasks.append(
            TaskDraft(
                text=squash(source[span.start : span.end].replace("*", "")),
                lead=tuple(in_use(body) for body in lead),
                support=tuple(in_use(body) for body in support),
                due=match.due if match else Due(DueKind.UNDATED, text=when),
                deadline=when,
                part=row.text[0].part,
                span=span,
                rule="task.loose_row",
                indicator=row.text[0].part or None,
                matches=(*lead, *support),
            )
        )
    return tasks
