"""Figures: what a measure comes to, never without what it was made from."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import repeat
from typing import Any, Protocol

from core.rates import Rate
from core.statistics.intervals import Interval
from core.statistics.percentiles import percentile
from core.statistics.survival import Curve, Span, kaplan_meier
from core.workdays import WorkingCalendar
from safeguard.metrics.on_time import Timescales
from safeguard.rules.measures import FollowedFact, Status


class FactSource(Protocol):
    """Anything that answers with facts: a whole period, or one month of it."""

    @property
    def calendar(self) -> WorkingCalendar: ...

    @property
    def timescales(self) -> Timescales: ...

    def of(self, name: str) -> Iterable[Any]: ...


@dataclass(frozen=True, slots=True)
class Figure:
    """The value of a measure.

    `numerator` and `denominator` are counts of cases: for a count the value itself and None, for a
    median None and the number of cases it is taken over. `value` is None when nothing was
    eligible. `not_known` are eligible cases that the record does not decide; whether they are in
    the denominator is the measure's own rule. `still_open` counts cases not yet ended, where that
    matters. `note` is why there is no value, where it is not that there were no cases. `withheld`
    is set on a figure that a version for sharing hides although it is large enough by itself.
    """

    value: float | None
    numerator: int | None = None
    denominator: int | None = None
    not_known: int = 0
    still_open: int | None = None
    interval: Interval | None = None
    note: str = ""
    withheld: bool = False


@dataclass(frozen=True, slots=True)
class Tally:
    """How many cases are met, not met, not applicable, not known."""

    met: int
    not_met: int
    not_applicable: int
    not_known: int


def tally(facts: Iterable[Any], judge: Callable[[Any], Status]) -> Tally:
    """Sum the cases of `facts` by what `judge` says of each."""
    counts = dict.fromkeys(Status, 0)
    for fact in facts:
        counts[judge(fact)] += fact.n
    return Tally(**{status.value: n for status, n in counts.items()})


def share(found: Tally, *, counts_not_known: bool) -> Figure:
    """Return met as a percentage of met and not met, and of not known where that is the rule."""
    denominator = found.met + found.not_met + (found.not_known if counts_not_known else 0)
    rate = Rate(found.met, denominator)
    return Figure(
        rate.exact_percent, found.met, denominator, found.not_known, interval=rate.interval()
    )


def count(facts: Iterable[Any], includes: Callable[[Any], bool]) -> Figure:
    """Return how many cases `includes` accepts."""
    n = sum(fact.n for fact in facts if includes(fact))
    return Figure(n, n)


def ratio(numerator: int, denominator: int) -> Figure:
    """Return a percentage of two different things; it may pass 100 and has no interval."""
    value = 100 * numerator / denominator if denominator else None
    return Figure(value, numerator, denominator)


def quantile(values: Iterable[tuple[int, int]], p: float) -> Figure:
    """Return the type 7 percentile of values given as (value, how many)."""
    spread = [value for value, n in values for _ in repeat(None, n)]
    return Figure(percentile(spread, p), None, len(spread))


def survival_curve(facts: Iterable[FollowedFact]) -> Curve:
    """Return the Kaplan-Meier curve of enquiries followed, those still open counted."""
    return kaplan_meier(
        span for fact in facts for span in repeat(Span(fact.days, fact.concluded), fact.n)
    )


def oldest(start: date | None, census: date) -> int | None:
    """Return the age in days of the oldest open case; None where none is open."""
    return (census - start).days if start else None
