"""Intervals for proportions. Pure; never a symmetric "plus or minus" that leaves 0 to 1."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist


@dataclass(frozen=True, slots=True)
class Interval:
    """A range with both ends included."""

    lower: float
    upper: float


def normal_quantile(confidence: float) -> float:
    """Return z so that a standard normal lies within -z to z with this probability.

    Raises:
        ValueError: `confidence` is not strictly between 0 and 1.
    """
    if not 0 < confidence < 1:
        raise ValueError(f"confidence {confidence} is not between 0 and 1")
    return NormalDist().inv_cdf((1 + confidence) / 2)


def check_proportion(x: float, n: float) -> None:
    """Raise ValueError unless 0 <= x <= n."""
    if not 0 <= x <= n:
        raise ValueError(f"{x} of {n} is not a proportion")


def wilson(x: int, n: int, confidence: float = 0.95) -> Interval | None:
    """Give Wilson's score interval for x of n, as proportions 0 to 1.

    Returns:
        None when n is 0. The lower end is exactly 0 when x is 0, the upper exactly 1 when x is n.

    Raises:
        ValueError: x is not within 0 to n.

    Source:
        Wilson 1927, without continuity correction; Newcombe 1998 method 3; the method OHID uses.
    """
    check_proportion(x, n)
    return _score_interval(x / n, n, confidence) if n else None


def finite_wilson(x: int, n: int, population: int, confidence: float = 0.95) -> Interval | None:
    """Give Wilson's interval for a sample of n from `population` files, drawn without replacement.

    Returns:
        None when n is 0. A full census (n = population) has no sampling error, so both ends are
        the proportion seen.

    Raises:
        ValueError: x is not within 0 to n, or n is more than `population`.

    Source:
        Wilson with the effective size n(N - 1)/(N - n), which undoes the correction 1 - n/N.
    """
    check_proportion(x, n)
    if n > population:
        raise ValueError(f"a sample of {n} cannot come from {population}")
    if n == 0:
        return None
    if n == population:
        return Interval(x / n, x / n)
    return _score_interval(x / n, n * (population - 1) / (population - n), confidence)


def weighted_wilson(
    p: float, n: int, population: int, weights: Sequence[float], confidence: float = 0.95
) -> Interval | None:
    """Give Wilson's interval for a share of a sample whose files count by `weights`.

    Equal weights give `finite_wilson`. A census has no sampling error, weighted or not.

    Raises:
        ValueError: p is not a proportion, or n is more than `population`.

    Source:
        As `finite_wilson`, with Kish's effective size (sum of weights squared over sum of squares)
        in the place of n.
    """
    check_proportion(p, 1)
    if n > population:
        raise ValueError(f"a sample of {n} cannot come from {population}")
    if n == 0:
        return None
    if n == population:
        return Interval(p, p)
    effective = sum(weights) ** 2 / sum(weight * weight for weight in weights)
    return _score_interval(p, effective * (population - 1) / (population - n), confidence)


def newcombe(x1: int, n1: int, x2: int, n2: int, confidence: float = 0.95) -> Interval | None:
    """Give the interval for x1/n1 minus x2/n2, each end within -1 to 1.

    Returns:
        None when either group is empty.

    Raises:
        ValueError: either count is not within 0 to its n.

    Source:
        Newcombe 1998, method 10 (hybrid score).
    """
    first, second = wilson(x1, n1, confidence), wilson(x2, n2, confidence)
    if first is None or second is None:
        return None
    p1, p2 = x1 / n1, x2 / n2
    below = sqrt((p1 - first.lower) ** 2 + (second.upper - p2) ** 2)
    above = sqrt((first.upper - p1) ** 2 + (p2 - second.lower) ** 2)
    return Interval(p1 - p2 - below, p1 - p2 + above)


def _score_interval(p: float, n: float, confidence: float) -> Interval:
    z2 = normal_quantile(confidence) ** 2
    centre = p + z2 / (2 * n)
    half = sqrt(z2 * (p * (1 - p) / n + z2 / (4 * n * n)))
    scale = 1 + z2 / n
    # Rounding error would otherwise leave a stray 1e-17 where the end is exact.
    lower = 0.0 if p == 0 else (centre - half) / scale
    upper = 1.0 if p == 1 else (centre + half) / scale
    return Interval(lower, upper)
