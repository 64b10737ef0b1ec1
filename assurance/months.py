"""The months that charts show: which they are, and their facts, read once for all measures."""

from collections.abc import Sequence
from datetime import date
from itertools import chain, dropwhile
from typing import Any

from assurance.asking import last_whole_month
from assurance.measures import Measure
from core.periods import Period
from core.workdays import WorkingCalendar
from safeguard.metrics.facts import Facts, MonthFacts
from safeguard.metrics.on_time import Timescales
from safeguard.metrics.scope import CaseScope

# Two to three years is what the NHS team advises for routine monitoring.
MONTHS_SHOWN = 36
# A stock on one day, or a cohort still being followed, has no monthly flow to chart.
FLOWS = frozenset(
    {
        "concerns",
        "repeats",
        "decided",
        "commenced",
        "concluded",
        "durations",
        "decision_steps",
        "conclusion_steps",
        "feedback",
        "caused_reports",
        "advocates",
        "experience_adult",
        "experience_representative",
    }
)


def months_shown(scope: CaseScope, period: Period, count: int = MONTHS_SHOWN) -> Period:
    """Return the whole months that lead up to the end of `period`, 36 of them.

    A month that the data do not cover to its end would look like a fall, so it is left out.
    """
    end = last_whole_month(min(period.end, scope.cut))
    year, month = divmod(end.year * 12 + end.month - count, 12)
    return Period.between(date(year, month + 1, 1), end)


def monthly_facts(
    scope: CaseScope, period: Period, count: int = MONTHS_SHOWN
) -> tuple[MonthFacts, ...]:
    """Return the facts of each month that a trend up to `period` shows; each source read once."""
    whole = months_shown(scope, period, count)
    return Facts(scope.rows(whole, by_month=True)).months()


def months_around(scope: CaseScope, period: Period) -> tuple[MonthFacts, ...]:
    """Return the months that a chart up to `period` shows, and all of `period` where it is longer.

    So that the figure of the period and its chart come from one reading: see `period_facts`.
    """
    return monthly_facts(scope, period, max(MONTHS_SHOWN, len(period.months())))


def months_of_record(measure: Measure, scope: CaseScope) -> list[tuple[date, bool]]:
    """Return each whole month since the first case, by its first day, and whether it has a value.

    As far back as a chart that starts afresh needs to look: twice what one shows.
    """
    source = measure.calculation.source
    upto = Period.between(scope.cut, scope.cut)
    months = monthly_facts(scope, upto, 2 * MONTHS_SHOWN)
    recorded = dropwhile(lambda month: not month.of(source), months)
    return [(m.period.start, measure.figure(m).value is not None) for m in recorded]


class MonthsOf:
    """Facts of a period, taken from months that were read already where these have them.

    Answers as `Facts` does. A stock, or a cohort still followed, is read for the period itself.
    """

    def __init__(self, whole: Facts, period: Period, own: Facts) -> None:
        self.whole, self.period, self.own = whole, period, own
        self._keys = [f"{month.start:%Y-%m}" for month in period.months()]
        self._held: dict[str, tuple[Any, ...]] = {}

    @property
    def calendar(self) -> WorkingCalendar:
        return self.whole.calendar

    @property
    def timescales(self) -> Timescales:
        return self.own.timescales

    def of(self, name: str) -> Sequence[Any]:
        if name not in FLOWS:
            return self.own.of(name)
        if name not in self._held:
            parts = (self.whole.in_month(name, key) for key in self._keys)
            self._held[name] = tuple(chain.from_iterable(parts))
        return self._held[name]


def period_facts(
    scope: CaseScope, period: Period, months: Sequence[MonthFacts]
) -> Facts | MonthsOf:
    """Return the facts of `period`, from `months` where they hold all of it for the same adults.

    The months judge each adult at their own end, a period at its end, so they may differ.
    """
    own = Facts(scope.rows(period))
    held = {month.period for month in months}
    if not months or not held.issuperset(period.months()):
        return own
    whole = months[0].whole
    return MonthsOf(whole, period, own) if _has_the_same_adults(own, whole) else own


def _has_the_same_adults(own: Facts, whole: Facts) -> bool:
    if own.rows.scope.only.age_band:
        return False
    return whole.rows.turned_adult == [] and own.rows.children == whole.rows.children
