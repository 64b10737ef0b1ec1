"""How long enquiries take: the reference cohort, and the words for each thing that can be."""

import csv
from datetime import date

import pytest

from assurance import conclusion_times as times
from assurance.charts import to_table
from core.periods import Period
from core.workdays import WorkingCalendar
from safeguard.rules.measures import DurationFact, FollowedFact
from tests.core.statistics.golden import GOLDEN, expected

YEAR = Period.financial_year(2024)


class Cohort:
    """Facts of one year, as `Facts` would give them."""

    calendar = WorkingCalendar(horizon=2030)
    timescales = None
    period = YEAR

    def __init__(self, *followed: FollowedFact) -> None:
        self.followed = followed

    def of(self, name):
        if name == "followed":
            return self.followed
        return [DurationFact(f.month, f.kind, f.days) for f in self.followed if f.concluded]


def golden() -> Cohort:
    with (GOLDEN / "km_enquiries.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    census = date(2025, 3, 31)
    facts = []
    for row in rows:
        opened = date.fromisoformat(row["opened"])
        closed = date.fromisoformat(row["closed"]) if row["closed"] else None
        days = ((closed or census) - opened).days
        facts.append(FollowedFact(f"{opened:%Y-%m}", "s42", days, closed is not None))
    return Cohort(*facts)


def test_the_reference_cohort():
    found, want = times.conclusion_times(golden()), expected("km_enquiries")
    assert (found.curve.n, found.still_open) == (want["n"], want["open"])
    assert found.closed.value == want["closed_only_median"]
    assert [
        (part.began, part.concluded, part.closed_only, part.curve.median) for part in found.quarters
    ] == [
        (row["n"], row["closed"], row["closed_only_median"], row["km_median"])
        for row in want["by_quarter_opened"]
    ]
    assert times.quarter_rows(found)[-1][3:] == ("27 days", "not reached: over half still open")
    shown = {row[0]: row[1:3] for row in times.share_rows(found.curve)}
    for row in want["km_concluded_within"][:2]:
        ends = (f"{100 * row[end]:.1f}%" for end in ("lower", "upper"))
        share = f"{100 * row['concluded']:.1f}%"
        assert shown[f"Within {row['day']} days"] == (share, " to ".join(ends))


def test_the_panel_holds_the_whole_table_and_what_it_assumes():
    found = times.conclusion_times(golden())
    panel = times.survival_panel(found, "31 March 2025", "?csv=still-open")
    assert "38.3%" in panel.reading
    lines = panel.as_csv().decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Day,At risk,Concluded")
    assert len(lines) == len(found.curve.table) + 1
    assert "31 March 2025" in panel.notes[0]
    assert "taken to go on as others" in panel.notes[1]
    assert to_table(panel.chart).rows[-1][0] == "Median (days)"
    shares = {day: share for day, share, *_ in times.share_rows(found.curve)}
    assert shares["Within 56 days"] == "38.3%"


def cohort(*spans: tuple[int, bool]) -> times.ConclusionTimes:
    facts = (FollowedFact("2024-05", "s42", days, ended) for days, ended in spans)
    return times.conclusion_times(Cohort(*facts))


@pytest.mark.parametrize(
    ("spans", "median", "interval", "why"),
    [
        pytest.param((), "no cases", "\N{EN DASH}", "nothing to follow", id="none"),
        pytest.param(((10, True),), "10 days", "not reached to", "Every enquiry", id="one"),
        pytest.param(((1, True),), "1 day", "not reached", "Every enquiry", id="one day"),
        pytest.param(((10, False),), "not reached", "\N{EN DASH}", "1 of 1 enquiry", id="one open"),
        pytest.param(
            ((10, True), (20, True), (30, False)), "20 days", "10 days to", "1 of 3", id="some open"
        ),
    ],
)
def test_words_for_each_case(spans, median, interval, why):
    found = cohort(*spans)
    assert times.median_words(found.curve).startswith(median)
    assert interval in times.median_interval(found.curve)
    assert why in times.why_they_differ(found)
    assert times.survival_panel(found, "today") is None


def test_too_few_still_followed_have_no_share():
    found = cohort(*[(day, True) for day in range(1, 31)])
    rows = times.share_rows(found.curve)
    assert rows[0][1:] == (times.TOO_FEW, "\N{EN DASH}", "3")
    assert rows[1][1] == times.TOO_FEW
    still_open = cohort(*[(40, False)] * 20)
    assert times.share_rows(still_open.curve)[0][1] == "0.0%"
    assert times.share_rows(still_open.curve)[1][1] == times.NOT_SO_LONG
