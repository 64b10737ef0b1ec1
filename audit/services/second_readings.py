"""Which audits are read a second time, why, and by whom."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from audit.cases import barred_from_audit
from audit.choices import AuditStatus, ModerationReason, ModerationStyle
from audit.models import AuditRound, CaseAudit, Moderation, RoundAuditor
from audit.rules.moderating import Submitted, triggers
from audit.rules.sharing import Auditor, share_out
from audit.services.agreeing import agree_audit, lock_moderation, rules_of, saved_moderation
from audit.services.locking import lock_audit, lock_round, refuse_unless, saved
from core import access, activity
from core.errors import RuleViolationError
from core.models import User
from core.permissions import Permission


@transaction.atomic
def settle_submission(*, by: User | None, audit: CaseAudit) -> Moderation | None:
    """Have a submitted audit read again where chance or a rule asks for it; else agree it.

    Called when an audit is submitted; calling it again changes nothing.

    Raises:
        RuleViolationError: `not_now`: it is not submitted, or is past this.
    """
    rows = CaseAudit.objects.select_for_update(of=("self",))
    held = rows.select_related("council", "version__tool", "round").get(pk=audit.pk)
    refuse_unless(held, (AuditStatus.SUBMITTED,), "It cannot be settled")
    rules = rules_of(held)
    words = triggers(rules.get("always_when") or (), submitted_of(held))
    is_drawn = held.is_second_read or float(rules.get("sample_share") or 0) >= 1
    has_second_strand = held.strands.filter(is_blind=True, respondent="auditor").exists()
    if words:
        return _begin(by, held, ModerationReason.TRIGGER, "; ".join(words))
    if is_drawn and not has_second_strand:
        return _begin(by, held, ModerationReason.SAMPLE, "")
    agree_audit(by, held)
    return None


@transaction.atomic
def settle_round(*, by: User, audit_round: AuditRound) -> int:
    """Settle every submitted audit of a round that nobody has settled yet, and say how many.

    Raises:
        PermissionDenied: `by` does not hold AUDIT_ROUND_MANAGE in the council of the round.
    """
    held = lock_round(by, audit_round)
    waiting = list(CaseAudit.objects.filter(round=held, status=AuditStatus.SUBMITTED))
    for audit in waiting:
        settle_submission(by=by, audit=audit)
    return len(waiting)


@transaction.atomic
def ask_moderation(
    *,
    by: User,
    audit: CaseAudit,
    style: str,
    note: str,
    moderator: User | None = None,
    reason: str = ModerationReason.ASKED,
    due_on: date | None = None,
) -> Moderation:
    """Have one audit read again because somebody asks for it.

    Raises:
        PermissionDenied: `by` does not hold AUDIT_ROUND_MANAGE in the council of the audit.
        RuleViolationError: `not_now`, `no_reason`, `open_already`, or as `assign_moderator`.
    """
    held = lock_audit(by, audit, Permission.AUDIT_ROUND_MANAGE)
    late = (AuditStatus.SUBMITTED, AuditStatus.AGREED, AuditStatus.FEEDBACK_SHARED)
    later = (AuditStatus.RESPONDED, AuditStatus.ACTIONS_OPEN)
    if not note.strip():
        raise RuleViolationError("no_reason", "Say why it is read again", field="note")
    if held.moderations.open().exists():
        raise RuleViolationError("open_already", "This audit is being moderated already")
    refuse_unless(held, (*late, *later), "It cannot be read again")
    if moderator is not None:
        _check_moderator(held, moderator)
    return _begin(by, held, reason, note.strip(), style=style, moderator=moderator, due_on=due_on)


@transaction.atomic
def assign_moderator(*, by: User, moderation: Moderation, moderator: User) -> Moderation:
    """Give an open moderation to somebody.

    Raises:
        PermissionDenied: `by` does not hold AUDIT_ROUND_MANAGE in the council of the audit.
        RuleViolationError: `decided`, `rated`, `may_not`, `own_audit`, `own_casework`.
    """
    held = lock_moderation(moderation)
    lock_audit(by, held.audit, Permission.AUDIT_ROUND_MANAGE)
    if held.started_at:
        raise RuleViolationError("rated", "The second ratings are there already")
    _check_moderator(held.audit, moderator)
    before = activity.snapshot(held)
    held.moderator = moderator
    return saved_moderation(by, held, before, "moderation_assigned")


def submitted_of(audit: CaseAudit) -> Submitted:
    """Return what the triggers look at."""
    results = list(audit.results.all())
    strands = list(audit.strands.filter(respondent="auditor").prefetch_related("answers__question"))
    said = [{a.question.code: a.option for a in strand.answers.all()} for strand in strands]
    first, *others = said or [{}]
    differ = [c for c, option in first.items() if any(o.get(c, option) != option for o in others)]
    before = CaseAudit.objects.counted().filter(
        auditor=audit.auditor_id, version__tool=audit.version.tool_id
    )
    return Submitted(
        grades=[r.judged or r.capped or r.suggested for r in results],
        answers=first,
        cap_fired=audit.fired_caps.exists(),
        overrode=any(r.judged and r.capped and r.judged != r.capped for r in results),
        audits_before=before.exclude(pk=audit.pk).count(),
        has_alert=audit.alerts.filter(withdrawn_at__isnull=True).exists(),
        disagreements=differ,
    )


def _begin(
    by: User | None,
    audit: CaseAudit,
    reason: str,
    note: str,
    *,
    style: str = "",
    moderator: User | None = None,
    due_on: date | None = None,
) -> Moderation:
    own = str(rules_of(audit).get("style") or "")
    usual = own if own in ModerationStyle.values else ModerationStyle.BLIND
    row = Moderation(
        audit=audit,
        style=style or usual,
        reason=reason,
        reason_note=note[:300],
        first_auditor=audit.auditor,
        moderator=moderator,
        due_on=due_on or (audit.round.moderation_due_on if audit.round else None),
        created_by=by,
    )
    if moderator is None:
        row.moderator_id = _next_moderator(audit)
    row.full_clean()
    row.save()
    activity.record(by=by, verb="moderation_begun", target=row, council=audit.council, before={})
    if audit.status == AuditStatus.SUBMITTED:
        before = activity.snapshot(audit)
        audit.status = AuditStatus.IN_MODERATION
        saved(by, audit, before, "case_audit_in_moderation")
    return row


def _next_moderator(audit: CaseAudit) -> int | None:
    """Return who of the round's moderators has the most room and may read this audit."""
    rows = RoundAuditor.objects.filter(round=audit.round_id, moderates=True)
    able = access.people_with(Permission.AUDIT_MODERATE, audit.council).values("pk")
    people = list(rows.filter(person__in=able).values_list("person", flat=True))
    if not people:
        return None
    open_now = Moderation.objects.filter(moderator__in=people, audit__round=audit.round_id)
    loads = list(open_now.values_list("moderator", flat=True))
    barred = barred_from_audit(audit)
    if audit.auditor_id:
        barred[audit.auditor_id] = "It is their own audit"
    shared = share_out(
        [audit.reference],
        [Auditor(key, load=loads.count(key)) for key in people],
        barred={audit.reference: barred},
        seed=audit.round.seed if audit.round else "",
    )
    return shared.given.get(audit.reference)


def _check_moderator(audit: CaseAudit, moderator: User) -> None:
    if not access.has(moderator, Permission.AUDIT_MODERATE, council=audit.council):
        raise RuleViolationError("may_not", f"{moderator} has no role for this", field="moderator")
    if moderator.pk == audit.auditor_id:
        raise RuleViolationError("own_audit", "Nobody moderates their own audit", field="moderator")
    tie = barred_from_audit(audit).get(moderator.pk)
    if tie:
        raise RuleViolationError(
            "own_casework",
            f"{moderator} may not moderate this audit: {tie[:1].lower()}{tie[1:]}",
            field="moderator",
        )
