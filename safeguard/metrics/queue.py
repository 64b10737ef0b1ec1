"""How many concerns were waiting for a decision at the end of each month."""

from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import Count, Q

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
    """
    days = month_ends(until, months)
    rows = Concern.objects.filter(council=council).order_by()
    if team is not None:
        rows = rows.filter(team=team)
    open_since = rows.filter(Q(decision__isnull=True) | Q(decided_on__gt=days[0]))
    counted: dict[str, Any] = open_since.aggregate(
        **{f"on_{place}": Count("pk", filter=_waiting_on(day)) for place, day in enumerate(days)}
    )
    return [QueueAt(day, counted[f"on_{place}"]) for place, day in enumerate(days)]


def _waiting_on(day: date) -> Q:
    return Q(received_on__lte=day) & (Q(decided_on__isnull=True) | Q(decided_on__gt=day))
