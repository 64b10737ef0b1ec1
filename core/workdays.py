"""Working days: Monday to Friday less bank holidays and the council's own closure days. Pure."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

WEEKEND = "weekend"


@dataclass(frozen=True, slots=True)
class SkippedDay:
    """A day that does not count, and why: "weekend", or the name of the holiday or closure."""

    day: date
    reason: str


@dataclass(frozen=True, slots=True)
class Deadline:
    """When something is due, and how that came about.

    `counted_from` is day 0: `start`, or the next working day when that is not one. `due` is the
    last day, to its end. `skipped` are the days from `start` to `due` that did not count.
    `is_past_horizon`: `due` is in a year whose bank holidays were not known, so it may move.
    """

    start: date
    counted_from: date
    due: date
    skipped: tuple[SkippedDay, ...]
    is_past_horizon: bool


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """Which days count.

    Args:
        days_off: bank holidays and the council's own closure days, each to its name or reason.
        horizon: last year whose bank holidays are known; None: none are.

    Counting is as fast for a span of years as for a day, so it can be done for every case at once.
    """

    days_off: Mapping[date, str] = field(default_factory=dict, hash=False)
    horizon: int | None = None
    _weekdays_off: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        weekdays = sorted(day.toordinal() for day in self.days_off if day.weekday() < 5)
        object.__setattr__(self, "_weekdays_off", tuple(weekdays))

    def is_working(self, day: date) -> bool:
        return self.reason_off(day) is None

    def working_days_between(self, start: date, end: date) -> int:
        """Count the working days after `start`, up to and including `end`.

        The day of receipt is thus day 0 and the same day gives 0.

        Raises:
            ValueError: `end` is before `start`.
        """
        if end < start:
            raise ValueError(f"the span ends {end} before it starts {start}")
        return self._count_to(end.toordinal()) - self._count_to(start.toordinal())

    def first_working_day_on_or_after(self, day: date) -> date:
        """Return `day` itself when it is a working day, otherwise the next one."""
        return self.due_on(day, 0)

    def decision_days(self, received_on: date, decided_on: date) -> int:
        """Count the working days a concern waited for its decision.

        One received on a day that does not count starts on the next that does; a decision before
        then took 0.

        Raises:
            ValueError: it was decided before it was received.
        """
        if decided_on < received_on:
            raise ValueError(f"decided {decided_on} before it was received {received_on}")
        # The working days from receipt itself, less day 0, which is the first of them.
        before = self._count_to(received_on.toordinal() - 1)
        return max(0, self._count_to(decided_on.toordinal()) - before - 1)

    def due_on(self, start: date, working_days: int) -> date:
        """Return the last day of `working_days` from `start`, without saying how it came about.

        Raises:
            ValueError: `working_days` is negative.
        """
        if working_days < 0:
            raise ValueError(f"a deadline cannot be {working_days} working days away")
        return self._working_day(self._count_to(start.toordinal() - 1) + 1 + working_days)

    def deadline(self, start: date, working_days: int) -> Deadline:
        """Say when `working_days` after `start` are over, and which days were skipped.

        Raises:
            ValueError: `working_days` is negative.
        """
        counted_from = self.first_working_day_on_or_after(start)
        due = self.due_on(start, working_days)
        past = self.horizon is None or due.year > self.horizon
        return Deadline(start, counted_from, due, self._skipped(start, due), past)

    def reason_off(self, day: date) -> str | None:
        """Return why `day` does not count; None when it does."""
        return WEEKEND if day.weekday() >= 5 else self.days_off.get(day)

    def _skipped(self, start: date, end: date) -> tuple[SkippedDay, ...]:
        days = [start + timedelta(days=n) for n in range((end - start).days)]
        reasons = [(day, self.reason_off(day)) for day in days]
        return tuple(SkippedDay(day, reason) for day, reason in reasons if reason is not None)

    def _count_to(self, ordinal: int) -> int:
        """Count the working days from day 1 of year 1 to the day of this ordinal, included."""
        weeks, days = divmod(ordinal, 7)  # day 1 of year 1 was a Monday
        return weeks * 5 + min(days, 5) - bisect_right(self._weekdays_off, ordinal)

    def _working_day(self, count: int) -> date:
        """Return the working day on which `_count_to` reaches `count`."""
        off = 0
        while True:
            weeks, days = divmod(count + off - 1, 5)
            ordinal = weeks * 7 + days + 1
            passed = bisect_right(self._weekdays_off, ordinal)
            if passed == off:
                return date.fromordinal(ordinal)
            off = passed
