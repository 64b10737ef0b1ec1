"""Give references to records made here. Loaded records keep the references they came with."""

from typing import Any

from django.db import models, transaction

from core.models import Organisation
from safeguard.models import Adult, Concern, Enquiry, Notification, ProviderNotification
from safeguard.models.numbering import ReferenceCounter

PREFIXES: dict[type[models.Model], str] = {
    Adult: "A",
    Concern: "C",
    Enquiry: "E",
    Notification: "N",
    ProviderNotification: "Q",
}


@transaction.atomic
def next_reference(
    model: type[models.Model], council: Organisation, year: int, *, prefix: str = ""
) -> str:
    """Return a reference that no record of `model` in `council` has: "C-2026-00042".

    Numbers run from 1 in each calendar year; one that a loaded record holds is passed over.

    Args:
        prefix: for a kind of record of an app above this one.
    """
    prefix = prefix or PREFIXES[model]
    key: dict[str, Any] = {"council": council, "kind": model._meta.model_name, "year": year}
    ReferenceCounter.objects.get_or_create(**key)
    counter = ReferenceCounter.objects.select_for_update().get(**key)
    while True:
        counter.last += 1
        reference = f"{prefix}-{year}-{counter.last:05d}"
        taken = model._default_manager.filter(council=council, reference=reference)
        if not taken.exists():
            break
    counter.save(update_fields=["last"])
    return reference
