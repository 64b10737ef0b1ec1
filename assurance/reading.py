"""Read the facts of several periods as seldom as can be: what one has read serves the others."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from typing import Any

from assurance.trends import FLOWS, monthly_facts
from core.periods import Period
from core.workdays import WorkingCalendar
from safeguard.metrics.facts import Facts
from safeguard.metrics.on_time import Timescales
from safeguard.metrics.scope import CaseScope


@dataclass(frozen=True)
class Remembering(WorkingCalendar):
    """A calendar that works out each pair of days once, for all the measures that ask."""

    _known: dict[tuple[date, date], int] = field(default_factory=dict, repr=False, compare=False)

    def decision_days(self, received_on: date, decided_on: date) -> int:
        key = received_on, decided_on
        if key not in self._known:
            self._known[key] = WorkingCalendar.decision_days(self, received_on, decided_on)
        return self._known[key]


@dataclass
class Months:
    """Some whole months of `whole`, as one; what has no month is asked of `own`."""

    whole: Facts
    months: Sequence[Period]
    own: Facts
    _held: dict[str, tuple[Any, ...]] = field(default_factory=dict)

    @property
    def calendar(self) -> WorkingCalendar:
        return self.whole.calendar

    @property
    def timescales(self) -> Timescales:
        return self.whole.timescales

    def of(self, name: str) -> Sequence[Any]:
        if name not in FLOWS:
            return self.own.of(name)
        if name not in self._held:
            keys = (f"{month.start:%Y-%m}" for month in self.months)
            found = chain.from_iterable(self.whole.in_month(name, key) for key in keys)
            self._held[name] = tuple(found)
        return self._held[name]


class Reader:
    """Reads the register as seldom as it can: what one part has read serves the others."""

    def __init__(self, scope: CaseScope, period: Period) -> None:
        self.scope, self.period = scope, period
        self.months = monthly_facts(scope, period)
        self._sources: dict[Period, Facts | Months] = {}

    def source(self, period: Period) -> Facts | Months:
        """Return the facts of a period, from the months already read where these have them all."""
        if period in self._sources:
            return self._sources[period]
        self._sources[period] = self._source(period)
        return self._sources[period]

    def _source(self, period: Period) -> Facts | Months:
        own = Facts(self.scope.rows(period))
        if not self.months:
            return own
        whole, months = self.months[0].whole, period.months()
        held = {month.period for month in self.months}
        if held.issuperset(months) and self._has_the_same_adults(own, whole):
            return Months(whole, months, own)
        return own

    @staticmethod
    def _has_the_same_adults(own: Facts, whole: Facts) -> bool:
        # The months judge each adult at their own end, a period at its end.
        if own.rows.scope.only.age_band:
            return False
        return whole.rows.turned_adult == [] and own.rows.children == whole.rows.children
