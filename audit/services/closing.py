"""Close an audit once nothing about it is open any more."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from audit.choices import ActionStatus, AuditStatus, ReplyKind
from audit.models import CaseAudit
from audit.services.locking import lock_audit, refuse_unless, saved
from core import activity
from core.errors import RuleViolationError
from core.models import User
from core.permissions import Permission

MAY_CLOSE = (
    AuditStatus.AGREED,
    AuditStatus.FEEDBACK_SHARED,
    AuditStatus.RESPONDED,
    AuditStatus.ACTIONS_OPEN,
)


@transaction.atomic
def close_audit(*, by: User, audit: CaseAudit) -> CaseAudit:
    """Close an audit.

    Raises:
        PermissionDenied: `by` does not hold AUDIT_ROUND_MANAGE in the council of the audit.
        RuleViolationError: `not_now`; `open_alert`, `open_moderation`, `open_dispute`,
            `open_action`: something about it is still open.
    """
    held = lock_audit(by, audit, Permission.AUDIT_ROUND_MANAGE)
    refuse_unless(held, MAY_CLOSE, "It cannot close")
    code, words = what_is_open(held)
    if code:
        raise RuleViolationError(code, words)
    before = activity.snapshot(held)
    held.status, held.closed_at = AuditStatus.CLOSED, timezone.now()
    return saved(by, held, before, "case_audit_closed")


def what_is_open(audit: CaseAudit) -> tuple[str, str]:
    """Return the first thing that keeps an audit open, as a code and in words; empty: nothing."""
    if audit.alerts.unanswered().exists():
        return "open_alert", "An alert of this audit is not acknowledged"
    if audit.moderations.open().exists():
        return "open_moderation", "It is being moderated"
    disputes = audit.feedback.filter(replies__kind=ReplyKind.DISPUTE, replies__outcome__isnull=True)
    if disputes.exists():
        return "open_dispute", "A dispute about it is not settled"
    # A tool may ask for no verifier: what is done then needs nothing more.
    pending = audit.actions.filter(status=ActionStatus.OPEN)
    unverified = audit.actions.filter(status=ActionStatus.DONE, needs_verifier=True)
    if pending.exists() or unverified.exists():
        return "open_action", "An action of this audit is open or not verified"
    return "", ""
