"""Percentiles by one definition, so that a median is the same on every page."""

from collections.abc import Sequence
from math import floor


def percentile(values: Sequence[float], p: float) -> float | None:
    """Return the value below which a share p of `values` lies; p = 0.5 is the median.

    Args:
        values: in any order and any unit.
        p: 0 to 1, both included.

    Returns:
        None when there are no values.

    Raises:
        ValueError: p is outside 0 to 1.

    Source:
        Hyndman and Fan 1996, type 7: straight lines between the ordered values. It is what R and
        Excel's PERCENTILE.INC give.
    """
    if not 0 <= p <= 1:
        raise ValueError(f"p {p} is not in 0 to 1")
    if not values:
        return None
    ordered = sorted(values)
    place = p * (len(ordered) - 1)
    below = floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])
