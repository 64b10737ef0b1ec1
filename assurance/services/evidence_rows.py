"""One item of evidence as a service changes it: locked, judged, saved."""

from django.utils import timezone

from assurance.models import EvidenceItem
from core import access
from core.errors import RuleViolationError
from core.models import User
from core.permissions import Permission


def lock(by: User, item: EvidenceItem, permission: Permission) -> EvidenceItem:
    """Return the item, locked, that `by` may change and that is not withdrawn."""
    held = locked(item)
    access.require(by, permission, council=held.council)
    check_open(held)
    return held


def locked(item: EvidenceItem) -> EvidenceItem:
    rows = EvidenceItem.objects.select_for_update(of=("self",))
    return rows.select_related("council", "story", "audit_round").get(pk=item.pk)


def check_open(item: EvidenceItem) -> None:
    if item.is_withdrawn:
        raise RuleViolationError("withdrawn", "This evidence is withdrawn")


def save_item(by: User, item: EvidenceItem) -> None:
    item.changed_at, item.changed_by = timezone.now(), by
    item.full_clean()
    item.save()
