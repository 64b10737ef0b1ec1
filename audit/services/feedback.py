"""Tell people what an audit of their work came to, and hear what they say back."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from audit.choices import (
    AuditStatus,
    DisputeOutcome,
    ModerationReason,
    ModerationStyle,
    ReplyKind,
)
from audit.models import CaseAudit, Feedback, FeedbackReply
from audit.services.locking import lock_audit, refuse_unless, saved
from audit.services.second_readings import ask_moderation
from core import access, activity
from core.errors import RuleViolationError
from core.models import User
from core.permissions import Permission

AFTER = (
    AuditStatus.AGREED,
    AuditStatus.FEEDBACK_SHARED,
    AuditStatus.RESPONDED,
    AuditStatus.ACTIONS_OPEN,
)


@transaction.atomic
def give_feedback(
    *,
    by: User,
    audit: CaseAudit,
    to_role: str,
    words: str,
    to_person: User | None = None,
    to_name: str = "",
    conversation_on: date | None = None,
) -> Feedback:
    """Share what an agreed audit came to with one person. The first such feedback opens it to them.

    Raises:
        PermissionDenied: `by` does not hold AUDIT_FEEDBACK_GIVE in the council of the audit.
        RuleViolationError: `not_now`; `in_future`; `may_not_read`: the person works elsewhere.
        ValidationError: nobody is named, or nothing is said.
    """
    held = lock_audit(by, audit, Permission.AUDIT_FEEDBACK_GIVE)
    refuse_unless(held, AFTER, "Feedback waits until the result is agreed")
    if conversation_on and conversation_on > timezone.localdate():
        raise RuleViolationError("in_future", "That day is to come", field="conversation_on")
    if to_person and not access.has(to_person, Permission.AUDIT_DO, council=held.council):
        raise RuleViolationError(
            "may_not_read", f"{to_person} has no role here to read it with", field="to_person"
        )
    row = Feedback(
        audit=held,
        to_role=to_role,
        to_person=to_person,
        to_name=to_name.strip(),
        words=words.strip(),
        conversation_on=conversation_on,
        created_by=by,
    )
    row.full_clean()
    row.save()
    activity.record(
        by=by,
        verb="feedback_given",
        target=row,
        council=held.council,
        changes={"to": [None, str(to_person or to_name)], "role": [None, to_role]},
    )
    if held.status == AuditStatus.AGREED:
        before = activity.snapshot(held)
        held.status, held.feedback_shared_at = AuditStatus.FEEDBACK_SHARED, timezone.now()
        saved(by, held, before, "case_audit_feedback_shared")
    return row


@transaction.atomic
def mark_read(*, by: User, feedback: Feedback) -> Feedback:
    """Note when the person it is for read it; the first time counts.

    Raises:
        PermissionDenied: it is not for `by`.
    """
    held = _lock_own(by, feedback)
    if held.seen_at is None:
        before = activity.snapshot(held)
        held.seen_at = timezone.now()
        held.save(update_fields=["seen_at"])
        activity.record(
            by=by, verb="feedback_read", target=held, council=held.audit.council, before=before
        )
    return held


@transaction.atomic
def reply_to_feedback(*, by: User, feedback: Feedback, kind: str, words: str) -> FeedbackReply:
    """Keep the practitioner's reply, or their dispute, which somebody else settles.

    Raises:
        PermissionDenied: it is not for `by`.
        RuleViolationError: `no_route`: the tool has no way to dispute; `disputed` already.
        ValidationError: nothing is said.
    """
    held = _lock_own(by, feedback)
    audit = held.audit
    if kind == ReplyKind.DISPUTE:
        if dispute_route(audit) == "none":
            raise RuleViolationError("no_route", "This tool has no dispute route", field="kind")
        if held.replies.filter(kind=kind, outcome__isnull=True).exists():
            raise RuleViolationError("disputed", "Your dispute waits to be settled", field="kind")
    row = FeedbackReply(feedback=held, kind=kind, words=words.strip(), replied_by=by)
    row.full_clean()
    row.save()
    activity.record(
        by=by,
        verb="feedback_answered",
        target=row,
        council=audit.council,
        changes={"kind": [None, kind]},
    )
    if held.seen_at is None:
        held.seen_at = timezone.now()
        held.save(update_fields=["seen_at"])
    if audit.status == AuditStatus.FEEDBACK_SHARED:
        before = activity.snapshot(audit)
        audit.status = AuditStatus.RESPONDED
        saved(by, audit, before, "case_audit_responded")
    return row


@transaction.atomic
def settle_dispute(
    *, by: User, reply: FeedbackReply, outcome: str, outcome_reason: str
) -> FeedbackReply:
    """Settle a dispute. One that changes the result has the audit read again, beside the first.

    Raises:
        PermissionDenied: `by` does not hold AUDIT_FEEDBACK_GIVE in the council of the audit.
        RuleViolationError: `not_open`; `own_dispute`; `own_audit`; `no_reason`.
    """
    rows = FeedbackReply.objects.select_for_update(of=("self",))
    held = rows.select_related("feedback__audit").get(pk=reply.pk)
    audit = lock_audit(by, held.feedback.audit, Permission.AUDIT_FEEDBACK_GIVE)
    if held.kind != ReplyKind.DISPUTE or held.outcome:
        raise RuleViolationError("not_open", "There is no open dispute here")
    if held.replied_by_id == by.pk:
        raise RuleViolationError("own_dispute", "Nobody settles their own dispute")
    if audit.auditor_id == by.pk:
        raise RuleViolationError("own_audit", "The auditor does not settle a dispute about it")
    if not outcome_reason.strip():
        raise RuleViolationError("no_reason", "Say why", field="outcome_reason")
    before = activity.snapshot(held)
    held.outcome, held.outcome_reason = outcome, outcome_reason.strip()
    held.settled_by, held.settled_at = by, timezone.now()
    held.full_clean()
    held.save()
    activity.record(
        by=by, verb="dispute_settled", target=held, council=audit.council, before=before
    )
    if outcome != DisputeOutcome.STANDS and not audit.moderations.open().exists():
        ask_moderation(
            by=by,
            audit=audit,
            style=ModerationStyle.SEEN,
            note=f"Dispute: {held.outcome_reason}"[:300],
            reason=ModerationReason.DISPUTE,
        )
    return held


def dispute_route(audit: CaseAudit) -> str:
    """Return who settles a dispute by the tool of an audit; "none" where nobody does."""
    rules = (audit.version.content.get("workflow") or {}).get("feedback") or {}
    return str(rules.get("dispute_route") or "moderator")


def _lock_own(by: User, feedback: Feedback) -> Feedback:
    rows = Feedback.objects.select_for_update(of=("self",))
    held = rows.select_related("audit__council", "audit__version__tool").get(pk=feedback.pk)
    access.require(by, Permission.AUDIT_DO, council=held.audit.council)
    if held.to_person_id != by.pk:
        raise PermissionDenied("this feedback is for somebody else")
    return held
