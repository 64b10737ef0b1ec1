"""Open the register of a new council."""

from django.db import transaction

from core.models import Organisation, User
from core.services.councils import create_council
from safeguard.models import RegisterSettings


@transaction.atomic
def open_register(*, by: User | None, code: str, name: str) -> Organisation:
    """Make a council with an empty register, ready to load cases into.

    Args:
        by: None for a command run by whoever holds the machine.

    Raises:
        ValidationError: see `create_council`.
    """
    council = create_council(by=by, code=code, name=name)
    RegisterSettings.objects.create(council=council)
    return council
