"""Reads for the plan pages."""

from dondoc.plans.queries.bodies import WordingRow, open_wordings, wording_rows
from dondoc.plans.queries.desk import (
    Desk,
    DeskRow,
    Order,
    Show,
    changed_since,
    desk,
    kept_edit,
    passage_marks,
    plan_of_file,
)
from dondoc.plans.queries.levels import LevelChange, level_changes
from dondoc.plans.queries.notes import note, six_score
from dondoc.plans.queries.places import anchor, marks
from dondoc.plans.queries.proposals import Preview, ProposalDesk, ProposalRow, preview, proposal_desk, unmeasured
from dondoc.plans.queries.quotas import Quota, quota, quota_orgs
from dondoc.plans.queries.sections import (
    SURE,
    Progress,
    Section,
    TaskRow,
    general,
    progress,
    quota_targets,
    read_tasks,
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
    "LevelChange",
    "Order",
    "Preview",
    "Progress",
    "ProposalDesk",
    "ProposalRow",
    "Quota",
    "Section",
    "Show",
    "TaskRow",
    "WordingRow",
    "anchor",
    "changed_since",
    "compare",
    "desk",
    "general",
    "kept_edit",
    "level_changes",
    "marks",
    "note",
    "open_wordings",
    "passage_marks",
    "plan_of_file",
    "preview",
    "progress",
    "proposal_desk",
    "quota",
    "quota_orgs",
    "quota_targets",
    "read_tasks",
    "sections",
    "six_score",
    "sure_items",
    "unmeasured",
    "version_on",
    "versions",
    "waiting_amendment",
    "wording_rows",
]
