"""Pages of sheets: reading them, editing a draft, the dated rule tables."""

from dondoc.sheets.views.checks import add_check, edit_check, remove_check
from dondoc.sheets.views.drafts import (
    discard,
    draft,
    edit_head,
    export_draft,
    import_yaml,
    new,
    preview,
    preview_frame,
    publish,
    start,
    undo,
)
from dondoc.sheets.views.norms import add_norm, add_row, edit_row, norms, remove_row
from dondoc.sheets.views.questions import add_question, edit_question, move_question, remove_question
from dondoc.sheets.views.sheets import export, sheet, sheet_list

__all__ = [
    "add_check",
    "add_norm",
    "add_question",
    "add_row",
    "discard",
    "draft",
    "edit_check",
    "edit_head",
    "edit_question",
    "edit_row",
    "export",
    "export_draft",
    "import_yaml",
    "move_question",
    "new",
    "norms",
    "preview",
    "preview_frame",
    "publish",
    "remove_check",
    "remove_question",
    "remove_row",
    "sheet",
    "sheet_list",
    "start",
    "undo",
]
