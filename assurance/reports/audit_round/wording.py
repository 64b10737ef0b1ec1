"""How shares and scores of audits read: whole percentages, with what they were made from."""

from collections.abc import Sequence

from assurance.words import NOTHING, plural
from audit.rules.estimates import FEW, Estimate
from core.rates import round_half_up
from core.statistics.intervals import Interval

TOO_FEW = f"fewer than {FEW}"


def percent(value: float) -> str:
    """Return a fraction as a whole percentage, halves away from zero."""
    return f"{round_half_up(100 * value, 0)}%"


def files(count: int) -> str:
    return plural(f"{count:,}", "file")


def interval(found: Interval | None) -> str:
    if found is None:
        return NOTHING
    return f"{percent(found.lower)} to {percent(found.upper)}"


def estimated(estimate: Estimate) -> str:
    """Return a percentage, or why there is none."""
    if estimate.value is not None:
        return percent(estimate.value)
    return TOO_FEW if estimate.n else NOTHING


def scores(found: Sequence[float]) -> str:
    """List scores one by one, lowest first: "55, 61 and so on", where there are too few."""
    return ", ".join(percent(score) for score in found) or "none could be scored"
