"""Places of lines and steps in the drawings that the server makes."""

from decimal import Decimal

import pytest

from dondoc.web.charts import (
    BarDrawing,
    ScatterPoint,
    bar_drawings,
    scatter_drawing,
    spark_path,
    ticks_up_to,
)


@pytest.mark.parametrize(
    ("top", "ticks"),
    [
        (Decimal("0.9"), ["0", "0.25", "0.5", "0.75", "1"]),
        (Decimal(1), ["0", "0.25", "0.5", "0.75", "1"]),
        (Decimal(60), ["0", "20", "40", "60"]),
        (Decimal(1234), ["0", "500", "1000", "1500"]),
        (Decimal(0), ["0", "1"]),
    ],
)
def test_ticks_are_round_numbers(top, ticks):
    assert [str(t.normalize()) if t % 1 else str(int(t)) for t in ticks_up_to(top)] == ticks


@pytest.mark.parametrize(
    ("numbers", "path"),
    [
        ([], ""),
        ([None], ""),
        ([Decimal(5)], "M0 50 L100 50"),
        ([Decimal(5), Decimal(5)], "M0 50 L100 50"),
        ([Decimal(0), None, Decimal(10), Decimal(5)], "M0 100 M66.67 0 L100 50"),
    ],
)
def test_spark_path(numbers, path):
    assert spark_path(numbers) == path


def test_points_stand_by_level_and_change_around_the_line_of_no_change():
    points = [ScatterPoint("A", Decimal("0.8"), Decimal("0.1")), ScatterPoint("B", Decimal("0.9"), Decimal("-0.2"))]
    drawing = scatter_drawing(points, Decimal(1))
    assert [str(tick) for tick in drawing.across] == ["0.80", "0.85", "0.90", "0.95", "1.00"]
    assert drawing.dots == (("0", "25", "A"), ("50", "100", "B"))
    assert (drawing.zero, drawing.target) == ("50", "100")
    assert drawing.grid == ("0", "25", "50", "75", "100")


def test_points_without_spread_still_have_an_axis():
    drawing = scatter_drawing([ScatterPoint("A", Decimal(1), Decimal(0))] * 2, None)
    assert (drawing.dots[0], drawing.target) == (("0", "50", "A"), "")
    assert len(drawing.across) == 2


def test_bars_share_one_scale_and_what_is_missing_goes_on_or_stands_apart():
    pairs = [(Decimal(-2), Decimal(-1)), (Decimal(1), Decimal(0)), (Decimal(1), Decimal(-1))]
    assert bar_drawings(pairs) == [
        BarDrawing(("25", "50"), ("0", "25"), "75"),
        BarDrawing(("75", "25"), ("100", "0"), "75"),
        BarDrawing(("75", "25"), ("50", "25"), "75"),
    ]
    assert bar_drawings([]) == []
