"""Publishing what is asked; editing sheets as drafts; keeping the dated rule tables."""

from dondoc.sheets.actions.editing import (
    change_draft,
    discard_draft,
    import_draft,
    new_draft,
    publish_draft,
    start_draft,
    undo,
)
from dondoc.sheets.actions.norms import add_norm, add_row, change_row, publish_norm, remove_row
from dondoc.sheets.actions.publishing import add_version, note_readers, publish_deliverable, publish_sheet

__all__ = [
    "add_norm",
    "add_row",
    "add_version",
    "change_draft",
    "change_row",
    "discard_draft",
    "import_draft",
    "new_draft",
    "note_readers",
    "publish_deliverable",
    "publish_draft",
    "publish_norm",
    "publish_sheet",
    "remove_row",
    "start_draft",
    "undo",
]
