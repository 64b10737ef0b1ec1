"""Clocks in words, for any page: a sentence, a tag and its colour."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from django.urls import reverse

from core.clock_arithmetic import LONDON, Unit
from core.templatetags.ui import long_date, long_datetime
from safeguard.choices_work import ClockEvent
from safeguard.rules.clocks import Clock, ClockState

STEPS = {
    ClockEvent.PRIORITY_SET: "Priority",
    ClockEvent.DECIDED: "Decision",
    ClockEvent.FEEDBACK_GIVEN: "Telling the referrer",
    ClockEvent.COMMENCED: "Start of the enquiry",
    ClockEvent.ALLOCATED: "Allocation",
    ClockEvent.PLANNED: "Planning",
    ClockEvent.PLAN_REVIEWED: "Plan review",
    ClockEvent.CONCLUDED: "Conclusion",
    ClockEvent.EXPERIENCE_ASKED: "Asking about experience",
}
TAGS: dict[ClockState, tuple[str, str]] = {
    ClockState.IN_TIME: ("In time", "blue"),
    ClockState.DUE_SOON: ("Due soon", "yellow"),
    ClockState.OVERDUE: ("Overdue", "red"),
    ClockState.ON_HOLD: ("On hold", "grey"),
    ClockState.MET: ("Done in time", "green"),
    ClockState.LATE: ("Done late", "red"),
    ClockState.LATE_WITH_REASON: ("Done late, with a reason", "orange"),
}


@dataclass(frozen=True)
class ShownClock:
    """One clock as a page shows it. `why_url` leads to how the due date came about."""

    clock: Clock
    step: str
    text: str
    tag: str
    colour: str
    why_url: str
    reason_url: str

    @property
    def takes_reason(self) -> bool:
        """Whether a reason for lateness may be given: late, or soon to be, and none given yet."""
        may = (ClockState.OVERDUE, ClockState.LATE, ClockState.DUE_SOON)
        return self.clock.state in may and not self.clock.late_reason


def shown(clocks: Iterable[Clock], concern_id: int) -> list[ShownClock]:
    """Return the clocks of one case in words, in the order they came."""
    return [_shown(clock, concern_id) for clock in clocks]


def most_urgent(clocks: Iterable[Clock], concern_id: int) -> ShownClock | None:
    """Return the running clock that is due first, in words; None where none runs."""
    running = [clock for clock in clocks if clock.ended is None]
    if not running:
        return None
    return _shown(min(running, key=lambda clock: clock.due_at), concern_id)


def name_of(event: str) -> str:
    """Return what is due when a clock runs to `event`: "Decision"."""
    return STEPS.get(ClockEvent(event), ClockEvent(event).label)


def due_words(clock: Clock) -> str:
    """Return the deadline: "end of 25 November 2026", or with its time for a clock in hours."""
    if clock.due.unit is not Unit.HOURS:
        return f"end of {long_date(clock.due_on)}"
    midnight = clock.due_at.astimezone(LONDON)
    if (midnight.hour, midnight.minute) == (0, 0) and clock.due_on < midnight.date():
        return f"end of {long_date(clock.due_on)}"
    return long_datetime(clock.due_at)


class Length(Protocol):
    """A rule, or a row that holds one: so many of a unit."""

    @property
    def amount(self) -> int: ...

    @property
    def unit(self) -> str: ...


def amount_words(rule: Length) -> str:
    """Return how long a rule gives: "2 working days", "1 month", "the same day"."""
    words = {"days": "calendar days", "working_days": "working days"}.get(rule.unit, rule.unit)
    if rule.amount == 0 and rule.unit != Unit.HOURS:
        return "the same working day" if rule.unit == Unit.WORKING_DAYS else "the same day"
    return f"{rule.amount} {words[:-1] if rule.amount == 1 else words}"


def sentence(clock: Clock) -> str:
    """Return where a clock stands: "Decision due end of 25 November 2026, 1 working day left"."""
    step = name_of(clock.rule.end_event)
    if clock.state is ClockState.ON_HOLD:
        return f"{step} on hold: {clock.days_left} when the hold ends"
    if clock.ended is None:
        verb = "was due" if clock.is_over else "due"
        words = f"{step} {verb} {due_words(clock)}"
        if clock.due_on != clock.today or clock.is_over or clock.due.unit is Unit.HOURS:
            words = f"{words}, {clock.days_left}"
        else:
            words = f"{words}, today"
        return f"{words}; a reason is recorded" if clock.is_over and clock.late_reason else words
    done = f"{step} done on {long_date(clock.ended.day)}"
    lateness = f", {clock.days_left}" if clock.is_over else ""
    return f"{done}{lateness}; due {due_words(clock)}"


def _shown(clock: Clock, concern_id: int) -> ShownClock:
    tag, colour = TAGS[clock.state]
    query = f"?step={clock.rule.end_event}"
    if clock.enquiry_id:
        query = f"{query}&enquiry={clock.enquiry_id}"
    key = clock_key(clock)
    return ShownClock(
        clock=clock,
        step=name_of(clock.rule.end_event),
        text=sentence(clock),
        tag=tag,
        colour=colour,
        why_url=f"{reverse('safeguard:clock-why', args=[concern_id])}?clock={key}#clock-{key}",
        reason_url=f"{reverse('safeguard:late-reason', args=[concern_id])}{query}",
    )


def steps_to_excuse(clocks: Iterable[ShownClock]) -> dict[str, ShownClock]:
    """Return the clocks of steps that are late or may be, by what names the step on a form.

    What was done in time needs no excuse. Several clocks that end with one step share its reason.
    """
    found: dict[str, ShownClock] = {}
    for each in clocks:
        if each.clock.state is not ClockState.MET:
            found.setdefault(step_key(each.clock.rule.end_event, each.clock.enquiry_id), each)
    return found


def step_key(event: str, enquiry_id: int | str | None) -> str:
    """Return what names a step of a case on a form: its event, and its enquiry where it has one."""
    return f"{event}-{enquiry_id or 0}"


def clock_key(clock: Clock) -> str:
    """Return what tells a clock from the others of its case, for an address."""
    rule = clock.rule
    return f"{rule.start_event}-{rule.end_event}-{clock.enquiry_id or 0}"
