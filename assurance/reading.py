"""Read the facts of several periods as seldom as can be: what one has read serves the others."""

from dataclasses import dataclass, field
from datetime import date

from assurance.months import MonthsOf, monthly_facts, period_facts
from core.periods import Period
from core.workdays import WorkingCalendar
from safeguard.metrics.facts import Facts
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


class Reader:
    """Reads the register as seldom as it can: what one part has read serves the others."""

    def __init__(self, scope: CaseScope, period: Period) -> None:
        self.scope, self.period = scope, period
        self.months = monthly_facts(scope, period)
        self._sources: dict[Period, Facts | MonthsOf] = {}

    def source(self, period: Period) -> Facts | MonthsOf:
        """Return the facts of a period, from the months already read where these have them all."""
        if period not in self._sources:
            self._sources[period] = period_facts(self.scope, period, self.months)
        return self._sources[period]
