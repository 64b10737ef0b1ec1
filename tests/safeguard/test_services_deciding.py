from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError

from core.errors import RuleViolationError
from core.models import ActivityEvent
from safeguard.choices import DecisionResult
from safeguard.choices_work import DecisionState, Route
from safeguard.models import Concern, DecisionRecord, Reopening
from safeguard.services.deciding import propose_decision, return_decision, sign_off_decision
from tests.factories import ConcernFactory, DecisionRecordFactory

TODAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
S42 = {
    "met_a": True,
    "reason_a": " Needs care ",
    "met_b": True,
    "reason_b": "Left without food",
    "met_c": True,
    "reason_c": "Cannot leave her bed",
    "result": DecisionResult.SECTION_42,
    "reason": " All three parts are met ",
    "decided_on": TODAY,
}
ROUTED = {
    **S42,
    "met_b": False,
    "result": DecisionResult.NOT_AN_ENQUIRY,
    "routes": {Route.OTHER_AGENCY: " The fire service ", Route.ADVICE: ""},
}
DECIDED = ("decided_on", "decision", "met_a", "met_b", "met_c", "decision_reason")

pytestmark = pytest.mark.usefixtures("frozen")


@pytest.fixture
def frozen():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def concern(council):
    return ConcernFactory(adult__council=council, received_on=date(2026, 11, 18))


@pytest.fixture
def proposal(concern, practitioner):
    return DecisionRecordFactory(concern=concern, proposed_by=practitioner)


def in_force(concern) -> tuple:
    return Concern.objects.values_list(*DECIDED).get(pk=concern.pk)


NOTHING = (None, None, None, None, None, "")


def test_a_proposal_waits_and_is_not_in_force(practitioner, concern):
    decision = propose_decision(by=practitioner, concern=concern, version=1, **S42)
    assert (decision.state, decision.reason_a) == (DecisionState.PROPOSED, "Needs care")
    assert (decision.proposed_by, decision.signed_off_by) == (practitioner, None)
    assert in_force(concern) == NOTHING
    event = ActivityEvent.objects.get()
    assert (event.verb, event.target_id) == ("decision_proposed", str(concern.pk))
    assert event.changes["result"] == [None, "s42_enquiry"]
    assert Concern.objects.get().version == 2


def test_routes_are_kept_with_their_detail(practitioner, concern):
    decision = propose_decision(by=practitioner, concern=concern, **ROUTED)
    kept = [(row.route, row.detail) for row in decision.routes.all()]
    assert kept == [("agency", "The fire service"), ("advice", "")]


def test_signed_off_it_stands_on_the_concern_as_an_imported_one_would(manager, proposal):
    sign_off_decision(by=manager, decision=proposal, version=1, answer="Agreed")
    proposal.refresh_from_db()
    assert (proposal.state, proposal.signed_off_by) == (DecisionState.SIGNED_OFF, manager)
    assert (proposal.signed_off_at, proposal.answer) == (NOW, "Agreed")
    assert in_force(proposal.concern) == (
        proposal.decided_on,
        "s42_enquiry",
        True,
        True,
        True,
        "All three parts are met",
    )
    event = ActivityEvent.objects.get()
    assert event.verb == "decision_signed_off"
    assert event.changes["decision"] == [None, "s42_enquiry"]


def test_who_decides_may_propose_and_sign_off_in_one_step(manager, concern):
    decision = propose_decision(by=manager, concern=concern, sign_off=True, **ROUTED)
    assert (decision.proposed_by, decision.signed_off_by) == (manager, manager)
    assert in_force(concern)[:2] == (TODAY, "not_an_enquiry")
    verbs = ActivityEvent.objects.order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["decision_proposed", "decision_signed_off"]


def test_a_returned_proposal_says_why_and_another_may_follow(manager, practitioner, proposal):
    return_decision(by=manager, decision=proposal, answer=" Ask the nurse ", version=1)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.answer) == (DecisionState.RETURNED, "Ask the nurse")
    assert in_force(proposal.concern) == NOTHING
    assert ActivityEvent.objects.get().changes == {"answer": [None, "Ask the nurse"]}
    propose_decision(by=practitioner, concern=proposal.concern, **S42)
    assert DecisionRecord.objects.count() == 2


def test_each_needs_the_permission_in_that_council(
    stranger, analyst, practitioner, manager, concern
):
    for other in (stranger, analyst):
        with pytest.raises(PermissionDenied):
            propose_decision(by=other, concern=concern, **S42)
    with pytest.raises(PermissionDenied):
        propose_decision(by=practitioner, concern=concern, sign_off=True, **S42)
    proposal = DecisionRecordFactory(concern=concern)
    for other in (stranger, practitioner):
        with pytest.raises(PermissionDenied):
            sign_off_decision(by=other, decision=proposal)
        with pytest.raises(PermissionDenied):
            return_decision(by=other, decision=proposal, answer="No")
    proposal.refresh_from_db()
    assert proposal.state == DecisionState.PROPOSED
    assert not ActivityEvent.objects.exists()


def test_each_keeps_nothing_if_the_log_fails(manager, concern, monkeypatch):
    monkeypatch.setattr("core.activity.record", lambda **event: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        propose_decision(by=manager, concern=concern, sign_off=True, **S42)
    assert not DecisionRecord.objects.exists()
    proposal = DecisionRecordFactory(concern=concern)
    with pytest.raises(ZeroDivisionError):
        sign_off_decision(by=manager, decision=proposal)
    with pytest.raises(ZeroDivisionError):
        return_decision(by=manager, decision=proposal, answer="No")
    proposal.refresh_from_db()
    assert proposal.state == DecisionState.PROPOSED
    assert in_force(concern) == NOTHING


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"result": "not_an_enquiry", "routes": {Route.ADVICE: ""}}, "duty_met", "result"),
        ({"met_c": False}, "not_all_parts", "result"),
        ({"routes": {Route.ADVICE: ""}}, "route_of_an_enquiry", "routes"),
        ({"met_a": False, "result": "not_an_enquiry"}, "no_route", "routes"),
        ({"decided_on": date(2026, 11, 21)}, "in_future", "decided_on"),
        ({"decided_on": date(2026, 11, 17)}, "too_early", "decided_on"),
        ({"version": 9}, "changed_meanwhile", None),
    ],
)
def test_a_decision_that_breaks_a_rule_is_refused(practitioner, concern, changes, code, field):
    with pytest.raises(RuleViolationError) as refusal:
        propose_decision(by=practitioner, concern=concern, **{**S42, **changes})
    assert (refusal.value.code, refusal.value.field) == (code, field)
    assert not DecisionRecord.objects.exists()


@pytest.mark.parametrize("name", ["reason_a", "reason_b", "reason_c", "reason"])
def test_each_part_and_the_result_have_a_reason(practitioner, concern, name):
    with pytest.raises(ValidationError):
        propose_decision(by=practitioner, concern=concern, **{**S42, name: "  "})


def code_of(call, **data) -> str:
    with pytest.raises(RuleViolationError) as refusal:
        call(**data)
    return refusal.value.code


def test_nothing_is_decided_twice(manager, proposal):
    concern = proposal.concern
    assert code_of(propose_decision, by=manager, concern=concern, **S42) == "already_proposed"
    sign_off_decision(by=manager, decision=proposal)
    assert code_of(propose_decision, by=manager, concern=concern, **S42) == "already_decided"
    assert code_of(sign_off_decision, by=manager, decision=proposal) == "already_decided"
    assert code_of(return_decision, by=manager, decision=proposal, answer="No") == (
        "already_decided"
    )


def test_an_imported_decision_is_not_decided_again(manager, council):
    concern = ConcernFactory(adult__council=council, s42=True)
    assert code_of(propose_decision, by=manager, concern=concern, **S42) == "already_decided"


def test_only_a_proposal_that_waits_is_answered(manager, concern):
    returned = DecisionRecordFactory(concern=concern, returned=True)
    assert code_of(sign_off_decision, by=manager, decision=returned) == "not_proposed"


def test_a_return_without_a_reason_is_refused(manager, proposal):
    assert code_of(return_decision, by=manager, decision=proposal, answer=" ") == "no_reason"


def test_a_reopened_concern_is_decided_anew_not_before_it_was_reopened(manager, concern):
    reopened = datetime(2026, 11, 20, 9, tzinfo=UTC)
    Reopening.objects.create(
        concern=concern, reason="More came", reopened_by=manager, reopened_at=reopened
    )
    day = date(2026, 11, 19)
    found = code_of(propose_decision, by=manager, concern=concern, **{**S42, "decided_on": day})
    assert found == "too_early"
    propose_decision(by=manager, concern=concern, **S42)
