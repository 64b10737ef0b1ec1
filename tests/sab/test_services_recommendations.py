"""Recommendations: answered, acted upon, shown, closed by another, opened again."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError

from core.errors import RuleViolationError
from core.models import ActivityEvent
from core.roles import Role
from sab.choices_recommendation import Assurance
from sab.models import Recommendation
from sab.services import actions, other_reviews
from sab.services import recommendations as services
from tests import factories as f
from tests.sab.conftest import TODAY, lead_of

pytestmark = pytest.mark.django_db
EVIDENCE = {
    "kind": "audit",
    "title": "Audit of twenty cases",
    "description": "All were shared.",
    "dated_on": TODAY,
}


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(TODAY):
        yield


def refused(code, call, **data):
    with pytest.raises(RuleViolationError) as refusal:
        call(**data)
    assert refusal.value.code == code
    return refusal.value


def test_a_recommendation_is_numbered_within_its_review(board, held, unit):
    add = {"by": unit, "board": board, "review": held}
    first = services.add_recommendation(text="Share risk.", **add)
    assert first.reference == f"{held.reference}/1"
    f.ReviewPersonFactory(review=held, name="Margery Allthorpe")
    refused("names_somebody", services.add_recommendation, text="Visit Margery.", **add)
    other = f.FindingFactory()
    refused("other_finding", services.add_recommendation, text="x", finding=other, **add)
    with pytest.raises(PermissionDenied):
        services.add_recommendation(by=f.UserFactory(), board=board, review=held, text="x")


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"response": "not_accepted"}, "no_reason"),
        ({"response": "accepted_in_part"}, "no_reason"),
        ({"partner": None}, "no_agency"),
        ({"due_on": None}, "no_due_day"),
        ({"responded_on": date(2025, 6, 3)}, "in_future"),
        ({}, None),
        ({"response": "not_accepted", "response_reason": "Law", "partner": None}, None),
    ],
)
def test_the_response(board, held, unit, police, changed, code):
    row = f.RecommendationFactory(board=board, review=held)
    answer = {
        "by": unit,
        "recommendation": row,
        "response": "accepted",
        "response_reason": "",
        "responded_on": TODAY,
        "partner": police,
        "owner_name": "Somebody",
        "due_on": date(2025, 12, 1),
        **changed,
    }
    if code:
        refused(code, services.respond_to_recommendation, **answer)
    else:
        services.respond_to_recommendation(**answer)
        row.refresh_from_db()
        assert row.response == answer["response"]


def test_an_owner_is_a_partner_of_the_board(board, held, unit):
    row = f.RecommendationFactory(board=board, review=held)
    refused(
        "other_board",
        services.respond_to_recommendation,
        by=unit,
        recommendation=row,
        response="accepted",
        response_reason="",
        responded_on=TODAY,
        partner=f.PartnerFactory(),
        due_on=date(2025, 12, 1),
    )


def complete(action, lead):
    actions.update_action(by=lead, action=action, progress="complete", text="Done")
    actions.add_evidence(by=lead, action=action, **EVIDENCE)


def test_the_way_from_action_to_closing(recommendation, action, unit, police):
    lead = recommendation.owner
    close = {"by": unit, "recommendation": recommendation, "closing_reason": "It holds"}
    refused("open_actions", services.close_recommendation, **close)
    complete(action, lead)
    refused("not_assured", services.close_recommendation, **close)
    judge = {"by": unit, "recommendation": recommendation, "assurance_reason": "The audit"}
    services.judge_assurance(assurance=Assurance.SHOWN, **judge)
    refused("no_level_reason", services.close_recommendation, **close)
    services.judge_assurance(assurance=Assurance.TESTED, **judge)
    refused("owner", services.close_recommendation, **{**close, "by": give_board_role(lead, unit)})
    services.close_recommendation(**close)
    recommendation.refresh_from_db()
    assert recommendation.closed_by == unit
    assert recommendation.recheck_on == date(2026, 6, 2)
    refused("closed", services.close_recommendation, **close)
    refused("closed", actions.update_action, by=lead, action=action, progress="blocked", text="x")


def give_board_role(person, like):
    council = like.memberships.get().organisation
    f.MembershipFactory(person=person, organisation=council, role=Role.SAB_MANAGER)
    return person


def test_closing_without_evidence_is_refused(recommendation, action, unit):
    actions.update_action(by=recommendation.owner, action=action, progress="complete", text="Done")
    error = refused(
        "no_evidence",
        services.close_recommendation,
        by=unit,
        recommendation=recommendation,
        closing_reason="They say so",
    )
    assert "Add what shows" in str(error)
    refused(
        "no_evidence",
        services.judge_assurance,
        by=unit,
        recommendation=recommendation,
        assurance=Assurance.TESTED,
        assurance_reason="They say so",
    )


def test_an_owner_does_not_verify_nor_judge(recommendation, action, unit, police):
    owner = give_board_role(recommendation.owner, unit)
    complete(action, owner)
    refused("owner", actions.verify_action, by=owner, action=action)
    colleague = give_board_role(lead_of(police), unit)
    refused("owner", actions.verify_action, by=colleague, action=action)
    represents = f.UserFactory()
    f.RepresentativeFactory(partner=police, person=represents)
    refused("owner", actions.verify_action, by=give_board_role(represents, unit), action=action)
    judge = {"recommendation": recommendation, "assurance": 1, "assurance_reason": "Told"}
    refused("owner", services.judge_assurance, by=owner, **judge)
    actions.verify_action(by=unit, action=action)
    action.refresh_from_db()
    assert action.verified_by == unit
    refused("verified", actions.update_action, by=owner, action=action, progress="x", text="x")


def test_who_said_it_is_complete_does_not_verify_it(recommendation, action, unit):
    complete(action, unit)
    refused("owner", actions.verify_action, by=unit, action=action)


def test_an_update_dates_completion_and_keeps_what_was_told(action, unit):
    lead = action.recommendation.owner
    refused("no_text", actions.update_action, by=lead, action=action, progress="at_risk", text=" ")
    actions.update_action(by=lead, action=action, progress="at_risk", text="Staff have left.")
    action.refresh_from_db()
    assert action.progress_note == "Staff have left."
    complete(action, lead)
    action.refresh_from_db()
    assert (action.completed_on, action.progress_note) == (TODAY, "")
    assert action.updates.count() == 2


def test_another_agency_can_do_nothing(action, health):
    stranger = lead_of(health)
    for call in (
        lambda: actions.update_action(by=stranger, action=action, progress="complete", text="x"),
        lambda: actions.add_evidence(by=stranger, action=action, **EVIDENCE),
        lambda: actions.verify_action(by=stranger, action=action),
    ):
        with pytest.raises(PermissionDenied):
            call()
    assert not action.updates.exists()


def test_opening_again_keeps_what_was_said(board, unit):
    row = f.RecommendationFactory(board=board, closed=True, closed_on=date(2025, 3, 1))
    again = {"by": unit, "recommendation": row, "trigger": "recheck_failed"}
    with pytest.raises(ValidationError):
        services.reopen_recommendation(reason="", **again)
    kept = services.reopen_recommendation(reason="It came back", **again)
    row.refresh_from_db()
    assert (row.closed_on, row.assurance) == (None, Assurance.NONE)
    assert (kept.was_closed_on, kept.was_assurance) == (date(2025, 3, 1), Assurance.TESTED)
    refused("open", services.reopen_recommendation, reason="x", **again)


def test_links_become_what_is_chosen(recommendation, unit):
    link = {"by": unit, "recommendation": recommendation, "kind": "measure"}
    services.set_links(keys=["asked_pct", "risk_removed_pct"], **link)
    services.set_links(keys=["asked_pct"], **link)
    assert [row.key for row in recommendation.links.all()] == ["asked_pct"]
    assert ActivityEvent.objects.filter(verb="recommendation_unlinked").count() == 1


def test_an_action_is_given_on_an_accepted_recommendation(board, held, unit, police):
    row = f.RecommendationFactory(board=board, review=held)
    give = {"by": unit, "text": "Do it", "owner_name": "Somebody", "due_on": TODAY}
    refused("not_accepted", actions.add_action, recommendation=row, partner=police, **give)
    accepted = f.RecommendationFactory(board=board, review=held, accepted=True)
    elsewhere = f.PartnerFactory()
    refused("other_board", actions.add_action, recommendation=accepted, partner=elsewhere, **give)
    actions.add_action(recommendation=accepted, partner=police, **give)


def test_a_coroners_report_is_answered_in_56_days(board, unit):
    add = {
        "by": unit,
        "board": board,
        "kind": "pfd",
        "title": "Falls alarms",
        "lead_body": "The coroner",
        "received_on": date(2025, 5, 1),
    }
    row = other_reviews.add_other_review(reference="PFD-1", **add)
    assert row.due_on == date(2025, 6, 26)
    late = date(2025, 6, 27)
    refused("too_late", other_reviews.add_other_review, reference="PFD-2", due_on=late, **add)
    # What the coroner agrees to is an extension, beside the first day: see test_services_business.
    told = {"due_on": late, "learning": "The coroner agreed to a day more", **add}
    refused("too_late", other_reviews.add_other_review, reference="PFD-3", **told)
    recommendation = services.add_recommendation(
        by=unit, board=board, other_review=row, text="Test alarms."
    )
    assert recommendation.reference == "PFD-1/1"
    assert Recommendation.objects.open().count() == 0
