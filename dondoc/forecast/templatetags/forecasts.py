"""What boards show of forecasts."""

from collections.abc import Mapping

from django import template

from dondoc.forecast.confidences import Pair
from dondoc.indicators.models import Indicator

register = template.Library()


@register.simple_tag
def pair_of(pairs: Mapping[int, Pair], indicator: Indicator) -> Pair | None:
    """What owner and reviewer say of `indicator`; None when neither has said anything."""
    return pairs.get(indicator.pk) if pairs else None
