"""Draws from one stream of chance. Each part of the story has a stream of its own."""

from collections.abc import Mapping
from math import exp, log
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Chance:
    """A repeatable stream: the same seed and name give the same draws on any machine."""

    def __init__(self, seed: int, name: str) -> None:
        self.random = Random(f"{seed}:{name}")  # noqa: S311 - invented data, not a secret

    def likely(self, share: float) -> bool:
        """Say yes in this share of calls."""
        return self.random.random() < share

    def one_of(self, options: list[T] | tuple[T, ...]) -> T:
        return self.random.choice(options)

    def pick(self, weights: Mapping[T, float]) -> T:
        """Return one key, each as often as its weight says; the weights need not sum to one."""
        point = self.random.random() * sum(weights.values())
        for key, weight in weights.items():
            point -= weight
            if point < 0:
                return key
        return key

    def pick_several(self, weights: Mapping[T, float], count: int) -> list[T]:
        """Return up to `count` different keys, in the order of the mapping."""
        chosen: set[T] = set()
        while len(chosen) < min(count, len(weights)):
            chosen.add(self.pick(weights))
        return [key for key in weights if key in chosen]

    def whole(self, low: int, high: int) -> int:
        """Return a whole number from `low` to `high`, both included."""
        return self.random.randint(low, high)

    def arrivals(self, mean: float) -> int:
        """Return how many independent events happened where `mean` are usual (Poisson)."""
        limit, product, count = exp(-mean), self.random.random(), 0
        while product > limit:
            product *= self.random.random()
            count += 1
        return count

    def days(self, median: float, spread: float = 0.8) -> int:
        """Return a length in days: most near the median, a few very long (log-normal)."""
        return int(self.random.lognormvariate(log(median), spread))

    def wait(self, mean: float) -> int:
        """Return a wait in whole units, most often none or one (exponential)."""
        return int(self.random.expovariate(1 / mean))
