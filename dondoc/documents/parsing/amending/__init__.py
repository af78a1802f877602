"""Short amending decisions: their points, and what each does to the items of the plan that they amend. Pure."""

from dondoc.documents.parsing.amending.model import Act, Amending, Edit, OldItem, Place, Point, Step
from dondoc.documents.parsing.amending.reading import read_amending
from dondoc.documents.parsing.amending.resolving import read_target, resolve, swapped

__all__ = [
    "Act",
    "Amending",
    "Edit",
    "OldItem",
    "Place",
    "Point",
    "Step",
    "read_amending",
    "read_target",
    "resolve",
    "swapped",
]
