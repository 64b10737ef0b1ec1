import pytest

from core.statistics.distributions import binomial_tails, chi_square_quantile
from core.statistics.funnel import Z_95, Z_998
from core.statistics.overdispersion import (
    Ratio,
    Score,
    log_ratio_limits,
    log_ratio_scores,
    overdispersion,
    poisson_limits,
    root_ratio_scores,
    trim,
    winsorise,
)
from tests.core.statistics.golden import expected, rows

GOLDEN = expected("funnel_sr_package_test")
RUN = GOLDEN["reference_run"]
RATIOS = [
    Ratio(int(row["numerator"]), int(row["expected"])) for row in rows("funnel_sr_package_test")
]


def close(value: float) -> object:
    return pytest.approx(value, rel=1e-9)


def test_golden_spread_on_the_log_scale():
    found = overdispersion(trim(log_ratio_scores(RATIOS)))
    assert (found.phi, found.tau2) == (close(RUN["phi_shmi"]), close(RUN["tau2_shmi"]))
    assert found.phi == pytest.approx(GOLDEN["stated"]["phi_shmi"], abs=5e-7)


def test_golden_spread_on_the_root_scale():
    found = overdispersion(winsorise(root_ratio_scores(RATIOS), 0.05))
    assert found.phi == close(RUN["phi_cqc_trim05"])
    assert found.tau2 == close(RUN["tau2_cqc_trim05"])


def test_golden_limits():
    for ratio, row in zip(RATIOS, RUN["rows_shmi"], strict=True):
        assert ratio.observed / ratio.expected == close(row["rr"])
        for tail, z, level in ((0.025, Z_95, "95"), (0.001, Z_998, "99")):
            chance = poisson_limits(ratio.expected, tail)
            assert (chance.lower, chance.upper) == (
                close(row[f"LCL{level}"]),
                close(row[f"UCL{level}"]),
            )
            wide = log_ratio_limits(ratio.expected, z, RUN["tau2_shmi"])
            assert (wide.lower, wide.upper) == (
                close(row[f"OD{level}LCL"]),
                close(row[f"OD{level}UCL"]),
            )


def test_golden_poisson_limits():
    for row, stated in zip(RUN["poisson_limits"], GOLDEN["stated"]["poisson_limits"], strict=True):
        for tail, level in ((0.025, "95"), (0.001, "998")):
            found = poisson_limits(row["number_seq"], tail)
            assert (found.lower, found.upper) == (
                close(row[f"ll{level}"]),
                close(row[f"ul{level}"]),
            )
            assert found.lower == pytest.approx(stated[f"ll{level}"], abs=5e-7)
            assert found.upper == pytest.approx(stated[f"ul{level}"], abs=5e-7)


def test_nothing_and_one():
    assert winsorise([]) == []
    assert trim([]) == []
    assert overdispersion([Score(9.0, 0.1)]).tau2 == 0


def test_trim_leaves_out_both_ends():
    scores = [Score(float(z), 0.1) for z in range(20)]
    assert [score.z for score in trim(scores)] == [float(z) for z in range(2, 18)]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: Ratio(1, 0), "not a ratio"),
        (lambda: Ratio(-1, 2), "not a ratio"),
        (lambda: log_ratio_scores([Ratio(0, 2)]), "no logarithm"),
        (lambda: chi_square_quantile(1, 2), "no chi-square"),
        (lambda: chi_square_quantile(0.5, 0), "no chi-square"),
        (lambda: binomial_tails(3, 2, 0.5), "no binomial"),
        (lambda: binomial_tails(1, 2, 1.5), "no binomial"),
    ],
)
def test_refuses(call, message):
    with pytest.raises(ValueError, match=message):
        call()


@pytest.mark.parametrize(
    ("share", "degrees", "value"),
    # From printed tables of the chi-square distribution.
    [(0.95, 1, 3.8415), (0.95, 10, 18.3070), (0.99, 100, 135.8067), (0.05, 2, 0.1026)],
)
def test_chi_square_quantile(share, degrees, value):
    assert chi_square_quantile(share, degrees) == pytest.approx(value, abs=5e-5)


@pytest.mark.parametrize(("share", "degrees"), [(0.9999999, 0.5), (1e-9, 400), (0.999, 1)])
def test_chi_square_quantile_far_out(share, degrees):
    assert 0 < chi_square_quantile(share, degrees) < 1000


def test_binomial_tails_of_certainty():
    assert binomial_tails(2, 2, 1.0) == (1, 1)
    assert binomial_tails(0, 2, 1.0) == (0, 1)
    assert binomial_tails(0, 2, 0.0) == (1, 1)
