"""What every service on a case does first and last: lock and check it, save and version it."""

from typing import TypeVar

from django.db import models
from django.utils import timezone

from core import access
from core.errors import CHANGED, RuleViolationError
from core.models import Organisation, User
from core.permissions import Permission
from core.services.versions import fingerprint as fingerprint
from core.services.versions import refuse_changed as refuse_changed
from safeguard.models import Adult, Concern, Enquiry, RegisterSettings

Case = TypeVar("Case", Adult, Concern, Enquiry)


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
    if not isinstance(held, Adult):  # who an adult is does not move how far the cases reach
        keep_here(held.council)
    return held


def keep_here(council: Organisation) -> None:
    """Note that casework of `council` is recorded here past the reach of its last extract.

    From then on cases are judged to today, not to the last day that loaded data cover; the next
    extract sets that day again.
    """
    loaded = RegisterSettings.objects.filter(council=council, data_cut_on__lt=timezone.localdate())
    loaded.update(data_cut_on=None)


def save(record: models.Model, *columns: str) -> None:
    """Clean a locked record, store these columns and count its version up by one.

    Raises:
        ValidationError: the model refuses a value.
    """
    record.version += 1  # type: ignore[attr-defined]
    record.full_clean(validate_unique=False)
    record.save(update_fields=[*columns, "version"])
