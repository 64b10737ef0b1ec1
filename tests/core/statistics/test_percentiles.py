import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.statistics.percentiles import percentile
from tests.core.statistics.golden import expected

GOLDEN = expected("percentiles")
TYPE_7 = next(GOLDEN[key] for key in GOLDEN if key.startswith("type7"))


@pytest.mark.parametrize(("p", "value"), list(zip(GOLDEN["p"], TYPE_7, strict=True)))
def test_golden(p, value):
    assert percentile(GOLDEN["values"], p) == pytest.approx(value, rel=1e-9)


@pytest.mark.parametrize("p", [0, 0.5, 1])
def test_no_values_have_no_percentile(p):
    assert percentile([], p) is None


@pytest.mark.parametrize(("p", "value"), [(0, 1), (0.5, 2), (1, 9)])
def test_ends_and_order(p, value):
    assert percentile([9, 1, 2], p) == value


@pytest.mark.parametrize("p", [-0.1, 1.1, 50])
def test_refuses_what_is_not_a_share(p):
    with pytest.raises(ValueError, match="not in 0 to 1"):
        percentile([1], p)


@given(st.lists(st.integers(-1000, 1000), min_size=2))
def test_agrees_with_the_standard_library(values):
    deciles = statistics.quantiles(values, n=10, method="inclusive")
    found = [percentile(values, place / 10) for place in range(1, 10)]
    assert found == pytest.approx(deciles, abs=1e-9)
