"""What is to come of a chỉ tiêu: the steps, the range of the end, who is at risk, how sure people are."""

from typing import Any

from django.http import HttpRequest

from dondoc.dashboards.queries.scope import Scope
from dondoc.forecast.confidences import Pair, pairs
from dondoc.forecast.drawing import draw
from dondoc.forecast.forms import SurenessForm
from dondoc.forecast.models import Side
from dondoc.forecast.queries import curve_of, forecasts, risky
from dondoc.forecast.rules import side_of
from dondoc.forecast.wording import next_step_words, outlook_why, outlook_word, pace_word
from dondoc.indicators.models import Indicator
from dondoc.measures.queries import indicator_row, trend

_SHOWN = 40  # organisations at risk; the others are counted


def ahead_of(request: HttpRequest, indicator: Indicator, scope: Scope) -> dict[str, Any]:
    """The context of the page; `?do=` chooses the measure."""
    row = indicator_row(indicator, scope.org, scope.month, day=scope.as_of) if scope.month else None
    if row is None:
        return {"row": None}
    measure = row.chosen(request.GET.get("do", ""))
    found = forecasts([measure], scope.org, scope.month, scope.computed_on).get(measure.key)
    context = {"row": row, "measure": measure, "measures": row.measures if len(row.measures) > 1 else ()}
    context |= _confidence(request, indicator, scope)
    if found is None:
        return context | {"found": None}
    curve = curve_of(found, trend(measure.key, scope.org, scope.month, day=scope.as_of))
    named = risky(measure.key, scope.org, request.user, found.day, _SHOWN) if found.ahead.at_risk else []
    return context | {
        "found": found,
        "pace": pace_word(found),
        "outlook": outlook_word(found),
        "why": outlook_why(found),
        "next_step": next_step_words(found),
        "goal": measure.definition.goal.value,
        "drawing": draw(curve) if curve else None,
        "risky": named,
        "others_at_risk": found.ahead.at_risk - len(named),
    }


def _confidence(request: HttpRequest, indicator: Indicator, scope: Scope) -> dict[str, Any]:
    """What both sides say, and the form of the person's own, in the newest month."""
    side = side_of(request.user, indicator, scope.org)
    pair = pairs(scope.org, scope.month, [indicator.pk]).get(indicator.pk, Pair(scope.month))
    own = pair.owner if side is Side.OWNER else pair.reviewer if side is Side.REVIEWER else None
    initial = {"level": own.confidence.level, "reason": own.confidence.reason} if own else {}
    return {
        "pair": pair,
        "side": side,
        "own": own,
        "form": SurenessForm(initial=initial) if side and scope.month == scope.last else None,
    }
