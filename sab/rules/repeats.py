"""Themes that come back after a recommendation about them was closed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Closed:
    """A recommendation that was closed, and a theme of it."""

    recommendation: int
    theme: int
    closed_on: date
    source: int | None


@dataclass(frozen=True, slots=True)
class Raised:
    """A theme that a review raised, on the day its referral was received."""

    theme: int
    on: date
    source: int | None


@dataclass(frozen=True, slots=True)
class Repeat:
    """A theme raised again after `earlier` was closed."""

    raised: Raised
    earlier: Closed


def repeats(
    raised: Iterable[Raised], closed: Iterable[Closed], *, months: int
) -> tuple[Repeat, ...]:
    """Pair each theme with the latest closed recommendation it comes back after.

    A theme of the same review is no repeat. The day of closing itself is before it closed.
    """
    ended = sorted(closed, key=lambda row: row.closed_on, reverse=True)
    found = []
    for mark in raised:
        earlier = next((row for row in ended if _is_again(mark, row, months)), None)
        if earlier is not None:
            found.append(Repeat(mark, earlier))
    return tuple(found)


def _is_again(mark: Raised, row: Closed, months: int) -> bool:
    if mark.theme != row.theme or (mark.source is not None and mark.source == row.source):
        return False
    apart = (mark.on.year - row.closed_on.year) * 12 + mark.on.month - row.closed_on.month
    return mark.on > row.closed_on and apart <= months
