"""The NHS Making Data Count rules for special causes on an XmR chart. Pure.

Values are exact fractions: whether a point lies on a limit, or on the mean, must not hang on how
a computer rounds. None is a missing value; it ends every run.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from typing import TypeVar

RUN = 7

Values = Sequence[Fraction | None]
# Of each value: 1 above the mean, -1 below, 0 on it, None where it is missing.
Sides = Sequence[int | None]
Known = TypeVar("Known")


class Rule(StrEnum):
    """A rule met by a point; the value is the label the NHS reference gives it."""

    ABOVE_LIMIT = "Above UCL"
    BELOW_LIMIT = "Below LCL"
    TREND_UP = "7 Point Trend (Increasing)"
    TREND_DOWN = "7 Point Trend (Decreasing)"
    TWO_OF_THREE_ABOVE = "2 in 3 Above CL"
    TWO_OF_THREE_BELOW = "2 in 3 Below CL"
    SHIFT_ABOVE = "7 Points Above CL"
    SHIFT_BELOW = "7 Points Below CL"

    @property
    def is_high(self) -> bool:
        """True for high or rising, whichever side of the mean a trend is on."""
        return self in _HIGH


_HIGH = frozenset(
    {Rule.ABOVE_LIMIT, Rule.TREND_UP, Rule.TWO_OF_THREE_ABOVE, Rule.SHIFT_ABOVE},
)


class TwoOfThree(StrEnum):
    """Which points count as near a limit in the two-of-three rule.

    PACKAGE: between the near limit and the limit, as the released NHSRplotthedots has it.
    MDC_2023: beyond the limit too, as NHS England announced in November 2023 (its issue 194).
    """

    PACKAGE = "package"
    MDC_2023 = "mdc-2023"


@dataclass(frozen=True, slots=True)
class Limits:
    """The mean and natural process limits of one segment, all in the unit of the values."""

    mean: Fraction
    lower: Fraction
    upper: Fraction

    def side(self, value: Fraction) -> int:
        """Return 1 above the mean, -1 below and 0 on it."""
        return (value > self.mean) - (value < self.mean)

    def is_outside(self, value: Fraction) -> bool:
        """A value equal to a limit is inside."""
        return not self.lower <= value <= self.upper

    def is_close(self, value: Fraction) -> bool:
        """True beyond two thirds of the way to a limit, and not outside it."""
        reach = (self.upper - self.mean) * Fraction(2, 3)
        return abs(value - self.mean) > reach and not self.is_outside(value)


def rules_met(values: Values, limits: Limits, variant: TwoOfThree) -> list[tuple[Rule, ...]]:
    """Return for each value every rule it meets, the one to show first.

    Args:
        values: one segment, in order of date.

    Source:
        stats.md section 1: outside a limit, trend, two of three, shift. Of two trends that share
        a point the later comes first, as in the reference.
    """
    met: list[list[Rule]] = [[] for _ in values]
    for index, rule in _all_hits(values, limits, variant):
        if rule not in met[index]:
            met[index].append(rule)
    return [tuple(rules) for rules in met]


def _all_hits(values: Values, limits: Limits, variant: TwoOfThree) -> Iterator[tuple[int, Rule]]:
    # Each value is in many windows, and exact arithmetic is slow: it is judged once.
    sides = [None if value is None else limits.side(value) for value in values]
    near = [value is not None and _is_near(value, limits, variant) for value in values]
    yield from _outside(values, limits)
    yield from _trends(values)
    yield from _two_of_three(sides, near)
    yield from _shifts(sides)


def _windows(values: Sequence[Known | None], length: int) -> Iterator[tuple[int, list[Known]]]:
    """Yield the start and values of each unbroken window, the last one first."""
    for start in reversed(range(len(values) - length + 1)):
        window = [value for value in values[start : start + length] if value is not None]
        if len(window) == length:
            yield start, window


def _outside(values: Values, limits: Limits) -> Iterator[tuple[int, Rule]]:
    for index, value in enumerate(values):
        if value is not None and limits.is_outside(value):
            yield index, Rule.ABOVE_LIMIT if value > limits.mean else Rule.BELOW_LIMIT


def _trends(values: Values) -> Iterator[tuple[int, Rule]]:
    for start, window in _windows(values, RUN):
        rule = None
        if all(earlier < later for earlier, later in pairwise(window)):
            rule = Rule.TREND_UP
        elif all(earlier > later for earlier, later in pairwise(window)):
            rule = Rule.TREND_DOWN
        if rule:
            yield from ((index, rule) for index in range(start, start + RUN))


def _shifts(sides: Sides) -> Iterator[tuple[int, Rule]]:
    for start, window in _windows(sides, RUN):
        side = _common_side(window)
        if side:
            rule = Rule.SHIFT_ABOVE if side > 0 else Rule.SHIFT_BELOW
            yield from ((index, rule) for index in range(start, start + RUN))


def _two_of_three(sides: Sides, near: Sequence[bool]) -> Iterator[tuple[int, Rule]]:
    for start, window in _windows(sides, 3):
        side = _common_side(window)
        places = [place for place in range(start, start + 3) if near[place]]
        if side and len(places) >= 2:
            rule = Rule.TWO_OF_THREE_ABOVE if side > 0 else Rule.TWO_OF_THREE_BELOW
            yield from ((place, rule) for place in places)


def _is_near(value: Fraction, limits: Limits, variant: TwoOfThree) -> bool:
    beyond_counts = variant is TwoOfThree.MDC_2023
    return limits.is_close(value) or (beyond_counts and limits.is_outside(value))


def _common_side(window: Sequence[int]) -> int:
    """Return the side of the mean all are strictly on, or 0."""
    return window[0] if len(set(window)) == 1 else 0
