"""Levels of chỉ tiêu that an amendment changes, and what their indicators must say from the effective day on."""

from collections import defaultdict
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q

from dondoc.indicators.models import IndicatorVersion
from dondoc.indicators.queries import in_force
from dondoc.plans.models import Plan, Target
from dondoc.plans.queries.versions import level_words


@dataclass(frozen=True)
class LevelChange:
    """A measured chỉ tiêu whose level is another. `definition`: what its indicator says from the effective day on;
    None: the definition measures it otherwise than the text states it, so that a person must decide."""

    target: Target
    before: str
    after: str
    definition: dict[str, Any] | None


def level_changes(plan: Plan) -> list[LevelChange]:
    """Of the amended version `plan` with its effective day: every level that changed. Two queries."""
    if plan.in_force_from is None:
        return []
    both = list(Target.objects.filter(Q(plan=plan) | Q(plan__amended_by__plan=plan)))
    targets = [one for one in both if one.plan_id == plan.pk and one.line_id and one.indicator_id]
    earlier = {one.line_key: one for one in both if one.plan_id != plan.pk}
    versions: dict[int, list[IndicatorVersion]] = defaultdict(list)
    for version in IndicatorVersion.objects.filter(indicator__in=[one.indicator_id for one in targets]):
        versions[version.indicator_id].append(version)
    pairs = [(earlier[one.line_key], one) for one in targets if one.line_key in earlier]
    return [
        LevelChange(
            new, level_words(old.measures), level_words(new.measures),
            _definition(old, new, versions[new.indicator_id], plan.in_force_from),
        )
        for old, new in pairs
        if _levels(old) != _levels(new)
    ]  # fmt: skip


def _levels(target: Target) -> list[tuple[Any, Any]]:
    return [(one.get("comparator"), one.get("value")) for one in target.measures]


def _definition(old: Target, new: Target, versions: list[IndicatorVersion], day: date) -> dict[str, Any] | None:
    """The definition in force on `day` with the new levels, when it has the old ones, measure by measure."""
    if not versions:
        return None
    data = deepcopy(in_force(versions, day).definition)
    measured = [one for one in data["measures"] if one.get("target")]
    if not len(measured) == len(old.measures) == len(new.measures):
        return None
    for measure, before, after in zip(measured, old.measures, new.measures, strict=True):
        was, now = _level(before), _level(after)
        if was is None or now is None or was != _stored(measure["target"]):
            return None
        measure["target"] = {"comparator": now[0], "value": f"{now[1].normalize():f}"}
    return data | {"valid_from": day.isoformat()}


def _stored(target: dict[str, Any]) -> tuple[str, Decimal] | None:
    value = target.get("value")
    return (
        None
        if value is None or isinstance(value, list) or "upper" in target
        else (target["comparator"], Decimal(str(value)))
    )


def _level(measure: dict[str, Any]) -> tuple[str, Decimal] | None:
    """As a definition has it: a percentage is a fraction. None: a range, or words."""
    value, comparator = measure.get("value"), measure.get("comparator") or ""
    if isinstance(value, bool) or not isinstance(value, int | float) or comparator not in ("=", ">=", ">", "<=", "<"):
        return None
    number = Decimal(str(value))
    return comparator, number / 100 if measure.get("unit") == "%" else number
