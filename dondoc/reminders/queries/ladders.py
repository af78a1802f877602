"""The ladder of a plan, and what it would do."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, F

from dondoc.plans.models import Plan
from dondoc.reminders.climbing import climbers
from dondoc.reminders.ladder import Rung
from dondoc.reminders.models import Build, LadderVersion


def ladder_of(plan: Plan) -> LadderVersion | None:
    """The version that holds: the plan's own, else the default; None when neither was ever made. One query."""
    found = LadderVersion.objects.newest().filter(plan_id=plan.series_id) | LadderVersion.objects.newest().filter(
        plan=None
    )
    return found.select_related("made_by").order_by(F("plan").asc(nulls_last=True)).first()


def ladders_of(user) -> list[tuple[Plan, LadderVersion | None]]:
    """The issued plans that `user` may read, in their first version, each with its own ladder (None: the default)."""
    plans = Plan.objects.visible_to(user).filter(status="issued", first=None).select_related("org").defer("search_text")
    own = {one.plan_id: one for one in LadderVersion.objects.newest().filter(plan__isnull=False)}
    return [(plan, own.get(plan.pk)) for plan in plans.order_by("-starts_on", "-pk")]


def versions_of(plan: Plan) -> list[LadderVersion]:
    """The plan's own versions, the newest first."""
    return list(LadderVersion.objects.filter(plan_id=plan.series_id).select_related("made_by")[:10])


@dataclass(frozen=True)
class Standing:
    """What the ladder comes to on a day: rungs with how many duties reach them. `built`: whether that day's messages
    are built already."""

    rungs: list[tuple[Rung, int]] = field(default_factory=list)
    built: Build | None = None

    @property
    def count(self) -> int:
        return sum(count for _rung, count in self.rungs)


def preview_of(version: LadderVersion, plan: Plan, today: date) -> Standing:
    """What `version` would do on `today` for `plan` if it ran from `today` on (or runs already). Two queries."""
    asked = LadderVersion(
        pk=version.pk, plan_id=plan.series_id, data=version.data, runs_from=version.runs_from or today
    )  # fmt: skip
    rows = climbers(asked, today).order_by().values("rung").annotate(n=Count("pk")).values_list("rung", "n")
    counts = dict(rows)
    found = [(rung, counts[rung.code]) for rung in version.parsed.rungs if counts.get(rung.code)]
    return Standing(found, Build.objects.filter(day=today).first())
