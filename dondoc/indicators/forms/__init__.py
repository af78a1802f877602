"""The forms of the definition editor."""

from dondoc.indicators.forms.condition import ChooseForm, FigureChooseForm, FigureForm, LeafForm, TurnForm, leaf_form
from dondoc.indicators.forms.example import ExampleForm, is_simple
from dondoc.indicators.forms.head import HeadForm, ImportForm, PublishForm
from dondoc.indicators.forms.measure import MeasureForm, PopulationForm

__all__ = [
    "ChooseForm",
    "ExampleForm",
    "FigureChooseForm",
    "FigureForm",
    "HeadForm",
    "ImportForm",
    "LeafForm",
    "MeasureForm",
    "PopulationForm",
    "PublishForm",
    "TurnForm",
    "is_simple",
    "leaf_form",
]
