"""What both halves of moderation share: its rules, its lock, and agreeing an audit at last."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from audit.choices import AuditStatus
from audit.models import CaseAudit, Moderation
from audit.services.locking import saved
from audit.services.looking_again import set_reaudits
from core import activity
from core.errors import RuleViolationError
from core.models import User


def rules_of(audit: CaseAudit) -> Mapping[str, Any]:
    """Return what the tool of an audit says of moderation."""
    found: Mapping[str, Any] = (audit.version.content.get("workflow") or {}).get("moderation") or {}
    return found


def agree_audit(by: User | None, audit: CaseAudit) -> None:
    """Agree an audit, unless its feedback is out already, and set what is looked at again."""
    early = (AuditStatus.SUBMITTED, AuditStatus.IN_MODERATION)
    if audit.status in early:
        before = activity.snapshot(audit)
        audit.status, audit.agreed_at = AuditStatus.AGREED, timezone.now()
        saved(by, audit, before, "case_audit_agreed")
    set_reaudits(by=by, audit=audit)


def lock_moderation(moderation: Moderation) -> Moderation:
    """Return an open moderation as it stands now, locked until the transaction ends."""
    rows = Moderation.objects.select_for_update(of=("self",))
    held = rows.select_related(
        "audit__council", "audit__version__tool", "audit__round", "audit__auditor"
    ).get(pk=moderation.pk)
    if held.decided_at:
        raise RuleViolationError("decided", "This moderation is settled")
    return held


def saved_moderation(
    by: User, held: Moderation, before: Mapping[str, Any], verb: str
) -> Moderation:
    """Stamp, clean and store a locked moderation, and log what changed."""
    held.changed_at, held.changed_by = timezone.now(), by
    held.full_clean()
    held.save()
    activity.record(by=by, verb=verb, target=held, council=held.audit.council, before=before)
    return held
