"""How measures are numbered on pages, and differences between percentages written."""

from decimal import Decimal
from typing import Any

from django import template
from django.conf import settings
from django.template.context import Context
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from dondoc.dashboards.queries.board import Entry, measure_label
from dondoc.forecast.confidences import Pair
from dondoc.lib.numbers import format_number, round_half_up

register = template.Library()
register.filter("measure_label", measure_label)


_entries: dict[tuple[Any, ...], SafeString] = {}
_MOST_ENTRIES = 1000


@register.simple_tag(takes_context=True)
def board_entry(
    context: Context, entry: Entry, scope_query: str, usual: str, is_compared: bool, is_ahead: bool,
    pair: Pair | None,
) -> SafeString:  # fmt: skip
    """One chỉ tiêu on the board, kept as rendered: after a change most of them are what they were."""
    key = (
        get_language(),
        settings.STATIC_URL,
        scope_query,
        usual,
        is_compared,
        is_ahead,
        pair and (pair.differs, pair.words),
        entry.key,
    )
    if key not in _entries:
        if len(_entries) >= _MOST_ENTRIES:
            _entries.clear()
        template = context.template.engine.get_template("dashboards/board_entry.html")
        values = {
            "entry": entry, "scope_query": scope_query, "usual": usual, "is_compared": is_compared,
            "is_ahead": is_ahead, "columns": 5 + is_ahead, "pair": pair,
        }  # fmt: skip
        _entries[key] = mark_safe(template.render(context.new(values)))
    return _entries[key]


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
