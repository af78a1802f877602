"""How sure a task is: its rule and what else was seen of its body and its time."""

from dataclasses import replace

from dondoc.documents.parsing.bodies import in_use
from dondoc.documents.parsing.draft import TaskDraft
from dondoc.documents.parsing.rules import SIGNS, confidence
from dondoc.lib.due import DueKind


def judged(task: TaskDraft) -> TaskDraft:
    """`task` with its signs complete and its confidence from them."""
    bodies = [f"body.{match.how}" for match in task.matches if in_use(match) in task.lead]
    signs = [min(bodies, key=lambda sign: SIGNS[sign].weight)] if bodies else []
    if not task.lead and task.rule != "task.dated":
        signs.append("body.none")
    if task.due.kind is DueKind.UNDATED and task.deadline:
        signs.append("due.unclear")
    signs += task.signs
    return replace(task, signs=tuple(signs), confidence=confidence(task.rule, signs))
