"""What a drafter is told about a draft: the "6 rõ" of its tasks as they stand now, the note with the doubts left."""

from collections.abc import Iterable
from datetime import date

from dondoc.documents.parsing import Finding as Found
from dondoc.documents.parsing import Severity, Span
from dondoc.documents.parsing.findings.codes import RULES
from dondoc.documents.parsing.findings.six import SixScore, clear_points, score_of
from dondoc.documents.parsing.note import NoteHead, drafting_note
from dondoc.documents.parsing.remarks import remarks
from dondoc.orgs.queries import ancestors
from dondoc.plans.models import Plan, Task


def six_score(tasks: Iterable[Task]) -> SixScore:
    """How clear `tasks` are, with what people corrected; those that have no words in the text are left out."""
    return score_of(_points(task) for task in tasks if task.start is not None)


def _points(task: Task):
    return clear_points(
        text=task.text,
        leads=[name for name in task.lead_wording.split(", ") if name],
        products=task.products,
        due=task.due,
        report_to=task.report_to_wording or None,
    )


def note(plan: Plan, *, day: date) -> bytes:
    """The Word note on the doubts of `plan` that nobody settled yet."""
    document = plan.document
    found = [
        Found(one.code, Severity(one.severity), Span(one.start, one.end), one.message, one.part, one.suggestion)
        for one in plan.findings.told().filter(settled_at=None, start__isnull=False)
        if one.code in RULES
    ]
    above = ancestors(plan.org, day)
    head = NoteHead(
        document=" ".join(word for word in (plan.kind.capitalize(), plan.number) if word) or document.name,
        subject=plan.subject,
        day=day,
        office=plan.org.name,
        superior=above[1].name if len(above) > 1 else "",
    )
    return drafting_note(head, remarks(document.text, found, document.pages), six_score(plan.tasks.all()))
