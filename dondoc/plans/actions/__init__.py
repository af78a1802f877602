"""Bringing a plan in, correcting it, confirming it, issuing it: one module for each."""

from dondoc.plans.actions.amending import (
    add_target,
    discard_amendment,
    pair_items,
    reword,
    set_amendment,
    start_amendment,
    start_from_text,
    supersede,
)
from dondoc.plans.actions.bodies import choose_bodies, create_body
from dondoc.plans.actions.confirming import confirm_items, settle_finding, settle_passage, words_of
from dondoc.plans.actions.correcting import EDITABLE, add_task, correct_item, remove_item, set_head
from dondoc.plans.actions.dividing import merge_items, split_item
from dondoc.plans.actions.edits import apply_edit, apply_edits, set_aside
from dondoc.plans.actions.importing import bring_in, import_plan
from dondoc.plans.actions.issuing import frozen_content, issue
from dondoc.plans.actions.keeping import drop_edit, keep_edit
from dondoc.plans.actions.proposing import accept, adjust, propose, skip
from dondoc.plans.actions.revisions import Item
from dondoc.plans.actions.steps import undo

__all__ = [
    "EDITABLE",
    "Item",
    "accept",
    "add_target",
    "add_task",
    "adjust",
    "apply_edit",
    "apply_edits",
    "bring_in",
    "choose_bodies",
    "confirm_items",
    "correct_item",
    "create_body",
    "discard_amendment",
    "drop_edit",
    "frozen_content",
    "import_plan",
    "issue",
    "keep_edit",
    "merge_items",
    "pair_items",
    "propose",
    "remove_item",
    "reword",
    "set_amendment",
    "set_aside",
    "set_head",
    "settle_finding",
    "settle_passage",
    "skip",
    "split_item",
    "start_amendment",
    "start_from_text",
    "supersede",
    "undo",
    "words_of",
]
