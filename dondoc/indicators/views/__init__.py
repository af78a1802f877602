"""Pages of definitions: reading them, editing a draft."""

from dondoc.indicators.views.conditions import add_condition, edit_condition, edit_figure, turn_condition
from dondoc.indicators.views.definitions import definition, definition_list, export
from dondoc.indicators.views.drafts import discard, draft, edit_head, export_draft, import_yaml, new, start, undo
from dondoc.indicators.views.examples import add_example, edit_example, remove_example
from dondoc.indicators.views.formulas import edit_formula
from dondoc.indicators.views.measures import (
    add_measure,
    count,
    edit_measure,
    measure,
    move_measure,
    remove_measure,
)

__all__ = [
    "add_condition",
    "add_example",
    "add_measure",
    "count",
    "definition",
    "definition_list",
    "discard",
    "draft",
    "edit_condition",
    "edit_example",
    "edit_figure",
    "edit_formula",
    "edit_head",
    "edit_measure",
    "export",
    "export_draft",
    "import_yaml",
    "measure",
    "move_measure",
    "new",
    "remove_example",
    "remove_measure",
    "start",
    "turn_condition",
    "undo",
]
