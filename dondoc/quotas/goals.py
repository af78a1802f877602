"""What stands beside the plan's own targets: by year, by organisation, and how it came about."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from dondoc.indicators.formula import MeasureDefinition
from dondoc.indicators.models import Indicator
from dondoc.lib.numbers import format_number, format_percent
from dondoc.orgs.models import Org
from dondoc.plans.models import WHOLE_TERM, Plan, SetGoal

PLACES = 3  # of a percentage, as it is typed and shown: what is saved again unchanged stays as it is


@dataclass(frozen=True)
class Goals:
    """The targets of one chỉ tiêu. `turns`: all that was set, the oldest first."""

    plan: Plan
    indicator: Indicator
    measures: tuple[MeasureDefinition, ...]
    turns: tuple[SetGoal, ...]

    @property
    def years(self) -> list[int]:
        """The years of the term, before them WHOLE_TERM."""
        return [WHOLE_TERM, *range(self.plan.starts_on.year, self.plan.ends_on.year + 1)]

    @cached_property
    def now(self) -> dict[tuple[str, int, int], SetGoal]:
        """(Measure, organisation, year) → the last that was set, unless that took it back."""
        last = {(one.measure, one.org_id, one.year): one for one in self.turns}
        return {key: one for key, one in last.items() if one.value is not None}

    def own(self) -> list[SetGoal]:
        """What single organisations are to reach, by name."""
        found = [one for one in self.now.values() if one.org_id != self.plan.org_id]
        return sorted(found, key=lambda one: (one.org.sort_key, one.measure, one.year))

    def measure(self, key: str) -> MeasureDefinition | None:
        return next((one for one in self.measures if one.key == key), None)

    def said(self, one: SetGoal) -> str:
        """The value in words."""
        measure = self.measure(one.measure)
        return "" if measure is None else in_words(measure, one.value)


def in_words(measure: MeasureDefinition, value: Decimal | None) -> str:
    """ "75 %", of a count "500 ha"; "" for none."""
    if value is None:
        return ""
    if measure.whole is not None:
        return f"{format_number(value)} {measure.unit}"
    return format_percent(value, PLACES)


def goals(plan: Plan, indicator: Indicator) -> Goals | None:
    """The targets of `indicator` under `plan`; None when nothing measures it. Two queries."""
    newest = indicator.versions.order_by("-number").first()
    if newest is None:
        return None
    measures = tuple(one for one in newest.parsed.measures if one.is_targeted)
    rows = SetGoal.objects.filter(plan=plan.series_id, measure__in=[one.key for one in measures])
    turns = rows.select_related("org", "decided_by").order_by("decided_at", "pk")
    return Goals(plan, indicator, measures, tuple(turns))


def choices(orgs: Iterable[Org]) -> list[tuple[str, str]]:
    """Organisations to choose from, none chosen first."""
    return [("", "—"), *((str(org.pk), org.name) for org in orgs)]
