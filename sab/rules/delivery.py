"""How far an action or a recommendation is delivered. How sure anybody is stands apart."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

# A month of grace between amber and red: ours, as no published standard was found.
LATE_DAYS = 30


class Delivery(IntEnum):
    """From best to worst, so that the worst of several is their maximum."""

    VERIFIED = 0
    COMPLETE = 1
    ON_TRACK = 2
    NOT_STARTED = 3
    AT_RISK = 4
    LATE = 5


WORDS = {
    Delivery.VERIFIED: "Complete and verified",
    Delivery.COMPLETE: "Complete, not yet verified",
    Delivery.ON_TRACK: "On track",
    Delivery.NOT_STARTED: "Not started",
    Delivery.AT_RISK: "At risk or up to 30 days late",
    Delivery.LATE: "More than 30 days late, or blocked",
}
COLOURS = {
    Delivery.VERIFIED: "blue",
    Delivery.COMPLETE: "teal",
    Delivery.ON_TRACK: "green",
    Delivery.NOT_STARTED: "grey",
    Delivery.AT_RISK: "orange",
    Delivery.LATE: "red",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """What an action's delivery depends on."""

    progress: str
    due_on: date
    is_verified: bool


def delivery_of(action: Standing, today: date) -> Delivery:
    """Say how one action stands on `today`; the day it is due is not late."""
    if action.progress == "complete":
        return Delivery.VERIFIED if action.is_verified else Delivery.COMPLETE
    late = (today - action.due_on).days
    if late > LATE_DAYS or action.progress == "blocked":
        return Delivery.LATE
    if late > 0 or action.progress == "at_risk":
        return Delivery.AT_RISK
    return Delivery.NOT_STARTED if action.progress == "not_started" else Delivery.ON_TRACK


def is_overdue(due_on: date | None, actions: Sequence[Standing], today: date) -> bool:
    """Say whether an open recommendation is overdue: past its day, and something is left to do.

    One without an action has everything left to do.
    """
    is_done = bool(actions) and all(action.progress == "complete" for action in actions)
    return due_on is not None and due_on < today and not is_done


def delivery_of_all(actions: Iterable[Standing], today: date) -> Delivery | None:
    """Say how a recommendation stands: as its worst action does. None where it has no action."""
    return max((delivery_of(action, today) for action in actions), default=None)
