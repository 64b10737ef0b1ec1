from itertools import groupby

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.urls import reverse

from core import access, context_processors
from core.context_processors import (
    MOST_IN_A_ROW,
    PLAIN_COLOUR,
    SECTIONS,
    Shell,
    navigation,
    shell_for,
)
from core.models import User
from core.roles import GRANTS, Role
from tests.factories import MembershipFactory, OrganisationFactory


def shell_of(user, path="/", session=None, council=None) -> Shell:
    request = RequestFactory().get(path)
    request.user = user
    request.session = session or {}
    if council:
        request.council = council
    return shell_for(request)


def test_a_signed_out_reader_sees_only_the_service():
    shell = shell_of(AnonymousUser())
    assert (shell.person_name, shell.role_label, shell.council_name) == ("", "", "")
    assert shell.navigation == []
    assert shell.council_colour == PLAIN_COLOUR
    assert shell.service_name == "Safeguarding Assurance"


def test_a_person_sees_their_council_and_every_role_once(council, analyst):
    MembershipFactory(person=analyst, organisation=council, role=Role.AUDITOR)
    shell = shell_of(analyst)
    assert shell.person_name == analyst.full_name
    assert shell.council_name == "Test Council"
    assert shell.council_colour == council.colour
    assert shell.role_label == "Auditor and Analyst"


def test_a_person_of_two_councils_sees_the_one_they_chose(council, analyst):
    other = OrganisationFactory(name="Second Council")
    MembershipFactory(person=analyst, organisation=other, role=Role.DIRECTOR)
    assert shell_of(analyst).council_name == ""
    chosen = shell_of(analyst, session={access.COUNCIL_KEY: other.pk})
    assert (chosen.council_name, chosen.role_label) == (
        "Second Council",
        "Director of adult social services",
    )
    assert shell_of(analyst, council=council).role_label == "Analyst"


@pytest.mark.parametrize("role", Role)
def test_nobody_is_offered_a_section_their_role_does_not_open(role, person_with, monkeypatch):
    monkeypatch.setattr(context_processors, "address", lambda name: f"/{name}/")
    shell = shell_of(person_with(role))
    assert len(shell.navigation) <= MOST_IN_A_ROW
    offered = [one for item in shell.navigation for one in (item.within or [item])]
    assert [item.label for item in offered] == [
        section.label
        for section in SECTIONS
        if not section.permissions or section.permissions & GRANTS[role]
    ]


def test_a_page_that_is_not_there_is_not_offered(monkeypatch, analyst):
    absent = context_processors.Section("Nowhere", "core:nowhere", frozenset())
    monkeypatch.setattr(context_processors, "SECTIONS", (absent,))
    assert shell_of(analyst).navigation == []


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/", ["Home"]),
        ("/concerns/", ["Concerns"]),
        ("/concerns/7/", ["Concerns"]),
        ("/concerns/waiting/", ["Waiting"]),
        ("/help/", []),
    ],
)
def test_the_longest_address_that_fits_is_current(path, current, monkeypatch):
    addresses = {"home": "/", "concerns": "/concerns/", "waiting": "/concerns/waiting/"}
    sections = tuple(
        context_processors.Section(name.title(), name, frozenset()) for name in addresses
    )
    monkeypatch.setattr(context_processors, "SECTIONS", sections)
    monkeypatch.setattr(context_processors, "address", addresses.get)
    assert [item.label for item in navigation([], path) if item.current] == current


def test_many_sections_are_found_under_their_groups_and_few_are_not(monkeypatch):
    """A group leads to its first section, and one of a single section is that section."""
    monkeypatch.setattr(context_processors, "address", lambda name: f"/{name}/")
    groups = [("Home", ""), ("Waiting", "Cases"), ("Enquiries", "Cases"), ("Rounds", "Audits")]
    few = [context_processors.Section(name, name, frozenset(), group) for name, group in groups]
    monkeypatch.setattr(context_processors, "SECTIONS", few)
    assert [item.label for item in navigation([], "/")] == [name for name, _ in groups]
    monkeypatch.setattr(context_processors, "MOST_IN_A_ROW", 3)
    home, cases, rounds = navigation([], "/Enquiries/7/")
    assert (cases.label, cases.url, cases.current) == ("Cases", "/Waiting/", True)
    assert [(one.label, one.current) for one in cases.within] == [
        ("Waiting", False),
        ("Enquiries", True),
    ]
    assert [(one.label, one.current, one.within) for one in (home, rounds)] == [
        ("Home", False, ()),
        ("Rounds", False, ()),
    ]


def test_the_sections_of_a_group_are_listed_on_its_pages_alone(client, qa_lead):
    client.force_login(qa_lead)
    listed = 'aria-label="Audits" class="app-section-navigation"'
    assert listed not in client.get("/").content.decode()
    text = client.get(reverse("audit:round-list")).content.decode()
    assert listed in text
    assert f'href="{reverse("audit:tool-list")}">Audit tools</a>' in text
    assert f'href="{reverse("audit:round-list")}" aria-current="true">Audit rounds</a>' in text


def test_the_sections_of_a_group_stand_together():
    """Else the group would be shown twice."""
    groups = [group for group, _ in groupby(section.group for section in SECTIONS) if group]
    assert len(groups) == len(set(groups))


def test_the_shell_costs_one_query_and_nothing_until_asked(analyst, django_assert_num_queries):
    request = RequestFactory().get("/")
    request.user = User.objects.get(pk=analyst.pk)
    request.session = {}
    with django_assert_num_queries(0):
        shell = context_processors.shell(request)["shell"]
    with django_assert_num_queries(1):
        assert shell.navigation is not None


def test_every_permission_a_section_names_is_granted_to_somebody():
    granted = frozenset().union(*GRANTS.values())
    assert frozenset().union(*(s.permissions for s in SECTIONS)) <= granted
