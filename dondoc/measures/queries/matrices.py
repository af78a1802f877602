"""Organisations × chỉ tiêu in one month."""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date
from typing import Any

from dondoc.indicators.models import Indicator, IndicatorVersion
from dondoc.measures.engine import Standing, worst
from dondoc.measures.models import MeasureValue, TargetStatus
from dondoc.measures.queries.boards import indicator_status, versions_for
from dondoc.measures.queries.months import as_of
from dondoc.measures.queries.rows import FACTS, MeasureRow, row_of
from dondoc.orgs.models import Org
from dondoc.orgs.queries import children, named_on


@dataclass(frozen=True)
class Cell:
    """One organisation × one chỉ tiêu."""

    status: TargetStatus
    measures: tuple[MeasureRow, ...]

    @property
    def is_about_it(self) -> bool:
        return any(m.is_about_it for m in self.measures)


@dataclass(frozen=True)
class MatrixRow:
    org: Org
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Matrix:
    """Organisations × chỉ tiêu: `rows[n].cells[k]` belongs to `indicators[k]`."""

    indicators: tuple[Indicator, ...]
    rows: tuple[MatrixRow, ...]


@dataclass(frozen=True)
class OrgRow:
    """One organisation directly below: how many chỉ tiêu stand how."""

    org: Org
    counts: dict[TargetStatus, int]
    worst: TargetStatus


def matrix(
    org: Org, month: str, orgs: Sequence[Org], *, versions: Sequence[IndicatorVersion] | None = None,
    day: date | None = None,
) -> Matrix:  # fmt: skip
    """`orgs` (a page of those under `org`) × the chỉ tiêu that bind `org`, or `versions` of a page that has read them.
    `day`: the month's, as `as_of` tells, where it was asked for already.

    Organisations bear the names of the month. Four queries beside those of `orgs`, one less with each of the two.
    """
    versions = versions_for(org, month) if versions is None else versions
    shown = named_on(map(copy, orgs), as_of(month) if day is None else day)
    stored = MeasureValue.objects.filter(org_id__in=[one.pk for one in shown], month=month)
    facts = {(measure, org_id): facts for measure, org_id, *facts in stored.values_list("measure", "org_id", *FACTS)}
    made: dict[tuple[object, ...], Cell] = {}  # many organisations stand alike, and are worked out once
    rows = [
        MatrixRow(one, tuple(_matrix_cell(version, one.pk, month, facts, made, day) for version in versions))
        for one in shown
    ]
    return Matrix(tuple(v.indicator for v in versions), tuple(rows))


def org_rows(org: Org, month: str) -> list[OrgRow]:
    """The organisations directly under `org` that any chỉ tiêu is about, by name. Five queries."""
    day = as_of(month)
    found = matrix(org, month, children(org, day), day=day)
    rows = []
    for row in found.rows:
        statuses = [cell.status for cell in row.cells if cell.is_about_it]
        if statuses:
            counts = {status: statuses.count(status) for status in TargetStatus if status in statuses}
            rows.append(OrgRow(row.org, counts, TargetStatus(worst(Standing(s.value) for s in statuses).value)))
    return rows


_Facts = dict[tuple[str, int], list[Any]]


def _matrix_cell(
    version: IndicatorVersion, org_id: int, month: str, facts: _Facts, made: dict[tuple[object, ...], Cell],
    day: date | None,
) -> Cell:  # fmt: skip
    """What the facts of one organisation say, without the months before; `made` keeps what was worked out."""
    mine = [facts.get((measure.key, org_id)) for measure in version.parsed.measures]
    key = (version.pk, *(tuple(one) if one else None for one in mine))
    if key not in made:
        measures = tuple(
            row_of(measure, month, tuple(one) if one else None, day)
            for measure, one in zip(version.parsed.measures, mine, strict=True)
        )
        made[key] = Cell(indicator_status(measures), measures)
    return made[key]
