"""Reads for the plan pages."""

from dondoc.plans.queries.desk import Desk, DeskRow, Order, Show, changed_since, desk, kept_edit, passage_marks
from dondoc.plans.queries.notes import note, six_score
from dondoc.plans.queries.places import anchor, marks
from dondoc.plans.queries.quotas import Quota, quota, quota_orgs
from dondoc.plans.queries.sections import (
    SURE,
    Progress,
    Section,
    TaskRow,
    general,
    progress,
    quota_targets,
    sections,
    sure_items,
)
from dondoc.plans.queries.versions import (
    Comparison,
    Fate,
    FieldChange,
    ItemChange,
    compare,
    version_on,
    versions,
    waiting_amendment,
)

__all__ = [
    "SURE",
    "Comparison",
    "Desk",
    "DeskRow",
    "Fate",
    "FieldChange",
    "ItemChange",
    "Order",
    "Progress",
    "Quota",
    "Section",
    "Show",
    "TaskRow",
    "anchor",
    "changed_since",
    "compare",
    "desk",
    "general",
    "kept_edit",
    "marks",
    "note",
    "passage_marks",
    "progress",
    "quota",
    "quota_orgs",
    "quota_targets",
    "sections",
    "six_score",
    "sure_items",
    "version_on",
    "versions",
    "waiting_amendment",
]
