"""Who makes the gap between the value of the whole and its target, or its value before: bars that add up to it."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.db import models
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dondoc.dashboards.queries.peers import Comparison
from dondoc.indicators.formula import MeasureKind
from dondoc.indicators.formula.tree import AGAINST_A_NUMBER, Better
from dondoc.lib.numbers import round_half_up
from dondoc.measures.engine import NOTHING, Totals, value
from dondoc.measures.engine.comparing import Contribution, decompose, largest
from dondoc.web.charts import BarDrawing, bar_drawings

SHOWN = 10
_PLACES = 2  # of a point


class Against(models.TextChoices):
    """What the gap is measured from."""

    TARGET = "muc-giao", gettext_lazy("Mức giao")
    YEAR = "nam-truoc", gettext_lazy("Cùng tháng năm trước")
    CLOSED = "ky-truoc", gettext_lazy("Kỳ trước")


_BEFORE = {Against.YEAR: "year", Against.CLOSED: "closed"}


@dataclass(frozen=True)
class Bar:
    """One line of the list. All in points of the whole's percentage.

    `points`: its share of the gap; `open`: of it, by those that are missing (`unknown` of them), and `could_close`:
    what these can still make good; None: nobody can say. `url`: "" for what is no single organisation.
    """

    label: str
    url: str
    points: Decimal
    open: Decimal
    unknown: int
    could_close: Decimal | None
    tone: str
    drawing: BarDrawing


@dataclass(frozen=True)
class Gap:
    """`reference`: the value that the gap is measured from, a fraction. `bars`, before rounding, add up to `points`.

    `then_unknown`: how many were missing when it was reached; `by_group`: bars are groups. `parts`: organisation or
    group → its share of the gap in points, for files.
    """

    against: Against
    reference: Decimal
    points: Decimal
    bars: tuple[Bar, ...]
    then_unknown: int
    by_group: bool
    parts: dict[int | str, Decimal]

    @property
    def has_open(self) -> bool:
        """Whether any part of it is there only because answers are missing."""
        return any(bar.open for bar in self.bars)


@dataclass(frozen=True)
class _Unit:
    """`keys`: under which its part is summed for files."""

    label: str
    url: str
    keys: tuple[int | str, ...]
    totals: Totals


@dataclass(frozen=True)
class _Line:
    label: str
    url: str
    of: Contribution


def offered(found: Comparison) -> list[Against]:
    """What the gap can be measured from in this month."""
    kind = found.definition.kind
    known = [name for name, then in found.before.items() if value(kind, then).number is not None]
    return [one for one in Against if one is Against.TARGET or _BEFORE[one] in known]


def gap_of(found: Comparison, against: Against, month: str) -> Gap | None:
    """None: the whole has no value. Nothing is read; `month` is for the links."""
    then = found.before.get(_BEFORE.get(against, ""))
    reference = _fraction(then) if then else _target(found)
    units = [*_units(found, month)]
    made = decompose(found.definition.kind, found.row.totals, [one.totals for one in units], reference)
    if made is None:
        return None
    lines = [_Line(one.label, one.url, part) for one, part in zip(units, made.parts, strict=True)]
    shown = _shown(lines, _Line(_rest_label(found), "", made.rest), by_group=not found.is_ranked)
    bars = tuple(_bars(shown, up_is_good=_is_up_good(found)))
    return Gap(
        against, _decimal(reference), _points(made.gap), bars,
        then.unknown if then else 0, not found.is_ranked, _parts(units, made.parts),
    )  # fmt: skip


def _units(found: Comparison, month: str) -> Iterator[_Unit]:
    """Organisations, or where no order is wanted, groups; of those that were given nothing one line then."""
    if found.is_ranked:
        code, _dot, part = found.row.key.rpartition(".")
        page = reverse("dashboards:indicator", args=[code])
        for peer in (*found.peers, *found.apart):
            url = f"{page}?{urlencode({'thang': month, 'don-vi': peer.org.pk, 'do': part})}"
            yield _Unit(peer.org.name, url, (peer.org.pk, peer.group), peer.totals)
        return
    for group in found.groups:
        yield _Unit(group.name, "", (group.code,), group.totals)
    if found.apart:
        yield _Unit(
            _("Không được giao mà có kết quả"), "", (), sum((peer.totals for peer in found.apart), NOTHING)
        )  # fmt: skip


def _rest_label(found: Comparison) -> str:
    if found.definition.kind is MeasureKind.QUOTA:
        return _("Chưa chia cho đơn vị nào")
    if found.definition.kind in AGAINST_A_NUMBER:
        return _("Mức chung, không chia cho đơn vị")
    return _("Phần của chính cấp ủy")


def _parts(units: Sequence[_Unit], parts: Sequence[Contribution]) -> dict[int | str, Decimal]:
    """In points: of each organisation, and of each group together."""
    found: dict[int | str, Fraction] = defaultdict(Fraction)
    for one, part in zip(units, parts, strict=True):
        for key in one.keys:
            found[key] += part.total
    return {key: _decimal(total * 100) for key, total in found.items()}


def _shown(lines: Sequence[_Line], rest: _Line, *, by_group: bool) -> list[_Line]:
    """The largest, from what holds back most to what helps most; the others as one line, and what is nobody's."""
    chosen = largest([line.of for line in lines], SHOWN)
    told = sorted((lines[at] for at in chosen), key=lambda line: line.of.total)
    others = [line.of for at, line in enumerate(lines) if at not in set(chosen)]
    summed = sum(others, Contribution())
    if summed.total or summed.unknown:
        said = _("%(n)d nhóm còn lại") if by_group else _("%(n)d đơn vị còn lại")
        told.append(_Line(said % {"n": len(others)}, "", summed))
    if rest.of.total:
        told.append(rest)
    return told


def _bars(lines: Sequence[_Line], *, up_is_good: bool) -> list[Bar]:
    drawings = bar_drawings([(_decimal(line.of.known), _decimal(line.of.open)) for line in lines])
    return [
        Bar(
            line.label,
            line.url,
            _points(line.of.total),
            _points(line.of.open),
            line.of.unknown,
            None if line.of.could_close is None else _points(line.of.could_close),
            "good" if (line.of.total > 0) == up_is_good else "bad",
            drawing,
        )
        for line, drawing in zip(lines, drawings, strict=True)
    ]


def _is_over(found: Comparison) -> bool:
    """Whether the whole stands above the range that it should lie in."""
    upper, number = found.definition.goal.upper, found.row.value.number
    return upper is not None and number is not None and number > upper


def _target(found: Comparison) -> Fraction:
    """Of a range, the end that is nearer to what was missed."""
    goal = found.definition.goal
    return Fraction(goal.upper if goal.upper is not None and _is_over(found) else goal.value)


def _is_up_good(found: Comparison) -> bool:
    return found.definition.better is Better.HIGHER and not _is_over(found)


def _fraction(totals: Totals) -> Fraction:
    return Fraction(totals.numerator) / Fraction(totals.denominator)


def _decimal(number: Fraction) -> Decimal:
    return Decimal(number.numerator) / number.denominator


def _points(number: Fraction) -> Decimal:
    """A fraction of the whole as points of its percentage, for the page."""
    return round_half_up(_decimal(number * 100), _PLACES)
