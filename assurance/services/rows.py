"""What the services of Theme 3 do with a row in the end: clean it, store it and log it."""

from typing import Any

from django.db import models
from django.utils import timezone

from core import activity
from core.models import Organisation, Stamped, User
from core.services.saving import insert

TAKEN = "It is held already."


def add(
    by: User | None,
    row: models.Model,
    verb: str,
    council: Organisation,
    *,
    taken: str = TAKEN,
    changes: dict[str, Any] | None = None,
) -> None:
    """Clean, store and log a new row; `changes` where the log should not hold its columns."""
    if isinstance(row, Stamped):
        row.created_by = by
    insert(row, taken=taken)
    activity.record(by=by, verb=verb, target=row, council=council, before={}, changes=changes)


def change(
    by: User | None, row: models.Model, verb: str, council: Organisation, columns: dict[str, Any]
) -> None:
    """Set columns of a locked row, clean, store and log them."""
    before = activity.snapshot(row)
    for name, value in columns.items():
        setattr(row, name, value)
    if isinstance(row, Stamped):
        row.changed_by, row.changed_at = by, timezone.now()
    row.full_clean()
    row.save()
    activity.record(by=by, verb=verb, target=row, council=council, before=before)
