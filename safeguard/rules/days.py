"""Days in the order in which things can have happened. Days are compared; none is worked out."""

from datetime import date
from typing import NamedTuple


class Fault(NamedTuple):
    """Why a day is refused: a stable code, and words that name the day."""

    code: str
    words: str


class Bound(NamedTuple):
    """The first day that is possible, and what happened on it: "the enquiry commenced"."""

    day: date
    event: str


def day_fault(
    day: date | None, what: str, *, not_before: Bound | None, today: date | None
) -> Fault | None:
    """Return what is wrong with `day`; None where nothing is, or where no day is given.

    Args:
        what: what the form calls the day: "Date planned".
        not_before: the first possible day, itself included; None where there is none.
        today: the last possible day, itself included; None where the day may lie ahead.

    Returns:
        A fault of code `too_early` or `in_future`.
    """
    if day is None:
        return None
    if today is not None and day > today:
        return Fault("in_future", f"{what} cannot be in the future")
    if not_before is not None and day < not_before.day:
        when = in_words(not_before.day)
        return Fault("too_early", f"{what} cannot be before {not_before.event}, on {when}")
    return None


def in_words(day: date) -> str:
    """22 November 2026."""
    return f"{day.day} {day:%B %Y}"
