"""What people type about plans, made into clean data."""

from dondoc.plans.forms.amending import (
    WHOLE_TEXT,
    AmendmentForm,
    CompareForm,
    DiscardForm,
    NewTargetForm,
    PairForm,
    RewordForm,
    StartAmendmentForm,
    candidates,
)
from dondoc.plans.forms.bodies import BodyForm, NewBodyForm, QuickChoiceForm
from dondoc.plans.forms.desk import DeskForm, DropForm, KeptForm, MergeForm, PassageForm, SeenForm, SplitForm, UndoForm
from dondoc.plans.forms.edits import ApplyEditForm, EditIdsForm, SetAsideForm
from dondoc.plans.forms.plan import HeadForm, ImportForm
from dondoc.plans.forms.proposals import MeasureWishForm, ProductWishForm, SheetPreview, SkipForm
from dondoc.plans.forms.target import COMPARATORS, MeasureForm, MeasureFormSet, TargetForm, shown_value
from dondoc.plans.forms.task import BODY_KINDS, CADENCES, DUE_KINDS, NewTaskForm, RemoveForm, TaskForm

__all__ = [
    "BODY_KINDS",
    "CADENCES",
    "COMPARATORS",
    "DUE_KINDS",
    "WHOLE_TEXT",
    "AmendmentForm",
    "ApplyEditForm",
    "BodyForm",
    "CompareForm",
    "DeskForm",
    "DiscardForm",
    "DropForm",
    "EditIdsForm",
    "HeadForm",
    "ImportForm",
    "KeptForm",
    "MeasureForm",
    "MeasureFormSet",
    "MeasureWishForm",
    "MergeForm",
    "NewBodyForm",
    "NewTargetForm",
    "NewTaskForm",
    "PairForm",
    "PassageForm",
    "ProductWishForm",
    "QuickChoiceForm",
    "RemoveForm",
    "RewordForm",
    "SeenForm",
    "SetAsideForm",
    "SheetPreview",
    "SkipForm",
    "SplitForm",
    "StartAmendmentForm",
    "TargetForm",
    "TaskForm",
    "UndoForm",
    "candidates",
    "shown_value",
]
