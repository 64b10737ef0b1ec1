"""Write the ledger of what leaves the building. Every export goes through `record_export`."""

import hashlib
from collections.abc import Mapping
from typing import IO, Any

from django.db import transaction

from core import activity
from core.errors import RuleViolationError
from core.models import ExportEvent, Organisation, User


@transaction.atomic
def record_export(
    *,
    by: User | None,
    council: Organisation,
    kind: str,
    filename: str,
    content: bytes | IO[bytes],
    reason: str,
    parameters: Mapping[str, Any],
    rows: int | None,
) -> ExportEvent:
    """Enter a file in the ledger before it is handed over.

    Whoever makes the file has already checked that `by` may have it: each kind of export is its own
    right.

    Args:
        by: who takes the file; None for a command run by whoever holds the machine.
        content: the file's bytes, or the open file where they are too many to hold; only their
            SHA-256 is kept.
        rows: how many records the file holds; None where that means nothing, as for a report.

    Raises:
        RuleViolationError: code `no_reason`.
        ValidationError: a text is too long for the ledger.
    """
    if not reason.strip():
        raise RuleViolationError("no_reason", "Say what the export is for.", field="reason")
    event = ExportEvent(
        council=council,
        kind=kind,
        filename=filename,
        reason=reason.strip(),
        parameters=dict(parameters),
        rows=rows,
        sha256=_digest(content),
        exported_by=by,
    )
    event.full_clean(exclude=["parameters", "rows", "exported_by"])
    event.save(force_insert=True)
    activity.record(
        by=by,
        verb="exported",
        target=event,
        council=council,
        changes={"kind": [None, kind], "sha256": [None, event.sha256]},
    )
    return event


def _digest(content: bytes | IO[bytes]) -> str:
    if isinstance(content, bytes):
        return hashlib.sha256(content).hexdigest()
    content.seek(0)
    # What the standard library asks of a file is more than it needs.
    return hashlib.file_digest(content, "sha256").hexdigest()  # type: ignore[arg-type]
