"""One specification of a chart: what ECharts is told, and the same in words."""

from decimal import Decimal

import pytest

from dondoc.lib.charts import Chart, Look, Series, height_mm, option

D = Decimal


def _bars() -> Chart:
    return Chart(
        "Kết quả",
        ("II.1", "7b (chưa đến hạn)"),
        (
            Series("Kết quả", (D("0.7175"), None), Look.BARS),
            Series("Có thể thêm", (D("0.1"), None), Look.REST),
            Series("Mức giao", (D(1), D("0.9")), Look.MARKS),
        ),
    )


def test_a_gap_stays_a_gap_and_the_target_runs_through_all():
    lines = Chart(
        "Xu hướng", ("9/2026", "10/2026", "11/2026"),
        (
            Series("Thực hiện", (D("0.5"), None, D("0.75")), Look.LINE),
            Series("Cần đạt", (None, None, D(1)), Look.STEPS),
        ),
        target=D("0.9"), target_name="Mức giao 90 %",
    )  # fmt: skip
    told = option(lines)
    assert [(one["name"], one["type"], one["data"]) for one in told["series"]] == [
        ("Thực hiện", "line", [50.0, None, 75.0]), ("Cần đạt", "line", [None, None, 100.0]),
        ("Mức giao 90 %", "line", [90.0, 90.0, 90.0]),
    ]  # fmt: skip
    assert (told["yAxis"]["max"], told["xAxis"]["data"], told["tooltip"]["renderMode"]) == (
        100, ["9/2026", "10/2026", "11/2026"], "richText",
    )  # fmt: skip
    assert lines.rows == [("9/2026", ["50 %", "—"]), ("10/2026", ["—", "—"]), ("11/2026", ["75 %", "100 %"])]


def test_bars_run_sideways_one_line_each_and_say_their_number_on_paper():
    told = option(_bars(), on_paper=True)
    assert told["yAxis"]["data"] == ["II.1:  71,8 %", "7b (chưa đến hạn)"]
    assert (told["yAxis"]["inverse"], told["tooltip"]["show"]) == (True, False)
    assert [(one["type"], one.get("stack"), one["data"]) for one in told["series"]] == [
        ("bar", "all", [71.75, None]), ("bar", "all", [10.0, None]), ("scatter", None, [100.0, 90.0]),
    ]  # fmt: skip
    assert option(_bars())["yAxis"]["data"] == ["II.1", "7b (chưa đến hạn)"]
    assert height_mm(_bars()) == 38


def test_what_is_more_than_all_is_shown_as_it_is_and_numbers_are_no_shares():
    more = Chart("Vượt", ("10",), (Series("Kết quả", (D("1.2"),), Look.BARS),))
    assert option(more)["xAxis"]["max"] is None
    number = Chart("Số", ("T1",), (Series("Đã trồng", (D("1234.5"),), Look.LINE),), is_share=False)
    assert (number.rows, option(number)["series"][0]["data"]) == ([("T1", ["1.234,5"])], [1234.5])


def test_steps_that_fall_begin_a_new_stroke_of_the_same_name():
    steps = Series("Cần đạt", (D("0.5"), D(1), D(0), None, D(1)), Look.STEPS)
    told = option(Chart("", tuple("abcde"), (steps,)))
    assert [(one["name"], one["data"]) for one in told["series"]] == [
        ("Cần đạt", [50.0, 100.0, None, None, None]), ("Cần đạt", [None, None, 0.0, None, 100.0]),
    ]  # fmt: skip
    assert [one["name"] for one in told["legend"]["data"]] == ["Cần đạt"]


def test_each_label_needs_its_value():
    with pytest.raises(ValueError, match="Kết quả: 1 values for 2 labels"):
        Chart("", ("a", "b"), (Series("Kết quả", (None,), Look.LINE),))
