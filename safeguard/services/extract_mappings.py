"""Keep a council's mappings of its own extract."""

from django.core.exceptions import ValidationError
from django.db import transaction

from core import access, activity
from core.models import Organisation, User
from core.permissions import Permission
from safeguard.extract.mapping import MappingError, read_mapping
from safeguard.models import ExtractMapping


@transaction.atomic
def save_mapping(
    *,
    by: User,
    council: Organisation,
    name: str,
    text: str,
    mapping: ExtractMapping | None = None,
) -> ExtractMapping:
    """Keep a mapping that reads without a mistake.

    Args:
        mapping: the one to change; a new one is made if None.

    Raises:
        PermissionDenied: `by` does not hold EXTRACT_IMPORT in the council.
        ValidationError: the name is taken or blank; every mistake in the text, with its line.
    """
    access.require(by, Permission.EXTRACT_IMPORT, council=council)
    before = None
    if mapping is None:
        mapping = ExtractMapping(council=council, created_by=by)
    else:
        mapping = ExtractMapping._default_manager.select_for_update().get(
            pk=mapping.pk, council=council
        )
        before = activity.snapshot(mapping)
    mapping.name, mapping.text = name.strip(), text
    try:
        read_mapping(text)
    except MappingError as error:
        raise ValidationError({"text": [str(found) for found in error.mistakes]}) from error
    if _is_taken(mapping):
        raise ValidationError({"name": "There is already a mapping of that name. Choose another."})
    mapping.full_clean()
    mapping.save()
    activity.record(
        by=by, verb="mapping_saved", target=mapping, council=council, before=before or {}
    )
    return mapping


def _is_taken(mapping: ExtractMapping) -> bool:
    same = ExtractMapping._default_manager.filter(council=mapping.council, name=mapping.name)
    return same.exclude(pk=mapping.pk).exists()
