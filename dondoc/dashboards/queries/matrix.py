"""Organisations × chỉ tiêu: which organisations a page of the matrix shows."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dondoc.dashboards.queries.scope import Scope
from dondoc.indicators.formula import MeasureKind
from dondoc.indicators.models import IndicatorVersion
from dondoc.lib.numbers import format_number, format_percent
from dondoc.measures.models import MeasureValue, TargetStatus
from dondoc.measures.queries import Cell, Matrix, MeasureRow
from dondoc.orgs.models import Group, Org, OrgQuerySet

_BEHIND = (TargetStatus.NOT_MET, TargetStatus.AT_RISK)


@dataclass(frozen=True)
class NotAbout:
    """The look of a cell where the chỉ tiêu is not about the organisation; not a standing, so in no enum."""

    label: str | Promise
    tone: str = "muted"
    icon: str = "minus"


NOT_ABOUT = NotAbout(_("Không thuộc diện"))


@dataclass(frozen=True)
class HeatCell:
    """A cell as the page shows it. `text`: figures where there are some; `note`: what each measure says."""

    status: Any
    text: str
    note: str
    indicator_code: str


@dataclass(frozen=True)
class HeatRow:
    org: Org
    cells: tuple[HeatCell, ...]

    @property
    def query_id(self) -> str:
        """The organisation's id as an address has it."""
        return str(self.org.pk)


def orgs_in(scope: Scope, chosen: dict[str, Any], day) -> OrgQuerySet:
    """The organisations under the scope's about which any chỉ tiêu is, by the filters (see MatrixFilters)."""
    values = MeasureValue.objects.filter(month=scope.month)
    if chosen.get("is_behind"):
        values = values.filter(status__in=_BEHIND).exclude(measure__in=_untargeted())
    found = Org.objects.under(scope.org.pk, day).exclude(pk=scope.org.pk).filter(pk__in=values.values("org_id"))
    if chosen.get("kind"):
        found = found.filter(kind=chosen["kind"])
    if chosen.get("group"):
        found = found.in_groups([chosen["group"]], day)
    return found.search(chosen.get("words") or "")


def _untargeted() -> list[str]:
    """Measures that are shown beside the others and judge nobody. One query."""
    versions = IndicatorVersion.objects.all()
    return [m.key for version in versions for m in version.parsed.measures if not m.is_targeted]


def groups() -> QuerySet[Group]:
    return Group.objects.all()


def heat_rows(matrix: Matrix) -> list[HeatRow]:
    """The rows of `matrix` with words."""
    return [HeatRow(row.org, tuple(map(_heat_cell, row.cells, matrix.indicators))) for row in matrix.rows]


def _heat_cell(cell: Cell, indicator) -> HeatCell:
    about = [row for row in cell.measures if row.is_about_it]
    if not about:
        return HeatCell(NOT_ABOUT, "", "", indicator.code)
    targeted = [row for row in about if row.is_targeted]
    text = figures(targeted[0]) if len(targeted) == 1 else ""
    note = "; ".join(f"{row.name}: {row.filled_in}" for row in targeted)
    return HeatCell(cell.status, text, note, indicator.code)


def figures(row: MeasureRow) -> str:
    """What a cell says beside its sign: a percentage, a quota's "5/8"; "" for a plain yes or no."""
    if row.value.number is None:
        return ""
    if row.definition.kind is MeasureKind.QUOTA:
        return f"{format_number(row.totals.numerator)}/{format_number(row.totals.denominator)}"
    is_yes_or_no = row.totals.denominator == 1 and row.definition.kind is not MeasureKind.RATIO
    return "" if is_yes_or_no else format_percent(row.value.number)
