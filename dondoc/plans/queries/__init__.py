"""Reads for the plan pages."""

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

__all__ = [
    "SURE",
    "Progress",
    "Quota",
    "Section",
    "TaskRow",
    "anchor",
    "general",
    "marks",
    "progress",
    "quota",
    "quota_orgs",
    "quota_targets",
    "sections",
    "sure_items",
]
