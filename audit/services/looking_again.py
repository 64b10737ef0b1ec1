"""Looks again that a result calls for: set, begun, let go."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from audit.cases import barred_from_audit
from audit.choices import AuditStatus, ReauditScope, Subject
from audit.models import CaseAudit, Reaudit
from audit.outcomes import outcomes_of
from audit.rules.reaudits import DueAgain, below, due_again
from audit.services.locking import lock_audit
from audit.services.opening import PREFIX, add_strands
from core import access, activity
from core.calendars import calendar_of
from core.errors import RuleViolationError
from core.models import User
from core.permissions import Permission
from safeguard.models import Enquiry
from safeguard.services.numbering import next_reference

OF_THE_CASE = (ReauditScope.SAME_CASE, ReauditScope.STATEMENTS)
OF_THE_WORKER = (ReauditScope.SAME_PRACTITIONER, ReauditScope.SAME_WORKER)


@transaction.atomic
def set_reaudits(*, by: User | None, audit: CaseAudit) -> list[Reaudit]:
    """Set the looks again that the final grades call for, by the tool's rules and the round's own.

    One that is there already is left as it is.
    """
    content, today = audit.version.content, timezone.localdate()
    grades = [each.final for each in outcomes_of(audit) if each.final]
    rules = (content.get("workflow") or {}).get("reaudit") or ()
    found = due_again(rules, grades=grades, agreed_on=today, calendar=calendar_of(audit.council))
    made_round = audit.round
    if made_round is not None and made_round.reaudit_below:
        hit = below(made_round.reaudit_below, order=content["grade_set"]["order"], grades=grades)
        if hit:
            due_on = today + timedelta(weeks=made_round.reaudit_weeks or 0)
            words = f"Round: the grade is {', '.join(g.replace('_', ' ') for g in hit)}"
            found.append(DueAgain(made_round.reaudit_scope or "", words, due_on))
    made = []
    for due in found:
        if Reaudit.objects.filter(audit=audit, scope=due.scope).exists():
            continue
        row = Reaudit(audit=audit, scope=due.scope, rule=due.rule, due_on=due.due_on, created_by=by)
        row.full_clean()
        row.save()
        activity.record(by=by, verb="reaudit_set", target=row, council=audit.council, before={})
        made.append(row)
    return made


@transaction.atomic
def begin_reaudit(
    *,
    by: User,
    reaudit: Reaudit,
    auditor: User,
    due_on: date,
    enquiry: Enquiry | None = None,
) -> CaseAudit:
    """Open the second audit: of the same case, or of later work of the same practitioner.

    Args:
        enquiry: the later case; needed where another case of the practitioner is looked at.

    Raises:
        PermissionDenied: `by` does not hold AUDIT_ROUND_MANAGE in the council of the audit.
        RuleViolationError: `settled`, `by_round` (it needs a new sample), `no_case`, `other_case`,
            `too_early`, `may_not`, `own_casework`.
    """
    held, first = _lock(by, reaudit)
    if held.scope not in (*OF_THE_CASE, *OF_THE_WORKER):
        raise RuleViolationError("by_round", "This needs a new round, with a sample of its own")
    if due_on < timezone.localdate():
        raise RuleViolationError("too_early", "The day has passed already", field="due_on")
    if not access.has(auditor, Permission.AUDIT_DO, council=first.council):
        raise RuleViolationError("may_not", f"{auditor} has no role for this", field="auditor")
    again = _second(first, held.scope, enquiry)
    tie = barred_from_audit(again).get(auditor.pk)
    if tie:
        raise RuleViolationError(
            "own_casework",
            f"{auditor} may not audit this case: {tie[:1].lower()}{tie[1:]}",
            field="auditor",
        )
    again.auditor, again.due_on, again.created_by = auditor, due_on, by
    again.full_clean()
    again.save()
    add_strands(again, timezone.now())
    activity.record(by=by, verb="case_audit_opened", target=again, council=again.council, before={})
    before = activity.snapshot(held)
    held.done_by = again
    held.full_clean()
    held.save()
    activity.record(by=by, verb="reaudit_begun", target=held, council=first.council, before=before)
    return again


@transaction.atomic
def drop_reaudit(*, by: User, reaudit: Reaudit, reason: str) -> Reaudit:
    """Let a look again go, with the reason.

    Raises:
        PermissionDenied: `by` does not hold AUDIT_ROUND_MANAGE in the council of the audit.
        RuleViolationError: `settled`, `no_reason`.
    """
    held, first = _lock(by, reaudit)
    if not reason.strip():
        raise RuleViolationError("no_reason", "Say why it is let go", field="reason")
    before = activity.snapshot(held)
    held.dropped_reason = reason.strip()
    held.full_clean()
    held.save()
    activity.record(
        by=by, verb="reaudit_dropped", target=held, council=first.council, before=before
    )
    return held


def later_cases(audit: CaseAudit) -> list[Enquiry]:
    """Return the enquiries that the audited practitioner leads and began after the audited one."""
    if audit.practitioner_id is None:
        return []
    rows = Enquiry.objects.filter(council=audit.council_id, lead=audit.practitioner_id)
    if audit.enquiry is not None:
        rows = rows.filter(commenced_on__gte=audit.enquiry.commenced_on)
        rows = rows.exclude(pk=audit.enquiry.pk)
    return list(rows.only("pk", "reference", "commenced_on").order_by("-commenced_on")[:50])


def _second(first: CaseAudit, scope: str, enquiry: Enquiry | None) -> CaseAudit:
    """Return the second audit, not stored: with the same tool's newest version in the first."""
    again = CaseAudit(
        council=first.council,
        reference=next_reference(
            CaseAudit, first.council, timezone.localdate().year, prefix=PREFIX
        ),
        version=first.version,
        subject=first.subject,
        is_personnel=first.is_personnel,
        team_id=first.team_id,
        practitioner_id=first.practitioner_id,
        enquiry_id=first.enquiry_id,
        concern_id=first.concern_id,
        worker_id=first.worker_id,
        organisation_id=first.organisation_id,
        external_reference=first.external_reference,
        status=AuditStatus.ALLOCATED,
        allocated_at=timezone.now(),
        repeat_of=first,
    )
    if scope != ReauditScope.SAME_PRACTITIONER or first.subject != Subject.ENQUIRY:
        return again
    if enquiry is None:
        raise RuleViolationError("no_case", "Choose the later case", field="enquiry")
    if enquiry.pk not in {case.pk for case in later_cases(first)}:
        raise RuleViolationError(
            "other_case", "Choose a later case of the same practitioner", field="enquiry"
        )
    again.enquiry, again.team_id = enquiry, enquiry.team_id
    return again


def _lock(by: User, reaudit: Reaudit) -> tuple[Reaudit, CaseAudit]:
    held = Reaudit.objects.select_for_update(of=("self",)).get(pk=reaudit.pk)
    first = lock_audit(by, held.audit, Permission.AUDIT_ROUND_MANAGE)
    if held.done_by_id or held.dropped_reason:
        raise RuleViolationError("settled", "This look again is begun or let go already")
    return held, first
