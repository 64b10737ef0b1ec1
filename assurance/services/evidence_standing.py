"""Whether evidence counts: approve it, withdraw it, note what was found at a link."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from assurance.choices_evidence import EvidenceKind, EvidenceStatus
from assurance.models import EvidenceItem
from assurance.rules import evidence as rules
from assurance.services.evidence_rows import check_open, lock, locked, save_item
from core import access, activity
from core.errors import RuleViolationError
from core.models import User
from core.permissions import Permission

CHANGED = "changed"


@transaction.atomic
def approve(*, by: User, item: EvidenceItem, after: int) -> EvidenceItem:
    """Approve an item as its latest revision has it, so that it counts.

    Args:
        after: the revision that `by` had before them.

    Raises:
        PermissionDenied: `by` does not hold EVIDENCE_APPROVE in its council.
        RuleViolationError: `withdrawn`, `changed`, `approved` already, `own` (who added or last
            revised it), `source_gone`, `broken_link`.
    """
    held = lock(by, item, Permission.EVIDENCE_APPROVE)
    if held.revision_number != after:
        raise RuleViolationError(CHANGED, "It was revised since you looked. Look at it again")
    if held.status == EvidenceStatus.APPROVED:
        raise RuleViolationError("approved", "It is approved already")
    fault = rules.approval_fault(by.pk, (held.created_by_id, held.revised_by_id))
    if fault:
        raise RuleViolationError(fault.code, fault.words)
    if held.source_is_gone:
        raise RuleViolationError("source_gone", "The record it was taken from may not be used")
    if held.link_is_broken(timezone.localdate()):
        raise RuleViolationError("broken_link", "The link was found broken. Revise it first")
    before = activity.snapshot(held)
    held.status = EvidenceStatus.APPROVED
    held.approved_at, held.approved_by = timezone.now(), by
    save_item(by, held)
    activity.record(
        by=by, verb="evidence_approved", target=held, council=held.council, before=before
    )
    return held


@transaction.atomic
def withdraw(*, by: User, item: EvidenceItem, reason: str) -> EvidenceItem:
    """Withdraw an item for good. What it held is kept, and counts no more.

    Raises:
        PermissionDenied: `by` holds neither EVIDENCE_MANAGE nor EVIDENCE_APPROVE in its council.
        RuleViolationError: `withdrawn` already, `no_reason`.
    """
    held = locked(item)
    may = access.permissions_in(by, held.council)
    if not may & {Permission.EVIDENCE_MANAGE, Permission.EVIDENCE_APPROVE}:
        raise PermissionDenied(f"evidence is not withdrawn by {by.pk}")
    check_open(held)
    if not reason.strip():
        raise RuleViolationError("no_reason", "Say why it is withdrawn", field="reason")
    before = activity.snapshot(held)
    held.status = EvidenceStatus.WITHDRAWN
    held.withdrawn_at, held.withdrawn_by = timezone.now(), by
    held.withdrawn_reason = reason.strip()
    save_item(by, held)
    activity.record(
        by=by, verb="evidence_withdrawn", target=held, council=held.council, before=before
    )
    return held


@transaction.atomic
def record_link_check(*, by: User, item: EvidenceItem, state: str, on: date) -> EvidenceItem:
    """Keep what a person found who opened the link. One found broken counts no more.

    Raises:
        PermissionDenied: `by` does not hold EVIDENCE_MANAGE in its council.
        RuleViolationError: `withdrawn`, `no_link`, `later` (a day to come), `earlier` (than a check
            that is kept).
    """
    held = lock(by, item, Permission.EVIDENCE_MANAGE)
    if held.kind != EvidenceKind.LINK:
        raise RuleViolationError("no_link", "This evidence is not a link")
    if on > timezone.localdate():
        raise RuleViolationError("later", "Give a day that is not after today", field="on")
    if held.link_checked_on is not None and on < held.link_checked_on:
        raise RuleViolationError("earlier", "It was checked on a later day already", field="on")
    before = activity.snapshot(held)
    held.link_state, held.link_checked_on, held.link_checked_by = state, on, by
    save_item(by, held)
    activity.record(
        by=by, verb="evidence_link_checked", target=held, council=held.council, before=before
    )
    return held
