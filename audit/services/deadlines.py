"""A deadline that one person is told of, and the steps of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from audit.choices import NoticeKind
from core.models import Organisation, User

SOON, WEEK = timedelta(days=3), timedelta(days=7)


@dataclass(frozen=True)
class Due:
    """Something that one person is to do, or waits for, by a day."""

    person: User
    council: Organisation
    what: str
    reference: str
    due_on: date


def kind_on(due_on: date, day: date) -> NoticeKind:
    """Return which step of a deadline `day` is; it is never more than three days ahead."""
    if day < due_on:
        return NoticeKind.SOON
    if day == due_on:
        return NoticeKind.TODAY
    return NoticeKind.OVERDUE if day - due_on < WEEK else NoticeKind.WEEK_OVERDUE
