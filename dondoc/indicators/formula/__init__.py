"""Indicator definitions: parse, check, say in Vietnamese, evaluate. Pure: no Django, no database, no clock."""

from dondoc.indicators.formula.parse import DefinitionError, parse_indicator
from dondoc.indicators.formula.tree import IndicatorDefinition, MeasureDefinition, MeasureKind, Population

__all__ = [
    "DefinitionError",
    "IndicatorDefinition",
    "MeasureDefinition",
    "MeasureKind",
    "Population",
    "parse_indicator",
]
