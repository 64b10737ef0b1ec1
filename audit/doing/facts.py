"""What the record says of the subject of an audit: asked once, when the audit is begun.

The keys are those that tools may name. A fact that the record does not tell is left out.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from audit.models import CaseAudit
from core.calendars import calendar_of
from core.models import User
from safeguard.choices import (
    DecisionResult,
    LackedCapacity,
    OutcomesAsked,
    RiskAssessmentResult,
)
from safeguard.choices_work import ActionKind, ClockEvent, HoldReason, ProcessKind
from safeguard.clocks import clocks_of_case
from safeguard.clocks_shown import sentence
from safeguard.models import Concern, Enquiry
from safeguard.rules.clocks import Clock, ClockState

Facts = dict[str, Any]
OFFICE = (9, 17)
PROGRESSED = {
    DecisionResult.SECTION_42: "s42",
    DecisionResult.OTHER: "other_enquiry",
    DecisionResult.NOT_AN_ENQUIRY: "not_enquiry",
}
ASKED = {
    OutcomesAsked.EXPRESSED: "asked_expressed",
    OutcomesAsked.NONE_EXPRESSED: "asked_none_expressed",
    OutcomesAsked.NO: "not_asked",
    OutcomesAsked.DONT_KNOW: "unknown",
    OutcomesAsked.NOT_RECORDED: "not_recorded",
}
STATUS = {
    ClockState.MET: "in_time",
    ClockState.LATE: "late_no_reason",
    ClockState.LATE_WITH_REASON: "late_with_reason",
}
STEPS = {
    ClockEvent.DECIDED: "decision",
    ClockEvent.PLANNED: "planning",
    ClockEvent.CONCLUDED: "enquiry",
}


def facts_of(audit: CaseAudit) -> Facts:
    """Return the facts of an audit's subject; none of a case that is kept elsewhere."""
    if audit.enquiry is not None:
        found = _of_concern(audit.enquiry.concern, audit.enquiry)
        found |= _of_enquiry(audit.enquiry)
    elif audit.concern is not None:
        found = _of_concern(audit.concern, None)
    elif audit.worker is not None:
        found = _of_worker(audit.worker, audit)
    else:
        found = {}
    return {key: value for key, value in found.items() if value is not None}


def _of_concern(concern: Concern, enquiry: Enquiry | None) -> Facts:
    calendar = calendar_of(concern.council)
    at = timezone.localtime(concern.received_at)
    in_office = calendar.is_working(at.date()) and OFFICE[0] <= at.hour < OFFICE[1]
    decided = concern.decided_on
    year = timedelta(days=365)
    since, until = concern.received_on - year, concern.received_on
    earlier = Concern.objects.filter(adult=concern.adult_id, received_on__range=(since, until))
    found: Facts = {
        "concern.received_at": at.strftime("%Y-%m-%dT%H:%M"),
        "concern.out_of_hours": not in_office,
        "concern.referrer_type": concern.get_referrer_display(),
        "concern.priority": concern.priority,
        "concern.progressed": PROGRESSED.get(DecisionResult(concern.decision))
        if concern.decision
        else None,
        "concern.repeat_within_12_months": earlier.exclude(pk=concern.pk).exists(),
        "concern.provider_alleged": concern.provider_id is not None,
        "timing.decision_working_days": calendar.working_days_between(concern.received_on, decided)
        if decided
        else None,
    }
    clocks = clocks_of_case(concern, [enquiry] if enquiry else [])
    for clock in clocks:
        if clock.enquiry_id in (None, enquiry and enquiry.pk):
            found |= _of_clock(clock)
    return found


def _of_clock(clock: Clock) -> Facts:
    step = STEPS.get(ClockEvent(clock.rule.end_event))
    if step is None:
        return {}
    status = "still_open" if clock.ended is None else STATUS.get(clock.state)
    return {f"timing.{step}_status": status, f"timing.{step}_words": sentence(clock)}


def _of_enquiry(enquiry: Enquiry) -> Facts:
    plan = enquiry.actions.filter(kind=ActionKind.PLAN).exists()
    police = (
        enquiry.other_processes.filter(kind=ProcessKind.POLICE).exists()
        or enquiry.holds.filter(reason=HoldReason.POLICE).exists()
    )
    asked = enquiry.outcomes_asked
    allocated = enquiry.allocations.order_by("allocated_on").first()
    waited = (allocated.allocated_on - enquiry.commenced_on).days if allocated else None
    return {
        "enquiry.kind": enquiry.kind,
        "enquiry.caused_out": bool(enquiry.caused_to) or enquiry.caused_requests.exists(),
        "enquiry.concluded": enquiry.concluded_on is not None,
        "enquiry.plan_exists": plan or enquiry.plan_reviews.exists(),
        "enquiry.police_involved": police,
        "enquiry.ceased_at_request": enquiry.risk_assessment_result == RiskAssessmentResult.CEASED,
        "person.capacity_status": _capacity(enquiry),
        **_advocacy(enquiry),
        "msp.asked": ASKED.get(OutcomesAsked(asked)) if asked else None,
        "msp.outcomes": _outcomes(enquiry),
        "timing.days_waiting_unallocated": None if waited is None else max(waited, 0),
    }


def _capacity(enquiry: Enquiry) -> str:
    had = set(enquiry.capacity_assessments.values_list("had_capacity", flat=True))
    if had:
        return (
            "mixed" if len(had) > 1 else "has_capacity" if True in had else "lacks_for_a_decision"
        )
    known = {LackedCapacity.YES: "lacks_for_a_decision", LackedCapacity.NO: "has_capacity"}
    lacked = enquiry.lacked_capacity
    return known.get(LackedCapacity(lacked), "not_assessed") if lacked else "not_assessed"


def _advocacy(enquiry: Enquiry) -> Facts:
    rows = list(enquiry.advocacy.all())
    said = {row.substantial_difficulty for row in rows} - {None}
    words = []
    for row in rows:
        if row.appointed_on:
            words.append(f"{row.get_kind_display()} appointed on {row.appointed_on:%d/%m/%Y}")
        elif row.not_appointed:
            words.append(f"{row.get_kind_display()}: {row.get_not_appointed_display()}")
        elif row.requested_on:
            words.append(f"{row.get_kind_display()} asked for on {row.requested_on:%d/%m/%Y}")
    return {
        "person.substantial_difficulty": (True in said) if said else None,
        "person.advocate": "; ".join(words) or None,
    }


def _outcomes(enquiry: Enquiry) -> list[str] | None:
    rows = enquiry.desired_outcomes.filter(replaced_by__isnull=True)
    words = [
        f"{row.wanted} ({row.get_achieved_display() if row.achieved else 'not judged yet'})"
        for row in rows
    ]
    return words or None


def _of_worker(worker: User, audit: CaseAudit) -> Facts:
    led = Enquiry.objects.filter(council=audit.council_id, lead=worker)
    return {"worker.case_holding": led.exists()}
