"""Roll-up over the tree, bounds while data is missing, status. Pure: no Django, no database, no clock."""

from dondoc.measures.engine.rollup import NOTHING, Adding, Totals, totals_of
from dondoc.measures.engine.standing import Bounds, Standing, bounds, standing, value, worst
from dondoc.measures.engine.tree import Days, Membership, OrgSpan, PathSpan, Tree

__all__ = [
    "NOTHING",
    "Adding",
    "Bounds",
    "Days",
    "Membership",
    "OrgSpan",
    "PathSpan",
    "Standing",
    "Totals",
    "Tree",
    "bounds",
    "standing",
    "totals_of",
    "value",
    "worst",
]
