"""A report's chart: every chỉ tiêu against its target, from the snapshot only; the same on the page and on paper."""

from decimal import Decimal
from typing import Any

from dondoc.lib.charts import Chart, Look, Series
from dondoc.lib.numbers import MISSING_WORDS, Missing

_COUNTED = ("count", "cumulative")  # numbers, no shares


def results_chart(snapshot: dict[str, Any]) -> Chart | None:
    """One bar a measure: what is proven, what is still possible while organisations are missing, the target. A measure
    without a value has no bar and says why. None without a share to show, and for reports of before, whose snapshots
    hold no target as a number: their paper stays as it was."""
    shown = [
        (_label(one, measure), measure)
        for one in snapshot["indicators"]
        for measure in one["measures"]
        if measure["kind"] not in _COUNTED and "goal" in measure
    ]
    if not any(measure["value"] is not None for _label_, measure in shown):
        return None
    measures = [measure for _label_, measure in shown]
    return Chart(
        title="Kết quả so với mức giao",
        labels=tuple(label for label, _measure in shown),
        series=(
            Series("Kết quả", tuple(map(_value, measures)), Look.BARS),
            Series("Có thể thêm, nếu nơi chưa có số liệu đều đạt", tuple(map(_rest, measures)), Look.REST),
            Series("Mức giao", tuple(map(_goal, measures)), Look.MARKS),
        ),
    )


def _label(indicator: dict[str, Any], measure: dict[str, Any]) -> str:
    """ "7b"; with the reason behind it where there is no value."""
    letter = measure["key"].rpartition(".")[2]
    is_part = len(indicator["measures"]) > 1 and len(letter) == 1
    label = f"{indicator['label']}{letter}" if is_part else indicator["label"]
    if measure["value"] is not None:
        return label
    return f"{label} ({MISSING_WORDS[Missing(measure['missing'] or Missing.NOT_REPORTED)]})"


def _value(measure: dict[str, Any]) -> Decimal | None:
    return _number(measure["value"])


def _rest(measure: dict[str, Any]) -> Decimal | None:
    """None where nobody can say what is still possible."""
    value, ceiling = _number(measure["value"]), _number(measure["ceiling"])
    if value is None or ceiling is None or (measure["kind"] in ("ratio", "quota") and measure["not_known"]):
        return None
    return ceiling - value or None


def _goal(measure: dict[str, Any]) -> Decimal | None:
    return _number(measure["goal"])


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
