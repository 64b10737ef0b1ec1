"""What the services of Theme 3 do with a row: lock it first, then clean it, store it and log it."""

from collections.abc import Mapping
from typing import Any, TypeVar

from django.db import models
from django.utils import timezone

from core import access, activity
from core.models import Organisation, Stamped, User
from core.permissions import Permission
from core.services.saving import insert

TAKEN = "It is held already."

RowT = TypeVar("RowT", bound=models.Model)


def lock(by: User, row: RowT, permission: Permission) -> RowT:
    """Return a row of a council as it stands now, locked until the transaction ends.

    Raises:
        PermissionDenied: `by` does not hold `permission` in its council.
    """
    rows = type(row)._default_manager.select_for_update(of=("self",)).select_related("council")
    held = rows.get(pk=row.pk)
    access.require(by, permission, council=held.council)  # type: ignore[attr-defined]
    return held


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
    by: User | None,
    row: models.Model,
    verb: str,
    council: Organisation,
    columns: Mapping[str, Any],
    *,
    beside: Mapping[str, Any] | None = None,
) -> None:
    """Set columns of a locked row, clean, store and log them, with what else the log is told."""
    before = activity.snapshot(row)
    for name, value in columns.items():
        setattr(row, name, value)
    if isinstance(row, Stamped):
        row.changed_by, row.changed_at = by, timezone.now()
    row.full_clean()
    row.save()
    changes = activity.changed_columns(before, activity.snapshot(row))
    activity.record(
        by=by, verb=verb, target=row, council=council, changes={**changes, **(beside or {})}
    )
