"""How a figure reads in a report: the one place where a number becomes words.

Everything goes through `core.disclosure` on its way, so a section that only uses `Words` cannot
let out more than the mode allows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assurance.measures import Measure, Unit
from assurance.words import NO_CASES, NOT_REACHED
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

    def count(self, value: int | None) -> str:
        shown = publish_count(value, self.mode)
        return f"{shown:,}" if isinstance(shown, int) else shown

    def percent(self, rate: Rate) -> str:
        """Return the percentage alone."""
        shown = publish_rate(rate, self.mode)
        return NO_CASES if shown == MISSING else shown

    def rate(self, rate: Rate) -> str:
        """Return "80.4% (1,020 of 1,268)"; what is hidden takes its counts along."""
        shown = self.percent(rate)
        if shown in (HIDDEN, NO_CASES):
            return shown
        return f"{shown} ({self.count(rate.numerator)} of {self.count(rate.denominator)})"

    def interval(self, interval: Interval | None) -> str:
        """Return the ends of an interval of proportions; the caller knows that it may be shown."""
        if interval is None:
            return NOTHING
        places = 0 if self.is_shared else 1
        lower, upper = (round_half_up(100 * end, places) for end in _ends(interval))
        return f"{lower}% to {upper}%"

    def figure(self, measure: Measure, figure: Figure) -> str:
        """Return a figure as a table cell has it: with what it was made from, on one line."""
        match measure.unit:
            case Unit.COUNT:
                return self.count(figure.numerator)
            case Unit.PERCENT:
                return self._share(figure)
            case _:
                return self._days(measure.unit, figure)

    def value(self, measure: Measure, figure: Figure) -> str:
        """Return a figure without what it was made from, for a sentence that tells it."""
        return self.figure(measure, figure).split(" (")[0]

    def margin(self, figure: Figure) -> str:
        """Return a figure's interval, or a dash where it has none or may not have one."""
        if figure.interval is None or self.hides(figure):
            return NOTHING
        return self.interval(figure.interval)

    def hides(self, figure: Figure) -> bool:
        """Say whether a share or count is too small to show."""
        if not self.is_shared:
            return False
        if figure.numerator is not None and figure.denominator is not None:
            rest = abs(figure.denominator - figure.numerator)
            return SAC.hides(figure.numerator) or SAC.hides(rest)
        if figure.numerator is not None:
            return SAC.hides(figure.numerator)
        return self._hides_estimate(figure)

    def _share(self, figure: Figure) -> str:
        if not figure.denominator:
            return NO_CASES
        if figure.value is None:
            return NOT_YET
        if self.hides(figure):
            return HIDDEN
        percent = f"{round_half_up(figure.value, 0 if self.is_shared else 1)}%"
        total = self.count(figure.denominator)
        if figure.numerator is None:
            return f"{percent} (of {total}{self._open(figure)})"
        return f"{percent} ({self.count(figure.numerator)} of {total})"

    def _days(self, unit: Unit, figure: Figure) -> str:
        if not figure.denominator:
            return NO_CASES
        if figure.value is None:
            shown = HIDDEN if self._is_few(figure) else NOT_REACHED
        else:
            shown = publish_median(figure.denominator, figure.value, self.mode)
        if shown == HIDDEN:
            return HIDDEN
        if shown != NOT_REACHED:
            shown = plural(shown, unit.value.removesuffix("s"))
        return f"{shown} ({plural(self.count(figure.denominator), 'case')}{self._open(figure)})"

    def _open(self, figure: Figure) -> str:
        if figure.still_open is None:
            return ""
        return f", {self.count(figure.still_open)} still open"

    def _is_few(self, figure: Figure) -> bool:
        return self.is_shared and publish_median(figure.denominator or 0, 0.0) == HIDDEN

    def _hides_estimate(self, figure: Figure) -> bool:
        """Judge an estimated share by the number of cases that it stands for."""
        if figure.value is None or not figure.denominator:
            return False
        about = round(figure.value * figure.denominator / 100)
        return SAC.hides(about) or SAC.hides(figure.denominator - about)


def _ends(interval: Interval) -> tuple[float, float]:
    return interval.lower, interval.upper
