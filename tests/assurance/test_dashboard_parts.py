"""The parts of dashboards: small lines, icons with words, and the sentences on top."""

from datetime import date

import pytest

from assurance.catalogue import BY_KEY
from assurance.dashboards import gaps, headline, kept, team_page
from assurance.dashboards.gaps import Gap
from assurance.dashboards.judged import variation_of
from assurance.dashboards.rows import Row
from assurance.dashboards.spark import spark
from assurance.trends import trend_from
from core.periods import Period
from core.statistics.intervals import Interval
from safeguard.metrics.figures import Figure
from safeguard.metrics.waiting import Stage, Total

ASKED, RAISED = BY_KEY["asked_pct"], BY_KEY["concerns_raised"]
FLAT = [80.0, 82.0, 79.0, 81.0, 80.0, 83.0, 78.0, 81.0, 80.0, 82.0, 79.0, 80.0, 81.0, 80.0]
NO_GAP = Gap("", "0")


def row(values, measure=ASKED):
    months = [Period.month(date(2024 + at // 12, at % 12 + 1, 1)) for at in range(len(values))]
    figures = [
        Figure(value, int(value or 0), 100) if value is not None else Figure(None, 0, 0)
        for value in values
    ]
    found = tuple(zip(months, figures, strict=True))
    trend = trend_from(measure, found, ()) if found else None
    return Row(measure, figures[-1] if figures else Figure(None, 0, 0), trend)


@pytest.mark.parametrize(
    "figure",
    [
        Figure(None, 0, 0),
        Figure(0, 0),
        Figure(81.25, 13, 16, 2, None, Interval(0.56, 0.93)),
        Figure(100 / 3, 1, 3),
        Figure(None, 0, 0, note="no local target"),
        Figure(42.0, None, 12, still_open=0),
    ],
)
def test_a_figure_is_kept_to_the_last_digit(figure):
    assert kept.unpack(kept.pack(figure)) == figure


@pytest.mark.parametrize(
    ("values", "icon", "words", "is_new"),
    [
        pytest.param(FLAT, "stable", "stable", False, id="stable"),
        pytest.param([*FLAT, 99.0], "better", "getting better since Mar 2025", True, id="better"),
        pytest.param([*FLAT, 50.0], "worse", "getting worse since Mar 2025", True, id="worse"),
        pytest.param(FLAT[:9], "few", "9 of 13 points", False, id="too few"),
        pytest.param([], "few", "no monthly line", False, id="none"),
    ],
)
def test_variation(values, icon, words, is_new):
    found = row(values).variation
    assert (found.icon, found.words, found.is_new) == (icon, words, is_new)


def test_a_neutral_measure_is_high_or_low_and_never_good_or_bad():
    assert row([*FLAT, 200.0], RAISED).variation.icon == "high"
    assert row([*FLAT, 1.0], RAISED).variation.icon == "low"


def test_context_is_not_judged_whatever_it_does():
    found = row([*FLAT, 1.0], BY_KEY["conversion_rate_pct"])
    assert variation_of(found.measure, found.trend).icon == "few"


def test_the_small_line_breaks_at_a_gap_and_says_so():
    found = spark(row([*FLAT[:3], None, *FLAT[3:], 99.0]).trend.chart)
    assert len(found.lines) == 2
    assert len(found.marks) == 1
    assert len(found.limits) == 2
    assert found.words.startswith("Jan 2024 to Apr 2025: from 78% to 99%, latest 99%")
    assert found.words.endswith("1 month without a value")
    heights = [float(point.split(",")[1]) for line in found.lines for point in line.split()]
    assert all(0 <= height <= found.height for height in heights)


@pytest.mark.parametrize("values", [[5.0], [5.0, 5.0], [None, 5.0]])
def test_a_small_line_of_little(values):
    found = spark(row(values).trend.chart)
    assert found.last is not None
    assert found.limits == ()


def test_no_small_line_of_nothing():
    assert spark(row([None, None]).trend.chart) is None


def test_the_sentence_on_change():
    better, worse, stable = row([*FLAT, 99.0]), row([*FLAT, 50.0]), row(FLAT)
    assert headline.changes([better, stable]) == (
        "Since last quarter, of the 2 measures that can be judged: “Asked what they wanted” got "
        "better."
    )
    assert "“Asked what they wanted” got worse" in headline.changes([worse])
    assert headline.changes([stable]) == (
        "Since last quarter, the one measure that can be judged has not taken a turn."
    )
    assert headline.changes([row(FLAT[:5])]).startswith("No measure has enough months yet")


def test_the_sentence_on_attention():
    long = gaps.open_long({"figures": {"s42_open_181_more_days": [2, 2]}}, "")
    late = gaps.late_gaps({"due": {"actions_late": 1, "reviews_late": 0, "reports_late": 3}})
    assert headline.attention([row([*FLAT, 50.0])], long, late) == (
        "Needs attention: “Asked what they wanted” is getting worse; 2 section 42 enquiries have "
        "been open for half a year or more; 1 action and 3 reports are late."
    )
    assert headline.attention([], NO_GAP, late[:1]) == "Needs attention: 1 action is late."
    assert headline.attention([], NO_GAP, late[:1], is_narrowed=True) == (
        "Needs attention: in the whole council, 1 action is late."
    )
    assert headline.attention([row(FLAT)], NO_GAP, []).startswith("Nothing here calls for")


def test_the_sentence_of_a_team():
    totals = {Stage.TRIAGE: Total(1, date(2025, 1, 1))}
    work = {1: {"open": 1, "actions late": 1}, 2: {"open": 4}}
    assert team_page.sentence(work, totals, 1, None) == (
        "1 thing is past the day due. 1 case waits for a next step; 1 enquiry is open."
    )
    assert team_page.sentence(work, {}, 2, None) == (
        "Nothing is past its day. 0 cases wait for a next step; 4 enquiries are open."
    )
