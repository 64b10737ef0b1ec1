from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rates import Rate, round_half_up
from core.statistics.intervals import wilson
from tests.core.statistics.golden import expected


@pytest.mark.parametrize(
    ("numerator", "denominator", "percent", "text"),
    [
        (0, 0, None, "no cases"),
        (0, 4, Decimal("0.0"), "0.0% (0 of 4)"),
        (1, 3, Decimal("33.3"), "33.3% (1 of 3)"),
        (1, 16, Decimal("6.3"), "6.3% (1 of 16)"),  # 6.25 goes up
        (4, 4, Decimal("100.0"), "100.0% (4 of 4)"),
    ],
)
def test_rate(numerator, denominator, percent, text):
    rate = Rate(numerator, denominator)
    assert (rate.percent, str(rate)) == (percent, text)


@pytest.mark.parametrize(("numerator", "denominator"), [(-1, 2), (3, 2), (0, -1)])
def test_rate_rejects_impossible(numerator, denominator):
    with pytest.raises(ValueError, match="not a proportion"):
        Rate(numerator, denominator)


def test_percent_to_other_places():
    assert Rate(1, 8).percent_to(0) == Decimal(13)
    assert Rate(1, 3).percent_to(3) == Decimal("33.333")
    assert Rate(0, 0).percent_to(0) is None


def test_exact_percent():
    assert Rate(1, 8).exact_percent == 12.5
    assert Rate(0, 0).exact_percent is None


def test_complement_and_interval():
    assert Rate(3, 7).complement == 4
    assert Rate(3, 7).interval() == wilson(3, 7)
    assert Rate(3, 7).interval(0.998) == wilson(3, 7, 0.998)
    assert Rate(0, 0).interval() is None


@pytest.mark.parametrize(
    ("value", "places", "rounded"),
    [
        (0.5, 0, "1"),
        (1.5, 0, "2"),
        (2.5, 0, "3"),  # Python's own round says 2
        (62.5, 0, "63"),
        (-2.5, 0, "-3"),
        (1.005, 2, "1.01"),
        (0.285, 2, "0.29"),
        (Decimal("0.125"), 2, "0.13"),
        (Fraction(1, 8), 2, "0.13"),
        (7, 1, "7.0"),
    ],
)
def test_round_half_up(value, places, rounded):
    assert str(round_half_up(value, places)) == rounded


def test_golden_measures():
    golden = expected("sac_measures")
    given_, want = golden["input"], golden["expected"]
    risk, asked = given_["sg2e"], given_["sg4a_asked"]
    yes = asked["yes_expressed"] + asked["yes_none_expressed"]
    achieved = given_["sg4a_achieved"]
    s42, other = given_["s42_enquiries"], given_["other_enquiries"]
    rates = {
        "nhs_england_conversion_rate_all_enquiries": Rate(s42 + other, given_["concerns"]),
        "s42_only_conversion": Rate(s42, given_["concerns"]),
        "share_of_enquiries_that_are_s42": Rate(s42, s42 + other),
        "risk_reduced_or_removed": Rate(risk["reduced"] + risk["removed"], sum(risk.values())),
        "asked_all_concluded": Rate(yes, sum(asked.values())),
        "asked_known_only": Rate(yes, yes + asked["no"]),
        "outcomes_fully_or_partly": Rate(
            achieved["fully"] + achieved["partially"], sum(achieved.values())
        ),
        "outcomes_fully": Rate(achieved["fully"], sum(achieved.values())),
    }
    assert {name: rate.exact_percent for name, rate in rates.items()} == pytest.approx(want)


@given(st.integers(0, 10**6), st.integers(1, 10**6), st.integers(0, 4))
def test_rounding_is_never_more_than_half_a_step_off(x, extra, places):
    rate = Rate(x, x + extra)
    exact = Fraction(100 * x, x + extra)
    assert abs(Fraction(rate.percent_to(places)) - exact) <= Fraction(1, 2 * 10**places)
