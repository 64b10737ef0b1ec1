"""What every service on a case does first and last: lock and check it, save and version it."""

from typing import TypeVar

from django.db import models

from core import access
from core.errors import RuleViolationError
from core.models import User
from core.permissions import Permission
from safeguard.models import Adult, Concern, Enquiry

Case = TypeVar("Case", Adult, Concern, Enquiry)
CHANGED = "changed_meanwhile"


def lock(by: User, record: Case, permission: Permission, *, version: int | None = None) -> Case:
    """Return `record` as it stands now, locked until the transaction ends.

    Args:
        version: what its reader saw; None where the change does not rest on what they saw.

    Raises:
        PermissionDenied: `by` does not hold `permission` in the council of the record.
        RuleViolationError: code `changed_meanwhile`: somebody else saved it since.
    """
    rows = type(record)._default_manager.select_for_update(of=("self",))
    held = rows.select_related("council").get(pk=record.pk)
    access.require(by, permission, council=held.council)
    if version is not None and held.version != version:
        raise RuleViolationError(
            CHANGED, "Somebody else saved this case while you were working on it"
        )
    return held


def save(record: models.Model, *columns: str) -> None:
    """Clean a locked record, store these columns and count its version up by one.

    Raises:
        ValidationError: the model refuses a value.
    """
    record.version += 1  # type: ignore[attr-defined]
    record.full_clean(validate_unique=False)
    record.save(update_fields=[*columns, "version"])
