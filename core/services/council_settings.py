"""Change how a council appears: its name and its colour."""

from django.db import transaction

from core import access, activity
from core.models import Organisation, User
from core.permissions import Permission


@transaction.atomic
def change_council(*, by: User, council: Organisation, name: str, colour: str) -> Organisation:
    """Give `council` this name and colour on every page and report from now on.

    Raises:
        PermissionDenied: `by` does not hold COUNCIL_MANAGE in `council`.
        ValidationError: the name is empty, or the colour is not #rrggbb.
    """
    council = Organisation.objects.select_for_update().get(pk=council.pk)
    access.require(by, Permission.COUNCIL_MANAGE, council=council)
    before = activity.snapshot(council)
    council.name, council.colour = name.strip(), colour.lower()
    council.full_clean()
    council.save(update_fields=["name", "colour"])
    activity.record(by=by, verb="council_changed", target=council, council=council, before=before)
    return council
