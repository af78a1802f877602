"""What a chart shows, as plain data, and the same as an option of ECharts: one specification for screen and paper.

Numbers are exact up to here; a drawing takes them as floats, and words beside it are made from the exact ones. None is
a gap in a line and no bar, never a zero.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from dondoc.lib.numbers import format_number, format_percent

SCREEN_FONT, PAPER_FONT = "Be Vietnam Pro, sans-serif", "Tinos"
INK, INK_2, LINE, ACCENT, EXPECTED, REST = "#1d2025", "#535a65", "#e3e2df", "#8e1b23", "#8a9099", "#d9d7d2"
_BAR_MM = 7.0  # of paper for each bar
_STROKE = {"icon": "path://M0 4h18v2h-18z"}


class Look(StrEnum):
    """How a series is drawn. STEPS: level over each label. REST: on top of the bars. MARKS: a stroke at each label."""

    LINE = "line"
    STEPS = "steps"
    BARS = "bars"
    REST = "rest"
    MARKS = "marks"


_LEGEND = {Look.STEPS: _STROKE, Look.MARKS: _STROKE}


@dataclass(frozen=True)
class Series:
    """One row of numbers, as many as the chart has labels; shares are fractions."""

    name: str
    values: tuple[Decimal | None, ...]
    look: Look


@dataclass(frozen=True)
class Chart:
    """`labels`: months along the foot, or, with bars, one line each from above. `target`: one line through all.
    Errors: ValueError when a series has another number of values than there are labels."""

    title: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    is_share: bool = True
    target: Decimal | None = None
    target_name: str = ""

    def __post_init__(self) -> None:
        for one in self.series:
            if len(one.values) != len(self.labels):
                raise ValueError(f"{one.name}: {len(one.values)} values for {len(self.labels)} labels")

    @property
    def has_bars(self) -> bool:
        return any(one.look is Look.BARS for one in self.series)

    def words(self, number: Decimal | None) -> str:
        """A number as it is read: "71,7 %", "1.234,5", "—"."""
        if number is None:
            return "—"
        return format_percent(number) if self.is_share else format_number(number)

    @property
    def rows(self) -> list[tuple[str, list[str]]]:
        """The same as a table: a label and the words of each series."""
        return [
            (label, [self.words(one.values[place]) for one in self.series]) for place, label in enumerate(self.labels)
        ]


def height_mm(chart: Chart) -> float:
    """How high the chart wants to be on paper."""
    return 24 + _BAR_MM * len(chart.labels) if chart.has_bars else 70.0


def option(chart: Chart, *, on_paper: bool = False) -> dict[str, Any]:
    """The option of ECharts 6. On paper the numbers stand beside the labels: nothing can be pointed at there."""
    font = PAPER_FONT if on_paper else SCREEN_FONT
    text = {"fontFamily": font, "color": INK_2, "fontSize": 12}
    numbers = {
        "type": "value",
        "min": 0,
        "max": 100 if chart.is_share and _top(chart) <= 1 else None,
        "axisLabel": {**text, "formatter": "{value} %" if chart.is_share else "{value}"},
        "splitLine": {"lineStyle": {"color": LINE}},
    }
    labels = {
        "type": "category",
        "data": _told(chart) if on_paper and chart.has_bars else list(chart.labels),
        "axisLabel": {**text, "interval": 0} if chart.has_bars else {**text, "hideOverlap": True},
        "axisTick": {"show": False},
        "axisLine": {"lineStyle": {"color": LINE}},
        "inverse": chart.has_bars,
    }
    return {
        "animation": False,
        "textStyle": {"fontFamily": font},
        "grid": {"left": 8, "right": 24, "top": 36, "bottom": 8, "outerBoundsMode": "same"},
        "legend": {
            "top": 0, "left": 0, "itemWidth": 18, "itemHeight": 8, "selectedMode": False,
            "textStyle": {**text, "color": INK},
            "data": list({one.name: {"name": one.name, **_LEGEND.get(one.look, {})} for one in _drawn(chart)}.values()),
        },
        "tooltip": {"show": not on_paper, "trigger": "axis", "renderMode": "richText", "confine": True},
        "xAxis": numbers if chart.has_bars else labels,
        "yAxis": labels if chart.has_bars else numbers,
        "series": [_series(chart, one) for one in _drawn(chart)],
    }  # fmt: skip


def _told(chart: Chart) -> list[str]:
    """The labels with the number of the bar, where there is one."""
    bars = next(one for one in chart.series if one.look is Look.BARS)
    return [
        label if number is None else f"{label}:  {chart.words(number)}"
        for label, number in zip(chart.labels, bars.values, strict=True)
    ]


def _drawn(chart: Chart) -> list[Series]:
    """The series, steps in strokes of their own, the one target of all as a line of its own."""
    found = [part for one in chart.series for part in (_strokes(one) if one.look is Look.STEPS else [one])]
    if chart.target is not None:
        found.append(Series(chart.target_name, (chart.target,) * len(chart.labels), Look.MARKS))
    return found


def _strokes(one: Series) -> list[Series]:
    """Steps only rise: where they fall a new period has begun, and with it a new stroke of the same name."""
    parts: list[list[Decimal | None]] = []
    before: Decimal | None = None
    for place, number in enumerate(one.values):
        if not parts or (number is not None and before is not None and number < before):
            parts.append([None] * len(one.values))
        parts[-1][place] = number
        before = number if number is not None else before
    return [Series(one.name, tuple(values), one.look) for values in parts]


def _top(chart: Chart) -> Decimal:
    return max((n for one in _drawn(chart) for n in one.values if n is not None), default=Decimal(0))


def _series(chart: Chart, one: Series) -> dict[str, Any]:
    data = [_height(chart, number) for number in one.values]
    match one.look:
        case Look.LINE:
            style: dict[str, Any] = {
                "type": "line", "symbolSize": 7, "symbol": "circle", "lineStyle": {"width": 2.5}, "color": INK, "z": 4,
            }  # fmt: skip
        case Look.STEPS:
            style = {
                "type": "line", "step": "middle", "symbol": "none", "lineStyle": {"width": 2}, "color": EXPECTED,
                "z": 3,
            }  # fmt: skip
        case Look.BARS:
            style = {"type": "bar", "stack": "all", "barMaxWidth": 14, "color": INK_2}
        case Look.REST:
            style = {"type": "bar", "stack": "all", "barMaxWidth": 14, "color": REST}
        case Look.MARKS if chart.has_bars:
            style = {"type": "scatter", "symbol": "rect", "symbolSize": [3, 18], "color": ACCENT, "z": 5}
        case Look.MARKS:
            style = {
                "type": "line", "symbol": "none", "lineStyle": {"width": 1.5, "type": "dashed"}, "color": ACCENT,
                "z": 2,
            }  # fmt: skip
    return {"name": one.name, "data": data, **style}


def _height(chart: Chart, number: Decimal | None) -> float | None:
    if number is None:
        return None
    return round(float(number * 100 if chart.is_share else number), 2)
