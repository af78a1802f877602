"""How targets are shown on the plan pages."""

from typing import Any

from django import template

from dondoc.plans.forms import shown_value

register = template.Library()
_SIGNS = {">=": "≥", "<=": "≤", "=": "=", ">": ">", "<": "<", "range": ""}


@register.filter
def comparator_sign(comparator: str) -> str:
    """ ">=" as "≥"; a range has no sign."""
    return _SIGNS.get(comparator, comparator)


@register.filter
def measure_value(value: Any) -> str:
    """A stored measure's value: 0.5 → "0,5"; [60, 70] → "60 - 70"; words as they are."""
    return shown_value(value)
