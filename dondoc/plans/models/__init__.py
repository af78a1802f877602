"""A plan as issued: targets, tasks and their places in the text; a working copy and frozen versions.

While a plan is a draft its targets and tasks are corrected by a person. Issuing freezes them: `PlanVersion.content`
holds the whole as it was, and from then on a plan changes only by amendment.
"""

from dondoc.plans.models.allocations import Allocation, Division
from dondoc.plans.models.confirming import KeptEdit, Passage, PassageUse, Step, StepAct
from dondoc.plans.models.edits import AmendmentEdit, EditAct, EditState
from dondoc.plans.models.findings import Finding, Severity
from dondoc.plans.models.goals import WHOLE_TERM, SetGoal
from dondoc.plans.models.items import PlanItem, Target, Task, TaskRole
from dondoc.plans.models.plan import (
    Amendment,
    Package,
    PartOfPlan,
    Plan,
    PlanQuerySet,
    PlanStatus,
    PlanVersion,
    Reading,
)
from dondoc.plans.models.proposals import BodyChoice, Proposal, ProposalKind, ProposalState

__all__ = [
    "WHOLE_TERM",
    "Allocation",
    "Amendment",
    "AmendmentEdit",
    "BodyChoice",
    "Division",
    "EditAct",
    "EditState",
    "Finding",
    "KeptEdit",
    "Package",
    "PartOfPlan",
    "Passage",
    "PassageUse",
    "Plan",
    "PlanItem",
    "PlanQuerySet",
    "PlanStatus",
    "PlanVersion",
    "Proposal",
    "ProposalKind",
    "ProposalState",
    "Reading",
    "SetGoal",
    "Severity",
    "Step",
    "StepAct",
    "Target",
    "Task",
    "TaskRole",
]
