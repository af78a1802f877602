"""Bringing a plan in, correcting it, confirming it, issuing it, dividing its quotas: one module for each."""

from dondoc.plans.actions.allocating import allocate
from dondoc.plans.actions.confirming import confirm_items, settle_finding
from dondoc.plans.actions.correcting import EDITABLE, add_task, correct_item, remove_item, set_head
from dondoc.plans.actions.importing import bring_in, import_plan
from dondoc.plans.actions.issuing import frozen_content, issue
from dondoc.plans.actions.revisions import Item

__all__ = [
    "EDITABLE",
    "Item",
    "add_task",
    "allocate",
    "bring_in",
    "confirm_items",
    "correct_item",
    "frozen_content",
    "import_plan",
    "issue",
    "remove_item",
    "set_head",
    "settle_finding",
]
