"""Judge one case against one measure. A headline is the sum of its cases, so both agree.

A fact is a case, or `n` cases that read the same, reduced to what the measures ask of it.
"""

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from core.workdays import WorkingCalendar
from safeguard.choices import (
    ACHIEVED,
    ASKED,
    DECIDED_AS_ENQUIRY,
    RISK_IDENTIFIED,
    RISK_LOWERED,
    LackedCapacity,
    OutcomesAsked,
)


class Status(StrEnum):
    MET = "met"
    NOT_MET = "not_met"
    NOT_APPLICABLE = "not_applicable"
    NOT_KNOWN = "not_known"


class ConcernFact(NamedTuple):
    """A concern received in the period."""

    received_on: date
    decided_on: date | None
    decision: str | None
    n: int = 1


class RepeatFact(NamedTuple):
    """A concern received in the period; `again` if another came within the 365 days before it."""

    month: str
    again: bool
    n: int = 1


class DecidedFact(NamedTuple):
    """A concern decided in the period, whenever it was received."""

    month: str
    n: int = 1


class CommencedFact(NamedTuple):
    """An enquiry that commenced in the period. `days` counts from the receipt of its concern."""

    month: str
    kind: str
    days: int
    caused: bool
    n: int = 1


class FollowedFact(NamedTuple):
    """An enquiry that commenced in the period, followed for `days`, to its end if `concluded`."""

    month: str
    kind: str
    days: int
    concluded: bool
    n: int = 1


class ConcludedFact(NamedTuple):
    """An enquiry that concluded in the period: what was found and recorded."""

    month: str
    kind: str
    result: str
    outcome: str | None
    lacked_capacity: str | None
    supported: bool | None
    asked: str | None
    achieved: str | None
    n: int = 1


class DurationFact(NamedTuple):
    """An enquiry that concluded in the period: the calendar days it took."""

    month: str
    kind: str
    days: int
    n: int = 1


class OpenFact(NamedTuple):
    """An enquiry that is open on the day it is looked at, and how many days it has been."""

    kind: str
    days: int
    n: int = 1


def of_met(met: bool) -> Status:
    return Status.MET if met else Status.NOT_MET


def decided_within(fact: ConcernFact, *, working_days: int, calendar: WorkingCalendar) -> Status:
    """Judge the decision: within is up to and including the end of day `working_days`.

    The day of receipt is day 0; a concern received on a non-working day counts from the next
    working day. An undecided concern is not judged yet.
    """
    if fact.decided_on is None:
        return Status.NOT_APPLICABLE
    return of_met(calendar.decision_days(fact.received_on, fact.decided_on) <= working_days)


def became_enquiry(fact: ConcernFact) -> Status:
    """Judge a decided concern by whether it was decided as an enquiry of either kind."""
    if fact.decision is None:
        return Status.NOT_APPLICABLE
    return of_met(fact.decision in DECIDED_AS_ENQUIRY)


def risk_identified(fact: ConcludedFact) -> Status:
    return of_met(fact.result in RISK_IDENTIFIED)


def risk_ended_as(fact: ConcludedFact, *, outcomes: tuple[str, ...]) -> Status:
    """Judge the risk outcome, where a risk was identified."""
    if fact.result not in RISK_IDENTIFIED:
        return Status.NOT_APPLICABLE
    if fact.outcome is None:
        return Status.NOT_KNOWN
    return of_met(fact.outcome in outcomes)


def risk_lowered(fact: ConcludedFact) -> Status:
    """Judge whether an identified risk was reduced or removed."""
    return risk_ended_as(fact, outcomes=RISK_LOWERED)


def asked(fact: ConcludedFact) -> Status:
    """Judge whether the adult, or somebody for them, was asked what they wanted."""
    if fact.asked in (None, OutcomesAsked.NOT_RECORDED, OutcomesAsked.DONT_KNOW):
        return Status.NOT_KNOWN
    return of_met(fact.asked in ASKED)


def expressed(fact: ConcludedFact) -> Status:
    """Judge, of those asked, whether they expressed outcomes."""
    if fact.asked not in ASKED:
        return Status.NOT_APPLICABLE
    return of_met(fact.asked == OutcomesAsked.EXPRESSED)


def achieved_as(fact: ConcludedFact, *, results: tuple[str, ...]) -> Status:
    """Judge, of those who expressed outcomes, how far these were achieved."""
    if fact.asked != OutcomesAsked.EXPRESSED:
        return Status.NOT_APPLICABLE
    if fact.achieved is None:
        return Status.NOT_KNOWN
    return of_met(fact.achieved in results)


def achieved(fact: ConcludedFact) -> Status:
    """Judge whether the outcomes expressed were achieved fully or partially."""
    return achieved_as(fact, results=ACHIEVED)


def capacity_recorded(fact: ConcludedFact) -> Status:
    """Judge whether the record says yes or no to lacking capacity."""
    return of_met(fact.lacked_capacity in (LackedCapacity.YES, LackedCapacity.NO))


def lacked_capacity(fact: ConcludedFact) -> Status:
    if capacity_recorded(fact) is Status.NOT_MET:
        return Status.NOT_KNOWN
    return of_met(fact.lacked_capacity == LackedCapacity.YES)


def supported(fact: ConcludedFact) -> Status:
    """Judge, of those who lacked capacity, whether an advocate, family or friend supported them."""
    if fact.lacked_capacity != LackedCapacity.YES:
        return Status.NOT_APPLICABLE
    return Status.NOT_KNOWN if fact.supported is None else of_met(fact.supported)


def outcome_recorded(fact: ConcludedFact) -> Status:
    """Judge, where a risk was identified, whether its outcome is on record."""
    if fact.result not in RISK_IDENTIFIED:
        return Status.NOT_APPLICABLE
    return of_met(fact.outcome is not None)


def repeated(fact: RepeatFact) -> Status:
    """Judge a concern by whether one about the same adult came in the 365 days before it."""
    return of_met(fact.again)


def caused(fact: CommencedFact) -> Status:
    return of_met(fact.caused)


Judge = Callable[..., Status]
