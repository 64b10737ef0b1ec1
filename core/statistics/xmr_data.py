"""An XmR chart as plain data, for a file that other programs read. Pure."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from core.statistics.xmr import Chart, JudgedPoint, Segment

COMMON_CAUSE = "Common Cause"


def as_data(chart: Chart, numbers: Sequence[int] | None = None) -> dict[str, Any]:
    """Return a chart as dicts, lists, numbers and strings that JSON can hold.

    Args:
        numbers: what to call the points, in order of date; None: 1, 2, 3 and so on.

    Returns:
        `segments`, `points`, `flagged_seq`, `variation_latest_point` and `assurance`. A segment
        without limits has None for them; a missing value has None for what it says.

    Raises:
        ValueError: `numbers` is not as long as the chart.
    """
    numbers = range(1, len(chart.points) + 1) if numbers is None else numbers
    if len(numbers) != len(chart.points):
        raise ValueError(f"{len(numbers)} numbers for {len(chart.points)} points")
    numbered = list(zip(numbers, chart.points, strict=True))
    return {
        "segments": [_segment(segment, numbers) for segment in chart.segments],
        "points": [_point(number, point) for number, point in numbered],
        "flagged_seq": [number for number, point in numbered if point.rules],
        "variation_latest_point": chart.variation,
        "assurance": chart.assurance,
    }


def _segment(segment: Segment, numbers: Sequence[int]) -> dict[str, Any]:
    limits = segment.limits
    return {
        "rebase_group": segment.index,
        "n": segment.n,
        "n_baseline": segment.n_baseline,
        "mean": _number(segment.mean),
        "amr_unscreened": _number(segment.mean_range_unscreened),
        "amr_used": _number(segment.mean_range),
        "mr_excluded": [numbers[place] for place in segment.excluded],
        "lpl": _number(limits.lower if limits else None),
        "upl": _number(limits.upper if limits else None),
        "short_group_warning": segment.is_short,
    }


def _point(number: int, point: JudgedPoint) -> dict[str, Any]:
    label = point.rules[0].value if point.rules else COMMON_CAUSE
    return {
        "seq": number,
        "rebase_group": point.segment,
        "outside_limits": point.is_outside,
        "close_to_limits": point.is_close,
        "relative_to_mean": point.side,
        "special_cause_type": None if point.kind is None else label,
        "special_cause_flag": bool(point.rules),
        "point_type": point.kind,
    }


def _number(value: Fraction | None) -> float | None:
    return None if value is None else float(value)
