"""The ladder of a plan."""

from django.db.models import F

from dondoc.plans.models import Plan
from dondoc.reminders.models import LadderVersion


def ladder_of(plan: Plan) -> LadderVersion | None:
    """The version that holds: the plan's own, else the default; None when neither was ever made. One query."""
    found = LadderVersion.objects.newest().filter(plan_id=plan.series_id) | LadderVersion.objects.newest().filter(
        plan=None
    )
    return found.select_related("made_by").order_by(F("plan").asc(nulls_last=True)).first()
