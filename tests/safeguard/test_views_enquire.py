"""The pages of an enquiry's work: each form works, and keeps what was typed when it refuses."""

from datetime import date
from html import unescape

import pytest
from django.urls import reverse

from core.roles import Role
from safeguard.models import Enquiry
from tests import factories
from tests.factories import ConcernFactory, EnquiryFactory

TOMORROW = "1/1/2999"
DAY = "5/4/2025"
WORDS = "Words that must not be lost: O'Brien <b>naïve</b>"


def url(name, key) -> str:
    return reverse(f"safeguard:{name}", args=[key])


@pytest.fixture
def client(signed_in):
    return signed_in(Role.SAFEGUARDING_MANAGER)


@pytest.fixture
def enquiry(council):
    return EnquiryFactory(concern__adult__council=council, reference="E-1")


def of(factory):
    return lambda enquiry: factory(enquiry=enquiry)


def the_enquiry(enquiry):
    return enquiry


def a_lead(enquiry):
    membership = factories.MembershipFactory(organisation=enquiry.council, role=Role.PRACTITIONER)
    return membership.person.pk


ACTION = {"kind": "enquiry", "what": WORDS, "owner_name": "The home", "due_on": DAY}
CAPACITY = {
    "decision": WORDS,
    "assessed_on": DAY,
    "had_capacity": "no",
    "assessed_by": "A. Worker",
    "best_interests": "To stay, her sister agrees",
}
ADVOCACY = {
    "kind": "s68",
    "difficulty_understanding": "yes",
    "difficulty_retaining": "no",
    "difficulty_weighing": "not_known",
    "difficulty_communicating": "no",
    "substantial_difficulty": "yes",
    "suitable_person": WORDS,
    "requested_on": DAY,
    "appointed_on": "",
    "not_appointed": "",
}
REQUEST = {
    "to_whom": "Example House",
    "scope": WORDS,
    "adult_views": "She wants to stay",
    "capacity_view": "has",
    "requested_on": DAY,
    "due_on": "5/5/2025",
}
# name: (what its address names, good answers, what makes them bad, what the page then says)
FORMS = {
    "enquiry-plan": (
        the_enquiry,
        {"planned_on": DAY, "plan": WORDS},
        {"planned_on": "1/4/2025"},
        "Date planned cannot be before the enquiry commenced, on 2 April 2025",
    ),
    "enquiry-facts": (
        the_enquiry,
        {"lacked_capacity": "YES", "supported": "yes", "outcomes_asked": "ASK_EXP"},
        {"lacked_capacity": "NO"},
        "Answer this only if the adult lacked capacity",
    ),
    "caused-request": (the_enquiry, REQUEST, {"due_on": "4/4/2025"}, "Date due cannot be before"),
    "action-add": (
        the_enquiry,
        ACTION,
        {"owner_name": ""},
        "Say who is to do it",
    ),
    "action-change": (of(factories.ActionFactory), ACTION, {"owner_name": ""}, "Say who is to"),
    "action-done": (
        of(factories.ActionFactory),
        {"done_on": DAY, "result": WORDS},
        {"done_on": TOMORROW},
        "Date done cannot be in the future",
    ),
    "hold-begin": (
        the_enquiry,
        {"reason": "other", "note": WORDS, "since": DAY},
        {"since": TOMORROW},
        "First day cannot be in the future",
    ),
    "hold-end": (
        of(factories.HoldFactory),
        {"until": DAY},
        {"until": "1/4/2025"},
        "Last day cannot be before the hold began",
    ),
    "capacity-add": (
        the_enquiry,
        CAPACITY,
        {"had_capacity": "yes"},
        "Leave this empty: the adult had capacity",
    ),
    "capacity-change": (
        of(factories.CapacityAssessmentFactory),
        CAPACITY,
        {"assessed_on": "31/3/2025"},
        "Date assessed cannot be before the concern was received, on 1 April 2025",
    ),
    "advocacy-add": (
        the_enquiry,
        ADVOCACY,
        {"difficulty_understanding": "no"},
        "Say in which of the four the adult has difficulty",
    ),
    "advocacy-change": (
        of(factories.AdvocacyFactory),
        ADVOCACY,
        {"appointed_on": "4/4/2025"},
        "Date appointed cannot be before the advocate was requested, on 5 April 2025",
    ),
    "risk-add": (
        the_enquiry,
        {"risk_type": "NEG", "location": "OWN", "source": "PROV"},
        {"source": ""},
        "Choose source of risk",
    ),
    "risk-change": (
        of(factories.RiskFactory),
        {"risk_type": "PHYS", "location": "OWN", "source": "PROV"},
        {"risk_type": ""},
        "Choose type of risk",
    ),
    "outcome-add": (
        the_enquiry,
        {"wanted": WORDS, "wanted_on": DAY},
        {"wanted_on": TOMORROW},
        "Date they said so cannot be in the future",
    ),
    "outcome-change": (
        of(factories.DesiredOutcomeFactory),
        {"wanted": WORDS, "wanted_on": DAY},
        {"wanted_on": "1/4/2025"},
        "Date they said so cannot be before they said what they wanted first",
    ),
    "process-add": (
        the_enquiry,
        {"kind": "police", "began_on": DAY, "note": WORDS},
        {"ended_on": "4/4/2025"},
        "Date it ended cannot be before it began",
    ),
    "process-change": (
        of(factories.OtherProcessFactory),
        {"kind": "police", "began_on": DAY, "note": WORDS},
        {"began_on": TOMORROW},
        "Date it began cannot be in the future",
    ),
    "plan-review-add": (
        the_enquiry,
        {"due_on": TOMORROW},
        {"due_on": "1/4/2025"},
        "Date due cannot be before the enquiry commenced",
    ),
    "plan-review-hold": (
        of(factories.PlanReviewFactory),
        {"held_on": DAY, "result": "continues", "note": WORDS, "next_due_on": "5/6/2025"},
        {"next_due_on": ""},
        "Say when the plan is reviewed next",
    ),
    "caused-answer": (
        of(factories.CausedRequestFactory),
        {"accepted": "no", "answered_on": DAY, "reason": WORDS},
        {"reason": ""},
        "Say why they declined",
    ),
    "caused-chase": (
        of(factories.CausedRequestFactory),
        {"chased_on": DAY, "note": WORDS},
        {"chased_on": TOMORROW},
        "Date chased cannot be in the future",
    ),
    "caused-received": (
        of(factories.CausedRequestFactory),
        {"received_on": DAY},
        {"received_on": "1/4/2025"},
        "Date received cannot be before it was asked for",
    ),
    "caused-quality": (
        lambda enquiry: factories.CausedRequestFactory(
            enquiry=enquiry, received_on=date(2025, 4, 4)
        ),
        {"quality": "returned", "quality_on": DAY, "reason": WORDS, "due_on": "5/6/2025"},
        {"due_on": ""},
        "Say by when the report is to come again",
    ),
    **{
        f"{kind}-remove": (
            of(factory),
            {"removed_because": WORDS},
            {"removed_because": " "},
            "Enter why it is removed",
        )
        for kind, factory in {
            "action": factories.ActionFactory,
            "hold": factories.HoldFactory,
            "capacity": factories.CapacityAssessmentFactory,
            "advocacy": factories.AdvocacyFactory,
            "risk": factories.RiskFactory,
            "outcome": factories.DesiredOutcomeFactory,
            "process": factories.OtherProcessFactory,
            "plan-review": factories.PlanReviewFactory,
        }.items()
    },
}


def posted(client, address, answers):
    """Post as the page would, with the version that its hidden field holds."""
    form = client.get(address).context["form"]
    hidden = {field.name: field.value() for field in form.hidden_fields()}
    return client.post(address, {**hidden, **answers})


@pytest.mark.parametrize("name", FORMS)
def test_a_form_saves_and_leads_back(client, enquiry, name):
    target, good, _, _ = FORMS[name]
    address = url(name, target(enquiry).pk)
    response = posted(client, address, good)
    assert response.status_code == 302, response.context["form"].errors
    assert client.get(response.url).status_code == 200


@pytest.mark.parametrize("name", FORMS)
def test_a_form_refuses_in_words_and_keeps_what_was_typed(client, enquiry, name):
    target, good, bad, message = FORMS[name]
    response = posted(client, url(name, target(enquiry).pk), {**good, **bad})
    assert response.status_code == 200
    text = unescape(response.content.decode())
    assert message in text
    assert text.count(WORDS) >= ([*{**good, **bad}.values()].count(WORDS))


def test_an_enquiry_is_started_from_a_decided_concern(client, council):
    concern = ConcernFactory(adult__council=council, s42=True)
    factories.DesiredOutcomeFactory(enquiry=None, concern=concern)
    response = client.post(url("enquiry-start", concern.pk), {"commenced_on": DAY}, follow=True)
    enquiry = Enquiry.objects.get(concern=concern)
    assert (enquiry.kind, enquiry.commenced_on) == ("s42", date(2025, 4, 5))
    assert "To stay at home" in response.content.decode()
    assert enquiry.reference == "E-2025-00001"


def test_a_second_enquiry_of_a_concern_needs_a_reason(client, enquiry):
    address = url("enquiry-start", enquiry.concern_id)
    answers = {"commenced_on": DAY, "why_another": ""}
    text = client.post(address, answers).content.decode()
    assert "Enter why this concern needs another enquiry" in text
    client.post(address, {**answers, "why_another": "Another source of risk came to light"})
    assert enquiry.concern.enquiries.count() == 2
    for name in ("concern-detail", "enquiry-detail"):
        second = enquiry.concern.enquiries.latest("pk")
        key = enquiry.concern_id if name == "concern-detail" else second.pk
        page = client.get(url(name, key)).content.decode()
        assert "Why another enquiry: Another source of risk came to light" in page


def test_an_undecided_concern_has_no_enquiry(client, council):
    concern = ConcernFactory(adult__council=council)
    text = client.post(url("enquiry-start", concern.pk), {"commenced_on": DAY}).content.decode()
    assert "An enquiry starts only once a concern is decided as one" in text


def test_a_manager_allocates_to_somebody_who_records_casework(client, enquiry):
    other = factories.MembershipFactory(organisation=enquiry.council, role=Role.ANALYST).person
    address = url("enquiry-allocate", enquiry.pk)
    answers = {"allocated_on": DAY, "note": WORDS}
    text = posted(client, address, {**answers, "lead": other.pk}).content.decode()
    assert ": choose from those listed" in text
    assert posted(client, address, {**answers, "lead": a_lead(enquiry)}).status_code == 302
    text = unescape(client.get(url("enquiry-work", enquiry.pk)).content.decode())
    assert WORDS in text
    assert "Give to somebody else" in text


def test_of_two_people_who_change_a_plan_the_second_sees_the_first(client, enquiry):
    address = url("enquiry-plan", enquiry.pk)
    seen = {field.name: field.value() for field in client.get(address).context["form"]}
    posted(client, address, {"planned_on": DAY, "plan": "What the first one wrote"})
    response = client.post(address, {**seen, "planned_on": "6/4/2025", "plan": WORDS})
    text = unescape(response.content.decode())
    assert "Somebody else saved this case" in text
    assert "What the first one wrote" in text
    assert text.count(WORDS) >= 2
    again = {field.name: field.value() for field in response.context["form"]}
    assert client.post(address, again).status_code == 302
    enquiry.refresh_from_db()
    assert enquiry.plan == WORDS


def test_of_two_people_who_change_a_row_the_second_sees_the_first(client, enquiry):
    row = factories.CapacityAssessmentFactory(enquiry=enquiry)
    address = url("capacity-change", row.pk)
    seen = {field.name: field.value() for field in client.get(address).context["form"]}
    posted(client, address, {**CAPACITY, "decision": "What the first one wrote"})
    response = client.post(address, {**seen, **CAPACITY})
    text = unescape(response.content.decode())
    assert "Somebody else saved this while you were working on it" in text
    assert "What the first one wrote" in text
    again = {field.name: field.value() for field in response.context["form"]}
    assert client.post(address, again).status_code == 302
    row.refresh_from_db()
    assert row.decision == WORDS


def test_a_form_about_a_row_of_another_council_is_not_found(client, other_council):
    row = factories.RiskFactory(enquiry__concern__adult__council=other_council)
    assert client.get(url("risk-change", row.pk)).status_code == 404
    assert client.get(url("risk-change", 10**6)).status_code == 404


def test_the_kind_of_an_action_comes_with_the_link(client, enquiry):
    form = client.get(url("action-add", enquiry.pk) + "?kind=plan").context["form"]
    assert form["kind"].value() == "plan"
    form = client.get(url("action-add", enquiry.pk) + "?kind=nonsense").context["form"]
    assert form["kind"].value() is None


def test_without_a_report_the_only_thing_left_is_to_take_over(client, enquiry):
    request = factories.CausedRequestFactory(enquiry=enquiry)
    form = client.get(url("caused-quality", request.pk)).context["form"]
    assert [value for value, _ in form.fields["quality"].choices] == ["taken_over"]


def test_the_history_of_a_request(client, enquiry):
    request = factories.CausedRequestFactory(enquiry=enquiry)
    key = request.pk
    posted(client, url("caused-answer", key), {"accepted": "yes", "answered_on": "4/4/2025"})
    posted(client, url("caused-received", key), {"received_on": "5/4/2025"})
    answers = {"quality": "returned", "quality_on": "6/4/2025", "reason": WORDS}
    posted(client, url("caused-quality", key), {**answers, "due_on": "6/5/2025"})
    posted(client, url("caused-received", key), {"received_on": "7/4/2025"})
    posted(client, url("caused-quality", key), {"quality": "accepted", "quality_on": "8/4/2025"})
    response = client.get(url("caused-detail", key))
    titles = [event["title"] for event in response.context["events"]]
    assert titles == [
        "Report accepted",
        "Report received again",
        "Chased",
        "Report received",
        "Accepted",
        "Example House asked",
    ]
    text = unescape(response.content.decode())
    assert f"Returned for more work, due 6 May 2025: {WORDS}" in text
    assert "Once" in text
    assert response.context["steps"] == []
