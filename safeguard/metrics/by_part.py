"""The same facts split by a part that a case belongs to, such as its team: one statement a source.

What a part is differs with what is counted, since an enquiry has its own team but the referrer of
its concern.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F

from core.workdays import WorkingCalendar
from safeguard.metrics.facts import Source, source
from safeguard.metrics.on_time import Timescales
from safeguard.metrics.scope import PeriodRows
from safeguard.models import Concern

PART = "fact_part"
Part = Any


@dataclass(frozen=True)
class PartFacts:
    """The facts of one source that belong to one part: answers as `Facts` does."""

    calendar: WorkingCalendar
    timescales: Timescales
    source: str
    facts: Sequence[Any]

    def of(self, name: str) -> Sequence[Any]:
        """Return the facts held; of no other source there are any here."""
        if name != self.source:
            raise KeyError(f"these are {self.source}, not {name}")
        return self.facts


def by_team(rows: PeriodRows, name: str) -> Mapping[int | None, PartFacts]:
    """Return the facts of one source by the key of the team; None is no team."""
    return _split(rows, name, concern="team", enquiry="team")


def _split(rows: PeriodRows, name: str, *, concern: str, enquiry: str) -> Mapping[Any, PartFacts]:
    found = source(rows, name)
    column = concern if found.rows.model is Concern else enquiry
    parts: dict[Part, list[Any]] = defaultdict(list)
    for part, fact in _grouped(found, column):
        parts[part].append(fact)
    calendar, timescales = rows.scope.calendar, Timescales(rows)
    return {part: PartFacts(calendar, timescales, name, facts) for part, facts in parts.items()}


def _grouped(found: Source, column: str) -> list[tuple[Part, Any]]:
    columns = {f"fact_{name}": expression for name, expression in found.columns.items()}
    rows = found.rows.order_by().values(**columns, **{PART: F(column)}).annotate(n=Count("*"))
    return [(part, found.fact(*values)) for part, *values in rows.values_list(PART, *columns, "n")]
