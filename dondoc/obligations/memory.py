"""Pages of duties, remembered until anything changes or something that was unlocked is locked again."""

from django.db.models import Subquery
from django.utils import timezone

from dondoc.audit import memory
from dondoc.obligations.models import Obligation


def unlocked_until() -> dict[str, Subquery]:
    """The next moment at which something that is unlocked now will be locked again; until then nothing is."""
    runs_out = Obligation.objects.filter(unlocked_until__gt=timezone.now()).order_by("unlocked_until")
    return {"unlocked_until": Subquery(runs_out.values("unlocked_until")[:1])}


remembered = memory.remembered(beside=unlocked_until)
