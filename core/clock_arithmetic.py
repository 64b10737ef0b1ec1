"""When a timescale ends: hours, days, working days, weeks or months from a start, less holds. Pure.

The day of the start is day 0, and the deadline is the end of day n. Days are days in London; hours
are elapsed hours, through weekends and through the two days a year that have 23 or 25 of them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from core.workdays import SkippedDay, WorkingCalendar

LONDON = ZoneInfo("Europe/London")
DAY = timedelta(days=1)
INSTANT = timedelta(microseconds=1)


class Unit(StrEnum):
    HOURS = "hours"
    CALENDAR_DAYS = "days"
    WORKING_DAYS = "working_days"
    WEEKS = "weeks"
    MONTHS = "months"


@dataclass(frozen=True, slots=True)
class Moment:
    """When something happened: its day in London, and the instant where that is known."""

    day: date
    at: datetime | None = None

    @property
    def at_latest(self) -> datetime:
        """The instant, or the end of the day where only the day is known."""
        return self.at or end_of(self.day)


@dataclass(frozen=True, slots=True)
class Hold:
    """Days that a clock stands still, both ends included, and why."""

    since: date
    until: date
    reason: str = ""


def at(instant: datetime) -> Moment:
    """Return the moment of an aware date-time."""
    return Moment(instant.astimezone(LONDON).date(), instant)


def start_of(day: date) -> datetime:
    return datetime.combine(day, time(), LONDON).astimezone(UTC)


def end_of(day: date) -> datetime:
    """Return the midnight in London with which `day` ends."""
    return start_of(day + DAY)


def months_after(day: date, months: int) -> date:
    """Return the same day of a later month, or the last of that month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    following = date(year + month // 11, (month + 1) % 12 + 1, 1)
    return min(following - DAY, date(year, month + 1, 1) + (day.day - 1) * DAY)


@dataclass(frozen=True)
class Due:
    """When something is due, and how that came about.

    `counted_from` is day 0: the day of the start, or for working days the next working day when
    it is not one. `due_on` is the last day, to its end; `due_at` is the instant: the end of that
    day, or the exact one of a clock in hours. `is_past_horizon`: it lies in a year whose bank
    holidays are not known yet, so it may move.
    """

    start: Moment
    amount: int
    unit: Unit
    counted_from: date
    due_on: date
    due_at: datetime
    calendar: WorkingCalendar
    holds: tuple[Hold, ...]

    @property
    def is_past_horizon(self) -> bool:
        horizon = self.calendar.horizon
        counts = self.unit is Unit.WORKING_DAYS
        return counts and (horizon is None or self.due_on.year > horizon)

    @property
    def skipped(self) -> tuple[SkippedDay, ...]:
        """Each day from the start to the deadline that did not count, and why, in order."""
        span = _days(self.start.day, self.due_on)
        reasons = [(day, self._reason(day)) for day in span]
        return tuple(SkippedDay(day, reason) for day, reason in reasons if reason)

    def counted_between(self, start: date, end: date) -> int:
        """Count the days after `start`, up to and including `end`, that this clock counts."""
        spans = _in(list(_merged(self.holds)), start, end)
        if self.unit is not Unit.WORKING_DAYS:
            return (end - start).days - sum((high - low).days for low, high in spans)
        between = self.calendar.working_days_between
        return between(start, end) - sum(between(low, high) for low, high in spans)

    def _reason(self, day: date) -> str | None:
        if self.unit is Unit.WORKING_DAYS and not self.calendar.is_working(day):
            return self.calendar.reason_off(day)
        # Day 0 is not counted anyhow, so a hold takes nothing off it; hours do run on it.
        if day == self.counted_from and self.amount and self.unit is not Unit.HOURS:
            return None
        found = next((hold for hold in self.holds if hold.since <= day <= hold.until), None)
        return None if found is None else f"on hold: {found.reason}" if found.reason else "on hold"


def due(
    start: Moment,
    amount: int,
    unit: str,
    *,
    calendar: WorkingCalendar,
    holds: Iterable[Hold] = (),
) -> Due:
    """Say when `amount` of `unit` after `start` are over.

    Working days count from the next working day where the start is not on one; every other unit
    counts from the start itself, and may end on a day that is not a working day. A month after the
    31st ends on the last day of the next month. Hours run from the exact time; where only the day
    is known they run from its end.

    A day on hold is not counted: a working day for working days, any day otherwise, and each of
    its hours for hours. Days on hold twice are taken off once.

    Raises:
        ValueError: `amount` is negative, or `unit` is not one.
    """
    if amount < 0:
        raise ValueError(f"a deadline cannot be {amount} {unit} away")
    known, kept = Unit(unit), tuple(holds)
    if known is Unit.HOURS:
        due_at = _after_hours(start.at_latest, amount, kept)
        # Exactly midnight is the end of the day before.
        due_on = max(start.day, (due_at - INSTANT).astimezone(LONDON).date())
        return Due(start, amount, known, start.day, due_on, due_at, calendar, kept)
    if known is Unit.WORKING_DAYS:
        day_0 = calendar.first_working_day_on_or_after(start.day)
        due_on = _last_working_day(day_0, amount, kept, calendar)
    else:
        day_0 = start.day
        due_on = _last_day(day_0, _in_days(day_0, amount, known), kept)
    return Due(start, amount, known, day_0, due_on, end_of(due_on), calendar, kept)


def _in_days(start: date, amount: int, unit: Unit) -> int:
    if unit is Unit.MONTHS:
        return (months_after(start, amount) - start).days
    return amount * 7 if unit is Unit.WEEKS else amount


def _last_working_day(
    day_0: date, amount: int, holds: tuple[Hold, ...], calendar: WorkingCalendar
) -> date:
    spans = list(_merged(holds))
    end = calendar.due_on(day_0, amount)
    while spans:
        # Each round looks at no more than lies before the deadline found so far.
        held = sum(calendar.working_days_between(low, high) for low, high in _in(spans, day_0, end))
        later = calendar.due_on(day_0, amount + held)
        if later == end:
            break
        end = later
    while _covers(spans, end):
        end = calendar.due_on(end, 1)
    return end


def _last_day(day_0: date, days: int, holds: tuple[Hold, ...]) -> date:
    spans = list(_merged(holds))
    end = day_0 + timedelta(days=days)
    while spans:
        held = sum((high - low).days for low, high in _in(spans, day_0, end))
        later = day_0 + timedelta(days=days + held)
        if later == end:
            break
        end = later
    while _covers(spans, end):
        end += DAY
    return end


def _after_hours(start: datetime, hours: int, holds: tuple[Hold, ...]) -> datetime:
    end = start.astimezone(UTC) + timedelta(hours=hours)
    for since, until in _merged(holds):
        low, high = max(start_of(since), start), end_of(until)
        if low < end and low < high:
            end += high - low
    return end


def _merged(holds: Iterable[Hold]) -> Iterator[tuple[date, date]]:
    """Yield the days on hold as spans that neither overlap nor touch, in order."""
    low: date | None = None
    high = date.min
    for hold in sorted(holds, key=lambda each: each.since):
        if low is None:
            low, high = hold.since, hold.until
        elif hold.since <= high + DAY:
            high = max(high, hold.until)
        else:
            yield low, high
            low, high = hold.since, hold.until
    if low is not None:
        yield low, high


def _in(spans: list[tuple[date, date]], start: date, end: date) -> Iterator[tuple[date, date]]:
    """Yield the parts of `spans` after `start` up to `end`, each from the day before its first."""
    for since, until in spans:
        low, high = max(since - DAY, start), min(until, end)
        if low < high:
            yield low, high


def _covers(spans: list[tuple[date, date]], day: date) -> bool:
    return any(since <= day <= until for since, until in spans)


def _days(start: date, end: date) -> list[date]:
    return [start + timedelta(days=n) for n in range((end - start).days + 1)]
