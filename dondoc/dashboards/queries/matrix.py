"""Organisations × chỉ tiêu: which organisations a page of the matrix shows."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dondoc.dashboards.queries.scope import Scope
from dondoc.indicators.formula import MeasureKind
from dondoc.indicators.formula.tree import AGAINST_A_NUMBER
from dondoc.lib.numbers import format_number, format_percent
from dondoc.measures.models import MeasureValue, TargetStatus
from dondoc.measures.queries import BoardRow, Cell, Matrix, MatrixRow, MeasureRow
from dondoc.orgs.models import Group, Org, OrgQuerySet

_BEHIND = (TargetStatus.NOT_MET, TargetStatus.AT_RISK)


class About(models.TextChoices):
    """The look of a cell where the chỉ tiêu is not about the organisation; not a standing, so no TargetStatus."""

    NOBODY = "nobody", _("Không thuộc diện")

    @property
    def tone(self) -> str:
        return "muted"

    @property
    def icon(self) -> str:
        return "minus"


NOT_ABOUT = About.NOBODY


@dataclass(frozen=True)
class HeatCell:
    """A cell as the page shows it. `text`: figures where there are some; `note`: what each measure says.

    `href`: where the chỉ tiêu of the organisation is told in full; "" where there is nothing to tell.
    """

    status: Any
    text: str
    note: str
    href: str


@dataclass(frozen=True)
class HeatRow:
    org: Org
    cells: tuple[HeatCell, ...]


def orgs_in(scope: Scope, rows: Iterable[BoardRow], chosen: dict[str, Any], day) -> OrgQuerySet:
    """The organisations under the scope's about which any column (`rows`: the chỉ tiêu shown) is, by the filters."""
    columns = [measure.key for row in rows for measure in row.measures]
    is_about_it = Q(population__gt=0) | Q(denominator__gt=0)
    values = MeasureValue.objects.filter(is_about_it, month=scope.month, measure__in=columns)
    if chosen.get("is_behind"):
        judged = [measure.key for row in rows for measure in row.targeted]
        values = values.filter(status__in=_BEHIND, measure__in=judged)
    found = Org.objects.under(scope.org.pk, day).exclude(pk=scope.org.pk).filter(pk__in=values.values("org_id"))
    if chosen.get("kind"):
        found = found.filter(kind=chosen["kind"])
    if chosen.get("group"):
        found = found.in_groups([chosen["group"]], day)
    return found.search(chosen.get("words") or "")


def left_out(scope: Scope, rows: Iterable[BoardRow]) -> int:
    """How many organisations under the scope's no column is about: their rows would be empty. One query."""
    about = orgs_in(scope, rows, {}, scope.as_of)
    under = Org.objects.under(scope.org.pk, scope.as_of).exclude(pk=scope.org.pk)
    return under.exclude(pk__in=about.values("pk")).count()


def groups() -> QuerySet[Group]:
    return Group.objects.all()


def heat_rows(matrix: Matrix, month: str) -> list[HeatRow]:
    """The rows of `matrix`, which is about `month`, with words and addresses."""
    pages = [f"{reverse('dashboards:indicator', args=[one.code])}?thang={month}" for one in matrix.indicators]
    return [HeatRow(row.org, tuple(_heat_cells(row, pages))) for row in matrix.rows]


def _heat_cells(row: MatrixRow, pages: list[str]) -> Iterator[HeatCell]:
    for cell, page in zip(row.cells, pages, strict=True):
        status, text, note = _words(cell)
        yield HeatCell(status, text, note, f"{page}&don-vi={row.org.pk}" if note else "")


def _words(cell: Cell) -> tuple[Any, str, str]:
    """Standing, figures, and what each measure says."""
    about = [row for row in cell.measures if row.is_about_it]
    if not about:
        return NOT_ABOUT, "", ""
    targeted = [row for row in about if row.is_targeted]
    text = figures(targeted[0]) if len(targeted) == 1 else ""
    return cell.status, text, "; ".join(f"{row.name}: {row.filled_in}" for row in targeted)


def figures(row: MeasureRow) -> str:
    """What a cell says beside its sign: a percentage, a quota's "5/8"; "" for a plain yes or no."""
    if row.value.number is None:
        return ""
    if row.definition.kind in AGAINST_A_NUMBER | {MeasureKind.QUOTA}:
        return f"{format_number(row.totals.numerator)}/{format_number(row.totals.denominator)}"
    is_yes_or_no = row.totals.denominator == 1 and row.definition.kind is not MeasureKind.RATIO
    return "" if is_yes_or_no else format_percent(row.value.number)
