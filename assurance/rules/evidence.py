"""What may stand as evidence, who may approve it, and when it is old. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from urllib.parse import urlsplit

from core.periods import year_before

LONGEST_ADDRESS = 2000
SCHEMES = ("http", "https")
DAYS_IN_A_WEEK = 7


class Fault(NamedTuple):
    """Why something is refused: a stable code, and words for whoever asked."""

    code: str
    words: str


@dataclass(frozen=True)
class Dates:
    """The days that say how current an item is."""

    effective_from: date
    effective_to: date | None
    review_on: date | None

    @property
    def newest(self) -> date:
        """The last day that the evidence is about."""
        return self.effective_to or self.effective_from


def link_fault(address: str) -> Fault | None:
    """Say why an address may not be kept as evidence; None where it may. It is never opened."""
    if len(address) > LONGEST_ADDRESS:
        return Fault("long", f"The link must be {LONGEST_ADDRESS} characters or fewer")
    if any(character.isspace() or not character.isprintable() for character in address):
        return Fault("spaces", "The link must not hold spaces or line breaks")
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return Fault("unreadable", "The link cannot be read. Copy it again from the browser")
    if parts.scheme.lower() not in SCHEMES:
        return Fault("scheme", "The link must begin with https:// or http://")
    if "." not in host.strip("."):
        return Fault("host", "The link must name a site, for example https://www.example.gov.uk/")
    if parts.username or parts.password:
        return Fault("password", "The link holds a user name or password. Take it out")
    return None


def approval_fault(approver: int, made_by: Collection[int | None]) -> Fault | None:
    """Say why somebody may not approve an item that `made_by` added or last revised."""
    if approver in made_by:
        return Fault("own", "Somebody else must approve evidence that you added or changed")
    return None


def months_since(day: date, today: date) -> int:
    """Return the whole months from `day` to `today`; none where it has not come yet."""
    months = (today.year - day.year) * 12 + today.month - day.month
    return max(0, months - (today.day < day.day))


def is_old(dates: Dates, today: date) -> bool:
    """Tell whether the newest day that evidence is about is a year ago or more.

    A year is what an assessment looks back over; what is older is shown as old, not left out.
    """
    return dates.newest <= year_before(today)


def is_due_for_review(dates: Dates, today: date) -> bool:
    return dates.review_on is not None and dates.review_on < today


def is_stale(dates: Dates, today: date) -> bool:
    """Tell whether evidence wants looking at again: its review day has passed, or it is old."""
    return is_due_for_review(dates, today) or is_old(dates, today)


def age_in_words(newest: date, today: date) -> str:
    """Say how long ago the newest evidence is about: "current", "3 weeks", "14 months"."""
    if newest >= today:
        return "current"
    months = months_since(newest, today)
    if months:
        return f"{months} month{'' if months == 1 else 's'}"
    days = (today - newest).days
    weeks = days // DAYS_IN_A_WEEK
    if weeks:
        return f"{weeks} week{'' if weeks == 1 else 's'}"
    return f"{days} day{'' if days == 1 else 's'}"
