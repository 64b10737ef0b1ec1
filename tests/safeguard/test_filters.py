"""What the filters leave, on pages; the API shares them."""

from datetime import date
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.urls import reverse

from core.paginators import CappedPaginator
from core.roles import Role
from safeguard import filters
from safeguard.models import Concern
from tests.factories import AdultIdentityFactory, ConcernFactory, EnquiryFactory

CONCERNS = {
    "APR-1": {"received_on": date(2025, 4, 1), "priority": "red"},
    "APR-2": {"received_on": date(2025, 4, 30), "s42": True, "priority": "amber"},
    "MAY-1": {"received_on": date(2025, 5, 1), "closed": True},
    "MAY-10": {"received_on": date(2025, 5, 31), "other": True},
}
ENQUIRIES = {
    "E-1": {"commenced_on": date(2025, 4, 1)},
    "E-2": {"commenced_on": date(2025, 4, 30), "kind": "other", "concluded": True},
    "E-3": {"commenced_on": date(2025, 5, 1), "concluded": True},
}
NAMES = {"APR-1": ("Ann", "Smith"), "APR-2": ("Bob", "Smithson"), "MAY-1": ("Smita", "Jones")}


@pytest.fixture
def concerns(council, other_council):
    for reference, columns in CONCERNS.items():
        concern = ConcernFactory(adult__council=council, reference=reference, **columns)
        if reference in NAMES:
            given, family = NAMES[reference]
            AdultIdentityFactory(adult=concern.adult, given_name=given, family_name=family)
    elsewhere = ConcernFactory(adult__council=other_council, reference="APR-1")
    AdultIdentityFactory(adult=elsewhere.adult, given_name="Ann", family_name="Smith")


@pytest.fixture
def enquiries(council, concerns):
    cases = Concern.objects.filter(council=council).order_by("reference")
    for concern, (reference, columns) in zip(cases, ENQUIRIES.items(), strict=False):
        EnquiryFactory(concern=concern, reference=reference, **columns)


def listed(client, name, **query) -> list[str]:
    response = client.get(f"{reverse(f'safeguard:{name}')}?{urlencode(query)}")
    assert response.status_code == 200
    return [row.reference for row in response.context["page_obj"]]


@pytest.mark.parametrize(
    ("query", "references"),
    [
        ({}, ["MAY-10", "MAY-1", "APR-2", "APR-1"]),
        ({"received_from": "30/4/2025"}, ["MAY-10", "MAY-1", "APR-2"]),
        ({"received_to": "30/4/2025"}, ["APR-2", "APR-1"]),
        ({"received_from": "2025-05-01", "received_to": "2025-05-01"}, ["MAY-1"]),
        ({"decision": "undecided"}, ["APR-1"]),
        ({"decision": "s42_enquiry"}, ["APR-2"]),
        ({"decision": "not_an_enquiry"}, ["MAY-1"]),
        ({"priority": "red"}, ["APR-1"]),
        ({"priority": "green"}, []),
        ({"search": "MAY-1"}, ["MAY-10", "MAY-1"]),
        ({"search": " MAY-10 "}, ["MAY-10"]),
        ({"search": "AY-1"}, []),
        ({"search": "MAY_1"}, []),
        ({"search": "%1"}, []),
        ({"search": "smith"}, ["APR-2", "APR-1"]),
        ({"search": "SMI"}, ["MAY-1", "APR-2", "APR-1"]),
        ({"search": "ann smith"}, ["APR-1"]),
        ({"search": "mith"}, []),
        ({"search": "smith", "priority": "amber"}, ["APR-2"]),
        ({"page": "1", "decision": ""}, ["MAY-10", "MAY-1", "APR-2", "APR-1"]),
    ],
)
def test_concerns(signed_in, concerns, query, references):
    assert listed(signed_in(Role.PRACTITIONER), "concern-list", **query) == references


@pytest.mark.parametrize(
    ("query", "references"),
    [
        ({}, ["E-3", "E-2", "E-1"]),
        ({"kind": "other"}, ["E-2"]),
        ({"state": "open"}, ["E-1"]),
        ({"state": "concluded"}, ["E-3", "E-2"]),
        ({"started_from": "30/4/2025", "started_to": "30/4/2025"}, ["E-2"]),
        ({"concluded_from": "20/5/2025", "concluded_to": "20/5/2025"}, ["E-2"]),
        ({"concluded_from": "21/5/2025"}, ["E-3"]),
        ({"search": "E-3"}, ["E-3"]),
        ({"search": "smithson"}, ["E-2"]),
    ],
)
def test_enquiries(signed_in, enquiries, query, references):
    assert listed(signed_in(Role.PRACTITIONER), "enquiry-list", **query) == references


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"received_from": "tomorrow"}, "Received from must be a real date"),
        ({"received_to": "31/2/2025"}, "Received to must be a real date"),
        ({"decision": "maybe"}, "Decision: choose from those listed"),
        ({"priority": "blue"}, "Priority: choose from those listed"),
        (
            {"received_from": "2/4/2025", "received_to": "1/4/2025"},
            "Received to must be the same day as received from, or later",
        ),
        ({"search": "x" * 81}, "Reference or name begins with must be 80 characters or fewer"),
    ],
)
def test_a_value_that_cannot_be_read_is_named_and_kept(signed_in, concerns, query, words):
    url = f"{reverse('safeguard:concern-list')}?{urlencode(query)}"
    response = signed_in(Role.PRACTITIONER).get(url)
    page = response.content.decode()
    assert response.status_code == 200
    assert words in page
    assert "There is a problem" in page
    assert list(response.context["page_obj"]) == []
    typed = {name: value for name, value in query.items() if name not in ("decision", "priority")}
    assert all(f'value="{value}"' in page for value in typed.values())


def test_a_name_that_too_many_people_have_is_refused_in_words(signed_in, concerns, monkeypatch):
    monkeypatch.setattr(filters, "PEOPLE_LISTED", 1)
    client = signed_in(Role.PRACTITIONER)
    response = client.get(reverse("safeguard:concern-list"), {"search": "smith"})
    assert "Type more of it" in response.content.decode()
    assert listed(client, "concern-list", search="ann smith") == ["APR-1"]


def test_a_reference_that_many_begin_with_is_found_another_way(signed_in, concerns, monkeypatch):
    monkeypatch.setattr(filters, "COUNTED_TO", 1)
    assert listed(signed_in(Role.PRACTITIONER), "concern-list", search="MAY-1") == [
        "MAY-10",
        "MAY-1",
    ]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL chooses its own way")
def test_a_reference_is_looked_up_and_not_searched_for(council, concerns):
    rows = filters.by_reference(Concern.objects.filter(council=council), "MAY-1")
    assert "reference>? AND reference<?" in rows.order_by().explain()


def test_counting_stops_and_says_so(council, concerns, monkeypatch):
    monkeypatch.setattr("core.paginators.COUNTED_TO", 2)
    pages = CappedPaginator(Concern.objects.filter(council=council), 1)
    assert f"{pages.count:,}" == "more than 2"
    assert pages.num_pages == 2
    assert [row.reference for row in pages.page(2)] == ["MAY-1"]


def test_a_short_list_is_counted_exactly(council, concerns):
    pages = CappedPaginator(Concern.objects.filter(council=council), 3)
    assert f"{pages.count:,}" == "4"
    assert [row.reference for row in pages.page(2)] == ["APR-1"]
    assert [row.reference for row in CappedPaginator(Concern.objects.none(), 3).page(1)] == []
