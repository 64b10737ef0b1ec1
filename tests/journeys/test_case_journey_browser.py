"""A case from a concern to its enquiry reopened, in Chromium, with and without JavaScript."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from core.roles import Role
from safeguard.choices_work import ClosingItem, DecisionState
from safeguard.models import Concern, DecisionRecord, Enquiry, Reopening
from tests.factories import (
    ClockRuleFactory,
    ExperienceOptionFactory,
    ExperienceQuestionFactory,
    MembershipFactory,
    OrganisationFactory,
    QuestionSetFactory,
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
NAME = "Siân O'Neill"
OWN_WORDS = "“I don't want him here at night”, she said.\nMae'n ddrwg gen i."
SAVE_ON = "Save and continue"
PROVIDER = "Bryn Aur Care Ltd"
# Either way the database is sent the same: on PostgreSQL one is enough.
WAYS = {"scripts": (1280, True), "no scripts": (375, False)}
TASK = "Ask the pharmacist to bring blister packs"


@dataclass
class Team:
    """Two people who have never used the product before, and the day."""

    practitioner: Colleague
    manager: Colleague
    today: str
    reference: str = ""
    enquiry: str = ""

    def open_case(self, person: Colleague) -> None:
        """Open the case from the home page, where it waits for this person."""
        person.home()
        person.go(self.reference)

    def open_enquiry(self, person: Colleague) -> None:
        """Open the enquiry from the home page: one led, or one that nobody leads yet."""
        person.home()
        person.go(self.enquiry)


@pytest.fixture(params=list(WAYS)[: 2 if connection.vendor == "sqlite" else 1])
def team(request, browser, live_server, transactional_db) -> Iterator[Team]:
    council = OrganisationFactory(code="TEST", name="Test Council")
    for role, name in (
        (Role.PRACTITIONER, "Nia New"),
        (Role.SAFEGUARDING_MANAGER, "Max Manager"),
    ):
        person = UserFactory(email=f"{role}@example.org", full_name=name)
        MembershipFactory(person=person, organisation=council, role=role)
    ClockRuleFactory(council=council, amount=3, effective_from=date(2020, 1, 1))
    question = ExperienceQuestionFactory(
        question_set=QuestionSetFactory(council=council), code="felt_safer", to_adult="Safer now?"
    )
    for code, label in (("a_lot", "A lot"), ("not_at_all", "Not at all")):
        ExperienceOptionFactory(question=question, code=code, label=label)
    width, scripts = WAYS[request.param]
    people = [
        Colleague(browser, live_server.url, role, width=width, scripts=scripts)
        for role in (Role.PRACTITIONER, Role.SAFEGUARDING_MANAGER)
    ]
    yield Team(*people, today=f"{timezone.localdate():%d/%m/%Y}")
    for person in people:
        person.leave()


def test_a_case_from_the_concern_to_its_reopening(team):
    a_concern_is_begun_about_somebody_new(team)
    the_pages_are_filled_in(team)
    it_is_checked_and_raised(team)
    the_manager_finds_it_and_gives_it_a_priority(team)
    it_is_decided(team)
    the_enquiry_begins(team)
    the_enquiry_runs(team)
    it_is_caused_to_a_provider_and_comes_back(team)
    there_is_something_to_do_and_to_wait_for(team)
    it_concludes(team)
    she_is_asked_what_it_was_like(team)
    it_is_reopened(team)
    the_case_page_tells_the_story(team)
    what_is_stored()


def a_concern_is_begun_about_somebody_new(team: Team) -> None:
    nia = team.practitioner
    nia.home()
    nia.go("Raise a concern")
    nia.press("Start a new concern")
    nia.press("Search", name=NAME)
    nia.sees("Nobody fits")
    nia.go("Add the adult")
    assert nia.page.input_value("#id_family_name") == "O'Neill"
    nia.press("Add the adult", born_on="3/2/1950", gender="F", ethnicity="WHITE")
    nia.sees(NAME, "6 of 7 parts are still to be filled in")


def the_pages_are_filled_in(team: Team) -> None:
    nia = team.practitioner
    nia.go("About the adult now")
    nia.press(SAVE_ON, primary_support_reason="PHYS", conditions=["MH_DEM", "PHY_COPD"])
    nia.press(
        SAVE_ON,
        account="Her nephew takes her pension, and shouts.",
        risk_types=["FIN", "PSYCH", "NEG"],
    )
    nia.fill(
        {
            "location": "OWN",
            "sources__0__kind": "KNOWN",
            "sources__0__name": "Dai O'Neill",
            "sources__0__relationship": "Nephew",
            "sources__0__lives_with_adult": "yes",
        }
    )
    nia.press(
        SAVE_ON,
        others__0__kind="child",
        others__0__name="His son, 6",
        others__0__what_was_done="Told children's services",
    )
    nia.press(
        "Add another thing they want",
        outcomes_asked="yes",
        adult_view=OWN_WORDS,
        agreement="agreed",
        capacity_to_agree="yes",
        outcomes__0__wanted="To keep my pension book",
    )
    nia.press(SAVE_ON, outcomes__1__wanted="To see my great-nephew still")
    nia.sees("“I don't want him here at night”")  # beside the next page
    nia.press(SAVE_ON, in_danger="no", safety_steps="Her neighbour looks in each evening")
    nia.press(
        SAVE_ON,
        channel="phone",
        referrer="family",
        referrer_name="Her niece",
        wants_feedback="yes",
        received_date=team.today,
        received_time="00:00",  # never later than now
    )


def it_is_checked_and_raised(team: Team) -> None:
    nia = team.practitioner
    nia.sees("Check your answers", "To see my great-nephew still")
    nia.go("Change what has happened")
    nia.press(SAVE_ON, happened_when="Since May")
    nia.sees("Check your answers", "Since May")
    nia.press("Raise the concern")
    nia.sees("Concern raised", "Her niece is to be told")
    team.reference = nia.page.locator(".govuk-panel strong").inner_text()
    nia.go("Open the concern")
    nia.sees("Waiting for a decision", NAME, "To keep my pension book", "Dai O'Neill", "His son, 6")


def the_manager_finds_it_and_gives_it_a_priority(team: Team) -> None:
    max_ = team.manager
    max_.home()
    max_.go("Everything that waits, with the queue over twelve months")
    max_.sees(team.reference, "Waiting for triage")
    max_.go(team.reference, "Set the priority")
    max_.press("Set the priority", priority="red", reason="Money is lost each week")
    max_.go("Record information")
    max_.press(
        "Save",
        gathered_on=team.today,
        kind="call",
        from_whom="Her bank",
        learnt="Three withdrawals that she does not know of",
    )
    max_.sees("Three withdrawals that she does not know of")


def it_is_decided(team: Team) -> None:
    nia, max_ = team.practitioner, team.manager
    team.open_case(nia)
    nia.sees("Money is lost each week")
    nia.go("Propose a decision")
    nia.press(
        "Save the decision",
        met_a="yes",
        reason_a="She has dementia",
        met_b="yes",
        reason_b="He takes her money",
        met_c="yes",
        reason_c="She cannot say no to him",
        result="s42_enquiry",
        reason="All three parts are met",
        decided_on=team.today,
    )
    nia.sees("Waiting for a decision")
    team.open_case(max_)
    max_.go("Sign off the decision")
    max_.sees("She cannot say no to him")
    max_.press("Continue", verdict="sign", answer="Agreed")
    max_.sees("The decision is signed off")
    team.open_case(nia)
    nia.go("Tell the referrer")
    nia.press("Save", is_told="yes", feedback_on=team.today, note="By telephone")
    nia.sees("By telephone")


def the_enquiry_begins(team: Team) -> None:
    nia, max_ = team.practitioner, team.manager
    nia.go("Start the enquiry")
    nia.press("Start the enquiry", commenced_on=team.today)
    team.enquiry = nia.heading().removeprefix("Work on enquiry ")
    nia.sees("To keep my pension book", "Nobody leads this enquiry yet")
    team.open_enquiry(max_)
    max_.go("Allocate")
    max_.press("Allocate", lead="Nia New", allocated_on=team.today, note="See her alone")
    max_.sees("Nia New")


def the_enquiry_runs(team: Team) -> None:
    nia = team.practitioner
    team.open_enquiry(nia)
    nia.go("Work on this enquiry", "Plan the enquiry")
    nia.press("Save", planned_on=team.today, plan="See her at home, alone")
    nia.go("Add an assessment")
    nia.press(
        "Add the assessment",
        decision="Whether to change her bank card",
        assessed_on=team.today,
        had_capacity="yes",
        assessed_by="Nia New",
    )
    nia.go("Add advocacy")
    nia.press(
        "Add advocacy",
        kind="s68",
        difficulty_understanding="no",
        difficulty_retaining="yes",
        difficulty_weighing="no",
        difficulty_communicating="no",
        substantial_difficulty="yes",
        requested_on=team.today,
    )
    nia.sees("The duty in section 68")
    nia.go("Add a risk")
    nia.press("Add the risk", risk_type="FIN", location="OWN", source="KNOWN")


def it_is_caused_to_a_provider_and_comes_back(team: Team) -> None:
    nia = team.practitioner
    nia.go("Ask another body")
    nia.press(
        "Record the request",
        to_whom=PROVIDER,
        scope="Which carer knew of the withdrawals since May",
        adult_views="She wants her money to be safe",
        capacity_view="has",
        requested_on=team.today,
        due_on=f"{timezone.localdate() + timedelta(days=14):%d/%m/%Y}",
    )
    nia.go(PROVIDER, "Record their answer")
    nia.press("Save", accepted="yes", answered_on=team.today)
    nia.go("Record that they were chased")
    nia.press("Save", chased_on=team.today, note="Rang the manager: it is on its way")
    nia.go("Record the report as received")
    nia.press("Save", received_on=team.today)
    nia.go("Check the report")
    nia.press("Save", quality="accepted", quality_on=team.today)
    nia.sees("Rang the manager: it is on its way", "Report received")
    nia.go(team.enquiry)


def there_is_something_to_do_and_to_wait_for(team: Team) -> None:
    nia = team.practitioner
    nia.go("Add an action")
    nia.press("Add the action", kind="enquiry", what=TASK, owner="Nia New", due_on=team.today)
    nia.go(f"Done {TASK}")
    nia.press("Save", done_on=team.today, result="They come on Monday")
    nia.sees("They come on Monday")
    nia.go("Put on hold")
    nia.press("Put on hold", reason="adult", since=team.today)
    nia.sees("Still on hold")
    nia.go(re.compile("^End the hold since"))
    nia.press("End the hold", until=team.today)


def it_concludes(team: Team) -> None:
    max_ = team.manager
    max_.home()
    max_.go("Cases", "Enquiries", team.enquiry, "Conclude the enquiry")
    checks = {f"check_{item}": "done" for item in ClosingItem}
    unmet = {"check_source": "not_done", "note_source": "The police decide on it"}
    max_.fill({**checks, **unmet})
    for number, achieved in ((1, "Fully Achieved"), (2, "Not Achieved")):
        max_.choose(f"Outcome {number}: ", achieved)
        max_.page.get_by_label(f"In whose view, outcome {number}").fill("Her own")
    max_.press(
        "Show what the outcomes above suggest",
        risk_assessment_result="RI_A",
        risk_outcome="REDUCE",
        lacked_capacity="NO",
        supported="none",
        outcomes_asked="ASK_EXP",
    )
    max_.sees("Partially Achieved", "Of 2 judged")
    max_.press(
        "Conclude this enquiry",
        outcomes_achieved="PART",
        review_considered="not_needed",
        review_reason="Nobody died",
        agencies="Her bank\nThe police",
        concluded_on=team.today,
        reason="Her money is safe",
        adult_view="“About time”",
    )
    max_.sees("Concluded", "Risk reduced")


def she_is_asked_what_it_was_like(team: Team) -> None:
    nia = team.practitioner
    nia.home()
    nia.go("Cases", "Experience", f"Record answers for {team.enquiry}", "The adult")
    nia.choose("Safer now?", "A lot")
    nia.press(
        "Save the answers",
        asked_on=team.today,
        asked_by="An advocate",
        is_independent="yes",
        how="in_person",
        result="answered",
    )
    nia.sees("The answers are saved")


def it_is_reopened(team: Team) -> None:
    max_ = team.manager
    max_.go("Reopen the enquiry")
    max_.press("Reopen this enquiry", reason="He came back, and took the new card")
    max_.sees("The enquiry is open again", "Open")


def the_case_page_tells_the_story(team: Team) -> None:
    nia = team.practitioner
    team.open_enquiry(nia)
    nia.go(f"Concern {team.reference}")
    nia.sees(
        "Enquiry open",
        "Concern received",
        "Priority set: Red",
        "Telephone call: Her bank",
        "Decided: Section 42 enquiry",
        "The person who raised the concern was told",
        "Allocated to Nia New",
        f"{PROVIDER} chased",
        "Opened again",
        "He came back, and took the new card",
        "Done in time",
    )
    nia.go("Why? How the date for decision came about")
    nia.sees("Why is this the due date?", "3 working days")
    nia.go(team.reference, "Reopenings, and what stood before")
    nia.sees("He came back, and took the new card", "Risk reduced", "The police decide on it")


def what_is_stored() -> None:
    today = timezone.localdate()
    concern = Concern.objects.select_related("adult__identity").get()
    assert str(concern.adult.identity) == NAME
    assert concern.adult_view.replace("\r\n", "\n") == OWN_WORDS
    decided = (concern.priority, concern.decision, concern.decided_on)
    assert decided == ("red", "s42_enquiry", today)
    decision = DecisionRecord.objects.select_related("proposed_by", "signed_off_by").get()
    assert decision.state == DecisionState.SIGNED_OFF
    assert (str(decision.proposed_by), str(decision.signed_off_by)) == ("Nia New", "Max Manager")
    enquiry = Enquiry.objects.select_related("lead").get()
    assert (enquiry.kind, enquiry.caused_to, str(enquiry.lead)) == ("s42", PROVIDER, "Nia New")
    now = (enquiry.concluded_on, enquiry.risk_outcome, enquiry.lacked_capacity)
    assert now == (None, None, "NO")
    before = Reopening.objects.get(enquiry=enquiry).before
    assert before["columns"]["concluded_on"] == today.isoformat()
    assert before["columns"]["outcomes_achieved"] == "PART"
    assert before["conclusion"]["closed_by"] == "Max Manager"
    assert [row["achieved"] for row in before["outcomes"]] == ["FULL", "NOT"]
    assert {row["item"]: row["answer"] for row in before["checks"]}["source"] == "not_done"
