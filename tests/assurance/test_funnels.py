"""Funnels: what is marked, what is said of it, and that nothing is ever ranked."""

import csv

import pytest

from assurance.catalogue import BY_KEY, CONVERSION, MEASURES
from assurance.charts import figure, to_table
from assurance.comparators.councils import Council
from assurance.funnels import FLAG, councils_compared, may_be_compared, teams_compared
from safeguard.metrics.figures import Figure
from tests.core.statistics.golden import GOLDEN, expected

ASKED = BY_KEY["asked_pct"]
CASES = ["funnel_pr_workingout_binom", "funnel_pr_councils_no_overdispersion"]


def councils(*triples: tuple[str, int, int]) -> list[Council]:
    return [Council(f"c{at}", *triple) for at, triple in enumerate(triples)]


def compared(rows, own="c0"):
    return councils_compared(ASKED, rows, own_code=own)


@pytest.mark.parametrize("case", CASES)
def test_what_the_page_draws_is_the_reference(case):
    with (GOLDEN / f"{case}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:]
    found = compared(councils(*((name, int(x), int(n)) for name, x, n in rows)))
    want = expected(case)
    assert found.chart.average == pytest.approx(
        100 * sum(int(r[1]) for r in rows) / sum(int(r[2]) for r in rows)
    )
    adjusted = want["funnelplotr"]["tau2"] > 0 and want["funnelplotr"]["phi"] > 1
    assert f"tau\N{SUPERSCRIPT TWO} {want['funnelplotr']['tau2']:.4f}" in found.notes[1]
    assert ("limits are widened" in found.notes[1]) == adjusted
    assert not any(point.flag for point in found.chart.points)


@pytest.mark.parametrize("case", CASES)
def test_the_numbers_of_the_page_are_the_reference(case):
    with (GOLDEN / f"{case}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:]
    found = compared(councils(*((name, int(x), int(n)) for name, x, n in rows)))
    for at, (name, over, under, proportion, *limits, flag) in enumerate(found.numbers.rows):
        assert (name, over, under) == (rows[at][0], int(rows[at][1]), int(rows[at][2]))
        assert proportion == pytest.approx(over / under)
        assert limits == pytest.approx(limits_of(case, at), rel=1e-6)
        assert flag == ""


def limits_of(case: str, at: int) -> list[float]:
    """Return the reference's limits: widened on the arcsine scale, or those of the score."""
    want = expected(case)
    if want["funnelplotr"]["tau2"]:
        row = want["funnelplotr"]["rows"][at]
        return [row[key] for key in ("OD95LCL", "OD95UCL", "OD99LCL", "OD99UCL")]
    row = want["phe"]["rows"][at]
    return [row[key] / 100 for key in ("lower_2s", "upper_2s", "lower_3s", "upper_3s")]


def test_one_far_out_is_named_and_told_to_look_at_its_recording_first():
    rows = councils(
        *((f"Council {at:02d}", 80 * 4, 100 * 4) for at in range(24)), ("Far", 120, 400)
    )
    found = compared(rows, own="c24")
    assert "Far lies further from that than chance explains: check recording" in found.reading
    flagged = [point for point in found.chart.points if point.flag]
    assert [(point.label, point.ours) for point in flagged] == [("Far", True)]
    assert flagged[0].flag == f"{FLAG} (below)"
    traces = {trace["name"]: trace for trace in figure(found.chart)["data"]}
    assert traces["This council: further out than chance explains"]["text"] == ["Far"]
    words = (found.reading + " ".join(found.notes)).lower()
    assert not {"rank", "best", "worst", "league", "quartile"} & set(words.split())


def test_a_hundred_per_cent_of_few_is_not_far_out():
    rows = councils(*((f"Council {at:02d}", 85, 100) for at in range(20)), ("Small", 3, 3))
    assert not any(point.flag for point in compared(rows).chart.points)


def test_rows_stand_by_name_and_neighbours_are_pointed_out():
    rows = [
        Council("c0", "Ambermoor", 90, 100, near=True),
        Council("c1", "Birchavon", 80, 100, near=True),
        Council("c2", "Castlewen", 85, 100),
    ]
    found = compared(rows, own="c1")
    table = to_table(found.chart)
    assert [row[0] for row in table.rows] == ["Ambermoor", "Birchavon", "Castlewen"]
    assert "statistical neighbour" in table.rows[0][2]
    assert "statistical neighbour" not in table.rows[1][2]
    names = {trace["name"] for trace in figure(found.chart)["data"]}
    assert {"Councils", "Statistical neighbours", "This council"} <= names


def test_what_is_hidden_is_left_out_with_its_reason():
    rows = [
        *councils(("A", 9, 100), ("B", 8, 100)),
        Council("x", "Hidden", 0, 0, "not in the file"),
    ]
    assert compared(rows).left_out == (("Hidden", "not in the file"),)
    assert compared(rows[:1]) is None
    assert compared([]) is None


def test_teams_without_a_case_are_named():
    teams = [
        ("South", Figure(50, 20, 40)),
        ("north", Figure(60, 24, 40)),
        ("None", Figure(None, 0, 0)),
    ]
    found = teams_compared(ASKED, teams)
    assert [point.label for point in found.chart.points] == ["north", "South"]
    assert found.left_out == (("None", "no cases"),)
    assert teams_compared(ASKED, teams[:1]) is None


@pytest.mark.parametrize("measure", CONVERSION, ids=lambda measure: measure.key)
def test_context_is_never_placed_on_a_funnel(measure):
    rows = councils(("A", 10, 100), ("B", 90, 100))
    assert not may_be_compared(measure)
    assert councils_compared(measure, rows, own_code="") is None
    assert teams_compared(measure, [("A", Figure(1, 1, 9)), ("B", Figure(9, 9, 10))]) is None
    assert {m.key for m in MEASURES if m.context_only} == {m.key for m in CONVERSION}
