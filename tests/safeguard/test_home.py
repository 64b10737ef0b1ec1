"""The home pages of those who do casework: their own work, and what waits in the council."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import reverse

from core.models import FormDraft
from core.roles import Role
from tests import factories
from tests.factories import (
    ActionFactory,
    ActivityEventFactory,
    AdultIdentityFactory,
    AllocationFactory,
    CausedRequestFactory,
    ClockRuleFactory,
    ConcernDraftFactory,
    ConcernFactory,
    ConcernReportFactory,
    DecisionRecordFactory,
    EnquiryFactory,
    PlanReviewFactory,
)

QUERIES = 12
NOW = datetime(2025, 4, 16, 11, tzinfo=UTC)  # a Wednesday
TODAY, YESTERDAY = date(2025, 4, 16), datetime(2025, 4, 15, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def my_client(client, practitioner):
    client.force_login(practitioner)
    return client


def home(client) -> tuple[str, dict]:
    response = client.get("/")
    assert response.status_code == 200
    return response.content.decode(), response.context["panels"][0].content


def led(person, council, reference="E-MINE", **columns):
    adult = AdultIdentityFactory(adult__council=council, given_name="Maud").adult
    concern = ConcernFactory(adult=adult, s42=True)
    return EnquiryFactory(concern=concern, lead=person, reference=reference, **columns)


# --- a practitioner's own work ---------------------------------------------------------------


def test_a_new_practitioner_is_told_there_is_nothing(my_client, council):
    text, _ = home(my_client)
    for words in (
        "Your work",
        "No timescale of the council runs in your cases.",
        "You own no open action.",
        "You lead no open enquiry.",
        "Nothing.",
    ):
        assert words in text
    assert reverse("safeguard:waiting") in text
    for heading in ("Decisions returned", "Drafts to finish", "Concerns you raised"):
        assert heading not in text


def test_own_cases_are_shown_and_no_others(my_client, practitioner, council, other_council):
    led(practitioner, council)
    led(practitioner, council, reference="E-DONE", concluded=True)
    led(practitioner, other_council, reference="E-ELSEWHERE")
    EnquiryFactory(concern__adult__council=council, reference="E-OTHERS")
    ConcernReportFactory(
        concern=ConcernFactory(adult__council=council, reference="C-RAISED"),
        raised_by=practitioner,
    )
    ConcernReportFactory(concern=ConcernFactory(adult__council=council, reference="C-OTHERS"))
    text, _ = home(my_client)
    assert ["E-MINE" in text, "C-RAISED" in text, "ME, section 42 enquiry since" in text] == [
        True,
        True,
        True,
    ]
    for reference in ("E-DONE", "E-ELSEWHERE", "E-OTHERS", "C-OTHERS"):
        assert reference not in text


def test_what_is_overdue_comes_first_with_the_reason_why(my_client, practitioner, council):
    ClockRuleFactory(council=council, amount=20)
    ClockRuleFactory(
        council=council, start_event="commenced", end_event="concluded", amount=5, name="Conclude"
    )
    led(practitioner, council)
    ConcernReportFactory(
        concern=ConcernFactory(adult__council=council, reference="C-RAISED"),
        raised_by=practitioner,
    )
    text, content = home(my_client)
    assert [row["reference"] for row in content["due"]] == ["E-MINE", "C-RAISED"]
    first = content["due"][0]
    assert (first["clock"].tag, first["adult"]) == ("Overdue", "ME")
    assert first["clock"].text == "Conclusion was due end of 9 April 2025, 5 working days over"
    assert "Why?" in text


def test_actions_come_by_their_day(my_client, practitioner, council):
    enquiry = led(practitioner, council)
    for what, due in (("Later", 20), ("Late", 10), ("Today", 16)):
        ActionFactory(enquiry=enquiry, owner=practitioner, what=what, due_on=date(2025, 4, due))
    ActionFactory(enquiry=enquiry, owner=practitioner, what="Whenever", due_on=None)
    ActionFactory(enquiry=enquiry, owner=practitioner, what="Done", done_on=TODAY)
    ActionFactory(enquiry=enquiry, what="Of another")
    _, content = home(my_client)
    actions = [
        (row["entry"].text, row["is_late"], row["is_today"], row["adult"])
        for row in content["actions"]
    ]
    assert actions == [
        ("Late", True, False, "ME"),
        ("Today", False, True, "ME"),
        ("Later", False, False, "ME"),
        ("Whenever", False, False, "ME"),
    ]


def test_a_returned_proposal_comes_back_until_it_is_made_anew(my_client, practitioner, council):
    concern = ConcernFactory(adult__council=council, reference="C-BACK")
    DecisionRecordFactory(concern=concern, proposed_by=practitioner, returned=True)
    text, _ = home(my_client)
    assert "C-BACK: decide again" in text
    assert "Ask the nurse first" in text
    DecisionRecordFactory(concern=concern, proposed_by=practitioner)
    text, _ = home(my_client)
    assert "decide again" not in text


def test_drafts_are_listed_until_they_are_sent(my_client, practitioner, council):
    ConcernDraftFactory(council=council, started_by=practitioner)
    concern = ConcernFactory(adult__council=council)
    address = reverse("safeguard:information-add", args=[concern.pk])
    for key in (address, "/gone/"):
        FormDraft.objects.create(person=practitioner, form_key=key, saved_at=NOW)
    factories.UserFactory()
    text, content = home(my_client)
    assert [draft["title"] for draft in content["drafts"]] == [
        "A concern you began to raise",
        "Add information",
    ]
    assert f'href="{address}"' in text


def test_what_others_changed_since_yesterday(my_client, practitioner, council):
    enquiry = led(practitioner, council)

    def change(target, verb, at=YESTERDAY, by="", **about):
        ActivityEventFactory(
            **about,
            council_id=council.pk,
            target_model=target._meta.label,
            target_id=str(target.pk),
            verb=verb,
            actor_id=by,
            actor_name="Sal Other",
            created_at=at,
        )

    change(enquiry, "enquiry_allocated")
    change(enquiry.concern, "priority_set")
    about = {"about_model": "safeguard.Enquiry", "about_id": str(enquiry.pk)}
    change(ActionFactory(enquiry=enquiry), "action_done", **about)
    change(ActionFactory(), "action_of_others", about_model="safeguard.Enquiry", about_id="0")
    change(enquiry, "too_old", at=datetime(2025, 4, 14, 9, tzinfo=UTC))
    change(enquiry, "my_own", by=str(practitioner.pk))
    change(EnquiryFactory(concern__adult__council=council), "of_others")
    text, content = home(my_client)
    found = {(row["reference"], row["what"]) for row in content["changes"]}
    assert found == {
        ("E-MINE", "Enquiry allocated"),
        ("E-MINE", "Action done"),
        (enquiry.concern.reference, "Priority set"),
    }
    assert "Sal Other" in text


# --- a manager -------------------------------------------------------------------------------


def test_a_manager_starts_from_four_counts_and_one_button(signed_in, council, manager):
    ConcernFactory(adult__council=council)
    ConcernFactory(adult__council=council, received_on=date(2025, 3, 31))
    DecisionRecordFactory(concern=ConcernFactory(adult__council=council))
    enquiry = EnquiryFactory(concern__adult__council=council)
    CausedRequestFactory(enquiry=enquiry, due_on=date(2025, 4, 15))
    text, content = home(signed_in(Role.SAFEGUARDING_MANAGER))
    assert [(label, number) for label, number, _, _ in content["counts"]] == [
        ("Waiting for a decision", 3),
        ("Proposed, waiting for sign-off", 1),
        ("Started, not allocated", 1),
        ("Caused enquiries late", 1),
    ]
    assert "2 more than at the end of last month" in text
    assert text.count('role="button"') == 1
    assert "by 1 working day" in text


def test_a_manager_sees_what_is_due_today_and_late(signed_in, council):
    ClockRuleFactory(council=council, amount=2)
    for received in (1, 14, 16):  # overdue, due today, due later
        ConcernFactory(adult__council=council, received_on=date(2025, 4, received))
    ConcernFactory(adult__council=council, closed=True)
    enquiry = EnquiryFactory(concern__adult__council=council)
    ActionFactory(enquiry=enquiry, due_on=TODAY)
    ActionFactory(enquiry=enquiry, due_on=date(2025, 4, 1))
    PlanReviewFactory(enquiry=enquiry, due_on=date(2025, 4, 1))
    CausedRequestFactory(enquiry=enquiry, due_on=TODAY)
    _, content = home(signed_in(Role.SAFEGUARDING_MANAGER))
    assert content["due"] == [
        ["Decisions", 1, 1],
        ["Actions", 1, 1],
        ["Reviews of a safeguarding plan", 0, 1],
        ["Reports asked of others", 1, 0],
    ]


def test_without_timescales_no_decision_is_called_late(signed_in, council):
    ConcernFactory(adult__council=council)
    _, content = home(signed_in(Role.SAFEGUARDING_MANAGER))
    assert content["due"][0][0] == "Actions"


def test_a_manager_who_does_casework_too_has_one_main_heading(client, manager, council):
    factories.MembershipFactory(person=manager, organisation=council, role=Role.PRACTITIONER)
    client.force_login(manager)
    text, _ = home(client)
    assert text.count("<h1") == 1


# --- the price -------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.PRACTITIONER, Role.SAFEGUARDING_MANAGER])
def test_a_home_costs_the_same_however_much_it_shows(
    client, person_with, council, role, django_assert_max_num_queries
):
    person = person_with(role)
    client.force_login(person)
    for start, end in (("received", "decided"), ("commenced", "concluded")):
        ClockRuleFactory(council=council, start_event=start, end_event=end)

    def more():
        enquiry = led(person, council, reference=f"E-{datetime.now(UTC)}-{next(numbers)}")
        AllocationFactory(enquiry=enquiry, lead=person)
        ActionFactory(enquiry=enquiry, owner=person)
        ConcernReportFactory(concern=ConcernFactory(adult__council=council), raised_by=person)
        ConcernDraftFactory(council=council, started_by=person)
        DecisionRecordFactory(
            concern=ConcernFactory(adult__council=council), proposed_by=person, returned=True
        )
        ActivityEventFactory(
            council_id=council.pk,
            target_model="safeguard.Enquiry",
            target_id=str(enquiry.pk),
            created_at=YESTERDAY,
        )

    numbers = iter(range(100))
    more()
    with django_assert_max_num_queries(QUERIES) as first:
        home(client)
    for _ in range(30):
        more()
    with django_assert_max_num_queries(len(first)):
        home(client)


def test_somebody_with_two_roles_pays_no_more(council, client, django_assert_max_num_queries):
    manager = factories.MembershipFactory(
        organisation=council, role=Role.SAFEGUARDING_MANAGER
    ).person
    factories.MembershipFactory(organisation=council, role=Role.ANALYST, person=manager)
    client.force_login(manager)
    with django_assert_max_num_queries(12):
        assert client.get(reverse("core:home")).status_code == 200
