"""When a provider's contacts stand out enough to suggest that a person looks. Nothing more.

Source: our own plain thresholds; no national figure says how many contacts are many, and a council
sets its own.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

# How long a window is, and how far back is compared with.
THRESHOLDS: Mapping[str, int] = {"days": 28, "compared_days": 365}
# How many contacts are worth a word at all, where a council does not say.
AT_LEAST = 5


class Cluster(NamedTuple):
    """Contacts in the last window, and the most in any window of the time compared with."""

    contacts: int
    most_before: int

    @property
    def reason(self) -> str:
        """Why it is suggested, in a sentence."""
        days = THRESHOLDS["days"]
        return (
            f"{self.contacts} contacts in {days} days, more than in any {days} days of the year "
            f"before, when the most was {self.most_before}"
        )


def window_start(until: date) -> date:
    """Return the first day of the window that ends on `until`, both ends included."""
    return until - timedelta(days=THRESHOLDS["days"] - 1)


def history_start(until: date) -> date:
    """Return the first day that matters to whether a window ending on `until` stands out."""
    return window_start(until) - timedelta(days=THRESHOLDS["compared_days"])


def busiest(days: Mapping[date, int], start: date, end: date) -> int:
    """Return the most contacts in any window that lies within `start` to `end`.

    Args:
        days: how many contacts came on each day; a day without any may be left out.
    """
    length = THRESHOLDS["days"]
    inside = sorted(day for day in days if start <= day <= end)
    most = running = first = 0
    for day in inside:
        running += days[day]
        while (day - inside[first]).days >= length:
            running -= days[inside[first]]
            first += 1
        most = max(most, running)
    return most


def cluster(days: Mapping[date, int], until: date, at_least: int = AT_LEAST) -> Cluster | None:
    """Return the cluster that the window ending on `until` makes; None where it makes none.

    Args:
        at_least: how many contacts are worth a word at all.
    """
    start = window_start(until)
    contacts = sum(n for day, n in days.items() if start <= day <= until)
    if contacts < at_least:
        return None
    before = busiest(days, history_start(until), start - timedelta(days=1))
    return Cluster(contacts, before) if contacts > before else None
