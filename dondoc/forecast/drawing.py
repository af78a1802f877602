"""The geometry of the curve: plain numbers in, places in a 100-wide drawing out (see web.charts). Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from dondoc.lib.periods import Period, PeriodKind, periods_between
from dondoc.measures.engine.trajectory import Projection
from dondoc.web.charts import HEIGHT, WIDTH, place, ticks_up_to


@dataclass(frozen=True)
class CurveData:
    """One measure over one period, in days and fractions: the same for the drawing here, for a chart elsewhere, for the
    table. `steps`: each day on which more is demanded, with what it then is; `values`: what was reached at the end of a
    day; `projection` from `day` to the end."""

    period: Period
    steps: tuple[tuple[date, Decimal], ...]
    values: tuple[tuple[date, Decimal], ...]
    goal: Decimal
    day: date  # up to which values are there: from it on the range opens
    projection: Projection | None = None


@dataclass(frozen=True)
class CurveRow:
    """One day in the table beside the drawing; None: nothing to say of that day."""

    day: date
    demanded: Decimal | None
    reached: Decimal | None


@dataclass(frozen=True)
class CurveDrawing:
    """Places for the template: path data, and the words beside the drawing (the top tick first)."""

    expected: str
    actual: str
    dots: tuple[tuple[str, str], ...]
    band: str
    likely: str
    target: str
    grid: tuple[str, ...]
    ticks: tuple[Decimal, ...]
    labels: tuple[str, ...]
    rows: tuple[CurveRow, ...]


def draw(data: CurveData) -> CurveDrawing:
    """Where the steps, the value, the range of the end and the target lie."""
    found = data.projection
    ends = [found.floor, found.ceiling, found.likely] if found else []
    levels = [value for _day, value in (*data.steps, *data.values)]
    ticks = ticks_up_to(max([data.goal, *levels, *(one for one in ends if one is not None)]))
    top, whole = ticks[-1], (data.period.end - data.period.start).days + 1

    def across(day: date) -> str:
        return place(Decimal((day - data.period.start).days + 1) / whole * WIDTH)

    def up(value: Decimal) -> str:
        return place(HEIGHT - value / top * HEIGHT)

    places = [(across(day), up(value)) for day, value in data.values]
    band, likely = "", ""
    if found and found.floor is not None and data.day < data.period.end:
        now = (across(data.day), places[-1][1] if places else up(found.floor))
        if found.ceiling is not None:
            band = f"M{now[0]} {now[1]} L{WIDTH} {up(found.ceiling)} V{up(found.floor)} Z"
        if found.likely is not None:
            likely = f"M{now[0]} {now[1]} L{WIDTH} {up(found.likely)}"
    return CurveDrawing(
        expected=_steps([(across(day - timedelta(days=1)), up(value)) for day, value in data.steps]),
        actual=" ".join(f"{'L' if n else 'M'}{x} {y}" for n, (x, y) in enumerate(places)),
        dots=tuple(places),
        band=band,
        likely=likely,
        target=up(data.goal),
        grid=tuple(up(tick) for tick in ticks),
        ticks=tuple(reversed(ticks)),
        labels=_labels(data.period),
        rows=_rows(data),
    )


def _steps(places: Sequence[tuple[str, str]]) -> str:
    """Level to the next step, then upright."""
    parts = [f"{'H' if n else 'M'}{x}{' V' if n else ' '}{y}" for n, (x, y) in enumerate(places)]
    return " ".join([*parts, f"H{WIDTH}"]) if places else ""


def _labels(period: Period) -> tuple[str, ...]:
    """Parts of equal width along the axis: years of a term, quarters of a year, else months."""
    if period.kind is PeriodKind.TERM:
        return tuple(str(one.start.year) for one in periods_between(period.start, period.end, PeriodKind.YEAR))
    kind = PeriodKind.QUARTER if period.kind is PeriodKind.YEAR else PeriodKind.MONTH
    labels = (one.label.partition("/")[0] for one in periods_between(period.start, period.end, kind))
    return tuple(f"{label[:1].upper()}{label[1:]}" for label in labels)


def _rows(data: CurveData) -> tuple[CurveRow, ...]:
    """Each day on which the level or the value is told, in order."""
    reached = dict(data.values)
    days = sorted({day for day, _value in data.steps} | set(reached))
    found, level = [], None
    for day in days:
        level = next((value for on, value in reversed(data.steps) if on <= day), level)
        found.append(CurveRow(day, level, reached.get(day)))
    return tuple(found)
