"""From an amending decision to what it changes of a working copy: rows that wait for a person. Nothing is written."""

from dataclasses import replace
from datetime import date
from typing import Any

from dondoc.documents.models import Document
from dondoc.documents.parsing import dues
from dondoc.documents.parsing.amending import Act, Amending, Edit, OldItem, read_amending, read_target, resolve, swapped
from dondoc.documents.parsing.draft import Span, TargetDraft, TaskDraft
from dondoc.plans.drafting import TaskMaker
from dondoc.plans.models import AmendmentEdit, Plan, Target, Task

# What a new task takes from its reading.
_TASK_FIELDS = (
    "lead_wording", "support_wording", "report_to_wording", "population", "supporters", "products", "deliverables",
    "due_data", "role", "rule", "signs",
)  # fmt: skip


def edits_of(copy: Plan, found: Amending, day: date) -> list[AmendmentEdit]:
    """The rows for every point of the decision `found`, unsaved; `day`: on which names of bodies are understood."""
    targets, tasks = list(copy.targets.all()), list(copy.tasks.all())
    items: dict[tuple[str, int], Target | Task] = {("target", one.pk): one for one in targets}
    items |= {("task", one.pk): one for one in tasks}
    old = [*(_old_target(one) for one in targets), *(_old_task(one) for one in tasks)]
    maker = TaskMaker(copy, day, {})
    made = []
    for n, edit in enumerate(resolve(found, old, copy.document.text)):
        item = items.get((edit.kind, edit.key)) if edit.key is not None else None
        codes = [items[one].code for one in edit.likely if one in items]
        made.append(_row(copy, n, edit, item, codes, _change(edit, items, maker)))
    return made


def read_decision(document: Document) -> Amending:
    return read_amending(document.text)


def _old_target(target: Target) -> OldItem:
    time = dues.schedule(target.due_text, target.due_text.lower()) if target.due_text else None
    return OldItem(target.pk, "target", target.text, target.part or target.code, target.label,
                   due=time.due if time else None, span=_span(target))  # fmt: skip


def _old_task(task: Task) -> OldItem:
    return OldItem(task.pk, "task", task.text, task.part or task.code, "", task.lead_wording, task.due, _span(task),
                   task.target_id)  # fmt: skip


def _span(item: Target | Task) -> Span | None:
    return None if item.start is None or item.end is None else Span(item.start, item.end)


def _row(
    copy: Plan, n: int, edit: Edit, item: Target | Task | None, likely: list[str], change: dict[str, Any]
) -> AmendmentEdit:
    point = edit.point
    return AmendmentEdit(
        plan=copy,
        position=n,
        part=point.part[:60],
        start=point.span.start,
        end=point.span.end,
        words=point.words,
        act=edit.act.value,
        kind=edit.kind,
        item_code=item.code if item else "",
        likely=likely,
        change=change,
        rule=point.rule,
        signs=list(edit.signs),
        confidence=round(edit.confidence, 2),
    )


def _change(edit: Edit, items: dict[tuple[str, int], Target | Task], maker: TaskMaker) -> dict[str, Any]:
    change: dict[str, Any] = {}
    if edit.text:
        change["text"] = edit.text
    if edit.swaps:
        change["swaps"] = [list(one) for one in edit.swaps]
    if edit.due:
        change |= {"due": edit.due.as_dict(), "due_text": edit.due.text or edit.due.label}
    if edit.lead:
        change["lead"] = edit.lead
    if edit.level:
        change["level"] = edit.level
    if isinstance(edit.draft, TargetDraft):
        change["measures"] = _measures(edit.draft)
    if edit.act is Act.ADD:
        under = items.get(("target", edit.under)) if edit.under is not None else None
        change |= {"values": _values(edit, maker), "under": under.code if under else ""}
    return change


def _measures(draft: TargetDraft) -> list[dict[str, Any]]:
    """Its measures without their places, which point into no text of the plan."""
    found: list[dict[str, Any]] = draft.as_dict()["measures"]
    return [{name: value for name, value in one.items() if name != "span"} for one in found]


def _values(edit: Edit, maker: TaskMaker) -> dict[str, Any]:
    """Fields of the item that an addition makes."""
    draft = edit.draft
    if isinstance(draft, TargetDraft):
        due_text = draft.schedule.text[:300] if draft.schedule else ""
        return {"label": draft.label[:250], "part": draft.part[:30], "due_text": due_text, "rule": draft.rule}
    if isinstance(draft, TaskDraft):
        row = maker.row(0, replace(draft, indicator=None), None)
        return {name: getattr(row, name) for name in _TASK_FIELDS}
    return {"due_data": {"kind": "undated"}} if edit.kind == "task" else {}


def text_after(edit: AmendmentEdit, item: Target | Task | None) -> str:
    """The words that `item` has when `edit` is applied to it as it stands now; "" when they stay."""
    swaps = [(gone, put) for gone, put in edit.change.get("swaps", [])]
    if swaps and item is not None:
        text = swapped(item.text, swaps)
        return text if text != item.text else ""
    return str(edit.change.get("text", ""))


def measures_after(edit: AmendmentEdit, text: str) -> list[dict[str, Any]] | None:
    """The levels that the amended words `text` of a chỉ tiêu state; None: none that can be read."""
    if text == edit.change.get("text") and "measures" in edit.change:
        found: list[dict[str, Any]] = edit.change["measures"]
        return found
    draft = read_target(text) if text else None
    return _measures(draft) if draft else None
