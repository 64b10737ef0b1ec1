"""The pages that close a case and open it again."""

from datetime import date

import pytest
from django.urls import reverse

from core.roles import Role
from safeguard.models import AgencyTold
from tests.factories import (
    ActionFactory,
    AgencyToldFactory,
    ConcernFactory,
    DesiredOutcomeFactory,
    EnquiryFactory,
    HoldFactory,
    PlanReviewFactory,
    ReopeningFactory,
    RiskFactory,
)
from tests.safeguard.closing_answers import FORM

QUERIES = 12


@pytest.fixture
def enquiry(council):
    return EnquiryFactory(concern__adult__council=council, commenced_on=date(2025, 4, 2))


@pytest.fixture
def outcome(enquiry):
    return DesiredOutcomeFactory(enquiry=enquiry, wanted="To stay at home")


@pytest.fixture
def client(signed_in):
    return signed_in(Role.SAFEGUARDING_MANAGER)


def url(name, row) -> str:
    return reverse(f"safeguard:{name}", args=[row.pk])


def text_of(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


def typed(enquiry, **changes):
    return {**FORM, "version": enquiry.version, **changes}


def test_the_page_chooses_nothing(client, enquiry, outcome):
    text = text_of(client.get(url("enquiry-conclude", enquiry)))
    assert "checked" not in text
    assert "To stay at home" in text
    assert "No risk is recorded as found" in text


def test_what_is_on_record_is_filled_in(client, enquiry):
    enquiry.lacked_capacity, enquiry.supported = "YES", True
    enquiry.save()
    RiskFactory(enquiry=enquiry)
    text = text_of(client.get(url("enquiry-conclude", enquiry)))
    assert text.count(" checked") == 2
    assert "No risk is recorded as found" not in text


def test_an_enquiry_is_concluded(client, enquiry):
    told = typed(enquiry, agencies="The police\r\n\r\nA ward", agencies_how="By email")
    response = client.post(url("enquiry-conclude", enquiry), told)
    assert response.status_code == 302
    enquiry.refresh_from_db()
    assert enquiry.concluded_on == date(2025, 5, 1)
    assert set(AgencyTold.objects.values_list("agency", "how")) == {
        ("The police", "By email"),
        ("A ward", "By email"),
    }


def test_outcomes_are_judged_on_the_page(client, enquiry, outcome):
    answers = typed(
        enquiry,
        outcomes_asked="ASK_EXP",
        outcomes_achieved="FULL",
        **{f"outcome_{outcome.pk}": "FULL", f"view_{outcome.pk}": "Her own"},
    )
    assert client.post(url("enquiry-conclude", enquiry), answers).status_code == 302
    outcome.refresh_from_db()
    assert (outcome.achieved, outcome.in_whose_view) == ("FULL", "Her own")


def test_a_suggestion_is_shown_on_request_and_chooses_nothing(client, enquiry, outcome):
    asked = {f"outcome_{outcome.pk}": "PART", "reason": "Half typed", "suggest": "1"}
    text = text_of(client.post(url("enquiry-conclude", enquiry), asked))
    assert "The outcomes above suggest <strong>Partially Achieved</strong>" in text
    assert "Of 1 judged, achieved: 0 fully, 1 partially, 0 not." in text
    assert "There is a problem" not in text
    assert "Half typed" in text
    assert 'name="outcomes_achieved" value="PART" checked' not in " ".join(text.split())
    enquiry.refresh_from_db()
    assert enquiry.concluded_on is None


def test_all_that_stands_against_it_is_shown_and_what_was_typed_stays(client, enquiry):
    ActionFactory(enquiry=enquiry, what="Fit a key safe", done_on=None)
    HoldFactory(enquiry=enquiry, until=None)
    PlanReviewFactory(enquiry=enquiry, held_on=None, result=None)
    page = text_of(client.get(url("enquiry-conclude", enquiry)))
    assert "Fit a key safe" in page
    assert "The enquiry is on hold since" in page
    assert "Plan review due" in page
    answers = typed(
        enquiry,
        concluded_on="1/4/2025",
        check_lessons="not_done",
        risk_outcome="none",
        open_actions_reason="The care team does",
        lessons="A long thought",
    )
    text = text_of(client.post(url("enquiry-conclude", enquiry), answers))
    assert "End the hold, then conclude" in text
    assert "must be on or after" in text
    assert "Say why this was not done" in text
    assert "Choose what became of the risk" in text
    assert "A long thought" in text
    enquiry.refresh_from_db()
    assert enquiry.concluded_on is None


def test_nothing_answered_names_every_question(client, enquiry):
    text = text_of(client.post(url("enquiry-conclude", enquiry), {"version": 1}))
    for words in (
        "Say whether advice and information were given",
        "Answer “Did the adult lack capacity",
        "Choose result of the risk",
        "Enter date of conclusion",
    ):
        assert words in text


def test_the_second_of_two_is_shown_what_changed(client, enquiry):
    stale = typed(enquiry, reason="My words")
    enquiry.lacked_capacity, enquiry.version = "YES", 2
    enquiry.save()
    text = text_of(client.post(url("enquiry-conclude", enquiry), stale))
    assert "Somebody else saved this case" in text
    assert "My words" in text
    assert "Yes, they lacked capacity" in text


def test_a_concluded_enquiry_offers_to_be_reopened(client, council):
    enquiry = EnquiryFactory(concern__adult__council=council, concluded=True)
    assert "Reopen the enquiry" in text_of(client.get(url("enquiry-conclude", enquiry)))
    text = text_of(client.post(url("enquiry-conclude", enquiry), typed(enquiry)))
    assert "Reopen it before changing it" in text
    assert client.post(url("enquiry-reopen", enquiry), {"version": 1}).status_code == 200
    told = {"version": 1, "reason": "New information"}
    assert client.post(url("enquiry-reopen", enquiry), told).status_code == 302
    enquiry.refresh_from_db()
    assert enquiry.concluded_on is None


def test_a_concern_is_reopened_and_its_history_says_so(client, council):
    concern = ConcernFactory(adult__council=council, closed=True)
    told = {"version": 1, "reason": "The neighbour rang again"}
    assert client.post(url("concern-reopen", concern), told).status_code == 302
    text = text_of(client.get(url("case-history", concern)))
    assert "Concern reopened" in text
    assert "The neighbour rang again" in text
    assert "Not an enquiry" in text


def test_why_a_case_cannot_be_reopened_is_said(client, enquiry):
    assert "open already" in text_of(client.get(url("enquiry-reopen", enquiry)))
    assert "rests on this decision" in text_of(client.get(url("concern-reopen", enquiry.concern)))
    open_one = ConcernFactory(adult__council=enquiry.council)
    assert "waits for a decision already" in text_of(client.get(url("concern-reopen", open_one)))


def test_an_untouched_case_has_no_history(client, enquiry):
    assert "Nothing was set aside" in text_of(client.get(url("case-history", enquiry.concern)))


def test_agencies_are_added_and_put_right(client, enquiry):
    add = url("agency-told-add", enquiry)
    bad = {"agency": "The police", "told_on": "1/1/2090", "how": "Phone"}
    text = text_of(client.post(add, bad))
    assert "must not be in the future" in text
    assert "The police" in text
    assert client.post(add, {**bad, "told_on": "1/5/2025"}).status_code == 302
    row = AgencyTold.objects.get()
    change = url("agency-told-change", row)
    shown = client.get(change)
    assert "The police" in text_of(shown)
    right = {**bad, "told_on": "2/5/2025", "version": shown.context["form"]["version"].value()}
    assert client.post(change, right).status_code == 302
    refused = client.post(change, {**right, "told_on": "3/5/2025"})
    assert "What somebody else changed" in text_of(refused)
    row.refresh_from_db()
    assert row.told_on == date(2025, 5, 2)


def test_an_agency_of_another_council_is_not_found(client, other_council):
    row = AgencyToldFactory(enquiry__concern__adult__council=other_council)
    assert client.get(url("agency-told-change", row)).status_code == 404


@pytest.mark.parametrize(
    "name", ["enquiry-conclude", "enquiry-reopen", "agency-told-add", "concern-reopen"]
)
def test_a_page_costs_the_same_however_much_there_is(
    client, enquiry, name, django_assert_max_num_queries
):
    for _ in range(4):
        ActionFactory(enquiry=enquiry, done_on=None)
        DesiredOutcomeFactory(enquiry=enquiry)
        AgencyToldFactory(enquiry=enquiry)
    row = enquiry.concern if name == "concern-reopen" else enquiry
    with django_assert_max_num_queries(QUERIES):
        client.get(url(name, row))


def test_a_history_costs_the_same_however_long(client, enquiry, django_assert_max_num_queries):
    for _ in range(5):
        ReopeningFactory(enquiry=enquiry)
    with django_assert_max_num_queries(QUERIES):
        client.get(url("case-history", enquiry.concern))
