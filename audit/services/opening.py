"""Open audits of drawn cases, with the strands that their version asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from audit.cases import SUBJECT_COLUMNS, column_of
from audit.choices import AuditStatus, RespondentKind, StrandStatus
from audit.models import AuditRound, AuditStrand, CaseAudit, FrameEntry
from audit.rules.spans import after
from core import activity
from core.models import User
from core.workdays import WorkingCalendar
from safeguard.services.numbering import next_reference

PREFIX = "AUD"
ONE_STRAND = ({"key": "auditor", "label": "Auditor", "respondent": "auditor", "required": True},)


def open_audit(
    *,
    by: User | None,
    audit_round: AuditRound,
    entry: FrameEntry,
    auditor_id: int | None,
    practitioner_id: int | None,
    is_second_read: bool,
    due_on: date | None,
) -> CaseAudit:
    """Store the audit of one drawn case, given to an auditor if there is one.

    Raises:
        ValidationError: the auditor is the practitioner, or an audit of the entry is there already.
    """
    now = timezone.now()
    subject = audit_round.version.tool.subject
    audit = CaseAudit(
        council=audit_round.council,
        reference=next_reference(
            CaseAudit, audit_round.council, timezone.localdate().year, prefix=PREFIX
        ),
        version=audit_round.version,
        round=audit_round,
        frame_entry=entry,
        subject=subject,
        team_id=entry.team_id,
        is_personnel=audit_round.version.tool.is_personnel,
        practitioner_id=practitioner_id,
        auditor_id=auditor_id,
        status=AuditStatus.ALLOCATED if auditor_id else AuditStatus.PLANNED,
        allocated_at=now if auditor_id else None,
        is_second_read=is_second_read,
        due_on=due_on,
        created_by=by,
        **{
            column: getattr(entry, column)
            for column in SUBJECT_COLUMNS
            if column == column_of(subject)
        },
    )
    audit.full_clean()
    audit.save()
    add_strands(audit, now)
    activity.record(by=by, verb="case_audit_opened", target=audit, council=audit.council, before={})
    return audit


def add_strands(audit: CaseAudit, now: datetime) -> list[AuditStrand]:
    """Store a strand for each contribution that the version asks for.

    One with a share, such as a blind second auditor's, is for second readings only. One that opens
    when others are in waits. A body that may contribute more than once begins with one strand.
    """
    found = []
    specs: Sequence[Mapping[str, Any]] = audit.version.content.get("strands") or ONE_STRAND
    for spec in specs:
        if "share" in spec and not audit.is_second_read:
            continue
        strand = AuditStrand(
            audit=audit,
            key=spec["key"],
            label=spec["label"],
            respondent=spec["respondent"],
            is_required=bool(spec.get("required", False)) or "share" in spec,
            is_blind=bool(spec.get("blind_to") or spec.get("visible_to_auditor")),
            status=StrandStatus.WAITING if spec.get("opens_when") else StrandStatus.OPEN,
            person_id=_answers(audit, spec),
            opened_at=None if spec.get("opens_when") else now,
            due_on=audit.due_on,
        )
        strand.full_clean()
        strand.save()
        found.append(strand)
    return found


def _answers(audit: CaseAudit, spec: Mapping[str, Any]) -> int | None:
    """Return who answers a strand, as far as that is known when an audit is opened."""
    if spec["respondent"] in (RespondentKind.AUDITOR, RespondentKind.TOGETHER):
        return None if "share" in spec else audit.auditor_id
    if spec["respondent"] == RespondentKind.PRACTITIONER:
        return audit.practitioner_id or audit.worker_id
    return None


def due_of(audit_round: AuditRound, calendar: WorkingCalendar, today: date) -> date | None:
    """Return when an audit that is allocated today is due: as the round says, else the tool."""
    if audit_round.due_on:
        return audit_round.due_on
    span = (audit_round.version.content.get("workflow") or {}).get("due")
    return after(today, span, calendar) if span else None
