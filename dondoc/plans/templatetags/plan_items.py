"""How targets are shown on the plan pages."""

from decimal import Decimal
from typing import Any

from django import template

from dondoc.lib.numbers import format_number

register = template.Library()
_SIGNS = {">=": "≥", "<=": "≤", "=": "=", ">": ">", "<": "<", "range": ""}


@register.filter
def comparator_sign(comparator: str) -> str:
    """ ">=" as "≥"; a range has no sign."""
    return _SIGNS.get(comparator, comparator)


@register.filter
def measure_value(value: Any) -> str:
    """A stored measure's value: 0.5 → "0,5"; [60, 70] → "60 - 70"; words as they are."""
    if isinstance(value, list):
        return " - ".join(measure_value(one) for one in value)
    return format_number(Decimal(str(value))) if isinstance(value, int | float) else str(value or "")
