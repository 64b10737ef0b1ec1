"""How a figure reads, on a page or in a report: the one place where a number becomes words.

Everything goes through `core.disclosure` on its way, so what only uses `Words` cannot let out more
than the mode allows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assurance.measures import Measure, Unit
from core.disclosure import (
    HIDDEN,
    MISSING,
    SAC,
    Mode,
    publish_count,
    publish_median,
    publish_rate,
)
from core.rates import Rate, round_half_up
from core.statistics.intervals import Interval
from safeguard.metrics.figures import Figure

NO_CASES = "no cases"
NOT_REACHED = "not reached: over half still open"
NOT_YET = "not known yet"
NOTHING = "\N{EN DASH}"
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def long_date(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def plural(count: str, one: str, many: str = "") -> str:
    """Put a count that is already words before its noun: "1 case", "1,020 cases"."""
    return f"{count} {one}" if count == "1" else f"{count} {many or one + 's'}"


def listed(items: Sequence[str]) -> str:
    """Join as a sentence does: "a, b and c"."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


@dataclass(frozen=True, slots=True)
class Words:
    """Figures in words, as one mode allows."""

    mode: Mode

    @property
    def is_shared(self) -> bool:
        return self.mode is Mode.PUBLICATION

    @property
    def _places(self) -> int:
        return 0 if self.is_shared else 1

    def count(self, value: int | None) -> str:
        shown = publish_count(value, self.mode)
        return f"{shown:,}" if isinstance(shown, int) else shown

    def percent(self, rate: Rate) -> str:
        """Return the percentage alone."""
        shown = publish_rate(rate, self.mode)
        if shown != MISSING:
            return shown
        # What is shared does not tell none from few.
        return HIDDEN if self.is_shared else NO_CASES

    def rate(self, rate: Rate) -> str:
        """Return "80.4% (1,020 of 1,268)"; what is hidden takes its counts along."""
        shown = self.percent(rate)
        if shown in (HIDDEN, NO_CASES):
            return shown
        return f"{shown} ({self.count(rate.numerator)} of {self.count(rate.denominator)})"

    def tells(self, value: int) -> bool:
        """Say whether there is anything to tell of so many cases."""
        return not SAC.hides(value) if self.is_shared else value > 0

    def interval(self, interval: Interval | None) -> str:
        """Return the ends of an interval of proportions; the caller knows that it may be shown."""
        if interval is None:
            return NOTHING
        lower, upper = (round_half_up(100 * end, self._places) for end in _ends(interval))
        return f"{lower}% to {upper}%"

    def figure(self, measure: Measure, figure: Figure) -> str:
        """Return a figure as a table cell has it: with what it was made from, on one line."""
        value = self.value(measure, figure)
        if measure.unit is Unit.COUNT or figure.note or value in (HIDDEN, NO_CASES, NOT_YET):
            return value
        if measure.unit is Unit.PERCENT and figure.numerator is None:
            return f"{value} (of {self.count(figure.denominator)}{self._open(figure)})"
        return f"{value} ({self._cases(figure)})"

    def value(self, measure: Measure, figure: Figure) -> str:
        """Return a figure with its unit alone: "80.4%", "6 working days", "1,212"."""
        if self.is_shared and (figure.withheld or (figure.note and figure.not_known)):
            # A note on cases that there are would tell of them.
            return HIDDEN
        if measure.unit is Unit.COUNT:
            return self.count(figure.numerator)
        if figure.note:
            return figure.note
        if self.hides(measure, figure):
            return HIDDEN
        if not figure.denominator:
            return NO_CASES
        if measure.unit is Unit.PERCENT:
            return self._share(figure.value)
        if figure.value is None:
            return NOT_REACHED
        days = publish_median(figure.denominator, figure.value, self.mode)
        return plural(days, measure.unit.value.removesuffix("s"))

    def basis(self, measure: Measure, figure: Figure) -> str:
        """Return what a figure was made from, and left out: "1,020 of 1,268, 12 not known"."""
        if figure.denominator is None or figure.note or self.hides(measure, figure):
            return ""
        cases = self._cases(figure)
        if not self.tells(figure.not_known):
            return cases
        return f"{cases}, {self.count(figure.not_known)} not known"

    def margin(self, measure: Measure, figure: Figure) -> str:
        """Return a figure's interval, or a dash where it has none or may not have one."""
        if figure.interval is None or self.hides(measure, figure):
            return NOTHING
        return self.interval(figure.interval)

    def hides(self, measure: Measure, figure: Figure) -> bool:
        """Say whether a figure is too small to show in any form, drawn or written."""
        if not self.is_shared:
            return False
        if figure.withheld:
            return True
        match measure.unit:
            case Unit.COUNT:
                return SAC.hides(figure.numerator or 0)
            case Unit.PERCENT:
                return _is_small_share(figure)
            case _:
                return publish_median(figure.denominator or 0, 0.0) in (HIDDEN, MISSING)

    def _share(self, value: float | None) -> str:
        return NOT_YET if value is None else f"{round_half_up(value, self._places)}%"

    def _cases(self, figure: Figure) -> str:
        total = self.count(figure.denominator)
        if figure.numerator is not None:
            return f"{self.count(figure.numerator)} of {total}"
        return f"{plural(total, 'case')}{self._open(figure)}"

    def _open(self, figure: Figure) -> str:
        if figure.still_open is None:
            return ""
        return f", {self.count(figure.still_open)} still open"


# A page is for named roles inside the council, so it shows true counts.
ON_PAGES = Words(Mode.INTERNAL)


def _is_small_share(figure: Figure) -> bool:
    """Judge a share by its two parts; an estimated one by the cases that it stands for."""
    total = figure.denominator or 0
    part = figure.numerator
    if part is None:
        part = round((figure.value or 0) * total / 100)
    return SAC.hides(part) or SAC.hides(abs(total - part))


def _ends(interval: Interval) -> tuple[float, float]:
    return interval.lower, interval.upper
