"""XmR charts as NHS Making Data Count draws them. Pure; never rebases by itself.

Limits are for judging and so are not cut at 0 or 100%: cut them only when drawing. With fewer
than 13 points a page should show the line and mean alone (`Segment.is_short`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from math import isfinite

from core.statistics.xmr_rules import Limits, Rule, TwoOfThree, rules_met

# The literals the method is published with, not 3/1.128 and its kin.
LIMIT_FACTOR = Fraction("2.66")
OUTLIER_FACTOR = Fraction("3.267")
ENOUGH_POINTS = 13
LEAST_BASELINE = 12


class Direction(StrEnum):
    """Which way is better. A neutral measure is never judged."""

    INCREASE = "increase"
    DECREASE = "decrease"
    NEUTRAL = "neutral"


class PointKind(StrEnum):
    """What a point says, with its direction taken into account."""

    COMMON_CAUSE = "common_cause"
    IMPROVEMENT = "special_cause_improvement"
    CONCERN = "special_cause_concern"
    NEUTRAL_HIGH = "special_cause_neutral_high"
    NEUTRAL_LOW = "special_cause_neutral_low"


class Assurance(StrEnum):
    """Whether the process as it is will meet its target."""

    PASS = "consistent_pass"  # noqa: S105 - a verdict, not a password
    FAIL = "consistent_fail"
    HIT_OR_MISS = "inconsistent"


@dataclass(frozen=True, slots=True)
class Point:
    """One period's value, `on` being its first day. None: missing, or nothing to divide by."""

    on: date
    value: float | None


@dataclass(frozen=True, slots=True)
class Options:
    """How to draw a chart.

    `rebase` holds the date of the first point of each new segment; `baseline` how many points
    from the start of a segment fix its limits (None: all of them); `screen_outliers` leaves out
    moving ranges of 3.267 times the mean or more, once.
    """

    improvement: Direction = Direction.NEUTRAL
    target: float | None = None
    rebase: tuple[date, ...] = ()
    baseline: int | None = None
    screen_outliers: bool = True
    two_of_three: TwoOfThree = TwoOfThree.PACKAGE

    def __post_init__(self) -> None:
        if self.baseline is not None and self.baseline < LEAST_BASELINE:
            raise ValueError(f"a baseline needs at least {LEAST_BASELINE} points")
        if self.target is not None and not isfinite(self.target):
            raise ValueError("the target is not a number")


@dataclass(frozen=True, slots=True)
class Segment:
    """Points judged by one set of limits; `n` counts those with a value.

    `mean` is None when no point has a value. `limits` is None when there are no moving ranges, or
    all are 0: then there is no variation to judge by. `excluded` holds the places (0 for the first
    point of the chart) of the moving ranges screened out, each named by its later point.
    """

    index: int
    n: int
    n_baseline: int
    mean: Fraction | None
    mean_range_unscreened: Fraction | None
    mean_range: Fraction | None
    excluded: tuple[int, ...]
    limits: Limits | None

    @property
    def is_short(self) -> bool:
        return self.n < ENOUGH_POINTS

    @property
    def has_no_variation(self) -> bool:
        """True when every moving range is 0: say "no variation"."""
        return self.mean_range_unscreened == 0


@dataclass(frozen=True, slots=True)
class JudgedPoint:
    """One point and what it says. `side` is 1, 0 or -1 of the mean; None: no value.

    `rules` are all it meets, the one to show first. `kind` is None for a missing value.
    """

    on: date
    value: float | None
    segment: int
    side: int | None
    is_outside: bool
    is_close: bool
    rules: tuple[Rule, ...]
    kind: PointKind | None


@dataclass(frozen=True, slots=True)
class Chart:
    """Segments and points in order of date."""

    options: Options
    segments: tuple[Segment, ...]
    points: tuple[JudgedPoint, ...]

    @property
    def variation(self) -> PointKind | None:
        """What the latest point with a value says; None when there is none."""
        return next((point.kind for point in reversed(self.points) if point.kind), None)

    @property
    def assurance(self) -> Assurance | None:
        """How the last segment's limits stand to the target.

        None without a target or limits, and for a neutral measure. A target equal to a limit is
        hit or miss.
        """
        limits, target = self.segments[-1].limits, self.options.target
        neutral = self.options.improvement is Direction.NEUTRAL
        if neutral or target is None or limits is None:
            return None
        exact = _exact(target)
        if limits.lower <= exact <= limits.upper:
            return Assurance.HIT_OR_MISS
        more_is_better = self.options.improvement is Direction.INCREASE
        return Assurance.FAIL if (exact > limits.upper) == more_is_better else Assurance.PASS


@dataclass(slots=True)
class _Stretch:
    """The points of one segment while it is being worked out."""

    index: int
    start: int
    values: list[Fraction | None] = field(default_factory=list)


def xmr(points: Sequence[Point], options: Options | None = None) -> Chart:
    """Work out an XmR chart.

    Args:
        points: in any order. A missing period must be given with value None: no moving range
            spans it and every run ends there.
        options: None: neutral, no target, one segment, all points set the limits.

    Raises:
        ValueError: no points, a date given twice, a value that is not finite, or a rebase date
            that no point has.

    Source:
        stats.md section 1, which was checked against NHSRplotthedots.
    """
    options = options or Options()
    ordered = sorted(points, key=lambda point: point.on)
    _check(ordered, options)
    segments: list[Segment] = []
    judged: list[JudgedPoint] = []
    for stretch in _stretches(ordered, options.rebase):
        segment = _segment(stretch, options)
        segments.append(segment)
        own = ordered[stretch.start : stretch.start + len(stretch.values)]
        judged += _judge(own, stretch.values, segment, options)
    return Chart(options, tuple(segments), tuple(judged))


def _exact(value: float) -> Fraction:
    # By way of its shortest decimal, so that 0.1 is one tenth and not its nearest double.
    return Fraction(repr(value))


def _check(ordered: Sequence[Point], options: Options) -> None:
    if not ordered:
        raise ValueError("there are no points")
    for earlier, later in pairwise(ordered):
        if earlier.on == later.on:
            raise ValueError(f"the date {later.on} is given twice")
    for point in ordered:
        if point.value is not None and not isfinite(point.value):
            raise ValueError(f"the value on {point.on} is not a number")
    missing = sorted(set(options.rebase) - {point.on for point in ordered})
    if missing:
        raise ValueError(f"no point has the rebase date {missing[0]}")


def _stretches(ordered: Sequence[Point], rebase: Sequence[date]) -> list[_Stretch]:
    stretches: list[_Stretch] = []
    for place, point in enumerate(ordered):
        if not stretches or point.on in rebase:
            stretches.append(_Stretch(len(stretches), place))
        stretches[-1].values.append(None if point.value is None else _exact(point.value))
    return stretches


def _segment(stretch: _Stretch, options: Options) -> Segment:
    n = sum(value is not None for value in stretch.values)
    baseline = _baseline(stretch.values, options.baseline)
    known = [value for value in baseline if value is not None]
    ranges = {
        stretch.start + place: abs(later - earlier)
        for place, (earlier, later) in enumerate(pairwise(baseline), start=1)
        if earlier is not None and later is not None
    }
    unscreened = _mean(list(ranges.values()))
    excluded = _outlying(ranges, unscreened) if options.screen_outliers else ()
    used = _mean([size for place, size in ranges.items() if place not in excluded])
    mean = _mean(known)
    limits = None
    if mean is not None and used:
        reach = LIMIT_FACTOR * used
        limits = Limits(mean, mean - reach, mean + reach)
    return Segment(stretch.index, n, len(known), mean, unscreened, used, excluded, limits)


def _baseline(values: Sequence[Fraction | None], size: int | None) -> list[Fraction | None]:
    """Return the values up to the `size`-th that is not missing; all of them for None."""
    chosen: list[Fraction | None] = []
    for value in values:
        if size is not None and sum(known is not None for known in chosen) == size:
            break
        chosen.append(value)
    return chosen


def _outlying(ranges: dict[int, Fraction], mean: Fraction | None) -> tuple[int, ...]:
    # When every range is 0 the reference drops them all and has no limits to show.
    if not mean:
        return ()
    return tuple(place for place, size in ranges.items() if size >= OUTLIER_FACTOR * mean)


def _mean(values: Sequence[Fraction]) -> Fraction | None:
    return sum(values, Fraction(0)) / len(values) if values else None


def _judge(
    points: Sequence[Point],
    values: Sequence[Fraction | None],
    segment: Segment,
    options: Options,
) -> list[JudgedPoint]:
    limits, mean = segment.limits, segment.mean
    rules = rules_met(values, limits, options.two_of_three) if limits else [()] * len(values)
    judged = []
    for point, value, met in zip(points, values, rules, strict=True):
        side = None if value is None or mean is None else (value > mean) - (value < mean)
        outside = limits is not None and value is not None and limits.is_outside(value)
        close = limits is not None and value is not None and limits.is_close(value)
        kind = None if value is None else _kind(met, options.improvement)
        judged.append(
            JudgedPoint(point.on, point.value, segment.index, side, outside, close, met, kind)
        )
    return judged


def _kind(rules: tuple[Rule, ...], improvement: Direction) -> PointKind:
    if not rules:
        return PointKind.COMMON_CAUSE
    high = rules[0].is_high
    if improvement is Direction.NEUTRAL:
        return PointKind.NEUTRAL_HIGH if high else PointKind.NEUTRAL_LOW
    better = high == (improvement is Direction.INCREASE)
    return PointKind.IMPROVEMENT if better else PointKind.CONCERN
