"""Name many records by their keys without holding them all."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model, QuerySet

MOST_NAMED = 10


class Keys:
    """Counts keys, and keeps the first ten to name."""

    def __init__(self, keys: Iterable[object] = ()) -> None:
        self.n = 0
        self._first: list[str] = []
        for key in keys:
            self.add(key)

    def add(self, key: object) -> None:
        self.n += 1
        if self.n <= MOST_NAMED:
            self._first.append(str(key))

    def __bool__(self) -> bool:
        return self.n > 0

    def __str__(self) -> str:
        more = self.n - len(self._first)
        named = ", ".join(self._first)
        return f"{named} and {more:,} more" if more else named


def keys_of(rows: QuerySet[Any, Any]) -> Keys:
    """Return the primary keys of `rows`, in order, in one query."""
    return Keys(rows.order_by("pk").values_list("pk", flat=True).iterator())


def listed(what: str, keys: Keys, model: type[Model] | None = None) -> str:
    """Return "What (14): safeguard.Concern 3, 4 and 12 more."."""
    of_kind = f"{model._meta.label} " if model else ""
    return f"{what} ({keys.n:,}): {of_kind}{keys}."
