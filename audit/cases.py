"""What an audit is about, for the people who share out audits and for those who do them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from audit import ties
from audit.choices import Subject
from audit.models import CaseAudit, FrameEntry
from safeguard.models import DecisionRecord, Enquiry

SUBJECT_COLUMNS = ("enquiry_id", "concern_id", "worker_id", "organisation_id")
Barred = dict[str, dict[int, str]]


def barred_from(entries: Iterable[FrameEntry]) -> Barred:
    """Return, for each reference, who may not audit it and why."""
    rows = list(entries)
    enquiries = {e.enquiry_id: e.reference for e in rows if e.enquiry_id}
    concerns = {e.concern_id: e.reference for e in rows if e.concern_id}
    found: Barred = {e.reference: {e.worker_id: ties.HERSELF} for e in rows if e.worker_id}
    if enquiries:
        found |= {enquiries[k]: who for k, who in ties.of_enquiries(enquiries).items()}
    if concerns:
        found |= {concerns[k]: who for k, who in ties.of_concerns(concerns).items()}
    return found


def barred_from_audit(audit: CaseAudit) -> dict[int, str]:
    """Return who may not do or moderate one audit, and why."""
    if audit.worker_id:
        return {audit.worker_id: ties.HERSELF}
    found: dict[int, str] = {}
    if audit.enquiry_id:
        found = ties.of_enquiries([audit.enquiry_id]).get(audit.enquiry_id, {})
    elif audit.concern_id:
        found = ties.of_concerns([audit.concern_id]).get(audit.concern_id, {})
    if audit.practitioner_id:
        found.setdefault(audit.practitioner_id, "It is their casework")
    return found


def practitioners_of(entries: Iterable[FrameEntry]) -> Mapping[str, int]:
    """Return whose work each case is: the lead of an enquiry, whoever decided on a concern."""
    rows = list(entries)
    enquiries = {e.enquiry_id: e.reference for e in rows if e.enquiry_id}
    concerns = {e.concern_id: e.reference for e in rows if e.concern_id}
    found: dict[str, int] = {}
    if enquiries:
        leads = Enquiry.objects.filter(pk__in=list(enquiries), lead__isnull=False)
        found |= {enquiries[k]: lead for k, lead in leads.values_list("pk", "lead")}
    if concerns:
        decided = DecisionRecord.objects.filter(concern__in=list(concerns)).order_by("pk")
        for key, proposed, signed in decided.values_list("concern", "proposed_by", "signed_off_by"):
            found[concerns[key]] = signed or proposed
    return found


def column_of(subject: str) -> str:
    """Return the column of a frame entry or an audit that holds such a subject."""
    return f"{Subject(subject).value}_id"
