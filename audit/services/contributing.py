"""Who may write in a strand now: the check that every service of an answer begins with."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from audit.choices import AuditStatus, RespondentKind, StrandStatus
from audit.doing.links import LinkState, hash_of_token, state_of
from audit.models import AuditStrand, CaseAudit
from core import access
from core.errors import RuleViolationError
from core.models import User
from core.permissions import Permission

# A part that may be left out can still come in until the feedback is shared.
OPEN_AUDIT = (
    AuditStatus.ALLOCATED,
    AuditStatus.IN_PROGRESS,
    AuditStatus.SUBMITTED,
    AuditStatus.IN_MODERATION,
    AuditStatus.AGREED,
)
OPEN_STRAND = (StrandStatus.OPEN, StrandStatus.RETURNED)
OF_AUDIT = ("version", "council", "enquiry")
# Those who judge work, and so may not judge their own.
JUDGES = (RespondentKind.AUDITOR, RespondentKind.OBSERVER, RespondentKind.TOGETHER)


def locked_strand(*, by: User | None, token: str, strand: AuditStrand) -> AuditStrand:
    """Lock a strand for whoever answers it, and check that it can be answered.

    Everybody else waits meanwhile on SQLite, so what `strand` brings of its audit and what never
    changes (its version, its council) is not read a second time.

    Raises:
        PermissionDenied: the strand is not `by`'s, it is on their own work, or the link is not
            good any more.
        RuleViolationError: `not_open`.
    """
    brought = _brought(strand)
    wanted = [f"audit__{name}" for name in OF_AUDIT if name not in brought]
    rows = AuditStrand.objects.select_for_update(of=("self",))
    held = rows.select_related("audit", *wanted).get(pk=strand.pk)
    for name, value in brought.items():
        setattr(held.audit, name, value)
    require_contributor(by=by, token=token, strand=held)
    if held.status not in OPEN_STRAND or held.audit.status not in OPEN_AUDIT:
        raise RuleViolationError(
            "not_open", "This part of the audit is closed, so it cannot change"
        )
    return held


def _brought(strand: AuditStrand) -> dict[str, Any]:
    """Return what a strand has at hand of its audit, without another query."""
    held = strand._state.fields_cache
    audit = held.get("audit")
    return {k: v for k, v in audit._state.fields_cache.items() if k in OF_AUDIT} if audit else {}


def require_contributor(*, by: User | None, token: str, strand: AuditStrand) -> None:
    audit = strand.audit
    if by is None:
        is_theirs = bool(token) and strand.token_sha256 == hash_of_token(token)
        if not is_theirs or state_of(strand, now=timezone.now()) != LinkState.OPEN:
            raise PermissionDenied("the link is not good")
        return
    access.require(by, Permission.AUDIT_DO, council=audit.council)
    if not contributes(by, strand):
        raise PermissionDenied("the strand is somebody else's")
    if strand.respondent in JUDGES and is_own_work(by, audit):
        raise PermissionDenied("nobody audits their own casework")


def contributes(person: User, strand: AuditStrand) -> bool:
    """Say whether a strand is given to `person`, alone or with another.

    The auditor answers the strands of an auditor that nobody else was named for.
    """
    if person.pk in (strand.person_id, strand.second_person_id):
        return True
    unnamed = strand.person_id is None and not strand.outside_name and not strand.is_blind
    return unnamed and strand.respondent in JUDGES and strand.audit.auditor_id == person.pk


def is_own_work(person: User, audit: CaseAudit) -> bool:
    lead = audit.enquiry.lead_id if audit.enquiry else None
    return person.pk in (audit.practitioner_id, audit.worker_id, lead)
