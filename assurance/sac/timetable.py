"""When a return opens and closes, as far as the specification holds it. Pure."""

from dataclasses import dataclass
from datetime import date, datetime

from assurance.sac.spec import Specification, specification_for
from core.periods import Period

DATES = {
    "window_opens": "Opens",
    "submission_deadline": "Closes",
    "resubmission_deadline": "Resubmission closes",
}


@dataclass(frozen=True, slots=True)
class Milestone:
    """One date of the timetable; None where no source that was read gives it."""

    label: str
    on: date | None


def milestones(specification: Specification, year: str) -> tuple[Milestone, ...]:
    """Return when the return of `year` opens, closes, and closes for good."""
    held = specification.timetable.get(year, {})
    return tuple(Milestone(label, _day(held.get(key))) for key, label in DATES.items())


def reporting_years(first: date | None, last: date) -> tuple[str, ...]:
    """Return the years that a return may be made for, newest first.

    Args:
        first: the day of the earliest case; None where there is none, and so no year.
        last: how far the data reach; the year it falls in is included.
    """
    if first is None:
        return ()
    starts = range(_starts(last), _starts(first) - 1, -1)
    return tuple(label for start in starts if _covered(label := Period.financial_year(start).label))


def _starts(day: date) -> int:
    return day.year if day.month >= 4 else day.year - 1


def _covered(year: str) -> bool:
    try:
        specification_for(year)
    except ValueError:
        return False
    return True


def _day(text: object) -> date | None:
    return datetime.fromisoformat(str(text)).date() if text else None
