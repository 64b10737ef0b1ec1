from datetime import date

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.test import RequestFactory

from core import access
from core.permissions import Permission
from core.roles import GRANTS, Role, roles_granting
from tests.factories import MembershipFactory, OrganisationFactory

SEE = Permission.CASE_VIEW


def request_of(user, session=None):
    request = RequestFactory().get("/")
    request.user, request.session = user, session or {}
    return request


@pytest.mark.parametrize("permission", Permission)
@pytest.mark.parametrize("role", Role)
def test_a_role_holds_what_its_row_grants_and_no_more(person_with, council, role, permission):
    granted = permission in GRANTS[role]
    assert access.has(person_with(role), permission, council=council) is granted
    assert (role in roles_granting(permission)) is granted


@pytest.mark.parametrize(
    ("day", "held"),
    [("2025-03-31", False), ("2025-04-01", True), ("2025-04-30", True), ("2025-05-01", False)],
)
def test_a_membership_counts_from_its_first_day_to_its_last(council, day, held):
    person = MembershipFactory(
        organisation=council, since=date(2025, 4, 1), until=date(2025, 4, 30)
    ).person
    with time_machine.travel(f"{day}T12:00:00+01:00"):
        assert access.has(person, SEE, council=council) is held


def test_a_day_ends_at_midnight_in_london(council):
    person = MembershipFactory(organisation=council, until=date(2025, 6, 30)).person
    with time_machine.travel("2025-06-30T22:59:00+00:00"):
        assert access.has(person, SEE, council=council)
    with time_machine.travel("2025-06-30T23:00:00+00:00"):
        assert not access.has(person, SEE, council=council)


def test_two_roles_add_up(council, practitioner):
    MembershipFactory(person=practitioner, organisation=council, role=Role.QA_LEAD)
    found = access.permissions_in(practitioner, council)
    assert found == GRANTS[Role.PRACTITIONER] | GRANTS[Role.QA_LEAD]


def test_no_role_reaches_into_another_council(manager, other_council):
    assert access.permissions_in(manager, other_council) == frozenset()
    with pytest.raises(PermissionDenied, match="case_view is not held in OTHER"):
        access.require(manager, SEE, council=other_council)


def test_require_says_nothing_when_the_permission_is_held(manager, council):
    access.require(manager, SEE, council=council)


def test_nobody_signed_in_holds_nothing(council):
    nobody = AnonymousUser()
    assert not access.has(nobody, SEE, council=council)
    assert access.permissions_in(nobody, council) == frozenset()
    with pytest.raises(PermissionDenied):
        access.current_user(request_of(nobody))


def test_the_current_user_is_the_person_signed_in(manager):
    assert access.current_user(request_of(manager)) == manager


def test_the_council_is_the_one_chosen_last_else_the_first_by_name(manager, council):
    first = OrganisationFactory(name="A Council")
    MembershipFactory(person=manager, organisation=first, role=Role.SAFEGUARDING_MANAGER)
    elsewhere = OrganisationFactory(name="Aardvark Council")
    assert access.chosen_council(request_of(manager), SEE) == first
    for key, found in ((council.pk, council), (elsewhere.pk, first)):
        assert access.chosen_council(request_of(manager, {access.COUNCIL_KEY: key}), SEE) == found


def test_there_is_no_council_for_a_permission_held_nowhere(manager):
    assert access.chosen_council(request_of(manager), Permission.PEOPLE_MANAGE) is None
