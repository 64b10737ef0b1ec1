"""What a data-quality rule is, and among which records it looks."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import Q, QuerySet

from core.models import Organisation
from core.periods import Period
from safeguard.models import Adult, Concern, Enquiry
from safeguard.quality.effects import Effect


@dataclass(frozen=True)
class Reach:
    """What the desk looks at: a council, a reporting year, and the last day the data cover.

    `look_again_days` is how long a concern may wait without somebody looking at it again.
    """

    council: Organisation
    year: Period
    until: date
    look_again_days: int


class Subject(StrEnum):
    CONCERN = "Concerns"
    ENQUIRY = "Enquiries"
    ADULT = "Adults"


@dataclass(frozen=True)
class Rule:
    """One named rule.

    `fails` says which records fail among those that `among` says are looked at, both as conditions
    for the database. `since` is the column from which a failing record's age is counted.
    """

    code: str
    subject: Subject
    title: str
    why: str
    how: str
    among: Callable[[Reach], Q]
    fails: Callable[[Reach], Q]
    since: str
    effects: tuple[Effect, ...] = ()

    def condition(self, reach: Reach) -> Q:
        return self.among(reach) & self.fails(reach)

    @property
    def is_for_a_year(self) -> bool:
        """Whether the rule looks at one reporting year; else at all that waits or is open now."""
        return self.among not in (waiting, still_open)

    def failing(self, reach: Reach) -> QuerySet[Any]:
        """Return the records that fail, oldest first."""
        rows = rows_of(self.subject).filter(self.condition(reach))
        return rows.order_by(self.since, "pk")


def rows_of(subject: Subject) -> QuerySet[Any]:
    """Return every record of a subject, in no order."""
    found: dict[Subject, QuerySet[Any]] = {
        Subject.CONCERN: Concern.objects.order_by(),
        Subject.ENQUIRY: Enquiry.objects.order_by(),
        Subject.ADULT: Adult.objects.order_by(),
    }
    return found[subject]


# The council stands in each condition, so that an index serves each part of "this or that".
def waiting(reach: Reach) -> Q:
    """Concerns not decided yet, whenever they were received."""
    return Q(council=reach.council, decision__isnull=True)


def received(reach: Reach) -> Q:
    """Concerns received in the year."""
    return Q(council=reach.council, received_on__range=(reach.year.start, reach.year.end))


def still_open(reach: Reach) -> Q:
    """Enquiries not concluded yet, whenever they commenced."""
    return Q(council=reach.council, concluded_on__isnull=True)


def concluded(reach: Reach) -> Q:
    """Enquiries concluded in the year."""
    return Q(council=reach.council, concluded_on__range=(reach.year.start, reach.year.end))


def with_concerns(reach: Reach) -> Q:
    """Adults about whom a concern was received in the year."""
    concerns = Concern.objects.filter(received(reach)).order_by()
    return Q(council=reach.council, merged_into__isnull=True, pk__in=concerns.values("adult"))
