"""Time to an event while some cases are still open: Kaplan-Meier. Pure."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import exp, log, sqrt

from core.statistics.intervals import Interval, normal_quantile

# Survival is a product of fractions, so "exactly one half" needs a little room (as R has).
TOLERANCE = 1.5e-8


@dataclass(frozen=True, slots=True)
class Span:
    """How long one case was followed, in days from its start.

    `exit` is the day of the event, or the last day seen if `event` is false (still open).
    `entry` is the day it came under observation; None: watched from the start.
    """

    exit: int
    event: bool
    entry: int | None = None

    def __post_init__(self) -> None:
        if self.exit < 0 or (self.entry is not None and self.entry < 0):
            raise ValueError(f"a span cannot have negative days: {self.entry} to {self.exit}")


@dataclass(frozen=True, slots=True)
class Row:
    """What happened on one day; `survival` is the share still open at the end of it.

    `at_risk` counts those with entry < day <= exit. `interval` is None where survival is 0 or 1.
    """

    day: int
    at_risk: int
    events: int
    censored: int
    survival: float
    standard_error: float
    interval: Interval | None


@dataclass(frozen=True, slots=True)
class Estimate:
    """A share 0 to 1 with its interval (None where it has none).

    `at_risk` is how many were still at risk on that day, or on the next on which anything
    happened: show nothing when it is small.
    """

    share: float
    interval: Interval | None
    at_risk: int


@dataclass(frozen=True, slots=True)
class Curve:
    """A Kaplan-Meier curve: `n` cases followed, `events` of them ended, and the table by day."""

    n: int
    events: int
    table: tuple[Row, ...]

    @property
    def median(self) -> float | None:
        """Days by which half had ended; None when more than half were still open."""
        return self.quantile(0.5)

    def quantile(self, p: float) -> float | None:
        """Return the day by which a share p had ended; None when it was not reached.

        Where the curve is exactly level at 1 - p, it is the middle of that level stretch, which
        makes it the ordinary median when nothing is open.

        Raises:
            ValueError: p is not strictly between 0 and 1.

        Source:
            The convention of R's survival package; some others report the earlier day.
        """
        return self._crossing(p, [row.survival for row in self.table])

    def quantile_interval(self, p: float) -> tuple[float | None, float | None]:
        """Return the ends of the interval for `quantile`; None at an end not reached."""
        bounds = [row.interval for row in self.table]
        lower = [b.lower if b else row.survival for b, row in zip(bounds, self.table, strict=True)]
        upper = [b.upper if b else row.survival for b, row in zip(bounds, self.table, strict=True)]
        # Once nobody is left the bounds are unknown, not 0.
        known = sum(row.survival > 0 for row in self.table)
        return self._crossing(p, lower[:known]), self._crossing(p, upper[:known])

    def survival(self, day: int) -> float | None:
        """Return the share still open at the end of `day`; None beyond what was followed."""
        if not self._is_followed(day):
            return None
        index = bisect_right(self.table, day, key=lambda row: row.day)
        return self.table[index - 1].survival if index else 1.0

    def concluded_within(self, day: int) -> Estimate | None:
        """Return the share ended by the end of `day`; None beyond what was followed."""
        share = self.survival(day)
        if share is None:
            return None
        index = bisect_right(self.table, day, key=lambda row: row.day)
        bound = self.table[index - 1].interval if index else None
        interval = Interval(1 - bound.upper, 1 - bound.lower) if bound else None
        following = bisect_left(self.table, day, key=lambda row: row.day)
        at_risk = self.table[following].at_risk if following < len(self.table) else 0
        return Estimate(1 - share, interval, at_risk)

    def _is_followed(self, day: int) -> bool:
        if day < 0 or not self.table:
            return False
        last = self.table[-1]
        return day <= last.day or last.survival == 0

    def _crossing(self, p: float, heights: Sequence[float]) -> float | None:
        if not 0 < p < 1:
            raise ValueError(f"p {p} is not between 0 and 1")
        level = 1 - p
        for index, height in enumerate(heights):
            if height < level - TOLERANCE:
                return self.table[index].day
            if height < level + TOLERANCE:
                return (self.table[index].day + self._end_of_level(index, level, heights)) / 2
        return None

    def _end_of_level(self, index: int, level: float, heights: Sequence[float]) -> int:
        for later in range(index + 1, len(heights)):
            if heights[later] < level - TOLERANCE:
                return self.table[later].day
        return self.table[-1].day


def kaplan_meier(spans: Iterable[Span], confidence: float = 0.95) -> Curve:
    """Estimate how long cases stay open, counting those that still are.

    Args:
        spans: one for each case. A case whose entry is not before its exit was never seen at risk
            and is left out, as R does.
        confidence: of the intervals in the table and of estimates.

    Returns:
        An empty table when there was nothing to follow. A case that leaves (still open) on a day
        is at risk on that day.

    Source:
        Kaplan and Meier 1958; Greenwood's variance; log-log interval. Assumes that open cases will
        go on as others of the same age did.
    """
    seen = [span for span in spans if span.entry is None or span.entry < span.exit]
    z = normal_quantile(confidence)
    rows = []
    survival, variance_sum = 1.0, 0.0
    for day, at_risk, events, censored in _days(seen):
        if events:
            survival *= 1 - events / at_risk
            variance_sum += events / (at_risk * (at_risk - events)) if events < at_risk else 0.0
        error = survival * sqrt(variance_sum)
        interval = _log_log(survival, variance_sum, z)
        rows.append(Row(day, at_risk, events, censored, survival, error, interval))
    return Curve(len(seen), sum(span.event for span in seen), tuple(rows))


def _days(spans: Sequence[Span]) -> Iterator[tuple[int, int, int, int]]:
    """Yield day, at risk, events and censored, for each day on which a case left."""
    events = Counter(span.exit for span in spans if span.event)
    censored = Counter(span.exit for span in spans if not span.event)
    # -1: a case watched from the start is at risk on day 0 too.
    entries = Counter(-1 if span.entry is None else span.entry for span in spans)
    waiting = sorted(entries, reverse=True)
    at_risk = 0
    for day in sorted(events | censored):
        while waiting and waiting[-1] < day:
            at_risk += entries[waiting.pop()]
        yield day, at_risk, events[day], censored[day]
        at_risk -= events[day] + censored[day]


def _log_log(survival: float, variance_sum: float, z: float) -> Interval | None:
    if not 0 < survival < 1:
        return None
    spread = z * sqrt(variance_sum) / log(survival)
    return Interval(survival ** exp(-spread), survival ** exp(spread))
