"""Give people roles, and end them. A person without a role can sign in and sees nothing."""

from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from core import access, activity
from core.errors import RuleViolationError
from core.models import Membership, Organisation, User
from core.permissions import Permission
from core.roles import Role
from core.services.saving import insert


@transaction.atomic
def give_membership(
    *,
    by: User | None,
    council: Organisation,
    email: str,
    full_name: str,
    role: str,
    until: date | None = None,
) -> Membership:
    """Give the person with `email` a role in `council` from today; make the person if need be.

    A person made here has no password: they choose one with "I have forgotten my password".

    Args:
        by: the administrator; None for a command run by whoever holds the machine.
        full_name: used only for a new person.
        until: last day, included; None: without end.

    Raises:
        PermissionDenied: `by` does not hold PEOPLE_MANAGE in `council`.
        RuleViolationError: code `own_role`, `already_held`, `in_past` or `taken`.
        ValidationError: the address, the name or the role is not valid, or an assessor has no
            last day.
    """
    if by is not None:
        access.require(by, Permission.PEOPLE_MANAGE, council=council)
    today = timezone.localdate()
    if until is not None and until < today:
        raise RuleViolationError("in_past", "The last day must be today or later", field="until")
    person = _person(by, council, email, full_name)
    if by is not None and person == by:
        raise RuleViolationError("own_role", "Ask another administrator to give you a role.")
    held = Membership.objects.in_force_on(today).filter(
        person=person, organisation=council, role=role
    )
    if held.exists():
        raise RuleViolationError("already_held", f"{person} holds this role already.")
    membership = Membership(
        person=person, organisation=council, role=role, since=today, until=until
    )
    insert(membership, taken=f"{person} holds this role already.")
    activity.record(by=by, verb="membership_given", target=membership, council=council, before={})
    return membership


@transaction.atomic
def end_membership(*, by: User, membership: Membership) -> None:
    """Take a role away at once. Its days are kept, unless it began today and so has none.

    Raises:
        PermissionDenied: `by` does not hold PEOPLE_MANAGE in the membership's council.
        RuleViolationError: code `last_own` (an administrator would lock themselves out) or
            `ended`.
    """
    membership = Membership.objects.select_for_update().get(pk=membership.pk)
    council, today = membership.organisation, timezone.localdate()
    access.require(by, Permission.PEOPLE_MANAGE, council=council)
    if membership.until is not None and membership.until < today:
        raise RuleViolationError("ended", "This role has already ended.")
    if membership.role == Role.ADMINISTRATOR and membership.person == by:
        raise RuleViolationError(
            "last_own", "You cannot end your own administrator role. Ask another administrator."
        )
    before = activity.snapshot(membership)
    membership.until = today - timedelta(days=1)
    activity.record(
        by=by, verb="membership_ended", target=membership, council=council, before=before
    )
    if membership.since >= today:
        membership.delete()
    else:
        membership.full_clean()
        membership.save(update_fields=["until"])


def _person(by: User | None, council: Organisation, email: str, full_name: str) -> User:
    """Return the person with this address, made now if there is none."""
    email = email.strip()
    found = User.objects.filter(email__iexact=email).first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            person = User.objects.create_user(email, full_name=full_name.strip())
    except IntegrityError as error:
        raise RuleViolationError(
            "taken", "Somebody added this person just now. Try again."
        ) from error
    # The address and the password's hash have no place in the log.
    activity.record(
        by=by, verb="person_added", target=person, council=council, changes={"added": [None, "yes"]}
    )
    return person
