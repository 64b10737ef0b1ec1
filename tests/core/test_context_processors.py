import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from core import access, context_processors
from core.context_processors import PLAIN_COLOUR, SECTIONS, Shell, navigation, shell_for
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
    assert [item.label for item in shell.navigation] == [
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
