from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.statistics.xmr import (
    Assurance,
    Chart,
    Direction,
    Options,
    Point,
    PointKind,
    xmr,
)
from core.statistics.xmr_data import as_data
from core.statistics.xmr_rules import Rule, TwoOfThree
from tests.core.statistics.golden import SPC_CASES, expected, rows

START = date(2024, 1, 1)
# Twelve points around 500 whose moving ranges are all 50: limits 367 and 633.
BASE = [475.0, 525.0] * 6


def chart(values: list[float | None], **options: object) -> Chart:
    points = [Point(START + timedelta(days=i), value) for i, value in enumerate(values)]
    return xmr(points, Options(**options))


def labels(values: list[float | None], **options: object) -> list[str]:
    return [p["special_cause_type"] for p in as_data(chart(values, **options))["points"]]


def golden_chart(case: str, variant: TwoOfThree = TwoOfThree.PACKAGE) -> Chart:
    options = expected(case)["options"]
    points = [Point(date.fromisoformat(r["date"]), float(r["value"])) for r in rows(case)]
    points.reverse()  # the order given must not matter
    return xmr(
        points,
        Options(
            improvement=Direction(options["improvement_direction"]),
            target=options["target"],
            rebase=tuple(date.fromisoformat(day) for day in options["rebase"]),
            baseline=options["fix_after_n_points"],
            screen_outliers=options["screen_outliers"],
            two_of_three=variant,
        ),
    )


def test_every_golden_case_is_here():
    assert len(SPC_CASES) == 28


@pytest.mark.parametrize("case", SPC_CASES)
def test_golden(case):
    want, found = expected(case), as_data(golden_chart(case))
    for key in ("points", "flagged_seq", "variation_latest_point", "assurance"):
        assert found[key] == want[key]
    assert len(found["segments"]) == len(want["segments"])
    for got, segment in zip(found["segments"], want["segments"], strict=True):
        assert got.pop("mr_excluded") == segment.pop("mr_excluded")
        assert got == pytest.approx(segment, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("case", SPC_CASES)
def test_golden_under_the_rule_announced_in_2023(case):
    want = expected(case)["mdc_2023_variant"]
    found = as_data(golden_chart(case, TwoOfThree.MDC_2023))
    package = as_data(golden_chart(case))
    types = [point["special_cause_type"] for point in found["points"]]
    differs = [
        new["seq"]
        for new, old in zip(found["points"], package["points"], strict=True)
        if new["special_cause_type"] != old["special_cause_type"]
    ]
    assert types == want["special_cause_type"]
    assert found["flagged_seq"] == want["flagged_seq"]
    assert differs == want["differs_at_seq"]


@pytest.mark.parametrize(
    ("value", "label"),
    [
        pytest.param(633.0, "Common Cause", id="on the upper limit is inside"),
        pytest.param(633.1, "Above UCL", id="above it"),
        pytest.param(367.0, "Common Cause", id="on the lower limit is inside"),
        pytest.param(366.9, "Below LCL", id="below it"),
    ],
)
def test_outside_limits_is_strict(value, label):
    assert labels([*BASE, value], baseline=12)[-1] == label


@pytest.mark.parametrize(
    ("run", "flagged"),
    [
        pytest.param([510.0, 520.0] * 3, False, id="six is not enough"),
        pytest.param([510.0, 520.0] * 3 + [510.0], True, id="seven is"),
        pytest.param([510.0] * 3 + [500.0] + [510.0] * 3, False, id="the mean itself ends it"),
        pytest.param([510.0] * 3 + [None] + [510.0] * 4, False, id="a gap ends it"),
    ],
)
def test_shift(run, flagged):
    found = chart([*BASE, 490.0, *run], baseline=12)
    assert any(Rule.SHIFT_ABOVE in point.rules for point in found.points) is flagged


@pytest.mark.parametrize(
    ("run", "flagged"),
    [
        pytest.param([470, 480, 490, 500, 510, 520], False, id="six points, five moves"),
        pytest.param([470, 480, 490, 500, 510, 520, 530], True, id="seven points, six moves"),
        pytest.param([470, 480, 490, 490, 500, 510, 520], False, id="a tie ends it"),
        pytest.param([470, 480, 490, None, 500, 510, 520, 530], False, id="a gap ends it"),
    ],
)
def test_trend(run, flagged):
    found = chart([*BASE, *run], baseline=12)
    assert any(Rule.TREND_UP in point.rules for point in found.points) is flagged


@pytest.mark.parametrize(
    ("tail", "flagged"),
    [
        pytest.param([600.0, 600.0, 510.0], [12, 13], id="the third is not flagged"),
        pytest.param([600.0, 510.0, 600.0], [12, 14], id="with one between"),
        pytest.param([600.0, 490.0, 600.0], [], id="all three must be on one side"),
        pytest.param([600.0, None, 600.0], [], id="a gap ends the window"),
        pytest.param([400.0, 400.0, 490.0], [12, 13], id="below"),
    ],
)
def test_two_of_three(tail, flagged):
    found = chart([*BASE, *tail], baseline=12)
    rules = {Rule.TWO_OF_THREE_ABOVE, Rule.TWO_OF_THREE_BELOW}
    assert [i for i, point in enumerate(found.points) if rules & set(point.rules)] == flagged


@pytest.mark.parametrize(("value", "near"), [(633.0, False), (633.1, True), (366.9, True)])
def test_two_thirds_of_the_way_itself_is_not_near(value, near):
    # Moving ranges of 75: limits 300.5 and 699.5, two thirds of the way 367 and 633.
    found = chart([*[462.5, 537.5] * 6, value, value, (value + 500) / 2], baseline=12)
    assert found.points[-2].is_close is near
    assert bool(found.points[-2].rules) is near


def test_a_moving_range_of_exactly_the_factor_is_left_out():
    # Nine ranges of 6.733 and one of 29.403: their mean is 9, and 9 x 3.267 is 29.403.
    found = chart([0.0, 6.733] * 5 + [36.136])
    assert found.segments[0].mean_range_unscreened == 9
    assert found.segments[0].excluded == (10,)


def test_beyond_the_limit_counts_as_near_only_in_the_announced_rule():
    values = [*BASE[:-1], 525.0, 640.0, 600.0]
    assert labels(values, baseline=12)[-1] == "Common Cause"
    assert labels(values, baseline=12, two_of_three=TwoOfThree.MDC_2023)[-1] == "2 in 3 Above CL"


def test_all_rules_met_are_kept_and_the_first_shown():
    found = chart([*BASE, 505.0, 515.0, 535.0, 545.0, 555.0, 565.0, 640.0], baseline=12)
    assert found.points[-1].rules == (Rule.ABOVE_LIMIT, Rule.TREND_UP, Rule.SHIFT_ABOVE)
    assert found.points[-2].rules == (Rule.TREND_UP, Rule.SHIFT_ABOVE)


@pytest.mark.parametrize(
    ("direction", "rising", "falling"),
    [
        (Direction.INCREASE, PointKind.IMPROVEMENT, PointKind.CONCERN),
        (Direction.DECREASE, PointKind.CONCERN, PointKind.IMPROVEMENT),
        (Direction.NEUTRAL, PointKind.NEUTRAL_HIGH, PointKind.NEUTRAL_LOW),
    ],
)
def test_a_trend_is_judged_by_travel_not_by_side(direction, rising, falling):
    up = chart([*BASE, 400, 410, 420, 430, 440, 450, 460], baseline=12, improvement=direction)
    down = chart([*BASE, 600, 590, 580, 570, 560, 550, 540], baseline=12, improvement=direction)
    assert (up.points[-1].side, up.variation) == (-1, rising)
    assert (down.points[-1].side, down.variation) == (1, falling)


@pytest.mark.parametrize("screen", [True, False])
def test_no_variation_shows_the_mean_and_nothing_else(screen):
    found = chart([0.1] * 20, screen_outliers=screen, target=1.0, improvement=Direction.INCREASE)
    assert found.segments[0].mean == Fraction(1, 10)
    assert found.segments[0].has_no_variation
    assert found.segments[0].limits is None
    assert (found.variation, found.assurance) == (PointKind.COMMON_CAUSE, None)
    assert as_data(found)["segments"][0]["lpl"] is None


def test_the_mean_of_tenths_is_exact():
    found = chart([0.1, 0.2, 0.3, 0.2] * 4)
    assert [point.side for point in found.points[:4]] == [-1, 0, 1, 0]


def test_no_moving_range_across_a_gap():
    found = chart([*BASE, None, 900.0, 850.0])
    assert found.segments[0].n == 14
    assert found.segments[0].mean_range_unscreened == Fraction(11 * 50 + 50, 12)
    missing = as_data(found)["points"][12]
    assert (missing["relative_to_mean"], missing["special_cause_type"]) == (None, None)


def test_a_baseline_counts_values_not_gaps():
    found = chart([None, *BASE, 900.0], baseline=12)
    assert (found.segments[0].n, found.segments[0].n_baseline) == (13, 12)
    assert found.segments[0].mean == 500


def test_a_rebase_starts_limits_and_runs_again():
    values = [*BASE, *[510.0, 520.0] * 3, 900.0, 910.0, 905.0]
    found = chart(values, rebase=(START + timedelta(days=18),))
    assert [segment.n for segment in found.segments] == [18, 3]
    assert found.segments[1].mean == 905
    assert not any(point.rules for point in found.points[18:])


def test_a_rebase_at_the_first_point_changes_nothing():
    assert chart(BASE, rebase=(START,)).segments == chart(BASE).segments


def test_moving_ranges_are_screened_once_and_the_mean_keeps_every_point():
    values = [*BASE, 900.0, *BASE]
    screened, kept = chart(values), chart(values, screen_outliers=False)
    assert screened.segments[0].excluded == (12, 13)
    assert screened.segments[0].mean == kept.segments[0].mean
    assert screened.segments[0].limits.upper < kept.segments[0].limits.upper


@pytest.mark.parametrize(
    ("target", "direction", "verdict"),
    [
        (634.0, Direction.INCREASE, Assurance.FAIL),
        (634.0, Direction.DECREASE, Assurance.PASS),
        (633.0, Direction.INCREASE, Assurance.HIT_OR_MISS),
        (367.0, Direction.INCREASE, Assurance.HIT_OR_MISS),
        (366.0, Direction.INCREASE, Assurance.PASS),
        (366.0, Direction.DECREASE, Assurance.FAIL),
        (634.0, Direction.NEUTRAL, None),
        (None, Direction.INCREASE, None),
    ],
)
def test_assurance(target, direction, verdict):
    found = chart([*BASE, 500.0], baseline=12, target=target, improvement=direction)
    assert found.assurance is verdict


def test_variation_is_that_of_the_latest_value():
    assert chart([*BASE, 700.0, None], baseline=12).variation is PointKind.NEUTRAL_HIGH
    assert chart([None]).variation is None
    assert chart([700.0]).variation is PointKind.COMMON_CAUSE


@pytest.mark.parametrize(
    ("points", "options", "message"),
    [
        ([], {}, "no points"),
        ([Point(START, 1.0), Point(START, 2.0)], {}, "2024-01-01 is given twice"),
        ([Point(START, float("nan"))], {}, "not a number"),
        ([Point(START, 1.0)], {"rebase": (date(2025, 1, 1),)}, "no point has the rebase date"),
        ([Point(START, 1.0)], {"baseline": 11}, "at least 12"),
        ([Point(START, 1.0)], {"target": float("inf")}, "target is not a number"),
    ],
)
def test_refuses(points, options, message):
    with pytest.raises(ValueError, match=message):
        xmr(points, Options(**options))


def test_data_refuses_the_wrong_number_of_names():
    with pytest.raises(ValueError, match="1 numbers for 12 points"):
        as_data(chart(BASE), [1])


values = st.lists(st.one_of(st.none(), st.integers(-50, 50).map(float)), min_size=1, max_size=40)


@given(values, st.integers(1, 9), st.integers(-40, 40))
def test_scaling_and_moving_the_series_changes_no_flag(series, scale, offset):
    moved = [None if value is None else value * scale + offset for value in series]
    before, after = chart(series), chart(moved)
    assert [p.rules for p in before.points] == [p.rules for p in after.points]


@given(values)
def test_turning_the_series_upside_down_swaps_improvement_and_concern(series):
    flipped = [None if value is None else -value for value in series]
    up = chart(series, improvement=Direction.INCREASE)
    down = chart(flipped, improvement=Direction.DECREASE)
    assert [p.kind for p in up.points] == [p.kind for p in down.points]
