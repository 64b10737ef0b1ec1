"""What dates about one adult and a concern about them can be true together."""

from datetime import date, datetime

from core.errors import RuleViolationError

OLDEST = 130


def check_life(
    *, born_on: date | None, born_year: int | None, died_on: date | None, today: date
) -> None:
    """Refuse a life that cannot be.

    Raises:
        RuleViolationError: code `born_twice`, `born_in_future`, `born_too_long_ago`,
            `died_in_future` or `died_before_birth`, each with its field.
    """
    if born_on and born_year:
        raise RuleViolationError(
            "born_twice", "Give the date of birth, or the year alone, not both", field="born_year"
        )
    _check_birth(born_on, born_year, today)
    if died_on is None:
        return
    if died_on > today:
        raise RuleViolationError(
            "died_in_future", "Date of death must be today or in the past", field="died_on"
        )
    if (born_on and died_on < born_on) or (born_year and died_on.year < born_year):
        raise RuleViolationError(
            "died_before_birth",
            f"Date of death must be on or after the {birth_in_words(born_on, born_year)}",
            field="died_on",
        )


def _check_birth(born_on: date | None, born_year: int | None, today: date) -> None:
    field, said = ("born_on", "Date of birth") if born_on else ("born_year", "Year of birth")
    if (born_on and born_on > today) or (born_year and born_year > today.year):
        raise RuleViolationError(
            "born_in_future", f"{said} must be in the past, not the future", field=field
        )
    year = born_on.year if born_on else born_year
    if year and year < today.year - OLDEST:
        raise RuleViolationError(
            "born_too_long_ago",
            f"{said} must be within the last {OLDEST} years",
            field=field,
        )


def check_receipt(
    *, received_at: datetime, now: datetime, born_on: date | None, born_year: int | None
) -> None:
    """Refuse a concern received in the future, or before the adult was born.

    Args:
        received_at: local time, which its day is judged in.

    Raises:
        RuleViolationError: code `received_in_future` or `received_before_birth`.
    """
    if received_at > now:
        late = received_at.date() == now.astimezone(received_at.tzinfo).date()
        what, field = ("Time", "received_time") if late else ("Date", "received_date")
        raise RuleViolationError(
            "received_in_future", f"{what} received must not be in the future", field=field
        )
    day = received_at.date()
    if (born_on and day < born_on) or (born_year and day.year < born_year):
        raise RuleViolationError(
            "received_before_birth",
            f"Date received must be on or after the adult's {birth_in_words(born_on, born_year)}",
            field="received_date",
        )


def check_wish(*, on: date | None, today: date, born_on: date | None) -> None:
    """Refuse a wish said in the future, or before the adult was born.

    Raises:
        RuleViolationError: code `wish_in_future` or `wish_before_birth`, field `wanted_on`.
    """
    if on and on > today:
        raise RuleViolationError(
            "wish_in_future",
            "When the adult said what they want must not be in the future",
            field="wanted_on",
        )
    if on and born_on and on < born_on:
        raise RuleViolationError(
            "wish_before_birth",
            "When the adult said what they want must be on or after their "
            + birth_in_words(born_on, None),
            field="wanted_on",
        )


def check_first_concern(
    *, born_on: date | None, born_year: int | None, received_on: date | None, reference: str
) -> None:
    """Refuse a birth after the first concern about the adult was received.

    Raises:
        RuleViolationError: code `born_after_concern`, field `born_on` or `born_year`.
    """
    if received_on is None:
        return
    if (born_on and born_on > received_on) or (born_year and born_year > received_on.year):
        said, field = ("Date", "born_on") if born_on else ("Year", "born_year")
        raise RuleViolationError(
            "born_after_concern",
            f"{said} of birth must not be after {in_words(received_on)}, when concern {reference} "
            "about them was received",
            field=field,
        )


def birth_in_words(born_on: date | None, born_year: int | None) -> str:
    """Return "date of birth, 3 February 1950" or "year of birth, 1950"."""
    if born_on:
        return f"date of birth, {in_words(born_on)}"
    return f"year of birth, {born_year}"


def in_words(day: date) -> str:
    """Return a date as pages write it: "3 February 1950"."""
    return f"{day.day} {day:%B %Y}"
