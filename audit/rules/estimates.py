"""What a sample of files says of the population it came from, and when it says nothing. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from random import Random

from core.statistics.intervals import Interval, weighted_wilson
from core.statistics.percentiles import percentile

# Below this, what was found is listed and no percentage is given.
FEW = 10
RESAMPLES = 1000


@dataclass(frozen=True, slots=True)
class Sample:
    """How the files were come by: `files` of `population`, drawn by chance or not.

    `population` is None where no population was fixed.
    """

    files: int
    population: int | None
    by_chance: bool

    @property
    def is_census(self) -> bool:
        return self.population is not None and self.files >= self.population

    @property
    def has_margin(self) -> bool:
        """Whether an interval means anything: drawn by chance from a population that is known."""
        return self.by_chance and self.population is not None and self.files > 0

    def population_of(self, files: int) -> int:
        """Return how many of the population a part of the sample stands for, at its own rate."""
        whole = self.population or 0
        return max(files, round(whole * files / self.files)) if self.files else files


@dataclass(frozen=True, slots=True)
class Estimate:
    """A share or an average over `n` files. `value` is None for too few files, and for none."""

    n: int
    value: float | None = None
    interval: Interval | None = None


def share(hits: Sequence[bool], weights: Sequence[float], sample: Sample) -> Estimate:
    """Return the share of files that have something, each counting by its weight."""
    n = len(hits)
    if n < FEW:
        return Estimate(n)
    held = sum(weight for hit, weight in zip(hits, weights, strict=True) if hit)
    # A sum of weights may miss the whole by a rounding error, and the exact end with it.
    value = 1.0 if all(hits) else held / sum(weights)
    if not sample.has_margin:
        return Estimate(n, value)
    return Estimate(n, value, weighted_wilson(value, n, sample.population_of(n), weights))


def average(values: Sequence[float], weights: Sequence[float], sample: Sample) -> Estimate:
    """Return the weighted mean of scores, with a bootstrap interval narrowed for the population.

    Files are drawn again, not their answers. The same scores give the same interval.
    """
    n = len(values)
    if n < FEW:
        return Estimate(n)
    mean = _mean(values, weights)
    if not sample.has_margin:
        return Estimate(n, mean)
    if sample.is_census:
        return Estimate(n, mean, Interval(mean, mean))
    chance = Random("audit scores")  # noqa: S311 - resampling, not secrecy
    means = []
    for _ in range(RESAMPLES):
        chosen = [int(chance.random() * n) for _ in range(n)]
        means.append(_mean([values[i] for i in chosen], [weights[i] for i in chosen]))
    narrowed = sqrt(1 - n / sample.population_of(n))
    low, high = (percentile(means, p) or 0.0 for p in (0.025, 0.975))
    interval = Interval(
        max(0.0, mean + narrowed * (low - mean)), min(1.0, mean + narrowed * (high - mean))
    )
    return Estimate(n, mean, interval)


def _mean(values: Sequence[float], weights: Sequence[float]) -> float:
    held = sum(value * weight for value, weight in zip(values, weights, strict=True))
    return held / sum(weights)
