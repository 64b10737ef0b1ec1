"""Read the periods and numbers of indicators as people write them. Nothing is guessed."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from core.periods import Period, parse_financial_year, parse_quarter

NUMBER = re.compile(r"\d{1,9}(?:\.\d{1,2})?|\d{1,3}(?:,\d{3}){1,2}(?:\.\d{1,2})?", re.ASCII)
YES, NO = ("yes", "y", "true", "1"), ("no", "n", "false", "0", "")
HOW_PERIODS = "a financial year (2024-25), a quarter (2024-25 Q1) or a day (31/03/2025)"
MOST_PERCENT = 100


@dataclass(frozen=True, slots=True)
class Numbers:
    """What is said of one indicator over one period."""

    value: Decimal | None
    england: Decimal | None
    comparator: Decimal | None
    comparator_name: str
    variation: str
    source: str
    note: str
    is_provisional: bool


def parse_period(text: str) -> Period:
    """Return the period written as a financial year, a quarter of one, or a day.

    Raises:
        ValueError: it is none of these.
    """
    words = text.strip()
    for read in (parse_financial_year, parse_quarter, _day):
        try:
            return read(words)
        except ValueError as error:
            # "2024-26" is meant as a year: its own message says more.
            if "did you mean" in str(error):
                raise
    raise ValueError(f"{words[:40]!r} is not {HOW_PERIODS}")


def _day(text: str) -> Period:
    for form in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            found = datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
        return Period.between(found, found)
    raise ValueError(f"{text!r} is not a day")


def period_label(period: Period) -> str:
    """Return the period in words: a single day once, not from itself to itself."""
    if period.start == period.end:
        return f"{period.start.day} {period.start:%B %Y}"
    return period.label


def parse_number(text: str) -> Decimal | None:
    """Return a number of at most two decimals, with or without commas; None where it is empty.

    Raises:
        ValueError: it is anything else, below nought, or longer than can be held.
    """
    words = text.strip()
    if not words:
        return None
    if not NUMBER.fullmatch(words):
        raise ValueError(f"{words[:40]!r} is not a number of 0 or more with at most two decimals")
    return Decimal(words.replace(",", ""))


def parse_yes(text: str) -> bool:
    """Return whether a cell says yes; an empty one says no.

    Raises:
        ValueError: it says neither.
    """
    words = text.strip().lower()
    if words in YES or words in NO:
        return words in YES
    raise ValueError(f"{words[:40]!r} is neither yes nor no")


def number_faults(numbers: Numbers, *, is_percent: bool) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a set of numbers, each with the column it is about."""
    given = {
        "value": numbers.value,
        "england": numbers.england,
        "comparator": numbers.comparator,
    }
    if all(number is None for number in given.values()):
        yield "value", "there is no number: give this council's, England's or the comparator's"
    if is_percent:
        for column, number in given.items():
            if number is not None and number > MOST_PERCENT:
                yield column, f"{number} is more than 100 per cent"
    if numbers.comparator is not None and not numbers.comparator_name:
        yield "comparator_name", "name the comparator group"


def differs(held: Mapping[str, object], new: Mapping[str, object]) -> Sequence[str]:
    """Return the columns whose values differ between what is held and what is new."""
    return [name for name, value in new.items() if held.get(name) != value]


def in_order(periods: Sequence[tuple[date, date]]) -> list[tuple[date, date]]:
    """Return the yearly or quarterly periods from the first to the last, gaps included.

    Periods of another length than the latest are left out, so that a line joins like with like.
    """
    if not periods:
        return []
    latest = max(periods)
    months = _months(latest)
    alike = {period for period in periods if _months(period) == months}
    if months == 0:
        return sorted(alike)
    found, current = [], min(alike)
    while current <= latest:
        found.append(current)
        following = Period.between(*current).end.toordinal() + 1
        start = date.fromordinal(following)
        current = (start, _end(start, months))
    return found


def _months(period: tuple[date, date]) -> int:
    whole = Period.between(*period)
    if whole.is_financial_year:
        return 12
    return 3 if whole.is_quarter else 0


def _end(start: date, months: int) -> date:
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date.fromordinal(date(year, month + 1, 1).toordinal() - 1)
