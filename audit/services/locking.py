"""What every service on a round or an audit does first: lock it, check who asks, see its state."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, TypeVar

from django.utils import timezone

from audit.choices import AuditStatus, RoundStatus
from audit.models import AuditRound, CaseAudit
from core import access, activity
from core.errors import RuleViolationError
from core.models import User
from core.permissions import Permission

Row = TypeVar("Row", AuditRound, CaseAudit)
UNDONE = (AuditStatus.PLANNED, AuditStatus.ALLOCATED, AuditStatus.IN_PROGRESS)
UNBEGUN = (AuditStatus.PLANNED, AuditStatus.ALLOCATED)


def lock_round(
    by: User, audit_round: AuditRound, *allowed: RoundStatus, but: str = "Not at this stage"
) -> AuditRound:
    """Return a round as it stands now, locked until the transaction ends.

    Raises:
        PermissionDenied: `by` does not hold AUDIT_ROUND_MANAGE in its council, or it is a round of
            personnel audits and they are not entitled to those.
        RuleViolationError: `not_now`: it is in none of the `allowed` states.
    """
    rows = AuditRound.objects.select_for_update(of=("self",))
    held = rows.select_related("council", "version__tool").get(pk=audit_round.pk)
    access.require(by, Permission.AUDIT_ROUND_MANAGE, council=held.council)
    if held.version.tool.is_personnel:
        access.require(by, Permission.AUDIT_PERSONNEL_VIEW, council=held.council)
    if allowed and held.status not in allowed:
        raise RuleViolationError("not_now", f"{but}: the round is {held.get_status_display()}")
    return held


def lock_audit(by: User, audit: CaseAudit, permission: Permission) -> CaseAudit:
    """Return an audit as it stands now, locked until the transaction ends.

    Raises:
        PermissionDenied: `by` does not hold `permission` in its council, or it concerns a worker
            and they are not entitled to such audits.
    """
    rows = CaseAudit.objects.select_for_update(of=("self",))
    held = rows.select_related("council", "version__tool", "round").get(pk=audit.pk)
    access.require(by, permission, council=held.council)
    if held.is_personnel:
        access.require(by, Permission.AUDIT_PERSONNEL_VIEW, council=held.council)
    return held


def refuse_unless(audit: CaseAudit, statuses: Collection[str], words: str) -> None:
    """Refuse what the state of an audit does not allow.

    Raises:
        RuleViolationError: `not_now`.
    """
    if audit.status not in statuses:
        raise RuleViolationError(
            "not_now", f"{words}: the audit is {audit.get_status_display().lower()}"
        )


def saved(by: User | None, held: Row, before: Mapping[str, Any], verb: str) -> Row:
    """Stamp, clean and store a locked round or audit, and log what changed.

    Raises:
        ValidationError: the model refuses a value.
    """
    held.changed_at, held.changed_by = timezone.now(), by
    held.full_clean()
    held.save()
    activity.record(by=by, verb=verb, target=held, council=held.council, before=before)
    return held
