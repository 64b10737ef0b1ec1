"""Concerns that somebody has begun to raise: start, keep page by page, discard.

A draft is seen by whoever started it and counts nowhere. What is typed into it is no record yet,
so the log tells that it was started, discarded or raised, and not each page.
"""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from core import access, activity
from core.errors import RuleViolationError
from core.models import Organisation, User
from core.permissions import Permission
from safeguard.models import Adult, ConcernDraft, Notification, ProviderNotification

Typed = Mapping[str, list[str]]
Origin = Notification | ProviderNotification
ELSEWHERE = "other_council"
CONVERTED = "converted"


@transaction.atomic
def start_draft(
    *,
    by: User,
    council: Organisation,
    notification: Notification | None = None,
    provider_notification: ProviderNotification | None = None,
) -> ConcernDraft:
    """Begin to raise a concern, with what a notification says filled in.

    Somebody who began with the same notification before goes on where they were.

    Raises:
        PermissionDenied: `by` does not hold CASE_RECORD in `council`.
        RuleViolationError: code `converted` (it became a concern already) or `other_council`.
    """
    access.require(by, Permission.CASE_RECORD, council=council)
    came_from = _given(notification=notification, provider_notification=provider_notification)
    pages: dict[str, Any] = {}
    adult = None
    for name, row in came_from.items():
        refuse_converted(row, council)
        begun = ConcernDraft.objects.filter(started_by=by, **{name: row}).first()
        if begun is not None:
            return begun
        pages, adult = _pages_from(row), row.adult or adult
    draft = ConcernDraft(
        council=council,
        started_by=by,
        adult=standing(adult) if adult else None,
        pages=pages,
        **came_from,
    )
    draft.full_clean(exclude=["pages"])  # nothing need be typed yet
    draft.save(force_insert=True)
    origin = {name: [None, row.reference] for name, row in came_from.items()}
    activity.record(
        by=by, verb="concern_draft_started", target=draft, council=council, changes=origin
    )
    return draft


@transaction.atomic
def save_page(*, by: User, draft: ConcernDraft, page: str, typed: Typed) -> ConcernDraft:
    """Keep what was typed on one page, whether or not it is complete or sound.

    Raises:
        PermissionDenied: `by` did not start the draft, or no longer holds CASE_RECORD there.
        ConcernDraft.DoesNotExist: it was raised or discarded meanwhile.
    """
    draft = lock_draft(by, draft)
    draft.pages = {**draft.pages, page: dict(typed)}
    draft.saved_at = timezone.now()
    draft.save(update_fields=["pages", "saved_at"])
    return draft


@transaction.atomic
def choose_adult(*, by: User, draft: ConcernDraft, adult: Adult) -> ConcernDraft:
    """Say whom the concern is about; for a record that was merged, the one it was merged into.

    Raises:
        PermissionDenied, ConcernDraft.DoesNotExist: as `save_page`.
        RuleViolationError: code `other_council`.
    """
    draft = lock_draft(by, draft)
    if adult.council_id != draft.council_id:
        raise _elsewhere("This adult")
    draft.adult, draft.saved_at = standing(adult), timezone.now()
    draft.save(update_fields=["adult", "saved_at"])
    return draft


@transaction.atomic
def discard_draft(*, by: User, draft: ConcernDraft) -> None:
    """Throw away what was typed. A notification it came from stays as it was.

    Raises:
        PermissionDenied, ConcernDraft.DoesNotExist: as `save_page`.
    """
    draft = lock_draft(by, draft)
    begun = {"started_at": [draft.started_at.isoformat(), None]}
    activity.record(
        by=by, verb="concern_draft_discarded", target=draft, council=draft.council, changes=begun
    )
    draft.delete()


def lock_draft(by: User, draft: ConcernDraft) -> ConcernDraft:
    """Return a draft as it stands now, locked until the transaction ends.

    Raises:
        PermissionDenied, ConcernDraft.DoesNotExist: as `save_page`.
    """
    rows = ConcernDraft.objects.select_for_update(of=("self",))
    held = rows.select_related("council", "adult").get(pk=draft.pk)
    access.require(by, Permission.CASE_RECORD, council=held.council)
    if held.started_by_id != by.pk:
        raise PermissionDenied("a draft is its author's")
    return held


def standing(adult: Adult) -> Adult:
    """Return the record that stands for an adult: itself, or the one it was merged into."""
    return adult.merged_into or adult


def refuse_converted(row: Origin, council: Organisation) -> None:
    """Refuse a notification that is a concern already, or another council's.

    Raises:
        RuleViolationError: code `converted` or `other_council`.
    """
    if row.council_id != council.pk:
        raise _elsewhere("This notification")
    if row.became_id is not None:
        raise RuleViolationError(CONVERTED, "This notification became a concern already")


def _given(**rows: Origin | None) -> dict[str, Origin]:
    return {name: row for name, row in rows.items() if row is not None}


def _elsewhere(what: str) -> RuleViolationError:
    return RuleViolationError(ELSEWHERE, f"{what} belongs to another council")


def _pages_from(row: Origin) -> dict[str, Any]:
    """Return what a notification says, as its author would have typed it on the pages."""
    received = timezone.localtime(row.received_at)
    pages: dict[str, Any] = {
        "happened": {"account": [row.summary]},
        "telling": {
            "referrer": [row.referrer],
            "received_date": [f"{received:%d/%m/%Y}"],
            "received_time": [f"{received:%H:%M}"],
        },
    }
    if isinstance(row, ProviderNotification):
        pages["where"] = {"provider": [row.provider.name]}
    return pages
