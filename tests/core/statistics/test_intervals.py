import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.statistics.intervals import (
    Interval,
    finite_wilson,
    newcombe,
    normal_quantile,
    wilson,
)
from tests.core.statistics.golden import expected

MORE = expected("intervals_more")


@pytest.mark.parametrize("row", expected("wilson"), ids=lambda r: f"{r['x']}/{r['n']}")
def test_wilson_golden(row):
    found = wilson(row["x"], row["n"], row["confidence"])
    if row["lower"] is None:
        assert found is None
    else:
        tolerance = row["tolerance"]
        assert found.lower == pytest.approx(row["lower"], rel=0, abs=tolerance)
        assert found.upper == pytest.approx(row["upper"], rel=0, abs=tolerance)


@pytest.mark.parametrize(
    "row", MORE["difference_of_two_proportions"], ids=lambda r: f"{r['x1']}/{r['n1']}"
)
def test_newcombe_golden(row):
    found = newcombe(row["x1"], row["n1"], row["x2"], row["n2"])
    assert found.lower == pytest.approx(row["lower"], rel=1e-9)
    assert found.upper == pytest.approx(row["upper"], rel=1e-9)


@pytest.mark.parametrize(
    "row", MORE["finite_population_wilson"]["rows"], ids=lambda r: f"{r['n']} of {r['N']}"
)
def test_finite_wilson_golden(row):
    found = finite_wilson(row["x"], row["n"], row["N"])
    assert found.lower == pytest.approx(row["lower"], rel=1e-9)
    assert found.upper == pytest.approx(row["upper"], rel=1e-9)


def test_nothing_seen_has_no_interval():
    assert wilson(0, 0) is None
    assert finite_wilson(0, 0, 9) is None
    assert newcombe(0, 0, 1, 2) is None
    assert newcombe(1, 2, 0, 0) is None


def test_none_and_all_reach_the_very_ends():
    for n in range(1, 1000):
        assert (wilson(0, n).lower, wilson(n, n).upper) == (0, 1)


def test_a_census_has_no_sampling_error():
    assert finite_wilson(3, 4, 4) == Interval(0.75, 0.75)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: wilson(3, 2), "3 of 2 is not a proportion"),
        (lambda: wilson(-1, 2), "-1 of 2 is not a proportion"),
        (lambda: finite_wilson(1, 5, 4), "a sample of 5 cannot come from 4"),
        (lambda: normal_quantile(1.0), "confidence 1.0"),
        (lambda: normal_quantile(0.0), "confidence 0.0"),
    ],
)
def test_refuses(call, message):
    with pytest.raises(ValueError, match=message):
        call()


counts = st.integers(1, 2000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(counts, st.floats(0.5, 0.999))
def test_wilson_holds_the_proportion_and_stays_within_0_and_1(count, confidence):
    x, n = count
    found = wilson(x, n, confidence)
    assert 0 <= found.lower <= x / n <= found.upper <= 1
    mirrored = wilson(n - x, n, confidence)
    assert mirrored.lower == pytest.approx(1 - found.upper, abs=1e-12)


@given(counts, st.integers(0, 3000))
def test_a_bigger_share_of_the_files_narrows_the_interval(count, others):
    x, n = count
    whole, sample = wilson(x, n), finite_wilson(x, n, n + others)
    assert sample.upper - sample.lower <= whole.upper - whole.lower + 1e-12


@given(counts, counts)
def test_newcombe_turns_round(first, second):
    found, turned = newcombe(*first, *second), newcombe(*second, *first)
    assert turned.lower == pytest.approx(-found.upper, abs=1e-12)
    assert -1 - 1e-12 <= found.lower <= found.upper <= 1 + 1e-12
