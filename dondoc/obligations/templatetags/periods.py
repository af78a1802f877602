"""Periods on pages."""

from django import template

from dondoc.lib.periods import Period

register = template.Library()


@register.filter
def period_label(code: str) -> str:
    """A period's code in Vietnamese: "2025-09" → "tháng 9/2025"."""
    return Period.parse(code).label
