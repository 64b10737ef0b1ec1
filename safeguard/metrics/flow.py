"""How many enquiries were open at the end of each month."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Count, F, Q, QuerySet

from core.dates import MonthOf
from core.periods import Period
from safeguard.metrics.ages import band_at
from safeguard.metrics.scope import PeriodRows
from safeguard.models import Enquiry

BIRTHS = ("concern__adult__born_on", "concern__adult__died_on")
UNDER_18 = "under 18"
Rows = QuerySet[Any, Any]


class _Stretch(NamedTuple):
    """Enquiries that were open from one month to another; `n` of them."""

    began: str
    ended: str | None
    n: int
    born_on: date | None = None
    died_on: date | None = None

    def is_open_in(self, month: str) -> bool:
        return self.began <= month and (self.ended is None or self.ended > month)


def open_at_month_ends(rows: PeriodRows, months: Sequence[Period]) -> list[int]:
    """Return the enquiries open at the end of each of these months, which follow one another.

    An enquiry is open from the day it commences until the day before it concludes. Those whose age
    matters are judged at the end of each month; the others are counted by the database.
    """
    aged, plain = open_rows(rows, months) if months else ([], [])
    return open_from(aged, plain, months, band=rows.scope.only.age_band)


def open_rows(rows: PeriodRows, months: Sequence[Period]) -> tuple[Rows, Rows]:
    """Return what `open_at_month_ends` reads: those to be judged by age, then the others grouped.

    Where an age band is asked for, all are judged.
    """
    scope, last = rows.scope, months[-1].end
    after = Q(concluded_on__isnull=True) | Q(concluded_on__gt=months[0].end)
    found = scope.enquiries().filter(after, commenced_on__lte=last)
    found = found.annotate(began=MonthOf(F("commenced_on")), ended=MonthOf(F("concluded_on")))
    by_age = found if scope.only.age_band else _of(found, scope.turned_adult(months[0].end, last))
    plain = found.none() if scope.only.age_band else found
    return by_age.order_by().values_list("began", "ended", *BIRTHS), _grouped(plain, scope, months)


def open_from(
    aged: Iterable[Sequence[Any]],
    plain: Iterable[Sequence[Any]],
    months: Sequence[Period],
    *,
    band: str,
) -> list[int]:
    """Return the enquiries open at the end of each month, from the rows of `open_rows`."""
    one_by_one = [_Stretch(began, ended, 1, *dates) for began, ended, *dates in aged]
    grouped = [_Stretch(*row) for row in plain]
    return [
        _sum(grouped, month) + _sum(_of_age(one_by_one, month.end, band), month) for month in months
    ]


def _of(found: QuerySet[Enquiry], adults: Any) -> QuerySet[Enquiry]:
    return found.filter(concern__adult__in=adults)


def _grouped(found: Any, scope: Any, months: Sequence[Period]) -> Rows:
    """Return those who were adults all the time, grouped."""
    last = months[-1].end
    for keys in (scope.children_on(last), scope.turned_adult(months[0].end, last)):
        if not (isinstance(keys, list) and not keys):
            found = found.exclude(concern__adult__in=keys)
    grouped: Rows = found.order_by().values_list("began", "ended").annotate(n=Count("pk"))
    return grouped


def _of_age(aged: Iterable[_Stretch], day: date, band: str) -> list[_Stretch]:
    found = ((each, band_at(each.born_on, each.died_on, day)) for each in aged)
    return [each for each, held in found if (held == band if band else held != UNDER_18)]


def _sum(stretches: Iterable[_Stretch], month: Period) -> int:
    key = f"{month.end:%Y-%m}"
    return sum(each.n for each in stretches if each.is_open_in(key))
