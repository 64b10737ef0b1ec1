from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError

from core import access
from core.errors import RuleViolationError
from core.models import ActivityEvent, Membership, User
from core.permissions import Permission
from core.roles import Role
from core.services.people import end_membership, give_membership
from tests.factories import MembershipFactory, UserFactory

TODAY = date(2026, 11, 20)
NOON = "2026-11-20T12:00:00+00:00"
NEW = {"email": "Ann@Example.org", "full_name": "Ann Example", "role": Role.PRACTITIONER}


def give(administrator, council, **changes):
    return give_membership(by=administrator, council=council, **{**NEW, **changes})


@time_machine.travel(NOON)
def test_give_makes_a_person_without_a_password_and_logs(administrator, council):
    membership = give(administrator, council)
    assert (membership.since, membership.until) == (TODAY, None)
    person = membership.person
    assert (person.email, person.full_name) == ("ann@example.org", "Ann Example")
    assert not person.has_usable_password()
    verbs = ["person_added", "membership_given"]
    assert list(ActivityEvent.objects.order_by("pk").values_list("verb", flat=True)) == verbs
    given = ActivityEvent.objects.get(verb="membership_given")
    assert given.changes["role"] == [None, "practitioner"]
    assert given.actor_name == administrator.full_name
    assert "ann@example.org" not in str([event.changes for event in ActivityEvent.objects.all()])


def test_give_keeps_the_name_and_password_of_a_known_person(administrator, council):
    known = UserFactory(email="ann@example.org", full_name="Ann Known")
    person = give(administrator, council, role=Role.AUDITOR).person
    assert (person.pk, person.full_name) == (known.pk, "Ann Known")
    assert person.has_usable_password()
    assert not ActivityEvent.objects.filter(verb="person_added").exists()


def test_give_needs_the_permission_in_that_council(stranger, manager, council):
    for other in (stranger, manager):
        with pytest.raises(PermissionDenied):
            give(other, council)
    assert not ActivityEvent.objects.exists()
    assert not User.objects.filter(email="ann@example.org").exists()


def test_give_keeps_nothing_if_the_log_fails(administrator, council, monkeypatch):
    monkeypatch.setattr("core.activity.record", lambda **event: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        give(administrator, council)
    assert not User.objects.filter(email="ann@example.org").exists()


def test_give_from_the_command_line_needs_no_person(council):
    give(None, council)
    assert set(ActivityEvent.objects.values_list("actor_name", flat=True)) == {"command line"}


@time_machine.travel(NOON)
@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"until": TODAY - timedelta(days=1)}, "in_past"),
        ({"email": "held@example.org"}, "already_held"),
        ({"email": "boss@example.org", "role": Role.DIRECTOR}, "own_role"),
    ],
)
def test_give_refuses(administrator, council, changes, code):
    administrator.email = "boss@example.org"
    administrator.save()
    held = UserFactory(email="held@example.org")
    MembershipFactory(person=held, organisation=council, role=Role.PRACTITIONER)
    with pytest.raises(RuleViolationError) as refusal:
        give(administrator, council, **changes)
    assert refusal.value.code == code
    assert not ActivityEvent.objects.exists()


@time_machine.travel(NOON)
def test_give_takes_today_as_a_last_day(administrator, council):
    assert give(administrator, council, until=TODAY).until == TODAY


@pytest.mark.parametrize(
    "changes",
    [{"email": "no address"}, {"full_name": " "}, {"role": "visitor"}, {"role": Role.ASSESSOR}],
)
def test_give_refuses_what_the_models_refuse(administrator, council, changes):
    with pytest.raises(ValidationError):
        give(administrator, council, **changes)
    assert not User.objects.filter(email="ann@example.org").exists()


def test_give_says_so_when_somebody_was_quicker(administrator, council, monkeypatch):
    monkeypatch.setattr(User, "full_clean", lambda self, **options: None)
    monkeypatch.setattr(
        "core.services.people.User.objects.filter", lambda **by: User.objects.none()
    )
    UserFactory(email="ann@example.org")
    with pytest.raises(RuleViolationError) as refusal:
        give(administrator, council)
    assert refusal.value.code == "taken"


@time_machine.travel(NOON)
def test_a_race_for_one_membership_is_a_refusal(administrator, council, monkeypatch):
    known = UserFactory(email="ann@example.org")
    monkeypatch.setattr(Membership, "full_clean", lambda self, **options: None)
    MembershipFactory(
        person=known, organisation=council, role=Role.PRACTITIONER, since=TODAY, until=None
    )
    monkeypatch.setattr("core.models.organisation.MembershipQuerySet.exists", lambda self: False)
    monkeypatch.setattr(access, "require", lambda *args, **options: None)
    with pytest.raises(RuleViolationError) as refusal:
        give(administrator, council)
    assert refusal.value.code == "taken"


@time_machine.travel(NOON)
def test_end_takes_the_role_away_at_once_and_logs(administrator, council, practitioner):
    membership = practitioner.memberships.get()
    assert access.has(practitioner, Permission.CASE_VIEW, council=council)
    end_membership(by=administrator, membership=membership)
    assert not access.has(practitioner, Permission.CASE_VIEW, council=council)
    assert practitioner.memberships.get().until == date(2026, 11, 19)
    event = ActivityEvent.objects.get()
    assert (event.verb, event.changes) == ("membership_ended", {"until": [None, "2026-11-19"]})


@time_machine.travel(NOON)
def test_end_of_a_role_that_began_today_leaves_no_row_but_a_record(administrator, council):
    membership = MembershipFactory(organisation=council, since=TODAY)
    end_membership(by=administrator, membership=membership)
    assert not Membership.objects.filter(pk=membership.pk).exists()
    assert ActivityEvent.objects.get().target_id == str(membership.pk)


def test_end_needs_the_permission_in_that_council(stranger, practitioner):
    membership = practitioner.memberships.get()
    with pytest.raises(PermissionDenied):
        end_membership(by=stranger, membership=membership)
    assert practitioner.memberships.get().until is None


def test_end_keeps_nothing_if_the_log_fails(administrator, practitioner, monkeypatch):
    monkeypatch.setattr("core.activity.record", lambda **event: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        end_membership(by=administrator, membership=practitioner.memberships.get())
    assert practitioner.memberships.get().until is None


def test_nobody_ends_their_own_administrator_role(administrator):
    with pytest.raises(RuleViolationError) as refusal:
        end_membership(by=administrator, membership=administrator.memberships.get())
    assert refusal.value.code == "last_own"


def test_another_administrator_may_end_it(administrator, person_with):
    other = person_with(Role.ADMINISTRATOR)
    end_membership(by=other, membership=administrator.memberships.get())
    assert not access.memberships_of(administrator).exists()


def test_a_role_ends_once(administrator, council):
    ended = MembershipFactory(organisation=council, until=date(2020, 2, 1))
    with pytest.raises(RuleViolationError) as refusal:
        end_membership(by=administrator, membership=ended)
    assert refusal.value.code == "ended"
