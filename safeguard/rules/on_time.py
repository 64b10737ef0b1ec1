"""Judge one case against what the council set itself, and against what was promised to others.

A fact is a case, or `n` cases that read the same, as in `safeguard.rules.measures`. What an extract
cannot tell is not known, never not met.
"""

from datetime import date, datetime
from typing import NamedTuple

from core.clock_arithmetic import Moment, at
from safeguard.choices_work import AdvocateOutcome, ClockEvent
from safeguard.rules.clocks import Clock, ClockState, starts_again
from safeguard.rules.measures import Status, of_met

# Where a clock to each step may start: the first of these that has a rule counts.
STARTS: dict[str, tuple[str, ...]] = {
    ClockEvent.DECIDED: (ClockEvent.RECEIVED,),
    ClockEvent.CONCLUDED: (ClockEvent.COMMENCED, ClockEvent.DECIDED, ClockEvent.RECEIVED),
}


class StepFact(NamedTuple):
    """A step of a case that a timescale may be for.

    `held` is the key of an enquiry that was on hold, None where it never was. A start that no rule
    counts from is None, and so is the time of receipt where no rule is in hours.
    """

    month: str
    end_event: str
    kind: str | None
    priority: str | None
    ended_on: date | None
    reopened_at: datetime | None
    has_reason: bool
    held: int | None
    received_on: date | None = None
    received_at: datetime | None = None
    decided_on: date | None = None
    commenced_on: date | None = None
    n: int = 1

    def start_at(self, event: str) -> Moment | None:
        """Return when the clock starts that runs from `event`.

        At a reopening where it had one, unless the step ended before that day.
        """
        days = {
            ClockEvent.RECEIVED: self.received_on,
            ClockEvent.DECIDED: self.decided_on,
            ClockEvent.COMMENCED: self.commenced_on,
        }
        day = days[ClockEvent(event)]
        if day is None:
            return None
        if self.reopened_at is not None:
            reopened = at(self.reopened_at)
            if starts_again(reopened, Moment(self.ended_on) if self.ended_on else None):
                return reopened
        return Moment(day, self.received_at if event == ClockEvent.RECEIVED else None)


class FeedbackFact(NamedTuple):
    """A concern received in the period: does its referrer know what was decided?"""

    month: str
    was_decided: bool
    was_recorded_here: bool
    was_wanted: bool
    is_possible: bool
    was_given: bool
    n: int = 1


class CausedFact(NamedTuple):
    """An enquiry that another body was asked to make, as its requests stand."""

    month: str
    kind: str
    has_request: bool
    was_late: bool
    was_in_time: bool
    n: int = 1


class AdvocateFact(NamedTuple):
    """An enquiry for which an advocate was requested: the first request."""

    month: str
    kind: str
    requested_on: date
    appointed_on: date | None
    not_appointed: str | None
    n: int = 1

    @property
    def days(self) -> int | None:
        """Calendar days from the request to the appointment."""
        return None if self.appointed_on is None else (self.appointed_on - self.requested_on).days


def in_time(clock: Clock) -> Status:
    """Judge a step; one that is open is judged only once its deadline has passed."""
    met = clock.counts_as_met
    return Status.NOT_APPLICABLE if met is None else of_met(met)


def late_with_reason(clock: Clock) -> Status:
    """Judge whether a step was late and says why."""
    if clock.counts_as_met is None:
        return Status.NOT_APPLICABLE
    is_late = clock.state in (ClockState.OVERDUE, ClockState.LATE_WITH_REASON)
    return of_met(is_late and bool(clock.late_reason))


def feedback_given(fact: FeedbackFact) -> Status:
    """Judge a decided concern whose referrer wanted to be told, and could be."""
    if not fact.was_decided:
        return Status.NOT_APPLICABLE
    if not fact.was_recorded_here:
        return Status.NOT_KNOWN
    if not fact.was_wanted or not fact.is_possible:
        return Status.NOT_APPLICABLE
    return of_met(fact.was_given)


def returned_in_time(fact: CausedFact) -> Status:
    """Judge a caused enquiry by every report that was due from those asked."""
    if not fact.has_request:
        return Status.NOT_KNOWN
    if fact.was_late:
        return Status.NOT_MET
    return Status.MET if fact.was_in_time else Status.NOT_APPLICABLE


def advocate_appointed(fact: AdvocateFact) -> Status:
    """Judge whether an advocate came; no longer needed, or declined, is no failure to appoint."""
    if fact.appointed_on is not None:
        return Status.MET
    excused = (AdvocateOutcome.DECLINED, AdvocateOutcome.NOT_NEEDED)
    return Status.NOT_APPLICABLE if fact.not_appointed in excused else Status.NOT_MET
