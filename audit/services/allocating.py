"""Open a round, share its audits out, give one to somebody else, replace a case, move deadlines."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from django.db import transaction
from django.utils import timezone

from audit.cases import barred_from, barred_from_audit, practitioners_of
from audit.choices import AuditStatus, RoundStatus, StrandStatus
from audit.models import AuditRound, AuditStrand, CaseAudit, FrameEntry, RoundAuditor
from audit.populations import candidates_of
from audit.rules.drawing import next_in_order, second_reads
from audit.rules.sharing import Auditor, Shared, share_out
from audit.services.locking import UNBEGUN, UNDONE, lock_audit, lock_round, refuse_unless, saved
from audit.services.opening import due_of, open_audit
from core import access, activity
from core.calendars import calendar_of
from core.errors import RuleViolationError
from core.models import User
from core.permissions import Permission


@transaction.atomic
def open_round(*, by: User, audit_round: AuditRound) -> AuditRound:
    """Open an audit of each drawn case and share them among the auditors of the round.

    Nobody is given their own casework. A case that no auditor may take stays without one.

    Raises:
        PermissionDenied: `by` does not hold AUDIT_ROUND_MANAGE in the council of the round.
        RuleViolationError: `not_now`; `nobody_audits`.
    """
    held = lock_round(by, audit_round, RoundStatus.DRAWN, but="The round cannot open")
    if not held.auditors.filter(audits=True).exists():
        raise RuleViolationError("nobody_audits", "Choose at least one auditor first")
    entries = list(held.frame.standing().order_by("drawn_position"))
    shared = _share(held, entries)
    chosen = second_reads(
        [entry.reference for entry in entries],
        share=Fraction(held.second_read_share),
        seed=held.seed,
    )
    due_on = due_of(held, calendar_of(held.council), timezone.localdate())
    whose = practitioners_of(entries)
    for entry in entries:
        open_audit(
            by=by,
            audit_round=held,
            entry=entry,
            auditor_id=shared.given.get(entry.reference),
            practitioner_id=whose.get(entry.reference),
            is_second_read=entry.reference in chosen,
            due_on=due_on,
        )
    before = activity.snapshot(held)
    held.status, held.opened_at = RoundStatus.OPEN, timezone.now()
    return saved(by, held, before, "audit_round_opened")


@transaction.atomic
def reassign_audit(
    *, by: User, audit: CaseAudit, auditor: User, reason: str, due_on: date | None = None
) -> CaseAudit:
    """Give an audit that is not submitted to another auditor, or its first one.

    Raises:
        PermissionDenied: `by` does not hold AUDIT_ROUND_MANAGE in the council of the audit.
        RuleViolationError: `not_now`, `may_not`, `own_casework`, `no_reason`, `same`.
    """
    held = lock_audit(by, audit, Permission.AUDIT_ROUND_MANAGE)
    refuse_unless(held, UNDONE, "It cannot be given to somebody else")
    if not access.has(auditor, Permission.AUDIT_DO, council=held.council):
        raise RuleViolationError("may_not", f"{auditor} has no role for this", field="auditor")
    if held.auditor_id == auditor.pk:
        raise RuleViolationError("same", f"{auditor} has this audit already", field="auditor")
    tie = barred_from_audit(held).get(auditor.pk)
    if tie:
        raise RuleViolationError(
            "own_casework", f"{auditor} may not audit this case: {_inside(tie)}", field="auditor"
        )
    if held.auditor_id and not reason.strip():
        raise RuleViolationError("no_reason", "Say why it goes to somebody else", field="reason")
    before = activity.snapshot(held)
    earlier, held.auditor = held.auditor_id, auditor
    held.allocated_at = timezone.now()
    if held.status == AuditStatus.PLANNED:
        held.status = AuditStatus.ALLOCATED
    held.due_on = due_on or held.due_on
    strands = AuditStrand.objects.filter(audit=held, person=earlier, respondent="auditor")
    strands.exclude(status=StrandStatus.SUBMITTED).update(person=auditor)
    saved(by, held, before, "case_audit_reassigned")
    if reason.strip():
        activity.record(
            by=by,
            verb="case_audit_reassigned_because",
            target=held,
            council=held.council,
            changes={"reason": [None, reason.strip()]},
        )
    return held


@transaction.atomic
def replace_case(*, by: User, entry: FrameEntry, reason: str) -> FrameEntry:
    """Put the next case in order of the same group in the place of a drawn one.

    Raises:
        PermissionDenied: `by` does not hold AUDIT_ROUND_MANAGE in the council of the round.
        RuleViolationError: `not_now`, `not_drawn`, `begun` (the audit is under way), `used_up`,
            `no_reason`.
    """
    held = lock_round(
        by, entry.round, RoundStatus.DRAWN, RoundStatus.OPEN, but="Nothing can be replaced"
    )
    old = FrameEntry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    if not reason.strip():
        raise RuleViolationError("no_reason", "Say why the case is replaced", field="reason")
    if old.drawn_position is None or old.replaced_reason:
        raise RuleViolationError("not_drawn", "This case is not in the sample any more")
    audit = CaseAudit.objects.select_for_update(of=("self",)).filter(frame_entry=old).first()
    if audit is not None and audit.status not in UNBEGUN:
        raise RuleViolationError("begun", "Its audit is under way, so it cannot be replaced")
    new = _next(held, old)
    before = activity.snapshot(old)
    old.replaced_reason, old.replaced_at = reason.strip(), timezone.now()
    old.full_clean()
    old.save()
    new.full_clean()
    new.save()
    if audit is not None:
        _void(by, audit, f"Replaced by another case: {old.replaced_reason}")
        _open_instead(by, held, new, audit)
    activity.record(
        by=by, verb="round_case_replaced", target=old, council=held.council, before=before
    )
    return new


def _next(audit_round: AuditRound, old: FrameEntry) -> FrameEntry:
    entries = list(audit_round.frame.all())
    used = {each.reference for each in entries if each.drawn_position is not None}
    reference = next_in_order(
        candidates_of(entries), group=old.stratum, seed=audit_round.seed, used=used
    )
    new = next((each for each in entries if each.reference == reference), None)
    if new is None:
        where = f" in the group {old.stratum}" if old.stratum else ""
        raise RuleViolationError("used_up", f"No case is left{where} that could stand in")
    new.drawn_position = max(each.drawn_position or 0 for each in entries) + 1
    new.replaces = old
    return new


def _open_instead(
    by: User, audit_round: AuditRound, new: FrameEntry, audit: CaseAudit
) -> CaseAudit:
    """Open the audit of a case that stands in, for the same auditor where they may do it."""
    barred = barred_from([new]).get(new.reference, {})
    keeps = audit.auditor_id if audit.auditor_id not in barred else None
    auditor = keeps or _share(audit_round, [new]).given.get(new.reference)
    return open_audit(
        by=by,
        audit_round=audit_round,
        entry=new,
        auditor_id=auditor,
        practitioner_id=practitioners_of([new]).get(new.reference),
        is_second_read=audit.is_second_read,
        due_on=audit.due_on,
    )


@transaction.atomic
def extend_audits(
    *,
    by: User,
    audit_round: AuditRound,
    due_on: date,
    reason: str,
    audits: Iterable[CaseAudit] | None = None,
) -> int:
    """Move the deadline of audits not yet submitted: those named, else all of the round.

    Returns how many it moved.

    Raises:
        PermissionDenied: `by` does not hold AUDIT_ROUND_MANAGE in the council of the round.
        RuleViolationError: `not_now`, `too_early`, `no_reason`, `nothing`.
    """
    held = lock_round(by, audit_round, RoundStatus.OPEN, but="Deadlines cannot move")
    if due_on < timezone.localdate():
        raise RuleViolationError("too_early", "The new day has passed already", field="due_on")
    if not reason.strip():
        raise RuleViolationError("no_reason", "Say why they have longer", field="reason")
    rows = CaseAudit.objects.select_for_update(of=("self",)).filter(round=held, status__in=UNDONE)
    if audits is not None:
        rows = rows.filter(pk__in=[audit.pk for audit in audits])
    moved = list(rows)
    if not moved:
        raise RuleViolationError("nothing", "No audit of the round is still to be submitted")
    for audit in moved:
        before = activity.snapshot(audit)
        audit.due_on = due_on
        saved(by, audit, before, "case_audit_due_moved")
    if audits is None:
        before = activity.snapshot(held)
        held.due_on = due_on
        if held.moderation_due_on and held.moderation_due_on < due_on:
            held.moderation_due_on = due_on
        saved(by, held, before, "audit_round_extended")
    activity.record(
        by=by,
        verb="audit_round_extended_because",
        target=held,
        council=held.council,
        changes={"reason": [None, reason.strip()], "audits": [None, str(len(moved))]},
    )
    return len(moved)


@transaction.atomic
def close_round(
    *, by: User, audit_round: AuditRound, closing_note: str = "", leaves_undone: bool = False
) -> AuditRound:
    """Close a round. Audits that were not submitted are void from then on, and counted nowhere.

    Args:
        leaves_undone: somebody has seen that there are such audits, and closes it all the same.

    Raises:
        PermissionDenied: `by` does not hold AUDIT_ROUND_MANAGE in the council of the round.
        RuleViolationError: `not_now`; `undone`; `no_reason`: audits are left undone without a note.
    """
    held = lock_round(by, audit_round, RoundStatus.OPEN, but="The round cannot close")
    rows = CaseAudit.objects.select_for_update(of=("self",)).filter(round=held, status__in=UNDONE)
    undone = list(rows)
    if undone and not leaves_undone:
        raise RuleViolationError(
            "undone",
            f"{len(undone)} of its audits are not submitted",
            field="leaves_undone",
        )
    if undone and not closing_note.strip():
        raise RuleViolationError(
            "no_reason", "Say why audits are left undone", field="closing_note"
        )
    for audit in undone:
        _void(by, audit, "The round closed before it was submitted")
    before = activity.snapshot(held)
    held.status, held.closed_at = RoundStatus.CLOSED, timezone.now()
    held.closing_note = closing_note.strip()
    return saved(by, held, before, "audit_round_closed")


@transaction.atomic
def abandon_round(*, by: User, audit_round: AuditRound, reason: str) -> AuditRound:
    """Give a round up before it opens. It is kept, with what was fixed and drawn.

    Raises:
        PermissionDenied: `by` does not hold AUDIT_ROUND_MANAGE in the council of the round.
        RuleViolationError: `not_now`, `no_reason`.
    """
    early = (RoundStatus.PLANNED, RoundStatus.FROZEN, RoundStatus.DRAWN)
    held = lock_round(by, audit_round, *early, but="The round cannot be given up")
    if not reason.strip():
        raise RuleViolationError("no_reason", "Say why it is given up", field="reason")
    before = activity.snapshot(held)
    held.status, held.closing_note = RoundStatus.ABANDONED, reason.strip()
    return saved(by, held, before, "audit_round_abandoned")


def _share(audit_round: AuditRound, entries: list[FrameEntry]) -> Shared:
    """Share entries among the auditors of a round, given what they hold already."""
    loads: dict[int | None, int] = {}
    given = CaseAudit.objects.filter(round=audit_round).exclude(status=AuditStatus.VOID)
    for person in given.values_list("auditor", flat=True):
        loads[person] = loads.get(person, 0) + 1
    rows = RoundAuditor.objects.filter(round=audit_round, audits=True).order_by("person_id")
    able = access.people_with(Permission.AUDIT_DO, audit_round.council)
    auditors = [
        Auditor(row.person_id, Fraction(row.share), row.capacity, loads.get(row.person_id, 0))
        for row in rows.filter(person__in=able.values("pk"))
    ]
    references = [entry.reference for entry in entries]
    return share_out(references, auditors, barred=barred_from(entries), seed=audit_round.seed)


def _void(by: User, audit: CaseAudit, reason: str) -> None:
    before = activity.snapshot(audit)
    audit.status, audit.void_reason = AuditStatus.VOID, reason
    saved(by, audit, before, "case_audit_void")


def _inside(tie: str) -> str:
    return tie[:1].lower() + tie[1:]
