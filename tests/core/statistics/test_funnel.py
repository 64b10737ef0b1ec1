import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.statistics.distributions import binomial_tails
from core.statistics.funnel import (
    TAIL_998,
    Z_95,
    Z_998,
    Unit,
    arcsine_limits,
    arcsine_scores,
    exact_limits,
    exact_side,
    funnel,
    score_limits,
)
from core.statistics.overdispersion import overdispersion, winsorise
from tests.core.statistics.golden import expected, rows

NAMES = ["funnel_pr_workingout_binom", "funnel_pr_councils_no_overdispersion"]


def units(name: str) -> list[Unit]:
    return [
        Unit(row["council"], int(row["numerator"]), int(row["denominator"])) for row in rows(name)
    ]


def close(value: float) -> object:
    return pytest.approx(value, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("name", NAMES)
def test_golden_overdispersion_and_arcsine_limits(name):
    want, all_units = expected(name)["funnelplotr"], units(name)
    found = funnel(all_units)
    assert want["differs_from_angle_clipping"] == []
    assert found.target == close(want["target"])
    assert found.spread.phi == close(want["phi"])
    assert found.spread.tau2 == close(want["tau2"])
    assert found.spread.units == want["n"]
    scores = arcsine_scores(all_units)
    for unit, score, held, row in zip(
        all_units, scores, winsorise(scores), want["rows"], strict=True
    ):
        assert unit.proportion == close(row["rr"])
        assert score.z == close(row["Uzscore"])
        assert held.z == close(row["Wuzscore"])
        keys = ("LCL95", "UCL95", "LCL99", "UCL99")
        plain = [row[key] for key in keys]
        wide = [row[f"OD{key[3:]}{key[:3]}"] for key in keys]
        assert arcsine(found.target, unit, 0.0) == [close(end) for end in plain]
        assert arcsine(found.target, unit, want["tau2"]) == [close(end) for end in wide]
        for kind, (low95, high95, low998, high998) in (("unadj", plain), ("od", wide)):
            assert (not low95 <= unit.proportion <= high95) == row[f"outlier_{kind}_95"]
            assert (not low998 <= unit.proportion <= high998) == row[f"outlier_{kind}_998"]


def arcsine(target: float, unit: Unit, tau2: float) -> list[float]:
    limits = [arcsine_limits(target, unit.denominator, z, tau2) for z in (Z_95, Z_998)]
    return [end for limit in limits for end in (limit.lower, limit.upper)]


@pytest.mark.parametrize("name", NAMES)
def test_golden_score_limits(name):
    want = expected(name)["phe"]
    target = want["baseline_percent"] / 100
    for unit, row in zip(units(name), want["rows"], strict=True):
        p95 = score_limits(target, unit.denominator, Z_95)
        p998 = score_limits(target, unit.denominator, Z_998)
        # The reference uses unrounded normal quantiles, ours the published constants.
        found = [100 * end for end in (p95.lower, p95.upper, p998.lower, p998.upper)]
        keys = ("lower_2s", "upper_2s", "lower_3s", "upper_3s")
        assert found == pytest.approx([row[key] for key in keys], rel=1e-6)
        assert _significance(unit.proportion, p95, p998) == row["significance"]


def _significance(proportion, p95, p998):
    for limits, level in ((p998, "0.001"), (p95, "0.025")):
        if proportion < limits.lower:
            return f"Low ({level})"
        if proportion > limits.upper:
            return f"High ({level})"
    return "Not significant"


@pytest.mark.parametrize("name", NAMES)
def test_golden_exact_binomial(name):
    want = expected(name)["exact_binomial"]
    for unit, row in zip(units(name), want["rows"], strict=True):
        for tail, label in ((0.025, "95"), (0.001, "998")):
            limits = exact_limits(want["theta"], unit.denominator, tail)
            assert limits.lower == close(row[f"ll{label}_interpolated"])
            assert limits.upper == close(row[f"ul{label}_interpolated"])
            outside = not limits.lower <= unit.proportion <= limits.upper
            assert outside is row[f"outside_{label}_interpolated"]
            assert bool(exact_side(unit, want["theta"], tail)) is row[f"outside_{label}_exact_test"]
        low, high = binomial_tails(unit.numerator, unit.denominator, want["theta"])
        assert (low, high) == (close(row["p_lower_tail"]), close(row["p_upper_tail"]))


def test_golden_flags():
    wide, plain = funnel(units(NAMES[0])), funnel(units(NAMES[1]))
    assert (wide.adjusted, plain.adjusted) == (True, False)
    assert [place.beyond for place in (*wide.places, *plain.places)] == [0] * 34


def test_places_keep_the_order_given():
    given_ = units(NAMES[1])[::-1]
    assert [place.unit for place in funnel(given_).places] == given_


def test_limits_are_the_score_limits_without_overdispersion_and_arcsine_with():
    for name in NAMES:
        found = funnel(units(name))
        limits = found.limits_at(80)
        adjusted = arcsine_limits(found.target, 80, Z_998, found.spread.tau2)
        plain = score_limits(found.target, 80, Z_998)
        assert limits.p998 == (adjusted if found.adjusted else plain)


def flat(*counts: tuple[int, int]) -> list[Unit]:
    """Units around a half that leave no overdispersion, and those to be judged."""
    base = [Unit(f"base {n}", 5000, 10_000) for n in range(30)]
    return [*base, *(Unit(f"unit {n}", *count) for n, count in enumerate(counts))]


@pytest.mark.parametrize(
    ("count", "beyond"),
    [
        pytest.param((50, 100), 0, id="on the average"),
        pytest.param((65, 100), 0, id="beyond 95% only"),
        pytest.param((66, 100), 1, id="beyond 99.8% above"),
        pytest.param((34, 100), -1, id="beyond 99.8% below"),
        pytest.param((3, 3), 0, id="three of three is no signal"),
        pytest.param((10, 10), 1, id="ten of ten is"),
        pytest.param((0, 10), -1, id="as is none of ten"),
    ],
)
def test_what_is_marked(count, beyond):
    found = funnel(flat(count))
    assert not found.adjusted
    assert found.places[-1].beyond == beyond


def test_the_exact_test_holds_a_mark_back_where_few_cases_are_expected():
    base = [Unit(f"base {n}", 200, 10_000) for n in range(30)]
    found = funnel([*base, Unit("small", 3, 20)])
    place = found.places[-1]
    assert place.unit.proportion > place.limits.p998.upper
    assert place.beyond == 0


def test_with_overdispersion_the_exact_test_may_only_hold_a_mark_back():
    pushed = [Unit(f"low {n}", 300, 1000) for n in range(10)]
    pushed += [Unit(f"high {n}", 700, 1000) for n in range(10)]
    found = funnel([*pushed, Unit("small", 12, 12)])
    assert found.adjusted
    assert exact_side(found.places[-1].unit, found.target) == 1
    assert found.places[-1].beyond == 0


def test_small_units_beyond_wide_limits_need_the_exact_test_too():
    found = funnel(
        [*[Unit(f"base {n}", 1 + n % 2 * 9, 1000) for n in range(40)], Unit("s", 30, 60)]
    )
    assert found.adjusted
    assert found.places[-1].beyond == 1


def test_the_angle_is_cut_at_a_right_angle():
    limits = [arcsine_limits(0.97, 20, z, 0.1) for z in (Z_95, Z_998)]
    assert limits[0].upper == limits[1].upper == 1
    assert arcsine_limits(0.01, 5, Z_998).lower == 0


def test_nothing_to_compare():
    assert funnel([]) is None
    assert overdispersion([]).needed is False
    assert funnel([Unit("only", 3, 30)]).adjusted is False


@pytest.mark.parametrize("target", [0, 1])
def test_all_or_none_everywhere_marks_nobody(target):
    found = funnel([Unit(str(n), target * n, n) for n in (10, 50, 400)])
    assert [place.beyond for place in found.places] == [0, 0, 0]
    assert exact_limits(target, 10, TAIL_998).lower == pytest.approx(max(0, target - 0.1), abs=0.1)


@pytest.mark.parametrize(("numerator", "denominator"), [(3, 2), (0, 0), (-1, 5)])
def test_refuses(numerator, denominator):
    with pytest.raises(ValueError, match=r"not a proportion|no cases"):
        Unit("x", numerator, denominator)


@given(st.floats(0.001, 0.999), st.integers(1, 5000), st.floats(0, 0.5))
def test_the_998_limits_always_hold_the_95_limits(target, denominator, tau2):
    for make in (
        lambda z: arcsine_limits(target, denominator, z, tau2),
        lambda z: score_limits(target, denominator, z),
    ):
        inner, outer = make(Z_95), make(Z_998)
        slack = 1e-12
        assert 0 <= outer.lower <= inner.lower <= target + slack
        assert target - slack <= inner.upper <= outer.upper <= 1
