"""Pages of numbers, remembered until anything changes or figures were computed."""

from django.db.models import Subquery

from dondoc.audit import memory
from dondoc.measures.models import Cursor
from dondoc.obligations.memory import unlocked_until


def _figures() -> list[Subquery]:
    """The event and the day up to which figures are computed; what is unlocked at this moment."""
    figures = Cursor.objects.order_by("pk")
    return [Subquery(figures.values("event_id")[:1]), Subquery(figures.values("day")[:1]), unlocked_until()]


remembered = memory.remembered(beside=_figures)
