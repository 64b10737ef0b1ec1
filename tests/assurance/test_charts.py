import json
from itertools import pairwise

import plotly.graph_objects as go
import pytest
from reportlab.graphics.shapes import Group, String

from assurance.charts import (
    Annotation,
    BarChart,
    HorizontalBars,
    LineChart,
    Series,
    StackedBarChart,
    SurvivalCurve,
    SurvivalSteps,
    XmrChart,
    XmrLimits,
    XmrPoint,
    figure,
    number,
    to_table,
)
from assurance.charts.kinds import step_points
from assurance.reports.chart_frame import NO_DATA, plan_labels, spread, tick_words, value_ticks
from assurance.reports.draw_chart import draw_chart
from assurance.reports.pdf_text import load_fonts, measure
from assurance.reports.style import ROOM, WIDTH, TextStyle
from tests.assurance.report_samples import EDGES, LONG_LABELS, MONTHS, TYPICAL, funnel, xmr

EVERY = pytest.mark.parametrize("chart", [*TYPICAL, *EDGES], ids=lambda chart: chart.title)


@pytest.fixture(autouse=True)
def _fonts():
    load_fonts()


def words(chart) -> list[str]:
    return [shape.text for shape in draw_chart(chart).contents if isinstance(shape, String)]


def boxes(drawing):
    """Yield (left, bottom, right, top, words) of every level string."""
    for shape in drawing.contents:
        if isinstance(shape, String) and shape.text.strip():
            wide = measure(shape.text, TextStyle(shape.fontName, shape.fontSize, 0))
            left = shape.x - {"start": 0, "middle": wide / 2, "end": wide}[shape.textAnchor]
            yield left, shape.y - 1, left + wide, shape.y + shape.fontSize * 0.72, shape.text


@EVERY
def test_plotly_takes_the_figure(chart):
    made = figure(chart)
    go.Figure(made)
    json.dumps(made, allow_nan=False)


@EVERY
def test_the_basic_bundle_is_enough_and_no_template_comes_along(chart):
    made = figure(chart)
    assert {trace["type"] for trace in made["data"]} <= {"bar", "scatter"}
    assert "template" not in made["layout"]


@EVERY
def test_the_table_is_whole(chart):
    table = to_table(chart)
    assert all(len(row) == len(table.columns) for row in table.rows)
    assert all(table.columns)


@EVERY
def test_the_drawing_fits_the_page(chart):
    drawing = draw_chart(chart)
    assert drawing.width == pytest.approx(WIDTH)
    assert drawing.height < ROOM * 0.85


@EVERY
def test_words_stay_on_the_sheet(chart):
    drawing = draw_chart(chart)
    for left, bottom, right, top, text in boxes(drawing):
        assert left >= -0.5, text
        assert right <= drawing.width + 0.5, text
        assert bottom >= -1.5, text
        assert top <= drawing.height + 0.5, text


@EVERY
def test_words_never_overlap(chart):
    placed = sorted(boxes(draw_chart(chart)))
    for at, one in enumerate(placed):
        for other in placed[at + 1 :]:
            apart = other[0] >= one[2] - 0.2 or other[1] >= one[3] - 0.2 or one[1] >= other[3] - 0.2
            assert apart, (one[4], other[4])


@pytest.mark.parametrize(
    "chart",
    [chart for chart in EDGES if "issing" in chart.title or "mpty" in chart.title],
    ids=lambda chart: chart.title,
)
def test_no_data_is_said(chart):
    assert NO_DATA in words(chart)


def test_a_gap_breaks_the_line_and_is_not_a_nought():
    chart = LineChart("t", "days", "s", ("a", "b", "c"), (Series("x", (1, None, 3)),))
    assert figure(chart)["data"][0]["y"] == [1, None, 3]
    assert figure(chart)["data"][0]["connectgaps"] is False
    assert to_table(chart).rows[1] == ("b", "no data")


def test_texts_stand_in_the_table_for_values():
    chart = BarChart("t", "%", "s", ("a",), (Series("x", (None,), ("[c]",)),))
    assert to_table(chart).rows == (("a", "[c]"),)


def test_xmr_table_says_what_stands_out_and_why():
    rows = to_table(xmr(annotations=(Annotation("Jan 2024", "New desk"),))).rows
    assert rows[0] == ("Jan 2024", "50%", "54.2%", "41% to 67.4%", "New desk")
    assert rows[9][-1] == "worse than usual: above the upper limit"


def test_xmr_limits_follow_the_segment():
    points = tuple(XmrPoint(label, 10) for label in MONTHS[:4])
    limits = (XmrLimits(0, 1, 10, 8, 12), XmrLimits(2, 3, 20, None, None))
    rows = to_table(XmrChart("t", "days", "s", points, limits)).rows
    assert [row[2:4] for row in rows] == [("10", "8 to 12")] * 2 + [("20", "")] * 2


def test_xmr_flags_are_triangles_besides_their_colour():
    traces = {trace["name"]: trace for trace in figure(xmr())["data"]}
    assert traces["Worse than usual"]["marker"]["symbol"] == ["triangle-up-open"]
    assert traces["Better than usual"]["marker"]["symbol"] == ["triangle-down"]
    better, worse = traces["Better than usual"]["marker"], traces["Worse than usual"]["marker"]
    assert worse["color"] != better["color"]


def test_xmr_drawing_names_mean_limits_target_and_remarks():
    drawn = words(xmr(target=45, annotations=(Annotation("Apr 2025", "New desk"),)))
    assert {"Mean 54.2%", "Upper limit 67.4%", "Lower limit 41%", "Target 45%"} <= set(drawn)
    assert {"New desk", "Worse than usual", "Better than usual"} <= set(drawn)


def test_xmr_limits_are_drawn_inside_what_is_possible():
    points = tuple(XmrPoint(label, 96) for label in MONTHS)
    chart = XmrChart("t", "%", "s", points, (XmrLimits(0, 23, 96, 88, 104),))
    assert "Upper limit 104%" in words(chart)
    assert not any(text.startswith(("102", "105")) for text in words(chart))


def test_funnel_marks_ours_and_never_ranks():
    traces = {trace["name"]: trace for trace in figure(funnel())["data"]}
    assert traces["This council"]["text"] == ["Council 14"]
    assert "Council 14" in words(funnel())
    assert [row[0] for row in to_table(funnel()).rows][:3] == [
        "Council 0",
        "Council 1",
        "Council 2",
    ]


def test_survival_table_ends_with_the_median():
    chart = next(chart for chart in TYPICAL if isinstance(chart, SurvivalCurve))
    assert to_table(chart).rows[-1] == ("Median (days)", "61.5", "not reached")


def test_steps_begin_with_everyone_and_end_at_the_last_time():
    assert step_points(SurvivalSteps("x", ((5, 0.5),), 9)) == ([0, 5, 9], [1, 0.5, 0.5])


def test_intervals_are_whiskers_with_the_right_ends():
    chart = HorizontalBars("t", "%", "s", ("a", "b"), (60, None), (), ((50, 71), None))
    assert figure(chart)["data"][0]["error_x"]["array"] == [11, 0]
    assert figure(chart)["data"][0]["error_x"]["arrayminus"] == [10, 0]
    assert to_table(chart).rows[0] == ("a", "60%", "50% to 71%")


def test_markup_in_labels_is_literal_in_plotly():
    chart = BarChart("t", "x", "s", ("<b>A</b>",), (Series("<i>", (1,)),))
    assert figure(chart)["data"][0]["x"] == ["&lt;b&gt;A&lt;/b&gt;"]
    assert figure(chart)["data"][0]["name"] == "&lt;i&gt;"


@pytest.mark.parametrize(
    "build",
    [
        lambda: BarChart("t", "u", "s", ("a", "b"), (Series("x", (1,)),)),
        lambda: BarChart("t", "u", "s", ("a",), (Series("x", (1,)), Series("x", (2,)))),
        lambda: Series("x", (1, 2), ("1",)),
        lambda: StackedBarChart("t", "u", "s", ("a",), (Series("x", (-1,)),)),
        lambda: LineChart("t", "u", "s", ("a",), (), annotations=(Annotation("b", "?"),)),
        lambda: HorizontalBars("t", "u", "s", ("a",), (1, 2)),
        lambda: HorizontalBars("t", "u", "s", ("a",), (1,), (), ((0, 1), (0, 1))),
        lambda: XmrChart("t", "u", "s", (XmrPoint("a", 1), XmrPoint("a", 2)), ()),
        lambda: XmrChart("t", "u", "s", (XmrPoint("a", 1),), (XmrLimits(0, 1, 1, 1, 1),)),
    ],
    ids=[
        "lengths",
        "names",
        "texts",
        "negative part",
        "remark",
        "bars",
        "intervals",
        "dates twice",
        "limits beyond",
    ],
)
def test_charts_that_cannot_be_right_are_refused(build):
    with pytest.raises(ValueError, match=r"^[tx]: "):
        build()


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [(1234, "", "1,234"), (12.34, "%", "12.3%"), (-0.04, "", "0"), (None, "%", "no data")],
)
def test_numbers_read_as_people_write_them(value, unit, text):
    assert number(value, unit) == text


@pytest.mark.parametrize("high", [0, 1, 3, 7, 12, 99, 100, 101, 4500, 1e7])
def test_ticks_are_round_whole_and_few(high):
    ticks = value_ticks([high], "cases")
    assert 2 <= len(ticks) <= 7
    assert ticks[0] == 0
    assert ticks[-1] >= high
    assert all(tick == int(tick) for tick in ticks)


def test_a_percentage_axis_stops_at_a_hundred():
    assert value_ticks([97.5], "%")[-1] == 100
    assert value_ticks([100], "%")[-1] == 100


def test_ticks_share_their_decimals():
    assert tick_words("%", [0, 2.5, 5]) == ["0.0%", "2.5%", "5.0%"]


def test_labels_are_wrapped_then_skipped_or_turned():
    assert not plan_labels(("April to June", "July"), 100, ordered=False).upright
    assert plan_labels(LONG_LABELS, 15, ordered=False).upright
    assert list(plan_labels(MONTHS, 18, ordered=True).lines) == list(range(0, 24, 2))


def test_side_labels_are_spread_inside_their_bounds():
    placed = spread([10, 10, 11, 50], 0, 60, 10)
    assert all(second - first >= 10 for first, second in pairwise(placed))
    assert min(placed) >= 0
    assert max(placed) <= 60


def test_upright_labels_are_groups():
    chart = next(chart for chart in EDGES if chart.title == "Many long labels")
    assert any(isinstance(shape, Group) for shape in draw_chart(chart).contents)
