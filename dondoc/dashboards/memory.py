"""Pages of numbers, remembered until anything changes or figures were computed."""

from typing import Any

from django.db.models import Subquery

from dondoc.audit import memory
from dondoc.forecast.models import ForecastCursor
from dondoc.measures.models import Cursor
from dondoc.obligations.memory import NOW, unlocked_until
from dondoc.obligations.models import PaceCursor


def figures(now: Any) -> dict[str, Subquery]:
    """The event and the day up to which figures are computed, since when they cannot be; up to which event paces and
    forecasts are; what is unlocked at this moment."""
    cursor = Cursor.objects.order_by("pk")
    computed = {f"figures_{name}": Subquery(cursor.values(name)[:1]) for name in ("event_id", "day", "failed_at")}
    paces = Subquery(PaceCursor.objects.order_by("pk").values("event_id")[:1])
    forecasts = Subquery(ForecastCursor.objects.order_by("pk").values("event_id")[:1])
    return computed | {"paces": paces, "forecasts": forecasts} | unlocked_until(now)


FIGURES = memory.Together(figures, **NOW)
remembered = memory.remembered(beside=FIGURES)
