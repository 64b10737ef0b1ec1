"""Pages of a long list, at a cost that does not grow with the list."""

from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

COUNTED_TO = 10_000


class MoreThan(int):
    """A count that stopped here: it reads "more than 10,000" wherever it is formatted."""

    def __format__(self, spec: str) -> str:
        return f"more than {int(self):{spec}}"


def _capped(found: int) -> int:
    return MoreThan(COUNTED_TO) if found > COUNTED_TO else found


class CappedPaginator(Paginator[Any]):
    """Count no further than `COUNTED_TO`; later rows are reached by a filter, not by paging.

    The keys of a page are found first and its rows by key, so that what is sorted and passed over
    is narrow, and an index alone can serve it.
    """

    object_list: QuerySet[Any]

    @cached_property
    def count(self) -> int:
        return _capped(self.object_list.order_by().values("pk")[: COUNTED_TO + 1].count())

    def take_count(self, known: int) -> None:
        """Use a count that is known instead of counting; where it is 0, no row is looked for."""
        self.__dict__["count"] = _capped(known)

    def page(self, number: int | str) -> Page[Any]:
        number = self.validate_number(number)
        if not self.count:
            return Page([], number, self)
        first = (number - 1) * self.per_page
        keys = list(self.object_list.values_list("pk", flat=True)[first : first + self.per_page])
        rows = self.object_list.order_by().in_bulk(keys) if keys else {}
        return Page([rows[key] for key in keys if key in rows], number, self)
