"""When an item of the information return is due, and what is still missing from a return. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

# Where a version of the framework does not say: most of the return was due after three weeks.
USUAL_DAYS = 21


@dataclass(frozen=True, slots=True)
class ItemState:
    """What is known of one item. `status` is a code of `ReturnItemStatus`."""

    status: str
    due_on: date
    has_owner: bool
    has_answer: bool
    documents: int
    stopped_counting: int = 0
    """Documents chosen for it that are not approved, or withdrawn since."""


@dataclass(frozen=True, slots=True)
class Completeness:
    """How complete a return is. The numbers are of items."""

    items: int
    ready: int
    not_held: int
    overdue: int
    without_owner: int
    ready_without_anything: int
    with_stopped_documents: int

    @property
    def settled(self) -> int:
        return self.ready + self.not_held

    @property
    def is_complete(self) -> bool:
        """Every item is settled, and each that is ready has something in it that still counts."""
        sound = not self.ready_without_anything and not self.with_stopped_documents
        return self.items > 0 and self.settled == self.items and sound


def due_day(notice_on: date, due_days: int | None) -> date:
    """Return the last day for an item: calendar days after the notice, which is day 0."""
    return notice_on + timedelta(days=USUAL_DAYS if due_days is None else due_days)


def completeness(items: Iterable[ItemState], *, today: date) -> Completeness:
    """Count what is there and what is missing. An item is overdue once its day is past."""
    states = list(items)
    settled = ("ready", "not_held")
    return Completeness(
        items=len(states),
        ready=sum(item.status == "ready" for item in states),
        not_held=sum(item.status == "not_held" for item in states),
        overdue=sum(item.due_on < today and item.status not in settled for item in states),
        without_owner=sum(not item.has_owner for item in states),
        ready_without_anything=sum(
            item.status == "ready" and not item.has_answer and not item.documents for item in states
        ),
        with_stopped_documents=sum(item.stopped_counting > 0 for item in states),
    )
