"""The geometry of small charts drawn on the server: plain numbers in, places in a 100-wide drawing out.

Drawings are stretched to their box (`preserveAspectRatio="none"`, strokes that do not scale) and words stand
beside them as HTML, so they read well at 360 px and on paper, and need neither script nor style attributes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from dondoc.lib.charts import Chart, Look, Series
from dondoc.lib.numbers import format_number, format_percent

WIDTH = 100
HEIGHT = 100
_STEPS = tuple(Decimal(s) for s in ("1", "2", "2.5", "5", "10"))


@dataclass(frozen=True)
class ChartPoint:
    """One period: what was reached and what was expected by its end, both in the chart's unit (ratios as fractions).

    None means that nothing is known or nothing is expected yet; it leaves a gap, never a zero.
    """

    label: str
    actual: Decimal | None = None
    expected: Decimal | None = None


def progress_chart(points: Iterable[ChartPoint], title: str, *, unit: str = "", target: Decimal | None = None) -> Chart:
    """Progress against the target: what was reached, what was expected by each period's end, the target through all."""
    shown = list(points)
    is_share = unit == "%"
    words = (
        _("Mức giao %(target)s") % {"target": format_percent(target) if is_share else format_number(target)}
        if (target is not None)
        else ""
    )
    return Chart(
        title=title,
        labels=tuple(point.label for point in shown),
        series=(
            Series(_("Thực hiện"), tuple(point.actual for point in shown), Look.LINE),
            Series(_("Cần đạt đến hết kỳ"), tuple(point.expected for point in shown), Look.STEPS),
        ),
        is_share=is_share,
        target=target,
        target_name=words,
    )


def place(number: Decimal | float) -> str:
    """A place in a drawing with at most two decimals: 12.5 → "12.5"."""
    return f"{float(number):.2f}".rstrip("0").rstrip(".")


def ticks_up_to(top: Decimal, count: int = 4) -> tuple[Decimal, ...]:
    """Round numbers from 0 to the first not below `top`, about `count` steps. A `top` of 0 or less gives 0 and 1."""
    if top <= 0:
        return (Decimal(0), Decimal(1))
    raw = top / count
    power = Decimal(1).scaleb(raw.adjusted())
    step = next(s * power for s in _STEPS if s * power >= raw)
    ticks = [Decimal(0)]
    while ticks[-1] < top:
        ticks.append(ticks[-1] + step)
    return tuple(ticks)


def _line(places: Sequence[tuple[Decimal, Decimal] | None]) -> str:
    """Path data through the known places; a gap starts a new stroke."""
    parts: list[str] = []
    pen_down = False
    for at in places:
        if at is not None:
            parts.append(f"{'L' if pen_down else 'M'}{place(at[0])} {place(at[1])}")
        pen_down = at is not None
    return " ".join(parts)


def spark_path(numbers: Sequence[Decimal | None]) -> str:
    """Path data of a trend line without axes, from the lowest to the highest number; one number gives a level line."""
    known = [n for n in numbers if n is not None]
    if not known:
        return ""
    low, high = min(known), max(known)
    span = high - low or Decimal(1)
    step = Decimal(WIDTH) / max(len(numbers) - 1, 1)
    if len(numbers) == 1:
        return f"M0 {HEIGHT // 2} L{WIDTH} {HEIGHT // 2}"
    middle = high == low
    return _line(
        [
            (step * i, Decimal(HEIGHT) / 2 if middle else HEIGHT - (n - low) / span * HEIGHT) if n is not None else None
            for i, n in enumerate(numbers)
        ]
    )


# ── level beside change ──────────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class ScatterPoint:
    """Something with a level and a change of it, both fractions."""

    label: str
    level: Decimal
    change: Decimal


@dataclass(frozen=True)
class ScatterDrawing:
    """Places of the points, of the line of no change and of the target, with the words beside the axes."""

    dots: tuple[tuple[str, str, str], ...]  # across, down, label
    zero: str
    target: str
    across: tuple[Decimal, ...]
    up: tuple[Decimal, ...]  # the top one first
    grid: tuple[str, ...]


def scatter_drawing(points: Sequence[ScatterPoint], target: Decimal | None) -> ScatterDrawing:
    """Levels run from the lowest to the right, changes up from the line of no change, which lies in the middle."""
    levels = [*(p.level for p in points), *([target] if target is not None else [])] or [Decimal(0)]
    across = _ticks_around(min(levels), max(levels))
    half = ticks_up_to(max((abs(p.change) for p in points), default=Decimal(0)), 2)
    up = (*reversed(half), *(-one for one in half[1:]))

    def right(level: Decimal) -> str:
        return place((level - across[0]) / (across[-1] - across[0]) * WIDTH)

    def down(change: Decimal) -> str:
        return place((half[-1] - change) / (2 * half[-1]) * HEIGHT)

    return ScatterDrawing(
        dots=tuple((right(p.level), down(p.change), p.label) for p in points),
        zero=down(Decimal(0)),
        target=right(target) if target is not None else "",
        across=across,
        up=up,
        grid=tuple(down(one) for one in up),
    )


def _ticks_around(low: Decimal, high: Decimal) -> tuple[Decimal, ...]:
    """Round numbers from the last not above `low` to the first not below `high`."""
    step = ticks_up_to(high - low)[1]
    ticks = [low // step * step]
    while ticks[-1] < high or len(ticks) == 1:
        ticks.append(ticks[-1] + step)
    return tuple(ticks)


# ── bars to both sides of nothing ────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class BarDrawing:
    """Where the two parts of a bar lie, as (start, length), and the line of nothing."""

    solid: tuple[str, str]
    light: tuple[str, str]
    zero: str


def bar_drawings(pairs: Sequence[tuple[Decimal, Decimal]]) -> list[BarDrawing]:
    """Bars on one scale: the first number of a pair drawn from nothing, the second goes on from its end where it has
    the same sign, and starts from nothing on the other side where it has not."""
    ends = [[a, a + b] if a * b >= 0 else [a, b] for a, b in pairs]
    low = min([Decimal(0), *(end for some in ends for end in some)])
    high = max([Decimal(0), *(end for some in ends for end in some)])
    span = high - low or Decimal(1)

    def lies(start: Decimal, end: Decimal) -> tuple[str, str]:
        return place((min(start, end) - low) / span * WIDTH), place(abs(end - start) / span * WIDTH)

    return [
        BarDrawing(lies(Decimal(0), a), lies(a if a * b >= 0 else Decimal(0), second), place(-low / span * WIDTH))
        for (a, b), (_first, second) in zip(pairs, ends, strict=True)
    ]
