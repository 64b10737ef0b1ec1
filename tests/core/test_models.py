from datetime import date

import pytest
from django.core.exceptions import ValidationError

from core.adapters import ClosedAccountAdapter
from core.models import User
from tests import factories


def test_rows_read_as_what_they_are(db):
    membership = factories.MembershipFactory(person__full_name="Ann Example")
    day = date(2025, 12, 29)
    assert str(membership) == "Ann Example, Practitioner"
    assert membership.person.get_full_name() == membership.person.get_short_name() == "Ann Example"
    assert str(factories.ClosureDayFactory(on=day, reason="Shut")) == "2025-12-29: Shut"
    assert str(factories.BankHolidayFactory(title="Thanks")).startswith("Thanks, 20")
    assert str(factories.ExportEventFactory(kind="report")).startswith("report, 20")
    assert str(factories.OrganisationFactory(name="A Council")) == "A Council"
    assert str(factories.TeamFactory(name="Front door")) == "Front door"


def test_an_address_is_one_person_whatever_its_letter_case(db):
    ann = User.objects.create_user(" Ann@Example.ORG ".strip(), full_name="Ann")
    assert ann.email == "ann@example.org"
    assert User.objects.get_by_natural_key("ANN@example.org") == ann
    with pytest.raises(ValidationError):
        User.objects.create_user("ANN@EXAMPLE.ORG", full_name="Another")


@pytest.mark.parametrize("code", ["", "lower", "A B", "-A", "A\n", "TOO-LONG-CODE"])
def test_a_code_is_capitals_digits_and_hyphens(db, code):
    with pytest.raises(ValidationError):
        factories.OrganisationFactory.build(code=code).full_clean()


@pytest.mark.parametrize("colour", ["red", "#0B5C5C", "#0b5c5", "#0b5c5c;x", "#0b5c5c\n"])
def test_a_colour_is_six_digits_and_nothing_after_them(db, colour):
    with pytest.raises(ValidationError):
        factories.OrganisationFactory.build(colour=colour).full_clean()


def test_nobody_may_make_an_account_for_themselves(rf):
    assert not ClosedAccountAdapter().is_open_for_signup(rf.get("/"))
