"""Every service of an enquiry's work: does it and logs it, and refuses without a trace."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from core.errors import RuleViolationError
from core.models import ActivityEvent
from core.roles import Role
from safeguard import models
from safeguard.services import (
    caused,
    enquiring,
    enquiry_actions,
    enquiry_findings,
    enquiry_rows,
    enquiry_support,
    holds,
)
from tests import factories
from tests.factories import EnquiryFactory

DAY = date(2025, 4, 5)
TABLES = (
    models.Enquiry,
    models.Allocation,
    models.Action,
    models.Hold,
    models.PlanReview,
    models.OtherProcess,
    models.CapacityAssessment,
    models.Advocacy,
    models.Risk,
    models.DesiredOutcome,
    models.CausedRequest,
    models.CausedChase,
    ActivityEvent,
)

CAPACITY = {
    "decision": "Where to live",
    "assessed_on": DAY,
    "had_capacity": True,
    "assessed_by": "A. Worker",
    "best_interests": "",
}
ADVOCACY = {
    "kind": "s68",
    "substantial_difficulty": None,
    "difficulty_understanding": "not_known",
    "difficulty_retaining": "not_known",
    "difficulty_weighing": "not_known",
    "difficulty_communicating": "not_known",
    "suitable_person": "",
    "requested_on": DAY,
    "appointed_on": None,
    "not_appointed": None,
}
REQUEST = {
    "to_whom": " Example House ",
    "scope": "The care given in March 2025",
    "adult_views": "She wants to stay",
    "capacity_view": "has",
    "requested_on": DAY,
    "due_on": DAY + timedelta(days=20),
}
RISK = {"risk_type": "NEG", "location": "OWN", "source": "PROV"}


def of_enquiry(enquiry):
    return {"enquiry": enquiry}


def of_row(factory, **columns):
    return lambda enquiry: {"row": factory(enquiry=enquiry, **columns)}


ROWS = {
    "action": factories.ActionFactory,
    "hold": factories.HoldFactory,
    "capacity": factories.CapacityAssessmentFactory,
    "advocacy": factories.AdvocacyFactory,
    "risk": factories.RiskFactory,
    "outcome": factories.DesiredOutcomeFactory,
    "process": factories.OtherProcessFactory,
    "plan_review": factories.PlanReviewFactory,
}
# what the log calls it: (service, what it is about, answers)
CHANGED_REQUEST = {
    "scope": "The care given in March and April",
    "adult_views": "She wants to stay",
    "capacity_view": "has",
    "due_on": DAY + timedelta(days=40),
    "reason": "They asked for more time",
}
SERVICES = {
    "enquiry_planned": (
        enquiring.plan_enquiry,
        of_enquiry,
        {"planned_on": DAY, "plan": "Speak with her"},
    ),
    "enquiry_facts_recorded": (
        enquiring.record_facts,
        of_enquiry,
        {"lacked_capacity": "YES", "supported": True, "outcomes_asked": "NR"},
    ),
    "action_added": (
        enquiry_actions.add_action,
        of_enquiry,
        {"kind": "plan", "what": "Call", "owner_name": "The home"},
    ),
    "action_changed": (
        enquiry_actions.change_action,
        of_row(factories.ActionFactory),
        {"kind": "plan", "what": "Call", "owner_name": "The home"},
    ),
    "action_done": (
        enquiry_actions.finish_action,
        of_row(factories.ActionFactory),
        {"done_on": DAY},
    ),
    "plan_review_added": (enquiry_actions.add_plan_review, of_enquiry, {"due_on": DAY}),
    "plan_review_held": (
        enquiry_actions.hold_plan_review,
        of_row(factories.PlanReviewFactory),
        {"held_on": DAY, "result": "ends"},
    ),
    "hold_begun": (holds.begin_hold, of_enquiry, {"reason": "police", "since": DAY}),
    "hold_ended": (holds.end_hold, of_row(factories.HoldFactory), {"until": DAY}),
    "capacity_added": (enquiry_support.add_capacity, of_enquiry, CAPACITY),
    "capacity_changed": (
        enquiry_support.change_capacity,
        of_row(factories.CapacityAssessmentFactory),
        CAPACITY,
    ),
    "advocacy_added": (enquiry_support.add_advocacy, of_enquiry, ADVOCACY),
    "advocacy_changed": (
        enquiry_support.change_advocacy,
        of_row(factories.AdvocacyFactory),
        ADVOCACY,
    ),
    "risk_added": (enquiry_findings.add_risk, of_enquiry, RISK),
    "risk_changed": (
        enquiry_findings.change_risk,
        of_row(factories.RiskFactory),
        {**RISK, "source": "KNOWN"},
    ),
    "outcome_added": (
        enquiry_findings.add_outcome,
        of_enquiry,
        {"wanted": "To go home", "wanted_on": DAY},
    ),
    "outcome_changed": (
        enquiry_findings.change_outcome,
        of_row(factories.DesiredOutcomeFactory),
        {"wanted": "To go home", "wanted_on": DAY},
    ),
    "process_added": (
        enquiry_findings.add_process,
        of_enquiry,
        {"kind": "police", "began_on": date(2025, 1, 1)},
    ),
    "process_changed": (
        enquiry_findings.change_process,
        of_row(factories.OtherProcessFactory),
        {"kind": "court"},
    ),
    "caused_requested": (caused.request_enquiry, of_enquiry, REQUEST),
    "caused_request_changed": (
        caused.change_request,
        of_row(factories.CausedRequestFactory),
        CHANGED_REQUEST,
    ),
    "caused_withdrawn": (
        caused.withdraw_request,
        of_row(factories.CausedRequestFactory),
        {"withdrawn_on": DAY, "reason": "Asked by mistake"},
    ),
    "caused_accepted": (
        caused.answer_request,
        of_row(factories.CausedRequestFactory),
        {"accepted": True, "answered_on": DAY},
    ),
    "caused_declined": (
        caused.answer_request,
        of_row(factories.CausedRequestFactory),
        {"accepted": False, "answered_on": DAY, "reason": "Not theirs"},
    ),
    "caused_chased": (
        caused.chase_request,
        of_row(factories.CausedRequestFactory),
        {"chased_on": DAY, "note": "Called"},
    ),
    "caused_report_received": (
        caused.receive_report,
        of_row(factories.CausedRequestFactory),
        {"received_on": DAY},
    ),
    "caused_report_accepted": (
        caused.check_report,
        of_row(factories.CausedRequestFactory, received_on=DAY),
        {"quality": "accepted", "quality_on": DAY},
    ),
    "caused_report_returned": (
        caused.check_report,
        of_row(factories.CausedRequestFactory, received_on=DAY),
        {"quality": "returned", "quality_on": DAY, "reason": "No dates", "due_on": DAY},
    ),
    "caused_report_taken_over": (
        caused.check_report,
        of_row(factories.CausedRequestFactory),
        {"quality": "taken_over", "quality_on": DAY, "reason": "Silence"},
    ),
    **{
        f"{kind}_removed": (
            enquiry_rows.remove_row,
            of_row(factory),
            {"removed_because": "The wrong person"},
        )
        for kind, factory in ROWS.items()
    },
}


@pytest.fixture
def enquiry(council):
    return EnquiryFactory(concern__adult__council=council)


def everything():
    """Return every row that a service might have touched."""
    return [list(table._default_manager.order_by("pk").values()) for table in TABLES]


@pytest.mark.parametrize("verb", SERVICES)
def test_it_is_done_and_logged(practitioner, enquiry, verb):
    service, about, answers = SERVICES[verb]
    target = about(enquiry)
    service(by=practitioner, **target, **answers)
    events = ActivityEvent.objects.filter(verb=verb)
    assert [(event.actor_name, event.council_id) for event in events] == [
        (practitioner.full_name, enquiry.council_id)
    ]
    assert events[0].changes


@pytest.mark.parametrize("verb", SERVICES)
def test_it_is_refused_without_the_permission_in_that_council(analyst, stranger, enquiry, verb):
    service, about, answers = SERVICES[verb]
    target = about(enquiry)
    before = everything()
    for other in (analyst, stranger):
        with pytest.raises(PermissionDenied):
            service(by=other, **target, **answers)
    assert everything() == before


# What goes on after an enquiry concludes: work left open with a reason, reviews of the plan.
AFTERWARDS = {"action_done", "plan_review_held"}


@pytest.mark.parametrize("verb", sorted(AFTERWARDS))
def test_what_goes_on_is_recorded_once_the_enquiry_is_concluded(practitioner, council, verb):
    service, about, answers = SERVICES[verb]
    target = about(EnquiryFactory(concern__adult__council=council, concluded=True))
    service(by=practitioner, **target, **answers)
    assert ActivityEvent.objects.filter(verb=verb).exists()


@pytest.mark.parametrize("verb", sorted(set(SERVICES) - AFTERWARDS))
def test_it_is_refused_once_the_enquiry_is_concluded(practitioner, council, verb):
    service, about, answers = SERVICES[verb]
    target = about(EnquiryFactory(concern__adult__council=council, concluded=True))
    before = everything()
    with pytest.raises(RuleViolationError) as refusal:
        service(by=practitioner, **target, **answers)
    assert refusal.value.code == "concluded"
    assert everything() == before


@pytest.mark.parametrize("verb", SERVICES)
def test_it_keeps_nothing_if_the_log_fails(practitioner, enquiry, verb, monkeypatch):
    service, about, answers = SERVICES[verb]
    target = about(enquiry)
    before = everything()
    monkeypatch.setattr("core.activity.record", lambda **event: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        service(by=practitioner, **target, **answers)
    assert everything() == before


TOMORROW = timezone.localdate() + timedelta(days=1)
EARLY = date(2025, 4, 1)  # received, and not yet commenced
# (what the log would call it, answers that break a rule, its code, the field it names)
BROKEN = [
    ("enquiry_planned", {"planned_on": EARLY}, "too_early", "planned_on"),
    ("enquiry_planned", {"planned_on": TOMORROW}, "in_future", "planned_on"),
    ("enquiry_planned", {"plan": " "}, "no_plan", "plan"),
    ("enquiry_planned", {"version": 7}, "changed_meanwhile", None),
    ("enquiry_facts_recorded", {"lacked_capacity": "NO"}, "support_without_lack", "supported"),
    ("action_added", {"owner_name": " "}, "no_owner", "owner"),
    ("action_added", {"due_on": EARLY}, "too_early", "due_on"),
    ("action_changed", {"version": 7}, "changed_meanwhile", None),
    ("action_done", {"done_on": EARLY}, "too_early", "done_on"),
    ("plan_review_added", {"due_on": EARLY}, "too_early", "due_on"),
    ("plan_review_held", {"result": "continues"}, "no_next_review", "next_due_on"),
    ("plan_review_held", {"next_due_on": TOMORROW}, "no_more_reviews", "next_due_on"),
    (
        "plan_review_held",
        {"result": "continues", "next_due_on": DAY},
        "too_early",
        "next_due_on",
    ),
    ("hold_begun", {"reason": "other"}, "no_note", "note"),
    ("hold_begun", {"since": EARLY}, "too_early", "since"),
    ("hold_begun", {"until": DAY - timedelta(days=1)}, "too_early", "until"),
    ("hold_ended", {"until": date(2025, 4, 2)}, "too_early", "until"),
    ("capacity_added", {"best_interests": "To stay"}, "had_capacity", "best_interests"),
    ("capacity_added", {"assessed_on": date(2025, 3, 31)}, "too_early", "assessed_on"),
    ("advocacy_added", {"substantial_difficulty": True}, "difficulty_in_nothing", None),
    ("advocacy_added", {"appointed_on": EARLY}, "too_early", "appointed_on"),
    (
        "advocacy_added",
        {"appointed_on": DAY, "not_appointed": "declined"},
        "appointed",
        "not_appointed",
    ),
    ("outcome_added", {"wanted_on": TOMORROW}, "in_future", "wanted_on"),
    ("outcome_changed", {"wanted": "To stay at home"}, "same_words", "wanted"),
    ("outcome_changed", {"wanted_on": EARLY}, "too_early", "wanted_on"),
    ("process_added", {"ended_on": date(2024, 12, 31)}, "too_early", "ended_on"),
    ("caused_requested", {"requested_on": EARLY}, "too_early", "requested_on"),
    ("caused_requested", {"due_on": date(2025, 4, 4)}, "too_early", "due_on"),
    ("caused_request_changed", {"reason": " "}, "no_reason", "reason"),
    ("caused_request_changed", {"due_on": date(2025, 1, 1)}, "too_early", "due_on"),
    ("caused_withdrawn", {"reason": ""}, "no_reason", "reason"),
    ("caused_withdrawn", {"withdrawn_on": EARLY}, "too_early", "withdrawn_on"),
    ("caused_declined", {"reason": ""}, "no_reason", "reason"),
    ("caused_chased", {"note": " "}, "no_reason", "note"),
    ("caused_report_returned", {"due_on": None}, "no_new_due_day", "due_on"),
    ("caused_report_returned", {"reason": ""}, "no_reason", "reason"),
    ("caused_report_taken_over", {"reason": ""}, "no_reason", "reason"),
    ("risk_removed", {"removed_because": " "}, "no_reason", "removed_because"),
]


@pytest.mark.parametrize(("verb", "broken", "code", "field"), BROKEN)
def test_a_broken_rule_is_refused_and_names_the_field(
    practitioner, enquiry, verb, broken, code, field
):
    service, about, answers = SERVICES[verb]
    target = about(enquiry)
    before = everything()
    with pytest.raises(RuleViolationError) as refusal:
        service(by=practitioner, **target, **{**answers, **broken})
    assert refusal.value.code == code
    assert field is None or refusal.value.field == field
    assert everything() == before


@pytest.mark.parametrize("role", [Role.ANALYST, Role.DIRECTOR])
def test_an_action_is_not_given_to_somebody_who_records_no_casework(
    practitioner, enquiry, person_with, role
):
    answers = {"kind": "plan", "what": "Call", "owner": person_with(role)}
    with pytest.raises(RuleViolationError) as refusal:
        enquiry_actions.add_action(by=practitioner, enquiry=enquiry, **answers)
    assert refusal.value.code == "cannot_record"
    with pytest.raises(RuleViolationError) as refusal:
        enquiry_actions.add_action(
            by=practitioner,
            enquiry=enquiry,
            **{**answers, "owner": practitioner, "owner_name": "The home"},
        )
    assert refusal.value.code == "two_owners"
