"""Concerns and enquiries over the API: the rows, filters and rights of the pages, read only."""

from datetime import date

import pytest
from django.test import Client

from core.roles import Role
from tests import factories
from tests.factories import CaseAccessFactory, ConcernFactory, EnquiryFactory, MembershipFactory

CONCERNS, ENQUIRIES = "/api/v1/concerns/", "/api/v1/enquiries/"


@pytest.fixture
def case(council):
    concern = ConcernFactory(
        adult__council=council,
        reference="C-1",
        adult__reference="A-1",
        s42=True,
        priority="red",
        account="Not for a machine",
    )
    factories.AdultIdentityFactory(adult=concern.adult, family_name="Quill")
    factories.ConcernRiskTypeFactory(concern=concern)
    factories.ConcernConditionFactory(concern=concern)
    return EnquiryFactory(concern=concern, reference="E-1")


def references(response) -> list[str]:
    assert response.status_code == 200
    return [row["reference"] for row in response.json()["results"]]


def test_a_concern_is_codes_and_references_and_no_name(signed_in, case):
    response = signed_in(Role.PRACTITIONER).get(f"{CONCERNS}{case.concern_id}/")
    found = response.json()
    assert (found["council"], found["adult"], found["decision"]) == ("TEST", "A-1", "s42_enquiry")
    assert (found["risk_types"], found["conditions"]) == (["NEG"], ["MH_DEM"])
    assert "Quill" not in str(found)
    assert "Not for a machine" not in str(found)


def test_an_enquiry_names_its_concern(signed_in, case):
    found = signed_in(Role.PRACTITIONER).get(f"{ENQUIRIES}{case.pk}/").json()
    assert (found["council"], found["concern"], found["kind"]) == ("TEST", "C-1", "s42")


def test_the_filters_are_those_of_the_pages(signed_in, council, case):
    ConcernFactory(adult__council=council, reference="C-2", received_on=date(2025, 5, 1))
    client = signed_in(Role.PRACTITIONER)
    assert references(client.get(CONCERNS)) == ["C-2", "C-1"]
    assert references(client.get(CONCERNS, {"decision": "undecided"})) == ["C-2"]
    assert references(client.get(CONCERNS, {"received_to": "2025-04-30"})) == ["C-1"]
    assert references(client.get(CONCERNS, {"search": "quill"})) == ["C-1"]
    assert references(client.get(ENQUIRIES, {"state": "concluded"})) == []


@pytest.mark.parametrize(
    ("query", "field"),
    [({"received_from": "tomorrow"}, "received_from"), ({"decision": "maybe"}, "decision")],
)
def test_a_value_that_cannot_be_read_is_named(signed_in, case, query, field):
    response = signed_in(Role.PRACTITIONER).get(CONCERNS, query)
    assert response.status_code == 400
    assert field in response.json()


def test_a_name_that_too_many_have_is_refused(signed_in, case, monkeypatch):
    monkeypatch.setattr("safeguard.filters.PEOPLE_LISTED", 0)
    response = signed_in(Role.PRACTITIONER).get(CONCERNS, {"search": "quill"})
    assert (response.status_code, response.json()["code"]) == (400, "invalid")


@pytest.mark.parametrize("address", [CONCERNS, ENQUIRIES])
def test_another_council_sees_nothing(client, stranger, case, address):
    client.force_login(stranger)
    assert references(client.get(address)) == []
    key = case.concern_id if address == CONCERNS else case.pk
    assert client.get(f"{address}{key}/").status_code == 404


def test_a_case_opened_for_cause_is_opened_on_its_page_only(signed_in, director, case, client):
    CaseAccessFactory(person=director, concern=case.concern)
    client.force_login(director)
    assert client.get(f"{CONCERNS}{case.concern_id}/").status_code == 403


def test_two_councils_come_together_for_who_holds_both(client, manager, other_council, case):
    role = Role.SAFEGUARDING_MANAGER
    MembershipFactory(person=manager, organisation=other_council, role=role)
    ConcernFactory(adult__council=other_council, reference="C-OTHER")
    client.force_login(manager)
    assert references(client.get(CONCERNS)) == ["C-OTHER", "C-1"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("address", [CONCERNS, ENQUIRIES])
def test_nothing_can_be_written(signed_in, case, method, address):
    client = signed_in(Role.SAFEGUARDING_MANAGER)
    key = case.concern_id if address == CONCERNS else case.pk
    for path in (address, f"{address}{key}/"):
        assert getattr(client, method)(path, {}).status_code in (403, 405)


def test_a_page_costs_the_same_however_much_it_holds(
    signed_in, council, case, django_assert_max_num_queries
):
    client = signed_in(Role.PRACTITIONER)
    for _ in range(60):
        ConcernFactory(adult__council=council)
    with django_assert_max_num_queries(8):
        page = client.get(CONCERNS).json()
    assert len(page["results"]) == 50
    assert len(client.get(page["next"]).json()["results"]) == 11


def test_the_schema_names_every_filter_and_is_for_people_signed_in(signed_in, council):
    schema = signed_in(Role.AUDITOR).get("/api/v1/schema/").content.decode()
    for name in ("received_from", "decision", "concluded_to", "search"):
        assert f"name: {name}" in schema
    assert Client().get("/api/v1/schema/").status_code == 403
