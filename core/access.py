"""Ask whether a person may do something, and where. The only reader of `core.roles`."""

from collections.abc import Iterable

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from core.models import Membership, Organisation, User
from core.permissions import Permission
from core.roles import GRANTS, Role, roles_granting

COUNCIL_KEY = "council"


def memberships_of(user: User | AnonymousUser) -> QuerySet[Membership]:
    """Return the memberships that `user` holds today; none for anonymous or inactive people."""
    if not user.is_authenticated or not user.is_active:
        return Membership.objects.none()
    return Membership.objects.in_force_on(timezone.localdate()).filter(person=user)


def councils_where(user: User | AnonymousUser, permission: Permission) -> QuerySet[Organisation]:
    """Return the organisations in which `user` holds `permission` today."""
    held = memberships_of(user).filter(role__in=roles_granting(permission))
    return Organisation.objects.filter(pk__in=held.values("organisation"))


def has(user: User | AnonymousUser, permission: Permission, *, council: Organisation) -> bool:
    """Say whether `user` holds `permission` in `council` today."""
    return councils_where(user, permission).filter(pk=council.pk).exists()


def require(user: User | AnonymousUser, permission: Permission, *, council: Organisation) -> None:
    """Raise PermissionDenied unless `user` holds `permission` in `council` today."""
    if not has(user, permission, council=council):
        raise PermissionDenied(f"{permission} is not held in {council.code}")


def permissions_in(user: User | AnonymousUser, council: Organisation) -> frozenset[Permission]:
    """Return everything `user` may do in `council` today, in one query."""
    roles = memberships_of(user).filter(organisation=council).values_list("role", flat=True)
    return permissions_of(roles)


def permissions_of(roles: Iterable[str]) -> frozenset[Permission]:
    """Return everything that somebody who holds `roles` in a council may do there."""
    return frozenset().union(*(GRANTS[Role(role)] for role in roles))


def people_with(permission: Permission, council: Organisation) -> QuerySet[User]:
    """Return the active people who hold `permission` in `council` today, by name."""
    held = Membership.objects.in_force_on(timezone.localdate()).filter(
        organisation=council, role__in=roles_granting(permission)
    )
    people = User.objects.filter(is_active=True, pk__in=held.values("person"))
    return people.order_by("full_name", "pk")


def held_by(request: HttpRequest) -> list[Membership]:
    """Return the memberships of whoever asks, with their organisations: one query a request.

    For a page's own frame and choices. A service asks the database again through `require`.
    """
    held: list[Membership] | None = getattr(request, "_memberships", None)
    if held is None:
        held = list(memberships_of(request.user).select_related("organisation"))
        request._memberships = held  # type: ignore[attr-defined]
    return held


def is_offered(request: HttpRequest, permission: Permission, *, council: Organisation) -> bool:
    """Say whether a page of `council` offers what needs `permission`, without another query.

    For what a page shows. A service asks the database again through `require`.
    """
    granting = roles_granting(permission)
    held = (m for m in held_by(request) if m.organisation_id == council.pk)
    return any(membership.role in granting for membership in held)


def offered(request: HttpRequest, *, council: Organisation) -> frozenset[Permission]:
    """Return what a page of `council` offers its reader, without another query."""
    held = (m for m in held_by(request) if m.organisation_id == council.pk)
    return frozenset().union(*(GRANTS[Role(membership.role)] for membership in held))


def chosen_council(request: HttpRequest, permission: Permission) -> Organisation | None:
    """Return the council a page works in: the one chosen last, else the first by name.

    None where the person holds `permission` in no council at all.
    """
    granting = roles_granting(permission)
    councils = {held.organisation for held in held_by(request) if held.role in granting}
    allowed = sorted(councils, key=lambda council: council.name)
    chosen = request.session.get(COUNCIL_KEY)
    return next((council for council in allowed if council.pk == chosen), next(iter(allowed), None))


def current_user(request: HttpRequest) -> User:
    """Return the signed-in person, narrowed for services; refuse an anonymous one."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
