"""What pages get for the reference series: limits, flags, labels and icons as in the reference."""

import csv
import io
import json
from datetime import date
from decimal import Decimal

import pytest
from django.template.loader import render_to_string

from assurance.chart_settings import ChartSettings
from assurance.measures import Count, Group, Measure, Unit
from assurance.models import ChartRebase, LocalTarget
from assurance.trend_panel import SHAPES, trend_panel
from assurance.trend_words import FLAG_KINDS
from assurance.trends import trend_from
from core.periods import Period
from core.statistics.xmr import Assurance, PointKind
from core.statistics.xmr_rules import TwoOfThree
from safeguard.metrics.figures import Figure
from tests.core.statistics.golden import SPC_CASES, expected, rows

NEAR = {"rel": 1e-9, "abs": 1e-9}


def drawn(case: str, two_of_three: TwoOfThree = TwoOfThree.PACKAGE):
    """Return the panel of a reference series, drawn with the options that its answer states."""
    options = expected(case)["options"]
    direction = options["improvement_direction"]
    measure = Measure(
        "golden", case, Group.VOLUMES, Unit.DAYS, Count("concerns"), "", direction=direction
    )
    points = [(date.fromisoformat(row["date"]), float(row["value"])) for row in rows(case)]
    found = tuple((Period(on, on, on.isoformat()), Figure(value, None, 50)) for on, value in points)
    target = options["target"]
    settings = ChartSettings(
        targets=[LocalTarget(measure="golden", value=Decimal(str(target)), effective_from=date.min)]
        if target is not None
        else [],
        rebases=[
            ChartRebase(measure="golden", on=date.fromisoformat(on)) for on in options["rebase"]
        ],
        screen_outliers=options["screen_outliers"],
        two_of_three=two_of_three,
        baseline=options["fix_after_n_points"],
    )
    return trend_panel(
        trend_from(measure, found, (), settings), key="golden", csv_url="?csv=golden"
    )


def numbers(panel) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(panel.as_csv().decode("utf-8-sig"))))


@pytest.mark.parametrize("case", SPC_CASES)
def test_the_numbers_of_the_page_are_the_reference(case):
    want, found = expected(case), numbers(drawn(case))
    assert len(found) == len(want["points"])
    for point, row in zip(want["points"], found, strict=True):
        segment = want["segments"][point["rebase_group"]]
        assert float(row["Mean"]) == pytest.approx(segment["mean"], **NEAR)
        if segment["short_group_warning"]:
            assert (row["Lower limit"], row["Special cause"], row["Kind of point"]) == ("", "", "")
            continue
        assert float(row["Lower limit"]) == pytest.approx(segment["lpl"], **NEAR)
        assert float(row["Upper limit"]) == pytest.approx(segment["upl"], **NEAR)
        assert row["Special cause"] == point["special_cause_type"]
        assert row["Kind of point"] == point["point_type"]


@pytest.mark.parametrize("case", SPC_CASES)
def test_the_drawing_of_the_page_is_the_reference(case):
    want, panel = expected(case), drawn(case)
    traces = json.loads(json.dumps(panel.figure))["data"]
    means = [trace["y"][0] for trace in traces if trace["name"] == "Mean"]
    assert means == pytest.approx([segment["mean"] for segment in want["segments"]], **NEAR)
    whole = [segment for segment in want["segments"] if not segment["short_group_warning"]]
    # A lower limit below 0 is drawn at 0 where no value is below it.
    floor = 0 if min(traces[0]["y"]) >= 0 else float("-inf")
    for name, values in (
        ("Upper limit", [segment["upl"] for segment in whole]),
        ("Lower limit", [max(segment["lpl"], floor) for segment in whole]),
    ):
        lines = [trace["y"][0] for trace in traces if trace["name"] == name]
        assert lines == pytest.approx(values, **NEAR)
    flagged = {x for trace in traces if trace["mode"] == "markers" for x in trace["x"]}
    seq = {row["date"]: int(row["seq"]) for row in rows(case)}
    short = {s["rebase_group"] for s in want["segments"] if s["short_group_warning"]}
    judged = {p["seq"] for p in want["points"] if p["rebase_group"] not in short}
    assert {seq[x] for x in flagged} == set(want["flagged_seq"]) & judged


@pytest.mark.parametrize("case", SPC_CASES)
def test_the_icons_of_the_page_are_the_reference(case):
    want, panel = expected(case), drawn(case)
    codes = {icon.label: icon.code for icon in panel.icons}
    if want["segments"][-1]["short_group_warning"]:
        assert codes == {}
        assert f"{want['segments'][-1]['n']} of 13 points" in panel.reading
        return
    assert codes["Variation"] == want["variation_latest_point"]
    assert codes.get("Assurance") == want["assurance"]


@pytest.mark.parametrize("case", SPC_CASES)
def test_the_rule_announced_in_2023_flags_as_the_reference_variant(case):
    want, found = expected(case), numbers(drawn(case, TwoOfThree.MDC_2023))
    for point, label, row in zip(
        want["points"], want["mdc_2023_variant"]["special_cause_type"], found, strict=True
    ):
        if not want["segments"][point["rebase_group"]]["short_group_warning"]:
            assert row["Special cause"] == label


def test_the_page_holds_the_figure_icons_table_and_link():
    panel = drawn("spc_synthetic_decided_in_time_pct")
    page = render_to_string("components/chart.html", {"chart": panel})
    assert 'data-verdict="special_cause_improvement"' in page
    assert 'data-verdict="inconsistent"' in page
    assert 'href="?csv=golden"' in page
    assert "better than usual: " in page
    assert "Moving ranges of 3.267 times their mean or more are left out" in page
    assert "the released R package" in page


def test_a_point_of_two_trends_tells_both():
    panel = drawn("spc_trend_shared_vertex")
    remarks = [row[-1] for row in panel.rows]
    assert "seven points rising and seven points falling" in remarks[18]


def test_every_verdict_has_a_shape():
    assert set(SHAPES) == {*PointKind, *Assurance}
    assert set(FLAG_KINDS) | {PointKind.COMMON_CAUSE} == set(PointKind)
