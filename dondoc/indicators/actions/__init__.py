"""Publishing what is measured; editing definitions as drafts."""

from dondoc.indicators.actions.editing import (
    change_draft,
    discard_draft,
    import_draft,
    new_draft,
    publish_draft,
    start_draft,
    undo,
)
from dondoc.indicators.actions.publishing import add_version, publish_indicator

__all__ = [
    "add_version",
    "change_draft",
    "discard_draft",
    "import_draft",
    "new_draft",
    "publish_draft",
    "publish_indicator",
    "start_draft",
    "undo",
]
