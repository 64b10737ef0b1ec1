"""Triage, the decision and feedback, as pages: what they show, take and refuse."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import reverse

from core.roles import Role
from safeguard.choices_work import DecisionState, YesNoUnknown
from safeguard.models import Concern, DecisionRecord, Information, LookAgain
from tests import factories
from tests.factories import (
    AdultIdentityFactory,
    AllegedSourceFactory,
    ConcernFactory,
    ConcernReportFactory,
    DecisionRecordFactory,
    InformationFactory,
    LookAgainFactory,
    PrioritySettingFactory,
)

QUERIES = 12
TYPED = "Typed with care, and not to be lost"
PRIORITY = {"priority": "amber", "reason": TYPED, "version": 1}
INFORMATION = {"gathered_on": "2/4/2025", "kind": "call", "from_whom": "The GP", "learnt": TYPED}
LOOK = {"looked_on": "2/4/2025", "safe_meanwhile": TYPED, "next_due_on": "9/4/2025"}
FEEDBACK = {"is_told": "yes", "feedback_on": "3/4/2025", "note": TYPED, "version": 1}
DECISION = {
    "met_a": "yes",
    "reason_a": "Needs care",
    "met_b": "yes",
    "reason_b": TYPED,
    "met_c": "yes",
    "reason_c": "Cannot leave her bed",
    "result": "s42_enquiry",
    "reason": "All met",
    "decided_on": "2/4/2025",
    "version": 1,
}
ROUTED = {**DECISION, "met_b": "no", "result": "not_an_enquiry"}


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(datetime(2025, 4, 4, 11, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def concern(council):
    adult = AdultIdentityFactory(
        adult__council=council, adult__communication_needs="Speaks Welsh"
    ).adult
    return ConcernFactory(
        adult=adult, reference="C-1", account="No food was left", adult_view="I am hungry"
    )


def url(name, concern) -> str:
    return reverse(f"safeguard:{name}", args=[concern.pk])


def text_of(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


def send(client, name, concern, data) -> str:
    return text_of(client.post(url(name, concern), data, follow=True))


# --- what is recorded while it waits ---------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "data", "done"),
    [
        ("priority-set", PRIORITY, "The priority is set."),
        ("information-add", INFORMATION, "The information is added."),
        ("look-again", LOOK, "The look-again is recorded."),
        ("decision-propose", {**DECISION, "sign_off": "no"}, "The decision is saved."),
    ],
)
def test_a_form_is_saved_and_leads_back_to_the_case(signed_in, concern, name, data, done):
    client = signed_in(Role.SAFEGUARDING_MANAGER)
    assert client.post(url(name, concern), data).url == url("concern-detail", concern)
    text = text_of(client.get(url("concern-detail", concern)))
    assert done in text


@pytest.mark.parametrize(
    ("name", "data", "changes", "words"),
    [
        ("priority-set", PRIORITY, {"priority": ""}, "Choose priority"),
        (
            "information-add",
            INFORMATION,
            {"gathered_on": "1/1/2025"},
            "Date of the information cannot be before the concern was received, on 1 April 2025",
        ),
        (
            "information-add",
            INFORMATION,
            {"gathered_on": "31/2/2025"},
            "Date of the information must be a real date",
        ),
        (
            "look-again",
            LOOK,
            {"looked_on": "5/4/2025"},
            "Day of this look cannot be in the future",
        ),
        (
            "decision-propose",
            DECISION,
            {"decided_on": "5/4/2025"},
            "Date of the decision cannot be in the future",
        ),
        ("decision-propose", DECISION, {"met_c": ""}, "Answer “Do those needs keep the adult"),
        (
            "decision-propose",
            DECISION,
            {"reason_c": " "},
            "Enter the reason for your answer to part (c)",
        ),
        (
            "decision-propose",
            DECISION,
            {"result": "not_an_enquiry", "routes": ["advice"]},
            "whatever form the enquiry takes",
        ),
        ("decision-propose", ROUTED, {}, "Choose where the concern goes, or no further action"),
        (
            "decision-propose",
            ROUTED,
            {"routes": ["no_action", "review"]},
            "Choose either no further action or the routes, not both",
        ),
        (
            "decision-propose",
            ROUTED,
            {"routes": ["advice"], "detail_agency": "The fire service"},
            "choose “Another agency” too, or clear it",
        ),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_is_kept(
    signed_in, concern, name, data, changes, words
):
    client = signed_in(Role.SAFEGUARDING_MANAGER)
    text = send(client, name, concern, {**data, "sign_off": "no", **changes})
    assert words in text
    assert "There is a problem" in text
    assert TYPED in text
    assert Concern.objects.get().version == 1


def test_the_priority_page_shows_who_set_the_earlier_ones(signed_in, concern):
    PrioritySettingFactory(concern=concern, set_by__full_name="Sal Earlier")
    text = text_of(signed_in(Role.SAFEGUARDING_MANAGER).get(url("priority-set", concern)))
    assert "Sal Earlier" in text
    assert "Safe tonight with her daughter" in text


def test_a_loaded_priority_has_nobody_s_name(signed_in, concern):
    Concern.objects.update(priority="red")
    text = text_of(signed_in(Role.SAFEGUARDING_MANAGER).get(url("priority-set", concern)))
    assert "Who set it was not recorded" in text


def test_the_next_look_is_offered_as_the_council_set_it(signed_in, concern):
    factories.RegisterSettingsFactory(council=concern.council, look_again_days=3)
    text = text_of(signed_in(Role.PRACTITIONER).get(url("look-again", concern)))
    assert 'value="07/04/2025"' in text or 'value="2025-04-07"' in text or "7/4/2025" in text
    assert "Nobody has looked at this case again yet" in text
    LookAgainFactory(concern=concern)
    text = text_of(signed_in(Role.PRACTITIONER).get(url("look-again", concern)))
    assert "Her daughter stays with her" in text


@pytest.mark.parametrize(
    "name", ["priority-set", "information-add", "look-again", "decision-propose"]
)
def test_a_case_that_is_over_offers_no_form(signed_in, council, name):
    closed = ConcernFactory(adult__council=council, closed=True)
    text = text_of(signed_in(Role.SAFEGUARDING_MANAGER).get(url(name, closed)))
    assert "Reopen it before you" in text
    assert "govuk-textarea" not in text


# --- the decision ----------------------------------------------------------------------------


def test_what_is_known_stands_beside_each_part_and_nothing_is_chosen(signed_in, concern):
    factories.ConcernConditionFactory(concern=concern)
    factories.ConcernRiskTypeFactory(concern=concern)
    AllegedSourceFactory(concern=concern, relationship="Carer")
    InformationFactory(concern=concern)
    ConcernReportFactory(concern=concern, in_danger=YesNoUnknown.NO, safety_steps="A neighbour")
    response = signed_in(Role.PRACTITIONER).get(url("decision-propose", concern))
    text = text_of(response)
    for words in (
        "Physical Support",
        "Dementia",
        "Speaks Welsh",
        "No food was left",
        "Neglect and Acts of Omission",
        "Sam Somebody (Carer)",
        "A neighbour",
        "I am hungry",
        "She visits twice a week",
        "sign-off. Until then it is not in force",
    ):
        assert words in text
    assert " checked" not in text
    assert "Who signs it off" not in text


def test_a_manager_may_sign_off_in_one_step_and_the_page_says_so(signed_in, concern):
    client = signed_in(Role.SAFEGUARDING_MANAGER)
    assert "named as proposer and as signer" in text_of(
        client.get(url("decision-propose", concern))
    )
    assert "Choose who signs it off" in send(client, "decision-propose", concern, DECISION)
    send(client, "decision-propose", concern, {**DECISION, "sign_off": "yes"})
    concern.refresh_from_db()
    assert (concern.decision, concern.decided_on) == ("s42_enquiry", date(2025, 4, 2))
    text = text_of(client.get(url("concern-decision", concern)))
    assert "The same person proposed it and signed it off" in text


def test_a_practitioner_cannot_sign_off_by_sending_it(signed_in, concern):
    client = signed_in(Role.PRACTITIONER)
    client.post(url("decision-propose", concern), {**DECISION, "sign_off": "yes"})
    assert DecisionRecord.objects.get().state == DecisionState.PROPOSED


def test_routes_are_shown_with_their_detail(signed_in, concern):
    routed = {**ROUTED, "routes": ["agency", "advice"], "detail_agency": "The fire service"}
    client = signed_in(Role.PRACTITIONER)
    client.post(url("decision-propose", concern), routed)
    text = text_of(signed_in(Role.SAFEGUARDING_MANAGER).get(url("decision-sign-off", concern)))
    assert "Another agency: The fire service" in text
    assert "Advice and guidance" in text
    assert "counts as made on 2 April 2025" in text


def test_a_proposal_is_signed_off(signed_in, concern):
    DecisionRecordFactory(concern=concern)
    client = signed_in(Role.SAFEGUARDING_MANAGER)
    text = send(client, "decision-sign-off", concern, {"verdict": "sign", "version": 1})
    assert "The decision is signed off." in text
    assert Concern.objects.get().decision == "s42_enquiry"
    barred = text_of(client.get(url("decision-sign-off", concern)))
    assert "No proposed decision on this concern waits for sign-off" in barred
    again = send(client, "decision-sign-off", concern, {"verdict": "sign", "version": 2})
    assert "No proposed decision on this concern waits" in again


def test_a_proposal_is_returned_with_a_reason_and_mended(client, concern, practitioner, manager):
    DecisionRecordFactory(concern=concern, proposed_by=practitioner, reason_b=TYPED)
    client.force_login(manager)
    answer = {"verdict": "return", "answer": "", "version": 1}
    assert "Say why the decision is returned" in send(client, "decision-sign-off", concern, answer)
    text = send(client, "decision-sign-off", concern, {**answer, "answer": "Ask the nurse"})
    assert "The decision is returned to its proposer." in text
    client.force_login(practitioner)
    text = text_of(client.get(url("decision-propose", concern)))
    assert "Ask the nurse" in text
    assert TYPED in text
    assert " checked" not in text


def test_a_second_proposal_is_barred(signed_in, concern):
    DecisionRecordFactory(concern=concern)
    client = signed_in(Role.PRACTITIONER)
    text = text_of(client.get(url("decision-propose", concern)))
    assert "waits for sign-off already" in text
    assert "waits for sign-off already" in send(client, "decision-propose", concern, DECISION)
    assert DecisionRecord.objects.count() == 1


def test_who_saves_second_is_told_and_loses_nothing(signed_in, concern):
    client = signed_in(Role.PRACTITIONER)
    Concern.objects.update(version=2)
    text = send(client, "decision-propose", concern, DECISION)
    assert "Somebody else saved this case" in text
    assert TYPED in text
    assert 'name="version" value="2' in text
    assert not DecisionRecord.objects.exists()


# --- feedback --------------------------------------------------------------------------------


@pytest.fixture
def decided(council):
    concern = ConcernFactory(adult__council=council, closed=True)
    ConcernReportFactory(concern=concern, referrer_name="Pat Neighbour")
    return concern


def test_the_referrer_is_told(signed_in, decided):
    client = signed_in(Role.PRACTITIONER)
    text = text_of(client.get(url("feedback-record", decided)))
    assert "Pat Neighbour" in text
    assert " checked" not in text
    assert "The feedback is recorded." in send(client, "feedback-record", decided, FEEDBACK)
    again = text_of(client.get(url("feedback-record", decided)))
    assert TYPED in again
    assert "Told on 3 April 2025" in text_of(client.get(url("concern-decision", decided)))


def test_a_day_is_asked_for_when_they_were_told(signed_in, decided):
    client = signed_in(Role.PRACTITIONER)
    text = send(client, "feedback-record", decided, {**FEEDBACK, "feedback_on": ""})
    assert "Enter the day they were told" in text
    assert TYPED in text


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({}, "This concern is not decided yet"),
        ({"closed": True}, "This concern came with an extract of another system"),
    ],
)
def test_feedback_that_cannot_be_recorded_is_explained(signed_in, council, columns, words):
    concern = ConcernFactory(adult__council=council, **columns)
    text = text_of(signed_in(Role.PRACTITIONER).get(url("feedback-record", concern)))
    assert words in text
    assert "govuk-textarea" not in text


# --- the history -----------------------------------------------------------------------------


def test_the_history_tells_how_the_decision_came_about(signed_in, concern):
    DecisionRecordFactory(concern=concern, returned=True)
    DecisionRecordFactory(concern=concern, signed=True, signed_off_by__full_name="May Manager")
    InformationFactory(concern=concern)
    LookAgainFactory(concern=concern)
    text = text_of(signed_in(Role.ANALYST).get(url("concern-decision", concern)))
    for words in (
        "Returned to the proposer",
        "Ask the nurse first",
        "Signed off",
        "May Manager",
        "She visits twice a week",
        "Her daughter stays with her",
        "the concern came with an extract",
    ):
        assert words in text


def test_a_loaded_decision_says_so(signed_in, council):
    concern = ConcernFactory(adult__council=council, s42=True, decision_reason="As loaded")
    text = text_of(signed_in(Role.ANALYST).get(url("concern-decision", concern)))
    assert "loaded from another system" in text
    assert "As loaded" in text


def test_a_director_reads_it_for_cause_only(client, director, concern):
    client.force_login(director)
    assert client.get(url("concern-decision", concern)).status_code == 404
    factories.CaseAccessFactory(person=director, concern=concern)
    assert "for a reason that is recorded" in text_of(client.get(url("concern-decision", concern)))


# --- the price -------------------------------------------------------------------------------

FORMS = ["priority-set", "information-add", "look-again", "decision-propose", "decision-sign-off"]


@pytest.mark.parametrize("name", [*FORMS, "feedback-record", "concern-decision"])
def test_no_page_asks_more_when_it_holds_more(
    signed_in, council, name, django_assert_max_num_queries
):
    is_decided = name in ("feedback-record", "concern-decision")
    concern = ConcernFactory(adult__council=council, s42=is_decided)
    ConcernReportFactory(concern=concern)
    if name == "decision-sign-off":
        DecisionRecordFactory(concern=concern)
    client = signed_in(Role.SAFEGUARDING_MANAGER)
    client.get(url(name, concern))
    with django_assert_max_num_queries(QUERIES) as first:
        client.get(url(name, concern))
    for _ in range(30):
        PrioritySettingFactory(concern=concern)
        InformationFactory(concern=concern)
        LookAgainFactory(concern=concern)
        AllegedSourceFactory(concern=concern)
        decision = DecisionRecordFactory(concern=concern, set_aside=True)
        factories.DecisionRouteFactory(decision=decision)
    with django_assert_max_num_queries(min(QUERIES, len(first) + 1)):
        # One more than for none: the routes, which are asked for only where there is a decision.
        client.get(url(name, concern))
    assert Information.objects.count() == LookAgain.objects.count() == 30
