"""Funnel plots: whether a council lies further from the average than chance explains. Pure.

No order, no rank, no colour of best or worst comes out of here. Only a unit beyond its 99.8%
limits is marked, and a unit on a limit is inside. Never use it for the conversion rate.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import asin, pi, sin, sqrt

from core.statistics.distributions import binomial_tails, binomial_terms
from core.statistics.intervals import Interval, check_proportion
from core.statistics.overdispersion import Overdispersion, Score, overdispersion, winsorise

# The published constants, which are rounded; the golden figures come from them.
Z_95 = 1.959964
Z_998 = 3.090232

TAIL_998 = 0.001
# With fewer cases than this expected on either side, smooth limits are not to be trusted.
SMALL = 10


@dataclass(frozen=True, slots=True)
class Unit:
    """One council, team or provider: `numerator` of `denominator` cases."""

    key: str
    numerator: int
    denominator: int

    def __post_init__(self) -> None:
        check_proportion(self.numerator, self.denominator)
        if not self.denominator:
            raise ValueError(f"{self.key} has no cases, so it has no place on a funnel plot")

    @property
    def proportion(self) -> float:
        return self.numerator / self.denominator


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits at one denominator, as proportions."""

    p95: Interval
    p998: Interval


@dataclass(frozen=True, slots=True)
class Place:
    """Where a unit lies. `beyond` is -1 or 1 below or above the 99.8% limits, otherwise 0."""

    unit: Unit
    limits: Limits
    beyond: int


@dataclass(frozen=True, slots=True)
class Funnel:
    """`target` is all numerators over all denominators, not a mean of rates.

    `adjusted` says whether the limits allow for overdispersion. `places` keep the order given.
    """

    target: float
    spread: Overdispersion
    places: tuple[Place, ...]

    @property
    def adjusted(self) -> bool:
        return self.spread.needed

    def limits_at(self, denominator: float) -> Limits:
        """Give the limits for a denominator above 0, to draw the curves with."""
        return _limits(self.target, denominator, self.spread)


def funnel(units: Sequence[Unit]) -> Funnel | None:
    """Place every unit against limits around the average of all.

    Args:
        units: leave out those with suppressed cells or fewer than about 30 cases.

    Returns:
        None when there are no units.

    Source:
        Score limits as OHID draws them; with overdispersion, limits on the arcsine scale
        (Spiegelhalter 2005, as FunnelPlotR). Where few cases are expected, a unit is marked only
        if an exact binomial test says so too.
    """
    if not units:
        return None
    target = sum(unit.numerator for unit in units) / sum(unit.denominator for unit in units)
    spread = overdispersion(winsorise(arcsine_scores(units)))
    places = []
    for unit in units:
        limits = _limits(target, unit.denominator, spread)
        places.append(Place(unit, limits, _beyond(unit, target, limits, spread)))
    return Funnel(target, spread, tuple(places))


def arcsine_scores(units: Sequence[Unit]) -> list[Score]:
    """Return each unit's distance from the average in standard errors, on the arcsine scale."""
    target = sum(unit.numerator for unit in units) / sum(unit.denominator for unit in units)
    centre = asin(sqrt(target))
    errors = [1 / (2 * sqrt(unit.denominator)) for unit in units]
    return [
        Score((asin(sqrt(unit.proportion)) - centre) / error, error)
        for unit, error in zip(units, errors, strict=True)
    ]


def score_limits(target: float, denominator: float, z: float) -> Interval:
    """Return target -/+ z standard errors, cut to 0 and 1."""
    half = z * sqrt(target * (1 - target) / denominator)
    return Interval(max(0.0, target - half), min(1.0, target + half))


def arcsine_limits(target: float, denominator: float, z: float, tau2: float = 0.0) -> Interval:
    """Return limits on the arcsine scale, `tau2` being the variance between units.

    The angle is kept within 0 and a right angle: past it the sine turns back, which would put
    the 99.8% limit inside the 95% one.
    """
    half = z * sqrt(1 / (4 * denominator) + tau2)
    centre = asin(sqrt(target))
    return Interval(sin(max(0.0, centre - half)) ** 2, sin(min(pi / 2, centre + half)) ** 2)


def exact_limits(target: float, denominator: int, tail: float) -> Interval:
    """Return interpolated exact limits with about `tail` beyond each; for drawing only.

    The upper one stays below 1, so a unit at 100% would always be outside: do not judge by it.

    Source:
        Spiegelhalter 2005, appendix A.1.1.
    """
    terms = binomial_terms(denominator, target, 0, denominator)
    ends = [_interpolated(terms, share) / denominator for share in (tail, 1 - tail)]
    return Interval(*(min(1.0, max(0.0, end)) for end in ends))


def exact_side(unit: Unit, target: float, tail: float = TAIL_998) -> int:
    """Return -1 or 1 when a result so low or so high has a chance under `tail`, otherwise 0."""
    low, high = binomial_tails(unit.numerator, unit.denominator, target)
    return -1 if low < tail else int(high < tail)


def _interpolated(terms: Sequence[float], share: float) -> float:
    """Return the count at which the running total reaches `share`, between whole counts."""
    totals = list(accumulate(terms))
    count = min(bisect_left(totals, share), len(terms) - 1)
    return count - (totals[count] - share) / terms[count]


def _limits(target: float, denominator: float, spread: Overdispersion) -> Limits:
    if spread.needed:
        adjusted = [arcsine_limits(target, denominator, z, spread.tau2) for z in (Z_95, Z_998)]
        return Limits(*adjusted)
    return Limits(*(score_limits(target, denominator, z) for z in (Z_95, Z_998)))


def _beyond(unit: Unit, target: float, limits: Limits, spread: Overdispersion) -> int:
    side = int(unit.proportion > limits.p998.upper) - int(unit.proportion < limits.p998.lower)
    if unit.denominator * min(target, 1 - target) >= SMALL:
        return side
    exact = exact_side(unit, target)
    # The exact test knows nothing of overdispersion: it may only hold a mark back there.
    return exact if not spread.needed or side == exact else 0
