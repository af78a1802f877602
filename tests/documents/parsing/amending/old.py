"""The version that a decision amends, as items: from a plan's own reading."""

from functools import cache

from dondoc.documents.parsing import dues, read
from dondoc.documents.parsing.amending import Edit, OldItem
from tests.documents.parsing.shared import founding_text, shared

CORPUS = "corpus/10-dongthap-kh617-cds-doanh-nghiep.txt"


@cache
def plan_text(number: str) -> str:
    """The text of the plan with this number."""
    return founding_text() if number == "08-KH/ĐU" else shared(CORPUS).read_text(encoding="utf-8")


@cache
def items_of(number: str) -> tuple[OldItem, ...]:
    """Its chỉ tiêu, then its tasks, numbered through."""
    draft = read(plan_text(number))
    made: list[OldItem] = []
    by_ordinal: dict[str, int] = {}
    for target in draft.indicators:
        by_ordinal[target.ordinal] = len(made)
        time = target.schedule and dues.schedule(target.schedule.text, target.schedule.text.lower())
        due = time.due if time else None
        made.append(OldItem(len(made), "target", target.text, target.part, target.label, "", due, target.span))
    for task in draft.tasks:
        lead, under = task.lead_as_written or ", ".join(task.lead), by_ordinal.get(task.indicator or "")
        made.append(OldItem(len(made), "task", task.text, task.part, "", lead, task.due, task.span, under))
    return tuple(made)


def said(edit: Edit, items: tuple[OldItem, ...]) -> str:
    """An edit as one line of truth: point · act · item · what it becomes."""
    item = items[edit.key] if edit.key is not None else None
    where = f"{item.kind} {item.part} “{_begins(item.text)}”" if item else f"{edit.kind or 'no'} item"
    more = [f"text “{edit.text}”" if edit.text else "", f"due {edit.due.label}" if edit.due else "",
            f"lead {edit.lead}" if edit.lead else "", f"level {edit.level}" if edit.level else "",
            f"under {items[edit.under].part}" if edit.under is not None else ""]  # fmt: skip
    return " · ".join([edit.point.part or "-", edit.act.value, where, *filter(None, more)])


def _begins(text: str) -> str:
    return " ".join(text.split()[:6])
