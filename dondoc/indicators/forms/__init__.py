"""The forms of the definition editor."""

from dondoc.indicators.forms.condition import ChooseForm, FigureChooseForm, FigureForm, LeafForm, TurnForm, leaf_form
from dondoc.indicators.forms.example import ExampleForm, is_simple
from dondoc.indicators.forms.formula import FormulaForm
from dondoc.indicators.forms.head import HeadForm, ImportForm, PublishForm
from dondoc.indicators.forms.measure import MeasureForm, PopulationForm
from dondoc.indicators.forms.parts_example import PartsExampleForm

__all__ = [
    "ChooseForm",
    "ExampleForm",
    "FigureChooseForm",
    "FigureForm",
    "FormulaForm",
    "HeadForm",
    "ImportForm",
    "LeafForm",
    "MeasureForm",
    "PartsExampleForm",
    "PopulationForm",
    "PublishForm",
    "TurnForm",
    "is_simple",
    "leaf_form",
]
