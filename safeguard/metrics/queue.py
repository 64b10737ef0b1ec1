"""How many concerns were waiting for a decision at the end of each month."""

from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import Count, Q, QuerySet, Value

from core.models import Organisation
from safeguard.metrics.waiting import TWO_YEARS
from safeguard.models import Concern

MONTHS = 12


class QueueAt(NamedTuple):
    """The queue at the end of a day."""

    on: date
    waiting: int


def month_ends(until: date, months: int = MONTHS) -> list[date]:
    """Return the last days of the `months` months before the one of `until`, then `until`."""
    found = [until]
    for _ in range(months):
        found.append(found[-1].replace(day=1) - timedelta(days=1))
    return found[::-1]


def queue_by_month(
    council: Organisation, *, until: date, team: int | None = None, months: int = MONTHS
) -> list[QueueAt]:
    """Return the queue at each of `month_ends`, oldest first, as the register stands now.

    A concern waits from the end of the day it was received until the day before its decision. One
    that was reopened counts as never decided before. One that is decided now counts only if it was
    received in the two years before the first day shown: so the cost does not grow with history.
    """
    days = month_ends(until, months)
    rows = Concern.objects.filter(council=council).order_by()
    if team is not None:
        rows = rows.filter(team=team)
    undecided = rows.filter(decision__isnull=True)
    decided = rows.filter(received_on__gte=days[0] - TWO_YEARS, decided_on__gt=days[0])
    parts = [
        # Only what its index holds, so that SQLite does not go through the decided ones for it.
        _counted(undecided, [Q(received_on__lte=day) for day in days]),
        _counted(decided, [Q(received_on__lte=day, decided_on__gt=day) for day in days]),
    ]
    found = list(parts[0].union(parts[1], all=True))
    return [QueueAt(day, sum(part[n] for part in found)) for n, day in enumerate(days)]


def _counted(rows: QuerySet[Any, Any], conditions: list[Q]) -> QuerySet[Any, Any]:
    """Return how many rows meet each condition, as one row."""
    counts = {f"on_{n}": Count("pk", filter=met) for n, met in enumerate(conditions)}
    whole = rows.values(whole=Value(1)).annotate(**counts)
    counted: QuerySet[Any, Any] = whole.values_list(*counts)
    return counted
