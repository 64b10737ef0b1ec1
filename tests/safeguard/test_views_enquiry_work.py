"""The page of an enquiry's work: what it shows, to whom, and at what price."""

from datetime import date
from html import unescape

import pytest
from django.urls import reverse

from core.roles import Role
from tests import factories
from tests.factories import EnquiryFactory

QUERIES = 12  # the budget of a page
ROWS = (
    factories.AllocationFactory,
    factories.ActionFactory,
    factories.CapacityAssessmentFactory,
    factories.AdvocacyFactory,
    factories.DesiredOutcomeFactory,
    factories.OtherProcessFactory,
    factories.PlanReviewFactory,
    factories.CausedRequestFactory,
)


def work(enquiry) -> str:
    return reverse("safeguard:enquiry-work", args=[enquiry.pk])


def text_of(client, enquiry) -> str:
    response = client.get(work(enquiry))
    assert response.status_code == 200
    return unescape(response.content.decode())


@pytest.fixture
def enquiry(council):
    return EnquiryFactory(concern__adult__council=council, reference="E-1")


def fill(enquiry, number=1):
    for _ in range(number):
        for factory in ROWS:
            factory(enquiry=enquiry)
    for occurrence in range(1, number + 1):
        factories.RiskFactory(enquiry=enquiry, occurrence=occurrence)
    factories.ActionFactory(enquiry=enquiry, kind="plan", what="Review the care plan")


def test_an_empty_page_says_what_to_do_next(signed_in, enquiry):
    text = text_of(signed_in(Role.SAFEGUARDING_MANAGER), enquiry)
    for words in (
        "Nobody leads this enquiry yet",
        "Not planned yet",
        "The council makes this enquiry itself",
        "No action yet",
        "Never on hold",
        "No risk found yet",
        "Nothing recorded yet. Ask the adult",
        "No assessment recorded",
        "Say whether the adult has substantial difficulty",
        "No other body's process",
        "No review is due",
        "Not answered",
    ):
        assert words in text
    for name in ("enquiry-allocate", "enquiry-plan", "caused-request", "hold-begin", "risk-add"):
        assert reverse(f"safeguard:{name}", args=[enquiry.pk]) in text


@pytest.mark.parametrize(
    "words",
    [
        "Example House",
        "Waiting for an answer, late",
        "Read the care notes",
        "Overdue",
        "The police lead, and asked the council to wait",
        "Neglect and Acts of Omission",
        "To stay at home",
        "Whether to take part in the enquiry",
        "Independent advocate (Care Act section 68)",
        "Police investigation",
        "Since 3 April 2025",
        "1 May 2025",
        "Review the care plan",
    ],
)
def test_the_page_shows(signed_in, enquiry, words):
    fill(enquiry)
    factories.HoldFactory(enquiry=enquiry)
    assert words in text_of(signed_in(Role.PRACTITIONER), enquiry)


def test_a_practitioner_records_but_does_not_allocate(signed_in, enquiry):
    text = text_of(signed_in(Role.PRACTITIONER), enquiry)
    assert reverse("safeguard:risk-add", args=[enquiry.pk]) in text
    assert reverse("safeguard:enquiry-allocate", args=[enquiry.pk]) not in text


def test_an_analyst_only_reads(signed_in, enquiry):
    fill(enquiry)
    text = text_of(signed_in(Role.ANALYST), enquiry)
    assert "/add/" not in text
    assert "/change/" not in text
    assert "What you can do" not in text


def test_a_concluded_enquiry_only_reads(signed_in, council):
    enquiry = EnquiryFactory(concern__adult__council=council, concluded=True)
    fill(enquiry)
    text = text_of(signed_in(Role.SAFEGUARDING_MANAGER), enquiry)
    assert "This enquiry concluded on 22 April 2025" in text
    assert "/add/" not in text
    assert "/change/" not in text
    assert "/remove/" not in text


def test_open_actions_of_a_concluded_enquiry_can_still_be_done(signed_in, council):
    enquiry = EnquiryFactory(concern__adult__council=council, concluded=True)
    action = factories.ActionFactory(enquiry=enquiry)
    done = reverse("safeguard:action-done", args=[action.pk])
    assert done in text_of(signed_in(Role.PRACTITIONER), enquiry)
    assert done not in text_of(signed_in(Role.ANALYST), enquiry)


def test_a_director_with_a_reason_reads(client, director, enquiry):
    factories.CaseAccessFactory(person=director, concern=enquiry.concern)
    request = factories.CausedRequestFactory(enquiry=enquiry)
    client.force_login(director)
    assert "/add/" not in text_of(client, enquiry)
    assert client.get(reverse("safeguard:caused-detail", args=[request.pk])).status_code == 200


def test_an_outcome_that_was_replaced_says_so(signed_in, enquiry):
    first = factories.DesiredOutcomeFactory(enquiry=enquiry)
    factories.DesiredOutcomeFactory(enquiry=enquiry, wanted="To move", replaces=first)
    text = text_of(signed_in(Role.PRACTITIONER), enquiry)
    assert "Replaced by a later one" in text
    assert reverse("safeguard:outcome-change", args=[first.pk]) not in text


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"substantial_difficulty": True}, "The duty in section 68 of the Care Act looks to apply"),
        ({"substantial_difficulty": True, "suitable_person": "Her sister"}, None),
        ({"substantial_difficulty": True, "appointed_on": date(2025, 4, 9)}, None),
        ({"substantial_difficulty": False}, None),
        ({"substantial_difficulty": None}, None),
    ],
)
def test_the_page_says_when_section_68_looks_to_apply(signed_in, enquiry, columns, words):
    factories.AdvocacyFactory(enquiry=enquiry, **columns)
    text = text_of(signed_in(Role.PRACTITIONER), enquiry)
    assert words in text if words else "looks to apply" not in text


def test_a_lead_that_was_loaded_is_named(signed_in, enquiry, practitioner):
    enquiry.lead = practitioner
    enquiry.save()
    text = text_of(signed_in(Role.PRACTITIONER), enquiry)
    assert f"{practitioner} leads it. When it was allocated is not recorded." in text


def test_an_imported_body_without_a_request_is_named(signed_in, council):
    enquiry = EnquiryFactory(concern__adult__council=council, caused_to="NHS trust")
    assert "Caused to be made by NHS trust" in text_of(signed_in(Role.PRACTITIONER), enquiry)


@pytest.mark.parametrize("role", [Role.SAFEGUARDING_MANAGER, Role.ANALYST])
def test_the_page_costs_the_same_however_much_work(
    signed_in, enquiry, role, django_assert_max_num_queries
):
    fill(enquiry, 4)
    client = signed_in(role)
    with django_assert_max_num_queries(QUERIES):
        client.get(work(enquiry))


def test_a_request_costs_the_same_however_often_chased(
    signed_in, enquiry, django_assert_max_num_queries
):
    request = factories.CausedRequestFactory(enquiry=enquiry)
    for _ in range(4):
        factories.CausedChaseFactory(request=request)
    client = signed_in(Role.PRACTITIONER)
    with django_assert_max_num_queries(QUERIES):
        client.get(reverse("safeguard:caused-detail", args=[request.pk]))
