"""The cells of the matrix: how far an organisation is from what was to be reached by now, as colour, sign and words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dondoc.indicators.formula import MeasureKind
from dondoc.indicators.formula.tree import AGAINST_A_NUMBER
from dondoc.indicators.models import Indicator
from dondoc.lib.numbers import format_number, format_percent
from dondoc.measures.models import TargetStatus
from dondoc.measures.queries import Cell, Matrix, MeasureRow
from dondoc.orgs.models import Org

NEAR, FAR = Decimal("0.05"), Decimal("0.2")  # of the distance, as fractions


class Reach(models.TextChoices):
    """How far from what was to be reached by now; the worst of the measures of a chỉ tiêu stands in its cell."""

    FAR = "far", _("Cách mức cần trên 20 điểm %")
    BEHIND = "behind", _("Cách 5 đến 20 điểm %")
    NEAR = "near", _("Cách dưới 5 điểm %")
    UNKNOWN = "unknown", _("Đến hạn, chưa có số liệu")
    REACHED = "reached", _("Đạt mức cần đến nay")
    NOT_DUE = "not_due", _("Chưa đến hạn")
    NOBODY = "nobody", _("Không thuộc diện")

    @property
    def tone(self) -> str:
        """Blue to brown, told apart by people who do not see red or green; grey where there is nothing to judge."""
        return {"far": "far", "behind": "behind", "near": "near", "unknown": "unknown", "reached": "reached"}.get(
            self, "muted"
        )

    @property
    def icon(self) -> str:
        return {
            "far": "circle-x", "behind": "alert-triangle", "near": "trending-down", "unknown": "circle-dashed",
            "reached": "circle-check", "not_due": "calendar", "nobody": "minus",
        }[self]  # fmt: skip


_WORST_FIRST = tuple(Reach)


@dataclass(frozen=True)
class HeatCell:
    """A cell as the page shows it. `text`: figures where there are some; `note`: what each measure says.

    `href`: where the chỉ tiêu of the organisation is told in full; "" where there is nothing to tell.
    """

    status: Reach
    text: str
    note: str
    href: str


@dataclass(frozen=True)
class HeatRow:
    """One organisation. `below`: how many organisations are counted in it, when it is more than itself."""

    org: Org
    cells: tuple[HeatCell, ...]
    below: int


def reach(row: MeasureRow) -> Reach:
    """Of one measure of one organisation, all under it counted."""
    if not row.is_about_it:
        return Reach.NOBODY
    if row.status is TargetStatus.MET:
        return Reach.REACHED  # whatever those still missing will say
    if row.value.number is None:
        return Reach.UNKNOWN if row.totals.owing else Reach.NOT_DUE
    short = row.short_of
    if short is None or (not row.step and not row.goal_is_met and short <= 0):  # no pace, or nothing due yet
        return Reach.REACHED if row.goal_is_met else Reach.NOT_DUE
    if short <= 0:
        return Reach.UNKNOWN if row.totals.owing else Reach.REACHED
    return Reach.NEAR if short < NEAR else Reach.BEHIND if short <= FAR else Reach.FAR


def worst_of(cell: Cell) -> tuple[Reach, str]:
    """The worst of the measures that decide, and its figures ("" for a plain yes or no, or where there are none)."""
    found = [(_WORST_FIRST.index(reach(row)), n, row) for n, row in enumerate(cell.measures) if row.is_targeted]
    if not found:
        return Reach.NOBODY, ""
    place, _n, row = min(found)
    return _WORST_FIRST[place], figures(row) if row.is_about_it else ""


def heat_rows(matrix: Matrix, month: str) -> list[HeatRow]:
    """The rows of `matrix`, which is about `month`, with words and addresses."""
    pages = [f"{_page(one)}?thang={month}" for one in matrix.indicators]
    said: dict[int, tuple[Reach, str, str]] = {}  # many organisations stand alike; cells that are equal are one object
    rows = []
    for row in matrix.rows:
        cells = tuple(_heat_cells(row.cells, pages, row.org.pk, said))
        below = max((m.totals.population for cell in row.cells for m in cell.measures), default=0)
        rows.append(HeatRow(row.org, cells, below if below > 1 else 0))
    return rows


def _page(indicator: Indicator) -> str:
    return reverse("dashboards:indicator", args=[indicator.code])


def _heat_cells(
    cells: Iterable[Cell], pages: list[str], org_id: int, said: dict[int, tuple[Reach, str, str]]
) -> Iterator[HeatCell]:
    for cell, page in zip(cells, pages, strict=True):
        if id(cell) not in said:
            said[id(cell)] = _words(cell)
        status, text, note = said[id(cell)]
        yield HeatCell(status, text, note, f"{page}&don-vi={org_id}" if note else "")


def _words(cell: Cell) -> tuple[Reach, str, str]:
    """How far, figures, and what each measure says."""
    targeted = [row for row in cell.measures if row.is_about_it and row.is_targeted]
    return *worst_of(cell), "; ".join(f"{row.name}: {row.filled_in}" for row in targeted)


def figures(row: MeasureRow) -> str:
    """What a cell says beside its sign: a percentage, a quota's "5/8"; "" for a plain yes or no."""
    if row.value.number is None:
        return ""
    if row.definition.kind in AGAINST_A_NUMBER | {MeasureKind.QUOTA}:
        return f"{format_number(row.totals.numerator)}/{format_number(row.totals.denominator)}"
    is_yes_or_no = row.totals.denominator == 1 and row.definition.kind is not MeasureKind.RATIO
    return "" if is_yes_or_no else format_percent(row.value.number)
