"""How measures are numbered on pages, and differences between percentages written."""

from decimal import Decimal

from django import template

from dondoc.dashboards.queries.board import measure_label
from dondoc.lib.numbers import format_number, round_half_up

register = template.Library()
register.filter("measure_label", measure_label)


@register.filter
def signed(number: Decimal | None, places: int = 1) -> str:
    """Points as "+3,2", "−1,0", "0"; "" for what is not known."""
    if number is None:
        return ""
    size = round_half_up(abs(number), places)
    if not size:
        return "0"
    return f"{'+' if number > 0 else '−'}{format_number(size, places)}"


@register.filter
def points(fraction: Decimal | None) -> str:
    """A difference of two fractions as points of a percentage."""
    return signed(None if fraction is None else fraction * 100)


@register.filter
def points_plain(fraction: Decimal) -> str:
    """A distance in points, without a sign."""
    return format_number(round_half_up(fraction * 100, 1))
