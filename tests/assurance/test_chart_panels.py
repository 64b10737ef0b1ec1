"""Charts as pages show them: letters for marks, harmless CSV, targets from their day."""

import csv
import io

from django.template.loader import render_to_string

from assurance.catalogue import MEASURES
from assurance.charts import (
    Annotation,
    BarChart,
    ChartPanel,
    LineChart,
    Numbers,
    Series,
    XmrChart,
    XmrLimits,
    XmrPoint,
    figure,
)
from assurance.charts.figure_parts import lettered
from assurance.urls_comparing import urlpatterns


def rows_of(panel: ChartPanel) -> list[list[str]]:
    return list(csv.reader(io.StringIO(panel.as_csv().decode("utf-8-sig"))))


def xmr(**more) -> XmrChart:
    points = tuple(XmrPoint(label, 95) for label in "abcd")
    return XmrChart("t", "%", "s", points, (XmrLimits(0, 3, 95, 80, 110),), **more)


def test_marks_of_one_month_share_a_letter_and_no_words_overlap():
    notes = (Annotation("a", "One"), Annotation("c", "Two"), Annotation("a", "Three"))
    assert lettered(notes) == [("A", "a", "One; Three"), ("B", "c", "Two")]
    many = tuple(Annotation(str(at), "x") for at in range(28))
    assert [letter for letter, *_ in lettered(many)][25:] == ["Z", "A2", "B2"]
    drawn = figure(xmr(annotations=notes))["layout"]["annotations"]
    # Markup in a drawing would need a style that the page's policy forbids.
    assert [note["text"] for note in drawn] == ["A", "B"]


def test_a_target_is_drawn_from_the_month_in_which_it_holds():
    traces = {trace["name"]: trace for trace in figure(xmr(target=90, target_from=2))["data"]}
    assert traces["Local target"]["x"] == ["c", "d"]


def test_limits_are_cut_for_drawing_and_not_in_the_table():
    chart = xmr()
    traces = {trace["name"]: trace for trace in figure(chart)["data"]}
    assert traces["Upper limit"]["y"][0] == 100
    assert ChartPanel("k", "t", "r", chart).rows[0][3] == "80% to 110%"


def test_the_csv_holds_the_table_unless_it_has_numbers_of_its_own():
    chart = BarChart("t", "days", "s", ("=1+1", "b"), (Series("x", (1.5, None)),))
    panel = ChartPanel("k", "t", "r", chart)
    assert rows_of(panel) == [["Group", "x (days)"], ["'=1+1", "1.5"], ["b", "no data"]]
    own = ChartPanel("k", "t", "r", chart, numbers=Numbers(("n",), ((None,), (-2.25,), ("@x",))))
    assert rows_of(own) == [["n"], [""], ["-2.25"], ["'@x"]]


def test_a_chart_is_a_reading_a_drawing_a_table_and_a_file():
    chart = LineChart(
        "t", "days", "s", ("a<b",), (Series("x", (1,)),), annotations=(Annotation("a<b", "New"),)
    )
    panel = ChartPanel("k", "A title", "A reading.", chart, "?csv=k", notes=("A note.",))
    page = render_to_string("components/chart.html", {"chart": panel})
    for part in ("A reading.", "A note.", "<strong>A</strong> a&lt;b: New", 'href="?csv=k"'):
        assert part in page
    assert page.count("<table") == 1
    assert 'tabindex="0"' in page
    assert "style=" not in page


def test_no_measure_has_the_name_of_a_page():
    pages = {str(entry.pattern).split("/")[1] for entry in urlpatterns}
    assert not pages & {measure.key for measure in MEASURES}
