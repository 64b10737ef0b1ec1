"""A board's cycle in Chromium: a referral, a published review, a recommendation embedded."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.utils import timezone

from core.roles import Role
from sab.choices_recommendation import Assurance
from sab.models import Publication, Recommendation, Review
from tests.factories import (
    BoardFactory,
    MembershipFactory,
    OrganisationFactory,
    PartnerFactory,
    UserFactory,
)
from tests.journeys.browser import chromium
from tests.journeys.case_pages import Colleague
from tests.journeys.test_pages_browser import browser as browser

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(chromium() is None, reason="no Chromium: install it, or set CHROMIUM"),
]
TITLE = "Self-neglect and a fire at home"
ACTION = "Share risk of fire within a week"
NOBODY = "The adult lived alone. Six services saw the risk."


@dataclass
class Board:
    """The board's manager, its chair and a partner's lead, and the day."""

    manager: Colleague
    chair: Colleague
    lead: Colleague
    today: str


@pytest.fixture
def team(browser, live_server, transactional_db) -> Iterator[Board]:
    council = OrganisationFactory(code="TEST", name="Test Council")
    fire = OrganisationFactory(partner=True, name="Fire and rescue")
    roles = {
        Role.SAB_MANAGER: council,
        Role.SAB_CHAIR: council,
        Role.PARTNER_LEAD: fire,
    }
    for role, place in roles.items():
        person = UserFactory(email=f"{role}@example.org", full_name=role.label)
        MembershipFactory(person=person, organisation=place, role=role)
    board = BoardFactory(council=council, name="Our board")
    PartnerFactory(board=board, organisation=fire, name="Fire and rescue", kind="fire_and_rescue")
    people = [Colleague(browser, live_server.url, role, width=1280, scripts=True) for role in roles]
    yield Board(*people, today=f"{timezone.localdate():%d/%m/%Y}")
    for person in people:
        person.leave()


def test_from_referral_to_embedded_recommendation(team):
    a_partner_refers_a_case(team)
    the_criteria_are_met_and_the_chair_must_hold_a_review(team)
    the_review_is_done(team)
    the_report_names_nobody_and_is_published(team)
    a_recommendation_is_accepted_and_given_to_the_partner(team)
    the_partner_acts_and_shows_it(team)
    the_board_verifies_judges_and_closes(team)
    what_is_stored()


def a_partner_refers_a_case(team: Board) -> None:
    lead = team.lead
    lead.home()
    lead.go("Refer a case for a Safeguarding Adults Review")
    lead.press(
        "Refer this case",
        title=TITLE,
        circumstances="An adult who lived alone died in a fire at home.",
        why_criteria="Six services saw the risk, and nobody held the whole of it.",
        received_on=team.today,
    )


def the_criteria_are_met_and_the_chair_must_hold_a_review(team: Board) -> None:
    manager, chair = team.manager, team.chair
    manager.home()
    manager.go("Board", "Reviews", re.compile(r"SAR-\d+-01"), "Answer the test, part by part")
    manager.press(
        "Save the test",
        needs="yes",
        needs_reason="Needs from mobility and memory.",
        working_together="yes",
        working_together_reason="Nobody held the whole of it.",
        life="died",
        harm="yes",
        harm_reason="Self-neglect is suspected to have led to the death.",
    )
    manager.sees("a review must be held")
    chair.home()
    chair.go("Board", "Reviews", re.compile(r"SAR-\d+-01"), "Decide on this case")
    chair.fill({"outcome": "no_action", "decision_reason": "We know what went wrong"})
    chair.page.get_by_role("button", name="Make this decision").click()
    chair.sees("the board must hold a Safeguarding Adults Review", "lighter method")
    chair.press("Make this decision", outcome="mandatory", decision_reason="The criteria are met")
    chair.sees("Safeguarding Adults Review: mandatory")


def the_review_is_done(team: Board) -> None:
    manager = team.manager
    manager.home()
    manager.go("Board", "Reviews", re.compile(r"SAR-\d+-01"), "Choose scope and method")
    manager.press("Save", method="rapid_time", method_reason="The question is narrow")
    manager.go("The people in this review", "Add a person")
    manager.press("Save", kind="subject", name="Margery Allthorpe", harm="died")
    manager.go(re.compile(r"SAR-\d+-01"), "Move to the next stage")
    manager.press("Save", stage="review", on=team.today)
    manager.go("Add a finding")
    manager.press("Save", text="Risk was seen by six services and shared by none.")
    manager.go(re.compile("^Decide on finding 1"))
    manager.press("Save", response="implement", responded_on=team.today)
    manager.sees("To be implemented")


def the_report_names_nobody_and_is_published(team: Board) -> None:
    manager, chair = team.manager, team.chair
    manager.go("Write the report")
    manager.press("Save", title="Learning", summary="Nobody shared risk.", text="Margery died.")
    manager.go("Read the report for names")
    manager.page.locator('[name="is_read"]').check()
    manager.page.get_by_role("button", name="Confirm that it names nobody").click()
    manager.sees("names a person of the review", "Margery")
    manager.go("Cancel", "Change the report")
    manager.press("Save", text=NOBODY)
    manager.go("Read the report for names")
    manager.page.locator('[name="is_read"]').check()
    manager.press("Confirm that it names nobody")
    chair.home()
    chair.go("Board", "Reviews", re.compile(r"SAR-\d+-01"), "Decide on publication")
    chair.press("Make this decision", decision="publish", published_on=team.today)
    chair.sees("Published")


def a_recommendation_is_accepted_and_given_to_the_partner(team: Board) -> None:
    manager = team.manager
    manager.home()
    manager.go("Board", "Reviews", re.compile(r"SAR-\d+-01"), "Add a recommendation")
    manager.press("Save", text="Share risk of fire between agencies.")
    manager.go(re.compile(r"SAR-\d+-01.1$"), re.compile("Give the board.s response"))
    fire = manager.page.locator('[name="partner"] option', has_text="Fire and rescue")
    manager.press(
        "Save",
        response="accepted",
        partner=fire.get_attribute("value"),
        owner_name="Watch manager",
        due_on=team.today,
    )
    manager.go("Add an action")
    manager.press("Save", text=ACTION)
    manager.sees("Not started")


def the_partner_acts_and_shows_it(team: Board) -> None:
    lead = team.lead
    lead.home()
    lead.go(ACTION, "Say how it stands")
    lead.press("Save", progress="complete", text="The agreement is signed and used.")
    lead.go("Add evidence")
    lead.press(
        "Save",
        kind="audit",
        title="Audit of twenty cases",
        description="All twenty were shared within a week.",
        dated_on=team.today,
    )
    lead.sees("Complete, not yet verified")


def the_board_verifies_judges_and_closes(team: Board) -> None:
    manager = team.manager
    manager.home()
    manager.go("Board", "Recommendations", re.compile(r"SAR-\d+-01.1$"))
    manager.go(re.compile(f"^Verify {ACTION}"))
    manager.press("Verify this action")
    manager.go("Say how sure the board is")
    manager.press("Save", assurance="4", assurance_reason="The audit, and fewer fires at home")
    manager.go("Close this recommendation")
    manager.press("Close this recommendation", closing_reason="It is embedded")
    manager.sees("Closed", "Difference shown", "To be looked at again")


def what_is_stored() -> None:
    review = Review.objects.get()
    assert review.criteria.outcome == "mandatory"
    assert Publication.objects.get().text == NOBODY
    row = Recommendation.objects.get()
    assert row.assurance == Assurance.DIFFERENCE
    assert row.closed_on == timezone.localdate()
