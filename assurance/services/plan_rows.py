"""How rows of voices, assessments, the improvement plan and indicators are stored and logged."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.db import models
from django.utils import timezone

from core import activity
from core.errors import RuleViolationError
from core.models import Organisation, Stamped, User
from core.services.saving import insert

TAKEN = "It is held already."
HIDDEN = "(not kept in the log)"


def add(
    by: User | None, row: models.Model, verb: str, council: Organisation, **options: Any
) -> None:
    """Clean, store and log a new row. For `hidden` and `taken` see `log` and `insert`."""
    if isinstance(row, Stamped):
        row.created_by = by
    insert(row, taken=options.pop("taken", TAKEN))
    log(by, verb, row, council, before={}, **options)


def change(
    by: User,
    row: models.Model,
    verb: str,
    council: Organisation,
    columns: Mapping[str, Any],
    *,
    hidden: Collection[str] = (),
) -> None:
    """Set columns of a row; clean, store and log them."""
    before = activity.snapshot(row)
    for name, value in columns.items():
        setattr(row, name, value)
    if isinstance(row, Stamped):
        row.changed_by, row.changed_at = by, timezone.now()
    row.full_clean()
    row.save()
    log(by, verb, row, council, before=before, hidden=hidden)


def log(
    by: User | None,
    verb: str,
    row: models.Model,
    council: Organisation,
    *,
    before: Mapping[str, Any],
    hidden: Collection[str] = (),
) -> None:
    """Write one line of the log. Of `hidden` columns it says that they changed, never from what."""
    changes = activity.changed_columns(before, activity.snapshot(row))
    kept = {name: [HIDDEN, HIDDEN] if name in hidden else pair for name, pair in changes.items()}
    activity.record(by=by, verb=verb, target=row, council=council, changes=kept)


def tell(by: User, verb: str, row: models.Model, council: Organisation) -> None:
    """Write one line of the log about something that changed no column of `row`."""
    activity.record(by=by, verb=verb, target=row, council=council, changes={})


def not_later_than_today(day: date, field: str) -> None:
    """Raise RuleViolationError (code `later`) for a day that is yet to come."""
    if day > timezone.localdate():
        raise RuleViolationError("later", "Give a day that is not after today", field=field)


def stripped(columns: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns with their texts trimmed."""
    return {
        name: value.strip() if isinstance(value, str) else value for name, value in columns.items()
    }
