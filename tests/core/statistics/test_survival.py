import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.statistics.intervals import wilson
from core.statistics.percentiles import percentile
from core.statistics.survival import Span, kaplan_meier
from tests.core.statistics.golden import expected, rows

ENQUIRIES, DELAYED = expected("km_enquiries"), expected("km_delayed_entry")
FREIREICH = expected("km_freireich")
CENSUS = date.fromisoformat(ENQUIRIES["census"])


def enquiry_days() -> list[tuple[date, int, bool]]:
    """Opened, days followed, closed?"""
    found = []
    for row in rows("km_enquiries"):
        opened = date.fromisoformat(row["opened"])
        closed = date.fromisoformat(row["closed"]) if row["closed"] else None
        found.append((opened, ((closed or CENSUS) - opened).days, closed is not None))
    return found


def cohort(quarter: str | None = None) -> list[Span]:
    starts = {"Q1": 4, "Q2": 7, "Q3": 10, "Q4": 1}
    return [
        Span(days, closed)
        for opened, days, closed in enquiry_days()
        if quarter is None or starts[quarter] <= opened.month < starts[quarter] + 3
    ]


def freireich(group: str) -> list[Span]:
    return [
        Span(int(row["weeks"]), row["event"] == "1")
        for row in rows("km_freireich")
        if row["group"] == group
    ]


@pytest.mark.parametrize("group", ["6-MP", "placebo"])
def test_freireich(group):
    curve, want = kaplan_meier(freireich(group)), FREIREICH["reference_run"][group]
    table = [row for row in curve.table if row.events]
    assert len(table) == len(want["table"])
    for found, row in zip(table, want["table"], strict=True):
        assert (found.day, found.at_risk, found.events) == (
            row["time"],
            row["n_risk"],
            row["n_event"],
        )
        assert found.survival == pytest.approx(row["surv"], rel=1e-9, abs=1e-12)
        if row["lower_loglog"] is None:
            assert found.interval is None
        else:
            assert found.standard_error == pytest.approx(row["se_greenwood"], rel=1e-9)
            assert found.interval.lower == pytest.approx(row["lower_loglog"], rel=1e-9)
            assert found.interval.upper == pytest.approx(row["upper_loglog"], rel=1e-9)
    assert curve.median == want["median"]
    quantiles = want["quantiles_loglog"]
    for p, q, lower, upper in zip(*quantiles.values(), strict=True):
        assert curve.quantile(p) == q
        assert curve.quantile_interval(p) == (lower, upper)


def test_freireich_as_published():
    curve, want = kaplan_meier(freireich("6-MP")), FREIREICH["published"]
    for week, survival, error in zip(want["time"], want["surv"], want["se"], strict=True):
        found = next(row for row in curve.table if row.day == week)
        assert found.survival == pytest.approx(survival, abs=5.1e-4)
        assert found.standard_error == pytest.approx(error, abs=5.1e-5)


def test_enquiries():
    curve = kaplan_meier(cohort())
    assert (curve.n, curve.events) == (ENQUIRIES["n"], ENQUIRIES["closed"])
    found = [
        {
            "t": row.day,
            "at_risk": row.at_risk,
            "events": row.events,
            "censored": row.censored,
            "S": pytest.approx(row.survival, rel=1e-9, abs=1e-12),
        }
        for row in curve.table
    ]
    assert found == ENQUIRIES["km_table"]
    want = ENQUIRIES["km_quantiles"]
    for p, q, lower, upper in zip(*want.values(), strict=True):
        assert curve.quantile(p) == q
        assert curve.quantile_interval(p) == (lower, upper)


@pytest.mark.parametrize("row", ENQUIRIES["km_concluded_within"], ids=lambda r: str(r["day"]))
def test_concluded_within(row):
    found = kaplan_meier(cohort()).concluded_within(row["day"])
    assert found.share == pytest.approx(row["concluded"], rel=1e-9)
    assert found.interval.lower == pytest.approx(row["lower"], rel=1e-9)
    assert found.interval.upper == pytest.approx(row["upper"], rel=1e-9)


@pytest.mark.parametrize("row", ENQUIRIES["by_quarter_opened"], ids=lambda r: r["quarter"])
def test_median_by_quarter(row):
    curve = kaplan_meier(cohort(row["quarter"]))
    assert (curve.n, curve.events) == (row["n"], row["closed"])
    assert curve.median == row["km_median"]


def test_closed_cases_alone_flatter_the_last_quarter():
    spans = cohort("Q4")
    closed = percentile([span.exit for span in spans if span.event], 0.5)
    assert (closed, kaplan_meier(spans).median) == (27, None)


def test_delayed_entry():
    window = date.fromisoformat(DELAYED["window_start"])
    spans = [
        Span(days, closed, max(0, (window - opened).days))
        for opened, days, closed in enquiry_days()
    ]
    curve = kaplan_meier(spans)
    assert (curve.n, curve.events, curve.median) == (
        DELAYED["n"],
        DELAYED["events"],
        DELAYED["median"],
    )
    found = [
        {
            "t": row.day,
            "at_risk": row.at_risk,
            "events": row.events,
            "S": pytest.approx(row.survival, rel=1e-9, abs=1e-9),
        }
        for row in curve.table
        if row.events
    ]
    assert found == DELAYED["table"]
    followed = [Span(s.exit, s.event) for s in spans if s.entry < s.exit]
    assert kaplan_meier(followed).median == DELAYED["ignoring_entry_median"]


def test_nothing_to_follow():
    curve = kaplan_meier([])
    assert (curve.n, curve.events, curve.table, curve.median) == (0, 0, (), None)
    assert curve.survival(0) is None
    assert curve.concluded_within(5) is None


def test_nothing_is_said_beyond_what_was_followed():
    curve = kaplan_meier([Span(10, event=True), Span(20, event=False)])
    assert curve.survival(20) == 0.5
    assert curve.survival(21) is None
    assert curve.survival(-1) is None
    ended = kaplan_meier([Span(10, event=True)])
    assert ended.survival(99) == 0
    assert ended.concluded_within(99).at_risk == 0


def test_before_the_first_conclusion():
    found = kaplan_meier([Span(10, event=True), Span(20, event=False)]).concluded_within(3)
    assert (found.share, found.interval, found.at_risk) == (0, None, 2)


def test_at_risk_on_a_day_counts_those_who_left_on_it():
    curve = kaplan_meier([Span(10, event=True), Span(20, event=False)])
    assert [curve.concluded_within(day).at_risk for day in (9, 10, 11)] == [2, 2, 1]


def test_a_case_open_on_a_day_is_still_at_risk_on_it():
    assert kaplan_meier([Span(5, event=True), Span(5, event=False)]).survival(5) == 0.5


def test_level_at_a_half_to_the_end_goes_to_the_last_day_followed():
    assert kaplan_meier([Span(10, event=True), Span(40, event=False)]).median == 25


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: Span(-1, event=True), "negative days"),
        (lambda: Span(3, event=True, entry=-1), "negative days"),
        (lambda: kaplan_meier([]).quantile(0), "p 0 is not"),
        (lambda: kaplan_meier([]).quantile(1), "p 1 is not"),
    ],
)
def test_refuses(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_a_wider_confidence_widens_the_interval():
    narrow = kaplan_meier(cohort(), 0.8).concluded_within(56).interval
    wide = kaplan_meier(cohort(), 0.99).concluded_within(56).interval
    assert wide.lower < narrow.lower < narrow.upper < wide.upper


def test_a_hundred_thousand_spans_take_a_moment():
    spans = [Span(n % 700, n % 3 > 0, n % 50 or None) for n in range(100_000)]
    started = time.perf_counter()
    assert kaplan_meier(spans).n > 90_000
    assert time.perf_counter() - started < 5


closed_spans = st.lists(st.integers(0, 300), min_size=1, max_size=60)
any_spans = st.lists(
    st.builds(Span, st.integers(0, 100), st.booleans(), st.none() | st.integers(0, 100)),
    max_size=60,
)


@given(closed_spans)
def test_with_nothing_open_it_is_the_ordinary_median_and_share(days):
    curve = kaplan_meier(Span(day, event=True) for day in days)
    assert curve.median == percentile(days, 0.5)
    within = sum(day <= 100 for day in days)
    assert curve.concluded_within(100).share == pytest.approx(within / len(days), abs=1e-9)


@given(any_spans)
def test_survival_never_rises_and_everyone_is_accounted_for(spans):
    curve = kaplan_meier(spans)
    heights = [1.0, *(row.survival for row in curve.table)]
    assert heights == sorted(heights, reverse=True)
    assert sum(row.events + row.censored for row in curve.table) == curve.n
    for row in curve.table:
        at_risk = [s for s in spans if (s.entry is None or s.entry < row.day) and s.exit >= row.day]
        followed = [s for s in at_risk if s.entry is None or s.entry < s.exit]
        assert row.at_risk == len(followed)


@given(st.lists(st.builds(Span, st.integers(0, 100), st.booleans()), max_size=60))
def test_one_more_open_case_never_shortens_the_median(spans):
    longer = kaplan_meier([*spans, Span(101, event=False)]).median
    shorter = kaplan_meier(spans).median
    assert longer is None or (shorter is not None and longer >= shorter)


def test_the_interval_is_not_far_from_wilson_when_nothing_is_open():
    curve = kaplan_meier(Span(day, event=True) for day in range(200))
    found, score = curve.concluded_within(79).interval, wilson(80, 200)
    assert found.lower == pytest.approx(score.lower, abs=0.01)
    assert found.upper == pytest.approx(score.upper, abs=0.01)
