"""Whether the people who are needed can sign in, and only they."""

from collections.abc import Iterator

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from core.checks import every_permission_is_granted
from core.doctor.naming import keys_of, listed
from core.doctor.registry import Asked, Finding, examination, fault, warning
from core.models import Membership, Organisation, User
from core.permissions import Permission
from core.roles import roles_granting

Memberships = QuerySet[Membership, Membership]


@examination(
    "people",
    *("permission_not_granted", "no_administrator", "no_decider"),
    *("person_without_role", "inactive_with_role"),
)
def people(asked: Asked) -> Iterator[Finding]:
    """Look at who holds a role today, and who does not."""
    in_force = Membership.objects.in_force_on(timezone.localdate(asked.now))
    for said in every_permission_is_granted(None):
        yield fault("permission_not_granted", said.msg, said.hint or "See core/roles.py.")
    yield from _councils(asked, in_force.filter(person__is_active=True))
    yield from _persons(in_force)


def _councils(asked: Asked, in_force: Memberships) -> Iterator[Finding]:
    councils = Organisation.objects.filter(
        kind=Organisation.Kind.COUNCIL, succeeded_by__isnull=True
    )
    needed = (
        ("no_administrator", Permission.PEOPLE_MANAGE, "give people their roles"),
        ("no_decider", Permission.CASE_DECIDE, "decide concerns and close enquiries"),
    )
    for code, permission, what in needed:
        roles = roles_granting(permission)
        held = in_force.filter(organisation=OuterRef("pk"), role__in=roles)
        without = councils.exclude(Exists(held)).order_by("code")
        for council in without.values_list("code", flat=True).iterator():
            yield Finding(
                code,
                asked.grave,
                f"Nobody in council {council} can {what}: no active person holds a role that may.",
                "Run manage.py create_person EMAIL NAME "
                f"--council {council} --role {roles[0] if roles else 'ROLE'}.",
            )


def _persons(in_force: Memberships) -> Iterator[Finding]:
    held = Exists(in_force.filter(person=OuterRef("pk")))
    without = User.objects.filter(is_active=True).exclude(held)
    can_sign_in = without.exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX)
    if keys := keys_of(can_sign_in):
        yield warning(
            "person_without_role",
            listed("People who can sign in and hold no role today", keys, User),
            "Give each a role, or make the account inactive if the person has left.",
        )
    if keys := keys_of(User.objects.filter(held, is_active=False)):
        yield warning(
            "inactive_with_role",
            listed("People who are inactive and still hold a role", keys, User),
            "End their roles on the page of people.",
        )
