"""When a measure may have a target, and when the limits of its chart may start afresh. Pure."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

# Fewer points than this on either side say too little to draw limits from.
LEAST_APART = 12
NO_TARGET_FOR_CONTEXT = "This measure is context. It never has a target."
NO_BETTER = "This measure has no better direction, so it has no target."


def target_fault(
    value: Decimal | None, *, context_only: bool, direction: str, is_percent: bool
) -> str:
    """Return why a measure may not have this target, or nothing where it may."""
    if context_only:
        return NO_TARGET_FOR_CONTEXT
    if direction == "neutral":
        return NO_BETTER
    if value is not None and is_percent and value > 100:
        return "Target must be 100 or less: it is a percentage"
    return ""


def rebase_fault(months: Sequence[tuple[date, bool]], standing: Sequence[date], on: date) -> str:
    """Return why limits may not start afresh in the month `on`, or nothing where they may.

    Args:
        months: the first day of each month of the chart, in order, and whether it has a value.
        standing: the months in which limits start afresh already.
    """
    if on not in [first for first, _ in months]:
        return "The chart has no such month"
    if on in standing:
        return "The limits start afresh in this month already"
    earlier = max((day for day in standing if day < on), default=date.min)
    later = min((day for day in standing if day > on), default=date.max)
    before = sum(known for first, known in months if earlier <= first < on)
    after = sum(known for first, known in months if on <= first < later)
    since = "the limits last started afresh" if earlier > date.min else "the first one"
    if before < LEAST_APART:
        return f"There are {before} months since {since}: there must be {LEAST_APART} before it"
    if after < LEAST_APART:
        return f"There are {after} months from then on: a change must have lasted {LEAST_APART}"
    return ""
