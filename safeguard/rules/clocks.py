"""Which timescale a step of a case falls under, and how its clock stands. Nothing is national.

A case is judged by the rule in force on the day its clock started: the most specific that fits its
kind and priority, and of those the newest.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from core.clock_arithmetic import LONDON, Due, Hold, Moment, Unit, due
from core.workdays import SkippedDay, WorkingCalendar
from safeguard.choices_work import ClockEvent, ClockKind, ClockPriority

# In the order in which they happen; a clock runs from an earlier to a later one.
OF_A_CONCERN = (
    ClockEvent.RECEIVED,
    ClockEvent.PRIORITY_SET,
    ClockEvent.DECIDED,
    ClockEvent.FEEDBACK_GIVEN,
)
OF_AN_ENQUIRY = (
    ClockEvent.COMMENCED,
    ClockEvent.ALLOCATED,
    ClockEvent.PLANNED,
    ClockEvent.PLAN_REVIEWED,
    ClockEvent.CONCLUDED,
    ClockEvent.EXPERIENCE_ASKED,
)
IN_ORDER = (*OF_A_CONCERN, *OF_AN_ENQUIRY)
# A safeguarding plan may outlive its enquiry.
ALSO = {(ClockEvent.CONCLUDED, ClockEvent.PLAN_REVIEWED)}
# What may not happen to every case, so that a clock from it might never start, or to it never end.
NEVER_FIRST = (ClockEvent.FEEDBACK_GIVEN, ClockEvent.EXPERIENCE_ASKED)


class ClockState(StrEnum):
    IN_TIME = "in_time"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    ON_HOLD = "on_hold"
    MET = "met"
    LATE = "late"
    LATE_WITH_REASON = "late_with_reason"


ENDED = (ClockState.MET, ClockState.LATE, ClockState.LATE_WITH_REASON)


@dataclass(frozen=True, slots=True)
class Timescale:
    """One rule of a council. `warn_before` is in calendar days; `last_day` ends new starts."""

    key: int
    name: str
    start_event: str
    end_event: str
    amount: int
    unit: str
    enquiry_kind: str
    priority: str
    effective_from: date
    last_day: date | None
    warn_before: int
    takes_off_holds: bool
    reason_counts_as_met: bool

    def is_in_force_on(self, day: date) -> bool:
        return self.effective_from <= day and (self.last_day is None or day <= self.last_day)

    def fits(self, kind: str | None, priority: str | None) -> bool:
        return self.enquiry_kind in (ClockKind.ANY, kind) and self.priority in (
            ClockPriority.ANY,
            priority,
        )

    @property
    def rank(self) -> tuple[bool, bool, date]:
        """How specific and how new it is: priority before kind, then the later start."""
        return (
            self.priority != ClockPriority.ANY,
            self.enquiry_kind != ClockKind.ANY,
            self.effective_from,
        )


class Rules:
    """The timescales of one council, by the step they are for."""

    def __init__(self, timescales: Iterable[Timescale] = ()) -> None:
        self._by_step: dict[tuple[str, str], list[Timescale]] = {}
        for timescale in timescales:
            step = (timescale.start_event, timescale.end_event)
            self._by_step.setdefault(step, []).append(timescale)
        for rules in self._by_step.values():
            rules.sort(key=lambda rule: rule.rank, reverse=True)

    def __bool__(self) -> bool:
        return bool(self._by_step)

    @property
    def steps(self) -> list[tuple[str, str]]:
        """The steps that have a rule, as (start, end), in the order in which they happen."""
        places = {str(event): place for place, event in enumerate(IN_ORDER)}
        return sorted(self._by_step, key=lambda step: (places[step[1]], places[step[0]]))

    def of_step(self, start_event: str, end_event: str) -> list[Timescale]:
        return list(self._by_step.get((start_event, end_event), ()))

    def pick(
        self,
        start_event: str,
        end_event: str,
        *,
        on: date,
        kind: str | None = None,
        priority: str | None = None,
    ) -> Timescale | None:
        """Return the rule that a clock started `on` that day runs under, or None.

        A case whose kind or priority is not known falls under rules for any.
        """
        rules = self._by_step.get((start_event, end_event), ())
        fitting = (r for r in rules if r.is_in_force_on(on) and r.fits(kind, priority))
        return next(fitting, None)


def may_run(start_event: str, end_event: str) -> bool:
    """Say whether a clock can run between two events: only from an earlier one to a later."""
    if start_event in NEVER_FIRST:
        return False
    if (start_event, end_event) in ALSO:
        return True
    if end_event in OF_A_CONCERN and start_event not in OF_A_CONCERN:
        return False
    return IN_ORDER.index(ClockEvent(start_event)) < IN_ORDER.index(ClockEvent(end_event))


@dataclass(frozen=True, slots=True)
class RunningHold:
    """Days on hold, both ends included; one that still runs has no `until`."""

    since: date
    until: date | None
    reason: str = ""


@dataclass(frozen=True)
class Clock:
    """One step of one case against the timescale it falls under.

    `ended` is None while it runs. `now` is the moment it was looked at. `starts_again` tells that
    it counts from a reopening instead of from its start event.
    """

    rule: Timescale
    due: Due
    ended: Moment | None
    now: datetime
    holds: tuple[RunningHold, ...] = ()
    late_reason: str = ""
    starts_again: bool = False
    enquiry_id: int | None = None
    enquiry_reference: str = ""

    @property
    def started(self) -> date:
        return self.due.start.day

    @property
    def started_at(self) -> datetime | None:
        return self.due.start.at

    @property
    def counted_from(self) -> date:
        return self.due.counted_from

    @property
    def due_on(self) -> date:
        return self.due.due_on

    @property
    def due_at(self) -> datetime:
        return self.due.due_at

    @property
    def ended_on(self) -> date | None:
        return self.ended.day if self.ended else None

    @property
    def skipped(self) -> tuple[SkippedDay, ...]:
        return self.due.skipped

    @property
    def is_past_horizon(self) -> bool:
        return self.due.is_past_horizon

    @property
    def today(self) -> date:
        return self.now.astimezone(LONDON).date()

    @property
    def is_over(self) -> bool:
        """Whether the deadline has passed: by now, or by the time the step was done.

        A step of which only the day is known is judged by the day, also on a clock in hours.
        """
        if self.ended is None:
            return self._is_past(Moment(self.today, self.now))
        return self._is_past(self.ended)

    @property
    def is_on_hold(self) -> bool:
        running = (hold for hold in self.holds if hold.until is None)
        takes_off = self.ended is None and self.rule.takes_off_holds
        return takes_off and any(hold.since <= self.today for hold in running)

    @property
    def state(self) -> ClockState:
        if self.ended is not None:
            if not self.is_over:
                return ClockState.MET
            return ClockState.LATE_WITH_REASON if self.late_reason else ClockState.LATE
        if self.is_over:
            return ClockState.OVERDUE
        if self.is_on_hold:
            return ClockState.ON_HOLD
        is_near = (self.due_on - self.today).days <= self.rule.warn_before
        return ClockState.DUE_SOON if is_near else ClockState.IN_TIME

    @property
    def counts_as_met(self) -> bool | None:
        """Whether it counts as in time, lateness for a reason included where the rule says so.

        None while it runs and its deadline has not passed.
        """
        if self.ended is None and not self.is_over:
            return None
        excused = bool(self.late_reason) and self.rule.reason_counts_as_met
        return not self.is_over or (self.ended is not None and excused)

    @property
    def left(self) -> int:
        """Return the time from now, or from the end of the step, to the deadline.

        It is in days that the clock counts, or in whole hours: 0 on the last day, or in the last
        hour; negative where the deadline has passed.
        """
        if self.due.unit is Unit.HOURS:
            until = self.ended.at_latest if self.ended else self.now
            seconds = int((self.due_at - until).total_seconds())
            return seconds // 3600 if seconds >= 0 else -(-seconds // 3600)
        day = self.ended.day if self.ended else self.today
        if day <= self.due_on:
            return self.due.counted_between(day, self.due_on)
        return -self.due.counted_between(self.due_on, day)

    @property
    def used(self) -> int:
        """Return how much of the time to the deadline has gone, in whole percent: 0 to 100."""
        began = self.started_at or datetime.combine(self.started, time(), LONDON)
        until = self.ended.at_latest if self.ended else self.now
        gone, whole = (until - began).total_seconds(), (self.due_at - began).total_seconds()
        return max(0, min(100, int(100 * gone / whole))) if whole > 0 else 100

    @property
    def days_left(self) -> str:
        """Return `left` in words: "1 working day left", "due today", "3 working days over".

        Of a step that is done: "3 working days late", or nothing where it was in time.
        """
        if self.ended is not None:
            return f"{_amount(-self.left, self.due.unit)} late" if self.is_over else ""
        if self.is_over:
            return f"{_amount(-self.left, self.due.unit)} over"
        if self.due.unit is not Unit.HOURS and self.due_on == self.today:
            return "due today"
        return f"{_amount(self.left, self.due.unit)} left"

    def _is_past(self, moment: Moment) -> bool:
        if self.due.unit is Unit.HOURS and moment.at is not None:
            return moment.at > self.due_at
        return moment.day > self.due_on


def run(
    rule: Timescale,
    start: Moment,
    ended: Moment | None,
    *,
    calendar: WorkingCalendar,
    now: datetime,
    holds: Iterable[RunningHold] = (),
    **about: object,
) -> Clock:
    """Return the clock of one step.

    A hold that still runs is taken off up to now, or up to the end of the step: the deadline then
    moves on with every day.
    """
    kept = tuple(holds)
    reach = ended.day if ended else now.astimezone(LONDON).date()
    taken_off = [
        Hold(hold.since, hold.until or reach, hold.reason)
        for hold in kept
        if rule.takes_off_holds and (hold.until or hold.since <= reach)
    ]
    found = due(start, rule.amount, rule.unit, calendar=calendar, holds=taken_off)
    return Clock(rule, found, ended, now, kept, **about)  # type: ignore[arg-type]


def clocks_between(
    rules: Rules,
    happened: Mapping[str, Moment],
    *,
    ends: Iterable[str],
    calendar: WorkingCalendar,
    now: datetime,
    kind: str | None = None,
    priority: str | None = None,
    holds: Iterable[RunningHold] = (),
    reasons: Mapping[str, str] | None = None,
    again: Mapping[str, Moment] | None = None,
    **about: object,
) -> list[Clock]:
    """Return the clocks of one case that end with one of `ends`, soonest due first.

    Args:
        happened: what has happened, and when. A step whose start has not happened has no clock.
        ends: the events that have happened or may still happen.
        reasons: why a step is late, by its end event.
        again: when a step was opened again, by its end event: its clock counts from there,
            unless the step ended before that day.
    """
    wanted, kept = frozenset(ends), tuple(holds)
    found = []
    for start_event, end_event in rules.steps:
        if end_event not in wanted or start_event not in happened:
            continue
        ended = happened.get(end_event)
        reopened = (again or {}).get(end_event)
        if reopened and not starts_again(reopened, ended):
            reopened = None
        start = reopened or happened[start_event]
        rule = rules.pick(start_event, end_event, on=start.day, kind=kind, priority=priority)
        if rule is None:
            continue
        clock = run(
            rule,
            start,
            ended,
            calendar=calendar,
            now=now,
            holds=kept,
            late_reason=(reasons or {}).get(end_event, ""),
            starts_again=reopened is not None,
            **about,
        )
        found.append(clock)
    return sorted(found, key=lambda clock: (clock.ended is not None, clock.due_at))


def starts_again(reopened: Moment, ended: Moment | None) -> bool:
    """Say whether a step counts from its reopening: not one that ended before that day."""
    return ended is None or ended.day >= reopened.day


def _amount(number: int, unit: str) -> str:
    word = {Unit.HOURS: "hour", Unit.WORKING_DAYS: "working day"}.get(Unit(unit), "day")
    if number < 1:
        return f"less than {'an' if word == 'hour' else 'a'} {word}"
    return f"{number:,} {word}{'' if number == 1 else 's'}"
