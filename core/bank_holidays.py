"""The bank holidays of England and Wales that come with the product."""

import csv
from datetime import date
from functools import cache
from pathlib import Path

from core.workdays import WorkingCalendar

FILE = Path(__file__).parent / "data" / "bank_holidays_england_wales.csv"


@cache
def shipped_bank_holidays() -> tuple[tuple[date, str], ...]:
    """Return day and name of each, in order of date, as GOV.UK lists them.

    A holiday that falls on a weekend is given on its substitute day only.

    Source:
        core/data/README.md says how the file was made and how to extend it.
    """
    with FILE.open(encoding="utf-8", newline="") as file:
        return tuple(
            (date.fromisoformat(row["date"]), row["title"]) for row in csv.DictReader(file)
        )


def shipped_calendar() -> WorkingCalendar:
    """Return the calendar of a council with no closure days of its own."""
    days = shipped_bank_holidays()
    return WorkingCalendar(dict(days), horizon=days[-1][0].year)
