"""What a drafter is told about a draft: the "6 rõ" of its tasks as they stand now, the note with the doubts left."""

from collections.abc import Iterable
from datetime import date

from dondoc.documents.models import FindingSwitch
from dondoc.documents.parsing import Finding as Found
from dondoc.documents.parsing import Severity, Span
from dondoc.documents.parsing.draft import Unread
from dondoc.documents.parsing.findings.codes import RULES
from dondoc.documents.parsing.findings.form import told_of
from dondoc.documents.parsing.findings.six import SixScore, clear_points, score_of
from dondoc.documents.parsing.note import NoteHead, drafting_note
from dondoc.documents.parsing.remarks import remarks
from dondoc.orgs.models import STATE_KINDS
from dondoc.orgs.queries import ancestors
from dondoc.plans.models import Plan, Reading, Task
from dondoc.plans.rules import has_doer
from dondoc.writers.form import House


def six_score(tasks: Iterable[Task]) -> SixScore:
    """How clear `tasks` are, with what people corrected; those that have no words in the text are left out.

    Who does a task is clear when the system knows whom its words mean (`rules.has_doer`), as the desk says of it.
    """
    return score_of(_points(task) for task in tasks if task.start is not None)


def _points(task: Task):
    leads = [name for name in task.lead_wording.split(", ") if name] or ["tổ chức được chọn"]
    return clear_points(
        text=task.text,
        leads=leads if has_doer(task) else [],
        products=task.products,
        due=task.due,
        report_to=task.report_to_wording or None,
    )


def note(plan: Plan, *, day: date) -> bytes:
    """The Word note on the doubts of `plan` that nobody settled yet, and on the passages that nobody understood."""
    document = plan.document
    found = [
        Found(one.code, Severity(one.severity), Span(one.start, one.end), one.message, one.part, one.suggestion)
        for one in plan.findings.told().filter(settled_at=None, start__isnull=False)
        if one.code in RULES
    ]
    found += _not_understood(plan)
    above, is_state = ancestors(plan.org, day), plan.org.kind in STATE_KINDS
    head = NoteHead(
        document=" ".join(word for word in (plan.kind.capitalize(), plan.number) if word) or document.name,
        subject=plan.subject,
        day=day,
        office=plan.org.name,
        superior=above[1].name if len(above) > 1 and not is_state else "",
        house=House.STATE if is_state else House.PARTY,
    )
    return drafting_note(head, remarks(document.text, found, document.pages), six_score(plan.tasks.all()))


def _not_understood(plan: Plan) -> list[Found]:
    """Each passage that waits, told to its drafter; unless the committee switched that off."""
    if FindingSwitch.objects.filter(org=plan.org_id, code="not_understood").exists():
        return []
    reading = Reading.objects.filter(plan=plan).first()
    listed = reading.draft.get("findings", []) if reading else []
    parts = {tuple(one["span"]): one.get("part") or "" for one in listed if one["code"] == "not_understood"}
    waiting = plan.passages.filter(used_as="")
    return [told_of(Unread(one.start, one.end, one.reason), parts.get((one.start, one.end), "")) for one in waiting]
