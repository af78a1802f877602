"""Rows of assignment tables as tasks: "| cell | cell |" and tables whose lines are lost."""

import re
from collections.abc import Sequence

from dondoc.documents.parsing import dues
from dondoc.documents.parsing.bodies import Names, in_use
from dondoc.documents.parsing.draft import BodyMatch, Product, Span, TaskDraft
from dondoc.documents.parsing.patterns import lowered
from dondoc.documents.parsing.products import read_products
from dondoc.documents.parsing.tables import LooseRow, Row
from dondoc.documents.parsing.tasks.support import lead_and_support
from dondoc.lib.due import Due, DueKind
from dondoc.lib.text import squash

_REST_OF_TEXT = re.compile(r"[a-zà-ỹđ].*\.$")  # text that a page break put after the other cells


def row_task(names: Names, row: Row, source: str) -> TaskDraft | None:
    """A row of an assignment table as a task."""
    what = row.cells.get("task")
    if what is None or not ({"lead", "due", "support", "product"} & set(row.cells)):
        return None
    low = lowered(row.text("due"))
    match = dues.schedule(row.text("due"), low) if low else None
    span = row.node.span(what.start, what.end)
    lead, support = names.resolve_all(row.text("lead")), names.resolve_all(row.text("support"))
    return TaskDraft(
        text=squash(source[span.start : span.end].replace("*", "")),
        lead=tuple(in_use(body) for body in lead),
        support=tuple(in_use(body) for body in support),
        due=match.due if match else Due(DueKind.UNDATED, text=row.text("due")),
        deadline=row.text("due") or None,
        part=f"{row.node.part}{'.' if row.node.part else ''}{row.text('number')}".strip("."),
        span=span,
        rule="task.table_row",
        indicator=row.node.part or None,
        products=_row_products(row, source) or read_products(row.node, what.start, what.end, source),
        matches=(*lead, *support),
    )


def _row_products(row: Row, source: str) -> tuple[Product, ...]:
    """What the column of products says."""
    cell = row.cells.get("product")
    if cell is None:
        return ()
    span = row.node.span(cell.start, cell.end)
    text = squash(source[span.start : span.end].replace("*", ""))
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
