"""Make a council to load cases into."""

from django.core.exceptions import ValidationError
from django.db import transaction

from core import activity
from core.models import Organisation, User


@transaction.atomic
def create_council(*, by: User | None, code: str, name: str) -> Organisation:
    """Make a council.

    Args:
        by: None for a command run by whoever holds the machine, the only one who may do this
            before anybody holds a role.
        code: capital letters, digits and hyphens, at most 12; it never changes afterwards.

    Raises:
        ValidationError: the code is taken or malformed, or the name is blank.
    """
    council = Organisation(kind=Organisation.Kind.COUNCIL, code=code.strip(), name=name.strip())
    if Organisation.objects.filter(code=council.code).exists():
        raise ValidationError({"code": f"The code {council.code} is already taken."})
    council.full_clean()
    council.save()
    activity.record(by=by, verb="council_created", target=council, council=council, before={})
    return council
