"""Start an enquiry, give it to a lead, plan it, and answer what the return asks of it."""

from datetime import date
from typing import Any

from django.db import transaction

from core import access, activity
from core.errors import RuleViolationError
from core.models import User
from core.permissions import Permission
from safeguard.choices import DecisionResult, EnquiryKind
from safeguard.models import Allocation, Concern, Enquiry
from safeguard.rules.days import Bound, in_words
from safeguard.rules.enquiring import facts_fault
from safeguard.services.cases import lock, save
from safeguard.services.enquiry_rows import check_day, commenced, lock_open, refuse
from safeguard.services.numbering import next_reference

KIND_OF = {
    DecisionResult.SECTION_42: EnquiryKind.SECTION_42,
    DecisionResult.OTHER: EnquiryKind.OTHER,
}


@transaction.atomic
def start_enquiry(
    *, by: User, concern: Concern, commenced_on: date, why_another: str = ""
) -> Enquiry:
    """Start an enquiry of the kind that was decided, and take up what the adult wanted.

    Args:
        commenced_on: from the day of receipt to today, both included.
        why_another: needed where the concern has an enquiry already, and kept only there.

    Raises:
        PermissionDenied: `by` does not hold CASE_RECORD in the council of the concern.
        RuleViolationError: code `not_decided`, `too_early`, `in_future` or `has_enquiry`.
    """
    held = lock(by, concern, Permission.CASE_RECORD)
    kind = KIND_OF.get(DecisionResult(held.decision)) if held.decision else None
    if kind is None:
        raise RuleViolationError(
            "not_decided", "An enquiry starts only once a concern is decided as one"
        )
    receipt = Bound(held.received_on, "the concern was received")
    check_day("commenced_on", "Date the enquiry commenced", commenced_on, not_before=receipt)
    has_one = Enquiry.objects.filter(concern=held).exists()
    reason = why_another.strip() if has_one else ""
    if has_one and not reason:
        raise RuleViolationError(
            "has_enquiry",
            "This concern has an enquiry already. Say why it needs another",
            field="why_another",
        )
    enquiry = Enquiry(
        council=held.council,
        reference=next_reference(Enquiry, held.council, commenced_on.year),
        concern=held,
        team=held.team,
        kind=kind,
        commenced_on=commenced_on,
        why_another=reason,
    )
    enquiry.full_clean()
    enquiry.save(force_insert=True)
    taken_up = held.desired_outcomes.filter(enquiry=None).update(enquiry=enquiry)
    changes = activity.changed_columns({}, activity.snapshot(enquiry))
    activity.record(
        by=by,
        verb="enquiry_started",
        target=enquiry,
        council=held.council,
        changes={
            **changes,
            "outcomes_taken_up": [None, str(taken_up)],
        },
    )
    return enquiry


@transaction.atomic
def allocate_enquiry(
    *,
    by: User,
    enquiry: Enquiry,
    lead: User,
    allocated_on: date,
    note: str = "",
    version: int | None = None,
) -> Allocation:
    """Give an enquiry to somebody who leads it from `allocated_on`; earlier leads stay on record.

    Raises:
        PermissionDenied: `by` does not hold CASE_DECIDE in the council of the enquiry.
        RuleViolationError: code `concluded`, `changed_meanwhile`, `cannot_record`, `leads_already`,
            `too_early` or `in_future`.
    """
    held = lock_open(by, enquiry, Permission.CASE_DECIDE, version=version)
    if not access.has(lead, Permission.CASE_RECORD, council=held.council):
        raise RuleViolationError(
            "cannot_record",
            f"{lead} does not record casework in {held.council.name}",
            field="lead",
        )
    newest = held.allocations.first()
    if held.lead_id == lead.pk and newest is not None:
        raise RuleViolationError(
            "leads_already",
            f"{lead} leads this enquiry since {in_words(newest.allocated_on)}",
            field="lead",
        )
    bound = commenced(held)
    if newest is not None and newest.allocated_on > bound.day:
        bound = Bound(newest.allocated_on, "it was allocated last")
    check_day("allocated_on", "Date allocated", allocated_on, not_before=bound)
    allocation = Allocation(
        enquiry=held, lead=lead, allocated_on=allocated_on, note=note.strip(), allocated_by=by
    )
    allocation.full_clean()
    allocation.save(force_insert=True)
    _store(by, held, "enquiry_allocated", {"lead": lead})
    return allocation


@transaction.atomic
def plan_enquiry(
    *, by: User, enquiry: Enquiry, planned_on: date, plan: str, version: int | None = None
) -> Enquiry:
    """Say when an enquiry was planned, and how it will be made.

    Raises:
        PermissionDenied: `by` does not hold CASE_RECORD in the council of the enquiry.
        RuleViolationError: code `concluded`, `changed_meanwhile`, `no_plan`, `too_early` or
            `in_future`.
    """
    held = lock_open(by, enquiry, version=version)
    check_day("planned_on", "Date planned", planned_on, not_before=commenced(held))
    if not plan.strip():
        raise RuleViolationError("no_plan", "Say how the enquiry will be made", field="plan")
    return _store(by, held, "enquiry_planned", {"planned_on": planned_on, "plan": plan.strip()})


@transaction.atomic
def record_facts(
    *,
    by: User,
    enquiry: Enquiry,
    lacked_capacity: str | None,
    supported: bool | None,
    outcomes_asked: str | None,
    version: int | None = None,
) -> Enquiry:
    """Answer what the return asks about capacity, support and what the adult wanted.

    Args:
        supported: None where it does not apply, or is not known.

    Raises:
        PermissionDenied: `by` does not hold CASE_RECORD in the council of the enquiry.
        RuleViolationError: code `concluded`, `changed_meanwhile`, `support_without_lack` or
            `achieved_without_wish`.
    """
    held = lock_open(by, enquiry, version=version)
    found = facts_fault(
        lacked_capacity=lacked_capacity,
        supported=supported,
        outcomes_asked=outcomes_asked,
        outcomes_achieved=held.outcomes_achieved,
    )
    if found is not None:
        refuse(*found)
    values = {
        "lacked_capacity": lacked_capacity,
        "supported": supported,
        "outcomes_asked": outcomes_asked,
    }
    return _store(by, held, "enquiry_facts_recorded", values)


def _store(by: User, held: Enquiry, verb: str, values: dict[str, Any]) -> Enquiry:
    """Give a locked enquiry new values, count its version up and log what changed."""
    before = activity.snapshot(held)
    for name, value in values.items():
        setattr(held, name, value)
    save(held, *values)
    activity.record(by=by, verb=verb, target=held, council=held.council, before=before)
    return held
