"""Providers: found by name, made when they are new, renamed, and looked at by a person."""

from django.db import transaction
from django.db.models import Q

from core import access, activity
from core.errors import RuleViolationError
from core.models import Organisation, User
from core.permissions import Permission
from core.services.saving import insert
from safeguard.models import Provider
from safeguard.services import cases

SUGGESTED = 5
# The field of a form that holds a provider's name, wherever one is asked for.
NAME_FIELD, NEW_FIELD = "provider_name", "provider_is_new"
TAKEN = "A provider of this name is held already."


@transaction.atomic
def find_or_add_provider(
    *, by: User, council: Organisation, name: str, may_add: bool = True
) -> Provider:
    """Return the council's provider of this name, letter case and spaces apart; add a new one.

    Args:
        may_add: that the person said the provider is new. Where it is false a name that is not
            held is refused, so that a slip of the keyboard does not make a second provider.

    Raises:
        PermissionDenied: `by` does not hold CASE_RECORD in `council`.
        RuleViolationError: `no_name`, or `not_held`, which names providers that read alike.
        ValidationError: the name is too long.
    """
    access.require(by, Permission.CASE_RECORD, council=council)
    name, key = " ".join(name.split()), Provider.key_of(name)
    if not key:
        raise RuleViolationError("no_name", "Enter the name of the provider", field=NAME_FIELD)
    held = Provider.objects.filter(council=council, name_key=key).first()
    if held is not None:
        return held
    if not may_add:
        raise RuleViolationError("not_held", _not_held(council, key), field=NAME_FIELD)
    provider = Provider(council=council, name=name, name_key=key)
    insert(provider, taken=TAKEN)
    activity.record(by=by, verb="provider_added", target=provider, council=council, before={})
    return provider


@transaction.atomic
def change_provider(
    *, by: User, provider: Provider, name: str, regulator_id: str, version: int | None = None
) -> Provider:
    """Change a provider's name or its CQC location ID.

    Args:
        version: the `fingerprint` that its reader saw.

    Raises:
        PermissionDenied: `by` does not hold CASE_DECIDE in the council of `provider`.
        RuleViolationError: `changed_meanwhile`, `no_name`, or `taken` by another provider of the
            council.
        ValidationError: a text is too long.
    """
    provider = _locked(by, provider, Permission.CASE_DECIDE)
    cases.refuse_changed(version, cases.fingerprint(provider))
    before = activity.snapshot(provider)
    provider.name, provider.name_key = " ".join(name.split()), Provider.key_of(name)
    provider.regulator_id = regulator_id.strip()
    if not provider.name_key:
        raise RuleViolationError("no_name", "Enter the name of the provider", field="name")
    same = Provider.objects.filter(council=provider.council, name_key=provider.name_key)
    if same.exclude(pk=provider.pk).exists():
        raise RuleViolationError("taken", TAKEN, field="name")
    provider.full_clean()
    provider.save(update_fields=["name", "name_key", "regulator_id"])
    activity.record(
        by=by, verb="provider_changed", target=provider, council=provider.council, before=before
    )
    return provider


@transaction.atomic
def note_look_at_provider(*, by: User, provider: Provider, note: str) -> None:
    """Keep in the activity log that a person looked at a provider, and what they made of it.

    Raises:
        PermissionDenied: `by` does not hold CASE_RECORD in the council of `provider`.
        RuleViolationError: `no_note`.
    """
    provider = _locked(by, provider, Permission.CASE_RECORD)
    if not note.strip():
        raise RuleViolationError("no_note", "Say what you looked at and found", field="note")
    activity.record(
        by=by,
        verb="provider_looked_at",
        target=provider,
        council=provider.council,
        changes={"note": [None, note.strip()]},
    )


def _locked(by: User, provider: Provider, permission: Permission) -> Provider:
    rows = Provider.objects.select_for_update(of=("self",)).select_related("council")
    held = rows.get(pk=provider.pk)
    access.require(by, permission, council=held.council)
    return held


def _not_held(council: Organisation, key: str) -> str:
    """Say that no provider is called so, and which read alike: those that share a long word."""
    alike = Q()
    for word in key.split():
        if len(word) > 3:
            alike |= Q(name_key__contains=word)
    rows = Provider.objects.filter(alike, council=council) if alike else Provider.objects.none()
    names = list(rows.values_list("name", flat=True)[:SUGGESTED])
    likely = f"Did you mean {', '.join(names)}? " if names else ""
    return f"No provider of this name is held. {likely}If it is new, say so below"
