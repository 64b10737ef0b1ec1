"""What happens in the invented councils, and when. Every date follows from the as-of date."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from core.bank_holidays import shipped_bank_holidays
from core.workdays import WorkingCalendar

AS_OF = date(2026, 10, 31)
SEED = 42
GROWTH = 1.04
STEP = 1.18

WEEKDAYS = (1.22, 1.16, 1.12, 1.10, 1.08, 0.42, 0.38)
MONTHS = (1.05, 1.00, 1.04, 0.98, 1.00, 1.01, 1.03, 0.95, 1.00, 1.02, 0.99, 0.91)
MEAN_WEEKDAY = sum(WEEKDAYS) / 7
CHRISTMAS_CLOSURE = "Offices closed between Christmas and New Year"


@dataclass(frozen=True)
class Story:
    """One council's plot.

    Args:
        as_of: the last day on which anything happens.
        concerns_a_year: how many the first year brings before the scale is applied.
        scale: 1 for the whole council, less for a quicker one with the same shape.
        has_events: whether policy changes and a team that falls behind are part of it.
    """

    seed: int
    as_of: date
    concerns_a_year: int = 3750
    scale: float = 1.0
    has_events: bool = True

    @property
    def this_year(self) -> int:
        """The calendar year in which the financial year of the as-of date began."""
        return self.as_of.year - (self.as_of < date(self.as_of.year, 4, 1))

    @property
    def first_day(self) -> date:
        """1 April, three full financial years before the current one."""
        return date(self.this_year - 3, 4, 1)

    @property
    def recording_changed_on(self) -> date:
        """When the front door began to record every contact about abuse as a concern."""
        return date(self.this_year - 2, 10, 1)

    @property
    def form_changed_on(self) -> date:
        """When the enquiry form began to ask outright what the adult wants."""
        return date(self.this_year - 1, 6, 1)

    @property
    def falls_behind_on(self) -> date:
        """The day from which one team no longer keeps up: eight months before the end."""
        month = self.as_of.month - 8
        return date(self.as_of.year - (month < 1), month + 12 * (month < 1), 1)

    @cached_property
    def closures(self) -> Mapping[date, str]:
        """The council's own closed days: those between Christmas and New Year."""
        holidays = dict(shipped_bank_holidays())
        days = [
            date(year, 12, day)
            for year in range(self.first_day.year, self.as_of.year + 1)
            for day in range(27, 32)
        ]
        return {day: CHRISTMAS_CLOSURE for day in days if day.weekday() < 5 and day not in holidays}

    @cached_property
    def calendar(self) -> WorkingCalendar:
        return WorkingCalendar({**dict(shipped_bank_holidays()), **self.closures})

    @cached_property
    def every_day(self) -> tuple[date, ...]:
        count = (self.as_of - self.first_day).days + 1
        return tuple(self.first_day + timedelta(days=n) for n in range(count))

    def recording_has_changed(self, day: date) -> bool:
        return self.has_events and day >= self.recording_changed_on

    def growth(self, day: date) -> float:
        """Return how much busier `day`'s time of year is than the first one was."""
        return float(GROWTH ** ((day - self.first_day).days / 365.25))

    def expected_concerns(self, day: date) -> float:
        """Return how many concerns a day like this brings."""
        weekday = WEEKDAYS[day.weekday()]
        if weekday > 1 and not self.calendar.is_working(day):
            weekday = 0.45
        step = STEP if self.recording_has_changed(day) else 1.0
        base = self.concerns_a_year * self.scale / 365.25
        return base * self.growth(day) * weekday / MEAN_WEEKDAY * MONTHS[day.month - 1] * step

    def asking(self, day: date) -> float:
        """Return how far the new form has taken hold: 0 before it, 1 three months after."""
        if not self.has_events:
            return 0.5
        return min(max((day - self.form_changed_on).days / 90, 0.0), 1.0)


def second_story(story: Story) -> Story:
    """Return the plot of the small second council: about sixty concerns and no events."""
    return replace(story, seed=story.seed + 1, concerns_a_year=16, scale=1.0, has_events=False)
