"""Pages of duties, remembered until anything changes or something that was unlocked is locked again."""

from typing import Any

from django.db.models import DateTimeField, Subquery
from django.utils import timezone

from dondoc.audit import memory
from dondoc.obligations.models import Obligation


def unlocked_until(now: Any) -> dict[str, Subquery]:
    """The next moment at which something that is unlocked `now` will be locked again; until then nothing is."""
    runs_out = Obligation.objects.filter(unlocked_until__gt=now).order_by("unlocked_until")
    return {"unlocked_until": Subquery(runs_out.values("unlocked_until")[:1])}


NOW = {"now": (DateTimeField(), timezone.now)}
remembered = memory.remembered(beside=memory.Together(unlocked_until, **NOW))
