"""Read the facts of several periods as seldom as can be: what one has read serves the others."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet

from assurance.catalogue import BY_KEY
from assurance.measures import RatioOf, WithinTimescale
from assurance.months import FLOWS, MonthsOf, monthly_facts, period_facts
from core.periods import Period
from core.together import Row, read_together
from core.workdays import WorkingCalendar
from safeguard.metrics.facts import Facts, MonthFacts, grouped_rows, source
from safeguard.metrics.scope import CaseScope
from safeguard.metrics.timescales import hold_rows, holds_from


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
    """Reads the register as seldom as it can: what one part has read serves the others.

    `months` are those that a trend up to the period shows, if no others are given; none where no
    series is read.
    """

    def __init__(
        self, scope: CaseScope, period: Period, months: Sequence[MonthFacts] | None = None
    ) -> None:
        self.scope, self.period = scope, period
        self.months = monthly_facts(scope, period) if months is None else months
        self._sources: dict[Period, Facts | MonthsOf] = {}

    def source(self, period: Period) -> Facts | MonthsOf:
        """Return the facts of a period, from the months already read where these have them all."""
        if period not in self._sources:
            self._sources[period] = period_facts(self.scope, period, self.months)
        return self._sources[period]

    def read(
        self,
        *,
        figures: Iterable[str],
        series: Iterable[str] = (),
        others: Iterable[str] = (),
        beside: Sequence[QuerySet[Any, Any]] = (),
    ) -> list[list[Row]]:
        """Read in one statement what these measures need, and return the rows of `beside`.

        Args:
            figures: the measures of the period; `series` those month by month.
            others: sources of the period that no measure names.
        """
        names = [*self._names(figures), *others]
        wanted = {(id(facts), name): (facts, name) for facts, name in self._wanted(names, series)}
        found = [(facts, name, source(facts.rows, name)) for facts, name in wanted.values()]
        parts = [grouped_rows(each) for _, _, each in found]
        steps = any(name == "conclusion_steps" for _, name, _ in found)
        holds = [hold_rows(self.scope.council)] if steps else []
        rows = iter(read_together([*parts, *holds, *beside]))
        for facts, name, each in found:
            facts.take(name, each, next(rows))
        if holds:
            self.scope.take_holds(holds_from(next(rows)))
        return list(rows)

    def _wanted(self, names: Iterable[str], series: Iterable[str]) -> Iterator[tuple[Facts, str]]:
        own = self.source(self.period)
        for name in names:
            if isinstance(own, Facts):
                yield own, name
            else:
                yield (own.whole if name in FLOWS else own.own), name
        # Where the record of a measure begins is looked for even where it has no target.
        for key in series:
            calculation = BY_KEY[key].calculation
            names = (
                calculation.sources if isinstance(calculation, RatioOf) else (calculation.source,)
            )
            if calculation.source in FLOWS:
                yield from ((self.months[0].whole, name) for name in names)

    def _names(self, keys: Iterable[str]) -> Iterator[str]:
        """Yield the sources of measures; none of one that the council has no timescale for."""
        timescales = self.source(self.period).timescales
        for key in keys:
            calculation = BY_KEY[key].calculation
            if isinstance(calculation, RatioOf):
                yield from calculation.sources
            elif not isinstance(calculation, WithinTimescale) or timescales.has_rule_for(
                calculation.end_event
            ):
                yield calculation.source
