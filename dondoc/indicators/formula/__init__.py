"""Indicator definitions: parse, check, say in Vietnamese, evaluate. Pure: no Django, no database, no clock."""

from dondoc.indicators.formula.checking import Catalogue, check
from dondoc.indicators.formula.examples import example_faults, run_example
from dondoc.indicators.formula.facts import Carried, Duty, OrgAnswer, OrgFacts, Record, Verdict
from dondoc.indicators.formula.parse import DefinitionError, parse_indicator
from dondoc.indicators.formula.tree import Goal, IndicatorDefinition, MeasureDefinition, MeasureKind, Population
from dondoc.indicators.formula.v1 import FORMULA_VERSION, Scenes, evaluate, period_of, sees
from dondoc.indicators.formula.wording import Words, describe, fill_in, goal_in_words, target_in_words

__all__ = [
    "FORMULA_VERSION",
    "Carried",
    "Catalogue",
    "DefinitionError",
    "Duty",
    "Goal",
    "IndicatorDefinition",
    "MeasureDefinition",
    "MeasureKind",
    "OrgAnswer",
    "OrgFacts",
    "Population",
    "Record",
    "Scenes",
    "Verdict",
    "Words",
    "check",
    "describe",
    "evaluate",
    "example_faults",
    "fill_in",
    "goal_in_words",
    "parse_indicator",
    "period_of",
    "run_example",
    "sees",
    "target_in_words",
]
