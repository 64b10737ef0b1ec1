"""Quarters a board asks about, and what a value must be to be one."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.periods import Period

QUARTERS = 9
MOST = Decimal("9999999999")


@dataclass(frozen=True, slots=True)
class Given:
    """What was given for one indicator: a number, perhaps of so many, or that there is none."""

    is_supplied: bool
    number: Decimal | None = None
    whole: Decimal | None = None
    commentary: str = ""


def quarters_to(today: date) -> list[Period]:
    """Return the quarters that are over by `today`, newest first."""
    this = date(today.year, today.month - (today.month - 1) % 3, 1)
    first = date(this.year - QUARTERS // 4 - 1, this.month, 1)
    span = Period.between(first, date.fromordinal(this.toordinal() - 1))
    return list(reversed(span.quarters()))[:QUARTERS]


def faults_of(given: Given, *, unit: str) -> dict[str, str]:
    """Return what is wrong with a value, by "number", "whole" or "commentary"; {} for nothing."""
    if not given.is_supplied:
        found = {}
        if given.number is not None or given.whole is not None:
            found["number"] = "It cannot be a number and not supplied as well"
        if not given.commentary.strip():
            found["commentary"] = "Say why it was not supplied"
        return found
    if given.number is None:
        return {"number": "Give a number, or say that it was not supplied. None is 0"}
    return _of_numbers(given.number, given.whole, unit)


def _of_numbers(number: Decimal, whole: Decimal | None, unit: str) -> dict[str, str]:
    found = {"number": _of_number(number, unit), "whole": _of_whole(whole, unit)}
    if not any(found.values()) and unit == "share" and whole is not None and number > whole:
        found["number"] = f"{number} is more than {whole}, of which it is a share"
    return {name: words for name, words in found.items() if words}


def _of_number(number: Decimal, unit: str) -> str:
    if number < 0:
        return "The number cannot be less than 0"
    if number > MOST:
        return "The number is too large"
    return "Give a whole number" if unit != "average" and number != int(number) else ""


def _of_whole(whole: Decimal | None, unit: str) -> str:
    if whole is None:
        return "Say of how many" if unit == "share" else ""
    if unit == "count":
        return "This is a count: it is not a share of anything"
    is_whole = 0 < whole <= MOST and whole == int(whole)
    return "" if is_whole else "Say of how many, in a whole number of 1 or more"
