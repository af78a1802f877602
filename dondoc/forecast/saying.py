"""Saying how sure one is. Nothing said before is changed."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from dondoc.audit.actions import record
from dondoc.forecast import rules
from dondoc.forecast.models import Confidence, Side, Sureness
from dondoc.indicators.models import Indicator
from dondoc.orgs.models import Org
from dondoc.web.refusals import require


@transaction.atomic
def say(indicator: Indicator, org: Org, *, level: Sureness, reason: str = "", by, at: datetime) -> Confidence:
    """Say for this month how sure one's side is. The same said again in one month (a second click) is said once.

    Errors: Refused.
    """
    require(rules.may_say(by, indicator, org))
    side = Side(rules.side_of(by, indicator, org))
    month, words = f"{timezone.localdate(at):%Y-%m}", " ".join(reason.split())
    org = Org.objects.select_for_update().get(pk=org.pk)  # of two clicks the second waits, and finds the first
    before = Confidence.objects.filter(indicator=indicator, org=org, side=side).order_by("month", "pk").last()
    same = before is not None and (before.level, before.reason) == (level, words)
    if before is not None and same and before.month == month:
        return before
    made = Confidence.objects.create(
        indicator=indicator, org=org, month=month, side=side, level=level, reason=words, given_by=by, given_at=at,
        repeats=before if same else None,
    )  # fmt: skip
    record(
        "confidence.say", by=by, target=indicator, org=org, at=at, note=words,
        before={"level": before.level} if before else {}, after={"side": side, "level": level, "month": month},
    )  # fmt: skip
    return made
