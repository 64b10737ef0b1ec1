"""Record what is not a concern, about an adult or a provider."""

from datetime import datetime
from typing import TypeVar

from django.db import transaction
from django.utils import timezone

from core import access, activity
from core.errors import RuleViolationError
from core.models import Organisation, User
from core.permissions import Permission
from core.services.saving import insert
from safeguard.models import (
    Adult,
    AdultIdentity,
    Notification,
    Provider,
    ProviderNotification,
)
from safeguard.rules.days import Bound, day_fault, in_words
from safeguard.services.numbering import next_reference
from safeguard.services.providers import find_or_add_provider

Kept = TypeVar("Kept", Notification, ProviderNotification)
NAMED = 5
TAKEN = "Another notification was given this reference just now. Save again."


@transaction.atomic
def record_notification(
    *,
    by: User,
    council: Organisation,
    received_at: datetime,
    referrer: str,
    summary: str,
    adult: str = "",
) -> Notification:
    """Record a contact about an adult that is not a concern.

    Args:
        adult: reference or name of an adult whom the register holds; empty where nobody knows.

    Raises:
        PermissionDenied: `by` does not hold CASE_RECORD in `council`.
        RuleViolationError: `no_summary`; `in_future` or `too_early` (before the adult was born);
            `no_adult` or `several_adults`.
        ValidationError: a value is not one of those listed.
    """
    access.require(by, Permission.CASE_RECORD, council=council)
    row = Notification(council=council, received_at=received_at, referrer=referrer)
    return _stored(by, row, summary, _found(by, council, adult))


@transaction.atomic
def record_provider_notification(
    *,
    by: User,
    council: Organisation,
    received_at: datetime,
    referrer: str,
    summary: str,
    provider_name: str,
    provider_is_new: bool = False,
    adult: str = "",
) -> ProviderNotification:
    """Record a report about the quality of a provider; one that is new is added by its name.

    Raises:
        PermissionDenied: `by` does not hold CASE_RECORD in `council`.
        RuleViolationError: as `record_notification`; `no_name` or `not_held` of the provider.
        ValidationError: a value is not one of those listed.
    """
    provider: Provider = find_or_add_provider(
        by=by, council=council, name=provider_name, may_add=provider_is_new
    )
    row = ProviderNotification(
        council=council, provider=provider, received_at=received_at, referrer=referrer
    )
    return _stored(by, row, summary, _found(by, council, adult))


def _stored(by: User, row: Kept, summary: str, adult: Adult | None) -> Kept:
    row.adult, row.summary = adult, summary.strip()
    if not row.summary:
        raise RuleViolationError("no_summary", "Enter what it says", field="summary")
    _check_received(row.received_at, adult)
    day = timezone.localtime(row.received_at)
    row.reference = next_reference(type(row), row.council, day.year)
    insert(row, taken=TAKEN)
    verb = f"{row._meta.verbose_name} recorded".replace(" ", "_")
    activity.record(by=by, verb=verb, target=row, council=row.council, before={})
    return row


def _check_received(received_at: datetime, adult: Adult | None) -> None:
    born = adult.born_on if adult else None
    bound = Bound(born, "the adult was born") if born else None
    day = timezone.localdate(received_at)
    fault = day_fault(day, "Day received", not_before=bound, today=timezone.localdate())
    if fault:
        raise RuleViolationError(fault.code, fault.words, field="received_on")
    if received_at > timezone.now():
        raise RuleViolationError(
            "in_future", "Time received cannot be in the future", field="received_time"
        )


def _found(by: User, council: Organisation, words: str) -> Adult | None:
    """Return the one adult of this reference, else of this name; None where nothing was typed."""
    words = words.strip()
    if not words:
        return None
    rows = Adult.objects.visible_to(by).filter(council=council).select_related("identity")
    exact = rows.filter(reference__iexact=words).select_related("merged_into").first()
    if exact is not None:
        return exact.merged_into or exact
    named = AdultIdentity.objects.filter(council=council, adult__merged_into=None)
    keys = list(named.named_like(words).values_list("adult", flat=True)[: NAMED + 1])
    found = list(rows.filter(pk__in=keys))
    if not found:
        raise RuleViolationError(
            "no_adult",
            "No adult of this reference or name is held. Leave it empty if you do not know",
            field="adult",
        )
    if len(found) > 1:
        raise RuleViolationError("several_adults", _which(found), field="adult")
    return found[0]


def _which(found: list[Adult]) -> str:
    """Ask which of several adults of one name is meant, with what tells them apart."""
    people = [
        f"{adult.reference} ({adult.identity}"
        + (f", born {in_words(adult.born_on)})" if adult.born_on else ")")
        for adult in found[:NAMED]
    ]
    more = " and more" if len(found) > NAMED else ""
    return (
        f"Several adults have a name like this: {'; '.join(people)}{more}. "
        "Enter the reference of the one you mean"
    )
