"""Write bank_holidays_england_wales.csv afresh and check it. See README.md beside this file."""

import csv
import sys
from datetime import date
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

FILE = Path(__file__).parent / "bank_holidays_england_wales.csv"
FIRST_YEAR = 2015
SOURCE = "GOV.UK bank holidays (England and Wales)"


def from_gov_uk() -> dict[date, str]:
    """Return what GOV.UK published, as packaged in govuk-bank-holidays."""
    published = import_module("govuk_bank_holidays.bank_holidays").BankHolidays
    calendar = published(use_cached_holidays=True)
    days = calendar.get_holidays(division=published.ENGLAND_AND_WALES)
    return {
        day["date"]: day["title"] + (f" ({day['notes'].lower()})" if day["notes"] else "")
        for day in days
        if day["date"].year >= FIRST_YEAR
    }


def check(days: dict[date, str]) -> None:
    """Stop unless the holidays package, made independently, gives the same weekdays off."""
    years = range(FIRST_YEAR, max(days).year + 1)
    other = import_module("holidays").UK(subdiv="ENG", years=years)
    if set(days) != (expected := {day for day in other if day.weekday() < 5}):
        sys.exit(f"the two sources differ on {sorted(set(days) ^ expected)}")


def main() -> None:
    days = from_gov_uk()
    check(days)
    source = f"{SOURCE}, by govuk-bank-holidays {version('govuk-bank-holidays')}"
    with FILE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["date", "title", "source"])
        writer.writerows((day, days[day], source) for day in sorted(days))


if __name__ == "__main__":
    main()
