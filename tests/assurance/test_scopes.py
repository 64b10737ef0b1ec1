"""The door to figures: who may have the cases of a council counted, and how far they reach."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from assurance.scopes import open_scope
from core.roles import Role
from safeguard.models import RegisterSettings
from tests.factories import MembershipFactory


def test_the_scope_needs_a_right(council, stranger, director, practitioner):
    assert open_scope(by=director, council=council).council == council
    for person in (stranger, practitioner):
        with pytest.raises(PermissionDenied):
            open_scope(by=person, council=council)


def test_one_of_several_roles_is_enough(council, practitioner):
    MembershipFactory(person=practitioner, organisation=council, role=Role.QA_LEAD)
    assert open_scope(by=practitioner, council=council).council == council


@pytest.mark.parametrize("asks", ["somebody", "the command line"])
def test_the_data_reach_to_the_cut_or_to_today(council, director, asks):
    by = director if asks == "somebody" else None
    assert open_scope(by=by, council=council).cut == timezone.localdate()
    RegisterSettings.objects.create(council=council, data_cut_on=date(2025, 3, 31))
    assert open_scope(by=by, council=council).cut == date(2025, 3, 31)
