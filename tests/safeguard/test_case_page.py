"""The case page tells the whole story, offers what is next, and costs the same however full."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from core.roles import Role
from safeguard.case_events import SOURCES, events_of
from safeguard.case_parts import parts_of
from tests import factories
from tests.factories import AdultIdentityFactory, ConcernFactory, EnquiryFactory

QUERIES = 12  # the budget of a page
NOON = datetime(2025, 7, 3, 12, tzinfo=ZoneInfo("Europe/London"))
DAY = date(2025, 7, 3)


@pytest.fixture
def concern(council):
    found = ConcernFactory(
        adult__council=council,
        reference="C-1",
        s42=True,
        received_on=date(2025, 7, 1),
        received_at=datetime(2025, 7, 1, 9, tzinfo=ZoneInfo("Europe/London")),
        priority="red",
    )
    AdultIdentityFactory(adult=found.adult)
    return found


def fill(concern, times: int = 1):
    """Give a case one enquiry and `times` rows of everything that has a day."""
    enquiry = EnquiryFactory(concern=concern, commenced_on=DAY, planned_on=DAY, plan="Talk first")
    factories.ConcernReportFactory(
        concern=concern, feedback_on=DAY, feedback_by=factories.UserFactory()
    )
    set_aside = {"state": "set_aside", "signed_off_by": factories.UserFactory()}
    for _ in range(times):
        of_concern = {"concern": concern}
        factories.PrioritySettingFactory(**of_concern, set_at=NOON, priority="red")
        factories.InformationFactory(**of_concern, gathered_on=DAY)
        factories.LookAgainFactory(**of_concern, looked_on=DAY, next_due_on=DAY)
        factories.DecisionRecordFactory(
            **of_concern, **set_aside, proposed_at=NOON, signed_off_at=NOON
        )
        factories.ReopeningFactory(**of_concern, enquiry=enquiry, reopened_at=NOON)
        factories.AllegedSourceFactory(**of_concern)
        factories.OtherAtRiskFactory(**of_concern)
        factories.AllocationFactory(enquiry=enquiry, allocated_on=DAY)
        factories.HoldFactory(enquiry=enquiry, since=DAY, until=DAY)
        request = factories.CausedRequestFactory(
            enquiry=enquiry,
            requested_on=DAY,
            due_on=DAY,
            accepted_on=DAY,
            received_on=DAY,
            quality="accepted",
            quality_on=DAY,
        )
        factories.CausedRequestFactory(
            enquiry=enquiry,
            requested_on=DAY,
            due_on=DAY,
            declined_on=DAY,
            declined_reason="Not theirs",
        )
        factories.CausedRequestFactory(
            enquiry=enquiry,
            requested_on=DAY,
            due_on=DAY,
            withdrawn_on=DAY,
            withdrawn_reason="Asked by mistake",
        )
        factories.CausedChaseFactory(request=request, chased_on=DAY)
        factories.ActionFactory(enquiry=enquiry, done_on=DAY)
        factories.OtherProcessFactory(enquiry=enquiry, began_on=DAY, ended_on=DAY)
        factories.PlanReviewFactory(enquiry=enquiry, due_on=DAY, held_on=DAY, result="ends")
        factories.DesiredOutcomeFactory(
            enquiry=enquiry, wanted_on=DAY, achieved="FULL", in_whose_view="adult", judged_on=DAY
        )
        factories.CapacityAssessmentFactory(enquiry=enquiry, assessed_on=DAY)
        factories.AdvocacyFactory(enquiry=enquiry, requested_on=DAY, appointed_on=DAY)
        factories.ExperienceResponseFactory(enquiry=enquiry, asked_on=DAY, result="declined")
        factories.AgencyToldFactory(enquiry=enquiry, told_on=DAY)
        factories.CaseDocumentFactory(concern=concern, enquiry=None, added_at=NOON)
        factories.LateReasonFactory(concern=concern)
    return enquiry


def test_every_source_of_events_gives_one(concern):
    enquiry = fill(concern)
    events = events_of(concern.pk)
    # Three requests were made: one was accepted, one declined, one withdrawn.
    assert len(events) == len(SOURCES) + 2
    assert {event.on for event in events} == {DAY}
    assert {event.enquiry_id for event in events} <= {None, enquiry.pk}
    assert all(event.title and "{" not in event.title for event in events)


def test_events_of_another_case_are_not_among_them(concern, council):
    fill(ConcernFactory(adult__council=council, s42=True, received_on=date(2025, 7, 1)))
    assert events_of(concern.pk) == []


def test_parts_read_in_words(concern):
    fill(concern)
    factories.ConcernRiskTypeFactory(concern=concern, risk_type="SELFNEG")
    found = parts_of(concern.pk)
    assert found.risk_types == ["Self-Neglect"]
    assert len(found.sources) == len(found.others) == len(found.documents) == 1
    assert found.outcomes[0].note == "Fully Achieved"


def test_an_outcome_that_was_replaced_is_not_wanted_now(concern):
    enquiry = EnquiryFactory(concern=concern)
    old = factories.DesiredOutcomeFactory(enquiry=enquiry, wanted="To move")
    factories.DesiredOutcomeFactory(enquiry=enquiry, wanted="To stay", replaces=old)
    assert [outcome.name for outcome in parts_of(concern.pk).outcomes] == ["To stay"]


@pytest.mark.parametrize("role", [Role.SAFEGUARDING_MANAGER, Role.PRACTITIONER, Role.ANALYST])
@pytest.mark.parametrize("page", ["concern-detail", "concern-print"])
def test_a_full_case_costs_no_more_than_an_empty_one(
    signed_in, concern, council, role, page, django_assert_max_num_queries
):
    factories.ClockRuleFactory(council=council, effective_from=date(2020, 1, 1))
    fill(concern, times=20)
    client = signed_in(role)
    with django_assert_max_num_queries(QUERIES):
        response = client.get(reverse(f"safeguard:{page}", args=[concern.pk]))
    assert response.status_code == 200


def test_the_story_can_be_narrowed_to_one_kind(signed_in, concern):
    fill(concern)
    address = reverse("safeguard:concern-detail", args=[concern.pk])
    page = signed_in(Role.PRACTITIONER).get(f"{address}?show=documents").content.decode()
    assert "Document added" in page
    assert "Concern received" not in page


def test_the_next_steps_follow_the_case_and_the_reader(signed_in, council):
    concern = ConcernFactory(adult__council=council)
    address = reverse("safeguard:concern-detail", args=[concern.pk])
    manager = signed_in(Role.SAFEGUARDING_MANAGER).get(address).content.decode()
    practitioner = signed_in(Role.PRACTITIONER).get(address).content.decode()
    analyst = signed_in(Role.ANALYST).get(address).content.decode()
    assert "Set the priority" in manager
    assert "Propose a decision" in practitioner
    assert "Set the priority" not in practitioner
    assert "What is next" not in analyst


def test_a_waiting_proposal_is_to_be_signed_off_by_a_manager(signed_in, council):
    concern = ConcernFactory(adult__council=council)
    factories.DecisionRecordFactory(concern=concern, state="proposed")
    address = reverse("safeguard:concern-detail", args=[concern.pk])
    manager = signed_in(Role.SAFEGUARDING_MANAGER).get(address).content.decode()
    practitioner = signed_in(Role.PRACTITIONER).get(address).content.decode()
    assert "Sign off the decision" in manager
    assert "Propose a decision" not in practitioner
    assert "Sign off the decision" not in practitioner


def test_the_decision_in_force_is_told_once_with_who_signed_it(signed_in, concern):
    signer = factories.UserFactory(full_name="Sam Signer")
    factories.DecisionRecordFactory(
        concern=concern,
        state="signed_off",
        proposed_by=signer,
        proposed_at=NOON,
        signed_off_by=signer,
        signed_off_at=NOON,
    )
    address = reverse("safeguard:concern-detail", args=[concern.pk])
    page = signed_in(Role.PRACTITIONER).get(address).content.decode()
    assert page.count("Sam Signer") == 1
    assert "Decision proposed" not in page


@pytest.mark.parametrize("page", ["enquiry-detail", "enquiry-work"])
@pytest.mark.parametrize("role", [Role.SAFEGUARDING_MANAGER, Role.ANALYST])
def test_a_full_enquiry_costs_no_more_than_an_empty_one(
    signed_in, concern, council, role, page, django_assert_max_num_queries
):
    factories.ClockRuleFactory(council=council, effective_from=date(2020, 1, 1))
    enquiry = fill(concern, times=20)
    client = signed_in(role)
    with django_assert_max_num_queries(QUERIES):
        response = client.get(reverse(f"safeguard:{page}", args=[enquiry.pk]))
    assert response.status_code == 200


def test_the_enquiry_offers_its_work_and_its_end(signed_in, concern):
    address = reverse("safeguard:enquiry-detail", args=[fill(concern).pk])
    manager = signed_in(Role.SAFEGUARDING_MANAGER).get(address).content.decode()
    analyst = signed_in(Role.ANALYST).get(address).content.decode()
    assert all(words in manager for words in ("Work on this enquiry", "Conclude the enquiry"))
    assert "Read the work of this enquiry" in analyst
    assert "Conclude the enquiry" not in analyst
