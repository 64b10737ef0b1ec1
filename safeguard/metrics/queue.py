"""How many concerns were waiting for a decision at the end of each month."""

from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import Count, QuerySet, Value

from core.models import Organisation
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
    that was reopened counts as never decided before.

    Of the decided ones, those that waited on a day are those decided after it, less those received
    after it. So one statement counts by day, from indexes, and no further back than the first day.
    """
    days = month_ends(until, months)
    rows = Concern.objects.filter(council=council).order_by()
    if team is not None:
        rows = rows.filter(team=team)
    undecided = rows.filter(decision__isnull=True)
    parts = [
        _by_day(rows.filter(decided_on__gt=days[0]), "decided_on", 1),
        _by_day(rows.filter(received_on__gt=days[0], decided_on__isnull=False), "received_on", -1),
        _by_day(undecided, "received_on", 0),
    ]
    found = list(parts[0].union(*parts[1:], all=True))
    return [QueueAt(day, sum(_waits(row, day) for row in found)) for day in days]


def _by_day(rows: QuerySet[Any], column: str, sign: int) -> QuerySet[Any, Any]:
    """Return (day, sign, how many); each row counts as itself, which an index alone can tell."""
    counted: QuerySet[Any, Any] = rows.values_list(column, Value(sign)).annotate(n=Count("*"))
    return counted


def _waits(row: tuple[date, int, int], day: date) -> int:
    """Return what a row of `_by_day` adds to the queue at the end of `day`."""
    on, sign, n = row
    if not sign:
        return n if on <= day else 0
    return sign * n if on > day else 0
