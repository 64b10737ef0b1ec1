"""Prove that what was frozen still holds what it held, by the hash that was stored with it."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import Model, QuerySet

from core.doctor.naming import Keys, listed
from core.doctor.registry import Finding, fault

# Frozen documents are long, so that few are held at once.
AT_A_TIME = 10


def altered(
    code: str, what: str, rows: QuerySet[Any, Any], is_whole: Callable[[Any], bool]
) -> Iterator[Finding]:
    """Read each of `rows`, and yield one finding that names those that are not whole."""
    model: type[Model] = rows.model
    keys = Keys()
    for row in rows.order_by("pk").iterator(chunk_size=AT_A_TIME):
        if not is_whole(row):
            keys.add(row.pk)
    if keys:
        yield fault(
            code,
            listed(f"{what} that no longer hold what was frozen", keys, model),
            "Do not rely on them. Compare them with the last backup that was proved, and put back "
            "what it holds: the program never changes them, so somebody wrote to the database "
            "past it.",
        )
