"""How the wait of a case stands against the council's own timescale, if it has one."""

from datetime import date, datetime

from core.clock_arithmetic import Moment, at
from core.workdays import WorkingCalendar
from safeguard.choices_work import ClockEvent
from safeguard.metrics.waiting import Stage, WaitingCase
from safeguard.rules.clocks import Clock, Rules, clocks_between

# The step that ends each wait. A report asked of others has a day of its own.
ENDS = {
    Stage.TRIAGE: ClockEvent.PRIORITY_SET,
    Stage.DECISION: ClockEvent.DECIDED,
    Stage.SIGN_OFF: ClockEvent.DECIDED,
    Stage.NOT_STARTED: ClockEvent.COMMENCED,
    Stage.UNALLOCATED: ClockEvent.ALLOCATED,
}
# Steps that an extract says nothing about.
ONLY_HERE = (ClockEvent.PRIORITY_SET, ClockEvent.ALLOCATED)


def clock_of(
    case: WaitingCase, rules: Rules, calendar: WorkingCalendar, *, now: datetime
) -> Clock | None:
    """Return the running clock that ends soonest with the step the case waits for, or None.

    Time on hold is not taken off here; the page of the case shows it.
    """
    stage = Stage(case.stage)
    end = ENDS.get(stage)
    if end is None or (end in ONLY_HERE and not case.was_recorded_here):
        return None
    happened: dict[str, Moment] = {ClockEvent.RECEIVED: Moment(case.received_on, case.received_at)}
    if case.triaged_at is not None:
        happened[ClockEvent.PRIORITY_SET] = at(case.triaged_at)
    if case.decided_on is not None:
        happened[ClockEvent.DECIDED] = Moment(case.decided_on)
    if stage is Stage.UNALLOCATED:
        happened[ClockEvent.COMMENCED] = Moment(case.since)
    happened.pop(end, None)
    again: dict[str, Moment] = {}
    if case.reopened_at is not None and end == ClockEvent.DECIDED:
        again[end] = at(case.reopened_at)
    found = clocks_between(
        rules,
        happened,
        ends=(end,),
        calendar=calendar,
        now=now,
        kind=case.kind,
        priority=case.priority,
        again=again,
    )
    return found[0] if found else None


def days_waited(case: WaitingCase, calendar: WorkingCalendar, until: date) -> int:
    """Return the working days from the day the case came into its stage to `until`."""
    return calendar.decision_days(case.since, max(case.since, until))
