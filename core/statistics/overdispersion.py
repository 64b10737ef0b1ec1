"""How much councils differ beyond chance, and limits for observed-to-expected ratios. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, floor, log, sqrt

from core.statistics.distributions import chi_square_quantile
from core.statistics.intervals import Interval
from core.statistics.percentiles import percentile


@dataclass(frozen=True, slots=True)
class Score:
    """A unit's distance from the average, in its own standard errors, and that error."""

    z: float
    error: float


@dataclass(frozen=True, slots=True)
class Overdispersion:
    """`phi` is 1 when only chance is at work; `tau2` is the variance between `units`."""

    phi: float
    tau2: float
    units: int

    @property
    def needed(self) -> bool:
        """Whether limits should be widened."""
        return self.phi > 1 and self.tau2 > 0


@dataclass(frozen=True, slots=True)
class Ratio:
    """Observed events against those expected."""

    observed: float
    expected: float

    def __post_init__(self) -> None:
        if self.observed < 0 or self.expected <= 0:
            raise ValueError(f"{self.observed} of {self.expected} expected is not a ratio")


def overdispersion(scores: Sequence[Score]) -> Overdispersion:
    """Estimate phi and tau2 from scores that have been winsorised or trimmed.

    Source:
        The additive model of Spiegelhalter 2005, after DerSimonian and Laird.
    """
    units = len(scores)
    if not units:
        return Overdispersion(0.0, 0.0, 0)
    phi = sum(score.z**2 for score in scores) / units
    weights = [score.error**-2 for score in scores]
    if units == 1:
        return Overdispersion(phi, 0.0, units)
    room = sum(weights) - sum(weight**2 for weight in weights) / sum(weights)
    tau2 = max(0.0, (units * phi - (units - 1)) / room)
    return Overdispersion(phi, tau2, units)


def winsorise(scores: Sequence[Score], share: float = 0.1) -> list[Score]:
    """Pull the lowest and highest `share` of scores in to the percentiles at those points."""
    zs = [score.z for score in scores]
    low, high = percentile(zs, share), percentile(zs, 1 - share)
    if low is None or high is None:
        return []
    return [Score(min(max(score.z, low), high), score.error) for score in scores]


def trim(scores: Sequence[Score], share: float = 0.1) -> list[Score]:
    """Leave out the lowest and highest `share` of scores, as the SHMI does."""
    groups = 1 / share
    zs = sorted(score.z for score in scores)
    kept = []
    for score in scores:
        # Equal scores share the mean of their ranks.
        rank = zs.index(score.z) + (zs.count(score.z) + 1) / 2
        if 0 < floor(rank * groups / (len(zs) + 1)) < groups - 1:
            kept.append(score)
    return kept


def log_ratio_scores(ratios: Sequence[Ratio]) -> list[Score]:
    """Score ratios on the log scale (the SHMI's way).

    Raises:
        ValueError: a ratio has nothing observed.
    """
    if not all(ratio.observed for ratio in ratios):
        raise ValueError("a ratio with nothing observed has no logarithm")
    return [
        Score(sqrt(ratio.expected) * log(ratio.observed / ratio.expected), ratio.expected**-0.5)
        for ratio in ratios
    ]


def root_ratio_scores(ratios: Sequence[Ratio]) -> list[Score]:
    """Score ratios on the square-root scale (CQC's way)."""
    return [
        Score(2 * (sqrt(ratio.observed) - sqrt(ratio.expected)), 1 / (2 * sqrt(ratio.expected)))
        for ratio in ratios
    ]


def poisson_limits(expected: float, tail: float) -> Interval:
    """Return exact limits for a ratio with `tail` beyond each, if only chance is at work."""
    return Interval(
        chi_square_quantile(tail, 2 * expected) / 2 / expected,
        chi_square_quantile(1 - tail, 2 * (expected + 1)) / 2 / expected,
    )


def log_ratio_limits(expected: float, z: float, tau2: float) -> Interval:
    """Return limits for a ratio on the log scale, widened by `tau2`."""
    half = z * sqrt(1 / expected + tau2)
    return Interval(exp(-half), exp(half))
